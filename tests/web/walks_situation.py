"""The situation door."""

from __future__ import annotations

from typing import Any


def walk(visitor: Any) -> None:
    page = visitor.page
    visitor.go("/situation").examine("first")
    page.locator("details.help summary").first.click()
    page.locator("input[name=under]").first.uncheck()
    visitor.press("form[action='/situation/begin'] button.main").examine("first-wrong")
    visitor.go("/situation").press("form[action='/situation/begin'] button.main").examine("before")
    visitor.press("form[action='/situation/agree'] button").examine("question")
    for word in ("yes", "don't know", "rather not say"):
        visitor.press(f'button[value="{word}"]')
    visitor.examine("question-4")
    visitor.go("/situation/answers/1").examine("answer-again")
    visitor.go("/situation/review").examine("review")
    visitor.go("/situation/finding").examine("finding-open")
    visitor.go("/").press("form[action='/situation/example'] button").examine("finding")
    visitor.go("/situation/paper").examine("paper").go("/situation/laws").examine("laws")
    visitor.go("/situation/question").examine("question-example")
