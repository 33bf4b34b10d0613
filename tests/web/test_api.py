"""The JSON interface answers what the commands answer, refuses in one sentence, and keeps nothing.

Run as a script it writes the real answers into the page's examples and into the documentation.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from brightline.law import vocabulary
from brightline.law.definitions import definition_ids
from brightline.web.doors.api import DOOR, limits, route
from brightline.web.doors.api import examples as kept
from brightline.web.doors.api.asked import ActorAsked, CaseAsked, PersonAsked, StatementAsked
from brightline.web.doors.api.operation import Operation
from brightline.web.doors.api.page import OPERATIONS, described
from brightline.web.doors.api.words import CaseWord
from brightline.web.guard import HEADERS
from brightline.web.settings import Settings
from command import run
from webpages import PORT, Browser

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "json-api.md"
OPEN = Settings(port=PORT, rate=1e6, burst=10**6)
BY_RUN = ("version", "engine", "numbers_sha256", "python", "threads")
"""Fields that may differ from one machine to another."""

programs = Browser(OPEN, enter=False).client


def post(path: str, body: Mapping[str, Any], status: int = 200) -> Any:
    answer = programs.post(path, json=body)
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    return answer.json()


def get(path: str, status: int = 200, **query: str) -> Any:
    answer = programs.get(path, params=query)
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    return answer.json()


def refused(path: str, body: Any, *telling: str, status: int = 422) -> str:
    answer = programs.post(path, **({"json": body} if not isinstance(body, bytes) else {"content": body, **AS_JSON}))
    assert answer.status_code == status, (answer.status_code, answer.text[:500])
    return one_sentence(answer, *telling)


AS_JSON: dict[str, Any] = {"headers": {"content-type": "application/json"}}


def one_sentence(answer: Any, *telling: str) -> str:
    data = answer.json()
    assert list(data) == ["error"]
    said = data["error"]
    assert "\n" not in said
    assert 10 < len(said) <= route.LONGEST_MESSAGE + 5, said
    assert "Traceback" not in said
    assert "--" not in said
    assert "`brightline" not in said
    for words in telling:
        assert words in said, (words, said)
    return str(said)


def asked(one: Operation) -> Any:
    if one.method == "GET":
        return programs.get(one.example_path)
    return programs.post(one.example_path, json=one.example)


def same(one: Any, other: Any) -> bool:
    """Whether two answers are the same, but for the last places of a number and what depends on the machine."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one if name not in BY_RUN)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-3, abs=1e-3)
    return one == other


# --- the same answers as the commands --------------------------------------------------------------------------------

CASES: list[dict[str, Any]] = [
    {"age": 16, "facts": {"act.harbour": True, "purpose.exploit_prostitution": True}},
    {"facts": {"act.transport": True}, "closed": ["means", "age"], "date": "2015-06"},
    {
        "id": "two",
        "title": "Two actors",
        "age_source": "a passport",
        "person": {"age": 17, "facts": {"obs.sets_own_terms": "declined"}},
        "actors": [
            {"id": "driver", "label": "the driver", "facts": {"act.transport": True}},
            {"id": "boss", "closed": ["act"], "facts": {"means.force": [True, {"value": False, "standing": "denied"}]}},
        ],
    },
    {"facts": {"means.force": {"value": True, "standing": "alleged", "source": "a newspaper"}, "act.recruit": None}},
    {"actors": [{"id": "a", "facts": {"age.under_18": {"value": True, "standing": "believed"}, "act.receive": True}}]},
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case)[:40])
@pytest.mark.parametrize(
    ("under", "as_of", "reading"),
    [(["un-palermo"], None, "strict"), (["us-*", "coe"], "2003", "broad"), (["all"], "2020-05-01", "strict")],
    ids=str,
)
def test_assess_is_the_command(
    tmp_path: Path, case: dict[str, Any], under: list[str], as_of: str | None, reading: str
) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), "utf-8")
    words = [word for name in under for word in ("--under", name)] + (["--as-of", as_of] if as_of else [])
    by_command = run("assess", file, *words, "--reading", reading, "--json").data
    body = {"case": case, "under": under, "reading": reading} | ({"as_of": as_of} if as_of else {})
    assert post("/api/assess", body) == by_command


@pytest.mark.parametrize("keys", ["", "y", "n d s r y", "e e", "y y e d d d n n n n"], ids=repr)
@pytest.mark.parametrize("under", [["un-palermo"], ["us-18usc1591", "us-la-46-2"]], ids=str)
def test_ask_is_the_command(keys: str, under: list[str]) -> None:
    answers = {"y": "yes", "n": "no", "d": "don't know", "s": "skip", "r": "rather not say", "e": "none of the rest"}
    given: list[dict[str, str]] = []
    body: dict[str, Any] = {"under": under, "about": "the manager"}
    pressed: list[str] = []
    for key in keys.split():
        question = post("/api/ask", body | {"answers": given})["question"]
        if question is None:
            break
        pressed.append(key if key != "e" or question["closes"] else "n")
        given.append({"fact": question["fact"], "answer": answers[pressed[-1]]})
    found = post("/api/ask", body | {"answers": given})
    typed = "\n" + "".join(f"{key}\n" for key in (*pressed, "q"))
    words = [word for name in under for word in ("--under", name)]
    with patch("sys.stdin", io.StringIO(typed)):
        by_command = run("ask", *words, "--about", "the manager", "--json").data
    assert by_command.pop("saved") is None
    assert {name: found[name] for name in by_command} == by_command
    assert found["progress"]["settled"] <= found["progress"]["elements"]


def test_ask_goes_on_from_a_case_and_about_one_of_its_actors() -> None:
    case = {"actors": [{"id": "boss", "facts": {"act.recruit": True}}, {"id": "driver"}]}
    found = post("/api/ask", {"case": case, "actor": "boss"})
    assert found["question"]["fact"] != "act.recruit"
    assert found["findings"][0]["actor"] == "boss"
    refused("/api/ask", {"case": case}, "several actors", "name one with actor")


def test_ask_refuses_what_no_interview_can_hold() -> None:
    twice = [{"fact": "age.under_18", "answer": word} for word in ("yes", "no")]
    refused("/api/ask", {"answers": twice}, "answers[1]", "answered twice")
    rest = [{"fact": "means.force", "answer": "none of the rest"}]
    refused("/api/ask", {"answers": rest}, "answers[0]", "in the order")
    against = [{"fact": "age.under_16", "answer": "yes"}, {"fact": "age.under_18", "answer": "no"}]
    refused("/api/ask", {"answers": against}, "contradict")


COMPARED = [
    (["us-18usc1591@2008", "us-18usc1591@2016"], {}),
    (["un-palermo", "nl-273f"], {"as_of": "2014-01-01", "reading": "broad"}),
]


@pytest.mark.parametrize(("names", "more"), COMPARED, ids=str)
def test_compare_is_the_command(names: list[str], more: dict[str, str]) -> None:
    words = [word for name, value in more.items() for word in (f"--{name.replace('_', '-')}", value)]
    found = post("/api/compare", {"a": names[0], "b": names[1], **more})
    assert found == run("compare", *names, *words, "--json").data
    matrix = post("/api/compare/matrix", {"names": [*names, "coe"], **more})
    assert matrix == run("compare", "--matrix", *names, "coe", *words, "--json").data


def test_line_is_the_command() -> None:
    body = {"under": ["us-la-46-2", "un-1949"], "claims": ["client", "alone"], "as_of": "2010", "reading": "broad"}
    words = ("us-la-46-2", "un-1949", "--claim", "client", "--claim", "alone", "--as-of", "2010", "--reading", "broad")
    assert post("/api/line", body) == run("line", *words, "--json").data
    whole = post("/api/line", {"under": ["un-palermo"]})
    assert whole == run("line", "un-palermo", "--json").data
    assert len(whole) >= 10


TEXTS = [
    "Police said the woman was trafficked. Her passport was kept from her, and she was told she would be deported.",
    "A naïve “escort” said she chose the work.\r\nNobody forced her.\n\nShe is 17.",
    "<html><body><p>He recruited &amp; housed them for prostitution.</p></body></html>",
    "Rainfall was 10 % above the mean.",
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20])
def test_read_is_the_command(text: str) -> None:
    with patch("sys.stdin") as stdin:
        stdin.buffer = io.BytesIO(text.encode())
        by_command = run("read", "-", "--under", "un-palermo", "--under", "coe", "--reading", "broad", "--json").data
    assert post("/api/read", {"text": text, "under": ["un-palermo", "coe"], "reading": "broad"}) == by_command


def test_outcomes_are_those_of_the_command() -> None:
    words = ["--scenario", "decriminalise", "--boundary", "open", "--among", "workers", "--draws", "300", "--seed", "7"]
    by_command = run("outcomes", "run", "vancouver", *words, "--years", "3", "--json").data
    body = {"scenarios": ["decriminalise"], "boundary": "open", "among": "workers", "draws": 300, "seed": 7, "years": 3}
    assert post("/api/outcomes", {"setting": "vancouver", **body}) == by_command
    alone = post("/api/outcomes", {"setting": "vancouver", **body, "beside": False})
    assert alone["scenarios"]["decriminalise"]["other_boundary"] is None


COMMANDS: list[tuple[str, dict[str, str], list[str]]] = [
    ("/api/law", {}, ["definitions"]),
    ("/api/law", {"as_of": "1990", "memory": "true"}, ["definitions", "--as-of", "1990", "--memory"]),
    ("/api/law/us-18usc1591", {}, ["definitions", "us-18usc1591"]),
    ("/api/law/us-18usc1591", {"as_of": "2003-05"}, ["definitions", "us-18usc1591", "--as-of", "2003-05"]),
    ("/api/law/un-1949", {"as_of": "1900"}, ["definitions", "un-1949", "--as-of", "1900"]),
    ("/api/law/status", {"place": "US-NY"}, ["law", "status", "US-NY"]),
    (
        "/api/law/status",
        {"place": "New Zealand", "activity": "brothel", "on": "2001"},
        ["law", "status", "New Zealand", "--activity", "brothel", "--on", "2001"],
    ),
    ("/api/law/regime", {"place": "se", "on": "1998"}, ["law", "regime", "se", "--on", "1998"]),
    ("/api/law/regimes", {"on": "2020"}, ["law", "regime", "--all", "--on", "2020"]),
    ("/api/law/history", {"place": "NZ"}, ["law", "history", "NZ"]),
    ("/api/law/history", {"place": "US-NV", "activity": "stripping"}, ["law", "history", "US-NV", "--activity", "stripping"]),
    ("/api/law/topics", {}, ["law", "topics"]),
    ("/api/facts", {}, ["facts"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query", "words"), COMMANDS, ids=lambda value: str(value)[:50])
def test_what_is_looked_up_is_what_the_command_shows(path: str, query: dict[str, str], words: list[str]) -> None:
    assert get(path, **query) == run(*words, "--json").data


# --- not known stays not known ---------------------------------------------------------------------------------------

FACTS = [entry.id for entry in vocabulary() if entry.family != "age"]


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(FACTS), st.sampled_from([True, None]), max_size=8), st.integers(0, 40))
def test_what_is_not_said_to_be_false_makes_nothing_false(facts: dict[str, bool | None], age: int) -> None:
    """With no fact said not to hold and no family closed, an element that only its facts carry is never "false"."""
    found = post("/api/assess", {"case": {"facts": facts}, "under": ["un-palermo", "us-18usc1591", "coe"]})
    for finding in found["findings"]:
        assert finding["outcome"] != "not met"
        assert "false" not in {element["state"] for element in finding["elements"].values()}
    one_more = post("/api/assess", {"case": {"facts": facts, "age": age}, "under": ["un-palermo"]})["findings"][0]
    false = {name for name, element in one_more["elements"].items() if element["state"] == "false"}
    assert false <= ({"child"} if age >= 18 else set())


ANSWERS = st.lists(
    st.tuples(st.sampled_from(FACTS), st.sampled_from(["yes", "don't know", "rather not say", "skip"])),
    max_size=12,
    unique_by=lambda pair: pair[0],
)


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_an_interview_without_a_no_comes_to_no_false_element(answers: list[tuple[str, str]]) -> None:
    told = [{"fact": fact, "answer": answer} for fact, answer in answers]
    found = post("/api/ask", {"under": ["un-palermo", "us-18usc1591"], "answers": told})
    for finding in found["findings"]:
        assert finding["outcome"] != "not met"
        assert "false" not in {element["state"] for element in finding["elements"].values()}
    assert not found["question"] or found["question"]["fact"] not in {fact for fact, _ in answers}


def test_every_word_that_a_case_may_hold_leaves_the_fact_open() -> None:
    for word in CaseWord.__args__:  # type: ignore[attr-defined]
        case = {"facts": {"act.recruit": word}, "closed": ["act"]}
        (finding,) = post("/api/assess", {"case": case})["findings"]
        assert finding["elements"]["act"]["state"] == "unknown", word


def test_no_answer_has_a_score_or_a_probability_of_a_person() -> None:
    finding = post("/api/assess", {"case": CASES[0]})["findings"][0]
    words = json.dumps(finding).lower()
    for word in ("score", "probab", "likel", "risk", "victim is", "is a victim"):
        assert word not in words
    assert not any(isinstance(value, int | float) and not isinstance(value, bool) for value in finding.values())


# --- refusals --------------------------------------------------------------------------------------------------------

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


# --- the description -------------------------------------------------------------------------------------------------


def test_the_description_names_every_operation_and_every_word_of_the_data() -> None:
    found = get("/api/openapi.json")
    assert found == json.loads(json.dumps(described()))
    paths = {(one.method.lower(), f"/api{one.path}") for one in OPERATIONS}
    assert {(method, path) for path, methods in found["paths"].items() for method in methods} == paths
    assert found["openapi"].startswith("3.1")
    text = json.dumps(found)
    for name in (*definition_ids(), *vocabulary().ids, "vancouver", "decriminalise", "consent-irrelevant"):
        assert f'"{name}"' in text, name
    for model in (CaseAsked, PersonAsked, ActorAsked, StatementAsked):
        assert found["components"]["schemas"][model.__name__]["additionalProperties"] is False
    for methods in found["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            assert all(code.startswith("4") or code == "200" for code in operation["responses"])


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_an_example_works_and_its_answer_has_the_fields_described(one: Operation) -> None:
    answer = asked(one)
    assert answer.status_code == 200, answer.text[:300]
    TypeAdapter(one.answer).validate_json(answer.content)
    assert same(kept.short(answer.json()), kept.answers()[one.name]), "python tests/web/test_api.py writes it anew"


def test_the_page_shows_every_operation_in_both_languages_and_needs_no_session() -> None:
    for browser in (Browser(enter=False), Browser(), Browser(language="es")):
        page = browser.get("/api")
        assert page.page.status_code == 200
        for one in OPERATIONS:
            assert f'id="{one.name}"' in page.page.text
            assert f"{one.method} /api{one.path}" in page.text
        assert f"http://127.0.0.1:{PORT}/api/assess" in page.text
        assert "style=" not in page.page.text
    assert "Para programas" in page.text
    assert len(page.page.content) < 100_000


def test_every_command_on_the_page_works_as_it_stands() -> None:
    page = Browser(OPEN, enter=False).get("/api").page.text
    commands = [unescape(found) for found in re.findall(r"<pre[^>]*>(curl .*?)</pre>", page, re.DOTALL)]
    assert len(commands) == len(OPERATIONS)
    for command in commands:
        assert by_curl(command).status_code == 200, command


def by_curl(command: str) -> Any:
    """What a curl command gets."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words[0] == "curl"
    address = next(word for word in words if word.startswith("http://"))
    if "-d" not in words:
        return programs.get(address)
    kind, _, value = words[words.index("-H") + 1].partition(": ")
    return programs.post(address, content=words[words.index("-d") + 1].encode(), headers={kind: value})


def test_the_door_is_not_on_the_start_page() -> None:
    assert DOOR.title not in Browser().get("/").text


EXAMPLE = re.compile(r"```sh\n(curl .*?)\n```\n\n```json\n(.*?)\n```", re.DOTALL)


def test_the_examples_of_the_documentation_are_what_comes_out() -> None:
    examples = EXAMPLE.findall(PAGE.read_text("utf-8"))
    assert len(examples) >= 6
    for command, shown in examples:
        answer = by_curl(command)
        assert same(kept.short(answer.json()), json.loads(shown)), f"{command}: python tests/web/test_api.py"


def test_the_limits_in_the_words_are_those_of_the_code() -> None:
    said = " ".join(one.limits for one in OPERATIONS)
    for number in (limits.MOST_LAWS, limits.MOST_ANSWERS, limits.MOST_ACTORS, limits.LONGEST_TEXT, limits.LARGEST_READ):
        assert f"{number:,}" in said
    assert f"{limits.MOST_WORK:,}" in said
    page = PAGE.read_text("utf-8")
    for number in (
        limits.MOST_LAWS,
        limits.MOST_ANSWERS,
        limits.LONGEST_TEXT,
        limits.MOST_WORK,
        limits.AT_ONCE,
        64_000,
    ):
        assert f"{number:,}" in page, number


def write_answers() -> None:
    """The real answers into the page's examples and the documentation."""
    found = {one.name: kept.short(asked(one).json()) for one in OPERATIONS}
    kept.FILE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def fill(example: re.Match[str]) -> str:
        shown = json.dumps(kept.short(by_curl(example[1]).json()), ensure_ascii=False, indent=1)
        return f"```sh\n{example[1]}\n```\n\n```json\n{shown}\n```"

    PAGE.write_text(EXAMPLE.sub(fill, PAGE.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"wrote {kept.FILE.name} and {PAGE.name}\n")


if __name__ == "__main__":
    write_answers()
