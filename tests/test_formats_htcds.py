"""HTCDS: lists that say only what was chosen, codes and labels, columns of forms, and nothing that names a person."""

from __future__ import annotations

from pathlib import Path

from brightline.cases.format import table_format
from brightline.law import vocabulary
from record_formats import XLSFORM_HEADER, Decoded, fixture, settled, written


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
