"""Whether words speak of a class of people or of something that happened, told from the sentence and the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import msgspec

from brightline.law.datafile import Document, mapping, read_document
from brightline.texts.grammar import LexiconClass
from brightline.texts.words import END, NAME, NUMBER, PAST, WORD, Alphabet

HERE = Path(__file__).parent
_FIRST = 0x100
"""Letters of kinds are taken from here on; other symbols keep their own."""
_GIVEN = {"name": NAME, "number": NUMBER, "word": WORD, "%": "%", "start": None, "does": None}
"""Kinds that are no lists of words: names, numbers, where a clause begins, and the present of the verbs in the lexicon.

The kind `past` has the participles of those verbs too, and every unknown word in -ed."""
_PLURALS = frozenset({"people", "police", "men", "women", "children", "cattle", "youth", "youths"})
_TIMES = 3
"""How often a sign counts in a document at most."""


class _Sign(msgspec.Struct, forbid_unknown_fields=True):
    sign: str
    points: int
    runs: list[str]
    here: bool = False


class _Generality(msgspec.Struct, forbid_unknown_fields=True, rename={"of_class": "class"}):
    title: str
    note: str
    of_class: int
    most: int
    share: int
    kinds: dict[str, list[str]]
    signs: list[_Sign]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in a sentence that speaks for a class (points above nought) or for an event (below)."""

    title: str
    points: int
    here: bool
    """Whether it says something of its sentence alone, and nothing of the document."""
    expression: re.Pattern[str]


class Generality:
    """The kinds of words and the signs; made once."""

    def __init__(self, table: Mapping[int, str], signs: Sequence[Sign], of_class: int, most: int, share: int) -> None:
        self.table = table
        self.signs = tuple(signs)
        self._of_class = of_class
        self._most = most
        self._share = share

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
        """Points that the document as a whole adds to a sentence."""
        total = 0
        for sign in self.signs:
            if not sign.here:
                places = sign.expression.finditer(kinds)
                total += sign.points * sum(1 for _ in zip(range(_TIMES), places, strict=False))
        return max(0, min(self._most, total // self._share))

    def speaks_of_class(self, points: int, lean: int) -> bool:
        """What the points of a sentence and of its document come to."""
        return points + lean >= self._of_class


def load_generality(path: Path, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass]) -> Generality:
    """The kinds and signs of a file; a `DataFileError` with its line where one is not right."""
    document = read_document(path, path.name)
    raw = document.convert(mapping(document.data, document), _Generality)
    letters = {kind: chr(_FIRST + number) for number, kind in enumerate([*raw.kinds, "does"])}
    table = {ord(PAST): letters["past"]}
    named: dict[str, list[str]] = {}
    for kind, words in raw.kinds.items():
        if kind in _GIVEN:
            raise document.error(f"{kind!r} is given already; give the kind another name", "kinds", kind)
        for number, word in enumerate(words):
            if word.startswith("{"):
                named[kind] = [*named.get(kind, []), word[1:-1]]
                continue
            symbol = alphabet.symbol(word)
            if ord(symbol) in table:
                raise document.error(f"{word!r} is of another kind already", "kinds", kind, number)
            table[ord(symbol)] = letters[kind]
    for kind, names in named.items():
        for name in names:
            if name not in lexicon:
                raise document.error(f"there is no class {{{name}}} in the lexicon", "kinds", kind)
            for word in (*lexicon[name].words, *chain.from_iterable(lexicon[name].verbs)):
                if " " not in word:
                    table.setdefault(ord(alphabet.symbol(word)), letters[kind])
    for entry in lexicon.values():
        for base, s, past, participle, _ in entry.verbs:
            # A past that is no participle ("took") is a past wherever it stands; "forced" may be either.
            forms = (
                (base if base != past else s, "does"),
                (s, "does"),
                (participle, "past"),
                (past, "past" if past == participle else "were"),
            )
            for form, kind in forms:
                if " " not in form:
                    table.setdefault(ord(alphabet.symbol(form)), letters[kind])
    for side in ("exploiter", "exploited", "client"):
        for word in lexicon[side].words if side in lexicon else ():
            if word.isalpha():
                plural = word.endswith("s") or word in _PLURALS
                table.setdefault(ord(alphabet.symbol(word)), letters["plural" if plural else "single"])
    for word in [*alphabet.words()]:
        if word.isdigit():
            table.setdefault(ord(alphabet.symbol(word)), NUMBER)
        elif word.endswith("ed"):
            table.setdefault(ord(alphabet.symbol(word)), letters["past"])
    signs = [
        Sign(sign.sign, sign.points, sign.here, _expression(sign.runs, number, letters, document))
        for number, sign in enumerate(raw.signs)
    ]
    return Generality(table, signs, raw.of_class, raw.most, raw.share)


def _expression(runs: Sequence[str], number: int, letters: Mapping[str, str], document: Document) -> re.Pattern[str]:
    found: list[str] = []
    for at, run in enumerate(runs):
        pieces: list[str] = []
        for word in run.split():
            kind = word.removesuffix("?")
            if kind.startswith(".."):
                piece = f"[^{END}]{{0,{int(kind[2:])}}}?"
            elif kind == "start":
                piece = r"(?:\A|(?<=[.,;:(\"-]))"
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
