"""The place door: the atlas as map, through the years and as table, with source and check on every cell."""

from __future__ import annotations

import re
from datetime import date

import pytest

from brightline.law import atlas
from brightline.web.doors.place.chart import coarser
from webpages import Browser


@pytest.fixture(scope="module")
def browser() -> Browser:
    return Browser()


def address(code: str) -> str:
    return f"/place/{code.lower().replace(':', '.')}"


@pytest.mark.parametrize("code", [*atlas.covered()[::9], "NZ", "US-NV", "US-NV:32003"])
def test_every_row_of_a_day_stands_with_its_source_and_how_it_was_checked(browser: Browser, code: str) -> None:
    browser.get(address(code))
    assert browser.page.status_code == 200
    for standing in atlas.status(code):
        row = re.search(rf'(?s)<tr role="row" id="topic-{standing.row.topic}">.*?</tr>', browser.page.text)
        assert row, standing.row.topic
        assert 'class="sign check' in row[0]
        assert ("UNREAD" in row[0]) or standing.row.read
        if not standing.row.read:
            assert "unread</span>" in row[0]
    assert browser.text.count("it is not legal advice. The law may have moved since.") == 1


def test_the_example_is_new_zealand_with_the_rows_that_decide_its_regime(browser: Browser) -> None:
    browser.get("/place").post("/place/example")
    assert browser.path == "/place/nz"
    found = atlas.regime("NZ")
    assert found.id in browser.text
    for standing in found.because:
        assert f'href="#topic-{standing.row.topic}"' in browser.page.text


def test_an_earlier_day_shows_the_law_then(browser: Browser) -> None:
    browser.get("/place/nz").post("/place/nz/day", {"day": "2000-01-01"})
    assert "partial criminalisation" in browser.text
    early = date(1801, 1, 1)
    empty = next(code for code in atlas.covered() if not atlas.status(code, None, early))
    browser.get(f"{address(empty)}?day={early}")
    assert "The atlas has no row for this day, which says nothing of the law." in browser.text


def test_the_map_paints_every_place_with_a_shape_and_names_every_place_in_words(browser: Browser) -> None:
    for area in ("world", "us"):
        browser.get(f"/place/map?area={area}&topic=brothel_keeping")
        legend = browser.page.text.partition("</figure>")[2]
        for standing in atlas.standings("brothel_keeping"):
            code = standing.row.jurisdiction
            if area == "world" or code.startswith("US"):
                assert f'href="{address(code)}"' in legend
    assert "<script" not in re.search(r"(?s)<figure.*?</figure>", browser.page.text)[0]  # type: ignore[index]


def test_no_bar_found_is_not_known_and_never_allowed(browser: Browser) -> None:
    row = next(row for row in atlas.rows() if row.topic == "condom_evidence" and row.status == "no_bar_found")
    browser.get(address(row.jurisdiction))
    assert "not known (no bar found)" in browser.text
    browser.get("/place/table?topic=condom_evidence")
    assert "not known (no bar found)" in browser.text
    assert "no bar found</strong>" not in browser.page.text


@pytest.mark.parametrize("topic", ["", "buy_adult", "penalty_seller", "minor_immunity"])
def test_the_table_has_a_check_and_a_source_in_every_line(browser: Browser, topic: str) -> None:
    browser.get(f"/place/table?topic={topic}" if topic else "/place/table")
    lines = re.findall(r'(?s)<tr role="row"><th role="rowheader".*?</tr>', browser.page.text)
    assert len(lines) > 20
    assert all('class="sign check' in line and "cite" in line for line in lines)
    if topic:
        assert len(lines) == len(atlas.standings(topic))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"view": "place", "place": "zz"}, "Choose a place from the list."),
        ({"view": "map", "day": "soon"}, "The day is not a date."),
        ({"view": "table", "day": "2999-01-01"}, "That day has not come yet."),
        ({"view": "map", "day": "1066-10-14"}, "The atlas begins in 1800."),
    ],
)
def test_a_wrong_form_says_what_to_do(browser: Browser, typed: dict[str, str], message: str) -> None:
    browser.get("/place").post("/place/choose", typed, status=422)
    assert "There is a problem" in browser.text
    assert message in browser.text


def test_a_place_that_the_atlas_does_not_have_is_an_error_page(browser: Browser) -> None:
    assert browser.get("/place/zz").page.status_code == 404
    assert "says nothing of its law" in browser.text


def test_choosing_leads_to_an_address_that_can_be_kept(browser: Browser) -> None:
    browser.get("/place").post(
        "/place/choose", {"view": "map", "topic": "buy_adult", "area": "us", "day": "2010-01-01"}
    )
    assert str(browser.page.url).endswith("/place/map?area=us&topic=buy_adult&day=2010-01-01")
    browser.get("/place").post("/place/choose", {"view": "place", "place": "us-nv.32003", "day": str(date.today())})
    assert str(browser.page.url).endswith("/place/us-nv.32003")


def test_a_coarser_path_goes_the_same_way_in_half_units() -> None:
    assert coarser("M10.1,20.2l1,1 .1,.1-2,0zM5,5l1-1z") == "M20 40l2 2 0 1-4 0zM10 10l2-2z"


def test_in_spanish() -> None:
    browser = Browser(language="es").get("/place/nz")
    assert "A lo largo de los años" in browser.text
    assert "no es asesoramiento jurídico" in browser.text
