"""What the equations must do whatever the numbers: keep people, balance acts, do nothing where nothing changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brightline.errors import BrightlineError
from brightline.outcomes import (
    EvidenceSet,
    Scenario,
    Setting,
    effects,
    evidence_set,
    scenarios,
    setting,
)
from brightline.outcomes.compare import averted
from brightline.outcomes.draws import stratified
from brightline.outcomes.settings import History
from by_scipy import Model, World, world
from outcome_runs import fixed, found, place, with_everything

NO_EFFECT = EvidenceSet("none", "No exposure has an effect", "", {})
STRUCTURAL = ("decriminalise", "end-demand", "regulate", "criminalise", "end-condoms-as-evidence", "end-violence",
              "end-police-harassment")  # fmt: skip


@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_where_no_exposure_has_an_effect_ending_them_averts_exactly_nothing(boundary: str) -> None:
    # `end-demand` may change condom use by itself; what of it is exposures is asked here.
    others = [id for id in STRUCTURAL if id not in ("end-condoms-as-evidence", "end-demand")]
    demand = scenarios()["end-demand"]
    exposures = tuple(one for one in demand.changes if one.on.startswith("exposed_"))
    scenario = [*others, replace(demand, changes=exposures)]
    ran = found(place(), scenario, boundary=boundary, evidence=NO_EFFECT)
    for id, values in ran.scenarios.items():
        assert (values == ran.baseline).all(), id
        assert (averted(ran.baseline[-1], values[-1]) == 0).all()


def ending(*names: str, left: float = 0.0) -> Scenario:
    """A scenario that ends some exposures, or leaves a part of them, and nothing else."""
    whole = scenarios()["decriminalise"]
    changes = tuple(
        replace(one, quantity=replace(one.quantity, value=left, lo=left, hi=left))
        for one in whole.changes
        if one.on.removeprefix("exposed_") in names
    )
    return replace(whole, id="-".join(names), changes=changes)


def with_odds(violence: float, police: float, workplace: float, infection: float = 1.0) -> EvidenceSet:
    base = evidence_set("aesha")
    ratio = base.quantities["police_odds"]
    given = {
        "violence_odds": violence, "police_odds": police, "workplace_odds": workplace, "police_acquisition": infection
    }  # fmt: skip
    return replace(
        base,
        quantities={
            name: replace(ratio, name=name, value=value, lo=value, hi=value, kind="fixed")
            for name, value in given.items()
        },
    )


@pytest.mark.parametrize("infections_too", [False, True])
@pytest.mark.parametrize("rest", [(1.66, 1.52), (8.0, 8.0), (1.0, 3.0)])
@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_ending_the_one_exposure_without_effect_averts_exactly_nothing(
    boundary: str, rest: tuple[float, float], infections_too: bool
) -> None:
    acquisition = 1.87 if infections_too else 1.0
    for ended, ratios in (("violence", (1.0, *rest)), ("workplace", (*rest, 1.0))):
        ran = found(
            place(), [ending(ended)], boundary=boundary, evidence=with_odds(*ratios, acquisition), years=2, draws=10
        )
        assert (ran.scenarios[ended] == ran.baseline).all(), ended


@pytest.mark.parametrize("id", list(effects().sets))
def test_with_every_shipped_set_what_has_no_odds_ratio_averts_exactly_nothing(id: str) -> None:
    given = set(evidence_set(id).quantities)
    without = [name for name in ("violence", "workplace") if f"{name}_odds" not in given]
    for scenario in [ending(name) for name in without] + ([ending("violence", "workplace")] if without else []):
        ran = found(place(), [scenario], evidence=evidence_set(id), years=2, draws=10)
        assert (ran.scenarios[scenario.id] == ran.baseline).all(), scenario.id


def test_what_has_no_effect_changes_nothing_beside_what_has() -> None:
    """No rule of moving in it: ending an exposure that does nothing, besides others, is as if it had gone on."""
    every = ("violence", "police", "workplace")
    for inert, ratios in (("violence", (1.0, 3.0, 2.0)), ("workplace", (2.0, 3.0, 1.0))):
        others = [name for name in every if name != inert]
        two = [ending(*every, left=0.3), ending(*others, left=0.3)]
        ran = found(place(), two, evidence=with_odds(*ratios), years=3)
        with_it, without = (ran.scenarios["-".join(names)] for names in (every, others))
        assert abs(with_it[1:] / ran.baseline[1:] - 1).max() > 0.01
        assert abs(with_it[1:] / without[1:] - 1).max() < 1e-12


def test_moving_people_goes_one_exposure_at_a_time() -> None:
    """Each exposure by itself moves nobody between strata that differ in another; stages and shares are kept."""
    from brightline.outcomes import exposure

    random = np.random.default_rng(5)
    shares = random.uniform(0.1, 0.6, (3, 50))
    odds = random.uniform(1, 5, 50)
    before = exposure.shares(exposure.split(shares[0], shares[1], odds), shares[1], shares[2])
    people = random.uniform(size=(5, 8, 50))
    people *= before / people.sum(axis=0)
    ends = (exposure.split(shares[0], shares[1], odds), shares[1], shares[2])
    none, more = np.zeros(50), 1 - shares / 4
    for bit, after in (
        (1, ((none, none), ends[1], ends[2])),
        (1, ((ends[0][0] * 1.2, ends[0][1] * 1.1), ends[1], ends[2])),
        (4, (ends[0], ends[1], none)),
        (4, (ends[0], ends[1], more[2])),
    ):
        moved = exposure.moved(people, before, exposure.shares(*after))
        off = [s for s in range(8) if not s & bit]
        on = [s | bit for s in off]
        assert np.allclose(moved[:, off] + moved[:, on], people[:, off] + people[:, on], rtol=0, atol=1e-15)
        assert np.allclose(moved.sum(axis=0), exposure.shares(*after), rtol=0, atol=1e-14)
        gone = people[:, on] - moved[:, on] if bit == 4 else None
        assert gone is None or ((gone >= -1e-15).all(axis=(0, 1)) | (gone <= 1e-15).all(axis=(0, 1))).all()
    policed = exposure.shares(ends[0], more[1], ends[2])
    moved = exposure.moved(people, before, policed)
    for workplace in (0, 4):
        part = [workplace + s for s in range(4)]
        assert np.allclose(moved[:, part].sum(axis=1), people[:, part].sum(axis=1), rtol=0, atol=1e-15)
    assert np.allclose(moved.sum(axis=0), policed, rtol=0, atol=1e-14)
    assert moved.min() >= 0
    assert (exposure.moved(people, before, before) == people).all()


def test_a_change_of_nothing_averts_exactly_nothing() -> None:
    for id in ("end-violence", "end-police-harassment", "outreach", "art-scale-up", "criminalise"):
        one = scenarios()[id]
        changes = tuple(
            replace(change, quantity=replace(change.quantity, value=value, lo=value, hi=value, kind="fixed"))
            for change in one.changes
            for value in [0.0 if change.do in ("raise", "reach") and change.quantity.unit == "share" else 1.0]
        )
        ran = found(place(), [replace(one, changes=changes)])
        assert (ran.scenarios[id] == ran.baseline).all(), id


@pytest.mark.parametrize("boundary", ["open", "closed"])
@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_nobody_is_lost_or_made(boundary: str, engine: str) -> None:
    ran = found(with_everything(), ("decriminalise", "criminalise"), boundary=boundary, engine=engine, draws=6, years=4)
    for record in ran.records.values():
        for one in record.layout.order:
            people = record.layout.people(record.state, one).sum(axis=0)
            assert abs(people[:8].sum(axis=0) - 1).max() < 1e-12
            assert abs(people[8] / ran.drawn["clients_per_worker"] - 1).max() < 1e-12
            if boundary == "open":
                wanted = ran.drawn["clients_per_worker"] * ran.drawn["partners_per_client"]
                assert abs(people[9] / wanted - 1).max() < 1e-12
                assert abs(people[10] / ran.drawn["partners_per_worker"] - 1).max() < 1e-12
            assert record.layout.people(record.state, one).min() >= 0


def test_acts_and_partnerships_are_as_many_from_either_side() -> None:
    from brightline.outcomes.model import Layout, numbers

    ran = found(fixed(place(), acts_per_worker=300.0), boundary="open")
    drawn = {**ran.drawn, "hiv_ratio_to_client": np.ones(40)}
    values = numbers(Layout(("hiv",), True), drawn)
    workers_side = values["hiv.worker_client"]
    assert abs(values["hiv.client_worker"] * values["clients"] / workers_side - 1).max() < 1e-12
    # As many partnerships counted from clients as from their partners, and from workers as from theirs.
    of_clients = values["hiv.client_partner"] * values["clients"]
    assert abs(values["hiv.partner_client"] * values["partners"] / of_clients - 1).max() < 1e-12
    assert abs(values["hiv.other_worker"] * values["others"] / values["hiv.worker_other"] - 1).max() < 1e-12


@pytest.mark.parametrize("name", ["violence_odds", "police_odds", "workplace_odds"])
@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_the_greater_an_odds_ratio_the_more_is_averted(name: str, boundary: str) -> None:
    base = evidence_set("aesha")
    before = np.full(30, -np.inf)
    for value in (1.0, 1.3, 2.5, 8.0):
        one = replace(base.quantities[name], value=value, lo=value, hi=value, kind="fixed")
        ran = found(
            place(), boundary=boundary, evidence=replace(base, quantities={**base.quantities, name: one}), draws=30
        )
        now = averted(ran.baseline[-1], ran.scenarios["decriminalise"][-1])
        assert (now > before).all(), value
        before = now


def test_mean_condom_use_is_the_one_observed_whatever_the_odds_ratios() -> None:
    from brightline.outcomes import course

    ran = found(place(), evidence=evidence_set("vancouver-2009"))
    now = course.present(ran.drawn)
    assert abs(1 - (now.weights * now.unprotected).sum(axis=0) - ran.drawn["condom_use_clients"]).max() < 1e-12
    hurt = now.weights[1::2].sum(axis=0)
    assert abs(hurt - ran.drawn["exposed_violence"]).max() < 1e-12


@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_half_the_step_changes_results_by_less_than_1e_5(boundary: str) -> None:
    scenario, where = ("criminalise", "art-scale-up"), place(history=setting("mombasa").history)
    whole, half = (found(where, scenario, boundary=boundary, step=step, draws=20) for step in (0.1, 0.05))
    assert abs(whole.baseline[1:] / half.baseline[1:] - 1).max() < 1e-5
    for id in scenario:
        assert abs(whole.scenarios[id][1:] / half.scenarios[id][1:] - 1).max() < 1e-5


def test_a_step_that_would_be_unstable_is_refused() -> None:
    with pytest.raises(BrightlineError, match=r"a step of 0\.5 years is unstable here: the fastest rate is .* at most"):
        found(place(), step=0.5)
    for step in (0.0, -1.0, 2.0, float("nan")):
        with pytest.raises(BrightlineError, match="cannot be taken"):
            found(place(), step=step)


def test_a_scenario_more_changes_no_draw_of_another() -> None:
    alone, with_others = found(place(), ["outreach"]), found(place(), ["criminalise", "outreach", "regulate"])
    assert alone.scenarios["outreach"].tobytes() == with_others.scenarios["outreach"].tobytes()


def test_every_draw_of_a_hypercube_has_its_own_part() -> None:
    for name in ("a", "b"):
        at = stratified(name, 500, 7)
        assert sorted(np.floor(at * 500).astype(int)) == list(range(500))
    assert (stratified("a", 500, 7) != stratified("b", 500, 7)).all()


# --- closed forms ------------------------------------------------------------------------------------------------------


def test_without_infection_nothing_ever_happens() -> None:
    from brightline.outcomes.model import Layout, beginning, group_sizes, numbers
    from brightline.outcomes.running import run, steps_per_year

    ran = found(place(), boundary="open")
    drawn = {**ran.drawn, "background_infection": np.zeros(40), "entrant_prevalence": np.zeros(40)}
    drawn |= {"start_hiv_workers": np.zeros(40), "start_hiv_others": np.zeros(40)}
    values = numbers(Layout(("hiv",), True), drawn)
    from brightline.outcomes import course

    now = course.present(drawn)
    way = course.unchanged(drawn, now)
    state = beginning(values, now.weights, drawn)
    record = run(values, way, state, 20, steps_per_year(values, way), "numpy", 1)
    assert not record.new.any()
    people = record.layout.people(record.state, "hiv")
    assert not people[1:].any()
    assert abs(people[0] / group_sizes(values, now.weights) - 1).max() < 1e-12
    assert "start_hiv_workers" in effects().quantities


def test_with_infection_from_outside_only_the_susceptible_decay() -> None:
    """One group, no contacts: new infections are 1 - exp(-b t) of those susceptible at the start."""
    where = fixed(
        place(history=History(0)), acts_per_worker=1e-12, partners_per_worker=1e-12, acts_per_partnership=1e-12,
        years_workers=1e12, background_infection=0.03, art_start=0.0,
    )  # fmt: skip
    ran = found(where, ["end-violence"], boundary="open", among="workers", draws=5)
    # Workers who die late of HIV are followed by susceptible ones; in the first year nobody has got so far.
    wanted = 0.98 * (1 - np.exp(-0.03))
    assert abs(ran.baseline[1] / wanted - 1).max() < 1e-3
    longer = {"hiv_years_chronic": 1e12, "hiv_years_late": 1e12}
    at = _with_effects(where, longer, boundary="open")
    for year in range(1, 11):
        assert abs(at[year] / (0.98 * (1 - np.exp(-0.03 * year))) - 1).max() < 1e-9


def _with_effects(where: Setting, values: dict[str, float], boundary: str) -> np.ndarray:
    from brightline.outcomes import course
    from brightline.outcomes.model import Layout, beginning, numbers
    from brightline.outcomes.running import run, steps_per_year

    ran = found(where, ["end-violence"], boundary=boundary, among="workers", draws=5)
    drawn = {**ran.drawn, **{name: np.full(5, value) for name, value in values.items()}}
    matrix = numbers(Layout(("hiv",), boundary == "open"), drawn)
    now = course.present(drawn)
    way = course.unchanged(drawn, now)
    state = beginning(matrix, now.weights, drawn)
    return run(matrix, way, state, 10, steps_per_year(matrix, way), "numpy", 1).new[:, 0, 0]


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_two_like_groups_follow_the_logistic_curve(engine: str) -> None:
    """One client per worker, alike in everything: prevalence solves y' = c y (1 - y) - r y."""
    from brightline.outcomes import course
    from brightline.outcomes.model import Layout, beginning, numbers
    from brightline.outcomes.running import run

    where = fixed(
        place("east-java"), clients_per_worker=1.0, acts_per_worker=20.0, years_workers=1e12, years_clients=1e12
    )
    drawn = dict(found(where, ["end-violence"], draws=4, evidence=NO_EFFECT, years=1).drawn)
    drawn |= {"gonorrhoea_per_act_to_worker": np.full(4, 0.3), "gonorrhoea_per_act_to_client": np.full(4, 0.3)}
    drawn |= {"gonorrhoea_years_women": np.full(4, 0.5), "gonorrhoea_years_men": np.full(4, 0.5)}
    matrix = numbers(Layout(("gonorrhoea",), False), drawn)
    now = course.present(drawn)
    way = course.unchanged(drawn, now)
    record = run(matrix, way, beginning(matrix, now.weights, drawn), 3, np.full(4, 200), engine, 1)
    contact = 20 * 0.3 * (1 - drawn["gonorrhoea_condom_efficacy"] * drawn["condom_use_clients"])
    growth, most = contact - 2.0, 1 - 2.0 / contact
    for year in range(4):
        curve = most / (1 + (most / 0.05 - 1) * np.exp(-growth * year))
        assert abs(record.having[year, 0, 0] / curve - 1).max() < 1e-8
        assert abs(record.having[year, 0, 1] / curve - 1).max() < 1e-8


# --- SciPy -------------------------------------------------------------------------------------------------------------


def changed_world(now: World, d: dict[str, float], id: str) -> World:
    """What a few scenarios do, in other words than the package's."""
    after = replace(now)
    if id in ("decriminalise", "end-violence"):
        after.hurt_free = after.hurt_policed = 0.0
    if id in ("decriminalise", "end-police-harassment"):
        after.police = 0.0
    if id == "decriminalise":
        after.workplace = 0.0
    if id == "criminalise":
        after.police = max(now.police, d["criminalise.exposed_police"])
        after.workplace = max(now.workplace, d["criminalise.exposed_workplace"])
    if id == "end-condoms-as-evidence":
        after.or_police = min(now.or_police, max(1.0, now.or_police / d["end-condoms-as-evidence.police_condoms"]))
    if id == "outreach":
        after.reach, after.reach_odds = d["outreach.outreach_reach"], d["outreach.outreach_odds"]
    return after


def check_against_scipy(where: Setting, boundary: str, scenario: tuple[str, ...], draws: int, years: int) -> None:
    """From the drawn numbers to the infections counted, history included, all done again by SciPy."""
    ran = found(where, scenario, boundary=boundary, draws=draws, years=years)
    for number in range(draws):
        d = {name: float(values[number]) for name, values in ran.drawn.items()}
        now = world(d)
        model = Model(d, where.infections, boundary == "open")
        art = d.get("art_start", 0.0)
        today = (now.weights(), now.without(), art, 1.0)
        earlier = (now.weights(), [1 - (1 - u) * d["condoms_before"] for u in now.without()], 0.0, 1.0)
        span = where.history
        state = model.beginning(now.weights())
        state = model.run(state, earlier, today, span.condoms, span.treatment, span.years)
        state[model.counters :] = 0.0
        for id in ("baseline", *scenario):
            after = changed_world(now, d, id)
            faster = d["art-scale-up.art_start"] if id == "art-scale-up" else 1.0
            then = (after.weights(), after.without(), art * faster, 1.0)
            phase = 0.0 if id == "baseline" else scenarios()[id].phase_in_years
            start = state if phase else model.moved(state, now, after)
            end = model.run(start, today, then, (0.0, phase), (0.0, phase), years)
            mine = ran.records[id].new[-1, :, :, number]
            assert np.allclose(mine, model.new(end), rtol=1e-6, atol=1e-9), (number, id, mine / model.new(end) - 1)


ALL = ("decriminalise", "criminalise", "end-condoms-as-evidence", "outreach", "art-scale-up")


@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_scipy_gives_the_same(boundary: str) -> None:
    where = place(history=setting("mombasa").history)
    check_against_scipy(where, boundary, ("decriminalise", "outreach"), draws=1, years=6)


@pytest.mark.slow
@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_scipy_gives_the_same_on_200_draws(boundary: str) -> None:
    check_against_scipy(
        place(history=setting("mombasa").history),
        boundary,
        ALL[:3] if boundary == "open" else ALL[2:],
        draws=100,
        years=10,
    )


@pytest.mark.slow
@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_scipy_gives_the_same_with_every_infection(boundary: str) -> None:
    check_against_scipy(with_everything(5), boundary, ("criminalise", "outreach"), draws=5, years=5)
