"""Decision diagrams: one shape for each meaning, so that equivalence, implication and counting are exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NewType

from brightline.logic.formula import All, Any, AtLeast, Fact, Formula, Not, fold

Diagram = NewType("Diagram", int)
"""The meaning of a formula in one `Diagrams`: two formulas mean the same if and only if their diagrams are equal."""

NEVER, ALWAYS = Diagram(0), Diagram(1)
"""The diagrams of what never holds and of what always holds."""

MOST_NODES = 500_000
"""Nodes that one `Diagrams` may hold, the two ends left out: within two seconds and 200 MB or so.

The shipped definitions need about 4,000 together, and 42,000 with the background joined to each."""


class DiagramTooLargeError(Exception):
    """The formula is too tangled for a decision diagram in the order of facts that was given."""


class Diagrams:
    """Reduced ordered decision diagrams over facts in one order.

    A node asks for one fact and leads to one diagram where it does not hold and to another where it does. Equal
    nodes are kept once, and a node with two equal ways is left out, so that equal meaning is equal identity. Every
    operation remembers its results. Facts that are not in `order` cannot be asked for.
    """

    def __init__(self, order: Iterable[str], most_nodes: int = MOST_NODES) -> None:
        self.order: tuple[str, ...] = tuple(dict.fromkeys(order))
        self.place: Mapping[str, int] = {fact: number for number, fact in enumerate(self.order)}
        self.most_nodes = most_nodes
        end = len(self.order)
        self._place = [end, end]
        self._low: list[int] = [0, 1]
        self._high: list[int] = [0, 1]
        self._nodes: dict[tuple[int, int, int], int] = {}
        self._joined: tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]] = ({}, {})
        self._opposites: dict[int, int] = {0: 1, 1: 0}
        self._inside: dict[tuple[int, int], bool] = {}
        self._formulas: dict[Formula, Diagram] = {}

    def of(self, formula: Formula) -> Diagram:
        """The diagram of a formula, each of its facts either holding or not.

        Raises `DiagramTooLargeError` where it would need too many nodes, `KeyError` for a fact outside the order.
        """
        known = self._formulas.get(formula)
        return fold(formula, self._step, self._formulas) if known is None else known

    def _step(self, formula: Formula, parts: tuple[Diagram, ...]) -> Diagram:
        match formula:
            case Fact():
                return Diagram(self._node(self.place[formula.id], 0, 1))
            case Not():
                return self.opposite(parts[0])
            case All():
                return self.both(*parts)
            case Any():
                return self.either(*parts)
            case AtLeast():
                return self.at_least(formula.count, parts)
            case _:
                raise TypeError(f"not a formula: {type(formula).__name__}")

    def both(self, *parts: Diagram) -> Diagram:
        """Where every part holds."""
        return self._join_all(parts, 0)

    def either(self, *parts: Diagram) -> Diagram:
        """Where at least one part holds."""
        return self._join_all(parts, 1)

    def at_least(self, count: int, parts: Iterable[Diagram]) -> Diagram:
        """Where at least `count` of the parts hold."""
        held = [ALWAYS] + [NEVER] * max(count, 0)
        for part in parts:
            held = [ALWAYS] + [self.either(held[k], self.both(part, held[k - 1])) for k in range(1, len(held))]
        return held[-1]

    def exactly(self, facts: Mapping[str, bool]) -> Diagram:
        """Where each of the facts has the value given for it."""
        found = 1
        for place, value in sorted(((self.place[fact], value) for fact, value in facts.items()), reverse=True):
            found = self._node(place, 0, found) if value else self._node(place, found, 0)
        return Diagram(found)

    def differ(self, first: Diagram, second: Diagram) -> Diagram:
        """Where exactly one of the two holds."""
        return self.either(self.both(first, self.opposite(second)), self.both(second, self.opposite(first)))

    def any_of(self, facts: Iterable[str]) -> Diagram:
        """Where at least one of the facts holds."""
        found = 0
        for place in sorted({self.place[fact] for fact in facts}, reverse=True):
            found = self._node(place, found, 1)
        return Diagram(found)

    def opposite(self, part: Diagram) -> Diagram:
        """Where the part does not hold."""
        return Diagram(self._negate(part))

    def implies(self, first: Diagram, second: Diagram) -> bool:
        """Whether the second holds wherever the first does."""
        return self._within(first, second)

    def given(self, part: Diagram, known: Mapping[str, bool]) -> Diagram:
        """What is left of a diagram once some facts are known."""
        values = {self.place[fact]: value for fact, value in known.items() if fact in self.place}

        def reduce(low: int, high: int, place: int) -> int:
            value = values.get(place)
            return self._node(place, low, high) if value is None else (high if value else low)

        return Diagram(self._rebuild(part, reduce))

    def for_some(self, part: Diagram, facts: Iterable[str]) -> Diagram:
        """Where the part holds for at least one way of settling the facts, which then no longer matter."""
        places = {self.place[fact] for fact in facts if fact in self.place}

        def reduce(low: int, high: int, place: int) -> int:
            return self._join(low, high, 1) if place in places else self._node(place, low, high)

        return Diagram(self._rebuild(part, reduce))

    def facts(self, part: Diagram) -> tuple[str, ...]:
        """The facts on which the meaning truly depends, in order."""
        places = {self._place[node] for node in self._below(part) if node > 1}
        return tuple(self.order[place] for place in sorted(places))

    def size(self, part: Diagram) -> int:
        """Nodes of a diagram, the two ends left out."""
        return sum(node > 1 for node in self._below(part))

    def count(self, part: Diagram, facts: int | None = None) -> int:
        """In how many ways the facts (all those of the order, or `facts` many) can be settled so that it holds.

        Raises `ValueError` where the meaning depends on more than `facts` facts.
        """
        counts: dict[int, int] = {0: 0, 1: 1}
        places = self._place
        for node in self._below(part):
            if node > 1:
                low, high = self._low[node], self._high[node]
                counts[node] = (counts[low] << places[low] - places[node] - 1) + (
                    counts[high] << places[high] - places[node] - 1
                )
        total = counts[part] << places[part]
        if facts is not None:
            if facts < len(self.facts(part)):
                raise ValueError(f"it depends on {len(self.facts(part))} facts, more than {facts}")
            spare = len(self.order) - facts
            return total >> spare if spare >= 0 else total << -spare
        return total

    def chance(self, part: Diagram, chances: Mapping[str, float]) -> float:
        """How likely it holds where each fact holds by itself with its chance (0.5 where none is given)."""
        return self._chances(part, chances)[part]

    def pivots(self, part: Diagram, chances: Mapping[str, float]) -> Mapping[str, float]:
        """For each fact how likely it decides: how much the chance of the whole grows with the chance of the fact.

        This is Birnbaum's importance; with every chance at 0.5 it is Banzhaf's index. It may be negative where a
        fact speaks against the whole. Facts that cannot change the value are left out.
        """
        upward = self._chances(part, chances)
        downward: dict[int, float] = {part: 1.0}
        found: dict[str, float] = {}
        for node in reversed(self._below(part)):
            if node <= 1:
                continue
            reached = downward[node]
            fact = self.order[self._place[node]]
            low, high = self._low[node], self._high[node]
            chance = chances.get(fact, 0.5)
            found[fact] = found.get(fact, 0.0) + reached * (upward[high] - upward[low])
            downward[high] = downward.get(high, 0.0) + reached * chance
            downward[low] = downward.get(low, 0.0) + reached * (1 - chance)
        return found

    def smallest(
        self, part: Diagram, weight: Callable[[str], float] | None = None, least: dict[int, float] | None = None
    ) -> tuple[str, ...] | None:
        """The facts of a lightest way to make it hold, every other fact not holding; `None` where it never holds.

        Weights are 0 or more, and 1 where `weight` is not given. Between equally light ways the one that has the
        earlier fact is taken. Pass the same `least` again to share work between diagrams with the same weights.
        """
        best: dict[int, float] = {} if least is None else least
        best |= {0: float("inf"), 1: 0.0}

        def lightest(node: int) -> float:
            found = best.get(node)
            if found is None:
                found = best[node] = min(lightest(self._low[node]), own(node) + lightest(self._high[node]))
            return found

        def own(node: int) -> float:
            return weight(self.order[self._place[node]]) if weight else 1.0

        if lightest(part) == float("inf"):
            return None
        found: list[str] = []
        node: int = part
        while node > 1:
            if own(node) + best[self._high[node]] <= best[node]:
                found.append(self.order[self._place[node]])
                node = self._high[node]
            else:
                node = self._low[node]
        return tuple(found)

    def ways(self, part: Diagram) -> tuple[str, Diagram, Diagram]:
        """The fact that a diagram asks for first, and what is left where it does not and where it does hold."""
        if part <= 1:
            raise ValueError("nothing is left to ask for")
        return self.order[self._place[part]], Diagram(self._low[part]), Diagram(self._high[part])

    def _node(self, place: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (place, low, high)
        found = self._nodes.get(key)
        if found is None:
            found = len(self._place)
            if found - 1 > self.most_nodes:
                raise DiagramTooLargeError(f"more than {self.most_nodes:,} nodes are needed")
            self._nodes[key] = found
            self._place.append(place)
            self._low.append(low)
            self._high.append(high)
        return found

    def _join_all(self, parts: Sequence[Diagram], absorbing: int) -> Diagram:
        if len(parts) == 2:
            return Diagram(self._join(parts[0], parts[1], absorbing))
        result = 1 - absorbing
        for part in sorted(parts, key=self._place.__getitem__, reverse=True):
            result = self._join(part, result, absorbing)
        return Diagram(result)

    def _join(self, a: int, b: int, absorbing: int) -> int:
        """`a and b` where 0 absorbs, `a or b` where 1 does."""
        if a > b:
            a, b = b, a
        if a <= 1:
            return a if a == absorbing else b
        if a == b:
            return a
        key = (a, b)
        known = self._joined[absorbing]
        found = known.get(key)
        if found is None:
            place, other = self._place[a], self._place[b]
            low_a = high_a = a
            low_b = high_b = b
            if place <= other:
                low_a, high_a = self._low[a], self._high[a]
            if other <= place:
                low_b, high_b, place = self._low[b], self._high[b], other
            low, high = self._join(low_a, low_b, absorbing), self._join(high_a, high_b, absorbing)
            found = known[key] = low if low == high else self._node(place, low, high)
        return found

    def _negate(self, a: int) -> int:
        found = self._opposites.get(a)
        if found is None:
            found = self._node(self._place[a], self._negate(self._low[a]), self._negate(self._high[a]))
            self._opposites[a], self._opposites[found] = found, a
        return found

    def _within(self, a: int, b: int) -> bool:
        if a == b or a == 0 or b == 1:
            return True
        if a == 1 or b == 0:
            return False
        key = (a, b)
        found = self._inside.get(key)
        if found is None:
            place = min(self._place[a], self._place[b])
            a_low, a_high = (self._low[a], self._high[a]) if self._place[a] == place else (a, a)
            b_low, b_high = (self._low[b], self._high[b]) if self._place[b] == place else (b, b)
            found = self._inside[key] = self._within(a_low, b_low) and self._within(a_high, b_high)
        return found

    def _below(self, part: int) -> list[int]:
        """Every node of a diagram, parts before wholes."""
        seen: set[int] = set()
        todo = [part]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                if node > 1:
                    todo += (self._low[node], self._high[node])
        return sorted(seen, key=self._place.__getitem__, reverse=True)

    def _rebuild(self, part: int, reduce: Callable[[int, int, int], int]) -> int:
        done: dict[int, int] = {0: 0, 1: 1}
        for node in self._below(part):
            if node > 1:
                done[node] = reduce(done[self._low[node]], done[self._high[node]], self._place[node])
        return done[part]

    def _chances(self, part: int, chances: Mapping[str, float]) -> dict[int, float]:
        found: dict[int, float] = {0: 0.0, 1: 1.0}
        for node in self._below(part):
            if node > 1:
                chance = chances.get(self.order[self._place[node]], 0.5)
                found[node] = chance * found[self._high[node]] + (1 - chance) * found[self._low[node]]
        return found
