"""The rules of a form: pyxform accepts them, they look back only, and they skip only what cannot matter."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.findings.form_rules import NO, OPEN, YES, Rules, answer
from brightline.law import reading
from brightline.logic import Fact, Formula, evaluate, facts, substitute
from filled_forms import EVERY, made
from formulas import NAMES, unate_formulas


@pytest.mark.parametrize(
    "id", [pytest.param(id, marks=[pytest.mark.slow] if at % 3 else []) for at, id in enumerate(EVERY)]
)
def test_pyxform_accepts_every_form_and_every_rule_looks_back_only(id: str) -> None:
    chosen, xform = made(id)
    order = list(xform.binds)
    for at, (name, bind) in enumerate(xform.binds.items()):
        assert "required" not in bind, name
        for rule in (bind.get("relevant", ""), bind.get("calculate", "")):
            for named in re.findall(r"/data/([a-z0-9_]+)", rule):
                assert order.index(named) < at, (name, named)
    assert list(xform.choices) == [question.name for question in chosen.questions]
    assert {question.fact for question in chosen.questions} >= set(facts(chosen.versions[0].formula))


OTHERS = (
    "status.disabled",
    "status.female",
    "move.cross_border",
    "move.within",
    "consent.absent",
    "actor.age_ge21",
    "obs.debt_owed",
    "obs.poor",
)
"""Facts that nothing amounts to, and that amount to nothing: one for each name of the formulas."""


@settings(max_examples=150, deadline=None)
@given(unate_formulas(), st.randoms(use_true_random=False))
def test_rules_over_any_formula_skip_only_what_cannot_matter(formula: Formula, rng: random.Random) -> None:
    goal = substitute(formula, {name: Fact(other) for name, other in zip(NAMES, OTHERS, strict=True)})
    asked = facts(goal)
    rules = Rules(asked, (), (goal,), reading("strict"))
    sheet: dict[str, bool | None] = {fact: rng.choice((True, False, None)) for fact in asked}
    said: dict[str, bool | None] = {}
    kept: dict[str, bool | None] = {}
    for fact in asked:
        shown = evaluate(rules.shown(fact), said)
        assert shown is not None
        if shown:
            kept[fact] = sheet[fact]
        for kind, value in ((YES, True), (NO, False), (OPEN, None)):
            told = answer(kind, fact)
            assert isinstance(told, Fact)
            said[told.id] = shown and sheet[fact] is value
    assert evaluate(goal, kept) is evaluate(goal, sheet)
    last = rules.outlook(goal)
    assert [evaluate(part, said) for part in last[:2]] == [
        evaluate(goal, sheet) is True,
        evaluate(goal, sheet) is False,
    ]
