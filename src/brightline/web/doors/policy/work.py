"""What the policy door keeps in a session: what was asked for, and the run of it on a thread of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Thread

from brightline.errors import BrightlineError
from brightline.outcomes import Among, Boundary, Outcomes, Quantity, Scenario, Setting, evidence_set, simulate
from brightline.outcomes import scenarios as known_scenarios
from brightline.outcomes import settings as known_settings
from brightline.outcomes.used import of_biology, of_place
from brightline.web.checks import RefusedError
from brightline.web.languages import marked
from brightline.web.turns import TURNS

NAME = "policy"
EVIDENCE = "aesha"
BROKEN = marked("The run broke off. Try it with other numbers.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see, checked."""

    setting: str
    scenarios: tuple[str, ...]
    boundary: Boundary
    among: Among
    years: int
    draws: int
    seed: int

    @property
    def where(self) -> Setting:
        """The setting itself."""
        return known_settings()[self.setting]

    @property
    def changes(self) -> tuple[Scenario, ...]:
        """The scenarios themselves."""
        return tuple(known_scenarios()[id] for id in self.scenarios)

    def sources(self) -> list[tuple[str, Sequence[Quantity]]]:
        """Every number that a run of it draws on, in groups with their heads."""
        where, evidence = self.where, evidence_set(EVIDENCE)
        ratios = [*evidence.quantities.values()] if where.model == "transmission" else []
        groups: list[tuple[str, Sequence[Quantity]]] = [
            (marked("What the change does"), [change.quantity for one in self.changes for change in one.changes]),
            (marked("How the place is"), of_place(where, self.boundary)),
            (marked("What the draws have to meet at the start"), [target.quantity for target in where.targets]),
            (marked("What exposures do to condom use and infection"), ratios),
            (marked("The same everywhere"), of_biology(where, self.boundary)),
        ]
        return [(head, quantities) for head, quantities in groups if quantities]


class Run:
    """One run. `found` or `failure` is there once it is `done`; one that was dropped before its turn has neither."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: Outcomes | None = None
        self.failure = ""
        self._ended = Event()

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self._ended.is_set()

    def wait(self, seconds: float) -> None:
        """Wait for the end, no longer than so many seconds."""
        self._ended.wait(seconds)

    def begin(self, instead_of: Run | None = None) -> None:
        """Start it, perhaps in place of another, which is dropped. Raises `RefusedError` where too many wait."""
        if not TURNS.line_up(self, instead_of):
            raise RefusedError(503, marked("Too many runs are waiting. Try it again in a minute."))
        try:
            Thread(target=self._work, daemon=True).start()
        except RuntimeError:  # no thread to be had: nobody would ever take its turn
            self.drop()
            raise

    def drop(self) -> None:
        """Let it go. One that waits gives its place up at once and never begins; one that runs ends by itself."""
        TURNS.leave(self)

    close = drop

    def _work(self) -> None:
        try:
            if TURNS.come(self):
                try:
                    self._simulate()
                finally:
                    TURNS.end()
        finally:
            self._ended.set()

    def _simulate(self) -> None:
        asked = self.asked
        try:
            self.found = simulate(
                asked.setting,
                asked.scenarios,
                boundary=asked.boundary,
                among=asked.among,
                years=asked.years,
                draws=asked.draws,
                seed=asked.seed,
                evidence=EVIDENCE,
            )
        except BrightlineError as failure:
            self.failure = str(failure)[:400]
        except Exception:  # a thread has nobody to raise to, and its page must not wait for ever
            self.failure = BROKEN
