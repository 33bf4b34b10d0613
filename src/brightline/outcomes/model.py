"""What the equations run on: groups, stages, and the numbers of every draw, packed in rows.

Groups, in this order: the eight strata of workers, clients, and in an open network the other partners of clients and
the other partners of workers. Everything is per worker: workers number 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from brightline.outcomes.draws import Array
from brightline.outcomes.exposure import POLICE, STRATA
from brightline.outcomes.settings import Infection

Draws: TypeAlias = "slice[int, int, None] | NDArray[np.int64]"
"""Some of the draws: their places, or from where to where."""

CLIENTS, PARTNERS, OTHERS = 8, 9, 10
EARLY = 0.25
"""Share of those with HIV who are in the early stage, at the height of a rising epidemic: for choosing steps only."""
INFECTIOUS = 0.35
"""Share of those whom one meets who are infectious with another infection: for choosing steps only."""
WHO = ("workers", "clients", "partners of clients", "partners of workers")

HIV_STAGES = ("susceptible", "early", "chronic", "late", "treated")
STI_STAGES = ("susceptible", "infectious", "latent")

SHARED = ("clients", "partners", "others", "leave_workers", "leave_clients", "leave_partners", "renewal")
"""Sizes per worker of the three groups outside sex work, rates of leaving, and of exposures drawn anew."""
CONTACT = ("worker_client", "client_worker", "efficacy", "worker_other", "other_worker", "client_partner",
           "partner_client", "background", "entrants")  # fmt: skip
"""Acts in a year times the chance per act, named receiver first; outside sex work by partnership, condoms counted.
Commercial acts are without condoms here: what condoms keep off is worked out by stratum."""
HIV_ONLY = ("early_ratio", "late_ratio", "treated_ratio", "leave_early", "leave_chronic", "leave_late", "dropout",
            "treated_deaths")  # fmt: skip
STI_ONLY = ("cure_women", "cure_men", "latent_share", "leave_latent", "hiv_women", "hiv_men")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which infections and groups there are, and where their rows stand."""

    infections: tuple[Infection, ...]
    open: bool

    @property
    def groups(self) -> int:
        """Nine in a closed network, eleven in an open one."""
        return 11 if self.open else 9

    @property
    def hiv(self) -> bool:
        """Whether HIV is among the infections."""
        return "hiv" in self.infections

    @property
    def stis(self) -> tuple[Infection, ...]:
        """The infections other than HIV."""
        return tuple(one for one in self.infections if one != "hiv")

    @property
    def order(self) -> tuple[Infection, ...]:
        """The infections in the order of their rows: HIV first."""
        return (*(("hiv",) if self.hiv else ()), *self.stis)

    @property
    def rows(self) -> int:
        """Rows of the state: stages by groups for each infection, then the counters."""
        return self.groups * (5 * self.hiv + 3 * len(self.stis)) + self.counters

    @property
    def counters(self) -> int:
        """Rows that count new infections: four groups of people for each infection."""
        return 4 * len(self.infections)

    def start(self, infection: Infection) -> int:
        """The first row of an infection."""
        if infection == "hiv":
            return 0
        return self.groups * (5 * self.hiv + 3 * self.stis.index(infection))

    def stages(self, infection: Infection) -> int:
        """How many stages an infection has."""
        return 5 if infection == "hiv" else 3

    def people(self, state: Array, infection: Infection) -> Array:
        """The rows of an infection as (stages, groups, draws); a view."""
        first, stages = self.start(infection), self.stages(infection)
        return state[first : first + stages * self.groups].reshape(stages, self.groups, -1)

    def new(self, state: Array, infection: Infection) -> Array:
        """Infections counted so far as (four groups of people, draws); a view."""
        first = self.rows - self.counters + 4 * self.order.index(infection)
        return state[first : first + 4]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The names of the rows of `Numbers.rows`."""
        names = list(SHARED)
        for one in self.order:
            names += [f"{one}.{name}" for name in (*CONTACT, *(HIV_ONLY if one == "hiv" else STI_ONLY))]
        return tuple(names)


@dataclass(frozen=True, slots=True)
class Course:
    """What may change while the model runs, from its first value to its last.

    `unprotected` and `weights` are (8, draws): acts without condoms, and shares of workers, by stratum. `treatment`
    (HIV, per year) and `care` (a factor on the cure of women) are (draws,). Condoms, care and exposures change in a
    straight line between the years `behaviour`, treatment between the years `medicine`; equal years are a leap.
    """

    unprotected: tuple[Array, Array]
    weights: tuple[Array, Array]
    treatment: tuple[Array, Array]
    care: tuple[Array, Array]
    behaviour: tuple[float, float] = (0.0, 0.0)
    medicine: tuple[float, float] = (0.0, 0.0)

    def only(self, chosen: Draws) -> Course:
        """The course of some draws."""

        def part(pair: tuple[Array, Array]) -> tuple[Array, Array]:
            return np.ascontiguousarray(pair[0][..., chosen]), np.ascontiguousarray(pair[1][..., chosen])

        return Course(
            part(self.unprotected),
            part(self.weights),
            part(self.treatment),
            part(self.care),
            self.behaviour,
            self.medicine,
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that stay: `rows` is (names of the layout, draws), `acquisition` (8, draws) by stratum."""

    layout: Layout
    rows: Array
    acquisition: Array

    def __getitem__(self, name: str) -> Array:
        return self.rows[self.layout.numbers.index(name)]

    def only(self, chosen: Draws) -> Numbers:
        """The numbers of some draws."""
        return Numbers(
            self.layout, np.ascontiguousarray(self.rows[:, chosen]), np.ascontiguousarray(self.acquisition[:, chosen])
        )

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return self.rows.shape[1]


def numbers(layout: Layout, drawn: Mapping[str, Array]) -> Numbers:
    """The numbers of the equations from drawn quantities. In a closed network nothing comes from outside it."""
    size = len(drawn["acts_per_worker"])
    none = np.zeros(size)
    acts, clients = drawn["acts_per_worker"], drawn["clients_per_worker"]
    if layout.open:
        per_client, per_worker = drawn["partners_per_client"], drawn["partners_per_worker"]
    else:
        per_client = per_worker = none
    found: dict[str, Array] = {
        "clients": clients,
        "partners": clients * per_client,
        "others": per_worker,
        "leave_workers": 1 / drawn["years_workers"],
        "leave_clients": 1 / drawn["years_clients"],
        "leave_partners": 1 / drawn["years_partners"],
        "renewal": drawn["exposure_renewal"],
    }
    for one in layout.order:
        to_women = drawn[f"{one}_per_act_to_worker"]
        if one == "hiv":
            to_men = np.minimum(to_women * drawn["hiv_ratio_to_client"], 1.0)
        else:
            to_men = drawn[f"{one}_per_act_to_client"]
        efficacy = drawn[f"{one}_condom_efficacy"]
        women, men = (_in_partnership(one, efficacy, drawn) for one in (to_women, to_men))
        outside = "background_infection" if one == "hiv" else f"{one}_background"
        of_one: dict[str, Array] = {
            "worker_client": acts * to_women,
            "client_worker": acts / clients * to_men,
            "efficacy": efficacy,
            "worker_other": per_worker * women,
            "other_worker": men if layout.open else none,
            "client_partner": per_client * men,
            "partner_client": women if layout.open else none,
            "background": drawn[outside] if layout.open else none,
            "entrants": drawn["entrant_prevalence"] if layout.open and one == "hiv" else none,
        }
        of_one |= _course_of_hiv(drawn) if one == "hiv" else _course_of_sti(one, drawn)
        found |= {f"{one}.{name}": values for name, values in of_one.items()}
    acquisition = drawn["police_acquisition"]
    return Numbers(
        layout,
        np.ascontiguousarray(np.stack([found[name] for name in layout.numbers])),
        np.ascontiguousarray(np.where(POLICE[:, None], acquisition, 1.0)),
    )


def _in_partnership(per_act: Array, efficacy: Array, drawn: Mapping[str, Array]) -> Array:
    """Infections in a year from one infected partner outside sex work: nobody is infected twice by the same one.

    The chance over all acts of a partnership, times the partnerships that begin in a year.
    """
    chance = np.minimum(per_act * (1 - efficacy * drawn["condom_use_partners"]), 1 - 1e-12)
    years = drawn["partnership_years"]
    return -np.expm1(np.log1p(-chance) * drawn["acts_per_partnership"] * years) / years


def _course_of_hiv(drawn: Mapping[str, Array]) -> dict[str, Array]:
    return {
        "early_ratio": drawn["hiv_early_ratio"],
        "late_ratio": drawn["hiv_late_ratio"],
        "treated_ratio": 1 - drawn["art_efficacy"],
        "leave_early": 1 / drawn["hiv_years_early"],
        "leave_chronic": 1 / drawn["hiv_years_chronic"],
        "leave_late": 1 / drawn["hiv_years_late"],
        "dropout": drawn["art_dropout"],
        "treated_deaths": drawn["art_mortality"],
    }


def _course_of_sti(one: Infection, drawn: Mapping[str, Array]) -> dict[str, Array]:
    return {
        "cure_women": 1 / drawn[f"{one}_years_women"],
        "cure_men": 1 / drawn[f"{one}_years_men"],
        "latent_share": drawn[f"{one}_latent_share"],
        "leave_latent": 1 / drawn[f"{one}_years_latent"],
        "hiv_women": drawn[f"{one}_hiv_women"],
        "hiv_men": drawn[f"{one}_hiv_men"],
    }


def beginning(numbers: Numbers, weights: Array, drawn: Mapping[str, Array]) -> Array:
    """The state in which the history starts: a few infected in every group, in the chronic or infectious stage."""
    layout = numbers.layout
    state = np.zeros((layout.rows, numbers.draws))
    sizes = group_sizes(numbers, weights)
    for one in layout.order:
        people = layout.people(state, one)
        infected = np.empty_like(sizes)
        infected[:STRATA] = drawn["start_hiv_workers" if one == "hiv" else "start_sti"]
        infected[STRATA:] = drawn["start_hiv_others" if one == "hiv" else "start_sti"]
        people[0] = sizes * (1 - infected)
        people[2 if one == "hiv" else 1] = sizes * infected
    return state


def group_sizes(numbers: Numbers, weights: Array) -> Array:
    """People per worker in every group, as (groups, draws)."""
    outside = [numbers["clients"], *([numbers["partners"], numbers["others"]] if numbers.layout.open else [])]
    return np.concatenate([weights, np.stack(outside)])


def fastest(numbers: Numbers, course: Course) -> Array:
    """An upper estimate of the fastest rate in the equations, per year, for each draw.

    The fastest way out of a stage, or of the susceptible while everybody they meet is in the chronic or infectious
    stage (with HIV a quarter of them in the early one; with others a third of them infectious), with the leaving and
    the drawing anew of exposures.
    """
    layout = numbers.layout
    common = numbers["leave_workers"] + numbers["renewal"]
    fastest = common.copy()
    treatment = np.maximum(*course.treatment)
    unprotected = np.maximum(*course.unprotected).max(axis=0)
    for one in layout.order:
        exposed = 1 - numbers[f"{one}.efficacy"] * (1 - unprotected)
        risk = numbers[f"{one}.worker_client"] * numbers.acquisition.max(axis=0) * exposed
        risk = risk + numbers[f"{one}.worker_other"] + numbers[f"{one}.background"]
        risk = np.maximum(risk, numbers[f"{one}.client_worker"] * exposed + numbers[f"{one}.client_partner"])
        risk = np.maximum(risk, np.maximum(numbers[f"{one}.partner_client"], numbers[f"{one}.other_worker"]))
        if one == "hiv":
            risk = risk * (1 + EARLY * (numbers["hiv.early_ratio"] - 1))
            leave = np.maximum(numbers["hiv.leave_early"], treatment + numbers["hiv.leave_chronic"])
            leave = np.maximum(leave, treatment + numbers["hiv.leave_late"])
        else:
            # The infectious leave while others join them: the two rates add up.
            risk = risk * INFECTIOUS
            cure = np.maximum(numbers[f"{one}.cure_women"] * np.maximum(*course.care), numbers[f"{one}.cure_men"])
            leave = cure + np.maximum(cure, risk)
        fastest = np.maximum(fastest, np.maximum(leave, risk) + common)
    return fastest
