"""The facts that carry a value: why a formula is true, false or still open for one case."""

from __future__ import annotations

from collections.abc import Mapping

from brightline.logic.formula import All, Any, AtLeast, Fact, Formula, Not, fold
from brightline.logic.formula import facts as facts_of
from brightline.logic.kleene import Truth, conjunction, disjunction, negation, threshold

_NONE: frozenset[str] = frozenset()


def support(formula: Formula, facts: Mapping[str, Truth]) -> tuple[Truth, tuple[str, ...]]:
    """The value of a formula and the facts that carry it, in document order.

    For a true or false formula these are all the known facts that hold it at that value (each minimal reason lies
    inside this set). For an unknown one they are the unknown facts that can still change it.
    """

    def step(node: Formula, parts: tuple[tuple[Truth, frozenset[str]], ...]) -> tuple[Truth, frozenset[str]]:
        values = [value for value, _ in parts]
        match node:
            case Fact():
                return facts.get(node.id), frozenset((node.id,))
            case Not():
                return negation(values[0]), parts[0][1]
            case All():
                result = conjunction(values)
            case Any():
                result = disjunction(values)
            case AtLeast():
                result = threshold(node.count, values)
            case _:
                raise TypeError(f"not a formula: {type(node).__name__}")
        carriers = (carrier for value, carrier in parts if value is result)
        return result, _NONE.union(*carriers)

    value, carriers = fold(formula, step)
    return value, tuple(fact for fact in facts_of(formula) if fact in carriers)
