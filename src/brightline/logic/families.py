"""Zero-suppressed diagrams: very many sets kept as one small graph, minimal patterns of a meaning among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NewType

from brightline.logic.diagram import ALWAYS, NEVER, Diagram, Diagrams, DiagramTooLargeError

Family = NewType("Family", int)
"""A family of sets in one `Families`: two families have the same sets if and only if they are equal."""

NONE, EMPTY_SET = Family(0), Family(1)
"""The family without a set, and the family whose only set is the empty one."""

Literals = tuple[tuple[str, bool], ...]
"""Facts that hold and facts that do not, in the order of the facts."""


class Families:
    """Families of sets of literals over the facts of some `Diagrams`.

    A node stands for the sets that have its literal and for those that do not; a literal that no set has is left
    out. A literal is a fact that holds or a fact that does not.
    """

    def __init__(self, diagrams: Diagrams) -> None:
        self.diagrams = diagrams
        end = 2 * len(diagrams.order)
        self._literal = [end, end]
        self._without: list[int] = [0, 1]
        self._with: list[int] = [0, 1]
        self._nodes: dict[tuple[int, int, int], int] = {}
        self._minus: dict[tuple[int, int], int] = {}
        self._minimal: dict[Diagram, Family] = {NEVER: NONE, ALWAYS: EMPTY_SET}

    def minimal(self, part: Diagram) -> Family:
        """Every minimal set of literals that is enough for the diagram to hold: its prime implicants.

        A set for `x and f or not x and g` either leaves x open, and then is enough for both f and g, or it settles x
        and is enough for one of them but not for both (Coudert and Madre).

        Raises `DiagramTooLargeError` where this would need more nodes than `diagrams` may hold.
        """
        found = self._minimal.get(part)
        if found is None:
            diagrams = self.diagrams
            fact, low, high = diagrams.ways(part)
            literal = 2 * diagrams.place[fact]
            either_way = diagrams.both(low, high)
            open_ = sets = self.minimal(either_way)
            # Most facts speak only for or only against: then one of the two is enough for both, and settles nothing.
            if low != either_way:
                sets = self._node(literal + 1, sets, self._subtract(self.minimal(low), open_))
            if high != either_way:
                sets = self._node(literal, sets, self._subtract(self.minimal(high), open_))
            found = self._minimal[part] = Family(sets)
        return found

    def minus(self, first: Family, second: Family) -> Family:
        """The sets of the first family that are not in the second."""
        return Family(self._subtract(first, second))

    def count(self, family: Family, size: Mapping[str, int] | None = None) -> int:
        """How many sets there are; where `size` says for how many facts a fact stands, every choice among those that
        hold is a set of its own."""
        counts: dict[int, int] = {0: 0, 1: 1}
        for node in self._below(family):
            if node > 1:
                fact, holds = self._read(node)
                choices = (size or {}).get(fact, 1) if holds else 1
                counts[node] = counts[self._without[node]] + choices * counts[self._with[node]]
        return counts[family]

    def sets(self, family: Family) -> Iterator[Literals]:
        """The sets one by one, those that do without the earlier literal last."""
        todo: list[tuple[int, Literals]] = [(family, ())]
        while todo:
            node, chosen = todo.pop()
            if node == 1:
                yield chosen
            elif node > 1:
                todo.append((self._without[node], chosen))
                todo.append((self._with[node], (*chosen, self._read(node))))

    def masks(self, family: Family, bit: Callable[[str, bool], int]) -> list[int]:
        """The sets one by one as numbers, each the sum of what `bit` gives for its literals: powers of two."""
        literals = [bit(fact, holds) for fact in self.diagrams.order for holds in (True, False)]
        found: list[int] = []
        todo: list[tuple[int, int]] = [(family, 0)]
        while todo:
            node, chosen = todo.pop()
            while node > 1:
                todo.append((self._with[node], chosen | literals[self._literal[node]]))
                node = self._without[node]
            if node == 1:
                found.append(chosen)
        return found

    def _read(self, node: int) -> tuple[str, bool]:
        place, negated = divmod(self._literal[node], 2)
        return self.diagrams.order[place], not negated

    def _node(self, literal: int, without: int, with_: int) -> int:
        if with_ == 0:
            return without
        key = (literal, without, with_)
        found = self._nodes.get(key)
        if found is None:
            found = len(self._literal)
            if found - 1 > self.diagrams.most_nodes:
                raise DiagramTooLargeError(f"more than {self.diagrams.most_nodes:,} nodes are needed")
            self._nodes[key] = found
            self._literal.append(literal)
            self._without.append(without)
            self._with.append(with_)
        return found

    def _subtract(self, a: int, b: int) -> int:
        if a == 0 or a == b:
            return 0
        if b == 0:
            return a
        key = (a, b)
        found = self._minus.get(key)
        if found is None:
            literal_a, literal_b = self._literal[a], self._literal[b]
            if literal_a < literal_b:
                found = self._node(literal_a, self._subtract(self._without[a], b), self._with[a])
            elif literal_a > literal_b:
                found = self._subtract(a, self._without[b])
            else:
                found = self._node(
                    literal_a,
                    self._subtract(self._without[a], self._without[b]),
                    self._subtract(self._with[a], self._with[b]),
                )
            self._minus[key] = found
        return found

    def _below(self, family: int) -> list[int]:
        """Every node of a family, parts before wholes."""
        seen: set[int] = set()
        todo = [family]
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                if node > 1:
                    todo += (self._without[node], self._with[node])
        return sorted(seen, key=self._literal.__getitem__, reverse=True)
