"""A table assessed in the background, some rows at a time, and its findings as a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import narwhals as nw
import polars as pl

from brightline.cases.engines import opened
from brightline.cases.format import Format
from brightline.cases.writing import guarded, write_sheet
from brightline.errors import BrightlineError
from brightline.findings.counting import summarise
from brightline.findings.output import findings_frame
from brightline.findings.summary import Summary
from brightline.findings.table import TableFindings, assess_table, collect
from brightline.web.doors.table.work import Held
from brightline.web.laws import Terms

STEPS = 20
SMALLEST_STEP = 5_000
"""Rows that are assessed at once at the least: each step has a price of its own."""
MOST_SHEET_CELLS = 500_000
"""Cells of a spreadsheet that is made while somebody waits, and in memory: each takes far more than in CSV."""
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class Judged:
    """The findings of a table, every row worked out and in memory, and their numbers."""

    table: TableFindings
    summary: Summary
    terms: Terms

    @property
    def fits_a_sheet(self) -> bool:
        """Whether a spreadsheet can be made of them here."""
        width = len(self.table.outputs) + len(self.table.kept) + len(self.table.definitions) + 2
        return self.summary.rows * width <= MOST_SHEET_CELLS


def judge(held: Held, chosen: Format, terms: Terms, tell: Callable[[int], None]) -> Judged:
    """The findings of a table. `tell` is told the number of rows done, and may raise to stop."""
    table = assess_table(opened(held.table), terms.under, terms.day, terms.reading, chosen)
    native = table.frame.to_native()
    assert isinstance(native, pl.LazyFrame)
    step = max(SMALLEST_STEP, -(-held.rows // STEPS))
    done: list[pl.DataFrame] = []
    for start in range(0, held.rows, step):
        tell(start)
        done.append(collect(nw.from_native(native.slice(start, step)), "polars").to_native())
    whole = replace(table, frame=nw.from_native(pl.concat(done).lazy()))
    return Judged(whole, summarise(whole), terms)


def findings_file(judged: Judged, kind: str) -> bytes:
    """The findings, a row each, as a CSV, XLSX or Parquet file made in memory.

    Text that a spreadsheet would run as a formula is made plain, as `brightline assess --out` does.
    """
    file = io.BytesIO()
    native = findings_frame(judged.table).to_native()
    assert isinstance(native, pl.LazyFrame)
    match kind:
        case "parquet":
            native.collect().write_parquet(file)
        case "xlsx":
            if not judged.fits_a_sheet:
                raise BrightlineError(
                    "the findings are too many for a spreadsheet made here; choose CSV or Parquet instead"
                )
            write_sheet(guarded(native).collect(), file)
        case _:
            guarded(native).collect().write_csv(file)
    return file.getvalue()
