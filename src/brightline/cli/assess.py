"""`brightline assess`: one case as a page, a table as numbers."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from brightline.cases.casefile import is_case_file, read_cases
from brightline.cases.textfile import Progress, check_path
from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import case_page, summary_page
from brightline.cli.saved import as_saved
from brightline.errors import BrightlineError, nearest
from brightline.findings import Finding, Summary, summarise_cases
from brightline.findings.assess import DEFAULT_DEFINITION, choose
from brightline.findings.assess import assess as assess_case
from brightline.law import reading as reading_named


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "format_name", help="How to read a table: a format id (`brightline formats`) or a mapping file."
)
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"A definition id, a pattern such as 'us-*', a YAML file, or all. May be repeated. [{DEFAULT_DEFINITION}]",
)
@as_of_option
@click.option("--reading", help="strict, broad, or a YAML file of your own. [strict]")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write a finding per row to .csv, .parquet, .jsonl or .xlsx."
)
@json_option
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the elements' states as stacked bars to an .svg.")
@click.option("--engine", default="polars", show_default=True, help="polars, duckdb or spark.")
@click.option("--delimiter", help="The sign between the cells of a text table.")
@click.option("--encoding", default="utf-8", show_default=True, help="Of a text table.")
def assess(
    file: Path,
    format_name: str | None,
    under: Sequence[str],
    as_of: date | None,
    reading: str | None,
    out: Path | None,
    as_json: bool,
    plot: Path | None,
    engine: str,
    delimiter: str | None,
    encoding: str,
) -> None:
    """Try the facts in FILE against legal definitions, element by element.

    FILE is one case or several (.yaml, .json), or a table with a case a row (.csv, .csv.gz, .xlsx, .parquet, .jsonl).
    """
    for name in (*under, reading or "", format_name or ""):
        if name.endswith((".yaml", ".yml")):
            check_path(Path(name))
    if under:
        choose(under)
    if not (engine == "spark" and file.is_dir()):
        check_path(file)
    under, as_of, reading = as_saved(file, under, as_of, reading)
    chosen = tuple(choose(under or (DEFAULT_DEFINITION,)))
    _check_options(file, out, plot, engine)
    if format_name is None and (is_case_file(file) or _holds_cases(file)):
        cases = read_cases(file)
        law = reading_named(reading)
        findings = [assess_case(case, chosen, as_of, law) for case in cases]
        if out:
            _write_cases(findings, out)
        if plot:
            _plot(summarise_cases(findings), plot)
        if len(cases) == 1:
            if as_json:
                print_json({"findings": [finding.to_json() for finding in findings[0]]})
            else:
                _print(case_page(cases[0], findings[0]))
            return
        summary = summarise_cases(findings)
        about = [f"Reading: {law.id}. Each case was assessed by itself, actor by actor."]
        versions = {d.id: "each case by the version of its date" for d in chosen}
        if as_json:
            data = summary.to_json()
            data["cases"] = [
                {"id": of_case[0].case.id, "outcomes": {f.definition.id: f.outcome for f in of_case}}
                for of_case in findings
            ]
            print_json(data)
        else:
            _print(summary_page(file.name, summary, chosen, versions, about))
        return
    _assess_table(file, format_name, chosen, as_of, reading, out, as_json, plot, engine, delimiter, encoding)


def _check_options(file: Path, out: Path | None, plot: Path | None, engine: str) -> None:
    """Errors in what to write and where, said before any work is done and before anything is written."""
    known = ("polars", "duckdb", "spark")
    if engine not in known:
        raise BrightlineError(f"no engine is called {engine!r}{nearest(engine, known)}; there are {', '.join(known)}")
    if not (out or plot):
        return
    try:
        from brightline.cases.writing import check_place, check_target
    except ImportError:
        raise BrightlineError("writing a table needs one more part: pip install 'brightline[tables]'") from None
    if out and not (engine == "spark" and out.suffix == ".parquet"):
        check_target(out, file)
    if plot:
        if plot.suffix.lower() != ".svg":
            raise BrightlineError(f"{plot.name}: the picture is an SVG; give a name that ends in .svg")
        check_place(plot)
        try:
            import_module("brightline.findings.plot")
        except ImportError:
            raise BrightlineError("pictures need one more part: pip install 'brightline[plot]'") from None


def _assess_table(
    file: Path,
    format_name: str | None,
    chosen: Sequence[object],
    as_of: date | None,
    reading: str,
    out: Path | None,
    as_json: bool,
    plot: Path | None,
    engine: str,
    delimiter: str | None,
    encoding: str,
) -> None:
    try:
        from brightline.findings.counting import summarise
        from brightline.findings.table import assess_table
    except ImportError:
        raise BrightlineError("tables need one more part: pip install 'brightline[tables]'") from None
    from brightline.law import Definition

    definitions = [d for d in chosen if isinstance(d, Definition)]
    with _progress(file, "Reading") as progress:
        table = assess_table(file, definitions, as_of, reading, format_name, engine, delimiter, encoding, progress)
    with _waiting(f"Assessing under {len(definitions)} definition{'s' if len(definitions) > 1 else ''}"):
        summary = summarise(table)
        if out:
            from brightline.findings.output import write_findings

            write_findings(table, out)
        if plot:
            _plot(summary, plot)
    if as_json:
        data = summary.to_json()
        data["format"], data["reading"] = table.decoding.format.id, table.reading.id
        print_json(data)
        return
    day = (
        f"the law in force on {as_of}"
        if as_of
        else "each row by its date"
        if table.dated
        else "no date given: the newest"
    )
    about = [
        f"Read as {table.decoding.format.id}: {table.decoding.format.title}.",
        f"Reading: {table.reading.id}. Versions: {day}. Who did what is not recorded: each row is one group.",
    ]
    if summary.age_sources:
        sources = "; ".join(f"{label}: {count:,} rows" for label, count in summary.age_sources.items())
        about.append(f"Age taken from {sources}.")
    versions = {
        id: f"version of {plans[0][0].version.label}" if len(plans) == 1 else f"{len(plans)} versions by date"
        for id, plans in table.plans.items()
    }
    _print(summary_page(file.name, summary, definitions, versions, about))


def _holds_cases(file: Path) -> bool:
    """Whether a JSON Lines file holds cases written out (with actors or a person), not flat records."""
    if file.suffix.lower() not in (".jsonl", ".ndjson"):
        return False
    with file.open("rb") as lines:
        start = lines.readline(100_000)
    return any(word in start for word in (b'"actors"', b'"person"', b'"facts"'))


def _write_cases(findings: Sequence[Sequence[Finding]], out: Path) -> None:
    try:
        from brightline.findings.output import write_case_findings
    except ImportError:
        raise BrightlineError("writing a table needs one more part: pip install 'brightline[tables]'") from None
    write_case_findings(findings, out)


def _plot(summary: Summary, path: Path) -> None:
    from brightline.findings.plot import plot_elements

    plot_elements(summary, path)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(line)


@contextmanager
def _progress(file: Path, words: str) -> Generator[Progress | None]:
    """A bar on standard error while a large text file is read, for a person who watches."""
    size = file.stat().st_size if file.is_file() else 0
    if not sys.stderr.isatty() or size < 2_000_000:
        yield None
        return
    with click.progressbar(length=size, label=words, file=sys.stderr) as bar:
        done = 0

        def tell(position: int) -> None:
            nonlocal done
            bar.update(position - done)
            done = position

        yield tell


@contextmanager
def _waiting(words: str) -> Generator[None]:
    """A line on standard error while the engine works, for a person who watches."""
    if sys.stderr.isatty():
        click.echo(f"{words} ...", err=True)
    yield
