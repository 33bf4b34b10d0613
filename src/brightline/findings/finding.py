"""A finding: whether the facts of a case meet one definition, element by element, and what carries it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from brightline.cases import Actor, Case, Facts
from brightline.findings.completion import completion_for
from brightline.findings.plan import Carried, Concluding, Part, Plan, concluding
from brightline.law import Definition, Version, vocabulary
from brightline.law.definitions import CHECKED_WORDS, Outcome
from brightline.law.readings import Line
from brightline.law.vocabulary import REMOTE
from brightline.logic import Truth
from brightline.logic import facts as facts_of

OUTCOMES: Mapping[Truth, Outcome] = {True: "met", False: "not met", None: "undetermined"}
STATES: Mapping[Truth, str] = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True, slots=True)
class ElementFinding:
    """One element of a finding.

    `facts` are the facts that carry a settled element; `unknown` are the definition's own facts that could still
    change an open one. `contradicted` are facts with statements against each other, which leave it open.
    `lines` are the lines of the reading by which an observation amounted to a legal fact. `declined` and `not_asked`
    are facts on which an open element turns that the person would rather not say, or that nobody asked. `questions`
    are facts whose questions could settle an open element, the least distressing first.
    """

    name: str
    label: str
    cite: str
    state: Truth
    facts: tuple[str, ...]
    unknown: tuple[str, ...]
    contradicted: tuple[str, ...]
    lines: tuple[Line, ...]
    declined: tuple[str, ...]
    not_asked: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def word(self) -> str:
        """The state in words: established, not established, contradicted or not known."""
        if self.state is None:
            return "contradicted" if self.contradicted else "not known"
        return "established" if self.state else "not established"


@dataclass(frozen=True, eq=False)
class Finding:
    """What one definition says of one case, for the actor for whom it comes furthest.

    It is about facts under a named definition, never about who somebody is. There is no score in it.
    """

    case: Case = field(repr=False)
    definition: Definition = field(repr=False)
    version: Version = field(repr=False)
    plan: Plan = field(repr=False)
    actor: Actor
    outcome: Outcome
    as_of: date | None
    in_force: bool
    tried: tuple[tuple[str, Outcome], ...]
    """Every actor the definition was tried for, with the outcome for each."""
    states: tuple[Truth, ...] = field(repr=False)
    facts: Facts = field(repr=False)
    """What holds for the actor, completed under the reading; a merged column that is not known stands as false here,
    since it adds nothing to what its parts lead to. `case.facts(actor)` has it as it was told."""

    @property
    def _told_facts(self) -> Facts:
        return self.case.facts(self.actor)

    @cached_property
    def elements(self) -> tuple[ElementFinding, ...]:
        """Every element, in the order of the definition."""
        return tuple(self._element(part, state) for part, state in zip(self.plan.parts, self.states, strict=True))

    def _element(self, part: Part, state: Truth) -> ElementFinding:
        element, carried = part.element, part.carried
        carriers = carried.support(self.facts.true, self.facts.false)[1]
        lines = self._lines(carriers) if state else ()
        unknown = carried.ids(carriers & part.own) if state is None else ()
        sources = self._askable(unknown)
        return ElementFinding(
            name=element.name,
            label=element.label,
            cite=element.cite,
            state=state,
            facts=self._told(carried, carriers, lines) if state is not None else (),
            unknown=unknown,
            contradicted=carried.ids(carriers & self.facts.contradicted) if state is None else (),
            lines=tuple(concluded.line for concluded in lines),
            declined=self._open_among(sources, self.facts.declined),
            not_asked=self._open_among(sources, self.facts.not_asked),
            questions=self._questions(sources) if state is None else (),
        )

    def _askable(self, unknown: Sequence[str]) -> tuple[str, ...]:
        """The unknown facts, and the observations not known from which they would follow; where the person would
        rather not speak of a fact, its observations would only ask for it by another way."""
        ways, bit, declined = self.plan.reading.ways, vocabulary().bit, self.facts.declined
        found: dict[str, None] = {}
        todo = list(unknown)
        while todo:
            fact = todo.pop(0)
            if fact not in found and self._all_values[fact] is None:
                found[fact] = None
                if fact in ways and not declined >> bit[fact] & 1:
                    todo.extend(facts_of(ways[fact]))
        return tuple(found)

    def _open_among(self, sources: tuple[str, ...], mask: int) -> tuple[str, ...]:
        bit = vocabulary().bit
        return tuple(fact for fact in sources if mask >> bit[fact] & 1)

    def _questions(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        words = vocabulary()
        silent = self.facts.declined
        plain = [fact for fact in sources if words[fact].level == "observation"] or list(sources)
        asked = [fact for fact in plain if not silent >> words.bit[fact] & 1]
        return tuple(sorted(asked, key=lambda fact: (fact in REMOTE, words[fact].distress)))

    def _told(self, carried: Carried, carriers: int, lines: tuple[Concluding, ...]) -> tuple[str, ...]:
        """The carriers, each replaced by what was told where a line of the reading concluded it."""
        told, facts = self._told_facts, self.facts
        carriers &= told.true | told.false | ~vocabulary().composite_bits
        changed = carriers & ((told.true ^ facts.true) | (told.false ^ facts.false))
        if not changed:
            return carried.ids(carriers)
        found: dict[str, None] = {}
        for mask, fact in carried.named:
            if changed & mask:
                found.update(dict.fromkeys(self._sources(mask, lines)) or {fact: None})
            elif carriers & mask:
                found[fact] = None
        return tuple(found)

    def _sources(self, fact: int, lines: tuple[Concluding, ...]) -> list[str]:
        told, facts = self._told_facts, self.facts
        known = told.true | told.false
        sources: list[str] = []
        for concluded in lines:
            if concluded.fact != fact:
                continue
            carriers = concluded.when.support(facts.true, facts.false)[1]
            for mask, source in concluded.when.named:
                if carriers & mask:
                    sources.extend((source,) if known & mask else self._sources(mask, lines))
        return sources

    def _lines(self, carriers: int) -> tuple[Concluding, ...]:
        """The lines by which the carriers hold, and those by which what these rest on holds."""
        told, facts = self._told_facts, self.facts
        wanted = carriers & ~told.true
        used: list[Concluding] = []
        if wanted:
            for concluded in reversed(concluding(self.plan.reading)):
                if wanted & concluded.fact and concluded.when.support(facts.true, facts.false)[0] is True:
                    used.append(concluded)
                    wanted |= concluded.when.bits & ~told.true
        return tuple(reversed(used))

    @cached_property
    def _all_values(self) -> Mapping[str, Truth]:
        return {fact: self.facts.value(number) for fact, number in vocabulary().bit.items()}

    @cached_property
    def _carrying(self) -> tuple[tuple[Part, Truth], ...]:
        """The elements that carry the outcome, with their states."""
        true = false = 0
        for number, state in enumerate(self.states):
            if state is True:
                true |= 1 << number
            elif state is False:
                false |= 1 << number
        _, carriers = self.plan.condition_support(true, false)
        return tuple(
            [
                (part, state)
                for number, (part, state) in enumerate(zip(self.plan.parts, self.states, strict=True))
                if carriers >> number & 1
            ]
        )

    @property
    def deciding_facts(self) -> tuple[str, ...]:
        """The facts that carry the outcome, each once; none while it is undetermined."""
        if self.outcome == "undetermined":
            return ()
        facts, told, carrying = self.facts, self._told_facts, self._carrying
        carriers = holding = 0
        for part, state in carrying:
            carrier = part.carried.support(facts.true, facts.false)[1]
            carriers |= carrier
            if state:
                holding |= carrier
        carriers &= told.true | told.false | ~vocabulary().composite_bits
        concluded = carriers & ((told.true ^ facts.true) | (told.false ^ facts.false))
        lines = self._lines(concluded & holding) if concluded & holding else ()
        found: dict[str, None] = {}
        for part, _ in carrying:
            for mask, fact in part.carried.named:
                if concluded & mask:
                    found.update(dict.fromkeys(self._sources(mask, lines)) or {fact: None})
                elif carriers & mask:
                    found[fact] = None
        return tuple(found)

    @property
    def unknown_facts(self) -> tuple[str, ...]:
        """The definition's own facts that are not known and could still settle an undetermined outcome."""
        if self.outcome != "undetermined":
            return ()
        true, false = self.facts.true, self.facts.false
        found: dict[str, None] = {}
        for part, _ in self._carrying:
            found.update(dict.fromkeys(part.carried.ids(part.carried.support(true, false)[1] & part.own)))
        return tuple(found)

    @property
    def unused_facts(self) -> tuple[str, ...]:
        """Acts, means and purposes that were stated to hold and carry no element of this definition as read here."""
        words, told = vocabulary(), self.case.facts(self.actor)
        used = {fact for element in self.elements for fact in element.facts}
        return tuple(
            fact
            for fact in words.facts_in(told.true)
            if fact not in used and words[fact].family in ("act", "means", "purpose")
        )

    @property
    def open_elements(self) -> tuple[str, ...]:
        """Names of the elements that leave the outcome undetermined."""
        return tuple(part.element.name for part, _ in self._carrying) if self.outcome == "undetermined" else ()

    @property
    def citations(self) -> tuple[str, ...]:
        """Where the law says what the finding rests on."""
        pinpoints = dict.fromkeys([part.element.cite for part, _ in self._carrying])
        return (self.definition.citation, *pinpoints)

    @cached_property
    def as_believed(self) -> Outcome | None:
        """The outcome on the facts as the actor believed them, where that differs: `met` then means an attempt."""
        found: list[Outcome] = []
        for actor in self.case.tried:
            known = self.case.facts(actor)
            if known.believed_true or known.believed_false:
                believed = completion_for(self.plan.reading).complete(known.as_believed())
                found.append(OUTCOMES[self.plan.values(believed.true, believed.false)[0]])
        if not found:
            return None
        furthest = max(found, key=("not met", "undetermined", "met").index)
        return furthest if furthest != self.outcome else None

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know beside the outcome, most telling first."""
        return tuple(_notes(self))

    def to_json(self) -> dict[str, object]:
        """The finding as plain data with stable names."""
        return {
            "definition": self.definition.id,
            "title": self.definition.title,
            "version": self.version.label,
            "reading": self.plan.reading.id,
            "checked": self.version.checked,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "in_force": self.in_force,
            "outcome": self.outcome,
            "as_believed": self.as_believed,
            "actor": self.actor.id,
            "tried": [{"actor": actor, "outcome": outcome} for actor, outcome in self.tried],
            "elements": {
                element.name: {
                    "state": STATES[element.state],
                    "word": element.word,
                    "label": element.label,
                    "facts": list(element.facts),
                    "unknown_facts": list(element.unknown),
                    "contradicted": list(element.contradicted),
                    "declined": list(element.declined),
                    "not_asked": list(element.not_asked),
                    "questions": list(element.questions),
                    "cite": element.cite,
                    "reading_lines": [
                        {"fact": line.fact, "authority": line.authority, "checked": line.checked}
                        for line in element.lines
                    ],
                }
                for element in self.elements
            },
            "deciding_facts": list(self.deciding_facts),
            "unknown_facts": list(self.unknown_facts),
            "unused_facts": list(self.unused_facts),
            "citations": list(self.citations),
            "rests_on_closed_families": bool(self.rests_on_closed()),
            "notes": list(self.notes),
        }

    def rests_on_closed(self) -> tuple[str, ...]:
        """The facts that are false only because their family was asked about to the end, and carry what is settled.

        For a settled outcome the deciding facts, else those of the elements that are not established.
        """
        if not self.facts.closed:
            return ()
        closed = vocabulary().facts_in(self.facts.closed)
        carrying = self.deciding_facts
        if self.outcome == "undetermined":
            carrying = tuple(fact for element in self.elements if element.state is False for fact in element.facts)
        return tuple(fact for fact in dict.fromkeys(carrying) if fact in closed)


_UNTRIED = {"mental": "what the actor knew or intended", "nexus": "what else the law needs"}


def _notes(finding: Finding) -> Iterator[str]:
    definition, version = finding.definition, finding.version
    if definition.kind == "guidance":
        yield "This is public guidance, not law."
    elif definition.kind == "screening":
        yield "This is a teaching frame, not law and not a scored test."
    if version.checked != "text":
        yield f"How well this wording was checked: {CHECKED_WORDS[version.checked]}."
    yield from _notes_on_dates(finding)
    yield from _notes_on_facts(finding)
    if finding.case.flat and finding.outcome != "not met":
        yield "The record does not say who did what: everybody in it is taken as one group."
    if finding.outcome != "not met":
        for name in ("mental", "nexus"):
            if name in definition.rules:
                yield f"Not tried here, {_UNTRIED[name]}: {definition.rules[name].rule}"
    if finding.outcome == "met" and definition.sex_work_alone.answer == "unclear":
        reason = definition.sex_work_alone.reason
        yield f"Whether this wording reaches an adult's ordinary sex work is unclear: {reason}"
    if finding.outcome == "met" and "link" in definition.rules:
        yield f"To check by hand, the link between the elements: {definition.rules['link'].rule}"
    if not finding.plan.adult_needs_means():
        yield "At least one limb of this definition asks, for an adult, for no force, fraud, coercion or other means."


def _notes_on_dates(finding: Finding) -> Iterator[str]:
    version = finding.version
    if not finding.in_force:
        yield f"Not in force on {finding.as_of}: tried by the nearest version, of {version.label}."
    elif finding.as_of is None and version.end and version.end < date.today():
        yield f"No date was given, and the newest version in hand ends on {version.end}."
    elif finding.as_of is None:
        yield f"No date was given: tried by the newest version, of {version.label}."
    if version.date_checked == "memory" and version.checked != "memory":
        yield "The dates of this version are from memory."


def _notes_on_facts(finding: Finding) -> Iterator[str]:
    words, facts = vocabulary(), finding.facts
    if finding.as_believed:
        attempt = ": an attempt, not the completed act" if finding.as_believed == "met" else ""
        yield f"On the facts as the actor believed them the outcome is {finding.as_believed}{attempt}."
    families = sorted({words[fact].family for fact in finding.rests_on_closed()})
    if families:
        yield f"Rests on having asked about {' and '.join(families)} to the end: what was not stated is taken as false."
    deciding = set(finding.deciding_facts)
    for mask, said in ((facts.alleged, "Rests on allegation"), (facts.disputed, "Disputed")):
        held = [words[fact].label for fact in words.facts_in(mask) if fact in deciding]
        if held:
            yield f"{said}: {'; '.join(held)}."
    conclusions = [words[fact].label for fact in finding.deciding_facts if words[fact].conclusion]
    if finding.outcome == "met" and conclusions:
        yield f"Taken as given, though itself a legal conclusion: {'; '.join(conclusions)}."
