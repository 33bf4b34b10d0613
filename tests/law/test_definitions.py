"""Every shipped definition: it loads, its examples hold, its dates choose the version, and it parts from others as known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

import brightline
from brightline.cases import Case
from brightline.errors import BrightlineError
from brightline.law import Definition, Version, definition, definition_ids, definitions, vocabulary
from brightline.law.definitions import FOLDER, Example
from brightline.law.vocabulary import FAMILIES

FROM_MEMORY = {"asean-actip", "kr-289"}
BEYOND_THE_REFERENCE = {"polaris-amp"}
BY_A_CLIENT = {"act.patronize", "act.solicit"}

PATTERNS = yaml.safe_load((Path(__file__).parent.parent / "data" / "fact_patterns.yaml").read_text("utf-8"))

EXPLAINED = {
    (6, "us-va-18-2-357-1"): "changes: a client's payment is replaced by the aim of profit, which this pattern lacks",
    (9, "us-tx-20a-02"): "changes: the adult sex limb asks that the person was caused to do it, not only a purpose",
    (10, "us-tx-20a-02"): "changes: the adult sex limb asks that the person was caused to do it, not only a purpose",
    (13, "us-tx-20a-02"): "changes: the child limb asks that the child was caused to do it, not only a purpose",
    (10, "no-257"): "changes: deceit is added to the means",
    (11, "at-104a"): "changes: exploitation of prostitution is added to the sexual end, restraint to the means",
    (11, "es-177bis"): "changes: exploitation of prostitution is added to the sexual end",
    (11, "fr-225-4-1"): "changes: exploitation of prostitution is added to the ends",
    (13, "fr-225-4-1"): "changes: exploitation of prostitution is added to the ends",
    (11, "mx-lg"): "changes: any other paid sexual activity is added to the ends",
    (3, "polaris-amp"): "not an instrument of the reference: the frame follows the TVPA",
    (8, "polaris-amp"): "not an instrument of the reference: the frame follows the TVPA",
    (10, "polaris-amp"): "not an instrument of the reference: the frame follows the TVPA",
    (11, "polaris-amp"): "not an instrument of the reference: the frame follows the TVPA",
    (13, "polaris-amp"): "not an instrument of the reference: the frame follows the TVPA",
}
"""Where a definition as shipped parts from the reference on a pattern, with the mend that explains it."""


def examples() -> list[object]:
    return [
        pytest.param(found, example, id=f"{found.id}-{number}")
        for found in definitions(memory=True)
        for number, example in enumerate(found.examples, start=1)
    ]


def versions() -> list[object]:
    return [
        pytest.param(found, version, id=f"{found.id}-{version.label}")
        for found in definitions(memory=True)
        for version in found.versions
    ]


@pytest.mark.parametrize("id", definition_ids())
def test_definition_loads_under_its_file_name(id: str) -> None:
    found = definition(id)
    assert found.id == id
    assert found.file == f"{id}.yaml"
    assert (FOLDER / found.file).is_file()
    assert found.versions
    assert found.sources
    assert found.citation
    assert {"consent", "child", "mental"} <= set(found.rules)


@pytest.mark.parametrize(("found", "example"), examples())
def test_example_gives_its_finding(found: Definition, example: Example) -> None:
    case = Case.of({**example.facts, "closed": list(example.closed)})
    (finding,) = brightline.assess(case, found, as_of=example.as_of)
    assert finding.outcome == example.finding, example.situation


@pytest.mark.parametrize("id", definition_ids())
def test_examples_are_enough_and_one_is_sex_work_alone(id: str) -> None:
    found = definition(id)
    assert len(found.examples) >= 3
    alone = [
        example
        for example in found.examples
        if set(example.closed) == set(FAMILIES)
        and not {fact for fact, value in example.facts.items() if value and fact.startswith("act.")} - BY_A_CLIENT
        and not any(value and vocabulary()[fact].family in ("means", "age") for fact, value in example.facts.items())
    ]
    assert alone, "no example of an adult's sex work with nobody else in it"
    assert all(example.finding == "not met" for example in alone)
    assert "met" in {example.finding for example in found.examples}


def test_all_definitions_of_the_reference_are_here_and_one_more() -> None:
    assert len(definition_ids()) == 68 + len(BEYOND_THE_REFERENCE)
    assert set(definition_ids()) >= BEYOND_THE_REFERENCE


def test_definitions_from_memory_come_on_request_only() -> None:
    everything = {found.id for found in definitions(memory=True)}
    assert everything == set(definition_ids())
    assert everything - {found.id for found in definitions()} == FROM_MEMORY
    assert definitions("kr-*") == ()
    assert [found.id for found in definitions("kr-*", memory=True)] == ["kr-289"]
    assert [found.id for found in definitions("kr-289")] == ["kr-289"]
    (finding,) = brightline.assess({}, "kr-289")
    assert any("NOT read" in note for note in finding.notes)


def test_an_alias_and_a_path_name_the_definition_too() -> None:
    assert definition("un-palermo-2000") is definition("un-palermo") is definition("UN_Palermo_2000")
    assert definition(str(FOLDER / "un-palermo.yaml")).id == "un-palermo"
    aliases = [alias for found in definitions(memory=True) for alias in found.aliases]
    assert len(set(aliases)) == len(aliases)
    assert not set(aliases) & set(definition_ids())


def test_an_unknown_definition_names_the_nearest() -> None:
    with pytest.raises(BrightlineError, match=r"no definition is called 'un-palermos' \(did you mean un-palermo"):
        definition("un-palermos")
    with pytest.raises(BrightlineError, match="no definition id fits 'xx-"):
        definitions("xx-*")


@pytest.mark.parametrize(("found", "version"), versions())
def test_a_version_holds_on_its_first_and_last_day(found: Definition, version: Version) -> None:
    assert version.definition_id == found.id
    assert all(element.cite for element in version.elements.values())
    for day in (version.start, version.end):
        if day:
            assert found.version_on(day) is version
    if version is found.current:
        assert found.version_on(None) is version
    if version.end and version is not found.current:
        after = found.version_on(version.end + timedelta(days=1))
        assert after is None or after is not version


@pytest.mark.parametrize(
    ("id", "day", "label"),
    [
        ("us-tvpa-severe", "2015-05-28", "2000-10-28"),
        ("us-tvpa-severe", "2015-05-29", "2015-05-29"),
        ("eu-2011-36", "2024-07-13", "2011-04-15"),
        ("eu-2011-36", "2024-07-14", "2024-07-14"),
        ("de-232", "2016-10-14", "2005-02-19"),
        ("us-ny-230-34", "2018-11-13", "2018-11-13"),
        ("se-brb-4-1a", "2018-06-30", "2010-07-01"),
    ],
)
def test_the_date_of_the_events_chooses_the_version(id: str, day: str, label: str) -> None:
    (finding,) = brightline.assess({"date": day}, id)
    assert finding.version.label == label
    assert finding.in_force
    (asked,) = brightline.assess({"date": "2023-01-01"}, id, as_of=date.fromisoformat(day))
    assert asked.version.label == label


def test_where_none_was_in_force_the_nearest_is_tried_and_said() -> None:
    (finding,) = brightline.assess({"date": "1999-01-01"}, "un-palermo")
    assert finding.version is definition("un-palermo").versions[0]
    assert not finding.in_force
    assert any(note.startswith("Not in force on 1999-01-01") for note in finding.notes)
    (finding,) = brightline.assess({"date": "1960-01-01"}, "predecessors-1904-1933")
    assert finding.version is definition("predecessors-1904-1933").current


def pattern_record(true: list[str]) -> dict[str, object]:
    record: dict[str, object] = {entry.id: entry.id in true for entry in vocabulary() if not entry.any_of}
    record |= {entry.id: any(record[part] for part in entry.any_of) for entry in vocabulary() if entry.any_of}
    return record


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: str(pattern["pattern"]))
def test_a_pattern_meets_exactly_the_definitions_that_it_should(pattern: dict[str, object]) -> None:
    facts, listed = pattern["facts"], pattern["met"]
    assert isinstance(facts, list)
    assert isinstance(listed, list)
    findings = brightline.assess(pattern_record(facts), definitions(memory=True), reading="strict")
    assert {finding.outcome for finding in findings} <= {"met", "not met"}
    met = {finding.definition.id for finding in findings if finding.outcome == "met"}
    explained = {id for number, id in EXPLAINED if number == pattern["pattern"]}
    assert met ^ set(listed) == explained


def test_each_mended_definition_says_so_itself() -> None:
    for (_, id), reason in EXPLAINED.items():
        assert bool(definition(id).changes) == reason.startswith("changes:")
