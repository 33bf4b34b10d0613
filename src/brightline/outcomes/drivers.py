"""Which uncertain numbers a result moves with: Spearman's rank correlations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from brightline.outcomes.draws import Array
from brightline.outcomes.evidence import Quantity
from brightline.outcomes.result import Driver


def ranks(values: Array) -> Array:
    """Ranks from 0, equal values sharing the mean of theirs."""
    order = np.argsort(values, kind="stable")
    sorted_values = values[order]
    starts = np.flatnonzero(np.concatenate([[True], sorted_values[1:] != sorted_values[:-1]]))
    ends = np.concatenate([starts[1:], [len(values)]])
    found = np.empty(len(values))
    found[order] = np.repeat((starts + ends - 1) / 2, ends - starts)
    return found


def ranked(result: Array, drawn: Mapping[str, Array], quantities: Iterable[Quantity]) -> tuple[Driver, ...]:
    """The rank correlation of a result with each number that varies, the strongest first."""
    of_result = _standard(ranks(result))
    found: list[Driver] = []
    for one in quantities:
        of_one = _standard(ranks(drawn[one.name]))
        if of_result is not None and of_one is not None:
            found.append(Driver(one.name, one.label, float((of_result * of_one).mean())))
    return tuple(sorted(found, key=lambda driver: (-abs(driver.correlation), driver.name)))


def noise(number: int) -> float:
    """The size that a rank correlation of nothing with nothing reaches by chance in one case out of twenty."""
    return 1.96 / max(number - 1, 1) ** 0.5


def _standard(values: Array) -> Array | None:
    spread = values.std()
    return None if spread == 0 else (values - values.mean()) / spread
