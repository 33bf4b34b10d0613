"""Exposures of workers: how many have which, and what that does to the use of condoms.

A stratum is a set of exposures, as three bits: 1 violence, 2 police, 4 workplace. Arrays are (8, draws).
"""

from __future__ import annotations

import numpy as np

from brightline.outcomes.draws import Array

STRATA = 8
VIOLENCE = np.array([stratum & 1 for stratum in range(STRATA)], dtype=bool)
POLICE = np.array([stratum >> 1 & 1 for stratum in range(STRATA)], dtype=bool)
WORKPLACE = np.array([stratum >> 2 & 1 for stratum in range(STRATA)], dtype=bool)

Conditional = tuple[Array, Array]
"""A share among the unexposed, and among the exposed: violence by policing."""


def split(whole: Array, exposed: Array, odds_ratio: Array) -> Conditional:
    """Split a share by an exposure, so that the odds ratio holds and the whole is as it was."""
    a = (1 - exposed) * (odds_ratio - 1)
    b = (1 - exposed) + exposed * odds_ratio - whole * (odds_ratio - 1)
    unexposed = 2 * whole / (b + np.sqrt(b * b + 4 * a * whole))
    odds = odds_ratio * unexposed
    return unexposed, odds / (1 - unexposed + odds)


def shares(violence: Conditional, police: Array, workplace: Array) -> Array:
    """The share of workers in each stratum. They add up to 1."""
    hurt = np.where(POLICE[:, None], violence[1], violence[0])
    found = np.where(VIOLENCE[:, None], hurt, 1 - hurt)
    found = found * np.where(POLICE[:, None], police, 1 - police)
    return found * np.where(WORKPLACE[:, None], workplace, 1 - workplace)


def odds_ratios(violence: Array, police: Array, workplace: Array) -> Array:
    """The odds ratio of an act without a condom in each stratum, against workers with no exposure."""
    found = np.where(VIOLENCE[:, None], violence, 1.0) * np.where(POLICE[:, None], police, 1.0)
    return found * np.where(WORKPLACE[:, None], workplace, 1.0)


def unexposed_odds(mean_use: Array, weights: Array, ratios: Array) -> Array:
    """The odds of an act without a condom with no exposure, such that over all workers use is what was observed.

    Without this the effect of ending an exposure comes out too large. Solved by Newton's method on the logarithm,
    kept between bounds; `mean_use` may be 0 or 1.
    """
    wanted = np.clip(1 - mean_use, 1e-12, 1 - 1e-12)
    odds = wanted / (1 - wanted)
    low: Array = np.log(odds / ratios.max(axis=0))
    high: Array = np.log(odds / ratios.min(axis=0))
    at: Array = (low + high) / 2
    for _ in range(60):
        risky = np.exp(at) * ratios
        share = risky / (1 + risky)
        gap = (weights * share).sum(axis=0) - wanted
        low = np.where(gap < 0, at, low)
        high = np.where(gap > 0, at, high)
        slope = (weights * share * (1 - share)).sum(axis=0)
        step = at - gap / np.maximum(slope, 1e-300)
        at = np.where((step >= low) & (step <= high), step, (low + high) / 2)
    return np.exp(at)


def without_condom(odds: Array, ratios: Array) -> Array:
    """The share of acts without a condom in each stratum."""
    risky = odds * ratios
    return risky / (1 + risky)


def moved(people: Array, before: Array, after: Array) -> Array:
    """People moved between strata so that their shares turn from `before` into `after`, with as few as can be.

    `people` is (stages, 8, draws). Who leaves a stratum takes the stages as they stand there.
    """
    stay = np.minimum(1.0, np.divide(after, before, out=np.ones_like(after), where=before > 0))
    excess = np.maximum(after - before, 0.0)
    total = excess.sum(axis=0)
    part = np.divide(excess, total, out=np.zeros_like(excess), where=total > 0)
    kept = people * stay
    return kept + part * (people - kept).sum(axis=1, keepdims=True)
