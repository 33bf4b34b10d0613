"""What a saved interview holds, as plain data and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import msgspec

from brightline.cases.case import Case, to_date
from brightline.cases.casefile import case_from_data, case_to_data
from brightline.cases.textfile import parse_whole_json
from brightline.law import vocabulary


class Agreement(NamedTuple):
    """That the person agreed to be asked: on which day, and for which purpose."""

    day: date
    purpose: str


@dataclass(frozen=True)
class SavedInterview:
    """An interview as it is kept.

    `under` and `reading` are what the interview was started with. `start` is the case before any answer, `case` the
    same with every answer, `answers` the answers in order, each with its fact. `actor` names who they are about.
    `agreed` is the newest agreement. `covered` has, for the fact of each "none of the rest", what was said no to with
    it; in files of before there was such a list it is left out, and the whole family counts as asked about.
    """

    under: tuple[str, ...]
    reading: str
    as_of: date | None
    actor: str
    start: Case
    case: Case
    answers: tuple[tuple[str, str], ...]
    agreed: Agreement | None = None
    covered: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def saved_to_data(saved: SavedInterview) -> dict[str, object]:
    """The interview as plain data with stable names."""
    agreed = saved.agreed
    return {
        "under": list(saved.under),
        "reading": saved.reading,
        "as_of": saved.as_of.isoformat() if saved.as_of else None,
        "actor": saved.actor,
        "start": case_to_data(saved.start),
        "case": case_to_data(saved.case),
        "answers": [list(answer) for answer in saved.answers],
        "consent": {"date": agreed.day.isoformat(), "purpose": agreed.purpose} if agreed else None,
        "covered": {fact: list(facts) for fact, facts in saved.covered.items()},
    }


class _Agreed(msgspec.Struct, forbid_unknown_fields=True):
    date: str
    purpose: str


class _Saved(msgspec.Struct, forbid_unknown_fields=True):
    under: tuple[str, ...]
    reading: str
    as_of: str | None
    actor: str
    start: dict[str, object]
    case: dict[str, object]
    answers: list[tuple[str, str]]
    consent: _Agreed | None = None
    covered: dict[str, tuple[str, ...]] = {}


def saved_from_data(text: str, name: str) -> SavedInterview:
    """The interview in a text. Raises `BrightlineError`, or `msgspec.ValidationError` where the text is none."""
    raw = msgspec.convert(parse_whole_json(text, name), _Saved)
    words = vocabulary()
    return SavedInterview(
        under=raw.under,
        reading=raw.reading,
        as_of=None if raw.as_of is None else to_date(raw.as_of),
        actor=raw.actor,
        start=case_from_data(raw.start, name),
        case=case_from_data(raw.case, name),
        answers=tuple((words.resolve(fact), answer) for fact, answer in raw.answers),
        agreed=Agreement(to_date(raw.consent.date), raw.consent.purpose) if raw.consent else None,
        covered={words.resolve(fact): tuple(map(words.resolve, also)) for fact, also in raw.covered.items()},
    )
