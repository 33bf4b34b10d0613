"""The law door: definitions read, compared, and where each draws the line."""

from __future__ import annotations

import re
from datetime import date

import pytest

from brightline.findings.line import line
from brightline.law import definition, definition_ids
from brightline.law.claims import claims
from brightline.logic import facts
from brightline.web.laws import NOT_A_DAY, day_typed
from webpages import Browser


@pytest.fixture(scope="module")
def browser() -> Browser:
    return Browser()


def test_the_first_page_lists_every_definition(browser: Browser) -> None:
    page = browser.get("/law").page.text
    assert {id for id in definition_ids() if f'href="/law/text/{id}"' in page} == set(definition_ids())


@pytest.mark.parametrize("id", definition_ids())
def test_every_definition_has_its_elements_in_words_and_in_a_picture_with_citations(browser: Browser, id: str) -> None:
    browser.get(f"/law/text/{id}")
    assert browser.page.status_code == 200
    picture = re.search(r'(?s)<svg viewBox.*?role="img".*?</svg>', browser.page.text)
    assert picture
    version = definition(id).current
    elements = version.elements.values()
    assert picture[0].count('class="fact"') >= len(facts(version.condition))
    for element in elements:
        assert " ".join(element.label.split()) in browser.text
        assert " ".join(element.cite.split()) in browser.text
    assert browser.text.count("it is not legal advice.") >= 1
    assert ("The wording of this law was not read" in browser.text) == (definition(id).current.checked == "memory")


def test_a_day_shows_the_version_then_in_force(browser: Browser) -> None:
    law = definition("us-18usc1591")
    for version in law.versions:
        assert version.start
        browser.get("/law").post("/law/text", {"law": law.id, "day": version.start.isoformat(), "reading": "strict"})
        assert re.search(rf"Version of {re.escape(version.label)} ?:", browser.text)
    browser.get(f"/law/text/{law.id}?day=1950-01-01")
    assert "This was not in force on that day" in browser.text


def test_the_example_compares_two_laws_at_once(browser: Browser) -> None:
    browser.get("/law").post("/law/example")
    assert browser.path == "/law/compare"
    assert "Each of the two reaches cases that the other does not." in browser.text
    assert browser.text.count("The smallest such case:") == 2
    assert "not legal advice" in browser.text


def test_one_law_on_two_days_shows_what_changed(browser: Browser) -> None:
    typed = {"a": "us-18usc1591", "b": "us-18usc1591", "day": "2003-05-01", "other": "2016-01-01", "reading": "strict"}
    browser.get("/law").post("/law/compare", typed)
    assert "One law on two days" in browser.text
    assert "Changes of the law that are dated between them" in browser.text


@pytest.mark.parametrize(
    ("path", "typed", "message"),
    [
        ("/law/compare", {"a": "un-palermo", "b": "un-palermo"}, "These are one law on one day."),
        ("/law/compare", {"a": "un-palermo", "b": "nowhere"}, "Choose a law from the list."),
        ("/law/text", {"law": "un-palermo", "day": "yesterday"}, "The day is not a date."),
        ("/law/line", {"day": "2020-01-01"}, "Choose at least one law."),
        ("/law/all", {"day": "2020-13-01"}, "The day is not a date."),
    ],
)
def test_a_wrong_form_says_what_to_do(browser: Browser, path: str, typed: dict[str, str], message: str) -> None:
    browser.get("/law").post(path, typed, status=422)
    assert "There is a problem" in browser.text
    assert message in browser.text


@pytest.mark.parametrize(
    "path", ["/law/text/nowhere", "/law/line/asean-actip", "/law/all/kr-289", "/law/claim/none", "/law/text/..%2fx"]
)
def test_what_is_not_there_is_an_error_page(browser: Browser, path: str) -> None:
    assert browser.get(path).page.status_code == 404


def test_the_line_of_a_law_is_the_one_that_is_proved(browser: Browser) -> None:
    names = {"proved": "Proved", "refuted": "Refuted", "open": "Open"}
    browser.get("/law/line/us-18usc1591")
    found = line([definition("us-18usc1591")])
    for finding in found:
        article = re.search(rf'(?s)<article [^>]*id="{finding.claim.id}".*?</article>', browser.page.text)
        assert article
        assert f"</span> {names[finding.verdict]}</span>" in article[0]
        assert finding.citations[0] in article[0]


def test_several_laws_beside_each_other_on_every_claim(browser: Browser) -> None:
    browser.get("/law/line").post("/law/line", {"law": ["un-palermo", "un-1949"], "reading": "broad"})
    assert browser.page.text.count('href="/law/line/un-1949?reading=broad#') == len(claims())
    assert "Reading: broad." in browser.text


def test_the_grid_has_every_law_that_was_read_and_one_law_is_found_beside_all_others(browser: Browser) -> None:
    browser.get("/law/all")
    rows = browser.page.text.count('<tr><th scope="row">')
    assert rows == sum(definition(id).checked != "memory" for id in definition_ids())
    browser.get("/law/all/un-palermo")
    assert sum(map(int, re.findall(r"<h2>[^<]*\((\d+)\)</h2>", browser.page.text))) == rows - 1


def test_spanish_pages_keep_the_names_of_laws_and_mark_what_is_english() -> None:
    browser = Browser(language="es").get("/law/text/un-palermo")
    assert "Elemento por elemento" in browser.text
    assert '<span translate="no"><span lang="en">Protocol to Prevent' in browser.page.text


@pytest.mark.parametrize(
    ("typed", "last", "day"),
    [
        ("", False, None),
        (" 2021-05-14 ", False, date(2021, 5, 14)),
        ("2021", False, date(2021, 1, 1)),
        ("2021", True, date(2021, 12, 31)),
        ("2021-02", True, date(2021, 2, 28)),
    ],
)
def test_a_day_is_read_in_one_way_by_every_door(typed: str, last: bool, day: date | None) -> None:
    assert day_typed(typed, last=last) == (day, [])


@pytest.mark.parametrize("typed", ["2021-13", "14.5.2021", "soon", "²", "2021-05-14" * 9])
def test_what_is_no_day_is_told_at_its_field(typed: str) -> None:
    assert day_typed(typed, "other") == (None, [("other", NOT_A_DAY)])


def test_a_comparison_leads_with_what_the_other_law_lacks_and_folds_the_rest(browser: Browser) -> None:
    browser.get("/law/compare?a=un-palermo&b=us-18usc1591")
    patterns = re.findall(r'(?s)<li class="card">.*?</details>', browser.page.text)
    assert len(patterns) > 3
    for one in patterns:
        lead, _, folded = one.partition('<details class="help">')
        assert "What the other law does not find in it:" in lead
        assert "Smallest case:" in lead
        assert '<li class="with">' in folded
        assert "With any of these" not in lead
