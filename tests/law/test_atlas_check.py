"""Checking rows of the atlas: each kind of fault with its line and how to mend it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas_lines import GOOD, ROW, TOP, text_of
from brightline.law import atlas
from brightline.law.atlas.rows import HEADER

TOMORROW = str(date.today() + timedelta(days=1))

# What is changed in a good row; the column that is named; words that tell what is wrong and how to mend it.
BAD_CELLS: dict[str, tuple[dict[str, str], str, tuple[str, ...]]] = {
    "no place": ({"jurisdiction": ""}, "jurisdiction", ("'' is not a place", "ISO 3166")),
    "a place that is none": ({"jurisdiction": "XX"}, "jurisdiction", ("'XX' is not a place", "ISO 3166")),
    "a place in small letters": ({"jurisdiction": "fj"}, "jurisdiction", ("did you mean FJ?",)),
    "a place by its name": ({"jurisdiction": "Fiji"}, "jurisdiction", ("'Fiji' is not a place", "code in capitals")),
    "a three-letter code": ({"jurisdiction": "FJI"}, "jurisdiction", ("'FJI' is not a place",)),
    "a state without its country": ({"jurisdiction": "US_NY"}, "jurisdiction", ("'US_NY' is not a place",)),
    "a county that is none": ({"jurisdiction": "US-NV:99999"}, "jurisdiction", ("is not a place",)),
    "no topic": ({"topic": ""}, "topic", ("'' is not a topic", "brightline law topics")),
    "a topic that is none": ({"topic": "striping"}, "topic", ("did you mean stripping?", "brightline law topics")),
    "a topic by its label": ({"topic": "buying sex"}, "topic", ("'buying sex' is not a topic",)),
    "no status": ({"status": ""}, "status", ("'' is not a word for stripping", "write one of legal,")),
    "a status that is none": ({"status": "ilegal"}, "status", ("'ilegal' is not a word", "write one of legal,")),
    "a status in capitals": ({"status": "LEGAL"}, "status", ("'LEGAL' is not a word",)),
    "a status of another topic": ({"status": "barred"}, "status", ("'barred' is not a word for stripping",)),
    "an activity's word for a rule": (
        {"topic": "condom_evidence", "status": "legal"},
        "status",
        ("'legal' is not a word for condom_evidence", "no_bar_found"),
    ),
    "a penalty for an activity": ({"status": "custody_months=6"}, "status", ("is not a word for stripping",)),
    "a penalty in words": (
        {"topic": "penalty_seller", "status": "six months"},
        "status",
        ("'six months' is not a penalty", "custody_months=6;fine=1000 USD"),
    ),
    "a penalty that is a word": ({"topic": "penalty_buyer", "status": "criminal"}, "status", ("is not a penalty",)),
    "a penalty without a unit": (
        {"topic": "penalty_buyer", "status": "custody_months=6;fine=1000"},
        "status",
        ("is not a penalty", "1000 USD"),
    ),
    "a penalty with a sign for a unit": (
        {"topic": "penalty_buyer", "status": "custody_months=6;fine=$1000"},
        "status",
        ("is not a penalty",),
    ),
    "a penalty with a fine alone": (
        {"topic": "penalty_buyer", "status": "fine=1000 USD"},
        "status",
        ("is not a penalty", "custody_months"),
    ),
    "a penalty below nothing": (
        {"topic": "penalty_seller", "status": "custody_months=-1"},
        "status",
        ("is not a penalty",),
    ),
    "a penalty of nothing": (
        {"topic": "penalty_seller", "status": "custody_months=0"},
        "status",
        ("a penalty of nothing", "write none"),
    ),
    "a fine of nothing": (
        {"topic": "penalty_seller", "status": "custody_months=0;fine=0 EUR"},
        "status",
        ("a penalty of nothing", "write none"),
    ),
    "a penalty in days": (
        {"topic": "penalty_third_party", "status": "custody_months=3650"},
        "status",
        ("over a hundred years", "give months, not days"),
    ),
    "a day that is none": ({"from": "2023-02-30", "to": "", "as_of": ""}, "from", ("'2023-02-30' is not a date",)),
    "a month that is none": ({"to": "2005-13"}, "to", ("'2005-13' is not a date", "a day that there is")),
    "a year of nothing": ({"from": "0000"}, "from", ("'0000' is not a date",)),
    "a day written the other way": ({"from": "03/02/2001"}, "from", ("is not a date", "YYYY-MM-DD")),
    "a day in words": ({"as_of": "spring 2004"}, "as_of", ("'spring 2004' is not a date",)),
    "a time of day": ({"from": "2001-02-03T00:00"}, "from", ("is not a date",)),
    "digits of another script": ({"from": "२००१"}, "from", ("is not a date",)),
    "a start before there was such law": ({"from": "1066"}, "from", ("1066 lies before 1700", "check the year")),
    "a start in the future": (
        {"from": TOMORROW, "to": "", "as_of": ""},
        "from",
        (f"{TOMORROW} lies in the future", "coming law in the note"),
    ),
    "seen in the future": ({"to": "", "as_of": TOMORROW}, "as_of", ("lies in the future",)),
    "swapped days": ({"from": "2005-06-07", "to": "2001"}, "to", ("ends 2001, before it begins", "swap or mend")),
    "seen before it began": ({"as_of": "2000"}, "as_of", ("was seen 2000, before it begins", "mend")),
    "seen after it ended": ({"as_of": "2005-07"}, "as_of", ("was seen 2005-07, after it ended 2005-06", "mend")),
    "neither read nor unread": ({"checked": "perhaps"}, "checked", ("neither yes nor no", "write yes only where")),
    "read, and not in what": ({"verified": ""}, "verified", ("not in what", "write primary, official")),
    "read in what is no level": ({"verified": "gossip"}, "verified", ("'gossip' is not a level", "write one of")),
    "unread, with a level": (
        {"checked": "no", "url": ""},
        "verified",
        ("'primary' but not read", "leave verified empty"),
    ),
    "read, and not where": ({"url": ""}, "url", ("says it was read, and not where", "give the address")),
    "unread, with an address": (
        {"checked": "no", "verified": ""},
        "url",
        ("not read", "read it and write checked=yes"),
    ),
    "an address of a file": ({"url": "file:///etc/passwd"}, "url", ("is not a web address", "https://")),
    "an address that is a script": ({"url": "javascript:alert(1)"}, "url", ("is not a web address",)),
    "an address with half a bracket": ({"url": "https://[a"}, "url", ("is not a web address",)),
    "an address without a host": ({"url": "https://"}, "url", ("is not a web address",)),
    "two addresses": ({"url": "https://a.example https://b.example"}, "url", ("is not a web address",)),
    "the law was read and has no name": ({"source": ""}, "source", ("is not named", "give act and section")),
    "no confidence": ({"confidence": ""}, "confidence", ("'' is not a level", "high, medium or low")),
    "confidence as a number": ({"confidence": "0.9"}, "confidence", ("write high, medium or low",)),
    "a formula": ({"note": "=1+1"}, "note", ("begins with '='", "put a word before it")),
    "a command for a spreadsheet": ({"source": "@SUM(A1)"}, "source", ("begins with '@'",)),
    "a primary source that explains": (
        {"url": "https://legalclarity.org/fiji"},
        "verified",
        ("'primary', from a site that only explains the law (legalclarity.org)", "write explainer or secondary"),
    ),
    "an official source that anybody edits": (
        {"url": "https://en.wikipedia.org/wiki/Fiji", "verified": "official"},
        "verified",
        ("'official', from a site", "en.wikipedia.org"),
    ),
    "a letter of C1": ({"note": "a\x9bb"}, "note", ("control character",)),
    "a letter that turns the line": ({"note": "a\u202eb"}, "note", ("control character", "take it out")),
    "a letter of no width": ({"source": "a\u200bb"}, "source", ("control character",)),
    "a NUL": ({"note": "a\x00b"}, "note", ("control character", "take it out")),
    "a bell": ({"source": "a\x07b"}, "source", ("control character",)),
    "a space before": ({"note": " An invented row."}, "note", ("begins or ends with a space", "take the space out")),
    "a space that cannot be seen": ({"status": "regulated\u00a0"}, "status", ("begins or ends with a space",)),
    "a novel": ({"note": "word " * 300 + "end"}, "note", ("has 1,503 characters", "at most 1,000")),
}

# A whole text; the line that is named; words.
BAD_TEXTS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "nothing": ("", 1, ("the file is empty", "start it with the columns jurisdiction,")),
    "blank lines": ("\n\n\n", 1, ("the file is empty",)),
    "no header": (f"{ROW}\n", 1, ("missing columns: jurisdiction, topic", "write jurisdiction,topic,")),
    "a column too few": (f"{TOP.replace(',as_of', '')}\n", 1, ("missing columns: as_of",)),
    "a column too many": (f"{TOP},author\n", 1, ("unknown columns: author",)),
    "a column twice": (f"{TOP},note\n", 1, ("columns twice: note",)),
    "a column under another name": (
        f"{TOP.replace('from', 'start')}\n",
        1,
        ("missing columns: from", "columns: start"),
    ),
    "another separator": (f"{TOP}\n{ROW}\n".replace(",", ";"), 1, ("missing columns: jurisdiction",)),
    "a short line": (f"{TOP}\n{ROW}\nFJ,webcam,legal\n", 3, ("has 3 cells, not 12", "leave an empty cell")),
    "a long line": (f"{TOP}\n{ROW},more\n", 2, ("has 13 cells, not 12", "put quotes round")),
    "a comma without quotes": (f"{TOP}\n{ROW.replace(chr(34), '')}\n", 2, ("has 13 cells", "put quotes round")),
    "a quote that is never closed": (f'{TOP}\n{ROW}\nFJ,"webcam\n', 3, ("cannot be read as CSV", "quotes round")),
    "a quote in the middle": (f'{TOP}\n"FJ" x,webcam\n', 2, ("cannot be read as CSV", "write each quote inside")),
    "old line ends": (f"{TOP}\rFJ\r", 1, ("cannot be read as CSV", "end lines plainly")),
    "a cell without end": (f"{TOP}\n{'x' * 200_000},\n", 2, ("cannot be read as CSV",)),
    "the same line twice": (f"{TOP}\n{ROW}\n{ROW}\n", 3, ("says the same as line 2", "keep one of them")),
    "the same line twice, further on": (
        f"{TOP}\n{ROW}\n{ROW.replace('regulated', 'legal')}\n{ROW}\n",
        4,
        ("says the same as line 2",),
    ),
    "days that overlap and no note that says so": (
        f"{TOP}\nFJ,webcam,legal,2001,2010,,Act,,no,,low,Local.\nFJ,webcam,criminal,2009-06,,,Act,,no,,low,Act.\n",
        3,
        ("overlaps line 2, from 2001", "end the earlier row the day before, or say in a note that it overlaps"),
    ),
    "days that overlap one before the last": (
        f"{TOP}\nFJ,webcam,legal,2001,,,,,no,,low,\nFJ,webcam,criminal,2003,2004,,,,no,,low,Local.\nFJ,webcam,restricted,2005,,,,,no,,low,\n",
        4,
        ("overlaps line 2, from 2001",),
    ),
    "two statuses and no day for either": (
        f"{TOP}\nFJ,webcam,legal,,,,A,,no,,low,\nFJ,webcam,criminal,,,2020,A,,no,,low,\n",
        3,
        ("has another status than line 2, and neither has a day", "give each the as_of"),
    ),
    "starts that are not known overlap": (
        f"{TOP}\nFJ,webcam,legal,,2010,,A,,no,,low,\nFJ,webcam,criminal,,2005,,A,,no,,low,\n",
        3,
        ("overlaps line 2, from an unknown day",),
    ),
}


def test_the_good_row_is_good_and_there_are_enough_kinds_of_bad_ones() -> None:
    assert atlas.check(text_of(GOOD)) == ()
    assert atlas.check(f"{TOP}\n{ROW}\n") == ()
    assert len(BAD_CELLS) + len(BAD_TEXTS) >= 60


@pytest.mark.parametrize("kind", BAD_CELLS)
def test_a_bad_cell_is_named_with_its_line_and_how_to_mend_it(kind: str) -> None:
    changes, column, telling = BAD_CELLS[kind]
    before = GOOD | {"topic": "webcam", "note": "A note\nof two lines."}
    faults = atlas.check(text_of(before, GOOD | changes, GOOD | {"topic": "prodom_bdsm"}))
    assert faults, kind
    assert {fault.line for fault in faults} == {4}
    named = [fault for fault in faults if fault.column == column]
    assert any(all(words in str(fault) for words in telling) for fault in named), faults
    for fault in faults:
        assert fault.remedy
        assert str(fault).startswith(f"line 4, {fault.column}: ")
        assert fault.to_json() == {
            "line": 4,
            "column": fault.column,
            "problem": fault.problem,
            "remedy": fault.remedy,
        }


@pytest.mark.parametrize("kind", BAD_TEXTS)
def test_a_bad_text_is_named_with_its_line_and_how_to_mend_it(kind: str) -> None:
    text, line, telling = BAD_TEXTS[kind]
    faults = atlas.check(text)
    found = [fault for fault in faults if fault.line == line]
    assert any(all(words in str(fault) for words in telling) for fault in found), faults
    assert all(fault.remedy for fault in faults)
    assert list(faults) == sorted(faults, key=lambda fault: fault.line)


def test_every_bad_cell_of_a_file_is_found_at_once() -> None:
    bad = [GOOD | changes | {"topic": changes.get("topic", "stripping")} for changes, _, _ in BAD_CELLS.values()]
    faults = atlas.check(text_of(*bad))
    assert {fault.line for fault in faults} >= set(range(2, len(bad) + 2))


@given(st.text(max_size=300))
def test_no_text_breaks_the_check(text: str) -> None:
    for whole in (text, f"{TOP}\n{text}", f"{TOP}\n{ROW}\n{text}"):
        for fault in atlas.check(whole):
            assert fault.line >= 1
            assert fault.problem
            assert fault.remedy


@given(st.sampled_from(HEADER), st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_no_cell_breaks_the_check(column: str, cell: str) -> None:
    for fault in atlas.check(text_of(GOOD | {column: cell})):
        assert fault.line >= 1
        assert fault.remedy
