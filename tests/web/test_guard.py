"""What the pages promise about who may ask, how much, for how long; and that nothing private shows where it should not."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest
from starlette.routing import Route

from brightline.web import start
from brightline.web.app import make_app
from brightline.web.checks import HARMLESS, is_open
from brightline.web.doors import doors
from brightline.web.guard import HEADERS, MOST_THROWN_AWAY, Guard, session_cookie
from brightline.web.sessions import Sessions
from brightline.web.settings import Settings
from webpages import PORT, Browser, Clock

SETTINGS = Settings(port=PORT)
COOKIE = session_cookie(SETTINGS)


def test_a_link_opens_once_and_not_for_long() -> None:
    clock = Clock()
    app = make_app(Settings(port=PORT, clock=clock))
    link = f"/enter/{app.state.sessions.link()}"
    assert Browser(app=app, enter=False).get(link).path == "/"
    assert Browser(app=app, enter=False).get(link).page.status_code == 403
    late = f"/enter/{app.state.sessions.link()}"
    clock.now += 601
    assert Browser(app=app, enter=False).get(late).page.status_code == 403


def test_wrong_links_keep_nobody_with_the_right_one_out() -> None:
    app = make_app(Settings(port=PORT))
    stranger = Browser(app=app, enter=False)
    for _ in range(30):
        assert stranger.get("/enter/guess").page.status_code == 403
    assert Browser(app=app, enter=False).get(f"/enter/{app.state.sessions.link()}").path == "/"


def test_without_a_session_no_page_is_shown() -> None:
    browser = Browser(enter=False)
    for path in ("/", "/help", "/words", "/situation", "/situation/question", "/situation/file"):
        assert browser.get(path).page.status_code == 403, path
        assert "Nothing is open here" in browser.text


def test_an_id_brought_along_is_never_taken_over() -> None:
    browser = Browser(enter=False)
    browser.client.cookies.set(COOKIE, "chosen-by-somebody-else", domain="127.0.0.1")
    browser.get(f"/enter/{browser.app.state.sessions.link()}")
    ids = {cookie.value for cookie in browser.client.cookies.jar if cookie.name == COOKIE}
    assert browser.page.status_code == 200
    assert "chosen-by-somebody-else" not in {id for id in ids if browser.app.state.sessions.find(id)}


def test_the_id_changes_where_something_private_begins() -> None:
    browser = Browser()
    old = browser.client.cookies[COOKIE]
    browser.post("/situation/begin", {"under": "un-palermo"})
    assert browser.client.cookies[COOKIE] != old
    assert browser.app.state.sessions.find(old) is None
    assert browser.path == "/situation/before"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    browser = Browser(enter=False)
    answer = browser.client.get(f"/enter/{browser.app.state.sessions.link()}", follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age" not in cookie
    assert "expires" not in cookie
    assert len(re.search(rf"{COOKIE}=([^;]+)", answer.headers["set-cookie"])[1]) >= 43  # type: ignore[index]


@pytest.mark.parametrize(("step", "times"), [(901, 1), (800, 55)], ids=["idle", "too long in all"])
def test_a_session_ends_by_itself(step: float, times: int) -> None:
    clock = Clock()
    browser = Browser(Settings(port=PORT, clock=clock))
    browser.post("/situation/example")
    for _ in range(times):
        clock.now += step
        browser.get("/situation/review")
    assert browser.page.status_code == 403
    assert len(browser.app.state.sessions) == 0


def test_without_scripts_a_page_goes_by_itself_when_its_session_has_ended() -> None:
    browser = Browser().get("/situation")
    assert '<noscript><meta http-equiv="refresh" content="905;url=/ended"></noscript>' in browser.page.text
    assert 'http-equiv="refresh"' not in Browser(enter=False).get("/situation").page.text


def test_leaving_ends_the_session_for_good() -> None:
    browser = Browser().post("/situation/example")
    id = browser.client.cookies[COOKIE]
    answer = browser.client.post("/leave", data={"csrf": browser.csrf}, follow_redirects=False)
    assert answer.headers["location"] == "/away"
    assert "storage" in answer.headers["clear-site-data"]
    assert browser.app.state.sessions.find(id) is None
    browser.client.cookies.set(COOKIE, id, domain="127.0.0.1")
    assert browser.get("/situation/finding").page.status_code == 403


def test_sessions_end_each_in_its_own_time() -> None:
    clock = Clock()
    sessions = Sessions(replace(SETTINGS, clock=clock, idle=10, longest=25))
    busy, idle = sessions.begin(), sessions.begin()
    clock.now += 9
    late = sessions.begin()
    assert sessions.find(busy.id)
    clock.now += 2
    assert len([each for each in (busy, idle, late) if sessions.find(each.id)]) == 2
    sessions.renew(busy)
    for _ in range(2):
        clock.now += 6
        assert sessions.find(busy.id) is busy
        assert sessions.find(late.id) is late
    clock.now += 3
    assert sessions.find(busy.id) is None, "it went on for too long, whatever happened in it"
    assert sessions.find(late.id) is late
    assert len(sessions) == 1
    clock.now += 11
    assert sessions.find(late.id) is None
    assert len(sessions) == 0


def test_there_are_never_too_many_sessions() -> None:
    sessions = Sessions(replace(SETTINGS, most_sessions=3))
    first, *_ = [sessions.begin() for _ in range(5)]
    assert len(sessions) == 3
    assert sessions.find(first.id) is None


def changing_routes() -> list[str]:
    routers = [("", start.router), *((door.path, router) for door in doors() for router in door.routers)]
    found = [
        prefix + route.path
        for prefix, router in routers
        for route in router.routes
        if isinstance(route, Route) and "POST" in (route.methods or ())
    ]
    assert len(found) > 8, found
    return [re.sub(r"\{\w+\}", "1", path) for path in found if not is_open(path) and path not in HARMLESS]


def test_every_form_needs_the_token_of_its_session() -> None:
    browser = Browser()
    browser.post("/situation/example")
    other = Browser(app=browser.app)
    other.get("/")
    for path in changing_routes():
        for token in ({}, {"csrf": ""}, {"csrf": "no"}, {"csrf": other.csrf}):
            answer = browser.client.post(path, data=token, follow_redirects=False)
            assert answer.status_code == 403, (path, token, answer.status_code)
    assert browser.get("/situation/review").text.count("Change") > 5


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_forms_from_other_sites_are_refused_even_with_the_token(headers: dict[str, str]) -> None:
    browser = Browser().get("/")
    browser.post("/settings", {"language": "es", "back": "/"}, status=403, headers=headers)


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "elsewhere.example:8000", "127.0.0.1:9", "127.0.0.1", "localhost:8000.example", ""]
)
def test_other_names_of_this_machine_are_not_answered_to(host: str) -> None:
    browser = Browser()
    for path in ("/", "/static/site.css", "/situation/file", "/away", "/enter/x"):
        assert browser.get(path, headers={"host": host}).page.status_code == 421, path


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_its_own_names_are(host: str) -> None:
    assert Browser().get("/", headers={"host": host}).page.status_code in (200, 403)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_lead_to_the_entrance_and_nowhere_else(site: str) -> None:
    browser = Browser()
    headers = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
    assert browser.get("/situation", headers=headers).page.status_code == 403
    assert browser.get("/static/site.js", headers={"sec-fetch-site": site}).page.status_code == 403
    link = f"/enter/{browser.app.state.sessions.link()}"
    for dest in ("iframe", "frame", "embed", "image"):
        framed = {**headers, "sec-fetch-dest": dest}
        assert browser.client.get(link, headers=framed, follow_redirects=False).status_code == 403
    headers["sec-fetch-dest"] = "document"
    assert browser.client.get(link, headers=headers, follow_redirects=False).status_code == 303


def test_a_body_may_only_be_so_large() -> None:
    browser = Browser().get("/situation")
    large = "x" * (SETTINGS.largest_form + 1)
    browser.post("/situation/begin", {"about": large}, status=413)
    browser.get("/situation").post("/situation/open", files={"file": ("a.yaml", "x" * 1_000_001)}, status=413)

    def without_a_length() -> Any:
        for _ in range(100):
            yield b"a=" + b"x" * 1_000

    answer = browser.client.post(
        "/situation/begin", content=without_a_length(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413
    for length in ("-1", "1e3", "٣", "99999999999999999999"):
        answer = browser.client.post("/situation/begin", headers={"content-length": length.encode()}, content=b"")
        assert answer.status_code in (400, 413), length


def test_what_is_too_large_is_refused_on_a_page_that_leads_on() -> None:
    browser = Browser().get("/situation")
    file = {"file": ("a.yaml", "x" * 1_000_001)}
    browser.post("/situation/open", files=file, status=413)
    assert "This is larger than what is taken here." in browser.text
    assert "Leave now" in browser.text
    assert 'href="/"' in browser.page.text
    browser.get("/situation").post("/situation/open", files=file, status=413, headers={"accept-language": "es"})
    assert "This is larger" not in browser.text
    stranger = Browser(app=browser.app, enter=False)
    page = stranger.client.post("/situation/open", files=file)
    assert page.status_code == 413
    assert "Leave now" not in page.text
    assert page.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("told", [True, False], ids=["length told", "length not told"])
def test_of_what_is_too_large_nothing_is_kept_and_not_everything_taken_in(told: bool) -> None:
    taken, answers = 0, list[Any]()

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        assert taken < 10_000, "it would be taken in for ever"
        return {"type": "http.request", "body": bytes(1_000_000), "more_body": True}

    async def send(message: Any) -> None:
        answers.append(message)

    headers = [(b"host", b"127.0.0.1:8000")]
    if told:
        headers.append((b"content-length", b"9" * 12))
    scope = {
        "type": "http", "method": "POST", "path": "/situation/open", "raw_path": b"/situation/open", "headers": headers,
        "query_string": b"", "scheme": "http", "server": ("127.0.0.1", 8000), "root_path": "", "http_version": "1.1",
    }  # fmt: skip

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass

    asyncio.run(Guard(reads, SETTINGS, Sessions(SETTINGS), {})(scope, receive, send))
    assert answers[0]["status"] == 413
    assert 1 < taken <= MOST_THROWN_AWAY // 1_000_000 + 2


def test_a_form_may_only_have_so_many_fields() -> None:
    browser = Browser().get("/situation")
    browser.post("/situation/begin", {f"f{number}": "1" for number in range(900)}, status=400)


def test_who_asks_too_often_has_to_wait() -> None:
    clock = Clock()
    browser = Browser(Settings(port=PORT, clock=clock, rate=1, burst=20))
    codes = [browser.get("/help").page.status_code for _ in range(30)]
    assert codes.count(429) > 5
    assert browser.get("/static/site.css").page.status_code == 200
    clock.now += 5
    assert browser.get("/help").page.status_code == 200


def test_every_answer_carries_the_safe_headers() -> None:
    browser = Browser()
    for path in ("/", "/situation", "/nothing", "/static/site.css", "/away", "/situation/file"):
        headers = browser.get(path).page.headers
        for name, value in HEADERS.items():
            assert headers[name] == value, (path, name)
        assert "server" not in headers
        if not path.startswith("/static"):
            assert headers["cache-control"] == "no-store, max-age=0"
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%252e%252e/app.py",
        "/static//etc/passwd", "/static/....//app.py", "/static/..\\app.py", "/static/site.css%00", "/static/",
        "/../../etc/passwd", "/situation/answers/../../../etc/passwd", "/static/%c0%ae%c0%ae/app.py",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_static_files(path: str) -> None:
    browser = Browser().get(path)
    assert browser.page.status_code in (404, 400, 405, 403), browser.page.status_code
    assert "import" not in browser.page.text
    assert "root:" not in browser.page.text


@pytest.mark.parametrize(
    "back",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere.example",
        "javascript:1",
        "/a\r\nx: y",
        "/@x",
        "",
        "x",
        "/" + "a" * 200 + "!",
        "/" + "a" * 2_000 + "!",
        "/" + "a/" * 200,
    ],
    ids=lambda back: back[:30],
)
def test_after_choosing_a_language_nobody_is_sent_elsewhere(back: str) -> None:
    browser = Browser().get("/")
    answer = browser.client.post(
        "/settings", data={"csrf": browser.csrf, "language": "es", "back": back}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("back", ["/", "/help", "/law/un-palermo/", "/policy/in/x.y~z-1", "/words?about=a.b&in=fr"])
def test_after_choosing_a_language_one_is_where_one_was(back: str) -> None:
    browser = Browser().get("/")
    form = {"csrf": browser.csrf, "language": "es", "back": back}
    assert browser.client.post("/settings", data=form, follow_redirects=False).headers["location"] == back


def test_only_what_lies_under_api_answers_in_json() -> None:
    browser = Browser()
    assert browser.get("/apix").page.headers["content-type"].startswith("text/html")
    assert browser.get("/api/nothing").page.headers["content-type"] == "application/json"


def test_what_goes_wrong_inside_says_nothing_of_what_was_told(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError("her passport was taken in Marseille")

    browser = Browser(enter=False)
    browser.client.app = Guard(broken, SETTINGS, Sessions(SETTINGS), {})  # type: ignore[assignment]
    browser.client._transport.app = browser.client.app
    answer = browser.client.get("/")
    assert answer.status_code == 500
    said = answer.text + "".join(capsys.readouterr())
    assert "Marseille" not in said
    assert "ValueError" in said


def test_nothing_is_logged_of_what_is_asked(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser().get("/situation")
    browser.post("/situation/begin", {"under": "un-palermo", "about": "Rosalind the manager"})
    browser.post("/situation/agree")
    assert "Rosalind" in browser.text
    out = "".join(capsys.readouterr())
    assert "Rosalind" not in out
    assert "Rosalind" not in caplog.text
    assert "Rosalind" not in str(browser.page.url)
    assert "Rosalind" not in re.findall(r"<title>(.*?)</title>", browser.page.text)[0]


def test_no_collector_is_told_of_requests_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://elsewhere.example:4317")
    app = make_app(SETTINGS)
    config: dict[str, Any] = app._telemetry
    assert not any(value for name, value in config.items() if isinstance(value, bool)), config
    monkeypatch.setattr("fastapi.telemetry._asgi._unconfigured", lambda provider: False)
    assert not app._native_telemetry.enabled()
