"""The search for many patterns at once: a sentence is searched for those of which it holds all that is needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, TypeAlias

from brightline.texts.grammar import Form
from brightline.texts.ideas import Finder, Idea
from brightline.texts.words import END


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
        for symbol in present:
            if symbol in met_by:
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

        def rarity(one: frozenset[str]) -> tuple[bool, int]:
            return not common.isdisjoint(one), sum(often[symbol] for symbol in one)

        self._filed: dict[str, list[tuple[int, int]]] = {}
        beside: dict[str, set[str]] = {}
        for number, needed in enumerate(sets):
            rarest, *others = sorted(needed, key=rarity)
            bits = needs.bits(others)
            for symbol in rarest:
                self._filed.setdefault(symbol, []).append((number, bits))
                beside.setdefault(symbol, set()).update(others[0] if others else symbol)
        self._beside = {symbol: frozenset(symbols) for symbol, symbols in beside.items()}
        """What else must be there for any pattern filed under a symbol: the symbol itself where one needs no more."""

        self.any_of_them = re.compile(f"[{re.escape(''.join(self._filed))}]" if self._filed else "(?!)")
        """Any of the symbols that patterns are filed under."""

    def under(self, present: Set[str]) -> list[str]:
        """The symbols under which anything is filed that may be found: a first look, which most sentences fail."""
        beside = self._beside
        return [symbol for symbol in beside.keys() & present if not beside[symbol].isdisjoint(present)]

    def possible(self, symbols: Iterable[str], missing: int) -> list[int]:
        """The patterns filed under any of these symbols that ask for none of what is missing, in order."""
        filed = self._filed
        found = [number for symbol in symbols for number, bits in filed[symbol] if not bits & missing]
        return sorted(set(found)) if len(found) > 1 else found


class Match(NamedTuple):
    """One find: its idea, what found it, and the sentence (first word and one past the last) in which it stands."""

    idea: Idea
    finder: Finder
    match: re.Match[str]
    first: int
    last: int


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
        self._tying = _Group([idea for idea in ideas if idea.tells_half == "tied"], texts, common)

    def matches(self, symbols: str, *, subject: bool = False) -> list[Match]:
        """What is found, in no order. Of two finds of one idea that overlap the first counts; of two that begin at one
        word, the one whose pattern stands first in the idea.

        With `subject`, nothing where no find tells of the subject, and none of somebody who is both got for work and
        tied to it: the few ideas that do are looked for first, and most texts of something else are done with them.
        """
        sentences = [*_sentences(symbols)]
        present = _Present(symbols)
        found = self._subject.matches(symbols, sentences, present)
        told = bool(found) or not subject
        if told or self._tying.matches(symbols, sentences, present):
            found += self._others.matches(symbols, sentences, present)
        return found if told or any(one.idea.tells_half == "got" for one in found) else []


_Sentence: TypeAlias = tuple[int, int]
"""First word of a sentence and one past its last."""


def _sentences(symbols: str) -> Iterator[_Sentence]:
    first = 0
    for length in map(len, symbols.split(END)):
        last = first + length
        if length:
            yield first, last
        first = last + 1


class _Present(dict[_Sentence, frozenset[str]]):
    """The symbols that are present in each sentence, worked out when they are first asked for."""

    def __init__(self, symbols: str) -> None:
        super().__init__()
        self._symbols = symbols

    def __missing__(self, sentence: _Sentence) -> frozenset[str]:
        first, last = sentence
        found = self[sentence] = frozenset(self._symbols[first:last])
        return found


class _Group:
    """Ideas that are looked for together."""

    def __init__(self, ideas: Sequence[Idea], samples: Iterable[str], common: frozenset[str]) -> None:
        self._needs = Needs()
        self._finders = [(idea, finder) for idea in ideas for finder in idea.finders]
        self._index = Index((finder.needs for _, finder in self._finders), self._needs, samples, common)
        self._spared = {idea: _Spared(idea.unless, self._needs) for idea in ideas if idea.unless}

    def matches(
        self, symbols: str, sentences: Iterable[_Sentence], present: Mapping[_Sentence, frozenset[str]]
    ) -> list[Match]:
        """What is found in each sentence."""
        found: list[Match] = []
        tells = self._index.any_of_them.search
        for sentence in sentences:
            first, last = sentence
            if tells(symbols, first, last):
                there = present[sentence]
                symbols_there = self._index.under(there)
                if not symbols_there:
                    continue
                missing = self._needs.missing(there)
                if numbers := self._index.possible(symbols_there, missing):
                    found += self._in_sentence(symbols, first, last, numbers, missing)
        return found

    def _in_sentence(
        self, symbols: str, first: int, last: int, numbers: Iterable[int], missing: int
    ) -> Iterator[Match]:
        finders = self._finders
        found: dict[Idea, list[Match]] = {}
        for number in numbers:
            idea, finder = finders[number]
            search = finder.search
            match = search(symbols, first, last)
            while match:
                one = Match(idea, finder, match, first, last)
                if idea in found:
                    found[idea].append(one)
                else:
                    found[idea] = [one]
                match = search(symbols, match.end(), last)
        for idea, matches in found.items():
            spared = self._spared[idea].spans(symbols, first, last, missing) if idea in self._spared else None
            if len(matches) == 1 and not spared:
                yield matches[0]
            else:
                yield from _apart(matches, spared or ())


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
