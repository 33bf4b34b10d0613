"""A text cut at the ends of its marks: pieces in order, so that a page can show each and marks never cross."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from brightline.texts.account import Account, Evidence
from brightline.texts.report import FAMILY_WORDS

LONGEST_WHOLE = 300_000
"""Characters of a text that is shown whole; of a longer one only what stands around the marks."""
AROUND = 300
"""Characters shown before and after a mark of a long text."""
TERM = "term"
"""The kind of a mark that is no evidence: a term that the text uses for the conduct."""

_REPLACED = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")
for _kept in "\t\n\r":
    del _REPLACED[ord(_kept)]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to mark in the text: `number` is its place in the table, from 1, or `None` for a term."""

    start: int
    end: int
    kind: str
    """A family of evidence, or `term`."""
    family: str
    status: str
    number: int | None
    side: str = ""
    """Of a term: `trafficking` or `sex work`."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Here the words of a piece of evidence begin."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class End:
    """Here the words of a piece of evidence end."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Words:
    """Words with all that covers them, nothing where no mark does."""

    text: str
    covering: tuple[Mark, ...] = ()

    @property
    def inmost(self) -> Mark:
        """The shortest piece of evidence that covers the words, or the shortest term. Raises where none does."""
        return min(self.evidence or self.covering, key=lambda mark: mark.end - mark.start)

    @property
    def evidence(self) -> tuple[Mark, ...]:
        """What covers the words and is evidence."""
        return tuple(mark for mark in self.covering if mark.number is not None)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many characters without a mark that are not shown."""

    characters: int


Piece: TypeAlias = "Begin | End | Words | LeftOut"


def showable(text: str) -> str:
    """Text that can stand in a page: what no page may hold becomes `\\ufffd`, one for one. It is not escaped."""
    return text.translate(_REPLACED)


def kind_of(family: str) -> str:
    """The family where pages have a look for it, and else that of a term."""
    return family if family in FAMILY_WORDS else TERM


def overlapping(found: Iterable[Evidence]) -> bool:
    """Whether words are part of more than one piece of evidence."""
    last = 0
    for evidence in sorted(found, key=lambda one: one.start):
        if evidence.start < last:
            return True
        last = max(last, evidence.end)
    return False


def pieces(account: Account) -> Iterator[Piece]:
    """The text in pieces, each with what covers it; evidence is numbered from 1 in the order of the account."""
    text = account.text
    starts: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in _marks(account):
        starts.setdefault(mark.start, []).append(mark)
        ends.setdefault(mark.end, []).append(mark)
    covering: list[Mark] = []
    places = sorted({0, len(text), *starts, *ends})
    for place, following in zip(places, [*places[1:], len(text)], strict=True):
        for mark in ends.get(place, ()):
            if mark in covering:
                covering.remove(mark)
                if mark.number is not None:
                    yield End(mark)
        for mark in starts.get(place, ()):
            if mark.number is not None:
                yield Begin(mark)
            if mark.end > mark.start:
                covering.append(mark)
        if covering:
            yield Words(text[place:following], tuple(covering))
        elif following > place:
            yield from _bare(text, place, following)


def _marks(account: Account) -> list[Mark]:
    size = len(account.text)

    def within(place: int) -> int:
        return max(0, min(place, size))

    found = [
        Mark(within(one.start), within(one.end), kind_of(one.family), one.family, one.status, number)
        for number, one in enumerate(account.elements, start=1)
    ]
    found += [Mark(within(one.start), within(one.end), TERM, TERM, "", None, one.side) for one in account.mentions]
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def _bare(text: str, start: int, end: int) -> Iterator[Piece]:
    """Words without a mark: all of them, or of a long text those beside the marks."""
    if len(text) <= LONGEST_WHOLE or end - start <= 4 * AROUND:
        yield Words(text[start:end])
        return
    first = start + AROUND if start else start
    last = end - AROUND if end < len(text) else end
    yield Words(text[start:first])
    yield LeftOut(last - first)
    yield Words(text[last:end])
