"""Every number has a unit, an interval, a source and a mark; whatever lacks one, or cannot be, is refused in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.errors import BrightlineError
from brightline.outcomes import effects, load_scenario, load_setting, scenario, scenarios, setting, settings
from brightline.outcomes.draws import draw, sample
from brightline.outcomes.effects import FILE, load_effects
from brightline.outcomes.evidence import CHOSEN, GRADES, UNITS, Quantity, weakest
from brightline.outcomes.scenarios import FOLDER as SCENARIOS
from brightline.outcomes.settings import BLANK
from brightline.outcomes.settings import FOLDER as SETTINGS

IDS = {"decriminalise", "end-demand", "regulate", "criminalise", "end-condoms-as-evidence", "end-violence",
       "end-police-harassment", "outreach", "art-scale-up"}  # fmt: skip


def every_quantity() -> list[Quantity]:
    found = [*effects().quantities.values()]
    found += [one for each in effects().sets.values() for one in each.quantities.values()]
    for where in settings().values():
        found += [*where.quantities.values(), *(target.quantity for target in where.targets)]
    return found + [change.quantity for one in scenarios().values() for change in one.changes]


def test_what_ships_is_there() -> None:
    assert {"vancouver", "mombasa", "rhode-island", "east-java", "london"} <= set(settings())
    assert set(scenarios()) >= IDS
    for folder, known in ((SETTINGS, settings()), (SCENARIOS, scenarios())):
        assert {path.stem for path in folder.glob("*.yaml")} - {"blank"} == set(known)


@pytest.mark.parametrize("one", every_quantity(), ids=lambda one: one.name)
def test_a_number_that_ships_says_where_it_comes_from(one: Quantity) -> None:
    least, most = UNITS[one.unit]
    assert least <= one.lo <= one.hi <= most
    assert one.value is None or one.lo <= one.value <= one.hi
    assert one.label
    assert one.source.citation
    assert (one.source == CHOSEN) == (one.verified == "assumption")
    if one.verified == "assumption":
        assert one.grade == "assumption"
    if one.kind != "fixed" and one.interval == "chosen":
        assert one.grade == "assumption", "a chosen interval is an assumption, whatever its point"
    if one.verified == "memory":
        assert one.grade == "assumption", "what was not read is worth no more than an assumption"


def test_condoms_as_evidence_is_always_an_assumption() -> None:
    (change,) = scenario("end-condoms-as-evidence").changes
    assert change.quantity.grade == "assumption"
    assert (change.quantity.lo, change.quantity.hi) == (1.0, 3.0)


def test_the_weakest_link_decides() -> None:
    assert weakest(GRADES) == "assumption"
    assert weakest(["cohort", "meta-analysis"]) == "cohort"
    assert all(one.grade == weakest(c.quantity.grade for c in one.changes) for one in scenarios().values())


QUANTITY = """sources:
  a: {citation: A study., url: none}
quantities:
  one:
    label: a number
    unit: odds ratio
    value: 2.0
    lo: 1.5
    hi: 2.5
    kind: ci95
    source: a
    verified: abstract
    grade: cohort
sets: {}
"""

WRONG = {
    "published typo": (
        "value: 2.0",
        "value: 2.51",
        r"line 7: one: the point 2\.51 lies outside its own interval 1\.5 to 2\.5",
    ),
    "upside down": ("lo: 1.5", "lo: 3.5", r"line 8: one: the interval is upside down \(3\.5 to 2\.5\)"),
    "no unit": ("    unit: odds ratio\n", "", r"`unit` is missing"),
    "no such unit": (
        "unit: odds ratio",
        "unit: odd ratio",
        r"line 6: one: 'odd ratio' is no unit \(did you mean odds ratio",
    ),
    "no source": ("    source: a\n", "", r"`source` is missing"),
    "no such source": ("source: a", "source: b", r"line 11: one: no source 'b' stands under `sources`"),
    "negative": ("lo: 1.5", "lo: -1.5", r"line 8: one: -1\.5 is not possible for 'odds ratio'"),
    "no interval": ("    hi: 2.5\n", "", r"has no interval"),
    "no point": ("    value: 2.0\n", "", r"a 95 % interval goes with its `value`"),
    "not a number": ("lo: 1.5", "lo: nan", r"expected"),
    "unsourced but graded": (
        "source: a\n    verified: abstract",
        "source: assumption\n    verified: assumption",
        r"cannot be graded 'cohort'",
    ),
    "half an assumption": ("verified: abstract", "verified: assumption", r"go together"),
    "no address": ("url: none", 'url: ""', r"the source a has an empty `url`; write `url: none` for none"),
    "address left out": (", url: none", "", r"`url` is missing"),
    "chosen but graded": (
        "kind: ci95",
        "kind: ci95\n    interval: chosen",
        r"an interval that was chosen cannot be graded",
    ),
    "a range that was not published": ("kind: ci95", "kind: range", r"an interval that was chosen cannot be graded"),
    "unknown mark": ("verified: abstract", "verified: surely", r"not one of the allowed words"),
    "unknown key": ("kind: ci95", "kind: ci95\n    colour: red", r"`colour` is not a known key"),
    "zero ratio": ("lo: 1.5", "lo: 0.0", r"nought is not possible here"),
}


@pytest.mark.parametrize(("before", "after", "message"), WRONG.values(), ids=list(WRONG))
def test_a_number_that_cannot_be_right_is_refused(before: str, after: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "effects.yaml"
    path.write_text(QUANTITY, "utf-8")
    assert load_effects(path).quantities["one"].value == 2.0
    assert before in QUANTITY
    path.write_text(QUANTITY.replace(before, after), "utf-8")
    with pytest.raises(BrightlineError, match=message) as refusal:
        load_effects(path, "effects.yaml")
    assert str(refusal.value).startswith("effects.yaml")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("lo", "hi", "unit"), [("-0.1", "0.5", "share"), ("0.2", "1.2", "share"), ("0.1", "1.5", "probability per act")]
)
def test_a_probability_lies_between_0_and_1(lo: str, hi: str, unit: str, tmp_path: Path) -> None:
    path = tmp_path / "effects.yaml"
    text = QUANTITY.replace("unit: odds ratio", f"unit: {unit}").replace("    value: 2.0\n", "")
    path.write_text(
        text.replace("lo: 1.5", f"lo: {lo}")
        .replace("hi: 2.5", f"hi: {hi}")
        .replace("ci95", "range\n    interval: published"),
        "utf-8",
    )
    with pytest.raises(BrightlineError, match=f"is not possible for '{unit}': it lies from 0 to 1"):
        load_effects(path)


SETTING_FAULTS = {
    "zero clients": (r"(clients_per_worker:\n(?:    .*\n)*?    lo: )\S+", r"\g<1>0", "nought is not possible here"),
    "everybody exposed": (r"(exposed_police:\n(?:    .*\n)*?    hi: )\S+", r"\g<1>1", "leaves nobody unexposed"),
    "another unit": (
        r"(years_workers:\n    label: .*\n    unit: )years",
        r"\g<1>share",
        "is in years, not in share|not possible",
    ),
    "a number left out": (r"  years_clients:\n(?:    .*\n)+?(?=  \w)", "", "'years_clients' .years. is missing"),
    "a number too many": (r"  years_clients:", "  years_of_clients:", "is no number of the model|is missing"),
    "no such place": ("place: KE", "place: ZZ", "no place is called 'ZZ'"),
    "no such day": ("day: 2010-01-01", "day: yesterday", "is not a date"),
    "no infection": (r"infections: \[hiv\]", "infections: []", "name at least one infection"),
    "other outcome": ("outcome: hiv-infections", "outcome: sti-infections", "needs one of its infections"),
    "history backwards": (r"condoms: \[10, 25\]", "condoms: [25, 10]", "two years in order"),
    "target elsewhere": (r"targets:\n  - infection: hiv", "targets:\n  - infection: syphilis", "not modelled here"),
    "target upside down": (r"(group: clients\n    lo: )\S+", r"\g<1>0.9", "upside down"),
    "years": ("years: 10", "years: 0", "write 1 to 100"),
    "infection twice": (r"infections: \[hiv\]", "infections: [hiv, hiv]", "hiv is named twice; name it once"),
    "target twice": ("    group: clients", "    group: workers", "a second target for hiv among workers"),
}


@pytest.mark.parametrize(("pattern", "by", "message"), SETTING_FAULTS.values(), ids=list(SETTING_FAULTS))
def test_a_setting_that_cannot_be_right_is_refused(pattern: str, by: str, message: str, tmp_path: Path) -> None:
    text = (SETTINGS / "mombasa.yaml").read_text("utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    assert setting(str(path)).id == "mombasa"
    wrong, count = re.subn(pattern, by, text, count=1)
    assert count == 1
    path.write_text(wrong, "utf-8")
    with pytest.raises(BrightlineError, match=message) as refusal:
        load_setting(path, "mine.yaml")
    assert re.match(r"mine\.yaml, line \d+: ", str(refusal.value))


SCENARIO_FAULTS = {
    "no such target": ("on: exposed_police", "on: police", "is nothing that a scenario can change"),
    "no such act": ("do: multiply", "do: odds", "on exposed_police write `do:` `multiply` or `raise`"),
    "another unit": ("unit: factor", "unit: share", "is a factor, not a share"),
    "no such regime": ("regime: end_demand", "regime: nordic", "the atlas knows no regime 'nordic'"),
    "twice": ("on: exposed_workplace", "on: exposed_police", "is changed twice"),
    "for ever": ("phase_in_years: 0.0", "phase_in_years: 90.0", "phased in over 0 to 50 years"),
    "baseline": ("id: end-demand", "id: baseline", "`baseline` is what scenarios are compared with"),
    "no id": ("id: end-demand", 'id: ""', "`id` is empty"),
    "no title": ('title: "Buying sex becomes an offence, selling does not"', 'title: " "', "`title` is empty"),
    "no caveat": ("caveat: >-\n  Every effect", "about_it: >-\n  Every effect", "`caveat` is missing|not a known key"),
    "no bound": ("bound: range", "bound: best", "not one of the allowed words"),
    "too quick": ("phase_in_years: 0.0", "phase_in_years: 0.01", "in 1 year or more; write 0 for at once"),
    "other model": ("on: exposed_workplace", "on: displacement", "is no part of the model of transmission"),
}


@pytest.mark.parametrize(("before", "after", "message"), SCENARIO_FAULTS.values(), ids=list(SCENARIO_FAULTS))
def test_a_scenario_that_cannot_be_right_is_refused(before: str, after: str, message: str, tmp_path: Path) -> None:
    text = (SCENARIOS / "end-demand.yaml").read_text("utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    assert scenario(str(path)) == scenario("end-demand")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(BrightlineError, match=message) as refusal:
        load_scenario(path, "mine.yaml")
    assert re.match(r"mine\.yaml, line \d+: ", str(refusal.value))


def test_the_form_names_the_first_line_that_is_not_filled_in() -> None:
    with pytest.raises(BrightlineError, match=r"blank\.yaml, line \d+: `place` is not filled in yet"):
        load_setting(BLANK, "blank.yaml")
    with pytest.raises(BrightlineError, match="settings --blank"):
        setting("blank")


def test_a_filled_in_form_runs(tmp_path: Path) -> None:
    filled = (SETTINGS / "mombasa.yaml").read_text("utf-8").split("quantities:\n")[1].split("notes:")[0]
    head, rest = BLANK.read_text("utf-8").split("quantities:\n")
    names = re.findall(r"^  (\w+):$", rest, re.MULTILINE)
    assert set(names) == set(re.findall(r"^  (\w+):$", filled, re.MULTILINE))
    head = head.replace("place:", "place: KE").replace("day:", "day: 2020-01-01")
    head = head.replace("sources:", 'sources:\n  hawken-2002: {citation: "As in Mombasa.", url: none}')
    path = tmp_path / "mine.yaml"
    path.write_text(f"{head}quantities:\n{filled}notes: []\n", "utf-8")
    assert setting(str(path)).place == "KE"


def test_unknown_names_are_refused_with_the_nearest() -> None:
    with pytest.raises(BrightlineError, match=r"no setting 'mombassa' .did you mean mombasa"):
        setting("mombassa")
    with pytest.raises(BrightlineError, match=r"no scenario 'decriminalize' .did you mean decriminalise"):
        scenario("decriminalize")


@given(lo=st.floats(0.01, 0.5), width=st.floats(0.0, 0.4), seed=st.integers(0, 99))
def test_draws_of_a_range_stay_in_it(lo: float, width: float, seed: int) -> None:
    one = Quantity("x", "", "share", None, lo, lo + width, "prior", "uniform", CHOSEN, "assumption", "assumption")
    values = draw([one], 50, seed)["x"]
    assert values.min() >= lo
    assert values.max() <= lo + width


@pytest.mark.parametrize(
    ("shape", "interval"),
    [
        ("log-normal", (1.0, 2.0, 4.0)),
        ("log-normal", (1.65, 2.0, 5.73)),
        ("log-normal", (1.06, 2.08, 4.49)),
        ("logit-normal", (0.2, 0.5, 0.8)),
        ("logit-normal", (0.35, 0.8, 0.94)),
    ],
)
def test_a_95_percent_interval_holds_95_of_100_draws(shape: str, interval: tuple[float, float, float]) -> None:
    unit = "odds ratio" if shape == "log-normal" else "share"
    lo, value, hi = interval
    one = Quantity("x", "", unit, value, lo, hi, "ci95", shape, CHOSEN, "assumption", "assumption")  # type: ignore[arg-type]
    values = sample(one, (np.arange(2000) + 0.5) / 2000)
    assert abs(np.mean((values >= lo) & (values <= hi)) - 0.95) < 0.002
    assert abs(np.median(values) - value) < 0.01
    assert abs(np.mean(values < lo) - 0.025) < 0.001
    assert abs(np.mean(values > hi) - 0.025) < 0.001
    assert FILE.name == "effects.yaml"


def test_a_file_of_ones_own_cannot_pass_for_a_scenario_that_ships(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text((SCENARIOS / "end-demand.yaml").read_text("utf-8").replace("id: end-demand", "id: decriminalise"))
    with pytest.raises(BrightlineError, match=r"mine\.yaml: a scenario that comes with Brightline is called decrim"):
        scenario(str(path))


def test_a_scenario_says_how_optimistic_it_is() -> None:
    assert {scenario(id).bound for id in ("decriminalise", "end-violence", "end-police-harassment")} == {"upper"}
    assert {scenario(id).bound for id in ("end-demand", "regulate", "criminalise", "decriminalise-in-part")} == {
        "range"
    }
    for one in scenarios().values():
        ends = any(change.do == "multiply" and change.quantity.hi == 0 for change in one.changes)
        assert not ends or one.bound == "upper", one.id
        assert len(one.caveat) > 30
    null = next(change.quantity for change in scenario("end-demand").changes if change.on == "condom_use_clients")
    assert null.lo < 1 < null.hi
    assert null.grade == "assumption"
