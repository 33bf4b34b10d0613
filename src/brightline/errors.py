"""The one kind of error that a person is meant to read: what is wrong, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class BrightlineError(Exception):
    """Wrong input or wrong use. The message is one clear sentence; the command line prints it and exits with 2."""


class DataFileError(BrightlineError):
    """A data file (definition, vocabulary, reading, format, case) that does not say what it should.

    `file` and `line` (counted from 1, or `None`) name the place.
    """

    def __init__(self, problem: str, file: str, line: int | None = None) -> None:
        self.problem = problem
        self.file = file
        self.line = line
        super().__init__(f"{file}{f', line {line}' if line else ''}: {problem}")


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the closest known names: ` (did you mean un-palermo?)`, or nothing."""
    names = sorted(known)
    close = [full for full in names if len(name) > 2 and full.lower().startswith(name.lower())][:2]
    close = close or get_close_matches(name.lower(), names, n=2, cutoff=0.6)
    return f" (did you mean {' or '.join(close)}?)" if close else ""


def plural(count: int, noun: str, many: str | None = None) -> str:
    """A count with its noun: `1 row`, `2 rows`, `193,025 rows`."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
