"""Formulas as column expressions over Narwhals: the same text runs on Polars, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import combinations
from typing import Any as Any_
from typing import TypeAlias

import narwhals as nw

from brightline.logic.formula import All, Any, AtLeast, Fact, Formula, Not, rebuild, walk

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
    formulas = _regrouped(formulas, have)
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


_WORTH_SHARING = 3
"""In how many lists two parts must stand together for a column of their own to pay."""


def _regrouped(formulas: Mapping[str, Formula], have: frozenset[str]) -> Mapping[str, Formula]:
    """The formulas with parts that stand together in several lists brought into one part, to be computed once.

    Lists of acts and of means recur, with small differences, from one definition to the next; what `and` and `or`
    join may be grouped in any way. Pairs are joined greedily, the most frequent first. Facts without a column stay
    where they are: a list has one null for all of them.
    """
    nodes = list(walk(*formulas.values()))
    groups: dict[Formula, list[Formula]] = {}
    for kind in (Any, All):
        groups.update(_pairs_joined(kind, [node for node in nodes if isinstance(node, kind)], have))
    memo: dict[Formula, Formula] = {}

    def rebuilt(root: Formula) -> Formula:
        # A joined pair stands in no formula yet, so it is reached through `groups` and not by `fold`.
        stack = [root]
        while stack:
            node = stack[-1]
            parts = groups.get(node, node.args)
            waiting = [part for part in parts if part not in memo]
            if waiting:
                stack.extend(waiting)
            else:
                alone = len(parts) == 1 and isinstance(node, (All, Any))
                memo[stack.pop()] = memo[parts[0]] if alone else rebuild(node, (memo[part] for part in parts))
        return memo[root]

    return {name: rebuilt(formula) for name, formula in formulas.items()}


def _pairs_joined(
    kind: type[Any] | type[All], lists: Sequence[Formula], have: frozenset[str]
) -> dict[Formula, list[Formula]]:
    """For each list its parts, with new nodes of `kind` for the pairs that many lists hold."""
    places: dict[Formula, int] = {}
    for number, node in enumerate(lists):
        for part in node.args:
            if not isinstance(part, Fact) or part.id in have:
                places[part] = places.get(part, 0) | 1 << number
    parts, held = list(places), list(places.values())
    queue: list[tuple[int, int, int]] = []

    def offer(first: int, second: int) -> None:
        count = (held[first] & held[second]).bit_count()
        if count >= _WORTH_SHARING:
            heappush(queue, (-count, first, second))

    for first, second in combinations(range(len(parts)), 2):
        offer(first, second)
    while queue:
        count, first, second = heappop(queue)
        both = held[first] & held[second]
        if both.bit_count() != -count:
            offer(first, second)
            continue
        held[first] &= ~both
        held[second] &= ~both
        joined = len(parts)
        parts.append(kind(parts[first], parts[second]))
        held.append(both)
        for other in range(joined):
            offer(other, joined)
    found: dict[Formula, list[Formula]] = {}
    for number, node in enumerate(lists):
        absent: list[Formula] = [part for part in node.args if isinstance(part, Fact) and part.id not in have]
        kept = absent + [part for part, of in zip(parts, held, strict=True) if of >> number & 1]
        if kept != [node]:  # a pair may be one of the lists itself, which then keeps its own parts
            found[node] = kept
    return found


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
