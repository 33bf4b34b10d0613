"""What the law of a place says on a day, and how it came about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from brightline.law.atlas.rows import Row, last_day, rows
from brightline.law.atlas.topics import topics


@dataclass(frozen=True, slots=True)
class Standing:
    """What the atlas has for one place and topic on one day.

    `row` is the row in force, the one with the latest start where several are; `others` are the rest of them.
    `certain` is false where the day lies after a snapshot, before a start that is not known, or the row is unread;
    `doubt` says why in words.
    """

    row: Row
    others: tuple[Row, ...]
    doubt: str

    @property
    def certain(self) -> bool:
        """Whether a source was read, for this day."""
        return not self.doubt


@cache
def _by_place() -> Mapping[str, Mapping[str, tuple[Row, ...]]]:
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows():
        found[row.jurisdiction][row.topic].append(row)
    order = list(topics())
    return {
        code: {
            name: tuple(sorted(of_topic[name], key=lambda row: row.first_day or date.min))
            for name in sorted(of_topic, key=order.index)
        }
        for code, of_topic in found.items()
    }


def covered() -> tuple[str, ...]:
    """The codes of the places that the atlas has rows for, in alphabetical order."""
    return tuple(sorted(_by_place()))


def history(code: str, topic: str | None = None) -> tuple[Row, ...]:
    """Every row of a place, topic by topic, oldest first."""
    of_place = _by_place().get(code, {})
    return tuple(row for name, of_topic in of_place.items() if topic in (None, name) for row in of_topic)


def status(code: str, topic: str | None = None, on: date | None = None) -> tuple[Standing, ...]:
    """What a place's law says on a day (today where none is given), for one topic or for all that have rows then."""
    day = on or date.today()
    found: list[Standing] = []
    for name, of_topic in _by_place().get(code, {}).items():
        if topic not in (None, name):
            continue
        in_force = [row for row in of_topic if row.covers(day)]
        if in_force:
            *others, latest = in_force
            found.append(Standing(latest, tuple(others), _doubt(latest, day)))
    return tuple(found)


READ_ON = date(2026, 11, 22)
"""The day on which the sources of rows without a snapshot date were read."""
STALE_AFTER = timedelta(days=365)
"""How long after that a row may be shown without saying that it was not checked since."""


def _doubt(row: Row, day: date) -> str:
    snapshot = last_day(row.as_of)
    if not row.read:
        return "unread"
    for cut, words in ((row.start, "began"), (row.end, "ended")):
        if 0 < len(cut) < len("YYYY-MM-DD") and day.isoformat().startswith(cut):
            return f"{words} in {cut}, on a day that is not known"
    if snapshot and day > snapshot:
        return f"not checked after {row.as_of}"
    if row.first_day is None and day < (snapshot or READ_ON):
        return "start not known"
    if day > READ_ON + STALE_AFTER:
        return f"not checked after {READ_ON:%Y-%m}"
    return ""


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
        start, end = row.first_day, row.last_day
        if start and start > day:
            break
        if open_from and start and start > open_from:
            found.append(Gap(open_from, start - timedelta(days=1)))
        if end is None or end >= day:
            return tuple(found)
        open_from = max(open_from or date.min, end + timedelta(days=1))
    return (*found, Gap(open_from, day)) if open_from else tuple(found)
