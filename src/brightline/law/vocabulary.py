"""Every fact that a case may hold or a definition may ask for, once, with its question and its codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law.datafile import mapping, read_document

Family: TypeAlias = Literal["act", "means", "purpose", "age", "setting"]
FAMILIES: tuple[Family, ...] = get_args(Family)
Level: TypeAlias = Literal["legal", "observation", "composite"]

REMOTE = frozenset({"purpose.organs", "purpose.other", "purpose.illegal_adoption", "purpose.surrogacy"})
"""Facts that are asked about last and shown last, since they seldom bear on a case of sex work."""


class FactEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the vocabulary.

    `level` keeps what a person can say or a record can hold (`observation`) apart from the terms of art that a
    definition uses (`legal`); a `composite` is what a merged record column says: one of `any_of`, not which.
    `ask_about` names legal facts that this one may amount to: never inferred, but a question of their own, which
    stays open even where the family was asked about to the end. `set_by_law` marks what each law fills
    from a list of its own, so that two laws may mean different things by it. `distress` says how hard the question
    may be to hear: 1 ordinary, 2 may be uncomfortable, 3 may be distressing.
    """

    id: str
    level: Level
    family: Family
    label: str
    question: str
    distress: Literal[1, 2, 3]
    source: str
    aliases: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    ask_about: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = {}
    conclusion: bool = False
    never_means: bool = False
    set_by_law: bool = False


class Vocabulary:
    """The facts by id, with what the engines need to know about them."""

    def __init__(self, entries: Iterable[FactEntry]) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._ids = {alias: entry.id for entry in self._entries.values() for alias in entry.aliases}
        self._ids.update({id: id for id in self._entries})
        self.bit: Mapping[str, int] = {id: number for number, id in enumerate(self._entries)}
        self.ids: tuple[str, ...] = tuple(self._entries)
        self.family_bits: Mapping[str, int] = {
            family: sum(1 << self.bit[e.id] for e in self._entries.values() if e.family == family)
            for family in FAMILIES
        }
        self.part_bits: Mapping[str, int] = {
            entry.id: sum(1 << self.bit[part] for part in entry.any_of) for entry in self if entry.any_of
        }
        self.composite_bits: int = sum(1 << self.bit[id] for id in self.part_bits)
        self.wider: Mapping[str, tuple[str, ...]] = {id: self._wider(id) for id in self._entries}
        self.narrower: Mapping[str, tuple[str, ...]] = {
            id: tuple(other for other in self._entries if id in self.wider[other]) for id in self._entries
        }

    def __getitem__(self, id: str) -> FactEntry:
        """The entry for a fact id or alias; an error that names the nearest one if there is none."""
        return self._entries[self.resolve(id)]

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[FactEntry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def resolve(self, id: str) -> str:
        """The fact id behind an id or alias."""
        try:
            return self._ids[id]
        except KeyError:
            raise BrightlineError(f"no fact is called {id!r}{nearest(id, self._ids)}") from None

    def family(self, family: Family) -> tuple[FactEntry, ...]:
        """The facts of one family, in document order."""
        return tuple(entry for entry in self if entry.family == family)

    def facts_in(self, mask: int) -> tuple[str, ...]:
        """The ids whose bits are set, in document order."""
        found: list[str] = []
        while mask:
            low = mask & -mask
            found.append(self.ids[low.bit_length() - 1])
            mask ^= low
        return tuple(found)

    def _wider(self, id: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        todo = list(self._entries[id].implies)
        while todo:
            next_id = todo.pop()
            if next_id not in found:
                found[next_id] = None
                todo.extend(self._entries[next_id].implies)
        return tuple(found)


def load_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary in a YAML file; a `DataFileError` with its line where an entry is not right."""
    document = read_document(path, path.name)
    top = mapping(document.data, document)
    entries: list[FactEntry] = []
    raw = mapping(top.get("facts"), document, "facts")
    for id, body in raw.items():
        fields = mapping(body, document, "facts", id)
        entries.append(document.convert({"id": id, **fields}, FactEntry, "facts", id))
    known = {entry.id for entry in entries}
    names = [name for entry in entries for name in (entry.id, *entry.aliases)]
    for entry in entries:
        for key, named in (("implies", entry.implies), ("any_of", entry.any_of), ("ask_about", entry.ask_about)):
            for other in named:
                if other not in known:
                    raise document.error(f"{entry.id}: {key} names {other!r}, which is not a fact", "facts", entry.id)
        if (entry.level == "composite") != bool(entry.any_of):
            raise document.error(f"{entry.id}: a composite, and only a composite, needs any_of", "facts", entry.id)
        for name in (entry.id, *entry.aliases):
            if names.count(name) > 1:
                raise document.error(f"{name!r} names two facts", "facts", entry.id)
    return Vocabulary(entries)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that comes with Brightline."""
    return load_vocabulary(Path(__file__).parent / "vocabulary.yaml")
