"""Two other ways to the same outputs: columns of small integers in plain NumPy, and zen-engine record by record."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Mapping

from brightline.law import definitions, reading, vocabulary
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not

ZEN_SAMPLE = 300
Counts = dict[str, tuple[int, int, int]]


def outputs() -> dict[str, tuple[Mapping[str, Formula], Formula]]:
    """For each definition its elements' formulas and its condition over element names."""
    strict = reading("strict")
    return {
        d.id: ({name: strict.expand(e.formula) for name, e in d.current.elements.items()}, d.current.condition)
        for d in definitions()
    }


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
    false_if_whole_false(columns, unknown)

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

    found: Counts = {}
    for id, (elements, condition) in outputs().items():
        states = {name: value(formula, columns) for name, formula in elements.items()}
        found[id] = count(value(condition, states))
        found.update({f"{id}.{name}": count(state) for name, state in states.items()})
    return found


def false_if_whole_false(columns: dict[str, object], unknown: object) -> None:
    """Ages from nearby ages, and the parts of a merged column that is false: filled in, in place."""
    import numpy as np

    words = vocabulary()
    stated = dict(columns)
    for fact in (entry.id for entry in words.family("age")):
        value = stated.get(fact, unknown)
        for narrower in words.narrower[fact]:
            if narrower in stated:
                value = np.where(stated[narrower] == 2, np.int8(2), value)
        for wider in words.wider[fact]:
            if wider in stated:
                value = np.where((stated[wider] == 0) & (value != 2), np.int8(0), value)
        if value is not unknown:
            columns[fact] = value
    for whole in (entry for entry in words if entry.id in stated):
        for part in whole.any_of:
            own = columns.get(part, unknown)
            columns[part] = np.where((own == 1) & (stated[whole.id] == 0), np.int8(0), own)


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
    from brightline.logic import substitute

    table = pl.scan_parquet(path)
    columns = table.collect_schema().names()
    rows = table.head(ZEN_SAMPLE).collect().rows(named=True)
    names = {entry.id: f"f{number}" for number, entry in enumerate(vocabulary())}
    records = [filled_record(row, names) for row in rows]
    expressions: list[dict[str, str]] = []
    outs: list[str] = []
    for id, (elements, condition) in outputs().items():
        whole = substitute(condition, elements)
        for out, formula in {id: whole, **{f"{id}.{name}": f for name, f in elements.items()}}.items():
            for possible in (False, True):
                key = f"o{len(outs)}{'p' if possible else 't'}"
                expressions.append({"id": key, "key": key, "value": zen_text(formula, possible, names.__getitem__)})
            outs.append(out)
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": place},
        {"id": "all", "name": "all", "type": "expressionNode", "position": place, "content": {"expressions": expressions}},
        {"id": "out", "name": "out", "type": "outputNode", "position": place},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "all"},
        {"id": "2", "type": "edge", "sourceId": "all", "targetId": "out"},
    ]
    content = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    decision = zen.ZenEngine().create_decision(json.dumps(content))
    decision.evaluate(records[0])
    del columns

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


def filled_record(row: Mapping[str, bool | None], names: Mapping[str, str]) -> dict[str, bool | None]:
    """A row with what follows from it filled in, every fact named in the way zen-engine can read."""
    words = vocabulary()
    known: dict[str, bool | None] = {entry.id: row.get(entry.id) for entry in words}
    for fact in (entry.id for entry in words.family("age")):
        if known[fact] is None and any(row.get(age) is True for age in words.narrower[fact]):
            known[fact] = True
        elif known[fact] is None and any(row.get(age) is False for age in words.wider[fact]):
            known[fact] = False
    for whole in (entry for entry in words if entry.any_of and row.get(entry.id) is False):
        for part in whole.any_of:
            known[part] = False if known[part] is None else known[part]
    return {names[fact]: value for fact, value in known.items()}
