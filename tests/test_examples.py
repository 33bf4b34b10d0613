"""The invented cases in examples/: each comes out as expected, and the flat table says what its rows say."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

import brightline
from brightline.cases import Case
from brightline.cases.casefile import read_cases
from brightline.findings.table import assess_table, collect, outcome_words
from brightline.law import definitions

EXAMPLES = Path(__file__).parent.parent / "examples"
FILES = sorted((EXAMPLES / "cases").glob("*.yaml"))
EXPECTED = yaml.safe_load((EXAMPLES / "expected.yaml").read_text("utf-8"))
BELIEF_ONLY = {"13"}
"""Cases that a flat table cannot hold, because they turn on what the actor believed."""


def expectations() -> list[object]:
    return [
        pytest.param(file, reading, outcomes, id=f"{reading}-{file}")
        for reading, files in EXPECTED.items()
        for file, outcomes in files.items()
    ]


@pytest.mark.parametrize(("file", "reading", "outcomes"), expectations())
def test_an_example_comes_out_as_expected(file: str, reading: str, outcomes: dict[str, str]) -> None:
    (case,) = read_cases(EXAMPLES / "cases" / file)
    found = brightline.assess(case, list(outcomes), reading=reading)
    assert {finding.definition.id: finding.outcome for finding in found} == outcomes
    if case.date:
        assert all(finding.in_force for finding in found)


def test_every_example_has_expectations_and_its_number() -> None:
    assert {file.name for file in FILES} == set(EXPECTED["strict"])
    for file in FILES:
        (case,) = read_cases(file)
        assert file.name.startswith(case.id)
        assert case.title


def test_the_sting_is_an_attempt_as_the_man_believed_the_facts() -> None:
    (case,) = read_cases(EXAMPLES / "cases" / "13-sting.yaml")
    (finding,) = brightline.assess(case, "us-18usc1591")
    assert (finding.outcome, finding.as_believed) == ("not met", "met")


def test_the_debt_and_the_passport_leave_one_question() -> None:
    (case,) = read_cases(EXAMPLES / "cases" / "04-debt-and-passport.yaml")
    (finding,) = brightline.assess(case, "un-palermo")
    assert finding.unknown_facts == ("means.coercion_other",)


def test_nothing_known_is_never_not_met() -> None:
    (case,) = read_cases(EXAMPLES / "cases" / "10-everything-unknown.yaml")
    for reading in ("strict", "broad"):
        outcomes = {finding.outcome for finding in brightline.assess(case, definitions(memory=True), reading=reading)}
        assert outcomes == {"undetermined"}


def records() -> list[dict[str, object]]:
    with (EXAMPLES / "cases.csv").open(encoding="utf-8", newline="") as file:
        return [{name: cell(name, text) for name, text in row.items() if text} for row in csv.DictReader(file)]


def cell(name: str, text: str) -> object:
    if name in ("id", "title", "date"):
        return text
    if name == "age":
        return int(text)
    if name == "closed":
        return text.split(";")
    return {"true": True, "false": False, "unknown": None}[text]


def test_the_flat_table_holds_every_case_but_the_sting() -> None:
    cases = [read_cases(file)[0] for file in FILES]
    rows = {str(record["id"]): record for record in records()}
    assert list(rows) == [case.id for case in cases if case.id not in BELIEF_ONLY]
    for case in cases:
        if case.id not in BELIEF_ONLY:
            assert Case.of(rows[case.id]).title == case.title
            assert Case.of(rows[case.id]).date == case.date


@pytest.mark.parametrize("reading", ["strict", "broad"])
def test_a_row_of_the_flat_table_comes_out_as_the_case_alone(reading: str) -> None:
    chosen = definitions()
    table = assess_table(EXAMPLES / "cases.csv", chosen, reading=reading)
    rows = collect(outcome_words(table.frame, chosen), table.engine).rows(named=True)
    alone = [brightline.assess(Case.of(record), chosen, reading=reading) for record in records()]
    assert len(rows) == len(alone)
    parted = {
        (found[0].case.id, finding.definition.id): (finding.outcome, row[finding.definition.id])
        for row, found in zip(rows, alone, strict=True)
        for finding in found
        if finding.outcome != row[finding.definition.id]
    }
    assert parted == {}


def test_the_own_table_is_read_by_its_own_mapping() -> None:
    mapping = str(EXAMPLES / "own-mapping.yaml")
    table = assess_table(EXAMPLES / "own-table.csv", "us-nd-12-1-41", format=mapping)
    rows = collect(outcome_words(table.frame, table.definitions), table.engine).rows(named=True)
    found = {row["case_id"]: row["us-nd-12-1-41"] for row in rows}
    assert found == {
        "A-17": "undetermined",
        "A-18": "met",
        "A-19": "met",
        "A-20": "undetermined",
        "A-21": "undetermined",
        "A-22": "undetermined",
    }
