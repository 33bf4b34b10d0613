"""Tables whose columns are named by fact id: cells that say true, false or nothing, ages, dates, closed families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from brightline.cases.case import AGE_LINES
from brightline.cases.decode import KEPT, Cells, Decoding
from brightline.cases.format import NO, NOT_KNOWN, YES, AgeSource, Column, Format
from brightline.errors import BrightlineError, nearest
from brightline.law import may_amount_to, vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import Truth


def plan_by_fact(
    columns: Sequence[str], types: Mapping[str, nw.dtypes.DType], chosen: Format, cells: Cells, name: str
) -> Decoding:
    """How to read a table whose columns are fact ids (or aliases), beside the columns of `KEPT`."""
    own = _fact_columns(columns, name)
    facts: dict[str, nw.Expr] = {}
    checks: dict[str, nw.Expr] = {}
    for fact, column in own.items():
        if isinstance(types[column], nw.Boolean):
            facts[fact] = cells.col(column)
        else:
            flag = _flag(fact)
            checks[column] = cells.is_wrong(flag, column)
            facts[fact] = cells.value(flag, column, fact)
    checks.update(_age_clashes(facts, own, checks))
    sources = _ages(columns, cells, facts, checks)
    closing: Mapping[str, nw.Expr] = {}
    if "closed" in columns:
        checks["closed"] = cells.wrong_families("closed")
        closing = _closing(facts, own, cells, bool(sources))
    day = None
    if "date" in columns:
        checks["date"] = cells.wrong_dates("date")
        day = cells.day("date")
    return Decoding(
        format=chosen,
        facts=facts,
        kept=tuple(column for column in columns if column in KEPT and column not in ("age", "closed")),
        checks=checks,
        age_sources=sources,
        age_source=cells.age_source(sources),
        date=day,
        col=cells.col,
        closing=closing,
    )


def _fact_columns(columns: Sequence[str], name: str) -> dict[str, str]:
    words = vocabulary()
    own: dict[str, str] = {}
    for column in columns:
        if column in KEPT:
            continue
        if column not in words:
            known = [*KEPT, *words.ids]
            raise BrightlineError(
                f"{name}: the column {column!r} is not a fact{nearest(column, known)}; `brightline facts` lists them, "
                "and `brightline formats draft` proposes a mapping file for other tables"
            )
        fact = words.resolve(column)
        if fact in own:
            raise BrightlineError(f"{name}: two columns hold the fact {fact}; keep one")
        own[fact] = column
    return own


def _age_clashes(
    facts: Mapping[str, nw.Expr], own: Mapping[str, str], checks: Mapping[str, nw.Expr]
) -> Mapping[str, nw.Expr]:
    """For ages given as text: a row may not say that somebody is under one line and not under a later one."""
    words = vocabulary()
    found: dict[str, nw.Expr] = {}
    for fact in AGE_LINES:
        for wider in words.wider[fact]:
            if fact in facts and wider in facts and own[fact] in checks:
                clash = (facts[fact] & ~facts[wider]).fill_null(False)
                column = own[fact]
                found[column] = found.get(column, checks[column]) | clash
    return found


def _ages(
    columns: Sequence[str], cells: Cells, facts: dict[str, nw.Expr], checks: dict[str, nw.Expr]
) -> tuple[AgeSource, ...]:
    if "age" not in columns:
        return ()
    source = AgeSource("age in years", years="age")
    checks.update(cells.age_checks(source))
    for fact, by_years in cells.ages([source]).items():
        stated = facts.get(fact)
        if stated is None:
            facts[fact] = by_years
            continue
        clash = ((stated & ~by_years) | (~stated & by_years)).fill_null(False)
        checks["age"] = checks["age"] | clash
        facts[fact] = nw.when(by_years.is_null()).then(stated).otherwise(by_years)
    return (source,)


def _closing(
    facts: Mapping[str, nw.Expr], own: Mapping[str, str], cells: Cells, by_years: bool
) -> Mapping[str, nw.Expr]:
    """For each fact whether its family was asked about to the end in a row that does not speak of it.

    Not where a fact of the row that holds, or is spoken of and not known, may amount to it: then it stays open.
    """
    words = vocabulary()
    found: dict[str, nw.Expr] = {}
    spoken = {fact: ~cells.is_blank(column) for fact, column in own.items()}
    holds = {fact: facts[fact].fill_null(False) for fact in own}
    unsettled = {fact: spoken[fact] & facts[fact].is_null() for fact in own}
    for family in FAMILIES:
        asked = cells.names_family("closed", family)
        for entry in words.family(family):
            if entry.level == "composite":
                continue
            kept_open = [spoken[entry.id]] if entry.id in spoken else []
            kept_open += [holds[fact] for fact in own if entry.id in may_amount_to(True)[fact]]
            kept_open += [unsettled[fact] for fact in own if entry.id in may_amount_to(False)[fact]]
            if family == "age":
                kept_open += [unsettled[fact] for fact in own if words[fact].family == "age"]
            if family == "age" and by_years:
                kept_open.append(~cells.is_blank("age"))
            found[entry.id] = asked & ~nw.any_horizontal(*kept_open, ignore_nulls=False) if kept_open else asked
    return found


def _flag(fact: str) -> Column:
    codes: dict[str, Mapping[str, Truth]] = {}
    for group, value in ((YES, True), (NO, False), (NOT_KNOWN, None)):
        codes.update((code, {fact: value}) for code in group)
    return Column(fact, codes)
