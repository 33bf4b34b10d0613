"""The reader: from a text to what it reports, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from brightline.findings import Finding, assess
from brightline.law import Definition
from brightline.texts.account import Account, Evidence, Mention
from brightline.texts.assertion import Assertions
from brightline.texts.cues import Cue, load_cues
from brightline.texts.draft import case_of
from brightline.texts.gate import gate
from brightline.texts.ideas import Idea, rules
from brightline.texts.lexicon import HERE
from brightline.texts.roles import Cast, Person
from brightline.texts.schemes import codebook, palermo
from brightline.texts.sentences import marked
from brightline.texts.verdict import judge
from brightline.texts.words import SKIPPED, Encoder, spans, tokens

LARGEST_PART = 200_000
"""Characters that are read at a time: a longer text is read in parts, so that memory stays flat."""

_MARKS = frozenset(SKIPPED + ",.")


class Reader:
    """The rules that come with Brightline, ready to read texts."""

    def __init__(self) -> None:
        own = rules()
        self.ideas = own.ideas
        self.cue_files = load_cues(HERE / "cues", own.grammar)
        self.cues: tuple[Cue, ...] = tuple(cue for file in self.cue_files for cue in file.cues)
        terminator = own.lexicon.get("terminator")
        words = terminator.words if terminator else ()
        self.terminators = frozenset(own.alphabet.symbol(word) for word in words)
        self.cast = Cast(own.alphabet, own.lexicon)
        self.encoder = Encoder(own.alphabet)

    def find(self, text: str, offset: int = 0) -> Iterator[tuple[Idea, Evidence]]:
        """Everything that the ideas find in one part of a text, in no order."""
        words = tokens(text)
        symbols = marked(words, self.encoder.encode(words))
        present = set(symbols)
        wanted = [idea for idea in self.ideas if not idea.finds.triggers.isdisjoint(present)]
        if not wanted:
            return
        places = spans(text)
        assertions = Assertions(symbols, present, self.cues, self.terminators)
        for idea in wanted:
            spared = (
                [match.span() for match in idea.unless.expression.finditer(symbols)]
                if idea.unless and not idea.unless.triggers.isdisjoint(present)
                else []
            )
            for match in idea.finds.expression.finditer(symbols):
                start, end = _trimmed(symbols, *match.span())
                if start >= end or any(first < end and last > start for first, last in spared):
                    continue
                first, last = assertions.bounds(assertions.sentence(start))
                form = idea.finds.form(match)
                roles = self.cast.roles(symbols, first, last, start, end, form.voice, idea.finds.about(match))
                if not idea.anyone and _stranger(roles.by):
                    continue
                standing = assertions.standing(start, end)

                def words_of(person: Person | None) -> str | None:
                    return text[places[person.start][0] : places[person.end - 1][1]] if person else None

                begin, stop = places[start][0], places[end - 1][1]
                cue = standing.cue
                yield (
                    idea,
                    Evidence(
                        idea=idea.id,
                        label=idea.label,
                        fact=idea.fact,
                        status=standing.status,
                        source=standing.source,
                        start=offset + begin,
                        end=offset + stop,
                        quote=text[begin:stop],
                        cue=text[places[cue[0]][0] : places[cue[1] - 1][1]] if cue else None,
                        by=words_of(roles.by),
                        to=words_of(roles.to),
                    ),
                )


@cache
def reader() -> Reader:
    """The reader, made ready once."""
    return Reader()


def read(
    text: str,
    under: str | Definition | Sequence[str | Definition] = "un-palermo",
    reading: str = "strict",
) -> Account:
    """What a text reports, and how its label fits.

    `under` names the definitions that the reported elements are tried against, as in `assess`. Offsets are in
    characters of `text`. A text that does not speak of the subject gives an empty account.
    """
    if not gate().opens(text):
        return _account(text, [], under, reading)
    own = reader()
    found = [hit for offset, part in _parts(text) for hit in own.find(part, offset)]
    return _account(text, found, under, reading)


def _account(
    text: str, found: list[tuple[Idea, Evidence]], under: str | Definition | Sequence[str | Definition], reading: str
) -> Account:
    found.sort(key=lambda hit: (hit[1].start, -hit[1].end, hit[0].id))
    elements: list[Evidence] = []
    mentions: list[Mention] = []
    wordings: list[Evidence] = []
    alone = all(idea.beside for idea, _ in found)
    for idea, evidence in found:
        if alone or (mentions and idea.kind == "term" and evidence.end <= mentions[-1].end):
            continue  # nothing but words that may mean other things, or part of a longer term
        if idea.kind == "term":
            assert idea.side is not None
            term = idea.term or evidence.quote.lower()
            mentions.append(Mention(term, idea.side, evidence.start, evidence.end, evidence.quote))
        elif idea.kind in {"wording", "statistic"}:
            wordings.append(evidence)
        else:
            elements.append(evidence)
    findings: tuple[Finding, ...] = assess(case_of(elements), under, reading=reading) if found else ()
    judged = judge(elements, mentions, wordings, findings)
    return Account(
        text=text,
        elements=tuple(elements),
        mentions=tuple(mentions),
        verdict=judged.verdict,
        reasons=judged.reasons,
        findings={finding.definition.id: finding.outcome for finding in findings},
        schemes={
            "palermo": palermo(elements),
            "codebook": codebook(elements, mentions, judged.conflation),
        },
    )


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts that end at a line break or a space, with where each begins."""
    start = 0
    while len(text) - start > LARGEST_PART:
        end = start + LARGEST_PART
        for mark in ("\n\n", "\n", ". ", " "):
            place = text.rfind(mark, start + LARGEST_PART // 2, end)
            if place > 0:
                end = place + len(mark)
                break
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _trimmed(symbols: str, start: int, end: int) -> tuple[int, int]:
    while end > start and symbols[end - 1] in _MARKS:
        end -= 1
    while start < end and symbols[start] in _MARKS:
        start += 1
    return start, end


def _stranger(person: Person | None) -> bool:
    return person is not None and person.side in {"client", "police"}
