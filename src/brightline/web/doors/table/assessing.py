"""The laws chosen, the table assessed under them, and the findings in numbers and words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.web.checks import session_of
from brightline.web.doors.table.beginning import settle
from brightline.web.doors.table.job import Job
from brightline.web.doors.table.saying import said_here
from brightline.web.doors.table.understanding import format_of
from brightline.web.doors.table.work import Work, table_of
from brightline.web.laws import MOST_LAWS, Problems, Terms, choices, terms_of
from brightline.web.pages import redirect, render, translated

if TYPE_CHECKING:
    from brightline.web.doors.table.judging import Judged

router = APIRouter()


@router.get("/laws")
def laws(request: Request) -> HTMLResponse:
    """Under which laws the table is assessed."""
    work, _ = table_of(request)
    with session_of(request).hold:
        settle(work)
        problem, work.problem = work.problem, ""
    return _laws(request, work, work.terms, [("table", problem)] if problem else [])


def _laws(request: Request, work: Work, terms: Terms, problems: Problems) -> HTMLResponse:
    return render(
        request,
        "table/laws.html",
        422 if problems else 200,
        terms=terms,
        choices=choices(),
        most=MOST_LAWS,
        today=date.today().isoformat(),
        problems=[(at, said_here(request, translated(request, message))) for at, message in problems],
        held=work.held,
        dated=bool(format_of(work).date) or bool(work.held and "date" in work.held.table.columns),
    )


@router.post("/laws")
def assess(request: Request) -> Response:
    """Begin to assess the table, in the background."""
    work, held = table_of(request)
    terms, problems = terms_of(request)
    if problems:
        return _laws(request, work, terms, problems)
    from brightline.web.doors.table.judging import judge

    chosen = format_of(work)
    with session_of(request).hold:
        work.terms, work.judged = terms, None
        if not work.begin(Job("assess", held.rows, lambda job: judge(held, chosen, terms, job.tell))):
            return redirect("/table/working")
        settle(work)
        if work.problem:
            problem, work.problem = work.problem, ""
            return _laws(request, work, terms, [("table", problem)])
    return redirect("/table/findings")


def judged_of(request: Request) -> Judged | None:
    """The findings of a request's session, if the table was assessed."""
    work, _ = table_of(request)
    with session_of(request).hold:
        settle(work)
        return work.judged


@router.get("/findings")
def findings(request: Request) -> Response:
    """What the table comes to."""
    work, held = table_of(request)
    judged = judged_of(request)
    if judged is None:
        return redirect("/table/laws" if work.understood else "/table/columns")
    from brightline.web.doors.table.numbers import numbers

    return render(
        request,
        "table/findings.html",
        held=held,
        judged=judged,
        summary=judged.summary,
        laws=numbers(judged),
        sexual=judged.summary.sexual_exploitation,
        chosen=judged.table.decoding.format,
        example=work.example,
        dated=judged.table.dated,
        own=bool(work.mapping),
    )
