"""Tables written out: whole or not at all, and with nothing in them that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw
import polars as pl

from brightline.cases.placing import check_place, replacing
from brightline.errors import BrightlineError

Frame: TypeAlias = "nw.LazyFrame[Any]"

MOST_SHEET_ROWS = 1_048_575
"""Rows under a header that a spreadsheet can hold."""
MOST_CELL_CHARACTERS = 32_767
"""Characters that a cell of a spreadsheet can hold."""
_OF_FORMULAS = frozenset("=+-@\t\r\n")


def guarded(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with an apostrophe before every cell and name that a spreadsheet would take for a formula."""
    schema = frame.collect_schema()
    texts = [name for name, kind in schema.items() if _is_text(kind)]
    plain = frame.with_columns(pl.col(name).cast(pl.String) for name in texts).with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r\n]"))
        .then("'" + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    named: dict[str, str] = {}
    for name in schema:
        if name[:1] in _OF_FORMULAS:
            free = f"'{name}"
            while free in schema or free in named.values():
                free = f"'{free}"
            named[name] = free
    return plain.rename(named)


def _is_text(kind: pl.DataType) -> bool:
    """Whether cells of this type are written as text, and could be taken for a formula."""
    return kind.base_type() in (pl.String, pl.Categorical, pl.Enum)


def write_table(frame: pl.LazyFrame, path: Path) -> None:
    """A table to CSV, Parquet, JSON Lines or XLSX, by the ending of the name."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise BrightlineError(f"{path.name}: write to a name that ends in one of {', '.join(_WRITERS)}")
    with replacing(path) as temporary:
        try:
            writer(frame, temporary)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as failure:
            reason = str(failure).splitlines()[0][:200] if str(failure) else type(failure).__name__
            raise BrightlineError(
                f"{path.name} was not written: the table could not be read to its end ({reason})"
            ) from failure


def check_target(path: Path, source: Path) -> None:
    """An error unless a table can be written to `path`, said before any work is done for it."""
    if path.suffix.lower() not in _WRITERS:
        raise BrightlineError(f"{path.name}: write to a name that ends in one of {', '.join(_WRITERS)}")
    check_place(path)
    if path.exists() and path.samefile(source):
        raise BrightlineError(f"{path}: this is the file that is read; write to another name")


def write_sheet(rows: pl.DataFrame, target: Path | BytesIO) -> None:
    """A table as a workbook of one sheet, row by row, so that memory stays flat; into a buffer, nothing touches a disk.

    Raises `BrightlineError` where a sheet cannot hold it.
    """
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    if rows.height > MOST_SHEET_ROWS:
        raise BrightlineError(
            f"{rows.height:,} rows do not fit on a sheet (at most {MOST_SHEET_ROWS:,}); write CSV or Parquet instead"
        )
    rows = _for_cells(rows)
    for name in (name for name, kind in rows.schema.items() if kind == pl.String):
        longest = rows[name].str.len_chars().max()
        if isinstance(longest, int) and longest > MOST_CELL_CHARACTERS:
            raise BrightlineError(
                f"{name}: a text of {longest:,} characters does not fit in a cell (at most {MOST_CELL_CHARACTERS:,}); "
                "write CSV or Parquet instead"
            )
    workbook: Any = xlsxwriter.Workbook  # it brings no complete types
    memory = {"in_memory": True} if isinstance(target, BytesIO) else {"constant_memory": True}
    plain = {"strings_to_formulas": False, "strings_to_urls": False}
    with workbook(target if isinstance(target, BytesIO) else str(target), memory | plain) as book:
        sheet = book.add_worksheet("findings")
        sheet.freeze_panes(1, 0)
        for number, kind in enumerate(rows.dtypes):
            if shown := _SHOWN_AS.get(kind.base_type()):
                sheet.set_column(number, number, None, book.add_format({"num_format": shown}))
        sheet.write_row(0, 0, rows.columns, book.add_format({"bold": True}))
        for number, row in enumerate(rows.iter_rows(), 1):
            sheet.write_row(number, 0, row)


_SHOWN_AS: dict[type[pl.DataType], str] = {
    pl.Date: "yyyy-mm-dd",
    pl.Datetime: "yyyy-mm-dd hh:mm:ss",
    pl.Time: "hh:mm:ss",
    pl.Duration: "[h]:mm:ss",
}


def _for_cells(rows: pl.DataFrame) -> pl.DataFrame:
    """The table in types that a cell can hold: no endless number, no time zone, and nothing within a cell."""
    made: list[pl.Expr | pl.Series] = []
    for name, kind in rows.schema.items():
        column = pl.col(name)
        if kind.is_float():
            made.append(pl.when(column.is_finite()).then(column))
        elif isinstance(kind, pl.Datetime) and kind.time_zone is not None:
            made.append(column.dt.to_string("iso:strict"))
        elif kind.is_nested() or kind.base_type() in (pl.Binary, pl.Object):
            made.append(
                pl.Series(name, [None if value is None else str(value) for value in rows[name].to_list()], pl.String)
            )
    return rows.with_columns(made)


_WRITERS: dict[str, Callable[[pl.LazyFrame, Path], None]] = {
    ".csv": lambda frame, path: guarded(frame).sink_csv(path),
    ".parquet": lambda frame, path: frame.sink_parquet(path),
    ".jsonl": lambda frame, path: frame.sink_ndjson(path),
    ".xlsx": lambda frame, path: write_sheet(guarded(frame).collect(engine="streaming"), path),
}

__all__ = ["MOST_SHEET_ROWS", "check_place", "check_target", "guarded", "replacing", "write_sheet", "write_table"]
