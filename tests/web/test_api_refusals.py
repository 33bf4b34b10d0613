"""The JSON interface refuses in one sentence, and keeps nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from brightline.cases.textfile import parse_whole_json
from brightline.errors import nearest
from brightline.web.doors.api import limits, route
from brightline.web.doors.api.page import described
from brightline.web.guard import HEADERS
from jsonapi import AS_JSON, OPEN, one_sentence, post, programs, refused
from webpages import Browser

REFUSED: list[tuple[str, Any, tuple[str, ...]]] = [
    ("/api/assess", {}, ("case: is missing",)),
    ("/api/assess", [], ("an object",)),
    ("/api/assess", {"case": {}, "case2": 1}, ("case2: is not a field",)),
    ("/api/assess", {"case": {"facts": {"act.recruits": True}}}, ("act.recruits", "did you mean act.recruit")),
    ("/api/assess", {"case": {"facts": {"act.recruit": "perhaps"}}}, ("case.facts.act.recruit", "write true")),
    ("/api/assess", {"case": {"facts": {"act.recruit": 1}}}, ("write true",)),
    ("/api/assess", {"case": {"facts": {"act.recruit": {"value": True, "standing": "x"}}}}, ("standing",)),
    ("/api/assess", {"case": {"age": "16"}}, ("case.age", "whole number")),
    ("/api/assess", {"case": {"age": 121}}, ("case.age",)),
    ("/api/assess", {"case": {"date": "2021-02-31"}}, ("case.date", "not a date")),
    ("/api/assess", {"case": {"closed": ["everything"]}}, ("case.closed[0]", "act, means")),
    ("/api/assess", {"case": {"age": 30, "facts": {"age.under_18": True}}}, ("correct one",)),
    ("/api/assess", {"case": {"actors": [{"label": "x"}]}}, ("case.actors[0].id: is missing",)),
    ("/api/assess", {"case": {"actors": [{"id": "a"}, {"id": "a"}]}}, ("two actors",)),
    ("/api/assess", {"case": {}, "under": []}, ("under",)),
    ("/api/assess", {"case": {}, "under": ["un-palerma"]}, ("un-palermo",)),
    ("/api/assess", {"case": {}, "under": ["zz*"]}, ("zz*",)),
    ("/api/assess", {"case": {}, "under": "un-palermo"}, ("under", "a list")),
    ("/api/assess", {"case": {}, "reading": "wide"}, ("strict and broad",)),
    ("/api/compare", {"a": "un-palermo"}, ("b: is missing",)),
    ("/api/compare", {"a": "un-palermo", "b": "us-18usc1591@soon"}, ("us-18usc1591",)),
    ("/api/compare/matrix", {"names": ["un-palermo"]}, ("two laws or more",)),
    ("/api/line", {"claims": ["alon"]}, ("did you mean alone",)),
    ("/api/line", {"under": ["vn*"]}, ("vn",)),
    ("/api/read", {"text": ""}, ("text",)),
    ("/api/read", {"text": " \n "}, ("no text",)),
    ("/api/read", {"text": "PK\x03\x04..."}, ("content of a file",)),
    ("/api/read", {"text": "x" * (limits.LONGEST_TEXT + 1)}, ("200000 characters",)),
    ("/api/outcomes", {"setting": "vancouvr"}, ("did you mean vancouver",)),
]
RUN = {"setting": "vancouver", "scenarios": ["decriminalise"], "boundary": "open", "among": "workers"}


@pytest.mark.parametrize(("path", "body", "telling"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_refusal_is_one_sentence_that_says_what_and_where(path: str, body: Any, telling: tuple[str, ...]) -> None:
    refused(path, body, *telling)


@pytest.mark.parametrize(
    ("change", "telling"),
    [
        ({"boundary": "closed", "among": "all"}, ("closed network", "boundary open")),
        ({"draws": 4_000, "years": 50}, ("400,000", "80,000", "command line")),
        ({"draws": 5_000}, ("draws",)),
        ({"years": 0}, ("years",)),
        ({"seed": -1}, ("seed",)),
        ({"scenarios": []}, ("scenarios",)),
        ({"setting": "london"}, ("decriminalise",)),
        ({"draws": 400.0}, ("draws", "whole number")),
    ],
    ids=str,
)
def test_a_run_that_cannot_be_is_refused(change: dict[str, Any], telling: tuple[str, ...]) -> None:
    refused("/api/outcomes", RUN | change, *telling)


BODIES: list[tuple[bytes, int, str]] = [
    (b"", 422, "the request"),
    (b"{", 400, "not valid JSON"),
    (b'{"case": {}, "case": {}}', 400, "stands twice"),
    (b'{"case": ' + b"[" * 5_000 + b"]" * 5_000 + b"}", 400, "levels deep"),
    (b'{"case": {"id": "\\ud800"}}', 400, "half of a character"),
    (b'{"case": {"id": "\xff"}}', 400, "not UTF-8"),
    ('{"case": {}}'.encode("utf-16"), 400, "not UTF-8"),
    (b'{"case": {"age": NaN}}', 422, "case.age"),
    (b'{"case": {"age": Infinity}}', 422, "case.age"),
    (b'{"case": {"age": 1e999}}', 422, "case.age"),
    (b'{"case": {"age": ' + b"9" * 5_000 + b"}}", 400, "not valid JSON"),
    (b'{"case": {"age": ' + b"9" * 400 + b"}}", 422, "case.age"),
    (b'"case"', 422, "an object"),
]


@pytest.mark.parametrize(("body", "status", "telling"), BODIES, ids=lambda value: str(value)[:30])
def test_a_body_that_is_no_strict_json_is_refused(body: bytes, status: int, telling: str) -> None:
    refused("/api/assess", body, telling, status=status)


def test_only_json_is_taken_so_that_no_form_elsewhere_can_send_it() -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = programs.post("/api/assess", content=b'{"case": {}}', headers={"content-type": kind})
        assert answer.status_code == 415, kind
        one_sentence(answer, "application/json")
    origin = {"origin": "https://elsewhere.example", "content-type": "application/json"}
    assert programs.post("/api/assess", content=b'{"case": {}}', headers=origin).status_code == 403
    assert programs.post("/api/assess", json={"case": {}}, headers={"host": "elsewhere.example"}).status_code == 421


def test_too_much_is_refused_also_where_its_length_is_not_told() -> None:
    def pieces() -> Any:
        for _ in range(100):
            yield b" " * 1_000

    answer = programs.post("/api/assess", content=pieces(), **AS_JSON)
    assert answer.status_code == 413
    one_sentence(answer, "shorten")
    assert programs.post("/api/assess", content=b" " * 64_001, **AS_JSON).status_code == 413
    long = {"text": "She was sold. " * 10_000}
    assert post("/api/read", long)["verdict"]


def test_another_method_is_refused_with_the_one_there_is() -> None:
    for method, path, allowed in (
        ("GET", "/api/assess", "POST"),
        ("DELETE", "/api/law", "GET"),
        ("PUT", "/api/ask", "POST"),
    ):
        answer = programs.request(method, path, **AS_JSON)
        assert answer.status_code == 405
        assert answer.headers["allow"] == allowed
        one_sentence(answer, allowed)
    assert programs.get("/api/nothing").json()["error"]


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "/etc/passwd.yaml", "un-palermo.yaml", "./un-palermo", "..%2f..%2fun-palermo.yaml", "un_palermo",
     "UN-PALERMO", "un-palermo\x00", "un-palermo\n", "file:///etc/passwd", "examples/cases/13-sting.yaml@2003"],
)  # fmt: skip
def test_no_name_leads_to_a_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*names: Any) -> Any:
        raise AssertionError(f"a file was opened: {names}")

    assert described()  # every list of names has been read
    for reader in ("open", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, reader, opened)
    for path, body in (
        ("/api/assess", {"case": {}, "under": [name]}),
        ("/api/assess", {"case": {}, "reading": name}),
        ("/api/compare", {"a": name, "b": "coe"}),
        ("/api/compare/matrix", {"names": [name, "coe"]}),
        ("/api/line", {"under": [name]}),
        ("/api/outcomes", RUN | {"setting": name}),
        ("/api/outcomes", RUN | {"scenarios": [name]}),
        ("/api/outcomes", RUN | {"evidence": name}),
    ):
        refused(path, body)
    answer = programs.get(f"/api/law/{quote(name, safe='')}")
    assert answer.status_code == 404
    assert answer.json()["error"]
    assert "root:" not in answer.text


def test_when_too_much_is_asked_at_once_the_rest_is_told_to_wait() -> None:
    held = [route._places.acquire(blocking=False) for _ in range(limits.AT_ONCE)]
    try:
        assert all(held)
        answer = programs.post("/api/assess", json={"case": {}})
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "2"
        one_sentence(answer, "wait")
    finally:
        for _ in held:
            route._places.release()
    assert post("/api/assess", {"case": {}})


def test_a_wrong_request_has_to_wait_for_its_place_too() -> None:
    held = [route._places.acquire(blocking=False) for _ in range(limits.AT_ONCE)]
    try:
        assert programs.post("/api/assess", json={"case": {"facts": {"act.recruits": True}}}).status_code == 429
    finally:
        for _ in held:
            route._places.release()


WRONG_WORDS: list[tuple[str, Any]] = [
    ("/api/assess", {"case": {"facts": {f"act.recruit{number}": True for number in range(2_000)}}}),
    ("/api/assess", {"case": {}, "under": [f"un-palermo{number}" for number in range(120)]}),
    ("/api/assess", {"case": {}, "under": [f"un-palermo{number}" for number in range(3_000)]}),
    ("/api/compare/matrix", {"names": [f"un-palermo{number}@2003" for number in range(120)]}),
    ("/api/line", {"claims": [f"alone{number}" for number in range(3_000)]}),
    ("/api/outcomes", {"setting": "vancouvr", "scenarios": ["decriminalize"] * 6}),
]


@pytest.mark.parametrize(("path", "body"), WRONG_WORDS, ids=lambda value: str(value)[:40])
def test_the_nearest_word_is_looked_for_once_however_many_are_wrong(
    monkeypatch: pytest.MonkeyPatch, path: str, body: Any
) -> None:
    asked: list[str] = []

    def noted(name: str, known: Any) -> str:
        asked.append(name)
        return nearest(name, known)

    monkeypatch.setattr(route, "nearest", noted)
    refused(path, body)
    assert len(asked) <= 1
    assert len(asked) == 1 or len(body) == 1 or "under" in body  # a list that is too long is refused before its words


def test_no_request_is_read_where_it_would_keep_all_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(text: str, name: str) -> Any:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        read.append(text)
        return parse_whole_json(text, name)

    monkeypatch.setattr(route, "parse_whole_json", noted)
    refused("/api/assess", {"case": 1})
    assert len(read) == 1


# --- nothing is kept -------------------------------------------------------------------------------------------------


def test_nothing_is_kept_and_nothing_is_said_aloud(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    browser = Browser(OPEN, enter=False)
    told = {"case": {"title": "Rosalind of Marseille"}, "under": ["un-palermo"]}
    answer = browser.client.post("/api/assess", json=told)
    browser.client.post("/api/read", json={"text": "Rosalind was taken to Marseille."})
    browser.client.post("/api/assess", json={"case": {"note": "Rosalind"}, "Rosalind": 1})
    assert len(browser.app.state.sessions) == 0
    assert "set-cookie" not in answer.headers
    assert "Rosalind" not in "".join(capsys.readouterr())
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["cache-control"] == "no-store, max-age=0"
