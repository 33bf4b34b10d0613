"""The search for many patterns at once: words are searched for the patterns of which they hold all that is needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from brightline.texts.ideas import Finder, Idea
from brightline.texts.words import END


class Index:
    """Patterns by number, filed under the words that they need.

    `needs` holds, for each pattern, the sets of symbols of which one each must be there. A pattern is filed under the
    set that is rarest in `samples`, texts on the subject as symbols, and without one of the symbols that are `common`
    in any text where it can be.
    """

    def __init__(
        self,
        needs: Iterable[Sequence[frozenset[str]]],
        samples: Iterable[str] = (),
        common: frozenset[str] = frozenset(),
    ) -> None:
        often = Counter("".join(samples))
        self._filed: dict[str, list[int]] = {}
        self._met_by: dict[str, int] = {}
        """The needs that a symbol meets, as the bits of a number."""
        self._needed: list[int] = []
        numbers: dict[frozenset[str], int] = {}
        for number, sets in enumerate(needs):
            rarest = min(sets, key=lambda one: (not common.isdisjoint(one), sum(often[symbol] for symbol in one)))
            for symbol in rarest:
                self._filed.setdefault(symbol, []).append(number)
            bits = 0
            for one in sets:
                bit = 1 << numbers.setdefault(one, len(numbers))
                bits |= bit
                for symbol in one:
                    self._met_by[symbol] = self._met_by.get(symbol, 0) | bit
            self._needed.append(bits)

    def among(self, symbols: str) -> list[int]:
        """The patterns that may be found in these symbols, in order."""
        present = set(symbols)
        filed, met_by, needed = self._filed, self._met_by, self._needed
        candidates: set[int] = set()
        for symbol in filed.keys() & present:
            candidates.update(filed[symbol])
        if not candidates:
            return []
        met = 0
        for symbol in met_by.keys() & present:
            met |= met_by[symbol]
        found = [number for number in candidates if needed[number] & met == needed[number]]
        found.sort()
        return found


class Match(NamedTuple):
    """One find: its idea, what found it, and the sentence (first word and one past the last) in which it stands."""

    idea: Idea
    finder: Finder
    match: re.Match[str]
    first: int
    last: int


class Search:
    """Ideas, looked for sentence by sentence."""

    def __init__(
        self, ideas: Sequence[Idea], samples: Iterable[str] = (), common: frozenset[str] = frozenset()
    ) -> None:
        self._finders = [(idea, finder) for idea in ideas for finder in idea.finders]
        self._index = Index((finder.needs for _, finder in self._finders), samples, common)

    def matches(self, symbols: str) -> Iterator[Match]:
        """What is found. Of two finds of one idea that overlap the first counts; of two that begin at one word, the
        one whose pattern stands first in the idea."""
        among, finders = self._index.among, self._finders
        last = -1
        for sentence in symbols.split(END):
            first, last = last + 1, last + 1 + len(sentence)
            numbers = among(sentence)
            if not numbers:
                continue
            found: dict[Idea, list[Match]] = {}
            for number in numbers:
                idea, finder = finders[number]
                match = finder.expression.search(symbols, first, last)
                while match:
                    found.setdefault(idea, []).append(Match(idea, finder, match, first, last))
                    match = finder.expression.search(symbols, match.end(), last)
            for idea, matches in found.items():
                if len(matches) == 1 and idea.unless is None:
                    yield matches[0]
                else:
                    yield from _apart(matches, _spared(idea, symbols, first, last))


def _spared(idea: Idea, symbols: str, first: int, last: int) -> list[tuple[int, int]]:
    """Where the idea is not what is said, whatever its patterns find."""
    if idea.unless is None or idea.unless.triggers.isdisjoint(symbols[first:last]):
        return []
    return [match.span() for match in idea.unless.expression.finditer(symbols, first, last)]


def _apart(matches: list[Match], spared: list[tuple[int, int]]) -> Iterator[Match]:
    reached = -1
    for found in sorted(matches, key=lambda found: found.match.start()):
        start, end = found.match.span()
        if start >= reached and not any(begin < end and stop > start for begin, stop in spared):
            reached = end
            yield found
