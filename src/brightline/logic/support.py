"""The facts that carry a value: why a formula is true, false or still open for one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

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


Supporter: TypeAlias = Callable[[int, int], tuple[Truth, int]]
"""Takes the sets of true and of false facts as bits, disjoint; gives the value and the facts that carry it."""


def compile_support(formula: Formula, bit: Mapping[str, int]) -> Supporter:
    """`support` as a function of two bit sets, for asking it many times. Same values and the same facts."""
    return fold(formula, lambda node, parts: _compile_node(node, parts, bit))


def _compile_node(node: Formula, parts: tuple[Supporter, ...], bit: Mapping[str, int]) -> Supporter:
    match node:
        case Fact():
            mask = 1 << bit[node.id]
            return lambda true, false: (True if true & mask else (False if false & mask else None), mask)
        case Not():
            inner = parts[0]

            def negated(true: int, false: int) -> tuple[Truth, int]:
                value, carriers = inner(true, false)
                return None if value is None else not value, carriers

            return negated
        case All() | Any():
            mask = 0
            others: list[Supporter] = []
            for arg, part in zip(node.args, parts, strict=True):
                if isinstance(arg, Fact):
                    mask |= 1 << bit[arg.id]
                else:
                    others.append(part)
            return _compile_join(mask, others, isinstance(node, Any))
        case AtLeast():
            count = node.count

            def at_least(true: int, false: int) -> tuple[Truth, int]:
                found = [part(true, false) for part in parts]
                result = threshold(count, [value for value, _ in found])
                carriers = 0
                for value, of_part in found:
                    carriers |= of_part if value is result else 0
                return result, carriers

            return at_least
        case _:
            raise TypeError(f"not a formula: {type(node).__name__}")


def _compile_join(mask: int, others: list[Supporter], decided_by: bool) -> Supporter:
    """An `Any` (one true part decides it) or an `All` (one false part does) over facts `mask` and other parts."""

    def join(true: int, false: int) -> tuple[Truth, int]:
        deciding, yielding = (true, false) if decided_by else (false, true)
        decided, yielded = deciding & mask, yielding & mask
        left_open = mask & ~(decided | yielded)
        is_decided, is_open = decided != 0, left_open != 0
        for part in others:
            value, carriers = part(true, false)
            if value is None:
                is_open = True
                left_open |= carriers
            elif value is decided_by:
                is_decided = True
                decided |= carriers
            else:
                yielded |= carriers
        if is_decided:
            return decided_by, decided
        return (None, left_open) if is_open else (not decided_by, yielded)

    return join
