"""Which draws to keep: those that meet the targets of the setting at the start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brightline.errors import BrightlineError, plural
from brightline.outcomes.draws import WIDTH, Array
from brightline.outcomes.running import Record
from brightline.outcomes.settings import Setting, Target


@dataclass(frozen=True, slots=True)
class Kept:
    """The draws that were kept, in order, some of them more than once where a target is an estimate.

    `method` says how: every draw, those inside ranges, or resampled by weight. `effective` is the number of equally
    weighted draws that the kept ones are worth.
    """

    draws: NDArray[np.int64]
    method: str
    effective: float


METHODS = {
    "all": "no targets: every draw is kept, and nothing was calibrated",
    "ranges": "approximate Bayesian computation: draws within every target range are kept",
    "weights": "importance resampling: draws weighted by how well they meet the targets, then resampled",
}


def prevalence(record: Record, target: Target) -> Array:
    """The prevalence that a target speaks of, in every draw at the end of a run."""
    infection = record.layout.order.index(target.infection)
    group = ("workers", "clients").index(target.group)
    return record.having[-1, infection, group] / record.people[group]


def keep(where: Setting, record: Record) -> Kept:
    """The draws that meet the targets; a `BrightlineError` with the nearest one where none does."""
    number = record.state.shape[1]
    if not where.targets:
        return Kept(np.arange(number, dtype=np.int64), "all", float(number))
    found = [prevalence(record, target) for target in where.targets]
    weights = np.ones(number)
    for target, values in zip(where.targets, found, strict=True):
        one = target.quantity
        if one.kind in ("ci95", "fixed"):
            middle = one.value if one.value is not None else (one.lo + one.hi) / 2
            above, below = ((end / WIDTH) or 0.05 * max(middle, 1e-9) for end in (one.hi - middle, middle - one.lo))
            spread = np.where(values > middle, above, below)
            weights *= np.exp(-0.5 * ((values - middle) / spread) ** 2)
        else:
            weights *= (values >= one.lo) & (values <= one.hi)
    if not weights.max() > 1e-12:
        raise BrightlineError(_missed(where, found, number))
    if all(target.quantity.kind in ("range", "prior") for target in where.targets):
        kept = np.flatnonzero(weights)
        return Kept(kept, "ranges", float(len(kept)))
    share = weights / weights.sum()
    effective = 1 / float((share**2).sum())
    many = max(1, round(effective))
    at = (np.arange(many) + 0.5) / many
    chosen = np.minimum(np.searchsorted(np.cumsum(share), at), number - 1)
    return Kept(chosen, "weights", effective)


def _missed(where: Setting, found: list[Array], number: int) -> str:
    """What was asked for, and what the draw that comes nearest has."""
    far = np.zeros(number)
    for target, values in zip(where.targets, found, strict=True):
        one = target.quantity
        width = max(one.hi - one.lo, 1e-9)
        far += np.maximum(0.0, np.maximum(one.lo - values, values - one.hi)) / width
    best = int(np.argmin(far))
    parts = [
        f"{target.infection} among {target.group} {target.quantity.lo:g} to {target.quantity.hi:g}, nearest "
        f"{values[best]:.3g}"
        for target, values in zip(where.targets, found, strict=True)
    ]
    return (
        f"none of {plural(number, 'draw')} meets the targets of {where.id} ({'; '.join(parts)}); take more draws, or "
        "look at the ranges of the setting"
    )
