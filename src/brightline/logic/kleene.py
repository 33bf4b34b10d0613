"""Kleene's strong three-valued logic: the truth tables, and the value of a formula for one case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from brightline.logic.formula import All, Any, AtLeast, Fact, Formula, Not, fold

Truth: TypeAlias = bool | None
"""`True`, `False`, or `None` for "not known"."""


def negation(value: Truth) -> Truth:
    """The opposite of a value; unknown stays unknown.

    >>> [negation(v) for v in (True, False, None)]
    [False, True, None]
    """
    return None if value is None else not value


def conjunction(values: Iterable[Truth]) -> Truth:
    """False as soon as one value is false; else unknown if one is unknown; else true.

    >>> [[conjunction((a, b)) for b in (True, None, False)] for a in (True, None, False)]
    [[True, None, False], [None, None, False], [False, False, False]]
    """
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """True as soon as one value is true; else unknown if one is unknown; else false.

    >>> [[disjunction((a, b)) for b in (True, None, False)] for a in (True, None, False)]
    [[True, True, True], [True, None, None], [True, None, False]]
    """
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def threshold(count: int, values: Iterable[Truth]) -> Truth:
    """Whether at least `count` values are true, as far as the known ones decide it.

    >>> threshold(2, (True, None, False)), threshold(2, (True, True, None)), threshold(2, (False, False, None))
    (None, True, False)
    """
    true = possible = 0
    for value in values:
        true += value is True
        possible += value is not False
    if true >= count:
        return True
    return False if possible < count else None


def evaluate(formula: Formula, facts: Mapping[str, Truth]) -> Truth:
    """Value of a formula for one case. A fact that is not in `facts` is unknown.

    >>> evaluate(Any(Fact("a"), Fact("b")), {"a": False})
    >>> evaluate(All(Fact("a"), Fact("b")), {"a": False})
    False
    """

    def step(node: Formula, parts: tuple[Truth, ...]) -> Truth:
        match node:
            case Fact():
                return facts.get(node.id)
            case Not():
                return negation(parts[0])
            case All():
                return conjunction(parts)
            case Any():
                return disjunction(parts)
            case AtLeast():
                return threshold(node.count, parts)
            case _:
                raise TypeError(f"not a formula: {type(node).__name__}")

    return fold(formula, step)


Evaluator: TypeAlias = Callable[[int, int], Truth]
"""Takes the set of true facts and the set of false facts, each as the bits of an integer."""


def compile_bits(formula: Formula, bit: Mapping[str, int]) -> Evaluator:
    """The formula as a function of two bit sets, for evaluating it many times in about a microsecond a node.

    `bit` maps every fact of the formula to its bit number. Same values as `evaluate`.
    """
    return fold(formula, lambda node, parts: _compile_node(node, parts, bit))


def _compile_node(node: Formula, parts: tuple[Evaluator, ...], bit: Mapping[str, int]) -> Evaluator:
    match node:
        case Fact():
            mask = 1 << bit[node.id]
            return lambda true, false: True if true & mask else (False if false & mask else None)
        case Not():
            inner = parts[0]

            def negated(true: int, false: int) -> Truth:
                value = inner(true, false)
                return None if value is None else not value

            return negated
        case All() | Any():
            mask = 0
            others: list[Evaluator] = []
            for arg, part in zip(node.args, parts, strict=True):
                if isinstance(arg, Fact):
                    mask |= 1 << bit[arg.id]
                else:
                    others.append(part)
            return _compile_all(mask, others) if isinstance(node, All) else _compile_any(mask, others)
        case AtLeast():
            count = node.count
            return lambda true, false: threshold(count, [part(true, false) for part in parts])
        case _:
            raise TypeError(f"not a formula: {type(node).__name__}")


def _compile_any(mask: int, others: list[Evaluator]) -> Evaluator:
    if not others:
        return lambda true, false: True if true & mask else (False if false & mask == mask else None)

    def any_of(true: int, false: int) -> Truth:
        if true & mask:
            return True
        known = false & mask == mask
        for part in others:
            value = part(true, false)
            if value:
                return True
            known = known and value is False
        return False if known else None

    return any_of


def _compile_all(mask: int, others: list[Evaluator]) -> Evaluator:
    if not others:
        return lambda true, false: False if false & mask else (True if true & mask == mask else None)

    def all_of(true: int, false: int) -> Truth:
        if false & mask:
            return False
        known = true & mask == mask
        for part in others:
            value = part(true, false)
            if value is False:
                return False
            known = known and value is True
        return True if known else None

    return all_of
