"""Definitions side by side: what compare says is what assess finds, in every pattern and every example."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any as Anything

import pytest
import yaml
from hypothesis import given, settings

import brightline
from brightline.errors import BrightlineError
from brightline.findings.compare import Comparison, Relation, Side, Situation, compare
from brightline.findings.joining import joined
from brightline.findings.matrix import compare_all
from brightline.findings.reach import Reach, reach
from brightline.law import Definition, Version, background, constraints, definition, definitions, reading, vocabulary
from brightline.logic import All, Fact, Formula, Not, Pattern, patterns, substitute
from brightline.logic import facts as facts_of
from formulas import NAMES, formulas, holds

EVERY = definitions(memory=True)
SAMPLE = [
    definition(id)
    for id in (
        "un-palermo",
        "us-18usc1591",
        "us-mn-609-321",
        "de-232a",
        "au-criminal-code",
        "nl-273f",
        "uk-ew-msa",
        "us-ny-230-34",
        "saarc",
        "us-la-46-2",
    )
]
DIVERGENCES = yaml.safe_load((Path(__file__).parent.parent / "data" / "divergences.yaml").read_text("utf-8"))
CONVERSE: Mapping[Relation, Relation] = {
    "equivalent": "equivalent",
    "a inside b": "b inside a",
    "b inside a": "a inside b",
    "each reaches further": "each reaches further",
}


def pairs(of: list[Definition]) -> list[object]:
    return [pytest.param(a, b, id=f"{a.id}-{b.id}") for a in of for b in of if a.id < b.id]


def both_ways(found: Comparison) -> Iterator[tuple[Reach, Side, Side]]:
    yield found.only_a, found.a, found.b
    yield found.only_b, found.b, found.a


def outcomes(case: Situation, one: Side, other: Side, law: str = "strict") -> list[str]:
    return [brightline.assess(case.facts, side.definition, side.as_of, law)[0].outcome for side in (one, other)]


def full_patterns(pattern: Pattern) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Each choice of one fact from each group, with the facts that are absent."""
    absent = frozenset(fact for group in pattern.absent for fact in group)
    for chosen in product(*pattern.present):
        yield frozenset(chosen), absent


def check(found: Comparison) -> None:
    """What a comparison says, tried case by case."""
    always = [(set(c.given), set(c.then)) for c in constraints()]
    for reached, one, other in both_ways(found):
        expanded = [full for difference in reached.differences for full in full_patterns(difference.pattern)]
        assert reached.count == len(expanded) == len(set(expanded))
        assert (reached.smallest is None) == (not expanded)
        for difference in reached.differences:
            case = difference.situation
            assert outcomes(case, one, other) == ["met", "not met"], case
            assert all(set(case.holds) & set(group) for group in difference.pattern.present)
            assert not any(set(case.holds) & set(group) for group in difference.pattern.absent)
            assert difference.elements, "the element that the other definition misses is named"
            assert all(element is other.version.elements[element.name] for element in difference.elements)
            alone = {group[0] for group in difference.pattern.present if len(group) == 1}
            for holding, lacking in always:
                assert not (holding <= alone and lacking <= alone), "a pattern holds nothing that follows from the rest"
                told = lacking <= case.facts.keys()
                assert not (told and holding <= set(case.holds)) or lacking & set(case.holds), case.holds
        if reached.smallest:
            assert outcomes(reached.smallest, one, other) == ["met", "not met"]
            assert reached.smallest.size == min(difference.situation.size for difference in reached.differences)


@pytest.mark.parametrize(("a", "b"), pairs(SAMPLE))
def test_every_example_is_met_under_the_one_and_not_under_the_other(a: Definition, b: Definition) -> None:
    check(compare(a, b))


@pytest.mark.slow
@pytest.mark.parametrize("a", EVERY, ids=lambda a: a.id)
def test_every_pair_holds_case_by_case_and_agrees_with_the_matrix(a: Definition) -> None:
    whole = compare_all(EVERY)
    place = {side.definition.id: number for number, side in enumerate(whole.sides)}
    for b in EVERY:
        found = compare(a, b)
        assert found.relation == whole.relation(place[a.id], place[b.id])
        check(found)


@pytest.mark.parametrize(("a", "b"), pairs(SAMPLE[:6]))
def test_the_other_way_round_says_the_same(a: Definition, b: Definition) -> None:
    there, back = compare(a, b), compare(b, a)
    assert there.relation == CONVERSE[back.relation]
    assert there.only_a.to_json() == back.only_b.to_json()
    assert there.only_b.to_json() == back.only_a.to_json()


def test_relations_agree_with_the_matrix_and_each_definition_is_equivalent_to_itself() -> None:
    whole = compare_all(SAMPLE)
    for row, one in enumerate(whole.sides):
        assert whole.relation(row, row) == compare(one.definition, one.definition).relation == "equivalent"
        for column, other in enumerate(whole.sides):
            assert whole.relation(row, column) == CONVERSE[whole.relation(column, row)]
            assert whole.relation(row, column) == compare(one.definition, other.definition).relation


# Random definitions


VOCABULARY_NAMES = (
    "age.under_16",
    "age.under_18",
    "age.under_21",
    "act.patronize",
    "purpose.commercial_sex",
    "commerce.value_given",
    "means.force",
    "act.recruit",
)
"""Facts of which some follow from others by their words, in place of the letters of the random formulas."""


def as_version(formula: Formula) -> Version:
    named = substitute(formula, {name: Fact(fact) for name, fact in zip(NAMES, VOCABULARY_NAMES, strict=True)})
    like = definition("un-palermo").current
    element = dataclasses.replace(like.elements["act"], formula=named)
    return dataclasses.replace(like, elements={"act": element}, condition=Fact("act"))


def possible_cases() -> Iterator[dict[str, bool]]:
    always = background()
    others = [fact for fact in facts_of(*always) if fact not in VOCABULARY_NAMES]
    for values in product((True, False), repeat=len(VOCABULARY_NAMES)):
        case = dict(zip(VOCABULARY_NAMES, values, strict=True))
        # "under 20" is the one other fact that these draw; the rest can be left false
        whole = case | dict.fromkeys(others, False) | {"age.under_20": case["age.under_18"]}
        if all(holds(clause, whole) for clause in always):
            yield case


CASES = list(possible_cases())


def has(pattern: Pattern, case: Mapping[str, bool]) -> bool:
    return all(any(case.get(fact) for fact in group) for group in pattern.present) and not any(
        case.get(fact) for group in pattern.absent for fact in group
    )


@settings(max_examples=150, deadline=None)
@given(formulas(), formulas())
def test_patterns_hold_in_exactly_the_possible_cases_that_meet_the_one_alone(a: Formula, b: Formula) -> None:
    one, other = as_version(a), as_version(b)
    found = reach(one, other, reading("strict"))
    for case in CASES:
        parts = holds(one.formula, case) and not holds(other.formula, case)
        assert parts == any(has(difference.pattern, case) for difference in found.differences)
    for difference in found.differences:
        case = dict.fromkeys(VOCABULARY_NAMES, False) | difference.situation.facts
        assert has(difference.pattern, case)
        assert holds(one.formula, case)
        assert not holds(other.formula, case)


@settings(max_examples=100, deadline=None)
@given(formulas(), formulas())
def test_joining_loses_no_pattern_and_adds_none(a: Formula, b: Formula) -> None:
    beyond = All(as_version(a).formula, Not(as_version(b).formula))
    plain = patterns(beyond)
    before = {full for pattern in plain for full in full_patterns(pattern)}
    after = [full for pattern in joined(plain) for full in full_patterns(pattern)]
    assert len(after) == len(set(after))
    assert set(after) == before


# What is known of the shipped definitions


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("un-palermo", "coe", "equivalent"),
        ("un-palermo", "eu-2011-36", "a inside b"),
        ("us-18usc1591@2003", "us-18usc1591@2016", "a inside b"),
        ("us-18usc1591@2016", "us-18usc1591@2003", "b inside a"),
        ("us-18usc1591@2016", "us-18usc1591", "equivalent"),
        ("eu-2011-36@2020", "eu-2011-36@2025", "a inside b"),
        ("un-palermo", "us-18usc1591", "each reaches further"),
        ("us-mn-609-321", "un-palermo", "each reaches further"),
        ("un-palermo", "br-149a", "each reaches further"),
    ],
)
def test_known_relations(a: str, b: str, relation: Relation) -> None:
    assert compare(a, b).relation == relation


def lacks(reached: Reach, *elements: str) -> list[Pattern]:
    return [d.pattern for d in reached.differences if [e.name for e in d.elements] == list(elements)]


def test_minnesota_reaches_adults_without_any_means_and_palermo_does_not() -> None:
    found = compare("us-mn-609-321", "un-palermo")
    (pattern,) = lacks(found.only_a, "means", "child")
    assert not any(fact.startswith(("means.", "age.")) for group in pattern.present for fact in group)
    assert ("purpose.prostitution",) in pattern.present
    assert found.only_a.smallest
    assert found.only_a.smallest.words.endswith("aged 18 or more")


def test_abuse_of_vulnerability_is_a_means_for_palermo_and_not_for_the_federal_offence() -> None:
    (pattern,) = lacks(compare("un-palermo", "us-18usc1591").only_a, "means", "child")
    assert any("means.abuse_vulnerability" in group for group in pattern.present)
    case = {"act.recruit", "means.abuse_vulnerability", "purpose.exploit_prostitution", "purpose.commercial_sex"}
    record = {fact: fact in case for fact in {*facts_asked("un-palermo"), *facts_asked("us-18usc1591")}}
    assert [f.outcome for f in brightline.assess(record, ["un-palermo", "us-18usc1591"])] == ["met", "not met"]


def facts_asked(id: str) -> tuple[str, ...]:
    return definition(id).current.facts


def test_brazil_asks_for_a_means_for_children_too() -> None:
    found = compare("un-palermo", "br-149a")
    child = [p for p in lacks(found.only_a, "means") if any("age.under_18" in group for group in p.present)]
    assert child
    assert all("age.under_18" not in group for d in found.only_b.differences for group in d.pattern.present)


def test_what_the_amendments_of_the_federal_offence_added() -> None:
    found = compare("us-18usc1591@2003", "us-18usc1591@2016")
    assert found.of_one_law
    assert [amendment.date for amendment in found.amendments] == ["2006-07-27", "2008-12-23", "2015-05-29"]
    assert not found.only_a.differences
    (acts,) = lacks(found.only_b, "act", "benefit")
    assert {"act.advertise", "act.maintain", "act.patronize", "act.solicit"} in map(set, acts.present)
    (threats,) = lacks(found.only_b, "means", "child")
    assert ("means.threat_force",) in threats.present
    assert compare("us-18usc1591@2016", "us-18usc1591@2003").amendments == found.amendments
    assert not compare("un-palermo@2003", "coe@2016").amendments


def test_what_follows_from_paying_is_not_asked_for_beside_it() -> None:
    check(compare("us-la-46-2", "ug"))


def test_paying_is_written_out_as_a_paid_sex_act() -> None:
    found = compare("us-18usc1591", "un-palermo")
    for difference in found.only_a.differences:
        assert ("purpose.commercial_sex",) in difference.pattern.present


def test_the_broad_reading_draws_its_legal_lines() -> None:
    strict, broad = compare("us-18usc1591", "un-palermo"), compare("us-18usc1591", "un-palermo", reading="broad")
    means = [
        group for reached in (strict, broad) for p in lacks(reached.only_a, "means", "child") for group in p.present
    ]
    assert any("means.threat_serious_harm" in group for group in means)
    assert lacks(strict.only_a, "means", "child")
    assert not lacks(broad.only_a, "means", "child"), "every means of 1591 is one of Palermo's under the broad reading"
    for reached, one, other in both_ways(broad):
        for difference in reached.differences:
            assert outcomes(difference.situation, one, other, "broad") == ["met", "not met"]


@pytest.mark.parametrize("divergence", DIVERGENCES["divergences"], ids=lambda d: f"{d['n']}: {d['situation'][:40]}")
def test_a_known_divergence_comes_out(divergence: dict[str, Anything]) -> None:
    words = vocabulary()
    record: dict[str, object] = {entry.id: entry.id in divergence["facts"] for entry in words if not entry.any_of}
    assert set(divergence["facts"]) <= record.keys()
    record |= {entry.id: any(record[part] for part in entry.any_of) for entry in words if entry.any_of}
    for expected, ids in (("met", divergence["met"]), ("not met", divergence["not_met"])):
        for id in ids:
            (finding,) = brightline.assess(record, id, as_of=divergence.get("as_of"))
            assert finding.outcome == expected, (id, divergence["note"])


def test_a_pair_on_which_a_divergence_parts_is_not_called_equivalent_or_inside() -> None:
    for divergence in DIVERGENCES["divergences"]:
        for a, b in product(divergence["met"], divergence["not_met"]):
            assert compare(a, b, divergence.get("as_of")).only_a.differences


@pytest.mark.parametrize("divergence", DIVERGENCES["not_expressible"], ids=lambda d: str(d["n"]))
def test_a_divergence_that_facts_cannot_say_stands_in_a_rule(divergence: dict[str, Anything]) -> None:
    assert divergence["why"]
    for id, rule in divergence["rules"].items():
        assert definition(id).rules[rule].rule


# Names, days and wrong use


def test_a_day_of_its_own_goes_before_the_day_for_both() -> None:
    found = compare("us-18usc1591@2003", "us-18usc1591", date(2010, 1, 1))
    assert (found.a.as_of, found.b.as_of) == (date(2003, 12, 31), date(2010, 1, 1))
    assert (found.a.version.label, found.b.version.label) == ("2000-10-28", "2008-12-23")
    assert compare("us-18usc1591@2008-12", "coe").a.version.label == "2008-12-23"
    assert compare("us-18usc1591@2008-12-22", "coe").a.version.label == "2000-10-28"
    assert not compare("un-palermo@1999", "coe").a.in_force


@pytest.mark.parametrize(
    "name", ["un-palermos", "un-palermo@20xx", "un-palermo@", "un-palermo@2016-02-30", "us-*", "@2003"]
)
def test_a_wrong_name_or_day_is_said(name: str) -> None:
    with pytest.raises(BrightlineError):
        compare(name, "coe")
    with pytest.raises(BrightlineError):
        compare("coe", name)


def test_a_wrong_day_or_reading_is_said() -> None:
    with pytest.raises(BrightlineError, match="not a date"):
        compare("coe", "un-palermo", "lately")
    with pytest.raises(BrightlineError, match="no reading is called"):
        compare("coe", "un-palermo", reading="wide")


def test_one_in_memory_comes_into_the_grid_when_named_only() -> None:
    assert "kr-289" not in {side.name for side in compare_all().sides}
    assert [side.name for side in compare_all(["kr-289", "kr-*"]).sides] == ["kr-289"]


def test_equivalent_definitions_stand_beside_each_other() -> None:
    whole = compare_all()
    several = [group for group in whole.groups if len(group) > 1]
    assert ["coe", "un-palermo"] in [[whole.sides[place].name for place in group] for group in several]
    for group in several:
        assert group == tuple(range(group[0], group[0] + len(group)))


def test_two_definitions_of_one_id_do_not_share_a_grid() -> None:
    mine = dataclasses.replace(definition("coe"))
    with pytest.raises(BrightlineError, match="two definitions are called 'coe'"):
        compare_all([definition("coe"), mine])
