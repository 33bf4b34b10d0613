"""Formulas put together with what is settled worked out: the constants, and the joins that leave them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brightline.logic.formula import All, Any, AtLeast, Formula, Not

TRUE, FALSE = All(), Any()
"""The formula that is true, and the one that is false, whatever the facts."""


def joined(node: Formula, parts: Sequence[Formula]) -> Formula:
    """The same kind of node as `node`, which has parts, over other parts. Its Kleene value is that of the plain node.

    >>> from brightline.logic import Fact
    >>> joined(All(Fact("a"), Fact("b")), (TRUE, Fact("b")))
    b
    """
    match node:
        case All():
            return all_of(parts)
        case Any():
            return any_of(parts)
        case Not():
            return negated(parts[0])
        case AtLeast():
            return at_least(node.count, parts)
        case _:
            raise TypeError(f"not a formula with parts: {type(node).__name__}")


def all_of(parts: Iterable[Formula]) -> Formula:
    """Every part; an `All` inside is opened out, and repeated parts are dropped."""
    left = _opened(All, parts)
    if FALSE in left:
        return FALSE
    return next(iter(left)) if len(left) == 1 else All(*left)


def any_of(parts: Iterable[Formula]) -> Formula:
    """At least one part; an `Any` inside is opened out, and repeated parts are dropped."""
    left = _opened(Any, parts)
    if TRUE in left:
        return TRUE
    return next(iter(left)) if len(left) == 1 else Any(*left)


def _opened(kind: type[All | Any], parts: Iterable[Formula]) -> dict[Formula, None]:
    return dict.fromkeys(inner for part in parts for inner in (part.args if isinstance(part, kind) else (part,)))


def negated(part: Formula) -> Formula:
    """The opposite of a part."""
    if part is TRUE or part is FALSE:
        return FALSE if part is TRUE else TRUE
    return part.args[0] if isinstance(part, Not) else Not(part)


def at_least(count: int, parts: Sequence[Formula]) -> Formula:
    """At least `count` of the parts."""
    open_parts = [part for part in parts if part is not TRUE and part is not FALSE]
    missing = count - sum(part is TRUE for part in parts)
    if missing <= 0:
        return TRUE
    if missing > len(open_parts):
        return FALSE
    if missing == 1:
        return any_of(open_parts)
    # Parts of a count may be the same: joined in an `All` each is needed once.
    return all_of(open_parts) if missing == len(open_parts) else AtLeast(missing, *open_parts)
