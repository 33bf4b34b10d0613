"""A case says what was said, by whom and how surely: standings, families asked to the end, actors, ages and dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brightline.cases import Actor, Case, Statement
from brightline.cases.case import STANDINGS
from brightline.cases.casefile import case_to_data, case_to_json, read_cases
from brightline.errors import BrightlineError
from brightline.findings import Finding, assess
from brightline.law import vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import Truth
from command import run


def value(case: Case, fact: str, actor: int = 0) -> Truth:
    return case.facts(case.tried[actor]).value(vocabulary().bit[fact])


def said(*statements: Statement, **named: object) -> Case:
    return Case(person=statements, **named)  # type: ignore[arg-type]


def finding(case: Case, under: str = "un-palermo") -> Finding:
    return assess(case, under)[0]


STATED_BY: Mapping[str, tuple[Truth, Truth]] = {
    "stated": (True, False),
    "alleged": (True, False),
    "confirmed": (True, False),
    "denied": (None, None),
    "declined": (None, None),
    "not asked": (None, None),
    "believed": (None, None),
}


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_standing_settles_a_fact_or_leaves_it_open(standing: str) -> None:
    for answer, wanted in zip((True, False, None), (*STATED_BY[standing], None), strict=True):
        case = said(Statement("means.force", answer, standing))  # type: ignore[arg-type]
        assert value(case, "means.force") is wanted


def test_statements_against_each_other_leave_a_fact_open() -> None:
    case = said(Statement("means.force", True), Statement("means.force", False, "alleged"))
    assert value(case, "means.force") is None
    means = next(element for element in finding(case).elements if element.name == "means")
    assert (means.word, means.state, means.contradicted) == ("contradicted", None, ("means.force",))


@pytest.mark.parametrize("answer", [True, False])
def test_what_is_confirmed_outranks_what_is_said(answer: bool) -> None:
    against = [Statement("means.force", not answer, other) for other in ("stated", "alleged")]
    assert value(said(*against, Statement("means.force", answer, "confirmed")), "means.force") is answer
    both = (Statement("means.force", answer, "confirmed"), Statement("means.force", not answer, "confirmed"))
    assert value(said(*both), "means.force") is None


def test_a_denial_decides_nothing_and_is_shown() -> None:
    case = Case.of({"act.recruit": True, "purpose.sexual_exploitation": True})
    denied = Case(person=(*case.person, Statement("means.force", True), Statement("means.force", False, "denied")))
    assert finding(denied).outcome == "met"
    assert any(note.startswith("Disputed") for note in finding(denied).notes)


def test_a_family_asked_to_the_end_is_false_where_nothing_was_stated() -> None:
    case = Case.of({"closed": ["means"], "means.force": True})
    assert value(case, "means.force") is True
    assert value(case, "means.fraud") is False
    assert value(case, "act.recruit") is None


@pytest.mark.parametrize("standing", ["declined", "not asked", "denied", "believed"])
def test_what_was_not_answered_stays_open_in_a_closed_family(standing: str) -> None:
    case = said(Statement("means.force", True, standing), closed=("means",))  # type: ignore[arg-type]
    assert value(case, "means.force") is None
    assert value(case, "means.fraud") is False


def test_the_parts_of_a_true_composite_stay_open_in_a_closed_family() -> None:
    for entry in vocabulary():
        if entry.any_of:
            case = Case.of({entry.id: True, "closed": list(FAMILIES)})
            assert all(value(case, part) is None for part in entry.any_of), entry.id


def test_what_a_stated_fact_may_amount_to_stays_open_in_a_closed_family() -> None:
    asked = [entry for entry in vocabulary() if entry.ask_about]
    assert asked
    for entry in asked:
        case = Case.of({entry.id: True, "closed": list(FAMILIES)})
        assert all(value(case, other) is not False for other in entry.ask_about), entry.id


def test_an_actor_closes_families_for_themselves_only() -> None:
    case = Case(actors=(Actor("a", closed=("means",)), Actor("b")))
    assert [value(case, "means.force", at) for at in (0, 1)] == [False, None]


def test_a_drivers_transport_and_a_clients_violence_never_add_up() -> None:
    driver = Actor("driver", (Statement("act.transport", True),), closed=("means",))
    client = Actor("client", (Statement("means.force", True),), closed=("act",))
    person = (Statement("purpose.sexual_exploitation", True), Statement("age.under_18", False))
    found = finding(Case(person=person, actors=(driver, client)))
    assert found.outcome == "not met"
    assert dict(found.tried) == {"driver": "not met", "client": "not met"}
    together = Actor("both", (*driver.statements, *client.statements))
    assert finding(Case(person=person, actors=(together,))).outcome == "met"


def test_what_the_actor_believed_makes_an_attempt_at_most() -> None:
    person = (Statement("act.recruit", True), Statement("purpose.sexual_exploitation", True))
    found = finding(
        Case(person=(*person, Statement("age.under_18", False), Statement("age.under_18", True, "believed")))
    )
    assert found.outcome != "met"
    assert found.as_believed == "met"
    assert any("attempt, not the completed act" in note for note in found.notes)


AGES = {"age.under_16": 16, "age.under_18": 18, "age.under_20": 20, "age.under_21": 21}


@pytest.mark.parametrize("years", range(14, 23))
def test_years_settle_every_age_line(years: int) -> None:
    case = Case.of({"age": years})
    assert {fact: value(case, fact) for fact in AGES} == {fact: years < line for fact, line in AGES.items()}


@pytest.mark.parametrize("fact", AGES)
def test_an_age_implies_the_wider_ages_and_its_opposite_the_narrower(fact: str) -> None:
    younger, older = Case.of({fact: True}), Case.of({fact: False})
    for other, line in AGES.items():
        assert value(younger, other) is (True if line >= AGES[fact] else None)
        assert value(older, other) is (False if line <= AGES[fact] else None)


WRONG: Mapping[str, tuple[dict[str, object], str]] = {
    "age 15 and adult": ({"age": 15, "age.under_18": False}, "age 15 and also age.under_18 is false"),
    "age 30 and a child": ({"age": 30, "age.under_18": True}, "age 30 and also age.under_18 is true"),
    "under 16 and adult": ({"age.under_16": True, "age.under_18": False}, "ages contradict"),
    "a future date": ({"date": "2999-01-01"}, "future"),
    "no date": ({"date": "soon"}, "'soon' is not a date"),
    "an age of 300": ({"age": 300}, "300"),
    "an age before birth": ({"age": -1}, "-1"),
    "half an age": ({"age": 15.5}, "whole number"),
    "an age without end": ({"age": float("inf")}, "whole number"),
    "an age that is no number": ({"age": float("nan")}, "whole number"),
    "a true age": ({"age": True}, "whole number"),
    "a fact nobody knows": ({"means.dept": True}, "did you mean means.debt"),
    "a value that is no truth": ({"means.debt": "yes"}, "means.debt is 'yes'"),
    "a family nobody knows": ({"closed": ["mean"]}, "did you mean means"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_record_is_an_error(name: str) -> None:
    record, telling = WRONG[name]
    with pytest.raises(BrightlineError, match=telling):
        Case.of(record)


def test_a_case_file_with_every_standing_is_read_on_the_command_line(tmp_path: Path) -> None:
    facts = [f for f in vocabulary().ids if f.startswith("means.")][: len(STANDINGS)]
    data = {"facts": {f: {"value": True, "standing": s} for f, s in zip(facts, STANDINGS, strict=True)}}
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(data, sort_keys=False))
    found = run("assess", tmp_path / "case.yaml", "--json")
    assert found.code == 0, found
    (case,) = read_cases(tmp_path / "case.yaml")
    assert [said.standing for said in case.person] == list(STANDINGS)


# --- there and back -----------------------------------------------------------------------------------------------

plain = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
statements = st.lists(
    st.builds(
        Statement,
        st.sampled_from([fact for fact in vocabulary().ids if not fact.startswith("age.")]),
        st.sampled_from([True, False, None]),
        st.sampled_from(STANDINGS),
        plain,
    ),
    max_size=6,
).map(tuple)
families = st.lists(st.sampled_from(FAMILIES), unique=True, max_size=5).map(tuple)
actors = st.lists(
    st.builds(Actor, plain.filter(bool), statements, plain, families), max_size=3, unique_by=lambda actor: actor.id
).map(tuple)


def of_the_person(said: Statement) -> bool:
    return vocabulary()[said.fact].family not in ("act", "means")


cases = st.builds(
    Case,
    id=plain,
    title=plain,
    date=st.none() | st.dates(date(1900, 1, 1), date(2024, 1, 1)),
    age=st.none() | st.integers(0, 120),
    person=statements.map(lambda said: tuple(filter(of_the_person, said))),
    actors=actors,
    closed=families,
    age_source=plain,
)


def in_order(case: Case) -> object:
    """A case with the statements on one fact together, as a file holds them."""

    def together(found: tuple[Statement, ...]) -> tuple[Statement, ...]:
        first = list(dict.fromkeys(statement.fact for statement in found))
        return tuple(sorted(found, key=lambda statement: first.index(statement.fact)))

    actors = [(a.id, a.label, a.closed, together(a.statements)) for a in case.actors]
    return (case.id, case.title, case.date, case.age, case.age_source, case.closed, together(case.person), actors)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases)
def test_a_case_written_out_is_read_back(tmp_path: Path, case: Case) -> None:
    for name, text in (
        ("case.yaml", yaml.safe_dump(case_to_data(case), allow_unicode=True, sort_keys=False)),
        ("case.json", json.dumps(case_to_data(case))),
        ("case.jsonl", case_to_json(case)),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        (back,) = read_cases(tmp_path / name)
        assert in_order(back) == in_order(case)


@pytest.mark.parametrize("fact", ["act.transport", "means.force", "obs.physical_abuse", "obs.driven_to_work"])
def test_what_somebody_did_is_not_said_of_the_person_where_there_are_actors(fact: str) -> None:
    with pytest.raises(BrightlineError, match="state it under the actor who did"):
        Case(person=(Statement(fact, True),), actors=(Actor("driver"), Actor("client")))
