"""How surely a text says what it says, and who stands behind it: the cues around a piece of evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from brightline.texts.account import Status
from brightline.texts.cues import Cue, CuePattern, Cues, load_cues
from brightline.texts.generality import HERE, load_generality
from brightline.texts.grammar import Grammar, LexiconClass
from brightline.texts.index import Present, Sentence
from brightline.texts.sentences import asked, quoted
from brightline.texts.speakers import FILE as SPEAKERS
from brightline.texts.speakers import load_introductions, speaker_at
from brightline.texts.words import END, SKIPPED, WORD, Alphabet

RANK: dict[Status, int] = {"negated": 4, "general": 3, "hedged": 2, "alleged": 1, "asserted": 0}
"""Of several statuses that cover the same words the highest holds."""
_FAR = 10_000
_SPEECH = 4
"""Words of a quotation at least that somebody speaks; fewer are words held at arm's length."""
_WEAK = ("reporter", "somebody")
"""Sources that yield to any other."""
_ASKED = Cue("asked", "hedged", None, "forward", "sentence", _FAR, None, settles=False, unless=None, conduct=True)
"""What a question to be answered with yes or no makes of what it asks after."""
_AFTER_MAY = frozenset({"be", "have", "not", "also"})
"""Words after which `May` in a headline is no month."""
_LINK = 8
"""Words at most between a denial or a doubt and an age that it is about."""


class Standing(NamedTuple):
    """The status of some words, its source, and the cue that gave it (first word and one past the last)."""

    status: Status
    source: str
    cue: tuple[int, int] | None = None


class _Place(NamedTuple):
    """A cue that was found: where it stands."""

    cue: Cue
    start: int
    end: int


class _Reach(NamedTuple):
    """A cue that was found: where it stands and the words it covers."""

    cue: Cue
    start: int
    end: int
    first: int
    last: int


class _Spans:
    """Runs of words that stand apart and in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = spans
        self._lasts = [last for _, last in spans]

    def touching(self, start: int, end: int) -> list[tuple[int, int]]:
        """Those that share a word with the words from `start` to `end`."""
        found: list[tuple[int, int]] = []
        for place in range(bisect_right(self._lasts, start), len(self.spans)):
            if self.spans[place][0] >= end:
                break
            found.append(self.spans[place])
        return found


class Rulings:
    """What decides on the standing of evidence: cues, the signs of generality, where clauses end. Made once."""

    def __init__(
        self, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass], common: frozenset[str] = frozenset()
    ) -> None:
        self.cue_files = load_cues(HERE / "cues", alphabet, lexicon)
        self.cues = Cues(self.cue_files, common)
        self.generality = load_generality(HERE / "generality.yaml", alphabet, lexicon)
        terminator = lexicon.get("terminator")
        ends = [re.escape(alphabet.symbol(word)) for word in (terminator.words if terminator else ())]
        self.clause_end = re.compile(f"[{''.join(ends)}]")
        self.phrase_end = re.compile(f"[{''.join(ends)},{re.escape(alphabet.symbol('and'))}]")
        grammar = Grammar(alphabet, lexicon)
        self.age_link = re.compile(f"(?:(?:{grammar.expression('{age_link}')})[{re.escape(SKIPPED)}]?)*")
        self.be = re.compile(grammar.expression("{be}"))
        told = [pattern.cue for file in self.cue_files for pattern in file.patterns]
        self.by_office = {cue.id: cue for cue in told if cue.direction == "sentence"}
        self.introductions = load_introductions(SPEAKERS, grammar, [*self.by_office])


class Assertions:
    """The standing of each piece of evidence in one document."""

    def __init__(
        self, words: list[str], encoded: str, symbols: str, rulings: Rulings, present: Present | None = None
    ) -> None:
        """`encoded` are the symbols of the words, `symbols` the same with the ends of sentences marked, `present` those
        of each sentence.
        """
        self._words = words
        self._encoded = encoded
        self._symbols = symbols
        self._rulings = rulings
        self._present = Present([*symbols]) if present is None else present
        self._cues: dict[Sentence, list[_Reach]] = {}
        self._covered_by: dict[Sentence, list[_Reach]] = {}
        self._speaks_of_class: dict[Sentence, bool] = {}
        self._plain: dict[Sentence, Standing] = {}

    def _sentence(self, place: int) -> Sentence:
        """The sentence in which a word stands."""
        last = self._symbols.find(END, place)
        return self._symbols.rfind(END, 0, place) + 1, last if last >= 0 else len(self._symbols)

    def standing(
        self, start: int, end: int, sentence: Sentence, pattern: re.Pattern[str] | None = None, *, age: bool = False
    ) -> Standing:
        """The standing of the words from `start` to `end` of a sentence, found by `pattern`.

        A denial inside the evidence is part of it ("was not allowed to leave") if the pattern asks for it; if the
        pattern does without ("was never forced"), it denies the evidence. An `age` stands whatever is denied or
        doubted of the conduct ("denied recruiting a girl, 15"), unless it is the age that is ("was not under 18").
        """
        covering = self._covered_by.get(sentence)
        if covering is None:
            covering = self._covered_by[sentence] = self._covering(sentence)
        if not covering:  # as most sentences are: then all in it stands alike
            plain = self._plain.get(sentence)
            if plain is None:
                plain = self._plain[sentence] = self._judged(sentence, {}, "reporter")
            return plain
        by_rank: dict[Status, tuple[int, _Reach]] = {}
        source: tuple[int, str] = (_FAR, "reporter")
        near = [reach for reach in covering if reach.first < end and reach.last > start]
        own = {reach.cue.source for reach in near if reach.cue.own_words}
        for reach in near:
            cue = reach.cue
            overlaps = reach.start < end and reach.end > start
            if overlaps and cue.status == "negated" and not self._denies(reach, start, end, pattern):
                continue
            if age and cue.conduct and not self._about_age(reach, start, end):
                continue
            far = 0 if overlaps else min(abs(start - reach.end), abs(reach.start - end))
            reported = cue.status == "alleged" and cue.source in own
            if cue.status is not None and not reported and far < by_rank.get(cue.status, (_FAR, None))[0]:
                by_rank[cue.status] = far, reach
            if cue.source is not None:
                weight = far + (_FAR // 2 if cue.source in _WEAK else 0)
                if weight < source[0]:
                    source = weight, cue.source
        return self._judged(sentence, by_rank, source[1])

    def _judged(self, sentence: Sentence, by_rank: dict[Status, tuple[int, _Reach]], source: str) -> Standing:
        for status in ("negated", "general"):
            if status in by_rank:
                reach = by_rank[status][1]
                return Standing(status, reach.cue.source or source, (reach.start, reach.end))
        if self._general(sentence):
            return Standing("general", source)
        if "hedged" in by_rank:
            reach = by_rank["hedged"][1]
            return Standing("hedged", reach.cue.source or source, (reach.start, reach.end))
        settled, accused = self._voices
        lifted = by_rank.get("asserted")
        if alleged := by_rank.get("alleged"):
            reach = alleged[1]
            said_by = reach.cue.source or source
            if lifted and lifted[0] < alleged[0]:
                return Standing("asserted", lifted[1].cue.source or source)
            if reach.cue.settles and settled:
                return Standing("asserted", said_by)
            return Standing("alleged", said_by, (reach.start, reach.end))
        if lifted:
            return Standing("asserted", lifted[1].cue.source or source)
        if accused and not settled and source != "person":
            return Standing("alleged", accused.cue.source or source, (accused.start, accused.end))
        return Standing("asserted", source)

    def _general(self, sentence: Sentence) -> bool:
        found = self._speaks_of_class.get(sentence)
        if found is None:
            rules = self._rulings.generality
            first, last = sentence
            found = rules.speaks_of_class(rules.points(self._kinds[first:last]), lambda: self._lean)
            self._speaks_of_class[sentence] = found
        return found

    @cached_property
    def _kinds(self) -> str:
        """The kind of each word."""
        return self._rulings.generality.kinds(self._present.symbols, self._quotations.spans)

    @cached_property
    def _lean(self) -> int:
        return self._rulings.generality.lean(self._kinds)

    def _denies(self, reach: _Reach, start: int, end: int, pattern: re.Pattern[str] | None) -> bool:
        """Whether a denial inside the evidence is none of what the pattern asks for: it holds without it."""
        if pattern is None or reach.start < start:
            return False
        symbols = self._symbols
        without = symbols[start : reach.start] + WORD * (reach.end - reach.start) + symbols[reach.end : end]
        found = pattern.search(without)
        return found is not None and found.end() - found.start() >= end - start

    def _about_age(self, reach: _Reach, start: int, end: int) -> bool:
        """Whether a denial or a doubt is about the age in these words: nothing else is said between the two."""
        if reach.cue is _ASKED:
            return reach.last - end <= 1  # "was she under 18?"; of "was the girl, 15, forced?" the age is no part
        if reach.start < end and reach.end > start:
            return True
        if reach.start >= end:
            return reach.start - end <= 1
        symbols, rulings, words = self._symbols, self._rulings, self._words
        if start - reach.end > _LINK or not rulings.age_link.fullmatch(symbols, reach.end, start):
            return False
        verb = words[start - 1].lower() == "to" or words[start].lower().endswith("ing")
        if not verb and (start - reach.end <= 1 or reach.cue.scope == "phrase"):
            return True
        return rulings.be.search(symbols, reach.end, end) is not None

    def _cues_in(self, sentence: Sentence) -> list[_Reach]:
        """Every cue of a sentence and what it covers."""
        found = self._cues.get(sentence)
        if found is None:
            first, last = sentence
            among = self._rulings.cues.among(self._present[sentence])
            found = self._cues[sentence] = self._reaches(among, first, last)
        return found

    def _reaches(self, patterns: list[CuePattern], first: int, last: int) -> list[_Reach]:
        spared: dict[re.Pattern[str], _Spans] = {}
        found: list[_Reach] = []
        for pattern in patterns:
            for start, end in self._places(pattern, first, last, spared):
                cue = pattern.cue
                if cue.id == "somebody":
                    cue = self._by_name(start, end) or cue
                found.append(_Reach(cue, start, end, *self._covered(cue, start, end, first, last)))
        return found

    def _by_name(self, start: int, end: int) -> Cue | None:
        """The cue of whoever speaks at these words by a name alone, where the text brought them in before."""
        name = speaker_at(self._words, self._symbols, start, end)
        if name is None or name not in self._brought_in:
            return None
        place, office = self._brought_in[name]
        return self._rulings.by_office[office] if place < start else None

    @cached_property
    def _brought_in(self) -> Mapping[str, tuple[int, str]]:
        return self._rulings.introductions.brought_in(self._words, self._symbols)

    def _places(
        self, pattern: CuePattern, first: int, last: int, spared: dict[re.Pattern[str], _Spans]
    ) -> Iterator[tuple[int, int]]:
        """Where a cue stands, as first word and one past the last; `spared` keeps what others found for this one."""
        unless = pattern.cue.unless
        for match in pattern.expression.finditer(self._symbols, first, last):
            start, end = match.span()
            if self._words[start] == "May" and self._is_month(start):
                continue
            if unless is not None:
                if unless not in spared:
                    spared[unless] = _Spans([found.span() for found in unless.finditer(self._symbols, first, last)])
                if spared[unless].touching(start, end):
                    continue
            yield start, end

    def _is_month(self, place: int) -> bool:
        """Whether `May` is the month: a number stands beside it, or no sentence begins with it."""
        before, after = self._words[max(0, place - 1) : place], self._words[place + 1 : place + 2]
        return (
            bool(after)
            and after[0].lower() not in _AFTER_MAY
            and (after[0][0].isdigit() or any(word[0].isdigit() or word[0].islower() for word in before))
        )

    def _covering(self, sentence: Sentence) -> list[_Reach]:
        """The cues that cover something of a sentence: its own, and those of who speaks a quotation that it is in."""
        found = self._cues_in(sentence)
        if self._quotations.spans:
            found = [*found, *self._spoken(sentence)]
        return [*found, *self._questions(sentence)] if self._asks else found

    def _questions(self, sentence: Sentence) -> Iterator[_Reach]:
        first, last = sentence
        last = min(last + 1, len(self._words))  # the mark that ends the sentence
        if "?" in self._words[first:last]:
            for begin, stop in asked(self._words, first, last):
                yield _Reach(_ASKED, begin, begin + 1, begin, stop)

    @cached_property
    def _asks(self) -> bool:
        return "?" in self._words

    def _spoken(self, sentence: Sentence) -> Iterator[_Reach]:
        for first, last in self._quotations.touching(*sentence):
            around = {self._sentence(place) for place in (max(0, first - 2), first, last - 1, last)}
            for other in sorted(around - {sentence}):
                for reach in self._cues_in(other):
                    cue = reach.cue
                    if cue.source is not None and cue.scope == "sentence" and not first <= reach.start < last:
                        yield _Reach(cue, reach.start, reach.end, first, last)

    @cached_property
    def _quotations(self) -> _Spans:
        return _Spans([(first, last) for first, last in quoted(self._words, self._encoded) if last - first >= _SPEECH])

    @cached_property
    def _voices(self) -> tuple[bool, _Place | None]:
        """Whether the document tells of a plea or a verdict; if not, the first cue by which it tells of charges."""
        accused: _Place | None = None
        spared: dict[re.Pattern[str], _Spans] = {}
        for pattern in self._rulings.cues.voices(frozenset(self._present.symbols)):
            place = next(self._places(pattern, 0, len(self._symbols), spared), None)
            if place is None:
                continue
            if pattern.cue.voice == "settled":
                return True, None
            if accused is None or place[0] < accused.start:
                accused = _Place(pattern.cue, *place)
        return False, accused

    def _covered(self, cue: Cue, start: int, end: int, first: int, last: int) -> tuple[int, int]:
        """The words that a cue covers in its sentence, which goes from `first` to one before `last`."""
        stop = self._rulings.phrase_end if cue.scope == "phrase" else self._rulings.clause_end
        if cue.direction == "forward":
            first, last = start, min(last, end + cue.words)
            if cue.scope != "sentence" and (found := stop.search(self._symbols, end, last)):
                last = found.start()
            if cue.until is not None and (found := cue.until.search(self._symbols, end, last)):
                last = found.start()
        elif cue.direction == "backward":
            first, last = max(first, start - cue.words), end
            if cue.scope != "sentence":
                for found in stop.finditer(self._symbols, first, start):
                    first = found.end()
            if cue.until is not None:
                for found in cue.until.finditer(self._symbols, first, start):
                    first = found.end()
        return first, last
