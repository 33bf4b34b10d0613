"""Reasons: every smallest set of known facts that decides a formula, and of answers that would settle an open one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias

from brightline.logic.constants import FALSE, TRUE, joined, negated
from brightline.logic.formula import Fact, Formula, Not, substitute, walk
from brightline.logic.kleene import Truth, evaluate
from brightline.logic.patterns import Pattern, patterns
from brightline.logic.polarity import mixed_facts

StandIn: TypeAlias = Callable[[str, bool], Formula]
"""What stands in for a fact, where it speaks for the formula (true) and where it speaks against it (false)."""

_HOLDS, _FAILS = 1, 2
_AGAINST = "not "
"""Before the name of a fact where it speaks against a formula that it also speaks for. Ids hold no blanks."""


def reasons(formula: Formula, facts: Mapping[str, Truth]) -> tuple[Pattern, ...]:
    """Every minimal set of known facts that by itself gives the formula its value, interchangeable ones together.

    In a pattern one fact of each group in `present` is known to hold, and all of those in `absent` are known not to.
    Raises `ValueError` where the formula is not decided.

    >>> from brightline.logic import Any, Fact
    >>> reasons(Any(Fact("a"), Fact("b")), {"a": True, "b": True})
    (Pattern(present=(('a', 'b'),), absent=()),)
    """
    value = evaluate(formula, facts)
    if value is None:
        raise ValueError("the formula is not decided")

    def known(fact: str, holds: bool) -> Formula:
        agrees = facts.get(fact) is holds
        return Fact(fact) if agrees else (FALSE if holds else TRUE)

    return sufficient(goal(formula, known, value))


def settling(formula: Formula, facts: Mapping[str, Truth], to: bool) -> tuple[Pattern, ...]:
    """Every minimal set of facts still unknown whose answers settle the formula to true (or to false).

    In a pattern the answer is yes to one fact of each group in `present`, and no to all of those in `absent`. None is
    given where the formula has the other value already, and one without any fact where it has this one.

    >>> from brightline.logic import Any, Fact
    >>> settling(Any(Fact("a"), Fact("b")), {}, False)
    (Pattern(present=(), absent=(('a', 'b'),)),)
    """

    def answered(fact: str, holds: bool) -> Formula:  # noqa: ARG001
        value = facts.get(fact)
        return Fact(fact) if value is None else (TRUE if value else FALSE)

    return sufficient(goal(formula, answered, to))


def goal(formula: Formula, stand_in: StandIn, to: bool) -> Formula:
    """A formula over what stands in for the facts: wherever it holds, `formula` surely has the value `to`."""
    found = bound(formula, stand_in, to)
    return found if to else negated(found)


def bound(formula: Formula, stand_in: StandIn, below: bool) -> Formula:
    """The formula with its facts replaced by what stands in for them, each by whether it speaks for or against.

    From below (true), the formula surely holds where the result does. From above (false), the formula surely fails
    where the result does. What is always or never so is worked out.
    """
    order = list(walk(formula))
    sides: dict[Formula, int] = {formula: _HOLDS if below else _FAILS}
    for node in reversed(order):
        side = sides[node]
        if isinstance(node, Not):
            side = (_FAILS if side & _HOLDS else 0) | (_HOLDS if side & _FAILS else 0)
        for part in node.args:
            sides[part] = sides.get(part, 0) | side
    found: dict[tuple[Formula, bool], Formula] = {}
    for node in order:
        for side, holds in ((_HOLDS, True), (_FAILS, False)):
            if not sides[node] & side:
                continue
            if isinstance(node, Fact):
                found[node, holds] = stand_in(node.id, holds)
            else:
                inside = not holds if isinstance(node, Not) else holds
                found[node, holds] = joined(node, [found[part, inside] for part in node.args])
    return found[formula, below]


def sufficient(
    formula: Formula,
    background: Sequence[Formula] = (),
    apart: Callable[[str], Hashable] = lambda _: None,
) -> tuple[Pattern, ...]:
    """Every minimal set of facts that hold, and of facts that do not, by which the formula is true in Kleene's sense.

    That a fact holds or does not is not taken as given: where either would do, each is a set of its own. See
    `patterns` for the background, and for facts to keep apart.
    """
    mixed = set(mixed_facts(formula))
    if not mixed:
        return patterns(formula, background, apart)
    against = {_AGAINST + fact for fact in mixed}

    def split(fact: str, holds: bool) -> Formula:
        return Fact(fact) if holds or fact not in mixed else Fact(_AGAINST + fact)

    def apart_or_split(fact: str) -> Hashable:
        # A fact that speaks both for and against is two facts here, and no set may have both.
        return fact if fact in mixed or fact in against else (None, apart(fact))

    found = patterns(bound(formula, split, True), background, apart_or_split)
    named = [Pattern(one.present, tuple(_names(group) for group in one.absent)) for one in found]
    return tuple(one for one in named if not _both(one))


def _names(group: Iterable[str]) -> tuple[str, ...]:
    return tuple(fact.removeprefix(_AGAINST) for fact in group)


def _both(found: Pattern) -> bool:
    failing = {fact for group in found.absent for fact in group}
    return any(failing.issuperset(group) for group in found.present)


def kept(formula: Formula, failing: Collection[str]) -> Formula:
    """The formula over what is known, whichever way: each fact in `failing` then stands for its not holding."""
    return substitute(formula, {fact: Not(Fact(fact)) for fact in failing}) if failing else formula
