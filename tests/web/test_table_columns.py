"""Columns of a table with a great many values, and mappings with a great deal to say: neither holds up a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.cases.format import table_format
from brightline.cases.opening import Table
from brightline.web.doors.table.limits import LARGEST_MAPPING, LONGEST_CODE, MOST_CODES
from brightline.web.doors.table.meaning import SPLITS, Meaning, format_from, mapping_text
from brightline.web.doors.table.preview import MOST_WRONG, codes_of, column_of
from brightline.web.doors.table.work import Held
from webpages import Browser

MANY = 100_000


def held_of(values: list[str | None], name: str = "column") -> Held:
    frame = pl.DataFrame({name: pl.Series(values, dtype=pl.String)}).lazy()
    return Held("a.csv", Table(Path("a.csv"), "csv", (name,), frame, 2), len(values))


@contextmanager
def taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How many values leave Polars to become objects of Python, and how often a column is counted."""
    counts: Counter[str] = Counter()

    def watch(kind: Any, name: str, counted: str, size: Any) -> None:
        real = getattr(kind, name)

        def watched(self: Any, *rest: Any, **named: Any) -> Any:
            counts[counted] += size(self)
            return real(self, *rest, **named)

        patched.setattr(kind, name, watched)

    with monkeypatch.context() as patched:
        for name in ("rows", "iter_rows", "to_dicts", "to_dict"):
            watch(pl.DataFrame, name, "objects", lambda frame: frame.height * frame.width)
        for name in ("to_list", "__iter__"):
            watch(pl.Series, name, "objects", len)
        watch(pl.LazyFrame, "group_by", "counted", lambda _: 1)
        yield counts


def test_few_values_of_many_become_objects_and_each_column_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"A{n},n {n},{n % 60 + 10},{'YN'[n % 2]}\n" for n in range(MANY))
    browser = Browser().get("/table")
    browser.post("/table/file", {}, {"file": ("a.csv", b"id,words,age,brought_in\n" + rows.encode())})
    while browser.path == "/table/working":
        browser.get("/table/working")
    with taken(monkeypatch) as counts:
        browser.post("/table/draft").get("/table/columns").get("/table/column/1")
        assert "It has 100,000 different values, too many or too long to be codes." in browser.text
        browser.post("/table/column/1/preview", {"kind": "age"})
        assert "100,000 rows hold something that is not understood." in browser.text
        browser.get("/table/column/1").post("/table/column/1", {"kind": "keep"})
        browser.get("/table/column/3").post("/table/column/3/preview", {"kind": "fact", "split": "|"}, status=422)
    assert counts["objects"] < 600
    assert counts["counted"] == 2, "each large column once; the small ones were counted when the file was opened"


VALUES = st.lists(st.none() | st.text("ab |;,\t\u00a0", max_size=6) | st.sampled_from(["c" * LONGEST_CODE, "d" * 40]))
VALUES |= st.lists(st.integers(0, 40).map(str), min_size=MOST_CODES)


@given(VALUES, st.sampled_from(SPLITS))
def test_codes_are_the_parts_of_the_cells(values: list[str | None], split: str) -> None:
    parts = {
        part.strip()
        for value in values
        for part in ((value or "").split(split if split.strip() else None) if split else [value or ""])
    } - {""}
    found = codes_of(held_of(values), "column", split)
    if len(parts) > MOST_CODES or any(len(part) > LONGEST_CODE for part in parts):
        assert found is None
    else:
        assert found is not None
        assert sorted(found) == sorted(parts)


@given(VALUES)
def test_what_is_not_understood_is_counted_in_rows(values: list[str | None]) -> None:
    meaning = Meaning("fact", "obs.locked_in", {"a": "true", "b": "false"})
    chosen = format_from(mapping_text({"column": meaning}, "x"), "x")
    column = column_of(held_of(values), 0, chosen)
    counts = Counter((value or "").strip() for value in values)
    wrong = {text: rows for text, rows in counts.items() if text not in ("", "a", "b")}
    assert column.use == "facts"
    assert column.wrong == sum(wrong.values())
    shown = [code for code in column.codes if code.state == "wrong"]
    few = len(set(values)) <= MOST_CODES + 1 and all(len(value or "") <= LONGEST_CODE for value in values)
    if few:
        assert sum(code.rows for code in column.codes) == len(values)
        assert {code.text for code in shown} == {*wrong}
    else:
        assert len(shown) == min(MOST_WRONG, len({value for value in values if (value or "").strip() in wrong}))
    says = {code.text: [value for _, value in code.facts] for code in column.codes if code.state == "read"}
    assert says == {text: [text == "a"] for text in says}


def test_many_codes_that_are_the_same_few_are_told_apart_to_the_end() -> None:
    values: list[str | None] = ["|".join(["hit"] * n) for n in range(1, 1_100)]
    assert codes_of(held_of(values), "column", "|") == ("hit",)
    values.append("|".join(["hit"] * 1_100 + ["threat"]))
    assert codes_of(held_of(values), "column", "|") == ("hit", "threat")
    assert codes_of(held_of(values), "column", "") is None


def test_a_column_of_a_known_format_is_carried_or_not_understood() -> None:
    generic = table_format("generic")
    kept = column_of(held_of(["1", "2", " "], "id"), 0, generic)
    assert (kept.use, kept.values, kept.wrong, kept.codes) == ("kept", 2, 0, ())
    unknown = column_of(held_of(["1", "2", " ", "2"], "what is this"), 0, generic)
    assert (unknown.use, unknown.values, unknown.wrong) == ("unknown", 2, 3)


def test_what_somebody_wrote_into_a_mapping_is_shown_as_it_is() -> None:
    mapping = mapping_text({"age": Meaning("age"), "a": Meaning("keep")}, "x").replace("title: x", "title: 'Yes'")
    mapping = mapping.replace("ignore: true", "ignore: true\n    note: 'No'")
    browser = Browser(language="es").get("/table")
    browser.post("/table/file", {}, {"file": ("x.csv", b"a,age\n1,22\n")})
    browser.post("/table/mapping", files={"mapping": ("m.yaml", mapping.encode())})
    assert '<p class="small">No</p>' in browser.page.text
    browser.get("/table/laws").post("/table/laws", {"under": "un-palermo"})
    assert browser.path == "/table/findings"
    assert "Leída como: Yes ." in browser.text


def test_a_long_note_of_a_mapping_does_not_hold_up_the_page_in_another_language() -> None:
    note = ", line x: " * (LARGEST_MAPPING // 10 - 100)
    mapping = mapping_text({"age": Meaning("age"), "a": Meaning("keep")}, "x")
    mapping = mapping.replace("ignore: true", f"ignore: true\n    note: '{note}'")
    browser = Browser(language="es").get("/table")
    browser.post("/table/file", {}, {"file": ("x.csv", b"a,age\n1,22\n")})
    browser.post("/table/mapping", files={"mapping": ("m.yaml", mapping.encode())})
    assert note in browser.page.text
