"""The table door."""

from __future__ import annotations

from typing import Any

OWN = b"case_id,age_at_start,brought_in,house,pressure\nA-17,24,Y,Y,hit\nA-18,17,N,Y,none\nA-19,,NK,N,hit|locked\n"
WRONG = b"id,age,obs.locked_in\n1,22,true\n2,220,perhaps\n"


def walk(visitor: Any) -> None:
    page = visitor.page

    def open_file(name: str, content: bytes) -> None:
        visitor.go("/table")
        page.locator("#file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        visitor.press("form[action='/table/file'] button.main")

    visitor.go("/table").examine("first")
    visitor.press("form[action='/table/file'] button.main").examine("first-wrong")
    visitor.go("/").press("form[action='/table/example'] button")
    page.wait_for_url("**/table/findings")
    visitor.examine("findings")
    visitor.go("/table/columns").examine("columns").go("/table/laws").examine("laws").go("/table").examine("held")
    open_file("intake.csv", OWN)
    visitor.examine("unknown-format")
    visitor.press("form[action='/table/draft'] button").examine("draft")
    visitor.go("/table/column/2")
    page.locator("input[value=fact]").check()
    page.locator("#fact").select_option("obs.recruited_by_someone")
    page.locator("#says0").select_option("true")
    visitor.press("button[formaction]").examine("column")
    visitor.press("#meaning button.main").examine("draft-begun")
    visitor.go("/table/column/4")
    page.locator("input[value=each]").check()
    visitor.press("#meaning button.main").examine("column-wrong")
    open_file("cases.csv", WRONG)
    visitor.examine("not-understood")
