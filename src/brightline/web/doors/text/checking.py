"""Each piece of evidence confirmed or rejected by a person, and what was confirmed carried over into a situation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.errors import BrightlineError
from brightline.texts.account import Evidence
from brightline.texts.marking import showable
from brightline.texts.report import SOURCE_WORDS, words_for
from brightline.web.checks import RefusedError, field, session_of
from brightline.web.doors.situation.work import NAME as SITUATION
from brightline.web.doors.situation.work import Work as Interviewed
from brightline.web.doors.situation.work import reopened
from brightline.web.doors.text.telling import STATUSES, Told, family
from brightline.web.doors.text.work import ON_A_PAGE, Work, fits_a_case, page_of_piece, work_of
from brightline.web.languages import marked
from brightline.web.laws import Terms
from brightline.web.pages import download, redirect, render, translated
from brightline.web.start import renewed

router = APIRouter()

AROUND = 90
"""Characters of the text shown before and after the words of a piece."""
DECISIONS = {"yes": True, "no": False, "open": None}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence, ready for a page."""

    number: int
    before: str
    quote: str
    after: str
    what: str
    family: Told
    status: Told
    source: str
    cue: str
    by: str
    to: str
    fits: bool
    decided: bool | None


@router.get("/evidence")
def evidence(request: Request, page: str = "1") -> HTMLResponse:
    """The pieces, a page of them at a time."""
    work = work_of(request)
    with session_of(request).hold:
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0
        if not 1 <= number <= work.pages:
            raise RefusedError(404, marked("There is no such page."))
        first = (number - 1) * ON_A_PAGE
        return render(
            request,
            "text/evidence.html",
            work=work,
            pieces=[_shown(work, at, piece) for at, piece in work.evidence[first : first + ON_A_PAGE]],
            of_all=len(work.evidence),
            decided=len(work.decided),
            confirmed=len(work.confirmed),
            carried=len(work.carried),
            number=number,
            pages=work.pages,
            replaces=session_of(request).work(SITUATION, Interviewed) is not None,
        )


def _shown(work: Work, number: int, piece: Evidence) -> Shown:
    text = work.report.account.text
    before, after = text[max(0, piece.start - AROUND) : piece.start], text[piece.end : piece.end + AROUND]
    # Half a word at either end is no help.
    before = f"… {before.partition(' ')[2]}" if piece.start > AROUND else before
    after = f"{after.rpartition(' ')[0]} …" if piece.end + AROUND < len(text) else after
    return Shown(
        number,
        _line(before),
        _line(text[piece.start : piece.end]),
        _line(after),
        words_for(piece),
        family(piece.family),
        STATUSES[piece.status],
        SOURCE_WORDS.get(piece.source, piece.source.replace("_", " ")),
        _line(piece.cue or ""),
        _line(piece.by or ""),
        _line(piece.to or ""),
        fits_a_case(piece),
        work.decided.get(number),
    )


def _line(text: str) -> str:
    return showable(_SPACE.sub(" ", text))


@router.post("/evidence/{number}")
def decide(request: Request, number: int) -> Response:
    """Confirm a piece, reject it, or take either back; then on to the next that is open."""
    work, decision = work_of(request), field(request, "decision", 10)
    with session_of(request).hold:
        if not 1 <= number <= len(work.evidence) or decision not in DECISIONS:
            raise RefusedError(404, marked("There is no such piece of evidence."))
        decided = DECISIONS[decision]
        if decided is None:
            work.decided.pop(number, None)
            return _at(number)
        work.decided[number] = decided
        following = work.next_open(number)
    return redirect("/text/evidence?page=" + f"{page_of_piece(number)}#done") if following is None else _at(following)


def _at(number: int) -> Response:
    return redirect(f"/text/evidence?page={page_of_piece(number)}#piece-{number}")


@router.post("/carry")
def carry(request: Request) -> Response:
    """What was confirmed becomes a situation, where the questions go on from it."""
    work, session = work_of(request), session_of(request)
    with session.hold:
        try:
            session.keep(SITUATION, _interviewed(work))
        except BrightlineError:
            return _nothing(request)
        message = marked("What you confirmed was carried over. What the text does not mention stays not known.")
        session.notify(translated(request, message))
    return renewed(redirect("/situation/review"), request)


def _interviewed(work: Work) -> Interviewed:
    """The interview that goes on from what was confirmed. Raises `BrightlineError` where nothing can stand in it."""
    return reopened(work.case(), None, Terms(work.under, None, work.report.reading), example=work.example)


@router.get("/case")
def case_file(request: Request) -> Response:
    """What was confirmed, as a case file."""
    work = work_of(request)
    with session_of(request).hold:
        try:
            return download(_interviewed(work).file(), "confirmed.yaml", "application/yaml")
        except BrightlineError:
            return _nothing(request)


def _nothing(request: Request) -> Response:
    message = marked("Nothing that a situation could hold is confirmed yet. Confirm a piece first.")
    session_of(request).notify(translated(request, message), "warn")
    return redirect("/text/evidence")
