"""Rows of the atlas that are right pass the check, and nothing is lost between rows and text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas_lines import GOOD, TOP, text_of
from brightline.errors import BrightlineError
from brightline.law import atlas
from brightline.law.atlas import Row
from brightline.law.atlas.rows import HEADER, first_day, last_day


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + text_of(GOOD),
        text_of(GOOD).replace("\n", "\r\n"),
        text_of(GOOD) + "\n\n",
        text_of(GOOD).rstrip("\n"),
        text_of(GOOD | {"note": 'A comma, a "quote" and\na line.'}),
        text_of(GOOD | {"topic": "penalty_seller", "status": "none"}),
        text_of(GOOD | {"topic": "penalty_seller", "status": "unknown"}),
        text_of(GOOD | {"topic": "penalty_buyer", "status": "custody_months=0.5;fine=day-fines"}),
        text_of(GOOD, GOOD | {"status": "legal", "from": "2005-07", "to": "", "as_of": "", "note": ""}),
        text_of(GOOD, GOOD | {"status": "legal", "note": "Overlaps the Act: one is local."}),
        text_of(GOOD, GOOD | {"status": "legal", "from": "2005-06", "to": "", "as_of": "", "note": ""}),
        text_of(
            GOOD | {"from": "", "to": "", "as_of": "2015"},
            GOOD | {"status": "legal", "from": "", "to": "", "as_of": "2025"},
        ),
        text_of(GOOD | {"verified": "secondary", "url": "https://legalclarity.org/fiji"}),
        text_of(GOOD | {"url": "https://notwikipedia.org/act"}),
        f"{','.join(reversed(HEADER))}\n{','.join(reversed(text_of(GOOD | {'source': 'Act'}).splitlines()[1].split(',')))}",
    ],
    ids=[
        "a byte-order mark",
        "line ends of Windows",
        "blank lines at the end",
        "no end of line",
        "commas, quotes and lines in a cell",
        "no offence",
        "a penalty that is not known",
        "half a month and day-fines",
        "one row after the other",
        "an overlap with a note",
        "the month in which one followed the other",
        "two snapshots",
        "an explainer",
        "a host that ends alike",
        "columns in another order",
    ],
)
def test_what_is_right_passes(text: str) -> None:
    assert atlas.check(text) == ()


def test_a_new_line_must_fit_in_with_what_is_there() -> None:
    there = next(row for row in atlas.rows() if not row.end)
    (fault,) = [one for one in atlas.check(atlas.to_csv([there]), atlas.rows()) if "says the same" in one.problem]
    assert (fault.line, fault.problem) == (2, "says the same as a row of the atlas")
    new = Row("FJ", "webcam", "legal", "2001", "", "", "Act", "", "no", "", "low", "")
    old = replace(new, status="criminal", start="1990")
    assert atlas.check(atlas.to_csv([new]), [old])[0].problem == "overlaps a row of the atlas, from 1990"
    assert atlas.check(atlas.to_csv([new]), [replace(old, end="2000")]) == ()
    assert atlas.check(atlas.to_csv([new]), [replace(old, note="Overlaps: both stand.")]) == ()


def test_the_line_in_the_documentation_passes() -> None:
    page = (Path(__file__).parents[2] / "docs" / "atlas.md").read_text("utf-8")
    (block,) = re.findall(r"^```text\n(jurisdiction,.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert atlas.check(block, atlas.rows()) == ()
    assert len(atlas.from_csv(block)) == 1
    assert all(f"- `{name}`" in page or f", `{name}`:" in page for name in HEADER)


# --- what comes with Brightline, and round trips --------------------------------------------------------------------


def test_every_row_that_comes_with_brightline_is_right() -> None:
    assert atlas.check(atlas.FILE.read_text("utf-8")) == ()
    for row in atlas.rows():
        assert row.status in atlas.topics()[row.topic].statuses or atlas.topics()[row.topic].kind == "penalty"
        assert row.read == bool(row.url) == bool(row.verified)


def test_what_is_exported_is_right_and_reads_back_the_same() -> None:
    text = atlas.to_csv(atlas.rows())
    assert atlas.from_csv(text) == atlas.rows()
    assert atlas.check(text, atlas.rows()) == ()
    assert atlas.to_csv(atlas.from_csv(text)) == text


def test_an_edition_of_the_whole_atlas_is_tried_by_itself() -> None:
    first, *rest = atlas.rows()
    changed = replace(first, confidence="low", note="Read again.")
    assert atlas.check(atlas.to_csv([changed, *rest]), atlas.rows()) == ()
    broken = replace(first, status="nonsense")
    (fault,) = atlas.check(atlas.to_csv([broken, *rest]), atlas.rows())
    assert (fault.line, fault.column) == (2, "status")


def plain(text: str) -> bool:
    control = any(unicodedata.category(letter) in ("Cc", "Cf") and letter not in "\t\n" for letter in text)
    return text == text.strip() and not control and text[:1] not in ("=", "+", "@", "-")


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40).filter(plain)
days = st.dates(date(1700, 1, 1), date(2026, 1, 1))


@st.composite
def written_days(draw: st.DrawFn) -> str:
    return str(draw(days))[: draw(st.sampled_from((4, 7, 10)))]


@st.composite
def statuses(draw: st.DrawFn, topic: str) -> str:
    known = list(atlas.topics()[topic].statuses)
    if known:
        return draw(st.sampled_from(known))
    amount = st.integers(1, 10**9).map(lambda number: f"{number} {draw(st.sampled_from(('USD', 'EUR', 'KRW')))}")
    fine = draw(st.one_of(st.just(""), st.sampled_from(("day-fines", "unstated")), amount))
    months = draw(st.sampled_from(("1", "0.5", "12", "1200", "7.25")))
    return draw(st.sampled_from(("none", "unknown", f"custody_months={months}" + (f";fine={fine}" if fine else ""))))


@st.composite
def valid_rows(draw: st.DrawFn) -> list[Row]:
    """Rows that are right: a place and topic once each."""
    subjects = st.tuples(st.sampled_from(list(atlas.places())), st.sampled_from(list(atlas.topics())))
    found: list[Row] = []
    for place, topic in draw(st.lists(subjects, unique=True, max_size=6)):
        start, end = draw(st.one_of(st.just(""), written_days())), draw(st.one_of(st.just(""), written_days()))
        first, last = first_day(start), last_day(end)
        if first and last and last < first:
            end = ""
        read = draw(st.booleans())
        verified = draw(st.sampled_from(("primary", "official", "court", "secondary", "explainer"))) if read else ""
        found.append(
            Row(
                place,
                topic,
                draw(statuses(topic)),
                start,
                end,
                "" if start or end else draw(st.one_of(st.just(""), written_days())),
                draw(words.filter(bool)) if verified == "primary" else draw(words),
                "https://example.org/" + draw(st.text("abc,;\"'%-", max_size=10)) if read else "",
                "yes" if read else "no",
                verified,
                draw(st.sampled_from(("high", "medium", "low"))),
                draw(words),
            )
        )
    return found


@given(valid_rows())
def test_rows_of_any_content_survive_the_round_trip(rows: list[Row]) -> None:
    text = atlas.to_csv(rows)
    assert atlas.from_csv(text) == tuple(rows)
    assert atlas.check(text) == ()
    assert atlas.from_csv(unicodedata.normalize("NFC", text)) == tuple(
        Row(*(unicodedata.normalize("NFC", cell) for cell in vars_of(row))) for row in rows
    )


@pytest.mark.parametrize(
    "header", ["", TOP.replace(",note", ""), f"{TOP},doubt", f"{TOP},note", TOP.replace("from", "start")]
)
def test_rows_are_read_from_the_plain_columns_only(header: str) -> None:
    with pytest.raises(BrightlineError, match="not the columns of the atlas"):
        atlas.from_csv(f"{header}\n")


def vars_of(row: Row) -> list[str]:
    return [getattr(row, {"from": "start", "to": "end"}.get(name, name)) for name in HEADER]
