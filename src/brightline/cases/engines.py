"""Where a table is worked through: Polars by default, DuckDB, or Spark for what outgrows a machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import narwhals as nw

from brightline.cases.decode import ROW
from brightline.cases.on_spark import spark_parquet
from brightline.cases.opening import Table, open_table, table_kind
from brightline.cases.textfile import Progress, check_path
from brightline.errors import BrightlineError, nearest
from brightline.logic.columns import PLAIN, QUOTED, Naming

Engine: TypeAlias = Literal["polars", "duckdb", "spark"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
Frame: TypeAlias = "nw.LazyFrame[Any]"


@dataclass(frozen=True)
class Opened:
    """A table ready to be worked through, with the number that a person sees beside its first row."""

    name: str
    frame: Frame
    types: Mapping[str, nw.dtypes.DType]
    engine: Engine
    first_row: int = 1

    @property
    def col(self) -> Naming:
        """How expressions name its columns."""
        return QUOTED if self.engine == "spark" else PLAIN

    @property
    def columns(self) -> tuple[str, ...]:
        """The table's own columns."""
        return tuple(column for column in self.types if column != ROW)


def open_for(
    path: Path,
    engine: str = "polars",
    delimiter: str | None = None,
    encoding: str = "utf-8",
    progress: Progress | None = None,
) -> Opened:
    """The table at `path` on an engine. DuckDB and Spark read Parquet; Spark also a folder of it."""
    if engine not in ENGINES:
        raise BrightlineError(
            f"no engine is called {engine!r}{nearest(engine, ENGINES)}; there are polars, duckdb, spark"
        )
    if engine == "polars":
        return opened(open_table(path, delimiter, encoding, progress))
    if not (engine == "spark" and path.is_dir()):
        check_path(path)
        if table_kind(path) != "parquet":
            raise BrightlineError(
                f"{path.name}: the {engine} engine reads Parquet; leave out --engine for other tables"
            )
    frame = _duckdb(path) if engine == "duckdb" else spark_parquet(path)
    return Opened(path.name, frame, dict(frame.collect_schema()), engine)


def opened(table: Table) -> Opened:
    """A checked table on Polars, with its rows numbered."""
    if ROW in table.columns:
        raise BrightlineError(f"{table.path.name}: a column may not be called {ROW!r}; rename it")
    frame = nw.from_native(table.frame)
    types = dict(frame.collect_schema())
    if table.typed:
        return Opened(table.path.name, frame, types, "polars", table.first_row)
    frame = nw.from_native(table.frame.with_row_index(ROW, offset=table.first_row))
    return Opened(table.path.name, frame, types, "polars", table.first_row)


def _duckdb(path: Path) -> Frame:
    try:
        import duckdb
    except ImportError:
        raise BrightlineError("the duckdb engine needs DuckDB: pip install 'brightline[duckdb]'") from None
    try:
        return nw.from_native(duckdb.read_parquet(str(path)))
    except duckdb.Error:
        raise BrightlineError(f"{path.name}: not readable as Parquet; it is damaged or something else") from None
