"""A corpus run by Spark: the bytes that processes write, and on from where it was stopped."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from brightline.texts.corpus import Columns, Reading, run_corpus
from command import check_refusal, run
from corpora import Killed, records, stopped_at


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder: Any = SparkSession.builder
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.files.maxPartitionBytes": "4000",
    }.items():
        builder = builder.config(key, value)
    running = builder.master("local[2]").appName("brightline tests").getOrCreate()
    running.sparkContext.setLogLevel("ERROR")
    yield running
    running.stop()


@pytest.mark.spark
@pytest.mark.parametrize("kind", ["parquet", "folder"])
def test_spark_writes_the_bytes_that_processes_write(session: Any, tmp_path: Path, kind: str) -> None:
    rows = records(2_000)
    rows[17]["text"] = None
    source = tmp_path / "a.parquet"
    if kind == "parquet":
        pl.DataFrame(rows).write_parquet(source, row_group_size=150)
    else:
        source = tmp_path / "parts"
        source.mkdir()
        for number, start in enumerate(range(0, 2_000, 700)):
            pl.DataFrame(rows[start : start + 700]).write_parquet(source / f"{number}.parquet", row_group_size=90)
    how = Reading(Columns(date="day", outlet="paper"))
    here = run_corpus(source, tmp_path / "here.jsonl.gz", how)
    there = run_corpus(source, tmp_path / "there.jsonl.gz", how, engine="spark")
    unpacked = [gzip.decompress((tmp_path / f"{name}.jsonl.gz").read_bytes()) for name in ("there", "here")]
    assert unpacked[0] == unpacked[1], "the same lines in the same order, however they are packed in pieces"
    assert there.tally.to_json() == here.tally.to_json()
    assert there.bad == here.bad
    assert len(here.bad) == 1


@pytest.mark.spark
def test_spark_goes_on_where_it_was_stopped(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "a.parquet", tmp_path / "out.jsonl"
    pl.DataFrame(records(500)).write_parquet(source)
    run_corpus(source, tmp_path / "whole.jsonl", Reading())
    with monkeypatch.context() as patch:
        stopped_at(21, patch)
        with pytest.raises(Killed):
            run_corpus(source, out, Reading(), engine="spark")
    result = run_corpus(source, out, Reading(), engine="spark")
    assert result.resumed == 90
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.spark
def test_spark_reads_parquet_only(session: Any, corpus: Path, tmp_path: Path) -> None:
    check_refusal(run("corpus", corpus, "--out", tmp_path / "out.jsonl", "--engine", "spark"), "Parquet")
