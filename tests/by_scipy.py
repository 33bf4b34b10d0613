"""The equations of docs/outcomes-equations.md once more, one draw at a time, by SciPy: another pen, another solver."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

Draw = Mapping[str, float]
STRATA = list(product((0, 1), repeat=3))  # workplace, police, violence: the order of the strata
STAGES = {"hiv": 5, "gonorrhoea": 3, "syphilis": 3}


def odds(share: float) -> float:
    return share / (1 - share)


def share(odds_: float) -> float:
    return odds_ / (1 + odds_)


@dataclass
class World:
    """Exposures and condom use on one side of a change."""

    hurt_free: float
    hurt_policed: float
    police: float
    workplace: float
    or_violence: float
    or_police: float
    or_workplace: float
    odds_without: float = 0.0
    reach: float = 0.0
    reach_odds: float = 1.0

    def weights(self) -> list[float]:
        found = []
        for workplace, police, violence in STRATA:
            hurt = self.hurt_policed if police else self.hurt_free
            found.append(
                (hurt if violence else 1 - hurt)
                * (self.police if police else 1 - self.police)
                * (self.workplace if workplace else 1 - self.workplace)
            )
        return found

    def ratios(self) -> list[float]:
        return [self.or_workplace**w * self.or_police**p * self.or_violence**v for w, p, v in STRATA]

    def without(self) -> list[float]:
        plain = [share(self.odds_without * ratio) for ratio in self.ratios()]
        reached = [share(self.odds_without / self.reach_odds * ratio) for ratio in self.ratios()]
        return [(1 - self.reach) * a + self.reach * b for a, b in zip(plain, reached, strict=True)]

    def solve_for(self, mean_use: float) -> None:
        def gap(log_odds: float) -> float:
            self.odds_without = math.exp(log_odds)
            mean = sum(w * share(self.odds_without * r) for w, r in zip(self.weights(), self.ratios(), strict=True))
            return mean - (1 - mean_use)

        self.odds_without = math.exp(brentq(gap, -30, 30, xtol=1e-15, rtol=1e-15))


def world(d: Draw) -> World:
    """The start: violence split by policing, condom use solved for its mean."""
    whole, police, ratio = d["exposed_violence"], d["exposed_police"], d["police_violence_odds"]
    free = brentq(
        lambda x: (1 - police) * x + police * share(ratio * odds(x)) - whole, 1e-12, 1 - 1e-12, xtol=1e-16, rtol=1e-15
    )
    found = World(
        free, share(ratio * odds(free)), police, d["exposed_workplace"],
        d.get("violence_odds", 1.0), d.get("police_odds", 1.0), d.get("workplace_odds", 1.0),
    )  # fmt: skip
    found.solve_for(d["condom_use_clients"])
    return found


@dataclass
class Model:
    """One draw, ready to be integrated. A state is a flat list: infection, stage, group; then the counters."""

    d: Draw
    infections: tuple[str, ...]
    open: bool
    slices: dict[str, slice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.groups = 11 if self.open else 9
        at = 0
        for one in self.infections:
            self.slices[one] = slice(at, at + STAGES[one] * self.groups)
            at += STAGES[one] * self.groups
        self.counters = at
        d = self.d
        self.sizes = [d["clients_per_worker"]]
        if self.open:
            self.sizes += [d["clients_per_worker"] * d["partners_per_client"], d["partners_per_worker"]]
        out = 1 / d["years_partners"]
        self.leave = np.array([1 / d["years_workers"]] * 8 + [1 / d["years_clients"], out, out][: self.groups - 8])
        self.partnership = {}
        for one in self.infections:
            women = d[f"{one}_per_act_to_worker"]
            men = women * d["hiv_ratio_to_client"] if one == "hiv" else d[f"{one}_per_act_to_client"]
            covered = 1 - d[f"{one}_condom_efficacy"] * d["condom_use_partners"]
            acts, years = d["acts_per_partnership"], d["partnership_years"]
            of = tuple((1 - (1 - chance * covered) ** (acts * years)) / years for chance in (women, men))
            self.partnership[one] = (women, men, *of)

    def beginning(self, weights: list[float]) -> np.ndarray:
        state = np.zeros(self.counters + 4 * len(self.infections))
        for one in self.infections:
            part = np.zeros((STAGES[one], self.groups))
            for group in range(self.groups):
                size = weights[group] if group < 8 else self.sizes[group - 8]
                name = ("start_hiv_workers" if group < 8 else "start_hiv_others") if one == "hiv" else "start_sti"
                part[0, group] = size * (1 - self.d[name])
                part[2 if one == "hiv" else 1, group] = size * self.d[name]
            state[self.slices[one]] = part.ravel()
        return state

    def rhs(self, state: np.ndarray, weights: np.ndarray, without: np.ndarray, art: float, care: float) -> np.ndarray:
        d, out = self.d, np.zeros_like(state)
        cofactor = np.ones(self.groups)
        women = np.array([True] * 8 + [False, True, False][: self.groups - 8])
        for one in self.infections:
            if one != "hiv" and "hiv" in self.infections:
                s, y, z = state[self.slices[one]].reshape(3, self.groups)
                total = s + y + z
                having = np.where(total > 0, y / np.where(total > 0, total, 1), 0)
                more = np.where(women, d[f"{one}_hiv_women"], d[f"{one}_hiv_men"])
                cofactor = cofactor * (1 + (more - 1) * having)
        for number, one in enumerate(self.infections):
            x = state[self.slices[one]].reshape(STAGES[one], self.groups)
            dx = out[self.slices[one]].reshape(STAGES[one], self.groups)
            to_women, to_men, women_year, men_year = self.partnership[one]
            passed = 1 - d[f"{one}_condom_efficacy"] * (1 - without)
            if one == "hiv":
                infectious = d["hiv_early_ratio"] * x[1] + x[2] + d["hiv_late_ratio"] * x[3]
                infectious = infectious + (1 - d["art_efficacy"]) * x[4]
            else:
                infectious = x[1]
            acts, clients = d["acts_per_worker"], d["clients_per_worker"]
            force = np.zeros(self.groups)
            force[:8] = acts * to_women * passed * infectious[8] / clients
            if one == "hiv":
                force[:8] *= [d.get("police_acquisition", 1.0) ** p for _, p, _ in STRATA]
            force[8] = acts / clients * to_men * (passed * infectious[:8]).sum()
            if self.open:
                force[:8] += d["partners_per_worker"] * women_year * infectious[10] / self.sizes[2]
                force[8] += d["partners_per_client"] * men_year * infectious[9] / self.sizes[1]
                force[9] = women_year * infectious[8] / clients
                force[10] = men_year * infectious[:8].sum()
                if one == "hiv":
                    force[:8] += d["background_infection"]
                else:
                    force[9:] += d[f"{one}_background"]
            if one == "hiv":
                force = force * cofactor
            new = force * x[0]
            out[self.counters + 4 * number] = new[:8].sum()
            out[self.counters + 4 * number + 1 : self.counters + 4 * number + 1 + self.groups - 8] = new[8:]
            entrants = d["entrant_prevalence"] if self.open and one == "hiv" else 0.0
            if one == "hiv":
                early, chronic, late = (1 / d[f"hiv_years_{name}"] for name in ("early", "chronic", "late"))
                dx[0] = -new
                dx[1] = new - early * x[1]
                dx[2] = early * x[1] - chronic * x[2] - art * x[2] + d["art_dropout"] * x[4]
                dx[3] = chronic * x[2] - late * x[3] - art * x[3]
                dx[4] = art * (x[2] + x[3]) - d["art_dropout"] * x[4] - d["art_mortality"] * x[4]
                dead = late * x[3] + d["art_mortality"] * x[4]
            else:
                cure = np.where(women, 1 / d[f"{one}_years_women"], 1 / d[f"{one}_years_men"])
                cure[:8] *= care
                back = 1 / d[f"{one}_years_latent"]
                latent = d[f"{one}_latent_share"]
                dx[0] = -new + (1 - latent) * cure * x[1] + back * x[2]
                dx[1] = new - cure * x[1]
                dx[2] = latent * cure * x[1] - back * x[2]
                dead = np.zeros(self.groups)
            gone = self.leave * x.sum(axis=0) + dead
            dx -= self.leave * x
            where = np.zeros((STAGES[one], self.groups))
            where[0, 8:], where[2, 8:] = gone[8:] * (1 - entrants), gone[8:] * entrants
            where[0, :8], where[2, :8] = (
                weights * gone[:8].sum() * (1 - entrants),
                weights * gone[:8].sum() * entrants,
            )
            dx += where
            dx[:, :8] += d["exposure_renewal"] * (weights * x[:, :8].sum(axis=1, keepdims=True) - x[:, :8])
        return out

    def run(
        self,
        state: np.ndarray,
        first: tuple[list[float], list[float], float, float],
        last: tuple[list[float], list[float], float, float],
        behaviour: tuple[float, float],
        medicine: tuple[float, float],
        years: float,
    ) -> np.ndarray:
        """The state after so many years; kinks are never stepped over."""
        w0, w1 = np.array(first[0]), np.array(last[0])
        u0, u1 = np.array(first[1]), np.array(last[1])

        def along(time: float, span: tuple[float, float]) -> float:
            return 1.0 if time >= span[1] else max(0.0, (time - span[0]) / (span[1] - span[0]))

        def at(time: float, x: np.ndarray) -> np.ndarray:
            a, b = along(time, behaviour), along(time, medicine)
            return self.rhs(
                x, w0 + a * (w1 - w0), u0 + a * (u1 - u0), first[2] + b * (last[2] - first[2]),
                first[3] + a * (last[3] - first[3]),
            )  # fmt: skip

        stops = sorted({0.0, float(years), *(float(t) for t in (*behaviour, *medicine) if 0 < t < years)})
        for begin, end in pairwise(stops):
            # On either side of a leap the right-hand side is that of its own stretch.
            middle = 1e-12 * (end - begin)
            solved = solve_ivp(
                lambda t, x, lo=begin + middle, hi=end - middle: at(min(max(t, lo), hi), x),
                (begin, end), state, method="LSODA", rtol=1e-10, atol=1e-13,
            )  # fmt: skip
            state = solved.y[:, -1]
        return state

    def moved(self, state: np.ndarray, before: World, after: World) -> np.ndarray:
        """Workers moved at once: for each person, the chances of where she is afterwards.

        Policing changes without regard to anything else. Then, among those who are policed now and among those who
        are not, just as many lose or get violence as it takes; then likewise the workplace, whoever she is.
        """

        def turned(had: int, has: int, old: float, new: float) -> float:
            """The chance that who had it has it, when the share goes from old to new and nobody moves needlessly."""
            keep = (min(1.0, new / old) if old > 0 else 1.0) if had else (max(0.0, (new - old) / (1 - old)))
            return keep if has else 1 - keep

        was = {0: before.hurt_free, 1: before.hurt_policed}
        will = {0: after.hurt_free, 1: after.hurt_policed}
        marginal = {0: 1 - before.police, 1: before.police}
        hurt_between = {}  # violence among those policed, or not, once policing has changed and violence has not
        for p in (0, 1):
            chance = {q: marginal[q] * turned(q, p, before.police, after.police) for q in (0, 1)}
            whole = sum(chance.values())
            hurt_between[p] = sum(chance[q] * was[q] for q in (0, 1)) / whole if whole else 0.0
        chances = np.zeros((8, 8))
        for i, (w, p, v) in enumerate(STRATA):
            for j, (w1, p1, v1) in enumerate(STRATA):
                chances[i, j] = (
                    turned(p, p1, before.police, after.police)
                    * turned(v, v1, hurt_between[p1], will[p1])
                    * turned(w, w1, before.workplace, after.workplace)
                )
        state = state.copy()
        for one in self.infections:
            x = state[self.slices[one]].reshape(STAGES[one], self.groups)
            x[:, :8] = x[:, :8] @ chances
        return state

    def new(self, state: np.ndarray) -> np.ndarray:
        """New infections as (infections, four groups of people)."""
        return state[self.counters :].reshape(len(self.infections), 4)
