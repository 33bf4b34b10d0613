"""Every page in a real browser: both languages, wide and narrow, with and without scripts; axe, and no way out."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
SHOTS = os.environ.get("BRIGHTLINE_SHOTS", "")
"""A folder to leave a picture of every page in."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STORES = """["localStorage", "sessionStorage"]
  .map(name => { try { return window[name].length } catch { return "out of reach" } }).join(", ")"""
HEAVIEST = 200_000
"""Bytes that a page may have with all that it loads, maps aside."""


class Served:
    """The app on a port of its own."""

    def __init__(self) -> None:
        import uvicorn

        from brightline.web.app import make_app
        from brightline.web.settings import Settings

        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self.app = make_app(Settings(port=self.port, rate=1_000, burst=10_000))
        self.server = uvicorn.Server(uvicorn.Config(self.app, log_level="warning", access_log=False, lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, args=([listening],), daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    def link(self) -> str:
        return f"http://127.0.0.1:{self.port}/enter/{self.app.state.sessions.link()}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    made = Served()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path).exists()
        path = None if own else shutil.which("chromium") or shutil.which("google-chrome")
        assert own or path, "no Chromium here: run `playwright install --with-deps chromium`"
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


class Visitor:
    """Somebody who goes through the pages and has each of them examined."""

    def __init__(self, browser: Any, served: Served, language: str, width: int, script: bool, name: str) -> None:
        self.served, self.language, self.width, self.script, self.name = served, language, width, script, name
        self.context = browser.new_context(
            locale=language, viewport={"width": width, "height": 800}, java_script_enabled=script
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.outside: list[str] = []
        self.wrong: list[str] = []
        self.weight = 0
        self.page.on("request", self._requested)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda failure: self.wrong.append(str(failure)))
        self.page.goto(served.link())

    def _requested(self, request: Any) -> None:
        if not request.url.startswith((f"http://127.0.0.1:{self.served.port}/", "data:", "blob:")):
            self.outside.append(request.url)

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status} {response.url}")

    def _said(self, message: Any) -> None:
        # The status of a form with errors is one that the browser tells of, as it should.
        if message.type == "error" and not re.search(r"status of (403|404|409|422)", message.text):
            self.wrong.append(message.text)

    def go(self, path: str) -> Visitor:
        self.page.goto(f"http://127.0.0.1:{self.served.port}{path}")
        return self

    def press(self, selector: str) -> Visitor:
        """Press a button or a link, and wait for the page that comes."""
        button = self.page.locator(selector).first
        if self.script:
            self.page.locator("#main, main").first.evaluate("node => { node.dataset.old = '1' }")
            button.click()
            self.page.wait_for_selector("main:not([data-old])", state="attached")
            self.page.wait_for_load_state("networkidle")
        else:
            with self.page.expect_navigation():
                button.click()
        return self

    def examine(self, name: str) -> Visitor:
        """Look at the page that is open: picture, axe, width, weight, language, and nothing asked of anybody else."""
        page, where = self.page, f"{self.name} {self.language} {self.width} {'js' if self.script else 'nojs'} {name}"
        if SHOTS:
            file = where.replace(" ", "-").replace("/", "-")
            page.screenshot(path=str(Path(SHOTS) / f"{file}.png"), full_page=True)
        assert page.locator("html").get_attribute("lang") == self.language, where
        assert page.locator("h1").count() == 1, where
        assert self.outside == [], where
        assert self.wrong == [], (where, self.wrong)
        if self.script:
            assert page.evaluate(STORES) in ("out of reach, out of reach", "0, 0"), where
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= self.width, f"{where}: {wide} pixels wide"
            weight = page.evaluate("performance.getEntries().reduce((sum, one) => sum + (one.decodedBodySize || 0), 0)")
            assert weight < HEAVIEST, f"{where}: {weight} bytes"
            found = _axe(page)
            assert found == [], f"{where}: {found}"
        return self


def _axe(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for violation in results.response["violations"]
        for node in violation["nodes"][:3]
    ]


WALKS = sorted(path.stem for path in HERE.glob("walks_*.py"))


@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("walk", WALKS)
def test_every_page(chromium: Any, served: Served, walk: str, language: str, width: int, script: bool) -> None:
    visitor = Visitor(chromium, served, language, width, script, walk.removeprefix("walks_"))
    try:
        import_module(f"web.{walk}").walk(visitor)
    finally:
        visitor.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_and_light_have_contrast(chromium: Any, served: Served, scheme: str) -> None:
    visitor = Visitor(chromium, served, "en", 1280, True, scheme)
    visitor.page.emulate_media(color_scheme=scheme)
    visitor.examine("start").press("form[action='/situation/example'] button").examine("finding")
    visitor.go("/situation/question").examine("question").go("/situation/review").examine("review")
    visitor.context.close()


def test_leaving_by_the_keyboard_leaves_nothing(chromium: Any, served: Served) -> None:
    visitor = Visitor(chromium, served, "en", 1280, True, "leave")
    page = visitor.page
    visitor.press("form[action='/situation/example'] button")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/away")
    assert "Kitchen" in page.title()
    assert visitor.context.cookies() == [] or not any("session" in one["name"] for one in visitor.context.cookies())
    page.go_back()
    page.wait_for_load_state()
    assert "passport" not in page.content()
    assert page.goto(f"http://127.0.0.1:{served.port}/situation/finding").status == 403
    visitor.context.close()


def test_before_a_session_ends_there_is_a_warning_and_a_way_to_stay(chromium: Any, served: Served) -> None:
    visitor = Visitor(chromium, served, "en", 1280, True, "idle")
    page = visitor.page
    page.clock.install()
    visitor.go("/situation")
    page.clock.fast_forward(12 * 60_000)
    assert page.locator("#idle").is_hidden()
    page.clock.fast_forward(2 * 60_000)
    page.wait_for_selector("#idle button:focus")
    visitor.examine("warning")
    with page.expect_response("**/stay"):
        page.keyboard.press("Enter")
    page.wait_for_selector("#idle", state="hidden")
    page.clock.fast_forward(14 * 60_000)
    page.wait_for_selector("#idle", state="visible")
    page.clock.fast_forward(2 * 60_000)
    page.wait_for_url("**/ended")
    visitor.context.close()


def test_what_is_typed_runs_nowhere(chromium: Any, served: Served) -> None:
    visitor = Visitor(chromium, served, "en", 1280, True, "typed")
    page = visitor.page
    page.add_init_script("window.alert = () => { document.documentElement.dataset.ran = '1' }")
    payload = "<img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)>"
    visitor.go("/situation")
    page.fill("#about", payload)
    visitor.press("form[action='/situation/begin'] button.main").press("form[action='/situation/agree'] button")
    visitor.press('button[value="yes"]')
    for path in ("/situation/question", "/situation/review", "/situation/finding", "/situation/paper"):
        visitor.go(path)
        assert page.locator("html[data-ran]").count() == 0
        assert page.locator("main img, main script, main svg").count() == 0
    assert payload in page.content().replace("&lt;", "<").replace("&gt;", ">")
    assert visitor.wrong == []
    visitor.context.close()


def test_an_interview_with_the_keyboard_alone(chromium: Any, served: Served) -> None:
    visitor = Visitor(chromium, served, "en", 1280, True, "keys")
    page = visitor.page

    def tab_to(name: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText || ''").strip().startswith(name):
                return
        raise AssertionError(f"{name!r} is not reached by Tab")

    def enter(name: str, then: str) -> None:
        tab_to(name)
        page.keyboard.press("Enter")
        page.wait_for_selector(f"h1:has-text({then!r})")

    enter("A situation", "A situation")
    enter("Begin", "Before you begin")
    enter("The person has agreed", "?")
    for _ in range(3):
        old = page.locator("h1").inner_text()
        tab_to("No")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"h1:not(:has-text({old!r})):focus")
    enter("Stop, and see the finding", "What the facts told come to")
    visitor.context.close()
