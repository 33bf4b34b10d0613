"""Pictures of a run: the averted share year by year as a fan, and what moves it as a tornado; both as SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brightline.cases.placing import replacing
from brightline.errors import BrightlineError
from brightline.outcomes.result import NOT_A_FORECAST, Averted, Outcomes, Spread, shown

INK, QUIET, BAND, LESS, MORE = "#1b1b1b", "#595959", "#0072B2", "#0072B2", "#D55E00"
MOST_BARS = 8
WIDE, NARROW = 0.18, 0.38


def draw_fan(found: Outcomes, path: Path) -> None:
    """One panel per scenario: median line, the band of half the draws, and that of 95 of 100."""
    figure: Any = _figure(len(found.scenarios), 1)
    panels: Any = figure.subplots(len(found.scenarios), 1, squeeze=False, sharex=True)
    for number, (row, one) in enumerate(zip(panels, found.scenarios.values(), strict=True)):
        _fan(row[0], one, found, legend=number == 0)
    _same_scale([row[0] for row in panels])
    _write(figure, found, path)


def draw_tornado(found: Outcomes, path: Path) -> None:
    """One panel per scenario: rank correlations of the averted share with the numbers that move it most."""
    figure: Any = _figure(len(found.scenarios), 1)
    panels: Any = figure.subplots(len(found.scenarios), 1, squeeze=False)
    for row, one in zip(panels, found.scenarios.values(), strict=True):
        _tornado(row[0], one, f"{one.title}\n")
    _write(figure, found, path)


def draw_both(found: Outcomes, path: Path) -> None:
    """A row per scenario: the fan on the left, the tornado on the right."""
    figure: Any = _figure(len(found.scenarios), 2)
    panels: Any = figure.subplots(len(found.scenarios), 2, squeeze=False, gridspec_kw={"width_ratios": [1, 1.1]})
    for number, (row, one) in enumerate(zip(panels, found.scenarios.values(), strict=True)):
        _fan(row[0], one, found, legend=number == 0)
        _tornado(row[1], one)
    _same_scale([row[0] for row in panels])
    _write(figure, found, path)


def _figure(rows: int, columns: int) -> Any:
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise BrightlineError("pictures need one more part: python -m pip install 'brightline[plot]'") from None
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "brightline", "svg.fonttype": "none", "font.size": 9.5})
    return Figure(figsize=(6.5 if columns == 1 else 12.5, 1.7 + 4.0 * rows), layout="constrained")


def _write(figure: Any, found: Outcomes, path: Path) -> None:
    if path.suffix.lower() != ".svg":
        raise BrightlineError(f"{path.name}: the picture is an SVG; give a name that ends in .svg")
    wide = figure.get_figwidth() > 8
    title, across = (105, 150) if wide else (56, 78)
    words = textwrap.wrap(f"{found.title}: {found.beside}", title)
    figure.suptitle("\n".join(words), fontsize=12, fontweight="bold")
    scenarios = list(found.scenarios.values())
    grades = ", ".join(dict.fromkeys(one.grade for one in scenarios))
    assumed, of = found.assumed
    ratios = f"; odds ratios: {found.evidence}" if found.model == "transmission" else ""
    chosen = " Every target that the draws had to meet was chosen." if found.assumed_targets else ""
    general = (
        f"{NOT_A_FORECAST} Weakest link: {grades}; {assumed} of {of} numbers are assumed or from memory.{chosen} "
        f"{found.kept:,} of {found.draws:,} draws kept{ratios}; seed {found.seed}."
    )
    said = [general, " ".join((found.evidence_note, *found.warnings, *found.notes))]
    if found.trends:
        said.append(f"Without any change: {'; '.join(trend.words for trend in found.trends)}.")
    said += [f"{one.scenario}: {' '.join((*one.remarks, *one.assumptions))}" for one in scenarios]
    lines = [line for part in said for line in textwrap.wrap(part, across)]
    figure.supxlabel("\n".join(lines), fontsize=8.5, color=QUIET)
    # The words need room of their own under the panels.
    figure.set_figheight(figure.get_figheight() + 0.15 * len(lines))
    with replacing(path) as temporary:
        figure.savefig(temporary, format="svg", metadata={"Date": None, "Title": f"{found.title}: {found.beside}"})


def _fan(axes: Any, one: Averted, found: Outcomes, *, legend: bool) -> None:
    upper = "at most, an upper end: " if one.bound == "upper" else ""
    said = f"{one.title}\n{upper}{_averted(one.percent)}"
    if one.beside is not None:
        said += f"; {one.beside.boundary} network, calibrated anew: {_averted(one.beside.percent)}"
    said += f"\nWeakest link: {one.grade}\n"
    said += "\n".join(textwrap.wrap(one.caveat, 92))
    axes.set_title(said, loc="left", fontsize=9.5, color=INK)
    sign = "share averted, %; below 0: more"
    if len(one.by_year) == 1:
        low, below, middle, above, high = one.by_year[0].quantiles
        axes.barh([0], [high - low], left=[low], height=0.3, color=BAND, alpha=WIDE, label="95 of 100 draws")
        axes.barh([0], [above - below], left=[below], height=0.3, color=BAND, alpha=NARROW, label="half of the draws")
        axes.plot([middle, middle], [-0.2, 0.2], color=BAND, linewidth=2.2, label="median")
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set(yticks=[], ylim=(-0.6, 0.6), xlabel=sign)
        axes.spines["left"].set_visible(False)
    else:
        years = [band.year for band in one.by_year]
        lines = list(zip(*(band.quantiles for band in one.by_year), strict=True))
        axes.fill_between(years, lines[0], lines[4], color=BAND, alpha=WIDE, linewidth=0, label="95 of 100 draws")
        axes.fill_between(years, lines[1], lines[3], color=BAND, alpha=NARROW, linewidth=0, label="half of the draws")
        axes.plot(years, lines[2], color=BAND, linewidth=2.2, marker="o", markersize=3, label="median")
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set(xlabel="years after the change" + _so_far(found), ylabel=sign, xlim=(years[0], years[-1]))
        axes.xaxis.get_major_locator().set_params(integer=True)
    if legend:
        axes.legend(frameon=False, fontsize=8.5, loc="best")
    axes.spines[["top", "right"]].set_visible(False)


def _averted(one: Spread) -> str:
    """A percentage with its interval and its direction."""
    if shown(one.median) == "0":
        return f"no clear change ({shown(one.low)} to {shown(one.high)} % fewer)"
    if one.median < 0:
        return f"{shown(-one.median)} % more ({shown(-one.high)} to {shown(-one.low)})"
    return f"{shown(one.median)} % fewer ({shown(one.low)} to {shown(one.high)})"


def _same_scale(panels: Sequence[Any]) -> None:
    """The same scale of percent in every panel, so that sizes can be seen."""
    across = panels[0].get_xlabel().startswith("share")
    ends = [end for one in panels for end in (one.get_xlim() if across else one.get_ylim())]
    for one in panels:
        (one.set_xlim if across else one.set_ylim)(min(ends), max(ends))


def _so_far(found: Outcomes) -> str:
    return "" if found.measure == "sti-prevalence" else " (all infections until then)"


def _tornado(axes: Any, one: Averted, named: str = "") -> None:
    shown = [driver for driver in one.drivers if abs(driver.correlation) > one.noise][:MOST_BARS]
    axes.set_title(f"{named}What it moves with: rank correlation", loc="left", fontsize=10.5, color=INK)
    if not shown:
        axes.text(0.5, 0.5, "nothing above chance", ha="center", va="center", color=QUIET, transform=axes.transAxes)
        axes.set_axis_off()
        return
    places = list(range(len(shown)))
    for place, driver in zip(places, shown, strict=True):
        more = driver.correlation > 0
        axes.barh(
            place, driver.correlation, height=0.62, color=LESS if more else MORE, hatch="" if more else "///",
            edgecolor="white" if more else INK, linewidth=0.4,
        )  # fmt: skip
    axes.set_yticks(places, ["\n".join(textwrap.wrap(driver.label, 42)) for driver in shown], fontsize=8)
    axes.set_ylim(MOST_BARS - 0.4, -0.6)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.axvspan(-one.noise, one.noise, color="#000000", alpha=0.07, linewidth=0)
    axes.set(xlim=(-1, 1), xlabel="averts less when greater  ◂   ▸  averts more when greater")
    axes.spines[["top", "right", "left"]].set_visible(False)
