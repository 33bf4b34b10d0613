"""Many users at once: what each one told stays with that one, and what is left behind is let go."""

from __future__ import annotations

import gc
import random
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest

from brightline.cases.casefile import cases_in
from brightline.findings import assess
from brightline.findings.ask import Interview
from brightline.law import vocabulary
from brightline.web.app import make_app
from brightline.web.doors.situation.asking import WORDS
from brightline.web.sessions import Session
from brightline.web.settings import Settings
from webpages import PORT, Browser

LAWS = ("un-palermo", "us-18usc1591", "uk-ew-msa")
SAID = ("yes", "no", "no", "no", "don't know", "rather not say", "skip")
USERS = 24


def asked(browser: Browser) -> str:
    found = re.search(r'name="fact" value="([^"]+)"', browser.page.text)
    return found[1] if found else ""


def hold(app: Any, number: int, laws: Sequence[str] = LAWS) -> tuple[Browser, list[tuple[str, str]]]:
    """A whole interview of one user, answers drawn at random, up to the review."""
    chance, given = random.Random(number), list[tuple[str, str]]()
    browser = Browser(app=app)
    browser.get("/situation").post("/situation/begin", {"under": laws, "about": f"boss number {number}."})
    browser.post("/situation/agree")
    while fact := asked(browser):
        more = ("none of the rest",) if 'value="none of the rest"' in browser.page.text else ()
        given.append((fact, chance.choice(SAID + more)))
        browser.post("/situation/answer", {"fact": fact, "answer": given[-1][1]})
        assert not set(re.findall(r"boss number (\d+)\.", browser.text)) - {str(number)}
    assert browser.path == "/situation/finding"
    return browser.get("/situation/review"), given


def test_many_at_once_each_see_their_own_answers_and_finding() -> None:
    app = make_app(Settings(port=PORT))

    def one(number: int) -> int:
        laws = LAWS[: 1 + number % len(LAWS)]
        browser, given = hold(app, number, laws)
        rows = re.findall(r"<dt>(.*?)</dt><dd><strong>(.*?)</strong>", browser.page.text)
        assert [(unescape(question), word) for question, word in rows] == [
            (vocabulary()[fact].question, WORDS[word]) for fact, word in given
        ]
        mine = Interview(laws, about=f"boss number {number}.")
        for fact, word in given:
            assert mine.question
            assert mine.question.fact == fact
            mine.answer(word)
        assert mine.question is None
        (case,) = cases_in(browser.get("/situation/file").page.text, "answers.yaml")
        assert [found.to_json() for found in assess(case, laws)] == [found.to_json() for found in mine.findings]
        signs = re.findall(
            r"</h2>\s*<span class=\"sign.*?</span> (.*?)</span>", browser.get("/situation/finding").page.text
        )
        assert [sign.lower() for sign in signs] == [found.outcome for found in mine.findings]
        return len(given)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(USERS)))
    assert len(app.state.sessions) == USERS
    assert sum(answers) > 3 * USERS


def test_two_windows_of_one_user_at_once_lose_no_answer_and_note_none_twice() -> None:
    first = Browser()
    first.get("/situation").post("/situation/begin", {"under": "un-palermo"})
    first.post("/situation/agree")
    fact = asked(first)

    def click(word: str) -> int:
        window = Browser(app=first.app, enter=False)
        window.client.cookies = first.client.cookies
        return window.client.post(
            "/situation/answer", data={"csrf": first.csrf, "fact": fact, "answer": word}, follow_redirects=False
        ).status_code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(click, ("yes", "no", "skip", "don't know")))
    assert sorted(codes) == [303, 409, 409, 409]
    assert first.get("/situation/review").page.text.count("<dt>") == 1


def test_whoever_comes_when_there_are_too_many_gets_in_and_the_longest_idle_are_forgotten() -> None:
    app = make_app(Settings(port=PORT, most_sessions=5))
    early, *others = [Browser(app=app).post("/situation/example") for _ in range(5)]
    early.get("/situation/review")
    for _ in range(3):
        Browser(app=app).post("/situation/example")
    assert len(app.state.sessions) == 5
    assert early.get("/situation/review").page.status_code == 200
    assert [each.get("/situation/review").page.status_code for each in others] == [403, 403, 403, 200]


def left() -> tuple[int, int]:
    """How many sessions and how many objects in all there are in this process."""
    gc.collect()
    objects = gc.get_objects()
    return sum(type(each) is Session for each in objects), len(objects)


@pytest.mark.slow
def test_nothing_stays_of_those_who_left() -> None:
    app = make_app(Settings(port=PORT))

    def come_and_go(numbers: range) -> None:
        for number in numbers:
            browser, _ = hold(app, number)
            browser.post("/leave")
            browser.client.close()

    come_and_go(range(5))
    sessions, objects = left()
    come_and_go(range(5, 45))
    assert left()[0] == sessions
    assert left()[1] < objects + 40 * 25, "each interview leaves something behind"
