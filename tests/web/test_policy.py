"""The policy door: nothing is run before it is said among whom and in which network; no number stands alone."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from threading import Event

import pytest

from brightline.errors import BrightlineError
from brightline.outcomes import scenarios, settings, simulate
from brightline.outcomes.evidence import GRADE_WORDS, VERIFIED_WORDS
from brightline.outcomes.result import (
    AMONG_WORDS,
    BOUNDARY_WORDS,
    NOT_A_FORECAST,
    Averted,
    Band,
    Driver,
)
from brightline.outcomes.scenarios import BOUND_WORDS, ON_WORDS
from brightline.web.checks import RefusedError
from brightline.web.doors.policy import pictures, work
from brightline.web.doors.policy.choosing import EXAMPLE
from brightline.web.doors.policy.work import Asked, Run
from brightline.web.languages import language
from brightline.web.turns import MOST_WAITING, TURNS
from webpages import Browser

VIOLENCE = {"boundary": "closed", "among": "workers", "years": "1", "draws": "400", "seed": "3"}
HIV = {"scenario": "outreach", "boundary": "open", "among": "workers", "years": "2", "draws": "400", "seed": "1"}
SCRIPT = '"><script>alert(1)</script>'


def ended(browser: Browser) -> Browser:
    end = time.monotonic() + 60
    while browser.get("/policy/run").page.status_code == 200 and "policy/wait" in browser.page.text:
        assert time.monotonic() < end
        time.sleep(0.05)
    return browser


def violence(language: str = "en") -> Browser:
    browser = Browser(language=language).get("/policy/in/london")
    chosen = {"scenario": ["halve-policing", "end-displacement-and-homelessness"]}
    browser.post("/policy/in/london", {**VIOLENCE, **chosen}, status=None)
    return ended(browser)


def test_every_place_can_be_chosen_with_the_changes_that_fit() -> None:
    browser = Browser().get("/policy")
    assert NOT_A_FORECAST in browser.text
    for one in settings().values():
        assert f'href="/policy/in/{one.id}"' in browser.get("/policy").page.text
        offered = re.findall(r'name="scenario" value="([^"]+)"', browser.get(f"/policy/in/{one.id}").page.text)
        assert set(offered) == {change.id for change in scenarios().values() if change.model == one.model}
    assert browser.get("/policy/in/atlantis").page.status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scenario", ""),
        ("scenario", "halve-policing"),
        ("boundary", ""),
        ("boundary", SCRIPT),
        ("among", ""),
        ("among", "everybody"),
        ("years", "0"),
        ("years", "51"),
        ("years", SCRIPT),
        ("draws", "10001"),
        ("draws", "1e3"),
        ("seed", "-1"),
        ("seed", "²"),
    ],
)
def test_what_is_missing_or_wrong_is_told_beside_its_field(name: str, value: str) -> None:
    browser = Browser().get("/policy/in/vancouver")
    browser.post("/policy/in/vancouver", {**HIV, name: value}, status=422)
    assert f'href="#{name}"' in browser.page.text
    assert f'id="{name}"' in browser.page.text
    assert "<script>alert" not in browser.page.text
    assert browser.get("/policy/run").page.status_code == 409


def test_a_network_and_people_are_never_chosen_for_somebody() -> None:
    page = Browser().get("/policy/in/mombasa").page.text
    assert not re.search(r'name="(boundary|among)" value="[^"]+" checked', page)


def test_every_percentage_has_its_company() -> None:
    browser = violence()
    for words in (NOT_A_FORECAST, "workers with recent violence by clients", "Weakest link", "Assumed", "In brackets"):
        assert words in browser.text
    found = browser.get("/policy/json").page.json()
    assert found["forecast"] is False
    assert found["seed"] == 3
    assert list(found["scenarios"]) == ["halve-policing", "end-displacement-and-homelessness"]
    assert f"{found['scenarios']['halve-policing']['averted_percent']['median']:.0f} %" in violence().text


def test_every_number_of_a_run_has_its_source() -> None:
    browser = violence()
    asked = Asked("london", ("halve-policing", "end-displacement-and-homelessness"), "closed", "workers", 1, 400, 3)
    shown = browser.get("/policy/sources").text
    numbers = [one for _, group in asked.sources() for one in group]
    assert len(numbers) >= 7
    for one in numbers:
        assert one.label in shown
        assert one.verified == "assumption" or one.source.citation in shown


def test_a_run_of_infections_waits_and_then_shows_both_networks() -> None:
    browser = Browser().get("/policy/in/vancouver").post("/policy/in/vancouver", HIV)
    assert ended(browser).get("/policy/wait").page.headers["hx-refresh"] == "true"
    browser.get("/policy/run")
    assert "In the other network" in browser.text
    assert browser.page.text.count('<svg class="fan"') == 1
    assert re.search(r"\sstyle=|<style|\son\w+=", browser.page.text) is None
    assert browser.get("/policy/json").page.json()["boundary"] == "open"


def test_a_page_that_waits_loads_itself_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Run, "done", property(lambda self: False))
    browser = Browser().get("/policy/in/london").post("/policy/in/london", {**VIOLENCE, "scenario": "halve-policing"})
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in browser.page.text
    assert 'hx-get="/policy/wait"' in browser.page.text
    answer = browser.get("/policy/wait").page
    assert answer.status_code == 204
    assert "hx-refresh" not in answer.headers
    assert browser.get("/policy/json").page.status_code in (200, 409)


@pytest.mark.parametrize("failure", [BrightlineError(f"no draw fits {SCRIPT}"), ZeroDivisionError("secret")])
def test_a_run_that_fails_says_so(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fails(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(work, "simulate", fails)
    browser = violence()
    assert browser.page.status_code == 422
    assert "could not be run" in browser.text
    assert "secret" not in browser.text
    assert "<script>alert" not in browser.page.text
    assert browser.get("/policy/json").page.status_code == 409


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds of the runs that began, while the turn is another's; those that still wait are dropped at the end."""
    found: list[int] = []

    def noted(*_: object, seed: int, **__: object) -> None:
        found.append(seed)

    monkeypatch.setattr(work, "simulate", noted)
    return found


@pytest.fixture
def taken() -> Iterator[None]:
    """The turn, taken by another."""
    assert TURNS.take()
    try:
        yield
    finally:
        TURNS.end()


def waiting(count: int) -> list[Run]:
    """Runs that wait for their turn, with the seeds 0, 1, 2 and so on."""
    found = [Run(replace(EXAMPLE, seed=number)) for number in range(count)]
    for run in found:
        run.begin()
    return found


def test_too_many_runs_at_once_are_refused_and_one_dropped_never_begins(begun: list[int]) -> None:
    assert TURNS.take()
    try:
        runs = waiting(MOST_WAITING)
        fields = {**VIOLENCE, "scenario": "halve-policing", "seed": "99"}
        Browser().get("/policy/in/london").post("/policy/in/london", fields, status=503)
        with pytest.raises(RefusedError):
            Run(EXAMPLE).begin()
        runs[3].drop()
        assert begun == []
    finally:
        TURNS.end()
    for run in runs:
        run.wait(30)
        assert run.done
    assert begun == [number for number in range(MOST_WAITING) if number != 3]


@pytest.mark.usefixtures("taken")
def test_a_dropped_run_gives_its_place_to_another_at_once(begun: list[int]) -> None:
    runs = waiting(MOST_WAITING)
    for _ in range(3):
        runs[0].drop()
        runs[0].wait(30)
        assert runs[0].done
        runs[0] = Run(EXAMPLE)
        runs[0].begin()
    for run in runs:
        run.drop()
        run.wait(30)
        assert run.done
    assert begun == []


@pytest.mark.usefixtures("taken")
def test_another_choice_takes_the_place_of_the_one_that_waits(begun: list[int]) -> None:
    others = waiting(MOST_WAITING - 1)
    browser = Browser()
    for seed in range(3):
        fields = {**VIOLENCE, "scenario": "halve-policing", "seed": str(seed)}
        browser.get("/policy/in/london").post("/policy/in/london", fields)
    browser.get("/policy").post("/policy/delete")
    Run(EXAMPLE).begin()
    with pytest.raises(RefusedError):
        Run(EXAMPLE).begin()
    for run in (*others, *TURNS.waiting):
        TURNS.leave(run)
    assert begun == []


def test_pages_and_programs_take_turns(begun: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {
        "setting": "london",
        "scenarios": ["halve-policing"],
        "boundary": "closed",
        "among": "workers",
        "draws": 20,
    }
    programs, now = Browser(enter=False).client, Event()
    monkeypatch.setattr(work, "simulate", lambda *_, **__: now.wait(30))
    run = Run(EXAMPLE)
    run.begin()
    try:
        refused = programs.post("/api/outcomes", json=asked)
        assert refused.status_code == 429
        assert "a run is on already" in refused.json()["error"]
    finally:
        now.set()
    run.wait(30)
    assert programs.post("/api/outcomes", json=asked).status_code == 200


def test_a_deleted_run_is_gone() -> None:
    browser = violence().post("/policy/delete")
    assert "The run is deleted" in browser.text
    for path in ("/policy/run", "/policy/sources", "/policy/json", "/policy/wait"):
        assert browser.get(path).page.status_code == 409


def test_the_pages_are_spanish() -> None:
    """What is data alone, such as a note, may stand in English: it is marked as that."""
    assert "No es un pronóstico" in violence("es").text
    spanish = language("es")
    wanted = [NOT_A_FORECAST, *BOUNDARY_WORDS.values(), *AMONG_WORDS.values(), *ON_WORDS.values()]
    wanted += [words for grade in GRADE_WORDS.items() for words in grade] + [*VERIFIED_WORDS.values()]
    wanted += [*BOUND_WORDS.values(), *(place.counted for place in settings().values())]
    assert sorted({words for words in wanted if spanish.of_data(words) is None}) == []


@cache
def real() -> Averted:
    found = simulate("london", "halve-policing", boundary="closed", among="workers", draws=50)
    return found.scenarios["halve-policing"]


def averted(*bands: Band, drivers: tuple[Driver, ...] = ()) -> Averted:
    return replace(real(), by_year=bands, drivers=drivers, noise=0.1)


@pytest.mark.parametrize("scale", [1e-6, 0.3, 7, 250, 1e6])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_fan_holds_every_point_and_nought(scale: float, sign: int) -> None:
    one = averted(
        *(Band(year, tuple(sorted(sign * scale * part * year for part in (1, 2, 3, 4, 5)))) for year in (1, 2, 7))
    )  # type: ignore[arg-type]
    fan = pictures.fan(one)
    assert fan
    points = [
        tuple(map(float, point.split(","))) for line in (fan.outer, fan.inner, fan.line) for point in line.split()
    ]
    assert len(points) == 6 + 6 + 3
    assert all(pictures.LEFT <= x <= pictures.RIGHT and pictures.TOP <= y <= pictures.BOTTOM for x, y in points)
    assert pictures.TOP <= fan.zero <= pictures.BOTTOM
    assert any(tick.label == "0" and tick.at == fan.zero for tick in fan.up)
    assert 2 <= len(fan.up) <= 8
    assert [fan.across[0].label, fan.across[-1].label] == ["1", "7"]


def test_one_year_is_a_strip_and_nothing_at_all_can_be_drawn() -> None:
    one = averted(Band(1, (0, 0, 0, 0, 0)))
    assert pictures.fan(one) is None
    strip = pictures.strip(one)
    assert strip.outer[1] == 0
    assert strip.middle == strip.zero


def test_bars_begin_at_the_middle_and_leave_out_chance() -> None:
    drivers = tuple(Driver(name, name, value) for name, value in (("a", 0.5), ("b", -0.25), ("c", 0.05)))
    more, less = pictures.bars(averted(Band(1, (0, 0, 0, 0, 0)), drivers=drivers))
    assert (more.left, more.wide, more.correlation) == (100, 50, "+0.50")
    assert (less.left, less.wide, less.more) == (75, 25, False)
