"""The rows of the atlas: one place, one activity or rule, one period, with its source and how well it was checked."""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, cast

from brightline.errors import BrightlineError, plural

Verified = Literal["primary", "official", "court", "secondary", "explainer", ""]

VERIFIED_WORDS: Mapping[str, str] = {
    "primary": "the legal text itself was read",
    "official": "a court, ministry or police page was read",
    "court": "a judgment was read",
    "secondary": "a secondary source was read",
    "explainer": "only an explainer site was read: check it first",
    "": "UNREAD: from general knowledge, no source was opened",
}

FILE = Path(__file__).parent / "rows.csv"


@dataclass(frozen=True)
class Row:
    """One row. Dates are cut to month or year where the source gave no day; empty: not known, or still in force.

    `as_of` marks a snapshot: true then, not checked later. `checked` is yes only where a passage that supports this
    status was read; `verified` says in what. `confidence` says how likely the row is right, read or not.
    """

    jurisdiction: str
    topic: str
    status: str
    start: str
    end: str
    as_of: str
    source: str
    url: str
    checked: Literal["yes", "no"]
    verified: Verified
    confidence: Literal["high", "medium", "low"]
    note: str

    @cached_property
    def first_day(self) -> date | None:
        """The first day that the row may speak of; `None` where the start is not known."""
        return first_day(self.start)

    @cached_property
    def last_day(self) -> date | None:
        """The last day that the row may speak of; `None` where it is still in force."""
        return last_day(self.end)

    @property
    def open_days(self) -> tuple[tuple[date, date], ...]:
        """The months or years in which it began or ended on a day that is not known: first and last day of each."""
        found: list[tuple[date, date]] = []
        for written in (self.start, self.end):
            first, last = first_day(written), last_day(written)
            if first and last and first < last:
                found.append((first, last))
        return tuple(found)

    @property
    def overlaps(self) -> bool:
        """Whether its note says that it stands beside another row of its topic."""
        return "overlap" in self.note.lower()

    @property
    def read(self) -> bool:
        """Whether a source was read for it."""
        return self.checked == "yes"

    @property
    def penalty(self) -> Penalty | None:
        """The penalty in numbers, for a penalty row that has some."""
        return penalty(self.status)

    def to_json(self) -> dict[str, object]:
        """The row as plain data with stable names."""
        return {
            "jurisdiction": self.jurisdiction,
            "topic": self.topic,
            "status": self.status,
            "from": self.start or None,
            "to": self.end or None,
            "as_of": self.as_of or None,
            "source": self.source or None,
            "url": self.url or None,
            "checked": self.checked,
            "verified": self.verified or None,
            "confidence": self.confidence,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Penalty:
    """A statutory maximum: custody in months, a fine in a currency; `day-fines` and `unstated` have no amount."""

    custody_months: float
    fine: float | None
    unit: str

    @property
    def words(self) -> str:
        """The penalty in words, less than a month in days. The data do not say whether custody and fine may join."""
        parts: list[str] = []
        if self.custody_months >= 1:
            parts.append(f"up to {self.custody_months:g} month{'' if self.custody_months == 1 else 's'} in custody")
        elif self.custody_months:
            parts.append(f"up to {plural(max(1, round(self.custody_months * 30)), 'day')} in custody")
        if self.fine is not None:
            parts.append(f"a fine of up to {self.fine:,.0f} {self.unit}")
        elif self.unit:
            parts.append("day-fines" if self.unit == "day-fines" else "a fine, its amount not stated")
        return " and/or ".join(parts) or "no penalty"


COLUMNS: Mapping[str, str] = {"from": "start", "to": "end"}
HEADER = tuple({"start": "from", "end": "to"}.get(field.name, field.name) for field in fields(Row))

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PENALTY = re.compile(r"custody_months=([0-9]+(?:\.[0-9]+)?)(?:;fine=(?:([0-9]+) ([A-Z]{3})|(day-fines|unstated)))?")


def first_day(text: str) -> date | None:
    """The first day of a year, month or day written in ISO 8601; `None` for nothing. `ValueError` for anything else."""
    if not text:
        return None
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def last_day(text: str) -> date | None:
    """The last day of a year, month or day written in ISO 8601; `None` for nothing. `ValueError` for anything else."""
    if not text:
        return None
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int, int]:
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date; write YYYY-MM-DD, YYYY-MM or YYYY")
    return int(found[1]), int(found[2] or 0), int(found[3] or 0)


def penalty(status: str) -> Penalty | None:
    """The numbers in a penalty's status, `custody_months=6;fine=1000 USD`; `None` where it is not of that form."""
    found = _PENALTY.fullmatch(status)
    if not found:
        return None
    return Penalty(float(found[1]), float(found[2]) if found[2] else None, found[3] or found[4] or "")


@cache
def rows() -> tuple[Row, ...]:
    """The rows that come with Brightline, in the order of the file."""
    return from_csv(FILE.read_text("utf-8"))


def from_csv(text: str) -> tuple[Row, ...]:
    """Rows from a CSV text with the columns of `HEADER`, no more and no fewer; a `BrightlineError` else.

    What they say is not checked here; see `check`.
    """
    found: list[Row] = []
    reader = csv.DictReader(io.StringIO(text))
    if sorted(reader.fieldnames or ()) != sorted(HEADER):
        raise BrightlineError(f"these are not the columns of the atlas; write {','.join(HEADER)}")
    for record in reader:
        values = {COLUMNS.get(name, name): record[name] for name in HEADER}
        found.append(Row(**cast("dict[str, str]", values)))  # pyright: ignore[reportArgumentType]
    return tuple(found)


def cells(row: Row) -> tuple[str, ...]:
    """A row as cells, in the order of `HEADER`."""
    return tuple(getattr(row, COLUMNS.get(name, name)) for name in HEADER)


def to_csv(chosen: Iterable[Row]) -> str:
    """Rows as a CSV text that `from_csv` reads back to the same rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(map(cells, chosen))
    return text.getvalue()
