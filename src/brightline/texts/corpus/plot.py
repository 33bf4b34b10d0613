"""The trend of a corpus as a picture: verdicts by month, and by outlet how often a label fits what is reported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from brightline.cases.placing import replacing
from brightline.errors import BrightlineError
from brightline.texts.corpus.tally import CLAIMS, LABELLED, NO_DATE, NO_OUTLET, OTHERS, Tally

MOST_LINES = 6
"""Outlets that are drawn, those with the most labelled texts."""
FEWEST = 5
"""Labelled texts of an outlet in a month below which a share says little; where most are below, years are drawn."""
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
    figure: Any = Figure(figsize=(max(9.0, min(20.0, 4.5 + 0.35 * len(months))), 7.5), layout="constrained")
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
    axes.legend(frameon=False, fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _lines(axes: Any, tally: Tally, months: list[str]) -> None:
    labelled: Counter[tuple[str, str]] = Counter()
    by_outlet: Counter[str] = Counter()
    for (month, outlet, verdict), count in tally.months.items():
        if verdict in LABELLED:
            labelled[outlet, month] += count
            by_outlet[outlet] += count
    yearly = len(months) > 12 and median(labelled.values() or [0]) < FEWEST
    shown = [outlet for outlet, _ in sorted(by_outlet.items(), key=lambda item: (-item[1], item[0]))][:MOST_LINES]
    for outlet, (colour, mark, dash) in zip(shown, _OUTLETS, strict=False):
        points = _shares(tally, outlet, months, yearly)
        axes.plot(
            [place for place, _, _ in points], [share for _, share, _ in points], color=colour, marker=mark,
            linestyle=dash, markerfacecolor="none", label=f"{_plain(outlet)} ({by_outlet[outlet]:,} labelled)",
        )  # fmt: skip
        sure = [(place, share) for place, share, count in points if count >= FEWEST]
        axes.plot([place for place, _ in sure], [share for _, share in sure], color=colour, marker=mark, linestyle="")
    axes.set_ylim(-4, 104)
    axes.set_ylabel("per cent of labelled texts")
    period = "year" if yearly else "month"
    axes.set_title(f"Labelled texts that report what the label means, by outlet and {period}", loc="left")
    axes.set_xlabel(f"Hollow: fewer than {FEWEST} labelled texts. What a reader found by rule, not what a court did.")
    if shown:
        axes.legend(frameon=False, fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _shares(tally: Tally, outlet: str, months: list[str], yearly: bool) -> list[tuple[float, float, int]]:
    """Place along the months, per cent of labelled texts that are supported, and how many there are."""
    places: dict[str, list[int]] = {}
    labelled: Counter[str] = Counter()
    fitting: Counter[str] = Counter()
    for place, month in enumerate(months):
        period = month[:4] if yearly else month
        places.setdefault(period, []).append(place)
        for verdict in LABELLED:
            count = tally.months[month, outlet, verdict]
            labelled[period] += count
            fitting[period] += count if verdict == "supported" else 0
    return [
        (sum(at) / len(at), 100 * fitting[period] / labelled[period], labelled[period])
        for period, at in places.items()
        if labelled[period]
    ]


def _plain(outlet: str) -> str:
    """A name that the picture library takes for nothing but text, and shows even where it is one of ours."""
    name = outlet if outlet in {NO_OUTLET, OTHERS} else outlet[:40]
    return name.replace("$", r"\$").lstrip("_") or "-"
