"""The pictures of the pages, made anew in a real browser: `python docs/pictures.py` writes docs/pictures/*.png.

Needs what the browser tests need. Prints how many clicks and seconds the first walk took.
"""

from __future__ import annotations

import io
import shutil
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE.parent / "tests")]

FOLDER = HERE / "pictures"
WIDTH = 1000
LARGEST = 120_000
"""Bytes that a picture may have."""


def keep(page: Any, name: str, height: int, top: int = 0) -> None:
    """Write one picture: what is on the page from `top` on, in few colours."""
    from PIL import Image

    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    clip = {"x": 0, "y": top, "width": WIDTH, "height": height}
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
    few = shot.convert("RGB").quantize(64, dither=Image.Dither.NONE)
    file = FOLDER / f"{name}.png"
    few.save(file, optimize=True)
    size = file.stat().st_size
    sys.stdout.write(f"{file.relative_to(HERE)}: {size:,} bytes\n")
    assert size < LARGEST, f"{file} is too large"


def top_of(page: Any, selector: str) -> int:
    return int(page.evaluate("one => document.querySelector(one).getBoundingClientRect().top + scrollY", selector)) - 12


def main() -> None:
    from playwright.sync_api import sync_playwright

    from web.first_walk import START, Step, walk
    from web.visits import Served

    FOLDER.mkdir(exist_ok=True)
    served = Served()
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path).exists()
        browser = playwright.chromium.launch(executable_path=None if own else shutil.which("chromium"))
        page = browser.new_context(locale="en", viewport={"width": WIDTH, "height": 760}).new_page()

        def at(step: Step) -> None:
            if step.picture:
                where = 0 if step.picture != "change" else top_of(page, ".finding details[open]")
                keep(page, step.picture, step.height, where)

        page.goto(served.link())
        page.wait_for_selector(START)
        keep(page, "start", 860)
        walk(page, at)
        page.goto(f"{served.origin}/")
        began = time.monotonic()
        clicks = walk(page)
        sys.stdout.write(f"the walk: {clicks} clicks, {time.monotonic() - began:.1f} seconds\n")

        page.goto(f"{served.origin}/")
        page.locator("form[action='/text/example'] button").click()
        page.wait_for_selector(".text")
        keep(page, "text", 620, top_of(page, "#text-head"))
        page.goto(f"{served.origin}/place/map?area=europe&topic=buy_adult&day=2026-01-01")
        keep(page, "map", 820)
        browser.close()
    served.stop()


if __name__ == "__main__":
    main()
