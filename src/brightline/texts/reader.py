"""The reader: from a text to what it reports, stage by stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from brightline.cases.case import Standing
from brightline.findings import assess
from brightline.law import Definition
from brightline.texts.account import REPORTED, Account, Aside, Evidence, Mention
from brightline.texts.assertion import RANK, Assertions, Rulings
from brightline.texts.draft import case_of_facts, facts_of, with_aims
from brightline.texts.gate import Look, gate
from brightline.texts.groups import groups
from brightline.texts.ideas import Idea, rules, whole
from brightline.texts.index import Present
from brightline.texts.parts import parts
from brightline.texts.roles import Cast, Roles
from brightline.texts.schemes import codebook, palermo
from brightline.texts.search import Search
from brightline.texts.sentences import mark, marked
from brightline.texts.verdict import NOTHING_REPORTED, PASSED_OVER, READ_ANYWAY, Outcome, judge
from brightline.texts.words import MARKS, SKIPPED, Encoder, Words

_TOGETHER = 300
"""Characters between a purpose and the act or means that tells it from other work, in a text that names nothing."""
LARGEST_PART = 200_000
"""Characters that are read at a time: a longer text is read in parts, so that memory stays flat."""

WORDS_ALONE = frozenset({"term", "statistic"})
"""Kinds of ideas that are words and no event: nobody is asked how surely they are said, or who does what."""
DONE = frozenset({"act", "means"})
"""Kinds of ideas that somebody does to somebody."""
NOBODY = Roles(None, None)
_MARKS = frozenset(SKIPPED + ",.")


class Found(NamedTuple):
    """What an idea finds, and whose conduct or harm it is where that sets it aside."""

    idea: Idea
    evidence: Evidence
    stranger: str | None = None


class Reader:
    """The rules that come with Brightline, ready to read texts."""

    def __init__(self) -> None:
        own = rules()
        self.ideas = own.ideas
        words = own.lexicon["common"].words if "common" in own.lexicon else ()
        common = frozenset(own.alphabet.symbol(word) for word in words) | MARKS
        self.rulings = Rulings(own.alphabet, own.lexicon, common)
        self.cast = Cast(own.alphabet, own.lexicon)
        self.encoder = Encoder(own.alphabet)
        self.search = Search(self.ideas, common)

    def tells(self, parts: Iterable[str]) -> tuple[bool, bool]:
        """Whether parts of one text speak of the subject anywhere, and of somebody who exploits; gone through in turn,
        no further than needed.
        """
        subject = exploits = False
        halves: set[str | None] = set()
        for part in parts:
            symbols = marked((words := Words(part).words), self.encoder.encode(words))
            for found in self.search.matches(symbols):
                halves.add(found.idea.tells_half)
                subject = subject or found.idea.tells_subject or whole(halves)
                exploits = exploits or found.idea.tells_exploitation
            if subject and exploits:
                break
        return subject, exploits

    def find(self, text: str, *, subject: bool = True) -> Iterator[tuple[Idea, Evidence]]:
        """What the ideas find in a text, in no order, without what is set aside. `subject` is as in `found`."""
        return ((idea, evidence) for idea, evidence, stranger in self.found(text, subject=subject) if stranger is None)

    def found(
        self, text: str, offset: int = 0, *, subject: bool = True, exploits: bool | None = None
    ) -> Iterator[Found]:
        """Everything that the ideas find in one part of a text, in no order.

        With `subject`, nothing where all that is found may be of another one: no term for it, no purpose beside it, no
        two halves that tell of it together.
        `exploits` says whether the whole text speaks of somebody who exploits; without it, this part is all of the text
        that is asked, or nothing is where `subject` is not.
        """
        words = Words(text)
        each = self.encoder.symbols(words.words)
        encoded = "".join(each)
        symbols = "".join(mark(words.words, encoded, each))
        present = Present(each)
        matches = self.search.matches(symbols, subject=subject, present=present)
        if not matches:
            return
        if exploits is None:
            exploits = not subject or any(found.idea.tells_exploitation for found in matches)
        strangers = groups().labels.of_strangers_too
        assertions = Assertions(words.words, encoded, symbols, self.rulings, present)
        for idea, finder, match, first, last in matches:
            start, end = _trimmed(symbols, *match.span())
            if start >= end:
                continue
            if idea.kind in WORDS_ALONE:
                begin, stop = words.span(start, end)
                where = offset + begin, offset + stop, text[begin:stop]
                yield Found(idea, Evidence(idea.id, idea.label, idea.fact, "asserted", "reporter", *where))
                continue
            roles = NOBODY
            # Violence and threats where nobody is said to exploit anybody are of another story.
            counts = exploits or idea.label not in strangers
            if idea.kind in DONE:
                form = finder.form(match)
                roles = self.cast.roles(symbols, first, last, start, end, form.voice, finder.about(match))
                counts = counts and (idea.anyone or roles.counts)
            if not counts and roles.stranger is None:
                continue
            standing = assertions.standing(start, end, (first, last), finder.expression, age=idea.kind == "age")
            status = standing.status if RANK[standing.status] > RANK[idea.at_most] else idea.at_most
            begin, stop = words.span(start, end)
            cue, by, to = standing.cue, roles.by, roles.to
            yield Found(
                idea,
                Evidence(
                    idea=idea.id,
                    label=idea.label,
                    fact=idea.fact,
                    status=status,
                    source=standing.source,
                    start=offset + begin,
                    end=offset + stop,
                    quote=text[begin:stop],
                    cue=words.quote(*cue) if cue else None,
                    by=words.quote(by.start, by.end) if by else None,
                    to=words.quote(to.start, to.end) if to else None,
                ),
                None if counts else roles.stranger,
            )


@cache
def reader() -> Reader:
    """The reader, made ready once."""
    return Reader()


def read(
    text: str,
    under: str | Definition | Sequence[str | Definition] = "un-palermo",
    reading: str = "strict",
    *,
    anyway: bool = False,
) -> Account:
    """What a text reports, and how its label fits.

    `under` names the definitions that the reported elements are tried against, as in `assess`. Offsets are in
    characters of `text`. A text that does not speak of the subject gives an empty account, unless `anyway` asks to
    look into it all the same: somebody knows that it is about exploitation, though no word in it says so.
    """
    chosen = under if isinstance(under, (str, Definition)) else tuple(under)
    if anyway:
        found = [
            hit
            for offset, part in parts(text, LARGEST_PART)
            for hit in reader().found(part, offset, subject=False, exploits=True)
        ]
    else:
        found = _found(text, gate().look(text))
    if found:
        ideas = {hit.idea for hit in found}
        told = any(idea.tells_subject for idea in ideas) or whole({idea.tells_half for idea in ideas})
        return _account(text, found, chosen, reading, () if told else (READ_ANYWAY,))
    why = NOTHING_REPORTED if anyway else PASSED_OVER
    nothing = {
        found.definition: found.outcome for found in _outcomes(frozenset[tuple[str, Standing]](), chosen, reading)
    }
    return Account(text, reasons=(why,), findings=nothing, schemes=_no_schemes())


def _found(text: str, look: Look) -> list[Found]:
    if look is Look.NOTHING:
        return []
    own = reader()
    if look is Look.HINTED:
        return [
            hit
            for offset, part in parts(text, LARGEST_PART)
            if _told_together(hits := [*own.found(part, offset)])
            for hit in hits
        ]
    if len(text) <= LARGEST_PART:
        return [*own.found(text)]
    # A part may hold the deed and another the word that says what it is a deed of.
    subject, exploits = own.tells(part for _, part in parts(text, LARGEST_PART))
    if not subject:
        return []
    return [
        hit
        for offset, part in parts(text, LARGEST_PART)
        for hit in own.found(part, offset, subject=False, exploits=exploits)
    ]


def _told_together(found: Sequence[Found]) -> bool:
    """Whether a purpose is reported with an act, a means or a child close to it, and not in the same words.

    Where nothing is named, either alone may be of anything.
    """
    reported = [hit.evidence for hit in found if hit.stranger is None and hit.evidence.status in REPORTED]
    minor = groups().labels.minor
    deeds = [one for one in reported if one.family in {"act", "means"} or one.label in minor]
    said = {(one.start, one.end) for one in deeds}
    return any(
        not (one.start < aim.end and aim.start < one.end) and abs(one.start - aim.start) <= _TOGETHER
        for aim in reported
        if aim.family == "purpose" and (aim.start, aim.end) not in said
        for one in deeds
    )


def _account(
    text: str,
    found: list[Found],
    under: str | Definition | tuple[str | Definition, ...],
    reading: str,
    beside: tuple[str, ...],
) -> Account:
    found.sort(key=lambda hit: (hit.evidence.start, -hit.evidence.end, hit.idea.id))
    elements: list[Evidence] = []
    mentions: list[Mention] = []
    wordings: list[Evidence] = []
    seen: set[tuple[object, ...]] = set()
    aside: dict[tuple[str, int, int], Aside] = {}
    for idea, evidence, stranger in found:
        if stranger is not None:
            aside.setdefault((evidence.label, evidence.start, evidence.end), Aside(evidence, stranger))
        elif mentions and idea.kind == "term" and evidence.end <= mentions[-1].end:
            continue  # part of a longer term
        elif idea.kind == "term":
            assert idea.side is not None
            term = idea.term or evidence.quote.lower()
            mentions.append(Mention(term, idea.side, evidence.start, evidence.end, evidence.quote))
        elif idea.kind in {"wording", "statistic"}:
            wordings.append(evidence)
        elif (same := (evidence.label, evidence.fact, evidence.start, evidence.end, evidence.status)) not in seen:
            seen.add(same)
            elements.append(evidence)
    told = with_aims(elements, text)
    outcomes = _outcomes(frozenset(facts_of(told)), under, reading)
    judged = judge(elements, mentions, wordings, outcomes)
    return Account(
        text=text,
        elements=told,
        mentions=tuple(mentions),
        verdict=judged.verdict,
        reasons=judged.reasons + beside,
        findings={found.definition: found.outcome for found in outcomes},
        schemes=_schemes(elements, mentions, judged.conflation),
        set_aside=tuple(aside.values()),
    )


def _schemes(
    elements: Sequence[Evidence], mentions: Sequence[Mention], conflation: Sequence[str]
) -> Mapping[str, Mapping[str, object]]:
    return {"palermo": palermo(elements), "codebook": codebook(elements, mentions, conflation)}


@cache
def _no_schemes() -> Mapping[str, Mapping[str, object]]:
    return _schemes((), (), ())


@lru_cache(maxsize=4096)
def _outcomes(
    facts: frozenset[tuple[str, Standing]], under: str | Definition | tuple[str | Definition, ...], reading: str
) -> tuple[Outcome, ...]:
    """What each definition comes to: the same facts come again and again in a corpus."""
    findings = assess(case_of_facts(sorted(facts)), under, reading=reading)
    return tuple(
        Outcome(
            finding.definition.id,
            finding.outcome,
            finding.open_elements or tuple(one.name for one in finding.elements if one.word == "not established"),
        )
        for finding in findings
    )


def _trimmed(symbols: str, start: int, end: int) -> tuple[int, int]:
    while end > start and symbols[end - 1] in _MARKS:
        end -= 1
    while start < end and symbols[start] in _MARKS:
        start += 1
    return start, end
