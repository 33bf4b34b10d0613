"""Both engines give the same, to the bit on any number of threads and for a draw in any company."""

from __future__ import annotations

import numpy as np
import pytest

from brightline.outcomes import compiled, loops, running
from outcome_runs import everything, found, place, with_everything


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in ("BLOCK", "BLOCK_NUMPY"):
        monkeypatch.setattr(running, size, 120)
    one, two, again = (found(place(), engine=engine, threads=n, draws=300, years=1) for n in (1, 2, 2))
    other = found(place(), engine=engine, threads=2, draws=300, years=1, seed=2)
    for run in (two, again):
        assert one.baseline.tobytes() == run.baseline.tobytes()
        assert one.scenarios["decriminalise"].tobytes() == run.scenarios["decriminalise"].tobytes()
    assert one.baseline.tobytes() != other.baseline.tobytes()


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_a_draw_has_the_same_bits_whichever_draws_stand_beside_it(engine: str) -> None:
    values, way, state = everything(draws=11)
    whole = running.run(values, way, state, 1, np.full(11, 80), engine, 1)  # type: ignore[arg-type]
    for some in (np.arange(11)[::-1], np.array([4]), np.array([9, 2, 0, 7, 5])):
        part = running.run(
            values.only(some), way.only(some), np.ascontiguousarray(state[:, some]), 1, np.full(len(some), 80),
            engine, 1,
        )  # type: ignore[arg-type] # fmt: skip
        assert np.array_equal(part.state, whole.state[:, some])
        assert np.array_equal(part.new, whole.new[..., some])
        assert np.array_equal(part.having, whole.having[..., some])


def test_what_is_compiled_is_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    values, way, state = everything(draws=3)
    steps = np.full(3, 40)
    quick = running.run(values, way, state, 1, steps, "compiled", 1)
    monkeypatch.setattr(compiled, "kernel", lambda: loops.run)
    slow = running.run(values, way, state, 1, steps, "compiled", 1)
    assert np.allclose(quick.state, slow.state, rtol=1e-11, atol=1e-15)
    assert np.allclose(quick.having, slow.having, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("boundary", ["open", "closed"])
def test_both_engines_agree(boundary: str) -> None:
    scenario = ("decriminalise", "outreach", "art-scale-up", "regulate")
    plain, quick = (
        found(with_everything(), scenario, boundary=boundary, engine=engine, draws=6, years=3)
        for engine in ("numpy", "compiled")
    )
    assert abs(plain.baseline[1:] / quick.baseline[1:] - 1).max() < 1e-9
    for id in scenario:
        a, b = plain.records[id].new[1:], quick.records[id].new[1:]
        assert np.allclose(a, b, rtol=1e-9, atol=1e-14)
