"""What a legal regime does to HIV and STI transmission: settings, scenarios, and runs with their uncertainty.

Not a forecast: what follows if the assumptions hold, between the same world with and without a change.
"""

from __future__ import annotations

from collections.abc import Iterable

from brightline.errors import BrightlineError
from brightline.outcomes.effects import Effects, EvidenceSet, effects, evidence_set
from brightline.outcomes.evidence import GRADES, Grade, Quantity, Source
from brightline.outcomes.result import Among, Averted, Boundary, Outcomes, Spread
from brightline.outcomes.scenarios import Scenario, load_scenario, scenario, scenarios
from brightline.outcomes.settings import MOST_DRAWS, Setting, load_setting, setting, settings

__all__ = [
    "GRADES",
    "Among",
    "Averted",
    "Boundary",
    "Effects",
    "EvidenceSet",
    "Grade",
    "Outcomes",
    "Quantity",
    "Scenario",
    "Setting",
    "Source",
    "Spread",
    "effects",
    "evidence_set",
    "load_scenario",
    "load_setting",
    "scenario",
    "scenarios",
    "setting",
    "settings",
    "simulate",
]


def simulate(
    where: str | Setting,
    change: str | Scenario | Iterable[str | Scenario],
    *,
    boundary: Boundary,
    among: Among,
    years: int | None = None,
    draws: int | None = None,
    seed: int = 1,
    evidence: str = "aesha",
    engine: str = "auto",
    threads: int | None = None,
    step: float | None = None,
    beside: bool = True,
) -> Outcomes:
    """What one or several changes would avert in a setting, against no change, on the same draws.

    `where` and `change` are ids, YAML files, or what was read from them. `boundary` (open or closed) and `among`
    (workers, clients, workers-and-clients, all) have no default: every percentage depends on them. `years` and
    `draws` are those of the setting unless given. `engine` is auto, numpy or compiled. A `step`, in years, is refused
    where unstable. `beside` runs the other boundary as well. The same seed gives the same bits, on any number of
    threads.

    Raises a `BrightlineError` with one sentence where something asked for cannot be run.
    """
    try:
        from brightline.outcomes.compare import Plan, compare
    except ImportError as failure:
        if failure.name != "numpy":
            raise
        raise BrightlineError("outcomes need one more part: python -m pip install 'brightline[outcomes]'") from None
    from brightline.outcomes.asking import check_is, check_listed, check_whole, engine_named, one_of
    from brightline.outcomes.result import AMONG_WORDS, BOUNDARY_WORDS
    from brightline.outcomes.scenarios import chosen

    for name, number in (("years", years), ("draws", draws), ("seed", seed), ("threads", threads)):
        if number is not None:
            check_whole(name, number)
    place = check_is(setting(where) if isinstance(where, str) else where, Setting, "setting")
    changes = [change] if isinstance(change, str | Scenario) else check_listed(change)
    span = place.years if years is None else years
    if not 1 <= span <= 100:
        raise BrightlineError(f"{span} years cannot be run; write 1 to 100")
    taken = place.draws if draws is None else draws
    if not 1 <= taken <= MOST_DRAWS:
        raise BrightlineError(f"{taken:,} draws cannot be taken; write 1 to {MOST_DRAWS:,}")
    if seed < 0:
        raise BrightlineError(f"{seed} is no seed; write a whole number from 0 up")
    if threads is not None and threads < 1:
        raise BrightlineError(f"{threads} threads cannot work; write 1 or more")
    plan = Plan(
        place,
        chosen(changes, place),
        one_of(boundary, BOUNDARY_WORDS, "boundary"),
        one_of(among, AMONG_WORDS, "among"),
        span,
        taken,
        seed,
        evidence_set(evidence),
        engine_named(engine),
        threads,
        step,
    )
    return compare(plan, beside=beside)
