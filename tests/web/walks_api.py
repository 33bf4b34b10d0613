"""The page about the JSON interface."""

from __future__ import annotations

from typing import Any


def walk(visitor: Any) -> None:
    visitor.go("/api").examine("page")
    visitor.context.clear_cookies()
    visitor.go("/api").examine("no-session")
