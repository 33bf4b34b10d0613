"""The regime of a place on a day: the rule, the rows that decide it, and those that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas_again import (
    ON,
    REGIMES,
    a_day,
    a_place,
)
from brightline.law import atlas

LETTERS = dict(zip("SBTHPG", atlas.DECIDING, strict=True))
PLACES = {place: regime for regime, places in REGIMES["places"].items() if regime != "on" for place in places}
EXPLAINED = {(entry["place"], entry["on"]): entry["regime"] for entry in REGIMES["explained"]}
SIDES = [
    (change["place"], change[day], change[regime])
    for change in REGIMES["changes"]
    for day, regime in (("before", "was"), ("after", "is"))
]


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
