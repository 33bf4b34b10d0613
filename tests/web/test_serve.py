"""`brightline serve`: on this machine only, by a link that opens once, and one clear sentence where it cannot be."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

import brightline
from brightline.cli import serve as serving
from command import check_refusal, run

SOURCE = Path(brightline.__file__).parents[1]


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "-m", "brightline", "serve", "--no-browser", "--lang", "es"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout
    link = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
    yield process, link
    process.kill()
    process.wait()


def test_the_link_opens_the_pages_once_and_nothing_is_logged(server: tuple[subprocess.Popen[str], str]) -> None:
    process, link = server
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with opener.open(link, timeout=20) as answer:
        page = answer.read().decode()
        assert answer.url == link[: link.index("/enter")] + "/"
    assert '<html lang="es"' in page
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(link, timeout=20)
    with opener.open(link[: link.index("/enter")] + "/situation?secret=marker", timeout=20) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(20) in (0, 130, -signal.SIGINT)
    assert process.stdout
    left = process.stdout.read()
    assert "marker" not in left
    assert "Traceback" not in left


def test_it_answers_on_this_machine_only() -> None:
    listening = serving._listen(None)
    with listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        check_refusal(run("serve", "--no-browser", "--port", port), f"port {port}", "--port")


def test_a_language_that_there_is_not_is_said() -> None:
    check_refusal(run("serve", "--no-browser", "--lang", "xx"), "en, es")


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "find_spec", lambda name: None)
    check_refusal(run("serve", "--no-browser"), "brightline[web]")
