"""A small corpus, what a run over it wrote, and the end of the process at a chosen moment."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from brightline.texts.corpus import journal

OWN = "The brothel boss took her passport and forced her to work as a prostitute."
OTHER = "The council met on Tuesday and talked about the new bridge."
ROWS = 90
Record = dict[str, Any]


def records(count: int = ROWS) -> list[Record]:
    return [
        {
            "id": f"d{number}",
            "text": f"Number {number}. {OWN if number % 3 == 0 else OTHER}",
            "day": f"20{10 + number % 4}-0{1 + number % 9}-15",
            "paper": f"Paper {number % 4}",
        }
        for number in range(count)
    ]


def write_jsonl(path: Path, rows: list[Record]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def lines_of(path: Path) -> list[Record]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return [json.loads(line) for line in data.splitlines()]


def left_beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith(out.name) and path != out)


class Killed(BaseException):
    """What stands for the end of the process in these tests."""


def stopped_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends when it makes something safe on the disk for the `moment`-th time, half of it written."""
    real = journal._safe
    times = 0

    def safe(file: Any) -> None:
        nonlocal times
        times += 1
        if times == moment:
            file.flush()
            size = file.tell()
            os.ftruncate(file.fileno(), size - min(size, 7))
            raise Killed
        real(file)

    monkeypatch.setattr(journal, "_safe", safe)
