"""What somebody types at `brightline ask`, and the questions that it put."""

from __future__ import annotations

import io
from unittest.mock import patch

from brightline.law import vocabulary
from command import Run, run

TO_MEANS = "y\nn\nn\nn\nn\ny\n"
"""Under un-palermo: an act, four aims that were not, and one that was."""


class Cut(io.StringIO):
    """A terminal on which Ctrl-C is pressed once all is typed."""

    def readline(self, size: int | None = -1, /) -> str:
        line = super().readline(size)
        if not line:
            raise KeyboardInterrupt
        return line


def ask(typed: str, *words: object, cut: bool = False) -> Run:
    with patch("sys.stdin", Cut(typed) if cut else io.StringIO(typed)):
        return run("ask", *words)


def questions(out: str) -> list[str]:
    asked = {entry.question for entry in vocabulary()}
    return [line.strip() for line in out.splitlines() if line.strip() in asked]
