"""The same outputs in DuckDB SQL, written as a person would write them for this one table.

Every definition has a line per element, an `OR` or `AND` of columns (a listed fact that the table has no column for is
`NULL`, once per list), and the outcome refers to the elements by their names, so that nothing is written or computed
twice. Two layouts are made, for DuckDB to be timed with the one that it runs faster: `nested` puts outcomes in a query
around the elements, `alias` in the same `SELECT` by lateral alias.

`python bench/sql.py FILE` prints the query.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import Literal

from brightline.cases.case import AGE_LINES
from brightline.law import Definition, Reading, definitions, reading, vocabulary
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


def filled_in(columns: Collection[str], needed: Collection[str]) -> dict[str, str]:
    """Facts that follow from other columns: ages from nearby ages, and the parts of a merged column that is false."""
    words = vocabulary()
    made: dict[str, str] = {}
    for fact in AGE_LINES:
        own = [fact] if fact in columns else []
        narrower = [quoted(age) for age in (*own, *words.narrower[fact]) if age in columns]
        wider = [quoted(age) for age in (*own, *words.wider[fact]) if age in columns]
        if fact not in needed or len(narrower) + len(wider) == 2 * len(own):
            continue
        true = [f"WHEN {' OR '.join(narrower)} THEN TRUE"] if narrower else []
        false = [f"WHEN {' OR '.join(f'NOT {age}' for age in wider)} THEN FALSE"] if wider else []
        made[fact] = f"CASE {' '.join((*true, *false))} END"
    for entry in words:
        for part in entry.any_of if entry.id in columns else ():
            if part in needed:
                known = made.get(part, quoted(part) if part in columns else NULL)
                made[part] = f"CASE WHEN ({known}) IS NULL AND NOT {quoted(entry.id)} THEN FALSE ELSE {known} END"
    return made


def query(
    path: str, columns: Collection[str], chosen: Collection[Definition], by: Reading, layout: Layout = "nested"
) -> str:
    """One `SELECT` that gives, for every output, how many rows are true and how many are known."""
    elements: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    formulas = {d.id: {n: by.expand(e.formula) for n, e in d.current.elements.items()} for d in chosen}
    needed = facts_of(*(formula for named in formulas.values() for formula in named.values()))
    made = filled_in(columns, needed)
    have = {*columns, *made}
    for definition in chosen:
        names = {name: f"{definition.id}.{name}" for name in formulas[definition.id]}
        for name, formula in formulas[definition.id].items():
            elements[names[name]] = condition(formula, have)
        outcomes[definition.id] = _outcome(definition.current.condition, names)
    facts = "".join(f",\n    {text} AS {quoted(name)}" for name, text in made.items() if name not in columns)
    replaced = ", ".join(f"{text} AS {quoted(name)}" for name, text in made.items() if name in columns)
    replace = f" REPLACE ({replaced})" if replaced else ""
    listed = ",\n    ".join(f"{text} AS {quoted(name)}" for name, text in elements.items())
    decided = ",\n    ".join(f"{text} AS {quoted(name)}" for name, text in outcomes.items())
    counts = ",\n  ".join(
        f"count_if({quoted(name)}), count({quoted(name)})" for name in (*outcomes, *elements)
    )
    steps = [f"facts AS (\n  SELECT *{replace}{facts}\n  FROM '{path}'\n)"]
    if layout == "alias":
        steps.append(f"findings AS (\n  SELECT\n    {listed},\n    {decided}\n  FROM facts\n)")
    else:
        steps.append(f"elements AS (\n  SELECT\n    {listed}\n  FROM facts\n)")
        steps.append(f"findings AS (\n  SELECT *,\n    {decided}\n  FROM elements\n)")
    return f"WITH {', '.join(steps)}\nSELECT count(*),\n  {counts}\nFROM findings"


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
