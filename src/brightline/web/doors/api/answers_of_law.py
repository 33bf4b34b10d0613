"""What the operations below `/api/law` answer, and `/api/facts`, field by field."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from brightline.law.definitions import Checked, Kind, Outcome
from brightline.web.doors.api.answers import Amendment, Answered


class DefinitionInShort(Answered):
    """A definition on a list."""

    id: str
    title: str
    kind: Kind
    jurisdiction: str
    citation: str
    checked: Checked
    version: str
    in_force: bool
    versions: list[str]


class ElementOfLaw(Answered):
    """An element: its formula over facts, and where the law says so."""

    label: str
    formula: str
    cite: str


class Rule(Answered):
    """What an instrument says on one point."""

    rule: str
    cite: str


class SexWorkAlone(Answered):
    """Whether the wording reaches an adult's sex work with ordinary help only."""

    answer: Literal["reached", "unclear", "not reached"]
    reason: str


class Example(Answered):
    """A situation with its finding."""

    situation: str
    facts: dict[str, bool | None]
    closed: list[str]
    finding: Outcome


class DefinitionInFull(DefinitionInShort):
    """A definition with its elements, rules and sources."""

    start: str | None = Field(alias="from")
    end: str | None = Field(alias="to")
    version_checked: Checked
    date_checked: Checked
    confidence: str
    adopted: str
    aliases: list[str]
    elements: dict[str, ElementOfLaw]
    met_when: str
    adult_means_required: bool
    rules: dict[str, Rule]
    sex_work_alone: SexWorkAlone
    notes: list[str]
    amendments: list[Amendment]
    changes: list[str]
    sources: list[str]
    examples: list[Example]


class FactAnswered(Answered):
    """A fact with its question."""

    id: str
    family: str
    level: Literal["legal", "observation", "composite"]
    label: str
    question: str
    distress: Literal[1, 2, 3]
    source: str
    aliases: list[str]
    any_of: list[str]
    implies: list[str]
    ask_about: list[str]
    conclusion: bool
    never_means: bool
    codes: dict[str, list[str]]


class Row(Answered):
    """A row of the atlas, with its source and how well it was checked. A row that nobody read is shown as unread."""

    jurisdiction: str
    topic: str
    status: str
    start: str | None = Field(alias="from")
    end: str | None = Field(alias="to")
    as_of: str | None
    source: str | None
    url: str | None
    checked: str
    verified: str | None
    confidence: str
    note: str


class DoubtedRow(Row):
    """A row with what speaks against resting on it."""

    doubt: str | None


class Standing(DoubtedRow):
    """What the atlas has for a place and topic on one day, and the rows that say otherwise."""

    others: list[Row]


class Regime(Answered):
    """The regime of a place, computed from its rows, with the rows that decide it."""

    jurisdiction: str
    on: str
    regime: str
    because: list[DoubtedRow]
    missing: list[str]
    certain: bool


class NotKnown(Answered):
    """A time of which the atlas does not know."""

    topic: str
    start: str = Field(alias="from")
    end: str = Field(alias="to")


class History(Answered):
    """How the law of a place came to be what it is."""

    jurisdiction: str
    rows: list[DoubtedRow]
    not_known: list[NotKnown]


class Topic(Answered):
    """An activity, rule or penalty, and the words that the atlas uses of it."""

    topic: str
    kind: Literal["activity", "rule", "penalty"]
    label: str
    statuses: dict[str, str]
