"""The laws of three-valued formulas, whatever the engine."""

from __future__ import annotations

import copy
import pickle

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
    Truth,
    compile_bits,
    conjunction,
    disjunction,
    evaluate,
    facts,
    flatten,
    fold,
    mixed_facts,
    negation,
    substitute,
    support,
    threshold,
    to_text,
    walk,
)
from formulas import EXAMPLES, NAMES, TRUTHS, A, B, C, assignments, completions, formulas, holds, unate_formulas

TRUE, FALSE, UNKNOWN = TRUTHS
BITS = {name: number for number, name in enumerate(NAMES)}
laws = settings(max_examples=150, deadline=None)

AND = {
    (TRUE, TRUE): TRUE, (TRUE, UNKNOWN): UNKNOWN, (TRUE, FALSE): FALSE,
    (UNKNOWN, TRUE): UNKNOWN, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, FALSE): FALSE,
    (FALSE, TRUE): FALSE, (FALSE, UNKNOWN): FALSE, (FALSE, FALSE): FALSE,
}  # fmt: skip
OR = {
    (TRUE, TRUE): TRUE, (TRUE, UNKNOWN): TRUE, (TRUE, FALSE): TRUE,
    (UNKNOWN, TRUE): TRUE, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, FALSE): UNKNOWN,
    (FALSE, TRUE): TRUE, (FALSE, UNKNOWN): UNKNOWN, (FALSE, FALSE): FALSE,
}  # fmt: skip


def by_bits(formula: Formula, known: dict[str, Truth]) -> Truth:
    true = sum(1 << BITS[name] for name, value in known.items() if value is True)
    false = sum(1 << BITS[name] for name, value in known.items() if value is False)
    return compile_bits(formula, BITS)(true, false)


@pytest.mark.parametrize("pair", AND, ids=str)
def test_truth_tables_are_kleenes(pair: tuple[Truth, Truth]) -> None:
    left, right = pair
    known = {"a": left, "b": right}
    assert conjunction(pair) is evaluate(All(A, B), known) is AND[pair]
    assert disjunction(pair) is evaluate(Any(A, B), known) is OR[pair]
    assert threshold(2, pair) is AND[pair]
    assert threshold(1, pair) is OR[pair]


def test_negation_leaves_the_unknown_unknown() -> None:
    assert [negation(value) for value in TRUTHS] == [FALSE, TRUE, UNKNOWN]


@pytest.mark.parametrize(("formula", "known", "value"), EXAMPLES, ids=str)
def test_examples_by_evaluate_and_by_bits(formula: Formula, known: dict[str, Truth], value: Truth) -> None:
    assert evaluate(formula, known) is value
    assert by_bits(formula, known) is value
    assert support(formula, known)[0] is value


@laws
@given(formulas(), assignments())
def test_double_negation(formula: Formula, known: dict[str, Truth]) -> None:
    assert evaluate(Not(Not(formula)), known) is evaluate(formula, known)


@laws
@given(st.lists(formulas(), max_size=3), st.integers(-1, 4), assignments())
def test_de_morgan(parts: list[Formula], count: int, known: dict[str, Truth]) -> None:
    opposites = [Not(part) for part in parts]
    assert evaluate(Not(All(*parts)), known) is evaluate(Any(*opposites), known)
    assert evaluate(Not(Any(*parts)), known) is evaluate(All(*opposites), known)
    fewer = AtLeast(len(parts) - count + 1, *opposites)
    assert evaluate(Not(AtLeast(count, *parts)), known) is evaluate(fewer, known)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Fact("x.y"),
        lambda: Not(Fact("x.y")),
        All,
        lambda: All(A, Not(B)),
        lambda: Any(A, B),
        lambda: AtLeast(2, A, B, C),
        lambda: All(Any(A, B), AtLeast(1, Not(C))),
    ],
    ids=["fact", "not", "empty all", "all", "any", "at least", "nested"],
)
def test_equal_parts_are_the_same_object(build: object) -> None:
    assert callable(build)
    formula = build()
    assert build() is formula
    assert copy.copy(formula) is formula
    assert copy.deepcopy([formula])[0] is formula
    assert pickle.loads(pickle.dumps(formula)) is formula


@laws
@given(formulas())
def test_pickle_keeps_identity(formula: Formula) -> None:
    assert pickle.loads(pickle.dumps(formula)) is formula


def test_different_formulas_are_different_objects() -> None:
    different = [A, B, Not(A), All(A), Any(A), All(A, B), All(B, A), Any(A, B), AtLeast(1, A, B), AtLeast(2, A, B)]
    assert len(set(different)) == len(different)


@laws
@given(formulas(), assignments(), st.sampled_from(NAMES), st.booleans())
def test_learning_a_fact_never_turns_a_value(formula: Formula, known: dict[str, Truth], name: str, value: bool) -> None:
    if known.get(name) is not None:
        known[name] = None
    before = evaluate(formula, known)
    after = evaluate(formula, {**known, name: value})
    assert before is None or after is before


@laws
@given(formulas(), assignments())
def test_settled_values_hold_in_every_completion(formula: Formula, known: dict[str, Truth]) -> None:
    value = evaluate(formula, known)
    if value is not None:
        assert all(holds(formula, full) is value for full in completions(known))


@laws
@given(formulas(), assignments())
def test_bits_give_the_value_of_evaluate(formula: Formula, known: dict[str, Truth]) -> None:
    assert by_bits(formula, known) is evaluate(formula, known)


@laws
@given(formulas(), assignments())
def test_carriers_alone_keep_a_settled_value(formula: Formula, known: dict[str, Truth]) -> None:
    value, carriers = support(formula, known)
    assert value is evaluate(formula, known)
    if value is not None:
        assert evaluate(formula, {name: known[name] for name in carriers}) is value


@laws
@given(formulas(), assignments(), st.data())
def test_carriers_of_the_unknown_are_unknown_and_settle_it(
    formula: Formula, known: dict[str, Truth], data: st.DataObject
) -> None:
    value, carriers = support(formula, known)
    if value is None:
        assert carriers
        assert all(known.get(name) is None for name in carriers)
        answers = {name: data.draw(st.booleans()) for name in carriers}
        assert evaluate(formula, {**known, **answers}) is not None


@laws
@given(formulas(), assignments())
def test_flatten_keeps_values(formula: Formula, known: dict[str, Truth]) -> None:
    flat = flatten(formula)
    assert evaluate(flat, known) is evaluate(formula, known)
    assert flatten(flat) is flat
    for node in walk(flat):
        assert not isinstance(node, (All, Any)) or type(node) not in [type(part) for part in node.args]


@laws
@given(formulas(), st.dictionaries(st.sampled_from(NAMES), formulas(), max_size=3), assignments())
def test_substitute_puts_the_value_of_the_replacement(
    formula: Formula, replacements: dict[str, Formula], known: dict[str, Truth]
) -> None:
    replaced = {name: evaluate(replacement, known) for name, replacement in replacements.items()}
    assert evaluate(substitute(formula, replacements), known) is evaluate(formula, {**known, **replaced})


def test_substitute_replaces_all_at_once() -> None:
    assert substitute(All(A, Not(B)), {"a": B, "b": A}) is All(B, Not(A))


@pytest.mark.parametrize(
    ("formula", "mixed"),
    [
        (A, ()),
        (Not(A), ()),
        (Not(Not(A)), ()),
        (All(Not(A), Any(B, Not(A))), ()),
        (Any(A, Not(A)), ("a",)),
        (All(B, Any(A, C), Not(AtLeast(2, B, A))), ("b", "a")),
        (Any(Not(All(A, Not(B))), B), ()),
        (Any(Not(All(A, Not(B))), A), ("a",)),
    ],
    ids=str,
)
def test_mixed_facts(formula: Formula, mixed: tuple[str, ...]) -> None:
    assert mixed_facts(formula) == mixed


def completed_value(formula: Formula, known: dict[str, Truth]) -> Truth:
    values = {holds(formula, full) for full in completions(known)}
    return values.pop() if len(values) == 1 else None


@laws
@given(unate_formulas(), assignments())
def test_unate_formulas_are_exact(formula: Formula, known: dict[str, Truth]) -> None:
    assert mixed_facts(formula) == ()
    assert evaluate(formula, known) is completed_value(formula, known)


@laws
@given(formulas(), assignments(), st.data())
def test_exact_once_every_mixed_fact_is_known(formula: Formula, known: dict[str, Truth], data: st.DataObject) -> None:
    for name in mixed_facts(formula):
        known[name] = data.draw(st.booleans())
    assert evaluate(formula, known) is completed_value(formula, known)


def test_a_mixed_formula_may_stay_unknown_where_all_completions_agree() -> None:
    formula = Any(A, Not(A))
    assert completed_value(formula, {}) is True
    assert evaluate(formula, {}) is None


def test_fold_visits_each_distinct_node_once_and_needs_no_recursion() -> None:
    formula: Formula = A
    for _ in range(20_000):
        formula = All(formula, Not(formula), B)
    seen: list[Formula] = []
    fold(formula, lambda node, parts: seen.append(node))
    assert len(seen) == len(set(seen)) == 2 + 2 * 20_000
    assert facts(formula) == ("a", "b")


def test_text_is_for_a_person() -> None:
    assert to_text(All(Any(A, B), Not(C))) == "(a or b) and not c"
    assert to_text(AtLeast(2, A, B, Not(C))) == "at least 2 of (a, b, not c)"
    assert (to_text(All()), to_text(Any())) == ("true", "false")
