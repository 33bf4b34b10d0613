"""Every door by the keyboard alone: what is needed is reached by Tab, is seen when it is reached, and answers to keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from web.visits import SETTLED, Served, Visitor

pytestmark = pytest.mark.browser

SEEN = """() => { const one = document.activeElement, box = one.getClientRects()[0];
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return at && (one.contains(at) || at.contains(one)) && getComputedStyle(one).outlineStyle !== "none" }"""
"""Whether what has the focus is in view, with nothing on top of it and a line round it."""
NAMED = """() => { const one = document.activeElement;
  return [one.id, (one.innerText || one.value || "").replace(/^[^\\p{L}]+/u, "").replace(/\\s+/g, " ")] }"""


class Keys:
    """Somebody with a keyboard and no mouse."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def to(self, name: str) -> Keys:
        """Press Tab until something with these first words, or with this id, has the focus."""
        for _ in range(200):
            self.page.keyboard.press("Tab")
            id, words = self.page.evaluate(NAMED)
            if id == name.removeprefix("#") if name.startswith("#") else words.startswith(name):
                self.page.wait_for_function(SEEN)
                return self
        raise AssertionError(f"{name!r} is not reached by Tab at {self.page.url}")

    def press(self, *keys: str) -> Keys:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def open(self, name: str, head: str) -> Keys:
        """Go to a link or a button, press Enter, and wait for the page with this head."""
        self.to(name).press("Enter")
        self.page.wait_for_selector(f"h1:has-text({head!r})")
        self.page.wait_for_function(SETTLED)
        assert self.visitor.wrong == []
        return self


@pytest.fixture
def keys(chromium: Any, served: Served) -> Iterator[Keys]:
    with Visitor(chromium, served) as visitor:
        yield Keys(visitor)


def test_the_head_of_a_page(keys: Keys) -> None:
    keys.press("Tab")
    assert keys.page.evaluate(NAMED) == ["", "Skip to the content"]
    keys.press("Enter")
    assert keys.page.evaluate("document.activeElement.id") == "main"
    keys.open("Help", "Help").open("Español", "Ayuda").open("English", "Help")
    keys.to("Dark").press("Enter")
    keys.page.wait_for_selector("html[data-look=dark]")


def test_a_situation(keys: Keys) -> None:
    page = keys.page
    keys.open("A situation", "A situation").to("#about").press(*"the manager")
    keys.open("Begin", "Before you begin").open("The person has agreed", "?")
    for _ in range(3):
        old = page.locator("h1").inner_text()
        keys.to("No").press("Enter")
        page.wait_for_selector(f"h1:not(:has-text({old!r})):focus")
    keys.open("See all answers", "All answers").open("See the finding", "What the facts told come to")


def test_a_table(keys: Keys) -> None:
    keys.open("See an example table", "What the table comes to").to("The same as a table").press("Enter")
    assert keys.page.locator("details[open] table").first.is_visible()


def test_a_text(keys: Keys) -> None:
    page = keys.page

    def arrives(id: str) -> None:
        page.wait_for_function("id => document.activeElement.id === id", arg=id)

    keys.open("Read an example", "What the text reports").open("Check the evidence", "Check the evidence")
    keys.to("Confirm 1").press("Enter")
    arrives("piece-2")
    for key, then in (("n", "piece-3"), ("y", "piece-4"), ("ArrowDown", "piece-5"), ("ArrowUp", "piece-4")):
        keys.press(key)
        arrives(then)
    assert page.locator(".piece.taken").count() == 2
    assert page.locator(".piece.left").count() == 1
    keys.open("Carry it over", "All answers")
    assert "Told in the file" in page.locator("main").inner_text()


def test_two_laws(keys: Keys) -> None:
    keys.open("A law", "A law").to("#b").press(*"United States (f")
    keys.open("Compare them", "Two laws side by side")
    assert "b=us-" in keys.page.url


def test_a_place(keys: Keys) -> None:
    keys.open("A place", "A place").to("#place").press(*"New Z")
    keys.open("See this place", "New Zealand").to("Note").press("Enter")
    assert keys.page.locator("details[open]").first.is_visible()


def test_a_policy(keys: Keys) -> None:
    keys.open("A policy", "A policy").open("Choose Vancouver", "Vancouver")
    keys.to("outreach").press("Space").to("closed").press("Space", "ArrowDown").to("workers").press("Space")
    keys.to("Run it").press("Enter")
    keys.page.wait_for_selector("table", timeout=60_000)
    assert keys.visitor.wrong == []
