"""The answers to the examples, cut short so that a person can read them; kept as data, and held true by a test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

FILE = Path(__file__).parent / "examples.json"
DEEPEST = 4
"""Levels of an answer that are shown."""
LONGEST = 90
"""Characters of a text that are shown."""


@cache
def answers() -> Mapping[str, object]:
    """The answer to each operation's example, in short, by the name of the operation."""
    return cast("Mapping[str, object]", json.loads(FILE.read_text("utf-8")))


def short(answer: Any, depth: int = 0) -> object:
    """An answer of which long lists, long texts and what lies deep are left out, each marked by three dots."""
    if isinstance(answer, dict):
        named = cast("dict[str, Any]", answer)
        if depth >= DEEPEST and named:
            return "{…}"
        if depth >= DEEPEST - 1 and len(named) > 1 and all(isinstance(one, dict) for one in named.values()):
            first = next(iter(named))
            return {first: short(named[first], depth + 1), "…": f"and {len(named) - 1} more"}
        return {name: short(one, depth + 1) for name, one in named.items()}
    if isinstance(answer, list):
        listed = cast("list[Any]", answer)
        if depth >= DEEPEST and listed:
            return "[…]"
        rest = [f"… and {len(listed) - 1} more"] if len(listed) > 1 else []
        return [*(short(one, depth + 1) for one in listed[:1]), *rest]
    if isinstance(answer, str) and len(answer) > LONGEST:
        return f"{answer[:LONGEST]}…"
    return answer
