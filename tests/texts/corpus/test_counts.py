"""The counts of a corpus run: what its lines say, however they are divided, and as a picture."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.texts import read
from brightline.texts.corpus import Tally
from brightline.texts.corpus.tally import MOST_OUTLETS, OTHERS
from command import run
from corpora import OTHER, OWN, ROWS, lines_of

TALLIES = st.lists(
    st.tuples(
        st.sampled_from([OWN, OTHER]),
        st.sampled_from(["2020-01-02", "2020-02", "2021", "1/2/2020", None]),
        st.sampled_from(["A", "B", None]),
    ),
    max_size=12,
)


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


def test_a_row_without_a_day_or_an_outlet_is_a_text_without_one(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": OWN}, {"id": "b", "text": OTHER, "day": "2020-01-02", "paper": "A"}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    words = ["--date-column", "day", "--outlet-column", "paper", "--json"]
    found = run("corpus", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl", *words)
    assert found.data["documents"] == 2
    assert found.data["bad_rows"] == 0
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == ["a", "b"]
