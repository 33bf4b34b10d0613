"""What every route asks of a request, unless its path is open: a session, and the session's own token in each form."""

from __future__ import annotations

from secrets import compare_digest
from typing import cast

from fastapi import Request, UploadFile
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as Uploaded

from brightline.web.languages import marked
from brightline.web.sessions import Session

OPEN = ("/enter/", "/leave", "/away", "/api/", "/api")
"""Paths that need no session: those that end in a slash stand for all below them. They must keep nothing."""
HARMLESS = ("/stay",)
"""Forms that need a session and not its token: an older tab has an older one. The guard keeps other sites out."""
MOST_FIELDS = 400
MOST_FILES = 4
LONGEST_FIELD = 60_000
"""Characters of one field of a form."""


class RefusedError(Exception):
    """A request that is answered with an error page: `status`, and `message`, marked for translation."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


LOCKED = "locked"
"""The message of a refusal for want of a session, for which there is a page of its own."""


async def checked(request: Request) -> None:
    """Refuse a request without a session, or one that would change something and does not bring the token."""
    path = request.url.path
    changes = request.method not in ("GET", "HEAD")
    if path.startswith("/api") and is_open(path):
        if changes and request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            # A page elsewhere can send a form without asking first, and JSON only with leave, which it does not get.
            raise RefusedError(415, marked("Send JSON, with the content type application/json."))
        return
    if is_open(path):
        return
    session = request.state.session
    if not isinstance(session, Session):
        raise RefusedError(403, LOCKED)
    if changes and path not in HARMLESS:
        form = await request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES, max_part_size=LONGEST_FIELD * 4)
        sent = form.get("csrf")
        if not isinstance(sent, str) or not compare_digest(sent.encode("utf-8", "replace"), session.csrf.encode()):
            message = marked("This page was out of date, and nothing was changed. Go back, and load it again.")
            raise RefusedError(403, message)
        request.state.form = form


def is_open(path: str) -> bool:
    """Whether a path needs no session."""
    return any(path == each or (each.endswith("/") and path.startswith(each)) for each in OPEN)


def session_of(request: Request) -> Session:
    """The session of a request that was checked."""
    return cast(Session, request.state.session)


def form_of(request: Request) -> FormData:
    """The form of a request that was checked."""
    return cast(FormData, request.state.form)


def field(request: Request, name: str, longest: int = 2_000) -> str:
    """One field of the form as text, at most so long; empty where it is not there."""
    value = form_of(request).get(name)
    return value[:longest].replace("\r\n", "\n").strip() if isinstance(value, str) else ""


def fields(request: Request, name: str) -> list[str]:
    """Every value of a field that may be chosen several times."""
    return [value[:2_000] for value in form_of(request).getlist(name) if isinstance(value, str)]


def upload(request: Request, name: str) -> UploadFile | None:
    """A file of the form; `None` where none was chosen."""
    value = form_of(request).get(name)
    return cast(UploadFile, value) if isinstance(value, Uploaded) and value.filename else None
