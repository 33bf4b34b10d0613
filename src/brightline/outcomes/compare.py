"""Scenarios against no change, in one setting, on the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brightline.errors import BrightlineError
from brightline.outcomes import course, violence
from brightline.outcomes.calibrate import METHODS, Kept, keep
from brightline.outcomes.draws import Array, draw
from brightline.outcomes.drivers import noise, ranked
from brightline.outcomes.effects import EvidenceSet, effects
from brightline.outcomes.evidence import Quantity
from brightline.outcomes.exposure import STRATA, moved
from brightline.outcomes.model import Course, Layout, beginning, numbers
from brightline.outcomes.result import Among, Averted, Band, Boundary, Outcomes, Spread
from brightline.outcomes.running import LIMIT, Engine, Record, fastest, run, steps_per_year
from brightline.outcomes.scenarios import Scenario
from brightline.outcomes.settings import Setting
from brightline.outcomes.used import assumptions, grade_of, links, of_run

GROUPS: Mapping[Among, tuple[int, ...]] = {
    "workers": (0,),
    "clients": (1,),
    "workers-and-clients": (0, 1),
    "all": (0, 1, 2, 3),
}
NEUTRAL = ("violence_odds", "police_odds", "workplace_odds", "police_acquisition")
MOST_DRAWS = 200_000
FEW = 100
"""Kept draws below which a warning says so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for, checked."""

    where: Setting
    scenarios: tuple[Scenario, ...]
    boundary: Boundary
    among: Among
    years: int
    draws: int
    seed: int
    evidence: EvidenceSet
    engine: Engine
    threads: int | None
    step: float | None

    @property
    def quantities(self) -> list[Quantity]:
        """Every number that the run draws on."""
        return of_run(self.where, self.boundary, self.evidence, self.scenarios)


def compare(plan: Plan, *, beside: bool = True) -> Outcomes:
    """Run the plan; with `beside` also under the other boundary, whose percentages stand beside."""
    if plan.where.model == "violence":
        return _of_violence(plan)
    found = infections(plan)
    other: Mapping[str, Array] = {}
    warnings: list[str] = []
    if beside and plan.among != "all":
        turned: Boundary = "open" if plan.boundary == "closed" else "closed"
        again = Plan(
            plan.where, plan.scenarios, turned, plan.among, plan.years, plan.draws, plan.seed, plan.evidence,
            plan.engine, plan.threads, plan.step,
        )  # fmt: skip
        try:
            second = infections(again)
            other = {id: averted(second.baseline[-1], values[-1]) for id, values in second.scenarios.items()}
        except BrightlineError as failure:
            warnings.append(f"The {turned} network could not be set beside: {failure}.")
    number = len(found.kept.draws)
    if number < FEW:
        warnings.append(f"Only {number:,} draws were kept: the interval is rough; take more draws.")
    return _outcomes(plan, found, other, warnings)


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome among those asked for, by year, in every kept draw: (years + 1, draws), per worker."""

    kept: Kept
    drawn: Mapping[str, Array]
    baseline: Array
    scenarios: Mapping[str, Array]
    records: Mapping[str, Record]


def infections(plan: Plan) -> Found:
    """The runs of a plan of the model of infection, `records` holding each of them, `baseline` too."""
    where = plan.where
    layout = Layout(where.infections, plan.boundary == "open")
    wanted = [*where.quantities.values(), *effects().quantities.values(), *plan.evidence.quantities.values()]
    wanted += [change.quantity for one in plan.scenarios for change in one.changes]
    drawn = draw(wanted, plan.draws, plan.seed)
    for name in NEUTRAL:
        drawn.setdefault(name, np.ones(plan.draws))
    now = course.present(drawn)
    values = numbers(layout, drawn)
    past = course.history(drawn, now, where.history)
    steps = steps_per_year(values, past, plan.step)
    first = beginning(values, now.weights, drawn)
    free = plan.step is None
    before = run(values, past, first, where.history.years, steps, plan.engine, plan.threads, steps_may_grow=free)
    kept = keep(where, before)
    drawn = {name: one[kept.draws] for name, one in drawn.items()}
    values, steps = values.only(kept.draws), before.steps[kept.draws]
    start = np.ascontiguousarray(before.state[:, kept.draws])
    now = course.present(drawn)
    courses = {"baseline": course.unchanged(drawn, now)}
    courses |= {one.id: course.changed(drawn, now, one) for one in plan.scenarios}
    for one in courses.values():
        # A scenario may quicken what the step was chosen for; all runs then share the shorter one.
        steps = np.where(fastest(values, one) > LIMIT * steps, 2 * steps, steps) if free else steps
    records = {
        id: run(values, one, _start(layout, start, one), plan.years, steps, plan.engine, plan.threads)
        for id, one in courses.items()
    }
    of_all = {id: outcome(one, plan) for id, one in records.items()}
    baseline = of_all.pop("baseline")
    if not (baseline[-1] > 0).all():
        raise BrightlineError(
            f"in at least one draw nobody of those asked for ({plan.among}) is infected without the change, so no "
            "share of that can be averted"
        )
    return Found(kept, drawn, baseline, of_all, records)


def _start(layout: Layout, state: Array, one: Course) -> Array:
    """The state on the first day: a change that is not phased in moves workers between exposures at once."""
    if one.behaviour[1] > 0:
        return state
    state = state.copy()
    for infection in layout.order:
        people = layout.people(state, infection)
        people[:, :STRATA] = moved(people[:, :STRATA].copy(), one.weights[0], one.weights[1])
    return state


def outcome(record: Record, plan: Plan) -> Array:
    """The outcome of the setting among those asked for, by year: (years + 1, draws), per worker."""
    order, measure = record.layout.order, plan.where.outcome
    which = [order.index("hiv")] if measure == "hiv-infections" else [order.index(one) for one in record.layout.stis]
    groups = list(GROUPS[plan.among])
    of = record.having if measure == "sti-prevalence" else record.new
    return of[:, which][:, :, groups].sum(axis=(1, 2))


def averted(baseline: Array, scenario: Array) -> Array:
    """The share averted, in percent; exactly 0 where nothing changed."""
    return 100 * (baseline - scenario) / baseline


def spread(values: Array, effective: float | None = None) -> Spread:
    """Median, 95 % interval, and the Monte-Carlo error of the median from the order statistics around it."""
    number = effective or float(len(values))
    near = min(0.5, 0.5 / number**0.5)
    at = [0.025, 0.5 - near, 0.5, 0.5 + near, 0.975]
    low, below, middle, above, high = map(float, np.quantile(values, at))
    return Spread(middle, low, high, (above - below) / 2)


def _outcomes(plan: Plan, found: Found, other: Mapping[str, Array], warnings: Sequence[str]) -> Outcomes:
    where = plan.where
    counted = where.outcome != "sti-prevalence"
    scenarios: dict[str, Averted] = {}
    for one in plan.scenarios:
        values = found.scenarios[one.id]
        percent = averted(found.baseline[-1], values[-1])
        first = 1 if counted else 0
        bands = tuple(
            Band(year, _quantiles(averted(found.baseline[year], values[year]))) for year in range(first, plan.years + 1)
        )
        each = spread(1000 * (found.baseline[-1] - values[-1]), found.kept.effective)
        scenarios[one.id] = _averted(plan, one, percent, found, each if counted else None, bands, other.get(one.id))
    scale, base = 1000.0, found.baseline[-1]
    if not counted:
        scale, base = 100.0, base / found.records["baseline"].people[list(GROUPS[plan.among])].sum(axis=0)
    return _result(
        plan, found.kept, spread(scale * base, found.kept.effective), scenarios, [*_warnings(plan), *warnings]
    )


def _quantiles(values: Array) -> tuple[float, float, float, float, float]:
    a, b, c, d, e = (float(q) for q in np.quantile(values, [0.025, 0.25, 0.5, 0.75, 0.975]))
    return a, b, c, d, e


def _averted(
    plan: Plan,
    scenario: Scenario,
    percent: Array,
    found: Found,
    each: Spread | None,
    bands: tuple[Band, ...],
    other: Array | None,
) -> Averted:
    chain = links(scenario, plan.where, plan.boundary, plan.evidence)
    quantities = of_run(plan.where, plan.boundary, plan.evidence, [scenario])
    return Averted(
        scenario.id,
        scenario.title,
        spread(percent, found.kept.effective),
        each,
        bands,
        ranked(percent, found.drawn, quantities),
        noise(len(percent)),
        grade_of(chain),
        chain,
        scenario.assumes,
        None if other is None else spread(other),
    )


def _result(
    plan: Plan, kept: Kept, baseline: Spread, scenarios: Mapping[str, Averted], warnings: Sequence[str]
) -> Outcomes:
    where, regime = plan.where, plan.where.regime
    quantities = plan.quantities
    return Outcomes(
        setting=where.id,
        title=where.title,
        model=where.model,
        measure=where.outcome,
        counted=where.counted,
        boundary=plan.boundary,
        among=plan.among,
        years=plan.years,
        draws=plan.draws,
        kept=len(kept.draws),
        effective=kept.effective,
        method=METHODS[kept.method],
        seed=plan.seed,
        evidence=plan.evidence.id,
        regime=regime.id,
        regime_read=regime.certain,
        baseline=baseline,
        targets=tuple(target.words for target in where.targets),
        notes=where.notes,
        warnings=tuple(warnings),
        assumed=(assumptions(quantities), len(quantities)),
        scenarios=scenarios,
    )


def _warnings(plan: Plan) -> list[str]:
    regime = plan.where.regime
    return [
        f"{one.id} leads to {one.regime.replace('_', ' ')}, which the atlas already has for {plan.where.place} on "
        f"{plan.where.day}."
        for one in plan.scenarios
        if one.regime is not None and one.regime == regime.id
    ]


def _of_violence(plan: Plan) -> Outcomes:
    if plan.among != "workers":
        raise BrightlineError(f"{plan.where.id} is a model of violence against workers; write --among workers")
    quantities = [*plan.where.quantities.values()]
    quantities += [change.quantity for one in plan.scenarios for change in one.changes]
    drawn = draw(quantities, plan.draws, plan.seed)
    street = violence.now(drawn)
    base = street.share_with_violence
    kept = Kept(np.arange(plan.draws), "all", float(plan.draws))
    scenarios: dict[str, Averted] = {}
    for one in plan.scenarios:
        by = {change.on: drawn[change.quantity.name] for change in one.changes}
        after = violence.changed(street, by.get("displacement"), by.get("homelessness")).share_with_violence
        percent = averted(base, after)
        held = Found(kept, drawn, base[None], {}, {})
        scenarios[one.id] = _averted(plan, one, percent, held, None, (Band(plan.years, _quantiles(percent)),), None)
    return _result(plan, kept, spread(100 * base), scenarios, [])
