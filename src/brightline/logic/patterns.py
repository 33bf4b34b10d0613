"""Minimal patterns in which a formula holds, with facts that make no difference to each other taken together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

from brightline.logic.diagram import ALWAYS, NEVER, Diagram, Diagrams, DiagramTooLargeError
from brightline.logic.families import Families, Literals
from brightline.logic.formula import All, Any, Fact, Formula, Not, facts, flatten, substitute, walk

Group: TypeAlias = tuple[str, ...]
"""Facts that stand beside each other in exactly the same lists of alternatives: any of them does what each does."""


MOST_PATTERNS = 20_000
"""Merged patterns that are listed. Between the shipped definitions there are at most a few hundred."""


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
    diagrams = Diagrams(facts(always, goal))  # what the background joins stands close: smaller diagrams
    families = Families(diagrams)
    possible = diagrams.of(always)
    wanted = diagrams.either(diagrams.of(goal), diagrams.opposite(possible))
    family = families.minus(families.minimal(wanted), families.minimal(diagrams.opposite(possible)))
    if families.count(family) > MOST_PATTERNS:
        raise DiagramTooLargeError(f"more than {MOST_PATTERNS:,} patterns would have to be listed")
    names = facts(goal, always)
    place = {fact: number for number, fact in enumerate(names)}
    ordered = [sorted((not holds, place[fact]) for fact, holds in literals) for literals in families.sets(family)]
    ordered.sort(key=lambda literals: (len(literals), literals))
    found = [tuple((names[number], not fails) for fails, number in literals) for literals in ordered]
    if relevant:
        found = _weakest(found, diagrams, always)
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
    clauses = {clause for clause in map(_clause, background) if not _says_nothing(clause)}
    keep = set(wanted)
    others = {abs_ for clause in clauses for abs_, _ in clause} - keep
    for fact in sorted(others):
        holding = [clause for clause in clauses if (fact, True) in clause]
        failing = [clause for clause in clauses if (fact, False) in clause]
        clauses -= {*holding, *failing}
        for first in holding:
            for second in failing:
                joined = (first - {(fact, True)}) | (second - {(fact, False)})
                if not _says_nothing(joined):
                    clauses.add(joined)
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


def _says_nothing(clause: _Clause) -> bool:
    return any((name, not sign) in clause for name, sign in clause)


def _weakest(found: Sequence[Literals], diagrams: Diagrams, always: Formula) -> list[Literals]:
    """The patterns of which no other pattern already follows, given what always holds.

    Of two that follow from each other the first is kept.
    """
    possible = diagrams.of(always)
    concerned = set(facts(always))
    known: dict[Diagram, frozenset[tuple[str, bool]]] = {ALWAYS: frozenset()}

    def settled(part: Diagram) -> frozenset[tuple[str, bool]]:
        """The literals of every way in which a diagram holds."""
        if part not in known:
            fact, low, high = diagrams.ways(part)
            if NEVER in {low, high}:
                known[part] = settled(low or high) | {(fact, low == NEVER)}
            else:
                known[part] = settled(low) & settled(high)
        return known[part]

    own = [frozenset(literals) for literals in found]
    told_by = [tuple(literal for literal in literals if literal[0] in concerned) for literals in found]
    drawn = {told: settled(diagrams.given(possible, dict(told))) for told in set(told_by)}
    drawn_by = [drawn[told] for told in told_by]
    having: dict[tuple[str, bool], list[int]] = {}
    for number, literals in enumerate(found):
        for literal in literals:
            having.setdefault(literal, []).append(number)
    kept: list[Literals] = []
    for number, literals in enumerate(found):
        # No pattern holds another outright: one that follows has a fact that the background draws.
        near = {other for literal in drawn_by[number] for other in having.get(literal, ())}
        all_told = own[number] | drawn_by[number]
        weaker = (other for other in near if own[other] <= all_told)
        if not any(other < number or not own[number] <= own[other] | drawn_by[other] for other in weaker):
            kept.append(literals)
    return kept
