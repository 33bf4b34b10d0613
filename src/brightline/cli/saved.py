"""What a saved interview was held under, for the commands that read it later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from brightline.cases.store import is_saved_interview, read_interview


def as_saved(
    file: Path, under: Sequence[str], as_of: date | None, reading: str | None
) -> tuple[Sequence[str], date | None, str]:
    """The definitions, day and reading to use: those given, else those of the interview saved in `file`."""
    if (under and as_of and reading) or not is_saved_interview(file):
        return under, as_of, reading or "strict"
    saved = read_interview(file)
    return under or saved.under, as_of or saved.as_of, reading or saved.reading
