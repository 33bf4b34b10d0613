"""Text as words: where each stands, and one symbol for each, so that patterns over words are patterns over symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from unicodedata import normalize

TOKEN = re.compile(
    r"""\w[\w\u00ad\u200b-\u200d\u2060\ufeff]{0,39}(?:['’]t\b|)|['’](?:s\b|)|[.!?,;:"“”„«»‘()\[\]—–•…/&$%]|[\n\r\u2028\u2029]\s{0,40}"""
)
"""A word (a contraction with `not` is one), the mark of a possessive, a mark that patterns ask for, a line break. What
may be missing is written `(?:...|)`, which is tried faster than `(?:...)?`."""
INSIDE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Marks inside a word that nobody sees: where it may be parted, or may not."""
_BETWEEN = re.compile(f"({TOKEN.pattern})")
_BETWEEN_ASCII = re.compile(r"""([A-Za-z0-9_]{1,40}(?:'t\b|)|'(?:s\b|)|[.!?,;:"()\[\]/&$%]|[\n\r]\s{0,40})""")
"""The same for texts in ASCII alone, which are cut a quarter faster by it."""

END = "."
"""Symbol where a sentence ends; every other full stop has the symbol `DOT`."""
DOT = "·"
WORD = "x"
"""Any word that no pattern knows."""
PAST = "e"
"""A word that no pattern knows and that ends as past forms do."""
NAME = "N"
"""A capitalised word that no pattern knows."""
NUMBER = "0"
"""A number that no pattern knows."""
QUOTE = '"'
OF = "'"
"""The mark of a possessive."""
SKIPPED = "\"(-'["
"""Marks that may stand between two words of a pattern."""

_MARKS = {
    **dict.fromkeys('"“”„«»‘', QUOTE),
    **dict.fromkeys("()", "("),
    **dict.fromkeys("[]", "["),
    **dict.fromkeys("—–", "-"),
    **{mark: mark for mark in ",;:/&$%!?•…"},
    ".": DOT,
}
MARKS = frozenset({*_MARKS.values(), OF})
"""Symbols of marks, which stand in any text."""
_FIRST = 0x4E00
"""Symbols of known words are taken from here on: a wide range of letters without case."""
_MOST_FORMS = 200_000
"""Spellings that are remembered before the memory is cleared, so that it stays flat over any corpus."""


class Alphabet:
    """The words that patterns know, each with a symbol of its own."""

    def __init__(self) -> None:
        self._symbols: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._symbols)

    def symbol(self, word: str) -> str:
        """The symbol of a word in lower case, given to it now where it has none."""
        if mark := _mark(word):
            return mark
        found = self._symbols.get(word)
        if found is None:
            found = self._symbols[word] = chr(_FIRST + len(self._symbols))
        return found

    def known(self, word: str) -> str | None:
        """The symbol of a word in lower case, where it has one."""
        return _mark(word) or self._symbols.get(word)

    def words(self) -> Iterable[str]:
        """Every known word."""
        return self._symbols.keys()


def _mark(word: str) -> str | None:
    if word in {"'", "’", "'s", "’s"}:
        return OF
    if word[0] in "\n\r\u2028\u2029":
        return "\n"
    return _MARKS.get(word)


class Encoder(dict[str, str]):
    """The symbol of each spelling, worked out when it is first met."""

    def __init__(self, alphabet: Alphabet) -> None:
        super().__init__()
        self._alphabet = alphabet

    def __missing__(self, form: str) -> str:
        if len(self) >= _MOST_FORMS:
            self.clear()
        plain = form.lower().replace("’", "'")
        if not plain.isascii() and form not in MARKS:  # an ellipsis would become three stops
            plain = INSIDE.sub("", normalize("NFKC", plain))  # ligatures as letters; marks that nobody sees left out
        symbol = self._alphabet.known(plain)
        if symbol is None:
            first = form[0]
            symbol = NUMBER if first.isdigit() else NAME if first.isupper() else PAST if plain.endswith("ed") else WORD
        self[form] = symbol
        return symbol

    def encode(self, words: Iterable[str]) -> str:
        """One symbol for each word."""
        return "".join(self.symbols(words))

    def symbols(self, words: Iterable[str]) -> list[str]:
        """The same as a list, of which each symbol is the one string that patterns know it by."""
        return [*map(self.__getitem__, words)]


class Words:
    """A text cut into words and marks, and where each stands."""

    __slots__ = ("_edges", "_pieces", "_text", "words")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces = (_BETWEEN_ASCII if text.isascii() else _BETWEEN).split(text)
        self.words: list[str] = self._pieces[1::2]
        """The words and marks, in order."""
        self._edges: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the words from `start` to one before `end` stand: characters of the text."""
        if self._edges is None:
            self._edges = list(accumulate(map(len, self._pieces)))
        return self._edges[2 * start], self._edges[2 * end - 1]

    def quote(self, start: int, end: int) -> str:
        """The text from word `start` to one before `end`."""
        first, last = self.span(start, end)
        return self._text[first:last]
