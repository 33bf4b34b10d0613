"""`POST /api/outcomes`: what a change of law or practice does to HIV and other infections, within limits of time."""

from __future__ import annotations

from brightline.errors import BrightlineError, plural
from brightline.outcomes import setting, simulate
from brightline.web.doors.api.answers import OutcomesAnswered
from brightline.web.doors.api.asked import OutcomesAsked
from brightline.web.doors.api.limits import MOST_WORK
from brightline.web.doors.api.operation import Operation, new_router
from brightline.web.doors.api.route import BusyError
from brightline.web.languages import marked
from brightline.web.turns import TURNS

router = new_router()

OUTCOMES = Operation(
    name="outcomes",
    method="POST",
    path="/outcomes",
    title=marked("What a change would do"),
    words=marked(
        "Runs scenarios in a setting against no change, and says what they avert, within which interval, and on what "
        "evidence. It is not a forecast."
    ),
    limits=marked(
        "One run at a time. Draws times years times one more than the scenarios may come to 80,000; larger runs are "
        "for the command line."
    ),
    asked=OutcomesAsked,
    answer=OutcomesAnswered,
    example={
        "setting": "vancouver",
        "scenarios": ["decriminalise"],
        "boundary": "open",
        "among": "workers",
        "years": 10,
        "draws": 400,
    },
)


def outcomes(asked: OutcomesAsked) -> object:
    """A run."""
    chosen = tuple(dict.fromkeys(asked.scenarios))
    years = setting(asked.setting).years if asked.years is None else asked.years
    asks_for = asked.draws * years * (len(chosen) + 1)
    if asks_for > MOST_WORK:
        raise BrightlineError(
            f"draws: {asked.draws:,} draws of {years} years for {plural(len(chosen), 'scenario')} and no change "
            f"are {asks_for:,}, and {MOST_WORK:,} are done here; ask for fewer, or use the command line"
        )
    if not TURNS.take():
        raise BusyError("a run is on already; wait for its answer, then send this one again")
    try:
        return simulate(
            asked.setting,
            chosen,
            boundary=asked.boundary,
            among=asked.among,
            years=years,
            draws=asked.draws,
            seed=asked.seed,
            evidence=asked.evidence,
            beside=asked.beside,
        ).to_json()
    finally:
        TURNS.end()


OUTCOMES.on(router, outcomes)
