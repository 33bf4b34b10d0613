"""The command line run inside the test process, and what a refusal must look like."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from brightline.cli.main import main


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


def run(*words: object, environment: Mapping[str, str] | None = None) -> Run:
    """`brightline` with these words."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.object(sys, "argv", ["brightline", *map(str, words)]),
        patch.dict("os.environ", environment or {}),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as done:
            code = int(done.code or 0)
    return Run(code, out.getvalue(), err.getvalue())


def check_refusal(found: Run, *telling: str) -> None:
    """One clear sentence on standard error, exit code 2, nothing on standard output."""
    assert found.code == 2, found
    assert found.out == ""
    assert found.err.startswith("brightline: "), found.err
    assert found.err.count("\n") == 1, found.err
    assert found.err.endswith("\n")
    assert len(found.err) < 1_000, len(found.err)
    assert "Traceback" not in found.err
    assert "went wrong inside" not in found.err, found.err
    for words in telling:
        assert words in found.err, (words, found.err)


def refused(folder: Path, words: list[object], *telling: str) -> Run:
    """`brightline assess` on these words must be refused and leave the folder as it was."""
    before = sorted(path.name for path in folder.iterdir())
    found = run("assess", *words)
    check_refusal(found, *telling)
    assert sorted(path.name for path in folder.iterdir()) == before
    return found
