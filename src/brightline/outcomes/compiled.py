"""The same equations compiled, a few draws side by side; needs the extra `compiled`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from brightline.errors import BrightlineError
from brightline.outcomes import lanes, loops, model
from brightline.outcomes.draws import Array
from brightline.outcomes.exposure import STRATA
from brightline.outcomes.model import Course, Numbers

SOURCES = (str(lanes.__file__), str(loops.__file__), str(model.__file__), __file__)
"""Where all is written that is compiled in: the loops, what a row is, the numbers of the model, and how it is built."""

NOT_INSTALLED = "the compiled engine needs one more part: python -m pip install 'brightline[compiled]'"


def available() -> bool:
    """Whether Numba is installed; `why_not` says whether it works."""
    return find_spec("numba") is not None


def why_not() -> str | None:
    """Why the compiled engine cannot be used here, in one sentence; nothing where it can."""
    found = _tried() if available() else NOT_INSTALLED
    return found if isinstance(found, str) else None


def kernel() -> Callable[..., None]:
    """The compiled run. The first call in a fresh environment takes a while; the result is kept on disk.

    A `BrightlineError` where Numba is missing, or is there and cannot compile it.
    """
    found = _tried() if available() else NOT_INSTALLED
    if isinstance(found, str):
        raise BrightlineError(found)
    return found


def digest() -> str:
    """A digest of all that is compiled in: SHA-256 of the sources."""
    found = sha256()
    for source in SOURCES:
        found.update(Path(source).read_bytes())
    return found.hexdigest()


@cache
def _tried() -> Callable[..., None] | str:
    """The compiled run, or why there is none. Tried once: a second try would take as long and end as the first."""
    try:
        try:
            return _built(digest()[:16])
        except (RuntimeError, OSError):  # nowhere to keep the result: a read-only installation without a home
            return _built(None)
    except Exception as failure:  # what `lanes` rests on is private to Numba, and may fail in any way in another
        try:
            which = f"Numba {version('numba')}"
        except PackageNotFoundError:
            which = "the Numba that is installed"
        said = next(iter(str(failure).strip().splitlines()), "").rstrip(". ")
        return f"the compiled engine does not work with {which} ({type(failure).__name__}{said and ': ' + said})"


def _built(kept: str | None) -> Callable[..., None]:
    """The run, compiled. `kept` is the mark under which Numba keeps the result on disk, `None` not to keep it."""
    numba: Any = import_module("numba")
    names = {**vars(loops), **lanes.words(loops.LANES)}

    def built(name: str, **options: Any) -> Any:
        # A copy, whose names are those that are compiled; the functions of `loops` stay as they are.
        copied = FunctionType(getattr(loops, name).__code__, names, name)
        if kept is not None:
            # Numba looks for a newer `loops` only, so that what was kept before a change elsewhere would be taken.
            copied.__qualname__ = f"{name}_{kept}"
        options |= {"nogil": True, "error_model": "numpy", "fastmath": set(lanes.EXACT), "cache": kept is not None}
        return numba.njit(**options)(copied)

    for name in loops.CALLED:
        names[name] = built(name, forceinline=True)
    run = built("run")
    _without_infection(run)
    return run


def _without_infection(run: Callable[..., None]) -> None:
    """One draw over no years: Numba compiles at a first call, and what fails then shows here."""
    none, counts = np.zeros((0, 1)), np.zeros((1, 0, 4, 1))
    of_strata, pair = np.zeros((STRATA, 1)), np.zeros((2, 1))
    arrays = (none, counts, counts, none, *(of_strata,) * 5, pair, pair)
    run(_room(loops.ROOM), *arrays, 0.0, 0.0, 0.0, 0.0, 0, 0, 0, 0, 1)


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
