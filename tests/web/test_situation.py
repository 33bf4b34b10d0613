"""The situation door: an interview with nothing lost on the way, and the finding that it comes to."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import yaml

from brightline import __version__
from brightline.cases.casefile import cases_in, read_cases
from brightline.findings import assess
from brightline.findings.ask import Interview
from brightline.law import definition
from brightline.web.doors.situation.work import reopened
from brightline.web.laws import Terms
from web.written import WRITTEN
from webpages import Browser

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "cases").glob("*.yaml"))
XSS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</textarea><svg/onload=alert(1)>"]


def begun(under: str = "un-palermo", **fields: str) -> Browser:
    browser = Browser().get("/situation").post("/situation/begin", {"under": under, **fields})
    assert browser.path == "/situation/before"
    return browser.post("/situation/agree")


def fact(browser: Browser) -> str:
    found = re.search(r'name="fact" value="([^"]+)"', browser.page.text)
    assert found, browser.text[:600]
    return found[1]


def answer(browser: Browser, word: str, status: int = 200) -> Browser:
    return browser.post("/situation/answer", {"fact": fact(browser), "answer": word}, status=status)


def test_consent_comes_before_the_first_question() -> None:
    browser = Browser().get("/situation").post("/situation/begin", {"under": "un-palermo", "purpose": "to help you"})
    assert "You do not have to answer." in browser.text
    assert "this is why I ask: to help you." in browser.text
    assert browser.get("/situation/question").path == "/situation/before"
    assert browser.post("/situation/agree").path == "/situation/question"


def test_the_same_questions_come_as_in_an_interview() -> None:
    words = ["yes", "no", "don't know", "rather not say", "skip", "none of the rest"]
    browser, interview = begun(), Interview()
    for number in range(40):
        question = interview.question
        if question is None:
            break
        assert fact(browser) == question.fact
        assert question.text in browser.text.replace("’", "'")
        word = words[number % len(words)]
        word = "no" if word == "none of the rest" and not question.closes else word
        assert ('value="none of the rest"' in browser.page.text) == question.closes
        interview.answer(word)
        answer(browser, word)
    assert browser.path == "/situation/finding"
    file = browser.get("/situation/file").page.text
    (case,) = cases_in(file, "answers.yaml")
    assert [one.outcome for one in assess(case)] == [one.outcome for one in interview.findings]


def test_back_loses_nothing() -> None:
    browser = begun()
    answer(answer(answer(browser, "no"), "yes"), "don't know")
    later = fact(browser)
    assert "Your answer: Not known" in browser.get("/situation/answers/3").text
    assert "Your answer: Yes" in browser.get("/situation/answers/2").text
    assert "Your answer: No" in browser.get("/situation/answers/1").text
    assert fact(browser.get("/situation/question")) == later
    assert browser.get("/situation/answers/4").page.status_code == 404


def test_any_answer_can_be_changed_and_what_moved_is_said() -> None:
    browser = Browser().post("/situation/example")
    assert "un-palermo" in browser.page.text
    page = browser.get("/situation/review").page.text
    rows = re.findall(r"<dt>(.*?)</dt>.*?answers/(\d+)", page, re.DOTALL)
    number = next(number for question, number in rows if "told the work would be something else" in question)
    browser.get(f"/situation/answers/{number}")
    browser.post(f"/situation/answers/{number}", {"fact": fact(browser), "was": "yes", "answer": "no"})
    assert browser.path == "/situation/review"
    title = definition("un-palermo").title
    assert f"{title}: Met → Undetermined" in browser.text
    assert "un-palermo:" not in browser.text, "a law is told by its name"
    browser.get(f"/situation/answers/{number}")
    browser.post(f"/situation/answers/{number}", {"fact": fact(browser), "was": "no", "answer": "yes"})
    assert f"{title}: Undetermined → Met" in browser.text
    browser.get(f"/situation/answers/{number}")
    browser.post(f"/situation/answers/{number}", {"fact": fact(browser), "was": "yes", "answer": "skip"})
    assert "told the work would be something else" not in browser.text


def test_answers_that_contradict_each_other_are_refused_and_nothing_changes() -> None:
    case = "facts:\n  age.under_18: false\n  age.under_16: false\n"
    browser = Browser().get("/situation")
    browser.post("/situation/open", {"under": "un-palermo"}, files={"file": ("a.yaml", case)})
    page = browser.get("/situation/answers/2")
    assert fact(page) == "age.under_16"
    browser.post("/situation/answers/2", {"fact": "age.under_16", "was": "no", "answer": "yes"}, status=422)
    assert "There is a problem" in browser.text
    assert "ages contradict each other" in browser.text
    assert "Your answer: No" in browser.get("/situation/answers/2").text


def test_two_windows_on_one_question_show_both_answers() -> None:
    browser = begun()
    asked = fact(browser)
    browser.post("/situation/answer", {"fact": asked, "answer": "yes"})
    browser.post("/situation/answer", {"fact": asked, "answer": "no"}, status=409)
    assert "There it is: Yes. Here you chose: No." in browser.text
    browser.get("/situation/question").post("/situation/answer", {"fact": asked, "answer": "yes"})
    assert browser.path == "/situation/question"
    browser.get("/situation/answers/1")
    browser.post("/situation/answers/1", {"fact": asked, "was": "don't know", "answer": "no"}, status=409)
    assert "Your answer: Yes" in browser.get("/situation/answers/1").text
    browser.get("/situation/question").post("/situation/answer", {"fact": "move.cross_border", "answer": "no"})
    assert "This question is not asked any more" in browser.text


def test_what_is_no_answer_is_refused() -> None:
    browser = begun()
    answer(browser, "perhaps", status=422)
    browser.get("/situation/question")
    assert "elements settled" in browser.text


def test_a_child_is_told_of_at_once() -> None:
    browser = begun()
    for _ in range(30):
        young = fact(browser) == "age.under_18"
        answer(browser, "yes" if young else "don't know")
        if young:
            break
    assert "You may have duties to protect a child" in browser.text


def test_the_finding_says_what_carries_it_and_what_would_change_it() -> None:
    browser = Browser().post("/situation/example")
    for words in (
        "Side by side", "Met", "Undetermined", "Carried by:", "Why it counts:", "Art. 3(a)", "Made-up example.",
        "What decides it, and what would change it", "No longer met without", "It says nothing of who anybody is",
        "Would rather not say:", "questions could still change this",
    ):  # fmt: skip
        assert words in browser.text, words
    assert "%" not in browser.text
    assert "victim" not in browser.text.lower()
    assert browser.get("/situation/paper").text.count("Were you told the work would be something else?") >= 1


def test_an_element_that_the_law_does_without_is_no_cross() -> None:
    browser = Browser().post("/situation/example").get("/situation/finding")
    met, other = [], []
    for one in re.findall(r'(?s)<details class="card finding".*?<ul class="elements">.*?</ul>', browser.page.text):
        (met if 'class="sign yes"' in one.partition("</summary>")[0] else other).append(one)
    assert met
    assert other
    assert all('"sign no"' not in one and '"sign open"' not in one for one in met)
    assert any("not needed here" in one for one in met)
    assert not any("not needed here" in one for one in other)


def test_the_page_to_print_says_when_and_by_what_it_was_written() -> None:
    browser = Browser().post("/situation/example").get("/situation/paper")
    assert f"Written on {date.today().isoformat()} by Brightline {__version__}." in browser.text
    assert browser.page.text.count('<details class="card finding"') == browser.page.text.count('" open>') > 1


def test_other_laws_and_another_day_for_the_same_answers() -> None:
    browser = Browser().post("/situation/example").get("/situation/laws")
    browser.post("/situation/laws", {"under": ["us-18usc1591"], "day": "1999-01-01", "reading": "broad"})
    assert "Law of the day: 1999-01-01" in browser.text
    assert "Not in force on 1999-01-01" in browser.text
    assert "Reading: broad" in browser.text
    browser.get("/situation/laws").post("/situation/laws", {"under": ["us-18usc1591"], "day": "soon"}, status=422)
    assert "The day is not a date" in browser.text
    browser.get("/situation/laws").post("/situation/laws", {}, status=422)
    assert "Choose at least one law." in browser.text
    many = [f"us-{state}" for state in ("ak", "me-853", "ny-230-34")]
    browser.get("/situation/laws")
    ids = re.findall(r'name="under" value="([^"]+)"', browser.page.text)
    assert set(many) <= set(ids)
    browser.post("/situation/laws", {"under": ids[:13]}, status=422)
    assert "at most twelve" in browser.text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_file_means_the_same_after_it_was_opened_and_downloaded(path: Path) -> None:
    (case,) = read_cases(path)
    for actor in [each.id for each in case.actors] or [None]:
        work = reopened(case, actor, Terms())
        assert [work.interview.case.facts(one) for one in work.interview.case.tried] == [
            case.facts(one) for one in case.tried
        ]
        again = cases_in(work.file(), "answers.yaml")[0]
        assert [one.to_json() for one in assess(again, "all")] == [one.to_json() for one in assess(case, "all")]


def test_a_file_with_several_actors_asks_whom_it_is_about() -> None:
    browser = Browser().get("/situation")
    text = EXAMPLES[0].read_text("utf-8")
    browser.post("/situation/open", {"under": "un-palermo"}, files={"file": ("a.yaml", text)})
    assert browser.path == "/situation/who"
    browser.post("/situation/who", {"actor": "nobody"})
    assert browser.path == "/situation/who"
    browser.post("/situation/who", {"actor": "landlord"})
    assert browser.path == "/situation/review"


def test_downloading_and_opening_again_goes_on() -> None:
    browser = begun(about="the boss")
    for word in ("yes", "no", "rather not say", "don't know"):
        answer(browser, word)
    asked = fact(browser)
    page = browser.get("/situation/file").page
    assert "attachment" in page.headers["content-disposition"]
    assert yaml.safe_load(page.text)["actors"][0]["label"] == "the boss"
    other = Browser().get("/situation")
    other.post("/situation/open", {"under": "un-palermo"}, files={"file": ("../../answers.yaml", page.text)})
    assert other.path == "/situation/review"
    assert other.text.count("answer ") >= 4
    assert other.get("/situation/question").path == "/situation/before"
    assert fact(other.post("/situation/agree")) == asked


@pytest.mark.parametrize(
    ("name", "content", "telling"),
    [
        ("a.pdf", b"%PDF", "no file of answers"),
        ("a.yaml", b"\xff\xfe\x00", "not a text file"),
        ("a.yaml", b"facts: {nonsense: true}", "is not a fact"),
        ("a.yaml", b"a: &a [*a]", "a.yaml"),
        ("a.yaml", b"", "no case"),
        ("a.yaml", b"---\nfacts: {}\n---\nfacts: {}\n", "several cases"),
        ("a.json", b"{", "not valid JSON"),
        ("a.yaml", b"[" * 100_000, "nested"),
        ("a.yaml", b"facts: !!python/object/apply:os.system [id]", "a.yaml"),
        ("<script>.yaml", b"{", "a problem"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_right_says_so(name: str, content: bytes, telling: str) -> None:
    browser = Browser().get("/situation")
    browser.post("/situation/open", {"under": "un-palermo"}, files={"file": (name, content)}, status=422)
    assert telling in browser.text
    assert "There is a problem" in browser.text
    assert "<script>" not in browser.page.text.replace("<script src", "")


def test_no_file_chosen_says_so() -> None:
    browser = Browser().get("/situation")
    browser.post("/situation/open", {"under": "un-palermo"}, files={"file": ("", b"")}, status=422)
    assert "Choose the file with the answers first." in browser.text


@pytest.mark.parametrize("text", XSS)
def test_what_is_typed_is_shown_as_text(text: str) -> None:
    browser = (
        Browser().get("/situation").post("/situation/begin", {"under": "un-palermo", "about": text, "purpose": text})
    )
    assert text in browser.text
    assert text not in browser.page.text or "<" not in text
    browser.post("/situation/agree")
    answer(browser, "yes")
    for path in ("/situation/review", "/situation/finding", "/situation/paper", "/situation/question"):
        page = browser.get(path).page.text
        assert text not in page or "<" not in text
        assert "<img" not in page
    wrong = Browser().get("/situation").post("/situation/begin", {"about": text, "purpose": text}, status=422)
    assert "<img" not in wrong.page.text
    assert "<svg" not in wrong.page.text


def test_deleting_deletes() -> None:
    browser = Browser().post("/situation/example").get("/situation/review").post("/situation/delete")
    assert "Every answer is deleted." in browser.text
    assert browser.get("/situation/finding").page.status_code == 409
    assert "There are no answers here" in browser.text


def test_private_fields_are_kept_from_the_browsers_services() -> None:
    page = Browser().get("/situation").page.text
    for tag in re.findall(r"<(?:input type=\"text\"|textarea)[^>]*>", page):
        assert 'spellcheck="false"' in tag
        assert 'autocomplete="off"' in tag
        assert 'translate="no"' in tag


WAYS_TO_WRITE: dict[str, Callable[[Path], object]] = {
    "Path.write_text": lambda path: path.write_text("x", "utf-8"),
    "Path.touch": lambda path: path.touch(),
    "open to add": lambda path: path.open("a").close(),
    "open to change": lambda path: Path(__file__).open("r+").close(),
    "os.open": lambda path: os.close(os.open(path, os.O_WRONLY | os.O_CREAT)),
    "a temporary file": lambda path: tempfile.TemporaryFile(dir=path.parent).close(),
    "a temporary folder": lambda path: tempfile.TemporaryDirectory(dir=path.parent).cleanup(),
    "a new name": lambda path: Path(path.parent / "there").rename(path),
}


@pytest.mark.parametrize("way", WAYS_TO_WRITE)
def test_what_is_written_is_noticed(way: str, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("x", "utf-8")
    with WRITTEN.noted() as written:
        Path(__file__).read_text("utf-8")
        os.close(os.open(__file__, os.O_RDONLY))
        assert written == []
        WAYS_TO_WRITE[way](tmp_path / "a")
    noticed = len(written)
    assert noticed
    (tmp_path / "b").write_text("x", "utf-8")
    assert len(written) == noticed, "it hears nothing once nobody asks"


def test_nothing_is_written_to_disk() -> None:
    with WRITTEN.noted() as written:
        browser = begun(about="the boss")
        answer(browser, "yes")
        filler = "# " + "x" * 900_000 + "\n"
        text = filler + browser.get("/situation/file").page.text
        browser.get("/situation").post("/situation/open", {"under": "un-palermo"}, files={"file": ("a.yaml", text)})
        assert browser.path == "/situation/review"
    assert written == []


def test_nobody_sees_the_answers_of_another() -> None:
    first = Browser()
    app = first.app

    def hold(number: int) -> list[str]:
        browser = Browser(app=app)
        browser.get("/situation").post("/situation/begin", {"under": "un-palermo", "about": f"boss number {number}"})
        browser.post("/situation/agree")
        given = []
        for step in range(6):
            word = ("yes", "no", "don't know", "rather not say")[(number + step) % 4]
            given.append(word)
            answer(browser, word)
        case = yaml.safe_load(browser.get("/situation/file").page.text)
        assert case["actors"][0]["label"] == f"boss number {number}"
        page = browser.get("/situation/review").text
        assert page.count("Change answer") == 6
        return given

    with ThreadPoolExecutor(6) as pool:
        assert len(list(pool.map(hold, range(6)))) == 6


def test_in_spanish() -> None:
    browser = Browser(language="es").post("/situation/example")
    assert "A qué equivalen los hechos contados" in browser.text
    assert "Se cumple" in browser.text
    title = "Protocol to Prevent, Suppress and Punish Trafficking in Persons"
    assert f'<span translate="no"><span lang="en">{title}' in browser.page.text
