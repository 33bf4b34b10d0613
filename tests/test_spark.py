"""The same expressions on Spark give the same table as on Polars."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from brightline.findings import assess_table, summarise
from brightline.findings.output import write_findings
from brightline.law import definitions, vocabulary

pytestmark = pytest.mark.spark

ROWS = 500


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("brightline tests")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
    }.items():
        builder = builder.config(key, value)
    running = builder.getOrCreate()
    running.sparkContext.setLogLevel("ERROR")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spark") / "facts.parquet"
    choose = random.Random(11).choice
    columns = {id: [choose((True, False, None)) for _ in range(ROWS)] for id in vocabulary().ids if ".under_" not in id}
    columns["age.under_18"] = [choose((True, False, None)) for _ in range(ROWS)]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Boolean))
    frame.insert_column(0, pl.Series("id", [f"case {number:03}" for number in range(ROWS)]))
    frame.write_parquet(path)
    return path


@pytest.mark.parametrize("reading", ["strict", "broad"])
def test_spark_counts_what_polars_counts(session: Any, table: Path, reading: str) -> None:
    laws = definitions()
    on_polars = summarise(assess_table(table, laws, reading=reading))
    on_spark = summarise(assess_table(table, laws, reading=reading, engine="spark"))
    assert on_polars.rows == ROWS
    assert on_spark.to_json() == on_polars.to_json()


def test_spark_gives_each_row_what_polars_gives_it(session: Any, table: Path, tmp_path: Path) -> None:
    laws = definitions("un-palermo", "us-tvpa-severe", "de-232a", "au-criminal-code")
    here, there = tmp_path / "polars.parquet", tmp_path / "spark.parquet"
    write_findings(assess_table(table, laws), here)
    write_findings(assess_table(table, laws, engine="spark"), there)
    expected = pl.read_parquet(here)
    actual = pl.read_parquet(there / "*.parquet").sort("id")
    assert actual.select(expected.columns).equals(expected)


def test_a_folder_of_parquet_is_one_table(session: Any, table: Path, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    frame = pl.read_parquet(table)
    for number, part in enumerate(frame.iter_slices(200)):
        part.write_parquet(folder / f"part-{number}.parquet")
    assert summarise(assess_table(folder, engine="spark")).rows == ROWS
