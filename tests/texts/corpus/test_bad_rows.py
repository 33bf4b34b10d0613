"""Bad rows of a corpus are told and counted, and wrong use leaves nothing behind."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from brightline.texts.corpus import Reading, run_corpus
from command import check_refusal, run
from corpora import OWN, lines_of

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
