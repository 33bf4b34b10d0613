"""The equations of infection, for many draws at once, and their Runge-Kutta steps. docs/outcomes-equations.md has them.

Everything is elementwise over draws: a draw has the same bits in any company, on any number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from brightline.outcomes.draws import Array
from brightline.outcomes.exposure import STRATA
from brightline.outcomes.model import CLIENTS, OTHERS, PARTNERS, Course, Layout, Numbers
from brightline.outcomes.settings import Infection

Slope = Callable[[float, Array, Array], None]
"""Writes the slope at a time and state into its third argument. State and slope are (rows, draws)."""


def slope(numbers: Numbers, course: Course) -> Slope:
    """The right-hand side for these numbers. It keeps room to work in: use one of it in one thread only."""
    return _Slope(numbers, course)


class _Slope:
    def __init__(self, numbers: Numbers, course: Course) -> None:
        layout = numbers.layout
        self.layout = layout
        self.course = course
        self.weights = course.weights[0]
        self.moment: tuple[float, float] | None = None
        self.hiv = _Hiv(numbers) if layout.hiv else None
        self.stis = [_Sti(numbers, one) for one in layout.stis]

    def __call__(self, time: float, state: Array, into: Array) -> None:
        self._set_moment(time)
        cofactors = [(one, state) for one in self.stis]
        if self.hiv:
            self.hiv.write(state, into, self.weights, cofactors)
        for one in self.stis:
            one.write(state, into, self.weights)

    def _set_moment(self, time: float) -> None:
        """What changes by time, worked out only when it has changed."""
        moment = progress(time, self.course.behaviour), progress(time, self.course.medicine)
        if moment == self.moment:
            return
        self.moment = moment
        unprotected = between(self.course.unprotected, moment[0])
        self.weights = between(self.course.weights, moment[0])
        if self.hiv:
            self.hiv.set_moment(unprotected, between(self.course.treatment, moment[1]))
        for one in self.stis:
            one.set_moment(unprotected, between(self.course.care, moment[0]))


def progress(time: float, span: tuple[float, float]) -> float:
    """How far a change has come: 0 before it, 1 after it."""
    first, last = span
    if time >= last:
        return 1.0
    return 0.0 if time <= first else (time - first) / (last - first)


def between(pair: tuple[Array, Array], share: float) -> Array:
    """The values at a share of the way; at the ends exactly those of the ends."""
    if share == 1.0:
        return pair[1]
    return pair[0] if share == 0.0 else pair[0] + share * (pair[1] - pair[0])


class _Spread:
    """What HIV and the other infections have in common: contacts, new infections, who leaves and who comes."""

    def __init__(self, numbers: Numbers, infection: Infection) -> None:
        self.layout: Layout = numbers.layout
        self.infection: Infection = infection
        self.open = numbers.layout.open
        self.size = numbers.draws
        self.groups = numbers.layout.groups
        self.numbers = numbers
        self.per_client = 1 / numbers["clients"]
        leave = np.empty((self.groups, self.size))
        leave[:STRATA], leave[CLIENTS] = numbers["leave_workers"], numbers["leave_clients"]
        inverse = [self.per_client]
        if self.open:
            leave[PARTNERS:] = numbers["leave_partners"]
            with np.errstate(divide="ignore"):
                inverse += [np.where(numbers[n] > 0, 1 / numbers[n], 0.0) for n in ("partners", "others")]
        self.inverse = inverse
        self.leave = leave
        self.renewal = numbers["renewal"]
        self.risk = np.empty((STRATA, self.size))
        self.give = np.empty((STRATA, self.size))
        self.force = np.empty((self.groups, self.size))
        self.infected = np.empty((self.groups, self.size))
        self.one = np.empty((self.groups, self.size))
        self.infectious = np.empty((self.groups, self.size))
        self.coming = np.empty((1 + self.groups - STRATA, self.size))

    def of(self, name: str) -> Array:
        return self.numbers[f"{self.infection}.{name}"]

    def set_condoms(self, unprotected: Array) -> None:
        passed = 1 - self.of("efficacy") * (1 - unprotected)
        np.multiply(self.of("client_worker"), passed, out=self.give)
        np.multiply(self.of("worker_client") * self.numbers.acquisition, passed, out=self.risk)

    def set_force(self) -> None:
        """The rate at which the susceptible of each group are infected, from the infectious of the others."""
        infectious, force = self.infectious, self.force
        of_clients = infectious[CLIENTS] * self.per_client
        np.multiply(self.risk, of_clients, out=force[:STRATA])
        np.multiply(self.give, infectious[:STRATA], out=self.one[:STRATA])
        np.add.reduce(self.one[:STRATA], axis=0, out=force[CLIENTS])
        if self.open:
            of_partners = infectious[PARTNERS] * self.inverse[1]
            of_others = infectious[OTHERS] * self.inverse[2]
            force[:STRATA] += self.of("worker_other") * of_others
            force[CLIENTS] += self.of("client_partner") * of_partners
            np.multiply(self.of("partner_client"), of_clients, out=force[PARTNERS])
            np.multiply(self.of("other_worker"), infectious[:STRATA].sum(axis=0), out=force[OTHERS])
            if self.infection == "hiv":
                force[:STRATA] += self.of("background")
            else:
                force[PARTNERS:] += self.of("background")

    def set_new(self, susceptible: Array, into: Array) -> None:
        """New infections by group, and their count."""
        np.multiply(self.force, susceptible, out=self.infected)
        count = self.layout.new(into, self.infection)
        count[:] = 0.0
        np.add.reduce(self.infected[:STRATA], axis=0, out=count[0])
        count[1 : 1 + self.groups - STRATA] = self.infected[STRATA:]

    def mix(self, people: Array, out: Array, weights: Array, dying: Mapping[int, Array], entrants: Array) -> None:
        """Who comes in place of those who left, and workers whose exposures are drawn anew; starts the slope.

        `dying` are the rates of death by stage; as many come as leave or die. `entrants` is the share of those who come
        with the infection, in the third stage.
        """
        arrive = people[:, :STRATA].sum(axis=1)
        coming, outside = self.coming, self.coming[1:]
        np.multiply(arrive.sum(axis=0), self.leave[0], out=coming[0])
        np.multiply(people[:, STRATA:].sum(axis=0), self.leave[STRATA:], out=outside)
        for stage, rate in dying.items():
            coming[0] += arrive[stage] * rate
            outside += people[stage, STRATA:] * rate
        with_it = coming * entrants
        coming -= with_it
        arrive *= self.renewal
        arrive[2] += with_it[0]
        arrive[0] += coming[0]
        np.multiply(weights, arrive[:, None, :], out=out[:, :STRATA])
        out[:, STRATA:] = 0.0
        out[2, STRATA:], out[0, STRATA:] = with_it[1:], outside


class _Hiv(_Spread):
    def __init__(self, numbers: Numbers) -> None:
        super().__init__(numbers, "hiv")
        self.out_rate = np.empty((5, self.groups, self.size))
        self.room = np.empty((5, self.groups, self.size))
        self.treatment = np.empty(self.size)

    def set_moment(self, unprotected: Array, treatment: Array) -> None:
        self.set_condoms(unprotected)
        self.treatment = treatment
        rate = self.out_rate
        rate[:] = self.leave
        rate[:, :STRATA] += self.renewal
        rate[1] += self.of("leave_early")
        rate[2] += self.of("leave_chronic") + treatment
        rate[3] += self.of("leave_late") + treatment
        rate[4] += self.of("dropout") + self.of("treated_deaths")

    def write(self, state: Array, into: Array, weights: Array, cofactors: list[tuple[_Sti, Array]]) -> None:
        people, out = self.layout.people(state, "hiv"), self.layout.people(into, "hiv")
        susceptible, early, chronic, late, treated = people
        one, infectious = self.one, self.infectious
        np.multiply(early, self.of("early_ratio"), out=infectious)
        infectious += chronic
        infectious += np.multiply(late, self.of("late_ratio"), out=one)
        infectious += np.multiply(treated, self.of("treated_ratio"), out=one)
        self.set_force()
        for sti, of_sti in cofactors:
            sti.raise_force(self.force, of_sti)
        self.set_new(susceptible, into)
        self.mix(people, out, weights, {3: self.of("leave_late"), 4: self.of("treated_deaths")}, self.of("entrants"))
        out -= np.multiply(self.out_rate, people, out=self.room)
        out[0] -= self.infected
        out[1] += self.infected
        out[2] += np.multiply(early, self.of("leave_early"), out=one)
        out[2] += np.multiply(treated, self.of("dropout"), out=one)
        out[3] += np.multiply(chronic, self.of("leave_chronic"), out=one)
        np.add(chronic, late, out=one)
        one *= self.treatment
        out[4] += one


class _Sti(_Spread):
    def __init__(self, numbers: Numbers, infection: Infection) -> None:
        super().__init__(numbers, infection)
        self.cure = np.empty((self.groups, self.size))
        self.out_rate = np.empty((3, self.groups, self.size))
        self.room = np.empty((3, self.groups, self.size))
        self.share = self.of("latent_share")
        more = np.empty((self.groups, self.size))
        more[:STRATA] = self.of("hiv_women") - 1
        more[CLIENTS] = self.of("hiv_men") - 1
        if self.open:
            more[PARTNERS], more[OTHERS] = self.of("hiv_women") - 1, self.of("hiv_men") - 1
        self.more = more

    def set_moment(self, unprotected: Array, care: Array) -> None:
        self.set_condoms(unprotected)
        self.cure[:STRATA] = self.of("cure_women") * care
        self.cure[CLIENTS] = self.of("cure_men")
        if self.open:
            self.cure[PARTNERS], self.cure[OTHERS] = self.of("cure_women"), self.of("cure_men")
        rate = self.out_rate
        rate[:] = self.leave
        rate[:, :STRATA] += self.renewal
        rate[1] += self.cure
        rate[2] += self.of("leave_latent")

    def raise_force(self, force: Array, state: Array) -> None:
        """The force of HIV made greater by the share of each group that has this infection, infectious."""
        people = self.layout.people(state, self.infection)
        whole = people.sum(axis=0)
        share = np.divide(people[1], whole, out=self.one, where=whole > 0)
        share[whole <= 0] = 0.0
        share *= self.more
        share += 1.0
        force *= share

    def write(self, state: Array, into: Array, weights: Array) -> None:
        people, out = self.layout.people(state, self.infection), self.layout.people(into, self.infection)
        susceptible, infectious, latent = people
        one = self.one
        self.infectious[:] = infectious
        self.set_force()
        self.set_new(susceptible, into)
        self.mix(people, out, weights, {}, self.of("entrants"))
        out -= np.multiply(self.out_rate, people, out=self.room)
        out[0] -= self.infected
        out[1] += self.infected
        np.multiply(self.cure, infectious, out=one)
        out[0] += one
        one *= self.share
        out[0] -= one
        out[2] += one
        out[0] += np.multiply(latent, self.of("leave_latent"), out=one)


def advance(run: Slope, state: Array, start: float, step: float, steps: int) -> None:
    """So many classical Runge-Kutta steps from a time on, in place."""
    total, here, now = np.empty_like(state), np.empty_like(state), np.empty_like(state)
    room = np.empty_like(state)
    for number in range(steps):
        time = start + number * step
        run(time, state, now)
        np.multiply(now, step / 6, out=total)
        for weight, reach, part in ((step / 3, step / 2, 0.5), (step / 3, step / 2, 0.5), (step / 6, step, 1.0)):
            np.multiply(now, reach, out=here)
            here += state
            run(time + part * step, here, now)
            total += np.multiply(now, weight, out=room)
        state += total
