"""The trend of a corpus as a picture: verdicts by month, and by outlet how often a label fits what is reported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from brightline.cases.placing import replacing
from brightline.errors import BrightlineError
from brightline.texts.corpus.tally import CLAIMS, LABELLED, NO_DATE, NO_OUTLET, OTHERS, Tally

MOST_LINES = 6
"""Outlets that are drawn, those with the most labelled texts."""
MOST_MONTHS = 600
"""Months over which those without a text are drawn too."""

_VERDICTS = {
    "supported": ("#0072B2", ""),
    "not supported": ("#E69F00", "///"),
    "interchangeable": ("#CC79A7", "xxx"),
    "child": ("#D55E00", "..."),
    "unlabelled": ("#DDDDDD", "\\\\\\"),
}
_OUTLETS = (
    ("#000000", "o", "-"),
    ("#0072B2", "s", "--"),
    ("#D55E00", "^", "-."),
    ("#009E73", "D", ":"),
    ("#CC79A7", "v", "-"),
    ("#E69F00", "P", "--"),
)


def check_picture(path: Path) -> None:
    """An error unless the name is one of an SVG."""
    if path.suffix.lower() != ".svg":
        raise BrightlineError(f"{path.name}: the picture is an SVG; give a name that ends in .svg")


def plot_trend(tally: Tally, path: Path) -> None:
    """Two charts to an SVG, told apart by pattern, mark and dash as well as by colour."""
    check_picture(path)
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "brightline", "svg.fonttype": "none", "hatch.linewidth": 0.6})
    months = _without_gaps(sorted({month for month, _, _ in tally.months if month != NO_DATE})) or [NO_DATE]
    figure: Any = Figure(figsize=(max(7.0, min(18.0, 2.5 + 0.35 * len(months))), 7.5), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True)
    _bars(upper, tally, months)
    _lines(lower, tally, months)
    places = list(range(len(months)))
    step = max(1, len(months) // 24)
    lower.set_xticks(places[::step], months[::step], rotation=45, ha="right")
    for axes in (upper, lower):
        axes.spines[["top", "right"]].set_visible(False)
    with replacing(path) as temporary:
        figure.savefig(
            temporary, format="svg", metadata={"Date": None, "Title": "What texts report against the label they use"}
        )


def _without_gaps(months: list[str]) -> list[str]:
    """Every month from the first to the last, so that one without texts shows; as they are where some are years."""
    if not months or any(len(month) == 4 for month in months):
        return months
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (months[0], months[-1]))
    if last - first > MOST_MONTHS:
        return months
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def _bars(axes: Any, tally: Tally, months: list[str]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for (month, _, verdict), count in tally.months.items():
        counts[month, verdict] += count
    below = [0] * len(months)
    for verdict in CLAIMS:
        colour, pattern = _VERDICTS[verdict]
        heights = [counts[month, verdict] for month in months]
        axes.bar(
            range(len(months)), heights, bottom=below, color=colour, hatch=pattern, edgecolor="#333333",
            linewidth=0.5, label=verdict,
        )  # fmt: skip
        below = [one + other for one, other in zip(below, heights, strict=True)]
    total = sum(tally.verdicts.values())
    axes.set_title(f"Texts by verdict ({tally.verdicts['no claim']:,} of {total:,} make no claim)", loc="left")
    axes.set_ylabel("texts")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.legend(frameon=False, fontsize="small", ncols=len(CLAIMS))
    axes.margins(y=0.25)


def _lines(axes: Any, tally: Tally, months: list[str]) -> None:
    labelled: Counter[tuple[str, str]] = Counter()
    fitting: Counter[tuple[str, str]] = Counter()
    by_outlet: Counter[str] = Counter()
    for (month, outlet, verdict), count in tally.months.items():
        if verdict in LABELLED:
            labelled[outlet, month] += count
            by_outlet[outlet] += count
            fitting[outlet, month] += count if verdict == "supported" else 0
    shown = [outlet for outlet, _ in sorted(by_outlet.items(), key=lambda item: (-item[1], item[0]))][:MOST_LINES]
    for outlet, (colour, mark, dash) in zip(shown, _OUTLETS, strict=False):
        points = [
            (place, 100 * fitting[outlet, month] / labelled[outlet, month])
            for place, month in enumerate(months)
            if labelled[outlet, month]
        ]
        axes.plot(
            [place for place, _ in points], [share for _, share in points], color=colour, marker=mark, linestyle=dash,
            label=f"{_plain(outlet)} ({by_outlet[outlet]:,} labelled)",
        )  # fmt: skip
    axes.set_ylim(-4, 104)
    axes.set_ylabel("per cent of labelled texts")
    axes.set_title("Labelled texts that report what the label means, by outlet", loc="left")
    if shown:
        axes.legend(frameon=False, fontsize="small")


def _plain(outlet: str) -> str:
    """A name that the picture library takes for nothing but text, and shows even where it is one of ours."""
    name = outlet if outlet in {NO_OUTLET, OTHERS} else outlet[:40]
    return name.replace("$", r"\$").lstrip("_") or "-"
