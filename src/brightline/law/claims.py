"""Claims about definitions: situations of which one wants to know whether a definition reaches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law.datafile import Document, PathStep, mapping, read_document
from brightline.law.vocabulary import vocabulary

Conclusion: TypeAlias = Literal["not reached", "reached", "unaffected"]


@dataclass(frozen=True, slots=True)
class Position:
    """What one side of a dispute holds, and where it says so."""

    view: str
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A situation and what is claimed of it. Legal facts that it does not name do not hold in it.

    `holds` hold; `free` may hold or not; `wide` hold only if the wording is read widely; the claim is tried for each
    fact of `each` in turn, where there are any.
    """

    id: str
    title: str
    conclusion: Conclusion
    situation: str
    why: str
    holds: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()


class _Position(msgspec.Struct, forbid_unknown_fields=True):
    view: str
    source: str


class _Claim(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    conclusion: Conclusion
    situation: str
    why: str
    holds: list[str] = []
    free: list[str] = []
    wide: list[str] = []
    each: list[str] = []
    positions: list[_Position] = []


class _Claims(msgspec.Struct, forbid_unknown_fields=True):
    groups: dict[str, list[str]]
    claims: list[_Claim]


@cache
def claims() -> tuple[Claim, ...]:
    """The claims that come with Brightline, in the order in which they are shown."""
    return load_claims(Path(__file__).parent / "claims.yaml", "claims.yaml")


def claim(id: str) -> Claim:
    """One claim by its id; a `BrightlineError` that names the nearest one where there is none."""
    for found in claims():
        if found.id == id:
            return found
    ids = [found.id for found in claims()]
    raise BrightlineError(f"no claim is called {id!r}{nearest(id, ids)}; there are {', '.join(ids)}")


def load_claims(path: Path, shown: str | None = None) -> tuple[Claim, ...]:
    """The claims in a YAML file; a `DataFileError` with its line where one is not right."""
    document = read_document(path, shown or path.name)
    raw = document.convert(mapping(document.data, document), _Claims)
    for name, members in raw.groups.items():
        _facts(document, members, {}, "groups", name)
    found: dict[str, Claim] = {}
    for number, item in enumerate(raw.claims):
        if item.id in found:
            raise document.error(f"two claims are called {item.id!r}; give one another id", "claims", number, "id")
        sets = {
            key: _facts(document, names, raw.groups, "claims", number, key)
            for key, names in (("holds", item.holds), ("free", item.free), ("wide", item.wide), ("each", item.each))
        }
        _check_apart(document, sets, number)
        found[item.id] = Claim(
            id=item.id,
            title=item.title,
            conclusion=item.conclusion,
            situation=item.situation,
            why=item.why,
            positions=tuple(Position(position.view, position.source) for position in item.positions),
            **sets,
        )
    return tuple(found.values())


def _facts(
    document: Document, names: Sequence[str], groups: Mapping[str, Sequence[str]], *path: PathStep
) -> tuple[str, ...]:
    words = vocabulary()
    found: dict[str, None] = {}
    for number, name in enumerate(names):
        for fact in groups.get(name, (name,)):
            if fact not in words:
                known = [*groups, *words.ids]
                raise document.error(f"{fact!r} is not a fact or a group{nearest(fact, known)}", *path, number)
            if words[fact].level != "legal":
                raise document.error(f"{fact} is not a legal fact; a claim is about legal facts", *path, number)
            found.setdefault(words.resolve(fact))
    return tuple(found)


def _check_apart(document: Document, sets: Mapping[str, Sequence[str]], number: int) -> None:
    held = set(sets["holds"])
    for key in ("free", "wide"):
        for fact in sets[key]:
            if fact in held:
                problem = f"{fact} stands under holds and under {key}; take it out of one"
                raise document.error(problem, "claims", number, key)
