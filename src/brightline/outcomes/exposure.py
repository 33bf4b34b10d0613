"""Exposures of workers: how many have which, and what that does to the use of condoms.

A stratum is a set of exposures, as three bits: 1 violence, 2 police, 4 workplace. Arrays are (8, draws).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from brightline.outcomes.draws import Array

STRATA = 8
VIOLENCE = np.array([stratum & 1 for stratum in range(STRATA)], dtype=bool)
POLICE = np.array([stratum >> 1 & 1 for stratum in range(STRATA)], dtype=bool)
WORKPLACE = np.array([stratum >> 2 & 1 for stratum in range(STRATA)], dtype=bool)

Draws = NDArray[np.bool_]

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


def alike(before: Array, after: Array, *marks: Array) -> Draws:
    """In which draws a change of shares makes no difference: strata that have the same in every mark count as one.

    All are (8, draws); the answer is (draws).
    """
    found = np.ones(before.shape[1], dtype=bool)
    for one in range(STRATA):
        same = np.ones(before.shape, dtype=bool)
        for mark in marks:
            same &= mark == mark[one]
        found &= abs(np.where(same, after - before, 0.0).sum(axis=0)) < 1e-12
    return found


def moved(people: Array, before: Array, after: Array) -> Array:
    """People moved between strata so that their shares turn from `before` into `after`, one exposure at a time.

    `people` is (stages, 8, draws). First into or out of policing, with violence or without; then violence, among the
    policed and the others; then the workplace. Meanwhile nobody changes in anything else, so that ending an exposure
    without effect carries no infection elsewhere. Who leaves takes the stages as they stand there.
    """
    police, workplace = after[POLICE].sum(axis=0), after[WORKPLACE].sum(axis=0)
    was_policed = before[POLICE].sum(axis=0)
    leave = np.maximum(0.0, 1 - _ratio(police, was_policed))
    come = np.maximum(0.0, 1 - _ratio(1 - police, 1 - was_policed))
    found, now = people.copy(), before.copy()
    for off in (0, 1, 4, 5):
        _exchange(found, off, off + 2, come, leave)
        _exchange(now[None], off, off + 2, come, leave)
    for off in (0, 2, 4, 6):
        like = POLICE[off] == POLICE
        wanted = _ratio(after[like & VIOLENCE].sum(axis=0), after[like].sum(axis=0))
        _towards(found, now, off, off + 1, wanted)
    for off in (0, 1, 2, 3):
        _towards(found, now, off, off + 4, workplace)
    # To the bit, where nothing changes.
    return np.where((before == after).all(axis=0), people, found)


def _towards(people: Array, now: Array, off: int, on: int, wanted: Array) -> None:
    """Exchange between two strata until the share of both that is in the second is the one wanted."""
    share = _ratio(now[on], now[off] + now[on])
    come = np.maximum(0.0, 1 - _ratio(1 - wanted, 1 - share))
    leave = np.maximum(0.0, 1 - _ratio(wanted, share))
    _exchange(people, off, on, come, leave)
    _exchange(now[None], off, on, come, leave)


def _exchange(people: Array, off: int, on: int, come: Array, leave: Array) -> None:
    """The share `come` of one stratum goes to the other, and the share `leave` of the other back, in place."""
    coming, leaving = people[:, off] * come, people[:, on] * leave
    people[:, off] += leaving - coming
    people[:, on] += coming - leaving


def _ratio(part: Array, whole: Array) -> Array:
    """One over the other; 1, so that nobody moves, where there is nobody."""
    return np.divide(part, whole, out=np.ones_like(part), where=whole > 0)
