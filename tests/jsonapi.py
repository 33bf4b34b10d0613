"""Asking the JSON interface; run as a script it writes the real answers into the page's examples and the documentation."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from brightline.web.doors.api import examples as kept
from brightline.web.doors.api import route
from brightline.web.doors.api.operation import Operation
from brightline.web.doors.api.page import OPERATIONS
from brightline.web.settings import Settings
from webpages import PORT, Browser

ROOT = Path(__file__).parent.parent
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


def by_curl(command: str) -> Any:
    """What a curl command gets."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words[0] == "curl"
    address = next(word for word in words if word.startswith("http://"))
    if "-d" not in words:
        return programs.get(address)
    kind, _, value = words[words.index("-H") + 1].partition(": ")
    return programs.post(address, content=words[words.index("-d") + 1].encode(), headers={kind: value})


EXAMPLE = re.compile(r"```sh\n(curl .*?)\n```\n\n```json\n(.*?)\n```", re.DOTALL)


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
