"""What the rows of the atlas say, read again without the code under test."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml
from hypothesis import strategies as st

from brightline.law import atlas
from brightline.law.atlas import Row

REGIMES = yaml.safe_load((Path(__file__).parent / "data" / "regimes.yaml").read_text("utf-8"))
ON = REGIMES["places"]["on"]

a_place = st.sampled_from(atlas.covered())
a_topic = st.sampled_from(list(atlas.topics()))
a_day = st.dates(date(1900, 1, 1), date(2040, 12, 31))


def first(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10]) if text else date.min


def last(text: str) -> date:
    if not text:
        return date.max
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year, month, int(text[8:10] or calendar.monthrange(year, month)[1]))


def ends(row: Row) -> date:
    """The last day of a row; of a snapshot without an end the day it was taken, where a later row says otherwise."""
    if row.end or not row.as_of or "overlap" in row.note.lower():
        return last(row.end)
    for other in atlas.rows():
        if (other.jurisdiction, other.topic) != (row.jurisdiction, row.topic) or other.status == row.status:
            continue
        evidence = first(other.start) if other.start else last(other.end) if other.end else last(other.as_of)
        known = other.start or other.end or other.as_of
        if known and evidence > last(row.as_of) and "overlap" not in other.note.lower():
            return last(row.as_of)
    return date.max


ENDS = {row: ends(row) for row in atlas.rows()}


def in_force(place: str, topic: str, day: date) -> list[Row]:
    return [
        row
        for row in atlas.rows()
        if (row.jurisdiction, row.topic) == (place, topic) and first(row.start) <= day <= ENDS[row]
    ]


def is_cut(row: Row, day: date) -> bool:
    """Whether the row began or ended in the month or year of a day, on a day that no source gave."""
    return any(0 < len(text) < 10 and str(day).startswith(text) for text in (row.start, row.end))


def subjects() -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((row.jurisdiction, row.topic) for row in atlas.rows())


def turning_days(rows: list[Row]) -> Iterator[date]:
    """The days around each start and end: between two of them nothing changes."""
    for row in rows:
        for day in (first(row.start), ENDS[row]):
            for step in (-1, 0, 1):
                if date(1000, 1, 1) < day < date(9000, 1, 1):
                    yield day + timedelta(days=step)
