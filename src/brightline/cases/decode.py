"""Record tables decoded into facts: one nullable boolean column a fact, the same on every engine."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import narwhals as nw

from brightline.cases.case import AGE_LINES, OLDEST
from brightline.cases.format import AgeSource, Column, Format
from brightline.errors import BrightlineError, nearest
from brightline.law.vocabulary import FAMILIES
from brightline.logic.columns import PLAIN, Naming

Frame: TypeAlias = "nw.LazyFrame[Any]"

ROW, DATE, AGE_SOURCE = "row", "date", "age_source"
CLOSES = "__closes_{}"
"""Name of the column that says where a fact is false because its family was asked about to the end."""
KEPT = ("id", "title", "date", "age", "closed", "situation", "note")
"""Columns that a table may have beside its facts; `title`, `situation` and `note` are carried along unread."""


_CARRIED = ("id", "case_id", "title")
"""Ignored columns of any format that are carried along."""


@dataclass(frozen=True)
class Decoding:
    """How the columns of one table become facts.

    `facts` gives an expression for each fact that some column can settle; `kept` are columns carried along.
    `checks` gives, for each column that is read, an expression that is true in a row whose cell is not a known code.
    """

    format: Format
    facts: Mapping[str, nw.Expr]
    kept: tuple[str, ...]
    checks: Mapping[str, nw.Expr]
    age_sources: tuple[AgeSource, ...]
    age_source: nw.Expr | None
    date: nw.Expr | None
    col: Naming
    closing: Mapping[str, nw.Expr] = field(default_factory=dict[str, nw.Expr])
    """For each fact whether a row makes it false by having asked about its family to the end."""

    def apply(self, frame: Frame) -> Frame:
        """The table with the facts (columns named by fact id), `age_source`, `date` and the kept columns."""
        extra = [frame_column for frame_column in (ROW,) if frame_column in frame.collect_schema().names()]
        kept = [self.col(name).alias(name) for name in self.kept if name != "date"]
        made = [expression.alias(fact) for fact, expression in self.facts.items()]
        made += [expression.alias(CLOSES.format(fact)) for fact, expression in self.closing.items()]
        if self.age_source is not None:
            made.append(self.age_source.alias(AGE_SOURCE))
        if self.date is not None:
            made.append(self.date.alias(DATE))
        return frame.select(*extra, *kept, *made)


def plan_decoding(
    columns: Sequence[str], types: Mapping[str, nw.dtypes.DType], chosen: Format, name: str, col: Naming = PLAIN
) -> Decoding:
    """How to read a table with these columns by a format.

    Raises `BrightlineError` for a column that the format does not know, naming the nearest that it does.
    """
    cells = Cells(chosen, types, col)
    if chosen.by_fact_id:
        from brightline.cases.by_fact import plan_by_fact

        return plan_by_fact(columns, types, chosen, cells, name)
    renamed: dict[str, str] = {}
    for column in columns:
        known = chosen.synonyms.get(column, column)
        if known in renamed:
            raise BrightlineError(f"{name}: the columns {renamed[known]!r} and {column!r} say the same; keep one")
        renamed[known] = column
    for column in columns:
        if column not in chosen.names:
            raise BrightlineError(
                f"{name}: the column {column!r} is not one of the format {chosen.id}{nearest(column, chosen.names)}; "
                "remove it, or describe it in a mapping file (`brightline formats draft`)"
            )
    ways: dict[str, list[nw.Expr]] = {}
    checks: dict[str, nw.Expr] = {}
    for known, column in chosen.columns.items():
        if known not in renamed or column.ignored:
            continue
        actual = renamed[known]
        checks[actual] = cells.is_wrong(column, actual)
        for fact in column.facts:
            ways.setdefault(fact, []).append(cells.value(column, actual, fact))
    sources = [source for source in chosen.ages if set(source.columns) <= set(renamed)]
    for source in sources:
        checks.update(cells.age_checks(source))
    facts = {fact: _first_settled(expressions) for fact, expressions in ways.items()}
    facts.update(cells.ages(sources))
    day = None
    if chosen.date in renamed:
        checks[renamed[chosen.date]] = cells.wrong_dates(renamed[chosen.date])
        day = cells.day(renamed[chosen.date])
    ignored = [renamed[known] for known, column in chosen.columns.items() if column.ignored and known in renamed]
    return Decoding(
        format=chosen,
        facts=facts,
        kept=tuple(
            column for column in ignored if column.lower() in ("id", "case_id", "title") or column in chosen.keep
        ),
        checks=checks,
        age_sources=tuple(sources),
        age_source=cells.age_source(sources),
        date=day,
        col=col,
    )


def _first_settled(expressions: Sequence[nw.Expr]) -> nw.Expr:
    """True if one says true; else false if one says false; else unknown."""
    if len(expressions) == 1:
        return expressions[0]
    true = nw.any_horizontal(*(expression.fill_null(False) for expression in expressions), ignore_nulls=False)
    known = nw.any_horizontal(*(~expression.is_null() for expression in expressions), ignore_nulls=False)
    return (
        nw.when(true)
        .then(nw.lit(True))
        .otherwise(nw.when(known).then(nw.lit(False)).otherwise(nw.lit(None, dtype=nw.Boolean)))
    )


class Cells:
    """Expressions over the cells of a table, as text."""

    def __init__(self, chosen: Format, types: Mapping[str, nw.dtypes.DType], col: Naming) -> None:
        self.col = col
        self._format = chosen
        self._types = types

    def text(self, column: str) -> nw.Expr:
        cell = self.col(column)
        kind = self._types[column]
        if isinstance(kind, nw.Boolean):
            return (
                nw.when(cell)
                .then(nw.lit("true"))
                .otherwise(nw.when(~cell).then(nw.lit("false")).otherwise(nw.lit(None, dtype=nw.String)))
            )
        text = cell if isinstance(kind, nw.String) else cell.cast(nw.String)
        text = text.str.strip_chars()
        return text.str.to_lowercase() if self._format.by_fact_id else text

    def is_blank(self, column: str) -> nw.Expr:
        text = self.text(column)
        return text.is_null() | text.is_in(["", *self._format.missing])

    def value(self, column: Column, actual: str, fact: str) -> nw.Expr:
        text = self.text(actual)
        found: nw.Expr = nw.lit(None, dtype=nw.Boolean)
        for value in (False, True):
            codes = [code for code, settled in column.codes.items() if fact in settled and settled[fact] is value]
            if not codes:
                continue
            if not column.split:
                here = text.is_in(_spellings(codes))
            else:
                here = text.str.contains(_holds_one_of(codes, column.split))
            found = nw.when(here).then(nw.lit(value)).otherwise(found)
        return found

    def is_wrong(self, column: Column, actual: str) -> nw.Expr:
        text = self.text(actual)
        if not column.split:
            right = text.is_in(_spellings(column.codes))
        else:
            right = text.str.contains(_holds_only(column.codes, column.split))
        return ~(self.is_blank(actual) | right).fill_null(True)

    def names_family(self, column: str, family: str) -> nw.Expr:
        return self.text(column).str.contains(_holds_one_of([family], (";",))).fill_null(False)

    def wrong_families(self, column: str) -> nw.Expr:
        right = self.text(column).str.contains(_holds_only(FAMILIES, (";",)))
        return ~(self.is_blank(column) | right).fill_null(True)

    def day(self, column: str) -> nw.Expr:
        """The day as text `YYYY-MM-DD`, which sorts as dates do; a year or month stands for its first day."""
        text = self.text(column)
        filled = nw.concat_str([text, nw.lit("-01-01")])
        text = nw.when(text.str.len_chars() == 4).then(filled).otherwise(text)
        text = nw.when(text.str.len_chars() == 7).then(nw.concat_str([text, nw.lit("-01")])).otherwise(text)
        return nw.when(self.is_blank(column)).then(nw.lit(None, dtype=nw.String)).otherwise(text)

    def wrong_dates(self, column: str) -> nw.Expr:
        from datetime import date

        text = self.text(column)
        right = (
            text.str.contains(_DATE)
            & ~text.str.contains(_NO_DAY)
            & (self.day(column) <= nw.lit(date.today().isoformat()))
        )
        return ~(self.is_blank(column) | right).fill_null(True)

    def age_checks(self, source: AgeSource) -> Mapping[str, nw.Expr]:
        if source.column:
            return {source.column.name: self.is_wrong(source.column, source.column.name)}
        if source.years:
            right = self.text(source.years).str.contains(_YEARS)
            return {source.years: ~(self.is_blank(source.years) | right).fill_null(True)}
        assert source.born is not None
        assert source.at is not None
        before = (self._full_day(source.at) < self._full_day(source.born)).fill_null(False)
        return {source.born: self.wrong_dates(source.born) | before, source.at: self.wrong_dates(source.at)}

    def ages(self, sources: Sequence[AgeSource]) -> Mapping[str, nw.Expr]:
        """Each age fact by the first source that says anything of the person's age."""
        facts: dict[str, nw.Expr] = {}
        for fact in AGE_LINES:
            found: nw.Expr = nw.lit(None, dtype=nw.Boolean)
            for source in reversed(sources):
                value = self._age_fact(source, fact)
                found = nw.when(self._speaks(source)).then(value).otherwise(found)
            if sources:
                facts[fact] = found
        return facts

    def age_source(self, sources: Sequence[AgeSource]) -> nw.Expr | None:
        if not sources:
            return None
        found: nw.Expr = nw.lit(None, dtype=nw.String)
        for source in reversed(sources):
            found = nw.when(self._speaks(source)).then(nw.lit(source.label)).otherwise(found)
        return found

    def _years(self, source: AgeSource) -> nw.Expr:
        if source.years:
            text = self.text(source.years)
            known = text.str.contains(_YEARS) & ~self.is_blank(source.years)
            digits = text.str.replace_all(r"\.0+$", "")
            return nw.when(known).then(digits).otherwise(nw.lit(None, dtype=nw.String)).cast(nw.Int32)
        assert source.born is not None
        assert source.at is not None
        born, at = self._full_day(source.born), self._full_day(source.at)
        full_years = at.str.slice(0, 4).cast(nw.Int32) - born.str.slice(0, 4).cast(nw.Int32)
        before_birthday = at.str.slice(5, 5) < born.str.slice(5, 5)
        return full_years - nw.when(before_birthday).then(nw.lit(1)).otherwise(nw.lit(0))

    def _full_day(self, column: str) -> nw.Expr:
        """The day where it is given to the day; a year or a month alone leaves the age open."""
        text = self.text(column)
        given = (text.str.len_chars() == 10) & ~self.is_blank(column)
        return nw.when(given).then(text).otherwise(nw.lit(None, dtype=nw.String))

    def _age_fact(self, source: AgeSource, fact: str) -> nw.Expr:
        if source.column:
            return self.value(source.column, source.column.name, fact)
        return self._years(source) < AGE_LINES[fact]

    def _speaks(self, source: AgeSource) -> nw.Expr:
        if source.column:
            codes = source.column.codes.items()
            saying = [code for code, settled in codes if any(value is not None for value in settled.values())]
            return self.text(source.column.name).is_in(_spellings(saying)).fill_null(False)
        return ~self._years(source).is_null()


_DATE = r"^(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
_LEAP = r"^([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-"
_NO_DAY = r"-(02-3[01]|(04|06|09|11)-31)$"
_YEARS = rf"^([0-9]|[1-9][0-9]|1[01][0-9]|{OLDEST})(\.0+)?$"


def _spellings(codes: Mapping[str, object] | Sequence[str]) -> list[str]:
    """The codes, and `1.0` beside `1`: programs write whole numbers either way."""
    found = list(codes)
    return [*found, *(f"{code}.0" for code in found if re.fullmatch(r"-?[0-9]+", code))]


def _holds_one_of(codes: Sequence[str], split: Sequence[str]) -> str:
    sign = _any_sign(split)
    return rf"(^|{sign})\s*({'|'.join(map(re.escape, codes))})\s*({sign}|$)"


def _holds_only(codes: Mapping[str, object] | Sequence[str], split: Sequence[str]) -> str:
    sign = _any_sign(split)
    one = rf"\s*({'|'.join(map(re.escape, codes))})?\s*"
    return rf"^{one}({sign}{one})*$"


def _any_sign(split: Sequence[str]) -> str:
    """A pattern for one of the signs that divide codes; a space stands for any white space."""
    signs = [re.escape(sign) if sign.strip() else r"\s" for sign in split]
    return f"({'|'.join(signs)})"
