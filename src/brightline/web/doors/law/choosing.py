"""What a page of this door is asked for: laws, a day, a reading; and the list of laws to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import QueryParams

from brightline.findings.assess import version_for
from brightline.law import Definition, Version, definition, definitions
from brightline.law.atlas import places
from brightline.law.readings import READINGS
from brightline.web.checks import RefusedError, field
from brightline.web.languages import marked
from brightline.web.laws import Problems, day_typed, reading_typed

GROUPS: Mapping[str, str] = {
    "treaty": marked("Treaties"),
    "country": marked("Laws of countries"),
    "us": marked("Laws of the United States"),
    "guidance": marked("Guidance and screening tools, which are not law"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One definition on the list. `read` is false where its wording was not read by anybody."""

    id: str
    title: str
    place: str
    group: str
    read: bool


@dataclass(frozen=True, slots=True)
class When:
    """The day whose law is asked for (`None`: the newest version), and the reading."""

    day: date | None = None
    reading: str = READINGS[0]

    def query(self, *more: tuple[str, str]) -> str:
        """The choice as the end of an address; empty where there is nothing to say. No value in it is empty."""
        parts = list(more)
        if self.day:
            parts.append(("day", self.day.isoformat()))
        if self.reading != READINGS[0]:
            parts.append(("reading", self.reading))
        return f"?{urlencode(parts)}" if parts else ""


@cache
def choices() -> tuple[Choice, ...]:
    """Every definition, by group, place and title."""
    order = list(GROUPS)
    listed = [_choice(one) for one in definitions(memory=True)]
    return tuple(sorted(listed, key=lambda one: (order.index(one.group), one.place, one.title)))


def _choice(one: Definition) -> Choice:
    known = places().get(one.jurisdiction)
    group = one.kind if one.kind == "treaty" else "guidance" if one.kind in ("guidance", "screening") else "country"
    if group == "country" and one.jurisdiction.partition("-")[0] == "US":
        group = "us"
    return Choice(one.id, one.title, known.name if known else one.jurisdiction, group, one.checked != "memory")


@cache
def readable() -> tuple[Choice, ...]:
    """The definitions whose wording was read: those that are compared and tried."""
    return tuple(one for one in choices() if one.read)


def law_called(id: str) -> Definition:
    """The definition of an address; an error page where there is none. Only those that come with Brightline."""
    if id not in {one.id for one in choices()}:
        raise RefusedError(404, marked("There is no law of this name here. Choose one from the list of laws."))
    return definition(id)


def when_in(values: QueryParams | Mapping[str, str]) -> tuple[When, Problems]:
    """The day and the reading in an address or a form, and what is wrong with them."""
    day, problems = day_in(values.get("day", ""), "day")
    return When(day, reading_typed(values.get("reading", ""))), problems


def day_in(typed: str, at: str) -> tuple[date | None, Problems]:
    """One day as it was typed: of a year or a month the last."""
    return day_typed(typed, at, last=True)


def form_values(request: Request, names: Iterable[str]) -> dict[str, str]:
    """The fields of a form by name, those that were not sent as empty."""
    return {name: field(request, name, 60) for name in names}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A definition in the version for a day. `number` is the place of the version among all of them."""

    definition: Definition
    version: Version
    number: int
    in_force: bool
    day: date | None

    @property
    def name(self) -> str:
        """By what `compare` asks for just this version."""
        day = self.version.start or self.version.end
        return f"{self.definition.id}@{day}" if day and len(self.definition.versions) > 1 else self.definition.id


def chosen_on(one: Definition, day: date | None) -> Chosen:
    """The version of a definition for a day, the nearest where none was in force."""
    version, in_force = version_for(one, day)
    if day is None and version.start and version.start > date.today():
        in_force = False
    return Chosen(one, version, one.versions.index(version), in_force, day)
