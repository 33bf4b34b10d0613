"""What a run gives: percentages with their intervals, their company in words, and the pictures made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from brightline.outcomes.evidence import Grade
from brightline.outcomes.settings import Measure

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


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the interval that holds 95 of 100 draws, and the Monte-Carlo error of the median."""

    median: float
    low: float
    high: float
    error: float

    def to_json(self) -> dict[str, float]:
        """The spread as plain data, rounded to six places."""
        return {
            "median": round(self.median, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "monte_carlo_error": round(self.error, 6),
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
class Averted:
    """What one scenario averts. A negative percentage is an increase.

    `per_1000_workers` counts infections; it is `None` where the outcome is a share. `grade` is that of the weakest
    link.
    """

    scenario: str
    title: str
    percent: Spread
    per_1000_workers: Spread | None
    by_year: tuple[Band, ...]
    drivers: tuple[Driver, ...]
    noise: float
    """Rank correlations nearer to nought than this are not told from chance."""
    grade: Grade
    links: tuple[Link, ...]
    assumptions: tuple[str, ...]
    beside: Spread | None
    """The same percentage under the other boundary, where that was run."""

    def to_json(self) -> dict[str, object]:
        """The result as plain data with stable names."""
        return {
            "title": self.title,
            "averted_percent": self.percent.to_json(),
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
    targets: tuple[str, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    assumed: tuple[int, int]
    """How many of the uncertain numbers are assumptions or from memory, and how many there are."""
    scenarios: Mapping[str, Averted]

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
                "boundary": self.boundary,
                "among": self.among,
                "years": self.years,
                "averted_percent": one.percent.median,
                "low": one.percent.low,
                "high": one.percent.high,
                "monte_carlo_error": one.percent.error,
                "averted_per_1000_workers": one.per_1000_workers.median if one.per_1000_workers else None,
                "grade": one.grade,
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
        return {
            "setting": self.setting,
            "boundary": self.boundary,
            "among": self.among,
            "outcome": self.measure,
            "years": self.years,
            "draws": self.draws,
            "kept": self.kept,
            "effective": round(self.effective, 1),
            "method": self.method,
            "seed": self.seed,
            "evidence": self.evidence,
            "regime": {"id": self.regime, "all_read": self.regime_read},
            "forecast": False,
            "baseline": self.baseline.to_json(),
            "targets": list(self.targets),
            "assumed_numbers": {"assumed": self.assumed[0], "of": self.assumed[1]},
            "notes": [NOT_A_FORECAST, *self.notes],
            "warnings": list(self.warnings),
            "scenarios": {id: one.to_json() for id, one in self.scenarios.items()},
        }
