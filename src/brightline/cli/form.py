"""`brightline form`: the questions of an interview as a form for KoboToolbox, ODK or Enketo."""

from __future__ import annotations

from collections.abc import Sequence
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
from brightline.findings.form_sheet import check_target, write_xlsform


@click.command()
@click.option("--xlsform", type=click.Path(path_type=Path), metavar="OUT.xlsx", help="The workbook to write.")
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"A definition id, a pattern such as 'us-*', or a YAML file. May be repeated. [{DEFAULT_DEFINITION}]",
)
@as_of_option
@click.option("--reading", default="strict", show_default=True, help="strict, broad, or a YAML file of your own.")
@json_option
def form(xlsform: Path | None, under: Sequence[str], as_of: date | None, reading: str, as_json: bool) -> None:
    """Write the questions that settle some definitions as an XLSForm.

    The form skips what can no longer matter. Nothing in it must be answered, and it asks for no names. What is
    handed in comes back through `brightline assess FILE --format xlsform`.
    """
    if xlsform is None:
        raise BrightlineError("say where to write the form: brightline form --xlsform OUT.xlsx")
    named = under or (DEFAULT_DEFINITION,)
    for name in (*named, reading):
        if name.endswith((".yaml", ".yml")):
            check_path(Path(name))
    check_target(xlsform)
    made = form_for(named, as_of, reading)
    write_xlsform(made, xlsform)
    back = _way_back(named, as_of, reading)
    if as_json:
        print_json(_data(made, xlsform, back))
        return
    click.echo(f"Wrote {xlsform}: {len(made.questions)} questions, {made.rules} of them shown only where they matter.")
    for definition, version, in_force in zip(made.definitions, made.versions, made.in_force, strict=True):
        note = "" if in_force else f", NOT in force on {made.made_for}: the nearest one"
        click.echo(wrapped(f"{definition.id}: {definition.title} (version from {version.label}{note})", "  "))
    click.echo(f"Read what comes in with: {back}")
    click.echo("This is not legal advice. Say how the answers will be used before you ask for any.")


def _way_back(named: Sequence[str], as_of: date | None, reading: str) -> str:
    """The command that reads the submissions under the same law."""
    words = ["brightline assess SUBMISSIONS.csv --format xlsform", *(f"--under {name}" for name in named)]
    words += [f"--as-of {as_of}"] if as_of else []
    words += [f"--reading {reading}"] if reading != "strict" else []
    return " ".join(words)


def _data(made: Form, path: Path, back: str) -> dict[str, object]:
    return {
        "path": str(path),
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
        "assess_with": back,
    }
