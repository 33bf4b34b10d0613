"""What a picture shows for one place on one day, and how well that was checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from brightline.errors import BrightlineError
from brightline.law.atlas.answers import shown_status, standing_json
from brightline.law.atlas.check import EARLIEST
from brightline.law.atlas.places import places
from brightline.law.atlas.regime import DECIDING, REGIMES, regime
from brightline.law.atlas.rows import VERIFIED_WORDS, Row
from brightline.law.atlas.status import Standing, held_until, history, status, weakness
from brightline.law.atlas.topics import topics

Checked = Literal["read", "unread", "undated", "copy", "snapshot", "incomplete", "nothing"]

CHECKED_WORDS: Mapping[Checked, str] = {
    "read": "read in a source that holds for this day",
    "unread": "unread: no source was opened",
    "undated": "read, but the day it began or ended is not known: not checked for this day",
    "copy": "read, but neither its start nor the age of the copy is known: not checked for this day",
    "snapshot": "read for an earlier day only (a snapshot): not checked for this day",
    "incomplete": "the atlas has no row for part of what decides the regime, which may be another",
    "nothing": "nothing in the atlas for this day, which says nothing of the law",
}
"""How well what is shown was checked, in words; each has a pattern of its own."""

NO_ROW = "no row on this"
"""Of a place that the atlas has rows for, but none on what is asked."""
WORST_FIRST: tuple[Checked, ...] = ("unread", "undated", "copy", "snapshot", "incomplete", "read")


@dataclass(frozen=True, slots=True)
class Shown:
    """One place on one day: the regime or the status, `word`, its meaning, and the rows that it rests on.

    `since` is the day it began, as far as known: an ISO date, cut to month or year where the source gave no day.
    `missing` are topics that the regime turns on, and of which the atlas has nothing.
    """

    code: str
    on: date
    word: str
    label: str
    checked: Checked
    since: str
    because: tuple[Standing, ...]
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the place."""
        return places()[self.code].name

    @property
    def sources(self) -> str:
        """What was read, each once."""
        return "; ".join(dict.fromkeys(one.row.source for one in self.because if one.row.source))

    @property
    def how_checked(self) -> str:
        """How it was checked, in words: the weakest of its rows first."""
        found = dict.fromkeys(VERIFIED_WORDS[one.row.verified] for one in self.because if one.row.read)
        words = [CHECKED_WORDS[self.checked]] if self.checked != "read" or not found else []
        if self.missing:
            words.append(f"no row on {', '.join(topics()[name].label for name in self.missing)}")
        return "; ".join([*words, *found])

    @property
    def notes(self) -> str:
        """The notes of the rows, each once."""
        return " ".join(dict.fromkeys(one.row.note for one in self.because if one.row.note))

    def to_json(self) -> dict[str, object]:
        """What is shown, as plain data with stable names."""
        return {
            "jurisdiction": self.code,
            "name": self.name,
            "on": self.on.isoformat(),
            "word": self.word,
            "label": self.label,
            "checked": self.checked,
            "from": self.since or None,
            "because": [standing_json(one) for one in self.because],
            "missing": list(self.missing),
        }


def checked(row: Row, day: date) -> Checked:
    """How well a row was checked for a day on which it is in force."""
    return weakness(row, day)[0]


def shown(code: str, topic: str | None, on: date) -> Shown:
    """What the atlas has for a place: on a topic, or its regime where no topic is given."""
    if topic is None:
        found = regime(code, on)
        if not found.because:
            return _nothing(code, on)
        kinds: list[Checked] = [checked(one.row, on) for one in found.because]
        if found.missing:
            kinds.append("incomplete")
        worst = min(kinds, key=WORST_FIRST.index)
        since = _since(code, found.id, on)
        return Shown(code, on, found.id, label(found.id), worst, since, found.because, found.missing)
    for one in status(code, topic, on):
        row = one.row
        return Shown(code, on, word(row), row_label(row), checked(row, on), row.start, (one,))
    return _nothing(code, on)


def _nothing(code: str, on: date) -> Shown:
    return Shown(code, on, "", NO_ROW if history(code) else "nothing in the atlas", "nothing", "", ())


def label(word: str) -> str:
    """A regime or a status as it is written for a reader."""
    return word.replace("_", " ")


BANDS: tuple[tuple[float, str], ...] = (
    (0, "a fine or less"),
    (6, "custody up to 6 months"),
    (12, "custody over 6 months, up to 1 year"),
    (60, "custody over 1 year, up to 5 years"),
    (10_000, "custody over 5 years"),
)
"""The bands by which penalties are coloured: the most months in custody, and the words."""


def word(row: Row) -> str:
    """The word by which a row is coloured: its status, or the band of its penalty."""
    if row.penalty is None:
        return row.status
    months = row.penalty.custody_months
    return next(words for most, words in BANDS if months <= most)


def row_label(row: Row) -> str:
    """The status of a row in words; a penalty with its numbers."""
    return row.penalty.words if row.penalty else shown_status(row)


def meaning(topic: str | None, word: str) -> str:
    """What a word on a picture means; nothing where it says so itself."""
    if topic is None:
        return REGIMES[word]
    if topics()[topic].kind == "penalty":
        return {"none": "no offence, so no penalty", "unknown": "not known"}.get(word, "")
    return topics()[topic].statuses.get(word, "")


def word_label(topic: str | None, word: str) -> str:
    """A word as the legend writes it: what is not known never as if it were allowed."""
    return "not known (no bar found)" if (topic, word) == ("condom_evidence", "no_bar_found") else label(word)


def turning_days(code: str, names: Iterable[str]) -> tuple[date, ...]:
    """The days on which a row of one of these topics begins, or the day after one ends; in order."""
    wanted = set(names)
    found: set[date] = set()
    for row in history(code):
        if row.topic in wanted:
            if row.first_day:
                found.add(row.first_day)
            last = held_until(row)
            if last and last < date.max:
                found.add(last + timedelta(days=1))
    return tuple(sorted(found))


def written_day(code: str, names: Iterable[str], day: date) -> str:
    """A turning day as the rows write it: cut to month or year where no source gave the day."""
    wanted = set(names)
    of_place = [row for row in history(code) if row.topic in wanted]
    starts = [row.start for row in of_place if row.first_day == day]
    return max(starts, key=len, default="") or day.isoformat()


def _since(code: str, id: str, on: date) -> str:
    """Since when a place has had its regime; nothing where that is not known."""
    began: date | None = None
    for day in reversed([day for day in turning_days(code, DECIDING) if day <= on]):
        began = day
        before = regime(code, day - timedelta(days=1))
        if before.id != id or not before.because:
            return written_day(code, DECIDING, began)
    return ""


def check_day(day: date, latest: date) -> None:
    """An error unless a picture can be drawn for a day."""
    if day.year < EARLIEST:
        raise BrightlineError(f"{day} lies before {EARLIEST}, where the atlas begins; give a later day")
    if day > latest:
        raise BrightlineError(f"{day} lies in the future; the atlas holds what was in force, so give a day until today")
