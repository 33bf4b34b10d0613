"""The words that a request may use, each from the data that it names: laws, facts, claims, places, scenarios."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from brightline.errors import BrightlineError
from brightline.law import definition_ids, definitions, vocabulary
from brightline.law.claims import claims
from brightline.law.datafile import parse_date
from brightline.law.readings import READINGS
from brightline.law.vocabulary import FAMILIES
from brightline.outcomes import effects, scenarios, settings
from brightline.web.doors.api.route import UnknownWordError

Schema: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A text that must be one of the words that `listed` gives, or match `form` and pass `check`.

    `check` raises `ValueError` with a sentence. No name ever leads to a file: only what comes with Brightline is known.
    """

    what: str
    listed: Callable[[], tuple[str, ...]]
    remedy: str
    form: str = ""
    check: Callable[[str], None] | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The text, then this."""
        return core_schema.no_info_after_validator_function(self.checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        """The words, so that the interface's own description is true."""
        words: Schema = {"type": "string", "enum": list(self.listed())}
        return {"anyOf": [words, {"type": "string", "pattern": f"^{self.form}$"}]} if self.form else words

    def checked(self, value: str) -> str:
        """The word, where it is one."""
        if value in self.listed():
            return value
        if self.form and self.check and re.fullmatch(self.form, value):
            try:
                self.check(value)
            except BrightlineError as failure:
                raise ValueError(str(failure)) from None
            return value
        raise UnknownWordError(value, self.what, self.listed(), self.remedy)


@cache
def law_names() -> tuple[str, ...]:
    """Ids of the definitions, and their aliases."""
    return (*definition_ids(), *(alias for one in definitions(memory=True) for alias in one.aliases))


@cache
def several_names() -> tuple[str, ...]:
    """The same, and the word for all."""
    return (*law_names(), "all")


@cache
def fact_names() -> tuple[str, ...]:
    """Ids of the facts, and their aliases."""
    return tuple(name for entry in vocabulary() for name in (entry.id, *entry.aliases))


def _fits_some(pattern: str) -> None:
    definitions(pattern)


def _has_day(name: str) -> None:
    id, _, day = name.partition("@")
    if id not in law_names():
        raise UnknownWordError(id, "law", law_names(), LAWS_LISTED)
    parse_date(day)


DAY_FORM = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
LAWS_LISTED = "GET /api/law lists them"


@dataclass(frozen=True, slots=True)
class DayText:
    """A day as text: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, which stands for its first day."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The text, then this."""
        return core_schema.no_info_after_validator_function(self.checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        """Its form."""
        return {"type": "string", "pattern": f"^{DAY_FORM}$"}

    def checked(self, value: str) -> str:
        """The day, where it is one."""
        if not re.fullmatch(DAY_FORM, value):
            raise ValueError(f"{value[:40]!r} is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY")
        parse_date(value)
        return value


Day: TypeAlias = Annotated[str, DayText()]
LawNames: TypeAlias = Annotated[
    str, OneOf("law", several_names, LAWS_LISTED, r"[a-z0-9-]{0,40}\*[a-z0-9*-]{0,40}", _fits_some)
]
"""One law, a pattern such as `us-*`, or `all`."""
LawOnDay: TypeAlias = Annotated[str, OneOf("law", law_names, LAWS_LISTED, rf"[a-z0-9-]{{1,60}}@{DAY_FORM}", _has_day)]
"""One law, perhaps with a day of its own: `us-18usc1591@2003`."""
LawOnDayOrNames: TypeAlias = Annotated[
    str,
    OneOf(
        "law",
        several_names,
        LAWS_LISTED,
        rf"([a-z0-9-]{{1,60}}@{DAY_FORM}|[a-z0-9-]{{0,40}}\*[a-z0-9*-]{{0,40}})",
        lambda name: _has_day(name) if "@" in name else _fits_some(name),
    ),
]
ReadingName: TypeAlias = Annotated[str, OneOf("reading", lambda: READINGS, f"there are {' and '.join(READINGS)}")]
FactName: TypeAlias = Annotated[str, OneOf("fact", fact_names, "GET /api/facts lists them")]
FamilyName: TypeAlias = Annotated[str, OneOf("family", lambda: FAMILIES, f"there are {', '.join(FAMILIES)}")]
ClaimName: TypeAlias = Annotated[
    str, OneOf("claim", lambda: tuple(one.id for one in claims()), "GET /api/openapi.json lists them")
]
SettingName: TypeAlias = Annotated[str, OneOf("setting", lambda: tuple(settings()), "GET /api/openapi.json lists them")]
ScenarioName: TypeAlias = Annotated[
    str, OneOf("scenario", lambda: tuple(scenarios()), "GET /api/openapi.json lists them")
]
EvidenceName: TypeAlias = Annotated[
    str, OneOf("set of odds ratios", lambda: tuple(effects().sets), "GET /api/openapi.json lists them")
]
CaseWord: TypeAlias = Literal["unknown", "not known", "don't know", "declined", "rather not say", "not asked"]
