"""A corpus run on Spark: Parquet in Arrow batches, the lines gathered in the order of the rows."""

# PySpark is an extra and brings no complete types, so the strict checks stop at its edge.
# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportMissingTypeStubs=false

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brightline.errors import BrightlineError
from brightline.texts.corpus import documents
from brightline.texts.corpus.documents import (
    Columns,
    Row,
    check_columns,
    corpus_files,
    kind_of,
)
from brightline.texts.corpus.pieces import Piece, Reading, line_of, ready
from brightline.texts.corpus.tally import Tally

WAVE = 1_000_000
"""Rows that are sorted at a time: what is read and not yet written when a run is killed is read again."""

_RESULT = "number long, size long, line binary, tally string, problem string"


def spark_pieces(source: Path, how: Reading, done: int, packed: bool) -> Iterator[Piece]:
    """The pieces of a Parquet file or folder after the first `done` rows, on the running session or a new one."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise BrightlineError("the spark engine needs PySpark and Java 17: pip install 'brightline[spark]'") from None
    files = corpus_files(source)
    if any(kind_of(path) != "parquet" for path in files):
        raise BrightlineError(f"{source.name}: the spark engine reads Parquet; leave out --engine for other corpora")
    if SparkSession.getActiveSession() is None:
        # Else Spark would start whichever Python comes first on the path.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.appName("brightline").getOrCreate()
    try:
        yield from _waves(session, source, files, how, done, packed)
    except PySparkException as failure:
        told = re.findall(r"^\w+(?:Error|Exception): .{1,160}", str(failure), re.MULTILINE)
        reason = f" ({told[-1]})" if told else ""
        raise BrightlineError(
            f"{source.name}: Spark could not read it to its end{reason}; what is done is kept"
        ) from None


def _waves(session: Any, source: Path, files: list[Path], how: Reading, done: int, packed: bool) -> Iterator[Piece]:
    gathered = _Gathered(packed)
    offset = 0
    for path in files:
        frame = session.read.parquet(str(path))
        check_columns(frame.columns, how.columns, path.name)
        total = frame.count()
        where = f"{path.relative_to(source).as_posix()}, " if source.is_dir() else ""
        start = max(done - offset, 0)
        while start < total:
            end = min(start + WAVE, total)
            yield from gathered.pieces(_read(frame, how, where, offset, start, end))
            start = end
        offset += total
    yield from gathered.rest()


def _read(frame: Any, how: Reading, where: str, offset: int, start: int, end: int) -> Iterator[Any]:
    """The lines of the rows `start` to `end` of one file, in order, fetched a partition at a time."""
    from pyspark.sql import functions

    names = _names(how.columns, frame.columns)
    place = functions.col("_metadata.row_index")
    chosen = frame.select(
        place.alias("row"), *[(frame[f"`{name}`"] if name else functions.lit(None)).alias(key) for key, name in names]
    ).where((functions.col("row") >= start) & (functions.col("row") < end))

    def read_batches(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            yield pyarrow.RecordBatch.from_pylist(
                [_record(record, how, where, offset) for record in batch.to_pylist()], schema=_arrow()
            )

    return chosen.mapInArrow(read_batches, _RESULT).orderBy("number").toLocalIterator(prefetchPartitions=True)


def _arrow() -> Any:
    import pyarrow

    return pyarrow.schema(
        [
            ("number", pyarrow.int64()),
            ("size", pyarrow.int64()),
            ("line", pyarrow.binary()),
            ("tally", pyarrow.string()),
            ("problem", pyarrow.string()),
        ]
    )


def _names(columns: Columns, there: list[str]) -> list[tuple[str, str | None]]:
    id = columns.id or ("id" if "id" in there else None)
    return [("id", id), ("text", columns.text), ("date", columns.date), ("outlet", columns.outlet)]


def _record(record: dict[str, Any], how: Reading, where: str, offset: int) -> dict[str, object]:
    number, text = offset + record["row"] + 1, record["text"]
    size = len(text) if isinstance(text, str) else 0
    place = f"{where}row {record['row'] + 1:,}"
    tally = Tally()
    cells = (record["id"], text, record["date"], record["outlet"])
    line, problem = line_of(Row(number, place, size, cells), how, tally)
    told = f"{place}: {problem}" if line is None else ""
    return {"number": number, "size": size, "line": line, "tally": json.dumps(tally.pack()), "problem": told}


class _Gathered:
    """Lines gathered into the pieces that a run on this machine's processes makes of the same rows."""

    def __init__(self, packed: bool) -> None:
        self._packed = packed
        self._clear()

    def _clear(self) -> None:
        self._lines: list[bytes] = []
        self._bad: list[str] = []
        self._tally = Tally()
        self._rows = self._size = self._last = 0

    def pieces(self, records: Iterator[Any]) -> Iterator[Piece]:
        """The whole pieces among these records and those left over from before."""
        for record in records:
            self._rows += 1
            self._size += record["size"]
            self._last = record["number"]
            self._tally.merge(Tally.unpack(json.loads(record["tally"])))
            if record["line"] is None:
                self._bad.append(record["problem"])
            else:
                self._lines.append(bytes(record["line"]))
            if self._rows == documents.CHUNK_ROWS or self._size >= documents.CHUNK_BYTES:
                yield from self.rest()

    def rest(self) -> Iterator[Piece]:
        """What is left, as a piece."""
        if self._rows:
            yield Piece(ready(self._lines, self._packed), self._last, self._tally, self._bad)
            self._clear()
