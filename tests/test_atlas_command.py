"""`brightline law`: what it shows is what the atlas holds, and what was not read never looks as if it was."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.findings.line import line, reach_of_sex_work
from brightline.law import atlas, definitions
from command import Run, check_refusal, run
from test_docs import generate

WIDE = {"COLUMNS": "100", "NO_COLOR": "1"}
ON = "2026-01-01"
DAY = date(2026, 1, 1)
ROW_KEYS = {
    *("jurisdiction", "topic", "status", "from", "to", "as_of"),
    *("source", "url", "checked", "verified", "confidence", "note"),
}
STANDING_KEYS = ROW_KEYS | {"doubt", "others"}

# Words of a command that prints JSON; the names in it, or in each of it where it is a list.
COMMANDS: dict[str, set[str]] = {
    "status NZ": STANDING_KEYS,
    "status US-CA --activity condom_evidence": STANDING_KEYS,
    "regime NZ": {"jurisdiction", "on", "regime", "because", "missing", "certain"},
    "regime --all": {"jurisdiction", "on", "regime", "because", "missing", "certain"},
    "history FR": {"jurisdiction", "rows", "not_known"},
    "compare SE NZ": {"a", "b", "on", "regimes", "topics"},
    "penalties": {"on", "counts", "counts_where_both_were_read", "finding", "places"},
    "condoms": STANDING_KEYS | {"means"},
    "police": ROW_KEYS | {"doubt"},
    "trafficking US-ME": {"jurisdiction", "on", "definitions", "not_in_force"},
    "search stripping": ROW_KEYS | {"doubt"},
    "topics": {"topic", "kind", "label", "statuses"},
    "check": {"file", "faults"},
}
WITH_CSV = [words for words in COMMANDS if words != "check"]


def law(words: str, *more: object) -> Run:
    found = run("law", *words.split(), *more, environment=WIDE)
    assert (found.code, found.err) == (0, ""), found
    return found


def shown(words: str, *more: object) -> str:
    """The page in the terminal, its lines joined."""
    return " ".join(law(words, *more).out.split())


def data(words: str, *more: object) -> Any:
    return law(words, *more, "--json").data


def joined(words: str) -> str:
    return " ".join(words.split())


# --- every command -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", COMMANDS)
def test_the_names_of_the_json_output_are_stable(words: str) -> None:
    found = data(words)
    for one in found if isinstance(found, list) else [found]:
        assert set(one) == COMMANDS[words]
    assert found


def test_the_names_inside_the_json_output_are_stable() -> None:
    (regime,) = [one for one in data("regime --all --on", ON) if one["jurisdiction"] == "NZ"]
    assert regime == data("regime NZ --on", ON)
    assert {name for one in regime["because"] for name in one} == ROW_KEYS | {"doubt"}
    history = data("history AF")
    assert {name for one in history["rows"] for name in one} == ROW_KEYS | {"doubt"}
    assert {name for one in history["not_known"] for name in one} == {"topic", "from", "to"}
    penalties = data("penalties US")
    assert set(penalties["counts"]) == {"equal", "buyer higher", "seller higher", "not known"}
    sides = {"seller", "buyer", "third_party"}
    assert {name for one in penalties["places"] for name in one} == sides | {"jurisdiction", "heavier", "both_read"}
    assert all(set(one[side] or STANDING_KEYS) == STANDING_KEYS for one in penalties["places"] for side in sides)
    assert {name for one in data("compare SE NZ")["topics"] for name in one} == {"topic", "a", "b"}
    for one in data("trafficking US-ME")["definitions"]:
        assert set(one) == {
            *("definition", "title", "citation", "version", "checked", "line"),
            *("reaches_adult_sex_work", "reaches_adult_sex_work_from_21"),
        }


@pytest.mark.parametrize("words", WITH_CSV)
def test_csv_has_a_header_and_lines_of_its_length(words: str) -> None:
    import csv
    import io

    header, *lines = csv.reader(io.StringIO(law(words, "--csv").out))
    assert {len(one) for one in lines} == {len(header)}
    if header[:3] == ["jurisdiction", "topic", "status"]:
        plain = list(atlas.HEADER)
        assert header == [*plain, "doubt", *(["means"] if words == "condoms" else [])]
        text = io.StringIO()
        csv.writer(text).writerows([plain, *(one[: len(plain)] for one in lines)])
        assert set(atlas.from_csv(text.getvalue())) <= set(atlas.rows())
        doubts = data(words)
        if isinstance(doubts, list):
            assert [one[len(plain)] or None for one in lines] == [one["doubt"] for one in doubts]


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_something_and_has_help(words: str) -> None:
    assert len(shown(words)) > 30
    command = words.partition(" ")[0]
    assert f" law {command} " in run("law", command, "--help").out.partition("\n")[0]


def test_the_group_lists_its_commands_and_says_what_unread_is() -> None:
    found = run("law", "--help").out
    assert all(f"  {words.partition(' ')[0]} " in found for words in COMMANDS)
    assert "An unread row is shown as unread" in found


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (["status", "New Zeeland"], "did you mean New Zealand"),
        (["status", "XX"], "no place is called 'XX'"),
        (["status", "Georgia"], "write GE (country) or US-GA (part)"),
        (["status"], "PLACE"),
        (["status", "NZ", "--on", "2023-02-30"], "2023-02-30"),
        (["status", "NZ", "--on", "yesterday"], "yesterday"),
        (["status", "NZ", "--activity", "stripteas"], "no activity or rule is called 'stripteas'"),
        (["status", "NZ", "--bad"], "--bad"),
        (["regime"], "give one place, or --all for every place"),
        (["regime", "NZ", "--all"], "give one place, or --all for every place"),
        (["history", "Narnia"], "no place is called 'Narnia'"),
        (["compare", "NZ"], "OTHER"),
        (["compare", "NZ", "Narnia"], "no place is called 'Narnia'"),
        (["penalties", "Narnia"], "no place is called 'Narnia'"),
        (["police", "Narnia"], "no place is called 'Narnia'"),
        (["trafficking", "Narnia"], "no place is called 'Narnia'"),
        (["trafficking"], "PLACE"),
        (["search"], "WORDS"),
        (["statuz", "NZ"], "statuz"),
        (["status", "\x00\n" * 500], "write an ISO code"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(words: list[str], telling: str) -> None:
    check_refusal(run("law", *words), telling)


# --- read and unread ------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.sampled_from(atlas.covered()), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_an_unread_row_never_looks_like_a_checked_one(place: str, day: date) -> None:
    found = atlas.status(place, None, day)
    out = law(f"status {place} --on {day}").out
    signs = re.findall(r"^\[([= ])\] ", out, re.MULTILINE)
    assert signs == ["=" if standing.certain else " " for standing in found]
    text = joined(out)
    rows = [row for standing in found for row in (standing.row, *standing.others)]
    assert text.count(atlas.VERIFIED_WORDS[""]) == sum(not row.read for row in rows)
    for standing in found:
        label = atlas.topics()[standing.row.topic].label
        status = standing.row.penalty.words if standing.row.penalty else atlas.shown_status(standing.row)
        word, colon, means = status.partition(": ")
        if standing.certain:
            assert f"[=] {label}: {word.upper()}{colon}{means} (" in text
        else:
            assert f"[ ] {label}: {status} (" in text
            assert standing.doubt == "unread" or f"; {standing.doubt}; confidence" in text
    for one, standing in zip(data(f"status {place} --on {day}"), found, strict=True):
        assert (one["checked"] == "yes") == standing.row.read == (one["verified"] is not None)
        assert (one["doubt"] is None) == standing.certain


@pytest.mark.parametrize("place", ["US", "NZ", "IT"])
def test_a_table_stars_what_is_unread(place: str) -> None:
    for one in data(f"penalties {place} --on {ON}")["places"]:
        for side in ("seller", "buyer"):
            if one[side] is not None and one[side]["checked"] == "no":
                assert one[side]["doubt"] == "unread"
                assert not one["both_read"]
    found = atlas.status(place, None, DAY)
    out = law(f"compare {place} {place} --on {ON}").out
    assert out.count("*") == 2 * sum(not standing.certain for standing in found) + 1
    assert "* unread, or not checked for that day." in joined(out)


def test_regimes_that_rest_on_unread_or_missing_rows_are_starred() -> None:
    text = shown("regime --all --on", ON).replace("- ", "-")
    for found in atlas.regimes(DAY):
        assert bool(re.search(rf"(?<![\w-]){found.code}\*", text)) == (not found.certain), found.code
    lines = law(f"regime --all --on {ON} --csv").out.splitlines()
    assert lines[0] == "jurisdiction,on,regime,all_read,because"
    assert lines[1:] == [
        f"{one.code},{ON},{one.id},{'yes' if one.certain else 'no'},"
        + ";".join(f"{standing.row.topic}={standing.row.status}" for standing in one.because)
        for one in atlas.regimes(DAY)
    ]


def test_search_and_history_sign_what_they_show() -> None:
    for words, rows in (
        ("search prostitution", atlas.search(["prostitution"])),
        ("history US-CA", atlas.history("US-CA")),
        ("police", atlas.police()),
    ):
        signs = re.findall(r"^ *\[([= ])\] ", law(words).out, re.MULTILINE)
        assert signs == [" " if atlas.doubt_of(row) else "=" for row in rows]
        assert {"=", " "} == set(signs)


# --- each question --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["NZ", "nz", "New Zealand", "NEW ZEALAND", " nz "])
def test_places_go_by_code_or_name(named: str) -> None:
    found = run("law", "status", named, "--json").data
    assert found == data("status NZ")
    assert {one["jurisdiction"] for one in found} == {"NZ"}


def test_status_tells_what_is_in_force_on_the_day() -> None:
    before, after = data("status NZ --on 2003-01-01"), data("status NZ --on 2004-01-01")
    assert before != after
    for day, found in (("2003-01-01", before), ("2004-01-01", after)):
        assert found == [atlas.standing_json(one) for one in atlas.status("NZ", None, date.fromisoformat(day))]
        assert day in shown("status NZ --on", day)


def test_where_there_is_nothing_it_says_that_nothing_follows() -> None:
    for words in ("status AQ", "status AQ --on 1800", "status AQ --activity stripping"):
        assert "That says nothing of what the law is." in shown(words)
        assert data(words) == []
    assert "That says nothing of what the law is." in shown("penalties AQ")
    assert "The atlas has nothing for this place." in shown("history AQ")
    assert "That says nothing of what its own law is." in shown("trafficking AQ")
    assert "The atlas has nothing on this" in shown("police AQ")
    assert data("regime AQ")["regime"] == "undetermined"
    assert "[?] No row for that day on: selling sex indoors" in shown("regime AQ")


def test_a_place_whose_law_is_that_of_its_parts_names_them() -> None:
    assert "Its parts have rows of their own: AU-ACT, AU-NSW" in shown("status AU").replace("AU- ", "AU-")
    assert "Its parts have definitions of their own: GB-EAW" in shown("trafficking GB").replace("GB- ", "GB-")


def test_the_regime_is_printed_with_the_rows_that_decide_it() -> None:
    for place in ("NZ", "SE", "DE", "US-CA", "US-ME"):
        text, found = shown(f"regime {place} --on {ON}"), atlas.regime(place, DAY)
        assert f": {found.id.replace('_', ' ')}" in text
        assert atlas.REGIMES[found.id] in text
        for standing in found.because:
            assert f"{atlas.topics()[standing.row.topic].label}: " in text


def test_a_history_shows_what_is_not_known() -> None:
    found = data("history AF")
    assert found["not_known"]
    text = shown("history AF")
    for gap in found["not_known"]:
        assert f"[?] {gap['from']} to {gap['to']}: not known" in text


@pytest.mark.parametrize("place", atlas.covered())
def test_every_history_can_be_shown(place: str) -> None:
    assert law(f"history {place}").out.count("\n") > 2


def test_compare_sets_two_places_side_by_side() -> None:
    found = data(f"compare Sweden NZ --on {ON}")
    assert (found["a"], found["b"], found["on"]) == ("SE", "NZ", ON)
    assert found["regimes"] == [data(f"regime {place} --on {ON}")["regime"] for place in ("SE", "NZ")]
    for side, place in (("a", "SE"), ("b", "NZ")):
        assert [one[side] for one in found["topics"] if one[side]] == data(f"status {place} --on {ON}")


def test_penalties_are_counted_and_the_finding_says_what_they_do_not_show() -> None:
    found = data(f"penalties US --on {ON}")
    counted = [one["heavier"] for one in found["places"] if one["seller"] or one["buyer"]]
    assert found["counts"] == {name: counted.count(name) for name in found["counts"]}
    read = [one["heavier"] for one in found["places"] if one["both_read"]]
    assert found["counts_where_both_were_read"] == {name: read.count(name) for name in found["counts"]}
    assert len(read) < len(counted) == 51
    text = shown(f"penalties US --on {ON}")
    assert "Seller and buyer: " + ", ".join(f"{name} in {count}" for name, count in found["counts"].items()) in text
    assert "Statutory maxima do not show who is punished. That takes counts of arrests, charges and sentences" in text
    assert joined(found["finding"]) in text
    (one,) = data(f"penalties US-CA --on {ON}")["places"]
    assert one in found["places"]
    brief = shown(f"penalties US --counts --on {ON}")
    assert brief.startswith("Seller and buyer: ")
    assert text.endswith(brief)


def test_condoms_that_no_bar_was_found_for_are_not_known() -> None:
    found = data(f"condoms --on {ON}")
    unknown = [one["jurisdiction"] for one in found if one["status"] == "no_bar_found"]
    assert unknown
    assert all((one["means"] == "not known") == (one["status"] == "no_bar_found") for one in found)
    text = shown(f"condoms --on {ON}").replace("US- ", "US-")
    assert f"[?] Not known in {len(unknown)} place" in text
    assert ", ".join(unknown) in text
    assert "Whether condoms may be held against a person there is not known." in text
    outside = [one["jurisdiction"] for one in found if not one["jurisdiction"].startswith("US")]
    assert ("Places outside the United States have no row" in text) == (not outside)
    (place, *_) = unknown
    assert "not known (no bar found)" in shown(f"status {place} --activity condom_evidence --on", ON).lower()


def test_police_tells_exemption_and_consent_gap_apart() -> None:
    text = shown("police US-MI")
    assert "1. An exemption lifts the prostitution offence" in text
    assert "2. A consent gap: no offence is aimed at" in text
    assert "A rule about custody does not reach contact before an arrest." in text
    assert {one["jurisdiction"] for one in data("police US-MI")} == {"US-MI"}
    assert data("police US-MI") == [atlas.row_json(row) for row in atlas.police("US-MI")]
    assert [one for one in data("police") if one["jurisdiction"] == "US-MI"] == data("police US-MI")


@pytest.mark.parametrize("place", ["US-ME", "NZ", "SE"])
def test_trafficking_joins_the_definitions_and_the_line(place: str) -> None:
    found = data(f"trafficking {place} --on {ON}")
    assert found["definitions"]
    assert not set(found["not_in_force"]) & {one["definition"] for one in found["definitions"]}
    for one in found["definitions"]:
        (definition,) = definitions(one["definition"], memory=True)
        findings = [finding for finding in line([definition], None, DAY) if finding.claim.conclusion == "not reached"]
        assert one["line"] == [finding.to_json() for finding in findings]
        reach = reach_of_sex_work(findings)
        assert (one["reaches_adult_sex_work"], one["reaches_adult_sex_work_from_21"]) == (reach.at_18, reach.at_21)
        assert f"({one['definition']})" in shown(f"trafficking {place} --on {ON}").replace("- ", "-")
    assert "is not evidence of either" in shown(f"trafficking {place}")


@pytest.mark.parametrize(("place", "day"), [("KR", ON), ("DE", "2006-01-01"), ("DE", ON), ("US-ME", ON)])
def test_a_definition_known_from_memory_is_shown_as_unread(place: str, day: str) -> None:
    found = data(f"trafficking {place} --on {day}")["definitions"]
    memory = [one for one in found if one["checked"] == "memory"]
    assert shown(f"trafficking {place} --on {day}").count("[ ] UNREAD: the wording is from memory") == len(memory)
    assert bool(memory) == (place == "KR" or day != ON)


def test_search_needs_every_word() -> None:
    found = data("search condom california")
    assert found == [atlas.row_json(row) for row in atlas.search(["condom", "california"])]
    assert {one["jurisdiction"] for one in found} == {"US-CA"}
    assert shown("search condom xyzzy") == "No row holds all these words; try fewer."
    assert data("search condom xyzzy") == []


def test_topics_lists_every_word() -> None:
    text = shown("topics")
    for topic in atlas.topics().values():
        assert f"{topic.id}: {topic.label} ({topic.kind})" in text
        assert all(f"{word}: {meaning}" in text for word, meaning in topic.statuses.items())


def test_the_documentation_has_a_page_of_words_and_places() -> None:
    page = "\n".join(generate().atlas_page())
    for topic in atlas.topics().values():
        assert f"| `{topic.id}` | " in page
        assert all(f"`{word}`: " in page for word in topic.statuses)
    for found in atlas.regimes(atlas.READ_ON):
        line = f"| `{found.code}` | {found.id.replace('_', ' ')} | "
        assert f"{line}{'' if found.certain else '**not all read**'} |" in page


def test_what_a_reader_must_know_stands_at_the_end() -> None:
    for words in ("status NZ", "regime NZ", "regime --all", "history NZ", "compare NZ SE"):
        assert "not its enforcement, and not legal advice" in shown(words)[-130:]


def test_export_writes_every_row(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    assert run("law", "export", "--out", path).out == f"{len(atlas.rows()):,} rows written to rows.csv.\n"
    assert path.read_text("utf-8") == atlas.to_csv(atlas.rows())
