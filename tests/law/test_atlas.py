"""The atlas: what it says of a place and day, the regime that follows, and what it does not know."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from brightline.errors import BrightlineError
from brightline.law import atlas, definitions
from brightline.law.atlas import Penalty, Row
from brightline.law.atlas.rows import penalty

REGIMES = yaml.safe_load((Path(__file__).parent.parent / "data" / "regimes.yaml").read_text("utf-8"))
LETTERS = dict(zip("SBTHPG", atlas.DECIDING, strict=True))
ON = REGIMES["places"]["on"]
PLACES = {place: regime for regime, places in REGIMES["places"].items() if regime != "on" for place in places}
EXPLAINED = {(entry["place"], entry["on"]): entry["regime"] for entry in REGIMES["explained"]}
SIDES = [
    (change["place"], change[day], change[regime])
    for change in REGIMES["changes"]
    for day, regime in (("before", "was"), ("after", "is"))
]

a_place = st.sampled_from(atlas.covered())
a_topic = st.sampled_from(list(atlas.topics()))
a_day = st.dates(date(1900, 1, 1), date(2040, 12, 31))


# --- what the rows say, read again without the code under test ------------------------------------------------------


def first(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10]) if text else date.min


def last(text: str) -> date:
    if not text:
        return date.max
    year, month = int(text[:4]), int(text[5:7] or 12)
    return date(year, month, int(text[8:10] or calendar.monthrange(year, month)[1]))


def ends(row: Row) -> date:
    """The last day of a row; of a snapshot without an end the day it was taken, where a later row says otherwise."""
    if row.end or not row.as_of or "overlap" in row.note.lower():
        return last(row.end)
    for other in atlas.rows():
        if (other.jurisdiction, other.topic) != (row.jurisdiction, row.topic) or other.status == row.status:
            continue
        evidence = first(other.start) if other.start else last(other.end) if other.end else last(other.as_of)
        known = other.start or other.end or other.as_of
        if known and evidence > last(row.as_of) and "overlap" not in other.note.lower():
            return last(row.as_of)
    return date.max


ENDS = {row: ends(row) for row in atlas.rows()}


def in_force(place: str, topic: str, day: date) -> list[Row]:
    return [
        row
        for row in atlas.rows()
        if (row.jurisdiction, row.topic) == (place, topic) and first(row.start) <= day <= ENDS[row]
    ]


def is_cut(row: Row, day: date) -> bool:
    """Whether the row began or ended in the month or year of a day, on a day that no source gave."""
    return any(0 < len(text) < 10 and str(day).startswith(text) for text in (row.start, row.end))


def subjects() -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys((row.jurisdiction, row.topic) for row in atlas.rows())


def turning_days(rows: list[Row]) -> Iterator[date]:
    """The days around each start and end: between two of them nothing changes."""
    for row in rows:
        for day in (first(row.start), ENDS[row]):
            for step in (-1, 0, 1):
                if date(1000, 1, 1) < day < date(9000, 1, 1):
                    yield day + timedelta(days=step)


# --- status --------------------------------------------------------------------------------------------------------


def check_status(place: str, topic: str, day: date) -> None:
    expected = in_force(place, topic, day)
    found = atlas.status(place, topic, day)
    assert len(found) == bool(expected)
    for standing in found:
        assert Counter((standing.row, *standing.others)) == Counter(expected)
        certain = [row for row in expected if not is_cut(row, day)]
        assert first(standing.row.start) == max(first(row.start) for row in certain or expected)
        assert is_cut(standing.row, day) == (not certain)


@given(a_place, a_topic, a_day)
def test_the_status_on_a_day_is_the_row_in_force(place: str, topic: str, day: date) -> None:
    check_status(place, topic, day)


def test_the_status_is_right_on_the_days_around_every_change() -> None:
    for place, topic in subjects():
        for day in set(turning_days(list(atlas.history(place, topic)))):
            check_status(place, topic, day)


@given(a_place, a_day)
def test_a_place_has_the_status_of_each_of_its_topics(place: str, day: date) -> None:
    whole = atlas.status(place, None, day)
    assert [standing.row.topic for standing in whole] == [
        topic for topic in atlas.topics() if in_force(place, topic, day)
    ]
    assert whole == tuple(one for topic in atlas.topics() for one in atlas.status(place, topic, day))


def test_without_a_day_it_is_today() -> None:
    assert atlas.status("NZ") == atlas.status("NZ", None, date.today())
    assert atlas.regime("NZ") == atlas.regime("NZ", date.today())


@given(a_place, a_day)
def test_what_is_unread_or_not_checked_for_the_day_is_never_certain(place: str, day: date) -> None:
    for standing in atlas.status(place, None, day):
        row = standing.row
        if row.checked == "no":
            assert standing.doubt == "unread"
        elif (
            is_cut(row, day)
            or not (row.start or row.end or row.as_of)
            or (row.as_of and day > last(row.as_of))
            or (not row.start and day < last(row.as_of or "2026-11-22"))
        ):
            assert standing.doubt
        assert standing.certain == (not standing.doubt)
        data = atlas.standing_json(standing)
        assert (data["checked"], data["verified"] is None) == (row.checked, row.checked == "no")
        assert (data["doubt"] is None) == standing.certain


def test_the_far_future_is_not_known_either() -> None:
    for place in atlas.covered():
        assert not any(standing.certain for standing in atlas.status(place, None, date(2090, 1, 1)))


def row(status: str, start: str = "", end: str = "", as_of: str = "", note: str = "") -> Row:
    return Row("FJ", "webcam", status, start, end, as_of, "Act", "https://a.example", "yes", "court", "high", note)


@pytest.fixture
def fiji(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Rows of Fiji on webcam work instead of those of the atlas."""
    module = import_module("brightline.law.atlas.status")

    def hold(*rows: Row) -> None:
        monkeypatch.setattr(module, "rows", lambda: rows)
        module._by_place.cache_clear()

    yield hold
    monkeypatch.undo()
    module._by_place.cache_clear()


def said(day: date) -> list[tuple[str, str, list[str]]]:
    return [
        (one.row.status, one.doubt, [other.status for other in one.others]) for one in atlas.status("FJ", "webcam", day)
    ]


SEEN = date(2026, 11, 23)


def test_a_row_without_start_and_as_of_is_of_unknown_age(fiji: Callable[..., None]) -> None:
    fiji(row("legal"))
    assert said(SEEN) == [("legal", "age of the copy not known", [])]
    assert said(date(2020, 1, 1)) == [("legal", "start not known", [])]
    fiji(row("legal", as_of="2026-11-23"))
    assert said(SEEN) == [("legal", "", [])]
    fiji(row("legal", "2020-01-01"))
    assert said(SEEN) == [("legal", "", [])]


def test_an_earlier_snapshot_ended_when_it_was_taken_if_another_status_came_later(fiji: Callable[..., None]) -> None:
    fiji(row("legal", as_of="2015"), row("criminal", as_of="2025"))
    assert said(date(2020, 1, 1)) == [("criminal", "start not known", [])]
    ((status, doubt, others),) = said(date(2014, 1, 1))
    assert (status, bool(doubt), others) == ("legal", True, ["criminal"])
    assert said(date(2015, 12, 31)) == [("legal", "another row may hold instead", ["criminal"])]
    fiji(row("legal", as_of="2015"), row("criminal", "2019-01-01"))
    assert said(date(2018, 1, 1)) == []
    assert atlas.gaps("FJ", "webcam", SEEN) == (atlas.Gap(date(2016, 1, 1), date(2018, 12, 31)),)
    assert said(date(2020, 1, 1)) == [("criminal", "", [])]
    for rows in (
        (row("legal", as_of="2015"), row("legal", "2019-01-01")),
        (row("legal", as_of="2015", note="Overlaps."), row("criminal", "2019-01-01")),
    ):
        fiji(*rows)
        assert said(date(2020, 1, 1))[0][2] == ["legal"]


def test_whole_dates_go_before_a_month_or_year(fiji: Callable[..., None]) -> None:
    fiji(row("criminal", "2000-01-01", "2023-10-24"), row("legal", "2023-10"))
    assert said(date(2023, 10, 10)) == [("criminal", "", ["legal"])]
    assert said(date(2023, 10, 25)) == [("legal", "began in 2023-10, on a day that is not known", [])]
    fiji(row("criminal", "2000-01-01", "2023"), row("legal", "2023"))
    assert said(date(2023, 6, 1)) == [("legal", "began in 2023, on a day that is not known", ["criminal"])]


@pytest.mark.parametrize(
    ("one", "other", "instead"),
    [
        (row("legal", as_of="2015"), row("criminal", as_of="2025"), True),
        (row("legal", as_of="2015"), row("legal", as_of="2025"), False),
        (row("legal", as_of="2015", note="Overlaps."), row("criminal", as_of="2025"), False),
        (row("legal", "2000", "2023"), row("criminal", "2023-05-01"), True),
        (row("legal", "2000-01-01"), row("criminal", "2023-05-01"), False),
    ],
)
def test_two_rows_that_cannot_both_hold_are_told_from_two_that_do(one: Row, other: Row, instead: bool) -> None:
    assert atlas.Standing(one, (other,), "").instead(other) == instead
    assert atlas.Standing(other, (one,), "").instead(one) == instead


@pytest.mark.parametrize(
    ("of", "doubt"),
    [
        (row("legal", "2000-01-01", "2010-01-01"), ""),
        (row("legal", "2000-01-01", "2010"), "ended in 2010, on a day that is not known"),
        (row("legal", "2000-01-01", "2010-01-01", "2005"), "not checked after 2005"),
        (row("legal", "", "2010-01-01"), "start not known"),
        (row("legal", "2000-01-01", "", "2018-02"), "not checked after 2018-02"),
        (row("legal", "2000-01-01"), ""),
        (row("legal"), "age of the copy not known"),
    ],
    ids=str,
)
def test_the_doubt_of_a_row_is_that_of_its_last_day_or_of_today(of: Row, doubt: str) -> None:
    assert atlas.doubt_of(of, SEEN) == doubt
    assert atlas.doubt_of(replace(of, checked="no"), SEEN) == "unread"


# --- history -------------------------------------------------------------------------------------------------------


def test_a_history_is_every_row_oldest_first() -> None:
    assert Counter(row for place in atlas.covered() for row in atlas.history(place)) == Counter(atlas.rows())
    for place, topic in subjects():
        starts = [first(row.start) for row in atlas.history(place, topic)]
        assert starts == sorted(starts)


def check_no_silent_gap(place: str, topic: str, until: date) -> None:
    rows = list(atlas.history(place, topic))
    gaps = atlas.gaps(place, topic, until)
    began = min(min(first(row.start), ENDS[row]) if row.start else ENDS[row] for row in rows)
    days = {*turning_days(rows), until, *(day for gap in gaps for day in (gap.first, gap.last))}
    for day in days:
        if began <= day <= until:
            known = bool(in_force(place, topic, day))
            assert known != any(gap.first <= day <= gap.last for gap in gaps), (place, topic, day)
    assert all(gap.first <= gap.last <= until for gap in gaps)


def test_a_history_has_no_gap_that_is_not_marked() -> None:
    for place, topic in subjects():
        check_no_silent_gap(place, topic, date.today())


@given(st.sampled_from(list(subjects())), a_day)
def test_a_history_up_to_a_day_has_no_gap_that_is_not_marked(subject: tuple[str, str], until: date) -> None:
    check_no_silent_gap(*subject, until)


def test_what_ended_and_was_followed_by_nothing_is_not_known_since() -> None:
    ended = {
        subject: max(ENDS[row] for row in atlas.history(*subject))
        for subject in subjects()
        if all(ENDS[row] < date.today() for row in atlas.history(*subject))
    }
    assert ended
    for subject, day in ended.items():
        assert atlas.gaps(*subject)[-1] == atlas.Gap(day + timedelta(days=1), date.today())


# --- the regime ----------------------------------------------------------------------------------------------------


def by_the_text(known: Mapping[str, str]) -> str:
    """The rule as the documentation puts it, step by step."""
    sell, buy, third, brothel, street, registration = (known.get(topic) for topic in atlas.DECIDING)
    bad = {"criminal", "administrative"}
    steps = (
        (sell is None, "undetermined"),
        (sell in bad and buy in bad, "full_criminalisation"),
        (sell in bad and buy is not None, "full_criminalisation_seller_only"),
        (sell in bad, "full_criminalisation_buyer_unknown"),
        (buy in bad, "end_demand"),
        ("regulated" in (sell, third, brothel) or registration == "mandatory", "legalisation_regulation"),
        (
            third == "legal" and brothel in ("legal", None) and street in ("legal", "restricted", None),
            "decriminalisation",
        ),
        (third is None and brothel is None, "undetermined"),
    )
    return next((regime for holds, regime in steps if holds), "partial_criminalisation")


@pytest.mark.parametrize("example", REGIMES["rule"], ids=str)
def test_the_rule_gives_each_regime(example: dict[str, str]) -> None:
    known = {LETTERS[letter]: status for letter, status in example.items() if letter in LETTERS}
    assert atlas.by_rule(known)[0] == example["regime"]


def test_every_regime_has_examples_and_a_meaning() -> None:
    assert {example["regime"] for example in REGIMES["rule"]} == set(atlas.REGIMES)
    assert all(atlas.REGIMES.values())


def test_the_rule_is_the_one_in_words_for_every_combination() -> None:
    statuses = (None, *atlas.topics()["sell_adult"].statuses)
    registration = (None, *atlas.topics()["registration_health"].statuses)
    for values in product(*[statuses] * 5, registration):
        known = {topic: status for topic, status in zip(atlas.DECIDING, values, strict=True) if status}
        assert atlas.by_rule(known)[0] == by_the_text(known), known


@given(st.data())
def test_only_what_is_said_to_decide_decides(data: st.DataObject) -> None:
    statuses = st.sampled_from(list(atlas.topics()["sell_adult"].statuses))
    known = {
        topic: data.draw(statuses, topic) for topic in atlas.DECIDING[:5] if data.draw(st.booleans(), f"row {topic}")
    }
    regime, deciding = atlas.by_rule(known)
    changed = {topic: status for topic, status in known.items() if topic in deciding}
    for topic in atlas.DECIDING[:5]:
        if topic not in deciding and data.draw(st.booleans(), f"change {topic}"):
            changed[topic] = data.draw(statuses, f"new {topic}")
    assert atlas.by_rule(changed)[0] == regime


@pytest.mark.parametrize(("place", "regime"), PLACES.items())
def test_the_regime_of_a_place(place: str, regime: str) -> None:
    assert atlas.regime(place, ON).id == EXPLAINED.get((place, ON), regime)


def test_the_regimes_of_all_places_leave_none_out() -> None:
    found = [one.code for one in atlas.regimes(ON)]
    assert found == sorted(
        {
            row.jurisdiction
            for row in atlas.rows()
            if row.topic in atlas.DECIDING and atlas.places()[row.jurisdiction].kind != "county"
        }
    )
    assert set(PLACES) <= set(found)
    assert len(PLACES) == sum(len(places) for regime, places in REGIMES["places"].items() if regime != "on")


@pytest.mark.parametrize(("place", "day", "regime"), SIDES)
def test_the_regime_before_and_after_a_change_of_the_law(place: str, day: date, regime: str) -> None:
    assert atlas.regime(place, day).id == EXPLAINED.get((place, day), regime)


def test_what_is_explained_differs_and_says_why() -> None:
    listed = {(place, ON): regime for place, regime in PLACES.items()} | {(p, day): r for p, day, r in SIDES}
    for entry in REGIMES["explained"]:
        assert entry["regime"] in atlas.REGIMES
        assert listed[entry["place"], entry["on"]] != entry["regime"], f"out of date: {entry}"
        assert len(entry["why"].split()) >= 5, entry


@given(a_place, a_day)
def test_a_regime_names_the_rows_that_decide_it_and_those_that_are_missing(place: str, day: date) -> None:
    found = atlas.regime(place, day)
    known = {one.row.topic: one.row.status for one in atlas.status(place, None, day) if one.row.topic in atlas.DECIDING}
    regime, deciding = atlas.by_rule(known)
    assert found.id == regime
    assert tuple(one.row.topic for one in found.because) == tuple(topic for topic in deciding if topic in known)
    assert found.missing == tuple(topic for topic in deciding if topic not in known)
    assert found.certain == (not found.missing and all(one.certain for one in found.because))
    assert found.because or found.missing


def test_a_regime_without_rows_is_never_certain() -> None:
    for found in atlas.regimes(date(1800, 1, 1)):
        assert not found.certain
        assert found.id == "undetermined" or found.because


# --- penalties, condoms, police, words ------------------------------------------------------------------------------


def burden(seller: str | None, buyer: str | None) -> str:
    sides = [
        status and atlas.Standing(Row("NZ", topic, status, "", "", "", "", "", "no", "", "low", ""), (), "unread")
        for topic, status in (("penalty_seller", seller), ("penalty_buyer", buyer))
    ]
    return atlas.Burden("NZ", sides[0] or None, sides[1] or None, None).heavier


@pytest.mark.parametrize(
    ("seller", "buyer", "heavier"),
    [
        ("none", "none", "equal"),
        ("custody_months=6", "custody_months=6", "equal"),
        ("custody_months=6;fine=1000 USD", "custody_months=6;fine=1000 USD", "equal"),
        ("none", "custody_months=0;fine=100 EUR", "buyer higher"),
        ("none", "custody_months=0;fine=day-fines", "buyer higher"),
        ("none", "custody_months=0;fine=unstated", "buyer higher"),
        ("custody_months=6;fine=unstated", "custody_months=6", "seller higher"),
        ("custody_months=6", "custody_months=12;fine=unstated", "buyer higher"),
        ("custody_months=12", "custody_months=6;fine=90000 USD", "seller higher"),
        ("custody_months=0.5;fine=1 CNY", "custody_months=0.5;fine=2 CNY", "buyer higher"),
        ("custody_months=6;fine=500 USD", "custody_months=6;fine=unstated", "not known"),
        ("custody_months=6;fine=unstated", "custody_months=6;fine=unstated", "not known"),
        ("custody_months=6;fine=500 USD", "custody_months=6;fine=500 EUR", "not known"),
        ("custody_months=6;fine=day-fines", "custody_months=6;fine=day-fines", "not known"),
        ("unknown", "custody_months=6", "not known"),
        ("custody_months=6", "unknown", "not known"),
        (None, "custody_months=6", "not known"),
        ("none", None, "not known"),
    ],
)
def test_who_faces_more_on_paper(seller: str | None, buyer: str | None, heavier: str) -> None:
    assert burden(seller, buyer) == heavier
    turned = {"buyer higher": "seller higher", "seller higher": "buyer higher"}
    assert burden(buyer, seller) == turned.get(heavier, heavier)


@pytest.mark.parametrize(
    ("status", "expected", "words"),
    [
        (
            "custody_months=6;fine=1000 USD",
            Penalty(6, 1000, "USD"),
            "up to 6 months in custody and/or a fine of up to 1,000 USD",
        ),
        ("custody_months=1", Penalty(1, None, ""), "up to 1 month in custody"),
        ("custody_months=0.5", Penalty(0.5, None, ""), "up to 15 days in custody"),
        ("custody_months=0.33", Penalty(0.33, None, ""), "up to 10 days in custody"),
        ("custody_months=0.01", Penalty(0.01, None, ""), "up to 1 day in custody"),
        ("custody_months=0;fine=50000 EUR", Penalty(0, 50000, "EUR"), "a fine of up to 50,000 EUR"),
        (
            "custody_months=12;fine=day-fines",
            Penalty(12, None, "day-fines"),
            "up to 12 months in custody and/or day-fines",
        ),
        ("custody_months=0;fine=unstated", Penalty(0, None, "unstated"), "a fine, its amount not stated"),
    ],
)
def test_a_penalty_is_numbers_with_units(status: str, expected: Penalty, words: str) -> None:
    found = penalty(status)
    assert found == expected
    assert found is not None
    assert found.words == words


def test_the_balance_counts_each_place_once() -> None:
    found = atlas.penalties(ON)
    counts = atlas.balance(found)
    assert sum(counts.values()) == sum(bool(one.seller or one.buyer) for one in found)
    assert {one.code for one in found} == {
        place for place, topic in subjects() if topic.startswith("penalty_") and in_force(place, topic, ON)
    }
    (canada,) = atlas.penalties(ON, ["CA"])
    assert canada in found
    assert atlas.penalties(ON, ["AQ"]) == ()


def test_no_bar_found_is_not_known_and_nothing_else_is_put_so() -> None:
    words = atlas.topics()["condom_evidence"].statuses
    assert set(atlas.CONDOM_WORDS) == set(words)
    assert atlas.CONDOM_WORDS["no_bar_found"] == "not known"
    for standing in atlas.standings("condom_evidence", ON):
        shown = atlas.shown_status(standing.row)
        assert shown.startswith("not known") == (standing.row.status == "no_bar_found")
        assert "legal" not in shown
        assert "allowed" not in shown


def test_rows_on_police_are_all_found() -> None:
    topics = {"police_contact", "police_contact_custody", "police_contact_limits"}
    assert Counter(atlas.police()) == Counter(row for row in atlas.rows() if row.topic in topics)
    assert all(row.jurisdiction == "US-MI" for row in atlas.police("US-MI"))


@given(st.sampled_from(atlas.rows()))
def test_a_row_is_found_by_its_words_in_any_case(row: Row) -> None:
    words = [row.jurisdiction.lower(), row.topic.upper(), *row.note.split()[:3]]
    assert row in atlas.search(words)
    assert row in atlas.search([atlas.place(row.jurisdiction).name.swapcase()])
    assert atlas.search([*words, "xyzzy"]) == ()


def test_the_definitions_of_a_place_are_those_that_name_it() -> None:
    every = definitions(memory=True)
    assert atlas.trafficking("US-NV:32003") == atlas.trafficking("US-NV") != ()
    for code in {*atlas.covered(), "NO", "US-NV:32003"}:
        wider = [code]
        while wider[-1]:
            wider.append(atlas.places()[wider[-1]].part_of)
        expected = {
            d.id for d in every if d.jurisdiction in wider and d.jurisdiction and d.kind in ("statute", "treaty")
        }
        assert {d.id for d in atlas.trafficking(code)} == expected, code


# --- places and topics ----------------------------------------------------------------------------------------------


def test_every_place_is_found_by_its_code_and_its_name_in_any_case() -> None:
    names = Counter(name.lower() for place in atlas.places().values() for name in (place.name, *place.also))
    for place in atlas.places().values():
        assert atlas.place(place.code) == atlas.place(place.code.lower()) == atlas.place(f" {place.code} ") == place
        if names[place.name.lower()] == 1:
            assert atlas.place(place.name) == atlas.place(place.name.upper()) == place
        for name in place.also:
            assert atlas.place(name) == atlas.place(name.upper()) == place


@pytest.mark.parametrize(
    ("named", "code"),
    [("USA", "US"), ("america", "US"), ("UK", "GB"), ("Great Britain", "GB"), ("England", "GB-EAW"), ("wales", "GB-EAW"),
     ("Scotland", "GB-SCT"), ("Holland", "NL"), ("Czech Republic", "CZ"), ("South Korea", "KR")],
)  # fmt: skip
def test_a_place_is_found_by_the_name_that_people_use(named: str, code: str) -> None:
    assert atlas.place(named).code == code


def test_a_name_that_several_places_share_is_not_guessed() -> None:
    with pytest.raises(BrightlineError, match=r"'georgia' is the name of several places; write GE .* or US-GA"):
        atlas.place("georgia")


@pytest.mark.parametrize(
    ("named", "nearest"),
    [("New Zeeland", "New Zealand"), ("Swedn", "Sweden"), ("nevda", "Nevada"), ("Grmany", "German")],
)
def test_an_unknown_place_names_the_nearest(named: str, nearest: str) -> None:
    with pytest.raises(BrightlineError, match=rf"no place is called '{named}' \(did you mean .*{nearest}"):
        atlas.place(named)


@pytest.mark.parametrize("named", ["", "XX", "US-XX", "US-NV:99999", "нет", "a" * 10_000, "\x00", "-"])
def test_what_is_like_no_place_is_refused(named: str) -> None:
    with pytest.raises(BrightlineError, match=r"write an ISO code such as NZ or US-NY"):
        atlas.place(named)


def test_places_lie_in_places_and_have_their_codes() -> None:
    for place in atlas.places().values():
        assert bool(place.part_of) == (place.kind != "country")
        assert (len(place.code) == 2 and len(place.numeric) == 3) == (place.kind == "country")
        if place.part_of:
            assert place in atlas.within(place.part_of)
            assert place.code.startswith(place.part_of)
    assert set(atlas.covered()) <= set(atlas.places())


def test_a_topic_is_found_by_its_id_its_label_and_other_words() -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for topic in atlas.topics().values():
        for name in {topic.id, topic.label.lower(), *map(str.lower, topic.also)}:
            meant[name].add(topic.id)
            assert atlas.topic(name.upper()).id in meant[name]
        assert atlas.topic(topic.id.replace("_", " ")) == topic
        assert (topic.kind == "penalty") != bool(topic.statuses)
    assert all(len(ids) == 1 for ids in meant.values()), "a word that means two topics"


def test_an_unknown_topic_names_the_nearest() -> None:
    with pytest.raises(BrightlineError, match=r"no activity or rule is called 'stripped' \(did you mean stripping"):
        atlas.topic("stripped")
