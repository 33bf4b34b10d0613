"""Whether words speak of a class of people or of something that happened, told from the sentence and the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import msgspec

from brightline.law.datafile import Document, mapping, read_document
from brightline.texts.grammar import LexiconClass
from brightline.texts.words import END, NAME, NUMBER, PAST, WORD, Alphabet

HERE = Path(__file__).parent
_FIRST = 0xC0
"""Letters of kinds are taken from here on: a text of these is one of single bytes, which is gone through fastest."""
_BEFORE = f'{END},;:("-'
"""Symbols after which something may stand at the start, as it does where the text begins."""
_START = rf"(?:\A|(?<=[{_BEFORE}]))"
_KEPT = f"{NAME}{NUMBER}{WORD}%{_BEFORE}"
"""Symbols that signs may ask for as they are."""
_OTHER = "~"
"""The letter of every word and mark that is of no kind."""
_GIVEN = {"name": NAME, "number": NUMBER, "word": WORD, "%": "%"}
"""Kinds that are told from the look of a word, with the symbol that each has: `word` is one that no pattern knows."""
_FROM_LEXICON = ("were", "past", "does", "plural", "single")
"""Kinds that take words of the lexicon too: forms of its verbs, and its nouns for people."""
_RESERVED = frozenset({*_GIVEN, "start", "does"})
_PEOPLE = ("exploiter", "exploited", "client")
_PLURALS = frozenset({"people", "men", "women", "children", "youth"})
_MOST_SETS = 10_000
"""Sets of signs that are remembered before the memory is cleared, so that it stays flat over any corpus."""
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
    spoken: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in a sentence that speaks for a class (points above nought) or for an event (below)."""

    title: str
    points: int
    here: bool
    """Whether it says something of its sentence alone, and nothing of the document."""
    expression: re.Pattern[str]
    needs: frozenset[str]
    """Letters of which one must be there."""
    enough: bool
    """Whether one of them is all that it takes."""

    def shown(self, kinds: str) -> bool:
        """Whether a sentence, as the kinds of its words, shows it."""
        return self.expression.search(kinds) is not None


class _Letters(dict[str, str]):
    """The letter for the kind of a word, by its symbol."""

    def __missing__(self, symbol: str) -> str:
        letter = self[symbol] = symbol if symbol in _KEPT else _OTHER
        return letter


_Possible: TypeAlias = tuple[int, tuple[tuple[Callable[[str], re.Match[str] | None], int], ...]]
"""The most points that some signs can come to, and the search for each that has to be looked for, with its points."""


class Generality:
    """The kinds of words and the signs; made once."""

    def __init__(
        self,
        table: Mapping[int, str],
        signs: Sequence[Sign],
        of_class: int,
        most: int,
        share: int,
        spoken: Mapping[int, str],
    ) -> None:
        self._letters = _Letters({chr(symbol): letter for symbol, letter in table.items()})
        self._spoken = spoken
        self.signs = tuple(signs)
        self._shown_by: dict[str, int] = {}
        """The signs that need a letter, as the bits of a number."""
        for number, sign in enumerate(self.signs):
            for letter in sign.needs:
                self._shown_by[letter] = self._shown_by.get(letter, 0) | 1 << number
        self._possible: dict[int, _Possible] = {}
        self._of_class = of_class
        self._least = of_class - most
        """Points below which the sentence cannot speak of a class."""
        self._most = most
        self._share = share

    def kinds(self, symbols: Iterable[str], spoken: Sequence[tuple[int, int]] = ()) -> str:
        """The text with one letter for the kind of each word.

        In the quotations `spoken`, as first word and one past the last, a kind may be another: `you` is somebody there.
        """
        kinds = "".join(map(self._letters.__getitem__, symbols))
        if not spoken or not self._spoken:
            return kinds
        pieces: list[str] = []
        reached = 0
        for first, last in spoken:
            pieces += kinds[reached:first], kinds[first:last].translate(self._spoken)
            reached = last
        return "".join(pieces) + kinds[reached:]

    def points(self, kinds: str) -> int:
        """Points for a class less points for an event, of one sentence.

        Where they are so few that no document makes up for it, signs that could only lower them are not looked for.
        """
        shown_by = self._shown_by
        bits = 0
        for letter in shown_by.keys() & frozenset(kinds):
            bits |= shown_by[letter]
        possible = self._possible.get(bits)
        if possible is None:
            if len(self._possible) >= _MOST_SETS:
                self._possible.clear()
            possible = self._possible[bits] = self._sorted(bits)
        most, signs = possible
        for search, points in signs:
            if points > 0:
                if search(kinds) is None:
                    most -= points
                    if most < self._least:
                        break
            elif search(kinds) is not None:
                most += points
                if most < self._least:
                    break
        return most

    def _sorted(self, bits: int) -> _Possible:
        """The most points that these signs can come to, and those that are not shown by their letter alone: the
        weightiest and shortest first, so that few have to be looked for."""
        signs = [sign for number, sign in enumerate(self.signs) if bits >> number & 1]
        most = sum(sign.points for sign in signs if sign.enough or sign.points > 0)
        asked = [sign for sign in signs if not sign.enough]
        asked.sort(key=lambda sign: (-abs(sign.points), len(sign.expression.pattern)))
        return most, tuple((sign.expression.search, sign.points) for sign in asked)

    def reasons(self, kinds: str) -> tuple[str, ...]:
        """The signs that a sentence shows, by title: what its points are made of."""
        return tuple(sign.title for sign in self.signs if sign.shown(kinds))

    def lean(self, kinds: str) -> int:
        """Points that the document as a whole adds to a sentence."""
        present = set(kinds)
        total = 0
        for sign in self.signs:
            if not (sign.here or sign.needs.isdisjoint(present)):
                total += sign.points * len([*islice(sign.expression.finditer(kinds), _TIMES)])
        return max(0, min(self._most, total // self._share))

    def speaks_of_class(self, points: int, lean: Callable[[], int]) -> bool:
        """What the points of a sentence come to, and those of its document where they can turn the scales."""
        wanted = self._of_class - points
        return wanted <= 0 or (wanted <= self._most and lean() >= wanted)


def load_generality(path: Path, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass]) -> Generality:
    """The kinds and signs of a file; a `DataFileError` with its line where one is not right."""
    document = read_document(path, path.name)
    raw = document.convert(mapping(document.data, document), _Generality)
    for kind in raw.kinds:
        if kind in _RESERVED:
            raise document.error(f"{kind!r} is given already; give the kind another name", "kinds", kind)
    kinds = dict.fromkeys([*raw.kinds, *_FROM_LEXICON])
    letters = {kind: chr(_FIRST + number) for number, kind in enumerate(kinds)}
    table = _listed(raw.kinds, letters, alphabet, lexicon, document)
    _fill(table, letters, alphabet, lexicon)
    signs = [
        Sign(sign.sign, sign.points, sign.here, *_expression(sign.runs, number, letters, document))
        for number, sign in enumerate(raw.signs)
    ]
    spoken: dict[int, str] = {}
    for kind, other in raw.spoken.items():
        for name in (kind, other):
            if name not in letters:
                raise document.error(f"there is no kind {name!r}", "spoken", kind)
        spoken[ord(letters[kind])] = letters[other]
    return Generality(table, signs, raw.of_class, raw.most, raw.share, spoken)


def _listed(
    kinds: Mapping[str, list[str]],
    letters: Mapping[str, str],
    alphabet: Alphabet,
    lexicon: Mapping[str, LexiconClass],
    document: Document,
) -> dict[int, str]:
    """The letter of each word that a kind lists; then of each in the classes `{class}` that it names."""
    table: dict[int, str] = {}
    named: list[tuple[str, LexiconClass]] = []
    for kind, words in kinds.items():
        for number, word in enumerate(words):
            if word.startswith("{"):
                if word[1:-1] not in lexicon:
                    raise document.error(f"there is no class {word} in the lexicon", "kinds", kind, number)
                named.append((kind, lexicon[word[1:-1]]))
                continue
            symbol = ord(alphabet.symbol(word))
            if symbol in table:
                raise document.error(f"{word!r} is of another kind already", "kinds", kind, number)
            table[symbol] = letters[kind]
    for kind, entry in named:
        for word in (*entry.words, *chain.from_iterable(entry.verbs)):
            if " " not in word:
                table.setdefault(ord(alphabet.symbol(word)), letters[kind])
    return table


def _fill(
    table: dict[int, str], letters: Mapping[str, str], alphabet: Alphabet, lexicon: Mapping[str, LexiconClass]
) -> None:
    """Adds the words of no listed kind that the lexicon, or their look, tells the kind of."""

    def add(word: str, letter: str) -> None:
        if " " not in word:
            table.setdefault(ord(alphabet.symbol(word)), letter)

    table[ord(PAST)] = letters["past"]
    for entry in lexicon.values():
        for base, s, past, participle, _ in entry.verbs:
            # A past that is no participle ("took") is one wherever it stands; "forced" may be either, "beat" anything.
            if base != past:
                add(base, letters["does"])
            add(s, letters["does"])
            add(participle, letters["past"])
            add(past, letters["past" if past == participle else "were"])
    for side in _PEOPLE:
        for word in lexicon[side].words if side in lexicon else ():
            add(word, letters["plural" if word.endswith("s") or word in _PLURALS else "single"])
    for word in [*alphabet.words()]:
        if word.isdigit():
            add(word, NUMBER)
        elif word.endswith("ed"):
            add(word, letters["past"])


def _expression(
    runs: Sequence[str], number: int, letters: Mapping[str, str], document: Document
) -> tuple[re.Pattern[str], frozenset[str], bool]:
    found: list[str] = []
    needs: list[str] = []
    for at, run in enumerate(runs):
        pieces: list[str] = []
        kinds: list[str] = []
        for word in run.split():
            kind = word.removesuffix("?")
            if kind.startswith(".."):
                piece = f"[^{END}]{{0,{int(kind[2:])}}}?"
            elif kind == "start":
                piece = _START
            elif letter := letters.get(kind) or _GIVEN.get(kind):
                piece = re.escape(letter)
                if kind == word:
                    kinds.append(letter)
            else:
                raise document.error(f"there is no kind {kind!r}", "signs", number, "runs", at)
            pieces.append(f"{piece}?" if word.endswith("?") else piece)
        if not kinds:
            raise document.error("a run needs a kind that must be there", "signs", number, "runs", at)
        first = re.escape(kinds[0])
        if pieces[:2] == [_START, first]:
            # The letter first, and then a look back: what begins with a letter is searched for much faster.
            pieces[:2] = [rf"{first}(?:(?<=\A{first})|(?<=[{_BEFORE}]{first}))"]
        found.append("".join(pieces))
        needs.append(kinds[0])
    enough = all(len(run) == 1 for run in found)
    return re.compile(f"[{''.join(found)}]" if enough else "|".join(found)), frozenset(needs), enough
