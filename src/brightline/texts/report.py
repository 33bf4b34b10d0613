"""A text with its account and findings, and the plain words and signs in which they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from brightline.findings import Finding, assess
from brightline.law import Definition, vocabulary
from brightline.texts.account import Account, Aside, Evidence, Status, Verdict
from brightline.texts.documents import Document
from brightline.texts.draft import case_of
from brightline.texts.english import NOT_ENGLISH
from brightline.texts.ideas import rules
from brightline.texts.reader import read

VERDICT_SIGNS: Mapping[Verdict, str] = {
    "supported": "[+]",
    "not supported": "[-]",
    "interchangeable": "[!]",
    "child": "[!]",
    "unlabelled": "[?]",
    "no claim": "[ ]",
}
VERDICT_WORDS: Mapping[Verdict, str] = {
    "supported": "the text calls it trafficking or slavery, and reports a means or a child",
    "not supported": "the text calls it trafficking or slavery, and reports neither a means nor a child",
    "interchangeable": "the text uses words for sex work and for trafficking as if they were one thing",
    "child": "the text calls the exploitation of a child prostitution or sex work",
    "unlabelled": "the text reports a means or a child, with an act or a purpose, and does not call it trafficking",
    "no claim": "the text makes no claim about trafficking that could be held against its elements",
}
STATUS_SIGNS: Mapping[Status, str] = {
    "asserted": "[+]",
    "alleged": "[~]",
    "hedged": "[?]",
    "negated": "[-]",
    "general": "[*]",
}
STATUS_WORDS: Mapping[Status, str] = {
    "asserted": "stated as a fact",
    "alleged": "alleged",
    "hedged": "said to be possible",
    "negated": "denied",
    "general": "said in general, of no event",
}
FAMILY_WORDS: Mapping[str, tuple[str, str]] = {
    "act": ("Acts", "what was done to bring, move or keep somebody"),
    "means": ("Means", "how somebody was pressed, tricked or held"),
    "purpose": ("Purposes", "what it was for"),
    "age": ("Age", "whether somebody was under 18"),
    "consent": ("Choice", "what is said of somebody's own choice"),
}
"""Each family of elements in words: its name, and what it is."""
SOURCE_WORDS: Mapping[str, str] = {"reporter": "the text itself", "person": "the person concerned"}
"""Who says so, where the plain word for it is another than its name."""

STRANGER_WORDS: Mapping[str, str] = {
    "client": "clients",
    "police": "the police",
    "prosecutor": "prosecutors",
    "robber": "robbers",
    "spouse": "a husband",
    "helper": "those who help",
}
"""Those whose conduct or harm is set aside, in plain words."""
_NOT_COUNTED = (
    "Said of the police, clients, robbers, those who help or a husband, and not counted. "
    "If one of them exploits the person, read it as a means."
)
SET_ASIDE = ("Set aside", _NOT_COUNTED)

NOTHING_FOUND = (
    "No act, means, purpose, age or choice was found in it. The reader misses much: this does not say that the text "
    "reports none."
)
CAVEAT = "What a text reports is not a finding about a person, and this is not legal advice."

Detail = tuple[str, str]
"""What a line is about, and what it says."""


@dataclass(frozen=True)
class Report:
    """A document, what it reports, and what definitions make of the facts in that, under one reading."""

    document: Document
    account: Account
    findings: tuple[Finding, ...] = ()
    reading: str = "strict"

    @property
    def told(self) -> tuple[str, ...]:
        """What a reader must know of how the text was read: what its file did not give, and another language."""
        return self.document.told if self.account.english else (*self.document.told, NOT_ENGLISH)

    @property
    def in_a_list(self) -> tuple[str, str]:
        """The verdict as a sign and a word; of a text in another language that it was not read."""
        verdict = self.account.verdict
        return (VERDICT_SIGNS[verdict], verdict) if self.account.english else ("[?]", "not read")

    @property
    def families(self) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
        """The evidence family by family, in the order in which laws name them; within one as in the text."""
        found = self.account.elements
        for family in (*FAMILY_WORDS, *sorted({one.family for one in found} - FAMILY_WORDS.keys())):
            of_family = tuple(one for one in found if one.family == family)
            if of_family:
                yield family, of_family

    def to_json(self) -> dict[str, object]:
        """The report as plain data: one object for the text."""
        document = self.document
        return {"file": document.name, "format": document.format, "reading": self.reading} | self.account.to_json()


def report_on(
    document: Document,
    under: str | Definition | Sequence[str | Definition] = "un-palermo",
    reading: str = "strict",
    *,
    anyway: bool = False,
) -> Report:
    """What a document reports, and what the definitions `under` make of it, as in `assess`; `anyway` as in `read`."""
    account = read(document.text, under, reading, anyway=anyway)
    # A text that reports nothing is no case, and nothing is held against it.
    findings = tuple(assess(case_of(account.elements), under, reading=reading)) if account.elements else ()
    name = findings[0].plan.reading.id if findings else reading
    return Report(document, account, findings, name)


def words_for(evidence: Evidence) -> str:
    """What was found, in plain words: the vocabulary's, or those of the idea where there is no fact for it."""
    if evidence.fact is not None:
        return vocabulary()[evidence.fact].label
    return _titles().get(evidence.idea) or evidence.label.partition(".")[2].replace("_", " ")


@cache
def _titles() -> Mapping[str, str]:
    return {idea.id: idea.title for idea in rules().ideas}


def family_words(family: str) -> str:
    """The name of a family, in words."""
    return FAMILY_WORDS[family][0] if family in FAMILY_WORDS else family.capitalize()


def said(evidence: Evidence) -> str:
    """The status in words, with who says so: `alleged (prosecutor)`."""
    return f"{STATUS_WORDS[evidence.status]} ({SOURCE_WORDS.get(evidence.source, evidence.source.replace('_', ' '))})"


def roles(evidence: Evidence) -> str:
    """Who did it to whom, in the words of the text, where that could be told."""
    told = [f"by {evidence.by!r}"] if evidence.by else []
    told += [f"to {evidence.to!r}"] if evidence.to else []
    return ", ".join(told)


def set_aside(account: Account) -> Iterator[tuple[Aside, str]]:
    """What strangers to the exploitation did or suffered, with how it is said, by whom and to whom."""
    for one in account.set_aside:
        stranger = f"whose: {STRANGER_WORDS.get(one.stranger, one.stranger)}"
        told = (said(one.evidence), roles(one.evidence), stranger)
        yield one, "; ".join(part for part in told if part)


def in_palermo(account: Account) -> Iterator[Detail]:
    """The account in the UN Protocol's own terms."""
    scheme = account.schemes.get("palermo", {})
    for name in ("acts", "means", "purposes"):
        yield name.capitalize(), _listed(scheme.get(name)) or "none reported"
    minors = scheme.get("minors")
    yield "Minors", "not known" if minors is None else ("yes" if minors else "no")
    for drawn in cast("list[dict[str, str]]", scheme.get("drawn", [])):
        yield f"Not said in words, but drawn from them ({drawn['term']})", drawn["why"]


def in_codebook(account: Account) -> Iterator[Detail]:
    """The account in the codebook's terms: its labels with status, then what it holds of the text as a whole."""
    scheme = account.schemes.get("codebook", {})
    for evidence in account.elements:
        yield f"{evidence.label}, {evidence.status}", f"{evidence.quote!r}"
    yield "Minor", str(scheme.get("minor", "none"))
    yield "Adult", str(scheme.get("adult", "none"))
    yield "Terms used", _listed(scheme.get("label_used")) or "none"
    yield "Conflation", _listed(scheme.get("conflation")) or "none"


def _listed(terms: object) -> str:
    listed = cast("list[object]", terms) if isinstance(terms, list) else []
    return ", ".join(str(term).replace("_", " ") for term in listed)


def verdict_line(verdict: Verdict) -> str:
    """The verdict with its sign, in words."""
    return f"{VERDICT_SIGNS[verdict]} {verdict.upper()}: {VERDICT_WORDS[verdict]}"


__all__ = [
    "CAVEAT",
    "FAMILY_WORDS",
    "NOTHING_FOUND",
    "SOURCE_WORDS",
    "STATUS_SIGNS",
    "STATUS_WORDS",
    "VERDICT_SIGNS",
    "VERDICT_WORDS",
    "Report",
    "family_words",
    "in_codebook",
    "in_palermo",
    "report_on",
    "roles",
    "said",
    "verdict_line",
    "words_for",
]
