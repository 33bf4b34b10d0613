"""Violence by clients as it goes with displacement by police and with homelessness: no infection in it.

Each mark is gained and lost at a rate, so that its odds are the one rate over the other, and a rate that is halved
halves the odds. docs/outcomes-equations.md has the equations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from brightline.outcomes import exposure
from brightline.outcomes.draws import Array

HOMELESS = np.array([False, True, False, True])
DISPLACED = np.array([False, False, True, True])


@dataclass(frozen=True, slots=True)
class Street:
    """Workers on the street in every draw: who is homeless, displaced among the housed and the homeless, and the odds
    of violence, as (4, draws), by the two marks."""

    homeless: Array
    displaced: tuple[Array, Array]
    violence: Array

    @property
    def weights(self) -> Array:
        """The share of workers with each combination of the two marks, as (4, draws)."""
        displaced = np.where(HOMELESS[:, None], self.displaced[1], self.displaced[0])
        return np.where(DISPLACED[:, None], displaced, 1 - displaced) * np.where(
            HOMELESS[:, None], self.homeless, 1 - self.homeless
        )

    @property
    def share_with_violence(self) -> Array:
        """The share of workers with recent violence by clients."""
        return (self.weights * self.violence / (1 + self.violence)).sum(axis=0)


def now(drawn: Mapping[str, Array]) -> Street:
    """The street as it is: the published shares and odds ratios hold exactly."""
    homeless = drawn["homeless"]
    displaced = exposure.split(drawn["displaced"], homeless, drawn["displaced_if_homeless"])
    ratios = np.where(HOMELESS[:, None], drawn["violence_if_homeless"], 1.0)
    ratios = ratios * np.where(DISPLACED[:, None], drawn["violence_if_displaced"], 1.0)
    street = Street(homeless, displaced, ratios)
    # The mean over all is the share observed, as for condoms in the other model: use and violence are both odds.
    base = exposure.unexposed_odds(1 - drawn["violence"], street.weights, ratios)
    return Street(homeless, displaced, base * ratios)


def changed(street: Street, displacement: Array | None, homelessness: Array | None) -> Street:
    """The street once the rates of being displaced and of becoming homeless have been multiplied for long."""
    displaced = street.displaced
    if displacement is not None:
        displaced = (_times(displaced[0], displacement), _times(displaced[1], displacement))
    homeless = street.homeless if homelessness is None else _times(street.homeless, homelessness)
    return Street(homeless, displaced, street.violence)


def _times(share: Array, factor: Array) -> Array:
    """A share whose odds are multiplied."""
    odds = share / (1 - share) * factor
    return odds / (1 + odds)
