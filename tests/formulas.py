"""Random formulas and assignments, and the example pairs that every engine is tried with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import strategies as st

from brightline.logic import All, Any, AtLeast, Fact, Formula, Not, Truth, fold, substitute

NAMES = tuple("abcdefgh")
DEPTH = 4
TRUTHS: tuple[Truth, ...] = (True, False, None)
A, B, C, D = (Fact(name) for name in NAMES[:4])


def _grow(leaves: st.SearchStrategy[Formula], negate: bool) -> st.SearchStrategy[Formula]:
    """Formulas over the leaves, one level of nesting at a time."""
    found = leaves
    for _ in range(DEPTH):
        parts = st.lists(found, max_size=3).map(tuple)
        kinds = [
            found,
            parts.map(lambda args: All(*args)),
            parts.map(lambda args: Any(*args)),
            st.builds(lambda count, args: AtLeast(count, *args), st.integers(0, 4), parts),
        ]
        found = st.one_of(*kinds, found.map(Not)) if negate else st.one_of(*kinds)
    return found


def formulas() -> st.SearchStrategy[Formula]:
    """Any formula over the eight facts, negations anywhere."""
    return _grow(st.sampled_from(NAMES).map(Fact), negate=True)


def unate_formulas() -> st.SearchStrategy[Formula]:
    """Formulas in which each fact has one sign only."""

    def with_signs(formula: Formula, negated: set[str], outside: bool) -> Formula:
        signed = substitute(formula, {name: Not(Fact(name)) for name in negated})
        return Not(signed) if outside else signed

    positive = _grow(st.sampled_from(NAMES).map(Fact), negate=False)
    return st.builds(with_signs, positive, st.sets(st.sampled_from(NAMES)), st.booleans())


def assignments() -> st.SearchStrategy[dict[str, Truth]]:
    """What is known of the eight facts; a fact that is left out is unknown too."""
    return st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TRUTHS), max_size=len(NAMES))


def completions(assignment: Mapping[str, Truth]) -> Iterator[dict[str, bool]]:
    """Every way of filling in what is not known."""
    open_names = [name for name in NAMES if assignment.get(name) is None]
    known = {name: value for name, value in assignment.items() if value is not None}
    for values in product((True, False), repeat=len(open_names)):
        yield {**known, **dict(zip(open_names, values, strict=True))}


def holds(formula: Formula, facts: Mapping[str, bool]) -> bool:
    """The ordinary two-valued value, worked out without anything of Kleene's."""

    def step(node: Formula, parts: tuple[bool, ...]) -> bool:
        match node:
            case Fact():
                return facts[node.id]
            case Not():
                return not parts[0]
            case All():
                return all(parts)
            case Any():
                return any(parts)
            case AtLeast():
                return sum(parts) >= node.count
            case _:
                raise AssertionError(node)

    return fold(formula, step)


EXAMPLES: tuple[tuple[Formula, Mapping[str, Truth], Truth], ...] = (
    (A, {"a": True}, True),
    (A, {"a": False}, False),
    (A, {"a": None}, None),
    (A, {}, None),
    (Not(A), {"a": True}, False),
    (Not(A), {}, None),
    (Not(Not(A)), {"a": False}, False),
    (All(), {}, True),
    (Any(), {}, False),
    (Not(Any()), {}, True),
    (All(A, B), {"a": True, "b": True}, True),
    (All(A, B), {"a": True}, None),
    (All(A, B), {"b": False}, False),
    (All(A, All()), {"a": True}, True),
    (Any(A, B), {"a": False, "b": False}, False),
    (Any(A, B), {"a": False}, None),
    (Any(A, B), {"b": True}, True),
    (Any(A, Any()), {}, None),
    (Any(A), {"a": True}, True),
    (All(A, A), {"a": True}, True),
    (AtLeast(0, A, B), {}, True),
    (AtLeast(0), {}, True),
    (AtLeast(1), {}, False),
    (AtLeast(3, A, B), {"a": True, "b": True}, False),
    (AtLeast(2, A, B, C), {"a": True, "b": True}, True),
    (AtLeast(2, A, B, C), {"a": True, "b": False}, None),
    (AtLeast(2, A, B, C), {"a": False, "b": False}, False),
    (AtLeast(2, A, A, B), {"a": True}, True),
    (AtLeast(2, Not(A), Any(B, C), D), {"a": False, "c": True}, True),
    (Any(A, Not(A)), {}, None),
    (All(A, Not(A)), {}, None),
    (All(A, Any(B, C), D), {"a": True, "b": False, "c": True, "d": True}, True),
    (All(A, Any(B, C), D), {"a": True, "b": False, "c": False}, False),
    (All(A, Any(B, C), D), {"a": True, "c": True}, None),
    (Any(All(A, B), All(A, B, C)), {"a": True, "b": None}, None),
    (Any(Not(Any(A, B)), Any(A, B)), {"b": True}, True),
)
