"""The workbook that `brightline form` writes: plain words, its law and day, and nothing left behind when refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from brightline.law import vocabulary
from command import check_refusal, run


def test_the_command_writes_a_workbook_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    found = run("form", "--xlsform", path, "--under", "un-palermo", "--as-of", "2020-05-01", "--json")
    assert found.data["form_id"] == "brightline-un-palermo"
    assert found.data["definitions"] == [{"id": "un-palermo", "version": "2003-12-25", "in_force": True}]
    assert found.data["assess_with"].endswith("--format xlsform --under un-palermo --as-of 2020-05-01")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["survey", "choices", "settings"]
    head, *rows = book["survey"].iter_rows(values_only=True)
    assert head == ("type", "name", "label", "hint", "relevant", "calculation")
    asked = [row for row in rows if str(row[0]).startswith("select_one")]
    assert len(asked) == found.data["questions"] == 25
    assert sum(row[4] is not None for row in asked) == found.data["rules"]
    assert asked[0][1] == "age_under_18"
    words = vocabulary()
    assert [row[2] for row in asked] == [words[str(row[1]).replace("_", ".", 1)].question for row in asked]
    assert all("Asked for: " in str(row[3]) and "Art. 3" in str(row[3]) for row in asked)
    notes = " ".join(str(row[2]) for row in rows if row[0] == "note")
    assert "not legal advice" in notes
    assert "skip a question or stop at any time" in notes
    assert [row[0] for row in book["choices"].iter_rows(min_row=2, values_only=True)][:4] == ["answer"] * 4
    assert "law in force" not in notes
    assert [cell.value for cell in book["settings"][2]][1:] == ["brightline-un-palermo", "2020-05-01"]
    assert [path.name for path in tmp_path.iterdir()] == ["form.xlsx"]


def test_a_form_says_where_the_law_was_not_in_force(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    found = run("form", "--xlsform", path, "--under", "un-palermo", "--as-of", "1990")
    assert "NOT in force on 1990-01-01" in " ".join(found.out.split())
    rows = openpyxl.load_workbook(path)["survey"].iter_rows(values_only=True)
    assert any("NOT in force on 1990-01-01" in str(row[2]) for row in rows)


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        ((), "--xlsform OUT.xlsx"),
        (("--xlsform", "form.csv"), "ends in .xlsx"),
        (("--xlsform", "nowhere/form.xlsx"), "does not exist"),
        (("--xlsform", "folder.xlsx"), "this is a folder"),
        (("--xlsform", "form.xlsx", "--under", "un-palermoo"), "un-palermo"),
        (("--xlsform", "form.xlsx", "--reading", "narrow"), "strict and broad"),
    ],
)
def test_a_form_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], telling: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    monkeypatch.chdir(tmp_path)
    check_refusal(run("form", *words), telling)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]
