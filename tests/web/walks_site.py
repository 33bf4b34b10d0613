"""The pages that belong to no door."""

from __future__ import annotations

from typing import Any


def walk(visitor: Any) -> None:
    visitor.go("/").examine("start")
    visitor.go("/help").examine("help").go("/words").examine("words").go("/nothing-here").examine("no-page")
    visitor.press("#leave button").examine("away")
    visitor.go("/").examine("locked")
