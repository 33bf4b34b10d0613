"""Whole short texts, each with its opposite beside it: what `read` must report of them, and what it must not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from brightline.texts import read
from brightline.texts.account import REPORTED, Account
from brightline.texts.reader import LARGEST_PART

CASES = yaml.safe_load((Path(__file__).parent / "data" / "whole_texts.yaml").read_text("utf-8"))


def reported_in(account: Account) -> set[str]:
    """Labels, families and facts that a text reports, and the terms that it uses."""
    found = {f"term: {mention.term}" for mention in account.mentions}
    for evidence in account.elements:
        if evidence.status in REPORTED:
            found |= {evidence.label, evidence.family, evidence.fact or evidence.label}
    return found


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{about}: {case['text'][:60]}") for about, cases in CASES.items() for case in cases],
)
def test_a_whole_text(case: dict[str, object]) -> None:
    text = case["text"]
    assert isinstance(text, str)
    account = read(text)
    if case.get("silent"):
        assert not account.elements
        assert not account.mentions
        return
    reported = reported_in(account)
    assert reported.issuperset(case.get("found", ())), account.elements  # type: ignore[arg-type]
    assert reported.isdisjoint(case.get("absent", ())), account.elements  # type: ignore[arg-type]


def test_every_whole_text_asks_for_something() -> None:
    asked = [case for cases in CASES.values() for case in cases]
    assert len({case["text"] for case in asked}) == len(asked) >= 50
    assert all(case.get("silent") or case.get("found") or case.get("absent") for case in asked)


@pytest.mark.parametrize(
    ("subject", "deed", "facts"),
    [
        (
            "The women were sold to a brothel.",
            "The owner took their passports and beat them.",
            {"act.transfer", "obs.documents_withheld", "obs.physical_abuse"},
        ),
        (
            "The men were recruited abroad.",
            "Their passports were confiscated on arrival.",
            {"act.recruit", "obs.documents_withheld"},
        ),
    ],
)
def test_a_long_text_says_what_the_same_sentences_say_side_by_side(subject: str, deed: str, facts: set[str]) -> None:
    between = "The weather was fine. " * (LARGEST_PART // 20)
    near = read(f"{subject} {deed}")
    assert reported_in(near) >= facts
    for first, second in ((subject, deed), (deed, subject)):
        far = read(f"{first} {between}{second}")
        assert len(far.text) > LARGEST_PART
        assert reported_in(far) == reported_in(near)
        assert all(far.text[found.start : found.end] == found.quote for found in far.elements)


def test_a_verdict_says_what_else_the_text_tells() -> None:
    two = read(
        "The pimp forced Ana into prostitution and took her passport, in a case of human trafficking. In another case "
        "Mia said that it was her own decision to sell sex. Prostitution is slavery, a speaker held."
    )
    assert two.verdict == "supported"
    assert any(reason.startswith("somebody's own choice is reported too") for reason in two.reasons)
    assert any(reason.startswith("elsewhere the two are used for one thing") for reason in two.reasons)


@pytest.mark.parametrize("text", ["The market was open until noon.", "The port is known for drug trafficking."])
def test_a_text_that_is_passed_over_says_so(text: str) -> None:
    account = read(text)
    assert not account.elements
    assert account.reasons == ("it does not speak of the subject by name, so that nothing was looked for",)


NOTE = "He keeps my passport in his safe, and I may not leave the house."


def test_a_text_without_a_word_of_the_subject_is_looked_into_where_that_is_asked_for() -> None:
    assert not read(NOTE).elements
    account = read(NOTE, anyway=True)
    assert {"obs.documents_withheld"} <= reported_in(account)
    assert account.reasons[-1].startswith("it does not speak of the subject by name")
    beside = read(f"{NOTE} There is a brothel in our street.", anyway=True)
    assert reported_in(beside) >= reported_in(account), "a word of the subject takes nothing away"
    assert not beside.reasons[-1].startswith("it does not speak")
    assert read("The market was open.", anyway=True).reasons == (
        "it was looked into, and nothing that it reports was found",
    )


def test_a_long_note_is_looked_into_in_every_part() -> None:
    long = "The weather was fine. " * (LARGEST_PART // 20) + NOTE
    assert reported_in(read(long, anyway=True)) == reported_in(read(NOTE, anyway=True))


@pytest.mark.parametrize(
    ("text", "open_elements"),
    [
        ("He forced her into prostitution, which is sex trafficking.", {"act", "purpose"}),
        ("A 15-year-old girl was made to sell sex, in a case of sex trafficking.", {"act", "purpose"}),
    ],
)
def test_a_reason_names_only_elements_that_could_still_meet_the_definition(text: str, open_elements: set[str]) -> None:
    (told,) = [reason for reason in read(text).reasons if reason.startswith("un-palermo, not established: ")]
    assert set(told.removeprefix("un-palermo, not established: ").split(", ")) == open_elements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police officers beat the sex workers.", {("police", "means.force_physical", "beat the sex workers")}),
        (
            "The pimp took her passport. A client beat her. Officers threatened the women with deportation.",
            {
                ("client", "means.force_physical", "beat her"),
                ("police", "means.threat_law_or_deportation", "threatened the women with deportation"),
            },
        ),
        ("The pimp beat the prostitute.", set[tuple[str, str, str]]()),
    ],
)
def test_what_strangers_do_is_set_aside(text: str, expected: set[tuple[str, str, str]]) -> None:
    account = read(text)
    aside = {(one.stranger, one.evidence.label, one.evidence.quote) for one in account.set_aside}
    assert aside == expected
    elements = {(one.label, one.start, one.end) for one in account.elements}
    assert elements.isdisjoint((one.evidence.label, one.evidence.start, one.evidence.end) for one in account.set_aside)
    assert not {"means.force", "obs.physical_abuse"} & reported_in(account) or not expected


def test_a_long_text_of_strangers_stays_one_of_strangers() -> None:
    between = "The weather was fine. " * (LARGEST_PART // 20)
    far = read(f"She sells sex in a flat of her own. {between}He beat her and locked her in.")
    assert "means" not in reported_in(far)
