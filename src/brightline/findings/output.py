"""A table's findings written to a file: one row a case, outcomes in words, elements as true, false or blank."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from brightline.cases.decode import ROW
from brightline.cases.writing import write_table
from brightline.errors import BrightlineError
from brightline.findings.finding import Finding
from brightline.findings.table import AGE_SOURCE, IN_FORCE, TableFindings, collect, column, outcome_words


def findings_frame(table: TableFindings) -> nw.LazyFrame[Any]:
    """The findings as they are written: the row's number, what was carried along, the source of the age, outcomes."""
    names = table.frame.collect_schema().names()
    first = [name for name in (ROW, *table.kept, AGE_SOURCE) if name in names]
    flags = [flag for chosen in table.definitions if (flag := column(chosen.id, IN_FORCE)) in names]
    frame = outcome_words(table.frame, table.definitions, table.col)
    return frame.select(*(table.col(name).alias(name) for name in (*first, *table.outputs, *flags)))


def write_findings(table: TableFindings, path: Path) -> None:
    """The findings of a table to CSV, Parquet, JSON Lines or XLSX, by the ending of the name.

    Columns: the row's number, what the table carried along, the source of the age, then for each definition its
    outcome and its elements. On Spark a Parquet folder is written by Spark itself.
    """
    frame = findings_frame(table)
    if table.engine == "spark" and path.suffix == ".parquet":
        if path.exists():
            raise BrightlineError(f"{path}: is there already; name a new folder for Spark to write")
        frame.to_native().write.parquet(str(path))
        return
    native = frame.to_native()
    if not isinstance(native, pl.LazyFrame):
        native = collect(frame, table.engine).to_native().lazy()
    write_table(native, path)


def write_case_findings(findings: Sequence[Sequence[Finding]], path: Path) -> None:
    """The findings of cases that were assessed one by one, in the same form."""
    rows: list[dict[str, object]] = []
    for of_case in findings:
        case = of_case[0].case
        row: dict[str, object] = {"id": case.id, "title": case.title, "date": case.date}
        for finding in of_case:
            row[finding.definition.id] = finding.outcome
            states = zip(finding.plan.formulas, finding.states, strict=True)
            row.update({column(finding.definition.id, name): state for name, state in states})
            row[column(finding.definition.id, IN_FORCE)] = finding.in_force
        rows.append(row)
    write_table(pl.LazyFrame(rows, infer_schema_length=None), path)
