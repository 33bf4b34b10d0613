"""The record formats that come with Brightline: invented tables in each, and the facts that their rows must give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from brightline.cases.decode import Decoding, plan_decoding
from brightline.cases.format import Format, format_ids, recognise, table_format
from brightline.cases.opening import open_table
from brightline.errors import BrightlineError
from brightline.findings.table import assess_table
from brightline.law import vocabulary
from brightline.logic import Truth

DATA = Path(__file__).parent / "data" / "formats"
WITH_FIXTURE = tuple(sorted(path.stem for path in DATA.glob("*.csv")))

VP_HEADER = (
    "yearRegister,gender,majorityStatus,isForcedLabour,isSexualExploit,UN_COO_Region,UN_COE_Region,IP_Exploiter,"
    "IP_Gender,IP_ageBroad,IP_citizen_UNRegion,IP_Relation,IP_PayMoney,IP_RecruiterBroker,IP_TransactionProcess,"
    "IP_ControlAbuseKidnap"
)
XLSFORM_HEADER = (
    "start,end,con_Consent,prs_Salutation,prs_First_Name,prs_Second_Name,prs_Birthdate,prs_Gender,prs_Citizenship,"
    "prs_Title,prs_Email,prs_HomePhone,prs_MobilePhone,prs_MailingCity,prs_MailingCountry,prs_MailingState,"
    "prs_MailingStreet,prs_MailingPostalCode,vic_MethodOfRecruitment,vic_LocationOfRecruitment,vic_TraffickingStatus,"
    "vic_TraffickingStatusDecisionMakingOrg,vic_Methods_of_Control,vic_TypeOfExploitation,vic_ForcedLabourIndustry,"
    "vic_TypeOfSexExploitation,vic_LocationOfExploitation,cas_Status,cas_ReferringOrganisation,"
    "cas_IncomingReferralDate,cas_ReferringPrimaryCaseWorker,cas_ReasonForIncomingReferral,"
    "cas_IncomingReferralDetails,__version__,meta/instanceID"
)


class Decoded:
    """A table read by a format: its facts row by row, and the cells that the format does not know."""

    def __init__(self, path: Path, format: str | None = None) -> None:
        table = open_table(path)
        frame = nw.from_native(table.frame)
        self.chosen: Format = table_format(format) if format else recognise(table.columns)
        self.plan: Decoding = plan_decoding(table.columns, dict(frame.collect_schema()), self.chosen, path.name)
        self.cells: pl.DataFrame = table.frame.collect()
        self.rows: list[dict[str, object]] = self.plan.apply(frame).collect().to_native().to_dicts()
        marks = frame.select(*(check.alias(name) for name, check in self.plan.checks.items())).collect().to_native()
        self.wrong: set[str] = {name for name in marks.columns if marks[name].any()}


def fixture(format: str) -> Decoded:
    return Decoded(DATA / f"{format}.csv")


def written(folder: Path, header: str, *rows: Mapping[str, str]) -> Path:
    path = folder / "cases.csv"
    names = header.split(",")
    for row in rows:
        assert set(row) <= set(names)
    lines = [",".join(row.get(name, "") for name in names) for row in rows]
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def settled(row: Mapping[str, object]) -> dict[str, object]:
    """The facts of a row that are known, but for age and gender."""
    words = vocabulary()
    return {
        name: value
        for name, value in row.items()
        if name in words and value is not None and words[name].family != "age" and name != "status.female"
    }


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


# --- traps of the anonymised releases ------------------------------------------------------------------------------


@pytest.mark.parametrize("id", ["ctdc-2018", "ctdc-2020", "ctdc-synthetic-2024"])
def test_namibia_stays_namibia(id: str) -> None:
    found = fixture(id)
    assert "NA" in found.cells["citizenship"].to_list()
    assert "citizenship" not in found.plan.checks


def test_no_country_and_no_missing_sign_becomes_a_blank_or_a_no() -> None:
    row = fixture("ctdc-2020").rows[5]
    assert settled(row) == {}
    assert row["age.under_18"] is None


def test_means_not_specified_is_neither_a_means_nor_the_absence_of_one() -> None:
    for id in ("ctdc-2018", "ctdc-2020"):
        column = table_format(id).columns["meansOfControlNotSpecified"]
        assert column.facts == ()
        assert set(column.codes) == {"0", "1"}
        row = fixture(id).rows[1]
        assert not any(vocabulary()[name].family == "means" for name in settled(row))


def test_zero_is_a_no_in_the_anonymised_releases() -> None:
    row = fixture("ctdc-2020").rows[6]
    values = settled(row)
    assert set(values.values()) == {False}
    assert {"obs.physical_abuse", "any.threats", "any.sexual_exploitation", "obs.abducted"} <= set(values)
    assert "any.other_exploitation" not in values
    assert "any.forced_labour_or_services" not in values
    assert values["purpose.forced_labour"] is False


def test_no_column_of_a_global_release_settles_an_act() -> None:
    for id in ("ctdc-2018", "ctdc-2020", "ctdc-synthetic-2021", "ctdc-synthetic-2024"):
        for column in table_format(id).columns.values():
            assert not any(vocabulary()[fact].family == "act" for fact in column.facts), (id, column.name)


def test_whole_numbers_written_with_a_point_are_read(tmp_path: Path) -> None:
    path = tmp_path / "floats.csv"
    header, *rows = (DATA / "ctdc-2020.csv").read_text("utf-8").splitlines()
    pointed = [",".join(f"{cell}.0" if cell in ("0", "1", "-99") else cell for cell in row.split(",")) for row in rows]
    path.write_text("\n".join((header, *pointed)) + "\n", encoding="utf-8")
    found = Decoded(path)
    assert found.wrong == set()
    assert found.rows == fixture("ctdc-2020").rows


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("meansDebtBondageEarnings", "meansDebtBondageEarning"),
        ("meansAbusePsyPhySex", "meansAbusePsyPhysSex"),
        ("meansWithholdDocs", "meansWithholdDocuments"),
        ("typeOfSexProstitution", "sectorOfSexProstitution"),
        ("typeOfLabourDomesticWork", "sectorOfLabourDomesticWork"),
    ],
)
def test_other_spellings_of_2024_headers(tmp_path: Path, known: str, other: str) -> None:
    path = tmp_path / "other.csv"
    text = (DATA / "ctdc-synthetic-2024.csv").read_text("utf-8")
    path.write_text(text.replace(known, other, 1), encoding="utf-8")
    found = Decoded(path)
    assert found.chosen.id == "ctdc-synthetic-2024"
    assert found.rows == fixture("ctdc-synthetic-2024").rows


# --- victims and perpetrators --------------------------------------------------------------------------------------


def test_victim_perpetrator_rows(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        VP_HEADER,
        {"gender": "Female", "majorityStatus": "Minor", "isSexualExploit": "1", "IP_RecruiterBroker": "1"},
        {"gender": "Male", "majorityStatus": "Adult", "IP_TransactionProcess": "1", "IP_ControlAbuseKidnap": "1"},
        {"isForcedLabour": ".", "IP_Exploiter": "1", "IP_Gender": "Female;Male", "IP_PayMoney": "No;Yes"},
        {"isForcedLabour": "1", "IP_ageBroad": "0--29;48+", "IP_Relation": "FriendAcquaintance;FamilyIntimatePartner"},
    )
    found = Decoded(path)
    assert found.chosen.id == "ctdc-vp-2022"
    assert found.wrong == set()
    assert [settled(row) for row in found.rows] == [
        {"any.sexual_exploitation": True, "any.recruiter_broker": True},
        {"any.transaction_role": True, "any.control_abuse_kidnap": True},
        {},
        {"any.forced_labour_or_services": True},
    ]
    assert [row["age.under_18"] for row in found.rows] == [True, None, None, None]
    assert "does not say at what time" in str(found.rows[0]["age_source"])


# --- HTCDS ---------------------------------------------------------------------------------------------------------


def test_htcds_lists_say_only_what_was_chosen() -> None:
    for row in fixture("htcds-2").rows:
        assert False not in settled(row).values()


def test_htcds_codes_and_labels_say_the_same() -> None:
    columns = table_format("htcds-2").columns
    for name in ("vic_MethodsOfControl", "vic_TypeOfExploitation", "vic_TypeOfSexExploitation", "per_RoleInProcess"):
        codes = columns[name].codes
        squeezed = {code.replace(" ", "").lower(): settles for code, settles in codes.items() if " " not in code}
        for label in (code for code in codes if " " in code):
            if (key := label.replace(" ", "").lower()) in squeezed:
                assert codes[label] == squeezed[key], label


def test_htcds_form_submissions_divide_by_spaces(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        XLSFORM_HEADER,
        {
            "prs_First_Name": "Invented",
            "prs_Gender": "Feminine",
            "vic_Methods_of_Control": "FalsePromises WithholdsDocuments",
            "vic_TypeOfExploitation": "SexualExploitation Other",
            "vic_TraffickingStatus": "ActualVictimOfTrafficking",
            "con_Consent": "TRUE",
        },
        {"vic_TypeOfExploitation": "Servitude", "prs_Birthdate": "2001-01-01"},
    )
    found = Decoded(path)
    assert found.wrong == set()
    assert [settled(row) for row in found.rows] == [
        {
            "obs.false_promises": True,
            "obs.documents_withheld": True,
            "any.sexual_exploitation": True,
            "purpose.other": True,
        },
        {"purpose.servitude": True},
    ]


def test_htcds_columns_in_groups(tmp_path: Path) -> None:
    header = (
        "person/prs_First_Name,victim/vic_Methods_of_Control,data/vic_TypeOfExploitation,victim/vic_AgeWhenTrafficked"
    )
    path = written(
        tmp_path,
        header,
        {
            "victim/vic_Methods_of_Control": "DebtBondage",
            "data/vic_TypeOfExploitation": "ForcedBegging",
            "victim/vic_AgeWhenTrafficked": "15",
        },
    )
    found = Decoded(path, "htcds-2")
    assert found.wrong == set()
    assert settled(found.rows[0]) == {"obs.debt_worked_off": True, "purpose.begging": True}
    assert found.rows[0]["age.under_16"] is True


def test_htcds_carries_nothing_along_that_names_a_person() -> None:
    found = fixture("htcds-2")
    assert found.plan.kept == ("id",)
    words = vocabulary()
    assert all(name in words or name in ("id", "age_source") for name in found.rows[0])
    assert "Invented" not in str(found.rows)


def test_the_htcds_status_settles_nothing_and_says_why() -> None:
    status = table_format("htcds-2").columns["vic_TraffickingStatus"]
    assert status.ignored
    assert "means element" in status.note


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
