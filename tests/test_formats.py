"""The record formats that come with Brightline: invented tables in each, and the facts that their rows must give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from brightline.cases.format import format_ids, recognise, table_format
from brightline.errors import BrightlineError
from brightline.findings.table import assess_table
from brightline.logic import Truth
from record_formats import DATA, VP_HEADER, XLSFORM_HEADER, Decoded, fixture, settled

WITH_FIXTURE = tuple(sorted(path.stem for path in DATA.glob("*.csv")))
# --- recognised, and every code read ------------------------------------------------------------------------------


@pytest.mark.parametrize("id", WITH_FIXTURE)
def test_a_fixture_is_recognised_and_every_cell_known(id: str) -> None:
    found = fixture(id)
    assert found.chosen.id == id
    assert found.wrong == set()
    assert set(found.cells.columns) <= set(found.chosen.names)


@pytest.mark.parametrize("id", WITH_FIXTURE)
def test_a_fixture_holds_every_code_of_its_format(id: str) -> None:
    found = fixture(id)
    columns = [*found.chosen.columns.values(), *(age.column for age in found.chosen.ages if age.column)]
    for column in columns:
        if column.ignored or column.name not in found.cells.columns:
            continue
        cells = [cell for cell in found.cells[column.name] if cell]
        held = {code.strip() for cell in cells for code in (cell.split(";") if column.split else [cell])}
        assert set(column.codes) <= held, column.name


@pytest.mark.parametrize(
    ("header", "id"),
    [
        (VP_HEADER, "ctdc-vp-2022"),
        (XLSFORM_HEADER, "htcds-2"),
        (
            "majorityStatusAtExploit,meansOfControlThreatOfLawEnforce,isSexualExploit,traffickMonths",
            "ctdc-synthetic-2021",
        ),
        ("age.under_18,act.recruit", "generic"),
    ],
)
def test_a_header_is_recognised(header: str, id: str) -> None:
    assert recognise(tuple(header.split(","))).id == id


def test_no_format_claims_the_telling_columns_of_another() -> None:
    for id in format_ids():
        chosen = table_format(id)
        if chosen.recognise:
            assert recognise(chosen.recognise).id == id


def test_a_table_of_2018_can_be_chosen_by_name_when_it_has_the_column_of_2020() -> None:
    by_name = Decoded(DATA / "ctdc-2020.csv", "ctdc-2018")
    assert by_name.chosen.id == "ctdc-2018"
    assert by_name.rows == fixture("ctdc-2020").rows


# --- what single rows say -----------------------------------------------------------------------------------------

ROWS: Sequence[tuple[str, int, Mapping[str, Truth]]] = [
    ("ctdc-2020", 1, {"any.threats": True, "any.sexual_exploitation": True, "purpose.forced_labour": False}),
    ("ctdc-2020", 2, {"any.sexual_exploitation": True}),
    ("ctdc-2020", 3, {"any.forced_labour_or_services": True}),
    ("ctdc-2020", 4, {}),
    ("ctdc-2020", 9, {"any.other_exploitation": True, "purpose.forced_marriage": False}),
    ("ctdc-2020", 10, {}),
    ("ctdc-2020", 11, {}),
    ("ctdc-2018", 1, {"any.threats": True, "any.sexual_exploitation": True, "purpose.forced_labour": False}),
    ("ctdc-2018", 2, {"any.sexual_exploitation": True}),
    ("ctdc-synthetic-2024", 1, {"any.sexual_exploitation": True, "any.threats_2024": True}),
    ("ctdc-synthetic-2024", 2, {"any.forced_labour_or_services": True, "obs.documents_withheld": True}),
    ("ctdc-synthetic-2024", 3, {}),
    ("ctdc-synthetic-2024", 4, {"any.other_exploitation": True}),
    ("ctdc-synthetic-2024", 5, {"any.sexual_exploitation": True}),
    (
        "ctdc-synthetic-2024",
        6,
        {
            "any.debt_or_earnings": True,
            "any.threats_2024": True,
            "any.abuse": True,
            "obs.false_promises": True,
            "obs.substances_used_to_control": True,
            "any.basic_needs_denied": True,
            "obs.excessive_hours": True,
            "obs.documents_withheld": True,
            "any.forced_labour_or_services": True,
            "any.sexual_exploitation": True,
            "any.other_exploitation": True,
        },
    ),
    (
        "htcds-2",
        1,
        {
            "obs.debt_worked_off": True,
            "obs.threatened_violence": True,
            "any.sexual_exploitation": True,
            "obs.aim_paid_sex": True,
            "act.transport": True,
            "any.recruiter_broker": True,
            "act.recruit": True,
        },
    ),
    ("htcds-2", 2, {"purpose.forced_labour": True, "obs.smuggled": True}),
    (
        "htcds-2",
        3,
        {"purpose.military": True, "obs.aim_illicit_activities": True, "purpose.illegal_adoption": True},
    ),
    ("htcds-2", 4, {"obs.threatened_violence": True, "obs.threatened_family": True, "any.child_labour": True}),
    ("htcds-2", 7, {}),
]


@pytest.mark.parametrize(("id", "number", "expected"), ROWS)
def test_a_row_settles_these_facts_and_no_others(id: str, number: int, expected: Mapping[str, Truth]) -> None:
    assert settled(fixture(id).rows[number - 1]) == expected


AGES = [
    ("ctdc-2020", 1, True, "majority status when the exploitation began"),
    ("ctdc-2020", 2, False, "majority status when the exploitation began"),
    ("ctdc-2020", 3, True, "majority status on entry into the process"),
    ("ctdc-2020", 4, True, "age band at registration"),
    ("ctdc-2020", 5, True, "majority status at registration"),
    ("ctdc-2020", 6, None, None),
    ("ctdc-2020", 10, True, "age band at registration"),
    ("ctdc-2018", 3, True, "majority status on entry into the process"),
    ("ctdc-synthetic-2024", 1, True, "age band at registration"),
    ("ctdc-synthetic-2024", 2, None, "age band at registration"),
    ("ctdc-synthetic-2024", 3, None, None),
    ("ctdc-synthetic-2024", 5, True, "age band at registration"),
    ("htcds-2", 1, True, "age when first trafficked, in years"),
    ("htcds-2", 2, True, "age by date of birth on the date of the event"),
    ("htcds-2", 3, False, "age by date of birth on the date of the event"),
    ("htcds-2", 4, None, None),
    ("htcds-2", 7, False, "age when first trafficked, in years"),
]


@pytest.mark.parametrize(("id", "number", "child", "source"), AGES)
def test_the_age_and_the_source_it_rests_on(id: str, number: int, child: Truth, source: str | None) -> None:
    row = fixture(id).rows[number - 1]
    assert (row["age.under_18"], row["age_source"]) == (child, source)


GENDERS = [
    ("ctdc-2020", [True, True, False, None, None, None, True, True, None, None, None, None]),
    ("ctdc-synthetic-2024", [True, False, None, None, None, None, None, None, None, None, None, None]),
    ("htcds-2", [True, False, None, None, None, None, None, None]),
]


@pytest.mark.parametrize(("id", "expected"), GENDERS)
def test_gender_codes(id: str, expected: list[Truth]) -> None:
    assert [row["status.female"] for row in fixture(id).rows] == expected


# --- refused -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "column", "value"),
    [
        ("ctdc-2018", "meansOfControlThreats", "2"),
        ("ctdc-2020", "isSexualExploit", "yes"),
        ("ctdc-2020", "meansOfControlNotSpecified", "NULL"),
        ("ctdc-2020", "gender", "Woman"),
        ("ctdc-2020", "majorityEntry", "9--17"),
        ("ctdc-synthetic-2024", "meansThreats", "0"),
        ("ctdc-synthetic-2024", "gender", "Female"),
        ("ctdc-synthetic-2024", "ageBroad", "18-20"),
        ("htcds-2", "vic_MethodsOfControl", "DebtBondage;Charm"),
        ("htcds-2", "vic_TypeOfExploitation", "SexWork"),
        ("htcds-2", "vic_AgeWhenTrafficked", "about 15"),
    ],
)
def test_an_unknown_code_is_refused_with_its_column(tmp_path: Path, id: str, column: str, value: str) -> None:
    cells = pl.read_csv(DATA / f"{id}.csv", infer_schema=False)
    path = tmp_path / "cases.csv"
    cells.with_columns(pl.Series(column, [value, *cells[column].to_list()[1:]])).write_csv(path)
    assert Decoded(path, id).wrong == {column}
    with pytest.raises(BrightlineError) as failure:
        assess_table(path, "un-palermo", format=id)
    assert column in str(failure.value)
    assert value in str(failure.value)


def test_an_unknown_column_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    text = (DATA / "ctdc-2020.csv").read_text("utf-8")
    path.write_text(text.replace("meansOfControlThreats", "meansOfControlThreat", 1), encoding="utf-8")
    with pytest.raises(BrightlineError, match=r"'meansOfControlThreat' is not one of the format ctdc-2020.*Threats"):
        Decoded(path)
