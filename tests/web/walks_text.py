"""The text door."""

from __future__ import annotations

from typing import Any


def walk(visitor: Any) -> None:
    page = visitor.page
    visitor.go("/text").examine("first")
    visitor.press("form[action='/text/read'] button.main").examine("first-wrong")
    page.locator("#text").fill("<script>alert(1)</script> A cook wrote of soup.")
    visitor.press("form[action='/text/read'] button.main").examine("nothing-found")
    visitor.go("/text/evidence").examine("evidence-none").go("/text/findings").examine("findings-none")
    visitor.go("/").press("form[action='/text/example'] button").examine("marks")
    visitor.go("/text/findings").examine("findings")
    visitor.go("/text/evidence").examine("evidence")
    visitor.press("#piece-1 button[value=yes]").press("#piece-2 button[value=no]").examine("evidence-checked")
    if visitor.script:
        assert page.evaluate("document.activeElement.id") == "piece-3"
        for key, then in (("n", "piece-4"), ("y", "piece-5")):
            with page.expect_navigation():
                page.keyboard.press(key)
            page.wait_for_function("id => document.activeElement.id === id", arg=then)
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.id") == "piece-4"
    visitor.go("/text/evidence").press("form[action='/text/carry'] button").examine("carried")
