"""Facts tried against definitions for a whole table, as column expressions: one row, one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import narwhals as nw

from brightline.cases.case import AGE_LINES
from brightline.cases.decode import AGE_SOURCE, DATE, ROW, Decoding, plan_decoding
from brightline.cases.engines import Engine, Opened, open_for
from brightline.cases.format import Format, recognise, table_format
from brightline.cases.textfile import Progress
from brightline.errors import BrightlineError
from brightline.findings.assess import DEFAULT_DEFINITION, choose, version_for
from brightline.findings.filling import HOLDS, completed
from brightline.findings.finding import OUTCOMES
from brightline.findings.plan import Plan, plan_for
from brightline.law import Definition, Reading, vocabulary
from brightline.law import reading as reading_named
from brightline.logic import Fact, Formula, Truth, facts, substitute
from brightline.logic.columns import PLAIN, Naming, with_formulas

Frame: TypeAlias = "nw.LazyFrame[Any]"
IN_FORCE = "in_force"


@dataclass(frozen=True)
class TableFindings:
    """The findings of a table: one outcome column a definition (named by its id), one column an element.

    Outcomes and elements are nullable booleans: true is met (established), false is not met (not established), null
    is undetermined (not known). Nothing is computed until `summary` or `frame` is collected.
    """

    name: str
    frame: Frame = field(repr=False)
    """Row number, kept columns, the facts, then the outcome and element columns."""
    facts: Sequence[str]
    kept: Sequence[str]
    definitions: Sequence[Definition]
    plans: Mapping[str, Sequence[tuple[Plan, bool]]] = field(repr=False)
    """For each definition the versions used, each with whether it was in force."""
    elements: Mapping[str, Sequence[str]]
    decoding: Decoding = field(repr=False)
    reading: Reading
    engine: Engine
    as_of: date | None
    dated: bool
    """Whether each row is tried by the versions of its own date."""

    @property
    def col(self) -> Naming:
        """How expressions name the columns of `frame`."""
        return self.decoding.col

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of the outcome and element columns, definition by definition."""
        return tuple(
            name
            for chosen in self.definitions
            for name in (chosen.id, *(column(chosen.id, element) for element in self.elements[chosen.id]))
        )


def column(definition: str, element: str) -> str:
    """Name of the column for an element of a definition."""
    return f"{definition}.{element}"


def assess_table(
    source: Path | str | Opened,
    under: str | Definition | Sequence[str | Definition] = DEFAULT_DEFINITION,
    as_of: date | None = None,
    reading: str | Reading = "strict",
    format: str | Format | None = None,
    engine: str = "polars",
    delimiter: str | None = None,
    encoding: str = "utf-8",
    progress: Progress | None = None,
) -> TableFindings:
    """The findings of every row of a table, the same as `assess` gives for each row alone.

    `source` is a file (CSV, packed CSV, XLSX, Parquet, JSON Lines) or an opened table. `format` names a decoder;
    without it the format is recognised by its columns, else columns are read as fact ids. Raises `BrightlineError`
    with row, column and value where a cell holds a code that the format does not know.
    """
    table = source if isinstance(source, Opened) else open_for(Path(source), engine, delimiter, encoding, progress)
    if format is None:
        chosen_format = recognise(table.columns)
    else:
        chosen_format = format if isinstance(format, Format) else table_format(format)
    decoding = plan_decoding(table.columns, table.types, chosen_format, table.name, table.col)
    _check_cells(table, decoding)
    chosen_reading = reading_named(reading) if isinstance(reading, str) else reading
    chosen = tuple(choose(under))
    dated = as_of is None and decoding.date is not None
    plans = {d.id: _plans(d, as_of, dated, chosen_reading) for d in chosen}
    frame, have = completed(
        decoding.apply(table.frame), decoding.facts, _needed(plans), chosen_reading, decoding.closing, table.col
    )
    frame = _with_outcomes(frame, chosen, plans, have, dated, table.col)
    kept = [name for name in decoding.kept if name != "date"] + ([DATE] if decoding.date is not None else [])
    return TableFindings(
        name=table.name,
        frame=frame,
        facts=tuple(have),
        kept=tuple(kept),
        definitions=chosen,
        plans=plans,
        elements={id: _element_names(versions) for id, versions in plans.items()},
        decoding=decoding,
        reading=chosen_reading,
        engine=table.engine,
        as_of=as_of,
        dated=dated,
    )


def _check_cells(table: Opened, decoding: Decoding) -> None:
    checks = decoding.checks
    if not checks:
        return
    marks = {f"__wrong_{number}": check for number, check in enumerate(checks.values())}
    wrong = table.frame.select(*(count_true(check, table.engine).alias(mark) for mark, check in marks.items()))
    counts = collect(wrong, table.engine).row(0)
    for name, count in zip(checks, counts, strict=True):
        if not count:
            continue
        where, cell = _first_wrong(table, checks[name], name)
        value = str(cell)
        shown = value if len(value) <= 60 else value[:57] + "..."
        known = _known_codes(decoding, name)
        raise BrightlineError(
            f"{table.name}{where}, column {name!r}: {shown!r} is not a code that the format {decoding.format.id} knows"
            f"{known}{f' ({count:,} such cells)' if count > 1 else ''}"
        )


def _first_wrong(table: Opened, check: nw.Expr, name: str) -> tuple[str, object]:
    """Where the first row stands in which `check` is true, in words, and its cell in the column `name`."""
    frame = table.frame
    if table.engine == "polars" and ROW not in table.types:
        frame = frame if ROW in frame.collect_schema().names() else _numbered(frame, table.first_row)
    columns = [ROW, name] if ROW in frame.collect_schema().names() else [name]
    first = collect(frame.filter(check).select(*columns).head(1), table.engine).row(0)
    return f", row {first[0]:,}" if len(first) == 2 else "", first[-1]


def _numbered(frame: Frame, first_row: int) -> Frame:
    import polars as pl

    native = frame.to_native()
    assert isinstance(native, pl.LazyFrame)
    return nw.from_native(native.with_row_index(ROW, offset=first_row))


def _known_codes(decoding: Decoding, name: str) -> str:
    if name == "age":
        return "; write whole years from 0 to 120 that agree with the age facts of the row"
    if name == "date":
        return "; write YYYY-MM-DD, not later than today"
    if name == "closed":
        return "; name families (act, means, purpose, age, setting) divided by semicolons"
    if name in AGE_LINES:
        return ", or it stands against another age of the row; write true, false, unknown or nothing"
    if decoding.format.by_fact_id:
        return "; write true, false, unknown or nothing"
    for source in decoding.age_sources:
        if name in source.columns:
            return f" for the {source.label}"
    return "; add it to a mapping file of your own (`brightline formats draft`)"


def _plans(definition: Definition, as_of: date | None, dated: bool, reading: Reading) -> tuple[tuple[Plan, bool], ...]:
    if dated:
        return tuple((plan_for(version, reading), True) for version in definition.versions)
    version, in_force = version_for(definition, as_of)
    return ((plan_for(version, reading), in_force),)


def _element_names(versions: Sequence[tuple[Plan, bool]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for plan, _ in versions for name in plan.formulas))


def _needed(plans: Mapping[str, Sequence[tuple[Plan, bool]]]) -> set[str]:
    """The facts that the elements of all versions ask for."""
    return {
        fact
        for versions in plans.values()
        for plan, _ in versions
        for element in plan.elements
        for fact in facts(element.formula)
    }


def _with_outcomes(
    frame: Frame,
    chosen: Sequence[Definition],
    plans: Mapping[str, Sequence[tuple[Plan, bool]]],
    have: Sequence[str],
    dated: bool,
    col: Naming,
) -> Frame:
    formulas: dict[str, Formula] = {}
    words = vocabulary()
    composites = [fact for fact in have if words[fact].any_of]
    held = {fact: Fact(HOLDS.format(fact)) for fact in composites}
    for definition in chosen:
        for number, (plan, _) in enumerate(plans[definition.id]):
            suffix = f"@{number}" if dated else ""
            elements = {
                name: substitute(plan.reading.with_composites(element.formula, composites), held)
                for name, element in plan.version.elements.items()
            }
            for name, formula in elements.items():
                formulas[column(definition.id, name) + suffix] = formula
            formulas[definition.id + suffix] = substitute(plan.version.condition, elements)
    frame = with_formulas(frame, formulas, [*have, *(fact.id for fact in held.values())], col)
    if not dated:
        return frame
    joined: list[nw.Expr] = []
    for definition in chosen:
        versions = plans[definition.id]
        names = (None, *_element_names(versions))
        joined.extend(_by_date(definition, [plan for plan, _ in versions], name, col) for name in names)
        joined.append(_in_force(definition, col).alias(column(definition.id, IN_FORCE)))
    return frame.with_columns(*joined).drop(*formulas)


def _by_date(definition: Definition, plans: Sequence[Plan], element: str | None, col: Naming) -> nw.Expr:
    """The column of the version in force on the row's date; of the nearest where none was; of the newest undated."""
    output = definition.id if element is None else column(definition.id, element)
    sources = [
        col(f"{output}@{number}") if element is None or element in plan.formulas else nw.lit(None, dtype=nw.Boolean)
        for number, plan in enumerate(plans)
    ]
    chosen = sources[-1]
    for number in reversed(range(len(plans) - 1)):
        last_day = _last_day(definition, number)
        chosen = nw.when((col(DATE) <= nw.lit(last_day)).fill_null(False)).then(sources[number]).otherwise(chosen)
    return chosen.alias(output)


def _last_day(definition: Definition, number: int) -> str:
    """The last day on which version `number` is the nearest one."""
    end, start = definition.versions[number].end, definition.versions[number + 1].start
    assert end is not None
    assert start is not None
    return date.fromordinal(end.toordinal() + (start.toordinal() - end.toordinal()) // 2).isoformat()


def _in_force(definition: Definition, col: Naming) -> nw.Expr:
    covered: nw.Expr = nw.lit(False)
    for version in definition.versions:
        from_day = version.start.isoformat() if version.start else ""
        to_day = version.end.isoformat() if version.end else "9999"
        covered = covered | ((col(DATE) >= nw.lit(from_day)) & (col(DATE) <= nw.lit(to_day)))
    return covered


def count_true(expression: nw.Expr, engine: Engine) -> nw.Expr:
    """How many rows are true."""
    return expression.sum() if engine == "polars" else expression.cast(nw.Int64).sum()


_ENGINE_MODULES = ("polars", "pyo3_runtime", "duckdb", "_duckdb", "pyspark", "builtins")


def count_null(expression: nw.Expr, engine: Engine) -> nw.Expr:
    """How many rows are null."""
    return expression.null_count() if engine == "polars" else count_true(expression.is_null(), engine)


def collect(frame: Frame, engine: Engine) -> Any:
    """The rows of a lazy frame, as a Polars-backed frame; Polars streams."""
    try:
        if engine == "polars":
            import polars as pl

            native = frame.to_native()
            assert isinstance(native, pl.LazyFrame)
            return nw.from_native(native.collect(engine="streaming"))
        return frame.collect("polars")
    except BrightlineError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as failure:  # a panic of Polars is no Exception
        if type(failure).__module__.split(".")[0] in _ENGINE_MODULES:
            reason = str(failure).splitlines()[0][:200] if str(failure) else type(failure).__name__
            raise BrightlineError(f"the table could not be read to its end ({reason})") from failure
        raise


def outcome_words(frame: Frame, definitions: Sequence[Definition], col: Naming = PLAIN) -> Frame:
    """Outcome columns as words: met, not met, undetermined."""
    words: Mapping[Truth, str] = OUTCOMES
    return frame.with_columns(
        *(
            nw.when(col(d.id))
            .then(nw.lit(words[True]))
            .otherwise(nw.when(~col(d.id)).then(nw.lit(words[False])).otherwise(nw.lit(words[None])))
            .alias(d.id)
            for d in definitions
        )
    )


__all__ = [
    "AGE_SOURCE",
    "TableFindings",
    "assess_table",
    "collect",
    "column",
    "count_null",
    "count_true",
    "outcome_words",
]
