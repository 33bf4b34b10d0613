"""Merged minimal patterns: interchangeable facts, prime implicants taken together, and what the background leaves."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.law import background, definitions
from brightline.logic import (
    All,
    Any,
    AtLeast,
    Diagrams,
    Fact,
    Families,
    Formula,
    Not,
    Pattern,
    background_for,
    facts,
    groups,
    patterns,
    substitute,
)
from formulas import NAMES, A, B, C, D
from oracles import SatSolver, Table, Term, random_formula

laws = settings(max_examples=60, deadline=None)
SEVEN = Table(NAMES[:7])
SIX = Table(NAMES[:6])
E, F = Fact("e"), Fact("f")


def lists_of_alternatives(draw: random.Random, names: Sequence[str], parts: int) -> Formula:
    """A formula like those of the law, lists of alternatives joined, in which some facts do the same."""
    lists = [Any(*map(Fact, sorted(draw.sample(names, draw.randint(1, 4))))) for _ in range(3)]
    heads = [f"list {number}" for number in range(3)]
    return substitute(
        random_formula(draw, [*heads, *draw.sample(names, 1)], parts), dict(zip(heads, lists, strict=True))
    )


def small(names: Sequence[str]) -> st.SearchStrategy[Formula]:
    draws = st.randoms(use_true_random=False)
    return st.one_of(
        st.builds(random_formula, draws, st.just(names), st.integers(2, 10)),
        st.builds(lists_of_alternatives, draws, st.just(names), st.integers(2, 8)),
    )


def clauses(names: Sequence[str], most: int = 5) -> st.SearchStrategy[list[Formula]]:
    literal = st.builds(
        lambda name, sign: Fact(name) if sign else Not(Fact(name)), st.sampled_from(names), st.booleans()
    )
    several = st.lists(literal, min_size=1, max_size=3).map(lambda args: Any(*args))
    return st.lists(st.one_of(literal, several, several), max_size=most)


def expanded(found: Iterable[Pattern]) -> Iterator[Term]:
    """The full patterns: one fact of each group that is present, none of those that are absent."""
    for pattern in found:
        without = [(fact, False) for group in pattern.absent for fact in group]
        for chosen in product(*pattern.present):
            yield frozenset([*((fact, True) for fact in chosen), *without])


@laws
@given(st.lists(small(NAMES[:6]), min_size=1, max_size=3))
def test_facts_of_one_group_can_change_places(formulas: list[Formula]) -> None:
    together = groups(formulas)
    diagrams = Diagrams(NAMES)
    assert sorted(fact for group in together for fact in group) == sorted(facts(*formulas))
    for group in together:
        for one, other in combinations(group, 2):
            swap = {one: Fact(other), other: Fact(one)}
            for formula in formulas:
                assert diagrams.of(substitute(formula, swap)) == diagrams.of(formula)


@pytest.mark.parametrize(
    ("formulas", "together"),
    [
        ([A], "a"),
        ([Any(A, B, C)], "abc"),
        ([Any(A, Any(B, C))], "abc"),
        ([Any(A, All(Any(B, C)))], "abc"),
        ([All(A, B)], "a b"),
        ([All(Any(A, B), Any(C, D))], "ab cd"),
        ([Any(A, B, C), Any(A, B, D)], "ab c d"),
        ([Any(A, B, C), All(A, D)], "a bc d"),
        ([Any(A, B, C), Not(A)], "a bc"),
        ([Any(A, B, C), A], "a bc"),
        ([All(Any(A, B), C, Not(Any(A, B)))], "ab c"),
        ([AtLeast(2, A, B, C)], "a b c"),
        ([AtLeast(1, Any(A, B), C)], "ab c"),
        ([Any(A, B, Any(C, D)), Any(D, C)], "ab cd"),
    ],
    ids=str,
)
def test_groups_by_example(formulas: list[Formula], together: str) -> None:
    assert groups(formulas) == tuple(tuple(group) for group in together.split())


def test_facts_that_are_to_stay_apart_do() -> None:
    assert groups([Any(A, B, C, D)], apart=lambda fact: fact in "ac") == (("a", "c"), ("b", "d"))
    found = patterns(Any(A, B, C, D), apart=lambda fact: fact in "ac")
    assert found == (Pattern((("a", "c"),), ()), Pattern((("b", "d"),), ()))


@laws
@given(small(NAMES[:6]))
def test_patterns_stand_for_the_prime_implicants_each_once(formula: Formula) -> None:
    found = patterns(formula)
    full = list(expanded(found))
    assert set(full) == SIX.primes(SIX.of(formula))
    assert len(full) == len(set(full)) == sum(pattern.count for pattern in found)
    assert len(found) <= len(full)


@laws
@given(small(NAMES[:6]), st.data())
def test_patterns_kept_apart_stand_for_the_same(formula: Formula, data: st.DataObject) -> None:
    kinds = {name: data.draw(st.integers(0, 1)) for name in NAMES[:6]}
    found = patterns(formula, apart=kinds.__getitem__)
    assert set(expanded(found)) == SIX.primes(SIX.of(formula))
    assert all(len({kinds[fact] for fact in group}) == 1 for pattern in found for group in pattern.present)


@laws
@given(small(NAMES[:6]), clauses(NAMES[:7]))
def test_fewest_groups_come_first_then_document_order(formula: Formula, always: list[Formula]) -> None:
    found = patterns(formula, always)
    place = {fact: number for number, fact in enumerate(facts(formula))}
    orders = [([place[group[0]] for group in one.present], [place[group[0]] for group in one.absent]) for one in found]
    keys = [
        (len(there) + len(not_there), [(0, n) for n in there] + [(1, n) for n in not_there])
        for there, not_there in orders
    ]
    assert keys == sorted(keys)
    for there, not_there in orders:
        assert there == sorted(there)
        assert not_there == sorted(not_there)


@settings(max_examples=150, deadline=None)
@given(small(NAMES[:5]), clauses(NAMES[:7]))
def test_patterns_under_a_background(formula: Formula, always: list[Formula]) -> None:
    goal, possible = SEVEN.of(formula), SEVEN.of(All(*always))
    full = list(expanded(patterns(formula, always)))
    assert len(full) == len(set(full))
    ways = {term: SEVEN.of_term(term) & possible for term in full}
    enough = [SEVEN.of_term(term) & possible for term in terms_over(facts(formula))]
    enough = [way for way in enough if way & ~goal == 0]
    for term, way in ways.items():
        assert way, f"{term} is impossible"
        assert way & ~goal == 0, f"{term} is not enough"
        for literal in term:
            assert SEVEN.of_term(term - {literal}) & possible & ~goal, f"{term} does not need {literal}"
        assert not any(way & ~wider == 0 and wider & ~way for wider in enough), f"{term} has a weaker form"
    for term, other in combinations(full, 2):
        assert ways[term] & ~ways[other], f"{other} follows from {term}"
        assert ways[other] & ~ways[term], f"{term} follows from {other}"
    assert SEVEN.some(ways.values()) == goal & possible


def terms_over(names: Sequence[str]) -> Iterator[Term]:
    return Table(names).terms()


@laws
@given(clauses(NAMES[:6], most=8), st.sets(st.sampled_from(NAMES[:6])))
def test_what_the_background_says_of_some_facts(always: list[Formula], wanted: set[str]) -> None:
    found = background_for(wanted, always)
    diagrams = Diagrams(NAMES[:6])
    whole = diagrams.of(All(*always))
    assert diagrams.of(All(*found)) == diagrams.for_some(whole, set(NAMES[:6]) - wanted)
    assert set(facts(*found)) <= wanted
    assert list(found) == list(background_for(sorted(wanted), always[::-1]))
    for one, other in combinations(found, 2):
        assert not set(one.args) <= set(other.args)
        assert not set(other.args) <= set(one.args)


def test_a_clause_that_says_nothing_brings_no_fact_in() -> None:
    assert background_for(["b"], [Any(A, Not(A)), Any(Not(A), B)]) == ()
    assert background_for(["b"], [Any(A, Not(A), B), Any(A, B), Any(Not(A), B)]) == (Any(B),)
    assert patterns(B, [Any(A, Not(A)), Any(Not(A), B)]) == patterns(B)


def test_a_background_that_contradicts_itself_leaves_no_pattern() -> None:
    assert patterns(Any(A, B), [C, Not(C)]) == ()
    assert patterns(Any(A, Not(A)), [Any()]) == ()


@pytest.mark.parametrize("formula", [All(A, B), AtLeast(1, A), Not(Not(A)), Any(A, All(B, C)), Not(Any(A, B))], ids=str)
def test_a_background_that_is_no_clause_is_refused(formula: Formula) -> None:
    with pytest.raises(ValueError, match="must be clauses"):
        patterns(A, [formula])


@pytest.mark.parametrize(
    ("formula", "always", "wanted"),
    [
        # under 16 (a) is under 18 (b): what under 18 does, under 16 need not be told of
        (Any(A, B), [Any(Not(A), B)], [("b", "")]),
        (Not(A), [Any(Not(A), B)], [("", "a")]),
        (All(B, Not(A)), [Any(Not(A), B)], [("b", "a")]),
        (All(A, Not(B)), [Any(Not(A), B)], []),
        # a is b and c together: the shorter of the two forms stays, whatever the order of the facts
        (Any(All(B, C), A), [Any(Not(A), B), Any(Not(A), C), Any(Not(B), Not(C), A)], [("a", "")]),
        (Any(A, All(B, C)), [Any(Not(A), B), Any(Not(A), C), Any(Not(B), Not(C), A)], [("a", "")]),
        # a and b are the same thing: the one that is named first stays
        (Any(All(B, C), All(A, C)), [Any(Not(A), B), Any(Not(B), A)], [("bc", "")]),
        # d, of which the formula says nothing, stands between a and b
        (Any(A, B), [Any(Not(A), D), Any(Not(D), B)], [("b", "")]),
        # one of a and b always holds
        (Any(All(A, C), All(B, C)), [Any(A, B)], [("c", "")]),
        (Any(), [A], []),
        (Any(A, Not(A)), [Any(A, B)], [("", "")]),
    ],
    ids=str,
)
def test_patterns_under_a_background_by_example(
    formula: Formula, always: list[Formula], wanted: list[tuple[str, str]]
) -> None:
    found = [
        (
            "".join(fact for group in one.present for fact in group),
            "".join(fact for group in one.absent for fact in group),
        )
        for one in patterns(formula, always)
    ]
    assert found == wanted


def test_a_merged_pattern_counts_its_choices() -> None:
    (found,) = patterns(All(Any(A, B, C), Any(D, E), Not(F)))
    assert found == Pattern((("a", "b", "c"), ("d", "e")), (("f",),))
    assert found.count == 6


CURRENT = [one.current.formula for one in definitions(memory=True)]
BEYOND = [All(one, Not(other)) for one in CURRENT for other in CURRENT if one is not other]


def full_patterns(formula: Formula) -> int:
    diagrams = Diagrams(facts(formula))
    families = Families(diagrams)
    return families.count(families.minimal(diagrams.of(formula)))


@pytest.mark.parametrize(
    "beyond", [BEYOND[::61], pytest.param(BEYOND, marks=pytest.mark.slow)], ids=["some pairs", "every pair"]
)
def test_merged_patterns_of_shipped_pairs_count_the_full_ones(beyond: list[Formula]) -> None:
    most = 0
    for formula in beyond:
        found = patterns(formula)
        count = sum(pattern.count for pattern in found)
        assert count == full_patterns(formula)
        most = max(most, count)
    assert most > 500


@pytest.mark.parametrize(
    "beyond", [BEYOND[::151], pytest.param(BEYOND[::10], marks=pytest.mark.slow)], ids=["some pairs", "more pairs"]
)
def test_patterns_of_shipped_pairs_against_a_sat_solver(beyond: list[Formula]) -> None:
    always = background()
    draw = random.Random(7)
    seen = 0
    for formula in beyond:
        solver = SatSolver()
        solver.always(All(*always))
        found = patterns(formula, always)
        assert bool(found) == solver.possible(formula)
        terms = [as_formula(next(expanded([pattern]))) for pattern in found]
        for term in draw.sample(terms, min(8, len(terms))):
            seen += 1
            assert solver.possible(term)
            assert solver.implies(term, formula)
            for part in term.args:
                assert not solver.implies(All(*(other for other in term.args if other is not part)), formula)
            for other in draw.sample(terms, min(8, len(terms))):
                assert other is term or not solver.implies(term, other)
        merged = [
            All(*(Any(*map(Fact, g)) for g in p.present), *(Not(Any(*map(Fact, g))) for g in p.absent)) for p in found
        ]
        assert solver.implies(formula, Any(*merged))
    assert seen > len(beyond)


def as_formula(term: Term) -> Formula:
    return All(*(Fact(name) if there else Not(Fact(name)) for name, there in sorted(term)))


def test_groups_of_shipped_pairs_can_change_places() -> None:
    largest = 0
    for formula in BEYOND[::97]:
        diagrams = Diagrams(facts(formula))
        for group in groups([formula]):
            largest = max(largest, len(group))
            for one, other in pairwise(group):
                swapped = substitute(formula, {one: Fact(other), other: Fact(one)})
                assert diagrams.of(swapped) == diagrams.of(formula)
    assert largest > 5
