"""The vocabulary in good order: questions that can be put to a person, each for a reason."""

from __future__ import annotations

import re

import pytest

from brightline.errors import BrightlineError
from brightline.law import FactEntry, definitions, reading, vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import facts

WORDS = vocabulary()
ENTRIES = tuple(WORDS)

SEXUAL_HISTORY = (
    r"how many (clients|partners|people|men|times)",
    r"(past|previous|former|other) (clients|partners|lovers)",
    r"first time you",
    r"before this,? did you",
    r"\b(virgin|promiscuous|sleep with|slept with|enjoy|orgasm)",
    r"\b(hiv|sti|std|infection|pregnan\w* before|abortion)\b",
    r"sexual(ly)? (history|past|experience|active)",
    r"\bever (had|sold|have) sex\b",
)
REPORTING = (
    r"\b(report|tell|go|talk|speak|complain) (this |it |them )?to (the )?(police|authorities|immigration)",
    r"\b(press charges|testify|testimony|complaint|witness statement|cooperate|hotline)\b",
    r"\b(did|will|would|have|can) you (ever )?report",
    r"\bcall(ed)? the police\b",
)

REASSURANCE = " You need not give details."

SERVE_NOTHING_YET = {
    "obs.excessive_hours",
    "obs.aim_remote_sexual_services",
    "obs.aim_private_sexual_services",
    "obs.aim_illicit_activities",
}
"""Observations that records hold and from which no reading concludes anything: nobody should be asked them."""


def each(entries: tuple[FactEntry, ...] = ENTRIES) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry.id)


@each()
def test_an_entry_is_complete(entry: FactEntry) -> None:
    asked = entry.question.removesuffix(REASSURANCE)
    assert asked.endswith("?")
    assert asked[0].isupper()
    assert entry.distress in (1, 2, 3)
    assert entry.family in FAMILIES
    assert entry.label
    assert entry.source
    assert (entry.level == "composite") == bool(entry.any_of)


@each()
def test_no_question_is_about_sexual_history_or_reporting(entry: FactEntry) -> None:
    for pattern in (*SEXUAL_HISTORY, *REPORTING):
        assert not re.search(pattern, entry.question, re.IGNORECASE), pattern


@pytest.mark.parametrize(
    "question",
    [
        "How many clients did you have?",
        "Have you ever had sex with anyone else?",
        "Did you report this to the police?",
        "Would you testify?",
        "Have you been tested for HIV?",
    ],
)
def test_the_word_list_would_notice(question: str) -> None:
    assert any(re.search(pattern, question, re.IGNORECASE) for pattern in (*SEXUAL_HISTORY, *REPORTING))


@each(tuple(entry for entry in ENTRIES if entry.never_means))
def test_what_is_never_a_means_is_an_observation_of_the_setting(entry: FactEntry) -> None:
    assert entry.level == "observation"
    assert entry.family == "setting"
    assert not entry.ask_about
    assert not entry.implies


def test_every_observed_setting_is_never_a_means() -> None:
    observed = {entry.id for entry in WORDS.family("setting") if entry.level == "observation"}
    assert observed == {entry.id for entry in ENTRIES if entry.never_means}
    assert {"obs.sells_sex", "obs.migrated", "obs.smuggled", "obs.debt_owed", "obs.poor"} <= observed


def served() -> set[str]:
    """The facts whose value an element of a definition or a line of a reading can turn on."""
    found = {fact for found in definitions(memory=True) for version in found.versions for fact in version.facts}
    for name in ("strict", "broad"):
        for line in reading(name).lines:
            found |= {line.fact, *facts(line.when)}
    through = {entry.id for entry in ENTRIES if found & {*WORDS.wider[entry.id], *entry.ask_about}}
    return found | through


def test_every_question_serves_an_element() -> None:
    asked = {entry.id for entry in ENTRIES if entry.level != "composite" and entry.family != "setting"}
    assert asked - served() == SERVE_NOTHING_YET


@each(tuple(entry for entry in ENTRIES if entry.level == "composite"))
def test_a_composite_is_more_than_one_fact_of_its_own_family(entry: FactEntry) -> None:
    assert len(set(entry.any_of)) == len(entry.any_of) >= 2
    assert all(WORDS[part].level != "composite" and WORDS[part].family == entry.family for part in entry.any_of)


def test_ages_imply_wider_ages() -> None:
    years = {entry.id: int(entry.id.removeprefix("age.under_")) for entry in WORDS.family("age")}
    assert sorted(years.values()) == [16, 18, 20, 21]
    for fact, age in years.items():
        assert set(WORDS.wider[fact]) == {other for other, years_of in years.items() if years_of > age}
        assert set(WORDS.narrower[fact]) == {other for other, years_of in years.items() if years_of < age}


def test_only_ages_imply() -> None:
    assert {entry.family for entry in ENTRIES if entry.implies} == {"age"}


def test_an_alias_names_its_fact() -> None:
    assert WORDS.resolve("age.lt18") == "age.under_18"
    assert WORDS["act.harbor"] is WORDS["act.harbour"]


def test_an_unknown_fact_names_the_nearest() -> None:
    with pytest.raises(BrightlineError, match=r"no fact is called 'act.recuit' \(did you mean act.recruit"):
        WORDS["act.recuit"]
