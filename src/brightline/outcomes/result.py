"""What a run gives: percentages with their intervals, their company in words, and the pictures made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from brightline.outcomes.evidence import Grade
from brightline.outcomes.scenarios import BOUND_WORDS, Bound
from brightline.outcomes.settings import INFECTION_WORDS, Infection, Measure, Target

Boundary: TypeAlias = Literal["open", "closed"]
Among: TypeAlias = Literal["workers", "clients", "workers-and-clients", "all"]

BOUNDARY_WORDS: Mapping[Boundary, str] = {
    "closed": "closed network: sex workers and clients only, nothing comes from outside",
    "open": "open network: with their other partners, and infections from outside",
}
AMONG_WORDS: Mapping[Among, str] = {
    "workers": "sex workers",
    "clients": "clients",
    "workers-and-clients": "sex workers and clients",
    "all": "sex workers, clients and their other partners",
}
NOT_A_FORECAST = (
    "Not a forecast. It says what follows if the assumptions hold, between the same world with and without the change."
)


def shown(number: float, digits: int = 0) -> str:
    """A number as it is shown, without the sign of a nought."""
    said = f"{number:,.{digits}f}"
    return said.removeprefix("-") if not float(said.replace(",", "")) else said


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the interval that holds 95 of 100 draws, and the Monte-Carlo errors of the median and of the ends.

    With few draws the errors are not known, and `None`.
    """

    median: float
    low: float
    high: float
    error: float | None
    error_of_ends: float | None

    def to_json(self) -> dict[str, float | None]:
        """The spread as plain data, rounded to six places."""
        return {
            "median": round(self.median, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "monte_carlo_error": None if self.error is None else round(self.error, 6),
            "monte_carlo_error_of_ends": None if self.error_of_ends is None else round(self.error_of_ends, 6),
        }


@dataclass(frozen=True, slots=True)
class Band:
    """Quantiles of the averted share after so many years: 2.5, 25, 50, 75 and 97.5 of 100 draws, in percent."""

    year: int
    quantiles: tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Driver:
    """How the averted share moves with one uncertain number: Spearman's rank correlation over the kept draws."""

    name: str
    label: str
    correlation: float


@dataclass(frozen=True, slots=True)
class Link:
    """One link in the chain from law to infections, with the grade of its evidence and what it rests on."""

    step: str
    grade: Grade
    rests_on: str


@dataclass(frozen=True, slots=True)
class Trend:
    """How an infection goes without any change in one group: at the start and at the end, or in the first and the
    last year. `what` is `prevalence` in percent, or `new` infections in a year for every 1,000 people."""

    infection: Infection
    group: Literal["workers", "clients"]
    what: Literal["prevalence", "new"]
    first: Spread
    last: Spread

    def to_json(self) -> dict[str, object]:
        """The trend as plain data with stable names."""
        return {
            "infection": self.infection,
            "group": self.group,
            "what": self.what,
            "first": self.first.to_json(),
            "last": self.last.to_json(),
        }

    @property
    def words(self) -> str:
        """The trend as a person reads it, by its medians."""
        first, last = (shown(one.median, 1 if one.median < 100 else 0) for one in (self.first, self.last))
        name = INFECTION_WORDS[self.infection]
        if self.what == "prevalence":
            return f"{name} among {self.group} goes from {first} to {last} %"
        return f"new {name} infections in a year from {first} to {last} for every 1,000 {self.group}"


@dataclass(frozen=True, slots=True)
class Beside:
    """The same percentage under the other boundary: drawn and calibrated anew there, so another world."""

    boundary: Boundary
    kept: int
    percent: Spread

    def to_json(self) -> dict[str, object]:
        """The percentage as plain data."""
        return {"boundary": self.boundary, "kept": self.kept, "calibrated_anew": True, **self.percent.to_json()}


@dataclass(frozen=True, slots=True)
class Averted:
    """What one scenario averts. A negative percentage is an increase.

    `caveat` is the one thing to know about the figure, `bound` how optimistic the scenario is, `remarks` what else has
    to be said here. `per_1000_workers` counts infections of all who are asked for, for every 1,000 workers; it is
    `None` where the outcome is a share. `averting` and `adding` are the shares of the draws that avert some and that
    bring some. `grade` is that of the weakest link.
    """

    scenario: str
    title: str
    bound: Bound
    caveat: str
    remarks: tuple[str, ...]
    percent: Spread
    averting: float
    adding: float
    per_1000_workers: Spread | None
    by_year: tuple[Band, ...]
    drivers: tuple[Driver, ...]
    noise: float
    """Rank correlations nearer to nought than this are not told from chance."""
    grade: Grade
    links: tuple[Link, ...]
    assumptions: tuple[str, ...]
    beside: Beside | None
    """Under the other boundary, where that was run."""

    def to_json(self) -> dict[str, object]:
        """The result as plain data with stable names."""
        return {
            "title": self.title,
            "bound": self.bound,
            "caveat": self.caveat,
            "remarks": list(self.remarks),
            "averted_percent": self.percent.to_json(),
            "share_of_draws": {"averting": round(self.averting, 6), "adding": round(self.adding, 6)},
            "averted_per_1000_workers": self.per_1000_workers.to_json() if self.per_1000_workers else None,
            "grade": self.grade,
            "links": [{"step": one.step, "grade": one.grade, "rests_on": one.rests_on} for one in self.links],
            "assumptions": list(self.assumptions),
            "other_boundary": self.beside.to_json() if self.beside else None,
            "by_year": [
                {
                    "year": band.year,
                    **dict(
                        zip(("p2_5", "p25", "p50", "p75", "p97_5"), (round(q, 6) for q in band.quantiles), strict=True)
                    ),
                }
                for band in self.by_year
            ],
            "drivers": [
                {"name": one.name, "label": one.label, "rank_correlation": round(one.correlation, 4)}
                for one in self.drivers
            ],
        }


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Scenarios run in one setting on the same draws."""

    setting: str
    title: str
    model: str
    measure: Measure
    counted: str
    """What is counted, in words."""
    boundary: Boundary
    among: Among
    years: int
    draws: int
    kept: int
    effective: float
    method: str
    seed: int
    evidence: str
    regime: str
    regime_read: bool
    baseline: Spread
    """Without any change: infections per 1,000 workers over the years, or the share in percent."""
    trends: tuple[Trend, ...]
    """How infections go without any change."""
    targets: tuple[Target, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    assumed: tuple[int, int]
    """How many of the uncertain numbers are assumptions or from memory, and how many there are."""
    evidence_note: str
    """What is assumed about the set of odds ratios."""
    engine: str
    digest: str
    """A digest of all numbers that went in, with their sources: SHA-256 of their JSON."""
    scenarios: Mapping[str, Averted]

    @property
    def assumed_targets(self) -> bool:
        """Whether every target that draws had to meet was itself chosen."""
        return bool(self.targets) and all(one.quantity.grade == "assumption" for one in self.targets)

    @property
    def beside(self) -> str:
        """What stands beside every percentage: of what, among whom, in which network."""
        if self.model == "violence":
            return f"{self.counted}, among sex workers"
        kind = "closed" if self.boundary == "closed" else "open"
        when = f" after {self.years} years" if self.measure == "sti-prevalence" else f" over {self.years} years"
        if self.years == 1:
            when = when.replace("1 years", "1 year")
        return f"{self.counted}{when}, among {AMONG_WORDS[self.among]}, {kind} network"

    def table(self) -> list[dict[str, object]]:
        """A row per scenario, each with its boundary, its people and its grade: for a data frame or a CSV."""
        return [
            {
                "setting": self.setting,
                "scenario": one.scenario,
                "outcome": self.measure,
                "boundary": None if self.model == "violence" else self.boundary,
                "among": self.among,
                "years": self.years,
                "bound": one.bound,
                "caveat": " ".join((one.caveat, *one.remarks)),
                "averted_percent": one.percent.median,
                "low": one.percent.low,
                "high": one.percent.high,
                "monte_carlo_error": one.percent.error,
                "averted_per_1000_workers": one.per_1000_workers.median if one.per_1000_workers else None,
                "grade": one.grade,
                "assumptions": " ".join(one.assumptions),
                "assumed_numbers": self.assumed[0],
                "numbers": self.assumed[1],
                "kept": self.kept,
                "forecast": False,
            }
            for one in self.scenarios.values()
        ]

    def fan(self, path: str | Path) -> None:
        """The averted share year by year, with its bands, to an SVG."""
        from brightline.outcomes.pictures import draw_fan

        draw_fan(self, Path(path))

    def tornado(self, path: str | Path) -> None:
        """Which uncertain numbers move the averted share most, to an SVG."""
        from brightline.outcomes.pictures import draw_tornado

        draw_tornado(self, Path(path))

    def plot(self, path: str | Path) -> None:
        """Both on one page, to an SVG."""
        from brightline.outcomes.pictures import draw_both

        draw_both(self, Path(path))

    def to_json(self) -> dict[str, object]:
        """The run as plain data with stable names."""
        from brightline import __version__ as version

        return {
            "setting": self.setting,
            "boundary": None if self.model == "violence" else self.boundary,
            "among": self.among,
            "outcome": self.measure,
            "years": self.years,
            "draws": self.draws,
            "kept": self.kept,
            "effective": round(self.effective, 1),
            "method": self.method,
            "seed": self.seed,
            "evidence": self.evidence,
            "evidence_note": self.evidence_note,
            "version": version,
            "engine": self.engine,
            "numbers_sha256": self.digest,
            "regime": {"id": self.regime, "all_read": self.regime_read},
            "forecast": False,
            "baseline": self.baseline.to_json(),
            "without_change": [one.to_json() for one in self.trends],
            "targets": [one.to_json() for one in self.targets],
            "assumed_numbers": {"assumed": self.assumed[0], "of": self.assumed[1]},
            "notes": [NOT_A_FORECAST, *self.notes],
            "warnings": list(self.warnings),
            "scenarios": {id: one.to_json() for id, one in self.scenarios.items()},
        }


def unequal(scenarios: Mapping[str, Averted]) -> str | None:
    """What has to be said where scenarios of unequal optimism stand side by side; nothing where they do not."""
    by_bound: dict[Bound, list[str]] = {}
    for one in scenarios.values():
        by_bound.setdefault(one.bound, []).append(one.scenario)
    if len(scenarios) < 2:
        return None
    if len(by_bound) == 1:
        return (
            "The sizes of these scenarios were chosen, each for itself: the gap between them is as much what was "
            "chosen as what follows."
        )
    parts = [f"{', '.join(ids)}: {BOUND_WORDS[bound]}" for bound, ids in by_bound.items()]
    return (
        f"Do not set these scenarios against each other: they differ in optimism ({'; '.join(parts)}). The gap "
        "between them is mostly what was chosen."
    )
