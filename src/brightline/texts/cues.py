"""Cues: the words that say how surely something is said, and by whom; one kind to a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from brightline.law.datafile import Document, mapping, read_document
from brightline.texts.account import Status
from brightline.texts.grammar import Form, Grammar, PatternError
from brightline.texts.ideas import Finder

Direction: TypeAlias = Literal["forward", "backward", "sentence"]
DIRECTIONS: tuple[Direction, ...] = ("forward", "backward", "sentence")
Scope: TypeAlias = Literal["clause", "sentence"]

SOURCES = (
    "reporter", "court", "police", "prosecutor", "complaint", "defence", "suspect", "person", "witness", "organisation",
    "official", "law", "study", "somebody",
)  # fmt: skip
"""Who may stand behind what a text says; `person` is the one concerned, `reporter` the text itself."""


class CueExample(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A text, words that the reader finds in it as evidence, and the status and source that these have."""

    text: str
    quote: str
    status: Status
    source: str = "reporter"


class _Cues(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    examples: list[CueExample]
    status: Status | None = None
    source: str | None = None
    scope: Scope = "clause"
    words: int = 40
    forward: list[str] = []
    backward: list[str] = []
    sentence: list[str] = []
    unless: list[str] = []


@dataclass(frozen=True, eq=False)
class Cue:
    """The cues of one file that point one way.

    `status` is what they give to what they cover, `None` where they name a source alone. `words` bounds how far they
    reach, `scope` whether they stop where a clause does.
    """

    id: str
    status: Status | None
    source: str | None
    direction: Direction
    scope: Scope
    words: int
    finds: Finder
    unless: Finder | None


@dataclass(frozen=True, eq=False)
class CueFile:
    """One file of cues: its examples are its tests."""

    id: str
    title: str
    examples: tuple[CueExample, ...]
    cues: tuple[Cue, ...]


def load_cues(folder: Path, grammar: Grammar) -> tuple[CueFile, ...]:
    """The cue files of a folder; a `DataFileError` with its line where one is not right."""
    return tuple(_file(path, folder, grammar) for path in sorted(folder.rglob("*.yaml")))


def _file(path: Path, folder: Path, grammar: Grammar) -> CueFile:
    name = path.relative_to(folder).with_suffix("").as_posix()
    document = read_document(path, f"cues/{name}.yaml")
    raw = document.convert(mapping(document.data, document), _Cues)
    if raw.status is None and raw.source is None:
        raise document.error("cues give a status, a source, or both")
    if raw.source is not None and raw.source not in SOURCES:
        raise document.error(f"{raw.source!r} is not a source; they are {', '.join(SOURCES)}", "source")
    if not raw.examples:
        raise document.error("a file of cues needs an example", "examples")
    unless = _forms(raw.unless, "unless", document, grammar)
    given: dict[Direction, list[str]] = {
        "forward": raw.forward,
        "backward": raw.backward,
        "sentence": raw.sentence,
    }
    cues = tuple(
        Cue(
            name,
            raw.status,
            raw.source,
            direction,
            raw.scope,
            raw.words,
            Finder(_forms(given[direction], direction, document, grammar)),
            Finder(unless) if unless else None,
        )
        for direction in DIRECTIONS
        if given[direction]
    )
    if not cues:
        raise document.error("cues stand under forward, backward or sentence")
    return CueFile(name, raw.title, tuple(raw.examples), cues)


def _forms(patterns: Sequence[str], key: str, document: Document, grammar: Grammar) -> list[Form]:
    found: list[Form] = []
    for number, pattern in enumerate(patterns):
        try:
            found.extend(grammar.forms(pattern))
        except PatternError as failure:
            raise document.error(str(failure), key, number) from None
    return found
