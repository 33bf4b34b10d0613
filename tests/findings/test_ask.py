"""The interview: nothing idle is asked, nothing twice, back is exact, and the finding is that of the full assessment."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from brightline.cases import Case, Statement
from brightline.cases.casefile import case_to_data
from brightline.errors import BrightlineError
from brightline.findings.ask import ANSWERS, Given, Interview, Question
from brightline.findings.assess import assess
from brightline.findings.completion import completion_for
from brightline.findings.questions import questions_for
from brightline.law import definition_ids, vocabulary
from brightline.law import reading as reading_named
from interviews import several, sheet, told

SETS = (
    ("un-palermo",),
    ("us-18usc1591",),
    ("uk-ew-msa",),
    ("de-232",),
    ("nl-273f",),
    ("us-ak", "us-va-18-2-357-1"),
    ("un-palermo", "us-18usc1591", "uk-ew-msa", "kh"),
)


def outcomes(case: Case, interview: Interview) -> list[str]:
    return [found.outcome for found in assess(case, interview.definitions, interview.as_of, interview.reading)]


def picture(interview: Interview) -> tuple[object, ...]:
    """Everything that an interview shows."""
    found = [finding.to_json() for finding in interview.findings]
    return case_to_data(interview.case), interview.question, interview.progress, interview.answers, found


# --- the finding --------------------------------------------------------------------------------------------------


def check_full(under: tuple[str, ...], reading: str, seeds: range) -> None:
    law = reading_named(reading)
    for seed in seeds:
        answers = sheet(random.Random(f"{under}{seed}"), law)
        interview = Interview(under, law)
        asked: set[str] = set()
        most = interview.question.left if interview.question else 0
        while question := interview.question:
            assert question.fact not in asked
            asked.add(question.fact)
            interview.answer(answers[question.fact])
        assert len(asked) <= most
        assert outcomes(told(answers), interview) == [found.outcome for found in interview.findings], seed
        assert outcomes(interview.case, interview) == [found.outcome for found in interview.findings]


@pytest.mark.parametrize("under", SETS, ids=str)
@pytest.mark.parametrize("reading", ["strict", "broad"])
def test_the_finding_is_that_of_the_full_assessment(under: tuple[str, ...], reading: str) -> None:
    check_full(under, reading, range(15))


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["strict", "broad"])
def test_the_finding_is_that_of_the_full_assessment_under_every_definition(reading: str) -> None:
    for id in definition_ids():
        check_full((id,), reading, range(20))
    check_full(("all",), reading, range(6))


# --- relevance ----------------------------------------------------------------------------------------------------


def makes_a_difference(interview: Interview, question: Question, rng: random.Random) -> bool:
    """Whether some answers to the question and to later ones change an outcome: tried out, until one does."""
    law = interview.reading
    legal = [
        fact
        for finding in interview.findings
        if finding.outcome == "undetermined"
        for fact in finding.plan.version.facts
    ]
    later = [one for fact in dict.fromkeys(legal) for one in questions_for(fact, law)]
    given = {fact for fact, _ in interview.answers} | {question.fact}
    known = completion_for(law).complete(interview.case.facts(interview.case.tried[0]))
    rest = [one for one in dict.fromkeys(later) if one not in given and known.value(vocabulary().bit[one]) is None]
    served = {why.fact for why in question.why}
    for _ in range(1_500):
        density, absent = rng.choice((0.03, 0.15, 0.5, 0.9)), rng.choice((0.0, 0.2, 0.6))
        said = {fact: rng.random() < density for fact in rest if rng.random() >= absent}
        without = {fact: value for fact, value in said.items() if fact not in served}
        found: list[list[str]] = []
        for answer in (True, False):
            # What follows from a yes is not asked for any more.
            others = without if answer else said
            more = (Statement(question.fact, answer), *(Statement(*pair) for pair in others.items()))
            try:
                case = replace(interview.case, person=(*interview.case.person, *more))
            except BrightlineError:  # ages that cannot be
                break
            found.append(outcomes(case, interview))
        if len(found) == 2 and found[0] != found[1]:
            return True
    return False


def check_relevance(under: tuple[str, ...], reading: str, interviews: int, share: float) -> None:
    rng = random.Random(f"{under}{reading}")
    for _ in range(interviews):
        interview = Interview(under, reading)
        answers = sheet(rng, interview.reading)
        while question := interview.question:
            if rng.random() < share:
                assert makes_a_difference(interview, question, rng), (under, question, interview.answers)
            interview.answer(answers[question.fact] if rng.random() < 0.9 else "skip")


@pytest.mark.parametrize("under", SETS, ids=str)
@pytest.mark.parametrize("reading", ["strict", "broad"])
def test_nothing_is_asked_that_cannot_matter(under: tuple[str, ...], reading: str) -> None:
    check_relevance(under, reading, interviews=2, share=0.35)


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["strict", "broad"])
def test_nothing_is_asked_that_cannot_matter_under_any_definition(reading: str) -> None:
    for id in definition_ids():
        check_relevance((id,), reading, interviews=3, share=0.5)


# --- back --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", ["strict", "broad"])
def test_back_undoes_exactly(reading: str) -> None:
    for seed in range(4):
        rng = random.Random(seed)
        interview = Interview(("un-palermo", "us-18usc1591"), reading)
        pictures = [picture(interview)]
        for step in range(50):
            question = interview.question
            if len(pictures) > 1 and (question is None or step > 25 or rng.random() < 0.3):
                last = interview.answers[-1]
                assert interview.back() == last
                pictures.pop()
                assert picture(interview) == pictures[-1]
            elif question:
                word = rng.choice([word for word in ANSWERS if word != "none of the rest" or question.closes])
                interview.answer(word)
                assert interview.answers[-1] == Given(question.fact, word)
                pictures.append(picture(interview))
        while interview.answers:
            interview.back()
            pictures.pop()
            assert picture(interview) == pictures[-1]
        assert interview.back() is None


# --- why ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("under", SETS, ids=str)
def test_every_reason_names_an_open_element_of_an_open_definition(under: tuple[str, ...]) -> None:
    interview = Interview(under, "broad")
    answers = sheet(random.Random(3), interview.reading)
    while question := interview.question:
        findings = {found.definition.id: found for found in interview.findings}
        assert question.why
        for why in question.why:
            found = findings[why.definition]
            assert found.outcome == "undetermined"
            assert why.element in found.open_elements
            assert why.cite == found.version.elements[why.element].cite
            element = next(one for one in found.elements if one.name == why.element)
            assert why.fact in element.unknown
            assert question.fact in questions_for(why.fact, interview.reading)
        assert question.left >= 1
        interview.answer(answers[question.fact])
    assert interview.progress.settled <= interview.progress.elements


# --- going on -----------------------------------------------------------------------------------------------------


def test_going_on_is_as_if_there_had_been_no_break() -> None:
    rng = random.Random(2)
    interview = Interview(("un-palermo", "de-232"), "broad", "2020-01-01", several(), "boss")
    while question := interview.question:
        interview.answer(rng.choice([word for word in ANSWERS if word != "none of the rest" or question.closes]))
        again = Interview.resumed(interview.saved())
        assert picture(again) == picture(interview)
        assert (again.actor, again.as_of, again.reading.id) == (interview.actor, interview.as_of, "broad")
    other = Interview.resumed(interview.saved(), ["us-18usc1591"], "strict")
    assert other.answers == interview.answers
    assert [one.id for one in other.definitions] == ["us-18usc1591"]
    asked = {fact for fact, _ in interview.answers}
    while question := other.question:
        assert question.fact not in asked
        other.answer("no")


def test_an_age_that_is_not_known_can_be_settled_by_the_line_beside_it() -> None:
    interview = Interview(["predecessors-1904-1933", "us-ri-11-67-1"])
    asked: list[str] = []
    while question := interview.question:
        asked.append(question.fact)
        plain = "yes" if question.family in ("act", "purpose", "age") else "no"
        interview.answer("don't know" if question.fact == "age.under_21" else plain)
    assert asked.index("age.under_21") < asked.index("age.under_18")
    assert interview.findings[0].outcome == "met"
