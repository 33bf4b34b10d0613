"""What one text reports: evidence for each element, the labels it uses, and how the two fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias, get_args

import msgspec

from brightline.texts.english import looks_english

Status: TypeAlias = Literal["asserted", "alleged", "hedged", "negated", "general"]
STATUSES: tuple[Status, ...] = get_args(Status)
"""How a text holds what it says. Of several that fit, the first of negated, general, hedged, alleged holds."""

Verdict: TypeAlias = Literal["supported", "not supported", "interchangeable", "child", "unlabelled", "no claim"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

REPORTED: tuple[Status, ...] = ("asserted", "alleged")
"""The statuses of what a text reports as having happened."""


@lru_cache(maxsize=1024)
def _family(label: str) -> str:
    """The family of a label, remembered: there are few labels, and each is asked for again and again."""
    return label.partition(".")[0]


class Evidence(msgspec.Struct, frozen=True):
    """Words of a text that report something: `quote` is `text[start:end]`, offsets in characters of the original.

    There is one of it for every fifty characters of a text on the subject; a frozen dataclass takes ten times as long
    to make.
    """

    idea: str
    """The file with the pattern that found it, such as `means/documents_taken`."""
    label: str
    """Its name in the codebook, such as `means.document_confiscation`."""
    fact: str | None
    """Its name in the vocabulary, such as `obs.documents_withheld`."""
    status: Status
    source: str
    """Who says so: `reporter` (the text itself), `court`, `police`, `prosecutor`, `person` (the one concerned), ..."""
    start: int
    end: int
    quote: str
    cue: str | None = None
    """The words that gave it its status, where there are such: not where signs of the whole sentence did."""
    by: str | None = None
    """Who did it, in the words of the text, where that could be told."""
    to: str | None = None
    """To whom it was done, in the words of the text, where that could be told."""

    @property
    def family(self) -> str:
        """`act`, `means`, `purpose`, `consent` or `age`."""
        return _family(self.label)

    def to_json(self) -> dict[str, object]:
        """The evidence as plain data."""
        return {
            "fact": self.fact,
            "label": self.label,
            "status": self.status,
            "source": self.source,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "cue": self.cue,
            "by": self.by,
            "to": self.to,
            "idea": self.idea,
        }


@dataclass(frozen=True, slots=True)
class Aside:
    """What a client, the police or another stranger to the exploitation did or suffered: no element rests on it."""

    evidence: Evidence
    stranger: str
    """Whose conduct or harm it is: `client`, `police`, `prosecutor`, `robber`, `helper` or `spouse`."""

    def to_json(self) -> dict[str, object]:
        """The evidence and the stranger as plain data."""
        return self.evidence.to_json() | {"stranger": self.stranger}


@dataclass(frozen=True, slots=True)
class Mention:
    """A term that the text uses for the conduct: `term` is its canonical form, in lower case."""

    term: str
    side: str
    """`trafficking` or `sex work`: which of the two kinds of thing the term names."""
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Account:
    """What one text reports, in the order of the text."""

    text: str = field(repr=False)
    elements: tuple[Evidence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    verdict: Verdict = "no claim"
    reasons: tuple[str, ...] = ()
    findings: Mapping[str, str] = field(default_factory=dict[str, str])
    """Outcome by definition id: what `assess` finds in the facts that the text reports."""
    schemes: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, Mapping[str, object]])
    """`palermo` and `codebook`: the same in the terms of each."""
    set_aside: tuple[Aside, ...] = ()
    """What looks like a means or an act, and is conduct or harm of strangers to the exploitation."""

    @cached_property
    def english(self) -> bool:
        """Whether the text looks like English. Where it does not, that little or nothing is found says nothing."""
        return looks_english(self.text)

    @property
    def labels_used(self) -> tuple[str, ...]:
        """The terms that the text uses for the conduct, each once."""
        return tuple(dict.fromkeys(mention.term for mention in self.mentions))

    def to_json(self) -> dict[str, object]:
        """The account as plain data."""
        return {
            "english": self.english,
            "elements": [evidence.to_json() for evidence in self.elements],
            "set_aside": [one.to_json() for one in self.set_aside],
            "labels_used": list(self.labels_used),
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "findings": dict(self.findings),
            "schemes": {name: dict(scheme) for name, scheme in self.schemes.items()},
        }
