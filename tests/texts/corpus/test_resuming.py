"""A corpus run stopped at any moment goes on to the same bytes, and only with the same options, input and rules."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from brightline.errors import BrightlineError
from brightline.texts.corpus import Reading, journal, run_corpus
from command import check_refusal, run
from corpora import ROWS, Killed, left_beside, lines_of, records, stopped_at, write_jsonl


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
        (["--anyway"], "options"),
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
