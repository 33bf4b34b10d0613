"""One operation of the interface: how it is asked, what it does, and an example; from this come routes and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter
from pydantic import BaseModel

from brightline.web.doors.api.answers import Refused
from brightline.web.doors.api.route import JsonRoute
from brightline.web.languages import marked

REFUSALS: Mapping[int, str] = {
    400: "The body is not JSON, not UTF-8, nested too deeply, or names a field twice.",
    404: "There is no such law.",
    413: "The request is larger than the operation takes.",
    415: "The content type is not application/json.",
    422: "Something in the request does not fit; the sentence says what, where, and how to mend it.",
    429: "Too many requests at once; wait a moment.",
}


@dataclass(frozen=True, slots=True)
class FieldOf:
    """One field of a request, ready for a page. `words` are English, marked for translation."""

    name: str
    needed: bool
    words: str


@dataclass(frozen=True)
class Operation:
    """`path` is what comes after `/api`. `asked` is the model of the body, or of what stands after the `?`.

    `title`, `words` and `limits` are English, marked for translation. `example` is a request that works: a body, or
    what stands after the `?`; `of` fills the places in `path`.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    title: str
    words: str
    limits: str
    asked: type[BaseModel] | None
    answer: Any
    example: Mapping[str, Any] = field(default_factory=dict[str, Any])
    of: Mapping[str, str] = field(default_factory=dict[str, str])

    def on(self, router: APIRouter, work: Callable[..., Any]) -> None:
        """Put it on a router."""
        codes = (400, 413, 415, 422, 429) if self.method == "POST" else (404, 422, 429) if self.of else (422, 429)
        refusals: dict[int | str, dict[str, Any]] = {
            code: {"model": Refused, "description": REFUSALS[code]} for code in codes
        }
        body = {"requestBody": {"content": {"application/json": {"example": self.example}}, "required": True}}
        router.add_api_route(
            self.path,
            work,
            methods=[self.method],
            operation_id=self.name,
            summary=self.title,
            description=f"{self.words}\n\n{self.limits}",
            response_model=self.answer,
            response_description="The answer.",
            responses=refusals,
            openapi_extra=body if self.method == "POST" else None,
        )

    @property
    def example_path(self) -> str:
        """The path of the example, with what stands after the `?`."""
        path = "/api" + self.path.format(**self.of)
        return f"{path}?{urlencode(self.example)}" if self.method == "GET" and self.example else path

    @property
    def fields(self) -> tuple[FieldOf, ...]:
        """What it can be asked with."""
        found = [FieldOf(name, True, marked("The id of a law.")) for name in self.of]
        return (*found, *(fields_of(self.asked) if self.asked else ()))


def fields_of(model: type[BaseModel]) -> Iterator[FieldOf]:
    """The fields of a request, or of a part of one, those that are needed first."""
    for name, one in sorted(model.model_fields.items(), key=lambda field: not field[1].is_required()):
        yield FieldOf(name, one.is_required(), one.description or "")


def new_router() -> APIRouter:
    """A router whose every answer is JSON."""
    return APIRouter(route_class=JsonRoute)
