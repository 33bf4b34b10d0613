"""The pages that belong to no door: coming in, the start, help, words of the law, language and look, and leaving."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brightline.web.checks import LOCKED, RefusedError, field, session_of
from brightline.web.doors import doors
from brightline.web.glossary import glossary
from brightline.web.guard import session_cookie
from brightline.web.languages import NAMES
from brightline.web.pages import LANGUAGE_COOKIE, LOOK_COOKIE, LOOKS, redirect, render
from brightline.web.sessions import Session, Sessions
from brightline.web.settings import Settings

router = APIRouter()

_OWN_PATH = re.compile(
    r"/(?:[a-z0-9][a-z0-9_.~-]*(?:/[a-z0-9][a-z0-9_.~-]*)*/?)?(?:\?[a-z]+=[a-zA-Z0-9_.:-]+(?:&[a-z]+=[a-zA-Z0-9_.:-]+)*)?"
)
_LONGEST_PATH = 300


@router.get("/enter/{key}")
def enter(request: Request, key: str) -> Response:
    """Come in by the launch link. An id that the browser brings is never taken over: it gets a new one."""
    sessions: Sessions = request.app.state.sessions
    admitted = sessions.admits(key)  # first, so that the link is used up by somebody who is in already, too
    if request.state.session:
        return redirect("/")
    if not admitted:
        raise RefusedError(403, LOCKED)
    return _with_cookie(redirect("/"), request, sessions.begin())


@router.get("/")
def start(request: Request) -> HTMLResponse:
    """The doors."""
    return render(request, "start.html", doors=[door for door in doors() if door.listed])


@router.get("/help")
def help_page(request: Request) -> HTMLResponse:
    """What this is, how it is used, and what it keeps."""
    settings: Settings = request.app.state.settings
    return render(request, "help.html", minutes=int(settings.idle // 60), hours=int(settings.longest // 3600))


@router.get("/words")
def words(request: Request) -> HTMLResponse:
    """The glossary."""
    return render(request, "words.html", terms=glossary())


@router.post("/settings")
def choose_settings(request: Request) -> RedirectResponse:
    """Keep the language or the look, for as long as the browser is open, and go back to where it was chosen."""
    back = field(request, "back")
    answer = redirect(back if len(back) <= _LONGEST_PATH and _OWN_PATH.fullmatch(back) else "/")
    for name, cookie, known in (("language", LANGUAGE_COOKIE, tuple(NAMES)), ("look", LOOK_COOKIE, LOOKS)):
        chosen = field(request, name)
        if chosen in known:
            answer.set_cookie(cookie, chosen, httponly=True, samesite="strict")
    return answer


@router.post("/stay")
def stay(request: Request) -> Response:
    """Nothing but the sign that somebody is still there."""
    session_of(request)
    return Response(status_code=204)


@router.post("/leave")
def leave(request: Request) -> Response:
    """Forget everything, also from an older tab, and go where nothing shows what was here."""
    sessions: Sessions = request.app.state.sessions
    if request.state.session:
        sessions.end(session_of(request))
    answer = redirect("/away")
    answer.delete_cookie(session_cookie(request.app.state.settings), httponly=True, samesite="strict")
    # Not "cookies": they are those of the whole host, and other programs of this machine have theirs there too.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.get("/away")
def away(request: Request) -> HTMLResponse:
    """A page about nothing much."""
    return render(request, "away.html")


@router.get("/ended")
def ended(request: Request) -> HTMLResponse:
    """Where a page goes by itself once its session has ended; with one that goes on, to the start."""
    return start(request)


def _with_cookie(answer: Response, request: Request, session: Session) -> Response:
    answer.set_cookie(
        session_cookie(request.app.state.settings), session.id, httponly=True, samesite="strict", path="/"
    )
    return answer


def renewed(answer: Response, request: Request) -> Response:
    """The answer with a new id for the session, as where something private begins."""
    session = session_of(request)
    request.app.state.sessions.renew(session)
    return _with_cookie(answer, request, session)
