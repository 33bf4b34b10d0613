"""Reasons and settling answers are all the smallest ones and no others, against trying every set of facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.logic import (
    All,
    Any,
    AtLeast,
    Fact,
    Formula,
    Not,
    Pattern,
    Truth,
    evaluate,
    reasons,
    settling,
    support,
)
from brightline.logic import facts as facts_of
from brightline.logic.reasons import bound, kept
from formulas import EXAMPLES, assignments, formulas, unate_formulas

Literals = frozenset[tuple[str, bool]]

A, B, C, D = (Fact(name) for name in "abcd")
thorough = settings(max_examples=150, deadline=None)
any_formula = st.one_of(formulas(), unate_formulas())


def expanded(found: Iterable[Pattern]) -> list[Literals]:
    """Every full set that the patterns stand for, with repetition where two patterns stand for the same."""
    return [
        frozenset([*((fact, True) for fact in chosen), *((fact, False) for group in one.absent for fact in group)])
        for one in found
        for chosen in product(*one.present)
    ]


def smallest(
    formula: Formula, literals: Iterable[tuple[str, bool]], to: bool, given: Mapping[str, Truth]
) -> set[Literals]:
    """By trying all: the minimal sets of literals that, added to what is given, give the formula the value."""
    enough: list[Literals] = []
    for some in sorted(subsets(list(literals)), key=len):
        if not any(other <= some for other in enough) and evaluate(formula, {**given, **dict(some)}) is to:
            enough.append(some)
    return set(enough)


def subsets(literals: list[tuple[str, bool]]) -> Iterator[Literals]:
    """Every set of literals that says no fact both ways."""
    by_fact: dict[str, list[tuple[str, bool]]] = {}
    for literal in literals:
        by_fact.setdefault(literal[0], []).append(literal)
    for chosen in product(*([None, *both] for both in by_fact.values())):
        yield frozenset(literal for literal in chosen if literal)


# --- by example ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "facts", "expected"),
    [
        (A, {"a": True}, [Pattern((("a",),), ())]),
        (A, {"a": False}, [Pattern((), (("a",),))]),
        (Not(A), {"a": True}, [Pattern((("a",),), ())]),
        (All(), {}, [Pattern((), ())]),
        (Any(A, B, C), {"a": True, "b": True, "c": None}, [Pattern((("a", "b"),), ())]),
        (Any(A, B, C), dict.fromkeys("abc", False), [Pattern((), (("a", "b", "c"),))]),
        (All(Any(A, B), C), {"a": True, "b": True, "c": True}, [Pattern((("a", "b"), ("c",)), ())]),
        (All(A, Any(B, C)), dict.fromkeys("abc", False), [Pattern((), (("a",),)), Pattern((), (("b", "c"),))]),
        (
            AtLeast(2, A, B, C),
            dict.fromkeys("abc", True),
            [Pattern(((one,), (two,)), ()) for one, two in ("ab", "ac", "bc")],
        ),
        (Any(All(A, B), C), {"a": True, "b": True, "c": True}, [Pattern((("c",),), ()), Pattern((("a",), ("b",)), ())]),
    ],
)
def test_reasons_by_example(formula: Formula, facts: dict[str, Truth], expected: list[Pattern]) -> None:
    assert list(reasons(formula, facts)) == expected


@pytest.mark.parametrize(
    ("formula", "facts", "to", "expected"),
    [
        (All(A, Any(B, C, D)), {"a": True}, True, [Pattern((("b", "c", "d"),), ())]),
        (All(A, Any(B, C, D)), {"a": True, "c": False}, False, [Pattern((), (("b", "d"),))]),
        (All(A, Any(B, C, D)), {"a": True, "b": True}, True, [Pattern((), ())]),
        (All(A, Any(B, C, D)), {"a": True, "b": True}, False, []),
        (Any(A, Not(A)), {}, True, [Pattern((("a",),), ()), Pattern((), (("a",),))]),
        (
            All(Any(A, B), Any(Not(A), C)),
            {},
            True,
            [
                Pattern((("a",), ("c",)), ()),
                Pattern((("b",), ("c",)), ()),
                Pattern((("b",),), (("a",),)),
            ],
        ),
    ],
)
def test_settling_by_example(formula: Formula, facts: dict[str, Truth], to: bool, expected: list[Pattern]) -> None:
    assert list(settling(formula, facts, to)) == expected


def test_an_undecided_formula_has_no_reasons() -> None:
    with pytest.raises(ValueError, match="not decided"):
        reasons(Any(A, Not(A)), {})


def test_many_interchangeable_facts_make_one_reason() -> None:
    many = [[Fact(f"{letter}{number}") for number in range(30)] for letter in "xyz"]
    formula = All(*(Any(*part) for part in many))
    (found,) = reasons(formula, dict.fromkeys(facts_of(formula), True))
    assert found.count == 27_000
    assert [len(group) for group in found.present] == [30, 30, 30]


@pytest.mark.parametrize(("formula", "facts", "value"), EXAMPLES)
def test_the_shared_examples(formula: Formula, facts: Mapping[str, Truth], value: Truth) -> None:
    if value is None:
        for to in (True, False):
            check_settling(formula, facts, to)
    else:
        check_reasons(formula, facts)


# --- for any formula ----------------------------------------------------------------------------------------------


def check_reasons(formula: Formula, facts: Mapping[str, Truth]) -> None:
    value = evaluate(formula, facts)
    assert value is not None
    known = {(fact, held) for fact in facts_of(formula) if (held := facts.get(fact)) is not None}
    full = expanded(reasons(formula, facts))
    assert len(set(full)) == len(full), "each reason once"
    assert set(full) == smallest(formula, known, value, {})
    for reason in full:
        assert reason <= known
        assert evaluate(formula, dict(reason)) is value
        for left_out in reason:
            assert evaluate(formula, dict(reason - {left_out})) is None


def check_settling(formula: Formula, facts: Mapping[str, Truth], to: bool) -> None:
    unknown = [(fact, held) for fact in facts_of(formula) for held in (True, False) if facts.get(fact) is None]
    full = expanded(settling(formula, facts, to))
    assert len(set(full)) == len(full), "each set once"
    assert set(full) == smallest(formula, unknown, to, facts)


@thorough
@given(any_formula, assignments())
def test_every_reason_and_no_other(formula: Formula, facts: dict[str, Truth]) -> None:
    if evaluate(formula, facts) is not None:
        check_reasons(formula, facts)


@thorough
@given(any_formula, st.data())
def test_every_reason_where_all_is_known(formula: Formula, data: st.DataObject) -> None:
    check_reasons(formula, {fact: data.draw(st.booleans()) for fact in facts_of(formula)})


@thorough
@given(any_formula, assignments(), st.booleans())
def test_every_settling_set_and_no_other(formula: Formula, facts: dict[str, Truth], to: bool) -> None:
    check_settling(formula, facts, to)


@thorough
@given(any_formula, st.data())
def test_reasons_lie_within_what_carries_the_value(formula: Formula, data: st.DataObject) -> None:
    facts = {fact: data.draw(st.booleans()) for fact in facts_of(formula)}
    _, carriers = support(formula, facts)
    told = {fact for one in reasons(formula, facts) for group in (*one.present, *one.absent) for fact in group}
    assert told <= set(carriers)


@thorough
@given(any_formula, assignments())
def test_a_bound_never_says_more_than_the_formula(formula: Formula, facts: dict[str, Truth]) -> None:
    def given_(fact: str, holds: bool) -> Formula:
        known = facts.get(fact)
        return All() if known else Any() if known is False else Any() if holds else All()

    value = evaluate(formula, facts)
    below, above = bound(formula, given_, True), bound(formula, given_, False)
    assert {below, above} <= {All(), Any()}, "nothing is left open"
    assert value is (True if below is All() else False if above is Any() else None)


def test_what_is_kept_stands_for_either_way() -> None:
    (lost,) = settling(kept(All(A, Not(B)), ["b"]), {"a": True}, False)
    assert lost == Pattern((), (("b",),))
