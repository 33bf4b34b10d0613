"""Tables that are wrong: each is refused with one sentence on standard error, exit code 2 and no output at all."""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from brightline.cases.textfile import FREE_SWELL
from command import refused, run

HEAD = b"id,act.recruit,means.force\n"
GOOD = HEAD + b"1,true,false\n2,false,\n"
TOMORROW = b"date,act.recruit\n2999-01-01,true\n"


def packed(text: bytes) -> bytes:
    return gzip.compress(text, 1)


def sheet(change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("id", "act.recruit", "means.force"), ("1", "true", "false"), ("2", "false", None)):
        page.append(row)
    change(page)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def put(cell: str, value: object) -> Callable[[openpyxl.worksheet.worksheet.Worksheet], None]:
    def change(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        page[cell] = value

    return change


def parquet(**columns: list[object]) -> bytes:
    held = BytesIO()
    pl.DataFrame(columns).write_parquet(held, compression="uncompressed")
    return held.getvalue()


FLAGS = parquet(**{"act.recruit": [True, False], "means.force": [None, True]})
RAGGED = "cells where the header has 3"

TABLES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "an empty file": ("cases.csv", b"", ("the file is empty",)),
    "only a header": ("cases.csv", HEAD, ("a header but no row",)),
    "an empty first line": ("cases.csv", b"\n\n" + GOOD, ("the first line is empty",)),
    "a column without a name": ("cases.csv", b"id,,act.recruit\n1,1,1\n", ("column 2 has no name",)),
    "an unknown column": ("cases.csv", b"act.recriut\ntrue\n", ("'act.recriut'", "did you mean act.recruit")),
    "an unknown code": ("cases.csv", GOOD + b"3,maybe,\n", ("row 4", "'act.recruit'", "'maybe'")),
    "duplicate columns": ("cases.csv", b"act.recruit,act.recruit\n1,0\n", ("'act.recruit'", "twice")),
    "an id and its alias": ("cases.csv", b"act.harbour,act.harbor\n1,0\n", ("two columns", "act.harbour")),
    "a semicolon file": ("cases.csv", GOOD.replace(b",", b";"), ("a semicolon", "--delimiter")),
    "a tab file": ("cases.csv", GOOD.replace(b",", b"\t"), ("a tab", "--delimiter")),
    "UTF-16": ("cases.csv", GOOD.decode().encode("utf-16"), ("UTF-16", "UTF-8")),
    "UTF-16 without a mark": ("cases.csv", GOOD.decode().encode("utf-16-le"), ("NUL byte",)),
    "Latin-1": ("cases.csv", GOOD + "é,true,\n".encode("latin-1"), ("line 4", "0xe9", "--encoding")),
    "a NUL byte": ("cases.csv", GOOD + b"3,tr\0ue,\n", ("line 4", "NUL byte")),
    "a row with more cells": ("cases.csv", GOOD + b"3,true,false,true\n", ("line 4: 4", RAGGED)),
    "a row with fewer cells": ("cases.csv", GOOD + b"3,true\n", ("line 4: 2", RAGGED)),
    "a lone quote": ("cases.csv", GOOD + b'"3,true,\n4,true,\n', ("not readable as CSV",)),
    "10,000 columns": (
        "cases.csv",
        b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b"," * 9_999 + b"\n",
        ("10,000 columns",),
    ),
    "a very long cell": ("cases.csv", GOOD + b"3," + b"x" * 200_000 + b",\n", ("line 4",)),
    "a very long column name": ("cases.csv", b"x" * 90_000 + b"\ntrue\n", ("is not a fact",)),
    "a truncated gzip": ("cases.csv.gz", packed(GOOD * 9)[:-12], ("damaged or cut short",)),
    "a gzip with a wrong sum": ("cases.csv.gz", packed(GOOD)[:-8] + b"\0" * 8, ("damaged or cut short",)),
    "a gzip with rubbish after it": ("cases.csv.gz", packed(GOOD) + b"rubbish", ("damaged or cut short",)),
    "binary rubbish as CSV": ("cases.csv", bytes(range(1, 256)) * 9, ("cases.csv",)),
    "a spreadsheet named CSV": ("cases.csv", sheet(), ("spreadsheet",)),
    "an ending nobody knows": ("cases.doc", GOOD, ("not a table I know",)),
    "a future date": ("cases.csv", TOMORROW, ("row 2", "'date'", "'2999-01-01'", "not later than today")),
    "a bad date": ("cases.csv", b"date,act.recruit\n2024-13-01,true\n", ("row 2", "'date'", "'2024-13-01'")),
    "a day that never was": ("cases.csv", b"date,act.recruit\n2023-02-30,true\n", ("row 2", "'date'", "'2023-02-30'")),
    "an age of 300": ("cases.csv", b"age,act.recruit\n300,true\n", ("row 2", "'age'", "'300'", "0 to 120")),
    "a family nobody knows": ("cases.csv", b"closed,act.recruit\nmens,true\n", ("row 2", "'closed'", "'mens'")),
    "age 15 and adult": ("cases.csv", b"age,age.under_18\n15,false\n", ("row 2", "'age'", "'15'")),
    "under 16 and adult": ("cases.csv", b"age.under_16,age.under_18\ntrue,false\n", ("row 2", "age.under_1")),
    "age 15 and adult in JSON Lines": ("cases.jsonl", b'{"age":15,"age.under_18":false}\n', ("row 1", "'age'", "'15'")),
    "age 15 and adult in Parquet": (
        "cases.parquet",
        parquet(**{"age": [15], "age.under_18": [False]}),
        ("'age'", "15"),
    ),
    "rubbish as Parquet": ("cases.parquet", b"PAR1" + b"rubbish" * 99 + b"PAR1", ("not readable as Parquet",)),
    "text as Parquet": ("cases.parquet", GOOD, ("not readable as Parquet",)),
    "a truncated Parquet": ("cases.parquet", FLAGS[:-20], ("not readable as Parquet",)),
    "a Parquet with no row": ("cases.parquet", parquet(**{"act.recruit": []}), ("no row",)),
    "a Parquet with lists": ("cases.parquet", parquet(**{"act.recruit": [[True]]}), ("holds lists",)),
    "a Parquet with odd numbers": ("cases.parquet", parquet(**{"act.recruit": [1, 0, 7]}), ("'act.recruit'", "'7'")),
    "a formula": ("cases.xlsx", sheet(put("B3", "=1=1")), ("cell B3", "formula")),
    "merged cells": ("cases.xlsx", sheet(lambda page: page.merge_cells("A2:A3")), ("A2:A3", "merged")),
    "an empty sheet": ("cases.xlsx", sheet(lambda page: page.delete_rows(1, 9)), ("the first sheet is empty",)),
    "a sheet with only a header": ("cases.xlsx", sheet(lambda page: page.delete_rows(2, 9)), ("no row under it",)),
    "an unknown code on a sheet": ("cases.xlsx", sheet(put("C3", "maybe")), ("row 3", "'means.force'", "'maybe'")),
    "a cell far away": ("cases.xlsx", sheet(put("AAA1048000", "x")), ("AAA1048000",)),
    "text as XLSX": ("cases.xlsx", GOOD, ("not readable as an XLSX",)),
    "a truncated XLSX": ("cases.xlsx", sheet()[:-200], ("not readable as an XLSX",)),
    "JSON Lines with a list": ("cases.jsonl", b'{"act.recruit": [true]}\n{"act.recruit": [1, 2]}\n', ("act.recruit",)),
    "JSON Lines with an object": ("cases.jsonl", b'{"act.recruit": {"value": 1}}\n', ("line 1", "holds a record")),
    "JSON Lines with a bare number": ("cases.jsonl", b'{"act.recruit": 1}\n7\n', ("line 2", "in braces")),
    "JSON Lines with mixed types": (
        "cases.jsonl",
        b'{"act.recruit": 1}\n{"act.recruit": "yes"}\n{"act.recruit": true}\n{"act.recruit": 2.5}\n',
        ("row 4", "'act.recruit'", "'2.5'"),
    ),
    "JSON Lines cut short": ("cases.jsonl", b'{"act.recruit": true}\n{"act.rec', ("line 2", "not valid JSON")),
    "JSON Lines that says a thing twice": ("cases.jsonl", b'{"id":1,"id":2}\n', ("line 1", "'id' stands twice")),
    "JSON Lines very deep": ("cases.jsonl", b'{"id":' + b"[" * 90_000 + b"]" * 90_000 + b"}\n", ("line 1",)),
    "JSON Lines with half a character": ("cases.jsonl", b'{"id": "\\ud800", "act.recruit": 1}\n', ("line 1",)),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_wrong_table_is_refused(name: str, tmp_path: Path) -> None:
    file, body, telling = TABLES[name]
    path = tmp_path / file
    path.write_bytes(body)
    for out in ("findings.csv", "findings.parquet", "findings.jsonl", "findings.xlsx"):
        refused(tmp_path, [path, "--out", tmp_path / out], *telling)


def test_contradictory_ages_in_columns_of_flags_count_as_not_known(tmp_path: Path) -> None:
    ages = {"age.under_16": [None, True], "age.under_18": [False, False]}
    (tmp_path / "cases.parquet").write_bytes(parquet(**ages))
    done = run("assess", tmp_path / "cases.parquet", "--json")
    assert done.code == 0
    summary = done.data
    assert summary["contradictory_ages"] == 1
    assert summary["definitions"]["un-palermo"]["elements"]["child"] == {"true": 0, "false": 1, "unknown": 1}


def test_a_wrong_gzip_is_refused_when_it_unpacks_too_far(tmp_path: Path) -> None:
    for filling in (b"\n", b"0", b","):
        piece = filling * (64_000_000 // len(filling))
        path = tmp_path / "cases.csv.gz"
        with path.open("wb") as file:  # the same 64 MB 32 times over: 2 GB
            file.write(packed(HEAD))
            member = gzip.compress(piece, 6)
            for _ in range(32):
                file.write(member)
        refused(tmp_path, [path], "cases.csv.gz")
        assert path.stat().st_size * 200 + FREE_SWELL < 2_000_000_000


def lying_zip(says: int) -> bytes:
    """A workbook whose shared strings unpack to 300 MB while their entry says little."""
    held = BytesIO(sheet())
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b"0" * 300_000_000)
    body = bytearray(held.getvalue())
    if says:
        honest = (300_000_000).to_bytes(4, "little")
        while (at := body.find(honest)) >= 0:
            body[at : at + 4] = says.to_bytes(4, "little")
    return bytes(body)


@pytest.mark.parametrize("says", [0, 1_000])
def test_a_zip_bomb_is_refused(says: int, tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(lying_zip(says))
    refused(tmp_path, [path], "cases.xlsx")


def test_a_parquet_with_a_damaged_page_is_refused_by_every_engine_and_ending(tmp_path: Path) -> None:
    """The damage lies in a column that is only carried along, so that it is met while the output is written."""
    rows = 200_000
    frame = pl.DataFrame(
        {"id": [f"{n * 7_919:09d}" for n in range(rows)], "act.recruit": [n % 3 == 0 for n in range(rows)]}
    )
    path = tmp_path / "cases.parquet"
    frame.write_parquet(path, compression="zstd", row_group_size=20_000)
    body = bytearray(path.read_bytes())
    middle = len(body) // 2
    body[middle : middle + 4_000] = bytes(n * 37 % 251 for n in range(4_000))
    path.write_bytes(bytes(body))
    for engine in ("polars", "duckdb"):
        for ending in ("csv", "parquet", "jsonl", "xlsx"):
            refused(tmp_path, [path, "--engine", engine, "--out", tmp_path / f"out.{ending}"], "to its end")


def test_a_folder_a_pipe_a_loop_and_nothing(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "cases.csv").write_bytes(GOOD)
    refused(tmp_path, [tmp_path], "a folder")
    refused(tmp_path, [tmp_path / "pipe.csv"], "not a regular file")
    refused(tmp_path, [tmp_path / "loop.csv"], "loop.csv")
    refused(tmp_path, [tmp_path / "casse.csv"], "no such file", "cases.csv")
    refused(tmp_path, [tmp_path / "cases.csv" / "more.csv"], "no such file")
    refused(tmp_path, [tmp_path / "none" / "cases.csv"], "no such file")
    refused(tmp_path, [tmp_path / ("x" * 300 + ".csv")], "cannot be read")
    refused(tmp_path, ["/dev/zero"], "not a regular file")
    refused(tmp_path, [""], "folder")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything, so the system's answer is played
        opened = Path.open

        def barred(self: Path, *arguments: object, **named: object) -> object:
            if not stat.S_IMODE(self.stat().st_mode):
                raise PermissionError(13, "Permission denied", str(self))
            return opened(self, *arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Path, "open", barred)
    refused(tmp_path, [path], "cannot be read (Permission denied)")
