"""Table files opened with care: what is wrong with one is said in a sentence before anything is computed from it."""

from __future__ import annotations

import csv
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Literal, TypeAlias, cast

import polars as pl

from brightline.cases.textfile import FREE_SWELL, GREATEST_SWELL, Lines, Progress, check_path, json_lines
from brightline.errors import BrightlineError

Kind: TypeAlias = Literal["csv", "xlsx", "parquet", "jsonl"]

MOST_COLUMNS = 2_000
DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


@dataclass(frozen=True)
class Table:
    """A table as it stands in a file: every cell as text, except in Parquet, which brings its own types."""

    path: Path
    kind: Kind
    columns: tuple[str, ...]
    frame: pl.LazyFrame
    first_row: int
    """Number that a person sees beside the first row of data: 2 under a header line, 1 in a file without one."""

    @property
    def typed(self) -> bool:
        """Whether cells are more than text."""
        return self.kind == "parquet"


def table_kind(path: Path) -> Kind | None:
    """What sort of table a file name promises; `None` if it promises none."""
    name = path.name.lower()
    for ending, kind in _ENDINGS.items():
        if name.endswith(ending):
            return kind
    return None


_ENDINGS: dict[str, Kind] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".tsv": "csv",
    ".tsv.gz": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def open_table(
    path: Path, delimiter: str | None = None, encoding: str = "utf-8", progress: Progress | None = None
) -> Table:
    """The table in a file, checked to the last row where its kind allows doubt.

    Raises `BrightlineError` with one sentence: what is wrong, where, and how to mend it.
    """
    check_path(path)
    match table_kind(path):
        case "csv":
            return _open_csv(path, delimiter, encoding, progress)
        case "xlsx":
            return _open_xlsx(path)
        case "parquet":
            return _open_parquet(path)
        case "jsonl":
            return _open_jsonl(path, progress)
        case None:
            known = ", ".join(_ENDINGS)
            raise BrightlineError(f"{path.name}: not a table I know; its name must end in one of {known}")


def check_columns(columns: list[str], name: str) -> None:
    """An error unless the column names are there, few enough, and different."""
    if len(columns) > MOST_COLUMNS:
        raise BrightlineError(f"{name}: {len(columns):,} columns; a table may have {MOST_COLUMNS:,}")
    seen: set[str] = set()
    for number, column in enumerate(columns, start=1):
        if not column.strip():
            raise BrightlineError(f"{name}: column {number} has no name; give it one, or remove it")
        if column in seen:
            raise BrightlineError(f"{name}: the column {column!r} stands twice; rename or remove one of them")
        seen.add(column)


# --- text tables ------------------------------------------------------------------------------------------------


def _open_csv(path: Path, delimiter: str | None, encoding: str, progress: Progress | None) -> Table:
    lines = Lines(path, encoding, progress)
    with lines.opened() as text:
        separator = ("\t" if ".tsv" in path.name.lower() else ",") if delimiter is None else delimiter
        if len(separator) != 1 or not separator.isascii() or separator in '"\r\n\0':
            raise BrightlineError(f"the delimiter {delimiter!r} must be one character, such as ';' (plain, no quote)")
        columns, doubtful = _check_rows(path, text, separator, delimiter is None)
    source: Path | io.BytesIO = path
    if doubtful:
        source = _written_plainly(lines, separator, len(columns))
    elif encoding.lower() not in ("utf-8", "utf8") or lines.packed:
        source = io.BytesIO(_whole_text(path, encoding))
    # Polars leaves a doubled quote in a name as it stands.
    frame = pl.scan_csv(
        source,
        separator=separator,
        infer_schema=False,
        encoding="utf8",
        low_memory=True,
        with_column_names=lambda _: [*columns],
    )
    return Table(path, "csv", tuple(columns), frame, first_row=2)


def _whole_text(path: Path, encoding: str) -> bytes:
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    return raw if encoding.lower() in ("utf-8", "utf8") else raw.decode(encoding).encode()


def _written_plainly(lines: Lines, separator: str, width: int) -> io.BytesIO:
    """The table written again: Polars would take a blank line for a case, and trips over a quote inside a cell."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=separator, lineterminator="\n")
    with lines.opened() as text:
        rows = csv.reader(text, delimiter=separator, strict=True)
        writer.writerows(row or [""] for row in rows if row or width == 1)
    return io.BytesIO(held.getvalue().encode())


def _check_rows(path: Path, text: Iterator[str], separator: str, guessing: bool) -> tuple[list[str], int]:
    """The column names, and how many lines are blank or hold a quote within a cell."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    try:
        columns = next(reader, None)
        if not columns:
            raise BrightlineError(f"{path.name}: the first line is empty; it must hold the column names")
        if len(columns) == 1 and guessing:
            for other, words in DELIMITERS.items():
                if other != separator and other in columns[0]:
                    raise BrightlineError(
                        f"{path.name}: the columns seem to be divided by {words}; pass --delimiter {other!r}"
                    )
        check_columns(columns, path.name)
        width, row, doubtful = len(columns), None, sum('"' in column for column in columns)
        for cells in reader:
            if not cells and width > 1:
                doubtful += 1
                continue
            row = cells
            doubtful += '"' in "".join(cells)
            if len(row) != width and row:
                raise BrightlineError(
                    f"{path.name}, line {reader.line_num:,}: {len(row)} cells where the header has {width}; "
                    "a cell that holds the delimiter must stand in double quotes"
                )
        if row is None:
            raise BrightlineError(f"{path.name}: there is a header but no row under it")
    except csv.Error as failure:
        raise BrightlineError(f"{path.name}, line {reader.line_num:,}: not readable as CSV ({failure})") from None
    return columns, doubtful


# --- spreadsheets ------------------------------------------------------------------------------------------------

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CELL_WITH_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br=["\']([A-Z]+)([0-9]+)')

MOST_BLANK = 50
"""How many times as many places as filled cells a sheet may span, beyond the first `FREE_PLACES`."""
FREE_PLACES = 2_000_000


_OF_A_DAMAGED_ZIP = (EOFError, OSError, LookupError, ValueError, RuntimeError, OverflowError)
"""What the standard library raises for damaged names, sizes and methods, and for a zip with a password."""


def _open_xlsx(path: Path) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        _check_workbook(path)
        book = CalamineWorkbook.from_path(str(path))  # pyright: ignore[reportUnknownMemberType]
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=True)
        top = sheet.start[0] if sheet.start else 0
    except (zipfile.BadZipFile, CalamineError, zlib.error, struct.error, *_OF_A_DAMAGED_ZIP):
        raise BrightlineError(f"{path.name}: not readable as an XLSX workbook; save it again as .xlsx") from None
    while rows and not any(_cell(cell) for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise BrightlineError(f"{path.name}: the first sheet is empty")
    columns = [_cell(cell) or "" for cell in rows[0]]
    check_columns(columns, path.name)
    if len(rows) == 1:
        raise BrightlineError(f"{path.name}: there is a header but no row under it")
    cells = {column: [_cell(row[at]) for row in rows[1:]] for at, column in enumerate(columns)}
    frame = pl.LazyFrame(cells, schema=dict.fromkeys(columns, pl.String))
    return Table(path, "xlsx", tuple(columns), frame, first_row=top + 2)


def _check_workbook(path: Path) -> None:
    """Unpacks every part once, so that no part is greater than it says, and looks through the sheets."""
    allowed = FREE_SWELL + GREATEST_SWELL * path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        if sum(item.file_size for item in archive.infolist()) > allowed:
            raise BrightlineError(f"{path.name}: it unpacks to more than {GREATEST_SWELL} times its size; not opened")
        first = _first_sheet(archive)
        for item in archive.infolist():
            with archive.open(item) as part:
                if item.filename == first or (not first and item.filename.startswith("xl/worksheets/")):
                    _check_sheet(path, part)
                while part.read(1_000_000):
                    pass


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Name of the part that holds the first sheet; nothing where the workbook does not tell it plainly."""
    parts: dict[str, bytes] = {}
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        if name not in archive.namelist():
            return ""
        with archive.open(name) as part:
            parts[name] = part.read(1_000_000)
    sheet = re.search(rb'<(?:\w+:)?sheet\s[^>]*?\br:id="([^"]+)"', parts["xl/workbook.xml"])
    if not sheet:
        return ""
    for link in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", parts["xl/_rels/workbook.xml.rels"]):
        target = re.search(rb'\bTarget="/?(?:xl/)?([^"]+)"', link)
        if target and re.search(rb'\bId="' + re.escape(sheet[1]) + rb'"', link):
            return "xl/" + target[1].decode("utf-8", "replace")
    return ""


def _check_sheet(path: Path, sheet: IO[bytes]) -> None:
    before, cells, last_row, last_column = b"", 0, 1, b"A"
    while piece := sheet.read(1_000_000):
        text = before + piece
        if found := _MERGE.search(text):
            raise BrightlineError(
                f"{path.name}: the cells {found[1].decode()} are merged; unmerge them and fill each one in"
            )
        if _FORMULA.search(text):
            where = _CELL_WITH_FORMULA.search(text)
            cell = where[1].decode() if where else "somewhere"
            raise BrightlineError(f"{path.name}, cell {cell}: holds a formula; paste the values instead (as values)")
        places: list[tuple[bytes, bytes]] = _CELL.findall(text)
        if places:
            cells += len(places)
            last_row = max(last_row, *(int(row[:9]) for _, row in places))
            last_column = max(last_column, *(column for column, _ in places), key=_wide)
        span = last_row * _number(last_column)
        if span > FREE_PLACES + MOST_BLANK * max(cells, 1):
            raise BrightlineError(
                f"{path.name}: the first sheet reaches to {last_column.decode()}{last_row} and is nearly empty; "
                "remove what lies far from the table"
            )
        before = text[-2_000:]


def _wide(column: bytes) -> tuple[int, bytes]:
    return len(column), column


def _number(column: bytes) -> int:
    """The number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in column[:9]:
        number = number * 26 + letter - 64
    return number


def _cell(value: object) -> str | None:
    """A spreadsheet or JSON cell as the text that a decoder expects; `None` for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() or None


# --- Parquet and JSON Lines --------------------------------------------------------------------------------------


def _open_parquet(path: Path) -> Table:
    try:
        frame = pl.scan_parquet(path)
        schema = frame.collect_schema()
        rows = frame.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError):
        raise BrightlineError(f"{path.name}: not readable as Parquet; it is damaged or something else") from None
    check_columns(schema.names(), path.name)
    if rows == 0:
        raise BrightlineError(f"{path.name}: there is no row in it")
    for name, kind in schema.items():
        if kind.is_nested():
            raise BrightlineError(f"{path.name}: the column {name!r} holds lists or records; give it plain values")
    return Table(path, "parquet", tuple(schema.names()), frame, first_row=1)


def _open_jsonl(path: Path, progress: Progress | None) -> Table:
    cells: dict[str, list[str | None]] = {}
    count = 0
    for number, record in json_lines(path, progress):
        for name, given in record.items():
            value = ";".join(map(str, cast("list[object]", given))) if isinstance(given, list) else given
            if isinstance(value, dict):
                raise BrightlineError(f"{path.name}, line {number:,}: {name!r} holds a record; give it a plain value")
            if name not in cells:
                cells[name] = [None] * count
                check_columns(list(cells), path.name)
            cells[name].append(_cell(value))
        count += 1
        for column in cells.values():
            if len(column) < count:
                column.append(None)
    if not count:
        raise BrightlineError(f"{path.name}: there is no record in it")
    frame = pl.LazyFrame(cells, schema=dict.fromkeys(cells, pl.String))
    return Table(path, "jsonl", tuple(cells), frame, first_row=1)
