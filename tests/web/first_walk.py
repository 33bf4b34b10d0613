"""The first walk of somebody new: from the page that opens to a finding on the example, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One click, and what is to be seen then. `picture` names the picture taken there, cut at `height` CSS pixels."""

    press: str
    seen: str
    picture: str
    height: int = 800


WALK = (
    Step("form[action='/situation/example'] button", "h1:has-text('What the facts told come to')", "finding", 1000),
    Step(".finding details summary", ".finding details[open] h4", "change", 760),
    Step("a.main[href='/situation/question']", "button.answer", "question", 640),
    Step("button.answer[value=no]", "h1:focus", "", 0),
    Step("a[href='/situation/finding']", "h1:has-text('What the facts told come to')", "", 0),
    Step("a[href='/situation/paper']", "button[data-print]", "", 0),
)
START = "a[href='/situation']"
MOST_CLICKS = 10


def walk(page: Any, at: Any = lambda step: None) -> int:
    """Go the way on a page that has the start open; `at` is called at each step with it. Gives the number of clicks."""
    page.wait_for_selector(START)
    for step in WALK:
        page.locator(step.press).first.click()
        page.wait_for_selector(step.seen)
        at(step)
    return len(WALK)
