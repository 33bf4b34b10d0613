"""The policy door."""

from __future__ import annotations

from typing import Any


def walk(visitor: Any) -> None:
    page = visitor.page
    visitor.go("/policy").examine("first")
    visitor.go("/policy/in/london").examine("form-violence")
    page.locator("input[name=scenario]").first.check()
    visitor.press("form[action='/policy/in/london'] button.main")
    page.wait_for_selector("table")
    visitor.examine("run-violence")
    visitor.go("/policy/in/vancouver").examine("form")
    visitor.press("form[action='/policy/in/vancouver'] button.main").examine("form-wrong")
    page.locator("input[value=outreach]").check()
    page.locator("input[value=open]").check()
    page.locator("input[value=workers]").check()
    page.locator("#draws").select_option("4000")
    # Else the page may go on by itself while it is looked at.
    page.route("**/policy/wait", lambda route: route.fulfill(status=204))
    visitor.press("form[action='/policy/in/vancouver'] button.main").examine("wait")
    page.unroute("**/policy/wait")
    page.wait_for_selector("table", timeout=60_000)
    visitor.examine("run").go("/policy/sources").examine("sources")
