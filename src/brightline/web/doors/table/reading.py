"""A file that was sent, read into memory as a table: within limits, and gone from any disk when it is read."""

from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from brightline.cases.opening import DELIMITERS, open_table, table_kind
from brightline.errors import BrightlineError
from brightline.findings.table import collect
from brightline.web.doors.table.limits import LARGEST_UNPACKED, MOST_CELLS, MOST_COLUMNS, MOST_PARTS
from brightline.web.doors.table.work import Held

_IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it


def plain_name(name: str) -> str:
    """The name of a file as it may be shown and used: no folders, and only plain signs."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return re.sub(r"[^\w .()+-]", "_", last)[-60:].strip(". ") or "table"


def read_table(content: bytes, name: str, delimiter: str, encoding: str, tell: Callable[[int], None]) -> Held:
    """The table in a file's bytes. `delimiter` is one sign, or empty where it is to be found out.

    Raises `BrightlineError` with one sentence for what is wrong with it.
    """
    import narwhals as nw
    import polars as pl

    kind = table_kind(Path(name))
    if not content:
        raise BrightlineError(f"{name}: the file is empty")
    _check_unpacked(content, name)
    if kind == "csv":
        if encoding == "utf-16" or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            content, encoding = _as_utf8(content, name), "utf-8"
        delimiter = delimiter or _delimiter(content, name, encoding)
    with private_folder(len(content)) as folder:
        path = folder / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        table = open_table(path, delimiter or None if kind == "csv" else None, encoding, tell)
        if len(table.columns) > MOST_COLUMNS:
            raise BrightlineError(
                f"{name}: {len(table.columns):,} columns; these pages take {MOST_COLUMNS:,}. Leave some out"
            )
        rows = int(table.frame.select(pl.len()).collect().item())
        if rows * len(table.columns) > MOST_CELLS:
            raise BrightlineError(
                f"{name}: {rows * len(table.columns):,} cells; these pages take {MOST_CELLS:,}. Leave out rows or "
                "columns, or use `brightline assess`"
            )
        tell(len(content))
        whole: pl.DataFrame = collect(nw.from_native(table.frame), "polars").to_native()
    return Held(name, replace(table, path=Path(name), frame=whole.lazy()), rows)


@contextmanager
def private_folder(size: int) -> Generator[Path]:
    """A folder for one user and one moment, in memory where the machine has such a place with room for `size` bytes."""
    place: Path | None = None
    try:
        if os.access(_IN_MEMORY, os.W_OK | os.X_OK) and _room(_IN_MEMORY) > 2 * size:
            place = _IN_MEMORY
    except OSError:
        place = None
    with TemporaryDirectory(prefix="brightline-", dir=place) as folder:
        yield Path(folder)


def _room(place: Path) -> int:
    about = os.statvfs(place)
    return about.f_bavail * about.f_frsize


def _check_unpacked(content: bytes, name: str) -> None:
    """An error where a packed file holds too much; it is counted, and nothing of it is kept."""
    too_much = BrightlineError(
        f"{name}: unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB; these pages take no more"
    )
    if content[:2] == b"\x1f\x8b":
        left = LARGEST_UNPACKED
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                while piece := packed.read(1_000_000):
                    left -= len(piece)
                    if left < 0:
                        raise too_much
        except (OSError, EOFError, zlib.error):
            return  # damaged: whoever opens it says so
    elif content[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, LookupError, RuntimeError, EOFError, OverflowError):
            return
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise too_much


def _as_utf8(content: bytes, name: str) -> bytes:
    try:
        return content.decode("utf-16").encode()
    except UnicodeError:
        raise BrightlineError(f"{name}: not readable as UTF-16 text; save it as UTF-8") from None


def _delimiter(content: bytes, name: str, encoding: str) -> str:
    """The sign that divides the first line, where it is plain; empty where the usual one is to be tried."""
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                content = packed.read(100_000)
        except (OSError, EOFError, zlib.error):
            return ""
    line = content[:100_000].split(b"\n", 1)[0].decode(encoding, "replace")
    usual = "\t" if ".tsv" in name.lower() else ","
    counts = {sign: line.count(sign) for sign in DELIMITERS}
    best = max(counts, key=lambda sign: (counts[sign], sign == usual))
    return best if counts[best] and not counts[usual] else ""
