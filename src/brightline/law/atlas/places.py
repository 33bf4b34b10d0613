"""The places that the atlas may speak of: countries, their parts, and counties, by their ISO codes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from brightline.errors import BrightlineError, nearest

PlaceKind = Literal["country", "part", "county"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ISO 3166-1 alpha-2 for a country, 3166-2 for a part, `US-NV:` and the FIPS code for a Nevada county."""

    code: str
    name: str
    kind: PlaceKind
    part_of: str
    numeric: str
    """ISO 3166-1 numeric, for countries."""
    also: tuple[str, ...] = ()
    """Other names by which people ask for it."""


@cache
def places() -> Mapping[str, Place]:
    """Every place by its code."""
    with (Path(__file__).parent / "places.csv").open(encoding="utf-8", newline="") as file:
        found = [
            Place(
                row["code"],
                row["name"],
                cast("PlaceKind", row["kind"]),
                row["part_of"],
                row["numeric"],
                tuple(filter(None, row["also"].split(";"))),
            )
            for row in csv.DictReader(file)
        ]
    return {place.code: place for place in found}


def place(named: str) -> Place:
    """A place by its code, its name or another name for it, in any case.

    A `BrightlineError` that names the nearest where there is none, and all of them where several share a name.
    """
    word = named.strip()
    if found := places().get(word.upper()):
        return found
    same = _by_name().get(word.lower(), ())
    if len(same) > 1:
        listed = " or ".join(f"{entry.code} ({entry.kind})" for entry in same)
        raise BrightlineError(f"{named!r} is the name of several places; write {listed}")
    if not same:
        close = nearest(word, (name for entry in places().values() for name in (entry.name, *entry.also)))
        raise BrightlineError(f"no place is called {named!r}{close}; write an ISO code such as NZ or US-NY, or a name")
    return same[0]


def within(code: str) -> tuple[Place, ...]:
    """The places that are part of a place, in the order of their codes."""
    return tuple(entry for entry in places().values() if entry.part_of == code)


def upwards(code: str) -> tuple[str, ...]:
    """A place, what it is part of, what that is part of, and so on."""
    whole = places()[code].part_of
    return (code, *upwards(whole)) if whole else (code,)


@cache
def _by_name() -> Mapping[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for entry in places().values():
        for name in {named.lower() for named in (entry.name, *entry.also)}:
            found[name] = (*found.get(name, ()), entry)
    return found
