"""The JSON interface answers what the commands answer, and never turns what is not known into a no."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.law import vocabulary
from brightline.web.doors.api.words import CaseWord
from command import run
from jsonapi import get, post, refused

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
