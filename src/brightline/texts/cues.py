"""Cues: the words that say how surely something is said, and by whom; one kind to a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from brightline.law.datafile import Document, mapping, read_document
from brightline.texts.account import Status
from brightline.texts.grammar import Form, Grammar, LexiconClass, PatternError
from brightline.texts.index import Index
from brightline.texts.words import Alphabet

Direction: TypeAlias = Literal["forward", "backward", "sentence"]
DIRECTIONS: tuple[Direction, ...] = ("forward", "backward", "sentence")
Scope: TypeAlias = Literal["phrase", "clause", "sentence"]
"""How far a cue reaches: to a comma or `and`, to where a clause ends, or to the end of the sentence."""
Voice: TypeAlias = Literal["accused", "settled"]
"""What a cue says of the document: that it tells of charges, or of what a plea, a verdict or testimony established."""

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
    voice: Voice | None = None
    settles: bool = False
    forward: list[str] = []
    backward: list[str] = []
    sentence: list[str] = []
    unless: list[str] = []
    until: list[str] = []
    conduct: bool = False
    own_words: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """The cues of one file that point one way.

    `status` is what they give to what they cover, `None` where they name a source alone. `words` bounds how far they
    reach, `scope` and `until` where they stop. What a cue that `settles` covers holds as asserted in a document that
    tells of a plea or a verdict. One that is of `conduct` says nothing of how old somebody is, unless it is the age
    that it denies. `own_words` are those of the person concerned: that others report that person to have said so
    makes no allegation of them.
    """

    id: str
    status: Status | None
    source: str | None
    direction: Direction
    scope: Scope
    words: int
    voice: Voice | None
    settles: bool
    unless: re.Pattern[str] | None
    until: re.Pattern[str] | None = None
    conduct: bool = False
    own_words: bool = False


@dataclass(frozen=True, eq=False)
class CuePattern:
    """One pattern of a cue."""

    cue: Cue
    form: Form

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The pattern over symbols; made when a text first holds the words for it."""
        return re.compile(self.form.expression)


@dataclass(frozen=True, eq=False)
class CueFile:
    """One file of cues: its examples are its tests."""

    id: str
    title: str
    examples: tuple[CueExample, ...]
    patterns: tuple[CuePattern, ...]


class Cues:
    """All cues; those that say something of the whole document (`voice`) once more by themselves.

    A cue is looked for by words of which no symbol is `common` in any text, where it has such.
    """

    def __init__(self, files: Iterable[CueFile], common: frozenset[str] = frozenset()) -> None:
        self._all = _Filed([pattern for file in files for pattern in file.patterns], common)
        self._voices = _Filed([pattern for pattern in self._all.patterns if pattern.cue.voice is not None], common)

    def among(self, present: Set[str]) -> list[CuePattern]:
        """The patterns that may be found among these symbols, always in the same order."""
        return self._all.among(present)

    def voices(self, present: Set[str]) -> list[CuePattern]:
        """The same, of those alone that say something of the whole document."""
        return self._voices.among(present)


class _Filed:
    def __init__(self, patterns: list[CuePattern], common: frozenset[str]) -> None:
        self.patterns = patterns
        self._index = Index((pattern.form.needs for pattern in patterns), common)

    def among(self, present: Set[str]) -> list[CuePattern]:
        return [self.patterns[number] for number in self._index.possible(self._index.likely(present), present)]


def load_cues(folder: Path, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass]) -> tuple[CueFile, ...]:
    """The cue files of a folder; a `DataFileError` with its line where one is not right.

    No word is too common for a cue: cues are looked for only in texts with evidence.
    """
    plain = {name: replace(entry, common=False) for name, entry in lexicon.items() if name != "common"}
    grammar = Grammar(alphabet, plain)
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
    for number, pattern in enumerate(raw.unless):
        for loose in sorted(grammar.loose(pattern)):
            raise document.error(f"{{{loose}}} may begin with any words, so that it spares too much", "unless", number)
    unless = _either([form.expression for form in _forms(raw.unless, "unless", document, grammar)])
    until = _either(_ends(raw.until, document, grammar))
    given: dict[Direction, list[str]] = {
        "forward": raw.forward,
        "backward": raw.backward,
        "sentence": raw.sentence,
    }
    patterns: list[CuePattern] = []
    for direction in DIRECTIONS:
        cue = Cue(
            id=name,
            status=raw.status,
            source=raw.source,
            direction=direction,
            scope=raw.scope,
            words=raw.words,
            voice=raw.voice,
            settles=raw.settles,
            unless=unless,
            until=until,
            conduct=raw.conduct,
            own_words=raw.own_words,
        )
        patterns.extend(CuePattern(cue, form) for form in _forms(given[direction], direction, document, grammar))
    if not patterns:
        raise document.error("cues stand under forward, backward or sentence")
    return CueFile(name, raw.title, tuple(raw.examples), tuple(patterns))


def _either(expressions: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(expressions)) if expressions else None


def _ends(patterns: Sequence[str], document: Document, grammar: Grammar) -> list[str]:
    """Where a cue stops: never looked for by itself, so a mark alone will do."""
    found: list[str] = []
    for number, pattern in enumerate(patterns):
        try:
            found.append(grammar.expression(pattern))
        except PatternError as failure:
            raise document.error(str(failure), "until", number) from None
    return found


def _forms(patterns: Sequence[str], key: str, document: Document, grammar: Grammar) -> list[Form]:
    found: list[Form] = []
    for number, pattern in enumerate(patterns):
        try:
            found.extend(grammar.forms(pattern))
        except PatternError as failure:
            raise document.error(str(failure), key, number) from None
    return found
