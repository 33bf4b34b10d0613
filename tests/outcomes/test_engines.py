"""Both engines give the same, to the bit on any number of threads and for a draw in any company."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import brightline
from brightline.errors import BrightlineError
from brightline.outcomes import compiled, lanes, loops, model, running
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


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_a_step_too_long_is_refused_and_a_draw_that_goes_astray_is_run_again(engine: str) -> None:
    with pytest.raises(BrightlineError, match=r"a step of 0\.5 years is unstable here: .* at most"):
        found(place(), engine=engine, step=0.5)
    values, way, state = everything(draws=5)
    few = np.full(5, 4)
    with pytest.raises(BrightlineError, match="unstable in at least one draw; take a shorter step"):
        running.run(values, way, state, 1, few, engine, 1)  # type: ignore[arg-type]
    again = running.run(values, way, state, 1, few, engine, 1, steps_may_grow=True)  # type: ignore[arg-type]
    assert again.steps.max() > 4
    for steps in np.unique(again.steps):
        these = np.flatnonzero(again.steps == steps)
        alone = running.run(
            values.only(these), way.only(these), np.ascontiguousarray(state[:, these]), 1, again.steps[these], engine, 1
        )  # type: ignore[arg-type] # fmt: skip
        assert np.array_equal(alone.state, again.state[:, these])


def test_all_is_compiled_before_the_first_run_and_under_the_name_of_its_sources() -> None:
    kernel = compiled.kernel()
    before = list(kernel.signatures)  # type: ignore[attr-defined]
    values, way, state = everything(draws=2)
    running.run(values, way, state, 1, np.full(2, 40), "compiled", 1)
    assert len(before) == 1
    assert kernel.signatures == before  # type: ignore[attr-defined]
    assert kernel.__qualname__ == f"run_{compiled.digest()[:16]}"


@pytest.mark.parametrize("module", [lanes, loops, model, compiled], ids=lambda one: one.__name__.rpartition(".")[2])
def test_a_change_in_any_source_of_what_is_compiled_is_a_change_of_its_name(
    module: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Path(module.__file__)  # type: ignore[attr-defined]
    changed = tmp_path / source.name
    changed.write_bytes(source.read_bytes() + b"# changed\n")
    before = compiled.digest()
    monkeypatch.setattr(
        compiled, "SOURCES", tuple(str(changed) if Path(one) == source else one for one in compiled.SOURCES)
    )
    assert compiled.digest() != before


SMALL = """
from brightline.outcomes.model import CLIENTS
LANES, ROOM, CALLED = 4, 1024, ()
def run(w, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t):
    store(w, 0, every(float(CLIENTS)) + every(2.0))
"""


@pytest.mark.slow
def test_what_was_compiled_before_a_change_elsewhere_is_not_taken(tmp_path: Path) -> None:
    of_all = Path(brightline.__file__).parent
    copied = shutil.copytree(of_all, tmp_path / "brightline", ignore=shutil.ignore_patterns("__pycache__", "static"))
    (copied / "outcomes" / "loops.py").write_text(SMALL, encoding="utf-8")
    first = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    words = (
        "import numpy as np; from brightline.outcomes import compiled as c; w, a, b = np.zeros(9), np.zeros((1, 1)), "
        "np.zeros((1, 1, 1, 1)); k = c.kernel(); k(w, a, b, b, *[a] * 8, *[0.0] * 4, *[0] * 5); print(w[0])"
    )

    def ran() -> str:
        done = subprocess.run([sys.executable, "-c", words], env=first, capture_output=True, text=True, check=False)
        return done.stdout.strip() or done.stderr

    def change(name: str, before: str, after: str) -> None:
        path = copied / "outcomes" / name
        source = path.read_text(encoding="utf-8")
        assert source.count(before) == 1
        path.write_text(source.replace(before, after), encoding="utf-8")

    assert ran() == "10.0"
    change("lanes.py", '"add": "fadd"', '"add": "fsub"')
    assert ran() == "6.0"
    change("model.py", "CLIENTS, PARTNERS, OTHERS = 8, 9, 10", "CLIENTS, PARTNERS, OTHERS = 7, 9, 10")
    assert ran() == "5.0"


def test_places_in_a_room_do_not_run_over_each_other() -> None:
    source = Path(loops.__file__).read_text(encoding="utf-8")
    assert source.count("256 * LANES") == 1
    least = (loops.NUMBER // loops.LANES) + loops.FIRST + max(loops.OF_HIV, loops.OF_STI)
    exec(source.replace("256 * LANES", f"{least} * LANES"), {"__name__": "rooms"})
    for before, after in (
        ("256 * LANES", f"{least - 1} * LANES"),
        ("120 * LANES", "118 * LANES"),
        ("216 * LANES", "214 * LANES"),
        ("17, 18, 36)", "17, 18, 35)"),
    ):
        assert source.count(before) == 1, before
        with pytest.raises(AssertionError):
            exec(source.replace(before, after), {"__name__": "rooms"})


def test_numba_that_cannot_be_used_is_named_and_numpy_takes_its_place(tmp_path: Path) -> None:
    package, said = tmp_path / "numba", tmp_path / "numba-99.1.dist-info"
    package.mkdir()
    said.mkdir()
    (package / "__init__.py").write_text("raise ImportError('Numba needs NumPy 1.0 or less.')", encoding="utf-8")
    (said / "METADATA").write_text("Metadata-Version: 2.1\nName: numba\nVersion: 99.1\n", encoding="utf-8")
    words = (
        "from dataclasses import replace\nfrom brightline.outcomes import *\nimport sys\n"
        "where = replace(setting('mombasa'), targets=())\n"
        "found = simulate(where, 'outreach', boundary='closed', among='workers', draws=20, years=1, beside=False,"
        " engine=sys.argv[1])\n"
        "print(found.engine, *found.warnings, sep='\\n')"
    )
    path = os.pathsep.join((str(tmp_path), str(Path(brightline.__file__).parents[1])))

    def ran(engine: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", words, engine],
            check=False,
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
        )

    telling = "the compiled engine does not work with Numba 99.1 (ImportError: Numba needs NumPy 1.0 or less)"
    auto = ran("auto")
    assert auto.stdout.split("\n")[0] == "numpy", auto.stderr
    assert f"Computed with NumPy, which takes longer: {telling}." in auto.stdout
    assert ran("compiled").stderr.strip().split("\n")[-1] == f"brightline.errors.BrightlineError: {telling}"


@pytest.mark.parametrize(
    "failure", [AttributeError("no `templates`"), TypeError("2 given"), RuntimeError("LLVM\nmore")]
)
def test_a_part_of_numba_that_is_not_there_is_no_crash(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_lanes: int) -> None:
        raise failure

    words = rf"does not work with Numba [\d.]+ \({type(failure).__name__}: {re.escape(str(failure).splitlines()[0])}\)$"
    values, way, state = everything(draws=2)
    monkeypatch.setattr(lanes, "words", fails)
    compiled._tried.cache_clear()
    try:
        with pytest.raises(BrightlineError, match=words):
            running.run(values, way, state, 1, np.full(2, 40), "compiled", 1)
        by_itself = running.run(values, way, state, 1, np.full(2, 40), "auto", 1)
    finally:
        compiled._tried.cache_clear()
    assert np.array_equal(by_itself.state, running.run(values, way, state, 1, np.full(2, 40), "numpy", 1).state)
