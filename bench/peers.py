"""Two other ways to the same outputs: columns of small integers in plain NumPy, and zen-engine record by record."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from steps import Age, Part, Step, Way, Whole, completion, outputs

from brightline.law import definitions, reading, vocabulary
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not, evaluate

if TYPE_CHECKING:
    import numpy as np

ZEN_SAMPLE = 300
Counts = dict[str, tuple[int, int, int]]


# --- NumPy: 0 false, 1 unknown, 2 true, so that `and` is the minimum and `or` the maximum ---------------------------


def numpy_counts(path: str) -> Counts:
    """A whole column at a time, as OpenFisca does, by hand and without it; `at least` from sums."""
    import numpy as np
    import polars as pl

    table = pl.read_parquet(path)
    rows = table.height
    columns = {c: (table[c].cast(pl.Int8) * 2).fill_null(1).to_numpy() for c in table.columns}
    del table
    unknown = np.ones(rows, np.int8)
    table_columns = list(columns)

    def value(formula: Formula, known: Mapping[str, object]) -> np.ndarray:
        match formula:
            case Fact():
                return known.get(formula.id, unknown)  # type: ignore[return-value]
            case Not():
                return 2 - value(formula.args[0], known)
            case AtLeast():
                parts = [value(part, known) for part in formula.args]
                true = sum((part == 2).astype(np.int8) for part in parts)
                possible = sum((part > 0).astype(np.int8) for part in parts)
                return np.where(true >= formula.count, 2, np.where(possible < formula.count, 0, 1)).astype(np.int8)
            case _:
                join = np.maximum if isinstance(formula, Any) else np.minimum
                first, *rest = formula.args
                result = value(first, known).copy()
                for part in rest:
                    join(result, value(part, known), out=result)
                return result

    def count(column: np.ndarray) -> tuple[int, int, int]:
        true, null = int(np.count_nonzero(column == 2)), int(np.count_nonzero(column == 1))
        return true, rows - true - null, null

    complete(columns, unknown, value)
    found: Counts = {}
    for id, (elements, condition, _) in outputs(table_columns, definitions(), reading("strict")).items():
        states = {name: value(formula, columns) for name, formula in elements.items()}
        found[id] = count(value(condition, states))
        found.update({f"{id}.{name}": count(state) for name, state in states.items()})
    return found


def complete(columns: dict[str, np.ndarray], unknown: np.ndarray, value: Callable[..., np.ndarray]) -> None:
    """The facts completed in place."""
    import numpy as np

    stated = dict(columns)
    for step in completion(list(columns), definitions(), reading("strict")):
        own = columns.get(step.fact, unknown)
        match step:
            case Age():
                true = np.any([stated[age] == 2 for age in step.true] or [unknown == 0], axis=0)
                false = np.any([stated[age] == 0 for age in step.false] or [unknown == 0], axis=0)
                made = np.where(true == false, 1, np.where(true, 2, 0))
            case Part():
                denied = np.any([stated[whole] == 0 for whole in step.wholes], axis=0)
                made = np.where(denied & (own == 1), 0, own)
            case Way():
                holds = value(step.formula, columns) == 2
                made = np.where(holds, np.where(own == 0, 1, 2), own)
            case Whole():
                baseless = np.all([columns[part] == 0 for part in step.parts] or [unknown == 0], axis=0)
                made = np.where((own == 2) & ~baseless, 2, 0)
        columns[step.fact] = made.astype(np.int8, copy=False)


# --- zen-engine: two boolean expressions an output, since its `or` has no third value -------------------------------


def zen_text(formula: Formula, possible: bool, name: Callable[[str], str]) -> str:
    """An expression for "true for sure", or for "not known to be false"."""
    match formula:
        case Fact():
            return f"({name(formula.id)} {'!= false' if possible else '== true'})"
        case Not():
            return f"(not {zen_text(formula.args[0], not possible, name)})"
        case AtLeast():
            parts = " + ".join(f"({zen_text(part, possible, name)} ? 1 : 0)" for part in formula.args)
            return f"(({parts}) >= {formula.count})"
        case _:
            word = " or " if isinstance(formula, Any) else " and "
            assert isinstance(formula, (All, Any))
            return "(" + word.join(zen_text(part, possible, name) for part in formula.args) + ")"


def prepare_zen(path: str) -> Callable[[], tuple[Counts, Mapping[str, object]]]:
    """The first rows one by one; the caller extrapolates linearly. The records are made ready before the clock runs."""
    import polars as pl
    import zen

    table = pl.scan_parquet(path)
    columns = table.collect_schema().names()
    rows = table.head(ZEN_SAMPLE).collect().rows(named=True)
    names = {entry.id: f"f{number}" for number, entry in enumerate(vocabulary())}
    steps = list(completion(columns, definitions(), reading("strict")))
    records = [filled_record(row, steps, names) for row in rows]
    expressions: list[dict[str, str]] = []
    outs: list[str] = []
    for id, (elements, _, whole) in outputs(columns, definitions(), reading("strict")).items():
        for out, formula in {id: whole, **{f"{id}.{name}": f for name, f in elements.items()}}.items():
            for possible in (False, True):
                key = f"o{len(outs)}{'p' if possible else 't'}"
                expressions.append({"id": key, "key": key, "value": zen_text(formula, possible, names.__getitem__)})
            outs.append(out)
    place = {"x": 0, "y": 0}
    content: dict[str, object] = {"expressions": expressions}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        {"id": "all", "name": "all", "type": "expressionNode", "position": place, "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "all"},
        {"id": "2", "type": "edge", "sourceId": "all", "targetId": "out"},
    ]
    graph = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    decision.evaluate(records[0])

    def work() -> tuple[Counts, Mapping[str, object]]:
        true, possible = dict.fromkeys(outs, 0), dict.fromkeys(outs, 0)
        before = resource.getrusage(resource.RUSAGE_SELF)
        for record in records:
            result = decision.evaluate(record)["result"]
            for number, out in enumerate(outs):
                true[out] += result[f"o{number}t"]
                possible[out] += result[f"o{number}p"]
        after = resource.getrusage(resource.RUSAGE_SELF)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        total = len(records)
        counts = {out: (true[out], total - possible[out], possible[out] - true[out]) for out in outs}
        return counts, {"sample": total, "cpu_sample": spent}

    return work


def filled_record(
    row: Mapping[str, bool | None], steps: Sequence[Step], names: Mapping[str, str]
) -> dict[str, bool | None]:
    """A row completed (by Brightline's evaluator), every fact named in the way that zen-engine can read."""
    known: dict[str, bool | None] = {entry.id: row.get(entry.id) for entry in vocabulary()}
    for step in steps:
        own = known[step.fact]
        match step:
            case Age():
                true, false = any(row[age] for age in step.true), any(row[age] is False for age in step.false)
                known[step.fact] = true if true is not false else None
            case Part():
                denied = any(row[whole] is False for whole in step.wholes)
                known[step.fact] = False if denied and own is None else own
            case Way():
                if evaluate(step.formula, known):
                    known[step.fact] = None if own is False else True
            case Whole():
                baseless = bool(step.parts) and all(known[part] is False for part in step.parts)
                known[step.fact] = own is True and not baseless
    return {names[fact]: value for fact, value in known.items()}
