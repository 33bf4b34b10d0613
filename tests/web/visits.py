"""A visit in a real browser: the app at a port of its own, and somebody who goes through it and has each page examined."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

from web.contacts import CONTACTS

SHOTS = os.environ.get("BRIGHTLINE_SHOTS", "")
"""A folder to leave a picture of every page in."""
NARROW, WIDE = 320, 1280
"""The widths that every page is examined at, in CSS pixels."""
HEAVIEST = 200_000
"""Bytes that a page may have with all that it loads, maps aside."""
HEAVIEST_MAP = 400_000
"""The same for a page with a map."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """([rules, alike]) => axe.run({include: [["html"]], exclude: alike ? [[alike]] : []}, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]}).then(
  found => found.violations.flatMap(one => one.nodes.slice(0, 3).map(
    node => `${one.id}: ${node.target} ${(node.failureSummary || "").slice(0, 300)}`)))"""
STORES = """["localStorage", "sessionStorage"]
  .map(name => { try { return window[name].length } catch { return "out of reach" } }).join(", ")"""
SETTLED = """() => { const main = document.querySelector("main");
  return main && !main.dataset.old && document.readyState === "complete"
    && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added") }"""
"""Whether the page that a click brings is there, with all its parts."""
WEIGHT = "performance.getEntries().reduce((sum, one) => sum + (one.decodedBodySize || 0), 0)"


class Served:
    """The app on a port of its own."""

    def __init__(self) -> None:
        import uvicorn

        from brightline.web.app import make_app
        from brightline.web.settings import Settings

        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.port: int = listening.getsockname()[1]
        self.app = make_app(Settings(port=self.port, rate=1_000, burst=10_000))
        self.server = uvicorn.Server(uvicorn.Config(self.app, log_level="warning", access_log=False, lifespan="off"))
        self.thread = threading.Thread(target=self.server.run, args=([listening],), daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link(self) -> str:
        return f"{self.origin}/enter/{self.app.state.sessions.link()}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


class Visitor:
    """Somebody who goes through the pages at one width, and has each of them examined at both."""

    def __init__(
        self, browser: Any, served: Served, language: str = "en", width: int = WIDE, script: bool = True, name: str = ""
    ) -> None:
        self.served, self.language, self.width, self.script, self.name = served, language, width, script, name
        self.context = browser.new_context(
            locale=language, viewport={"width": width, "height": 800}, java_script_enabled=script
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.outside: list[str] = []
        self.wrong: list[str] = []
        self.clicks = 0
        self.page.on("request", self._requested)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda failure: self.wrong.append(str(failure)))
        self.page.goto(served.link())

    def _requested(self, request: Any) -> None:
        if not request.url.startswith((f"{self.served.origin}/", "data:", "blob:")):
            self.outside.append(request.url)

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.status} {response.url}")

    def _said(self, message: Any) -> None:
        # The status of a form with errors is one that the browser tells of, as it should.
        if message.type == "error" and not re.search(r"status of (403|404|409|422)", message.text):
            self.wrong.append(message.text)

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def go(self, path: str) -> Visitor:
        self.page.goto(f"{self.served.origin}{path}")
        return self

    def press(self, selector: str) -> Visitor:
        """Press a button or a link, and wait for the page that comes."""
        button = self.page.locator(selector).first
        self.clicks += 1
        if self.script:
            self.page.locator("main").evaluate("node => { node.dataset.old = '1' }")
            button.click()
            self.page.wait_for_function(SETTLED)
        else:
            with self.page.expect_navigation():
                button.click()
        return self

    def examine(self, name: str, has_map: bool = False, alike: str = "") -> Visitor:
        """Look at the page that is open, narrow and wide: picture, axe, width, weight, language, and who was asked.

        `alike` selects thousands of nodes that differ in nothing but their words; axe reads them in one run of four.
        """
        page, where = self.page, f"{self.name} {self.language} {'js' if self.script else 'nojs'} {name}"
        assert page.locator("html").get_attribute("lang") == self.language, where
        assert page.locator("h1").count() == 1, where
        assert self.outside == [], where
        assert CONTACTS.outside == [], where
        assert self.wrong == [], (where, self.wrong)
        if self.script:
            assert page.evaluate(STORES) in ("out of reach, out of reach", "0, 0"), where
            weight = page.evaluate(WEIGHT)
            assert weight < (HEAVIEST_MAP if has_map else HEAVIEST), f"{where}: {weight} bytes"
        if self.script or SHOTS:
            for width in sorted((NARROW, WIDE), key=lambda width: width == self.width):
                self._examine_at(width, where, "" if width == NARROW and self.language == "en" else alike)
        return self

    def _examine_at(self, width: int, where: str, alike: str) -> None:
        """One width; narrow is dark in Spanish and wide is dark in English, so that each look is seen at each width."""
        page = self.page
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if (width == WIDE) == (self.language == "en") else "light")
        if SHOTS:
            file = f"{where} {width}".replace(" ", "-").replace("/", "-")
            page.screenshot(path=str(Path(SHOTS) / f"{file}.png"), full_page=True)
        if self.script:
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{where}: {wide} pixels wide at {width}"
            page.evaluate("window.scrollTo(0, 0)")  # what lies under the head for now is not too small
            found = axe(page, alike)
            assert found == [], f"{where} at {width}: {found}"


def axe(page: Any, alike: str = "") -> list[str]:
    """What axe has against the page, apart from what `alike` selects."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE, [RULES, alike])
