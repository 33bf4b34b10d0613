"""The documents of a corpus, streamed from a table or a folder in one order, so that a run can go on where it ended."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, cast

from brightline.cases.textfile import check_path
from brightline.errors import BrightlineError, nearest
from brightline.texts.documents.document import ENDINGS, open_document

LARGEST_DOCUMENT = 100_000_000
"""Bytes that one row may have; a greater one is a bad row."""
TABLES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".csv", ".csv.gz", ".tsv", ".tsv.gz", ".parquet")
TEXTS = tuple(ENDINGS)
CHUNK_ROWS = 256
CHUNK_BYTES = 4_000_000
"""A chunk ends after so many rows, or with the row that takes it over so many bytes, whichever comes first."""

Cells = tuple[object, object, object, object]
"""Id, text, date and outlet of a row, as the table holds them."""


@dataclass(frozen=True)
class Columns:
    """Which columns of a table hold what. Where `id` is not given, a column called `id` is, or the row's number."""

    text: str = "text"
    id: str | None = None
    date: str | None = None
    outlet: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that every row must have."""
        return tuple(name for name in (self.text, self.id, self.date, self.outlet) if name is not None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row, not yet looked into: a line of JSON, a document, or cells. `number` counts from 1 over the corpus."""

    number: int
    place: str
    size: int
    raw: bytes | Path | Cells | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read, with what the summary counts it under."""

    id: str
    text: str
    date: str | None
    outlet: str | None


class DamagedError(BrightlineError):
    """The corpus itself has to be mended before it can be read to its end."""


class BadRowError(Exception):
    """A row that holds no text to read; the message says why."""


def kind_of(path: Path) -> str | None:
    """`jsonl`, `csv` or `parquet` by the ending of the name, `text` for a document, else `None`."""
    name = path.name.lower().removesuffix(".gz")
    if path.name.lower().endswith(TEXTS):
        return "text"
    if not path.name.lower().endswith(TABLES):
        return None
    return "csv" if name.endswith((".csv", ".tsv")) else "parquet" if name.endswith(".parquet") else "jsonl"


def corpus_files(source: Path) -> list[Path]:
    """The files of a corpus in the order in which they are read. A folder holds tables, or else documents."""
    if not source.is_dir():
        check_path(source)
        if kind_of(source) in {None, "text"}:
            raise BrightlineError(
                f"{source.name}: a corpus is a table ({', '.join(TABLES)}) or a folder of tables or of documents; "
                "one text goes to `read`"
            )
        return [source]
    files = sorted(path for path in source.rglob("*") if path.is_file() and not path.name.startswith("."))
    tables = [path for path in files if kind_of(path) not in {None, "text"}]
    found = tables or [path for path in files if kind_of(path) == "text"]
    if not found:
        raise BrightlineError(
            f"{source}: the folder holds no table ({', '.join(TABLES)}) and no document ({', '.join(TEXTS)})"
        )
    return found


def rows(source: Path, columns: Columns, skip: int = 0) -> Iterator[Row]:
    """Every row of a corpus after the first `skip`, streamed."""
    files = corpus_files(source)
    number = 0
    for path in files:
        where = f"{path.relative_to(source).as_posix()}, " if source.is_dir() else ""
        match kind_of(path):
            case "jsonl":
                found = _json_rows(path, columns, where)
            case "csv":
                found = _csv_rows(path, columns, where)
            case "parquet":
                found = _parquet_rows(path, columns, where, max(skip - number, 0))
            case _:
                found = iter([(where.removesuffix(", "), path.stat().st_size, path, "")])
        for place, size, raw, problem in found:
            number += 1
            if number > skip:
                yield Row(number, place, size, raw, problem)


def chunks(found: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in pieces of work, the same pieces wherever the reading began, if it began where a piece ended."""
    piece: list[Row] = []
    size = 0
    for row in found:
        piece.append(row)
        size += row.size
        if len(piece) == CHUNK_ROWS or size >= CHUNK_BYTES:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def document(row: Row, columns: Columns) -> Document:
    """The text that a row holds; raises `BadRowError` where it holds none."""
    if row.problem or row.raw is None:
        raise BadRowError(row.problem or "the row is empty")
    if isinstance(row.raw, Path):
        return Document(row.place, _file_text(row.raw), None, None)
    cells = _parsed(row.raw, columns) if isinstance(row.raw, bytes) else row.raw
    id, text, day, outlet = cells
    if not isinstance(text, str):
        raise BadRowError(f"{columns.text!r} is {'empty' if text is None else 'not a text'}")
    if columns.id and id is None:
        raise BadRowError(f"{columns.id!r} is empty")
    return Document(str(id) if id is not None else str(row.number), text, _shown(day), _shown(outlet))


def _shown(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return (value.isoformat() if isinstance(value, date) else str(value).strip() or None) if value is not None else None


def _file_text(path: Path) -> str:
    try:
        return open_document(path).text
    except BrightlineError as failure:
        raise BadRowError(str(failure)) from None


# --- JSON Lines ---------------------------------------------------------------------------------------------------

_Found = tuple[str, int, bytes | Path | Cells | None, str]


def _parsed(line: bytes, columns: Columns) -> Cells:
    try:
        record: object = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadRowError("not UTF-8 text") from None
    except (ValueError, RecursionError) as failure:
        told = failure.msg if isinstance(failure, json.JSONDecodeError) else "nested too deeply"
        raise BadRowError(f"not valid JSON ({told})") from None
    if not isinstance(record, dict):
        raise BadRowError("expected one record in braces")
    cells = cast("dict[str, object]", record)
    if columns.text not in cells:
        raise BadRowError(f"has no {columns.text!r}")
    return (
        cells.get(columns.id or "id"),
        cells[columns.text],
        cells.get(columns.date) if columns.date else None,
        cells.get(columns.outlet) if columns.outlet else None,
    )


def _json_rows(path: Path, columns: Columns, where: str) -> Iterator[_Found]:
    with _opened(path) as lines:
        number = 0
        seen: list[dict[str, object]] = []
        while line := lines.readline(LARGEST_DOCUMENT + 1):
            number += 1
            place = f"{where}line {number:,}"
            if len(line) > LARGEST_DOCUMENT:
                size = len(line)
                while line and not line.endswith(b"\n"):
                    line = lines.readline(LARGEST_DOCUMENT)
                    size += len(line)
                yield place, CHUNK_BYTES, None, f"longer than {LARGEST_DOCUMENT:,} bytes"
                continue
            if not line.strip():
                continue
            if len(seen) < 3:
                _look(line, columns, path.name, seen)
            yield place, len(line), line, ""
        if not number:
            raise BrightlineError(f"{path.name}: there is no record in it")


def _look(line: bytes, columns: Columns, name: str, seen: list[dict[str, object]]) -> None:
    """An error where the first records all lack a column that was asked for: then the name of it is wrong."""
    try:
        record: object = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(record, dict):
        seen.append(cast("dict[str, object]", record))
    if len(seen) == 3:
        check_columns(list({key for record in seen for key in record}), columns, name)


def check_columns(there: Iterable[str], columns: Columns, name: str) -> None:
    """An error unless every column that was asked for is there."""
    known = sorted(there)
    for wanted in columns.wanted:
        if wanted not in known:
            raise BrightlineError(
                f"{name}: there is no column {wanted!r}{nearest(wanted, known)}; there are {', '.join(known[:20])}"
            )


@contextmanager
def _opened(path: Path) -> Generator[IO[bytes]]:
    try:
        with path.open("rb") as raw:
            if raw.read(2) == b"\x1f\x8b":
                raw.seek(0)
                with gzip.GzipFile(fileobj=raw) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                raw.seek(0)
                yield raw
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise DamagedError(
            f"{path.name}: the compressed file is damaged or cut short; fetch or pack it again"
        ) from None
    except OSError as failure:
        raise BrightlineError(f"{path}: cannot be read ({failure.strerror})") from None


# --- CSV and Parquet ----------------------------------------------------------------------------------------------


def _csv_rows(path: Path, columns: Columns, where: str) -> Iterator[_Found]:
    with _opened(path) as raw, _long_cells():
        text = io.TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")
        lines = csv.reader(text, delimiter="\t" if ".tsv" in path.name.lower() else ",")
        try:
            header = next(lines, list[str]())
            check_columns(header, columns, path.name)
            places = [header.index(name) if name else None for name in _names(columns, header)]
            for cells in lines:
                if not cells:
                    continue
                place = f"{where}line {lines.line_num:,}"
                size = sum(map(len, cells))
                if len(cells) != len(header):
                    yield place, size, None, f"{len(cells)} cells where the header has {len(header)}"
                    continue
                picked = [cells[at] or None if at is not None else None for at in places]
                if any("\udc80" <= letter <= "\udcff" for cell in picked if cell for letter in _beyond(cell)):
                    yield place, size, None, "not UTF-8 text"
                    continue
                yield place, size, (picked[0], picked[1], picked[2], picked[3]), ""
        except csv.Error as failure:
            raise DamagedError(f"{path.name}, line {lines.line_num:,}: not readable as CSV ({failure})") from None


@contextmanager
def _long_cells() -> Generator[None]:
    """Cells may be as long as a document meanwhile: the limit is one for the whole process."""
    before = csv.field_size_limit(LARGEST_DOCUMENT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _beyond(cell: str) -> str:
    """The cell where it may hold what is no text: nothing of one in plain ASCII, which most are."""
    return "" if cell.isascii() else cell


def _names(columns: Columns, header: list[str]) -> tuple[str | None, str, str | None, str | None]:
    return columns.id or ("id" if "id" in header else None), columns.text, columns.date, columns.outlet


def _parquet_rows(path: Path, columns: Columns, where: str, skip: int) -> Iterator[_Found]:
    try:
        import polars as pl
    except ImportError:
        raise BrightlineError("Parquet needs one more part: pip install 'brightline[tables]'") from None
    try:
        frame = pl.scan_parquet(path)
        header = frame.collect_schema().names()
        total = frame.select(pl.len()).collect().item()
        check_columns(header, columns, path.name)
        names = _names(columns, header)
        number = min(skip, total)
        for done in range(number):
            yield f"row {done + 1:,}", 0, None, ""
        picked = frame.select(list(dict.fromkeys(name for name in names if name)))
        if number:
            picked = picked.slice(number)
        for batch in picked.collect_batches(chunk_size=2_000, maintain_order=True, engine="streaming"):
            for record in batch.iter_rows(named=True):
                number += 1
                id, text, day, outlet = (record[name] if name else None for name in names)
                size = len(text) if isinstance(text, str) else 0
                yield f"{where}row {number:,}", size, (id, text, day, outlet), ""
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise DamagedError(f"{path.name}: not readable as Parquet; it is damaged or something else") from None
