"""Minimal patterns in which a formula holds, with facts that make no difference to each other taken together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from brightline.logic.diagram import Diagrams
from brightline.logic.families import Families, Literals
from brightline.logic.formula import All, Any, Fact, Formula, Not, facts, flatten, substitute, walk

Group: TypeAlias = tuple[str, ...]
"""Facts that stand beside each other in exactly the same lists of alternatives: any of them does what each does."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A minimal way for a formula to hold: one fact of each group in `present`, and no fact of those in `absent`."""

    present: tuple[Group, ...]
    absent: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many full patterns it stands for: one for each choice of a fact from each group that is present."""
        return prod(len(group) for group in self.present)


def groups(formulas: Sequence[Formula], apart: Callable[[str], Hashable] | None = None) -> tuple[Group, ...]:
    """The facts of the formulas, interchangeable ones together, in document order.

    Two facts are interchangeable where each `Any` of the formulas that has one has the other, and neither stands
    anywhere else. Facts for which `apart` differs are kept apart all the same.
    """
    flat = [flatten(formula) for formula in formulas]
    homes: dict[str, set[Formula]] = {fact: set() for fact in facts(*flat)}
    single: set[str] = {formula.id for formula in flat if isinstance(formula, Fact)}
    for node in walk(*flat):
        for part in node.args:
            if isinstance(part, Fact):
                homes[part.id].add(node)
                if not isinstance(node, Any):
                    single.add(part.id)
    found: dict[Hashable, list[str]] = {}
    for fact, nodes in homes.items():
        key = fact if fact in single else (frozenset(nodes), apart(fact) if apart else None)
        found.setdefault(key, []).append(fact)
    return tuple(tuple(group) for group in found.values())


def merged(formula: Formula, together: Iterable[Group]) -> Formula:
    """The formula with each group named by its first fact alone."""
    head = {fact: Fact(group[0]) for group in together for fact in group}
    return flatten(substitute(flatten(formula), head))


def patterns(
    formula: Formula,
    background: Sequence[Formula] = (),
    apart: Callable[[str], Hashable] | None = None,
) -> tuple[Pattern, ...]:
    """Every minimal pattern in which the formula holds, among the ways that the background leaves possible.

    The background are formulas that always hold. A pattern is minimal where no fact can be left out of it, nor be
    put in a weaker form that the background draws from it. Fewest groups first, then in document order.
    """
    relevant = background_for(facts(formula), background)
    together = groups((formula, *relevant), apart)
    short = {group[0]: group for group in together}
    goal = merged(formula, together)
    always = merged(All(*relevant), together)
    diagrams = Diagrams(facts(goal, always))
    families = Families(diagrams)
    possible = diagrams.of(always)
    wanted = diagrams.either(diagrams.of(goal), diagrams.opposite(possible))
    family = families.minus(families.minimal(wanted), families.minimal(diagrams.opposite(possible)))
    found = list(families.sets(family))
    if relevant:
        found = _weakest(found, diagrams, always)
    place = {fact: number for number, fact in enumerate(diagrams.order)}
    found.sort(key=lambda literals: (len(literals), [(not holds, place[fact]) for fact, holds in literals]))
    return tuple(
        Pattern(
            present=tuple(short[fact] for fact, holds in literals if holds),
            absent=tuple(short[fact] for fact, holds in literals if not holds),
        )
        for literals in found
    )


def background_for(wanted: Iterable[str], background: Sequence[Formula]) -> tuple[Formula, ...]:
    """What the background says of the wanted facts alone, as clauses (an `Any` of facts and of `Not` of facts).

    Clauses speak of other facts too: those are resolved out, which loses nothing that concerns the wanted ones.
    """
    clauses = {_clause(formula) for formula in background}
    keep = set(wanted)
    others = {abs_ for clause in clauses for abs_, _ in clause} - keep
    for fact in sorted(others):
        holding = [clause for clause in clauses if (fact, True) in clause]
        failing = [clause for clause in clauses if (fact, False) in clause]
        clauses -= {*holding, *failing}
        for first in holding:
            for second in failing:
                joined = (first - {(fact, True)}) | (second - {(fact, False)})
                if not any((name, not sign) in joined for name, sign in joined):
                    clauses.add(frozenset(joined))
    minimal = [clause for clause in clauses if not any(other < clause for other in clauses)]
    ordered = sorted(sorted(clause) for clause in minimal)
    return tuple(Any(*(Fact(name) if sign else Not(Fact(name)) for name, sign in clause)) for clause in ordered)


_Clause: TypeAlias = frozenset[tuple[str, bool]]


def _clause(formula: Formula) -> _Clause:
    literals: set[tuple[str, bool]] = set()
    for part in formula.args if isinstance(formula, Any) else (formula,):
        inner = part.args[0] if isinstance(part, Not) else part
        if not isinstance(inner, Fact):
            raise ValueError(f"background must be clauses (an Any of facts and of Not of facts), not {formula}")
        literals.add((inner.id, not isinstance(part, Not)))
    return frozenset(literals)


def _weakest(found: Collection[Literals], diagrams: Diagrams, always: Formula) -> list[Literals]:
    """The patterns of which no other pattern already follows, given what always holds."""
    possible = diagrams.of(always)
    entailed: list[frozenset[tuple[str, bool]]] = []
    background_facts = facts(always)
    for literals in found:
        left = diagrams.given(possible, dict(literals))
        drawn = {
            (fact, holds)
            for fact in background_facts
            for holds in (True, False)
            if diagrams.given(left, {fact: not holds}) == 0
        }
        entailed.append(frozenset((*literals, *drawn)))
    kept: list[Literals] = []
    for number, literals in enumerate(found):
        for other, weaker in enumerate(found):
            if other == number or not entailed[number].issuperset(weaker):
                continue
            if other < number or not entailed[other].issuperset(literals):
                break
        else:
            kept.append(literals)
    return kept
