"""A table's facts completed, column by column: what follows from ages, merged columns and the reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

import narwhals as nw

from brightline.cases.case import AGE_LINES
from brightline.cases.decode import CLOSES
from brightline.law import Reading, vocabulary
from brightline.logic import Formula, facts
from brightline.logic.columns import PLAIN, Naming, with_formulas

Frame: TypeAlias = "nw.LazyFrame[Any]"

_WAY = "__amounts_to_{}"
_AGAINST = "__against_{}"
"""Name of the column that says where a legal fact is said not to hold although something amounts to it."""
HOLDS = "__holds_{}"
"""Name of the column that says where a merged column holds: what a formula looks at, never the column itself."""
AGE_CLASH = "__age_clash"
"""Name of the column that says where the age columns of a row contradict each other."""


def completed(
    frame: Frame,
    have: Iterable[str],
    needed: Collection[str],
    reading: Reading,
    closing: Collection[str] = (),
    col: Naming = PLAIN,
) -> tuple[Frame, list[str]]:
    """The frame with its fact columns completed as `Completion` completes one case, and the names of those columns.

    `have` are the fact columns, `needed` the facts that the definitions ask for, `closing` those for which a column
    says where their family was asked about to the end. A legal fact is not known where an
    observation amounts to it and it is said not to hold, and an age where the age columns contradict each other.
    """
    names = list(dict.fromkeys(have))
    wanted = _with_sources(needed, reading)
    clash = _clashing_ages(names, col)
    if clash is not None:
        frame = frame.with_columns(clash.alias(AGE_CLASH))
    frame, names = _with(frame, names, _ages(names, wanted, col))
    frame, names = _with(frame, names, _parts(names, wanted, col))
    closing = frozenset(closing) & wanted
    first = [fact for fact in closing if fact not in reading.ways]
    frame, names = _with(frame, names, {fact: _closed(fact, names, col) for fact in first})
    frame, names = _with_reading(frame, names, wanted, reading, closing, col)
    holds = _wholes(names, col)
    if holds:
        frame = frame.with_columns(*(expression.alias(name) for name, expression in holds.items()))
    return frame, names


def _with(frame: Frame, names: list[str], made: Mapping[str, nw.Expr]) -> tuple[Frame, list[str]]:
    if not made:
        return frame, names
    frame = frame.with_columns(*(expression.alias(fact) for fact, expression in made.items()))
    return frame, list(dict.fromkeys((*names, *made)))


def _with_sources(needed: Collection[str], reading: Reading) -> set[str]:
    wanted = set(needed)
    for fact, way in reversed(list(reading.ways.items())):
        if fact in wanted:
            wanted.update(facts(way))
    words = vocabulary()
    for entry in words:
        if wanted.intersection(entry.any_of):
            wanted.update(entry.any_of)
    return wanted


def _clashing_ages(names: Collection[str], col: Naming) -> nw.Expr | None:
    """Whether a row says that somebody is under one age line and not under a later one; `None` if none can."""
    words = vocabulary()
    clashes = [
        (col(fact) & ~col(wider)).fill_null(False)
        for fact in AGE_LINES
        for wider in words.wider[fact]
        if fact in names and wider in names
    ]
    return nw.any_horizontal(*clashes, ignore_nulls=False) if clashes else None


def _ages(names: list[str], wanted: Collection[str], col: Naming) -> Mapping[str, nw.Expr]:
    words = vocabulary()
    made: dict[str, nw.Expr] = {}
    for fact in AGE_LINES:
        wider = [other for other in words.wider[fact] if other in names]
        narrower = [other for other in words.narrower[fact] if other in names]
        if fact not in wanted or not (wider or narrower):
            continue
        own = [fact] if fact in names else []
        unknown = nw.lit(None, dtype=nw.Boolean)
        true = [col(other).fill_null(False) for other in (*own, *narrower)]
        false = [(~col(other)).fill_null(False) for other in (*own, *wider)]
        holds = nw.any_horizontal(*true, ignore_nulls=False) if true else nw.lit(False)
        fails = nw.any_horizontal(*false, ignore_nulls=False) if false else nw.lit(False)
        settled = nw.when(holds).then(nw.lit(True)).otherwise(nw.when(fails).then(nw.lit(False)).otherwise(unknown))
        made[fact] = nw.when(holds & fails).then(unknown).otherwise(settled)
    return made


def _parts(names: list[str], wanted: Collection[str], col: Naming) -> Mapping[str, nw.Expr]:
    """The parts of a merged column that is false are false; one said to be true is believed before it."""
    words = vocabulary()
    denials: dict[str, list[nw.Expr]] = {}
    for whole in names:
        for part in words[whole].any_of:
            if part in wanted:
                denials.setdefault(part, []).append((~col(whole)).fill_null(False))
    made: dict[str, nw.Expr] = {}
    unknown = nw.lit(None, dtype=nw.Boolean)
    for part, denied in denials.items():
        known = col(part) if part in names else unknown
        absent = nw.any_horizontal(*denied, ignore_nulls=False) & known.is_null()
        made[part] = nw.when(absent).then(nw.lit(False)).otherwise(known)
    return made


def _with_reading(
    frame: Frame, names: list[str], wanted: Collection[str], reading: Reading, closing: Collection[str], col: Naming
) -> tuple[Frame, list[str]]:
    todo = {fact: way for fact, way in reading.ways.items() if fact in wanted}
    while todo:
        ready = {fact: way for fact, way in todo.items() if not any(source in todo for source in facts(way))}
        for fact in ready:
            del todo[fact]
        speaking = {fact: way for fact, way in ready.items() if any(source in names for source in facts(way))}
        ways: dict[str, Formula] = {_WAY.format(number): way for number, way in enumerate(speaking.values())}
        if ways:
            frame = with_formulas(frame, ways, names, col)
        stated = {fact: col(fact) if fact in names else None for fact in speaking}
        made = {fact: _settled(stated[fact], col(way)) for fact, way in zip(speaking, ways, strict=True)}
        against = {
            _AGAINST.format(fact): (~col(fact)).fill_null(False) & col(way).fill_null(False)
            for fact, way in zip(speaking, ways, strict=True)
            if fact in names and fact in closing
        }  # kept in columns: the facts are written anew below
        if against:
            frame = frame.with_columns(*(expression.alias(name) for name, expression in against.items()))
        still_open: dict[str, nw.Expr] = {}
        for fact, way in zip(speaking, ways, strict=True):
            may = _may_follow(col(way), speaking[fact], names, col)
            still_open[fact] = may | col(_AGAINST.format(fact)) if _AGAINST.format(fact) in against else may
        frame, names = _with(frame, names, made)
        closed = {fact: _closed(fact, names, col, still_open.get(fact)) for fact in ready if fact in closing}
        frame, names = _with(frame, names, closed)
        frame = frame.drop(*ways, *against)
    return frame, names


def _may_follow(amounts: nw.Expr, way: Formula, names: Collection[str], col: Naming) -> nw.Expr:
    """Whether a legal fact may still follow from something that holds."""
    holds = [col(source).fill_null(False) for source in facts(way) if source in names]
    return amounts.is_null() & nw.any_horizontal(*holds, ignore_nulls=False)


def _settled(stated: nw.Expr | None, amounts: nw.Expr) -> nw.Expr:
    holds = amounts.fill_null(False)
    unknown = nw.lit(None, dtype=nw.Boolean)
    if stated is None:
        return nw.when(holds).then(nw.lit(True)).otherwise(unknown)
    by_reading = nw.when((~stated).fill_null(False)).then(unknown).otherwise(nw.lit(True))
    return nw.when(holds).then(by_reading).otherwise(stated)


def _closed(fact: str, names: Collection[str], col: Naming, still_open: nw.Expr | None = None) -> nw.Expr:
    """The fact, false where it is not known although its family was asked about to the end."""
    known = col(fact) if fact in names else nw.lit(None, dtype=nw.Boolean)
    closes = col(CLOSES.format(fact)) & known.is_null()
    if still_open is not None:
        closes = closes & ~still_open
    return nw.when(closes).then(nw.lit(False)).otherwise(known)


def _wholes(names: list[str], col: Naming) -> Mapping[str, nw.Expr]:
    """A merged column that is not known adds nothing: what its parts lead to is asked for beside it.

    Nor does one that holds although each of its parts is said not to: the two stand against each other.
    """
    words = vocabulary()
    made: dict[str, nw.Expr] = {}
    for whole in names:
        parts = words[whole].any_of
        if not parts:
            continue
        holds = col(whole).fill_null(False)
        if all(part in names for part in parts):
            none = nw.all_horizontal(*((~col(part)).fill_null(False) for part in parts), ignore_nulls=False)
            holds = holds & ~none
        made[HOLDS.format(whole)] = holds
    return made
