"""The pictures of the atlas: nothing lost, nothing unread that looks read, nothing from elsewhere, tables that agree."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.law import atlas
from brightline.law.atlas.pictures import (
    CHECKED_WORDS,
    Picture,
    as_csv,
    as_html,
    as_svg,
    change_picture,
    changes,
    map_picture,
    palette,
    timeline_picture,
)
from brightline.law.atlas.pictures.shown import shown, word_label

TODAY = date(2026, 11, 23)
SVG = "{http://www.w3.org/2000/svg}"
MAPS: list[tuple[Any, str | None, date]] = [
    ("world", None, TODAY),
    ("world", None, date(1990, 1, 1)),
    ("world", "buy_adult", date(2015, 6, 1)),
    ("world", "penalty_buyer", TODAY),
    ("world", "brothel_keeping", TODAY),
    ("us", None, TODAY),
    ("us", "condom_evidence", TODAY),
    ("us", "police_contact", date(2017, 1, 1)),
    ("us", "penalty_seller", TODAY),
    ("us", "brothel_keeping", TODAY),
]


@pytest.fixture(scope="module", params=MAPS, ids=lambda case: f"{case[0]}-{case[1]}-{case[2].year}")
def drawn(request: pytest.FixtureRequest) -> tuple[Any, str | None, date, Picture]:
    area, topic, on = request.param
    return area, topic, on, map_picture(area, topic, on, TODAY)


def tree(picture: Picture) -> ET.Element:
    return ET.fromstring(as_svg(picture).encode())


def marked(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    for element in root.iter():
        for code in (element.get("data-code") or "").split():
            yield code, element


def text_of(root: ET.Element) -> str:
    return " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


def check_fills(root: ET.Element) -> None:
    """A plain colour only for what was read; a pattern, with its ground and marks, for all else."""
    patterns = {element.get("id"): element for element in root.iter(f"{SVG}pattern")}
    seen = 0
    for element in root.iter():
        kind, fill = element.get("data-checked"), element.get("fill") or ""
        if kind is None:
            continue
        seen += 1
        if kind == "read":
            assert re.fullmatch("#[0-9a-f]{6}", fill)
        else:
            pattern = patterns[fill.removeprefix("url(#").removesuffix(")")]
            assert (pattern.get("id") or "").removeprefix("closer-").startswith(kind)
            assert len(pattern) >= 2
    assert seen


def check_alone(text: str) -> None:
    """Nothing in it comes from elsewhere or runs."""
    assert re.sub(r'xmlns="http://www\.w3\.org/2000/svg"', "", text).count("http") == 0
    assert not re.search(r"<script|<img|<image|<foreignObject|\bon\w+=|@import|<link|<iframe", text, re.IGNORECASE)
    assert all(target.startswith("#") for target in re.findall(r'(?:href|src)="([^"]*)"', text))
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", text))


def html_tables(text: str) -> list[list[list[str]]]:
    root = ET.fromstring(f"<all>{''.join(re.findall('<table>.*?</table>', text, re.DOTALL))}</all>")
    return [[["".join(cell.itertext()) for cell in row] for row in table.iter("tr")] for table in root]


def check_tables(picture: Picture) -> None:
    """The CSV and the page hold the same cells as the tables."""
    of_page = html_tables(as_html(picture))
    assert len(of_page) == len(picture.tables)
    for table, cells in zip(picture.tables, of_page, strict=True):
        wanted = [list(table.columns), *(list(row) for row in table.rows)]
        assert cells == wanted
        of_csv = list(csv.reader(io.StringIO(as_csv(table))))
        assert [[re.sub(r"^'(?=[=+\-@])", "", cell) for cell in row] for row in of_csv] == wanted


def test_a_map_loses_no_place(drawn: tuple[Any, str | None, date, Picture]) -> None:
    area, topic, on, picture = drawn
    root = tree(picture)
    wanted = {code for code in atlas.covered() if area == "world" or code.split("-")[0] == "US"}
    if topic is None:
        wanted = {code for code in wanted if ":" not in code}
    found: dict[str, set[tuple[str | None, str | None]]] = {}
    for code, element in marked(root):
        found.setdefault(code, set()).add((element.get("data-checked"), element.get("data-word")))
    assert wanted <= found.keys()
    places: Any = picture.data["places"]
    assert {one["jurisdiction"] for one in places} == wanted
    for one in places:
        assert found[one["jurisdiction"]] == {(one["checked"], one["word"] or None)}
        assert one["word"] == shown(one["jurisdiction"], topic, on).word
    assert all(states == {("nothing", None)} for code, states in found.items() if code not in wanted)


def test_a_map_says_what_the_atlas_says(drawn: tuple[Any, str | None, date, Picture]) -> None:
    _, topic, on, picture = drawn
    places: Any = picture.data["places"]
    for one in places:
        if topic is None:
            regime = atlas.regime(one["jurisdiction"], on)
            assert one["word"] == (regime.id if regime.because else "")
            assert (one["checked"] == "read") == (bool(regime.because) and regime.certain)
        else:
            rows = atlas.status(one["jurisdiction"], topic, on)
            assert (one["checked"] == "nothing") == (not rows)
            assert [row["status"] for row in one["because"]] == [standing.row.status for standing in rows]
            assert (one["checked"] == "read") == (bool(rows) and not rows[0].doubt)


def test_what_was_not_read_is_patterned_on_a_map(drawn: tuple[Any, str | None, date, Picture]) -> None:
    check_fills(tree(drawn[3]))


def test_the_legend_of_a_map_names_every_word_and_pattern(drawn: tuple[Any, str | None, date, Picture]) -> None:
    _, topic, _, picture = drawn
    root = tree(picture)
    (*legends,) = (group for group in root.iter(f"{SVG}g") if group.get("class") == "legend")
    told = " ".join(text_of(group) for group in legends)
    places: Any = picture.data["places"]
    for one in places:
        if one["word"]:
            assert word_label(topic, one["word"]) in told
        assert " ".join(CHECKED_WORDS[one["checked"]].split()[:3]).removeprefix("unread: ") in told
    assert CHECKED_WORDS["read"] in told


def test_a_map_stands_alone_and_says_what_it_is(drawn: tuple[Any, str | None, date, Picture]) -> None:
    picture = drawn[3]
    root = tree(picture)
    assert root.get("role") == "img"
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == (picture.title, picture.caption)  # type: ignore[union-attr]
    check_alone(as_svg(picture))
    check_alone(as_html(picture))


def test_the_table_of_a_map_equals_its_data(drawn: tuple[Any, str | None, date, Picture]) -> None:
    picture = drawn[3]
    places: Any = picture.data["places"]
    (table,) = picture.tables
    assert {(row[1], row[0], row[2]) for row in table.rows} == {
        (one["jurisdiction"], one["name"], one["label"]) for one in places
    }
    by_code = {one["jurisdiction"]: one for one in places}
    for row in table.rows:
        one = by_code[row[1]]
        assert row[3] == ("" if one["checked"] == "nothing" else one["from"] or "not known")
        assert all(because["note"] in row[6] for because in one["because"])
        if one["checked"] != "read":
            assert CHECKED_WORDS[one["checked"]] in row[5]
    known = [row[0] for row in table.rows if by_code[row[1]]["checked"] != "nothing"]
    assert known == sorted(known)
    check_tables(picture)


@pytest.mark.parametrize(
    ("on", "licensed"), [(TODAY, "counties."), (date(1900, 1, 1), "counties (since when is not known).")]
)
def test_a_regime_map_says_in_words_what_the_counties_of_nevada_allow(on: date, licensed: str) -> None:
    told = text_of(tree(map_picture("us", None, on, TODAY)))
    assert f"Nevada: lawful only in licensed houses in some {licensed}" in told
    assert "Clark" not in told
    assert "lawful only in licensed" not in text_of(tree(map_picture("us", "brothel_keeping", on, TODAY)))


def test_a_place_with_rows_on_other_things_is_said_to_have_none_on_this() -> None:
    told = text_of(tree(map_picture("us", None, TODAY, TODAY)))
    assert "United States (federal): no row on this" in told


def test_places_without_a_group_stand_under_a_heading_of_their_own() -> None:
    told = text_of(tree(map_picture("world", None, TODAY, TODAY)))
    assert told.index("by its parts") < told.index("Other places") < told.index("Maharashtra")


def test_no_bar_found_is_never_shown_as_allowed() -> None:
    picture = map_picture("us", "condom_evidence", TODAY, TODAY)
    (table,) = picture.tables
    unknown = [row for row in table.rows if "no bar" in row[2]]
    assert unknown
    assert all(row[2].startswith("not known") for row in unknown)
    allowed = palette.colour("condom_evidence", "admissible")
    assert palette.colour("condom_evidence", "no_bar_found") == palette.NOT_KNOWN != allowed


def test_the_regime_of_a_place_is_dated_from_its_rows() -> None:
    assert shown("NZ", None, TODAY).since.startswith("2003")
    for code in atlas.covered():
        one = shown(code, None, TODAY)
        if one.since:
            first = date.fromisoformat((one.since + "-01-01")[:10])
            before = atlas.regime(code, first - timedelta(days=1))
            assert before.id != one.word or not before.because


@pytest.mark.parametrize("code", atlas.covered())
def test_a_timeline_has_every_row_and_no_silent_gap(code: str) -> None:
    picture = timeline_picture(code, TODAY)
    root = tree(picture)
    check_fills(root)
    spans: Any = picture.data["spans"]
    missing: Any = picture.data["not_known"]
    rows = [row.to_json() for row in atlas.history(code) if (row.first_day or date.min) <= TODAY]
    of_spans = [span["row"] for span in spans if span["row"]]
    assert all(row in of_spans for row in rows)
    assert all(row in rows for row in of_spans)
    start, until = str(picture.data["from"]), str(picture.data["to"])
    for topic in {span["topic"] for span in spans}:
        parts = [(span["drawn_from"], span["drawn_to"]) for span in spans if span["topic"] == topic]
        parts += [(gap["from"], gap["to"]) for gap in missing if gap["topic"] == topic]
        reached = date.fromisoformat(start)
        for first, last in sorted(parts):
            assert date.fromisoformat(first) <= reached
            reached = max(reached, date.fromisoformat(last) + timedelta(days=1))
        assert reached == date.fromisoformat(until) + timedelta(days=1)
    told = text_of(root)
    assert all(span["label"] in told for span in spans)
    assert len(picture.tables[0].rows) == len(spans) + len(missing)


@given(st.sampled_from(atlas.covered()), st.dates(date(1900, 1, 1), atlas.READ_ON - timedelta(days=1)))
def test_a_timeline_says_of_each_day_what_a_map_says(code: str, day: date) -> None:
    spans: Any = timeline_picture(code, TODAY).data["spans"]
    on_day = [span for span in spans if span["drawn_from"] <= day.isoformat() <= span["drawn_to"]]
    if timeline_picture(code, TODAY).data["from"] > day.isoformat():  # type: ignore[operator]
        return
    for topic in (None, *{row.topic for row in atlas.history(code)}):
        one = shown(code, topic, day)
        found = {(span["word"], span["checked"]) for span in on_day if span["topic"] == (topic or "regime")}
        assert ((one.word, one.checked) in found) if one.word else not found


@pytest.mark.parametrize("code", ["NZ", "US-NY", "DE", "GB-EAW"])
def test_a_timeline_stands_alone_and_agrees_with_its_table(code: str) -> None:
    picture = timeline_picture(code, TODAY)
    check_alone(as_svg(picture))
    check_alone(as_html(picture))
    check_tables(picture)
    spans: Any = picture.data["spans"]
    found = sorted((row[1], row[2], row[3]) for row in picture.tables[0].rows if row[1] != "not known" or row[4])
    assert found == sorted((span["label"], span["from"] or "not known", span["to"] or "") for span in spans)


def test_a_start_that_is_not_known_fades_in() -> None:
    picture = timeline_picture("NZ", TODAY)
    spans: Any = picture.data["spans"]
    faded = [element for element in tree(picture).iter(f"{SVG}rect") if element.get("fill") == "url(#fade)"]
    assert len(faded) == sum(not span["start_known"] for span in spans) > 0


@pytest.fixture(scope="module")
def years() -> Picture:
    return change_picture(1990, 2026, today=TODAY)


def test_change_shows_every_place_in_every_year(years: Picture) -> None:
    root = tree(years)
    check_fills(root)
    panels: Any = years.data["panels"]
    groups = {group.get("data-year"): group for group in root.iter(f"{SVG}g") if group.get("data-year")}
    assert [panel["on"][:4] for panel in panels] == sorted(groups)
    for panel in panels:
        on = date.fromisoformat(panel["on"])
        found: Mapping[str, set[str | None]] = {}
        for code, element in marked(groups[panel["on"][:4]]):
            found.setdefault(code, set()).add(element.get("data-word"))  # type: ignore[attr-defined]
        for one in panel["places"]:
            known = atlas.regime(one["jurisdiction"], on)
            assert one["regime"] == (known.id if known.because else None)
            if one["regime"]:
                assert found[one["jurisdiction"]] == {one["regime"]}


def test_change_lists_every_change_between_two_years(years: Picture) -> None:
    panels: Any = years.data["panels"]
    found: Any = years.data["changes"]
    for before, after in pairwise(panels):
        was = {one["jurisdiction"]: one["regime"] for one in before["places"]}
        for one in after["places"]:
            code = one["jurisdiction"]
            if was[code] and one["regime"] and was[code] != one["regime"]:
                between = [c for c in found if c["jurisdiction"] == code and before["on"][:4] <= c["on"] <= after["on"]]
                assert between, code
                assert code in text_of(tree(years))
    for one in changes(date(1990, 1, 1), date(2026, 1, 1)):
        day = one.after.on
        assert atlas.regime(one.after.code, day).id == one.after.word != one.before.word
        assert atlas.regime(one.after.code, day - timedelta(days=1)).id == one.before.word


def test_change_has_the_known_turns(years: Picture) -> None:
    found: Any = years.data["changes"]
    turns = {(one["jurisdiction"], one["on"][:4]): (one["before"], one["after"]) for one in found}
    assert turns["NZ", "2003"] == ("partial_criminalisation", "decriminalisation")
    assert turns["IS", "2009"] == ("partial_criminalisation", "end_demand")
    assert ("AU-QLD", "2024") in turns


def test_change_stands_alone_and_agrees_with_its_tables(years: Picture) -> None:
    check_alone(as_svg(years))
    check_alone(as_html(years))
    check_tables(years)
    found: Any = years.data["changes"]
    assert [(row[1], row[2]) for row in years.tables[0].rows] == [(one["jurisdiction"], one["on"]) for one in found]
    panels: Any = years.data["panels"]
    matrix = {row[1]: row[2:] for row in years.tables[1].rows}
    for number, panel in enumerate(panels):
        for one in panel["places"]:
            if one["jurisdiction"] in matrix:
                cell = matrix[one["jurisdiction"]][number]
                assert cell.rstrip("*") == ((one["regime"] or "-").replace("_", " "))
                assert cell.endswith("*") == (one["checked"] not in ("read", "nothing"))
            else:
                assert one["regime"] is None


HOSTILE = "</title><script>alert(1)</script> \"'&<b onload=x> \x07 ]]> =1+1"


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    bad = tuple(replace(row, note=HOSTILE, source=f"={HOSTILE}") for row in atlas.rows())
    module = import_module("brightline.law.atlas.status")
    monkeypatch.setattr(module, "rows", lambda: bad)
    module._by_place.cache_clear()
    yield
    monkeypatch.undo()
    module._by_place.cache_clear()


@pytest.mark.usefixtures("hostile")
def test_a_hostile_note_stays_text() -> None:
    for picture in (
        map_picture("us", "sell_adult", TODAY, TODAY),
        timeline_picture("NZ", TODAY),
        change_picture(2000, 2020, today=TODAY),
    ):
        root = tree(picture)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            *("svg", "g", "title", "desc", "defs", "rect", "path", "text", "pattern", "circle", "line", "use"),
            *("linearGradient", "stop", "clipPath"),
        }
        page = as_html(picture)
        assert "<script" not in page
        assert "<b onload" not in page
        assert "&lt;script&gt;alert(1)" in page
        for table in picture.tables:
            cells = [cell for row in csv.reader(io.StringIO(as_csv(table))) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
