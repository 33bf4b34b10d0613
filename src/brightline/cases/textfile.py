"""Text files read a piece at a time: packed or not, whatever their encoding, and suspicious of their size."""

from __future__ import annotations

import gzip
import json
import stat
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias, cast

from brightline.errors import BrightlineError, DataFileError, nearest
from brightline.law.datafile import Data, parse_json

LONGEST_LINE = 1_000_000
"""Characters that one line of text may have."""
GREATEST_SWELL = 200
"""How many times its packed size a compressed file may unpack to, beyond the first `FREE_SWELL` bytes."""
FREE_SWELL = 100_000_000

Progress: TypeAlias = Callable[[int], None]
"""Told the number of bytes read so far."""


def check_path(path: Path) -> None:
    """An error unless `path` is a file with something in it."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise BrightlineError(f"{path}: this is a folder; give one file in it")
        if not stat.S_ISREG(about.st_mode):
            raise BrightlineError(f"{path}: this is not a regular file")
        if about.st_size == 0:
            raise BrightlineError(f"{path}: the file is empty")
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError):
        raise BrightlineError(f"{path}: there is no such file{_nearest_file(path)}") from None
    except OSError as failure:
        raise BrightlineError(f"{path}: cannot be read ({failure.strerror})") from None
    except ValueError as failure:
        raise BrightlineError(f"{str(path)!r}: cannot be the name of a file ({failure})") from None


def _nearest_file(path: Path) -> str:
    try:
        return nearest(path.name, [other.name for other in path.parent.iterdir()])
    except OSError:
        return ""


def json_lines(path: Path, progress: Progress | None = None) -> Iterator[tuple[int, dict[str, object]]]:
    """Each record of a JSON Lines file with its line number."""
    with Lines(path, "utf-8", progress).opened() as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            record = parse_whole_json(line, path.name, number)
            if not isinstance(record, dict):
                raise BrightlineError(f"{path.name}, line {number:,}: expected one record in braces")
            yield number, dict(record)


def parse_whole_json(text: str, name: str, line: int | None = None) -> Data:
    """One JSON value whose texts can all be written out again: JSON lets half of a character be spelled."""
    data = parse_json(text, name, line)
    if "\\ud" in text.lower():
        try:
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise DataFileError("holds half of a character (\\ud800 to \\udfff); write it whole", name, line) from None
    return data


class Lines:
    """The lines of a text file, packed or not, read a piece at a time; says in a sentence what is wrong with one."""

    def __init__(self, path: Path, encoding: str, progress: Progress | None) -> None:
        self._path = path
        self._encoding = encoding
        self._progress = progress
        self._size = path.stat().st_size
        with path.open("rb") as raw:
            start = raw.read(4)
        self.packed = start[:2] == b"\x1f\x8b"
        if start[:2] in (b"\xff\xfe", b"\xfe\xff") and encoding.lower() in ("utf-8", "utf8"):
            raise BrightlineError(f"{path.name}: the text is UTF-16; save it as UTF-8 (in a spreadsheet: CSV UTF-8)")
        if start[:4] == b"PK\x03\x04":
            raise BrightlineError(f"{path.name}: this is a spreadsheet or zip file, not CSV; give it its right ending")
        try:
            b" ".decode(encoding)
        except (LookupError, UnicodeError):
            raise BrightlineError(f"{encoding!r} is not a text encoding; try utf-8, cp1252 or latin-1") from None

    @contextmanager
    def opened(self) -> Generator[Iterator[str]]:
        with self._path.open("rb") as raw:
            stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if self.packed else raw
            try:
                if self.packed:
                    self._check_swell(stream)
                    stream.seek(0)
                yield self._decoded(stream, raw)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                raise BrightlineError(
                    f"{self._path.name}: the compressed file is damaged or cut short; fetch or pack it again"
                ) from None

    def _check_swell(self, stream: IO[bytes]) -> None:
        """Unpacked in great pieces first: a bomb of short lines would take minutes line by line."""
        left = FREE_SWELL + GREATEST_SWELL * self._size
        while piece := stream.read(1_000_000):
            left -= len(piece)
            if left < 0:
                raise BrightlineError(
                    f"{self._path.name}: it unpacks to over {GREATEST_SWELL} times its size; "
                    "unpack it yourself if you trust it"
                )

    def _decoded(self, stream: IO[bytes], raw: IO[bytes]) -> Iterator[str]:
        name, number = self._path.name, 0
        encoding = "utf-8-sig" if self._encoding.lower() in ("utf-8", "utf8") else self._encoding
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise BrightlineError(
                    f"{name}, line {number:,}: longer than {LONGEST_LINE:,} characters; is this a table?"
                )
            if b"\0" in line:
                raise BrightlineError(f"{name}, line {number:,}: holds a NUL byte; save the table as plain UTF-8 text")
            try:
                text = line.decode(encoding if number == 1 else self._encoding)
            except UnicodeDecodeError as failure:
                raise BrightlineError(
                    f"{name}, line {number:,}: not {self._encoding} text (byte 0x{line[failure.start]:02x}); "
                    "save it as UTF-8, or pass --encoding cp1252"
                ) from None
            if self._progress and number % 4096 == 0:
                self._progress(raw.tell())
            yield text
