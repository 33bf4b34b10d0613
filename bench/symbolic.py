"""The symbolic core against other libraries: `python bench/symbolic.py [--smoke] [--times N] [--out NAME]`.

Building all definitions, proving each equal to itself in another shape, which lies inside which, and the minimal
patterns on which two part. Every contender runs in a fresh process, several times in turn; the least CPU time counts,
and all verdicts must agree. See README.md.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import combinations, islice
from pathlib import Path
from typing import Any as Anything

from run import environment, verdict
from symbolic_peers import NEEDS, contender, reshaped

from brightline.findings.compare import compare
from brightline.law import Definition, background, definitions
from brightline.logic import All, Formula, Not, facts, groups, patterns
from brightline.logic.patterns import merged

HERE = Path(__file__).parent
WIDEST = ("nl-273f", "au-criminal-code")
"""The ordered pair that has the most merged patterns."""
LISTED = 1000
"""Full patterns that the contenders list, of the thousands that the widest pair has."""
EVERY = 9
"""In a smoke run one definition in so many takes part."""

LABELS = {
    "brightline": "Brightline's diagrams, pure Python",
    "oxidd": "oxidd, diagrams in Rust",
    "dd": "dd, diagrams (CUDD where its wheel has it)",
    "python-sat": "python-sat, Glucose 4 by assumptions",
    "z3": "z3, one solver by assumptions",
    "clingo": "clingo, one program by assumptions",
}
PACKAGES = ("oxidd", "dd", "python-sat", "z3-solver", "clingo")
JOBS = {
    "build": "build all",
    "same": "A = A reshaped, all",
    "matrix": "every ordered pair",
    "matrix_background": "every ordered pair, background",
    "merged": "widest pair, merged patterns",
    "listed": f"widest pair, {LISTED:,} full patterns",
}


def chosen(smoke: bool) -> tuple[Definition, ...]:
    every = definitions(memory=True)
    return tuple(one for number, one in enumerate(every) if not smoke or not number % EVERY or one.id in WIDEST)


def clock(work: Callable[[], Anything]) -> tuple[float, Anything]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def run_contender(name: str, smoke: bool) -> dict[str, Anything]:
    """CPU seconds of each job, and what was found."""
    if name in NEEDS:
        try:
            importlib.import_module(NEEDS[name])
        except ImportError as missing:
            return {"missing": str(missing)}
    now = {one.id: one.current.formula for one in chosen(smoke)}
    wholes = list(now.values())
    always = All(*background())
    order = facts(*wholes, always)
    engine = contender(name, order)
    took: dict[str, float] = {}
    took["build"], parts = clock(lambda: [engine.of(formula) for formula in wholes])
    shapes = [reshaped(formula) for formula in wholes]
    took["same"], same = clock(lambda: [engine.same(a, engine.of(b)) for a, b in zip(parts, shapes, strict=True)])
    took["matrix"], plain = clock(lambda: [[engine.implies(a, b) for b in parts] for a in parts])

    def under_background() -> list[list[bool]]:
        possible = engine.of(always)
        return [[engine.implies(a, b) for b in parts] for a in (engine.both(part, possible) for part in parts)]

    took["matrix_background"], under = clock(under_background)
    found: dict[str, Anything] = {"took": took}
    if hasattr(engine, "least"):
        one, other = (now[id] for id in WIDEST)
        beyond = All(one, Not(other))
        short = merged(beyond, groups([beyond]))
        took["merged"], found["merged"] = clock(lambda: sum(1 for _ in engine.least(short)))
        engine = contender(name, facts(beyond))
        took["listed"], listed = clock(lambda: set(islice(engine.least(beyond), LISTED)))
        if len(listed) != LISTED:
            raise SystemExit(f"{name} listed {len(listed)} different patterns, not {LISTED}")
    found["same"] = sum(same)
    found["inside"] = [sum(map(sum, plain)), sum(map(sum, under))]
    found["verdicts"] = hashlib.sha256(json.dumps([plain, under]).encode()).hexdigest()
    return found


def run_pairs(smoke: bool) -> dict[str, Anything]:
    """CPU seconds of one pair at a time, both directions: the symbolic part alone, and all of `compare` as JSON."""
    every = chosen(smoke)
    always = background()
    compare(*every[:2]).to_json()
    core: list[float] = []
    whole: list[float] = []
    merged_most, full_most = (0, ""), (0, "")
    for a, b in combinations(every, 2):
        took, ways = clock(lambda a=a, b=b: [reach(a, b, always), reach(b, a, always)])
        core.append(took)
        whole.append(clock(lambda a=a, b=b: compare(a, b).to_json())[0])
        for (count, choices), named in zip(ways, (f"{a.id} not {b.id}", f"{b.id} not {a.id}"), strict=True):
            merged_most, full_most = max(merged_most, (count, named)), max(full_most, (choices, named))
    pairs = [f"{a.id} and {b.id}" for a, b in combinations(every, 2)]
    return {"pairs": pairs, "core": core, "compare": whole, "merged_most": merged_most, "full_most": full_most}


def reach(one: Definition, other: Definition, always: Sequence[Formula]) -> tuple[int, int]:
    """How many merged patterns meet the one and not the other, and how many full ones they stand for."""
    found = patterns(All(one.current.formula, Not(other.current.formula)), always)
    return len(found), sum(pattern.count for pattern in found)


def in_fresh_process(name: str, smoke: bool) -> dict[str, Anything]:
    """What a contender (or `pairs`) found, with the peak memory and the whole CPU time of its process."""
    arguments = [sys.executable, __file__, "--contender", name, *(["--smoke"] if smoke else [])]
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment())
    assert child.stdout
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{name} failed with exit code {child.returncode}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    found: dict[str, Anything] = json.loads(said.splitlines()[-1])
    return {**found, "contender": name, "peak_mb": used.ru_maxrss / scale, "whole_cpu": used.ru_utime + used.ru_stime}


def agree(runs: Sequence[dict[str, Anything]], count: int) -> None:
    """All contenders must have given the same verdicts and the same number of patterns."""
    first = runs[0]
    for run in runs:
        if "missing" in run:
            continue
        if run["same"] != count:
            raise SystemExit(f"{run['contender']} holds {count - run['same']} definitions unequal to themselves")
        if run["verdicts"] != first["verdicts"] or run.get("merged", first["merged"]) != first["merged"]:
            raise SystemExit(f"{run['contender']} and {first['contender']} differ: {run}, {first}")


def report(runs: Sequence[dict[str, Anything]], turns: Sequence[dict[str, Anything]], count: int) -> str:
    ours = least(runs, "brightline")
    lines = [
        f"{count} definitions. CPU milliseconds; in brackets, against Brightline.",
        "",
        f"| Contender | {' | '.join(JOBS.values())} | peak MB |",
        f"|---|{'---:|' * (len(JOBS) + 1)}",
    ]
    for name, label in LABELS.items():
        tried = [run for run in runs if run["contender"] == name]
        if missing := tried[0].get("missing"):
            lines.append(f"| {label} | not measured: {missing} {'| ' * len(JOBS)}|")
            continue
        took = least(runs, name)
        cells = [f"{took[job] * 1e3:.1f} ({took[job] / ours[job]:.2f}x)" if job in took else "" for job in JOBS]
        lines.append(f"| {label} | {' | '.join(cells)} | {max(run['peak_mb'] for run in tried):.0f} |")
    first = runs[0]
    inside, under = (number - count for number in first["inside"])
    lines += [
        "",
        f"All contenders agree: {first['same']} definitions equal to themselves reshaped;",
        f"{inside} of {count * (count - 1):,} ordered pairs with one inside the other, {under} under the background;",
        f"{first['merged']} merged patterns of the widest pair.",
        "",
        f"| One pair, both directions, background; {len(turns[0]['pairs']):,} pairs | median | worst | which | all |",
        "|---|---:|---:|---|---:|",
    ]
    targets: list[str] = []
    for kind, label in (("core", "merged patterns and counts"), ("compare", "all of `compare`, as JSON")):
        took = [min(tries) for tries in zip(*(turn[kind] for turn in turns), strict=True)]
        worst, which = max(zip(took, turns[0]["pairs"], strict=True))
        median = statistics.median(took)
        lines.append(f"| {label} | {median * 1e3:.1f} ms | {worst * 1e3:.1f} ms | {which} | {sum(took):.1f} s |")
        targets.append(verdict(f"any two definitions: {label}", worst * 1e3, 50, " ms"))
    (merged_most, merged_pair), (full_most, full_pair) = turns[0]["merged_most"], turns[0]["full_most"]
    memory = max(run["peak_mb"] for run in (*turns, *runs) if run["contender"] in {"brightline", "pairs"})
    return "\n".join(
        [
            *lines,
            "",
            f"Most merged patterns one way: {merged_most:,} ({merged_pair});",
            f"most full ones: {full_most:,} ({full_pair}).",
            "",
            "| Target | limit | measured | |",
            "|---|---:|---:|---|",
            *targets,
            verdict("the whole matrix, building and background", ours["build"] + ours["matrix_background"], 10, " s"),
            verdict("peak memory", memory, 300, " MB"),
        ]
    )


def least(runs: Sequence[dict[str, Anything]], name: str) -> dict[str, float]:
    """The least CPU seconds of each job that a contender did."""
    took = [run["took"] for run in runs if run["contender"] == name]
    return {job: min(one[job] for one in took) for job in took[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="a few definitions once, in seconds, for CI")
    parser.add_argument("--times", type=int, default=3, help="repetitions of each contender")
    parser.add_argument("--out", default="", help="name of the raw numbers under bench/results")
    parser.add_argument("--contender", choices=[*LABELS, "pairs"], help="one contender only, its figures as JSON")
    given = parser.parse_args()
    if given.contender:
        pairs = given.contender == "pairs"
        print(json.dumps(run_pairs(given.smoke) if pairs else run_contender(given.contender, given.smoke)))
        return
    runs: list[dict[str, Anything]] = []
    turns: list[dict[str, Anything]] = []
    for _ in range(1 if given.smoke else given.times):
        for name in (*LABELS, "pairs"):
            run = in_fresh_process(name, given.smoke)
            note = f"not there: {run['missing']}" if "missing" in run else f"{run['whole_cpu']:.2f} CPU s"
            print(f"  {name:<11} {note}, {run['peak_mb']:.0f} MB", file=sys.stderr, flush=True)
            (turns if name == "pairs" else runs).append(run)
    count = len(chosen(given.smoke))
    agree(runs, count)
    print(report(runs, turns, count))
    raw = {
        "machine": {"processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()},
        "packages": {name: found for name in PACKAGES if (found := installed(name))},
        "runs": runs,
        "pairs": turns,
    }
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    name = given.out or ("symbolic-smoke" if given.smoke else time.strftime("symbolic-%Y-%m-%d-%H%M"))
    (results / f"{name}.json").write_text(json.dumps(raw, indent=1) + "\n")


def installed(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
