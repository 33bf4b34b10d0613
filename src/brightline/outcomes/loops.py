"""The loops that are compiled: the equations for a few draws side by side, so that one instruction serves them all.

What the loops work in is one plain array, `w`, in rows of `LANES` draws. Every infection has a room there; the last
room holds the course. Run as they stand these functions work too, slowly; `compiled` has them compiled.
"""

from __future__ import annotations

import numpy as np

from brightline.outcomes.draws import Array
from brightline.outcomes.model import CONTACT, HIV_ONLY, SHARED, STI_ONLY

LANES = 4
"""Draws side by side: as many as the registers of most processors hold."""

# Places in the room of an infection. The state: for HIV 5 stages of 8 strata, 5 stages of 3 other groups, and 4
# counters; for another infection the same with 3 stages.
WORKERS, TAIL = 8 * LANES, 3 * LANES
"""Rows of a stage among workers, and in the other groups: clients, partners of clients, partners of workers."""
HIV_TAIL, HIV_COUNT = 5 * WORKERS, 5 * (WORKERS + TAIL)
STI_TAIL, STI_COUNT = 3 * WORKERS, 3 * (WORKERS + TAIL)
EARLY, CHRONIC, LATE, TREATED = (n * WORKERS for n in (1, 2, 3, 4))
INFECTIOUS, LATENT = EARLY, CHRONIC
"""Where a stage begins behind the susceptible; the next, where it does so in the other groups."""
TAIL_EARLY, TAIL_CHRONIC, TAIL_LATE, TAIL_TREATED = (n * TAIL for n in (1, 2, 3, 4))
TAIL_INFECTIOUS, TAIL_LATENT = TAIL_EARLY, TAIL_CHRONIC
OF_PARTNERS, OF_OTHERS = LANES, 2 * LANES
"""Among the rows of the other groups: partners of clients, and of workers, behind the clients."""
STATE, TOTAL, POINT = 0, 60 * LANES, 120 * LANES
"""The state; what it will be after the step, as far as it is known; the point at which the slope is taken."""
WEIGHT, RISK, GIVE, FORCE = 180 * LANES, 188 * LANES, 196 * LANES, 204 * LANES
OUT, MEDICINE = 216 * LANES, 221 * LANES
"""How fast workers leave each stage, and treatment (HIV) or the cure of women (others), as they are now."""
OUT_EARLY, OUT_CHRONIC, OUT_LATE, OUT_TREATED = (n * LANES for n in (1, 2, 3, 4))
OUT_INFECTIOUS, OUT_LATENT = OUT_EARLY, OUT_CHRONIC
NUMBER, ROOM = 224 * LANES, 256 * LANES

# The numbers of an infection, in the order of the model, those that infections share first.
CLIENTS, PARTNERS, OTHERS, LEAVE_W, LEAVE_C, LEAVE_P, RENEWAL = (NUMBER + n * LANES for n in range(len(SHARED)))
_MET = NUMBER + len(SHARED) * LANES
(WORKER_CLIENT, CLIENT_WORKER, EFFICACY, WORKER_OTHER, OTHER_WORKER, CLIENT_PARTNER, PARTNER_CLIENT, BACKGROUND,
 ENTRANTS) = (_MET + n * LANES for n in range(len(CONTACT)))  # fmt: skip
_OWN = _MET + len(CONTACT) * LANES
(EARLY_RATIO, LATE_RATIO, TREATED_RATIO, LEAVE_EARLY, LEAVE_CHRONIC, LEAVE_LATE, DROPOUT, DEATHS) = (
    _OWN + n * LANES for n in range(len(HIV_ONLY))
)
CURE_WOMEN, CURE_MEN, LATENT_SHARE, LEAVE_LATENT, HIV_WOMEN, HIV_MEN = (_OWN + n * LANES for n in range(len(STI_ONLY)))
FIRST, OF_HIV, OF_STI = len(SHARED), len(CONTACT) + len(HIV_ONLY), len(CONTACT) + len(STI_ONLY)
# What lies past the end of its place would be written over by another, and no compiled loop would notice.
assert max(HIV_COUNT, STI_COUNT) + 4 * LANES <= TOTAL - STATE == POINT - TOTAL == WEIGHT - POINT
assert FORCE + WORKERS + TAIL <= OUT
assert OUT + OUT_TREATED < MEDICINE < NUMBER
assert NUMBER + (FIRST + max(OF_HIV, OF_STI)) * LANES <= ROOM

# Places in the room of the course: its beginning, and as far behind it its end.
UNPROTECTED, WEIGHTS, TREATMENT, CARE, ENDS, ACQUISITION = (n * LANES for n in (0, 8, 16, 17, 18, 36))
assert CARE < ENDS <= ACQUISITION - ENDS
assert ACQUISITION + WORKERS <= ROOM

CALLED = ("between", "moment", "go_on", "cofactor", "hiv_slope", "sti_slope", "fill", "read", "write", "count")
"""What `run` calls by name, in an order in which it can be compiled."""


# Three words on rows of draws. Compiled, they are single instructions.


def load(w: Array, at: int) -> Array:
    """The row that starts here."""
    return w[at : at + LANES].copy()


def store(w: Array, at: int, row: Array) -> None:
    """Put a row here."""
    w[at : at + LANES] = row


def every(number: float) -> Array:
    """The same number for every draw."""
    return np.full(LANES, number)


def between(w: Array, at: int, share: float) -> Array:
    """What the course has at a share of the way; at the ends exactly what it has there."""
    if share == 1.0:
        return load(w, at + ENDS)
    first = load(w, at)
    if share == 0.0:
        return first
    return first + every(share) * (load(w, at + ENDS) - first)


def moment(w: Array, course: int, hiv: int, stis: int, far: float, along: float) -> None:
    """What changes by time: condoms, exposures, treatment, care, and all that follows from them alone."""
    one = every(1.0)
    for k in range(hiv + stis):
        p = k * ROOM
        for s in range(8):
            n = s * LANES
            passed = one - load(w, p + EFFICACY) * (one - between(w, course + UNPROTECTED + n, far))
            store(w, p + RISK + n, load(w, p + WORKER_CLIENT) * load(w, course + ACQUISITION + n) * passed)
            store(w, p + GIVE + n, load(w, p + CLIENT_WORKER) * passed)
            store(w, p + WEIGHT + n, between(w, course + WEIGHTS + n, far))
        go = load(w, p + LEAVE_W) + load(w, p + RENEWAL)
        store(w, p + OUT, go)
        if k < hiv:
            treated = between(w, course + TREATMENT, along)
            store(w, p + MEDICINE, treated)
            store(w, p + OUT + OUT_EARLY, load(w, p + LEAVE_EARLY) + go)
            store(w, p + OUT + OUT_CHRONIC, load(w, p + LEAVE_CHRONIC) + treated + go)
            store(w, p + OUT + OUT_LATE, load(w, p + LEAVE_LATE) + treated + go)
            store(w, p + OUT + OUT_TREATED, load(w, p + DROPOUT) + load(w, p + DEATHS) + go)
        else:
            cure = load(w, p + CURE_WOMEN) * between(w, course + CARE, far)
            store(w, p + MEDICINE, cure)
            store(w, p + OUT + OUT_INFECTIOUS, cure + go)
            store(w, p + OUT + OUT_LATENT, load(w, p + LEAVE_LATENT) + go)


def go_on(w: Array, at: int, slope: Array, stage: int, reach: float, weight: float) -> None:
    """Add a slope to what a row of the state will be, and move its point on for the next slope."""
    if stage == 3:
        store(w, at + STATE, load(w, at + TOTAL) + every(weight) * slope)
        return
    now = load(w, at + STATE)
    so_far = now if stage == 0 else load(w, at + TOTAL)
    store(w, at + TOTAL, so_far + every(weight) * slope)
    store(w, at + POINT, now + every(reach) * slope)


def cofactor(w: Array, p: int, tail: int, source: int, tails: int) -> None:
    """The force of HIV made greater by the share of each group that has another infection, infectious.

    Where there is nobody the share is 0: what is added to the divisor is lost beside any number of people.
    """
    nobody, one = every(1e-300), every(1.0)
    for g in range(8 + tails):
        x = p + source + (g * LANES if g < 8 else tail + (g - 8) * LANES)
        infectious = load(w, x + (INFECTIOUS if g < 8 else TAIL_INFECTIOUS))
        whole = load(w, x) + infectious + load(w, x + (LATENT if g < 8 else TAIL_LATENT)) + nobody
        more = load(w, p + (HIV_WOMEN if g < 8 or g == 9 else HIV_MEN)) - one
        store(w, FORCE + g * LANES, load(w, FORCE + g * LANES) * (one + more * infectious / whole))


def hiv_slope(w: Array, stage: int, reach: float, weight: float, stis: int, tails: int) -> None:
    """HIV: the slope of one stage of a step, and on to the next point. It stands in the first room."""
    x = STATE if stage == 0 else POINT
    early, late, treated = load(w, EARLY_RATIO), load(w, LATE_RATIO), load(w, TREATED_RATIO)
    t = x + HIV_TAIL
    of_clients = early * load(w, t + TAIL_EARLY) + load(w, t + TAIL_CHRONIC)
    of_clients = of_clients + late * load(w, t + TAIL_LATE) + treated * load(w, t + TAIL_TREATED)
    of_clients = of_clients * load(w, CLIENTS)
    extra = load(w, BACKGROUND)
    given = every(0.0)
    if tails == 3:
        partners, others = t + OF_PARTNERS, t + OF_OTHERS
        of_partners = early * load(w, partners + TAIL_EARLY) + load(w, partners + TAIL_CHRONIC)
        of_partners = of_partners + late * load(w, partners + TAIL_LATE) + treated * load(w, partners + TAIL_TREATED)
        of_others = early * load(w, others + TAIL_EARLY) + load(w, others + TAIL_CHRONIC)
        of_others = of_others + late * load(w, others + TAIL_LATE) + treated * load(w, others + TAIL_TREATED)
        given = load(w, CLIENT_PARTNER) * (of_partners * load(w, PARTNERS))
        extra = extra + load(w, WORKER_OTHER) * (of_others * load(w, OTHERS))
        store(w, FORCE + WORKERS + OF_PARTNERS, load(w, PARTNER_CLIENT) * of_clients)
    m0, m1, m2, m3, m4 = every(0.0), every(0.0), every(0.0), every(0.0), every(0.0)
    for s in range(8):
        i = s * LANES
        a, b, c = load(w, x + i), load(w, x + EARLY + i), load(w, x + CHRONIC + i)
        d, e = load(w, x + LATE + i), load(w, x + TREATED + i)
        given = given + load(w, GIVE + i) * (early * b + c + late * d + treated * e)
        m0, m1, m2, m3, m4 = m0 + a, m1 + b, m2 + c, m3 + d, m4 + e
        store(w, FORCE + i, load(w, RISK + i) * of_clients + extra)
    store(w, FORCE + WORKERS, given)
    if tails == 3:
        store(w, FORCE + WORKERS + OF_OTHERS, load(w, OTHER_WORKER) * (early * m1 + m2 + late * m3 + treated * m4))
    for k in range(stis):
        cofactor(w, (k + 1) * ROOM, STI_TAIL, x, tails)
    leave_early, leave_chronic, leave_late = load(w, LEAVE_EARLY), load(w, LEAVE_CHRONIC), load(w, LEAVE_LATE)
    dropout, deaths, treatment, entrants = load(w, DROPOUT), load(w, DEATHS), load(w, MEDICINE), load(w, ENTRANTS)
    coming = load(w, LEAVE_W) * (m0 + m1 + m2 + m3 + m4) + leave_late * m3 + deaths * m4
    with_it = entrants * coming
    renewal = load(w, RENEWAL)
    m0, m1, m2, m3, m4 = renewal * m0, renewal * m1, renewal * m2, renewal * m3, renewal * m4
    m0, m2 = m0 + (coming - with_it), m2 + with_it
    count = every(0.0)
    for s in range(8):
        i = s * LANES
        a, b, c = load(w, x + i), load(w, x + EARLY + i), load(w, x + CHRONIC + i)
        d, e = load(w, x + LATE + i), load(w, x + TREATED + i)
        share = load(w, WEIGHT + i)
        new = load(w, FORCE + i) * a
        count = count + new
        slope = share * m0 - new - load(w, OUT) * a
        go_on(w, i, slope, stage, reach, weight)
        slope = share * m1 + new - load(w, OUT + OUT_EARLY) * b
        go_on(w, EARLY + i, slope, stage, reach, weight)
        slope = share * m2 + leave_early * b + dropout * e - load(w, OUT + OUT_CHRONIC) * c
        go_on(w, CHRONIC + i, slope, stage, reach, weight)
        slope = share * m3 + leave_chronic * c - load(w, OUT + OUT_LATE) * d
        go_on(w, LATE + i, slope, stage, reach, weight)
        slope = share * m4 + treatment * (c + d) - load(w, OUT + OUT_TREATED) * e
        go_on(w, TREATED + i, slope, stage, reach, weight)
    go_on(w, HIV_COUNT, count, stage, reach, weight)
    for g in range(tails):
        i = HIV_TAIL + g * LANES
        leave = load(w, LEAVE_C if g == 0 else LEAVE_P)
        a, b, c = load(w, x + i), load(w, x + TAIL_EARLY + i), load(w, x + TAIL_CHRONIC + i)
        d, e = load(w, x + TAIL_LATE + i), load(w, x + TAIL_TREATED + i)
        new = load(w, FORCE + WORKERS + g * LANES) * a
        coming = leave * (a + b + c + d + e) + leave_late * d + deaths * e
        with_it = entrants * coming
        go_on(w, HIV_COUNT + (1 + g) * LANES, new, stage, reach, weight)
        go_on(w, i, (coming - with_it) - new - leave * a, stage, reach, weight)
        go_on(w, TAIL_EARLY + i, new - (leave_early + leave) * b, stage, reach, weight)
        slope = with_it + leave_early * b + dropout * e - (leave_chronic + treatment + leave) * c
        go_on(w, TAIL_CHRONIC + i, slope, stage, reach, weight)
        go_on(w, TAIL_LATE + i, leave_chronic * c - (leave_late + treatment + leave) * d, stage, reach, weight)
        go_on(w, TAIL_TREATED + i, treatment * (c + d) - (dropout + deaths + leave) * e, stage, reach, weight)


def sti_slope(w: Array, p: int, stage: int, reach: float, weight: float, tails: int) -> None:
    """Another infection, whose room starts at `p`: the same as for HIV."""
    x = p + (STATE if stage == 0 else POINT)
    t = x + STI_TAIL
    of_clients = load(w, t + TAIL_INFECTIOUS) * load(w, p + CLIENTS)
    extra, given = every(0.0), every(0.0)
    if tails == 3:
        given = load(w, p + CLIENT_PARTNER) * (load(w, t + TAIL_INFECTIOUS + OF_PARTNERS) * load(w, p + PARTNERS))
        extra = load(w, p + WORKER_OTHER) * (load(w, t + TAIL_INFECTIOUS + OF_OTHERS) * load(w, p + OTHERS))
        store(w, p + FORCE + WORKERS + OF_PARTNERS, load(w, p + PARTNER_CLIENT) * of_clients + load(w, p + BACKGROUND))
    m0, m1, m2 = every(0.0), every(0.0), every(0.0)
    for s in range(8):
        i = s * LANES
        b = load(w, x + INFECTIOUS + i)
        given = given + load(w, p + GIVE + i) * b
        m0, m1, m2 = m0 + load(w, x + i), m1 + b, m2 + load(w, x + LATENT + i)
    store(w, p + FORCE + WORKERS, given)
    if tails == 3:
        store(w, p + FORCE + WORKERS + OF_OTHERS, load(w, p + OTHER_WORKER) * m1 + load(w, p + BACKGROUND))
    renewal, latent, leave_latent = load(w, p + RENEWAL), load(w, p + LATENT_SHARE), load(w, p + LEAVE_LATENT)
    coming = load(w, p + LEAVE_W) * (m0 + m1 + m2)
    m0, m1, m2 = renewal * m0 + coming, renewal * m1, renewal * m2
    count = every(0.0)
    for s in range(8):
        i = s * LANES
        a, b, c = load(w, x + i), load(w, x + INFECTIOUS + i), load(w, x + LATENT + i)
        share = load(w, p + WEIGHT + i)
        new = (load(w, p + RISK + i) * of_clients + extra) * a
        count = count + new
        cured = load(w, p + MEDICINE) * b
        hidden = latent * cured
        slope = share * m0 + (cured - hidden) + leave_latent * c - new - load(w, p + OUT) * a
        go_on(w, p + i, slope, stage, reach, weight)
        go_on(w, p + INFECTIOUS + i, share * m1 + new - load(w, p + OUT + OUT_INFECTIOUS) * b, stage, reach, weight)
        slope = share * m2 + hidden - load(w, p + OUT + OUT_LATENT) * c
        go_on(w, p + LATENT + i, slope, stage, reach, weight)
    go_on(w, p + STI_COUNT, count, stage, reach, weight)
    for g in range(tails):
        i = STI_TAIL + g * LANES
        leave = load(w, p + (LEAVE_C if g == 0 else LEAVE_P))
        a, b, c = load(w, x + i), load(w, x + TAIL_INFECTIOUS + i), load(w, x + TAIL_LATENT + i)
        new = load(w, p + FORCE + WORKERS + g * LANES) * a
        cured = load(w, p + (CURE_WOMEN if g == 1 else CURE_MEN)) * b
        hidden = latent * cured
        go_on(w, p + STI_COUNT + (1 + g) * LANES, new, stage, reach, weight)
        slope = leave * (b + c) + (cured - hidden) + leave_latent * c - new
        go_on(w, p + i, slope, stage, reach, weight)
        go_on(w, p + TAIL_INFECTIOUS + i, new - cured - leave * b, stage, reach, weight)
        go_on(w, p + TAIL_LATENT + i, hidden - (leave_latent + leave) * c, stage, reach, weight)


def fill(w: Array, at: int, rows: Array, first: int, number: int, draw: int) -> None:
    """Rows of an array (rows, draws) for the draws from one on. Behind the last draw it is itself once more."""
    last = rows.shape[1] - 1
    for n in range(number):
        for j in range(LANES):
            w[at + n * LANES + j] = rows[first + n, min(draw + j, last)]


def read(w: Array, state: Array, numbers: Array, draw: int, hiv: int, stis: int, tails: int) -> None:
    """Into the rooms of infections: their state and numbers, for the draws from one on."""
    row, own, counters = 0, FIRST, state.shape[0] - 4 * (hiv + stis)
    for k in range(hiv + stis):
        p = k * ROOM
        stages, tail, counted, mine = (5, HIV_TAIL, HIV_COUNT, OF_HIV) if k < hiv else (3, STI_TAIL, STI_COUNT, OF_STI)
        for n in range(stages):
            fill(w, p + n * WORKERS, state, row, 8, draw)
            fill(w, p + tail + n * TAIL, state, row + 8, tails, draw)
            row += 8 + tails
        fill(w, p + counted, state, counters + 4 * k, 4, draw)
        fill(w, p + NUMBER, numbers, 0, FIRST, draw)
        fill(w, p + NUMBER + FIRST * LANES, numbers, own, mine, draw)
        own += mine
        for at in range(p + CLIENTS, p + CLIENTS + 3 * LANES):
            w[at] = 1.0 / w[at] if w[at] > 0.0 else 0.0


def write(w: Array, state: Array, draw: int, hiv: int, stis: int, tails: int) -> None:
    """The state, from the rooms."""
    row, counters = 0, state.shape[0] - 4 * (hiv + stis)
    many = min(LANES, state.shape[1] - draw)
    for k in range(hiv + stis):
        p = k * ROOM
        stages, tail, counted = (5, HIV_TAIL, HIV_COUNT) if k < hiv else (3, STI_TAIL, STI_COUNT)
        for j in range(many):
            for n in range(stages):
                for g in range(8):
                    state[row + n * (8 + tails) + g, draw + j] = w[p + n * WORKERS + g * LANES + j]
                for g in range(tails):
                    state[row + n * (8 + tails) + 8 + g, draw + j] = w[p + tail + n * TAIL + g * LANES + j]
            for g in range(4):
                state[counters + 4 * k + g, draw + j] = w[p + counted + g * LANES + j]
        row += stages * (8 + tails)


def count(w: Array, new: Array, having: Array, year: int, draw: int, hiv: int, stis: int, tails: int) -> None:
    """Infections so far and people with each infection, in the four groups of people."""
    many = min(LANES, new.shape[3] - draw)
    for k in range(hiv + stis):
        p = k * ROOM
        stages, tail, counted = (5, HIV_TAIL, HIV_COUNT) if k < hiv else (3, STI_TAIL, STI_COUNT)
        for g in range(4):
            for j in range(many):
                new[year, k, g, draw + j] = w[p + counted + g * LANES + j]
        for g in range(1 + tails):
            number = every(0.0)
            for n in range(1, stages):
                if g == 0:
                    for s in range(8):
                        number = number + load(w, p + n * WORKERS + s * LANES)
                else:
                    number = number + load(w, p + tail + n * TAIL + (g - 1) * LANES)
            store(w, p + FORCE, number)
            for j in range(many):
                having[year, k, g, draw + j] = w[p + FORCE + j]


def run(
    w: Array,
    state: Array,
    new: Array,
    having: Array,
    numbers: Array,
    acquisition: Array,
    unprotected_first: Array,
    unprotected_last: Array,
    weights_first: Array,
    weights_last: Array,
    medicine_first: Array,
    medicine_last: Array,
    behaviour_from: float,
    behaviour_to: float,
    medicine_from: float,
    medicine_to: float,
    hiv: int,
    stis: int,
    tails: int,
    years: int,
    each: int,
) -> None:
    """So many years of so many steps for every draw, in place, with the counts of every year. Arrays are (rows, draws);
    `medicine_...` have treatment and care; `new` and `having` are as in a record."""
    course = (hiv + stis) * ROOM
    step = 1.0 / each
    for draw in range(0, state.shape[1], LANES):
        read(w, state, numbers, draw, hiv, stis, tails)
        fill(w, course + UNPROTECTED, unprotected_first, 0, 8, draw)
        fill(w, course + UNPROTECTED + ENDS, unprotected_last, 0, 8, draw)
        fill(w, course + WEIGHTS, weights_first, 0, 8, draw)
        fill(w, course + WEIGHTS + ENDS, weights_last, 0, 8, draw)
        fill(w, course + TREATMENT, medicine_first, 0, 2, draw)
        fill(w, course + TREATMENT + ENDS, medicine_last, 0, 2, draw)
        fill(w, course + ACQUISITION, acquisition, 0, 8, draw)
        count(w, new, having, 0, draw, hiv, stis, tails)
        far_before, along_before = -1.0, -1.0
        for year in range(years):
            for number in range(each):
                for stage in range(4):
                    time = year + number * step
                    if stage == 3:
                        time += step
                    elif stage > 0:
                        time += 0.5 * step
                    far, along = 1.0, 1.0
                    if time < behaviour_to:
                        far = max(0.0, (time - behaviour_from) / (behaviour_to - behaviour_from))
                    if time < medicine_to:
                        along = max(0.0, (time - medicine_from) / (medicine_to - medicine_from))
                    if far != far_before or along != along_before:
                        far_before, along_before = far, along
                        moment(w, course, hiv, stis, far, along)
                    reach = step if stage == 2 else 0.5 * step
                    weight = step / 3.0 if stage == 1 or stage == 2 else step / 6.0
                    if hiv == 1:
                        hiv_slope(w, stage, reach, weight, stis, tails)
                    for k in range(hiv, hiv + stis):
                        sti_slope(w, k * ROOM, stage, reach, weight, tails)
            count(w, new, having, year + 1, draw, hiv, stis, tails)
        write(w, state, draw, hiv, stis, tails)
