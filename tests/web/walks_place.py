"""The place door."""

from __future__ import annotations

from typing import Any


def walk(visitor: Any) -> None:
    page = visitor.page
    visitor.go("/place").examine("first").press("form[action='/place/example'] button").examine("place")
    page.locator(".lane summary").first.click()
    page.locator("form.card input[name=day]").fill("1999-05-01")
    visitor.press("form.card button").examine("place-1999")
    visitor.go("/place/us-nv").examine("state").go("/place/us-nv.32003").examine("county")
    visitor.go("/place/map").examine("map").go("/place/map?area=europe&topic=buy_adult").examine("map-europe")
    page.select_option("#topic", "condom_evidence")
    visitor.press("button[value=table]").examine("table-condoms")
    visitor.go("/place/map?area=us&topic=brothel_keeping").examine("map-us").go("/place/table").examine("table")
    visitor.go("/place/table?topic=penalty_seller").examine("table-penalties")
    visitor.go("/place/map?day=2099-01-01").examine("first-wrong").go("/place/zz").examine("no-place")
