"""Tables whose columns are named by fact id: cells that say true, false or nothing, ages, dates, closed families.

Form software names columns in its own way: groups before the name, and no dot in it. Such a table is read by the same
rules once its names are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import narwhals as nw

from brightline.cases.case import AGE_LINES
from brightline.cases.decode import KEPT, Cells, Decoding
from brightline.cases.format import NO, NOT_KNOWN, YES, AgeSource, Column, Format
from brightline.errors import BrightlineError, nearest
from brightline.law import may_amount_to, vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import Truth

SKIPPED = "skipped"
"""The column of a form that names the questions that were shown and left out."""


def plan_by_fact(
    columns: Sequence[str], types: Mapping[str, nw.dtypes.DType], chosen: Format, cells: Cells, name: str
) -> Decoding:
    """How to read a table whose columns are fact ids (or aliases), beside the columns of `KEPT`."""
    known = _understood(columns, chosen, name)
    own = {fact: column for fact, column in known.items() if fact in vocabulary()}
    facts: dict[str, nw.Expr] = {}
    checks: dict[str, nw.Expr] = {}
    for fact, column in own.items():
        if isinstance(types[column], nw.Boolean):
            facts[fact] = cells.col(column)
        else:
            flag = _flag(fact, chosen)
            checks[column] = cells.is_wrong(flag, column)
            facts[fact] = cells.value(flag, column, fact)
    checks.update(_age_clashes(facts, own, checks))
    sources = _ages(known.get("age"), cells, facts, checks)
    closing: Mapping[str, nw.Expr] = {}
    spoken = {fact: ~cells.is_blank(column) for fact, column in own.items()}
    if SKIPPED in known:
        skipped = Column(SKIPPED, {form_name: {fact: True} for form_name, fact in _form_names().items()}, (";",))
        checks[known[SKIPPED]] = cells.is_wrong(skipped, known[SKIPPED])
        for fact in own:
            spoken[fact] = spoken[fact] | cells.value(skipped, known[SKIPPED], fact).fill_null(False)
    if "closed" in known:
        checks[known["closed"]] = cells.wrong_families(known["closed"])
        closing = _closing(facts, spoken, cells, known["closed"], known.get("age"))
    day = None
    if "date" in known:
        checks[known["date"]] = cells.wrong_dates(known["date"])
        day = cells.day(known["date"])
    carried = {column for kept, column in known.items() if kept in KEPT and kept not in ("age", "closed")}
    return Decoding(
        format=chosen,
        facts=facts,
        kept=tuple(column for column in columns if column in carried or column in chosen.keep),
        checks=checks,
        age_sources=sources,
        age_source=cells.age_source(sources),
        date=day,
        col=cells.col,
        closing=closing,
    )


def _understood(columns: Sequence[str], chosen: Format, name: str) -> Mapping[str, str]:
    """For each fact, and each name of `KEPT`, the column that holds it."""
    words = vocabulary()
    found: dict[str, str] = {}
    for column in columns:
        known = _meaning(column, chosen)
        if known is None:
            if chosen.from_form:
                raise BrightlineError(
                    f"{name}: the column {column!r} is not a question about a fact{nearest(column, _form_names())}; "
                    "remove it, or list it as `{ignore: true}` in a mapping file of your own"
                )
            raise BrightlineError(
                f"{name}: the column {column!r} is not a fact{nearest(column, [*KEPT, *words.ids])}; `brightline facts`"
                " lists them, and `brightline formats draft` proposes a mapping file for other tables"
            )
        if known in found:
            what = f"the fact {known}" if known in words else known
            raise BrightlineError(f"{name}: two columns hold {what}; keep one")
        if known:
            found[known] = column
    return found


def _meaning(column: str, chosen: Format) -> str | None:
    """The fact, or the name of `KEPT`, that a column stands for; nothing for one to ignore; `None` if not known."""
    words = vocabulary()
    if not chosen.from_form:
        if column in KEPT:
            return column
        return words.resolve(column) if column in words else ("" if chosen.ignores(column) else None)
    for bare in _without_groups(column):
        if bare in KEPT or bare == SKIPPED:
            return bare
        fact = _form_names().get(bare)
        if fact:
            return fact
        if chosen.ignores(bare):
            return ""
    return None


def _without_groups(column: str) -> Iterator[str]:
    """The name as it stands, then without the groups before it: KoboToolbox divides them by `/`, ODK Central by `-`."""
    yield column
    for sign in re.finditer("[/-]", column):
        yield column[sign.end() :]


@cache
def _form_names() -> Mapping[str, str]:
    """The names that forms give to facts, which hold no dot, with the facts."""
    words = vocabulary()
    return {name.replace(".", "_"): words.resolve(name) for e in words for name in (e.id, *e.aliases)}


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
    column: str | None, cells: Cells, facts: dict[str, nw.Expr], checks: dict[str, nw.Expr]
) -> tuple[AgeSource, ...]:
    if column is None:
        return ()
    source = AgeSource("age in years", years=column)
    checks.update(cells.age_checks(source))
    for fact, by_years in cells.ages([source]).items():
        stated = facts.get(fact)
        if stated is None:
            facts[fact] = by_years
            continue
        clash = ((stated & ~by_years) | (~stated & by_years)).fill_null(False)
        checks[column] = checks[column] | clash
        facts[fact] = nw.when(by_years.is_null()).then(stated).otherwise(by_years)
    return (source,)


def _closing(
    facts: Mapping[str, nw.Expr], spoken: Mapping[str, nw.Expr], cells: Cells, closed: str, age: str | None
) -> Mapping[str, nw.Expr]:
    """For each fact whether its family was asked about to the end in a row that does not speak of it.

    Not where a fact of the row that holds, or is spoken of and not known, may amount to it: then it stays open.
    `closed` and `age` are the columns of those names.
    """
    words = vocabulary()
    found: dict[str, nw.Expr] = {}
    holds = {fact: facts[fact].fill_null(False) for fact in spoken}
    unsettled = {fact: told & facts[fact].is_null() for fact, told in spoken.items()}
    for family in FAMILIES:
        asked = cells.names_family(closed, family)
        for entry in words.family(family):
            if entry.level == "composite":
                continue
            kept_open = [spoken[entry.id]] if entry.id in spoken else []
            kept_open += [holds[fact] for fact in spoken if entry.id in may_amount_to(True)[fact]]
            kept_open += [unsettled[fact] for fact in spoken if entry.id in may_amount_to(False)[fact]]
            if family == "age":
                kept_open += [unsettled[fact] for fact in spoken if words[fact].family == "age"]
            if family == "age" and age is not None:
                kept_open.append(~cells.is_blank(age))
            found[entry.id] = asked & ~nw.any_horizontal(*kept_open, ignore_nulls=False) if kept_open else asked
    return found


def _flag(fact: str, chosen: Format) -> Column:
    codes: dict[str, Mapping[str, Truth]] = {}
    for group, value in ((YES, True), (NO, False), (NOT_KNOWN, None)):
        codes.update((code, {fact: value}) for code in group)
    codes.update((code, {fact: value}) for code, value in chosen.answers.items())
    return Column(fact, codes)
