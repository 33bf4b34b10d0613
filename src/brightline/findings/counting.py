"""The numbers of a table, counted in one pass by the engine that it lives on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from brightline.findings.filling import AGE_CLASH
from brightline.findings.summary import DefinitionSummary, SexualExploitation, States, Summary
from brightline.findings.table import AGE_SOURCE, IN_FORCE, TableFindings, collect, column, count_null, count_true
from brightline.law import may_amount_to, vocabulary
from brightline.logic import facts

_SEXUAL = ("any.sexual_exploitation", "purpose.sexual_exploitation", "purpose.exploit_prostitution")


def summarise(table: TableFindings) -> Summary:
    """The numbers of a table, in one pass over it."""
    counts = _counts(table)
    row = collect(table.frame.select(*(expression.alias(name) for name, expression in counts.items())), table.engine)
    values = {name: int(value or 0) for name, value in zip(counts, row.row(0), strict=True)}
    rows = values["rows"]

    def states(name: str) -> States:
        true, unknown = values[f"true {name}"], values[f"unknown {name}"]
        return States(true, rows - true - unknown, unknown)

    definitions: dict[str, DefinitionSummary] = {}
    for chosen in table.definitions:
        versions = table.plans[chosen.id]
        outside = values.get(f"outside {chosen.id}", 0 if versions[0][1] else rows)
        definitions[chosen.id] = DefinitionSummary(
            outcome=states(chosen.id),
            elements={name: states(column(chosen.id, name)) for name in table.elements[chosen.id]},
            not_in_force=outside,
        )
    return Summary(
        rows=rows,
        definitions=definitions,
        recorded={
            name.removeprefix("recorded "): value for name, value in values.items() if name.startswith("recorded ")
        },
        sexual_exploitation=_sexual(values),
        without_column=_without_column(table),
        contradictory_ages=values.get("clashing ages", 0),
        age_sources={name.removeprefix("age "): value for name, value in values.items() if name.startswith("age ")},
    )


def _without_column(table: TableFindings) -> Mapping[str, Sequence[str]]:
    """For each definition the elements of which no column holds a fact, or anything that may amount to one."""
    told: set[str] = set()
    for fact in table.decoding.facts:
        told |= {fact, *may_amount_to(False)[fact]}
    found: dict[str, Sequence[str]] = {}
    for id, versions in table.plans.items():
        asked: dict[str, set[str]] = {}
        for plan, _ in versions:
            for element in plan.elements:
                asked.setdefault(element.name, set()).update(facts(element.formula))
        found[id] = [name for name, asks in asked.items() if not asks & told]
    return found


def _counts(table: TableFindings) -> dict[str, nw.Expr]:
    counts: dict[str, nw.Expr] = {"rows": nw.len()}
    for name in table.outputs:
        counts[f"true {name}"] = count_true(table.col(name), table.engine)
        counts[f"unknown {name}"] = count_null(table.col(name), table.engine)
    names = table.frame.collect_schema().names()
    for chosen in table.definitions:
        flag = column(chosen.id, IN_FORCE)
        if flag in names:
            counts[f"outside {chosen.id}"] = count_true((~table.col(flag)).fill_null(False), table.engine)
    if AGE_CLASH in names:
        counts["clashing ages"] = count_true(table.col(AGE_CLASH), table.engine)
    recorded = {family: _any_true(table, family) for family in ("act", "means", "purpose", "age")}
    minor = table.col("age.under_18").fill_null(False) if "age.under_18" in table.facts else None
    for source in table.decoding.age_sources:
        from_source = (table.col(AGE_SOURCE) == source.label).fill_null(False)
        counts[f"age {source.label}"] = count_true(from_source, table.engine)
    for family, expression in recorded.items():
        if expression is not None:
            counts[f"recorded {family}"] = count_true(expression, table.engine)
    if minor is not None:
        counts["recorded under 18"] = count_true(minor, table.engine)
    sexual = [fact for fact in _SEXUAL if fact in table.facts]
    if sexual:
        here = nw.any_horizontal(*(table.col(fact) for fact in sexual), ignore_nulls=False).fill_null(False)
        means = recorded["means"] if recorded["means"] is not None else nw.lit(False)
        counts["sexual"] = count_true(here, table.engine)
        counts["sexual means"] = count_true(here & means, table.engine)
        minor = nw.lit(False) if minor is None else minor
        counts["sexual neither"] = count_true(here & ~means & ~minor, table.engine)
        sources = table.decoding.age_sources
        for source in sources:
            by_source = minor & (table.col(AGE_SOURCE) == source.label).fill_null(False)
            counts[f"minor {source.label}"] = count_true(here & by_source, table.engine)
        best = minor & (table.col(AGE_SOURCE) == sources[0].label).fill_null(False) if sources else minor
        counts["sexual neither best"] = count_true(here & ~means & ~best, table.engine)
        if not sources:
            counts["minor as recorded"] = count_true(here & minor, table.engine)
    return counts


def _any_true(table: TableFindings, family: str) -> nw.Expr | None:
    """Whether a row records a fact of the family; of legal facts that were only filled in, nothing is counted."""
    words = vocabulary()
    stated = [fact for fact in table.decoding.facts if words[fact].family == family]
    if not stated:
        return None
    if family == "age":
        return nw.any_horizontal(*(~table.col(fact).is_null() for fact in stated), ignore_nulls=False)
    return nw.any_horizontal(*(table.col(fact) for fact in stated), ignore_nulls=False).fill_null(False)


def _sexual(values: Mapping[str, int]) -> SexualExploitation | None:
    if "sexual" not in values:
        return None
    return SexualExploitation(
        rows=values["sexual"],
        with_means=values["sexual means"],
        minors={name.removeprefix("minor "): value for name, value in values.items() if name.startswith("minor ")},
        neither=values["sexual neither"],
        neither_by_best_age=values["sexual neither best"],
    )
