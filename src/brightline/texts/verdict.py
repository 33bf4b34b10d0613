"""The label that a text uses held against the elements that it reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brightline.texts.account import REPORTED, Evidence, Mention, Verdict

MONEY = "means.withholding_earnings_necessities"
"""A cut of the earnings alone does not tell trafficking from sex work that somebody else profits by."""


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
    findings: Mapping[str, str],
) -> Judged:
    """How the label fits.

    `mentions` are the terms that the text uses of somebody or something, `wordings` the turns of phrase that equate
    the two things or call a child's exploitation prostitution, `findings` what definitions make of the elements.
    """
    reported = [evidence for evidence in elements if evidence.status in REPORTED]
    means = [evidence for evidence in reported if evidence.family == "means" and evidence.label != MONEY]
    minors = [evidence for evidence in reported if evidence.label == "age.minor"]
    sexual = [evidence for evidence in reported if evidence.label == "purpose.sexual"]
    trafficking = [mention for mention in mentions if mention.side == "trafficking"]
    equated = [wording for wording in wordings if wording.label == "wording.interchangeable"]
    called = _child_called_prostitute(wordings, minors)
    applied = [
        wording for wording in wordings if wording.label == "wording.trafficking_applied" and wording.status in REPORTED
    ]
    met = [name for name, outcome in findings.items() if outcome == "met"]

    conflation: list[str] = []
    if trafficking and applied and sexual and not means and not minors:
        conflation.append("trafficking_label_without_elements")
    if equated and not means and not minors:
        conflation.append("sexwork_trafficking_interchangeable")
    if called:
        conflation.append("child_exploitation_called_prostitution")
    if any(wording.label.startswith("statistic.") for wording in wordings):
        conflation.append("unsupported_statistic")

    if called:
        return Judged(
            "child", (f"a child's exploitation is called prostitution: {called[0].quote!r}",), tuple(conflation)
        )
    if "sexwork_trafficking_interchangeable" in conflation:
        return Judged("interchangeable", (f"the two are used for one thing: {equated[0].quote!r}",), tuple(conflation))
    if "trafficking_label_without_elements" in conflation:
        reasons = (f"the label is put on it: {applied[0].quote!r}", "no means is reported, and nobody under 18")
        return Judged("not supported", reasons, tuple(conflation))
    if trafficking and (met or means or minors):
        what = [evidence.quote for evidence in (*minors, *means)][:3]
        return Judged("supported", tuple(f"reported: {quote!r}" for quote in what), tuple(conflation))
    if not trafficking and met:
        return Judged("unlabelled", tuple(f"{name}: met" for name in met), tuple(conflation))
    return Judged("no claim", (), tuple(conflation))


def _child_called_prostitute(wordings: Sequence[Evidence], minors: Sequence[Evidence]) -> list[Evidence]:
    """Words that call a child a prostitute outright, or that speak of prostitution where a child is reported."""
    outright = [wording for wording in wordings if wording.label == "wording.child_prostitution"]
    if outright or not minors:
        return outright
    applied = (wording for wording in wordings if wording.label == "wording.prostitution_applied")
    return [wording for wording in applied if wording.status in {*REPORTED, "general"}]
