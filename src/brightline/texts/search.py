"""The search for many patterns at once: a sentence is searched for those alone of which it holds every word needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from brightline.texts.ideas import Finder, Idea
from brightline.texts.words import END


class Match(NamedTuple):
    """One find: its idea, what found it, and the sentence (first word and one past the last) in which it stands."""

    idea: Idea
    finder: Finder
    match: re.Match[str]
    first: int
    last: int


class Search:
    """Ideas, indexed by the words that they are looked for by.

    Of the sets of words of which a pattern needs one, it is filed under the set that is rarest in `samples`, texts on
    the subject as symbols.
    """

    def __init__(self, ideas: Sequence[Idea], samples: Iterable[str] = ()) -> None:
        often = Counter("".join(samples))
        self._finders = [(idea, finder) for idea in ideas for finder in idea.finders]
        self._by_trigger: dict[str, list[int]] = {}
        self._met_by: dict[str, int] = {}
        """The needs that a symbol meets, as the bits of a number."""
        self._needed: list[int] = []
        numbers: dict[frozenset[str], int] = {}
        for number, (_, finder) in enumerate(self._finders):
            rarest = min(finder.needs, key=lambda need: (sum(often[symbol] for symbol in need), len(need)))
            for symbol in rarest:
                self._by_trigger.setdefault(symbol, []).append(number)
            bits = 0
            for need in finder.needs:
                bit = 1 << numbers.setdefault(need, len(numbers))
                bits |= bit
                for symbol in need:
                    self._met_by[symbol] = self._met_by.get(symbol, 0) | bit
            self._needed.append(bits)

    def matches(self, symbols: str) -> Iterator[Match]:
        """What is found, sentence by sentence. Of two finds of one idea that overlap the first counts; of two that
        begin at one word, the one whose pattern stands first in the idea."""
        by_trigger, met_by, needed, finders = self._by_trigger, self._met_by, self._needed, self._finders
        last = -1
        for sentence in symbols.split(END):
            first, last = last + 1, last + 1 + len(sentence)
            present = set(sentence)
            triggers = by_trigger.keys() & present
            if not triggers:
                continue
            met = 0
            for symbol in met_by.keys() & present:
                met |= met_by[symbol]
            found: dict[Idea, list[Match]] = {}
            for number in sorted({number for symbol in triggers for number in by_trigger[symbol]}):
                if needed[number] & met != needed[number]:
                    continue
                idea, finder = finders[number]
                for match in finder.expression.finditer(symbols, first, last):
                    found.setdefault(idea, []).append(Match(idea, finder, match, first, last))
            for idea, matches in found.items():
                yield from _apart(matches, _spared(idea, symbols, first, last))


def _spared(idea: Idea, symbols: str, first: int, last: int) -> list[tuple[int, int]]:
    """Where the idea is not what is said, whatever its patterns find."""
    if idea.unless is None:
        return []
    return [match.span() for match in idea.unless.expression.finditer(symbols, first, last)]


def _apart(matches: list[Match], spared: list[tuple[int, int]]) -> Iterator[Match]:
    reached = -1
    for found in sorted(matches, key=lambda found: found.match.start()):
        start, end = found.match.span()
        if start >= reached and not any(begin < end and stop > start for begin, stop in spared):
            reached = end
            yield found
