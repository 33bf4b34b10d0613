"""Somebody new starts the program, opens its link, and has a finding on the example after few clicks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from web.first_walk import MOST_CLICKS, WALK, walk

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def link() -> Iterator[str]:
    """The link that `brightline serve` prints, as `make serve` starts it."""
    command = [sys.executable, "-m", "brightline", "serve", "--no-browser"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as serving:
        assert serving.stdout is not None
        found = next(
            found for line in serving.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/enter/\S+", line))
        )
        yield found[0]
        serving.terminate()


def test_from_the_link_to_a_finding(chromium: Any, link: str) -> None:
    clicks = {step.press: number for number, step in enumerate(WALK, start=1)}
    assert clicks["form[action='/situation/example'] button"] == 1, "the finding is one click from the start"
    with chromium.new_context(locale="en") as context:
        page = context.new_page()
        page.goto(link)
        # The link itself is one click more, where no browser opens by itself.
        assert walk(page) + 1 <= MOST_CLICKS
        assert page.locator(".sign", has_text="Met").first.is_visible()


def test_the_page_of_the_walk_counts_the_clicks_that_it_takes() -> None:
    page = (ROOT / "docs" / "web-walk.md").read_text("utf-8")
    assert len(re.findall(r"^\d+\. ", page, re.MULTILINE)) == len(WALK)
    assert f"{len(WALK)} clicks" in page
    for step in WALK:
        assert not step.picture or f"pictures/{step.picture}.png" in page


def test_make_demo_says_how_the_pages_are_opened() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"(?s)^demo:.*?make serve.*?^serve:.*?brightline serve", text, re.MULTILINE)
