"""Whether words speak of a class of people or of something that happened, told from the sentence and the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from brightline.law.datafile import Document, mapping, read_document
from brightline.texts.grammar import LexiconClass
from brightline.texts.words import END, NAME, NUMBER, PAST, Alphabet

HERE = Path(__file__).parent
_FIRST = 0x100
"""Letters of kinds are taken from here on; other symbols keep their own."""
_GIVEN = {"name": NAME, "number": NUMBER, "start": None, "past": None, "does": None}
"""Kinds that are not lists of words: names, numbers, where a clause begins, and forms of the verbs in the lexicon."""
_MOST = 3
"""Sentences of a document in which a sign counts at most."""


class _Sign(msgspec.Struct, forbid_unknown_fields=True):
    sign: str
    points: int
    runs: list[str]


class _Generality(msgspec.Struct, forbid_unknown_fields=True, rename={"of_class": "class"}):
    title: str
    note: str
    of_class: int
    event: int
    kinds: dict[str, list[str]]
    signs: list[_Sign]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in a sentence that speaks for a class (points above nought) or for an event (below)."""

    title: str
    points: int
    expression: re.Pattern[str]


class Generality:
    """The kinds of words and the signs; made once."""

    def __init__(
        self, table: Mapping[int, str], signs: Sequence[Sign], of_class: int, event: int
    ) -> None:
        self.table = table
        self.signs = tuple(signs)
        self.of_class = of_class
        self.event = event

    def kinds(self, symbols: str) -> str:
        """The text with one letter for the kind of each word."""
        return symbols.translate(self.table)

    def points(self, kinds: str, first: int, last: int) -> int:
        """Points for a class less points for an event, of one sentence."""
        return sum(sign.points for sign in self.signs if sign.expression.search(kinds, first, last))

    def shown(self, kinds: str, first: int, last: int) -> tuple[str, ...]:
        """The signs that a sentence shows, by title: the reasons for its points."""
        return tuple(sign.title for sign in self.signs if sign.expression.search(kinds, first, last))

    def lean(self, kinds: str) -> int:
        """Points of the document as a whole: each sign as often as it is there, up to a few times."""
        total = 0
        for sign in self.signs:
            places = sign.expression.finditer(kinds)
            total += sign.points * sum(1 for _ in zip(range(_MOST), places, strict=False))
        return total


def load_generality(path: Path, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass]) -> Generality:
    """The kinds and signs of a file; a `DataFileError` with its line where one is not right."""
    document = read_document(path, path.name)
    raw = document.convert(mapping(document.data, document), _Generality)
    letters = {kind: chr(_FIRST + number) for number, kind in enumerate([*raw.kinds, "past", "does"])}
    table = {ord(PAST): letters["past"]}
    for kind, words in raw.kinds.items():
        if kind in _GIVEN:
            raise document.error(f"{kind!r} is given already; give the kind another name", "kinds", kind)
        for number, word in enumerate(words):
            symbol = alphabet.symbol(word)
            if ord(symbol) in table:
                raise document.error(f"{word!r} is of another kind already", "kinds", kind, number)
            table[ord(symbol)] = letters[kind]
    for entry in lexicon.values():
        for base, s, past, participle, _ in entry.verbs:
            for form, kind in ((past, "past"), (participle, "past"), (base, "does"), (s, "does")):
                if " " not in form and (kind == "does" or past != base):
                    table.setdefault(ord(alphabet.symbol(form)), letters[kind])
    signs = [
        Sign(sign.sign, sign.points, _expression(sign.runs, number, letters, document))
        for number, sign in enumerate(raw.signs)
    ]
    return Generality(table, signs, raw.of_class, raw.event)


def _expression(runs: Sequence[str], number: int, letters: Mapping[str, str], document: Document) -> re.Pattern[str]:
    found: list[str] = []
    for at, run in enumerate(runs):
        pieces: list[str] = []
        for word in run.split():
            kind = word.removesuffix("?")
            if kind.startswith(".."):
                piece = f"[^{END}]{{0,{int(kind[2:])}}}?"
            elif kind == "start":
                piece = r"(?:\A|(?<=[.,;:(]))"
            elif kind in letters:
                piece = letters[kind]
            elif given := _GIVEN.get(kind):
                piece = re.escape(given)
            else:
                raise document.error(f"there is no kind {kind!r}", "signs", number, "runs", at)
            pieces.append(f"{piece}?" if word.endswith("?") else piece)
        found.append("".join(pieces))
    single = all(len(run) == 1 for run in found)
    return re.compile(f"[{''.join(found)}]" if single else "|".join(found))
