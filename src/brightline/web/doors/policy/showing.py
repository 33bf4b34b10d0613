"""A run on its page: what is averted, how sure that is, what moves it, its caveats, its numbers, and as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.outcomes import Averted, Outcomes, Quantity, Spread
from brightline.outcomes.evidence import GRADE_WORDS, VERIFIED_WORDS
from brightline.outcomes.result import AMONG_WORDS, BOUNDARY_WORDS, NOT_A_FORECAST
from brightline.outcomes.scenarios import BOUND_WORDS
from brightline.web.checks import RefusedError, session_of
from brightline.web.doors.policy.pictures import Bar, Fan, Strip, bars, fan, strip
from brightline.web.doors.policy.work import NAME, Run
from brightline.web.languages import marked
from brightline.web.pages import download, page_of, redirect, render, translated

router = APIRouter()

OUTSIDE = ("memory", "assumption")
"""How a number stands that nobody read in its source."""


@dataclass(frozen=True, slots=True)
class Range:
    """A spread as whole numbers."""

    middle: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One scenario, ready for a page. With `more` the numbers are of what is added, not of what is averted."""

    of: Averted
    more: bool
    percent: Range
    each: Range | None
    beside: Range | None
    error: str
    unsure: bool
    fan: Fan | None
    strip: Strip
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a run draws on, ready for a page."""

    of: Quantity
    value: str
    low: str
    high: str
    unit: str
    read: bool


def _run_of(request: Request) -> Run:
    found = session_of(request).work(NAME, Run)
    if found is None:
        raise RefusedError(409, marked("There is no run here: it was deleted, or none was begun yet."))
    return found


@router.get("/run")
def run(request: Request) -> HTMLResponse:
    """The run as far as it is."""
    kept = _run_of(request)
    if not kept.done:
        return render(request, "policy/wait.html", asked=kept.asked)
    if kept.found is None:
        language = page_of(request).language
        message = language.of_data(kept.failure) or kept.failure
        return render(request, "policy/failed.html", 422, asked=kept.asked, message=message)
    found = kept.found
    return render(
        request,
        "policy/run.html",
        asked=kept.asked,
        where=kept.asked.where,
        found=found,
        shown=[_shown(one) for one in found.scenarios.values()],
        baseline=_range(found.baseline),
        share=found.measure in ("sti-prevalence", "violence"),
        boundaries=BOUNDARY_WORDS,
        other=BOUNDARY_WORDS["open" if found.boundary == "closed" else "closed"],
        among=AMONG_WORDS,
        grades=GRADE_WORDS,
        regime=found.regime.replace("_", " "),
        caveat=NOT_A_FORECAST,
        bounds=BOUND_WORDS,
    )


@router.get("/wait")
def wait(request: Request) -> Response:
    """Nothing while a run goes on; then the word that the page is to be loaded again."""
    answer = Response(status_code=204)
    if _run_of(request).done:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _shown(one: Averted) -> Shown:
    more = one.percent.median < 0
    low, high = one.percent.low, one.percent.high
    return Shown(
        one,
        more,
        _range(one.percent, more),
        _range(one.per_1000_workers, more) if one.per_1000_workers else None,
        _range(one.beside.percent, more) if one.beside else None,
        "" if one.percent.error is None else f"{one.percent.error:.1f}",
        low <= 0 <= high and low != high,
        fan(one),
        strip(one),
        bars(one),
    )


def _range(one: Spread, turned: bool = False) -> Range:
    low, middle, high = (-one.high, -one.median, -one.low) if turned else (one.low, one.median, one.high)
    return Range(_whole(middle), _whole(low), _whole(high))


def _whole(value: float) -> str:
    """A whole number; of one below ten in size a place behind the point."""
    shown = f"{value:.1f}" if 0 < abs(value) < 1 else f"{value:.0f}"
    return "0" if float(shown) == 0 else shown.replace("-", "\u2212")


@router.get("/sources")
def sources(request: Request) -> HTMLResponse:
    """Every number that the run draws on, with where it comes from."""
    asked = _run_of(request).asked
    groups = [(head, _numbers(quantities)) for head, quantities in asked.sources()]
    every = [number for _, numbers in groups for number in numbers]
    return render(
        request,
        "policy/sources.html",
        where=asked.where,
        groups=groups,
        total=len(every),
        unread=sum(1 for number in every if not number.read),
        verified=VERIFIED_WORDS,
        grades=GRADE_WORDS,
    )


def _numbers(quantities: Sequence[Quantity]) -> list[Number]:
    return [_number(one) for one in quantities]


def _number(one: Quantity) -> Number:
    scale, unit = {"share": (100, "%"), "factor": (1, "times")}.get(one.unit, (1, one.unit))
    value = "" if one.value is None else f"{one.value * scale:g}"
    low, high = f"{one.lo * scale:g}", f"{one.hi * scale:g}"
    return Number(one, low if one.kind == "fixed" else value, low, high, unit, one.verified not in OUTSIDE)


@router.get("/json")
def as_json(request: Request) -> Response:
    """The run as JSON."""
    found: Outcomes | None = _run_of(request).found
    if found is None:
        raise RefusedError(409, marked("The run has not ended yet."))
    return download(
        json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n", "outcomes.json", "application/json"
    )


@router.post("/delete")
def delete(request: Request) -> Response:
    """Let the run go; one that waits never begins."""
    session = session_of(request)
    with session.hold:
        kept = session.work(NAME, Run)
        if kept is not None:
            kept.drop()
        session.forget(NAME)
        session.notify(translated(request, marked("The run is deleted.")))
    return redirect("/policy")
