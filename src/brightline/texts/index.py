"""Which of many patterns may stand in a sentence: those of which all needed words do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import reduce
from typing import TypeAlias

from brightline.texts.words import END

Sentence: TypeAlias = tuple[int, int]
"""First word of a sentence and one past its last."""


class Present(dict[Sentence, frozenset[str]]):
    """The symbols that are present in each sentence of a text, worked out when they are first asked for."""

    def __init__(self, symbols: Sequence[str]) -> None:
        super().__init__()
        self.symbols = symbols
        """Those of the whole text, with the ends of sentences marked."""

    def __missing__(self, sentence: Sentence) -> frozenset[str]:
        first, last = sentence
        found = self[sentence] = frozenset(self.symbols[first:last])
        return found


class Index:
    """Patterns by number, and the words that they need.

    `sets` holds, for each pattern, the sets of symbols of which one each must be there. Two of each pattern are asked
    for first, the smallest of those without a symbol that is `common` in any text; one where it has no second.

    That is told for all patterns at once: pattern `n` of `N` has bit `n` of a long number for its first set and bit
    `N + n` for its second, and each symbol has a number with the bits of all sets that it is in. The numbers of the
    symbols in a sentence, laid over each other, then tell which patterns have both sets met. To ask each pattern that
    some symbol speaks for takes several times as long.
    """

    def __init__(self, sets: Iterable[Sequence[frozenset[str]]], common: frozenset[str] = frozenset()) -> None:
        needed = [*sets]
        self._many = len(needed)
        self._rest: list[tuple[frozenset[str], ...]] = []
        bits: dict[frozenset[str], int] = {}
        for number, its in enumerate(needed):
            ordered = sorted(its, key=lambda one: (not common.isdisjoint(one), len(one)))
            asked = max(1, sum(common.isdisjoint(one) for one in ordered[:2]))
            for row, one in enumerate(ordered[:asked]):
                bits[one] = bits.get(one, 0) | 1 << row * self._many + number
            self._rest.append(tuple(ordered[asked:]))
        self._asked = reduce(int.__or__, bits.values(), 0)
        met_by: dict[str, int] = {}
        for one, its_bits in bits.items():
            for symbol in one:
                met_by[symbol] = met_by.get(symbol, 0) | its_bits
        same: dict[int, int] = {}  # the words of one class mostly meet the same: one number is kept for all of them
        self._met_by = {symbol: same.setdefault(met, met) for symbol, met in met_by.items()}
        self._telling = frozenset({END, *met_by})
        self.enough = frozenset(symbol for symbol in met_by if self.likely(symbol))
        """The symbols that are by themselves all that is asked for first."""

    def told(self, symbols: Iterable[str]) -> list[str]:
        """What each sentence of a text holds of the symbols that are asked for first."""
        return "".join(filter(self._telling.__contains__, symbols)).split(END)

    def likely(self, symbols: Iterable[str]) -> int:
        """The patterns that have, among these symbols, what is asked for first: as the bits of a number."""
        missing = self._asked ^ reduce(int.__or__, filter(None, map(self._met_by.get, symbols)), 0)
        return ((1 << self._many) - 1) & ~(missing | missing >> self._many)

    def possible(self, likely: int, present: Set[str]) -> list[int]:
        """Those of the likely patterns that have all that they need among the symbols present, in order."""
        found: list[int] = []
        while likely:
            number = likely.bit_length() - 1
            likely ^= 1 << number
            for one in self._rest[number]:
                if one.isdisjoint(present):
                    break
            else:
                found.append(number)
        found.reverse()
        return found


def bits_of(numbers: Iterable[int]) -> int:
    """Numbers of patterns as the bits of one."""
    return sum(1 << number for number in set(numbers))
