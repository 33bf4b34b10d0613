"""Tables written out: whole or not at all, and with nothing in them that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw
import polars as pl

from brightline.cases.placing import check_place, replacing
from brightline.errors import BrightlineError

Frame: TypeAlias = "nw.LazyFrame[Any]"

MOST_SHEET_ROWS = 1_048_575
"""Rows under a header that a spreadsheet can hold."""


def guarded(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with every text cell that a spreadsheet would take for a formula made plain by an apostrophe."""
    texts = [name for name, kind in frame.collect_schema().items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r\n]"))
        .then("'" + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


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


def _xlsx(frame: pl.LazyFrame, path: Path) -> None:
    rows = frame.collect(engine="streaming")
    if rows.height > MOST_SHEET_ROWS:
        raise BrightlineError(
            f"{rows.height:,} rows do not fit on a sheet (at most {MOST_SHEET_ROWS:,}); write CSV or Parquet instead"
        )
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        rows.write_excel(book, "findings", autofit=False)


_WRITERS: dict[str, Callable[[pl.LazyFrame, Path], None]] = {
    ".csv": lambda frame, path: guarded(frame).sink_csv(path),
    ".parquet": lambda frame, path: frame.sink_parquet(path),
    ".jsonl": lambda frame, path: frame.sink_ndjson(path),
    ".xlsx": lambda frame, path: _xlsx(guarded(frame), path),
}

__all__ = ["MOST_SHEET_ROWS", "check_place", "check_target", "guarded", "replacing", "write_table"]
