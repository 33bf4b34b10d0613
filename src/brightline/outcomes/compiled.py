"""The same equations compiled, a few draws side by side; needs the extra `compiled`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType
from typing import Any

import numpy as np

from brightline.errors import BrightlineError
from brightline.outcomes import lanes, loops
from brightline.outcomes.draws import Array
from brightline.outcomes.exposure import STRATA
from brightline.outcomes.model import Course, Numbers


def available() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None


@cache
def kernel() -> Callable[..., None]:
    """The compiled run. The first call in a fresh environment takes a while; the result is kept on disk."""
    if not available():
        raise BrightlineError("the compiled engine needs one more part: python -m pip install 'brightline[compiled]'")
    numba: Any = import_module("numba")
    names = {**vars(loops), **lanes.words(loops.LANES)}

    def built(name: str, **options: Any) -> Any:
        # A copy, whose names are those that are compiled; the functions of `loops` stay as they are.
        copied = FunctionType(getattr(loops, name).__code__, names, name)
        return numba.njit(nogil=True, error_model="numpy", fastmath=set(lanes.EXACT), **options)(copied)

    def all_built(cache: bool) -> Callable[..., None]:
        for name in loops.CALLED:
            names[name] = built(name, cache=cache, forceinline=True)
        return built("run", cache=cache)

    try:
        return all_built(cache=True)
    except RuntimeError:  # nowhere to keep the result: a read-only installation without a home
        return all_built(cache=False)


def over_years(numbers: Numbers, course: Course, state: Array, years: int, steps: int) -> tuple[Array, Array]:
    """Whole years from a state (rows, draws), in place, with so many steps in each.

    Returns infections so far and people with each infection, both (years + 1, infections, four groups, draws).
    """
    layout = numbers.layout
    shape = (years + 1, len(layout.order), 4, numbers.draws)
    new, having = np.zeros(shape), np.zeros(shape)
    kernel()(
        _room(loops.ROOM * (len(layout.order) + 1)),
        state,
        new,
        having,
        numbers.rows,
        numbers.acquisition,
        *course.unprotected,
        *course.weights,
        *(np.stack(pair) for pair in zip(course.treatment, course.care, strict=True)),
        *map(float, course.behaviour),
        *map(float, course.medicine),
        int(layout.hiv),
        len(layout.stis),
        layout.groups - STRATA,
        years,
        steps,
    )
    return new, having


def _room(size: int) -> Array:
    """Room to work in that starts where a line of the processor's cache does: so no row lies across two."""
    found = np.zeros(size + 8)
    first = -(found.ctypes.data // 8) % 8
    return found[first : first + size]
