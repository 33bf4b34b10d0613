"""Under which laws, on which day and in which reading something is looked at: the form to choose them, for any door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from fastapi import Request

from brightline.findings.assess import DEFAULT_DEFINITION
from brightline.law import definitions
from brightline.law.datafile import parse_date
from brightline.law.readings import READINGS
from brightline.web.checks import field, fields
from brightline.web.languages import marked

MOST_LAWS = 12
"""Laws that can be chosen at once: a page has to stay readable."""
NOT_A_DAY = marked("The day is not a date. Write year, month and day, as in 2021-05-14.")

Problems = list[tuple[str, str]]
"""What is wrong with a form: the id of the field, and the message, marked for translation."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which laws, on which day, in which reading."""

    under: tuple[str, ...] = (DEFAULT_DEFINITION,)
    day: date | None = None
    reading: str = READINGS[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """One law on the list."""

    id: str
    title: str
    place: str


@cache
def choices() -> tuple[Choice, ...]:
    """Every law whose wording was read, the usual one first, then by place."""
    listed = [Choice(one.id, one.title, one.jurisdiction) for one in definitions("all") if one.checked != "memory"]
    return tuple(sorted(listed, key=lambda one: (one.id != DEFAULT_DEFINITION, one.place, one.title)))


def terms_of(request: Request) -> tuple[Terms, Problems]:
    """What was chosen in a form, and what is wrong with it."""
    known = {choice.id for choice in choices()}
    under = tuple(id for id in dict.fromkeys(fields(request, "under")) if id in known)
    problems: Problems = []
    if not under:
        problems.append(("under", marked("Choose at least one law.")))
    elif len(under) > MOST_LAWS:
        problems.append(("under", marked("Choose at most twelve laws: a page has to stay readable.")))
    day, wrong = day_typed(field(request, "day", 20))
    return Terms(under, day, reading_typed(field(request, "reading", 20))), problems + wrong


def day_typed(typed: str, at: str = "day", *, last: bool = False) -> tuple[date | None, Problems]:
    """One day as it was typed in the field `at`, nothing typed being no day, and what is wrong with it.

    Of a year or a month it is the first day, or with `last` the last one.
    """
    if not typed.strip():
        return None, []
    try:
        return parse_date(typed.strip()[:20], last=last), []
    except ValueError:
        return None, [(at, NOT_A_DAY)]


def reading_typed(typed: str) -> str:
    """The reading that was chosen, the usual one where it is none."""
    return typed if typed in READINGS else READINGS[0]
