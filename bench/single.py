"""One case, in microseconds: `python bench/single.py [TIMES]` prints one line of JSON.

Each time a fresh `Case` is made, assessed, and asked for its deciding facts, its unknown facts and its citations
(`full`), or for the outcome only (`bare`). Medians, after a warm-up: the definitions are loaded before the clock runs.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from brightline.cases import Case
from brightline.cases.case import Statement
from brightline.findings.assess import assess
from brightline.law import definitions

SAID = tuple(
    Statement(fact, value)
    for fact, value in {
        "age.under_18": False,
        "act.recruit": True,
        "obs.driven_to_work": True,
        "means.deception": True,
        "means.force": False,
        "means.threat_force": None,
        "obs.locked_in": False,
        "obs.aim_paid_sex": True,
        "purpose.exploit_prostitution": True,
        "purpose.organs": False,
    }.items()
)


def full(under: str) -> None:
    for finding in assess(Case(person=SAID), under):
        _ = finding.deciding_facts, finding.unknown_facts, finding.citations


def bare(under: str) -> None:
    for finding in assess(Case(person=SAID), under):
        _ = finding.outcome


def median_us(work: Callable[[str], None], under: str, times: int) -> float:
    for _ in range(max(3, times // 20)):
        work(under)
    taken: list[int] = []
    for _ in range(times):
        start = time.perf_counter_ns()
        work(under)
        taken.append(time.perf_counter_ns() - start)
    return statistics.median(taken) / 1000


def measure(times: int) -> dict[str, float]:
    some = max(10, times // 30)
    return {
        "one_full_us": median_us(full, "un-palermo", times),
        "one_bare_us": median_us(bare, "un-palermo", times),
        "all_full_us": median_us(full, "all", some),
        "all_bare_us": median_us(bare, "all", some),
        "definitions": len(definitions()),
        "times": times,
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)))
