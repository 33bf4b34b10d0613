"""The label that a text uses held against the elements that it reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brightline.texts.account import REPORTED, Evidence, Mention, Verdict
from brightline.texts.groups import groups


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one definition comes to in the facts that a text reports."""

    definition: str
    outcome: str
    missing: tuple[str, ...]
    """Its elements that keep it from being met: those that are still open, or those that are not so."""


PASSED_OVER = "it does not speak of the subject by name, so that nothing was looked for"
NOTHING_REPORTED = "it was looked into, and nothing that it reports was found"
"""The reasons of a text in which nothing is found."""
READ_ANYWAY = "it does not speak of the subject by name, so that what was found may be of something else"
"""The reason of one that was looked into all the same."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its reasons, and every kind of conflation in the codebook's names."""

    verdict: Verdict
    reasons: tuple[str, ...]
    conflation: tuple[str, ...]


def judge(
    elements: Sequence[Evidence],
    mentions: Sequence[Mention],
    wordings: Sequence[Evidence],
    outcomes: Sequence[Outcome],
) -> Judged:
    """How the label fits.

    `mentions` are the terms that the text uses of somebody or something, `wordings` the turns of phrase that equate
    the two things or call a child's exploitation prostitution, `outcomes` what the chosen definitions come to.
    """
    part = groups().labels
    of_partners, minor = part.of_partners_too.are, part.minor.are
    reported = [evidence for evidence in elements if evidence.status in REPORTED]
    means = [found for found in reported if found.family == "means" and found.label not in of_partners]
    minors = [evidence for evidence in reported if evidence.label in minor]
    purposes = {evidence.label for evidence in reported if evidence.family == "purpose"}
    adult = any(found.label in part.adult for found in reported)
    chosen = [found for found in reported if found.family == "consent"]
    sold = any(mention.side == "sex work" for mention in mentions)
    sex_named = any(mention.side == "trafficking" and "sex" in mention.quote.lower() for mention in mentions)
    told_of = (sold and (adult or bool(chosen))) or (sex_named and bool(chosen))
    paid_sex = not purposes.isdisjoint(part.sexual.are) or (not purposes and told_of)
    trafficking = any(mention.side == "trafficking" for mention in mentions)
    equated = [found for found in wordings if found.label in part.equating and found.status in _HELD]
    called = _child_called_prostitute(wordings, minors)
    applied = [found for found in wordings if found.label in part.calling_it_trafficking and found.status in REPORTED]
    acts = any(found.family == "act" for found in reported)
    bare = trafficking and bool(applied) and paid_sex and not means and not minors

    conflation: list[str] = []
    if bare:
        conflation.append("trafficking_label_without_elements")
    if equated and not means and not minors:
        conflation.append("sexwork_trafficking_interchangeable")
    if called:
        conflation.append("child_exploitation_called_prostitution")
    if any(found.family == "statistic" for found in wordings):
        conflation.append("unsupported_statistic")

    verdict: Verdict = "no claim"
    reasons: list[str] = []
    met = [found.definition for found in outcomes if found.outcome == "met"]
    if called:
        verdict = "child"
        reasons = [f"a child's exploitation is called prostitution: {_said(called[0])}"]
    elif "sexwork_trafficking_interchangeable" in conflation:
        verdict = "interchangeable"
        reasons = [f"the two are used for one thing: {_said(equated[0])}"]
    elif bare and not met:
        verdict = "not supported"
        reasons = [
            f"the label is put on it: {_said(applied[0])}",
            "no means is reported, and nobody under 18",
            *_missing(outcomes),
        ]
    elif (means or minors) and (trafficking or met or purposes or acts):
        verdict = "supported" if trafficking else "unlabelled"
        reasons = [f"{name}: every element is reported" for name in met] or [*_in_part(means, minors, outcomes)]
        reasons += [f"reported: {_said(evidence)}" for evidence in (*minors, *means)[:3]]
    elif met:
        verdict = "supported" if trafficking else "no claim"
        reasons = [f"{name}, as it is written, is met without a means and without anybody under 18" for name in met]
    elif trafficking:
        reasons = ["the word is put on nobody in particular, or on what is told without any element"]
    else:
        reasons = ["no word for trafficking or slavery is used, and what is reported does not come to it"]
    if verdict != "interchangeable":
        reasons += _beside(equated, means and chosen)
    return Judged(verdict, tuple(dict.fromkeys(reasons)), tuple(conflation))


def _beside(equated: Sequence[Evidence], chosen: Sequence[Evidence]) -> Iterator[str]:
    """What a reader must see beside the verdict: the text may tell of more than one case."""
    if equated:
        yield f"elsewhere the two are used for one thing: {_said(equated[0])}"
    if chosen:
        yield f"somebody's own choice is reported too: {_said(chosen[0])}"


_HELD = frozenset({*REPORTED, "general"})
"""The statuses of what the text, or somebody in it, holds to be so."""


def _child_called_prostitute(wordings: Sequence[Evidence], minors: Sequence[Evidence]) -> list[Evidence]:
    """Words that call a child a prostitute outright, or that speak of prostitution where a child is reported."""
    held = [found for found in wordings if found.status in _HELD]
    outright = [found for found in held if found.label in groups().labels.calling_a_child_prostitute]
    if outright or not minors:
        return outright
    return [found for found in held if found.label in groups().labels.calling_it_prostitution]


def _said(evidence: Evidence) -> str:
    """The words, and who says them where that is not the text itself."""
    return repr(evidence.quote) if evidence.source == "reporter" else f"{evidence.quote!r} (source: {evidence.source})"


def _in_part(means: Sequence[Evidence], minors: Sequence[Evidence], outcomes: Sequence[Outcome]) -> Iterator[str]:
    told = [name for name, found in (("a means", means), ("somebody under 18", minors)) if found]
    yield f"in part: {' and '.join(told)} reported, which tells it from sex work"
    yield from _missing(outcomes)


def _missing(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for found in outcomes:
        if found.outcome != "met":
            yield f"{found.definition}, not established: {', '.join(found.missing).replace('_', ' ')}"
