"""Draws of uncertain quantities by Latin hypercube: each quantity has its own stream, named by the quantity."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from brightline.outcomes.evidence import Quantity

Array = NDArray[np.float64]

WIDTH = NormalDist().inv_cdf(0.975)
"""Standard deviations from the middle of a 95 % interval to its end."""


def draw(quantities: Iterable[Quantity], number: int, seed: int) -> dict[str, Array]:
    """`number` values of each quantity, by its name.

    The stream of a quantity depends on the seed and its name alone: another scenario, or one more, changes no other
    draw, and two scenarios are compared on the same draws.
    """
    return {one.name: sample(one, stratified(one.name, number, seed)) for one in quantities}


def stratified(name: str, number: int, seed: int) -> Array:
    """Numbers between 0 and 1, one in each of `number` equal parts, in an order of its own."""
    stream = np.random.Generator(np.random.PCG64([seed, crc32(name.encode())]))
    return (stream.permutation(number) + stream.random(number)) / number


def sample(quantity: Quantity, at: Array) -> Array:
    """The values of a quantity at ranks between 0 and 1."""
    lo, hi = quantity.lo, quantity.hi
    if quantity.kind == "fixed" or lo == hi:
        return np.full(at.shape, lo)
    if quantity.shape == "uniform":
        return lo + (hi - lo) * at
    if quantity.shape == "log-uniform":
        return np.exp(np.log(lo) + (np.log(hi) - np.log(lo)) * at)
    forward, back = (np.log, np.exp) if quantity.shape == "log-normal" else (_logit, _expit)
    middle = forward(np.float64(quantity.value if quantity.value is not None else _between(quantity)))
    # Each half by itself: 95 of 100 draws then lie in the interval as it is printed, also where it is lopsided.
    above = (forward(np.float64(hi)) - middle) / WIDTH
    below = (middle - forward(np.float64(lo))) / WIDTH
    normal = _normal(at)
    found = back(middle + np.where(normal > 0, above, below) * normal)
    return np.minimum(found, 1.0) if quantity.unit == "probability per act" else found


def _between(quantity: Quantity) -> float:
    return (quantity.lo * quantity.hi) ** 0.5 if quantity.shape == "log-normal" else (quantity.lo + quantity.hi) / 2


def _logit(share: np.float64) -> np.float64:
    return np.log(share / (1 - share))


def _expit(number: Array) -> Array:
    return 1 / (1 + np.exp(-number))


def _normal(at: Array) -> Array:
    inverse = NormalDist().inv_cdf
    return np.array([inverse(one) for one in at.tolist()])
