"""The search for many patterns at once: a sentence is searched for those of which it holds all that is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from brightline.texts.ideas import RARE_HALVES, Finder, Idea, whole
from brightline.texts.index import Index, Present, Sentence, bits_of
from brightline.texts.words import END


class Match(NamedTuple):
    """One find: its idea, what found it, and the sentence (first word and one past the last) in which it stands."""

    idea: Idea
    finder: Finder
    match: re.Match[str]
    first: int
    last: int


class Search:
    """Ideas, looked for in a whole text. No symbol that is `common` in any text is looked for first."""

    def __init__(self, ideas: Sequence[Idea], common: frozenset[str] = frozenset()) -> None:
        self._subject = _Group([idea for idea in ideas if idea.tells_subject], common)
        self._others = _Group([idea for idea in ideas if not idea.tells_subject], common)
        self._halves = _Group([idea for idea in ideas if idea.tells_half in RARE_HALVES], common)

    def matches(self, symbols: str, *, subject: bool = False, present: Present | None = None) -> list[Match]:
        """What is found, in no order. Of two finds of one idea that overlap the first counts; of two that begin at one
        word, the one whose pattern stands first in the idea.

        With `subject`, nothing where no find tells of the subject, and no two that do so together: the few ideas
        without which none do are looked for first, and most texts of something else are done with them.
        """
        if present is None:
            present = Present([*symbols])
        sentences = [*_sentences(symbols)]
        found = self._subject.matches(symbols, sentences, present)
        told = bool(found) or not subject
        if told or self._halves.matches(symbols, sentences, present):
            found += self._others.matches(symbols, sentences, present)
        return found if told or whole({one.idea.tells_half for one in found}) else []


def _sentences(symbols: str) -> Iterator[Sentence]:
    first = 0
    for length in map(len, symbols.split(END)):
        last = first + length
        yield first, last
        first = last + 1


class _Group:
    """Ideas that are looked for together."""

    def __init__(self, ideas: Sequence[Idea], common: frozenset[str]) -> None:
        searched = [(idea, finder) for idea in ideas for finder in idea.finders]
        spared = [(idea, Finder([form])) for idea in ideas for form in idea.unless]
        self._finders = [*searched, *spared]
        self._index = Index((finder.needs for _, finder in self._finders), common)
        self._searched = bits_of(range(len(searched)))
        beside: dict[Idea, list[int]] = {}
        for number, (idea, _) in enumerate(spared, len(searched)):
            beside.setdefault(idea, []).append(number)
        self._spared = {idea: bits_of(numbers) for idea, numbers in beside.items()}
        """Patterns of where an idea is not what is said, whatever its others find."""

    def matches(self, symbols: str, sentences: Iterable[Sentence], present: Present) -> list[Match]:
        """What is found in each sentence."""
        found: list[Match] = []
        index, searched, enough = self._index, self._searched, self._index.enough
        for sentence, told in zip(sentences, index.told(present.symbols), strict=True):
            if (len(told) > 1 or told in enough) and (likely := index.likely(told)) & searched:
                found += self._in_sentence(symbols, sentence, likely, present[sentence])
        return found

    def _in_sentence(self, symbols: str, sentence: Sentence, likely: int, present: frozenset[str]) -> Iterator[Match]:
        first, last = sentence
        finders = self._finders
        found: dict[Idea, list[tuple[Finder, re.Match[str]]]] = {}
        for number in self._index.possible(likely & self._searched, present):
            idea, finder = finders[number]
            search = finder.search
            match = search(symbols, first, last)
            while match:
                if idea in found:
                    found[idea].append((finder, match))
                else:
                    found[idea] = [(finder, match)]
                match = search(symbols, match.end(), last)
        for idea, matches in found.items():
            spared = self._index.possible(likely & self._spared.get(idea, 0), present)
            if spared or len(matches) > 1:
                tried = [finders[number][1].expression for number in spared]
                kept = _apart(matches, _spans(tried, symbols, first, last))
            else:
                kept = matches
            for finder, match in kept:
                yield Match(idea, finder, match, first, last)


def _spans(tried: Sequence[re.Pattern[str]], symbols: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """What several expressions as one, the first of them first, would find."""
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


def _start(found: tuple[Finder, re.Match[str]]) -> int:
    return found[1].start()


def _apart(
    matches: list[tuple[Finder, re.Match[str]]], spared: Sequence[tuple[int, int]]
) -> Iterator[tuple[Finder, re.Match[str]]]:
    reached = -1
    matches.sort(key=_start)
    for found in matches:
        start, end = found[1].span()
        if start >= reached and not (spared and any(begin < end and stop > start for begin, stop in spared)):
            reached = end
            yield found
