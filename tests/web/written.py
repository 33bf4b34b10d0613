"""Which files the process of a test opens to write, whatever it opens them by: noted while somebody asks for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_MAKES = ("os.mkdir", "os.rename", "os.link", "os.symlink")


class Written:
    """A hook on every file that Python opens. It cannot be taken away again; it only hears while it is `noted`.

    What a library writes by its own machine code alone is not seen.
    """

    def __init__(self) -> None:
        self._noted: list[str] | None = None
        sys.addaudithook(self._heard)

    @contextmanager
    def noted(self) -> Iterator[list[str]]:
        """The files opened to write, and the folders and names made, from now until the end."""
        before, self._noted = sys.dont_write_bytecode, []
        sys.dont_write_bytecode = True  # a module imported for the first time is none of this
        try:
            yield self._noted
        finally:
            sys.dont_write_bytecode, self._noted = before, None

    def _heard(self, event: str, details: tuple[Any, ...]) -> None:
        if self._noted is None:
            return
        if event in _MAKES or (event == "open" and details[2] & _WRITES):
            self._noted.append(f"{event} {details[0]!r}")


WRITTEN = Written()
