"""How surely a text says what it says, and who stands behind it: the cues around a piece of evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from brightline.texts.account import Status
from brightline.texts.cues import Cue
from brightline.texts.words import END

RANK: dict[Status, int] = {"negated": 4, "general": 3, "hedged": 2, "alleged": 1, "asserted": 0}
"""Of several statuses that cover the same words the highest holds."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of some words, its source, and the cue that gave it (first word and one past the last)."""

    status: Status
    source: str
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Reach:
    """A cue that was found: where it stands and the words it covers."""

    cue: Cue
    start: int
    end: int
    first: int
    last: int


class Assertions:
    """The cues of one document, looked up for each piece of evidence."""

    def __init__(self, symbols: str, present: set[str], cues: Sequence[Cue], terminators: frozenset[str]) -> None:
        self._symbols = symbols
        self._terminators = terminators
        self._ends = [place for place, symbol in enumerate(symbols) if symbol == END]
        self._by_sentence: dict[int, list[_Reach]] = {}
        for cue in cues:
            if not cue.finds.triggers.isdisjoint(present):
                self._find(cue, present)

    def sentence(self, place: int) -> int:
        """The number of the sentence in which a word stands, from 0."""
        return bisect_right(self._ends, place - 1)

    def bounds(self, sentence: int) -> tuple[int, int]:
        """First word of a sentence and one past its last."""
        first = self._ends[sentence - 1] + 1 if sentence else 0
        last = self._ends[sentence] if sentence < len(self._ends) else len(self._symbols)
        return first, last

    def standing(self, start: int, end: int) -> Standing:
        """The standing of the words from `start` to `end`."""
        status: Status = "asserted"
        source = "reporter"
        found: tuple[int, int] | None = None
        nearest = 10_000
        lifted = 10_000
        for reach in self._by_sentence.get(self.sentence(start), ()):
            cue = reach.cue
            if reach.first >= end or reach.last <= start:
                continue
            overlaps = reach.start < end and reach.end > start
            if overlaps and cue.status == "negated":
                continue  # the negation is part of the evidence: "was not allowed to leave"
            far = 0 if overlaps else min(abs(start - reach.end), abs(reach.start - end))
            if cue.status == "asserted":
                lifted = min(lifted, far)
            elif cue.status is not None and RANK[cue.status] > RANK[status]:
                status, found, nearest = cue.status, (reach.start, reach.end), far
                source = cue.source or source
                continue
            if cue.source is not None and source == "reporter":
                source = cue.source
        if status == "alleged" and lifted < nearest:
            return Standing("asserted", "court")
        return Standing(status, source, found)

    def _find(self, cue: Cue, present: set[str]) -> None:
        symbols = self._symbols
        spared = [match.span() for match in cue.unless.expression.finditer(symbols)] if cue.unless else []
        for match in cue.finds.expression.finditer(symbols):
            start, end = match.span()
            if any(first < end and last > start for first, last in spared):
                continue
            sentence = self.sentence(start)
            first, last = self.bounds(sentence)
            if cue.direction == "forward":
                first, last = start, min(last, end + cue.words)
                if cue.scope == "clause":
                    last = self._clause_end(end, last)
            elif cue.direction == "backward":
                first, last = max(first, start - cue.words), end
                if cue.scope == "clause":
                    first = self._clause_start(first, start)
            self._by_sentence.setdefault(sentence, []).append(_Reach(cue, start, end, first, last))

    def _clause_end(self, start: int, last: int) -> int:
        for place in range(start, last):
            if self._symbols[place] in self._terminators:
                return place
        return last

    def _clause_start(self, first: int, end: int) -> int:
        for place in range(end - 1, first - 1, -1):
            if self._symbols[place] in self._terminators:
                return place + 1
        return first
