"""`brightline form`: the questions of an interview as a form: for KoboToolbox, ODK or Enketo, or to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from brightline.cases.textfile import check_path
from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import wrapped
from brightline.errors import BrightlineError
from brightline.findings.assess import DEFAULT_DEFINITION
from brightline.findings.form import Form
from brightline.findings.form import form as form_for
from brightline.findings.form_paper import check_paper, write_paper
from brightline.findings.form_sheet import check_target, write_xlsform


@click.command()
@click.option("--xlsform", type=click.Path(path_type=Path), metavar="OUT.xlsx", help="The workbook to write.")
@click.option("--paper", type=click.Path(path_type=Path), metavar="OUT.html", help="A page to print, .html or .md.")
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"A definition id, a pattern such as 'us-*', or a YAML file. May be repeated. [{DEFAULT_DEFINITION}]",
)
@as_of_option
@click.option("--reading", default="strict", show_default=True, help="strict, broad, or a YAML file of your own.")
@json_option
def form(
    xlsform: Path | None,
    paper: Path | None,
    under: Sequence[str],
    as_of: date | None,
    reading: str,
    as_json: bool,
) -> None:
    """Write the questions that settle some definitions as an XLSForm, or as a page to print.

    The form skips what can no longer matter. Nothing in it must be answered, and it asks for no names. What is
    handed in comes back through `brightline assess FILE --format xlsform`.
    """
    if xlsform is None and paper is None:
        raise BrightlineError(
            "say where to write the form: brightline form --xlsform OUT.xlsx, or --paper OUT.html to print"
        )
    named = under or (DEFAULT_DEFINITION,)
    for name in (*named, reading):
        if name.endswith((".yaml", ".yml")):
            check_path(Path(name))
    if xlsform:
        check_target(xlsform)
    if paper:
        check_paper(paper)
    made = form_for(named, as_of, reading)
    if xlsform:
        write_xlsform(made, xlsform)
    if paper:
        write_paper(made, paper)
    back = _way_back(named, as_of, reading)
    if as_json:
        print_json(_data(made, xlsform, paper, back))
        return
    for line in _page(made, xlsform, paper, back):
        click.echo(line)


def _page(made: Form, xlsform: Path | None, paper: Path | None, back: str) -> Iterator[str]:
    count = len(made.questions)
    if xlsform:
        yield f"Wrote {xlsform}: {count} questions, {made.rules} of them shown only where they matter."
    if paper:
        yield f"Wrote {paper}: {count} questions to print."
    for definition, version, in_force in zip(made.definitions, made.versions, made.in_force, strict=True):
        note = "" if in_force else f", NOT in force on {made.made_for}: the nearest one"
        yield wrapped(f"{definition.id}: {definition.title} (version from {version.label}{note})", "  ")
    if xlsform:
        yield f"Read what comes in with: {back}"
    yield "This is not legal advice. Say how the answers will be used before you ask for any."


def _way_back(named: Sequence[str], as_of: date | None, reading: str) -> str:
    """The command that reads the submissions under the same law."""
    words = ["brightline assess SUBMISSIONS.csv --format xlsform", *(f"--under {name}" for name in named)]
    words += [f"--as-of {as_of}"] if as_of else []
    words += [f"--reading {reading}"] if reading != "strict" else []
    return " ".join(words)


def _data(made: Form, path: Path | None, paper: Path | None, back: str) -> dict[str, object]:
    return {
        "path": str(path) if path else None,
        "paper": str(paper) if paper else None,
        "form_id": made.id,
        "title": made.title,
        "as_of": made.made_for.isoformat(),
        "reading": made.reading.id,
        "definitions": [
            {"id": definition.id, "version": version.label, "in_force": in_force}
            for definition, version, in_force in zip(made.definitions, made.versions, made.in_force, strict=True)
        ],
        "questions": len(made.questions),
        "rules": made.rules,
        "assess_with": back if path else None,
    }
