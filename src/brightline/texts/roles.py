"""Who did what to whom: the nearest person on the right side of a verb, passive and active alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brightline.texts.grammar import LexiconClass, Voice
from brightline.texts.words import END, NAME, QUOTE, Alphabet

SIDES = ("exploiter", "exploited", "client", "police")
"""Lexicon classes of nouns that say which side a person is on."""
_FAR = 30
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a sentence: first word, one past the last, and the side that their noun names, if any."""

    start: int
    end: int
    side: str | None


@dataclass(frozen=True, slots=True)
class Roles:
    """Who did something and to whom, as far as the sentence says."""

    by: Person | None
    to: Person | None


class Cast:
    """The words for people, and where they stand around a piece of evidence."""

    def __init__(self, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass]) -> None:
        def symbols(name: str) -> frozenset[str]:
            entry = lexicon.get(name)
            words = entry.words if entry else ()
            return frozenset(alphabet.symbol(word) for word in words if " " not in word)

        self._side = {symbol: side for side in SIDES for symbol in symbols(side)}
        self._subjects = symbols("subject_pronoun")
        self._being = symbols("be")
        self._by = alphabet.symbol("by")
        self._and = alphabet.symbol("and")

    def roles(
        self, symbols: str, first: int, last: int, start: int, end: int, voice: Voice, about: tuple[int, int] | None
    ) -> Roles:
        """The roles around the words from `start` to `end` of the sentence from `first` to `last`."""
        passive = voice == "passive" or any(symbol in self._being for symbol in symbols[max(first, start - 3) : start])
        named = self._within(symbols, *about) if about else None
        if passive:
            by = self._after_by(symbols, start, min(last, end + _NEAR))
            return Roles(by, named or self._before(symbols, first, start))
        return Roles(self._before(symbols, first, start), named or self._within(symbols, start, end))

    def _before(self, symbols: str, first: int, start: int) -> Person | None:
        for place in range(start - 1, max(first, start - _FAR) - 1, -1):
            symbol = symbols[place]
            if symbol in self._side or symbol in self._subjects:
                return Person(place, place + 1, self._side.get(symbol))
            if symbol == NAME and place > first:
                begin = place
                while begin - 1 >= first and symbols[begin - 1] == NAME:
                    begin -= 1
                return Person(begin, place + 1, None)
        return None

    def _after_by(self, symbols: str, start: int, last: int) -> Person | None:
        place = symbols.find(self._by, start, last)
        return None if place < 0 else self._within(symbols, place + 1, min(len(symbols), place + 1 + _NEAR))

    def _within(self, symbols: str, start: int, end: int) -> Person | None:
        for place in range(start, end):
            symbol = symbols[place]
            if symbol in {END, QUOTE}:
                return None
            if symbol in self._side:
                return Person(start, place + 1, self._side[symbol])
        return Person(start, end, None) if 0 < end - start <= _NEAR else None
