"""How each column and code of a table is understood, tried out by the same decoder that reads the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import narwhals as nw
import polars as pl

from brightline.cases.decode import plan_decoding
from brightline.cases.format import Format
from brightline.cases.opening import Table
from brightline.errors import BrightlineError
from brightline.law import vocabulary
from brightline.web.doors.table.limits import LONGEST_CODE, MOST_CODES
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
_ROWS = "__rows"


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


def understand(table: Table, chosen: Format, known: Understood | None = None, only: str = "") -> Understood:
    """How a format reads a table; with `only`, the other columns are taken from what is `known`."""
    columns = tuple(
        known.columns[number] if known and name != only else column_of(table, number, chosen)
        for number, name in enumerate(table.columns)
    )
    problem = ""
    try:
        plan_decoding(table.columns, dict(nw.from_native(table.frame).collect_schema()), chosen, table.path.name)
    except BrightlineError as failure:
        problem = str(failure)
    return Understood(columns, problem)


def values_of(table: Table, name: str) -> pl.DataFrame:
    """The different values of a column as it stands, the most frequent first, with `__rows`."""
    counted = table.frame.select(pl.col(name).alias("value")).group_by("value").agg(pl.len().alias(_ROWS))
    return counted.sort(_ROWS, "value", descending=[True, False]).collect()


def codes_of(table: Table, name: str, split: str = "") -> tuple[str, ...] | None:
    """The codes of a column; `None` where there are too many, or they are words that somebody wrote."""
    texts: dict[str, None] = {}
    for value in values_of(table, name)["value"].cast(pl.String).to_list():
        for part in str(value or "").split(split if split.strip() else None) if split else [str(value or "")]:
            text = part.strip()
            if text:
                texts[text] = None
        if len(texts) > MOST_CODES or any(len(text) > LONGEST_CODE for text in texts):
            return None
    return tuple(texts)


def column_of(table: Table, number: int, chosen: Format) -> Column:
    """How one column is read."""
    name = table.columns[number]
    counted = values_of(table, name)
    frame = nw.from_native(counted.rename({"value": name}).lazy())
    types = dict(frame.collect_schema())
    filled = counted.filter(pl.col("value").is_not_null() & (pl.col("value").cast(pl.String).str.strip_chars() != ""))
    try:
        plan = plan_decoding([name], types, chosen, table.path.name)
    except BrightlineError:
        return Column(number, name, "unknown", filled.height, (), int(filled[_ROWS].sum()))
    wrong = plan.checks.get(name)
    asked = {f"f{at}": expression for at, expression in enumerate(plan.facts.values())}
    tried = frame.select(
        nw.col(name).cast(nw.String).alias("value"),
        nw.col(_ROWS),
        (nw.lit(False) if wrong is None else wrong.fill_null(False)).alias("wrong"),
        *(expression.alias(key) for key, expression in asked.items()),
    )
    rows = tried.to_native().collect().rows(named=True)
    ages = {column for source in chosen.ages for column in source.columns}
    words = vocabulary()
    use: Use = "ignored"
    if plan.date is not None:
        use = "date"
    elif name in ages or (plan.facts and plan.age_sources):
        use = "age"
    elif plan.facts:
        use = "facts"
    elif name in plan.kept:
        use = "kept"
    elif wrong is not None:
        use = "families" if chosen.by_fact_id else "facts"
    codes = [
        Code(
            text := str(row["value"] or "").strip(),
            int(row[_ROWS]),
            "wrong" if row["wrong"] else ("blank" if not text else "read"),
            tuple(
                (words[fact].label, row[key]) for fact, key in zip(plan.facts, asked, strict=True) if _known(row[key])
            ),
        )
        for row in rows
    ]
    not_read = [code for code in codes if code.state == "wrong"]
    few = len(codes) <= MOST_CODES + 1 and all(len(code.text) <= LONGEST_CODE for code in codes)
    shown = codes if few and use in ("facts", "age", "families") else []
    shown = shown or [Code(c.text[:40], c.rows, "wrong") for c in not_read[:MOST_WRONG]]
    known = chosen.columns.get(chosen.synonyms.get(name, name))
    return Column(
        number,
        name,
        use,
        filled.height,
        tuple(shown),
        sum(code.rows for code in not_read),
        known.note if known else "",
    )


def _known(value: object) -> bool:
    return value is not None
