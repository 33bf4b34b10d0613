"""The questions, one a page; every answer can be seen again and changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.cases import Case
from brightline.errors import BrightlineError
from brightline.findings.answers import ANSWERS, REST, Answer, Given
from brightline.findings.ask import Why
from brightline.findings.consent import consent
from brightline.law import definition, vocabulary
from brightline.web.checks import RefusedError, field, session_of
from brightline.web.contacts import contacts
from brightline.web.doors.situation.work import NAME, Work, told_a_child, work_of
from brightline.web.languages import marked
from brightline.web.pages import page_of, redirect, render, translated

router = APIRouter()

WORDS: dict[Answer, str] = {
    "yes": marked("Yes"),
    "no": marked("No"),
    "don't know": marked("Not known"),
    "rather not say": marked("Rather not say"),
    "none of the rest": marked("None of the rest"),
    "skip": marked("Skip for now"),
}
FIRST_REASONS = 8


@router.get("/question")
def question(request: Request) -> Response:
    """The question to put now; the finding where none is left."""
    work = work_of(request)
    with session_of(request).hold:
        interview = work.interview
        if interview.agreed is None and not work.example:
            return redirect("/situation/before")
        put = interview.question
        if put is None:
            return redirect("/situation/finding")
        rest = interview.rest() if put.closes else ()
        return _asked(
            request,
            work,
            put.fact,
            number=len(work.answers) + 1,
            why=put.why,
            left=put.left,
            closes=put.closes,
            rest=rest,
        )


def _asked(request: Request, work: Work, fact: str, **shown: Any) -> HTMLResponse:
    entry, words = vocabulary()[fact], consent()
    values: dict[str, Any] = {
        "given": None, "problems": [], "left": None, "closes": False, "rest": (), "why": (), "other": None, **shown,
    }  # fmt: skip
    return render(
        request,
        "situation/question.html",
        work=work,
        entry=entry,
        words=WORDS,
        progress=work.interview.progress,
        hard=words.hard if entry.distress == 3 else "",
        family=words.families[entry.family],
        labels={each: vocabulary()[each].label for each in (*values["rest"], *(why.fact for why in values["why"]))},
        reasons=_reasons(values["why"]),
        named=work.about if ("anyone" in entry.question.lower() or "this person" in entry.question.lower()) else "",
        **values,
    )


def _reasons(why: Sequence[Why]) -> list[Why]:
    """The first reasons, each law and element once."""
    seen = {(one.definition, one.element): one for one in reversed(why)}
    return [one for one in why if seen[one.definition, one.element] is one][:FIRST_REASONS]


@router.post("/answer")
def answer(request: Request) -> Response:
    """Note the answer to the question that the form was made for."""
    work = work_of(request)
    given, fact = _answer(request), field(request, "fact", 80)
    with session_of(request).hold:
        put = work.interview.question
        if put is None or put.fact != fact:
            return _otherwise(request, work, fact, given)
        work.interview.answer(given)
        _mind_a_child(request, work.answers[-1])
    return redirect("/situation/question")


def _mind_a_child(request: Request, given: Given) -> None:
    """Once it is said that the person is a child, the next page says that this comes first."""
    if told_a_child(given):
        told = consent().child.told
        session_of(request).notify(page_of(request).language.of_data(told) or told, "warn")


def _answer(request: Request) -> Answer:
    word = field(request, "answer", 40)
    for known in ANSWERS:
        if word == known:
            return known
    raise RefusedError(422, marked("This is not one of the answers. Go back, and choose one of them."))


def _otherwise(request: Request, work: Work, fact: str, given: Answer) -> Response:
    """Another window was quicker: where it said the same nothing is lost, and else both answers are shown."""
    for number, known in enumerate(work.answers):
        if known.fact == fact:
            if known.answer == given:
                return redirect("/situation/question")
            return _answered(request, work, number, other=given, status=409)
    message = marked("This question is not asked any more: other answers have settled it. Nothing was changed.")
    session_of(request).notify(translated(request, message), "warn")
    return redirect("/situation/question")


@router.get("/answers/{number}")
def answered_before(request: Request, number: int) -> HTMLResponse:
    """One answer, to look at or to change. `number` counts from 1."""
    work = work_of(request)
    with session_of(request).hold:
        if not 1 <= number <= len(work.answers):
            raise RefusedError(404, marked("There is no answer with this number."))
        return _answered(request, work, number - 1)


def _answered(
    request: Request,
    work: Work,
    at: int,
    other: Answer | None = None,
    problems: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HTMLResponse:
    page = _asked(
        request, work, work.answers[at].fact, number=at + 1, given=work.answers[at].answer, other=other,
        problems=problems,
    )  # fmt: skip
    page.status_code = 422 if problems else status
    return page


@router.post("/answers/{number}")
def change(request: Request, number: int) -> Response:
    """Change one answer; what that moves is said on the next page."""
    work, given, session = work_of(request), _answer(request), session_of(request)
    with session.hold:
        at = number - 1
        if not 0 <= at < len(work.answers) or work.answers[at].fact != field(request, "fact", 80):
            raise RefusedError(409, marked("The answers have changed in another window. Look at them again."))
        known = work.answers[at]
        if known.answer != field(request, "was", 40) and known.answer != given:
            return _answered(request, work, at, other=given, status=409)
        if given == known.answer:
            return redirect(_next(work, number))
        before = work.outcomes()
        try:
            if given == "skip":
                work.take_back(at)
            else:
                work.change(at, given)
        except BrightlineError as failure:
            return _answered(request, work, at, problems=[("answer", str(failure)[:300])])
        session.notify(_moved(request, before, work.outcomes()))
        _mind_a_child(request, Given(known.fact, given))
    return redirect("/situation/review")


def _next(work: Work, number: int) -> str:
    return f"/situation/answers/{number + 1}" if number < len(work.answers) else "/situation/question"


OUTCOME_WORDS = {"met": marked("Met"), "not met": marked("Not met"), "undetermined": marked("Undetermined")}


def _moved(request: Request, before: dict[str, str], after: dict[str, str]) -> str:
    words = {outcome: translated(request, word) for outcome, word in OUTCOME_WORDS.items()}
    moved = [
        f"{translated(request, definition(id).title)}: {words[old]} → {words[after[id]]}"
        for id, old in before.items()
        if after.get(id) != old
    ]
    if not moved:
        return translated(request, marked("Changed. No finding moved by it."))
    return translated(request, marked("Changed. What moved by it: %(moved)s."), moved="; ".join(moved))


@router.get("/review")
def review(request: Request) -> HTMLResponse:
    """Every answer, with a way to change it."""
    work = work_of(request)
    with session_of(request).hold:
        listed = [(number, _row(given)) for number, given in enumerate(work.answers, 1)]
        return render(
            request,
            "situation/review.html",
            work=work,
            answers=listed,
            stated=_stated(work.interview.start),
            words=WORDS,
            progress=work.interview.progress,
            open=work.interview.question is not None,
            skipped=any(given.answer == "skip" for given in work.answers),
            rest=REST,
            contacts=contacts(),
        )


def _row(given: Given) -> dict[str, str]:
    return {"question": vocabulary()[given.fact].question, "answer": given.answer, "fact": given.fact}


def _stated(start: Case) -> list[tuple[str, str, bool | None, str]]:
    """What a file told that cannot be changed here: of whom, the fact, its value, and how it is held."""
    words = vocabulary()
    found = [("", words[said.fact].label, said.value, _how(said.standing, said.source)) for said in start.person]
    for actor in start.actors:
        found.extend(
            (actor.label or actor.id, words[said.fact].label, said.value, _how(said.standing, said.source))
            for said in actor.statements
        )
    return found


def _how(standing: str, source: str) -> str:
    return "; ".join(part for part in (standing if standing != "stated" else "", source) if part)


@router.post("/again")
def again(request: Request) -> Response:
    """Ask what was skipped once more."""
    work = work_of(request)
    with session_of(request).hold:
        work.interview.ask_again()
    return redirect("/situation/question")


@router.post("/delete")
def delete(request: Request) -> Response:
    """Let every answer go."""
    session = session_of(request)
    with session.hold:
        session.forget(NAME)
        session.notify(
            translated(request, marked("Every answer is deleted. A file that you downloaded is still there."))
        )
    return redirect("/situation")
