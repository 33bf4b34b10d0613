"""Which fact to ask for next: exact relevance, the best order where there is one, and fewer questions than the document."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.law import definitions
from brightline.logic import All, Any, AtLeast, Fact, Formula, Inquiry, Not, Truth, compile_bits, evaluate, facts
from brightline.logic.constants import FALSE, TRUE
from brightline.logic.inquiry import simplified
from formulas import NAMES, assignments, formulas, holds

A, B, C, D, E = (Fact(name) for name in "abcde")


# --- what still matters -------------------------------------------------------------------------------------------


def outcome(formula: Formula, known: Mapping[str, bool], silent: frozenset[str]) -> Truth:
    """True or false where that holds whatever the silent facts are, else unknown; worked out by trying them all."""
    found = {
        holds(formula, {**known, **dict(zip(silent, values, strict=True))})
        for values in product((True, False), repeat=len(silent))
    }
    return found.pop() if len(found) == 1 else None


def relevant_by_trial(formula: Formula, known: Mapping[str, bool], silent: frozenset[str]) -> list[str]:
    askable = [name for name in facts(formula) if name not in known and name not in silent]
    told = {name: known.get(name, False) for name in NAMES if name not in silent and name not in askable}
    found: list[str] = []
    for name in askable:
        others = [other for other in askable if other != name]
        for values in product((True, False), repeat=len(others)):
            rest = told | dict(zip(others, values, strict=True))
            if outcome(formula, rest | {name: True}, silent) is not outcome(formula, rest | {name: False}, silent):
                found.append(name)
                break
    return found


@settings(max_examples=120, deadline=None)
@given(formulas(), assignments())
def test_relevance_agrees_with_trying_everything(formula: Formula, said: dict[str, Truth]) -> None:
    known = {name: value for name, value in said.items() if value is not None}
    silent = frozenset(name for name, value in said.items() if value is None)
    inquiry = Inquiry([formula])
    relevant = inquiry.relevant(known, silent)
    assert list(relevant) == relevant_by_trial(formula, known, silent)
    chosen = inquiry.next_fact(known, silent)
    assert chosen in relevant if relevant else chosen is None


@settings(max_examples=60, deadline=None)
@given(st.lists(formulas(), min_size=2, max_size=3), assignments())
def test_several_formulas_are_relevant_together(several: list[Formula], said: dict[str, Truth]) -> None:
    known = {name: value for name, value in said.items() if value is not None}
    silent = frozenset(name for name, value in said.items() if value is None)
    each = Inquiry(several).relevant_to_each(known, silent)
    assert each == tuple(Inquiry([formula]).relevant(known, silent) for formula in several)
    assert set(Inquiry(several).relevant(known, silent)) == {fact for some in each for fact in some}


@settings(max_examples=120, deadline=None)
@given(formulas(), assignments())
def test_simplifying_keeps_the_meaning(formula: Formula, said: dict[str, Truth]) -> None:
    known = {name: value for name, value in said.items() if value is not None}
    rest = simplified(formula, known)
    assert not set(facts(rest)) & set(known)
    open_names = [name for name in NAMES if name not in known]
    for values in product((True, False), repeat=len(open_names)):
        filled = known | dict(zip(open_names, values, strict=True))
        assert holds(rest, filled) is holds(formula, filled)


def test_what_is_settled_is_not_asked_for() -> None:
    formula = All(Any(A, B), C)
    inquiry = Inquiry([formula])
    assert inquiry.relevant({"c": False}) == ()
    assert inquiry.next_fact({"c": False}) is None
    assert inquiry.next_fact({"a": True, "c": True}) is None
    assert inquiry.relevant({"a": True}) == ("c",)
    assert inquiry.relevant({}, {"a"}) == ("b", "c")
    assert inquiry.relevant({}, {"a", "b"}) == ("c",), "it can still be seen to fail"
    assert inquiry.relevant({"c": True}, {"a", "b"}) == ()
    assert inquiry.relevant({}, {"c"}) == ("a", "b")
    assert simplified(formula, {"c": False}) is FALSE
    assert simplified(formula, {"a": True, "c": True}) is TRUE


def test_a_fact_that_another_takes_in_is_irrelevant() -> None:
    assert Inquiry([Any(A, All(A, B))]).relevant({}) == ("a",)
    assert Inquiry([Any(A, Not(A), B)]).relevant({}) == ()


# --- the order ----------------------------------------------------------------------------------------------------


def test_cheaper_and_likelier_first_and_ties_by_the_document() -> None:
    inquiry = Inquiry([Any(A, B, C)])
    assert inquiry.next_fact({}) == "a"
    assert inquiry.next_fact({"a": False}) == "b"
    assert inquiry.next_fact({}, costs={"a": 2.0, "b": 2.0}) == "c"
    assert inquiry.next_fact({}, chances={"b": 0.6}) == "b"
    assert inquiry.next_fact({}, costs={"b": 3.0}, chances={"b": 0.9}) == "a"
    assert Inquiry([All(A, B, C)]).next_fact({}, chances={"b": 0.6}) == "a"
    assert Inquiry([All(A, B, C)]).next_fact({}, chances={"b": 0.4}) == "b"


def test_facts_kept_for_the_end_wait_for_all_others() -> None:
    inquiry = Inquiry([All(Any(A, B), Any(C, D))])
    assert inquiry.next_fact({}, last={"a"}) == "b"
    assert inquiry.next_fact({}, last={"a", "b"}) == "c"
    assert inquiry.next_fact({"b": False, "c": True}, last={"a"}) == "a"
    tangled = Inquiry([AtLeast(2, A, B, C, D)])
    assert tangled.next_fact({}, last={"a", "b", "c"}) == "d"


TANGLED: tuple[tuple[Formula, str], ...] = (
    (AtLeast(2, A, B, C, D), ""),
    (Any(All(A, B), All(A, C), D), ""),
    (All(Any(A, B), Any(A, C), Any(B, D)), ""),
    (Any(All(A, Any(B, All(C, D))), E), ""),
    (Any(All(A, Not(B)), All(B, C), D), ""),
    (All(Any(A, All(B, Any(C, D))), Any(E, B)), ""),
    # With these left unknown, what makes it true and what makes it false are two different questions.
    (AtLeast(2, A, B, C, D), "d"),
    (Any(All(A, B), C, D), "a"),
    (All(Any(A, B), Any(C, D)), "c"),
    (All(Any(A, B), Any(A, C), Any(B, D)), "d"),
)


@pytest.mark.parametrize(("formula", "unknown"), TANGLED, ids=str)
def test_elsewhere_the_fact_that_decides_most_often_per_cost(formula: Formula, unknown: str) -> None:
    silent = frozenset(unknown)
    rng = random.Random(str(formula))
    names = [name for name in facts(formula) if name not in silent]
    chances = {name: rng.uniform(0.05, 0.95) for name in names}
    costs = {name: rng.choice((1.0, 2.0, 4.0)) for name in names}

    def weight(name: str, wanted: Truth) -> float:
        """How much likelier the outcome `wanted` becomes with the fact."""
        others = [other for other in names if other != name]
        total = 0.0
        for values in product((True, False), repeat=len(others)):
            rest = dict(zip(others, values, strict=True))
            yes, no = (outcome(formula, rest | {name: value}, silent) for value in (True, False))
            odds = prod(chances[other] if value else 1 - chances[other] for other, value in rest.items())
            total += odds * ((yes is wanted) - (no is wanted))
        return abs(total)

    worth = {name: (weight(name, True) + weight(name, False)) / costs[name] for name in names}
    chosen = Inquiry([formula]).next_fact({}, silent, costs, chances)
    assert chosen is not None
    assert worth[chosen] == pytest.approx(max(worth.values()))


# --- against the best there is ------------------------------------------------------------------------------------


def partitions(total: int, largest: int) -> Iterator[tuple[int, ...]]:
    if total == 0:
        yield ()
    for first in range(min(total, largest), 0, -1):
        for rest in partitions(total - first, first):
            yield (first, *rest)


def shapes(most: int) -> Iterator[tuple[type[All | Any], tuple[int, ...]]]:
    """Every formula of up to two levels in which each of up to `most` facts stands once, but for the names."""
    for total in range(1, most + 1):
        for parts in partitions(total, total):
            yield from ((All, parts), (Any, parts))


def read_once(kind: type[All | Any], parts: tuple[int, ...], rng: random.Random) -> Formula:
    leaves = [Fact(name) if rng.random() < 0.8 else Not(Fact(name)) for name in "abcdefg"[: sum(parts)]]
    inner = Any if kind is All else All
    groups: list[Formula] = []
    for size in rng.sample(parts, len(parts)):
        members = [leaves.pop(0) for _ in range(size)]
        groups.append(inner(*members) if size > 1 else members[0])
    return kind(*groups)


def best_and_ours(formula: Formula, costs: Mapping[str, float], chances: Mapping[str, float]) -> tuple[float, float]:
    """Expected cost of the best adaptive strategy of all, and of the one that `next_fact` gives."""
    names = facts(formula)
    bit = {name: number for number, name in enumerate(names)}
    value = compile_bits(formula, bit)
    inquiry = Inquiry([formula])

    @cache
    def best(true: int, false: int) -> float:
        if value(true, false) is not None:
            return 0.0
        return min(
            costs[name]
            + chances[name] * best(true | 1 << at, false)
            + (1 - chances[name]) * best(true, false | 1 << at)
            for at, name in enumerate(names)
            if not (true | false) >> at & 1
        )

    def ours(known: dict[str, bool]) -> float:
        name = inquiry.next_fact(known, costs=costs, chances=chances)
        if name is None:
            assert evaluate(formula, known) is not None
            return 0.0
        chance = chances[name]
        return costs[name] + chance * ours(known | {name: True}) + (1 - chance) * ours(known | {name: False})

    return best(0, 0), ours({})


def check_optimal(most: int, draws: int) -> None:
    rng = random.Random(7)
    for kind, parts in shapes(most):
        for _ in range(draws):
            formula = read_once(kind, parts, rng)
            costs = {name: rng.choice((1.0, 2.0, 4.0, rng.uniform(0.2, 5))) for name in facts(formula)}
            chances = {name: rng.uniform(0.02, 0.98) for name in facts(formula)}
            best, ours = best_and_ours(formula, costs, chances)
            assert ours == pytest.approx(best), (formula, costs, chances)


def test_the_order_is_the_best_there_is_for_shallow_formulas() -> None:
    check_optimal(most=6, draws=4)


@pytest.mark.slow
def test_the_order_is_the_best_there_is_for_shallow_formulas_of_seven_facts() -> None:
    check_optimal(most=7, draws=12)


# --- how many questions -------------------------------------------------------------------------------------------

Picker = Callable[[Mapping[str, bool]], str | None]


def questions(formula: Formula, cases: int) -> tuple[float, float, float]:
    """Mean number of questions over simulated cases: in document order, with the chances known, and without them.

    Facts are independent of each other and hold with a chance between .04 and .3, drawn for each; all cost the same.
    """
    rng = random.Random(str(formula))
    names = facts(formula)
    chances = {name: rng.uniform(0.04, 0.3) for name in names}
    drawn = [{name: rng.random() < chances[name] for name in names} for _ in range(cases)]
    inquiry = Inquiry([formula])
    pickers: tuple[Picker, ...] = (
        lambda known: next(iter(inquiry.relevant(known)), None),
        lambda known: inquiry.next_fact(known, chances=chances),
        inquiry.next_fact,
    )
    means: list[float] = []
    for pick in pickers:
        memo: dict[frozenset[tuple[str, bool]], str | None] = {}
        asked = 0
        for case in drawn:
            known: dict[str, bool] = {}
            while True:
                key = frozenset(known.items())
                if key not in memo:
                    memo[key] = pick(known)
                name = memo[key]
                if name is None:
                    break
                assert name not in known
                known[name] = case[name]
                asked += 1
            assert evaluate(formula, known) is holds(formula, case)
        means.append(asked / cases)
    return means[0], means[1], means[2]


def check_savings(cases: int) -> None:
    found = [questions(definition.current.formula, cases) for definition in definitions(memory=True)]
    document, informed, even = (sum(column) / len(found) for column in zip(*found, strict=True))
    assert informed < 0.75 * document
    assert even < 0.80 * document


def test_fewer_questions_than_in_document_order() -> None:
    check_savings(cases=12)


@pytest.mark.slow
def test_fewer_questions_than_in_document_order_over_many_cases() -> None:
    check_savings(cases=400)
