"""Sessions: one that was left or has ended comes back by no way, and nothing goes on for it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from brightline.cli import serve as serving
from brightline.web.app import make_app
from brightline.web.doors.policy.choosing import EXAMPLE
from brightline.web.doors.policy.work import Run
from brightline.web.doors.table.job import Job
from brightline.web.doors.table.work import Work
from brightline.web.guard import session_cookie
from brightline.web.sessions import EndedError, Sessions
from brightline.web.settings import Settings
from brightline.web.turns import TURNS
from webpages import PORT, Browser, Clock

SETTINGS = Settings(port=PORT)
COOKIE = session_cookie(SETTINGS)


class Kept:
    """What a door keeps, and whether it was told to stop."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("token", [{}, {"csrf": "stale"}], ids=["none", "stale"])
def test_leaving_works_from_a_page_of_before(token: dict[str, str]) -> None:
    browser = Browser().post("/situation/example")
    answer = browser.client.post("/leave", data=token, follow_redirects=False)
    assert answer.headers["location"] == "/away"
    assert len(browser.app.state.sessions) == 0
    assert COOKIE not in browser.client.cookies


def test_leaving_twice_shows_nothing_of_where_one_was() -> None:
    browser = Browser()
    for _ in range(2):
        answer = browser.client.post("/leave", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/away")


def test_a_page_of_before_can_say_that_somebody_is_still_there_and_a_stranger_cannot() -> None:
    browser = Browser()
    assert browser.client.post("/stay", data={"csrf": "stale"}).status_code == 204
    assert Browser(app=browser.app, enter=False).client.post("/stay").status_code == 403


@pytest.mark.parametrize("path", ["/leave", "/stay"])
@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}], ids=str
)
def test_no_other_site_can_end_a_session_or_lengthen_it(path: str, headers: dict[str, str]) -> None:
    browser = Browser()
    assert browser.client.post(path, headers=headers).status_code == 403
    assert len(browser.app.state.sessions) == 1
    assert COOKIE in browser.client.cookies


def test_leaving_is_never_too_often() -> None:
    browser = Browser(Settings(port=PORT, clock=Clock(), rate=1, burst=5))
    codes = [browser.get("/help").page.status_code for _ in range(8)]
    assert codes[-1] == 429
    assert browser.client.post("/leave", follow_redirects=False).status_code == 303
    assert [browser.get("/away").page.status_code for _ in range(8)] == [200] * 8
    assert len(browser.app.state.sessions) == 0


def test_a_new_id_is_no_new_rate() -> None:
    browser = Browser(Settings(port=PORT, clock=Clock(), rate=1, burst=20))
    browser.get("/situation")
    codes = [
        browser.client.post("/situation/example", data={"csrf": "no"}).status_code,
        *(browser.client.get("/help").status_code for _ in range(10)),
    ]
    (session,) = browser.app.state.sessions._sessions.values()
    browser.app.state.sessions.renew(session)
    browser.client.cookies.clear()
    browser.client.cookies.set(COOKIE, session.id, domain="127.0.0.1")
    codes += [browser.client.get("/help").status_code for _ in range(12)]
    assert codes.count(429) > 2
    assert browser.app.state.sessions.find(session.id) is session


def test_one_that_asks_too_often_makes_no_other_wait() -> None:
    app = make_app(Settings(port=PORT, clock=Clock(), rate=1, burst=5))
    other = Browser(app=app)
    browser = Browser(app=app)
    assert [browser.get("/help").page.status_code for _ in range(8)][-1] == 429
    assert other.get("/help").page.status_code == 200


def test_a_request_on_its_way_brings_no_session_back_that_was_left() -> None:
    sessions = Sessions(SETTINGS)
    session = sessions.begin()
    session.keep("situation", "her answers")
    sessions.end(session)
    assert session.ended
    assert session.work("situation", str) is None
    with pytest.raises(EndedError):
        sessions.renew(session)
    late = Kept()
    with pytest.raises(EndedError):
        session.keep("policy", late)
    assert late.closed == 1
    assert session.work("policy", Kept) is None
    assert len(sessions) == 0


def test_a_form_that_comes_in_while_its_session_is_left_is_answered_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    browser = Browser().get("/situation")
    sessions: Sessions = browser.app.state.sessions
    renew = sessions.renew

    def left_meanwhile(session: Any) -> None:
        sessions.end(session)
        renew(session)

    monkeypatch.setattr(sessions, "renew", left_meanwhile)
    browser.post("/situation/example", status=403)
    assert "Nothing is open here" in browser.text
    assert "set-cookie" not in browser.page.headers
    assert len(sessions) == 0


def ended_by_leaving(sessions: Sessions, clock: Clock, session: Any) -> None:
    sessions.end(session)


def ended_by_idling(sessions: Sessions, clock: Clock, session: Any) -> None:
    clock.now += 901
    sessions.sweep()


def ended_by_length(sessions: Sessions, clock: Clock, session: Any) -> None:
    for _ in range(60):
        clock.now += 800
        sessions.find(session.id)


def ended_by_others(sessions: Sessions, clock: Clock, session: Any) -> None:
    for _ in range(3):
        sessions.begin()


WAYS = [ended_by_leaving, ended_by_idling, ended_by_length, ended_by_others]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_however_a_session_ends_what_it_kept_is_closed_once(way: Any) -> None:
    clock = Clock()
    sessions = Sessions(replace(SETTINGS, clock=clock, most_sessions=3))
    session, kept = sessions.begin(), Kept()
    session.keep("table", kept)
    way(sessions, clock, session)
    sessions.end(session)
    assert session.ended
    assert kept.closed == 1
    assert sessions.find(session.id) is None


def test_what_makes_room_or_is_let_go_is_closed() -> None:
    session = Sessions(SETTINGS).begin()
    first, second = Kept(), Kept()
    session.keep("table", first)
    session.keep("table", first)
    assert first.closed == 0
    session.keep("table", second)
    assert (first.closed, second.closed) == (1, 0)
    session.forget("table")
    assert second.closed == 1


def test_a_run_of_a_session_that_ended_never_begins_and_its_table_is_stopped() -> None:
    session = (sessions := Sessions(SETTINGS)).begin()
    run, work, going_on = Run(EXAMPLE), Work(), threading.Event()
    assert TURNS.take()

    def until_stopped(job: Job) -> None:
        while True:
            going_on.set()
            time.sleep(0.005)
            job.tell(0)

    try:
        run.begin()
        session.keep("policy", run)
        session.keep("table", work)
        job = Job("read", 1, until_stopped)
        work.begin(job, 0)
        assert going_on.wait(20)
        assert not run.done
        sessions.end(session)
        run.wait(20)
        assert run.done
        assert run.found is None
        assert run not in TURNS.waiting
        assert job._finished.wait(20)
        assert job.result is None
    finally:
        TURNS.end()


def test_what_nobody_comes_back_to_is_forgotten_with_no_request() -> None:
    clock = Clock()
    sessions = Sessions(replace(SETTINGS, clock=clock))
    session, kept = sessions.begin(), Kept()
    session.keep("table", kept)
    stop = sessions.watch(every=0.005)
    try:
        clock.now += 899
        time.sleep(0.05)
        assert len(sessions) == 1
        clock.now += 2
        for _ in range(2_000):
            if not len(sessions):
                break
            time.sleep(0.01)
        assert len(sessions) == 0
        assert kept.closed == 1
    finally:
        stop()


def test_serve_watches_over_its_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    watched, at_start = list[Sessions](), list[int]()

    def watch(self: Sessions) -> None:
        watched.append(self)

    monkeypatch.setattr(Sessions, "watch", watch)
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: at_start.append(len(watched)))
    serving._run(None, True, "")
    assert at_start == [1]


def test_a_link_is_used_up_by_somebody_who_is_in_already() -> None:
    browser = Browser()
    link = f"/enter/{browser.app.state.sessions.link()}"
    id = browser.client.cookies[COOKIE]
    assert browser.get(link).path == "/"
    assert browser.client.cookies[COOKIE] == id
    assert Browser(app=browser.app, enter=False).get(link).page.status_code == 403
