"""Interviews by example: which question comes, what each answer does, and whom it is about."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from brightline.cases import Case, Statement
from brightline.errors import BrightlineError
from brightline.findings.ask import CLOSING, COSTS, Interview
from brightline.findings.questions import CATCH_ALL
from brightline.law import vocabulary
from brightline.law.vocabulary import REMOTE
from interviews import several

# --- skip, none of the rest, stop ---------------------------------------------------------------------------------


def test_a_skipped_question_stays_away_until_it_is_wanted() -> None:
    interview = Interview("jp-226-2")
    assert interview.question is not None
    assert interview.question.fact == "act.buy_sell"
    interview.answer("skip")
    assert interview.question is None
    assert interview.case.person == (Statement("act.buy_sell", None, "not asked"),)
    assert interview.findings[0].outcome == "undetermined"
    resumed = Interview.resumed(interview.saved())
    assert resumed.question is None
    assert resumed.ask_again() == 1
    assert resumed.question is not None
    assert resumed.question.fact == "act.buy_sell"
    assert resumed.ask_again() == 0


@pytest.mark.parametrize("answer", ["don't know", "rather not say"])
def test_what_is_not_known_is_not_asked_again_even_on_going_on(answer: str) -> None:
    interview = Interview("jp-226-2")
    interview.answer(answer)
    resumed = Interview.resumed(interview.saved())
    assert resumed.ask_again() == 0
    assert resumed.question is None
    declined = interview.findings[0].elements[0].declined
    assert declined == (("act.buy_sell",) if answer == "rather not say" else ())


def ask_until(interview: Interview, fact: str, more: Mapping[str, str] | None = None) -> None:
    """Answer everything before the question about a fact: an act and a purpose, and else no."""
    answers = {"act.recruit": "yes", "purpose.forced_labour": "yes", **(more or {})}
    while (question := interview.question) and question.fact != fact:
        interview.answer(answers.get(question.fact, "no"))
    assert interview.question is not None, "it never came"


def test_none_of_the_rest_is_a_no_to_what_these_laws_ask_and_to_nothing_else() -> None:
    interview = Interview("un-palermo")
    ask_until(interview, "means.fraud")
    rest = interview.rest()
    element = next(one for one in interview.findings[0].elements if one.name == "means")
    assert {*rest[: len(element.unknown) - 1], "means.fraud"} == set(element.unknown), "what matters comes first"
    assert {vocabulary()[fact].family for fact in rest} == {"means"}
    before = interview.case.person
    interview.answer("none of the rest")
    assert interview.question is None
    assert interview.findings[0].outcome == "not met"
    assert interview.case.closed == ()
    assert interview.case.person == (
        *before,
        *(Statement(fact, False, source="none of the rest") for fact in ("means.fraud", *rest)),
    )


def test_none_of_the_rest_leaves_open_what_only_another_law_asks() -> None:
    interview = Interview("un-palermo")
    ask_until(interview, "means.fraud")
    interview.answer("none of the rest")
    said = {statement.fact for statement in interview.case.person}
    other = Interview.resumed(interview.saved(), ["us-18usc1591"])
    assert other.question is not None, "it asks for means that the first law does not know"
    assert other.findings[0].outcome == "undetermined"
    asked: set[str] = set()
    while question := other.question:
        asked.add(question.fact)
        other.answer("yes" if question.family in ("act", "purpose") else "no")
    assert any(fact.startswith("means.") for fact in asked)
    assert not asked & said


def test_a_family_closed_in_an_older_file_stays_closed() -> None:
    interview = Interview("un-palermo")
    ask_until(interview, "means.fraud")
    interview.answer("none of the rest")
    older = Interview.resumed(replace(interview.saved(), covered={}))
    assert older.case.closed == ("means",)
    assert older.question is None
    assert older.findings[0].outcome == "not met"
    assert older.findings[0].rests_on_closed()
    assert older.back() == ("means.fraud", "none of the rest")
    assert older.case.closed == ()


def test_what_follows_is_the_same_as_had_the_family_been_closed() -> None:
    for seed in range(12):
        rng = random.Random(seed)
        under, law = rng.choice((("un-palermo",), ("us-18usc1591", "de-232"), ("uk-ew-msa", "nl-273f"))), "broad"
        interview = Interview(under, law)
        while question := interview.question:
            word = rng.choices(("yes", "no", "don't know", "none of the rest"), (2, 3, 1, question.closes))[0]
            interview.answer(word)
            if word == "none of the rest":
                closed = Interview(under, law, answers=interview.answers)
                assert [one.outcome for one in closed.findings] == [one.outcome for one in interview.findings], seed
                assert closed.question == interview.question


def test_none_of_the_rest_says_nothing_of_what_was_spoken_of_before() -> None:
    interview = Interview("un-palermo")
    ask_until(interview, "means.force", {"means.fraud": "don't know"})
    assert ("means.fraud", "don't know") in interview.answers
    interview.answer("none of the rest")
    assert interview.question is None
    assert interview.findings[0].outcome == "undetermined", "an answer that is not known is not a no"


def test_none_of_the_rest_leaves_open_what_a_yes_may_amount_to() -> None:
    case = Case(person=(Statement("means.debt", True),))
    interview = Interview("un-palermo", case=case)
    ask_until(interview, "means.fraud")
    assert "means.coercion_other" not in interview.rest()
    interview.answer("none of the rest")
    left: list[str] = []
    while question := interview.question:
        left.append(question.fact)
        interview.answer("no")
    assert left == ["means.coercion_other"], "a debt may amount to it, so that it is asked about for itself"
    assert interview.findings[0].outcome == "not met"


def test_none_of_the_rest_is_said_of_lists_of_like_things_only() -> None:
    interview = Interview("un-palermo")
    ask_until(interview, "age.under_18")
    assert interview.question is not None
    assert not interview.question.closes
    assert interview.rest() == ()
    with pytest.raises(BrightlineError, match="none of the rest"):
        interview.answer("none of the rest")
    assert set(CLOSING) == {"act", "means", "purpose"}


def test_stopping_keeps_what_was_said() -> None:
    interview = Interview()
    interview.answer("yes")
    interview.stop()
    assert interview.question is None
    with pytest.raises(BrightlineError, match="no question"):
        interview.answer("yes")
    assert len(interview.answers) == 1
    assert Interview.resumed(interview.saved()).question is not None


def test_only_the_six_answers_are_answers() -> None:
    interview = Interview()
    for word in ("", "maybe", "Yes", "true", "true\n"):
        with pytest.raises(BrightlineError, match="is not an answer"):
            interview.answer(word)
    assert interview.answers == ()


# --- which question -----------------------------------------------------------------------------------------------


def test_what_a_person_can_tell_comes_before_the_term_of_law() -> None:
    def asked(first: str, second: str = "") -> list[str]:
        interview = Interview("un-palermo", case=Case(person=tuple(Statement(*pair) for pair in KNOWN.items())))
        found: list[str] = []
        for answer in (first, second, "no"):
            if interview.question is None:
                break
            found.append(interview.question.fact)
            interview.answer(answer)
        return found

    assert asked("yes", "yes") == ["obs.vulnerability_used", "obs.no_real_alternative"], "the two together decide"
    own = "means.abuse_vulnerability"
    assert asked("no", "no") == ["obs.vulnerability_used", own], "without the one the other cannot matter"
    assert asked("don't know", "no") == ["obs.vulnerability_used", own]
    assert asked("yes", "no") == ["obs.vulnerability_used", "obs.no_real_alternative", own]


KNOWN: Mapping[str, bool] = {
    "act.recruit": True,
    "purpose.sexual_exploitation": True,
    "age.under_18": False,
    "means.force": False,
    "means.threat_force": False,
    "means.coercion_other": False,
    "means.abduction": False,
    "means.fraud": False,
    "means.deception": False,
    "means.abuse_power": False,
    "means.pay_controller": False,
}


def test_any_other_way_is_asked_for_after_the_ways_that_have_a_name() -> None:
    for under in ("un-palermo", "us-18usc1591", "uk-ew-msa", ("un-palermo", "nl-273f")):
        interview = Interview(under, "broad")
        asked: list[str] = []
        while question := interview.question:
            asked.append(question.fact)
            interview.answer("yes" if question.fact in ("act.recruit", "purpose.prostitution") else "no")
        for fact in CATCH_ALL & set(asked):
            later = asked[asked.index(fact) + 1 :]
            family = vocabulary()[fact].family
            assert not [one for one in later if vocabulary()[one].family == family and one not in REMOTE], (under, fact)
    assert set(vocabulary().ids) >= CATCH_ALL


def test_why_a_question_is_asked() -> None:
    interview = Interview("un-palermo", case=Case(person=tuple(Statement(*pair) for pair in KNOWN.items())))
    assert interview.question is not None
    (why,) = interview.question.why
    assert (why.definition, why.element, why.cite) == ("un-palermo", "means", "Art. 3(a)")
    assert why.fact == "means.abuse_vulnerability"
    assert why.authority
    assert interview.progress == (3, 4)
    assert interview.question.left == 3


def test_among_equals_the_gentler_comes_first_and_the_remote_last() -> None:
    interview, words = Interview("un-palermo"), vocabulary()
    seen: list[str] = []
    while question := interview.question:
        seen.append(question.fact)
        assert question.text == words[question.fact].question
        assert question.distress == words[question.fact].distress
        interview.answer("yes" if question.fact in ("act.recruit", "means.abduction") else "no")
    distress = [words[fact].distress for fact in seen if fact.startswith("means.") and not words[fact].conclusion]
    assert distress == sorted(distress)
    assert distress[-1] == 3
    purposes = [words[fact].distress for fact in seen if words[fact].family == "purpose" and fact not in REMOTE]
    assert purposes == sorted(purposes)
    assert set(seen[-2:]) == {"purpose.organs", "purpose.other"} <= REMOTE
    assert sorted(COSTS) == [1, 2, 3]
    assert COSTS[1] < COSTS[2] < COSTS[3]


# --- a case to start from -----------------------------------------------------------------------------------------


def test_what_the_case_says_is_not_asked() -> None:
    case = Case(
        age=15,
        person=(
            Statement("act.recruit", True, "alleged"),
            Statement("purpose.forced_labour", None, "declined"),
            Statement("purpose.slavery", None, "not asked"),
            Statement("purpose.servitude", True),
            Statement("purpose.servitude", False),
        ),
    )
    interview = Interview("un-palermo", case=case)
    asked: list[str] = []
    while question := interview.question:
        asked.append(question.fact)
        interview.answer("don't know")
    assert "purpose.forced_labour" not in asked, "it was declined"
    assert "purpose.servitude" not in asked, "there are statements against each other"
    assert "purpose.slavery" in asked
    assert {vocabulary()[fact].family for fact in asked} == {"purpose"}
    assert interview.start is case


def test_nothing_is_asked_where_the_case_settles_it() -> None:
    interview = Interview("un-palermo", case=Case(closed=("act",)))
    assert interview.question is None
    assert interview.findings[0].outcome == "not met"


def test_an_interview_is_about_one_actor() -> None:
    with pytest.raises(BrightlineError, match="driver, boss"):
        Interview("un-palermo", case=several())
    with pytest.raises(BrightlineError, match="did you mean boss"):
        Interview("un-palermo", case=several(), actor="bosss")
    with pytest.raises(BrightlineError, match="names none"):
        Interview("un-palermo", actor="boss")
    interview = Interview("un-palermo", case=several(), actor="boss")
    answers = {"age.under_18": "no", "means.coercion_other": "yes", "purpose.forced_labour": "yes"}
    while question := interview.question:
        interview.answer(answers.get(question.fact, "no"))
    assert interview.findings[0].outcome == "met"
    assert interview.findings[0].actor.id == "boss"
    driver, boss = interview.case.actors
    assert driver == several().actors[0], "what one did is not noted of the other"
    assert {"means.coercion_other", "purpose.forced_labour"} <= {said.fact for said in boss.statements}
    assert [said.fact for said in interview.case.person] == ["age.under_18"]


def test_none_of_the_rest_about_one_actor_leaves_the_others_open() -> None:
    interview = Interview("un-palermo", case=several(), actor="driver")
    while (question := interview.question) and question.family != "purpose":
        interview.answer("don't know")
    covered = interview.rest()
    assert covered
    interview.answer("none of the rest")
    driver, boss = interview.case.actors
    assert {said.fact for said in driver.statements if said.value is False} >= set(covered)
    assert boss == several().actors[1]
    assert interview.case.closed == ()


def test_whom_an_interview_is_about_can_be_said_in_words() -> None:
    interview = Interview("un-palermo", about=" The manager  of the flat")
    assert [(actor.id, actor.label) for actor in interview.case.actors] == [
        ("the-manager-of-the-flat", "The manager of the flat")
    ]
    answers = {"age.under_18": "no", "means.coercion_other": "yes", "purpose.forced_labour": "yes"}
    while question := interview.question:
        interview.answer(answers.get(question.fact, "yes" if question.fact == "act.recruit" else "no"))
    assert interview.findings[0].outcome == "met"
    assert not interview.findings[0].case.flat
    assert [said.fact for said in interview.case.person] == ["age.under_18"]
    assert Interview.resumed(interview.saved()).case == interview.case


def test_about_does_not_go_with_a_case_that_says_who_or_leaves_it_open() -> None:
    with pytest.raises(BrightlineError, match="choose one with --actor"):
        Interview("un-palermo", case=several(), about="the boss")
    with pytest.raises(BrightlineError, match=r"act\.recruit without saying who did it"):
        Interview("un-palermo", case=Case(person=(Statement("act.recruit", True),)), about="the boss")
    with pytest.raises(BrightlineError, match="--about is empty"):
        Interview("un-palermo", about="  ")
    interview = Interview("un-palermo", case=Case(age=30), about="the boss")
    assert interview.case.age == 30


def test_a_single_actor_need_not_be_named() -> None:
    case = Case(actors=several().actors[:1])
    assert Interview("un-palermo", case=case).actor == "driver"
