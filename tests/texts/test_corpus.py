"""A corpus run: every document once, in order, the same bytes however often it was killed on the way."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.errors import BrightlineError
from brightline.texts import read
from brightline.texts.corpus import Columns, Reading, Tally, documents, journal, run_corpus
from brightline.texts.corpus.tally import MOST_OUTLETS, OTHERS
from command import check_refusal, run

OWN = "The brothel boss took her passport and forced her to work as a prostitute."
OTHER = "The council met on Tuesday and talked about the new bridge."
ROWS = 90
Record = dict[str, Any]


def records(count: int = ROWS) -> list[Record]:
    return [
        {
            "id": f"d{number}",
            "text": f"Number {number}. {OWN if number % 3 == 0 else OTHER}",
            "day": f"20{10 + number % 4}-0{1 + number % 9}-15",
            "paper": f"Paper {number % 4}",
        }
        for number in range(count)
    ]


def write_jsonl(path: Path, rows: list[Record]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def lines_of(path: Path) -> list[Record]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return [json.loads(line) for line in data.splitlines()]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "CHUNK_ROWS", 10)
    monkeypatch.setattr(journal, "SAFE_EVERY", 0.0)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "corpus.jsonl", records())


def left_beside(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir() if path.name.startswith(out.name) and path != out)


# --- what is written --------------------------------------------------------------------------------------------


def test_a_line_is_what_read_says_with_the_id(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = run_corpus(corpus, out, Reading())
    found = lines_of(out)
    assert [line["id"] for line in found] == [row["id"] for row in records()]
    for line, row in zip(found, records(), strict=True):
        assert line == {"id": row["id"], **json.loads(json.dumps(read(row["text"]).to_json()))}
        for element in line["elements"]:
            assert row["text"][element["start"] : element["end"]] == element["quote"]
    assert found[0]["elements"]
    assert result.tally.documents == ROWS
    assert left_beside(out) == []


def stored(kind: str, folder: Path) -> Path:
    rows = records()
    match kind:
        case "jsonl":
            return write_jsonl(folder / "a.jsonl", rows)
        case "jsonl.gz":
            path = folder / "a.jsonl.gz"
            path.write_bytes(gzip.compress(write_jsonl(folder / "b.jsonl", rows).read_bytes()))
            return path
        case "csv" | "tsv":
            path = folder / f"a.{kind}"
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if kind == "tsv" else ",")
                writer.writeheader()
                writer.writerows(rows)
            return path
        case "parquet":
            pl.DataFrame(rows).write_parquet(folder / "a.parquet", row_group_size=7)
            return folder / "a.parquet"
        case _:
            (folder / "parts").mkdir()
            write_jsonl(folder / "parts" / "a.jsonl", rows[:25])
            pl.DataFrame(rows[25:60]).write_parquet(folder / "parts" / "b.parquet")
            write_jsonl(folder / "parts" / "c.jsonl", rows[60:])
            return folder / "parts"


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "csv", "tsv", "parquet", "folder"])
def test_every_kind_of_table_gives_the_same(kind: str, tmp_path: Path) -> None:
    how = Reading(Columns("text", "id", "day", "paper"))
    run_corpus(stored(kind, tmp_path), tmp_path / "out.jsonl", how)
    expected = [(row["id"], row["day"], row["paper"]) for row in records()]
    assert [(line["id"], line["date"], line["outlet"]) for line in lines_of(tmp_path / "out.jsonl")] == expected


def without_blanks(data: Any) -> Any:
    """The data without what is null: a table has every column in every row."""
    if isinstance(data, dict):
        return {key: found for key, value in data.items() if (found := without_blanks(value)) not in (None, {})}
    return [without_blanks(item) for item in data] if isinstance(data, list) else data


@pytest.mark.parametrize("ending", ["jsonl.gz", "parquet"])
def test_every_form_of_output_holds_the_same(corpus: Path, tmp_path: Path, ending: str) -> None:
    plain, other = tmp_path / "out.jsonl", tmp_path / f"other.{ending}"
    how = Reading(Columns(date="day"))
    run_corpus(corpus, plain, how)
    run_corpus(corpus, other, how)
    found = lines_of(other) if ending == "jsonl.gz" else pl.read_parquet(other).to_dicts()
    assert [line["id"] for line in found] == [row["id"] for row in records()]
    for one, two in zip(lines_of(plain), found, strict=True):
        assert without_blanks(two) == without_blanks(one)
    assert left_beside(other) == []


def test_two_processes_write_what_one_writes(corpus: Path, tmp_path: Path) -> None:
    run_corpus(corpus, tmp_path / "one.jsonl", Reading())
    run_corpus(corpus, tmp_path / "two.jsonl", Reading(), jobs=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_folder_of_documents_is_a_corpus(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    (folder / "more").mkdir(parents=True)
    (folder / "b.txt").write_text(OWN)
    (folder / "more" / "a.md").write_text(OTHER)
    (folder / "more" / "c.html").write_text(f"<html><body><p>{OWN}</p><script>x</script></body></html>")
    (folder / "broken.docx").write_bytes(b"no zip")
    (folder / "picture.png").write_bytes(b"not a text")
    result = run_corpus(folder, tmp_path / "out.jsonl", Reading())
    found = lines_of(tmp_path / "out.jsonl")
    assert [line["id"] for line in found] == ["b.txt", "more/a.md", "more/c.html"]
    assert [bool(line["elements"]) for line in found] == [True, False, True]
    (told,) = result.bad
    assert told.startswith("broken.docx")
    assert result.tally.bad_rows == 1


def test_without_ids_the_number_of_the_row_stands_for_one(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", [{"words": OWN}, {"words": OTHER}, {"id": 7, "words": OTHER}])
    run_corpus(path, tmp_path / "out.jsonl", Reading(Columns("words")))
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == ["1", "2", "7"]


@pytest.mark.parametrize(
    "text",
    ["\ud800 " + OWN, OWN + "\u202e\u0301", "a\x00b " + OWN, "", " ", "\U0001f600 " + OWN, "x" * 300_000 + " " + OWN],
)
@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_odd_texts_keep_their_offsets(text: str, ending: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": text}) + "\n")
    out = tmp_path / f"out.{ending}"
    run_corpus(path, out, Reading())
    (line,) = lines_of(out) if ending == "jsonl" else pl.read_parquet(out).to_dicts()
    assert [(e["start"], e["end"]) for e in line["elements"]] == [(e.start, e.end) for e in read(text).elements]


# --- bad rows ---------------------------------------------------------------------------------------------------

BAD = [
    '{"id": "x"',
    '{"id": "x"}',
    '{"id": "x", "text": 5}',
    '{"id": "x", "text": null}',
    "[]",
    "7",
    "[" * 3_000,
    "\x00",
]


def test_a_bad_row_is_told_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "good", "text": OWN})
    path.write_bytes("\n".join([good, *BAD, "", good]).encode() + b'\n{"text": "\xff"}\n')
    result = run_corpus(path, tmp_path / "out.jsonl", Reading())
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == ["good", "good"]
    assert result.tally.bad_rows == len(result.bad) == len(BAD) + 1
    assert result.bad[0].startswith("line 2: not valid JSON")
    found = run("corpus", path, "--out", tmp_path / "again.jsonl")
    assert found.code == 0
    assert found.err.count("no text: ") == len(BAD) + 1
    assert f"{len(BAD) + 1} rows held no text" in found.out


def test_strict_stops_at_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "good", "text": OWN}) + "\n[]\n")
    check_refusal(run("corpus", path, "--out", tmp_path / "out.jsonl", "--strict"), "line 2", "--strict")
    assert [left.name for left in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_row_of_a_csv_with_other_cells_is_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,one\n2\n3,"two\nlines"\n4,\xff\n5,\n')
    result = run_corpus(path, tmp_path / "out.jsonl", Reading())
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == ["1", "3"]
    assert [told.partition(":")[0] for told in result.bad] == ["line 3", "line 6", "line 7"]


CUT_SHORT = gzip.compress(b'{"text": "x"}\n' * 1_000)[:-9]


@pytest.mark.parametrize(
    ("name", "data", "words", "telling"),
    [
        ("a.jsonl", b"", [], "is empty"),
        ("a.jsonl", b'{"body": "x"}\n' * 5, [], "no column 'text'"),
        ("a.jsonl", b'{"body": "x"}\n', [], "no text in it"),
        ("a.jsonl", b'{"text": "x", "idd": 1}\n' * 5, ["--id-column", "id"], "did you mean idd"),
        ("a.csv", b"id,body\n1,x\n", [], "no column 'text'"),
        ("a.csv", b"id,text\n", [], "no text in it"),
        ("a.parquet", b"PAR1 not so", [], "not readable as Parquet"),
        pytest.param("a.jsonl.gz", CUT_SHORT, [], "damaged or cut short", id="cut short"),
        ("a.txt", b"x", [], "one text goes to `read`"),
        ("a.jsonl", b'{"text": "x"}\n', ["--under", "un-palerm"], "un-palermo"),
        ("a.jsonl", b'{"text": "x"}\n', ["--reading", "odd"], "odd"),
        ("a.jsonl", b'{"text": "x"}\n', ["--engine", "duckdb"], "no engine"),
        ("a.jsonl", b'{"text": "x"}\n', ["--jobs", "0"], "--jobs 1"),
        ("a.jsonl", b'{"text": "x"}\n', ["--plot", "a.png"], ".svg"),
        ("a.jsonl", b'{"text": "x"}\n', ["--summary", "a.xls"], ".json or .txt"),
    ],
)
def test_wrong_use_is_one_sentence_and_leaves_nothing(
    name: str, data: bytes, words: list[str], telling: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    check_refusal(run("corpus", path, "--out", tmp_path / "out.jsonl", *words), telling)
    assert [left.name for left in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("out", ["out.csv", "corpus.jsonl", "none/out.jsonl", "."])
def test_a_place_that_cannot_be_written_is_refused(corpus: Path, out: str) -> None:
    before = corpus.read_bytes()
    check_refusal(run("corpus", corpus, "--out", corpus.parent / out))
    assert corpus.read_bytes() == before


# --- stopped and begun again ------------------------------------------------------------------------------------


class Killed(BaseException):
    """What stands for the end of the process in these tests."""


def stopped_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process ends when it makes something safe on the disk for the `moment`-th time, half of it written."""
    real = journal._safe
    times = 0

    def safe(file: Any) -> None:
        nonlocal times
        times += 1
        if times == moment:
            file.flush()
            size = file.tell()
            os.ftruncate(file.fileno(), size - min(size, 7))
            raise Killed
        real(file)

    monkeypatch.setattr(journal, "_safe", safe)


@pytest.mark.parametrize(("ending", "moments"), [("jsonl", range(1, 21)), ("jsonl.gz", range(3, 21, 8))])
def test_stopped_at_any_moment_it_goes_on_to_the_same_bytes(
    corpus: Path, tmp_path: Path, ending: str, moments: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, out = tmp_path / f"whole.{ending}", tmp_path / f"out.{ending}"
    expected = run_corpus(corpus, whole, Reading())
    resumed = set[int]()
    for moment in moments:
        with monkeypatch.context() as patch:
            stopped_at(moment, patch)
            with pytest.raises(Killed):
                run_corpus(corpus, out, Reading())
        assert not out.exists()
        result = run_corpus(corpus, out, Reading())
        assert out.read_bytes() == whole.read_bytes(), moment
        assert result.tally.to_json() == expected.tally.to_json()
        assert left_beside(out) == []
        resumed.add(result.resumed)
        out.unlink()
    assert resumed == {10 * max(0, moment // 2 - 1) for moment in moments}


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_stopped_while_it_is_put_in_its_place(
    corpus: Path, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, out = tmp_path / f"whole.{ending}", tmp_path / f"out.{ending}"
    run_corpus(corpus, whole, Reading())

    def stop(*_: object) -> None:
        raise Killed

    for name in ("finish", "forget"):
        with monkeypatch.context() as patch:
            patch.setattr(journal.Journal, name, stop)
            with pytest.raises(Killed):
                run_corpus(corpus, out, Reading())
        result = run_corpus(corpus, out, Reading())
        assert out.read_bytes() == whole.read_bytes()
        assert (result.resumed, result.tally.documents) == (ROWS, ROWS)
        assert left_beside(out) == []
        out.unlink()


@pytest.fixture
def half_done(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    out = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        stopped_at(9, patch)
        with pytest.raises(Killed):
            run_corpus(corpus, out, Reading())
    return out


def test_a_torn_end_is_cut_off(corpus: Path, half_done: Path, tmp_path: Path) -> None:
    with half_done.with_name("out.jsonl.part").open("ab") as part:
        part.write(b'{"id": "torn", "elem')
    with half_done.with_name("out.jsonl.journal").open("ab") as entries:
        entries.write(b'{"rows": 999, "bytes"')
    run_corpus(corpus, half_done, Reading())
    run_corpus(corpus, tmp_path / "whole.jsonl", Reading())
    assert half_done.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_a_journal_ahead_of_its_part_is_not_believed(corpus: Path, half_done: Path, tmp_path: Path) -> None:
    part = half_done.with_name("out.jsonl.part")
    os.truncate(part, part.stat().st_size // 2)
    result = run_corpus(corpus, half_done, Reading())
    assert 0 < result.resumed < 40
    run_corpus(corpus, tmp_path / "whole.jsonl", Reading())
    assert half_done.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (["--under", "us-18usc1591"], "options"),
        (["--reading", "broad"], "options"),
        (["--date-column", "day"], "options"),
    ],
)
def test_it_does_not_go_on_with_other_options(corpus: Path, half_done: Path, words: list[str], telling: str) -> None:
    before = {path.name: path.read_bytes() for path in corpus.parent.iterdir()}
    check_refusal(run("corpus", corpus, "--out", half_done, *words), telling, "--afresh")
    assert {path.name: path.read_bytes() for path in corpus.parent.iterdir()} == before
    found = run("corpus", corpus, "--out", half_done, "--afresh", *words)
    assert found.code == 0, found
    assert len(lines_of(half_done)) == ROWS


def test_it_does_not_go_on_with_other_input_or_rules(
    corpus: Path, half_done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brightline.texts.corpus import run as running

    with monkeypatch.context() as patch:
        patch.setattr(running, "fingerprint", lambda: "other")
        check_refusal(run("corpus", corpus, "--out", half_done), "rules")
    write_jsonl(corpus, records(ROWS + 1))
    check_refusal(run("corpus", corpus, "--out", half_done), "input")


def test_two_runs_do_not_write_the_same_file(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    held = journal.Journal(out, {})
    try:
        with pytest.raises(BrightlineError, match="another run"):
            run_corpus(corpus, out, Reading())
    finally:
        held.close()


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


# --- counts -----------------------------------------------------------------------------------------------------


def test_the_summary_counts_what_the_lines_say(corpus: Path, tmp_path: Path) -> None:
    words = ["--date-column", "day", "--outlet-column", "paper", "--summary", tmp_path / "sum.json"]
    out = tmp_path / "out.jsonl"
    found = run("corpus", corpus, "--out", out, *words, "--json", "--plot", tmp_path / "trend.svg")
    assert found.code == 0, found
    data, lines = found.data, lines_of(out)
    assert json.loads((tmp_path / "sum.json").read_text()) == data
    for verdict, count in data["verdicts"].items():
        assert count == sum(line["verdict"] == verdict for line in lines)
    for label, statuses in data["labels"].items():
        for status, count in statuses.items():
            held = [any((e["label"], e["status"]) == (label, status) for e in line["elements"]) for line in lines]
            assert count == sum(held)
    assert data["labels"]["means.document_confiscation"]["asserted"] == ROWS // 3
    assert sum(map(len, data["months_and_outlets"].values())) > 4
    for month, outlets in data["months_and_outlets"].items():
        for outlet, counts in outlets.items():
            own = [line for line in lines if (line["date"][:7], line["outlet"]) == (month, outlet)]
            assert sum(counts.values()) == len(own)
    assert "Texts by verdict" in (tmp_path / "trend.svg").read_text()
    page = run("corpus", corpus, "--out", out, *words[:4], "--summary", tmp_path / "sum.txt")
    assert page.out == (tmp_path / "sum.txt").read_text()
    assert max(map(len, page.out.splitlines())) <= 100


def test_the_picture_is_told_apart_by_more_than_colour(tmp_path: Path) -> None:
    from brightline.texts.corpus.plot import plot_trend

    tally = Tally()
    for month in ("2020-01", "2020-02", "2020-03"):
        for outlet in ("$One_<b>", "_Two", "Three"):
            for verdict in ("supported", "not supported", "child", "no claim"):
                tally.months[month, outlet, verdict] = 2 + len(outlet)
                tally.verdicts[verdict] += 2 + len(outlet)
    for name in ("a.svg", "b.svg"):
        plot_trend(tally, tmp_path / name)
    drawn = (tmp_path / "a.svg").read_text()
    assert drawn == (tmp_path / "b.svg").read_text()
    assert "<b>" not in drawn
    assert drawn.count("stroke-dasharray") >= 2
    assert "pattern" in drawn
    assert all(word in drawn for word in ("not supported", "Three (63 labelled)", "2020-02"))


TALLIES = st.lists(
    st.tuples(
        st.sampled_from([OWN, OTHER]),
        st.sampled_from(["2020-01-02", "2020-02", "2021", "1/2/2020", None]),
        st.sampled_from(["A", "B", None]),
    ),
    max_size=12,
)


@settings(max_examples=40)
@given(rows=TALLIES, at=st.integers(0, 12))
def test_counts_add_up_however_they_are_divided(rows: list[tuple[str, str | None, str | None]], at: int) -> None:
    def count(part: list[tuple[str, str | None, str | None]]) -> Tally:
        tally = Tally()
        for text, day, outlet in part:
            tally.add(read(text), day, outlet)
        return Tally.unpack(json.loads(json.dumps(tally.pack())))

    joined = count(rows[:at])
    joined.merge(count(rows[at:]))
    assert joined.to_json() == count(rows).to_json()
    assert sum(sum(counts.values()) for counts in joined.by(0).values()) == len(rows)


def test_outlets_without_end_are_counted_together() -> None:
    tally = Tally()
    for number in range(MOST_OUTLETS + 50):
        one = Tally()
        one.add(read(OTHER), None, f"site {number}")
        tally.merge(one)
    assert len(tally.by(1)) == MOST_OUTLETS + 1
    assert sum(tally.by(1)[OTHERS].values()) == 50


# --- Spark ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder: Any = SparkSession.builder
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.files.maxPartitionBytes": "4000",
    }.items():
        builder = builder.config(key, value)
    running = builder.master("local[2]").appName("brightline tests").getOrCreate()
    running.sparkContext.setLogLevel("ERROR")
    yield running
    running.stop()


@pytest.mark.spark
@pytest.mark.parametrize("kind", ["parquet", "folder"])
def test_spark_writes_the_bytes_that_processes_write(session: Any, tmp_path: Path, kind: str) -> None:
    rows = records(2_000)
    rows[17]["text"] = None
    source = tmp_path / "a.parquet"
    if kind == "parquet":
        pl.DataFrame(rows).write_parquet(source, row_group_size=150)
    else:
        source = tmp_path / "parts"
        source.mkdir()
        for number, start in enumerate(range(0, 2_000, 700)):
            pl.DataFrame(rows[start : start + 700]).write_parquet(source / f"{number}.parquet", row_group_size=90)
    how = Reading(Columns(date="day", outlet="paper"))
    here = run_corpus(source, tmp_path / "here.jsonl.gz", how)
    there = run_corpus(source, tmp_path / "there.jsonl.gz", how, engine="spark")
    unpacked = [gzip.decompress((tmp_path / f"{name}.jsonl.gz").read_bytes()) for name in ("there", "here")]
    assert unpacked[0] == unpacked[1], "the same lines in the same order, however they are packed in pieces"
    assert there.tally.to_json() == here.tally.to_json()
    assert there.bad == here.bad
    assert len(here.bad) == 1


@pytest.mark.spark
def test_spark_goes_on_where_it_was_stopped(session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = tmp_path / "a.parquet", tmp_path / "out.jsonl"
    pl.DataFrame(records(500)).write_parquet(source)
    run_corpus(source, tmp_path / "whole.jsonl", Reading())
    with monkeypatch.context() as patch:
        stopped_at(21, patch)
        with pytest.raises(Killed):
            run_corpus(source, out, Reading(), engine="spark")
    result = run_corpus(source, out, Reading(), engine="spark")
    assert result.resumed == 90
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.spark
def test_spark_reads_parquet_only(session: Any, corpus: Path, tmp_path: Path) -> None:
    check_refusal(run("corpus", corpus, "--out", tmp_path / "out.jsonl", "--engine", "spark"), "Parquet")
