"""Pictures of a table's findings: stacked bars, told apart by pattern as well as colour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from brightline.cases.writing import replacing
from brightline.errors import BrightlineError
from brightline.findings.summary import Summary

_LOOKS = (
    ("established", "true", "#0072B2", ""),
    ("not established", "false", "#E69F00", "///"),
    ("not known", "unknown", "#DDDDDD", "..."),
)


def plot_elements(summary: Summary, path: Path) -> None:
    """Stacked bars to an SVG: for each definition its outcome and each element, in rows true, false and not known."""
    if path.suffix.lower() != ".svg":
        raise BrightlineError(f"{path.name}: the picture is an SVG; give a name that ends in .svg")
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "brightline", "svg.fonttype": "none", "hatch.linewidth": 0.6})
    bars: list[tuple[str, Any]] = []
    for id, found in summary.definitions.items():
        bars.append((id, found.outcome))
        bars.extend((f"{name.replace('_', ' ')}  ", states) for name, states in found.elements.items())
    figure: Any = Figure(figsize=(9, 1.6 + 0.32 * len(bars)), layout="constrained")
    axes: Any = figure.subplots()
    places = list(range(len(bars)))
    left = [0] * len(bars)
    for word, state, colour, pattern in _LOOKS:
        counts = [getattr(states, state) for _, states in bars]
        label = {"established": "met / established", "not established": "not met / not established"}.get(
            word, "undetermined / not known"
        )
        axes.barh(
            places, counts, left=left, color=colour, hatch=pattern, edgecolor="#333333", linewidth=0.5, label=label
        )
        left = [a + b for a, b in zip(left, counts, strict=True)]
    axes.set_yticks(places, [name for name, _ in bars])
    for tick, (name, _) in zip(axes.get_yticklabels(), bars, strict=True):
        tick.set_fontweight("normal" if name.endswith("  ") else "bold")
    axes.invert_yaxis()
    axes.set_xlabel(f"rows (of {summary.rows:,})")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside upper center", ncols=3, frameon=False)
    with replacing(path) as temporary:
        figure.savefig(temporary, format="svg", metadata={"Date": None, "Title": "Findings by definition and element"})
