"""How a request comes in and how a refusal goes out: strict JSON, and one sentence that says what to mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Mapping, Sequence
from threading import BoundedSemaphore
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from brightline.cases.textfile import parse_whole_json
from brightline.errors import BrightlineError, nearest
from brightline.web.checks import checked
from brightline.web.doors.api.limits import AT_ONCE

LONGEST_MESSAGE = 800
"""Characters of a refusal; the middle of a longer one is left out."""
LONGEST_SHOWN = 80
"""Characters of a value that a refusal repeats."""

_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]*)")
_IN_PLACE_OF = {
    "`brightline facts` lists them": "GET /api/facts lists them",
    "`brightline definitions` lists them": "GET /api/law lists them",
    "only `compare` takes one there, elsewhere give it with as_of": "give the day as as_of",
    "(`brightline facts`)": "(GET /api/facts)",
}
"""What other rooms say of commands, and what is so here."""
_places = BoundedSemaphore(AT_ONCE)


class BusyError(Exception):
    """Too much is worked on already: what to say of it."""


class UnknownWordError(ValueError):
    """A word that is none of those known. The nearest is looked for only in the one that is told: it takes time."""

    def __init__(self, word: str, what: str, known: tuple[str, ...], listed: str) -> None:
        super().__init__(f"no {what}")
        self._of = (word, what, known, listed)

    def told(self) -> str:
        """The word, that it is unknown, and the nearest."""
        return unknown(*self._of)


class JsonRoute(APIRoute):
    """A route whose every answer is JSON.

    A body is read, checked and worked on by a thread, for which it first needs a place: a request that takes long to
    read or to refuse keeps no other waiting.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with refusals in one form."""
        handler = self._of_body if self.body_field else super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except (RequestValidationError, ValidationError) as failure:
                return refusal(422, told(failure.errors()))
            except BrightlineError as failure:
                return refusal(422, str(failure))
            except BusyError as failure:
                return refusal(429, str(failure), {"Retry-After": "2"})
            except HTTPException as failure:
                return refusal(failure.status_code, str(failure.detail), dict(failure.headers or {}))
            except ClientDisconnect:
                return refusal(400, "the body broke off; send all of it")

        return answer

    async def _of_body(self, request: Request) -> Response:
        await checked(request)  # as FastAPI does before it reads a body, which here is not for FastAPI to read
        body = await request.body()
        return await run_in_threadpool(lambda: at_work(lambda: self.endpoint(self._asked(body))))

    def _asked(self, body: bytes) -> BaseModel:
        """The request, from a body that has to be JSON as its standard has it, of the fields of the operation."""
        if not body:
            raise HTTPException(422, "the request: is missing; give it")
        try:
            data = parse_whole_json(body.decode("utf-8"), "the body")
        except UnicodeDecodeError as failure:
            raise HTTPException(400, f"the body: byte {failure.start} is not UTF-8; send UTF-8") from None
        except BrightlineError as failure:
            raise HTTPException(400, str(failure)) from None
        assert self.body_field
        model: type[BaseModel] = self.body_field.field_info.annotation  # type: ignore[assignment]
        return model.model_validate(data)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The same; another method is refused with the ones that there are."""
        methods = self.methods or set()
        if scope["method"] in methods:
            await super().handle(scope, receive, send)
            return
        allowed = ", ".join(sorted(methods))
        answer = refusal(405, f"{scope['path']} is asked with {allowed}; send it so", {"Allow": allowed})
        await answer(scope, receive, send)


def at_work(work: Callable[[], object]) -> JSONResponse:
    """The answer that `work` gives, as JSON; a refusal where too many requests are worked on at once."""
    if not _places.acquire(blocking=False):
        raise BusyError(f"{AT_ONCE} requests are worked on already; wait for an answer, then send this one again")
    try:
        return JSONResponse(work())
    finally:
        _places.release()


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A refusal with its sentence."""
    return JSONResponse({"error": sentence(message)}, status, headers)


def sentence(message: str) -> str:
    """A message of any room on one line, in the words of this one, its middle left out where it is very long."""
    line = " ".join(message.encode("utf-8", "replace").decode().split())
    line = _OPTION.sub(lambda found: found[1].replace("-", "_"), line)
    for of_command, here in _IN_PLACE_OF.items():
        line = line.replace(of_command, here)
    half = LONGEST_MESSAGE // 2
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:half]} ... {line[-half:]}"


def told(problems: Sequence[Mapping[str, Any]]) -> str:
    """What does not fit, where, and what would: of several things the first."""
    first = problems[0]
    where = _where([step for step in first["loc"] if step not in ("body", "query", "path")])
    rest = f" ({len(problems) - 1} more to mend)" if len(problems) > 1 else ""
    return f"{where}: {_what(first)}{rest}"


def _where(steps: list[str | int]) -> str:
    found = ""
    for step in steps:
        found += f"[{step}]" if isinstance(step, int) else f"{'.' if found else ''}{step[:LONGEST_SHOWN]}"
    return found.removesuffix(".[key]") or "the request"


_KINDS = {
    "string": "a text, in quotation marks",
    "int": "a whole number, without quotation marks",
    "bool": "true or false, without quotation marks",
    "list": "a list, in square brackets",
    "model": "an object, in curly brackets",
    "model_attributes": "an object, in curly brackets",
    "dict": "an object, in curly brackets",
}


def _what(problem: Mapping[str, Any]) -> str:
    kind, ctx = str(problem["type"]), problem.get("ctx", {})
    if kind == "missing":
        return "is missing; give it"
    if kind == "extra_forbidden":
        return "is not a field here; GET /api/openapi.json lists the fields"
    if kind == "value_error":
        error = ctx.get("error", problem["msg"])
        return error.told() if isinstance(error, UnknownWordError) else str(error)
    if kind.removesuffix("_type") in _KINDS:
        return f"write {_KINDS[kind.removesuffix('_type')]}"
    return f"{str(problem['msg'])[0].lower()}{str(problem['msg'])[1:]}"


def unknown(value: str, what: str, known: tuple[str, ...], listed: str) -> str:
    """That a word is none of those known, and the nearest."""
    return f"{value[:LONGEST_SHOWN]!r} is no {what}{nearest(value[:LONGEST_SHOWN], known)}; {listed}"
