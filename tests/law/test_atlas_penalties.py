"""Penalties in the atlas and who faces more on paper, condoms as evidence, and rows on police."""

from __future__ import annotations

from collections import Counter

import pytest

from atlas_again import (
    ON,
    in_force,
    subjects,
)
from brightline.law import atlas
from brightline.law.atlas import Penalty, Row
from brightline.law.atlas.rows import penalty


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
