"""`GET /api` and `GET /api/openapi.json`: the interface described, for people and for programs."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

from brightline import __version__
from brightline.web.doors.api import assessing, comparing, law, reading, simulating
from brightline.web.doors.api.asked import ActorAsked, CaseAsked, PersonAsked, StatementAsked
from brightline.web.doors.api.examples import answers
from brightline.web.doors.api.operation import FieldOf, Operation, fields_of
from brightline.web.languages import marked
from brightline.web.pages import render
from brightline.web.settings import Settings

router = APIRouter()

OPERATIONS: tuple[Operation, ...] = (
    assessing.ASSESS,
    assessing.ASK,
    comparing.COMPARE,
    comparing.MATRIX,
    comparing.LINE,
    reading.READ,
    simulating.OUTCOMES,
    *(operation for operation, _ in law.OPERATIONS),
)
ABOUT = (
    "What the commands answer with `--json`, for programs on this machine. Nothing is kept, and nothing is sent "
    "anywhere. Findings are about facts under one named law, never about who a person is; not legal advice."
)
PARTS: tuple[tuple[str, str, type[CaseAsked | PersonAsked | ActorAsked | StatementAsked]], ...] = (
    ("case", marked("A case"), CaseAsked),
    ("person", marked("The person of a case"), PersonAsked),
    ("actor", marked("An actor of a case"), ActorAsked),
    ("statement", marked("A statement about a fact"), StatementAsked),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An operation, ready for a page."""

    of: Operation
    fields: Sequence[FieldOf]
    command: str
    answer: str


@router.get("/openapi.json")
def openapi() -> JSONResponse:
    """The description for programs."""
    return JSONResponse(described())


@cache
def described() -> Mapping[str, Any]:
    """The interface in the OpenAPI format."""
    whole = APIRouter()
    for part in (assessing.router, comparing.router, reading.router, simulating.router, law.router):
        whole.include_router(part, prefix="/api")
    return get_openapi(title="Brightline", version=__version__, description=ABOUT, routes=whole.routes)


@router.get("")
def page(request: Request) -> HTMLResponse:
    """The description for people."""
    settings: Settings = request.app.state.settings
    shown = [Shown(one, one.fields, command(one, settings.port), _indented(answers()[one.name])) for one in OPERATIONS]
    return render(
        request,
        "api/page.html",
        shown=shown,
        parts_of_case=[(id, head, list(fields_of(model))) for id, head, model in PARTS],
    )


def _indented(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1)


def command(one: Operation, port: int) -> str:
    """The example as a line for a shell."""
    address = shlex.quote(f"http://127.0.0.1:{port}{one.example_path}")
    if one.method == "GET":
        return f"curl {address}"
    body = shlex.quote(json.dumps(one.example, ensure_ascii=False))
    return f"curl {address} -H 'Content-Type: application/json' -d {body}"
