"""What to run: the place, the changes, whose infections count in which network, and how long and how often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.outcomes import Among, Boundary, Scenario, Setting
from brightline.outcomes import scenarios as known_scenarios
from brightline.outcomes import settings as known_settings
from brightline.outcomes.evidence import GRADE_WORDS
from brightline.outcomes.result import AMONG_WORDS, BOUNDARY_WORDS, NOT_A_FORECAST
from brightline.web import checks
from brightline.web.checks import RefusedError, fields, session_of
from brightline.web.doors.policy.work import NAME, Asked, Run
from brightline.web.languages import marked
from brightline.web.laws import Problems
from brightline.web.pages import redirect, render, translated

router = APIRouter()

DRAWS = (400, 1000, 2000, 4000, 10_000)
"""How many draws can be taken."""
MOST_YEARS = 50
MOST_SCENARIOS = 6
MOST_SEED = 2**31 - 1
SHORT_WAIT = 0.6
"""Seconds that a start waits for its end, so that a quick run shows no page in between."""
EXAMPLE = Asked("vancouver", ("decriminalise", "end-demand"), "open", "workers", 10, 2000, 1)


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it was filled in, right or wrong."""

    scenarios: tuple[str, ...] = ()
    boundary: str = ""
    among: str = ""
    years: str = ""
    draws: str = "2000"
    seed: str = "1"


@dataclass(slots=True)
class _Checked:
    form: Form
    problems: Problems = field(default_factory=list[tuple[str, str]])

    def number(self, name: str, least: int, most: int, message: str) -> int:
        """A whole number of the form."""
        typed = str(getattr(self.form, name))
        if typed.isascii() and typed.isdigit() and len(typed) <= 10 and least <= int(typed) <= most:
            return int(typed)
        self.problems.append((name, message))
        return least

    def word(self, name: str, known: Iterable[str], message: str) -> str:
        """One of several words."""
        chosen = str(getattr(self.form, name))
        if chosen not in set(known):
            self.problems.append((name, message))
        return chosen


@router.get("")
def first(request: Request) -> HTMLResponse:
    """The places."""
    session = session_of(request)
    with session.hold:
        there = session.work(NAME, Run) is not None
    return render(
        request, "policy/first.html", settings=list(known_settings().values()), there=there, caveat=NOT_A_FORECAST
    )


@router.get("/in/{place}")
def form(request: Request, place: str) -> HTMLResponse:
    """What to run in one place."""
    where = _setting(place)
    empty = Form(years=str(where.years), draws=str(where.draws))
    if where.model == "violence":
        empty = replace(empty, boundary="closed", among="workers", years="1")
    return _form(request, where, empty, [])


def _setting(place: str) -> Setting:
    found = known_settings().get(place)
    if found is None:
        raise RefusedError(404, marked("There is no such place here."))
    return found


def _fitting(where: Setting) -> list[Scenario]:
    return [one for one in known_scenarios().values() if one.model == where.model]


def _form(request: Request, where: Setting, filled: Form, problems: Problems) -> HTMLResponse:
    return render(
        request,
        "policy/form.html",
        422 if problems else 200,
        where=where,
        scenarios=_fitting(where),
        form=filled,
        problems=[(at, translated(request, message)) for at, message in problems],
        boundaries=BOUNDARY_WORDS,
        among=AMONG_WORDS,
        draws=DRAWS,
        most_years=MOST_YEARS,
        most_seed=MOST_SEED,
        most=MOST_SCENARIOS,
        grades=GRADE_WORDS,
        caveat=NOT_A_FORECAST,
    )


@router.post("/in/{place}")
def start(request: Request, place: str) -> Response:
    """Run it."""
    where = _setting(place)

    def typed(name: str) -> str:
        return checks.field(request, name, 20)

    fitting = {one.id for one in _fitting(where)}
    chosen = tuple(id for id in dict.fromkeys(fields(request, "scenario")) if id in fitting)
    filled = Form(chosen, typed("boundary"), typed("among"), typed("years"), typed("draws"), typed("seed"))
    of = _Checked(filled)
    if not chosen:
        of.problems.append(("scenario", marked("Choose at least one change.")))
    elif len(chosen) > MOST_SCENARIOS:
        of.problems.append(("scenario", marked("Choose at most six changes: a page has to stay readable.")))
    boundary = of.word("boundary", BOUNDARY_WORDS, marked("Choose a network. Every percentage depends on it."))
    among = of.word("among", AMONG_WORDS, marked("Choose whose infections count. Every percentage depends on it."))
    years = of.number("years", 1, MOST_YEARS, marked("Write a whole number of years from 1 to 50."))
    draws = of.number("draws", DRAWS[0], DRAWS[-1], marked("Choose how many draws to take."))
    seed = of.number("seed", 0, MOST_SEED, marked("Write a whole number from 0 up for the seed."))
    if of.problems:
        return _form(request, where, filled, of.problems)
    asked = Asked(where.id, chosen, cast(Boundary, boundary), cast(Among, among), years, draws, seed)
    return _begun(request, asked)


@router.post("/example")
def example(request: Request) -> Response:
    """A run that is chosen already."""
    return _begun(request, EXAMPLE)


def _begun(request: Request, asked: Asked) -> Response:
    run, session = Run(asked), session_of(request)
    with session.hold:
        before = session.work(NAME, Run)
        if before is not None and not before.done and before.asked == asked:
            return redirect("/policy/run")
        run.begin(instead_of=before)
        session.keep(NAME, run)
    run.wait(SHORT_WAIT)
    return redirect("/policy/run")
