"""Explanations: every smallest set of facts that decides a finding, and what would change it, each way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from brightline.findings.condition import Condition
from brightline.findings.finding import STATES, Finding
from brightline.findings.telling import Telling
from brightline.law import vocabulary
from brightline.law.definitions import Outcome
from brightline.logic import Any, Fact, Formula, Not, Pattern, compile_bits
from brightline.logic import facts as facts_of
from brightline.logic.constants import TRUE, negated
from brightline.logic.kleene import Evaluator
from brightline.logic.reasons import StandIn, bound, kept, sufficient


@dataclass(frozen=True, eq=False)
class Explanation:
    """Which facts decide a finding, and what would change it. Each list is complete, most telling first.

    For a met finding `reasons` are the minimal sets of told facts of which each is enough by itself; `losses` the
    smallest sets without which it is met no longer (their facts stand under `none_of`); `would_be_not_met_if` the
    smallest sets of answers, some against what was told, that would make it not met. For a not-met finding `blocks`
    are the minimal sets of facts that are enough to block it, and `would_be_met_if` what would have to hold. For an
    undetermined one `settled_by` has the smallest sets of answers that make it met, and not met.

    It speaks of what was told: a legal fact that a line of the reading concluded is replaced by the observations.
    """

    finding: Finding = field(repr=False)
    outcome: Outcome
    reasons: tuple[Condition, ...] = ()
    losses: tuple[Condition, ...] = ()
    would_be_not_met_if: tuple[Condition, ...] = ()
    blocks: tuple[Condition, ...] = ()
    would_be_met_if: tuple[Condition, ...] = ()
    settled_by: Mapping[Outcome, tuple[Condition, ...]] = field(default_factory=lambda: {"met": (), "not met": ()})

    @property
    def falls_without(self) -> tuple[str, ...]:
        """The facts that stand in every reason of a met finding: without any one of them it is met no longer."""
        return tuple(lost.none_of[0] for lost in self.losses if lost.size == 1)

    @property
    def towards_met(self) -> tuple[Condition, ...]:
        """What would make it met, where it is not."""
        return self.would_be_met_if or self.settled_by["met"]

    @property
    def towards_not_met(self) -> tuple[Condition, ...]:
        """What would make it not met, where it is not so."""
        return self.would_be_not_met_if or self.settled_by["not met"]

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact that the explanation names, in the order of the vocabulary."""
        named: set[str] = set()
        for listed in self._lists().values():
            named.update(fact for condition in listed for fact in condition.facts)
        return tuple(fact for fact in vocabulary().ids if fact in named)

    @cached_property
    def relevant(self) -> frozenset[str]:
        """The facts that it names, and those that under the reading could amount to one of them."""
        ways = self.finding.plan.reading.ways
        found: set[str] = set()
        todo = list(self.facts)
        while todo:
            fact = todo.pop()
            if fact not in found:
                found.add(fact)
                todo.extend(facts_of(ways[fact]) if fact in ways else ())
        return frozenset(found)

    def _lists(self) -> dict[str, tuple[Condition, ...]]:
        return {
            "reasons": self.reasons,
            "losses": self.losses,
            "would_be_not_met_if": self.would_be_not_met_if,
            "blocks": self.blocks,
            "would_be_met_if": self.would_be_met_if,
            **{f"settled_by {outcome}": found for outcome, found in self.settled_by.items()},
        }

    def to_json(self) -> dict[str, object]:
        """The explanation as plain data with stable names."""
        finding, words = self.finding, vocabulary()
        lists = {
            name: [condition.to_json() for condition in found]
            for name, found in self._lists().items()
            if not name.startswith("settled_by")
        }
        return {
            "case": finding.case.id,
            "definition": finding.definition.id,
            "title": finding.definition.title,
            "version": finding.version.label,
            "reading": finding.plan.reading.id,
            "as_of": finding.as_of.isoformat() if finding.as_of else None,
            "actor": finding.actor.id,
            "outcome": self.outcome,
            "falls_without": list(self.falls_without),
            **lists,
            "settled_by": {
                outcome: [condition.to_json() for condition in found] for outcome, found in self.settled_by.items()
            },
            "facts": {
                fact: {
                    "label": words[fact].label,
                    "family": words[fact].family,
                    "value": STATES[finding.facts.value(words.bit[fact])],
                }
                for fact in self.facts
            },
            "citations": list(finding.citations),
            "notes": list(finding.notes),
        }


def explain(finding: Finding) -> Explanation:
    """Why a finding is as it is, and what would change it, for the actor whom it shows.

    No explanation builds on a contradiction: what is not to hold has nothing left standing against it. In a family
    asked about to the end one no may close other facts by itself, so that a change can come sooner than it is said
    here. With `not` in a definition, as no shipped one has it, a set is enough by the definition's own words, and a
    line of the reading, or a wider age line, may still draw something against it.
    """
    telling, goals = Telling(finding), _Goals(finding)
    if finding.outcome == "met":
        return Explanation(
            finding,
            "met",
            reasons=goals.enough(telling.stated, True),
            losses=goals.losses(telling.stated),
            would_be_not_met_if=goals.enough(telling.were_it_otherwise, False, change=True),
        )
    if finding.outcome == "not met":
        return Explanation(
            finding,
            "not met",
            blocks=goals.enough(telling.stated, False),
            would_be_met_if=goals.enough(telling.were_it_otherwise, True, change=True),
        )
    met, not_met = (goals.enough(telling.answered, to, change=True) for to in (True, False))
    return Explanation(finding, "undetermined", settled_by={"met": met, "not met": not_met})


@dataclass(frozen=True, slots=True)
class _Side:
    """An element having, or having lost, the value that speaks for a goal."""

    element: int
    """Its place, as a bit."""
    holds: bool
    reached: Evaluator
    settled: bool
    """Whether it is so already."""


class _Goals:
    """The values that a definition has or could have, and the conditions by which it gets there."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.facts, self.told = finding.facts, finding.case.facts(finding.actor)
        self.bit = vocabulary().bit
        self.parts = finding.plan.elements

    def enough(self, stand_in: StandIn, to: bool, change: bool = False) -> tuple[Condition, ...]:
        """The minimal sets of what stands in by which the definition has the value `to`, most telling first."""
        formula, elements = self._goal(stand_in, to)
        sides = [self._side(name, holds, part) for (name, holds), part in elements.items()]

        def bearing(true: int, false: int) -> int:
            values, settled = [0, 0], 0
            for side in sides:
                if side.reached(true, false):
                    values[side.holds] |= side.element
                    settled |= side.element if side.settled else 0
            return self.finding.plan.condition_support(values[1], values[0])[1] & ~settled

        return self._conditions(sufficient(formula, self._ages(formula), _family), bearing, change)

    def losses(self, stand_in: StandIn) -> tuple[Condition, ...]:
        """The minimal sets of told facts without which a met finding is met no longer, under `none_of`."""
        formula, elements = self._goal(stand_in, True)
        noes = [fact for fact in facts_of(formula) if self.facts.false >> self.bit[fact] & 1]
        sides = [self._side(name, holds, negated(kept(part, noes))) for (name, holds), part in elements.items()]
        states = self.finding.states
        held, missed = (sum(1 << at for at, state in enumerate(states) if state is value) for value in (True, False))

        def bearing(true: int, false: int) -> int:
            lost = sum(side.element for side in sides if not side.settled and side.reached(true, false))
            return self.finding.plan.condition_support(held & ~lost, missed & ~lost)[1] & lost

        ages = self._ages(formula, self.facts.true)
        return self._conditions(sufficient(negated(kept(formula, noes)), ages, _family), bearing, False)

    def _goal(self, stand_in: StandIn, to: bool) -> tuple[Formula, Mapping[tuple[str, bool], Formula]]:
        """When the definition has the value `to`, and when each element has the value that speaks for it."""
        bounds: dict[tuple[str, bool], Formula] = {}

        def element(name: str, holds: bool) -> Formula:
            if (name, holds) not in bounds:
                bounds[name, holds] = bound(self.finding.plan.formulas[name], stand_in, holds)
            return bounds[name, holds]

        whole = bound(self.finding.version.condition, element, to)
        reached = {key: part if key[1] else negated(part) for key, part in bounds.items()}
        return (whole if to else negated(whole)), reached

    def _side(self, name: str, holds: bool, reached: Formula) -> _Side:
        place = next(at for at, part in enumerate(self.parts) if part.name == name)
        return _Side(1 << place, holds, compile_bits(reached, self.bit), reached is TRUE)

    def _ages(self, formula: Formula, among: int = -1) -> tuple[Formula, ...]:
        """That whoever is under one age is under the wider ones too, for those that stand in a formula."""
        words = vocabulary()
        ages = [fact for fact in facts_of(formula) if words[fact].family == "age" and among >> self.bit[fact] & 1]
        return tuple(Any(Not(Fact(age)), Fact(wider)) for age in ages for wider in words.wider[age] if wider in ages)

    def _conditions(
        self, found: Sequence[Pattern], bearing: Callable[[int, int], int], change: bool
    ) -> tuple[Condition, ...]:
        asked = [one for one in found if one.present or one.absent]  # what holds at any age asks for nothing
        return tuple(sorted((self._condition(one, bearing, change) for one in asked), key=self._order))

    def _condition(self, found: Pattern, bearing: Callable[[int, int], int], change: bool) -> Condition:
        facts, bit = self.facts, self.bit
        one_of = tuple(tuple(sorted(group, key=self._doubt)) for group in found.present)
        none_of = tuple(fact for group in found.absent for fact in group)
        true = sum(1 << bit[fact] for group in one_of for fact in group)
        false = sum(1 << bit[fact] for fact in none_of)
        borne = bearing(sum(1 << bit[group[0]] for group in one_of), false)
        elements = [part for at, part in enumerate(self.parts) if borne >> at & 1]
        masks = (
            (true & facts.false & ~facts.closed | false & self.told.true) if change else 0,
            false & facts.true & ~self.told.true,
            (true | false) & facts.closed,
            (true | false) & facts.alleged,
            (true | false) & facts.contradicted,
            (true | false) & facts.declined & ~(facts.true | facts.false),
            (true | false) & facts.not_asked & ~(facts.true | facts.false),
        )
        return Condition(
            one_of,
            none_of,
            tuple([part.name for part in elements]),
            tuple(dict.fromkeys([part.cite for part in elements])),
            *map(vocabulary().facts_in, masks),
        )

    def _doubt(self, fact: str) -> int:
        """Where a fact stands among others that would do: stated or open ones before what is held less surely."""
        mask, facts = 1 << self.bit[fact], self.facts
        if facts.contradicted & mask or facts.declined & mask:
            return 3
        return 2 if facts.false & mask & ~facts.closed else 1 if (facts.alleged | facts.closed) & mask else 0

    def _order(self, condition: Condition) -> tuple[int, ...]:
        """Fewest facts first; then those that go least against what was told, stated before alleged."""
        needed = [group[0] for group in condition.one_of] + list(condition.none_of)
        otherwise, alleged, closed = (
            sum(fact in listed for fact in needed)
            for listed in (condition.told_otherwise, condition.alleged, condition.rests_on_closed)
        )
        return condition.size, otherwise, alleged, closed


def _family(fact: str) -> str:
    return vocabulary()[fact].family
