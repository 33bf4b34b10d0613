"""The same equations compiled, one draw after the other; needs the extra `compiled`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from brightline.errors import BrightlineError
from brightline.outcomes.draws import Array
from brightline.outcomes.exposure import STRATA
from brightline.outcomes.model import CONTACT, HIV_ONLY, SHARED, STI_ONLY, Course, Layout, Numbers

HIV_NUMBERS = len(CONTACT) + len(HIV_ONLY)
STI_NUMBERS = len(CONTACT) + len(STI_ONLY)
FIRST = len(SHARED)

# Where the rows of one draw stand here. Known offsets are what lets the compiler use vectors: for HIV 5 stages of 8
# strata, 5 stages of 3 other groups, 4 counters; for each other infection the same with 3 stages; in rooms of 64, 40.
HIV_ROOM, STI_ROOM = 64, 40
HIV_TAIL, HIV_COUNT = 40, 55
STI_TAIL, STI_COUNT = 24, 33

_CALLED = ("_hiv_slope", "_sti_slope", "_moment")
"""What the compiled run calls by name: compiled before it."""


def available() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None


@cache
def kernel() -> Callable[..., None]:
    """The compiled run. The first call in a fresh environment takes a while; the result is kept on disk."""
    if not available():
        raise BrightlineError("the compiled engine needs one more part: python -m pip install 'brightline[compiled]'")
    numba: Any = import_module("numba")
    names = globals()
    parts = {name: getattr(names[name], "py_func", names[name]) for name in _CALLED}

    def built(cache: bool) -> Callable[..., None]:
        options: dict[str, Any] = {"cache": cache, "nogil": True, "error_model": "numpy"}
        for name in _CALLED:
            names[name] = numba.njit(fastmath={"contract", "reassoc", "nsz"}, forceinline=True, **options)(parts[name])
        found: Callable[..., None] = numba.njit(fastmath={"contract", "nsz"}, **options)(_run)
        return found

    try:
        return built(cache=True)
    except RuntimeError:  # nowhere to keep the result: a read-only installation without a home
        return built(cache=False)


def advancing(numbers: Numbers, course: Course) -> Callable[[Array, float, float, int], None]:
    """What takes a state (rows, draws), as in the other engine, from a time on over so many steps, in place."""
    layout = numbers.layout
    places = _places(layout)
    go = kernel()
    given = (
        np.ascontiguousarray(numbers.rows.T),
        np.ascontiguousarray(numbers.acquisition.T),
        *(np.ascontiguousarray(one.T) for pair in (course.unprotected, course.weights) for one in pair),
        *(np.ascontiguousarray(one) for pair in (course.treatment, course.care) for one in pair),
        *map(float, course.behaviour),
        *map(float, course.medicine),
        int(layout.hiv),
        len(layout.stis),
        layout.groups - STRATA,
        STRATA,
    )
    mine = np.zeros((numbers.draws, HIV_ROOM + STI_ROOM * len(layout.stis)))

    def advance(state: Array, start: float, step: float, steps: int) -> None:
        mine[:, places] = state.T
        go(mine, *given, float(start), float(step), int(steps))
        state[:] = mine[:, places].T

    return advance


@cache
def _places(layout: Layout) -> list[int]:
    """For each row of the state, where it stands here."""
    rows: list[int] = []
    counters: list[int] = []
    for one in layout.order:
        hiv = one == "hiv"
        base = 0 if hiv else HIV_ROOM + STI_ROOM * layout.stis.index(one)
        tail, count = (HIV_TAIL, HIV_COUNT) if hiv else (STI_TAIL, STI_COUNT)
        for stage in range(layout.stages(one)):
            rows += [base + 8 * stage + stratum for stratum in range(8)]
            rows += [base + tail + 3 * stage + group for group in range(layout.groups - 8)]
        counters += [base + count + group for group in range(4)]
    return rows + counters


# What follows is compiled: plain loops over plain arrays. `x` is the state of one draw, `q` its numbers.


def _hiv_slope(  # noqa: C901 - what is compiled is one loop
    x: Array,
    out: Array,
    q: Array,
    risk: Array,
    give: Array,
    weights: Array,
    forces: Array,
    treatment: float,
    stis: int,
    tails: int,
    strata: int,
) -> None:
    at = FIRST
    clients, partners, others, leave_w, renewal = q[0], q[1], q[2], q[3], q[6]
    background, entrants = q[at + 7], q[at + 8]
    early_ratio, late_ratio, treated_ratio = q[at + 9], q[at + 10], q[at + 11]
    leave_early, leave_chronic, leave_late, dropout, deaths = q[at + 12], q[at + 13], q[at + 14], q[at + 15], q[at + 16]
    of_clients = (early_ratio * x[43] + x[46] + late_ratio * x[49] + treated_ratio * x[52]) / clients
    extra, given = background, 0.0
    force_partners, of_others = 0.0, 0.0
    if tails == 3:
        if partners > 0:
            infectious = early_ratio * x[44] + x[47] + late_ratio * x[50] + treated_ratio * x[53]
            given = q[at + 5] * infectious / partners
        if others > 0:
            infectious = early_ratio * x[45] + x[48] + late_ratio * x[51] + treated_ratio * x[54]
            of_others = infectious / others
        extra += q[at + 3] * of_others
        force_partners = q[at + 6] * of_clients
    of_workers = 0.0
    new_workers, come = 0.0, 0.0
    go = leave_w + renewal
    m0, m1, m2, m3, m4 = 0.0, 0.0, 0.0, 0.0, 0.0
    for s in range(strata):
        forces[s] = risk[s] * of_clients + extra
    for k in range(stis):
        p = HIV_ROOM + STI_ROOM * k
        more = q[FIRST + HIV_NUMBERS + STI_NUMBERS * k + 13] - 1.0
        for s in range(strata):
            whole = x[p + s] + x[p + 8 + s] + x[p + 16 + s]
            if whole > 0:
                forces[s] *= 1.0 + more * x[p + 8 + s] / whole
    for s in range(strata):
        a, b, c, d, e = x[s], x[8 + s], x[16 + s], x[24 + s], x[32 + s]
        infectious = early_ratio * b + c + late_ratio * d + treated_ratio * e
        given += give[s] * infectious
        of_workers += infectious
        new = forces[s] * a
        new_workers += new
        come += leave_w * (a + b + c + d + e) + leave_late * d + deaths * e
        m0 += a
        m1 += b
        m2 += c
        m3 += d
        m4 += e
        out[s] = -new - go * a
        out[8 + s] = new - (leave_early + go) * b
        out[16 + s] = leave_early * b + dropout * e - (leave_chronic + treatment + go) * c
        out[24 + s] = leave_chronic * c - (leave_late + treatment + go) * d
        out[32 + s] = treatment * (c + d) - (dropout + deaths + go) * e
    m0 = renewal * m0 + come * (1.0 - entrants)
    m2 = renewal * m2 + come * entrants
    m1 *= renewal
    m3 *= renewal
    m4 *= renewal
    for s in range(strata):
        out[s] += weights[s] * m0
        out[8 + s] += weights[s] * m1
        out[16 + s] += weights[s] * m2
        out[24 + s] += weights[s] * m3
        out[32 + s] += weights[s] * m4
    out[HIV_COUNT] = new_workers
    out[HIV_COUNT + 2] = 0.0
    out[HIV_COUNT + 3] = 0.0
    for g in range(tails):
        leave = q[4] if g == 0 else q[5]
        force = given if g == 0 else (force_partners if g == 1 else q[at + 4] * of_workers)
        for k in range(stis):
            p = HIV_ROOM + STI_ROOM * k + STI_TAIL
            whole = x[p + g] + x[p + 3 + g] + x[p + 6 + g]
            if whole > 0:
                more = q[FIRST + HIV_NUMBERS + STI_NUMBERS * k + (13 if g == 1 else 14)] - 1.0
                force *= 1.0 + more * x[p + 3 + g] / whole
        a, b, c, d, e = x[40 + g], x[43 + g], x[46 + g], x[49 + g], x[52 + g]
        new = force * a
        coming = leave * (a + b + c + d + e) + leave_late * d + deaths * e
        out[HIV_COUNT + 1 + g] = new
        out[40 + g] = coming * (1.0 - entrants) - new - leave * a
        out[43 + g] = new - (leave_early + leave) * b
        out[46 + g] = coming * entrants + leave_early * b + dropout * e - (leave_chronic + treatment + leave) * c
        out[49 + g] = leave_chronic * c - (leave_late + treatment + leave) * d
        out[52 + g] = treatment * (c + d) - (dropout + deaths + leave) * e


def _sti_slope(
    x: Array,
    out: Array,
    q: Array,
    risk: Array,
    give: Array,
    weights: Array,
    care: float,
    hiv: int,
    number: int,
    tails: int,
    strata: int,
) -> None:
    p = HIV_ROOM + STI_ROOM * number
    first = 8 * (hiv + number)
    at = FIRST + HIV_NUMBERS * hiv + STI_NUMBERS * number
    clients, partners, others, leave_w, renewal = q[0], q[1], q[2], q[3], q[6]
    background = q[at + 7]
    cure_women, cure_men, latent_share, leave_latent = q[at + 9], q[at + 10], q[at + 11], q[at + 12]
    of_clients = x[p + STI_TAIL + 3] / clients
    extra, given, force_partners = 0.0, 0.0, 0.0
    if tails == 3:
        if partners > 0:
            given = q[at + 5] * x[p + STI_TAIL + 4] / partners
        if others > 0:
            extra = q[at + 3] * x[p + STI_TAIL + 5] / others
        force_partners = q[at + 6] * of_clients + background
    of_workers, new_workers, come = 0.0, 0.0, 0.0
    go = leave_w + renewal
    m0, m1, m2 = 0.0, 0.0, 0.0
    for s in range(strata):
        a, b, c = x[p + s], x[p + 8 + s], x[p + 16 + s]
        given += give[first + s] * b
        of_workers += b
        new = (risk[first + s] * of_clients + extra) * a
        new_workers += new
        come += leave_w * (a + b + c)
        m0 += a
        m1 += b
        m2 += c
        cured = cure_women * care * b
        out[p + s] = cured * (1.0 - latent_share) + leave_latent * c - new - go * a
        out[p + 8 + s] = new - cured - go * b
        out[p + 16 + s] = cured * latent_share - (leave_latent + go) * c
    m0 = renewal * m0 + come
    m1 *= renewal
    m2 *= renewal
    for s in range(strata):
        out[p + s] += weights[s] * m0
        out[p + 8 + s] += weights[s] * m1
        out[p + 16 + s] += weights[s] * m2
    out[p + STI_COUNT] = new_workers
    out[p + STI_COUNT + 2] = 0.0
    out[p + STI_COUNT + 3] = 0.0
    t = p + STI_TAIL
    for g in range(tails):
        leave = q[4] if g == 0 else q[5]
        force = given if g == 0 else (force_partners if g == 1 else q[at + 4] * of_workers + background)
        cure = cure_women if g == 1 else cure_men
        a, b, c = x[t + g], x[t + 3 + g], x[t + 6 + g]
        new = force * a
        cured = cure * b
        out[p + STI_COUNT + 1 + g] = new
        out[t + g] = leave * (a + b + c) + cured * (1.0 - latent_share) + leave_latent * c - new - leave * a
        out[t + 3 + g] = new - cured - leave * b
        out[t + 6 + g] = cured * latent_share - (leave_latent + leave) * c


def _moment(
    q: Array, unprotected: Array, acquisition: Array, risk: Array, give: Array, hiv: int, stis: int, strata: int
) -> None:
    """What is passed on in commercial acts, by stratum and infection, with condoms as they are used now."""
    for k in range(hiv + stis):
        at = FIRST + STI_NUMBERS * k
        if hiv == 1 and k > 0:
            at = FIRST + HIV_NUMBERS + STI_NUMBERS * (k - 1)
        for s in range(strata):
            passed = 1.0 - q[at + 2] * (1.0 - unprotected[s])
            risk[8 * k + s] = q[at] * acquisition[s] * passed
            give[8 * k + s] = q[at + 1] * passed


def _run(  # noqa: C901 - what is compiled is one loop
    state: Array,
    numbers: Array,
    acquisition: Array,
    unprotected_first: Array,
    unprotected_last: Array,
    weights_first: Array,
    weights_last: Array,
    treatment_first: Array,
    treatment_last: Array,
    care_first: Array,
    care_last: Array,
    behaviour_from: float,
    behaviour_to: float,
    medicine_from: float,
    medicine_to: float,
    hiv: int,
    stis: int,
    tails: int,
    strata: int,
    start: float,
    step: float,
    steps: int,
) -> None:
    draws, rows = state.shape
    total, here, now = np.zeros(rows), np.zeros(rows), np.zeros(rows)
    weights, unprotected, forces = np.empty(8), np.empty(8), np.empty(8)
    risk, give = np.empty(8 * (hiv + stis)), np.empty(8 * (hiv + stis))
    for i in range(draws):
        x, q = state[i], numbers[i]
        far_before, along_before = -1.0, -1.0
        treatment, care = 0.0, 0.0
        for number in range(steps):
            for stage in range(4):
                time = start + number * step
                if stage == 3:
                    time += step
                elif stage > 0:
                    time += step / 2.0
                far, along = 1.0, 1.0
                if time < behaviour_to:
                    far = 0.0 if time <= behaviour_from else (time - behaviour_from) / (behaviour_to - behaviour_from)
                if time < medicine_to:
                    along = 0.0 if time <= medicine_from else (time - medicine_from) / (medicine_to - medicine_from)
                if far != far_before or along != along_before:
                    far_before, along_before = far, along
                    treatment = treatment_first[i] + along * (treatment_last[i] - treatment_first[i])
                    care = care_first[i] + far * (care_last[i] - care_first[i])
                    for s in range(strata):
                        weights[s] = weights_first[i, s] + far * (weights_last[i, s] - weights_first[i, s])
                        unprotected[s] = unprotected_first[i, s] + far * (
                            unprotected_last[i, s] - unprotected_first[i, s]
                        )
                    _moment(q, unprotected, acquisition[i], risk, give, hiv, stis, strata)
                point = x
                if stage > 0:
                    point = here
                    reach = step if stage == 3 else step / 2.0
                    for r in range(rows):
                        here[r] = x[r] + reach * now[r]
                if hiv == 1:
                    _hiv_slope(point, now, q, risk, give, weights, forces, treatment, stis, tails, strata)
                for k in range(stis):
                    _sti_slope(point, now, q, risk, give, weights, care, hiv, k, tails, strata)
                if stage == 0:
                    for r in range(rows):
                        total[r] = now[r] * (step / 6.0)
                else:
                    weight = step / 6.0 if stage == 3 else step / 3.0
                    for r in range(rows):
                        total[r] += now[r] * weight
            for r in range(rows):
                x[r] += total[r]
