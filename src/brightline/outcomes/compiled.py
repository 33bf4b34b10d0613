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
from brightline.outcomes.model import CONTACT, HIV_ONLY, SHARED, STI_ONLY, Course, Numbers

HIV_NUMBERS = len(CONTACT) + len(HIV_ONLY)
STI_NUMBERS = len(CONTACT) + len(STI_ONLY)
FIRST = len(SHARED)


def available() -> bool:
    """Whether Numba is installed."""
    return find_spec("numba") is not None


@cache
def kernel() -> Callable[..., None]:
    """The compiled run. The first call in a fresh environment takes a while; the result is kept on disk."""
    if not available():
        raise BrightlineError("the compiled engine needs one more part: python -m pip install 'brightline[compiled]'")
    numba: Any = import_module("numba")
    inner = numba.njit(cache=True, nogil=True, fastmath={"contract", "reassoc", "nsz"})(_slope)
    globals()["_slope"] = inner
    found: Callable[..., None] = numba.njit(cache=True, nogil=True, fastmath={"contract", "nsz"})(_run)
    return found


def advance(numbers: Numbers, course: Course, state: Array, start: float, step: float, steps: int) -> None:
    """So many Runge-Kutta steps from a time on, in place. State is (draws, rows): one draw, one line."""
    layout = numbers.layout
    kernel()(
        state,
        np.ascontiguousarray(numbers.rows.T),
        np.ascontiguousarray(numbers.acquisition.T),
        *(np.ascontiguousarray(one.T) for pair in (course.unprotected, course.weights) for one in pair),
        *(np.ascontiguousarray(one) for pair in (course.treatment, course.care) for one in pair),
        *course.behaviour,
        *course.medicine,
        int(layout.hiv),
        len(layout.stis),
        layout.groups,
        start,
        step,
        steps,
    )


# What follows is compiled: plain loops over plain arrays. `x` is the state of one draw, `q` its numbers.


def _slope(
    x: Array,
    out: Array,
    q: Array,
    risk: Array,
    give: Array,
    weights: Array,
    treatment: float,
    care: float,
    hiv: int,
    stis: int,
    groups: int,
    force: Array,
) -> None:
    clients, partners, others, leave_w, leave_c, leave_p, renewal = q[0], q[1], q[2], q[3], q[4], q[5], q[6]
    wide = groups > 9
    counters = groups * (5 * hiv + 3 * stis)
    for number in range(hiv + stis):
        is_hiv = hiv == 1 and number == 0
        if is_hiv:
            at, base, stages = FIRST, 0, 5
        else:
            at = FIRST + HIV_NUMBERS * hiv + STI_NUMBERS * (number - hiv)
            base, stages = groups * (5 * hiv + 3 * (number - hiv)), 3
        worker_other, other_worker, client_partner = q[at + 3], q[at + 4], q[at + 5]
        partner_client, background, entrants = q[at + 6], q[at + 7], q[at + 8]
        early_ratio, late_ratio, treated_ratio = 0.0, 0.0, 0.0
        if is_hiv:
            early_ratio, late_ratio, treated_ratio = q[at + 9], q[at + 10], q[at + 11]
        # `force` holds the infectious of each group first, then the rate at which the group is infected.
        if is_hiv:
            for g in range(groups):
                force[g] = (
                    early_ratio * x[groups + g]
                    + x[2 * groups + g]
                    + late_ratio * x[3 * groups + g]
                    + treated_ratio * x[4 * groups + g]
                )
        else:
            for g in range(groups):
                force[g] = x[base + groups + g]
        of_clients = force[8] / clients
        given, of_workers = 0.0, 0.0
        for s in range(8):
            given += give[8 * number + s] * force[s]
            of_workers += force[s]
        extra = background if is_hiv else 0.0
        if wide:
            if others > 0:
                extra += worker_other * force[10] / others
            if partners > 0:
                given += client_partner * force[9] / partners
            outside = 0.0 if is_hiv else background
            force[9] = partner_client * of_clients + outside
            force[10] = other_worker * of_workers + outside
        force[8] = given
        for s in range(8):
            force[s] = risk[8 * number + s] * of_clients + extra
        if is_hiv:
            for k in range(stis):
                p = groups * (5 + 3 * k)
                women = q[FIRST + HIV_NUMBERS + STI_NUMBERS * k + 13] - 1.0
                men = q[FIRST + HIV_NUMBERS + STI_NUMBERS * k + 14] - 1.0
                for g in range(groups):
                    whole = x[p + g] + x[p + groups + g] + x[p + 2 * groups + g]
                    if whole > 0:
                        more = men if g in (8, 10) else women
                        force[g] *= 1.0 + more * x[p + groups + g] / whole
        count = counters + 4 * number
        new_workers = 0.0
        come_workers = 0.0
        if is_hiv:
            leave_early, leave_chronic, leave_late = q[at + 12], q[at + 13], q[at + 14]
            dropout, deaths = q[at + 15], q[at + 16]
            m0, m1, m2, m3, m4 = 0.0, 0.0, 0.0, 0.0, 0.0
            for g in range(groups):
                leave = leave_w if g < 8 else (leave_c if g == 8 else leave_p)
                a, b, c, d, e = x[g], x[groups + g], x[2 * groups + g], x[3 * groups + g], x[4 * groups + g]
                new = force[g] * a
                coming = leave * (a + b + c + d + e) + leave_late * d + deaths * e
                go = leave
                if g < 8:
                    go = leave + renewal
                    m0 += a
                    m1 += b
                    m2 += c
                    m3 += d
                    m4 += e
                    new_workers += new
                    come_workers += coming
                    coming = 0.0
                else:
                    out[count + g - 7] = new
                out[g] = coming * (1.0 - entrants) - new - go * a
                out[groups + g] = new - (leave_early + go) * b
                out[2 * groups + g] = (
                    coming * entrants + leave_early * b + dropout * e - (leave_chronic + treatment + go) * c
                )
                out[3 * groups + g] = leave_chronic * c - (leave_late + treatment + go) * d
                out[4 * groups + g] = treatment * (c + d) - (dropout + deaths + go) * e
            m0 = renewal * m0 + come_workers * (1.0 - entrants)
            m1 *= renewal
            m2 = renewal * m2 + come_workers * entrants
            m3 *= renewal
            m4 *= renewal
            for s in range(8):
                w = weights[s]
                out[s] += w * m0
                out[groups + s] += w * m1
                out[2 * groups + s] += w * m2
                out[3 * groups + s] += w * m3
                out[4 * groups + s] += w * m4
        else:
            cure_women, cure_men = q[at + 9], q[at + 10]
            latent_share, leave_latent = q[at + 11], q[at + 12]
            m0, m1, m2 = 0.0, 0.0, 0.0
            for g in range(groups):
                leave = leave_w if g < 8 else (leave_c if g == 8 else leave_p)
                cure = cure_women * care if g < 8 else (cure_women if g == 9 else cure_men)
                a, b, c = x[base + g], x[base + groups + g], x[base + 2 * groups + g]
                new = force[g] * a
                coming = leave * (a + b + c)
                go = leave
                if g < 8:
                    go = leave + renewal
                    m0 += a
                    m1 += b
                    m2 += c
                    new_workers += new
                    come_workers += coming
                    coming = 0.0
                else:
                    out[count + g - 7] = new
                cured = cure * b
                out[base + g] = coming + cured * (1.0 - latent_share) + leave_latent * c - new - go * a
                out[base + groups + g] = new - cured - go * b
                out[base + 2 * groups + g] = cured * latent_share - (leave_latent + go) * c
            m0 = renewal * m0 + come_workers
            m1 *= renewal
            m2 *= renewal
            for s in range(8):
                w = weights[s]
                out[base + s] += w * m0
                out[base + groups + s] += w * m1
                out[base + 2 * groups + s] += w * m2
        out[count] = new_workers
        if not wide:
            out[count + 2] = 0.0
            out[count + 3] = 0.0


def _run(
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
    groups: int,
    start: float,
    step: float,
    steps: int,
) -> None:
    draws, rows = state.shape
    total, here, now = np.empty(rows), np.empty(rows), np.empty(rows)
    force, weights = np.empty(groups), np.empty(8)
    risk, give = np.empty(8 * (hiv + stis)), np.empty(8 * (hiv + stis))
    for i in range(draws):
        x, q = state[i], numbers[i]
        last_behaviour, last_medicine = -1.0, -1.0
        treatment, care = 0.0, 0.0
        for number in range(steps):
            for stage in range(4):
                time = start + number * step + (0.0 if stage == 0 else (step if stage == 3 else step / 2))
                far = 1.0
                if time < behaviour_to:
                    far = 0.0 if time <= behaviour_from else (time - behaviour_from) / (behaviour_to - behaviour_from)
                along = 1.0
                if time < medicine_to:
                    along = 0.0 if time <= medicine_from else (time - medicine_from) / (medicine_to - medicine_from)
                if far != last_behaviour or along != last_medicine:
                    last_behaviour, last_medicine = far, along
                    treatment = treatment_first[i] + along * (treatment_last[i] - treatment_first[i])
                    care = care_first[i] + far * (care_last[i] - care_first[i])
                    for s in range(8):
                        weights[s] = weights_first[i, s] + far * (weights_last[i, s] - weights_first[i, s])
                        u = unprotected_first[i, s] + far * (unprotected_last[i, s] - unprotected_first[i, s])
                        for k in range(hiv + stis):
                            if hiv == 1:
                                at = FIRST if k == 0 else FIRST + HIV_NUMBERS + STI_NUMBERS * (k - 1)
                            else:
                                at = FIRST + STI_NUMBERS * k
                            passed = 1.0 - q[at + 2] * (1.0 - u)
                            risk[8 * k + s] = q[at] * acquisition[i, s] * passed
                            give[8 * k + s] = q[at + 1] * passed
                if stage == 0:
                    _slope(x, now, q, risk, give, weights, treatment, care, hiv, stis, groups, force)
                    for r in range(rows):
                        total[r] = now[r] * (step / 6.0)
                else:
                    reach = step if stage == 3 else step / 2.0
                    weight = step / 6.0 if stage == 3 else step / 3.0
                    for r in range(rows):
                        here[r] = x[r] + reach * now[r]
                    _slope(here, now, q, risk, give, weights, treatment, care, hiv, stis, groups, force)
                    for r in range(rows):
                        total[r] += now[r] * weight
            for r in range(rows):
                x[r] += total[r]
