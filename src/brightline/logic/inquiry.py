"""Which fact to ask for next, so that what is still open is settled with the least asking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from brightline.logic.constants import FALSE, TRUE, joined
from brightline.logic.diagram import ALWAYS, Diagram, Diagrams
from brightline.logic.formula import All, Any, Fact, Formula, Not, facts, fold, walk

_EVEN = 0.5
_DIGITS = 12
"""Digits to which two choices are compared, so that equal ones stay in document order whatever the rounding."""


class _Side(NamedTuple):
    """What is left to settle of one formula: whether it holds at all events, or whether it may hold at all."""

    target: _Target
    diagram: Diagram
    facts: tuple[str, ...]
    """On which it turns, in document order."""
    possible: bool
    """Whether facts that stay unknown are taken to hold here."""


class _Target:
    """One formula, made ready to be reduced by what is known."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.facts = facts(formula)
        self.diagrams = Diagrams(self.facts)
        self.plain = not any(isinstance(node, Not) for node in walk(formula))
        """Whether nothing in the formula is negated."""
        self._diagram = self.diagrams.of(formula)
        self._last: tuple[tuple[object, ...], tuple[_Side, ...]] | None = None

    def sides(self, known: Mapping[str, bool], silent: Collection[str]) -> tuple[_Side, ...]:
        """What is left to settle; nothing where it is settled. Most answers leave most formulas as they were."""
        key = tuple([known.get(fact, "silent" if fact in silent else "open") for fact in self.facts])
        if self._last is None or self._last[0] != key:
            self._last = (key, tuple(self._sides(known, silent)))
        return self._last[1]

    def _sides(self, known: Mapping[str, bool], silent: Collection[str]) -> Iterator[_Side]:
        diagrams = self.diagrams
        left = diagrams.given(self._diagram, {fact: known[fact] for fact in self.facts if fact in known})
        if left <= ALWAYS:
            return
        unanswered = [fact for fact in diagrams.facts(left) if fact in silent]
        possible = diagrams.for_some(left, unanswered) if unanswered else left
        certain = diagrams.opposite(diagrams.for_some(diagrams.opposite(left), unanswered)) if unanswered else left
        if certain > ALWAYS:
            yield _Side(self, certain, diagrams.facts(certain), possible=False)
        if possible > ALWAYS:
            yield _Side(self, possible, diagrams.facts(possible), possible=True)


class Inquiry:
    """The asking that settles one or more formulas.

    Some facts are known. Others are *silent*: they were asked for and are not known, or must not be asked for, so
    that they stay unknown. A formula is then settled as true where it holds whatever the silent facts are, as false
    where it holds in no case, and as unknown where no fact that can still be asked for changes that any more.
    """

    def __init__(self, formulas: Iterable[Formula]) -> None:
        self._targets = tuple(_Target(formula) for formula in formulas)

    def relevant(self, known: Mapping[str, bool], silent: Collection[str] = ()) -> tuple[str, ...]:
        """The facts that can still change whether a formula is true, false or unknown, in document order.

        Exact: for each of them there are answers to the other facts with which its own answer makes a difference.

        >>> inquiry = Inquiry([All(Any(Fact("a"), Fact("b")), Fact("c"))])
        >>> inquiry.relevant({"a": True})
        ('c',)
        >>> inquiry.relevant({}, silent=["c"])
        ('a', 'b')
        """
        return tuple(dict.fromkeys(fact for each in self.relevant_to_each(known, silent) for fact in each))

    def relevant_to_each(self, known: Mapping[str, bool], silent: Collection[str] = ()) -> tuple[tuple[str, ...], ...]:
        """`relevant`, for each formula by itself; nothing for one that is settled."""
        found: list[tuple[str, ...]] = []
        for target in self._targets:
            matter = {fact for side in target.sides(known, silent) for fact in side.facts}
            found.append(tuple(fact for fact in target.facts if fact in matter))
        return tuple(found)

    def next_fact(
        self,
        known: Mapping[str, bool],
        silent: Collection[str] = (),
        costs: Mapping[str, float] | None = None,
        chances: Mapping[str, float] | None = None,
        last: Collection[str] = (),
    ) -> str | None:
        """The fact to ask for next; `None` where no fact matters any more.

        `costs` are above 0 (1 where none is given), `chances` how likely each fact is to hold (0.5 where none is
        given, which says nothing). Where what is left is a single formula in which each fact stands once, no more
        than two levels deep, the choice is the best there is: inside an `Any` by chance of holding per cost, inside
        an `All` by chance of failing per cost, and one group after the other by the same ratio of the whole group.
        Elsewhere it is the fact that decides most often, per cost (Birnbaum's importance; Banzhaf's for even
        chances). Facts in `last` wait until nothing else is left. Equal choices go by document order.
        """
        costs, chances = costs or {}, chances or {}
        sides = [side for target in self._targets for side in target.sides(known, silent)]
        if not sides:
            return None
        order = _best_order(sides, known, silent, costs, chances) or _by_weight(sides, costs, chances)
        return next((fact for fact in order if fact not in last), order[0])


def _best_order(
    sides: Iterable[_Side],
    known: Mapping[str, bool],
    silent: Collection[str],
    costs: Mapping[str, float],
    chances: Mapping[str, float],
) -> list[str] | None:
    """The best order, where the ratio rule gives one."""
    rest: Formula | None = None
    for side in sides:
        left = _residual(side, known, silent)
        if left is None or rest not in (None, left):
            return None
        rest = left
    return None if rest is None else _by_ratio(rest, costs, chances)


def _residual(side: _Side, known: Mapping[str, bool], silent: Collection[str]) -> Formula | None:
    """What is left as a formula, facts that do not matter taken out; `None` where its shape cannot say it."""
    target = side.target
    matter = set(side.facts)
    fixed: dict[str, bool] = {}
    for fact in target.facts:
        if fact in known:
            fixed[fact] = known[fact]
        elif fact in silent:
            if not target.plain:
                return None
            fixed[fact] = side.possible
        elif fact not in matter:
            fixed[fact] = False
    return simplified(target.formula, fixed)


def simplified(formula: Formula, known: Mapping[str, bool]) -> Formula:
    """The formula with known facts put in and worked out; `TRUE` or `FALSE` where they settle it.

    >>> simplified(All(Any(Fact("a"), Fact("b")), Fact("c"), Fact("d")), {"a": False, "d": True})
    b and c
    """

    def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
        match node:
            case Fact():
                value = known.get(node.id)
                return node if value is None else (TRUE if value else FALSE)
            case _:
                return joined(node, parts)

    return fold(formula, step)


def _by_ratio(root: Formula, costs: Mapping[str, float], chances: Mapping[str, float]) -> list[str] | None:
    """Every fact in the order to ask, if each stands once and no more than two levels deep; else `None`."""
    decided_by = isinstance(root, Any)
    whole, inner = (Any, All) if decided_by else (All, Any)
    groups = root.args if isinstance(root, whole) else (root,)
    rated: list[tuple[float, list[str]]] = []
    for group in groups:
        rating = _group(group.args if isinstance(group, inner) else (group,), decided_by, costs, chances)
        if rating is None:
            return None
        rated.append(rating)
    order = [fact for _, members in sorted(rated, key=lambda item: -item[0]) for fact in members]
    return order if len(set(order)) == len(order) else None


def _group(
    members: Iterable[Formula], decided_by: bool, costs: Mapping[str, float], chances: Mapping[str, float]
) -> tuple[float, list[str]] | None:
    """How likely the group decides the whole, per cost to expect; and its facts, the likeliest to spoil it first."""
    rated: list[tuple[float, float, float, str]] = []
    for member in members:
        plain = member.args[0] if isinstance(member, Not) else member
        if not isinstance(plain, Fact):
            return None
        chance = chances.get(plain.id, _EVEN)
        holds = chance if plain is member else 1 - chance
        helps = holds if decided_by else 1 - holds
        cost = costs.get(plain.id, 1.0)
        rated.append((round((1 - helps) / cost, _DIGITS), helps, cost, plain.id))
    rated.sort(key=lambda item: -item[0])
    expected, so_far = 0.0, 1.0
    for _, helps, cost, _ in rated:
        expected += so_far * cost
        so_far *= helps
    return round(so_far / expected, _DIGITS), [fact for *_, fact in rated]


def _by_weight(sides: Iterable[_Side], costs: Mapping[str, float], chances: Mapping[str, float]) -> list[str]:
    """Every fact that matters, the one that decides most often per cost first."""
    weights: dict[str, float] = {}
    for side in sides:
        pivots = side.target.diagrams.pivots(side.diagram, chances)
        for fact in side.facts:
            if fact in pivots:
                weights[fact] = weights.get(fact, 0.0) + abs(pivots[fact])
    return sorted(weights, key=lambda fact: -round(weights[fact] / costs.get(fact, 1.0), _DIGITS))
