"""The same outputs in DuckDB SQL, written as a person would write them for this one table.

Queries one around the other first complete the facts, by layers (see `steps.py`). Then every definition has a line per
element, an `OR` or `AND` of columns (listed facts that the table has no column for are one `NULL`), and the outcome
refers to the elements by their names, so that nothing is written or computed twice. Two layouts are made, for DuckDB
to be timed with the one that it runs faster: `nested` puts the outcomes in a query around the elements, `alias` in the
same `SELECT`, by lateral alias.

`python bench/sql.py FILE` prints the query.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from steps import Age, Part, Step, Way, Whole, completion, outputs

from brightline.law import Definition, Reading, definitions, reading
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not
from brightline.logic import facts as facts_of

NULL = "NULL::BOOLEAN"
Layout = Literal["nested", "alias"]


def quoted(name: str) -> str:
    return f'"{name}"'


def condition(formula: Formula, columns: Collection[str]) -> str:
    match formula:
        case Fact():
            return quoted(formula.id) if formula.id in columns else NULL
        case Not():
            return f"NOT ({condition(formula.args[0], columns)})"
        case Any() | All():
            word = " OR " if isinstance(formula, Any) else " AND "
            parts = [condition(part, columns) for part in formula.args]
            return "(" + word.join(dict.fromkeys(parts)) + ")"
        case AtLeast():
            parts = [condition(part, columns) for part in formula.args]
            true = " + ".join(f"(({part}) IS TRUE)::TINYINT" for part in parts)
            possible = " + ".join(f"(({part}) IS NOT FALSE)::TINYINT" for part in parts)
            count = formula.count
            return f"(CASE WHEN {true} >= {count} THEN TRUE WHEN {possible} < {count} THEN FALSE END)"
        case _:
            raise TypeError(type(formula).__name__)


def completed(step: Step, columns: Collection[str]) -> str:
    """The value of one completed fact; `columns` are those that the query below has."""
    own = quoted(step.fact) if step.fact in columns else NULL
    match step:
        case Age():
            true = " OR ".join(f"{quoted(age)} IS TRUE" for age in step.true) or "FALSE"
            false = " OR ".join(f"{quoted(age)} IS FALSE" for age in step.false) or "FALSE"
            return f"CASE WHEN ({true}) AND ({false}) THEN NULL WHEN {true} THEN TRUE WHEN {false} THEN FALSE END"
        case Part():
            denied = " OR ".join(f"{quoted(whole)} IS FALSE" for whole in step.wholes)
            return f"CASE WHEN ({denied}) AND {own} IS NULL THEN FALSE ELSE {own} END"
        case Way():
            holds = condition(step.formula, columns)
            if own == NULL:
                return f"CASE WHEN {holds} THEN TRUE END"
            return f"CASE WHEN NOT {holds} OR {holds} IS NULL THEN {own} WHEN NOT {own} THEN NULL ELSE TRUE END"
        case Whole():
            baseless = " AND ".join(f"{quoted(part)} IS FALSE" for part in step.parts) or "FALSE"
            return f"{own} IS TRUE AND NOT ({baseless})"


def layers(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps in as few queries, one around the other, as their order allows."""
    layer: list[Step] = []
    for step in steps:
        used = facts_of(step.formula) if isinstance(step, Way) else ()
        if layer and (type(step) is not type(layer[0]) or any(made.fact in used for made in layer)):
            yield layer
            layer = []
        layer.append(step)
    if layer:
        yield layer


def query(
    path: str, columns: Collection[str], chosen: Collection[Definition], by: Reading, layout: Layout = "nested"
) -> str:
    """One `SELECT` that gives, for every output, how many rows are true and how many are known."""
    have = set(columns)
    source, queries = f"'{path}'", []
    for number, layer in enumerate(layers(completion(columns, chosen, by))):
        made = {step.fact: completed(step, have) for step in layer}
        replaced = ",\n    ".join(f"{text} AS {quoted(fact)}" for fact, text in made.items() if fact in have)
        added = "".join(f",\n    {text} AS {quoted(fact)}" for fact, text in made.items() if fact not in have)
        star = f"* REPLACE (\n    {replaced}\n  )" if replaced else "*"
        queries.append(f"facts{number} AS (\n  SELECT {star}{added}\n  FROM {source}\n)")
        source = f"facts{number}"
        have.update(made)
    elements: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    for id, (formulas, met_when, _) in outputs(columns, chosen, by).items():
        names = {name: f"{id}.{name}" for name in formulas}
        for name, formula in formulas.items():
            elements[names[name]] = condition(formula, have)
        outcomes[id] = _outcome(met_when, names)
    listed = ",\n    ".join(f"{text} AS {quoted(name)}" for name, text in elements.items())
    decided = ",\n    ".join(f"{text} AS {quoted(name)}" for name, text in outcomes.items())
    counts = ",\n  ".join(f"count_if({quoted(name)}), count({quoted(name)})" for name in (*outcomes, *elements))
    if layout == "alias":
        queries.append(f"findings AS (\n  SELECT\n    {listed},\n    {decided}\n  FROM {source}\n)")
    else:
        queries.append(f"elements AS (\n  SELECT\n    {listed}\n  FROM {source}\n)")
        queries.append(f"findings AS (\n  SELECT *,\n    {decided}\n  FROM elements\n)")
    return f"WITH {', '.join(queries)}\nSELECT count(*),\n  {counts}\nFROM findings"


def output_names(chosen: Collection[Definition]) -> list[str]:
    """The outputs in the order of the query's counts."""
    return [
        *(d.id for d in chosen),
        *(f"{d.id}.{element}" for d in chosen for element in d.current.elements),
    ]


def _outcome(met_when: Formula, names: dict[str, str]) -> str:
    match met_when:
        case Fact():
            return quoted(names[met_when.id])
        case Not():
            return f"NOT {_outcome(met_when.args[0], names)}"
        case _:
            word = " OR " if isinstance(met_when, Any) else " AND "
            return "(" + word.join(_outcome(part, names) for part in met_when.args) + ")"


if __name__ == "__main__":
    import polars as pl

    print(query(sys.argv[1], list(pl.read_parquet_schema(sys.argv[1])), definitions(), reading("strict")))
