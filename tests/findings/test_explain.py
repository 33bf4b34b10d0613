"""What an explanation says is so: each reason is enough by itself, nothing in it is idle, each change changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from hypothesis import given

from brightline.findings import Finding
from brightline.findings.condition import Condition
from explanations import (
    AGES,
    MOST_TRIED,
    SMALL,
    WORDS,
    Answers,
    Tried,
    answered,
    cases,
    full_sets,
    searching,
    some_sets,
    without,
)

# --- every set is enough, and nothing in it is idle ---------------------------------------------------------------


@searching
@given(cases())
def test_each_reason_of_a_met_finding_is_enough_and_nothing_in_it_is_idle(found: Tried) -> None:
    check_alone(found, "met", found.explanation.reasons)


@searching
@given(cases(values=(True, False, False, False, None)))
def test_each_block_of_a_finding_not_met_is_enough_and_nothing_in_it_is_idle(found: Tried) -> None:
    check_alone(found, "not met", found.explanation.blocks)


def check_alone(found: Tried, outcome: str, conditions: tuple[Condition, ...]) -> None:
    """Each set by itself gives the outcome, and does not with one fact left out.

    Where statements stand against each other, less might be enough without those on the other side, so that they
    are told as well.
    """
    finding = found.finding
    assert bool(conditions) == (finding.outcome == outcome)
    against = {fact: value for fact, value in found.record.items() if value is (outcome != "met")}
    peaceful = not finding.facts.contradicted and not finding.facts.disputed
    for _, told in some_sets(conditions):
        assert found.outcome(told) == outcome
        for rest in without(told):
            assert found.outcome({**against, **rest}) != outcome
            if peaceful:
                assert found.outcome(rest) == "undetermined"


@searching
@given(cases())
def test_a_met_finding_falls_without_each_loss_and_stands_without_a_part_of_it(found: Tried) -> None:
    explanation = found.explanation
    if found.finding.outcome != "met":
        return
    assert explanation.losses
    for condition in explanation.losses[:MOST_TRIED]:
        lost = dict.fromkeys(condition.none_of, True)
        assert not condition.one_of
        assert found.outcome(answered(found.record, dict.fromkeys(lost))) != "met"
        for rest in without(lost):
            assert found.outcome(answered(found.record, dict.fromkeys(rest))) == "met"


@searching
@given(cases())
def test_what_stands_in_every_reason_is_what_a_finding_falls_without(found: Tried) -> None:
    explanation = found.explanation
    every = [{group[0] for group in reason.one_of if len(group) == 1} for reason in explanation.reasons]
    assert set(explanation.falls_without) == (set.intersection(*every) if every else set())


@searching
@given(cases())
def test_the_answers_that_would_make_a_met_finding_not_met_do(found: Tried) -> None:
    for condition, changes in some_sets(found.explanation.would_be_not_met_if):
        assert found.outcome(answered(found.record, changes)) == "not met"
        assert {*condition.told_otherwise, *condition.concluded} <= set(changes)


@searching
@given(cases(closed=False))
def test_no_part_of_such_answers_is_idle(found: Tried) -> None:
    """With a part left out it is not so, or only by a new contradiction, on which no explanation builds."""
    for _, changes in some_sets(found.explanation.would_be_not_met_if):
        for rest in without(changes):
            left = found.again(answered(found.record, rest))
            assert left.outcome != "not met" or left.facts.contradicted & ~found.finding.facts.contradicted


@searching
@given(cases(values=(True, False, False, False, None)))
def test_what_would_make_a_finding_met_does_and_no_part_is_idle(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    assert bool(explanation.would_be_met_if) <= (finding.outcome == "not met")
    for _, changes in some_sets(explanation.would_be_met_if):
        assert found.outcome(answered(found.record, changes)) == "met"
        for rest in without(changes):
            assert found.outcome(answered(found.record, rest)) != "met"


@searching
@given(cases(values=(True, False, None, None)))
def test_the_answers_that_settle_an_open_finding_do(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    for outcome, conditions in explanation.settled_by.items():
        assert bool(conditions) <= (finding.outcome == "undetermined")
        for condition, answers in some_sets(conditions):
            assert found.outcome(answered(found.record, answers)) == outcome
            if not finding.facts.contradicted:
                assert not condition.told_otherwise
                assert set(answers) <= set(finding.version.facts)
    if finding.outcome == "undetermined":
        assert any(explanation.settled_by.values())


@searching
@given(cases(values=(True, False, None, None), closed=False))
def test_no_part_of_settling_answers_is_idle(found: Tried) -> None:
    for outcome, conditions in found.explanation.settled_by.items():
        for _, answers in some_sets(conditions):
            for rest in without(answers):
                assert found.outcome(answered(found.record, rest)) != outcome


# --- and there is no other ----------------------------------------------------------------------------------------


def minimal_sets(told: Mapping[str, bool], enough: object) -> set[frozenset[tuple[str, bool]]]:
    """By trying all: the smallest parts of what was told for which `enough` is so."""
    assert callable(enough)
    found: list[frozenset[tuple[str, bool]]] = []
    for size in range(len(told) + 1):
        for some in map(frozenset, combinations(told.items(), size)):
            if not any(other <= some for other in found) and enough(dict(some)):
                found.append(some)
    return set(found)


def every_set(conditions: Iterable[Condition]) -> set[frozenset[tuple[str, bool]]]:
    return {frozenset(chosen.items()) for condition in conditions for chosen in full_sets(condition)}


def told_facts(finding: Finding) -> Answers:
    """What was told, an age by the ages that the definition asks for."""
    known = finding.case.facts(finding.actor)
    own = set(finding.version.facts)
    told = {fact: bool(value) for fact in WORDS.ids if (value := known.value(WORDS.bit[fact])) is not None}
    return {fact: value for fact, value in told.items() if fact not in AGES or fact in own}


@searching
@given(cases(values=(True, True, True, False), closed=False, most=8))
def test_every_smallest_set_that_decides_is_found(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    if finding.outcome == "undetermined" or finding.facts.contradicted or finding.facts.disputed:
        return
    expected = minimal_sets(told_facts(finding), lambda told: found.outcome(told) == finding.outcome)
    assert every_set((*explanation.reasons, *explanation.blocks)) == expected


@searching
@given(cases(values=(True, False, None), closed=False, merged=False, among=SMALL, most=6))
def test_every_smallest_set_of_answers_is_found(found: Tried) -> None:
    finding, explanation = found.finding, found.explanation
    if finding.outcome != "undetermined" or finding.facts.contradicted:
        return
    unknown = [fact for fact in finding.version.facts if finding.facts.value(WORDS.bit[fact]) is None]
    for outcome, value in (("met", True), ("not met", False)):
        expected = minimal_sets(
            dict.fromkeys(unknown, value),
            lambda answers, outcome=outcome: found.outcome(answered(found.record, answers)) == outcome,
        )
        assert every_set(explanation.settled_by[outcome]) == expected
