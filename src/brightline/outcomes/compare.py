"""Scenarios against no change, in one setting, on the same draws."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np

from brightline.errors import BrightlineError, plural
from brightline.outcomes import compiled, course, violence
from brightline.outcomes.calibrate import METHODS, Kept, keep
from brightline.outcomes.draws import Array, draw
from brightline.outcomes.drivers import noise, ranked
from brightline.outcomes.effects import EvidenceSet, effects
from brightline.outcomes.evidence import Quantity
from brightline.outcomes.exposure import STRATA, moved
from brightline.outcomes.model import Course, Layout, beginning, numbers
from brightline.outcomes.result import Among, Averted, Band, Beside, Boundary, Outcomes, Spread, Trend, unequal
from brightline.outcomes.running import LIMIT, Engine, Record, engine_taken, fastest, run, steps_per_year
from brightline.outcomes.scenarios import BASELINE, Scenario
from brightline.outcomes.settings import Setting
from brightline.outcomes.used import assumptions, grade_of, links, of_run, without_effect

GROUPS: Mapping[Among, tuple[int, ...]] = {
    "workers": (0,),
    "clients": (1,),
    "workers-and-clients": (0, 1),
    "all": (0, 1, 2, 3),
}
NEUTRAL = ("violence_odds", "police_odds", "workplace_odds", "police_acquisition")
ROUNDED = 0.5
"""Points. What varies by less is shown as one number, and nothing is said to drive it."""
FEW, LEAST = 100, 20
"""Kept draws below which a warning says so and no Monte-Carlo error is given, and below which nothing is."""


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
    if plan.among == "all" and plan.boundary == "closed":
        raise BrightlineError(
            "a closed network has no other partners to count; write --among workers-and-clients, or --boundary open"
        )
    found = _enough(plan, infections(plan))
    other: dict[str, Beside] = {}
    warnings: list[str] = []
    if beside and plan.among == "all":
        warnings.append("No closed network stands beside: it has no other partners, so it cannot count all.")
    elif beside:
        turned: Boundary = "open" if plan.boundary == "closed" else "closed"
        try:
            again = replace(plan, boundary=turned)
            second = _enough(again, infections(again))
            worth = second.kept.effective
            for id, values in second.scenarios.items():
                percent = spread(averted(second.baseline[-1], values[-1]), worth)
                other[id] = Beside(turned, len(second.kept.draws), percent)
        except BrightlineError as failure:
            warnings.append(f"The {turned} network could not be set beside: {failure}.")
    number = len(found.kept.draws)
    if number < FEW:
        warnings.append(f"Only {plural(number, 'draw')} kept: the interval is rough; take more draws.")
    return _outcomes(plan, found, other, warnings)


def _enough(plan: Plan, found: Found) -> Found:
    """The same, if so many draws were kept that an interval means anything; a `BrightlineError` else."""
    number = len(found.kept.draws)
    if number < LEAST:
        raise BrightlineError(
            f"only {number} of {plural(plan.draws, 'draw')} can be kept in {plan.where.id}, {plan.boundary} network: "
            f"too few for an interval, which needs {LEAST}; take more draws"
        )
    return found


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
    courses = {BASELINE: course.unchanged(drawn, now)}
    courses |= {one.id: course.changed(drawn, now, one) for one in plan.scenarios}
    for one in courses.values():
        # A scenario may quicken what the step was chosen for; all runs then share the shorter one.
        steps = np.where(fastest(values, one) > LIMIT * steps, 2 * steps, steps) if free else steps
    records = {
        id: run(values, one, _start(layout, start, one), plan.years, steps, plan.engine, plan.threads)
        for id, one in courses.items()
    }
    of_all = {id: outcome(one, plan) for id, one in records.items()}
    baseline = of_all.pop(BASELINE)
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
    """Median, 95 % interval, and the Monte-Carlo errors of both from the order statistics around them."""
    number = effective or float(len(values))
    low, middle, high = (float(q) for q in np.quantile(values, [0.025, 0.5, 0.975]))
    if number < FEW:
        return Spread(middle, low, high, None, None)

    def error(of: float) -> float:
        near = (of * (1 - of) / number) ** 0.5
        below, above = np.quantile(values, [max(0.0, of - near), min(1.0, of + near)])
        return float(above - below) / 2

    return Spread(middle, low, high, error(0.5), max(error(0.025), error(0.975)))


def _outcomes(plan: Plan, found: Found, other: Mapping[str, Beside], warnings: Sequence[str]) -> Outcomes:
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
        scale, base = 100.0, base / found.records[BASELINE].people[list(GROUPS[plan.among])].sum(axis=0)
    baseline = spread(scale * base, found.kept.effective)
    return _result(plan, found.kept, baseline, scenarios, [*_warnings(plan), *warnings], _trends(found))


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
    other: Beside | None,
) -> Averted:
    chain = links(scenario, plan.where, plan.boundary, plan.evidence)
    quantities = of_run(plan.where, plan.boundary, plan.evidence, [scenario])
    of = spread(percent, found.kept.effective)
    return Averted(
        scenario.id,
        scenario.title,
        scenario.bound,
        scenario.caveat,
        _remarks(plan, scenario, found),
        of,
        float((percent > 0).mean()),
        float((percent < 0).mean()),
        each,
        bands,
        ranked(percent, found.drawn, quantities) if of.high - of.low >= ROUNDED else (),
        noise(len(percent)),
        grade_of(chain),
        chain,
        scenario.assumes,
        other,
    )


def _remarks(plan: Plan, scenario: Scenario, found: Found) -> tuple[str, ...]:
    """What has to be said of this scenario, here."""
    said = [
        one.note
        for one in plan.where.remarks
        if (one.boundary, one.evidence) == (plan.boundary, plan.evidence.id) and scenario.id in one.scenarios
    ]
    relief = next((change.quantity.name for change in scenario.changes if change.on == "police_condoms"), None)
    inert = without_effect(scenario, plan.evidence)
    if inert and plan.where.model == "transmission":
        said.append(f"In the set {plan.evidence.id} these have no effect of their own: {', '.join(inert)}.")
    if relief is not None:
        whole = float((found.drawn[relief] >= found.drawn["police_odds"]).mean())
        said.append(
            f"In {100 * whole:.0f} % of the draws all that policing does to condoms ends, whatever the odds ratio: the "
            "interval is narrower than what is not known."
        )
    return tuple(said)


def _trends(found: Found) -> tuple[Trend, ...]:
    """How each infection goes among workers and clients without any change."""
    record, worth = found.records[BASELINE], found.kept.effective
    trends: list[Trend] = []
    for number, infection in enumerate(record.layout.order):
        for group, name in enumerate(("workers", "clients")):
            people = record.people[group]
            having, new = record.having[:, number, group] / people, record.new[:, number, group] / people
            ends = spread(100 * having[0], worth), spread(100 * having[-1], worth)
            trends.append(Trend(infection, name, "prevalence", *ends))
            ends = spread(1000 * new[1], worth), spread(1000 * (new[-1] - new[-2]), worth)
            trends.append(Trend(infection, name, "new", *ends))
    return tuple(trends)


def _result(
    plan: Plan,
    kept: Kept,
    baseline: Spread,
    scenarios: Mapping[str, Averted],
    warnings: Sequence[str],
    trends: tuple[Trend, ...] = (),
) -> Outcomes:
    where, regime = plan.where, plan.where.regime
    quantities = [*plan.quantities, *(target.quantity for target in where.targets)]
    side_by_side = unequal(scenarios)
    data = json.dumps([one.to_json() for one in quantities], ensure_ascii=False, sort_keys=True)
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
        trends=trends,
        targets=where.targets,
        notes=where.notes,
        warnings=(*((side_by_side,) if side_by_side else ()), *warnings),
        assumed=(assumptions(quantities), len(quantities)),
        evidence_note="" if where.model == "violence" else plan.evidence.note,
        engine=_engine(plan),
        digest=sha256(data.encode()).hexdigest(),
        scenarios=scenarios,
    )


def _engine(plan: Plan) -> str:
    return "numpy" if plan.where.model == "violence" else engine_taken(plan.engine)


def _warnings(plan: Plan) -> list[str]:
    regime = plan.where.regime
    said: list[str] = []
    if plan.engine == "auto" and compiled.available() and (broken := compiled.why_not()):
        # Numba that is not there needs no word; Numba that is there and does not work does.
        said.append(f"Computed with NumPy, which takes longer: {broken}.")
    return said + [
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
    kept = Kept(np.arange(plan.draws), "all", float(plan.draws))
    drawn = draw(quantities, plan.draws, plan.seed)
    street = violence.now(drawn)
    base = street.share_with_violence
    if plan.draws < LEAST:
        raise BrightlineError(f"{plural(plan.draws, 'draw')} are too few for an interval; take {LEAST} or more")
    scenarios: dict[str, Averted] = {}
    for one in plan.scenarios:
        by = {change.on: drawn[change.quantity.name] for change in one.changes}
        after = violence.changed(street, by.get("displacement"), by.get("homelessness")).share_with_violence
        percent = averted(base, after)
        held = Found(kept, drawn, base[None], {}, {})
        scenarios[one.id] = _averted(plan, one, percent, held, None, (Band(plan.years, _quantiles(percent)),), None)
    return _result(plan, kept, spread(100 * base), scenarios, [])
