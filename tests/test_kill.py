"""An interview killed at any moment keeps every answer that it confirmed, and its file always opens."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brightline.cases.store import read_interview
from brightline.findings.ask import ANSWERS, Given, Interview

UNDER = ("un-palermo", "de-232", "us-18usc1591")
KEYS = {"y": "yes", "n": "no", "d": "don't know", "r": "rather not say", "e": "none of the rest", "s": "skip"}
CONFIRMED = "  Saved: "
TYPED = 40

Start = Callable[[list[str], str, Path], int]
"""Runs `brightline` with these words, this typed in, what it says going to this file; gives its process id."""

NURSERY = """
import json, os, signal, sys
from brightline.cli.main import main
from brightline.findings.ask import Interview
import brightline.cli.ask, cryptography.fernet
Interview(%r, "broad").answer("no")
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    words, typed, out = json.loads(line)
    pid = os.fork()
    if pid == 0:
        reading, writing = os.pipe()
        os.write(writing, typed.encode())
        os.dup2(reading, 0)
        os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        os.dup2(1, 2)
        sys.stdin = open(0)
        sys.argv = ["brightline", *words]
        main()
        os._exit(0)
    print(pid, flush=True)
"""
"""A process with everything loaded that splits off a process for each interview: as good to kill, and there at once."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Start]:
    monkeypatch.setenv("BRIGHTLINE_HOME", str(tmp_path / "home"))
    words = [sys.executable, "-c", NURSERY % (UNDER,)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin
        assert nursery.stdout

        def start(words: list[str], typed: str, out: Path) -> int:
            assert nursery.stdin
            assert nursery.stdout
            nursery.stdin.write(json.dumps([words, typed, str(out)]) + "\n")
            nursery.stdin.flush()
            return int(nursery.stdout.readline())

        yield start
        nursery.stdin.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Start]:
    """Each interview a process of its own, from the first instruction on."""
    monkeypatch.setenv("BRIGHTLINE_HOME", str(tmp_path / "home"))
    running: list[subprocess.Popen[bytes]] = []

    def start(words: list[str], typed: str, out: Path) -> int:
        while running:
            done = running.pop()
            done.wait()
            assert done.stdin
            done.stdin.close()
        with out.open("wb") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "brightline", *words], stdin=subprocess.PIPE, stdout=said, stderr=said
            )
        assert process.stdin
        process.stdin.write(typed.encode())
        process.stdin.flush()
        running.append(process)
        return process.pid

    yield start
    for process in running:
        process.kill()
        process.wait()
        assert process.stdin
        process.stdin.close()


def alive(pid: int) -> bool:
    try:
        found, _ = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # a child of the nursery
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True
    return found == 0


def confirmed(out: Path) -> int:
    lines = out.read_text().splitlines(keepends=True)
    return sum(line.startswith(CONFIRMED) and line.endswith("\n") for line in lines)


def typed_in(interview: Interview, rng: random.Random) -> tuple[str, list[tuple[Given, ...]]]:
    """Keys to type, and the answers that there are after each of them."""
    keys: list[str] = []
    states = [interview.answers]
    earlier = len(interview.answers)
    while len(keys) < TYPED and (question := interview.question):
        if interview.answers and rng.random() < 0.1:
            # Behind this sitting a second key has to confirm the first.
            keys.append("b\nb" if len(interview.answers) <= earlier else "b")
            interview.back()
            earlier = min(earlier, len(interview.answers))
        else:
            key = rng.choices(list(KEYS), [4, 8, 2, 2, 1 if question.closes else 0, 2])[0]
            assert KEYS[key] in ANSWERS
            keys.append(key)
            interview.answer(KEYS[key])
        states.append(interview.answers)
    return "\n" + "".join(f"{key}\n" for key in keys), states


def check_kills(start: Start, folder: Path, times: int, seed: int) -> None:
    rng = random.Random(seed)
    number, path, out = 0, folder / "0.bl", folder / "said"
    lost_in_time = 0
    for _ in range(times):
        if path.exists() and (rng.random() < 0.4 or Interview.resumed(read_interview(path)).question is None):
            number += 1
            path = folder / f"{number}.bl"
        there = path.exists()
        interview = Interview.resumed(read_interview(path)) if there else Interview(UNDER, "broad")
        typed, states = typed_in(interview, rng)
        words = ["ask", "--save", str(path)]
        if not there:
            words += ["--reading", "broad", *(word for id in UNDER for word in ("--under", id))]
        out.write_text("")
        pid = start(words, typed, out)
        moment = rng.randrange(len(states)) if rng.random() < 0.85 else -1
        while moment >= 0 and alive(pid) and confirmed(out) < moment:
            time.sleep(0.0005)
        time.sleep(rng.random() * (0.008 if moment >= 0 else 0.3))
        if alive(pid):
            os.kill(pid, signal.SIGKILL)
        while alive(pid):
            time.sleep(0.0005)
        sure = confirmed(out)
        lost_in_time += sure < len(states) - 1
        assert "went wrong" not in out.read_text()
        if path.exists():
            found = read_interview(path)
            assert found.answers in states[sure : sure + 2], (sure, found.answers)
            assert Interview.resumed(found).case == found.case
        else:
            assert sure == 0
            assert not there
    assert lost_in_time > times / 3, "most were killed in the midst of it"


def test_killed_at_any_moment_no_confirmed_answer_is_lost(forked: Start, tmp_path: Path) -> None:
    check_kills(forked, tmp_path, times=12, seed=1)


@pytest.mark.slow
def test_killed_two_hundred_times(started: Start, tmp_path: Path) -> None:
    check_kills(started, tmp_path, times=200, seed=2)
