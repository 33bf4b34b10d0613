"""Rows of the atlas for a reader: the status in words, since when, the source, and how well each was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from brightline.law import atlas
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, Checked, Shown, checked, meaning, word, word_label
from brightline.web.checks import RefusedError
from brightline.web.languages import marked
from brightline.web.laws import Problems, day_typed

EARLIEST = 1800
CHECK_SIGNS: Mapping[Checked, tuple[str, str, str]] = {
    "read": ("yes", "✓", marked("read")),
    "unread": ("open", "○", marked("unread")),
    "undated": ("open", "?", marked("not checked for this day")),
    "copy": ("open", "?", marked("not checked for this day")),
    "snapshot": ("open", "?", marked("not checked for this day")),
    "incomplete": ("open", "?", marked("rows are missing")),
    "nothing": ("open", "–", marked("nothing in the atlas")),
}
"""For each way of being checked: the class of its sign, the sign, and what it is called."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a row says. `word` is a status or a band of penalties; a penalty also has its numbers: custody in days or
    months, a fine and its currency (`unit`: a currency, `day-fines` or `unstated`)."""

    word: str
    meaning: str
    days: int = 0
    months: str = ""
    fine: str = ""
    unit: str = ""
    penalty: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A row on a day, or a place on a day: status, check and sources. `rows` are the rows that it rests on."""

    status: Status
    checked: Checked
    since: str
    rows: tuple[atlas.Row, ...]
    missing: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """How it was checked, in words."""
        return CHECKED_WORDS[self.checked]


def status_of(row: atlas.Row) -> Status:
    """What a row says, in parts that can be translated."""
    numbers = row.penalty
    if numbers is None:
        return said(row.topic, row.status)
    custody = numbers.custody_months
    days = max(1, round(custody * 30)) if 0 < custody < 1 else 0
    return Status(
        word(row),
        "",
        days,
        f"{custody:g}" if custody >= 1 else "",
        f"{numbers.fine:,.0f}" if numbers.fine is not None else "",
        numbers.unit,
        True,
    )


def said(topic: str | None, named: str) -> Status:
    """A regime or a status by its word; that no bar was found is never said as if something were allowed."""
    return Status(word_label(topic, named), meaning(topic, named))


def cell_of(row: atlas.Row, day: date) -> Cell:
    """A row on a day on which it is in force."""
    return Cell(status_of(row), checked(row, day), row.start, (row,))


def cell_shown(one: Shown, topic: str | None) -> Cell:
    """What a map shows for a place."""
    rows = tuple(standing.row for standing in one.because)
    if one.checked == "nothing":
        return Cell(Status("", ""), "nothing", "", ())
    status = status_of(rows[0]) if topic else said(None, one.word)
    missing = tuple(atlas.topics()[name].label for name in one.missing)
    return Cell(status, one.checked, one.since, rows, missing)


def slug(code: str) -> str:
    """A place as it stands in an address."""
    return code.lower().replace(":", ".")


def place_called(named: str) -> atlas.Place:
    """The place of an address that the atlas has rows for; an error page where there is none."""
    found = atlas.places().get(named.upper().replace(".", ":"))
    if found is None or found.code not in atlas.covered():
        raise RefusedError(404, marked("The atlas has nothing for this place, which says nothing of its law. Choose "
                                       "another place from the list."))  # fmt: skip
    return found


def day_of(typed: str) -> tuple[date, Problems]:
    """The day as it was typed, today where nothing was; and what is wrong with it."""
    today = date.today()
    day, problems = day_typed(typed)
    if day is None:
        return today, problems
    if day > today:
        return today, [("day", marked("That day has not come yet. The atlas holds what was in force: choose a day "
                                      "until today."))]  # fmt: skip
    if day.year < EARLIEST:
        return today, [("day", marked("The atlas begins in 1800. Choose a later day."))]
    return day, []


def topic_of(named: str) -> str | None:
    """The topic of an address; `None` for the regime."""
    return named if named in atlas.topics() else None
