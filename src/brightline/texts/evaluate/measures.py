"""Measures of agreement between two records of the same texts, with intervals by drawing documents again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

DRAWS = 1_000
SEED = 20_031_225

Weights: TypeAlias = Sequence[int]
"""How often each document was drawn."""


@dataclass(frozen=True, slots=True)
class Share:
    """A number between 0 and 1 with its 95 per cent interval; `None` where there was nothing to measure."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def to_json(self) -> dict[str, float | None]:
        """The share as plain data, to four places."""
        return {name: _rounded(getattr(self, name)) for name in ("value", "low", "high")}


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and F1 of the pairs found, and the counts that they rest on."""

    right: int
    false: int
    missed: int
    precision: Share
    recall: Share
    f1: Share

    @property
    def gold(self) -> int:
        """How many there were to find."""
        return self.right + self.missed

    def to_json(self) -> dict[str, object]:
        """The scores as plain data."""
        return {
            "gold": self.gold,
            "right": self.right,
            "false": self.false,
            "missed": self.missed,
            "precision": self.precision.to_json(),
            "recall": self.recall.to_json(),
            "f1": self.f1.to_json(),
        }


class Draws:
    """Documents drawn with replacement, the same draws for every measure, so that measures can be held together."""

    def __init__(self, documents: int, draws: int = DRAWS, seed: int = SEED) -> None:
        choose = random.Random(seed)  # noqa: S311
        self.documents = documents
        self._draws: list[Weights] = []
        for _ in range(draws if documents > 1 else 0):
            drawn = Counter(choose.choices(range(documents), k=documents))
            self._draws.append([drawn[document] for document in range(documents)])

    def interval(self, measure: Callable[[Weights], float | None]) -> tuple[float | None, float | None]:
        """From the 2.5th to the 97.5th in a hundred of what the measure comes to over the draws."""
        found = sorted(value for weights in self._draws if (value := measure(weights)) is not None)
        if not found:
            return None, None
        last = len(found) - 1
        return found[round(0.025 * last)], found[round(0.975 * last)]

    def ratio(self, parts: Sequence[tuple[float, float]]) -> Share:
        """The sum of the first numbers by the sum of the second, a pair to a document."""
        counted = [(place, *pair) for place, pair in enumerate(parts) if pair[1]]

        def measure(weights: Weights) -> float | None:
            below = sum(weights[place] * whole for place, _, whole in counted)
            return sum(weights[place] * part for place, part, _ in counted) / below if below else None

        return Share(measure([1] * self.documents), *self.interval(measure))

    def scores(self, counts: Sequence[tuple[int, int, int]]) -> Scores:
        """Scores from the right, the false and the missed of each document."""
        right, false, missed = (sum(triple[place] for triple in counts) for place in range(3))
        return Scores(
            right,
            false,
            missed,
            precision=self.ratio([(a, a + b) for a, b, _ in counts]),
            recall=self.ratio([(a, a + c) for a, _, c in counts]),
            f1=self.ratio([(2 * a, 2 * a + b + c) for a, b, c in counts]),
        )


def counts_of(gold: set[str], found: set[str]) -> tuple[int, int, int]:
    """The right, the false and the missed of one document.

    >>> counts_of({"a", "b"}, {"b", "c", "d"})
    (1, 2, 1)
    """
    return len(gold & found), len(found - gold), len(gold - found)


def kappa(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """Cohen's kappa of two people who each say yes or no; `None` where chance alone makes them agree.

    >>> kappa([(True, True), (False, False)]), kappa([(True, True), (True, False), (False, True), (False, False)])
    (1.0, 0.0)
    >>> kappa([(True, True)]) is None
    True
    """
    counted = Counter(pairs)
    total = counted.total()
    if not total:
        return None
    agreed = (counted[True, True] + counted[False, False]) / total
    first = (counted[True, True] + counted[True, False]) / total
    second = (counted[True, True] + counted[False, True]) / total
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance) if chance < 1 - 1e-12 else None


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Twice the characters that two spans share by the characters of both.

    >>> overlap((0, 10), (5, 15)), overlap((0, 4), (4, 8))
    (0.5, 0.0)
    """
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return 2 * shared / (one[1] - one[0] + other[1] - other[0])


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
