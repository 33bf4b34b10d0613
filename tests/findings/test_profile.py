"""Every definition's switches, computed, against a comparison made by hand: each difference is explained, no more, no less."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import brightline
from brightline.law import definition, definition_ids, definitions, vocabulary
from brightline.law.datafile import parse_date, read_document
from profiles import Profile, profile, profiles

COMPARISON: Any = read_document(Path(__file__).parents[1] / "data" / "comparison.yaml").data
EXPLAINED = {(entry["definition"], entry["field"]): entry for entry in COMPARISON["explained"]}
NOT_COMPARED = {"polaris-amp"}

VULNERABILITY = {"counts": "counts", "listed only": "listed", "no": "none"}
BUYER = {"suffices": "not needed", "unclear": "unclear", "does not suffice": "needed"}
SILENT = re.compile(
    r"silent|not mention|no element|no consent clause|nothing about consent|no rule on consent|not speak of consent",
    re.IGNORECASE,
)
MEANS_USED = re.compile(r"(?<!whatever )means (has been|was) used|means of removal was used")


def consent(rule: str) -> str:
    """What a rule on consent comes to, in the words of the comparison."""
    if SILENT.search(rule.partition(". ")[0]):
        return "silent"
    if MEANS_USED.search(rule):
        return "means"
    if "minor" in rule or "under 21" in rule:
        return "minors"
    return "other" if "refuse" in rule or "under age" in rule else "always"


@cache
def found_for_all() -> dict[str, Profile]:
    return {found.definition.id: found for found in profiles(definitions(memory=True))}


def computed(id: str) -> dict[str, object]:
    found = found_for_all()[id]
    return {
        "alone": found.sex_work.at_21,
        "means_adult": found.adult_needs_means,
        "apov": VULNERABILITY[found.vulnerability],
        "consent": consent(found.consent_rule),
        "child": found.child_age if found.child_age is not None else "none",
        "movement": found.movement,
        "commerce": found.commerce_required,
        "third_party": BUYER[found.buyer_alone],
        "reaches": found.sex_work.at_21,
    }


def test_every_definition_is_compared() -> None:
    assert set(COMPARISON["definitions"]) == set(definition_ids()) - NOT_COMPARED
    answers = [row["alone"] for row in COMPARISON["definitions"].values()]
    assert {word: answers.count(word) for word in set(answers)} == {"reached": 16, "unclear": 10, "not reached": 42}


@pytest.mark.parametrize("id", COMPARISON["definitions"])
def test_the_switches_are_those_of_the_comparison_or_explained(id: str) -> None:
    expected = COMPARISON["definitions"][id]
    found = computed(id)
    assert set(found) == set(expected)
    assert {key for key in found if found[key] != expected[key]} == {key for name, key in EXPLAINED if name == id}


@pytest.mark.parametrize("id", COMPARISON["definitions"])
def test_the_verdict_on_sex_work_is_the_one_that_the_definition_gives(id: str) -> None:
    assert computed(id)["alone"] == definition(id).sex_work_alone.answer


@pytest.mark.parametrize("entry", COMPARISON["explained"], ids=lambda entry: f"{entry['definition']}-{entry['field']}")
def test_an_explanation_says_what_differs_and_who_is_right(entry: dict[str, Any]) -> None:
    assert set(entry) == {"definition", "field", "computed", "reference", "right", "why"}
    assert computed(entry["definition"])[entry["field"]] == entry["computed"]
    assert COMPARISON["definitions"][entry["definition"]][entry["field"]] == entry["reference"]
    assert entry["right"] in ("computed", "reference", "both")
    assert len(entry["why"]) > 40


def test_no_element_turns_on_consent() -> None:
    assert not [id for id, found in found_for_all().items() if found.consent_matters]


def test_ages_between_18_and_21_are_told_apart() -> None:
    apart = {id: found.sex_work for id, found in found_for_all().items()}
    found = {id: reach.at_18 for id, reach in apart.items() if reach.at_18 != reach.at_21}
    assert found == {"us-la-46-2": "reached", "de-232": "unclear", "de-232a": "unclear"}


def test_a_profile_follows_the_day() -> None:
    old, new = (profile(definition("nz-crimes-act"), as_of=parse_date(day)) for day in ("2010-01-01", "2020-01-01"))
    assert (old.movement, new.movement) == ("required", "not required")
    old, new = (profile(definition("ar-26842"), as_of=parse_date(day)) for day in ("2010-01-01", "2020-01-01"))
    assert (old.adult_needs_means, old.child_age, old.sex_work.at_21) == (True, 18, "not reached")
    assert (new.adult_needs_means, new.child_age, new.sex_work.at_21) == (False, None, "reached")
    ages = [profile(definition("predecessors-1904-1933"), as_of=parse_date(f"{year}-01-01")) for year in (1915, 1930)]
    assert [found.child_age for found in ages] == [20, 21]


def test_a_profile_as_plain_data() -> None:
    data = found_for_all()["un-palermo"].to_json()
    assert data == {
        "definition": "un-palermo",
        "version": "2003-12-25",
        "checked": "text",
        "reading": "strict",
        "adult_needs_means": True,
        "vulnerability": "counts",
        "child_age": 18,
        "movement": "not required",
        "commerce_required": False,
        "buyer_alone": "does not suffice",
        "consent_matters": False,
        "consent_rule": definition("un-palermo").rules["consent"].rule,
        "sex_work": {"at_18": "not reached", "at_21": "not reached"},
    }


def outcome(id: str, facts: list[str], as_of: str | None) -> str:
    record: dict[str, object] = {entry.id: entry.id in facts for entry in vocabulary() if entry.level == "legal"}
    (found,) = brightline.assess(record, id, as_of=parse_date(as_of) if as_of else None)
    return found.outcome


@pytest.mark.parametrize("entry", COMPARISON["divergences"], ids=lambda entry: str(entry["pattern"]))
def test_definitions_part_where_the_comparison_says(entry: dict[str, Any]) -> None:
    as_of = entry.get("as_of")
    for word, ids in (("met", entry["met"]), ("not met", entry["not_met"])):
        assert {id: outcome(id, entry["facts"], as_of) for id in ids} == dict.fromkeys(ids, word)
    widely = entry.get("met_widely", [])
    assert set(widely) <= set(entry["not_met"])
    for id in widely:
        assert outcome(id, [*entry["facts"], *entry["wide"]], as_of) == "met"
    assert set(entry.get("explained", {})) <= {*entry["met"], *entry["not_met"]}


def test_every_divergence_is_computed_or_said_not_to_be() -> None:
    numbers = {entry["pattern"] for entry in COMPARISON["divergences"]} | {int(n) for n in COMPARISON["not_computed"]}
    assert numbers == set(range(1, 24))
