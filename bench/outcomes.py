"""Outcomes against other ways to run the same equations: one table of ratios in one run.

    python bench/outcomes.py            # 10,000 draws, 20 years, 5 scenarios; a few minutes
    python bench/outcomes.py --smoke    # 500 draws

Each contender runs in a fresh process. SciPy solves a few draws, extrapolated linearly. JAX and STIsim take part where
they are installed. What they do is said in bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

YEARS = 20
SCENARIOS = ["decriminalise", "end-violence", "criminalise", "outreach"]
"""Four, and no change makes five."""
PEAK = 2 * 4 * 2
"""Double operations in a clock cycle of one core with AVX2: two units, four lanes, multiply and add at once."""


def problem(draws: int):
    from brightline.outcomes import course, effects, evidence_set, scenarios, setting
    from brightline.outcomes.draws import draw
    from brightline.outcomes.model import Layout, beginning, numbers

    where = replace(setting("mombasa"), targets=())
    wanted = [*where.quantities.values(), *effects().quantities.values(), *evidence_set("aesha").quantities.values()]
    chosen = [scenarios()[id] for id in SCENARIOS]
    wanted += [change.quantity for one in chosen for change in one.changes]
    import numpy as np

    drawn = draw(wanted, draws, 1)
    drawn["police_acquisition"] = np.ones(draws)
    now = course.present(drawn)
    values = numbers(Layout(("hiv",), False), drawn)
    ways = [course.unchanged(drawn, now), *(course.changed(drawn, now, one) for one in chosen)]
    return drawn, values, ways, beginning(values, now.weights, drawn)


def ours(engine: str, draws: int, threads: int) -> dict[str, float]:
    import numpy as np

    from brightline.outcomes import compiled
    from brightline.outcomes.running import run

    _, values, ways, start = problem(draws)
    steps = np.full(draws, 10)
    cpu = time.process_time()
    if engine == "compiled":
        compiled.kernel()
        few = np.arange(2)
        run(values.only(few), ways[0].only(few), start[:, few], 1, steps[:2], engine, 1)
    ready = time.process_time() - cpu
    wall, cpu = time.perf_counter(), time.process_time()
    ends = [run(values, way, start, YEARS, steps, engine, threads).new[-1].sum() for way in ways]  # type: ignore[arg-type]
    return {**done(wall, cpu, sum(map(float, ends))), "ready": ready}


def by_scipy(method: str, draws: int) -> dict[str, float]:
    from by_scipy import Model, world

    drawn, _, ways, start = problem(draws)
    few = 8
    total = 0.0
    wall, cpu = time.perf_counter(), time.process_time()
    from scipy.integrate import solve_ivp

    for number in range(few):
        d = {name: float(values[number]) for name, values in drawn.items()}
        model = Model(d, ("hiv",), False)
        world(d)
        for way in ways[:1]:
            weights, without = way.weights[1][:, number], way.unprotected[1][:, number]
            art = float(way.treatment[1][number])
            solved = solve_ivp(
                lambda _, x, m=model, w=weights, u=without, a=art: m.rhs(x, w, u, a, 1.0),
                (0, YEARS), start[:, number], method=method, rtol=1e-6, atol=1e-9,
            )  # fmt: skip
            total += float(solved.y[model.counters :, -1].sum())
    found = done(wall, cpu, total)
    return {name: value * (draws * len(ways) / few if name in ("wall", "cpu") else 1) for name, value in found.items()}


def by_jax(draws: int, blocks: int) -> dict[str, float]:
    import jax
    import jax.numpy as jnp
    import numpy as np

    jax.config.update("jax_enable_x64", True)
    _, values, ways, start = problem(draws)

    def parted(array):
        """Draws in blocks, the blocks first."""
        return jnp.moveaxis(jnp.asarray(array).reshape(*array.shape[:-1], blocks, -1), -2, 0)

    q = {name: parted(values[name]) for name in values.layout.numbers}

    def rhs(q, x, w, risk, give, art):
        leave = jnp.stack([q["leave_workers"]] * 8 + [q["leave_clients"]])
        renew = jnp.concatenate([jnp.tile(q["renewal"], (8, 1)), jnp.zeros((1, leave.shape[1]))])
        people = x[:45].reshape(5, 9, -1)
        s, a, c, d, t = people
        infectious = q["hiv.early_ratio"] * a + c + q["hiv.late_ratio"] * d + q["hiv.treated_ratio"] * t
        force = jnp.concatenate([risk * infectious[8] / q["clients"], (give * infectious[:8]).sum(0)[None]])
        new = force * s
        coming = leave * people.sum(0) + q["hiv.leave_late"] * d + q["hiv.treated_deaths"] * t
        arrive = people[:, :8].sum(1) * q["renewal"]
        arrive = arrive.at[0].add(coming[:8].sum(0))
        go = leave + renew
        out = jnp.stack(
            [
                -new - go * s,
                new - (q["hiv.leave_early"] + go) * a,
                q["hiv.leave_early"] * a + q["hiv.dropout"] * t - (q["hiv.leave_chronic"] + art + go) * c,
                q["hiv.leave_chronic"] * c - (q["hiv.leave_late"] + art + go) * d,
                art * (c + d) - (q["hiv.dropout"] + q["hiv.treated_deaths"] + go) * t,
            ]
        )
        out = out.at[:, :8].add(w * arrive[:, None])
        out = out.at[0, 8].add(coming[8])
        counts = jnp.stack([new[:8].sum(0), new[8], jnp.zeros_like(new[8]), jnp.zeros_like(new[8])])
        return jnp.concatenate([out.reshape(45, -1), counts])

    def block(given):
        q, x, w0, w1, r0, r1, g0, g1, art, phase = given

        def step(x, n):
            def at(time, y):
                f = jnp.where(time >= phase, 1.0, time / jnp.maximum(phase, 1e-9))
                return rhs(q, y, w0 + f * (w1 - w0), r0 + f * (r1 - r0), g0 + f * (g1 - g0), art)

            time, h = n * 0.1, 0.1
            k1 = at(time, x)
            k2 = at(time + h / 2, x + h / 2 * k1)
            k3 = at(time + h / 2, x + h / 2 * k2)
            k4 = at(time + h, x + h * k3)
            return x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4), None

        return jax.lax.scan(step, x, jnp.arange(YEARS * 10))[0]

    @jax.jit
    def go(*given):
        return jax.lax.map(block, given)

    def arguments(way):
        passed = [1 - values["hiv.efficacy"] * (1 - u) for u in way.unprotected]
        pairs = [[values[f"hiv.{n}"] * p for p in passed] for n in ("worker_client", "client_worker")]
        given = (start, *way.weights, *pairs[0], *pairs[1], way.treatment[1])
        return (q, *map(parted, given), jnp.full(blocks, way.behaviour[1]))

    cpu = time.process_time()
    go(*arguments(ways[0])).block_until_ready()
    ready = time.process_time() - cpu
    wall, cpu = time.perf_counter(), time.process_time()
    total = sum(float(np.asarray(go(*arguments(way)))[:, 45:].sum()) for way in ways)
    return {**done(wall, cpu, total), "ready": ready}


def by_stisim() -> dict[str, float]:
    import hivsim  # pyright: ignore[reportMissingImports]

    sim = hivsim.Sim(n_agents=10_000, start=2010, dur=YEARS, rand_seed=1, init_prev=0.05, verbose=0)
    wall, cpu = time.perf_counter(), time.process_time()
    sim.run()
    return done(wall, cpu, float("nan"))


def done(wall: float, cpu: float, check: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "check": check, "mb": peak}


CONTENDERS = {
    "Brightline, compiled, 2 threads": lambda n: ours("compiled", n, 2),
    "Brightline, compiled, 1 thread": lambda n: ours("compiled", n, 1),
    "Brightline, NumPy, 2 threads": lambda n: ours("numpy", n, 2),
    "Brightline, NumPy, 1 thread": lambda n: ours("numpy", n, 1),
    "JAX, scan over all draws, float64": lambda n: by_jax(n, 1),
    "JAX, scan over blocks of 250 draws, float64": lambda n: by_jax(n, n // 250),
    "SciPy solve_ivp LSODA per draw, extrapolated": lambda n: by_scipy("LSODA", n),
    "SciPy solve_ivp RK45 per draw, extrapolated": lambda n: by_scipy("RK45", n),
    "STIsim, one run of 10,000 agents": lambda _: by_stisim(),
}


def gigahertz() -> float:
    """The clock of the machine, as the system says it; 2.5 where it does not."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        return max(float(line.split(":")[1]) for line in lines if line.startswith("cpu MHz")) / 1000
    except (OSError, ValueError):
        return 2.5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--one")
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--out", default="outcomes")
    asked = parser.parse_args()
    draws = 500 if asked.smoke else asked.draws
    if asked.one:
        print(json.dumps(CONTENDERS[asked.one](draws)))
        return
    found: dict[str, dict[str, float]] = {}
    print("load of the machine before:", *(f"{one:.1f}" for one in os.getloadavg()))
    # A fresh place for what is compiled: the first run says how long compiling takes, the others how long loading.
    place = TemporaryDirectory()
    environment = {**os.environ, "STARSIM_INSTALL_FONTS": "0", "NUMBA_CACHE_DIR": place.name}
    for _ in range(1 if asked.smoke else asked.turns):
        for name in CONTENDERS:
            command = [sys.executable, __file__, "--one", name, "--draws", str(draws)]
            run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
            if run.returncode:
                last = (run.stderr.strip().splitlines() or ["?"])[-1]
                print(f"{name}: not run ({last})", file=sys.stderr)
                continue
            one = json.loads(run.stdout.strip().splitlines()[-1])
            if name not in found:
                found[name] = one
            ready = [each for each in (found[name].get("ready"), one.get("ready")) if each is not None]
            found[name] = {**one, **{key: min(one[key], found[name][key]) for key in ("wall", "cpu")}}
            found[name] |= {"ready": min(ready), "first": found[name].get("first", max(ready))} if ready else {}
    print("load of the machine after:", *(f"{one:.1f}" for one in os.getloadavg()), end="\n\n")
    table(found, draws)
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / f"{asked.out}.json").write_text(json.dumps({"draws": draws, "found": found}, indent=1), "utf-8")


def operations() -> int:
    """Operations of one step of one draw with HIV in a closed network, counted by taking it with arrays that count."""
    import numpy as np

    from brightline.outcomes import loops

    class Counting(np.ndarray):
        number = 0

        def __array_ufunc__(self, ufunc, method, *given, **named):
            Counting.number += 1
            return getattr(ufunc, method)(*map(np.asarray, given), **named).view(Counting)

    w = np.ones(loops.ROOM).view(Counting)
    for stage in range(4):
        loops.hiv_slope(w, stage, 0.1, 0.1, 0, 1)
    return Counting.number


def table(found: dict[str, dict[str, float]], draws: int) -> None:
    first = found["Brightline, compiled, 1 thread"]
    runs = draws * (1 + len(SCENARIOS))
    flop = runs * YEARS * 10 * operations()
    limit = flop / (gigahertz() * 1e9 * PEAK)
    print(f"{draws:,} draws, {YEARS} years, {1 + len(SCENARIOS)} scenarios, HIV, closed network")
    print("| contender | wall s | CPU s | CPU to compiled | CPU s to get ready | peak MB | result |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for name, one in found.items():
        check = one["check"]
        if check != check:
            said = "another model"
        elif "SciPy" in name:
            said = "not compared: few draws"
        else:
            said = "the same" if abs(check / first["check"] - 1) < 1e-9 else "DIFFERS"
        ready = f"{one['ready']:.1f}" if "ready" in one else ""
        cells = [
            f"{one['wall']:.2f}",
            f"{one['cpu']:.2f}",
            f"{one['cpu'] / first['cpu']:.1f}",
            ready,
            f"{one['mb']:.0f}",
        ]
        print(f"| {name} | {' | '.join(cells)} | {said} |")
    both = found["Brightline, compiled, 2 threads"]
    print(
        f"\nArithmetic: {operations():,} operations a step, {flop / 1e9:.1f} G in all; {PEAK} a cycle at "
        f"{gigahertz():.1f} GHz {limit:.2f} s of a core. Compiled: {100 * limit / first['cpu']:.0f} % of that limit, "
        f"{flop / first['cpu'] / 1e9:.1f} G operations a CPU second. Compiling took "
        f"{max(first.get('first', 0.0), both.get('first', 0.0)):.1f} s, loading what was compiled {first['ready']:.1f}."
    )


if __name__ == "__main__":
    main()
