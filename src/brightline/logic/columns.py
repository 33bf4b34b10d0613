"""Formulas as column expressions over Narwhals: the same text runs on Polars, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any as Any_
from typing import TypeAlias

import narwhals as nw

from brightline.logic.formula import All, Any, AtLeast, Fact, Formula, Not, walk

Frame: TypeAlias = "nw.LazyFrame[Any_]"
_SHARED = "__shared_{}"


@dataclass(frozen=True, slots=True)
class Naming:
    """How an expression names a column: Spark takes a dot in a bare name for a field of a record."""

    quote: str = ""

    def __call__(self, name: str) -> nw.Expr:
        """The column of that name."""
        return nw.col(f"{self.quote}{name}{self.quote}")


PLAIN, QUOTED = Naming(), Naming("`")


def with_formulas(
    frame: Frame, formulas: Mapping[str, Formula], columns: Collection[str], col: Naming = PLAIN
) -> Frame:
    """`frame` with one nullable boolean column added for each named formula.

    `columns` are the fact columns that `frame` has: boolean, null for "not known". A fact without a column is
    unknown in every row. Parts that several formulas share are computed once.
    """
    have = frozenset(columns)
    shared = _shared_parts(formulas.values())
    names: dict[Formula, str] = {part: _SHARED.format(number) for number, part in enumerate(shared)}
    level: dict[Formula, int] = {}
    stages: list[list[nw.Expr]] = []
    for node in walk(*formulas.values()):
        below = max((level[part] for part in node.args), default=0)
        level[node] = below
        if node in names:
            _stage(stages, below).append(_compile(node, names, have, col, top=True).alias(names[node]))
            level[node] = below + 1
    for name, formula in formulas.items():
        _stage(stages, level[formula]).append(_compile(formula, names, have, col).alias(name))
    for expressions in stages:
        frame = frame.with_columns(*expressions)
    return frame.drop(*names.values())


def _stage(stages: list[list[nw.Expr]], number: int) -> list[nw.Expr]:
    while len(stages) <= number:
        stages.append([])
    return stages[number]


def _shared_parts(roots: Collection[Formula]) -> list[Formula]:
    uses: dict[Formula, int] = {}
    for root in roots:
        uses[root] = uses.get(root, 0) + 1
    for node in walk(*roots):
        for part in node.args:
            uses[part] = uses.get(part, 0) + 1
    return [node for node in walk(*roots) if uses[node] > 1 and len(node.args) > 1]


def _compile(
    node: Formula, names: Mapping[Formula, str], have: frozenset[str], col: Naming, top: bool = False
) -> nw.Expr:
    if not top and node in names:
        return col(names[node])
    match node:
        case Fact():
            return col(node.id) if node.id in have else nw.lit(None, dtype=nw.Boolean)
        case Not():
            return ~_compile(node.args[0], names, have, col)
        case All():
            if not node.args:
                return nw.lit(True)
            return nw.all_horizontal(*_parts(node, names, have, col), ignore_nulls=False)
        case Any():
            if not node.args:
                return nw.lit(False)
            return nw.any_horizontal(*_parts(node, names, have, col), ignore_nulls=False)
        case AtLeast():
            return _at_least(node, names, have, col)
        case _:
            raise TypeError(f"not a formula: {type(node).__name__}")


def _parts(node: Formula, names: Mapping[Formula, str], have: frozenset[str], col: Naming) -> list[nw.Expr]:
    absent = [part for part in node.args if isinstance(part, Fact) and part.id not in have]
    present = [part for part in node.args if not (isinstance(part, Fact) and part.id not in have)]
    parts = [_compile(part, names, have, col) for part in present]
    return [*parts, nw.lit(None, dtype=nw.Boolean)] if absent else parts


def _at_least(node: AtLeast, names: Mapping[Formula, str], have: frozenset[str], col: Naming) -> nw.Expr:
    if node.count <= 0:
        return nw.lit(True)
    if node.count > len(node.args):
        return nw.lit(False)
    parts = [_compile(part, names, have, col) for part in node.args]
    true = nw.sum_horizontal(*(part.fill_null(False).cast(nw.Int16) for part in parts))
    possible = nw.sum_horizontal(*(part.fill_null(True).cast(nw.Int16) for part in parts))
    return (
        nw.when(true >= node.count)
        .then(nw.lit(True))
        .otherwise(nw.when(possible < node.count).then(nw.lit(False)).otherwise(nw.lit(None, dtype=nw.Boolean)))
    )
