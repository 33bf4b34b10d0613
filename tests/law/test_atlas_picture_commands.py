"""`brightline law map`, `timeline` and `change`: what they write, whole or not at all, and what they refuse."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from brightline.cli.atlas_pictures import change, map_, timeline
from brightline.errors import BrightlineError
from brightline.law import atlas
from brightline.law.atlas.pictures import map_picture


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (["--on", "1200-01-01"], "before 1700"),
        (["--on", "2999"], "future"),
        (["--topic", "strippping"], "stripping"),
        (["--out", "map.png"], ".html or .svg"),
    ],
)
def test_a_map_that_cannot_be_is_refused(words: list[str], telling: str, tmp_path: Path) -> None:
    end = [] if "--out" in words else ["--out", str(tmp_path / "map.svg")]
    with pytest.raises(BrightlineError, match=telling):
        map_.main([*words, *end], standalone_mode=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (["--from", "2020", "--to", "2000"], "no span"),
        (["--from", "1500"], "before 1700"),
        (["--to", "2999"], "future"),
        (["--every", "1", "--from", "1950"], "larger --every"),
        (["--every", "0"], "1 or more"),
    ],
)
def test_years_that_cannot_be_are_refused(words: list[str], telling: str, tmp_path: Path) -> None:
    with pytest.raises(BrightlineError, match=telling):
        change.main([*words, "--out", str(tmp_path / "x.svg")], standalone_mode=False)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_not_known_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "x.html"
    with pytest.raises(BrightlineError, match="did you mean"):
        timeline.main(["Swedn", "--out", str(out)], standalone_mode=False)
    absent = next(code for code in atlas.places() if code not in atlas.covered())
    with pytest.raises(BrightlineError, match="nothing to draw"):
        timeline.main([absent, "--out", str(out)], standalone_mode=False)
    with pytest.raises(BrightlineError, match="--out"):
        timeline.main(["NZ"], standalone_mode=False)
    assert list(tmp_path.iterdir()) == []


def test_an_svg_brings_its_tables_and_a_page_holds_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    map_.main(["--us", "--out", str(tmp_path / "us.svg")], standalone_mode=False)
    change.main(["--from", "2000", "--to", "2020", "--out", str(tmp_path / "c.svg")], standalone_mode=False)
    timeline.main(["NZ", "--out", str(tmp_path / "nz.html")], standalone_mode=False)
    assert capsys.readouterr().out.splitlines()[0] == "Wrote us.svg and us.csv."
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("c-panels.csv", "c.csv", "c.svg", "nz.html", "us.csv", "us.svg")
    ]
    ET.parse(tmp_path / "us.svg")
    rows = list(csv.DictReader((tmp_path / "us.csv").open(encoding="utf-8", newline="")))
    states = {code for code in atlas.covered() if code.split("-")[0] == "US" and ":" not in code}
    assert {row["code"] for row in rows} == states
    map_.main(["--us", "--out", str(tmp_path / "us.svg")], standalone_mode=False)


def test_a_table_does_not_take_the_place_of_another_file(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("name,age\n", "utf-8")
    with pytest.raises(BrightlineError, match="is there already"):
        map_.main(["--us", "--out", str(tmp_path / "mine.svg")], standalone_mode=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]
    assert (tmp_path / "mine.csv").read_text("utf-8") == "name,age\n"


def test_json_is_the_data_that_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    map_.main(["--topic", "buying sex", "--on", "2010", "--json"], standalone_mode=False)
    data = json.loads(capsys.readouterr().out)
    assert (data["topic"], data["on"], data["area"]) == ("buy_adult", "2010-01-01", "world")
    assert data == map_picture("world", "buy_adult", date(2010, 1, 1)).data
