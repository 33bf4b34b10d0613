"""Lanes of dated bars drawn from top to bottom over one axis of years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from brightline.law.atlas.pictures.drawing import (
    INK,
    PAPER,
    QUIET,
    RULE,
    document,
    escaped,
    folded,
    halo,
    heading,
    measured,
    paragraph,
    tag,
    words,
)
from brightline.law.atlas.pictures.legend import Entry, column, pattern_key
from brightline.law.atlas.pictures.palette import Fills, colour
from brightline.law.atlas.pictures.picture import CAVEAT
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, Checked, meaning, word_label
from brightline.law.atlas.rows import Row, last_day

WIDTH = 1000.0
LEFT, RIGHT = 190.0, 984.0
MARGIN = 16.0
BAR, LINE, GAP = 22.0, 15.0, 12.0
"""The height of a bar, of a line of words, and the room between two lanes, in units."""
FADE = 46.0
"""Units in which a bar fades in whose beginning is not known."""
TOP = 104.0
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a lane on which one thing holds and is checked in one way, both days included.

    `known_start` is false where it holds from some earlier day that is not known. `start` and `end` are the days as
    the rows write them, empty where not known or still so; `row` is missing in the lane of the regime.
    """

    topic: str | None
    first: date
    last: date
    word: str
    label: str
    checked: Checked
    known_start: bool
    start: str
    end: str
    row: Row | None

    def to_json(self) -> dict[str, object]:
        """The span as plain data with stable names."""
        return {
            "topic": self.topic or "regime",
            "word": self.word or None,
            "label": self.label,
            "checked": self.checked,
            "drawn_from": self.first.isoformat(),
            "drawn_to": self.last.isoformat(),
            "from": self.start or None,
            "to": self.end or None,
            "start_known": self.known_start,
            "row": self.row.to_json() if self.row else None,
        }


@dataclass(frozen=True, slots=True)
class Lane:
    """One topic (or the regime): bars in as few rows as keep them apart, and the spans of which nothing is known."""

    topic: str | None
    title: str
    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    unknown: tuple[tuple[date, date], ...]


def lanes_svg(lanes: Sequence[Lane], start: date, until: date, title: str, caption: str) -> str:
    """The whole drawing: title, axis, lanes, legend and what a reader must know."""
    fills = Fills(6.0)
    axis = _Axis(start, until)
    parts: list[str] = []
    y = TOP
    for number, lane in enumerate(lanes):
        markup, below = _lane(lane, axis, fills, y)
        if number:
            parts.append(_line(MARGIN, y - GAP / 2, RIGHT, y - GAP / 2))
        parts.append(markup)
        y = below + GAP
    grid = [*axis.grid(TOP - 10, y - GAP / 2), *axis.years(TOP - 16), *axis.years(y + 8)]
    markup, _ = paragraph(caption, MARGIN, 50, WIDTH - 2 * MARGIN, 11)
    head = heading(words(title, MARGIN, 30, 20, bold=True) + markup)
    y += 36
    spans = [span for lane in lanes for line in lane.rows for bar in line for span in bar]
    entries = _words(spans, fills)
    half = (len(entries) + 1) // 2
    third = (WIDTH - 2 * MARGIN) / 3
    kinds: set[Checked] = {span.checked for span in spans}
    if any(lane.unknown for lane in lanes):
        kinds.add("nothing")
    keys: list[str] = []
    ends: list[float] = []
    for x, some in ((MARGIN, entries[:half]), (MARGIN + third, entries[half:])):
        key, end = column(some, x, y, third - 16)
        keys.append(key)
        ends.append(end)
    key, end = pattern_key(kinds, fills, MARGIN + 2 * third, y, third)
    keys.append(key)
    if any(_seen(bar, axis) for lane in lanes for line in lane.rows for bar in line):
        keys.append(_mark(MARGIN + 2 * third + 11, end + 12))
        keys.append(words("the day a snapshot was taken", MARGIN + 2 * third + 30, end + 12, 12, bold=True))
        end += 30
    foot, y = paragraph(CAVEAT, MARGIN, max(*ends, end) + 12, WIDTH - 2 * MARGIN, 11)
    stops = tag("stop", offset=0, stop_color=PAPER, class_="fade")
    stops += tag("stop", offset=1, stop_color=PAPER, stop_opacity=0, class_="fade")
    defs = fills.defs() + tag("linearGradient", stops, id="fade")
    return document(WIDTH, round(y), title, caption, defs, [head, *grid, *parts, *keys, foot])


class _Axis:
    """Where a day lies from left to right."""

    def __init__(self, start: date, until: date) -> None:
        self.start, self.until = start, until
        self._days = max(1, (until - start).days)

    def at(self, day: date) -> float:
        """The place of a day, within the picture."""
        share = (day - self.start).days / self._days
        return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)), 1)

    def _ticks(self) -> Iterator[int]:
        span = self.until.year - self.start.year
        step = next((step for step in (1, 2, 5, 10, 20, 50) if span / step <= 14), 100)
        yield from (year for year in range(self.start.year, self.until.year + 1) if year % step == 0)

    def grid(self, top: float, bottom: float) -> Iterator[str]:
        """Thin lines from top to bottom."""
        for year in self._ticks():
            x = self.at(date(year, 1, 1))
            yield _line(x, top, x, bottom)

    def years(self, y: float) -> Iterator[str]:
        """The years in numbers."""
        for year in self._ticks():
            yield words(str(year), self.at(date(year, 1, 1)), y, 11, kind="quiet", anchor="middle")


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=RULE, stroke_width=0.7, class_="line")


def _lane(lane: Lane, axis: _Axis, fills: Fills, y: float) -> tuple[str, float]:
    named = folded(lane.title, LEFT - MARGIN - 10, 12, bold=True)
    parts = [words(text, MARGIN, y + 15 + LINE * i, 12, bold=True) for i, text in enumerate(named)]
    lowest = y + LINE * len(named) + 4
    for first, last in lane.unknown:
        parts.append(_unknown(first, last, axis, fills, y))
    for line in lane.rows:
        markup, y = _bars(lane, line, axis, fills, y)
        parts.append(markup)
    return "".join(parts), max(y, lowest)


def _unknown(first: date, last: date, axis: _Axis, fills: Fills, y: float) -> str:
    x, width = axis.at(first), axis.at(last + DAY) - axis.at(first)
    told = tag("title", escaped(f"{first} to {last}: {CHECKED_WORDS['nothing']}"))
    box = tag("rect", told, x=x, y=y, width=width, height=BAR, fill=fills.of("", "nothing"), data_checked="nothing")
    if width < measured("not known", 11) + 8:
        return box
    return box + words("not known", x + width / 2, y + 15, 11, kind="quiet", anchor="middle")


def _bars(lane: Lane, line: Sequence[Sequence[Span]], axis: _Axis, fills: Fills, y: float) -> tuple[str, float]:
    """Bars that do not touch, on one line; words that do not fit on their bar stand below it, none on another."""
    parts: list[str] = []
    below: list[tuple[float, str]] = []
    for bar in line:
        x, end = axis.at(bar[0].first), axis.at(bar[-1].last + DAY)
        parts.extend(_box(lane, span, axis, fills, y) for span in bar)
        inner = x + 6
        if not bar[0].known_start:
            fade = min(FADE, end - x)
            parts.append(tag("rect", x=x, y=y, width=fade, height=BAR, fill="url(#fade)"))
            inner = x + fade
        parts.extend(_mark(axis.at(day), y + BAR) for day in _seen(bar, axis))
        if measured(bar[0].label, 12) <= end - inner - 6:
            ground = colour(lane.topic, bar[0].word)
            parts.append(halo(bar[0].label, inner, y + 15.5, 12, ground))
        else:
            below.append(((x + end) / 2, bar[0].label))
    markup, reached = _below(below, y + BAR)
    return "".join(parts) + markup, reached + 4


def _box(lane: Lane, span: Span, axis: _Axis, fills: Fills, y: float) -> str:
    x = axis.at(span.first)
    row = span.row
    when = f"{span.start or 'start not known'}{f' to {span.end}' if span.end else ''}"
    told = f"{lane.title}: {span.label} ({when}; {CHECKED_WORDS[span.checked]})" + (f" {row.note}" if row else "")
    return tag(
        "rect",
        tag("title", escaped(told)),
        x=x,
        y=y,
        width=max(1.5, axis.at(span.last + DAY) - x),
        height=BAR,
        fill=fills.of(colour(lane.topic, span.word), span.checked),
        stroke=INK,
        stroke_width=0.5,
        class_="strong",
        data_topic=lane.topic or "regime",
        data_word=span.word,
        data_checked=span.checked,
    )


def _below(wanted: Sequence[tuple[float, str]], y: float) -> tuple[str, float]:
    parts: list[str] = []
    reached: list[float] = []
    for x, text in wanted:
        size = measured(text, 11)
        left = max(LEFT, min(x + 3, RIGHT - size))
        free = next((i for i, end in enumerate(reached) if end + 10 <= left), len(reached))
        if free == len(reached):
            reached.append(0.0)
        reached[free] = left + size
        bottom = y + LINE * (free + 1)
        foot = bottom - 3 if left > x else bottom - 12
        parts.append(tag("line", x1=x, y1=y, x2=x, y2=foot, stroke=QUIET, stroke_width=0.7, class_="strong"))
        parts.append(words(text, left, bottom - 3, 11))
    return "".join(parts), y + LINE * len(reached)


def _seen(bar: Sequence[Span], axis: _Axis) -> list[date]:
    """The day on which a snapshot was taken, where it lies on the picture."""
    row = bar[0].row
    day = last_day(row.as_of) if row and row.read else None
    return [day] if day and axis.start <= day <= axis.until else []


def _mark(x: float, y: float) -> str:
    """A small triangle that points up at the foot of a bar."""
    return tag("path", d=f"M{x:g},{y - 8:g}l4.5,8h-9z", fill=INK, stroke=PAPER, stroke_width=0.8, class_="ink")


def _words(spans: Sequence[Span], fills: Fills) -> list[Entry]:
    found: dict[tuple[str, str, str], None] = {}
    for span in spans:
        ground = fills.of(colour(span.topic, span.word), "read")
        found[ground, word_label(span.topic, span.word), meaning(span.topic, span.word)] = None
    return list(found)
