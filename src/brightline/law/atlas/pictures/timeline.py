"""A timeline of one place: a lane for its regime and one for each topic, from the first known day until today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from math import ceil

from brightline.errors import BrightlineError
from brightline.law.atlas.pictures.lanes import DAY, Lane, Span, lanes_svg
from brightline.law.atlas.pictures.picture import Picture, Table
from brightline.law.atlas.pictures.shown import (
    CHECKED_WORDS,
    Checked,
    Shown,
    check_day,
    checked,
    row_label,
    shown,
    turning_days,
    word,
    written_day,
)
from brightline.law.atlas.places import place
from brightline.law.atlas.regime import DECIDING
from brightline.law.atlas.rows import VERIFIED_WORDS, Row, last_day
from brightline.law.atlas.status import READ_ON, STALE_AFTER, held_until, history
from brightline.law.atlas.topics import topics

SHORTEST = 15
"""Years that a timeline covers at least."""


def timeline_picture(code: str, today: date | None = None) -> Picture:
    """The timeline of a place; a `BrightlineError` where the atlas has nothing for it."""
    until = today or date.today()
    check_day(until, until)
    where = place(code)
    rows = [row for row in history(where.code) if (row.first_day or date.min) <= until]
    if not rows:
        raise BrightlineError(f"the atlas has nothing for {where.name} ({where.code}), so there is nothing to draw")
    start = _start(rows, until)
    lanes = [lane for lane in _lanes(where.code, rows, start, until) if lane.rows]
    title = f"Sex work law in {where.name}, {start.year} to {until.year}"
    caption = (
        "Each bar is a status with the word written on it. Patterned: unread, or not checked for those days. A bar "
        "that fades in on the left began on a day that is not known. Grey with lines: nothing is known."
    )
    spans = [span for lane in lanes for line in lane.rows for bar in line for span in bar]
    return Picture(
        title,
        caption,
        lanes_svg(lanes, start, until, title, caption),
        (_table(lanes),),
        {
            "jurisdiction": where.code,
            "from": start.isoformat(),
            "to": until.isoformat(),
            "spans": [span.to_json() for span in spans],
            "not_known": [
                {"topic": lane.topic or "regime", "from": first.isoformat(), "to": last.isoformat()}
                for lane in lanes
                for first, last in lane.unknown
            ],
        },
    )


def _start(rows: Sequence[Row], until: date) -> date:
    """The first day of the picture: some years before the first known day, so that what lies before is seen."""
    days = [row.first_day or row.last_day or last_day(row.as_of) or until for row in rows]
    first = min(*days, date(until.year - SHORTEST, 1, 1)) if days else until
    return date(max(1, first.year - max(1, ceil((until.year - first.year) / 12))), 1, 1)


def _lanes(code: str, rows: Sequence[Row], start: date, until: date) -> Iterator[Lane]:
    regimes = tuple(_regimes(code, start, until))
    if regimes:
        bars = tuple(tuple(bar) for _, bar in groupby(regimes, key=lambda span: span.word))
        yield Lane(None, "regime (computed)", (bars,), _missing(bars, start, until))
    for name in dict.fromkeys(row.topic for row in rows):
        lines: list[list[tuple[Span, ...]]] = []
        for row in (row for row in rows if row.topic == name):
            bar = _bar(row, start, until)
            free = next((line for line in lines if line[-1][-1].last < bar[0].first), None)
            if free is None:
                lines.append([bar])
            else:
                free.append(bar)
        drawn = [bar for line in lines for bar in line]
        yield Lane(name, topics()[name].label, tuple(map(tuple, lines)), _missing(drawn, start, until))


def _turns(row: Row) -> tuple[date, ...]:
    """The days on which it may change how well a row that was read is checked."""
    seen = last_day(row.as_of)
    found = {day + DAY for day in (seen, READ_ON + STALE_AFTER) if day}
    for first, last in row.open_days:
        found.update((first, last + DAY))
    return tuple(sorted(found))


def _bar(row: Row, start: date, until: date) -> tuple[Span, ...]:
    """A row on the timeline, cut where how it was checked changes."""
    ends_on = held_until(row)
    last = min(ends_on or until, until)
    first = min(row.first_day or start, last)
    cuts: list[tuple[date, Checked]] = [(first, checked(row, first))]
    for day in _turns(row):
        if first < day <= last and checked(row, day) != cuts[-1][1]:
            cuts.append((day, checked(row, day)))
    found: list[Span] = []
    for number, (day, kind) in enumerate(cuts):
        final = number + 1 == len(cuts)
        end = last if final else cuts[number + 1][0] - DAY
        begins = day.isoformat() if number else row.start
        ends = (row.end or str(ends_on or "")) if final else end.isoformat()
        known = bool(number) or bool(row.start)
        found.append(Span(row.topic, day, end, word(row), row_label(row), kind, known, begins, ends, row))
    return tuple(found)


def _regimes(code: str, start: date, until: date) -> Iterator[Span]:
    """The regime through the years, in spans of one regime checked in one way."""
    turns = {start, *turning_days(code, DECIDING)}
    turns.update(day for row in history(code) if row.topic in DECIDING for day in _turns(row))
    found: list[Shown] = []
    for day in sorted(day for day in turns if start <= day <= until):
        one = shown(code, None, day)
        if not found or (one.word, one.checked) != (found[-1].word, found[-1].checked):
            found.append(one)
    for number, one in enumerate(found):
        final = number + 1 == len(found)
        last = until if final else found[number + 1].on - DAY
        if one.checked != "nothing":
            begun = one.on > start
            begins = written_day(code, DECIDING, one.on) if begun else ""
            ends = "" if final else last.isoformat()
            yield Span(None, one.on, last, one.word, one.label, one.checked, begun, begins, ends, None)


def _missing(bars: Iterable[Sequence[Span]], start: date, until: date) -> tuple[tuple[date, date], ...]:
    """The days of a lane that no bar covers."""
    found: list[tuple[date, date]] = []
    reached = start
    for span in sorted((span for bar in bars for span in bar), key=lambda span: span.first):
        if span.first > reached:
            found.append((reached, span.first - DAY))
        reached = max(reached, span.last + DAY)
    if reached <= until:
        found.append((reached, until))
    return tuple(found)


def _table(lanes: Sequence[Lane]) -> Table:
    rows: list[tuple[str, ...]] = []
    for lane in lanes:
        lines = [(span.first, _cells(lane, span)) for line in lane.rows for bar in line for span in bar]
        for first, last in lane.unknown:
            empty = (lane.title, "not known", first.isoformat(), last.isoformat(), "", CHECKED_WORDS["nothing"], "")
            lines.append((first, empty))
        rows.extend(cells for _, cells in sorted(lines, key=lambda item: item[0]))
    columns = ("law", "status", "from", "to", "source", "how checked", "note")
    return Table("spans", "The same in words", columns, tuple(rows))


def _cells(lane: Lane, span: Span) -> tuple[str, ...]:
    row = span.row
    how = [VERIFIED_WORDS[row.verified]] if row and row.read else []
    if span.checked != "read" or not how:
        how.insert(0, CHECKED_WORDS[span.checked])
    note = " ".join(part for part in (row.note, f"As of {row.as_of}." if row.as_of else "") if part) if row else ""
    source = row.source if row else ""
    return (lane.title, span.label, span.start or "not known", span.end, source, "; ".join(how), note)
