"""From drawn quantities to the course of a run: the history, the start as it is, and what a scenario makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brightline.outcomes import exposure
from brightline.outcomes.draws import Array
from brightline.outcomes.model import Course
from brightline.outcomes.scenarios import Scenario
from brightline.outcomes.settings import History


@dataclass(frozen=True, slots=True)
class Present:
    """Exposures and condom use at the start, for every draw.

    `violence` is the share with violence among those not policed and those policed; `odds` those of an act without a
    condom with no exposure; `ratios`, `weights` and `unprotected` are (8, draws), by stratum.
    """

    violence: exposure.Conditional
    police: Array
    workplace: Array
    ratios: Array
    odds: Array
    weights: Array
    unprotected: Array


def present(drawn: Mapping[str, Array]) -> Present:
    """The start, such that the mean use of condoms is the one observed."""
    police, workplace = drawn["exposed_police"], drawn["exposed_workplace"]
    violence = exposure.split(drawn["exposed_violence"], police, drawn["police_violence_odds"])
    weights = exposure.shares(violence, police, workplace)
    ratios = exposure.odds_ratios(drawn["violence_odds"], drawn["police_odds"], drawn["workplace_odds"])
    odds = exposure.unexposed_odds(drawn["condom_use_clients"], weights, ratios)
    return Present(violence, police, workplace, ratios, odds, weights, exposure.without_condom(odds, ratios))


def history(drawn: Mapping[str, Array], now: Present, span: History) -> Course:
    """The years before the start, in which condom use and treatment rise to what they are now."""
    before = 1 - (1 - now.unprotected) * drawn["condoms_before"]
    treatment = _treatment(drawn)
    care = np.ones_like(treatment)
    return Course(
        (before, now.unprotected),
        (now.weights, now.weights),
        (np.zeros_like(treatment), treatment),
        (care, care),
        span.condoms,
        span.treatment,
    )


def unchanged(drawn: Mapping[str, Array], now: Present) -> Course:
    """Everything as it is at the start."""
    treatment = _treatment(drawn)
    care = np.ones_like(treatment)
    return Course((now.unprotected, now.unprotected), (now.weights, now.weights), (treatment, treatment), (care, care))


def changed(drawn: Mapping[str, Array], now: Present, scenario: Scenario) -> Course:
    """What a scenario makes of the start, phased in from the first day.

    Where only exposures that make no difference in a draw would change, nobody is moved, so that nothing changes.
    """
    by = {change.on: (change.do, drawn[change.quantity.name]) for change in scenario.changes}
    unpoliced, policed = now.violence
    if "exposed_violence" in by:
        do, amount = by["exposed_violence"]
        if do == "raise":
            whole = (1 - now.police) * unpoliced + now.police * policed
            amount = np.maximum(1.0, amount / whole)
        unpoliced, policed = np.minimum(unpoliced * amount, 1.0), np.minimum(policed * amount, 1.0)
    police = _share(now.police, by.get("exposed_police"))
    workplace = _share(now.workplace, by.get("exposed_workplace"))
    weights = exposure.shares((unpoliced, policed), police, workplace)
    ratios = now.ratios
    if "police_condoms" in by:
        relieved = np.maximum(1.0, drawn["police_odds"] / by["police_condoms"][1])
        relieved = np.minimum(relieved, drawn["police_odds"])
        ratios = exposure.odds_ratios(drawn["violence_odds"], relieved, drawn["workplace_odds"])
    acquisition = np.where(exposure.POLICE[:, None], drawn["police_acquisition"], 1.0)
    alike = exposure.alike(now.weights, weights, now.ratios, ratios, acquisition)
    weights = np.where(alike, now.weights, weights)
    unprotected = _condoms(now, by, weights, ratios)
    treatment = _treatment(drawn)
    care = np.ones_like(treatment)
    span = (0.0, scenario.phase_in_years)
    return Course(
        (now.unprotected, unprotected),
        (now.weights, weights),
        (treatment, treatment * by["art_start"][1] if "art_start" in by else treatment),
        (care, care * by["sti_care"][1] if "sti_care" in by else care),
        span,
        span,
    )


def _treatment(drawn: Mapping[str, Array]) -> Array:
    found = drawn.get("art_start")
    return np.zeros_like(drawn["acts_per_worker"]) if found is None else found


def _share(now: Array, change: tuple[str, Array] | None) -> Array:
    if change is None:
        return now
    do, amount = change
    return np.minimum(now * amount, 1.0) if do == "multiply" else np.maximum(now, amount)


def _condoms(now: Present, by: Mapping[str, tuple[str, Array]], weights: Array, ratios: Array) -> Array:
    odds = now.odds
    if "condom_use_clients" in by:
        do, amount = by["condom_use_clients"]
        if do == "odds":
            odds = odds / amount
        else:
            use = 1 - (weights * exposure.without_condom(odds, ratios)).sum(axis=0)
            odds = np.where(amount > use, exposure.unexposed_odds(amount, weights, ratios), odds)
    unprotected = exposure.without_condom(odds, ratios)
    if "outreach_reach" in by:
        reached = exposure.without_condom(odds / by["outreach_odds"][1], ratios)
        unprotected = unprotected + by["outreach_reach"][1] * (reached - unprotected)
    return unprotected
