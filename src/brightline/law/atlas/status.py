"""What the law of a place says on a day, and how it came about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from brightline.law.atlas.rows import Row, last_day, rows
from brightline.law.atlas.topics import topics


@dataclass(frozen=True, slots=True)
class Standing:
    """What the atlas has for one place and topic on one day.

    `row` is the row in force; `others` are the rest of them, where several are. One that covers the day by whole dates
    goes before one that began or ended in that month or year; then the latest start, then the earliest end.
    `certain` is false where the day lies after a snapshot, before a start that is not known, or the row is unread, or
    where the age of what was read is not known; `doubt` says why in words.
    """

    row: Row
    others: tuple[Row, ...]
    doubt: str

    @property
    def certain(self) -> bool:
        """Whether a source was read, for this day."""
        return not self.doubt

    def instead(self, other: Row) -> bool:
        """Whether `other` says something else and may hold instead of `row`, not beside it."""
        if other.status == self.row.status or self.row.overlaps or other.overlaps:
            return False
        starts_unknown = not (self.row.start or other.start)
        return starts_unknown or any(_touches(row, other) for row, other in ((self.row, other), (other, self.row)))


def _touches(row: Row, other: Row) -> bool:
    """Whether `row` began or ended in a month or year in which `other` ended or began: one followed the other."""
    for first, last in row.open_days:
        for day in (other.first_day, other.last_day):
            if day and first <= day <= last:
                return True
    return False


@cache
def _by_place() -> Mapping[str, Mapping[str, tuple[Row, ...]]]:
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows():
        found[row.jurisdiction][row.topic].append(row)
    order = list(topics())
    return {
        code: {name: tuple(sorted(of_topic[name], key=_age)) for name in sorted(of_topic, key=order.index)}
        for code, of_topic in found.items()
    }


def _age(row: Row) -> tuple[date, date]:
    """By what the rows of a topic are ordered: the start, and where that is not known what was seen or ended first."""
    return row.first_day or date.min, row.last_day or last_day(row.as_of) or date.max


def covered() -> tuple[str, ...]:
    """The codes of the places that the atlas has rows for, in alphabetical order."""
    return tuple(sorted(_by_place()))


def history(code: str, topic: str | None = None) -> tuple[Row, ...]:
    """Every row of a place, topic by topic, oldest first."""
    of_place = _by_place().get(code, {})
    return tuple(row for name, of_topic in of_place.items() if topic in (None, name) for row in of_topic)


def held_until(row: Row) -> date | None:
    """The last day that a row may speak of; `None` where it is still in force.

    A snapshot without an end counts as ended on the day it was taken, where a later row has another status.
    """
    seen = last_day(row.as_of)
    if row.end or seen is None or row.overlaps:
        return row.last_day
    for other in history(row.jurisdiction, row.topic):
        later = other.first_day or other.last_day or last_day(other.as_of)
        if other.status != row.status and not other.overlaps and later and later > seen:
            return seen
    return None


def in_force(row: Row, day: date) -> bool:
    """Whether a row is in force on a day, an unknown start being taken as long before."""
    if row.first_day and day < row.first_day:
        return False
    last = held_until(row)
    return last is None or day <= last


def status(code: str, topic: str | None = None, on: date | None = None) -> tuple[Standing, ...]:
    """What a place's law says on a day (today where none is given), for one topic or for all that have rows then."""
    day = on or date.today()
    found: list[Standing] = []
    for name, of_topic in _by_place().get(code, {}).items():
        if topic not in (None, name):
            continue
        holding = [row for row in of_topic if in_force(row, day)]
        if holding:
            chosen = max(holding, key=lambda row: _preference(row, day))
            others = tuple(row for row in holding if row is not chosen)
            found.append(Standing(chosen, others, weakness(chosen, day)[1]))
    return tuple(found)


def _preference(row: Row, day: date) -> tuple[bool, date, int]:
    by_whole_dates = not any(first <= day <= last for first, last in row.open_days)
    return by_whole_dates, row.first_day or date.min, -(held_until(row) or date.max).toordinal()


READ_ON = date(2026, 11, 22)
"""The day on which the sources of rows without a snapshot date were read."""
STALE_AFTER = timedelta(days=365)
"""How long after that a row may be shown without saying that it was not checked since."""


Weakness = Literal["read", "unread", "undated", "snapshot", "copy"]
"""How a row fails a day: unread; start or end not known; seen before that day only; or in a copy of unknown age."""


def weakness(row: Row, day: date) -> tuple[Weakness, str]:
    """How well a row was checked for a day on which it is in force, and the doubt in words: none where it was read."""
    snapshot = last_day(row.as_of)
    if not row.read:
        return "unread", "unread"
    for cut, words in ((row.start, "began"), (row.end, "ended")):
        if 0 < len(cut) < len("YYYY-MM-DD") and day.isoformat().startswith(cut):
            return "undated", f"{words} in {cut}, on a day that is not known"
    if snapshot and day > snapshot:
        return "snapshot", f"not checked after {row.as_of}"
    undated_copy = not (row.start or row.end or row.as_of)
    if row.first_day is None and day < (snapshot or READ_ON):
        return "copy" if undated_copy else "undated", "start not known"
    if undated_copy:
        return "copy", "age of the copy not known"
    if day > READ_ON + STALE_AFTER:
        return "snapshot", f"not checked after {READ_ON:%Y-%m}"
    if any(_may_hold_instead(other, row, day) for other in history(row.jurisdiction, row.topic)):
        return "undated", "another row may hold instead"
    return "read", ""


def _may_hold_instead(other: Row, row: Row, day: date) -> bool:
    different = other.status != row.status and not (other.start or row.start or other.overlaps or row.overlaps)
    return different and in_force(other, day)


def doubt_of(row: Row, today: date | None = None) -> str:
    """Why a row is not certain on its last day, or today where it has not ended; nothing where it is."""
    day = today or date.today()
    return weakness(row, min(row.last_day or day, day))[1]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a history for which the atlas has nothing."""

    first: date
    last: date


def gaps(code: str, topic: str, until: date | None = None) -> tuple[Gap, ...]:
    """The spans between the rows of one place and topic, and after the last up to a day (today where none is given).

    Nothing is known of them. Nor is anything of the days before the first row.
    """
    found: list[Gap] = []
    day = until or date.today()
    open_from: date | None = None
    for row in history(code, topic):
        start, end = row.first_day, held_until(row)
        if start and start > day:
            break
        if open_from and start and start > open_from:
            found.append(Gap(open_from, start - timedelta(days=1)))
        if end is None or end >= day:
            return tuple(found)
        open_from = max(open_from or date.min, end + timedelta(days=1))
    return (*found, Gap(open_from, day)) if open_from else tuple(found)
