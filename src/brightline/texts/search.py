"""The search for many patterns at once: words are searched for the patterns of which they hold all that is needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from brightline.texts.grammar import Form
from brightline.texts.ideas import Finder, Idea
from brightline.texts.words import END

WINDOW = 40
"""Words at least that are gone through at a time, in whole sentences: most texts at once, and a long text in pieces, as
in the whole of it nothing would be missing."""


class Needs:
    """Sets of symbols of which one each must be there, numbered: what a pattern needs is then the bits of a number."""

    def __init__(self) -> None:
        self._bits: dict[frozenset[str], int] = {}
        self._met_by: dict[str, int] = {}

    def bits(self, sets: Iterable[frozenset[str]]) -> int:
        """The bits of these sets, given to them now where they have none."""
        found = 0
        for one in sets:
            bit = self._bits.get(one)
            if bit is None:
                bit = self._bits[one] = 1 << len(self._bits)
                for symbol in one:
                    self._met_by[symbol] = self._met_by.get(symbol, 0) | bit
            found |= bit
        return found

    def missing(self, present: Set[str]) -> int:
        """The bits of all sets of which none is present."""
        met_by = self._met_by
        met = 0
        for symbol in met_by.keys() & present:
            met |= met_by[symbol]
        return ((1 << len(self._bits)) - 1) ^ met


class Index:
    """Patterns by number, filed under the words that they need.

    `sets` holds, for each pattern, the sets of symbols of which one each must be there. A pattern is filed under the
    set that is rarest in `samples`, texts on the subject as symbols, and without one of the symbols that are `common`
    in any text where it can be; the others are its bits among the `needs`.
    """

    def __init__(
        self,
        sets: Iterable[Sequence[frozenset[str]]],
        needs: Needs,
        samples: Iterable[str] = (),
        common: frozenset[str] = frozenset(),
    ) -> None:
        often = Counter("".join(samples))
        self._filed: dict[str, list[tuple[int, int]]] = {}
        for number, needed in enumerate(sets):
            rarest = min(needed, key=lambda one: (not common.isdisjoint(one), sum(often[symbol] for symbol in one)))
            bits = needs.bits(one for one in needed if one is not rarest)
            for symbol in rarest:
                self._filed.setdefault(symbol, []).append((number, bits))

    def under(self, present: Set[str]) -> Set[str]:
        """Those of the symbols that anything is filed under."""
        return self._filed.keys() & present

    def filed(self, symbols: Set[str], missing: int) -> Iterator[tuple[str, list[int]]]:
        """The patterns filed under each of these symbols that ask for none of what is missing."""
        for symbol in symbols:
            numbers = [number for number, bits in self._filed[symbol] if not bits & missing]
            if numbers:
                yield symbol, numbers


class Match(NamedTuple):
    """One find: its idea, what found it, and the sentence (first word and one past the last) in which it stands."""

    idea: Idea
    finder: Finder
    match: re.Match[str]
    first: int
    last: int


class _Window(NamedTuple):
    """Whole sentences, from one symbol to one before another, with the symbols that are present there."""

    begin: int
    stop: int
    present: frozenset[str]


class Search:
    """Ideas, looked for in a whole text."""

    def __init__(
        self,
        ideas: Sequence[Idea],
        samples: Iterable[str] = (),
        common: frozenset[str] = frozenset(),
    ) -> None:
        texts = [*samples]
        self._subject = _Group([idea for idea in ideas if idea.tells_subject], texts, common)
        self._others = _Group([idea for idea in ideas if not idea.tells_subject], texts, common)

    def matches(self, symbols: str, *, subject: bool = False) -> list[Match]:
        """What is found, in no order. Of two finds of one idea that overlap the first counts; of two that begin at one
        word, the one whose pattern stands first in the idea.

        With `subject`, nothing where no find tells of the subject: the few ideas that do are looked for first, and most
        texts of something else are done with them.
        """
        windows = [*_windows(symbols)]
        found = [*self._subject.matches(symbols, windows)]
        if found or not subject:
            found.extend(self._others.matches(symbols, windows))
        return found


def _windows(symbols: str) -> Iterator[_Window]:
    first = 0
    while first < len(symbols):
        last = symbols.find(END, first + WINDOW)
        if last < 0:
            last = len(symbols)
        yield _Window(first, last, frozenset(symbols[first:last]))
        first = last + 1


class _Group:
    """Ideas that are looked for together."""

    def __init__(self, ideas: Sequence[Idea], samples: Iterable[str], common: frozenset[str]) -> None:
        self._needs = Needs()
        self._finders = [(idea, finder) for idea in ideas for finder in idea.finders]
        self._index = Index((finder.needs for _, finder in self._finders), self._needs, samples, common)
        self._spared = {idea: _Spared(idea.unless, self._needs) for idea in ideas if idea.unless}

    def matches(self, symbols: str, windows: Iterable[_Window]) -> Iterator[Match]:
        for window in windows:
            there = self._index.under(window.present)
            if there:
                missing = self._needs.missing(window.present)
                filed = self._index.filed(there, missing)
                for (first, last), numbers in _by_sentence(symbols, window, filed).items():
                    yield from self._in_sentence(symbols, first, last, sorted(numbers), missing)

    def _in_sentence(
        self, symbols: str, first: int, last: int, numbers: Iterable[int], missing: int
    ) -> Iterator[Match]:
        finders, spared_by = self._finders, self._spared
        found: dict[Idea, list[Match]] = {}
        for number in numbers:
            idea, finder = finders[number]
            search = finder.expression.search
            match = search(symbols, first, last)
            while match:
                one = Match(idea, finder, match, first, last)
                if idea in found:
                    found[idea].append(one)
                else:
                    found[idea] = [one]
                match = search(symbols, match.end(), last)
        for idea, matches in found.items():
            spared = spared_by[idea].spans(symbols, first, last, missing) if idea in spared_by else None
            if len(matches) == 1 and not spared:
                yield matches[0]
            else:
                yield from _apart(matches, spared or ())


def _by_sentence(
    symbols: str, window: _Window, filed: Iterable[tuple[str, list[int]]]
) -> dict[tuple[int, int], set[int]]:
    """The patterns to be tried in each sentence: those that are filed under a symbol that it holds."""
    begin, stop, _ = window
    found: dict[tuple[int, int], set[int]] = {}
    for symbol, numbers in filed:
        place = symbols.find(symbol, begin, stop)
        while place >= 0:
            last = symbols.find(END, place, stop)
            if last < 0:
                last = stop
            sentence = symbols.rfind(END, begin, place) + 1 or begin, last
            if sentence in found:
                found[sentence].update(numbers)
            else:
                found[sentence] = set(numbers)
            place = symbols.find(symbol, last, stop)
    return found


class _Spared:
    """Where an idea is not what is said, whatever its patterns find."""

    def __init__(self, forms: Iterable[Form], needs: Needs) -> None:
        self._finders = [(needs.bits(form.needs), Finder([form])) for form in forms]

    def spans(self, symbols: str, begin: int, stop: int, missing: int) -> list[tuple[int, int]]:
        """What all forms as one expression would find; only those are tried of which all that is needed is there."""
        tried = [finder.expression for bits, finder in self._finders if not bits & missing]
        if not tried:
            return []
        if len(tried) == 1:
            return [match.span() for match in tried[0].finditer(symbols, begin, stop)]
        found: list[tuple[int, int]] = []
        ahead = [expression.search(symbols, begin, stop) for expression in tried]
        while first := min(filter(None, ahead), key=re.Match[str].start, default=None):
            found.append(first.span())
            end = first.end()
            for number, match in enumerate(ahead):
                if match and match.start() < end:
                    ahead[number] = tried[number].search(symbols, end, stop)
        return found


def _apart(matches: list[Match], spared: Sequence[tuple[int, int]]) -> Iterator[Match]:
    reached = -1
    for found in sorted(matches, key=lambda found: found.match.start()):
        start, end = found.match.span()
        if start >= reached and not any(begin < end and stop > start for begin, stop in spared):
            reached = end
            yield found
