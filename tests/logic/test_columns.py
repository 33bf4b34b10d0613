"""One case is one row of a table: the column engine gives every row the value of `evaluate`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brightline.logic import All, Any, AtLeast, Formula, Not, Truth, evaluate
from brightline.logic.columns import with_formulas
from formulas import EXAMPLES, NAMES, A, B, C, D, assignments, formulas

Row = Mapping[str, Truth]


class Engine(Protocol):
    def __call__(
        self, rows: Sequence[Row], columns: Collection[str], formulas: Mapping[str, Formula]
    ) -> list[tuple[Truth, ...]]:
        """The values of the named formulas, row by row."""
        ...


def on_polars(rows: Sequence[Row], columns: Collection[str], named: Mapping[str, Formula]) -> list[tuple[Truth, ...]]:
    data = {name: [row.get(name) for row in rows] for name in columns}
    schema = {"row": pl.Int64, **dict.fromkeys(columns, pl.Boolean)}
    frame = pl.LazyFrame({"row": range(len(rows)), **data}, schema=schema)
    found = with_formulas(nw.from_native(frame), named, columns).to_native()
    return found.sort("row").select(list(named)).collect(engine="streaming").rows()


def on_duckdb(rows: Sequence[Row], columns: Collection[str], named: Mapping[str, Formula]) -> list[tuple[Truth, ...]]:
    values = [
        f"({', '.join([str(number), *(_sql(row.get(name)) for name in columns)])})" for number, row in enumerate(rows)
    ]
    names = ", ".join(["row", *columns])
    with duckdb.connect() as connection:
        table = connection.sql(f"from (values {', '.join(values)}) as cases({names})")
        found = with_formulas(nw.from_native(table), named, columns).to_native()
        return found.order("row").project(", ".join(f'"{name}"' for name in named)).fetchall()


def _sql(value: Truth) -> str:
    return "null::boolean" if value is None else str(value).lower()


@pytest.fixture(params=[on_polars, on_duckdb], ids=["polars", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.param


def expected(rows: Sequence[Row], columns: Collection[str], named: Mapping[str, Formula]) -> list[tuple[Truth, ...]]:
    seen = [{name: row.get(name) for name in columns} for row in rows]
    return [tuple(evaluate(formula, row) for formula in named.values()) for row in seen]


@pytest.mark.parametrize(("formula", "known", "value"), EXAMPLES, ids=str)
def test_examples(engine: Engine, formula: Formula, known: Row, value: Truth) -> None:
    assert engine([known], NAMES, {"finding": formula}) == [(value,)]


@pytest.mark.parametrize(("formula", "known", "value"), EXAMPLES, ids=str)
def test_examples_with_only_the_columns_that_are_known(
    engine: Engine, formula: Formula, known: Row, value: Truth
) -> None:
    assert engine([known], list(known), {"finding": formula}) == [(value,)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(formulas(), min_size=1, max_size=4),
    st.lists(assignments(), min_size=1, max_size=12),
    st.sets(st.sampled_from(NAMES)),
)
def test_every_row_has_the_value_of_evaluate(
    engine: Engine, several: list[Formula], rows: list[dict[str, Truth]], columns: set[str]
) -> None:
    named = {f"formula_{number}": formula for number, formula in enumerate(several)}
    assert engine(rows, sorted(columns), named) == expected(rows, sorted(columns), named)


def test_shared_parts_keep_their_values(engine: Engine) -> None:
    means = Any(A, All(B, C))
    named = {
        "means": means,
        "adult": All(means, D),
        "child": All(Not(means), D),
        "two": AtLeast(2, means, B, D),
        "again": means,
    }
    rows = [
        {"a": a, "b": b, "c": True, "d": d} for a in (True, None, False) for b in (True, None) for d in (True, None)
    ]
    assert engine(rows, "abcd", named) == expected(rows, "abcd", named)


def test_nothing_but_the_named_columns_is_added() -> None:
    frame = pl.LazyFrame({"a": [True], "b": [None], "note": ["kept"]}, schema_overrides={"b": pl.Boolean})
    shared = Any(A, B)
    found = with_formulas(nw.from_native(frame), {"one": shared, "two": All(shared, A)}, ("a", "b")).to_native()
    assert found.collect().to_dicts() == [{"a": True, "b": None, "note": "kept", "one": True, "two": True}]
