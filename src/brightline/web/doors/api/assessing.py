"""`POST /api/assess` and `POST /api/ask`: a case tried against laws, and the next question of an interview."""

from __future__ import annotations

from brightline.cases import Case
from brightline.cases.case import to_date
from brightline.cases.casefile import case_from_data
from brightline.errors import BrightlineError
from brightline.findings.answers import REST
from brightline.findings.ask import Interview
from brightline.findings.assess import assess as assess_case
from brightline.findings.plain_data import interview_as_data, question_as_data
from brightline.law import vocabulary
from brightline.web.doors.api.answers import AskAnswered, AssessAnswered
from brightline.web.doors.api.asked import AskAsked, AssessAsked, CaseAsked
from brightline.web.doors.api.operation import Operation, new_router
from brightline.web.languages import marked

router = new_router()

ASSESS = Operation(
    name="assess",
    method="POST",
    path="/assess",
    title=marked("Try a case against laws"),
    words=marked(
        "Says for each law whether the facts told meet it, element by element: met, not met, or undetermined. What is "
        "not told is not known, and never counts as no."
    ),
    limits=marked("One case of at most 20 actors; at most 120 laws or patterns."),
    asked=AssessAsked,
    answer=AssessAnswered,
    example={
        "case": {"age": 16, "facts": {"act.harbour": True, "purpose.exploit_prostitution": True}},
        "under": ["un-palermo"],
    },
)

ASK = Operation(
    name="ask",
    method="POST",
    path="/ask",
    title=marked("The next question"),
    words=marked(
        "Takes every answer given so far, and says which question to put next, why, and what the answers come to. "
        "Nothing is kept here: send all the answers each time. The person may skip any question; ask only a person "
        "who has agreed to be asked."
    ),
    limits=marked("At most 250 answers, each fact once, and at most 120 laws or patterns."),
    asked=AskAsked,
    answer=AskAnswered,
    example={"under": ["un-palermo"], "about": "the manager", "answers": []},
)


def assess(asked: AssessAsked) -> object:
    """A finding for each law."""
    found = assess_case(_case(asked.case), asked.under, asked.as_of, asked.reading)
    return {"findings": [finding.to_json() for finding in found]}


def ask(asked: AskAsked) -> object:
    """The next question, and what the answers so far come to."""
    interview = _interview(asked)
    question, progress = interview.question, interview.progress
    return {
        "question": question_as_data(interview, question) if question else None,
        "progress": {"settled": progress.settled, "elements": progress.elements},
        **interview_as_data(interview),
    }


def _case(asked: CaseAsked) -> Case:
    return case_from_data(asked.model_dump(exclude_unset=True), "case")


def _interview(asked: AskAsked) -> Interview:
    """The interview with every answer.

    What "none of the rest" said no to depends on what was asked before it, so that the answers up to each are
    gone through in their order.
    """
    start = _case(asked.case) if asked.case else None
    day = to_date(asked.as_of) if asked.as_of else None
    answers: list[tuple[str, str]] = []
    covered: dict[str, tuple[str, ...]] = {}

    def so_far() -> Interview:
        return Interview(
            asked.under, asked.reading, day, start, asked.actor, tuple(answers), dict(covered), about=asked.about
        )

    seen: set[str] = set()
    for number, given in enumerate(asked.answers):
        fact = vocabulary().resolve(given.fact)
        if fact in seen:
            raise BrightlineError(f"answers[{number}]: {fact} is answered twice; keep one of the answers")
        seen.add(fact)
        if given.answer == REST:
            now = so_far()
            if not now.question or now.question.fact != fact or not now.question.closes:
                raise BrightlineError(
                    f'answers[{number}]: "{REST}" can be said of a question that is put and that closes, and {fact} is '
                    "none after these answers; send the answers in the order in which they were given, or say no"
                )
            covered[fact] = now.rest()
        answers.append((fact, given.answer))
    return so_far()


ASSESS.on(router, assess)
ASK.on(router, ask)
