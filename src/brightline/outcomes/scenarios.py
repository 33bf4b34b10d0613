"""Scenarios: what a change of law or practice does to exposures and behaviour; one YAML file each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law import atlas
from brightline.law.datafile import Document, mapping, read_document
from brightline.outcomes.evidence import (
    Grade,
    Quantity,
    RawQuantity,
    RawSource,
    read_quantity,
    read_sources,
    weakest,
)
from brightline.outcomes.settings import ModelName, Setting

FOLDER = Path(__file__).parent / "scenarios"

Act: TypeAlias = Literal["multiply", "raise", "odds", "relieve", "reach"]

Bound: TypeAlias = Literal["upper", "range", "fixed"]

BOUND_WORDS: Mapping[Bound, str] = {
    "upper": "an upper end: all of it ends or succeeds, for everybody",
    "range": "a range that was chosen",
    "fixed": "one size, by definition",
}
"""How optimistic a scenario is: two that differ in this cannot be set against each other."""

ACTS: Mapping[str, tuple[Act, ...]] = {
    "exposed_violence": ("multiply", "raise"),
    "exposed_police": ("multiply", "raise"),
    "exposed_workplace": ("multiply", "raise"),
    "condom_use_clients": ("odds", "raise"),
    "police_condoms": ("relieve",),
    "outreach_reach": ("reach",),
    "outreach_odds": ("reach",),
    "art_start": ("multiply",),
    "sti_care": ("multiply",),
    "displacement": ("multiply",),
    "homelessness": ("multiply",),
}
"""What a change may be on, and what it may do there."""
ON_WORDS: Mapping[str, str] = {
    "exposed_violence": "workers exposed to violence",
    "exposed_police": "workers exposed to police",
    "exposed_workplace": "workers in unsafe workplaces",
    "condom_use_clients": "condom use with clients",
    "police_condoms": "what policing does to condom use",
    "outreach_reach": "workers reached by outreach",
    "outreach_odds": "condom use of those reached",
    "art_start": "start of HIV treatment",
    "sti_care": "cure of other infections",
    "displacement": "rate of displacement by police",
    "homelessness": "rate of becoming homeless",
}
OF_VIOLENCE = ("displacement", "homelessness")
ACT_WORDS: Mapping[Act, str] = {
    "multiply": "now {}",
    "raise": "up to {}, and never down",
    "odds": "odds times {}",
    "relieve": "odds ratio divided by {}, and never below 1",
    "reach": "{}",
}
UNITS_OF: Mapping[Act, tuple[str, ...]] = {
    "multiply": ("factor",),
    "raise": ("share",),
    "odds": ("odds ratio",),
    "relieve": ("odds ratio",),
    "reach": ("share", "odds ratio"),
}


BASELINE = "baseline"
"""The name of the run without a change."""
SHORTEST_PHASE = 1.0
"""Years. Once a share has changed, workers follow as they are replaced or their exposures are drawn anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """One link from a scenario to a number of the model: what it does, how much, and on what evidence."""

    on: str
    do: Act
    why: str
    quantity: Quantity

    @property
    def words(self) -> str:
        """The change as a person reads it."""
        if self.do == "multiply" and self.quantity.hi == 0:
            return f"{ON_WORDS[self.on]}: none any more"
        amount = self.quantity.words.removesuffix(" odds ratio") if self.do != "reach" else self.quantity.words
        if self.do == "multiply":
            amount = f"{amount} what it was"
        return f"{ON_WORDS[self.on]}: {ACT_WORDS[self.do].format(amount)}"

    def to_json(self) -> dict[str, object]:
        """The change as plain data."""
        return {"on": self.on, "do": self.do, "why": self.why, **self.quantity.to_json()}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A change of law or practice. `regime` is the regime of the atlas that it leads to, for a change of law.

    `bound` says how optimistic it is; `caveat` is the one thing to know about its figure, which goes with it wherever
    it is shown.
    """

    id: str
    title: str
    model: ModelName
    regime: str | None
    phase_in_years: float
    bound: Bound
    caveat: str
    about: str
    changes: tuple[Change, ...]
    assumes: tuple[str, ...]

    @property
    def grade(self) -> Grade:
        """The grade of the weakest of its own links."""
        return weakest(change.quantity.grade for change in self.changes)

    def to_json(self) -> dict[str, object]:
        """The scenario as plain data with stable names."""
        return {
            "id": self.id,
            "title": self.title,
            "model": self.model,
            "regime": self.regime,
            "phase_in_years": self.phase_in_years,
            "bound": self.bound,
            "caveat": self.caveat,
            "about": self.about,
            "grade": self.grade,
            "changes": [change.to_json() for change in self.changes],
            "assumes": list(self.assumes),
        }


class _Change(RawQuantity, forbid_unknown_fields=True, kw_only=True):
    on: str
    do: Act
    why: str


class _Scenario(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    title: str
    model: ModelName
    bound: Bound
    caveat: str
    about: str
    sources: dict[str, RawSource]
    changes: list[_Change]
    regime: str | None = None
    phase_in_years: float = 0.0
    assumes: list[str] = []


def load_scenario(path: Path, shown: str | None = None) -> Scenario:
    """A scenario from a file; a `DataFileError` that names file, line and remedy where it is not right."""
    document = read_document(path, shown)
    raw = document.convert(mapping(document.data, document), _Scenario)
    if raw.regime is not None and raw.regime not in atlas.REGIMES:
        raise document.error(f"the atlas knows no regime {raw.regime!r}{nearest(raw.regime, atlas.REGIMES)}", "regime")
    if not 0 <= raw.phase_in_years <= 50:
        raise document.error("a change is phased in over 0 to 50 years", "phase_in_years")
    moves = any(one.on.startswith("exposed_") for one in raw.changes)
    if moves and 0 < raw.phase_in_years < SHORTEST_PHASE:
        raise document.error(
            f"workers follow a change of exposures in {SHORTEST_PHASE:g} year or more; write 0 for at once",
            "phase_in_years",
        )
    for name in ("id", "title", "caveat"):
        if not getattr(raw, name).strip():
            raise document.error(f"`{name}` is empty; a result is shown under it", name)
    if raw.id == BASELINE:
        raise document.error(f"`{BASELINE}` is what scenarios are compared with; give the scenario another id", "id")
    if not raw.changes:
        raise document.error("a scenario changes something", "changes")
    sources = read_sources(raw.sources, document)
    changes: list[Change] = []
    for number, one in enumerate(raw.changes):
        _check_change(raw, one, number, document)
        quantity = read_quantity(f"{raw.id}.{one.on}", one.label, one, sources, document, "changes", number)
        changes.append(Change(one.on, one.do, " ".join(one.why.split()), quantity))
    named = [change.on for change in changes]
    if ("outreach_reach" in named) != ("outreach_odds" in named):
        raise document.error("outreach needs both `outreach_reach` and `outreach_odds`", "changes")
    return Scenario(
        raw.id,
        raw.title,
        raw.model,
        raw.regime,
        raw.phase_in_years,
        raw.bound,
        " ".join(raw.caveat.split()),
        " ".join(raw.about.split()),
        tuple(changes),
        tuple(" ".join(text.split()) for text in raw.assumes),
    )


def _check_change(scenario: _Scenario, change: _Change, number: int, document: Document) -> None:
    if change.on not in ACTS:
        raise document.error(
            f"{change.on!r} is nothing that a scenario can change{nearest(change.on, ACTS)}", "changes", number, "on"
        )
    if change.do not in ACTS[change.on]:
        words = " or ".join(f"`{act}`" for act in ACTS[change.on])
        raise document.error(f"on {change.on} write `do:` {words}", "changes", number, "do")
    if (change.on in OF_VIOLENCE) != (scenario.model == "violence"):
        raise document.error(f"{change.on} is no part of the model of {scenario.model}", "changes", number, "on")
    if change.unit not in UNITS_OF[change.do]:
        words = " or ".join(UNITS_OF[change.do])
        raise document.error(f"what does `{change.do}` is a {words}, not a {change.unit}", "changes", number, "unit")
    if any(other.on == change.on for other in scenario.changes[:number]):
        raise document.error(f"{change.on} is changed twice; keep one", "changes", number, "on")


@cache
def scenarios() -> Mapping[str, Scenario]:
    """The scenarios that come with Brightline, by their ids."""
    found = [load_scenario(path, path.name) for path in sorted(FOLDER.glob("*.yaml"), key=lambda path: path.stem)]
    return {one.id: one for one in found}


def scenario(named: str) -> Scenario:
    """A scenario by its id, or from a YAML file of one's own; a `BrightlineError` that names the nearest else."""
    if named.lower().endswith((".yaml", ".yml")):
        mine = load_scenario(Path(named), Path(named).name)
        if mine.id in scenarios() and mine != scenarios()[mine.id]:
            raise BrightlineError(
                f"{Path(named).name}: a scenario that comes with Brightline is called {mine.id}; give yours another id"
            )
        return mine
    known = scenarios()
    if named not in known:
        raise BrightlineError(f"there is no scenario {named!r}{nearest(named, known)}; there are {', '.join(known)}")
    return known[named]


def chosen(named: Iterable[str | Scenario], where: Setting) -> tuple[Scenario, ...]:
    """Scenarios by their ids, each one that the model of the setting can run; a `BrightlineError` else."""
    found = [scenario(one) if isinstance(one, str) else one for one in named]
    if not found:
        raise BrightlineError("name at least one scenario; `brightline outcomes scenarios` lists them")
    seen: set[str] = set()
    for one in found:
        if one.id in seen:
            raise BrightlineError(f"the scenario {one.id} is named twice; name it once")
        seen.add(one.id)
        if one.model != where.model:
            fit = ", ".join(id for id, other in scenarios().items() if other.model == where.model)
            raise BrightlineError(
                f"{where.id} is a model of {where.model}, which {one.id} does not change; there {fit} can be run"
            )
    return tuple(found)
