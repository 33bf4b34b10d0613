"""Not known stays not known: no definition, reading or further statement turns it into a no."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import brightline
from brightline.cases import EVERYBODY, Case, Statement
from brightline.findings import Finding
from brightline.law import Definition, Version, definitions, reading, vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import Truth, evaluate, facts

WORDS = vocabulary()
ALL = definitions(memory=True)
READINGS = ("strict", "broad")
CONSENT = ("obs.knew_the_work", "obs.chose_freely", "obs.sets_own_terms")
CONSENT_QUESTIONS = {*CONSENT, "consent.absent"}
THIRD_PARTIES = {
    "obs.driven_to_work": set[tuple[str, str]](),
    "obs.advertised_by_someone": set[tuple[str, str]](),
    "obs.clients_found_by_someone": {("us-ak", name) for name in READINGS},
    "obs.room_let_to_her": {(id, name) for id in ("un-1949", "us-me-853") for name in READINGS},
    "obs.cut_of_earnings": {("us-me-853", name) for name in READINGS},
    "obs.housed_by_someone": set[tuple[str, str]](),
    "obs.offered_or_found_job": set[tuple[str, str]](),
}
"""What ordinary helpers do, with the few laws that ask for nothing beyond it."""

OPEN_WAYS = ("not known", "declined", "not asked", "denied", "believed", "contradicted")

Record = dict[str, object]
searching = settings(max_examples=250, deadline=None)

AGELESS = [entry.id for entry in WORDS if entry.family != "age"]
TELLING = sorted(
    {fact for found in ALL for version in found.versions for fact in version.facts}
    | {fact for name in READINGS for line in reading(name).lines for fact in facts(line.when)}
    | {entry.id for entry in WORDS if entry.any_of}
)
some_fact = st.one_of(
    st.sampled_from([fact for fact in TELLING if fact in set(AGELESS)]),
    st.sampled_from(AGELESS),
)
truths = st.sampled_from((True, False, None))


@st.composite
def records(draw: st.DrawFn, closed: bool = False) -> Record:
    """A flat record of random statements, sometimes with an age, and with `closed` sometimes with closed families."""
    record: Record = dict(draw(st.dictionaries(some_fact, truths, max_size=25)))
    age = draw(st.none() | st.integers(12, 40))
    if age is not None:
        record["age"] = age
    if closed:
        record["closed"] = draw(st.lists(st.sampled_from(FAMILIES), unique=True))
    return record


def tried(record: Record) -> dict[tuple[str, str], Finding]:
    """The findings under every definition in both readings."""
    case = Case.of(record)
    return {
        (finding.definition.id, name): finding
        for name in READINGS
        for finding in brightline.assess(case, ALL, reading=name)
    }


def states(finding: Finding) -> tuple[Truth, ...]:
    outcome = {"met": True, "not met": False, "undetermined": None}[finding.outcome]
    return (outcome, *finding.states)


@cache
def nothing_else() -> dict[tuple[str, str], Finding]:
    return tried({"closed": list(FAMILIES)})


def left_open(fact: str, way: str) -> tuple[Statement, ...]:
    """Statements about a fact that leave its value open."""
    match way:
        case "not known":
            return (Statement(fact, None),)
        case "declined" | "not asked" | "denied" | "believed":
            return (Statement(fact, True, way),)
        case _:
            return (Statement(fact, True), Statement(fact, False))


def versions() -> Iterable[object]:
    return [
        pytest.param(found, version, id=f"{found.id}-{version.label}") for found in ALL for version in found.versions
    ]


@pytest.mark.parametrize("name", READINGS)
@pytest.mark.parametrize(("found", "version"), versions())
def test_with_nothing_stated_nothing_is_settled(found: Definition, version: Version, name: str) -> None:
    (finding,) = brightline.assess({}, found, as_of=version.start, reading=name)
    assert finding.version is version
    assert finding.outcome == "undetermined"
    assert [element.state for element in finding.elements] == [None] * len(version.elements)
    assert all(element.word == "not known" for element in finding.elements)


@pytest.mark.parametrize("way", OPEN_WAYS)
def test_what_is_left_open_settles_nothing(way: str) -> None:
    case = Case(person=tuple(said for fact in AGELESS for said in left_open(fact, way)))
    for name in READINGS:
        for finding in brightline.assess(case, ALL, reading=name):
            assert set(states(finding)) == {None}


@pytest.mark.parametrize("way", OPEN_WAYS)
def test_closing_a_family_leaves_open_what_an_open_fact_may_amount_to(way: str) -> None:
    turned: dict[str, list[str]] = {}
    for entry in WORDS:
        case = Case(person=left_open(entry.id, way), closed=FAMILIES)
        known = case.facts(EVERYBODY)
        for fact in (entry.id, *entry.any_of, *entry.ask_about):
            if known.value(WORDS.bit[fact]) is False:
                turned.setdefault(entry.id, []).append(fact)
    assert turned == {}


@pytest.mark.parametrize("value", [True, False])
def test_forgetting_the_one_thing_stated_settles_nothing(value: bool) -> None:
    settled: list[tuple[str, tuple[str, str]]] = []
    for fact in AGELESS:
        stated = tried({fact: value, "closed": list(FAMILIES)})
        forgotten = tried({fact: None, "closed": list(FAMILIES)})
        for key, finding in stated.items():
            pairs = zip(states(finding), states(forgotten[key]), strict=True)
            if any(was is None and now is not None for was, now in pairs):
                settled.append((fact, key))
    assert settled == []


def speaks_against(record: Record, fact: str, value: bool) -> bool:
    """Whether a reading concludes from the fact what the record denies, or the other way round."""
    for line in (line for name in READINGS for line in reading(name).lines):
        seen = fact in facts(line.when) and value and record.get(line.fact) is False
        denied = fact == line.fact and not value and any(record.get(part) is True for part in facts(line.when))
        if seen or denied:
            return True
    return False


@searching
@given(records(), some_fact, st.booleans())
def test_a_further_statement_never_turns_a_settled_element(record: Record, fact: str, value: bool) -> None:
    if Case.of(record).facts(EVERYBODY).value(WORDS.bit[fact]) is not None or speaks_against(record, fact, value):
        return
    before, after = tried(record), tried({**record, fact: value})
    for key, finding in before.items():
        if (
            after[key].facts.contradicted or after[key].facts.disputed
        ):  # against another one it leaves open what was settled
            continue
        for was, now in zip(states(finding), states(after[key]), strict=True):
            assert was is None or now is was, key


@searching
@given(records(closed=True), st.data())
def test_forgetting_a_statement_settles_nothing(record: Record, data: st.DataObject) -> None:
    said = [fact for fact, value in record.items() if isinstance(value, bool)]
    if not said:
        return
    before, after = tried(record), tried({**record, data.draw(st.sampled_from(said)): None})
    for key, finding in before.items():
        if (
            finding.facts.contradicted or finding.facts.disputed
        ):  # taking back one of two statements against each other does settle something
            continue
        for was, now in zip(states(finding), states(after[key]), strict=True):
            assert was is not None or now is None, key


@searching
@given(records(), st.sampled_from(FAMILIES))
def test_only_closing_a_family_makes_what_was_not_stated_false(record: Record, family: str) -> None:
    before, after = tried(record), tried({**record, "closed": [family]})
    for key, finding in before.items():
        for was, now in zip(states(finding), states(after[key]), strict=True):
            assert was is None or now is was, key
    closed = Case.of({**record, "closed": [family]}).facts(EVERYBODY).closed
    assert {WORDS[fact].family for fact in WORDS.facts_in(closed)} <= {family}
    assert not set(WORDS.facts_in(closed)) & {fact for fact, value in record.items() if value is None}


@pytest.mark.parametrize("name", READINGS)
def test_with_every_single_fact_stated_false_nothing_is_met(name: str) -> None:
    case = Case.of({entry.id: False for entry in WORDS if not entry.any_of})
    open_ones = {f.definition.id for f in brightline.assess(case, ALL, reading=name) if f.outcome != "not met"}
    assert open_ones == set()


@pytest.mark.parametrize("name", READINGS)
def test_a_legal_fact_stated_false_decides_without_its_observations(name: str) -> None:
    case = Case.of({entry.id: False for entry in WORDS if entry.level == "legal"})
    open_ones = {f.definition.id for f in brightline.assess(case, ALL, reading=name) if f.outcome != "not met"}
    assert open_ones == set()


def legal_fact_by_observation() -> list[object]:
    return [
        pytest.param(name, fact, line.fact, id=f"{name}-{fact}-{line.fact}")
        for name in READINGS
        for line in reading(name).lines
        for fact in facts(line.when)
        if WORDS[fact].level == "observation" and evaluate(line.when, {fact: True}) is True
    ]


@pytest.mark.parametrize(("name", "observation", "legal"), legal_fact_by_observation())
def test_an_observation_leaves_open_what_its_legal_fact_leaves_open(name: str, observation: str, legal: str) -> None:
    seen = tried({observation: True, "closed": list(FAMILIES)})
    stated = tried({legal: True, "closed": list(FAMILIES)})
    for key, finding in seen.items():
        if key[1] == name:
            for by_observation, by_law in zip(states(finding), states(stated[key]), strict=True):
                assert by_observation is not False or by_law is False, key


@pytest.mark.parametrize("fact", [entry.id for entry in WORDS if entry.never_means])
def test_a_setting_alone_establishes_nothing(fact: str) -> None:
    for key, finding in tried({fact: True}).items():
        assert set(states(finding)) == {None}, key
    for key, finding in tried({fact: True, "closed": list(FAMILIES)}).items():
        assert finding.outcome == "not met", key
        assert states(finding) == states(nothing_else()[key]), key


def test_all_of_the_setting_together_establishes_nothing() -> None:
    setting: Record = {entry.id: True for entry in WORDS if entry.never_means}
    for key, finding in tried(setting).items():
        assert set(states(finding)) == {None}, key


@pytest.mark.parametrize("fact", THIRD_PARTIES)
def test_an_ordinary_helper_alone_establishes_no_means(fact: str) -> None:
    found = tried({fact: True, "closed": list(FAMILIES)})
    assert {key for key, finding in found.items() if finding.outcome == "met"} == THIRD_PARTIES[fact]
    for key, finding in found.items():
        for element in finding.elements:
            of_means = {WORDS[part].family for part in facts(finding.plan.formulas[element.name])} == {"means"}
            assert not (of_means and element.state), (key, element.name)


@searching
@given(records(closed=True), st.dictionaries(st.sampled_from(CONSENT), truths, min_size=1))
def test_consent_changes_no_element(record: Record, consent: Record) -> None:
    without = {fact: value for fact, value in record.items() if fact not in CONSENT}
    before, after = tried(without), tried({**without, **consent})
    for key, finding in before.items():
        assert states(finding) == states(after[key]), key


@pytest.mark.parametrize("name", READINGS)
@pytest.mark.parametrize(("found", "version"), versions())
def test_no_question_about_consent_stands_in_a_child_element(found: Definition, version: Version, name: str) -> None:
    (finding,) = brightline.assess({}, found, as_of=version.start, reading=name)
    for element_name, formula in finding.plan.formulas.items():
        asked = set(facts(formula))
        if "child" in element_name or any(WORDS[fact].family == "age" for fact in asked):
            assert not asked & CONSENT_QUESTIONS, element_name
