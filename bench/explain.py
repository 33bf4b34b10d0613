"""Processor time of one explanation at worst: every definition and reading, from nothing known to everything told.

Run: python bench/explain.py [--case-by-case]
"""

from __future__ import annotations

import random
import sys
from time import process_time

import brightline
from brightline.law import definitions, vocabulary
from brightline.law.readings import READINGS

ROUNDS = 5


def records() -> dict[str, dict[str, object]]:
    """Flat records that make explanations long, and some by lot."""
    words, chance = vocabulary(), random.Random(1)
    facts = [entry.id for entry in words if entry.family != "age" and not entry.any_of]
    merged = [entry.id for entry in words if entry.any_of]
    told: dict[str, dict[str, object]] = {
        "nothing": {},
        "everything": {**dict.fromkeys(facts, True), "age": 15},
        "every observation": {fact: True for fact in facts if words[fact].level == "observation"} | {"age": 15},
        "every merged column": {**dict.fromkeys(facts, True), **dict.fromkeys(merged, True), "age": 15},
        "nothing holds": {**dict.fromkeys(facts, False), "age": 30},
        "closed": {"closed": ["act", "means", "purpose"], "age": 30},
    }
    for number in range(10):
        told[f"half, by lot {number}"] = {fact: True for fact in facts if chance.random() < 0.5}
        told[f"mixed, by lot {number}"] = {fact: chance.choice([True, False, None]) for fact in facts}
    return told


def main() -> None:
    times: list[tuple[float, str]] = []
    for name in READINGS:
        for label, record in records().items():
            for finding in brightline.assess(record, definitions(memory=True), reading=name):
                best = float("inf")
                for _ in range(ROUNDS):
                    started = process_time()
                    brightline.explain(finding).to_json()
                    best = min(best, process_time() - started)
                times.append((best * 1e3, f"{finding.definition.id}, {name}, {label}: {finding.outcome}"))
    times.sort(reverse=True)
    values = [found for found, _ in times]
    print(f"{len(times):,} explanations; median {values[len(values) // 2]:.2f} ms, worst {values[0]:.2f} ms")
    for found, said in times if "--case-by-case" in sys.argv else times[:5]:
        print(f"{found:8.2f} ms  {said}")


if __name__ == "__main__":
    main()
