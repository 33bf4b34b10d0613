"""Every page in a real browser: both languages, wide and narrow, with and without scripts; axe, and no way out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from brightline.web.guard import session_cookie
from web.visits import NARROW, WIDE, Served, Visitor, axe

pytestmark = pytest.mark.browser

WALKS = sorted(path.stem for path in Path(__file__).parent.glob("walks_*.py"))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
@pytest.mark.parametrize("walk", WALKS)
def test_every_page(chromium: Any, served: Served, walk: str, language: str, script: bool) -> None:
    """Each page is examined narrow and wide; the way there is pressed narrow in one language and wide in the other."""
    width = NARROW if (language == "en") == script else WIDE
    with Visitor(chromium, served, language, width, script, walk.removeprefix("walks_")) as visitor:
        import_module(f"web.{walk}").walk(visitor)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_look_that_was_chosen_is_kept_whatever_the_device_says(chromium: Any, served: Served, look: str) -> None:
    with Visitor(chromium, served, name=look) as visitor:
        page = visitor.page
        page.emulate_media(color_scheme="dark" if look == "light" else "light")
        visitor.press(f"button[name=look][value={look}]")
        for path in ("/", "/situation", "/help"):
            visitor.go(path)
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == look
            assert axe(page) == []


def test_leaving_by_the_keyboard_leaves_nothing(chromium: Any, served: Served) -> None:
    visitor = Visitor(chromium, served, name="leave")
    page = visitor.page
    visitor.press("form[action='/situation/example'] button")
    assert session_cookie(served.app.state.settings) in {one["name"] for one in visitor.context.cookies()}
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/away")
    assert "Kitchen" in page.title()
    assert session_cookie(served.app.state.settings) not in {one["name"] for one in visitor.context.cookies()}
    page.go_back()
    page.wait_for_load_state()
    assert "passport" not in page.content()
    assert page.goto(f"{served.origin}/situation/finding").status == 403
    visitor.context.close()


@pytest.mark.parametrize("script", [True, False], ids=["js", "nojs"])
def test_leaving_in_an_older_tab_ends_what_the_newer_one_began(chromium: Any, served: Served, script: bool) -> None:
    visitor = Visitor(chromium, served, script=script, name="leave in two tabs")
    older = visitor.context.new_page()
    older.goto(f"{served.origin}/situation")
    visitor.press("form[action='/situation/example'] button")
    assert "passport" in visitor.go("/situation/review").page.content()
    older.click("#leave button")
    older.wait_for_url("**/away")
    assert visitor.page.goto(f"{served.origin}/situation/review").status == 403
    assert session_cookie(served.app.state.settings) not in {one["name"] for one in visitor.context.cookies()}
    visitor.context.close()


@pytest.mark.parametrize("refusals", [1, 9], ids=["once", "always"])
def test_leaving_that_is_refused_is_tried_again_and_never_said_to_be_done(
    chromium: Any, served: Served, refusals: int
) -> None:
    visitor = Visitor(chromium, served, name="leave refused")
    page, refused = visitor.page, list[str]()

    def answer(route: Any) -> None:
        if len(refused) < refusals:
            refused.append(route.request.url)
            route.fulfill(status=500, body="It did not work.")
        else:
            route.continue_()

    page.route("**/leave", answer)
    page.click("#leave button")
    page.wait_for_url("**/away" if refusals == 1 else "**/leave")
    assert ("It did not work." in page.content()) == (refusals > 1)
    status = page.goto(f"{served.origin}/situation").status
    assert status == (403 if refusals == 1 else 200)
    visitor.context.close()


def test_before_a_session_ends_there_is_a_warning_and_a_way_to_stay(chromium: Any, served: Served) -> None:
    visitor = Visitor(chromium, served, name="idle")
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
    visitor = Visitor(chromium, served, name="typed")
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
