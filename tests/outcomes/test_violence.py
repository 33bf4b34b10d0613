"""The model of violence: what goes in comes out, and what follows is what the arithmetic says."""

from __future__ import annotations

import numpy as np
import pytest

from brightline.errors import BrightlineError
from brightline.outcomes import setting, simulate
from brightline.outcomes.draws import draw
from brightline.outcomes.violence import DISPLACED, HOMELESS, changed, now


def test_the_published_shares_and_odds_ratios_hold_exactly() -> None:
    drawn = draw(setting("london").quantities.values(), 200, 3)
    street = now(drawn)
    weights, violent = street.weights, street.violence / (1 + street.violence)
    assert abs(weights.sum(axis=0) - 1).max() < 1e-12
    assert abs(weights[HOMELESS].sum(axis=0) - 0.64).max() < 1e-12
    assert abs(weights[DISPLACED].sum(axis=0) - 0.78).max() < 1e-12
    assert abs(street.share_with_violence - 0.72).max() < 1e-12

    def odds(share: np.ndarray) -> np.ndarray:
        return share / (1 - share)

    assert np.allclose(odds(violent[2]) / odds(violent[0]), drawn["violence_if_displaced"], rtol=1e-12)
    assert np.allclose(odds(violent[3]) / odds(violent[2]), drawn["violence_if_homeless"], rtol=1e-12)
    ratio = odds(street.displaced[1]) / odds(street.displaced[0])
    assert np.allclose(ratio, drawn["displaced_if_homeless"], rtol=1e-9)


def test_a_rate_times_one_changes_nothing_and_half_of_it_halves_the_odds() -> None:
    street = now(draw(setting("london").quantities.values(), 50, 1))
    one, half = np.ones(50), np.full(50, 0.5)
    assert np.allclose(changed(street, one, one).share_with_violence, street.share_with_violence, rtol=1e-12)
    less = changed(street, half, None).displaced[0]
    assert np.allclose(less / (1 - less), street.displaced[0] / (1 - street.displaced[0]) / 2, rtol=1e-12)


def test_london_against_what_was_published() -> None:
    """Out of sample: shares and odds ratios of Walker 2024 go in, its results do not."""
    found = simulate(
        "london", ["halve-policing", "end-displacement-and-homelessness"], boundary="closed", among="workers"
    ).scenarios
    half, both = (found[id].percent for id in ("halve-policing", "end-displacement-and-homelessness"))
    assert 3.5 < half.median < 10.3, "a hit: published 5.7 (3.5 to 10.3)"
    assert half.low < 5.7 < half.high
    assert both.low < 67 < both.high, "published 67 (53 to 81) lies within our interval"
    assert 45 < both.median < 53, "a miss of size: our median lies below the published interval"


def test_it_is_about_workers_and_about_its_own_scenarios() -> None:
    with pytest.raises(BrightlineError, match="write --among workers"):
        simulate("london", "halve-policing", boundary="open", among="all")
    with pytest.raises(BrightlineError, match="halve-policing can be run"):
        simulate("london", "decriminalise", boundary="open", among="workers")
    with pytest.raises(BrightlineError, match="a model of transmission, which halve-policing does not change"):
        simulate("mombasa", "halve-policing", boundary="open", among="workers")
