"""Which facts a formula uses with both signs: Kleene values are exact only where there are none."""

from __future__ import annotations

from brightline.logic.formula import Fact, Formula, Not, walk

_PLUS, _MINUS = 1, 2


def mixed_facts(formula: Formula) -> tuple[str, ...]:
    """Facts that occur both plainly and under a negation, in document order.

    When this is empty the formula is *unate*, and its Kleene value is exact: it is true (or false) if and only if
    every way of filling in the unknown facts makes it true (or false). Otherwise the value is still sound (a true
    or a false is right) but may stay unknown where every completion agrees.

    >>> from brightline.logic import Any, Fact, Not
    >>> mixed_facts(Any(Fact("a"), Not(Fact("a"))))
    ('a',)
    """
    signs: dict[Formula, int] = {formula: _PLUS}
    order = list(walk(formula))
    for node in reversed(order):
        sign = signs.get(node, 0)
        if isinstance(node, Not):
            sign = (_MINUS if sign & _PLUS else 0) | (_PLUS if sign & _MINUS else 0)
        for part in node.args:
            signs[part] = signs.get(part, 0) | sign
    return tuple(node.id for node in order if isinstance(node, Fact) and signs[node] == _PLUS | _MINUS)
