"""A model beside the reader: what it says is checked word by word, and it gets no text that it should not get."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.cli.model_options import chosen_model, model_json, model_page
from brightline.errors import BrightlineError
from brightline.texts import read
from brightline.texts.annotator import annotate, disagreements, endpoint, locate, model
from command import run

TEXT = "The boss took\nher passport. She was not allowed to leave the flat."
TOOK = {
    "label": "means.document_confiscation",
    "status": "asserted",
    "source": "reporter",
    "quote": "took her passport",
}
KEPT = {"label": "means.confinement", "status": "alleged", "source": "police", "quote": "not allowed to leave"}

Answer = Callable[[dict[str, Any]], "Reply | bytes | dict[str, Any]"]


@dataclass
class Reply:
    """What the fake server sends, and how."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds between two bytes."""


def said(content: object) -> dict[str, Any]:
    return {"choices": [{"message": {"role": "assistant", "content": content}}]}


def elements(*items: object) -> dict[str, Any]:
    return said(json.dumps({"elements": list(items)}))


@dataclass
class Fake:
    """A server on this machine that answers as it is told, and what it was asked."""

    url: str
    asked: list[dict[str, Any]]


@contextmanager
def serving(answer: Answer, models: object = ("tiny",)) -> Iterator[Fake]:
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            listed = [{"id": name} for name in models] if isinstance(models, tuple) else models
            self.reply(Reply(json.dumps({"data": listed}).encode()))

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(request)
            found = answer(request)
            if isinstance(found, dict):
                found = json.dumps(found).encode()
            self.reply(found if isinstance(found, Reply) else Reply(found))

        def reply(self, found: Reply) -> None:
            try:
                self.send_response(found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                if not found.drip:
                    self.send_header("Content-Length", str(len(found.body)))
                self.end_headers()
                if not found.drip:
                    self.wfile.write(found.body)
                for letter in found.body if found.drip else b"":
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                    time.sleep(found.drip)
            except OSError:
                pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Fake(f"http://127.0.0.1:{server.server_address[1]}/v1", asked)
    finally:
        server.shutdown()
        server.server_close()


def test_every_quote_stands_in_the_text() -> None:
    with serving(lambda _: elements(TOOK, KEPT)) as fake:
        found = annotate(TEXT, fake.url)
    assert [(e.label, e.status, e.source, e.quote, e.exact) for e in found.elements] == [
        ("means.document_confiscation", "asserted", "reporter", "took\nher passport", False),
        ("means.confinement", "alleged", "police", "not allowed to leave", True),
    ]
    assert all(TEXT[e.start : e.end] == e.quote for e in found.elements)
    assert (found.not_in_text, found.not_valid, found.mode, found.requests) == (0, 0, "json_schema", 1)
    (request,) = fake.asked
    assert request["model"] == "tiny"
    assert request["temperature"] == 0
    assert "start" not in json.dumps(request["response_format"]["json_schema"]["schema"])
    assert {"model", "url", "prompt_sha256", "schema_sha256", "seed", "temperature", "text_sha256"} <= set(
        found.provenance
    )


def test_the_same_text_asked_the_same_way_has_the_same_provenance() -> None:
    with serving(lambda _: elements(TOOK)) as fake:
        assert annotate(TEXT, fake.url) == annotate(TEXT, fake.url)
        other = annotate(TEXT + " ", fake.url)
    assert other.provenance["text_sha256"] != annotate_nothing(fake.url)


def annotate_nothing(url: str) -> object:
    with serving(lambda _: elements()) as fake:
        return annotate(TEXT, fake.url).provenance["text_sha256"]


@pytest.mark.parametrize(
    "item",
    [
        {**TOOK, "quote": "seized her passport"},
        {**TOOK, "quote": "took his passport"},
        {**TOOK, "quote": ""},
        {**TOOK, "quote": " . "},
        {**TOOK, "quote": "took her passport" * 1_000},
        {**TOOK, "quote": "Took Her Passport"},
    ],
    ids=["reworded", "one word other", "empty", "no letter", "endless", "other letters"],
)
def test_words_that_do_not_stand_there_are_dropped_and_counted(item: dict[str, str]) -> None:
    with serving(lambda _: elements(item, KEPT)) as fake:
        found = annotate(TEXT, fake.url)
    assert [e.label for e in found.elements] == ["means.confinement"]
    assert (found.not_in_text, found.not_valid) == (1, 0)


@pytest.mark.parametrize(
    "item",
    [
        {**TOOK, "label": "means.bewitchment"},
        {**TOOK, "status": "certain"},
        {**TOOK, "source": "the devil"},
        {**TOOK, "quote": 7},
        {**TOOK, "quote": None},
        {**TOOK, "label": ["means.confinement"]},
        {"label": "means.confinement"},
        "means.confinement",
        None,
        [],
    ],
)
def test_passages_of_the_wrong_kind_are_dropped_and_counted(item: object) -> None:
    with serving(lambda _: elements(item, KEPT)) as fake:
        found = annotate(TEXT, fake.url)
    assert [e.label for e in found.elements] == ["means.confinement"]
    assert (found.not_in_text, found.not_valid) == (0, 1)


@pytest.mark.parametrize(
    ("knows", "mode"), [({"json_schema"}, "json_schema"), ({"json_object"}, "json_object"), (set(), "plain")]
)
def test_a_server_is_held_to_the_strictest_form_that_it_knows(knows: set[str], mode: str) -> None:
    def answer(request: dict[str, Any]) -> Reply | dict[str, Any]:
        form = request.get("response_format", {}).get("type")
        if form and form not in knows:
            return Reply(b'{"error": "unknown response_format"}', 400)
        return elements(KEPT) if form else said(f"Here it is:\n```json\n{json.dumps({'elements': [KEPT]})}\n```")

    with serving(answer) as fake:
        found = annotate(TEXT, fake.url)
    assert found.mode == mode
    assert [e.quote for e in found.elements] == ["not allowed to leave"]


def test_an_answer_that_is_not_valid_is_asked_for_again_and_told_why() -> None:
    answers = [said("I cannot do that"), elements(KEPT)]
    with serving(lambda _: answers.pop(0)) as fake:
        found = annotate(TEXT, fake.url)
    assert len(found.elements) == 1
    assert (found.mode, found.requests) == ("json_schema", 2)
    assert "not JSON" in fake.asked[1]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("reply", "telling"),
    [
        (said("sorry"), "not JSON"),
        (said('{"elements": {}}'), "not an object with a list"),
        (said("[" * 100_000), "not JSON"),
        (said(None), "not a text"),
        (said(json.dumps({"elements": [KEPT] * 501})), "more than 500"),
        ({"choices": []}, "no message"),
        ({"choices": "none"}, "no message"),
        ({}, "no message"),
        (b"[]", "no message"),
        (b"<html>", "does not answer in JSON"),
        (b"\xff\xfe", "does not answer in JSON"),
        (Reply(b"x" * (endpoint.LARGEST_ANSWER + 10)), "more than 4,000,000 bytes"),
        (Reply(b"", 307, {"Location": "http://192.0.2.1/v1/chat/completions"}), "sends elsewhere"),
        (Reply(b"", 302, {"Location": "http://127.0.0.1:1/"}), "sends elsewhere"),
        (Reply(b"no key", 401), "HTTP 401: no key"),
        (Reply(b"out of memory", 500), "HTTP 500: out of memory"),
        (Reply(b"", headers={"Content-Encoding": "gzip"}), "does not answer in JSON"),
    ],
)
def test_a_hostile_answer_is_one_sentence(reply: Reply | bytes | dict[str, Any], telling: str) -> None:
    with serving(lambda _: reply) as fake, pytest.raises(BrightlineError, match=telling) as failure:
        annotate(TEXT, fake.url)
    assert len(str(failure.value)) < 400
    assert "\n" not in str(failure.value)
    assert len(fake.asked) <= 6


@pytest.mark.parametrize("reply", [Reply(b"{" * 1_000, drip=0.05), Reply(b" ", drip=5.0)], ids=["dripping", "hanging"])
def test_a_server_that_never_ends_is_left(reply: Reply) -> None:
    with serving(lambda _: reply) as fake, pytest.raises(BrightlineError, match=r"no answer in 0\.3 seconds"):
        annotate(TEXT, fake.url, "tiny", timeout=0.3)


def test_nobody_there_is_one_sentence() -> None:
    with serving(lambda _: b"") as fake:
        url = fake.url
    with pytest.raises(BrightlineError, match="cannot be reached"):
        annotate(TEXT, url, "tiny")


@pytest.mark.parametrize("models", [(), ("one", "two"), "none", [{"name": "x"}, 3]])
def test_a_model_must_be_chosen_unless_there_is_just_one(models: object) -> None:
    with serving(lambda _: elements(KEPT), models) as fake:
        with pytest.raises(BrightlineError, match="--model-name"):
            annotate(TEXT, fake.url)
        assert annotate(TEXT, fake.url, "one").provenance["model"] == "one"


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/v1",
        "https://[2001:db8::1]/v1",
        "http://0.0.0.0:8080/v1",
        "http://10.0.0.7:1234/v1",
        "http://[::]/v1",
    ],
)
def test_the_text_stays_on_this_machine(url: str) -> None:
    with pytest.raises(BrightlineError, match="--allow-remote"):
        annotate(TEXT, url, "tiny")


def test_a_name_that_comes_to_mean_another_machine_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: elements(KEPT)) as fake:
        monkeypatch.setattr(endpoint.Endpoint, "_stranger", lambda *_: None)
        monkeypatch.setattr(endpoint, "is_own", lambda _: False)
        with pytest.raises(BrightlineError, match="not this machine"):
            annotate(TEXT, fake.url, "tiny")
        assert not fake.asked
        assert len(annotate(TEXT, fake.url, "tiny", allow_remote=True).elements) == 1


def test_no_proxy_comes_between(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    with serving(lambda _: elements(KEPT)) as fake:
        assert len(annotate(TEXT, fake.url).elements) == 1


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:8080", "ftp://127.0.0.1/", "http://", "http://me:secret@127.0.0.1/v1", "http://127.0.0.1/v1?x=1",
     "http://127.0.0.1:99999/v1", "http://127.0.0.1/v1\r\nX: y", "http://[::1/v1", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BrightlineError, match="--model"):
        annotate(TEXT, url, "tiny")


def test_a_long_text_is_shown_in_parts_with_the_right_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "LARGEST_PART", 200)
    text = "Nothing of note happened here. " * 20 + TEXT + " And nothing more was said. " * 20

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        return elements(KEPT) if KEPT["quote"] in request["messages"][1]["content"] else elements()

    with serving(answer) as fake:
        found = annotate(text, fake.url)
        assert found.requests == len(fake.asked) > 3
    (only,) = found.elements
    assert text[only.start : only.end] == only.quote == KEPT["quote"]


def test_an_empty_text_is_not_sent() -> None:
    with serving(lambda _: elements(KEPT)) as fake:
        assert annotate("  \n", fake.url).elements == ()
        assert not fake.asked


def test_the_two_stand_side_by_side() -> None:
    text = "The boss took her passport and forced her to work as a prostitute. She could go out."
    account = read(text)
    status = "alleged" if account.elements[0].status == "asserted" else "asserted"
    new = {**KEPT, "label": "consent.own_choice", "quote": "could go out"}
    with serving(lambda _: elements({**TOOK, "status": status}, new)) as fake:
        proposed = annotate(text, fake.url)
    before = account.to_json()
    listed = {found.label: found.kind for found in disagreements(account, proposed)}
    assert listed["means.document_confiscation"] == "other status"
    assert listed["means.coercion_unspecified"] == "reader only"
    assert listed["consent.own_choice"] == "model only"
    data = model_json(account, proposed)
    assert json.loads(json.dumps(data))["disagreements"][0].keys() == {"kind", "label", "reader", "model"}
    assert account.to_json() == before
    page = "\n".join(model_page(account, proposed))
    assert "tiny" in page
    assert "They part on" in page


def test_the_read_command_shows_the_model_beside_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text(f"He was charged with sex trafficking. {TEXT}", "utf-8")
    with serving(lambda _: elements(TOOK, KEPT)) as fake:
        shown = run("read", str(path), "--model", fake.url)
        data = json.loads(run("read", str(path), "--model", fake.url, "--json").out)
        other = path.with_name("other.txt")
        other.write_text(TEXT, "utf-8")
        refused = run("read", str(path), str(other), "--model", fake.url)
    assert shown.code == 0, shown.err
    assert "Second annotator: tiny" in shown.out
    assert [found["label"] for found in data["model"]["elements"]] == [TOOK["label"], KEPT["label"]]
    assert "model" not in json.dumps(data["elements"]), "the two are never merged"
    assert refused.code == 2
    assert "--json" in refused.err


def test_options_that_make_no_sense_are_refused() -> None:
    assert chosen_model(None, None, False) is None
    with pytest.raises(BrightlineError, match="--model"):
        chosen_model(None, "tiny", False)
    with pytest.raises(BrightlineError, match="--model"):
        chosen_model(None, None, True)


@given(before=st.text(), quote=st.text(min_size=2, max_size=60), after=st.text())
def test_what_is_located_stands_there(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    found = locate(text, quote)
    if found is None:
        assert len(quote.strip()) < 2 or not any(map(str.isalnum, quote))
        return
    start, end, exact = found
    assert text[start:end].split() == quote.split()
    assert exact == (text[start:end] == quote.strip())
