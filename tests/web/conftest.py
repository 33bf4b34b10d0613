"""What the browser runs share: one browser and one app for each process of the tests."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def served() -> Iterator[Any]:
    from web.visits import Served

    made = Served()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    from web.contacts import ALONE, refuse_others

    if ALONE:
        refuse_others([name for _, name in socket.if_nameindex()])
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path).exists()
        path = None if own else shutil.which("chromium") or shutil.which("google-chrome")
        assert own or path, "no Chromium here: run `playwright install --with-deps chromium`"
        # No name leads anywhere: what the browser does for itself, such as looking for updates, is not what is tested.
        browser = playwright.chromium.launch(
            executable_path=path, args=["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        )
        browser.new_page().goto("about:blank")
        yield browser
        browser.close()
