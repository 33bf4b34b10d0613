"""An order of facts in which decision diagrams stay small."""

from __future__ import annotations

from brightline.logic.formula import Fact, Formula, Not, walk

ROUNDS = 8
"""After so many rounds hardly a fact still moves."""


def close_together(*formulas: Formula) -> list[str]:
    """The facts of the formulas, those that stand in the same lists near each other.

    From document order on, every fact moves to the middle of the lists that it stands in, all at once and several
    times (the FORCE heuristic of Aloul, Markov and Sakallah).
    """
    nodes = list(walk(*formulas))
    order = [node.id for node in nodes if isinstance(node, Fact)]
    lists = [named for node in nodes if len(named := [*filter(None, map(_named, node.args))]) > 1]
    for _ in range(ROUNDS):
        place = {fact: number for number, fact in enumerate(order)}
        middles: dict[str, list[float]] = {fact: [] for fact in order}
        for named in lists:
            middle = sum(map(place.__getitem__, named)) / len(named)
            for fact in named:
                middles[fact].append(middle)
        order.sort(key=lambda fact: sum(middles[fact]) / len(middles[fact]) if middles[fact] else place[fact])
    return order


def _named(part: Formula) -> str | None:
    """The fact that a part of a list is, or denies."""
    inner = part.args[0] if isinstance(part, Not) else part
    return inner.id if isinstance(inner, Fact) else None
