"""The JSON interface under hostile requests: it answers as it is described to, and never falls over.

The quick tests make some hundreds of requests; those marked slow make ten thousand and more.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from brightline.web.app import make_app
from brightline.web.doors.api.limits import MOST_DRAWS
from brightline.web.doors.api.operation import Operation
from brightline.web.doors.api.page import OPERATIONS, described
from brightline.web.guard import HEADERS, NO_STORE
from brightline.web.settings import Settings
from webpages import PORT, Browser

OPEN = Settings(port=PORT, rate=1e6, burst=10**6)
BASE = f"http://127.0.0.1:{PORT}"

programs = Browser(OPEN, enter=False).client


@cache
def schema() -> Any:
    """The interface as it describes itself."""
    return schemathesis.openapi.from_asgi("/api/openapi.json", make_app(OPEN), headers={"host": f"127.0.0.1:{PORT}"})


def fuzz(one: Operation, examples: int) -> None:
    """Requests that fit the description of an operation, and as many that do not."""
    operation = schema()[f"/api{one.path}"][one.method]
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body or operation.path_parameters):
            continue

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def requests(case: Any) -> None:
            check(case)

        requests()


def check(case: Any) -> None:
    """The answer is as described: status, form, JSON; wrong requests are refused; and it is safe to show."""
    body = case.body if isinstance(case.body, dict) else {}
    if isinstance(body.get("draws"), int) and 0 < body["draws"] <= MOST_DRAWS:
        body["draws"] = min(body["draws"], 200)  # what is tried is the form: a run of thousands takes its time
    answer = case.call(base_url=BASE)
    # What fits the form may still contradict itself, as an age of 30 and a fact that says "under 18".
    excluded = [positive_data_acceptance]
    if answer.status_code == 413:  # a refusal too, though not one of those that are counted as such
        excluded.append(negative_data_rejection)
    case.validate_response(answer, excluded_checks=excluded)
    safe(answer.status_code, {name: value[0] for name, value in answer.headers.items()}, answer.content)


def safe(status: int, headers: Mapping[str, str], content: bytes) -> None:
    assert status < 500
    assert headers["content-type"] == "application/json"
    assert json.loads(content) is not None
    assert headers["cache-control"] == NO_STORE
    assert "set-cookie" not in headers
    for name, value in HEADERS.items():
        assert headers[name.lower()] == value
    if status != 200:
        (said,) = json.loads(content).items()
        assert said[0] == "error"
        assert 0 < len(said[1]) < 1_000
        assert "Traceback" not in said[1]


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_answers_are_as_described(one: Operation) -> None:
    fuzz(one, 2)


@pytest.mark.slow
@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_thousands_of_answers_are_as_described(one: Operation) -> None:
    fuzz(one, 60)


# --- a list of our own -----------------------------------------------------------------------------------------------

PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>', "javascript:alert(1)",
    "</script><script>alert(1)</script>", "{{7*7}}", "${7*7}", "<%= 7*7 %>", "%s%n%x", "{0.__class__}", "%(x)s",
    "\x00", "a\x00b", "\x01\x02\x1b[31m", "\r\nSet-Cookie: a=b", "\u2028\u2029", "\ufeff", "\u202etxt.exe", "\u200f\u200e",
    "\u0000" * 50, "e\u0301" * 80, "\U0001f469\u200d\U0001f469\u200d\U0001f467", "ﷺ" * 60, "İıſ", "٣٤",
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "file:///etc/passwd", "~/.ssh/id_rsa.yaml",
    "un-palermo.yaml", "un-palermo@", "@2003", "un-palermo@2003@2004", "us-*@2003", "*", "**********", "all", "[a-z]*",
    "'; DROP TABLE x; --", "=1+1", "+1", "-1", "@SUM(A1)", "PK\x03\x04\x14\x00", "%PDF-1.7", "\x1f\x8b\x08", "MZ", "GIF89a",
    "!!python/object/apply:os.system [id]", "&a [*a,*a]", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "true", "null", "NaN", "0x10", "1e5", "2003-02-30", "0000", "9999-12-31", "2003-1-1", "  2003  ", "x" * 5_000, "",
    " ", "\n", "--reading", "`id`", "$(id)", "|id", "a" * 199 + "<b>", "yes", "no", "none of the rest", "not known",
)  # fmt: skip
WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**30, 1.5, -0.0, 1e308, [], {}, [[]], [{}], {"": 0}, {"x": {}},
    [None], ["un-palermo"], [1, "a", None], {"value": True}, {"value": {"value": {"value": True}}}, [[[[[]]]]], [True] * 500,
    {"standing": "stated"}, {"__proto__": {}}, {"constructor": 1},
)  # fmt: skip
RAW: tuple[bytes, ...] = (
    b"", b" ", b"null", b"[]", b"0", b'"', b"{", b"}", b"{}}", b"\x00", b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}", b"{'a': 1}",
    b"{a: 1}", b'{"a": 1,}', b'{"case": NaN}', b'{"case": -Infinity}', b'{"case": 1e99999}', b'{"case": {}, "case": {}}',
    b'{"case": {"id": "\\ud800"}}', b'{"case": {"id": "\\udc00\\ud800"}}', b'{"\\ud800": 1}',
    b"[" * 20_000, b'{"a":' * 9_000, b"[" * 9_000 + b"]" * 9_000, b'{"case": ' + b"[" * 59 + b"]" * 59 + b"}",
    b'{"case": {"age": ' + b"9" * 20_000 + b"}}", b'{"case": {"age": 1' + b"0" * 300 + b"}}", b'"' + b"\\" * 30_001 + b'"',
    b'{"case": "' + b"a" * 60_000 + b'"}', b"PK\x03\x04" + b"\x00" * 500, b"\x1f\x8b\x08" + b"\xff" * 500, b"a=b&c=d",
    b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--", b"<?xml version='1.0'?><a/>", b"{" + b'"a":1,' * 9_000 + b'"b":1}',
    b'{"text": "' + b"\\u0000" * 9_000 + b'"}', b'{"text": "' + b"((((" * 9_000 + b'"}', b'{"text": "\xc0\xaf"}',
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body, the body itself first."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in inside:
        yield from places(part, (*path, step))


def changed(body: Any, rng: random.Random) -> Any:
    """The body with something hostile in one place: a value, a name, one more field, or the same many times."""
    body = json.loads(json.dumps(body))
    *way, last = rng.choice([place for place in places(body) if place])
    at = body
    for step in way:
        at = at[step]
    value = rng.choice(PAYLOADS) if rng.random() < 0.6 else rng.choice(WRONG)
    match rng.randrange(5):
        case 0 if isinstance(at, dict):
            at[str(rng.choice(PAYLOADS))] = at.pop(last)
        case 1 if isinstance(at, dict):
            at[str(rng.choice(PAYLOADS))] = value
        case 2:
            at[last] = [at[last]] * rng.choice((2, 30, 2_000))
        case 3 if isinstance(at[last], str):
            at[last] = rng.choice((value, str(value) + at[last], at[last] + str(value), at[last].upper()))
        case _:
            at[last] = value
    return body


FULL: Mapping[str, dict[str, Any]] = {
    "assess": {
        "case": {
            "id": "a", "title": "b", "date": "2015-06-01", "age_source": "c", "closed": ["act"], "note": "d",
            "person": {"age": 17, "facts": {"obs.sets_own_terms": "declined"}, "note": "e"},
            "actors": [
                {"id": "driver", "label": "f", "closed": ["means"], "note": "g",
                 "facts": {"act.transport": [True, {"value": None, "standing": "denied", "source": "h", "note": "i"}]}}
            ],
        },
        "under": ["un-palermo", "us-*"], "as_of": "2015", "reading": "broad",
    },
    "ask": {
        "under": ["un-palermo"], "about": "the manager", "case": {"age": 20}, "reading": "strict", "as_of": "2020-01",
        "answers": [{"fact": "act.recruit", "answer": "yes"}, {"fact": "act.transport", "answer": "skip"}],
    },
    "outcomes": {
        "setting": "vancouver", "scenarios": ["decriminalise"], "boundary": "open", "among": "workers", "years": 1,
        "draws": 400, "seed": 1, "evidence": "aesha", "beside": False,
    },
    "compare": {"a": "us-18usc1591@2008", "b": "us-18usc1591@2016", "as_of": "2010", "reading": "strict"},
    "compare_matrix": {"names": ["un-palermo", "coe", "us-18usc1591@2003"], "as_of": "2010", "reading": "broad"},
    "line": {"under": ["us-la-46-2"], "claims": ["client"], "as_of": "2010", "reading": "broad"},
    "read": {"text": "Police said she was trafficked.", "under": ["un-palermo"], "reading": "strict"},
}  # fmt: skip


def attacked(one: Operation, rng: random.Random) -> Any:
    """One hostile request, and its answer."""
    if one.method == "GET":
        query = "&".join(
            f"{quote(str(rng.choice([*one.example, 'place', 'as_of', rng.choice(PAYLOADS)])))}={quote(str(rng.choice(PAYLOADS)))}"
            for _ in range(rng.randrange(4))
        )
        ids = {name: quote(rng.choice(PAYLOADS) or "x", safe="") for name in one.of}
        return programs.get(f"/api{one.path.format(**ids)}?{query}", follow_redirects=False)
    content = rng.choice(RAW) if rng.random() < 0.15 else json.dumps(changed(FULL[one.name], rng)).encode()
    return programs.post(f"/api{one.path}", content=content, headers={"content-type": "application/json"})


def attack(one: Operation, count: int) -> None:
    rng = random.Random(f"{one.name} {count}")
    for _ in range(count):
        answer = attacked(one, rng)
        if answer.status_code == 307:  # a slash too many leads to where it was meant
            continue
        safe(answer.status_code, answer.headers, answer.content)


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_a_full_request_of_each_kind_works(one: Operation) -> None:
    if one.method == "POST":
        assert programs.post(f"/api{one.path}", json=FULL[one.name]).status_code == 200


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_hostile_requests_are_answered_or_refused(one: Operation) -> None:
    attack(one, 20)


@pytest.mark.slow
@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_thousands_of_hostile_requests_are_answered_or_refused(one: Operation) -> None:
    attack(one, 700)


@pytest.mark.parametrize("one", [one for one in OPERATIONS if one.method == "POST"], ids=lambda one: one.name)
def test_every_raw_body_is_refused(one: Operation) -> None:
    for content in RAW:
        answer = programs.post(f"/api{one.path}", content=content, headers={"content-type": "application/json"})
        fits = one.name == "read" and content.startswith(b'{"text"')
        allowed = (200, 400, 413, 422) if fits else (400, 413, 422)
        assert answer.status_code in allowed, (content[:60], answer.status_code)


def test_a_payload_is_only_ever_a_text_within_json() -> None:
    payload = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    for one in OPERATIONS:
        path = f"/api{one.path.format(**dict.fromkeys(one.of, quote(payload, safe='')))}"
        answers = [programs.get(path, params={"place": payload, "as_of": payload, payload: "1"})]
        if one.method == "POST":
            answers = [programs.post(path, json={**FULL[one.name], payload: payload})]
            answers += [programs.post(path, json={**FULL[one.name], name: payload}) for name in FULL[one.name]]
        for answer in answers:
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert payload not in str(answer.headers)


def test_the_description_is_itself_sound() -> None:
    schema().validate()
    assert len(list(schema().get_all_operations())) == len(OPERATIONS)
    assert described()["paths"]
