"""The benchmark: `python bench/run.py [--rows 10000000] [--rows 1000000] [--smoke] [--out NAME]`.

Every contender runs in a fresh process, several times in turn, so that other work on the machine falls on all of them;
the least CPU time counts. Results are compared before anything is printed. See README.md.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SMOKE = 50_000
MOST_FOR_ALL = 1_000_000
"""Rows up to which the slower contenders run too."""

LABELS = {
    "scan": "bare Polars streaming scan (sum of each column)",
    "brightline": "Brightline, summary mode",
    "sql": "DuckDB SQL by hand, the faster of two layouts",
    "numpy": "NumPy int8, column at a time (OpenFisca-style)",
    "zen": "zen-engine, record by record",
}


@dataclass
class Run:
    contender: str
    rows: int
    cpu: float = 0.0
    """Seconds of all threads for the work alone; where a sample was run, extrapolated to `rows`."""
    wall: float = 0.0
    whole_cpu: float = 0.0
    """Seconds of the whole process, imports and all."""
    peak_mb: float = 0.0
    sample: int = 0
    missing: str = ""


def run_once(contender: str, path: Path, rows: int, python: str) -> tuple[Run, dict[str, Any]]:
    started = time.perf_counter()
    child = subprocess.Popen(
        [python, str(HERE / "contender.py"), contender, str(path)], stdout=subprocess.PIPE, text=True, env=environment()
    )
    assert child.stdout
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{contender} failed on {rows:,} rows with exit code {child.returncode}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    if "missing" in found:
        return Run(contender, rows, missing=found["missing"]), found
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    run = Run(contender, rows, found["cpu"], found["wall"], used.ru_utime + used.ru_stime, used.ru_maxrss / scale)
    if sample := found.get("sample"):
        run.sample, run.cpu = sample, found["cpu_sample"] * rows / sample
        run.wall = time.perf_counter() - started
    return run, found


def environment() -> dict[str, str]:
    source = str(HERE.parent / "src")
    given = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{given}{os.pathsep}{source}" if given else source}


def compare(counts: dict[str, dict[str, Any]], rows: int) -> None:
    """All contenders that saw the whole table must agree on every output."""
    (first, expected), *others = counts.items()
    for name, found in others:
        if found != expected:
            wrong = [out for out in expected | found if found.get(out) != expected.get(out)]
            raise SystemExit(
                f"{name} and {first} differ on {len(wrong)} outputs at {rows:,} rows, first {wrong[0]}: "
                f"{found.get(wrong[0])} and {expected.get(wrong[0])}"
            )


def table_runs(rows: int, times: int, python: str, zen_python: str) -> tuple[list[Run], int]:
    made = subprocess.run(
        [python, str(HERE / "generate.py"), str(rows)], check=True, capture_output=True, text=True, env=environment()
    )
    path = Path(made.stdout.strip())
    slow = rows <= MOST_FOR_ALL
    names = ["scan", "brightline", "sql-nested", "sql-alias", *(["numpy", "zen"] if slow else [])]
    runs: list[Run] = []
    counts: dict[str, dict[str, Any]] = {}
    for turn in range(times):
        for name in names:
            if turn and name.startswith("sql") and rows > MOST_FOR_ALL:
                continue
            run, found = run_once(name, path, rows, zen_python if name == "zen" else python)
            note = f"not there: {run.missing}" if run.missing else f"{run.cpu:.2f} CPU s, {run.peak_mb:.0f} MB"
            print(f"  {rows:>10,} rows  {name:<11} {note}", file=sys.stderr, flush=True)
            runs.append(run)
            if found.get("counts") and not run.sample:
                counts.setdefault(name, found["counts"])
            if run.sample:
                check_sample(found["counts"], path, run.sample, python)
    compare(counts, rows)
    return runs, len(next(iter(counts.values())))


def check_sample(found: dict[str, Any], path: Path, sample: int, python: str) -> None:
    """What a contender counted in the first rows must be what Brightline counts in them."""
    head = path.with_name(f"{path.stem}-first-{sample}.parquet")
    text = "import sys, polars as pl; pl.read_parquet(sys.argv[1], n_rows=int(sys.argv[3])).write_parquet(sys.argv[2])"
    subprocess.run([python, "-c", text, str(path), str(head), str(sample)], check=True)
    _, ours = run_once("brightline", head, sample, python)
    compare({"brightline": ours["counts"], "zen": found}, sample)


def best(runs: Sequence[Run], name: str, rows: int) -> Run | None:
    names = (name,) if name != "sql" else ("sql-nested", "sql-alias")
    fitting = [run for run in runs if run.contender in names and run.rows == rows and not run.missing]
    return min(fitting, key=lambda run: run.cpu, default=None)


def report(runs: Sequence[Run], single: dict[str, float], outputs: int) -> str:
    lines = [
        "| Rows | Contender | CPU s | vs scan | vs DuckDB SQL | peak MB | CPU s of the whole process |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    verdicts: list[str] = []
    for rows in sorted({run.rows for run in runs}):
        scan, ours, sql = (best(runs, name, rows) for name in ("scan", "brightline", "sql"))
        assert scan
        assert ours
        assert sql
        for name, label in LABELS.items():
            tried = [run for run in runs if run.contender == name and run.rows == rows]
            run = best(runs, name, rows)
            if run:
                told = f"{label}; {run.sample} rows, extrapolated" if run.sample else label
                whole = "" if run.sample else f"{run.whole_cpu:.2f}"
                lines.append(
                    f"| {rows:,} | {told} | {run.cpu:.2f} | {run.cpu / scan.cpu:.2f} | {run.cpu / sql.cpu:.3f} "
                    f"| {run.peak_mb:.0f} | {whole} |"
                )
            elif tried:
                lines.append(f"| {rows:,} | {label} | not measured: {tried[0].missing} | | | | |")
        if rows > MOST_FOR_ALL:
            verdicts += [
                verdict("CPU against the bare scan, 10M rows", ours.cpu / scan.cpu, 1.5, "x"),
                verdict("CPU against DuckDB SQL, 10M rows", ours.cpu / sql.cpu, 0.35, "x"),
                verdict(
                    "peak memory, 10M rows",
                    max(run.peak_mb for run in runs if run.contender == "brightline" and run.rows == rows),
                    600,
                    " MB",
                ),
            ]
    lines += [
        "",
        "| One case, median | with deciding and unknown facts and citations | outcome only |",
        "|---|---:|---:|",
        f"| one definition | {single['one_full_us']:.0f} us | {single['one_bare_us']:.0f} us |",
        "| all {definitions:.0f} definitions | {all_full_us:,.0f} us | {all_bare_us:,.0f} us |".format_map(single),
    ]
    verdicts += [
        verdict("one case, one definition", single["one_full_us"], 60, " us"),
        verdict("one case, all definitions", single["all_full_us"] / 1000, 3, " ms"),
    ]
    return "\n".join(
        [*lines, "", f"{outputs} outputs; true, false and null counts of every output equal for all contenders.", "",
         "| Target | limit | measured | |", "|---|---:|---:|---|", *verdicts]
    )  # fmt: skip


def verdict(what: str, measured: float, limit: float, unit: str) -> str:
    return f"| {what} | {limit:g}{unit} | {measured:.2f}{unit} | {'kept' if measured <= limit else 'MISSED'} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, action="append", help="sizes to run; 1,000,000 and 10,000,000 unless given")
    parser.add_argument("--smoke", action="store_true", help=f"{SMOKE:,} rows once, in under a minute, for CI")
    parser.add_argument("--times", type=int, default=3, help="repetitions of each contender")
    parser.add_argument("--zen-python", default=sys.executable, help="a Python that has zen-engine, polars and PyYAML")
    parser.add_argument("--out", default="", help="name of the raw numbers under bench/results")
    given = parser.parse_args()
    sizes = [SMOKE] if given.smoke else given.rows or [1_000_000, 10_000_000]
    runs: list[Run] = []
    outputs = 0
    for rows in sizes:
        found, outputs = table_runs(rows, 1 if given.smoke else given.times, sys.executable, given.zen_python)
        runs += found
    times = "300" if given.smoke else "3000"
    said = subprocess.run(
        [sys.executable, str(HERE / "single.py"), times], check=True, capture_output=True, text=True, env=environment()
    )
    single = json.loads(said.stdout)
    print(report(runs, single, outputs))
    raw = {
        "machine": {"processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()},
        "packages": {name: importlib.metadata.version(name) for name in ("polars", "narwhals", "duckdb", "numpy")},
        "runs": [asdict(run) for run in runs],
        "single": single,
    }
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    name = given.out or ("smoke" if given.smoke else time.strftime("%Y-%m-%d-%H%M"))
    (results / f"{name}.json").write_text(json.dumps(raw, indent=1) + "\n")
    print(flush=True)
    symbolic = [sys.executable, str(HERE / "symbolic.py"), *(["--smoke"] if given.smoke else [])]
    subprocess.run(symbolic, check=True, env=environment())


if __name__ == "__main__":
    main()
