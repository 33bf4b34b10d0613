"""The text door: what is given is read in memory, marked, checked by a person, and carried over as confirmed."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape

import pytest
import yaml

from brightline.texts.report import SOURCE_WORDS
from brightline.web.doors.text import reading
from brightline.web.doors.text.telling import FAMILIES, OTHER, STATUSES, VERDICTS
from brightline.web.doors.text.work import ON_A_PAGE
from brightline.web.languages import language
from webpages import Browser

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
TEXT = "Police called it sex trafficking. He took her passport and beat her. She was 16 years old. He drove her to clients."
UNDER = {"under": "un-palermo"}


def given(text: str, language: str = "en") -> Browser:
    return Browser(language=language).get("/text").post("/text/read", {"text": text, **UNDER})


def box(browser: Browser) -> str:
    """What the box with the text shows, without labels and what only a screen reader says."""
    inside = re.search(r'(?s)<div class="text".*?>(.*?)</div>', browser.page.text)
    assert inside
    told = re.sub(r'(?s)<a class="tag.*?</a>|<span class="hidden".*?</span>', "", inside[1])
    return unescape(re.sub(r"<[^>]+>", "", told))


def test_the_example_works_at_once_and_shows_every_status() -> None:
    browser = Browser().post("/text/example")
    assert browser.path == "/text/marks"
    assert "Made-up example" in browser.text
    for told in STATUSES.values():
        assert f'<mark class="{told.look}">' in browser.page.text
    assert box(browser) == (reading.HERE / "examples" / "text.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "text", [TEXT, f"{TEXT} {SCRIPT}", "Nothing & nobody <b>here</b>.", "Line\n\n  two   \U0001f600 x"]
)
def test_the_text_is_shown_as_it_is(text: str) -> None:
    browser = given(text)
    assert box(browser) == text
    assert "<script>alert" not in browser.page.text
    assert "<img" not in browser.page.text
    assert re.search(r"\sstyle=", browser.page.text) is None


def test_what_no_page_may_hold_is_replaced_one_for_one() -> None:
    assert box(given("He took\x0b her passport\x1f.")) == "He took\ufffd her passport\ufffd."


def test_a_text_that_reports_nothing_says_what_that_means() -> None:
    browser = given("The soup was good.")
    assert "nothing was looked for" in browser.text
    browser.post("/text/anyway")
    assert browser.path == "/text/marks"
    assert "does not say that nothing happened" in browser.text
    assert "no evidence in this text" in browser.get("/text/evidence").text
    assert "no fact left" in browser.get("/text/findings").text


@pytest.mark.parametrize(
    ("fields", "files", "at", "said"),
    [
        ({}, None, "text", "Paste a text, or choose a file"),
        ({"text": TEXT}, {"file": ("a.txt", b"more")}, "text", "a text and a file"),
        ({"text": "x" * 50_001}, None, "text", "too long for the box"),
        ({}, {"file": ("a.pdf", b"no PDF at all")}, "file", "no PDF"),
        ({}, {"file": ("a.txt", b"\x00\x01\x02\x03" * 50)}, "file", "binary"),
        ({}, {"file": ("a.txt", b"word " * 70_000)}, "file", "too long to be shown"),
        ({}, {"file": (f"{SCRIPT}.csv", b"a,b")}, "file", "table"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(
    fields: dict[str, str], files: dict[str, tuple[str, bytes]] | None, at: str, said: str
) -> None:
    browser = Browser().get("/text").post("/text/read", {**UNDER, **fields}, files, status=422)
    assert said in browser.text
    assert f'href="#{at}"' in browser.page.text
    assert "<script>alert" not in browser.page.text


def test_no_law_is_told_and_the_text_stays_in_its_box() -> None:
    browser = Browser().get("/text").post("/text/read", {"text": TEXT}, status=422)
    assert "Choose at least one law" in browser.text
    assert TEXT in unescape(browser.page.text)


def test_a_packed_bomb_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<w>" + b" " * 30_000_000)
    files = {"file": ("a.docx", packed.getvalue())}
    assert "was not opened" in Browser().get("/text").post("/text/read", UNDER, files, status=422).text


def test_files_are_read_and_their_names_kept_out_of_addresses() -> None:
    page = f"<html><body><p>{TEXT}</p><script>bad()</script></body></html>".encode()
    browser = Browser().get("/text").post("/text/read", UNDER, {"file": ("../../Maria.html", page)})
    assert browser.path == "/text/marks"
    assert box(browser) == TEXT
    assert "Maria" not in str(browser.page.url)
    assert 'spellcheck="false"' in browser.get("/text").page.text


def test_pieces_are_confirmed_rejected_and_taken_back() -> None:
    browser = given(TEXT).get("/text/evidence")
    assert "0 of " in browser.text
    browser.post("/text/evidence/1", {"decision": "yes"}).post("/text/evidence/2", {"decision": "no"})
    assert browser.page.url.fragment == "piece-3"
    assert "1 confirmed" in browser.text or "One confirmed" in browser.text
    made = browser.get("/text/json").page.json()
    assert made["confirmed"] == [1]
    assert made["rejected"] == [2]
    assert "text" not in made
    browser.get("/text/evidence").post("/text/evidence/2", {"decision": "open"})
    assert browser.get("/text/json").page.json()["rejected"] == []
    browser.get("/text/evidence").post("/text/evidence/99", {"decision": "yes"}, status=404)
    browser.get("/text/evidence").post("/text/evidence/1", {"decision": "maybe"}, status=404)


def test_many_pieces_stand_on_several_pages() -> None:
    browser = given(f"{TEXT} " * 30)
    browser.get("/text/evidence")
    assert browser.page.text.count('class="piece card') == ON_A_PAGE
    browser.post(f"/text/evidence/{ON_A_PAGE}", {"decision": "yes"})
    assert str(browser.page.url).endswith(f"/text/evidence?page=2#piece-{ON_A_PAGE + 1}")
    for wrong in ("0", "999", "x", "-1", "²"):
        assert browser.get(f"/text/evidence?page={wrong}").page.status_code == 404


def test_only_what_was_confirmed_is_carried_over() -> None:
    browser = given(TEXT).get("/text/evidence")
    browser.post("/text/carry")
    assert browser.path == "/text/evidence"
    assert "Nothing that a situation could hold is confirmed yet" in browser.text
    found = browser.get("/text/json").page.json()["elements"]
    passport = next(at for at, one in enumerate(found, 1) if one["fact"] == "obs.documents_withheld")
    browser.get("/text/evidence").post(f"/text/evidence/{passport}", {"decision": "yes"})
    case = yaml.safe_load(browser.get("/text/case").page.text)
    facts = [fact for actor in case["actors"] for fact in actor["facts"]]
    assert facts == ["obs.documents_withheld"]
    browser.get("/text/evidence").post("/text/carry")
    assert browser.path == "/situation/review"
    assert "took her passport" in browser.text
    assert "beat her" not in browser.text


def test_what_is_rejected_is_left_out_of_the_findings() -> None:
    browser = given(TEXT).get("/text/findings")
    before = browser.text
    assert "Established" in before
    for number, one in enumerate(browser.get("/text/json").page.json()["elements"], 1):
        if one["label"].startswith("act."):
            browser.get("/text/evidence").post(f"/text/evidence/{number}", {"decision": "no"})
    after = browser.get("/text/findings").text
    assert "left out" in after
    assert after.count("Established") < before.count("Established")


def test_other_laws_can_be_chosen_and_decisions_stand() -> None:
    browser = given(TEXT).get("/text/evidence").post("/text/evidence/1", {"decision": "yes"}).get("/text/findings")
    browser.post("/text/laws", {"under": ["us-18usc1591", "uk-ew-msa"], "reading": "broad"})
    assert browser.path == "/text/findings"
    assert browser.page.text.count('class="card finding"') == 2
    assert browser.get("/text/json").page.json()["confirmed"] == [1]
    browser.get("/text/findings").post("/text/laws", {}, status=422)
    assert "Choose at least one law" in browser.text


def test_a_deleted_text_is_gone_and_another_session_never_sees_one() -> None:
    browser = given(TEXT)
    other = Browser(app=browser.app)
    assert other.get("/text/marks").page.status_code == 409
    browser.post("/text/delete")
    assert "deleted" in browser.text
    assert browser.get("/text/evidence").page.status_code == 409
    assert browser.get("/text/json").page.status_code == 409


def test_the_pages_are_spanish_and_the_text_stays_english() -> None:
    browser = given(TEXT, language="es")
    assert "Lo que cuenta el texto" in browser.text
    assert re.search(r'<div class="text"[^>]* lang="en"', browser.page.text)
    spanish = language("es").messages
    told = [*VERDICTS.values(), *FAMILIES.values(), OTHER, *STATUSES.values()]
    wanted = [words for one in told for words in (one.word, one.sentence)] + [*SOURCE_WORDS.values()]
    assert [words for words in wanted if words not in spanish] == []
    refused = (
        Browser(language="es")
        .get("/text")
        .post("/text/read", UNDER, {"file": ("a.txt", b"\x00\x01\x02\x03" * 50)}, status=422)
    )
    assert "un archivo binario" in refused.text


def test_the_evidence_is_plain_json() -> None:
    made = json.loads(given(TEXT).get("/text/json").page.text)
    assert all(TEXT[one["start"] : one["end"]] == one["quote"] for one in made["elements"])


def test_a_text_in_another_language_is_not_said_to_claim_nothing() -> None:
    foreign = "La mujer fue captada con engaños cuando tenía 16 años y la obligaron a prostituirse en otra ciudad. " * 3
    browser = Browser().get("/text").post("/text/read", {"text": foreign, "under": "un-palermo"})
    assert "Not read: it does not look like English" in browser.text
    assert "makes no claim" not in browser.text
    assert "was found in it" not in browser.text


def test_what_is_not_reported_is_said_in_words_of_the_language() -> None:
    text = "The boss took her passport and forced her to sell sex, in a case of human trafficking."
    for code, words in (
        ("en", "not established: something done with the person"),
        ("es", "sin establecer: algo que se hace"),
    ):
        browser = Browser(language=code).get("/text").post("/text/read", {"text": text, "under": ["un-palermo"]})
        assert words in browser.text
        assert "purpose" not in browser.text.partition("Why" if code == "en" else "Por qué")[2][:400]


def test_a_note_without_a_word_of_the_subject_is_read_where_that_is_asked_for() -> None:
    note = "He locks the flat at night, and they would not let me leave."
    said = {"text": note, "under": "un-palermo"}
    assert "nothing was looked for" in Browser().get("/text").post("/text/read", said).text
    browser = Browser().get("/text").post("/text/read", said | {"anyway": "yes"})
    assert "does not speak of the subject by name" in browser.text
    assert "means 1" in browser.text
    assert "means 1" in browser.post("/text/laws", {"under": "us-18usc1591"}).get("/text/marks").text


def test_what_strangers_did_stands_apart() -> None:
    text = "The pimp took her passport. Officers beat the women in the cells."
    for code, words, whose in (("en", "Set aside", "the police"), ("es", "Dejado aparte", "la policía")):
        browser = Browser(language=code).get("/text").post("/text/read", {"text": text, "under": ["un-palermo"]})
        aside = browser.text.partition(words)[2]
        assert f"beat the women ({whose})" in aside.replace("( ", "(").replace(" )", ")")
