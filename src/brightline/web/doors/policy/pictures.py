"""Fans and bars as plain shapes, with no words of their own, so that a page draws them in any language and look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from brightline.outcomes.result import Averted, Band

WIDTH, HEIGHT = 320, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 308, 10, 168
MOST_DRIVERS = 8
BAR = 200
"""Width of the field in which the bar of a correlation is drawn, from -1 to 1."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and the number there."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Fan:
    """The averted share by year: two bands and a line, as the points of polygons in a field of `WIDTH` by `HEIGHT`."""

    outer: str
    inner: str
    line: str
    zero: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """One band alone, lying: where it begins and how wide it is, and the middle."""

    outer: tuple[float, float]
    inner: tuple[float, float]
    middle: float
    zero: float
    across: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """What the averted share moves with: the bar begins at `left` and is `wide`."""

    label: str
    correlation: str
    more: bool
    left: float
    wide: float


def fan(one: Averted) -> Fan | None:
    """The fan of a scenario over several years; `None` where there is one year only."""
    bands = one.by_year
    if len(bands) < 2:
        return None
    low, high, ticks = _scale([value for band in bands for value in band.quantiles])
    first, last = bands[0].year, bands[-1].year

    def x(year: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (year - first) / (last - first), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)

    def line(of: Sequence[Band], quantile: int) -> str:
        return " ".join(f"{x(band.year)},{y(band.quantiles[quantile])}" for band in of)

    years = sorted({first, last, *(year for year in range(first, last + 1) if year % max(1, ceil(last / 5)) == 0)})
    return Fan(
        f"{line(bands, 0)} {line(bands[::-1], 4)}",
        f"{line(bands, 1)} {line(bands[::-1], 3)}",
        line(bands, 2),
        y(0),
        tuple(Tick(x(year), str(year)) for year in years),
        tuple(Tick(y(tick), f"{tick:g}") for tick in ticks),
    )


def strip(one: Averted) -> Strip:
    """The last year of a scenario as a strip."""
    quantiles = one.by_year[-1].quantiles
    low, high, ticks = _scale(quantiles)

    def x(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (value - low) / (high - low), 1)

    a, b, middle, d, e = map(x, quantiles)
    return Strip(
        (a, round(e - a, 1)), (b, round(d - b, 1)), middle, x(0), tuple(Tick(x(tick), f"{tick:g}") for tick in ticks)
    )


def bars(one: Averted) -> list[Bar]:
    """What the averted share moves with, above chance, the strongest first."""
    shown = [driver for driver in one.drivers if abs(driver.correlation) > one.noise][:MOST_DRIVERS]
    half = BAR / 2
    return [
        Bar(
            driver.label,
            f"{driver.correlation:+.2f}",
            driver.correlation > 0,
            round(half + min(0.0, driver.correlation) * half, 1),
            round(abs(driver.correlation) * half, 1),
        )
        for driver in shown
    ]


def _scale(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """An axis that holds the values and nought: its ends, and round numbers on it."""
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    size = 10 ** floor(log10(span / 4))
    step = next(size * times for times in (1, 2, 5, 10) if span / (size * times) <= 5)
    low, high = floor(low / step) * step, ceil(high / step) * step
    if low == high:
        high = low + step
    return low, high, [round(low + step * number, 6) for number in range(round((high - low) / step) + 1)]
