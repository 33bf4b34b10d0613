"""The public record files, read in place: what they record, and that silence never becomes a no."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from brightline.findings import Summary, assess_table, summarise
from brightline.law import definitions
from brightline.texts import REPORTED, read

pytestmark = pytest.mark.data

FOLDER = Path(os.environ.get("BRIGHTLINE_DATA", "")) / "ctdc"


@pytest.fixture(scope="module")
def synthetic_2021() -> Summary:
    return summarise(assess_table(FOLDER / "CTDC_synthetic_20210825.reconstructed.csv.gz", definitions()))


@pytest.fixture(scope="module")
def perpetrators_2022() -> Summary:
    return summarise(assess_table(FOLDER / "CTDC_VPsynthetic_condensed.csv.gz", definitions()))


def test_what_the_synthetic_file_records(synthetic_2021: Summary) -> None:
    assert synthetic_2021.rows == 193_025
    assert synthetic_2021.recorded["means"] == 64_933
    assert synthetic_2021.recorded["under 18"] == 33_498
    sexual = synthetic_2021.sexual_exploitation
    assert sexual is not None
    assert (sexual.rows, sexual.with_means, sexual.neither) == (63_280, 29_913, 23_660)
    assert sexual.neither_by_best_age == 24_564
    assert sexual.minors == {
        "majority status when the exploitation began": 16_356,
        "age band at registration": 17_620 - 16_356,
    }


def test_no_row_meets_the_protocol_because_no_act_is_recorded(synthetic_2021: Summary) -> None:
    found = synthetic_2021.definitions["un-palermo"]
    assert (found.outcome.true, found.outcome.false, found.outcome.unknown) == (0, 0, 193_025)
    assert next(iter(synthetic_2021.unrecorded["un-palermo"].items())) == ("act", 193_025)


def test_a_file_that_never_says_no_is_never_not_met_but_for_a_recorded_age_or_sex(tmp_path: Path) -> None:
    whole = pl.read_csv(FOLDER / "CTDC_synthetic_20210825.reconstructed.csv.gz", infer_schema=False)
    path = tmp_path / "without-age-and-sex.csv"
    blank = {name: pl.lit(None, dtype=pl.String) for name in ("gender", "ageBroad", "majorityStatusAtExploit")}
    whole.with_columns(**blank).write_csv(path)
    found = summarise(assess_table(path, definitions()))
    assert found.rows == 193_025
    assert {id for id, of in found.definitions.items() if of.outcome.false} == set()
    assert {id for id, of in found.definitions.items() for states in of.elements.values() if states.false} == set()


def test_what_the_victim_perpetrator_file_records(perpetrators_2022: Summary) -> None:
    assert perpetrators_2022.rows == 21_195
    sexual = perpetrators_2022.sexual_exploitation
    assert sexual is not None
    assert sexual.rows == 2_775
    act = perpetrators_2022.definitions["un-palermo"].elements["act"]
    assert act.true == 11_865
    assert act.false == 0


def mann_act_only() -> list[dict[str, object]]:
    """Federal cases charged under 18 USC 2421-2424 and under no trafficking section of chapter 77."""
    lines = (FOLDER.parent / "labelled" / "us_federal_dev.jsonl").read_text("utf-8").splitlines()
    trafficking = re.compile(r"15(8[1-9]|9[0-7])(_to_.*)?")
    found: list[dict[str, object]] = []
    for case in map(json.loads, lines):
        charged = {charge["statute"] for charge in case["charged"]}
        if "2421_to_2424" in charged and not any(trafficking.fullmatch(statute) for statute in charged):
            found.append(case)
    return found


def test_what_cases_charged_only_under_the_mann_act_report() -> None:
    counted = Counter[str]()
    cases = mann_act_only()
    for case in cases:
        elements = [evidence for evidence in read(str(case["text"])).elements if evidence.status in REPORTED]
        means = any(evidence.family == "means" for evidence in elements)
        minor = any(evidence.label == "age.minor" for evidence in elements)
        counted[
            {(1, 1): "a means and a minor", (1, 0): "a means, no minor", (0, 1): "a minor, no means"}.get(
                (means, minor), "neither"
            )
        ] += 1
    page = (Path(__file__).parent.parent / "docs" / "conflation.md").read_text("utf-8")
    shown = {name: int(number) for name, number in re.findall(r"^\| ([a-z ,]+) \| (\d+) \|$", page, re.MULTILINE)}
    assert len(cases) == sum(shown.values()) == 23
    assert {name: number for name, number in shown.items() if number} == counted
