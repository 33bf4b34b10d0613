"""Tables written out: what a sheet can hold, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from brightline.cases.opening import open_table
from brightline.cases.writing import MOST_CELL_CHARACTERS, guarded, write_sheet, write_table
from brightline.errors import BrightlineError

MOMENT = datetime.fromisoformat("2024-01-02T03:04:05")
ROWS = pl.DataFrame(
    {"=name": ["=1+1", None, "plain"], "said": [True, False, None], "day": [date(2024, 2, 29), None, date(1999, 1, 1)]}
)


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_sheet_holds_every_cell_with_its_type(tmp_path: Path, in_memory: bool) -> None:
    target = BytesIO() if in_memory else tmp_path / "rows.xlsx"
    write_sheet(guarded(ROWS.lazy()).collect(), target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    header, *body = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert header == ["'=name", "said", "day"]
    assert [row[0] for row in body] == ["'=1+1", None, "plain"]
    assert [row[1] for row in body] == [True, False, None]
    assert [day and day.date() for day in (row[2] for row in body)] == ROWS["day"].to_list()


def test_names_of_columns_run_nothing_either(tmp_path: Path) -> None:
    write_table(ROWS.lazy(), tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text("utf-8").splitlines()[0] == "'=name,said,day"


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut(tmp_path: Path) -> None:
    long = pl.DataFrame({"story": ["x" * (MOST_CELL_CHARACTERS + 1)]}).lazy()
    with pytest.raises(BrightlineError, match="32,768 characters does not fit in a cell"):
        write_table(long, tmp_path / "rows.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_column_with_a_quotation_mark_in_its_name_keeps_it(tmp_path: Path) -> None:
    source = tmp_path / "cases.csv"
    source.write_text('id,act.recruit,"a ""b"" c"\n1,true,"x ""y"""\n', "utf-8")
    table = open_table(source)
    assert table.columns == ("id", "act.recruit", 'a "b" c')
    frame = table.frame.collect()
    assert tuple(frame.columns) == table.columns
    assert frame.row(0) == ("1", "true", 'x "y"')


def test_categories_run_nothing_either(tmp_path: Path) -> None:
    kinds = {"kept": pl.Categorical, "listed": pl.Enum(["=2+2", "plain"])}
    rows = pl.DataFrame({"kept": ["=1+1", None], "listed": ["=2+2", "plain"]}, schema=kinds)
    write_table(rows.lazy(), tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text("utf-8").splitlines()[1:] == ["'=1+1,'=2+2", ",plain"]


def test_two_names_never_become_one() -> None:
    rows = guarded(pl.LazyFrame({"=a": [1], "'=a": [2]})).collect()
    assert rows.columns == ["''=a", "'=a"]


def test_what_no_cell_can_hold_is_left_blank_or_written_as_text(tmp_path: Path) -> None:
    rows = pl.DataFrame(
        {
            "number": [1.5, float("nan")],
            "when": [MOMENT, None],
            "zoned": pl.Series([MOMENT, None], dtype=pl.Datetime("us", "UTC")),
            "time": [time(13, 30), None],
            "listed": [[1, 2], []],
            "raw": [b"ab", None],
        }
    )
    write_table(rows.lazy(), tmp_path / "rows.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "rows.xlsx").worksheets[0]
    _, first, *others = sheet.iter_rows()
    assert [cell.value for cell in first] == [
        1.5, MOMENT, "2024-01-02T03:04:05.000000+00:00", time(13, 30), "[1, 2]", "b'ab'",
    ]  # fmt: skip
    assert [cell.number_format for cell in first][1::2] == ["yyyy-mm-dd hh:mm:ss", "hh:mm:ss", "General"]
    assert [[cell.value for cell in row] for row in others] == [[None] * 4 + ["[]", None]]
