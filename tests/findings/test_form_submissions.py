"""Exports of form servers read as records: their columns, closed families, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any as Anything

import pytest

import brightline.cases.format
from command import check_refusal, run


def submit(folder: Path, text: str, *words: str) -> Anything:
    path = folder / "in.csv"
    path.write_text(text, "utf-8")
    return run("assess", path, "--format", "xlsform", *words)


def outcomes(folder: Path, text: str, *words: str) -> list[str]:
    out = folder / "out.csv"
    assert submit(folder, text, "--out", str(out), *words).code == 0
    with out.open(encoding="utf-8") as file:
        return [row["un-palermo"] for row in csv.DictReader(file)]


KOBO = (
    '"start";"end";"questions/act_recruit";"questions/means_force";"questions/purpose_slavery";"questions/closed";'
    '"questions/skipped";"__version__";"_id";"_uuid";"_submission_time";"_validation_status";"_notes";"_status";'
    '"_submitted_by";"_tags";"_index"\n'
    '"2026-01-02T10:00:00";"";"yes";"yes";"yes";"";"";"v1";"1";"u-1";"";"";"";"";"";"";"1"\n'
    '"2026-01-02T11:00:00";"";"none_rest";"";"";"act;";"";"v1";"2";"u-2";"";"";"";"";"";"";"2"\n'
    '"2026-01-02T12:00:00";"";"declined";"dk";"";"";"";"v1";"3";"u-3";"";"";"";"";"";"";"3"\n'
)
CENTRAL = (
    "SubmissionDate,meta-instanceID,g1-act_recruit,g1-act_harbor,g1-means_force,purpose_slavery,said_act_recruit,"
    "show_means_force,part_1,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,"
    "DeviceID,Edits,FormVersion\n"
    "2026-01-02T10:00:00.000Z,uuid:1,no,yes,yes,yes,no,yes,no,uuid:1,5,Alice,0,0,,,,0,2\n"
)


def test_exports_of_kobo_and_of_central_are_read(tmp_path: Path) -> None:
    assert outcomes(tmp_path, KOBO, "--delimiter", ";") == ["met", "not met", "undetermined"]
    assert outcomes(tmp_path, CENTRAL) == ["met"]


def test_the_id_of_a_submission_is_carried_along(tmp_path: Path) -> None:
    outcomes(tmp_path, KOBO, "--delimiter", ";")
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        assert [row["_uuid"] for row in csv.DictReader(file)] == ["u-1", "u-2", "u-3"]


def test_what_was_left_out_stays_open_when_its_family_is_closed_later(tmp_path: Path) -> None:
    head = "act_recruit,act_transport,closed,skipped\n"
    assert outcomes(tmp_path, head + ",none_rest,act;,act_recruit;\n") == ["undetermined"]
    assert outcomes(tmp_path, head + ",none_rest,act;,\n") == ["not met"]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("act_recruit,act_recruiting\nyes,no\n", ("'act_recruiting'", "did you mean act_recruit", "ignore: true")),
        ("act_recruit,questions/act_recruit\nyes,no\n", ("two columns hold the fact act.recruit",)),
        ("act_harbor,act_harbour\nyes,no\n", ("two columns hold the fact act.harbour",)),
        ("act_recruit\nmaybe\n", ("column 'act_recruit'", "'maybe'")),
        ("act_recruit,closed\nyes,everything\n", ("column 'closed'", "'everything'")),
        ("act_recruit,skipped\nyes,nothing;\n", ("column 'skipped'", "'nothing;'")),
        ("act.recruit\nyes\n", ("'act.recruit'",)),
    ],
)
def test_a_column_or_an_answer_that_is_not_known_is_refused(
    tmp_path: Path, text: str, telling: tuple[str, ...]
) -> None:
    check_refusal(submit(tmp_path, text), *telling)


def test_other_tables_are_read_as_strictly_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    for text in ("act_recruit\nyes\n", "act.recruit,_id\nyes,1\n", "act.recruit,skipped\nyes,\n"):
        path.write_text(text, "utf-8")
        check_refusal(run("assess", path), "is not a fact")
    path.write_text("act.recruit\nnone_rest\n", "utf-8")
    check_refusal(run("assess", path), "'none_rest'")


def test_columns_of_ones_own_can_be_ignored_by_a_mapping_file(tmp_path: Path) -> None:
    shipped = Path(brightline.cases.format.__file__).parent / "formats" / "xlsform.yaml"
    mine = tmp_path / "mine.yaml"
    mine.write_text(shipped.read_text("utf-8").replace("columns:", "columns:\n  worker: {ignore: true}"), "utf-8")
    path = tmp_path / "in.csv"
    path.write_text("worker,act_recruit\nA,yes\n", "utf-8")
    check_refusal(run("assess", path, "--format", "xlsform"), "'worker'")
    assert run("assess", path, "--format", mine).code == 0
