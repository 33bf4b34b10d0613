"""The app: the doors that are there, behind the guard."""

from __future__ import annotations

from typing import cast

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Receive, Scope, Send

from brightline.errors import BrightlineError
from brightline.web import start
from brightline.web.checks import LOCKED, RefusedError, checked
from brightline.web.doors import doors
from brightline.web.guard import TOO_LARGE, Guard, is_api, session_cookie
from brightline.web.languages import marked
from brightline.web.pages import HERE, redirect, render
from brightline.web.sessions import EndedError, Sessions
from brightline.web.settings import Settings

GIBIBYTE = 1 << 30
NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""Left alone, FastAPI tells an OpenTelemetry collector of each request where variables of the environment name one."""

_WORDS = {
    404: marked("There is no such page."),
    405: marked("This page cannot be used in that way."),
    400: marked("The request is not well formed."),
}


def make_app(settings: Settings | None = None) -> FastAPI:
    """The app with every door that is there. `app.state.sessions.link()` gives the key of a launch link."""
    settings = settings or Settings()
    # Left alone, a file of more than a mebibyte would be put on the disk while it is read. The guard bounds its size.
    MultiPartParser.spool_max_size = GIBIBYTE
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(checked)], telemetry=NO_TELEMETRY
    )
    app.state.settings = settings
    app.state.sessions = sessions = Sessions(settings)
    app.include_router(start.router)
    uploads: dict[str, int] = {}
    for door in doors():
        for router in door.routers:
            app.include_router(router, prefix=door.path)
        uploads.update(door.uploads)
    app.mount("/static", Kept(StaticFiles(directory=HERE / "static")))
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(EndedError, _ended)
    app.add_exception_handler(BrightlineError, _wrong)
    app.add_exception_handler(HTTPException, _no_page)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_middleware(Guard, settings=settings, sessions=sessions, uploads=uploads, too_large=_too_large)
    return app


class Kept:
    """Static files, which a browser may keep where their address has their digest."""

    def __init__(self, files: ASGIApp) -> None:
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if b"v=" in cast(bytes, scope["query_string"]):

            async def kept(message: dict[str, object]) -> None:
                if message["type"] == "http.response.start" and message["status"] == 200:
                    headers = cast("list[tuple[bytes, bytes]]", message["headers"])
                    headers.append((b"cache-control", b"private, max-age=31536000, immutable"))
                await send(message)

            await self._files(scope, receive, kept)  # type: ignore[arg-type]
        else:
            await self._files(scope, receive, send)


def _is_api(request: Request) -> bool:
    return is_api(request.url.path)


def _failed(request: Request, status: int, message: str) -> Response:
    if _is_api(request):
        return JSONResponse({"error": message}, status)
    return render(request, "error.html", status, message=message)


def _refused(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, RefusedError)
    if failure.message != LOCKED:
        return _failed(request, failure.status, failure.message)
    settings: Settings = request.app.state.settings
    if settings.open_entrance and request.method == "GET":
        answer = redirect(request.url.path)
        answer.set_cookie(
            session_cookie(settings), request.app.state.sessions.begin().id, httponly=True, samesite="strict"
        )
        return answer
    return render(request, "locked.html", failure.status)


def _ended(request: Request, _: Exception) -> Response:
    """The session was left, or ended by itself, while this was being worked on."""
    request.state.session = None
    return _refused(request, RefusedError(403, LOCKED))


def _too_large(request: Request) -> Response:
    return _failed(request, 413, TOO_LARGE)


def _wrong(request: Request, failure: Exception) -> Response:
    return _failed(request, 422, str(failure))


def _no_page(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, HTTPException)
    answer = _failed(request, failure.status_code, _WORDS.get(failure.status_code, _WORDS[400]))
    answer.headers.update(failure.headers or {})
    return answer


def _not_valid(request: Request, failure: Exception) -> Response:
    assert isinstance(failure, RequestValidationError)
    return _failed(request, 404, _WORDS[404])
