"""`brightline law check` and `law export`: what is right, what is wrong with file and line, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas_lines import GOOD, text_of
from brightline.law import atlas
from command import check_refusal, run


def test_the_command_says_what_is_right_and_exits_0(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text("\ufeff" + text_of(GOOD), "utf-8")
    found = run("law", "check", path)
    assert (found.code, found.out, found.err) == (0, "new.csv: every row is right in form.\n", "")
    assert run("law", "check").code == 0
    assert run("law", "check", path, "--json").data == {"file": "new.csv", "faults": []}


def test_the_command_names_file_line_and_remedy_and_exits_1(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(text_of(GOOD, GOOD | {"topic": "webcam", "from": "2023-02-30"}), "utf-8")
    found = run("law", "check", path)
    assert (found.code, found.err) == (1, "")
    assert found.out == (
        "new.csv, line 3, from: '2023-02-30' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY, a day that there is\n"
        "1 fault in new.csv.\n"
    )
    found = run("law", "check", path, "--json")
    assert found.code == 1
    assert found.data["file"] == "new.csv"
    assert [set(fault) for fault in found.data["faults"]] == [{"line", "column", "problem", "remedy"}]


def test_export_and_check_are_a_round_trip_for_the_command_too(tmp_path: Path) -> None:
    path = tmp_path / "atlas.csv"
    assert run("law", "export", "--out", path, "--json").data == {"written": "atlas.csv", "rows": len(atlas.rows())}
    assert run("law", "check", path).code == 0
    assert atlas.from_csv(path.read_text("utf-8")) == atlas.rows()
    assert [entry.name for entry in tmp_path.iterdir()] == ["atlas.csv"]


@pytest.mark.parametrize(
    ("content", "telling"),
    [
        (text_of(GOOD | {"source": "Décret"}).encode("latin-1"), "not UTF-8 text; save it as UTF-8"),
        (text_of(GOOD).encode("utf-16"), "not UTF-8 text; save it as UTF-8"),
        (b"PK\x03\x04\xff\xfe\x00", "not UTF-8 text"),
        (b"", "the file is empty"),
    ],
    ids=["latin-1", "UTF-16", "a spreadsheet", "empty"],
)
def test_what_is_no_text_is_refused_in_one_sentence(content: bytes, telling: str, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_bytes(content)
    check_refusal(run("law", "check", path), "new.csv", telling)


def test_a_file_of_nul_bytes_is_a_bad_file(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_bytes(bytes(100))
    found = run("law", "check", path)
    assert (found.code, found.err) == (1, "")
    assert "new.csv, line 1: missing columns" in found.out


def test_files_that_are_not_there_or_cannot_be_written_are_refused(tmp_path: Path) -> None:
    check_refusal(run("law", "check", tmp_path / "none.csv"), "there is no such file")
    check_refusal(run("law", "check", tmp_path), "this is a folder")
    check_refusal(run("law", "export", "--out", tmp_path / "atlas.xlsx"), "give a name that ends in .csv")
    check_refusal(run("law", "export", "--out", tmp_path / "none" / "atlas.csv"), "does not exist; make it first")
    check_refusal(run("law", "export"), "--out")
    assert list(tmp_path.iterdir()) == []
