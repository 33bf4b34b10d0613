"""The atlas: what it says of a place and day, what it does not know, and a history without silent gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas_again import (
    ENDS,
    a_day,
    a_place,
    a_topic,
    first,
    in_force,
    is_cut,
    last,
    subjects,
    turning_days,
)
from brightline.law import atlas
from brightline.law.atlas import Row

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
