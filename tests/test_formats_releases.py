"""The anonymised global releases: what their codes do not say, other spellings, rows on victims and perpetrators."""

from __future__ import annotations

from pathlib import Path

import pytest

from brightline.cases.format import table_format
from brightline.law import vocabulary
from record_formats import DATA, VP_HEADER, Decoded, fixture, settled, written

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
