"""Minimal patterns in which a formula holds, with facts that make no difference to each other taken together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import TypeAlias

from brightline.logic.diagram import ALWAYS, NEVER, Diagram, Diagrams, DiagramTooLargeError
from brightline.logic.families import Families
from brightline.logic.formula import All, Any, Fact, Formula, Not, facts, flatten, substitute, walk
from brightline.logic.ordering import close_together

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
    nodes = list(walk(*flat))
    homes: dict[str, set[Formula]] = {node.id: set() for node in nodes if isinstance(node, Fact)}
    single: set[str] = {formula.id for formula in flat if isinstance(formula, Fact)}
    for node in nodes:
        for part in node.args:
            if isinstance(part, Fact):
                homes[part.id].add(node)
                if not isinstance(node, Any):
                    single.add(part.id)
    found: dict[Hashable, list[str]] = {}
    for fact, lists in homes.items():
        key = fact if fact in single else (frozenset(lists), apart(fact) if apart else None)
        found.setdefault(key, []).append(fact)
    return tuple(tuple(group) for group in found.values())


def merged(formula: Formula, together: Iterable[Group]) -> Formula:
    """The formula with each group named by its first fact alone."""
    head = {fact: Fact(group[0]) for group in together for fact in group}
    return flatten(substitute(formula, head))


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
    goal = merged(formula, together)
    always = merged(All(*relevant), together)
    diagrams = Diagrams(close_together(always, goal))
    families = Families(diagrams)
    possible = diagrams.of(always)
    wanted = diagrams.either(diagrams.of(goal), diagrams.opposite(possible))
    family = families.minus(families.minimal(wanted), families.minimal(diagrams.opposite(possible)))
    if families.count(family) > MOST_PATTERNS:
        raise DiagramTooLargeError(f"more than {MOST_PATTERNS:,} patterns would have to be listed")
    literals = _Literals(facts(goal, always))
    found = families.masks(family, literals.bit)
    found.sort(key=lambda mask: (mask.bit_count(), -mask))
    if relevant:
        found = _weakest(found, literals, diagrams, possible)

    short = {group[0]: group for group in together}

    @cache
    def named(mask: int) -> tuple[Group, ...]:
        return tuple(short[fact] for fact in literals.facts(mask))

    return tuple(Pattern(named(mask & literals.holding), named(mask & literals.failing)) for mask in found)


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


class _Literals:
    """Sets of literals as masks: the earlier fact is the higher bit, and facts that hold are above those that fail.

    Of two sets of the same size, the one that is first in document order is then the greater number.
    """

    def __init__(self, names: Sequence[str]) -> None:
        size = len(names)
        self._bits = {fact: 1 << size - 1 - number for number, fact in enumerate(names)}
        self._size = size
        self.failing = (1 << size) - 1
        self.holding = self.failing << size

    def bit(self, fact: str, holds: bool) -> int:
        """The mask of one literal."""
        return self._bits[fact] << self._size if holds else self._bits[fact]

    def facts(self, mask: int) -> list[str]:
        """The facts of the literals in a mask, in document order."""
        either_way = mask >> self._size | mask & self.failing
        return [fact for fact, bit in self._bits.items() if either_way & bit]


def _weakest(found: Sequence[int], literals: _Literals, diagrams: Diagrams, possible: Diagram) -> list[int]:
    """The patterns of which no other pattern already follows, given what is possible.

    Of two that follow from each other the first is kept.
    """
    known: dict[Diagram, int] = {ALWAYS: 0}

    def settled(part: Diagram) -> int:
        """The literals of every way in which a diagram holds."""
        if part not in known:
            fact, low, high = diagrams.ways(part)
            if NEVER in {low, high}:
                known[part] = settled(low or high) | literals.bit(fact, low == NEVER)
            else:
                known[part] = settled(low) & settled(high)
        return known[part]

    def drawn(told: int) -> int:
        """The literals that follow from some."""
        values = {fact: bool(told & literals.bit(fact, True)) for fact in literals.facts(told)}
        return settled(diagrams.given(possible, values))

    concerned = sum(literals.bit(fact, holds) for fact in diagrams.facts(possible) for holds in (True, False))
    follows = {told: drawn(told) for told in {mask & concerned for mask in found}}
    place = {mask: number for number, mask in enumerate(found)}
    # Many patterns have the same half: far fewer halves than patterns are looked through for those inside a set.
    with_holding, with_failing = literals.holding, literals.failing
    halves = {side: {mask & side for mask in found} for side in (with_holding, with_failing)}

    @cache
    def inside(closed: int, side: int) -> list[int]:
        outside = ~closed
        return [half for half in halves[side] if not half & outside]

    kept: list[int] = []
    for number, mask in enumerate(found):
        closed = mask | follows[mask & concerned]
        holding, failing = inside(closed & with_holding, with_holding), inside(closed & with_failing, with_failing)
        if len(holding) + len(failing) > 2:  # else the pattern alone
            weaker = [both for one in holding for other in failing if (both := one | other) in place and both != mask]
            if any(place[other] < number or mask & ~(other | follows[other & concerned]) for other in weaker):
                continue
        kept.append(mask)
    return kept
