"""How each column and code of a table is understood, tried out by the same decoder that reads the whole of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw
import polars as pl

from brightline.cases.decode import Decoding, plan_decoding
from brightline.cases.format import Format
from brightline.cases.opening import Table
from brightline.errors import BrightlineError
from brightline.law import vocabulary
from brightline.web.doors.table.limits import LONGEST_CODE, MOST_CODES
from brightline.web.doors.table.work import Counted, Held
from brightline.web.languages import marked

Use = Literal["facts", "age", "date", "kept", "families", "ignored", "unknown"]
WORDS: Mapping[Use, str] = {
    "facts": marked("read as facts"),
    "age": marked("read as the age"),
    "date": marked("read as the day of the events"),
    "kept": marked("carried along, not read"),
    "families": marked("read as what was asked about to the end"),
    "ignored": marked("left out"),
    "unknown": marked("not understood"),
}
MOST_WRONG = 5
"""Codes that are not understood, shown of one column."""
MOST_KEPT = 10_000
"""Different values up to which a column is counted in the order of their rows, and its counts are kept."""
_VALUE, _ROWS, _WRONG = "value", "__rows", "wrong"
_MOST_FIRST, _DESCENDING = (_ROWS, _VALUE), (True, False)
_FILLED = pl.col(_VALUE).is_not_null() & (pl.col(_VALUE).cast(pl.String).str.strip_chars() != "")


@dataclass(frozen=True, slots=True)
class Code:
    """One code, in how many rows it stands, and what it says: the labels of facts, each true or false.

    `state` is `read`, `blank`, or `wrong` for a code that is not known. Read, and with no fact, it settles nothing.
    """

    text: str
    rows: int
    state: Literal["read", "blank", "wrong"]
    facts: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `codes` is empty where there are many values or words that somebody wrote: `values` counts them."""

    number: int
    name: str
    use: Use
    values: int
    codes: tuple[Code, ...]
    wrong: int
    """Rows with a code that is not known."""
    note: str = ""

    @property
    def words(self) -> str:
        """What is done with it, marked for translation."""
        return WORDS[self.use]


@dataclass(frozen=True, slots=True)
class Understood:
    """The whole table. `problem` is a sentence where it cannot be read by the format at all."""

    columns: tuple[Column, ...]
    problem: str = ""

    @property
    def ready(self) -> bool:
        """Whether every code is understood, and at least one column is read."""
        read = any(column.use in ("facts", "age") for column in self.columns)
        return read and not self.problem and not self.wrong

    @property
    def wrong(self) -> tuple[Column, ...]:
        """The columns that hold something not understood."""
        return tuple(column for column in self.columns if column.wrong or column.use == "unknown")

    @property
    def read(self) -> int:
        """How many columns are read."""
        return sum(column.use not in ("ignored", "kept", "unknown") for column in self.columns)


def understand(held: Held, chosen: Format, known: Understood | None = None, only: str = "") -> Understood:
    """How a format reads a table; with `only`, the other columns are taken from what is `known`."""
    table = held.table
    columns = tuple(
        known.columns[number] if known and name != only else column_of(held, number, chosen)
        for number, name in enumerate(table.columns)
    )
    problem = ""
    try:
        plan_decoding(table.columns, _types(table), chosen, table.path.name)
    except BrightlineError as failure:
        problem = str(failure)
    return Understood(columns, problem)


def _types(table: Table) -> dict[str, nw.dtypes.DType]:
    return dict(nw.from_native(table.frame).collect_schema())


def values_of(held: Held, name: str) -> Counted:
    """The different values of a column, counted once for as long as the table is held.

    Of the columns with more than `MOST_KEPT` of them only the last one that was asked for is kept: together they may
    take as much memory as the table.
    """
    kept = held.counted.get(name)
    if kept is None:
        frame = (
            held.table.frame.select(pl.col(name).alias(_VALUE)).group_by(_VALUE).agg(pl.len().alias(_ROWS)).collect()
        )
        if frame.height <= MOST_KEPT:
            frame = frame.sort(*_MOST_FIRST, descending=_DESCENDING)
        kept = Counted(frame, int(frame.lazy().select(_FILLED.sum()).collect().item()))
        for other in [other for other, counted in list(held.counted.items()) if counted.frame.height > MOST_KEPT]:
            held.counted.pop(other, None)
        held.counted[name] = kept
    return kept


def codes_of(held: Held, name: str, split: str = "") -> tuple[str, ...] | None:
    """The codes of a column; `None` where there are too many, or they are words that somebody wrote."""
    frame = values_of(held, name).frame
    texts: list[str] = []
    for some in (frame.head(MOST_KEPT // 10), frame):  # most columns that hold no codes show it soon
        texts = _parts(some, split)
        if len(texts) > MOST_CODES or any(len(text) > LONGEST_CODE for text in texts):
            return None
    return tuple(texts)


def _parts(frame: pl.DataFrame, split: str) -> list[str]:
    """The different parts of cells, as many as it takes to see that they are too many."""
    text = pl.col(_VALUE).cast(pl.String).fill_null("")
    if split:
        text = (text.str.split(split) if split.strip() else text.str.extract_all(r"\S+")).list.explode()
    text = text.str.strip_chars()
    found = frame.lazy().select(text).filter(pl.col(_VALUE) != "").unique(maintain_order=True)
    return found.head(MOST_CODES + 1).collect().to_series().to_list()


def column_of(held: Held, number: int, chosen: Format) -> Column:
    """How one column is read. However many values it has, no more of them than are shown leave Polars."""
    table, name = held.table, held.table.columns[number]
    counted = values_of(held, name)
    types = {name: _types(table)[name]}
    try:
        plan = plan_decoding([name], types, chosen, table.path.name)
    except BrightlineError:
        rows = counted.frame.lazy().filter(_FILLED).select(pl.col(_ROWS).sum()).collect().item()
        return Column(number, name, "unknown", counted.filled, (), int(rows))
    check = plan.checks.get(name)
    use = _use(name, plan, chosen)
    asked = {f"f{at}": expression for at, expression in enumerate(plan.facts.values())}
    frame = nw.from_native(counted.frame.rename({_VALUE: name}).lazy())
    tried = frame.select(
        nw.col(name).cast(nw.String).alias(_VALUE),
        nw.col(_ROWS),
        (nw.lit(False) if check is None else check.fill_null(False)).alias(_WRONG),
        *(expression.alias(key) for key, expression in asked.items()),
    ).to_native()
    not_read = tried.filter(_WRONG).select(_VALUE, _ROWS).collect() if check is not None else None
    shown: list[Code] = []
    if use in ("facts", "age", "families") and counted.frame.height <= MOST_CODES + 1:
        facts = [(key, vocabulary()[fact].label) for key, fact in zip(asked, plan.facts, strict=True)]
        shown = [_code(row, facts) for row in tried.collect().rows(named=True)]
        if any(len(code.text) > LONGEST_CODE for code in shown):
            shown = []
    if not shown and not_read is not None:
        first = not_read.lazy().sort(*_MOST_FIRST, descending=_DESCENDING).head(MOST_WRONG).collect()
        shown = [Code(str(value or "").strip()[:40], int(rows), "wrong") for value, rows in first.rows()]
    known = chosen.columns.get(chosen.synonyms.get(name, name))
    return Column(
        number,
        name,
        use,
        counted.filled,
        tuple(shown),
        0 if not_read is None else int(not_read[_ROWS].sum()),
        known.note if known else "",
    )


def _use(name: str, plan: Decoding, chosen: Format) -> Use:
    ages = {column for source in chosen.ages for column in source.columns}
    if plan.date is not None:
        return "date"
    if name in ages or (plan.facts and plan.age_sources):
        return "age"
    if plan.facts:
        return "facts"
    if name in plan.kept:
        return "kept"
    if name in plan.checks:
        return "families" if chosen.by_fact_id else "facts"
    return "ignored"


def _code(row: Mapping[str, Any], facts: Sequence[tuple[str, str]]) -> Code:
    """One code by a row of what was tried; `facts` are the columns of it, and what each fact is called."""
    text = str(row[_VALUE] or "").strip()
    return Code(
        text,
        int(row[_ROWS]),
        "wrong" if row[_WRONG] else ("read" if text else "blank"),
        tuple((label, row[key]) for key, label in facts if row[key] is not None),
    )
