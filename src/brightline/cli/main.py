"""The `brightline` command: which subcommands there are, and how errors reach a person."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import ClassVar

import click

from brightline import __version__
from brightline.errors import BrightlineError, nearest

LONGEST_MESSAGE = 800
"""Characters of an error message that are shown."""


class Commands(click.Group):
    """Subcommands whose modules are imported only when one of them runs."""

    HOMES: ClassVar[dict[str, tuple[str, str]]] = {
        "ask": ("brightline.cli.ask", "Be led through the fewest and gentlest questions."),
        "assess": ("brightline.cli.assess", "Try a case, or a table of cases, against legal definitions."),
        "explain": ("brightline.cli.explain", "Say which facts decide a finding, and what would change it."),
        "read": ("brightline.cli.read", "Say which elements a text reports, and whether its label matches."),
        "line": ("brightline.cli.line", "Prove where each law draws the line between sex work and trafficking."),
        "compare": ("brightline.cli.compare", "Set two definitions, or all of them, side by side."),
        "corpus": ("brightline.cli.corpus", "Read every text of a table or folder, on several processes."),
        "evaluate": ("brightline.cli.evaluate", "Measure the reader on texts that people have labelled."),
        "law": ("brightline.cli.atlas", "Ask the atlas: who may do what, where, since when."),
        "outcomes": ("brightline.cli.outcomes", "Simulate what a change of law does to HIV and STI transmission."),
        "serve": ("brightline.cli.serve", "Open the pages in a browser, on this machine only."),
        "definitions": ("brightline.cli.law", "List the definitions, or show one with its elements and sources."),
        "facts": ("brightline.cli.law", "List the facts that a case may hold, with the question for each."),
        "form": ("brightline.cli.form", "Write the questions as a form for Kobo, ODK or Enketo."),
        "formats": ("brightline.cli.formats", "List the record formats, or draft a mapping for a table of your own."),
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.HOMES:
            return None
        command: object = getattr(import_module(self.HOMES[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in self.HOMES.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.HOMES:
            ctx.fail(f"there is no command {args[0]!r}{nearest(args[0], self.HOMES)}; `brightline --help` lists them")
        return super().resolve_command(ctx, args)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="brightline")
def brightline() -> None:
    """Tell sex trafficking from sex work by the law's own elements.

    Nothing leaves this machine, and "not known" never becomes "no".
    """


def one_line(message: str) -> str:
    """A message on one line, its middle left out where a name or value in it is very long."""
    line = " ".join(message.encode("utf-8", "replace").decode().split())
    half = LONGEST_MESSAGE // 2
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:half]} ... {line[-half:]}"


def main() -> None:
    """Run the command line: exit code 0 fine, 1 findings where the command is a check, 2 wrong use or input."""
    try:
        brightline.main(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as failure:
        click.echo(f"brightline: {one_line(failure.format_message())}", err=True)
        sys.exit(2)
    except BrightlineError as failure:
        click.echo(f"brightline: {one_line(str(failure))}", err=True)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("brightline: stopped", err=True)
        sys.exit(130)
    except RecursionError:
        click.echo("brightline: a definition is nested too deeply; put fewer elements inside elements", err=True)
        sys.exit(2)
    except BaseException as failure:  # a panic of the table engine is no Exception
        if isinstance(failure, SystemExit):
            sys.exit(
                0 if type(sys.stdout).__name__ == "PacifyFlushWrapper" else failure.code
            )  # whoever reads has gone away
        if type(failure).__name__ == "DiagramTooLargeError":
            click.echo(f"brightline: a definition is too tangled for this: {failure}; split it or shorten it", err=True)
            sys.exit(2)
        if os.environ.get("BRIGHTLINE_DEBUG"):
            raise
        click.echo(
            f"brightline: something went wrong inside ({type(failure).__name__}); set BRIGHTLINE_DEBUG=1 and report it",
            err=True,
        )
        sys.exit(2)
