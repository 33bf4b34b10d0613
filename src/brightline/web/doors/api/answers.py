"""What each operation answers, field by field: the names that the commands print with `--json`, and nothing besides."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from brightline.findings.ask import Answer
from brightline.findings.compare import Relation
from brightline.findings.line import Verdict as LineVerdict
from brightline.law.definitions import Checked, Kind, Outcome
from brightline.outcomes import Among, Boundary, Grade
from brightline.texts.account import Status
from brightline.texts.account import Verdict as TextVerdict


class Answered(BaseModel):
    """Part of an answer. There is no field but those named."""

    model_config = ConfigDict(extra="forbid")


class Refused(Answered):
    """Why there is no answer."""

    error: str = Field(description="One sentence: what is wrong, where, and how to mend it.")


class Tried(Answered):
    """The outcome for one actor."""

    actor: str
    outcome: Outcome


class ReadingLine(Answered):
    """By what line of the reading a fact holds."""

    fact: str
    authority: str
    checked: Checked


class ElementFound(Answered):
    """One element: `unknown` stays unknown, and never becomes false."""

    state: Literal["true", "false", "unknown"]
    word: Literal["established", "not established", "contradicted", "not known"]
    label: str
    facts: list[str]
    unknown_facts: list[str]
    contradicted: list[str]
    declined: list[str]
    not_asked: list[str]
    questions: list[str]
    cite: str
    reading_lines: list[ReadingLine]


class Found(Answered):
    """Whether stated facts meet one named, dated definition. It says nothing of who anybody is."""

    definition: str
    title: str
    version: str
    reading: str
    checked: Checked
    as_of: str | None
    in_force: bool
    outcome: Outcome
    as_believed: Outcome | None
    actor: str
    tried: list[Tried]
    elements: dict[str, ElementFound]
    deciding_facts: list[str]
    unknown_facts: list[str]
    unused_facts: list[str]
    citations: list[str]
    rests_on_closed_families: bool
    notes: list[str]


class AssessAnswered(Answered):
    """A finding for each law."""

    findings: list[Found]


class Reason(Answered):
    """One element that a question can still decide."""

    definition: str
    title: str
    element: str
    label: str
    cite: str
    fact: str
    authority: str


class QuestionAnswered(Answered):
    """The question to put now. Any question may be skipped. `rest` is what "none of the rest" says no to besides."""

    fact: str
    text: str
    distress: Literal[1, 2, 3]
    family: str
    left: int
    closes: bool
    rest: list[str]
    why: list[Reason]


class Progress(Answered):
    """How many elements are settled."""

    settled: int
    elements: int


class Given(Answered):
    """One answer."""

    fact: str
    question: str
    answer: Answer


class AskAnswered(Answered):
    """The next question, `null` where none can change a finding; and what the answers come to so far."""

    question: QuestionAnswered | None
    progress: Progress
    findings: list[Found]
    asked: int
    answers: list[Given]


class Side(Answered):
    """One definition in the version that is compared."""

    definition: str
    title: str
    kind: Kind
    citation: str
    version: str
    as_of: str | None
    in_force: bool
    checked: Checked


class Sides(Answered):
    """Both."""

    a: Side
    b: Side


class Missing(Answered):
    """An element that the other definition asks for besides."""

    element: str
    label: str
    cite: str


class Difference(Answered):
    """A pattern of facts that meets one definition and not the other: one fact of each group of `present`."""

    present: list[list[str]]
    absent: list[list[str]]
    count: int
    words: str
    missing: list[Missing]
    example: list[str]


class Smallest(Answered):
    """The smallest such case."""

    facts: dict[str, bool]
    holds: list[str]
    words: str


class Reach(Answered):
    """What meets the one and not the other."""

    patterns: list[Difference]
    count: int
    smallest: Smallest | None


class Amendment(Answered):
    """A change of the law."""

    date: str
    law: str
    change: str


class CompareAnswered(Answered):
    """How two definitions lie to each other: a proof over every case, not a sample."""

    a: str
    b: str
    sides: Sides
    reading: str
    relation: Relation
    only_a: Reach
    only_b: Reach
    own_lists: list[str]
    amendments: list[Amendment]


class NamedSide(Side):
    """A definition of the grid."""

    name: str


class Pair(Answered):
    """How two of the grid lie to each other."""

    a: str
    b: str
    relation: Relation


class MatrixAnswered(Answered):
    """Every pair once."""

    reading: str
    definitions: list[NamedSide]
    equivalent: list[list[str]]
    relations: list[Pair]


class Counterexample(Answered):
    """A smallest situation against a claim."""

    holds: list[str]
    missing: list[str]
    turns_on: list[str]
    words: str


class LineNote(Answered):
    """What the definition's file says of a claim."""

    why: str
    doubt: str
    source: str


class LineFound(Answered):
    """One claim tried against one definition; `holds` is null where it turns on how the wording is read."""

    definition: str
    version: str
    claim: str
    holds: bool | None
    verdict: LineVerdict
    counterexample: Counterexample | None
    citations: list[str]
    from_age: int | None
    each: dict[str, LineVerdict] | None
    law_says: str | None
    title: str
    claim_title: str
    note: LineNote | None
    checked: Checked
    reading: str


class Evidence(Answered):
    """Words of the text that report something; `start` and `end` count characters."""

    fact: str | None
    label: str
    status: Status
    source: str
    start: int
    end: int
    quote: str
    cue: str | None
    by: str | None
    to: str | None
    idea: str


class Aside(Evidence):
    """What a stranger to the exploitation did or suffered; `stranger` says who: a client, the police."""

    stranger: str


class ReadAnswered(Answered):
    """Which elements a text reports, and whether its label matches them. It is no finding about a person."""

    file: str
    format: str
    reading: str
    english: bool
    elements: list[Evidence]
    set_aside: list[Aside]
    labels_used: list[str]
    verdict: TextVerdict
    reasons: list[str]
    findings: dict[str, Outcome]
    schemes: dict[str, dict[str, Any]]


class Spread(Answered):
    """The middle and the ends of an interval of 95 of 100 draws."""

    median: float
    low: float
    high: float
    monte_carlo_error: float | None
    monte_carlo_error_of_ends: float | None


class ScenarioAnswered(BaseModel):
    """What one change averts, with its caveat. A negative percentage is an increase."""

    model_config = ConfigDict(extra="allow")

    title: str
    caveat: str
    averted_percent: Spread
    averted_per_1000_workers: Spread | None
    grade: Grade


class OutcomesAnswered(BaseModel):
    """A run. Not a forecast: what follows if the assumptions hold."""

    model_config = ConfigDict(extra="allow")

    setting: str
    boundary: Boundary | None
    among: Among
    years: int
    draws: int
    kept: int
    seed: int
    evidence: str
    forecast: Literal[False]
    baseline: Spread
    notes: list[str]
    warnings: list[str]
    scenarios: dict[str, ScenarioAnswered]
