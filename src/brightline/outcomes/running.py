"""Runs over years: draws in blocks, each block on a thread, with the step that its rates ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from brightline.errors import BrightlineError
from brightline.outcomes import compiled, equations
from brightline.outcomes.draws import Array
from brightline.outcomes.model import Course, Layout, Numbers, fastest

Engine: TypeAlias = Literal["auto", "numpy", "compiled"]

OverYears: TypeAlias = Callable[[Numbers, Course, Array, int, int], tuple[Array, Array]]
"""Takes a state (rows, draws) over so many years of so many steps, in place, and gives new infections and people with
the infection, as in a record."""

BLOCK, BLOCK_NUMPY = 512, 2048
"""Draws run together: as few as share the work well, and for NumPy enough to make its calls worth while."""
LEAST_STEPS, LEAST_STEPS_STI = 10, 40
"""Steps in a year at least, for HIV alone and with other infections, which are quicker: halving the step changes no
result by 1e-5."""
COMFORT, LIMIT = 0.95, 2.5
"""Fastest rate times step: what steps are chosen for, and from where Runge-Kutta of order 4 is refused as unstable."""
MOST_STEPS = 4000
"""Steps in a year at most: what is faster than that is no rate of people."""
DOUBLINGS = 4
"""How often the steps of a draw that went astray are doubled before it is given up."""


@dataclass(frozen=True, slots=True)
class Record:
    """A run, year by year. `new` are infections since its start, `having` people with the infection.

    Both are (years + 1, infections in the order of the layout, four groups of people, draws), per worker.
    """

    layout: Layout
    new: Array
    having: Array
    people: Array
    """People in the four groups, as (four groups, draws)."""
    state: Array
    """The state at the end, as (rows, draws)."""
    steps: NDArray[np.int64]
    """Steps in a year, for each draw."""


def steps_per_year(numbers: Numbers, course: Course, step: float | None = None) -> NDArray[np.int64]:
    """Steps in a year for each draw: ten, or forty with quicker infections than HIV, doubled until the fastest rate is
    well within one step.

    A step given in years is taken for all, and refused where a draw would be unstable.
    """
    rates = fastest(numbers, course)
    if step is not None:
        if not 1 / MOST_STEPS <= step <= 1:
            raise BrightlineError(f"a step of {step:g} years cannot be taken; give one from {1 / MOST_STEPS:g} to 1")
        worst = float(rates.max())
        if worst * step > LIMIT:
            raise BrightlineError(
                f"a step of {step:g} years is unstable here: the fastest rate is {worst:.3g} per year, so take at most "
                f"{LIMIT / worst:.2g} years"
            )
        return np.full(numbers.draws, int(np.ceil(1 / step - 1e-9)))
    worst = float(rates.max())
    if not worst / COMFORT <= MOST_STEPS:
        raise BrightlineError(
            f"the fastest rate is {worst:.3g} per year, which would need more than {MOST_STEPS:,} steps in a year; "
            "look for a number of acts that is too great, or a number of years that is too small"
        )
    least = LEAST_STEPS_STI if numbers.layout.stis else LEAST_STEPS
    doublings = np.maximum(0, np.ceil(np.log2(rates / (least * COMFORT))))
    return least * (2 ** doublings.astype(np.int64))


def run(
    numbers: Numbers,
    course: Course,
    state: Array,
    years: int,
    steps: NDArray[np.int64],
    engine: Engine = "auto",
    threads: int | None = None,
    *,
    steps_may_grow: bool = False,
) -> Record:
    """The equations over whole years from a state (rows, draws), which is left as it is.

    A draw that goes astray is run again with twice the steps where they may grow, and refused where not.
    """
    layout = numbers.layout
    over_years, block = _engine(engine)
    final = state.copy()
    final[layout.rows - layout.counters :] = 0.0
    shape = (years + 1, len(layout.order), 4, numbers.draws)
    new, having = np.zeros(shape), np.zeros(shape)

    def of(chosen: NDArray[np.int64]) -> None:
        each = int(steps[chosen[0]])
        these = slice(chosen[0], chosen[-1] + 1) if chosen[-1] - chosen[0] + 1 == len(chosen) else chosen
        here = np.ascontiguousarray(final[:, these])
        found = over_years(numbers.only(these), course.only(these), here, years, each)
        new[..., these], having[..., these] = found
        final[:, these] = here

    _on_threads(of, _blocks(steps, block), threads)
    for _ in range(DOUBLINGS if steps_may_grow else 0):
        astray = np.flatnonzero(~_sound(layout, final))
        if not len(astray):
            break
        steps = steps.copy()
        steps[astray] *= 2
        final[:, astray] = state[:, astray]
        final[layout.rows - layout.counters :, astray] = 0.0
        _on_threads(of, [part[np.isin(part, astray)] for part in _blocks(steps, block)], threads)
    if not _sound(layout, final).all():
        raise BrightlineError("the run became unstable in at least one draw; take a shorter step")
    return Record(layout, new, having, _people(layout, final), final, steps)


def engine_taken(engine: Engine) -> Literal["numpy", "compiled"]:
    """The engine that a run with this word takes: `auto` is the compiled one where that works."""
    if engine == "auto":
        return "compiled" if compiled.why_not() is None else "numpy"
    return engine


def _on_threads(
    of: Callable[[NDArray[np.int64]], None], blocks: Sequence[NDArray[np.int64]], threads: int | None
) -> None:
    blocks = [block for block in blocks if len(block)]
    workers = threads or min(max(len(blocks), 1), os.cpu_count() or 1)
    if workers == 1:
        for block in blocks:
            of(block)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(of, blocks))


def _engine(engine: Engine) -> tuple[OverYears, int]:
    if engine_taken(engine) == "numpy":
        return _plain, BLOCK_NUMPY
    compiled.kernel()
    return compiled.over_years, BLOCK


def _plain(numbers: Numbers, course: Course, state: Array, years: int, steps: int) -> tuple[Array, Array]:
    layout = numbers.layout
    if numbers.draws == 1:
        # Twice beside itself: NumPy adds up a lone column in another order, and its bits would differ.
        twice = np.zeros(2, dtype=np.int64)
        both = np.ascontiguousarray(state[:, twice])
        found = _plain(numbers.only(twice), course.only(twice), both, years, steps)
        state[:] = both[:, :1]
        return found[0][..., :1], found[1][..., :1]
    shape = (years + 1, len(layout.order), 4, numbers.draws)
    new, having = np.zeros(shape), np.zeros(shape)
    slope = equations.slope(numbers, course)
    having[0] = _having(layout, state)
    for year in range(years):
        equations.advance(slope, state, float(year), 1.0 / steps, steps)
        new[year + 1] = np.stack([layout.new(state, one) for one in layout.order])
        having[year + 1] = _having(layout, state)
    return new, having


def _blocks(steps: NDArray[np.int64], block: int) -> Sequence[NDArray[np.int64]]:
    """Draws with as many steps a year, in blocks, the dearest first. They do not depend on the number of threads."""
    found: list[NDArray[np.int64]] = []
    for each in np.unique(steps)[::-1]:
        alike = np.flatnonzero(steps == each)
        found += [alike[first : first + block] for first in range(0, len(alike), block)]
    return found


def _by_people(layout: Layout, of_groups: Array) -> Array:
    """Groups added up to the four groups of people, those that are not there being nought."""
    found = np.zeros((4, of_groups.shape[-1]))
    found[0] = of_groups[:8].sum(axis=0)
    found[1 : 1 + layout.groups - 8] = of_groups[8:]
    return found


def _having(layout: Layout, state: Array) -> Array:
    return np.stack([_by_people(layout, layout.people(state, one)[1:].sum(axis=0)) for one in layout.order])


def _people(layout: Layout, state: Array) -> Array:
    return _by_people(layout, layout.people(state, layout.order[0]).sum(axis=0))


def _sound(layout: Layout, state: Array) -> NDArray[np.bool_]:
    """Which draws did not go astray: no group with fewer than nobody, nothing that is no number."""
    found = np.ones(state.shape[1], dtype=bool)
    for one in layout.order:
        found &= layout.people(state, one).min(axis=(0, 1)) > -1e-9
    return found
