"""What a corpus run writes: every document once, in order, the same from every kind of table and in every form."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from brightline.texts import read
from brightline.texts.corpus import Columns, Reading, run_corpus
from corpora import OTHER, OWN, ROWS, left_beside, lines_of, records, write_jsonl


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


def test_reading_leaves_no_trace_on_how_others_read_csv(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    source = tmp_path / "corpus.csv"
    source.write_text(f"id,text\na,{'x' * (before + 1)}\n", "utf-8")
    assert not run_corpus(source, tmp_path / "out.jsonl", Reading()).bad
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_what_is_set_aside_and_what_is_read_anyway_stand_in_the_rows(tmp_path: Path, ending: str) -> None:
    texts = ["The pimp took her passport. Officers beat the women.", "He locks the flat and would not let me leave."]
    source = write_jsonl(tmp_path / "notes.jsonl", [{"id": str(n), "text": text} for n, text in enumerate(texts)])
    rows: dict[bool, list[dict[str, object]]] = {}
    for anyway in (False, True):
        out = tmp_path / f"out-{anyway}{ending}"
        run_corpus(source, out, Reading(anyway=anyway))
        rows[anyway] = lines_of(out) if ending == ".jsonl" else pl.read_parquet(out).to_dicts()
    for first, _ in rows.values():
        (aside,) = first["set_aside"]  # type: ignore[misc]
        assert (aside["stranger"], aside["quote"]) == ("police", "beat the women")
    assert not rows[False][1]["elements"]
    assert rows[True][1]["elements"]
