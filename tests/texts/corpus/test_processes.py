"""A corpus run as processes: killed on the way, stopped by Ctrl-C, and no more memory for a longer corpus."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from brightline.texts.corpus import Reading, run_corpus
from corpora import OTHER, OWN, left_beside, lines_of, records, write_jsonl

SMALL = "from brightline.texts.corpus import documents, journal; documents.CHUNK_ROWS, journal.SAFE_EVERY = 10, 0.0\n"
COMMAND = f"{SMALL}from brightline.cli.main import main\nif __name__ == '__main__': main()\n"


def started(words: list[object]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "corpus", *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )


def wait_for_pieces(out: Path, pieces: int, process: subprocess.Popen[bytes]) -> None:
    entries = out.with_name(f"{out.name}.journal")
    while process.poll() is None:
        if entries.exists() and entries.read_bytes().count(b"\n") > pieces:
            return
        time.sleep(0.0005)


def ended(process: subprocess.Popen[bytes]) -> str:
    _, told = process.communicate()
    return told.decode()


def check_kills(tmp_path: Path, rows: int, moments: list[int], jobs: int) -> None:
    source = write_jsonl(tmp_path / "corpus.jsonl", records(rows))
    run_corpus(source, tmp_path / "whole.jsonl", Reading())
    out = tmp_path / "out.jsonl"
    killed = 0
    for moment in moments:
        process = started([source, "--out", out, "--jobs", jobs])
        wait_for_pieces(out, moment, process)
        process.kill()
        ended(process)
        killed += process.returncode == -signal.SIGKILL
    last = started([source, "--out", out, "--jobs", jobs])
    told = ended(last)
    assert last.returncode == 0, told
    assert "going on after" in told
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert [line["id"] for line in lines_of(out)] == [row["id"] for row in records(rows)]
    assert left_beside(out) == []
    assert killed == len(moments)


needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


@needs_kill
def test_killed_in_the_middle_it_goes_on(tmp_path: Path) -> None:
    check_kills(tmp_path, 800, [30], jobs=1)


@needs_kill
@pytest.mark.slow
def test_killed_many_times_with_two_processes(tmp_path: Path) -> None:
    check_kills(tmp_path, 8_000, list(range(0, 500, 50)), jobs=2)


@needs_kill
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")
def test_no_process_outlives_the_one_that_was_killed(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "corpus.jsonl", records(8_000))
    out = tmp_path / "out.jsonl"
    process = started([source, "--out", out, "--jobs", 2])
    wait_for_pieces(out, 3, process)
    folder = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    children = [Path(f"/proc/{child}") for child in folder.read_text().split()]
    assert len(children) >= 2
    process.kill()
    ended(process)
    until = time.monotonic() + 30
    while any(child.exists() for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [child for child in children if child.exists()]


@needs_kill
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_ctrl_c_says_how_to_go_on(tmp_path: Path, jobs: int) -> None:
    source = write_jsonl(tmp_path / "corpus.jsonl", records(800))
    out = tmp_path / "out.jsonl"
    process = started([source, "--out", out, "--jobs", jobs])
    wait_for_pieces(out, 2, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the run
    told = ended(process)
    assert process.returncode == 130, told
    assert "rows done and kept: give the same command to go on" in told
    assert "Traceback" not in told
    result = run_corpus(source, out, Reading())
    assert result.resumed >= 20
    assert len(lines_of(out)) == 800


# --- memory -----------------------------------------------------------------------------------------------------


def peak(source: Path, out: Path, jobs: int) -> int:
    """Most kilobytes that a run held, or one of its processes."""
    code = (
        "import resource, sys; from brightline.cli.main import main\n"
        "if __name__ == '__main__':\n"
        "    try: main()\n"
        "    except SystemExit: pass\n"
        "    print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, "corpus", str(source), "--out", str(out), "--jobs", str(jobs)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return int(found.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "ending"), [(1, "jsonl"), (2, "jsonl.gz")])
def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, jobs: int, ending: str) -> None:
    row, own = json.dumps({"text": f"{OTHER} " * 20}), json.dumps({"text": OWN})
    peaks: list[int] = []
    for count in (4_000, 50_000):
        source = tmp_path / f"{count}.jsonl"
        with source.open("w") as file:
            file.writelines(f"{row if number % 20 else own}\n" for number in range(count))
        peaks.append(peak(source, tmp_path / f"{count}.out.{ending}", jobs))
    assert peaks[1] < peaks[0] * 1.15 + 5_000, peaks
