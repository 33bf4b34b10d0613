"""The law door."""

from __future__ import annotations

from typing import Any


def walk(visitor: Any) -> None:
    page = visitor.page
    visitor.go("/law").examine("first")
    page.locator("form[action='/law/text'] details summary").click()
    page.locator("form[action='/law/text'] input[name=day]").fill("2003-06-01")
    page.select_option("#law", "us-18usc1591")
    visitor.press("form[action='/law/text'] button.main").examine("text-2003")
    visitor.go("/law/text/un-palermo").examine("text")
    visitor.go("/law/text/nl-273f").examine("text-long").go("/law/text/asean-actip").examine("text-unread")
    visitor.go("/law").press("form[action='/law/example'] button").examine("two")
    visitor.go("/law/compare?a=us-18usc1591&b=us-18usc1591&day=2003-05-01&other=2016-01-01").examine("changed")
    visitor.go("/law/line").examine("line")
    visitor.press("form[action='/law/line'] button.main").examine("line-chosen")
    visitor.press(".tried a").examine("line-one").go("/law/claim/each-means").examine("claim")
    visitor.go("/law/all").examine("grid", alike=".grid tbody tr:nth-child(n+9)")
    visitor.press(".grid tbody th a").examine("around")
    visitor.go("/law")
    page.select_option("#b", "un-palermo")
    visitor.press("form[action='/law/compare'] button.main").examine("first-wrong")
    visitor.go("/law/text/nowhere").examine("no-law")
