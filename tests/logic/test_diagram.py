"""Decision diagrams and families of sets: the same answers as truth tables, a SAT solver and another library."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from itertools import permutations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.law import background, definitions
from brightline.logic import All, Any, AtLeast, Diagrams, DiagramTooLargeError, Fact, Families, Formula, Not, facts
from brightline.logic.diagram import ALWAYS, NEVER
from brightline.logic.families import NONE
from formulas import NAMES, A, B, C, D, formulas, holds
from oracles import OtherDiagrams, SatSolver, Table, random_formula, reshaped

laws = settings(max_examples=60, deadline=None)
EIGHT = Table(NAMES)
SIX = Table(NAMES[:6])
SIXTEEN = tuple(f"fact.{number}" for number in range(16))


def small(names: tuple[str, ...]) -> st.SearchStrategy[Formula]:
    return st.builds(random_formula, st.randoms(use_true_random=False), st.just(names), st.integers(2, 12))


def chances() -> st.SearchStrategy[dict[str, float]]:
    return st.fixed_dictionaries({name: st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]) for name in NAMES})


@laws
@given(formulas(), st.fixed_dictionaries({name: st.booleans() for name in NAMES}))
def test_the_truth_table_that_all_is_tried_against_is_right(formula: Formula, settled: dict[str, bool]) -> None:
    row = EIGHT.of_term(settled.items())
    assert row.bit_count() == 1
    assert bool(EIGHT.of(formula) & row) == holds(formula, settled)


@laws
@given(formulas(), formulas(), st.permutations(NAMES))
def test_diagrams_are_equal_exactly_where_the_meaning_is(first: Formula, second: Formula, order: list[str]) -> None:
    diagrams = Diagrams(order)
    one, other = diagrams.of(first), diagrams.of(second)
    assert (one == other) == (EIGHT.of(first) == EIGHT.of(second))
    assert diagrams.of(reshaped(first)) == one
    assert (one == NEVER) == (EIGHT.of(first) == 0)
    assert (one == ALWAYS) == (EIGHT.of(first) == EIGHT.full)


@laws
@given(formulas(), formulas())
def test_implication_and_the_joining_of_diagrams(first: Formula, second: Formula) -> None:
    diagrams = Diagrams(NAMES)
    one, other = diagrams.of(first), diagrams.of(second)
    assert diagrams.implies(one, other) == (EIGHT.of(first) & ~EIGHT.of(second) == 0)
    assert diagrams.implies(diagrams.both(one, other), one)
    assert diagrams.implies(one, diagrams.either(one, other))
    assert diagrams.both(one, other) == diagrams.of(All(first, second))
    assert diagrams.either(one, other) == diagrams.of(Any(first, second))
    assert diagrams.opposite(one) == diagrams.of(Not(first))
    assert diagrams.both() == ALWAYS
    assert diagrams.either() == NEVER


@laws
@given(st.integers(-1, 5), st.lists(formulas(), max_size=4))
def test_at_least_so_many_of_the_parts(count: int, parts: list[Formula]) -> None:
    diagrams = Diagrams(NAMES)
    found = diagrams.at_least(count, map(diagrams.of, parts))
    assert found == diagrams.of(AtLeast(count, *parts))
    assert diagrams.count(found) == EIGHT.of(AtLeast(count, *parts)).bit_count()


@laws
@given(formulas(), st.permutations(NAMES))
def test_the_number_of_ways_in_which_it_holds(formula: Formula, order: list[str]) -> None:
    diagrams = Diagrams([*order, "never asked"])
    part = diagrams.of(formula)
    ways = EIGHT.of(formula).bit_count()
    assert diagrams.count(part) == 2 * ways
    assert diagrams.count(part, 8) == ways
    assert diagrams.count(part, 11) == 8 * ways
    depends = len(diagrams.facts(part))
    assert diagrams.count(part, depends) * 2 ** (8 - depends) == ways
    if depends:
        with pytest.raises(ValueError, match=f"depends on {depends} facts"):
            diagrams.count(part, depends - 1)


@laws
@given(formulas(), st.dictionaries(st.sampled_from(NAMES), st.booleans()))
def test_what_is_left_once_some_facts_are_known(formula: Formula, known: dict[str, bool]) -> None:
    diagrams = Diagrams(NAMES)
    table = EIGHT.of(formula)
    for name, value in known.items():
        table = EIGHT.fixed(table, name, value)
    left = diagrams.given(diagrams.of(formula), {**known, "no such fact": True})
    assert left == diagram_of(diagrams, table)
    assert not set(diagrams.facts(left)) & set(known)


@laws
@given(formulas(), st.sets(st.sampled_from(NAMES)))
def test_for_some_way_of_settling_facts(formula: Formula, settled: set[str]) -> None:
    diagrams = Diagrams(NAMES)
    table = EIGHT.of(formula)
    for name in settled:
        table = EIGHT.fixed(table, name, True) | EIGHT.fixed(table, name, False)
    assert diagrams.for_some(diagrams.of(formula), [*settled, "no such fact"]) == diagram_of(diagrams, table)


def diagram_of(diagrams: Diagrams, table: int) -> int:
    """The diagram with this truth table over the eight facts, row by row."""
    rows = [All(*(Fact(name) if name in row else Not(Fact(name)) for name in NAMES)) for row in EIGHT.true_rows(table)]
    return diagrams.of(Any(*rows))


@laws
@given(formulas(), st.permutations(NAMES))
def test_the_facts_that_matter_and_the_ways_from_the_first(formula: Formula, order: list[str]) -> None:
    diagrams = Diagrams(order)
    part, table = diagrams.of(formula), EIGHT.of(formula)
    matters = {name for name in NAMES if EIGHT.fixed(table, name, True) != EIGHT.fixed(table, name, False)}
    assert diagrams.facts(part) == tuple(name for name in order if name in matters)
    if matters:
        first, low, high = diagrams.ways(part)
        assert first == diagrams.facts(part)[0]
        assert (low, high) == (diagrams.given(part, {first: False}), diagrams.given(part, {first: True}))
        assert diagrams.size(part) >= len(matters)
    else:
        assert diagrams.size(part) == 0
        with pytest.raises(ValueError, match="nothing is left"):
            diagrams.ways(part)


@laws
@given(formulas(), chances())
def test_chances_and_pivots_are_exact_sums(formula: Formula, chances: dict[str, float]) -> None:
    diagrams = Diagrams(NAMES)
    part, table = diagrams.of(formula), EIGHT.of(formula)
    assert diagrams.chance(part, chances) == pytest.approx(EIGHT.chance(table, chances), abs=1e-9)
    assert diagrams.chance(part, {}) == diagrams.count(part) / 2**8
    pivots = diagrams.pivots(part, chances)
    assert set(pivots) == set(diagrams.facts(part))
    for name, pivot in pivots.items():
        rise = EIGHT.chance(table, {**chances, name: 1.0}) - EIGHT.chance(table, {**chances, name: 0.0})
        assert pivot == pytest.approx(rise, abs=1e-9)


@laws
@given(formulas(), st.fixed_dictionaries({name: st.integers(0, 3) for name in NAMES}), st.permutations(NAMES))
def test_the_lightest_way_has_the_earlier_fact_of_two(
    formula: Formula, weights: dict[str, int], order: list[str]
) -> None:
    diagrams = Diagrams(order)
    part = diagrams.of(formula)
    rows = list(EIGHT.true_rows(EIGHT.of(formula)))
    for weight in (weights, dict.fromkeys(NAMES, 1)):
        found = diagrams.smallest(part, weight.__getitem__)
        if not rows:
            assert found is None
            continue
        assert found is not None
        assert frozenset(found) in rows
        lightest = min(sum(weight[name] for name in row) for row in rows)
        assert sum(weight[name] for name in found) == lightest
        assert list(found) == sorted(found, key=order.index)
        if 0 not in weight.values():
            light = [row for row in rows if sum(weight[name] for name in row) == lightest]
            assert frozenset(found) == min(light, key=lambda row: [name not in row for name in order])
    assert diagrams.smallest(part) == diagrams.smallest(part, lambda fact: 1)


@laws
@given(st.lists(formulas(), max_size=4), st.fixed_dictionaries({name: st.integers(0, 3) for name in NAMES}))
def test_the_lightest_ways_of_many_share_their_work(wanted: list[Formula], weights: dict[str, int]) -> None:
    diagrams, least = Diagrams(NAMES), dict[int, float]()
    for part in map(diagrams.of, wanted):
        assert diagrams.smallest(part, weights.__getitem__, least) == diagrams.smallest(part, weights.__getitem__)


@laws
@given(st.lists(st.sampled_from(NAMES)))
def test_any_of_some_facts_in_any_order_also_twice(some: list[str]) -> None:
    diagrams = Diagrams(NAMES)
    assert diagrams.any_of(some) == diagrams.of(Any(*map(Fact, some)))


@pytest.mark.parametrize("seed", range(40))
def test_sixteen_facts_against_the_truth_table(seed: int) -> None:
    draw = random.Random(seed)
    table, diagrams = sixteen(), Diagrams(draw.sample(SIXTEEN, 16))
    first, second = (random_formula(draw, SIXTEEN, draw.randint(8, 30)) for _ in range(2))
    one, other = diagrams.of(first), diagrams.of(second)
    true, also = table.of(first), table.of(second)
    assert diagrams.count(one) == true.bit_count()
    assert diagrams.implies(one, other) == (true & ~also == 0)
    assert diagrams.implies(diagrams.both(one, other), other)
    assert diagrams.of(reshaped(first)) == one
    known = {name: draw.random() < 0.5 for name in draw.sample(SIXTEEN, 5)}
    left, some = true, true
    for name, value in known.items():
        left = table.fixed(left, name, value)
        some = table.fixed(some, name, True) | table.fixed(some, name, False)
    assert diagrams.count(diagrams.given(one, known)) == left.bit_count()
    assert diagrams.count(diagrams.for_some(one, known)) == some.bit_count()
    assert diagrams.count(diagrams.both(other, diagrams.for_some(one, known))) == (also & some).bit_count()
    lightest = min(map(int.bit_count, table.rows_where(true)), default=None)
    found = diagrams.smallest(one)
    assert (None if found is None else len(found)) == lightest
    for name in SIXTEEN[:4]:
        decides = (table.fixed(true, name, True) ^ table.fixed(true, name, False)).bit_count()
        gains = (table.fixed(true, name, True) & ~table.fixed(true, name, False)).bit_count()
        assert diagrams.pivots(one, {}).get(name, 0.0) == pytest.approx((2 * gains - decides) / 2**16, abs=1e-12)


@cache
def sixteen() -> Table:
    return Table(SIXTEEN)


def test_a_fact_outside_the_order_is_refused() -> None:
    with pytest.raises(KeyError):
        Diagrams(["a"]).of(B)


def test_what_is_too_large_is_refused_and_spoils_nothing() -> None:
    names = [f"fact.{number}" for number in range(24)]
    tangled = Any(*(All(Fact(names[number]), Fact(names[number + 12])) for number in range(12)))
    diagrams = Diagrams(names, most_nodes=500)
    simple = diagrams.of(All(*map(Fact, names[:4])))
    for _ in range(3):
        with pytest.raises(DiagramTooLargeError, match="more than 500 nodes"):
            diagrams.of(tangled)
    assert diagrams.of(All(*map(Fact, names[:4]), All())) == simple
    full = Diagrams("ab", most_nodes=1)
    assert full.facts(full.of(A)) == ("a",)
    for _ in range(3):
        with pytest.raises(DiagramTooLargeError):
            full.of(B)
    assert diagrams.count(simple, 4) == 1
    better = Diagrams([name for pair in zip(names[:12], names[12:], strict=True) for name in pair], most_nodes=500)
    assert better.count(better.of(tangled)) == 4**12 - 3**12


def test_exactly_as_many_nodes_as_allowed_fit() -> None:
    assert [most for most in range(9) if fits(All(A, B, C), most)] == [5, 6, 7, 8]  # a, b, c; b and c; all three


def fits(formula: Formula, most: int) -> bool:
    try:
        Diagrams("abc", most_nodes=most).of(formula)
    except DiagramTooLargeError:
        return False
    return True


def test_families_too_large_are_refused_again_and_again() -> None:
    names = [f"fact.{number}" for number in range(20)]
    diagrams = Diagrams(names)
    half = diagrams.of(AtLeast(10, *map(Fact, names)))
    diagrams.most_nodes = 60
    families = Families(diagrams)
    for _ in range(3):
        with pytest.raises(DiagramTooLargeError, match="more than 60 nodes"):
            families.minimal(half)
    diagrams.most_nodes = 1000
    assert families.count(families.minimal(half)) == comb(20, 10)


@laws
@given(small(NAMES[:6]), st.permutations(NAMES[:6]))
def test_minimal_sets_are_the_prime_implicants(formula: Formula, order: list[str]) -> None:
    diagrams = Diagrams(order)
    families = Families(diagrams)
    family = families.minimal(diagrams.of(formula))
    found = list(families.sets(family))
    assert set(map(frozenset, found)) == SIX.primes(SIX.of(formula))
    assert len(set(found)) == len(found) == families.count(family)
    assert all([name for name, _ in one] == sorted(dict(one), key=order.index) for one in found)
    bits = {(name, holds): 1 << 2 * place + holds for place, name in enumerate(NAMES[:6]) for holds in (True, False)}
    masks = families.masks(family, lambda name, holds: bits[name, holds])
    assert sorted(masks) == sorted(sum(bits[literal] for literal in one) for one in found)


@settings(max_examples=8, deadline=None)
@given(small(NAMES[:7]))
def test_minimal_sets_over_seven_facts(formula: Formula) -> None:
    table, diagrams = Table(NAMES[:7]), Diagrams(NAMES[:7])
    families = Families(diagrams)
    found = families.sets(families.minimal(diagrams.of(formula)))
    assert set(map(frozenset, found)) == table.primes(table.of(formula))


@laws
@given(small(NAMES[:5]), small(NAMES[:5]), st.dictionaries(st.sampled_from(NAMES[:5]), st.integers(1, 4)))
def test_families_less_other_families_and_the_count_of_choices(
    first: Formula, second: Formula, size: dict[str, int]
) -> None:
    diagrams = Diagrams(NAMES[:5])
    families = Families(diagrams)
    one, other = (families.minimal(diagrams.of(formula)) for formula in (first, second))
    left = families.minus(one, other)
    assert set(families.sets(left)) == set(families.sets(one)) - set(families.sets(other))
    assert families.minus(left, other) == left
    assert families.minus(one, one) == NONE
    assert families.minus(one, left) == families.minus(other, families.minus(other, one))
    choices = 0
    for literals in families.sets(one):
        ways = 1
        for name, there in literals:
            ways *= size.get(name, 1) if there else 1
        choices += ways
    assert families.count(one, size) == choices


def test_every_order_of_the_facts_gives_the_same_minimal_sets() -> None:
    formula = Any(All(A, B), All(Not(A), C), AtLeast(2, B, C, Not(D)))
    found: set[frozenset[frozenset[tuple[str, bool]]]] = set()
    for order in permutations("abcd"):
        diagrams = Diagrams(order)
        families = Families(diagrams)
        found.add(frozenset(map(frozenset, families.sets(families.minimal(diagrams.of(formula))))))
    assert len(found) == 1


@pytest.mark.parametrize("batch", range(8))
def test_2000_random_formulas_against_a_sat_solver_and_another_library(batch: int) -> None:
    draw = random.Random(f"batch {batch}")
    seen: Counter[tuple[str, bool]] = Counter()
    for _ in range(250):
        names = SIXTEEN[: draw.randint(4, 16)]
        first, second = (random_formula(draw, names, draw.randint(2, 2 * len(names))) for _ in range(2))
        diagrams, solver, other = Diagrams(names), SatSolver(), OtherDiagrams(names)
        part = diagrams.of(first)
        assert diagrams.count(part) == other.count(first)
        assert (part != NEVER) == solver.possible(first) == other.possible(first)
        seen["possible", part != NEVER] += 1
        for a, b in ((first, second), (first, reshaped(first)), (first, Any(second, reshaped(first)))):
            verdict = diagrams.implies(diagrams.of(a), diagrams.of(b))
            assert verdict == solver.implies(a, b) == other.implies(a, b)
            same = verdict and solver.implies(b, a)
            assert same == (diagrams.of(a) == diagrams.of(b)) == (other.of(a) == other.of(b))
            seen["implies", verdict] += 1
            seen["same", same] += 1
    assert min(seen[what, value] for what in ("implies", "same") for value in (True, False)) > 100
    assert seen["possible", False]
    assert seen["possible", True] > 150


def test_every_version_of_every_definition_three_ways() -> None:
    versions = [version.formula for one in definitions(memory=True) for version in one.versions]
    names = facts(*versions)
    diagrams, solver, other = Diagrams(names), SatSolver(), OtherDiagrams(names)
    for formula in versions:
        part = diagrams.of(formula)
        assert part not in {NEVER, ALWAYS}
        assert solver.possible(formula)
        assert solver.possible(Not(formula))
        assert diagrams.count(part) == other.count(formula)
        shape = reshaped(formula)
        assert diagrams.of(shape) == part
        assert other.of(shape) == other.of(formula)
        assert solver.implies(shape, formula)
        assert solver.implies(formula, shape)


@pytest.mark.parametrize("under", ["nothing", "background"])
def test_every_pair_of_definitions_three_ways(under: str) -> None:
    now = [one.current.formula for one in definitions(memory=True)]
    always = All(*background()) if under == "background" else All()
    names = facts(*now, always)
    diagrams, solver, other = Diagrams(names), SatSolver(), OtherDiagrams(names)
    possible = diagrams.of(always)
    solver.always(always)
    reached = {formula: other.of(formula) for formula in now}
    inside = 0
    for first in now:
        there = diagrams.both(diagrams.of(first), possible)
        also_there = other.of(All(first, always))
        assert diagrams.count(there) == other.count(All(first, always))
        for second in now:
            verdict = diagrams.implies(there, diagrams.of(second))
            assert verdict == solver.implies(first, second)
            assert verdict == also_there.imp(reached[second]).valid()
            inside += verdict
    assert len(now) < inside < len(now) ** 2 / 10
