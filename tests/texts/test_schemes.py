"""The same evidence in the UN Protocol's terms, and in a codebook's: what follows from what, and what does not."""

from __future__ import annotations

from typing import cast

import pytest

from brightline.texts import read
from brightline.texts.account import Evidence
from brightline.texts.ideas import rules
from brightline.texts.schemes import Draw, draws, palermo

WITH_FORCE = "He beat her and forced her into prostitution."


def drawn(text: str) -> dict[str, str]:
    told = cast("list[dict[str, str]]", read(text).schemes["palermo"]["drawn"])
    return {one["term"]: one["why"] for one in told}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (WITH_FORCE, {"recruitment"}),
        ("The men locked her in a room and forced her into prostitution.", {"recruitment", "harbouring"}),
        ("He housed the women in a flat, locked them in and forced them into prostitution.", {"recruitment"}),
        ("The boss recruited a 15-year-old girl for prostitution.", {"vulnerability"}),
        ("He forced her into prostitution and threatened to have her deported.", {"recruitment", "vulnerability"}),
        ("She sells sex and likes her work.", set()),
        ("Police locked the sex workers in a cell overnight.", set()),
        ("Officers posed as a girl of 15 on the site, and a man who came to buy sex was arrested.", set()),
    ],
)
def test_a_term_is_drawn_where_no_word_says_it(text: str, terms: set[str]) -> None:
    assert drawn(text).keys() == terms


def test_what_is_drawn_gives_its_reason_and_no_evidence() -> None:
    account = read(WITH_FORCE)
    palermo = account.schemes["palermo"]
    assert "recruitment" in cast("list[str]", palermo["acts"])
    assert all(len(why) > 80 for why in drawn(WITH_FORCE).values())
    assert not any(one.label == "act.recruitment" for one in account.elements)


def test_a_finding_does_not_rest_on_what_is_drawn() -> None:
    account = read(WITH_FORCE, under="un-palermo")
    assert not any(one.family == "act" for one in account.elements)
    assert account.findings["un-palermo"] == "undetermined"


@pytest.mark.parametrize("rule", draws(), ids=lambda rule: f"{rule.then} {rule.any[:1]}")
def test_every_rule_of_drawing_can_be_met_and_says_why(rule: Draw) -> None:
    asked = [rule.any[0], *rule.all, "means.force_physical"]
    elements = [one for name in asked for one in evidence_of(name)]
    drawn = cast("list[dict[str, str]]", palermo(elements)["drawn"])
    assert {"term": rule.then[0], "why": rule.why} in drawn


def evidence_of(name: str) -> list[Evidence]:
    """Evidence of a label, of a family, or of a term of the Protocol (`means:coercion`)."""
    family, _, term = name.partition(":")
    for idea in rules().ideas:
        if idea.label == name or (idea.label.startswith(f"{family}.") and (not term or (family, term) in idea.palermo)):
            return [Evidence(idea.id, idea.label, idea.fact, "asserted", "reporter", 0, 1, "x")]
    raise AssertionError(name)
