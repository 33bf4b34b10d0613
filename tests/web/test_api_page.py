"""The JSON interface as it is described: every operation, its example, its limits."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from pydantic import TypeAdapter

from brightline.law import vocabulary
from brightline.law.definitions import definition_ids
from brightline.web.doors.api import DOOR, limits
from brightline.web.doors.api import examples as kept
from brightline.web.doors.api.asked import ActorAsked, CaseAsked, PersonAsked, StatementAsked
from brightline.web.doors.api.operation import Operation
from brightline.web.doors.api.page import OPERATIONS, described
from jsonapi import EXAMPLE, OPEN, PAGE, asked, by_curl, get, same
from webpages import PORT, Browser


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
    assert same(kept.short(answer.json()), kept.answers()[one.name]), "python tests/jsonapi.py writes it anew"


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


def test_the_door_is_not_on_the_start_page() -> None:
    assert DOOR.title not in Browser().get("/").text


def test_the_examples_of_the_documentation_are_what_comes_out() -> None:
    examples = EXAMPLE.findall(PAGE.read_text("utf-8"))
    assert len(examples) >= 6
    for command, shown in examples:
        answer = by_curl(command)
        assert same(kept.short(answer.json()), json.loads(shown)), f"{command}: python tests/jsonapi.py"


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
