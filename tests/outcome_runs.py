"""Runs of the model of outcomes that its tests share: settings with a short history, and everything at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from brightline.outcomes import EvidenceSet, Scenario, Setting, course, effects, evidence_set, scenarios, setting
from brightline.outcomes.compare import Found, Plan, infections
from brightline.outcomes.draws import Array, draw
from brightline.outcomes.model import Course, Layout, Numbers, beginning, numbers
from brightline.outcomes.scenarios import chosen
from brightline.outcomes.settings import History

SHORT = History(5, (1, 3), (2, 4))


def place(id: str = "mombasa", **changes: object) -> Setting:
    """A setting with a short history and without targets, so that every draw is kept."""
    return replace(setting(id), **{"targets": (), "history": SHORT, **changes})  # type: ignore[arg-type]


def fixed(where: Setting, **values: float) -> Setting:
    """A setting in which some numbers have one value."""
    changed = {
        name: replace(where.quantities[name], value=value, lo=value, hi=value, kind="fixed")
        for name, value in values.items()
    }
    return replace(where, quantities={**where.quantities, **changed})


def found(
    where: Setting,
    scenario: Iterable[str | Scenario] = ("decriminalise",),
    *,
    boundary: str = "closed",
    among: str = "workers-and-clients",
    years: int = 10,
    draws: int = 40,
    seed: int = 1,
    evidence: EvidenceSet | None = None,
    engine: str = "auto",
    threads: int | None = 1,
    step: float | None = None,
) -> Found:
    plan = Plan(
        where, chosen(scenario, where), boundary, among, years, draws, seed, evidence or evidence_set("aesha"),
        engine, threads, step,
    )  # type: ignore[arg-type] # fmt: skip
    return infections(plan)


def with_everything(years: int = 3) -> Setting:
    """HIV, gonorrhoea and syphilis at once, for the cofactors; a short history."""
    where = place("mombasa", infections=("hiv", "gonorrhoea", "syphilis"), history=History(years, (1, 2), (1, 2)))
    outside = setting("rhode-island").quantities["gonorrhoea_background"]
    more = {name: replace(outside, name=name) for name in ("gonorrhoea_background", "syphilis_background")}
    return fixed(replace(where, quantities={**where.quantities, **more}), acts_per_worker=40.0)


def everything(draws: int) -> tuple[Numbers, Course, Array]:
    """Numbers, a course that changes all along the first year, and a state, with every infection and group."""
    where, change = with_everything(), replace(scenarios()["decriminalise"], phase_in_years=1.0)
    wanted = [*where.quantities.values(), *effects().quantities.values(), *evidence_set("aesha").quantities.values()]
    drawn = draw([*wanted, *(one.quantity for one in change.changes)], draws, 1)
    drawn["police_acquisition"] = np.full(draws, 1.5)
    now = course.present(drawn)
    values = numbers(Layout(where.infections, True), drawn)
    return values, course.changed(drawn, now, change), beginning(values, now.weights, drawn)
