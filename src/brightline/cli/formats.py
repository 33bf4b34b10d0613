"""`brightline formats`: which record tables can be read, and a first draft of a mapping for another."""

from __future__ import annotations

from pathlib import Path

import click

from brightline.cases.format import format_ids, table_format
from brightline.cli.options import json_option, print_json
from brightline.cli.page import wrapped
from brightline.errors import BrightlineError


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def formats(ctx: click.Context, as_json: bool) -> None:
    """List the record formats; `brightline formats draft FILE` proposes a mapping for a table of your own."""
    if ctx.invoked_subcommand:
        return
    known = [table_format(name) for name in format_ids()]
    if as_json:
        print_json(
            [
                {
                    "id": f.id,
                    "title": f.title,
                    "description": f.description,
                    "recognise": list(f.recognise),
                    "columns": list(f.names),
                    "notes": list(f.notes),
                    "sources": list(f.sources),
                    "terms": f.terms,
                }
                for f in known
            ]
        )
        return
    for chosen in known:
        click.echo(click.style(f"{chosen.id}", bold=True) + f"  {chosen.title}")
        click.echo(wrapped(chosen.description, "    "))
    click.echo("\nA format is chosen by the columns of a table, or by name with --format.")


@formats.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Write the draft here instead of printing it.")
@click.option("--delimiter", help="The sign between the cells of a text table.")
@click.option("--encoding", default="utf-8", show_default=True, help="Of a text table.")
def draft(file: Path, out: Path | None, delimiter: str | None, encoding: str) -> None:
    """Propose a mapping for the table FILE: a YAML file for you to correct, for use with --format.

    Nothing is decided for you: each proposal stands in a comment until a person confirms it.
    """
    try:
        from brightline.cases.drafting import draft_mapping
        from brightline.cases.opening import open_table
        from brightline.cases.writing import replacing
    except ImportError:
        raise BrightlineError("tables need one more part: pip install 'brightline[tables]'") from None
    if out is not None:
        if out.suffix.lower() not in (".yaml", ".yml"):
            raise BrightlineError(f"{out.name}: a mapping is YAML; give a name that ends in .yaml")
        if out.exists() and file.exists() and out.samefile(file):
            raise BrightlineError(f"{out}: this is the table itself; give the mapping another name")
    text = draft_mapping(open_table(file, delimiter, encoding))
    if out is None:
        click.echo(text, nl=False)
        return
    with replacing(out) as temporary:
        temporary.write_text(text, "utf-8")
    click.echo(f"Wrote {out}. Read it through, correct it, then: brightline assess {file} --format {out}")
