"""Labels, ideas and facts that have a part of their own in the reading: data, checked where they are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import msgspec

from brightline.errors import nearest
from brightline.law import vocabulary
from brightline.law.datafile import Document, mapping, read_document

FILE = Path(__file__).parent / "groups.yaml"


class Group(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Names with one part to play, and why."""

    why: str
    are: frozenset[str]

    def __contains__(self, name: object) -> bool:
        return name in self.are

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.are))


class Labels(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Groups of the labels of ideas."""

    of_exploiters: Group
    tying: Group
    recruiting: Group
    unpaid: Group
    of_strangers_too: Group
    of_partners_too: Group
    sexual: Group
    minor: Group
    adult: Group
    decoy: Group
    equating: Group
    calling_it_trafficking: Group
    calling_it_prostitution: Group
    calling_a_child_prostitute: Group


class Ideas(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Groups of single ideas, where their label says too little."""

    only_in_an_offence: Group
    years_of_an_adult: Group


class OneFact(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A fact with a part to play, and why."""

    why: str
    fact: str


class Facts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Facts that depend on what stands beside them."""

    aim: OneFact
    sells: OneFact


class Groups(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Every group there is."""

    title: str
    labels: Labels
    ideas: Ideas
    facts: Facts


@cache
def groups() -> Groups:
    """The groups that come with Brightline."""
    return load_groups(FILE)[0]


def load_groups(path: Path) -> tuple[Groups, Document]:
    """The groups in a file, with it; a `DataFileError` where one is missing, unknown, empty, or of no fact."""
    document = read_document(path, path.name)
    found = document.convert(mapping(document.data, document), Groups)
    known = vocabulary().ids
    for name in found.facts.__struct_fields__:
        fact: str = getattr(found.facts, name).fact
        if fact not in known:
            raise document.error(f"{fact!r} is not a fact{nearest(fact, known)}", "facts", name, "fact")
    return found, document


def check_groups(path: Path, labels: Collection[str], ideas: Collection[str]) -> None:
    """A `DataFileError` where a group in the file names a label or an idea that is not there."""
    found, document = load_groups(path)
    _check(found.labels, "labels", labels, document)
    _check(found.ideas, "ideas", ideas, document)


def _check(of: Labels | Ideas, kind: str, known: Collection[str], document: Document) -> None:
    for name in of.__struct_fields__:
        group: Group = getattr(of, name)
        if not group.are:
            raise document.error(f"nothing is in {name}", kind, name, "are")
        for one in group:
            if one not in known:
                raise document.error(f"{one!r} in {name} is not there{nearest(one, known)}", kind, name, "are")
