"""One contender in a process of its own: `python bench/contender.py NAME FILE` prints one line of JSON.

`cpu` is what the work took, of all threads, after the modules were imported (for Brightline with the reading of its
definitions and the planning); `counts` gives true, false and null rows for every output, for comparison. The parent
measures the whole process and its peak memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Counts = Mapping[str, tuple[int, int, int]]
Result = tuple[Counts | None, Mapping[str, object]]


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def scan(path: str) -> Callable[[], Result]:
    import polars as pl

    def work() -> Result:
        pl.scan_parquet(path).select(pl.all().sum()).collect(engine="streaming")
        return None, {}

    return work


def brightline(path: str) -> Callable[[], Result]:
    import narwhals  # noqa: F401
    import polars as pl  # noqa: F401

    from brightline.findings.counting import summarise
    from brightline.findings.table import assess_table

    def work() -> Result:
        summary = summarise(assess_table(path, under="all", reading="strict"))
        counts: dict[str, tuple[int, int, int]] = {}
        for id, found in summary.definitions.items():
            counts[id] = (found.outcome.true, found.outcome.false, found.outcome.unknown)
            for name, states in found.elements.items():
                counts[f"{id}.{name}"] = (states.true, states.false, states.unknown)
        return counts, {"definitions": len(summary.definitions)}

    return work


def _sql(path: str, layout: str) -> Callable[[], Result]:
    import duckdb
    import polars as pl
    import sql

    from brightline.law import definitions, reading

    chosen = definitions()
    text = sql.query(path, list(pl.read_parquet_schema(path)), chosen, reading("strict"), layout)
    names = sql.output_names(chosen)
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")

    def work() -> Result:
        row = connection.execute(text).fetchone()
        assert row
        rows, *counted = (int(number or 0) for number in row)
        pairs = zip(counted[::2], counted[1::2], strict=True)
        return {name: (true, known - true, rows - known) for name, (true, known) in zip(names, pairs, strict=True)}, {}

    return work


def sql_nested(path: str) -> Callable[[], Result]:
    return _sql(path, "nested")


def sql_alias(path: str) -> Callable[[], Result]:
    return _sql(path, "alias")


def numpy_columns(path: str) -> Callable[[], Result]:
    import numpy  # noqa: F401
    import peers

    return lambda: (peers.numpy_counts(path), {})


def zen_engine(path: str) -> Callable[[], Result]:
    import peers

    return peers.prepare_zen(path)


CONTENDERS: Mapping[str, Callable[[str], Callable[[], Result]]] = {
    "scan": scan,
    "brightline": brightline,
    "sql-nested": sql_nested,
    "sql-alias": sql_alias,
    "numpy": numpy_columns,
    "zen": zen_engine,
}


def main() -> None:
    name, path = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        work = CONTENDERS[name](path)
    except ImportError as failure:
        print(json.dumps({"missing": str(failure)}))
        return
    before, clock = cpu_seconds(), time.perf_counter()
    counts, more = work()
    print(json.dumps({"cpu": cpu_seconds() - before, "wall": time.perf_counter() - clock, "counts": counts, **more}))


if __name__ == "__main__":
    main()
