"""What an explanation says is so: each reason is enough by itself, nothing in it is idle, each change changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brightline
from brightline.cases import Actor, Case, Statement
from brightline.cases.casefile import read_cases
from brightline.findings import Finding
from brightline.findings.condition import Condition
from brightline.findings.explain import Explanation
from brightline.law import Definition, definitions, reading, vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import Truth
from brightline.logic import facts as facts_of
from command import check_refusal, run

WORDS = vocabulary()
ALL = definitions(memory=True)
SMALL = [found for found in ALL if len(found.current.facts) <= 10]
READINGS = ("strict", "broad")
EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "cases").glob("*.yaml"))
AGES = [entry.id for entry in WORDS.family("age")]
MOST_TRIED = 6
"""Full sets that are tried of each condition, and conditions of each list."""

Record = dict[str, object]
Answers = dict[str, bool]
searching = settings(max_examples=40, deadline=None)


# --- cases to explain ---------------------------------------------------------------------------------------------


def telling_facts(definition: Definition, name: str) -> list[str]:
    """What can carry a definition: its own facts, what amounts to them, and the columns merged from such."""
    ways = reading(name).ways
    found: dict[str, None] = {}
    todo = list(definition.current.facts)
    while todo:
        fact = todo.pop()
        if fact not in found:
            found[fact] = None
            todo.extend(facts_of(ways[fact]) if fact in ways else ())
    merged = [entry.id for entry in WORDS if found.keys() & set(entry.any_of)]
    return sorted({*found, *merged})


@dataclass(frozen=True)
class Tried:
    """A flat record under a definition and a reading."""

    id: str
    reading: str
    record: Record

    @cached_property
    def finding(self) -> Finding:
        return self.again(self.record)

    @cached_property
    def explanation(self) -> Explanation:
        return brightline.explain(self.finding)

    def again(self, record: Mapping[str, object]) -> Finding:
        """The finding on another record."""
        (finding,) = brightline.assess(record, self.id, reading=self.reading)
        return finding

    def outcome(self, record: Mapping[str, object]) -> str:
        return self.again(record).outcome


@st.composite
def cases(
    draw: st.DrawFn,
    values: Iterable[Truth] = (True, True, True, False, None),
    closed: bool = True,
    merged: bool = True,
    among: list[Definition] = ALL,
    most: int = 40,
) -> Tried:
    """A record that speaks mostly of what bears on the definition."""
    definition, name = draw(st.sampled_from(among)), draw(st.sampled_from(READINGS))
    facts = [fact for fact in telling_facts(definition, name) if fact not in AGES]
    facts = facts if merged else [fact for fact in facts if not WORDS[fact].any_of]
    some = draw(st.lists(st.sampled_from(facts), max_size=min(most, len(facts)), unique=True)) if facts else []
    record: Record = {fact: draw(st.sampled_from(list(values))) for fact in some}
    age = draw(st.sampled_from([None, 15, 17, 19, 30]))
    if age is not None:
        record["age"] = age
    families = draw(st.lists(st.sampled_from(FAMILIES), unique=True, max_size=3)) if closed else []
    if families:
        record["closed"] = families
    return Tried(definition.id, name, record)


def answered(record: Record, answers: Mapping[str, Truth]) -> Record:
    """The record with other answers. An answer about age takes the place of all that was said of it."""
    changed = dict(record)
    if any(fact in AGES for fact in answers):
        changed = {fact: value for fact, value in changed.items() if fact != "age" and fact not in AGES}
    return {**changed, **answers}


def full_sets(condition: Condition) -> Iterator[Answers]:
    """Every full set that a condition stands for."""
    for chosen in product(*condition.one_of):
        yield {**dict.fromkeys(chosen, True), **dict.fromkeys(condition.none_of, False)}


def some_sets(conditions: Iterable[Condition]) -> Iterator[tuple[Condition, Answers]]:
    for condition in islice(conditions, MOST_TRIED):
        for chosen in islice(full_sets(condition), MOST_TRIED):
            yield condition, chosen


def without(answers: Answers) -> Iterator[Answers]:
    """The answers with one left out."""
    for left_out in answers:
        yield {fact: value for fact, value in answers.items() if fact != left_out}


# --- every set is enough, and nothing in it is idle ---------------------------------------------------------------


@searching
@given(cases())
def test_each_reason_of_a_met_finding_is_enough_and_nothing_in_it_is_idle(found: Tried) -> None:
    check_alone(found, "met", found.explanation.reasons)


@searching
@given(cases(values=(True, False, False, False, None)))
def test_each_block_of_a_finding_not_met_is_enough_and_nothing_in_it_is_idle(found: Tried) -> None:
    check_alone(found, "not met", found.explanation.blocks)


def check_alone(found: Tried, outcome: str, conditions: tuple[Condition, ...]) -> None:
    """Each set by itself gives the outcome, and does not with one fact left out.

    Where statements stand against each other, less might be enough without those on the other side, so that they
    are told as well.
    """
    finding = found.finding
    assert bool(conditions) == (finding.outcome == outcome)
    against = {fact: value for fact, value in found.record.items() if value is (outcome != "met")}
    peaceful = not finding.facts.contradicted and not finding.facts.disputed
    for _, told in some_sets(conditions):
        assert found.outcome(told) == outcome
        for rest in without(told):
            assert found.outcome({**against, **rest}) != outcome
            if peaceful:
                assert found.outcome(rest) == "undetermined"


@searching
@given(cases())
def test_a_met_finding_falls_without_each_loss_and_stands_without_a_part_of_it(found: Tried) -> None:
    explanation = found.explanation
    if found.finding.outcome != "met":
        return
    assert explanation.losses
    for condition in explanation.losses[:MOST_TRIED]:
        lost = dict.fromkeys(condition.none_of, True)
        assert not condition.one_of
        assert found.outcome(answered(found.record, dict.fromkeys(lost))) != "met"
        for rest in without(lost):
            assert found.outcome(answered(found.record, dict.fromkeys(rest))) == "met"


@searching
@given(cases())
def test_what_stands_in_every_reason_is_what_a_finding_falls_without(found: Tried) -> None:
    explanation = found.explanation
    every = [{group[0] for group in reason.one_of if len(group) == 1} for reason in explanation.reasons]
    assert set(explanation.falls_without) == (set.intersection(*every) if every else set())


@searching
@given(cases())
def test_the_answers_that_would_make_a_met_finding_not_met_do(found: Tried) -> None:
    for condition, changes in some_sets(found.explanation.would_be_not_met_if):
        assert found.outcome(answered(found.record, changes)) == "not met"
        assert {*condition.told_otherwise, *condition.concluded} <= set(changes)


@searching
@given(cases(closed=False))
def test_no_part_of_such_answers_is_idle(found: Tried) -> None:
    """With a part left out it is not so, or only by a new contradiction, on which no explanation builds."""
    for _, changes in some_sets(found.explanation.would_be_not_met_if):
        for rest in without(changes):
            left = found.again(answered(found.record, rest))
            assert left.outcome != "not met" or left.facts.contradicted & ~found.finding.facts.contradicted


@searching
@given(cases(values=(True, False, False, False, None)))
def test_what_would_make_a_finding_met_does_and_no_part_is_idle(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    assert bool(explanation.would_be_met_if) <= (finding.outcome == "not met")
    for _, changes in some_sets(explanation.would_be_met_if):
        assert found.outcome(answered(found.record, changes)) == "met"
        for rest in without(changes):
            assert found.outcome(answered(found.record, rest)) != "met"


@searching
@given(cases(values=(True, False, None, None)))
def test_the_answers_that_settle_an_open_finding_do(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    for outcome, conditions in explanation.settled_by.items():
        assert bool(conditions) <= (finding.outcome == "undetermined")
        for condition, answers in some_sets(conditions):
            assert found.outcome(answered(found.record, answers)) == outcome
            if not finding.facts.contradicted:
                assert not condition.told_otherwise
                assert set(answers) <= set(finding.version.facts)
    if finding.outcome == "undetermined":
        assert any(explanation.settled_by.values())


@searching
@given(cases(values=(True, False, None, None), closed=False))
def test_no_part_of_settling_answers_is_idle(found: Tried) -> None:
    for outcome, conditions in found.explanation.settled_by.items():
        for _, answers in some_sets(conditions):
            for rest in without(answers):
                assert found.outcome(answered(found.record, rest)) != outcome


# --- and there is no other ----------------------------------------------------------------------------------------


def minimal_sets(told: Mapping[str, bool], enough: object) -> set[frozenset[tuple[str, bool]]]:
    """By trying all: the smallest parts of what was told for which `enough` is so."""
    assert callable(enough)
    found: list[frozenset[tuple[str, bool]]] = []
    for size in range(len(told) + 1):
        for some in map(frozenset, combinations(told.items(), size)):
            if not any(other <= some for other in found) and enough(dict(some)):
                found.append(some)
    return set(found)


def every_set(conditions: Iterable[Condition]) -> set[frozenset[tuple[str, bool]]]:
    return {frozenset(chosen.items()) for condition in conditions for chosen in full_sets(condition)}


def told_facts(finding: Finding) -> Answers:
    """What was told, an age by the ages that the definition asks for."""
    known = finding.case.facts(finding.actor)
    own = set(finding.version.facts)
    told = {fact: bool(value) for fact in WORDS.ids if (value := known.value(WORDS.bit[fact])) is not None}
    return {fact: value for fact, value in told.items() if fact not in AGES or fact in own}


@searching
@given(cases(values=(True, True, True, False), closed=False, most=8))
def test_every_smallest_set_that_decides_is_found(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    if finding.outcome == "undetermined" or finding.facts.contradicted or finding.facts.disputed:
        return
    expected = minimal_sets(told_facts(finding), lambda told: found.outcome(told) == finding.outcome)
    assert every_set((*explanation.reasons, *explanation.blocks)) == expected


@searching
@given(cases(values=(True, False, None), closed=False, merged=False, among=SMALL, most=6))
def test_every_smallest_set_of_answers_is_found(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    if finding.outcome != "undetermined" or finding.facts.contradicted:
        return
    unknown = [fact for fact in finding.version.facts if finding.facts.value(WORDS.bit[fact]) is None]
    for outcome, value in (("met", True), ("not met", False)):
        expected = minimal_sets(
            dict.fromkeys(unknown, value),
            lambda answers, outcome=outcome: found.outcome(answered(found.record, answers)) == outcome,
        )
        assert every_set(explanation.settled_by[outcome]) == expected


# --- by example ---------------------------------------------------------------------------------------------------

MET = {"act.recruit": True, "act.harbour": True, "means.force": True, "purpose.slavery": True, "age": 30}
PALERMO = next(found for found in ALL if found.id == "un-palermo")


def explained(record: Mapping[str, object] | Case, under: str = "un-palermo", name: str = "strict") -> Explanation:
    (finding,) = brightline.assess(record, under, reading=name)
    return brightline.explain(finding)


def test_a_met_finding_by_example() -> None:
    found = explained(MET)
    (reason,) = found.reasons
    assert reason.one_of == (("act.recruit", "act.harbour"), ("means.force",), ("purpose.slavery",))
    assert (reason.elements, reason.citations, reason.count) == (("act", "means", "purpose"), ("Art. 3(a)",), 2)
    assert found.falls_without == ("means.force", "purpose.slavery")
    assert [lost.none_of for lost in found.losses] == [
        ("means.force",),
        ("purpose.slavery",),
        ("act.recruit", "act.harbour"),
    ]
    assert [lost.elements for lost in found.losses] == [("means",), ("purpose",), ("act",)]


def test_observations_stand_for_what_was_concluded_from_them() -> None:
    found = explained({**MET, "means.force": None, "obs.vulnerability_used": True, "obs.no_real_alternative": True})
    assert found.falls_without == ("obs.vulnerability_used", "obs.no_real_alternative", "purpose.slavery")
    assert "means.abuse_vulnerability" not in {fact for reason in found.reasons for fact in reason.facts}


def test_to_undo_a_conclusion_both_it_and_what_it_rests_on_must_go() -> None:
    """A no to a legal fact alone would only stand against the observation, and leave it open."""
    found = explained({**MET, "means.force": None, "obs.physical_abuse": True})
    (change,) = [one for one in found.would_be_not_met_if if one.elements == ("means",)]
    assert change.told_otherwise == ("obs.physical_abuse",)
    assert change.concluded == ("means.force",)


def test_a_stated_no_against_an_observation_is_settled_by_taking_either_back() -> None:
    found = explained({**MET, "means.force": False, "obs.physical_abuse": True, "closed": ["means"]})
    assert found.outcome == "undetermined"
    yes, no = found.settled_by["met"][0], found.settled_by["not met"][0]
    assert (yes.one_of, yes.contradicted) == ((("means.force",),), ("means.force",))
    assert no.told_otherwise == ("obs.physical_abuse",)
    assert "means.force" not in no.none_of, "its no was stated already"


def test_a_merged_column_must_be_taken_back_with_what_it_says() -> None:
    found = explained({**MET, "means.force": None, "any.force_threat_coercion": True})
    (change,) = [one for one in found.would_be_not_met_if if one.elements == ("means",)]
    assert change.told_otherwise == ("any.force_threat_coercion",)
    parts = set(WORDS["any.force_threat_coercion"].any_of)
    assert not parts & set(change.none_of), "a no to the column is a no to its parts"
    assert (
        set(change.none_of) - {"any.force_threat_coercion"}
        == set(facts_of(PALERMO.current.elements["means"].formula)) - parts
    )


def test_a_merged_column_that_is_no_blocks_for_its_parts() -> None:
    record = {"any.transaction_role": False, "act.recruit": False, "age": 30}
    (block,) = explained(record).blocks
    assert set(block.none_of) == {"act.recruit", "any.transaction_role"}


def test_what_is_false_only_by_closing_is_marked() -> None:
    found = explained({"closed": ["means"], "means.force": False, "age": 30})
    (block,) = found.blocks
    assert "means.deception" in block.rests_on_closed
    assert not {"means.force", "age.under_18"} & set(block.rests_on_closed)
    first = found.would_be_met_if[0]
    assert first.told_otherwise == ("means.force",)
    assert first.one_of[1][-1] == "means.force", "what was stated comes last"


def test_stated_facts_come_before_alleged_ones() -> None:
    said = [Statement(fact, True, standing) for fact, standing in (
        ("act.recruit", "alleged"), ("act.harbour", "stated"), ("purpose.slavery", "stated"),
        ("act.buy_sell", "alleged"), ("means.force", "alleged"), ("means.deception", "confirmed"),
    )]  # fmt: skip
    found = explained(Case(person=tuple(said)))
    (reason,) = found.reasons
    assert reason.one_of[:2] == (("act.harbour", "act.recruit"), ("means.deception", "means.force"))
    assert reason.alleged == ("act.recruit", "means.force")
    wholly = explained(Case(person=(*said, Statement("act.exploit_prostitution", True))), "un-1949")
    assert [one.alleged for one in wholly.reasons] == sorted((one.alleged for one in wholly.reasons), key=bool)


def test_declined_and_contradicted_facts_are_said_so_and_offered_last() -> None:
    means = [
        Statement("means.force", None, "declined"),
        Statement("means.threat_force", True),
        Statement("means.threat_force", False),
        Statement("means.fraud", None, "not asked"),
    ]
    stated = [Statement(fact, True) for fact in ("act.recruit", "purpose.slavery")]
    found = explained(Case(person=(*stated, *means), age=30))
    (yes,) = [one for one in found.settled_by["met"] if one.elements == ("means",)]
    assert yes.one_of[0][-2:] == ("means.force", "means.threat_force")
    for one in (yes, next(one for one in found.settled_by["not met"] if one.elements == ("means",))):
        assert one.declined == ("means.force",)
        assert one.contradicted == ("means.threat_force",)
        assert one.not_asked == ("means.fraud",)


def test_the_actor_of_the_finding_is_explained() -> None:
    driver = Actor("driver", (Statement("act.transport", True),))
    boss = Actor("boss", tuple(Statement(fact, True) for fact in ("act.recruit", "means.force", "purpose.slavery")))
    found = explained(Case(age=30, actors=(driver, boss)))
    assert found.finding.actor is boss
    assert [reason.facts for reason in found.reasons] == [("act.recruit", "means.force", "purpose.slavery")]


def test_what_is_told_can_leave_no_answer_that_would_make_it_not_met() -> None:
    found = explained({"act.recruit": True, "means.force": True, "any.sexual_exploitation": None, "age": 16})
    assert found.settled_by["not met"]
    assert all("purpose" in one.elements for one in found.settled_by["not met"])


OWN = """
id: own
title: A definition with a not, a count and two ages
kind: guidance
jurisdiction: X
citation: none
checked: text
confidence: high
versions:
  - from: 2000-01-01
    elements:
{elements}
    met_when: {met_when}
sex_work_alone: {{answer: not reached, reason: none}}
consent: {{rule: none}}
child: {{rule: none}}
mental: {{rule: none}}
sources: [none]
examples:
  - {{situation: nothing is known, facts: {{}}, finding: undetermined}}
"""


def own_definition(folder: Path, met_when: str, **elements: str) -> str:
    path = folder / "own.yaml"
    bodies = "\n".join(f"      {name}: {{{body}, cite: s. 1}}" for name, body in elements.items())
    path.write_text(OWN.format(met_when=met_when, elements=bodies))
    return str(path)


SIGNS = "at_least: 2, of: [means.force, means.fraud, means.debt]"


def test_a_definition_of_ones_own_with_not_and_a_count(tmp_path: Path) -> None:
    under = own_definition(tmp_path, "freely and signs", freely="not: obs.chose_freely", signs=SIGNS)
    found = explained({"obs.chose_freely": False, "means.force": True, "means.fraud": True, "means.debt": True}, under)
    assert {(reason.facts, reason.none_of) for reason in found.reasons} == {
        ((one, two, "obs.chose_freely"), ("obs.chose_freely",))
        for one, two in combinations(("means.force", "means.fraud", "means.debt"), 2)
    }
    assert found.falls_without == ("obs.chose_freely",)
    assert explained({"obs.chose_freely": True}, under).blocks[0].one_of == (("obs.chose_freely",),)


def test_whoever_is_under_18_is_not_said_to_be_under_21_as_well(tmp_path: Path) -> None:
    ages = {"child": "fact: age.under_18", "young": "fact: age.under_21"}
    condition = "(child and young) or (child and signs) or (young and signs)"
    under = own_definition(tmp_path, condition, signs=SIGNS, **ages)
    found = explained({}, under)
    assert ("age.under_18",) in [one.facts for one in found.settled_by["met"]]
    assert all(not {"age.under_18", "age.under_21"} <= set(one.facts) for one in found.settled_by["met"])


# --- on the page and as data --------------------------------------------------------------------------------------

FIELDS = {
    "case", "definition", "title", "version", "reading", "as_of", "actor", "outcome", "falls_without", "reasons",
    "losses", "would_be_not_met_if", "blocks", "would_be_met_if", "settled_by", "facts", "citations", "notes",
}  # fmt: skip
CONDITION = {
    "one_of", "none_of", "count", "elements", "citations", "told_otherwise", "concluded", "rests_on_closed", "alleged",
    "contradicted", "declined", "not_asked",
}  # fmt: skip


def conditions_in(data: Mapping[str, object]) -> Iterator[dict[str, list[str]]]:
    for name in ("reasons", "losses", "would_be_not_met_if", "blocks", "would_be_met_if"):
        yield from data[name]  # type: ignore[misc]
    for listed in data["settled_by"].values():  # type: ignore[attr-defined]
        yield from listed


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_on_one_page_and_as_data(path: Path) -> None:
    (case,) = read_cases(path)
    for name in ("un-palermo", "nl-273f", "kh", "us-tvpa-severe"):
        page = run("explain", path, "--under", name, environment={"COLUMNS": "100"})
        assert page.code == 0
        assert page.err == ""
        assert len(page.out.splitlines()) <= 50
        assert page.out.count("it is not legal advice") == 1
        (found,) = run("explain", path, "--under", name, "--json").data["explanations"]
        assert set(found) == FIELDS
        assert found["case"] == case.id
        listed = list(conditions_in(found))
        assert listed
        for condition in listed:
            assert set(condition) == CONDITION
            assert condition["elements"]
            assert condition["citations"]
            facts = {fact for group in condition["one_of"] for fact in group} | set(condition["none_of"])
            assert facts
            assert facts <= set(found["facts"])


def test_several_cases_and_definitions(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text('[{"id": "a", "facts": {"act.recruit": true}}, {"id": "b", "age": 12}]')
    found = run("explain", path, "--under", "un-palermo", "--under", "us-*", "--json", "--reading", "broad").data
    names = [(one["case"], one["definition"]) for one in found["explanations"]]
    assert len(set(names)) == len(names) > 20
    assert {one["reading"] for one in found["explanations"]} == {"broad"}
    assert run("explain", path).out.count("UNDETERMINED") == 2


def test_the_law_of_the_day_asked_for() -> None:
    words = ("explain", EXAMPLES[0], "--under", "us-18usc1591", "--json", "--as-of")
    older, newer = (run(*words, day).data["explanations"][0] for day in ("2001-01-01", "2016-01-01"))
    assert (older["version"], newer["version"]) == ("2000-10-28", "2015-05-29")


def test_the_assess_page_says_what_would_change_it() -> None:
    page = run("assess", EXAMPLES[3]).out
    after = page.split("What would change it")[1].splitlines()
    assert after[1] == '    - Met if yes to "coerces the person in another way".'
    assert after[2] == '    - Not met if no to "coerces the person in another way".'
    met = run("assess", EXAMPLES[5]).out
    assert "No longer met without" in met
    assert "Not met if" in met


def test_wrong_use_is_one_sentence(tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("a\n1\n")
    check_refusal(run("explain", table), "cases.csv", "assess")
    check_refusal(run("explain", tmp_path / "none.yaml"), "none.yaml")
    check_refusal(run("explain", EXAMPLES[0], "--under", "un-palerma"), "un-palermo")
    check_refusal(run("explain", EXAMPLES[0], "--reading", "narrow"), "narrow")


def test_a_record_that_does_not_say_who_did_what_is_met_on_one_condition(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("facts: {act.recruit: true, means.force: true, purpose.exploit_prostitution: true}\n")
    assert "MET, if one person or group did all of this" in run("explain", case).out
