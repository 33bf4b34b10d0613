"""The journal of a run: which pieces of work are safely written, so that one killed at any moment can go on."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

from brightline.cases.placing import check_place
from brightline.errors import BrightlineError
from brightline.texts.corpus.tally import Tally

SAFE_EVERY = 1.0
"""Seconds of work that may be lost: making it safe takes a disk some time, which is not spent on every piece."""


class Journal:
    """What is written of an output: a part file that only grows, and beside it a line for every whole piece of it.

    Pieces are made safe first, their lines in the journal after them. Whatever a kill leaves behind the last line is
    cut off when the run goes on.
    """

    def __init__(self, out: Path, about: Mapping[str, object], *, afresh: bool = False) -> None:
        check_place(out)
        self.out = out
        self.part = out.with_name(f"{out.name}.part")
        self.path = out.with_name(f"{out.name}.journal")
        self.rows = 0
        self.done = False
        self.tally = Tally()
        self.told: list[str] = []
        self._bytes = 0
        self._part: IO[bytes] | None = None
        self._waiting: list[dict[str, object]] = []
        self._saved = time.monotonic()
        try:
            self._lines: IO[bytes] = self.path.open("a+b")
        except OSError as failure:
            raise BrightlineError(f"{self.path}: cannot be written ({failure.strerror})") from None
        try:
            self._begin(about, afresh)
        except BaseException:
            self.close()
            raise

    def _begin(self, about: Mapping[str, object], afresh: bool) -> None:
        _lock(self._lines, self.out.name)
        if afresh:
            self._lines.truncate(0)
            self.part.unlink(missing_ok=True)
        entries, kept = _entries(self._lines)
        if not entries:
            self._lines.truncate(0)
            self.part.unlink(missing_ok=True)
            self._append({"about": dict(about)})
        else:
            self._check(entries[0].get("about"), about)
            there = self.part.stat().st_size if self.part.exists() else 0
            finished = bool(entries[-1].get("done")) and not self.part.exists() and self.out.exists()
            while len(entries) > 1 and entries[-1]["bytes"] > there and not finished:
                kept -= entries.pop()["length"]
            self._lines.truncate(kept)
            for entry in entries[1:]:
                if entry.get("done"):
                    self.done = True
                    continue
                self.rows, self._bytes = entry["rows"], entry["bytes"]
                self.tally.merge(Tally.unpack(entry["tally"]))
                self.told.extend(entry["bad"])
        if not self.done:
            self._part = self.part.open("ab")
            self._part.truncate(self._bytes)

    def _check(self, before: object, about: Mapping[str, object]) -> None:
        told = cast("dict[str, object]", before) if isinstance(before, dict) else dict[str, object]()
        other = [name for name in about if told.get(name) != json.loads(json.dumps(about[name]))]
        if other:
            raise BrightlineError(
                f"{self.path.name} is of a run with other {' and '.join(other)}: give what that run was given, "
                "write to another name, or begin anew with --afresh"
            )

    def write(self, data: bytes, rows: int, tally: Tally, bad: list[str]) -> None:
        """One whole piece of output. `rows` is the number of the last row in it."""
        assert self._part is not None
        self._part.write(data)
        self._bytes += len(data)
        self._waiting.append({"rows": rows, "bytes": self._bytes, "tally": tally.pack(), "bad": bad})
        self.rows = rows
        self.tally.merge(tally)
        self.told.extend(bad)
        if time.monotonic() - self._saved >= SAFE_EVERY:
            self.save()

    def save(self) -> None:
        """Make everything safe that was written: the pieces, then their lines."""
        if self._waiting:
            assert self._part is not None
            _safe(self._part)
            self._append(*self._waiting)
            self._waiting.clear()
        self._saved = time.monotonic()

    def finish(self) -> None:
        """Say that nothing is left to do but to put the output in its place."""
        self.save()
        if not self.done:
            self._append({"done": True, "bytes": self._bytes})
            self.done = True
        if self._part:
            self._part.close()

    def forget(self) -> None:
        """The output is in its place: the journal has done its work."""
        self.part.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the files."""
        if self._part:
            self._part.close()
        self._lines.close()

    def _append(self, *entries: dict[str, object]) -> None:
        self._lines.write(b"".join(json.dumps(entry).encode() + b"\n" for entry in entries))
        _safe(self._lines)


def _safe(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _entries(lines: IO[bytes]) -> tuple[list[dict[str, Any]], int]:
    """The whole entries with the length of each, and where the last one ends."""
    lines.seek(0)
    found: list[dict[str, Any]] = []
    kept = 0
    for line in lines:
        try:
            entry: object = json.loads(line) if line.endswith(b"\n") else None
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            break
        found.append({**cast("dict[str, Any]", entry), "length": len(line)})
        kept += len(line)
    return found, kept


def _lock(file: IO[bytes], name: str) -> None:
    """Only one run at a time; the lock ends with the process, however that ends."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BrightlineError(f"another run is writing {name}; wait for it, or write to another name") from None
