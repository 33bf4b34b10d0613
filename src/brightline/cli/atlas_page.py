"""Rows of the atlas as lines that a person reads: what was read and what was not never look alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

import click

from brightline.cli.page import width, wrapped
from brightline.law import atlas

SIGNS = {True: ("[=]", "green"), False: ("[ ]", "yellow")}
"""Before a row that was read for the day, and before one that was not."""


def say(text: str, bold: bool = False, indent: str = "") -> None:
    """A line, folded to the terminal."""
    click.echo(click.style(wrapped(text, indent), bold=bold) if text else "")


def row_lines(
    row: atlas.Row,
    doubt: str = "",
    others: Sequence[atlas.Row] = (),
    indent: str = "",
    named: bool = True,
    placed: bool = False,
) -> None:
    """One row: sign, subject, status, days; then its source and how it was checked; then its note."""
    sign, colour = SIGNS[not doubt]
    subject = f"{row.jurisdiction} " if placed else ""
    subject += f"{atlas.topics()[row.topic].label}: " if named else ""
    word, colon, means = status_words(row).partition(": ")
    head = f"{sign} {subject}{word if doubt else word.upper()}{colon}{means} ({_days(row)})"
    click.echo(click.style(wrapped(head, f"{indent}    ", indent), fg=colour))
    checked = atlas.VERIFIED_WORDS[row.verified] + (f"; {doubt}" if doubt not in ("", "unread") else "")
    source = f"{row.source}. " if row.source else ""
    click.echo(wrapped(f"{source}{checked}; confidence {row.confidence}.", f"{indent}    "))
    if row.note:
        click.echo(wrapped(row.note, f"{indent}    "))
    for other in others:
        instead = atlas.Standing(row, (), doubt).instead(other)
        lead = "One of these holds; when it changed is not known. The other" if instead else "Also in force"
        words = f"{lead}: {status_words(other)} ({_days(other)}); {atlas.VERIFIED_WORDS[other.verified]}."
        click.echo(wrapped(f"{words} {other.note}".rstrip(), f"{indent}    "))


def status_words(row: atlas.Row) -> str:
    """What a row says, a penalty in words."""
    return row.penalty.words if row.penalty else atlas.shown_status(row)


def cell(standing: atlas.Standing | None) -> str:
    """What stands in a small table: a star marks what is unread or was not checked for that day."""
    return "-" if standing is None else status_words(standing.row) + ("*" if standing.doubt else "")


def _days(row: atlas.Row) -> str:
    start = f"from {row.start}" if row.start else "start not known"
    end = f" to {row.end}" if row.end else ""
    return start + end + (f", as of {row.as_of}" if row.as_of else "")


def regime_lines(found: atlas.Regime, brief: bool = False) -> None:
    """A regime, what it means, and the rows that decide it."""
    name = atlas.place(found.code).name
    say(f"Regime of {name} on {found.on}: {found.id.replace('_', ' ')}", bold=True)
    say(f"That is: {atlas.REGIMES[found.id]}.", indent="  ")
    if not all(standing.certain for standing in found.because):
        say("At least one row that decides it is unread or was not checked for that day.", indent="  ")
    if found.missing:
        labels = ", ".join(atlas.topics()[name].label for name in found.missing)
        say(f"[?] No row for that day on: {labels}. With one, the regime may be another.", indent="  ")
    if brief:
        return
    if found.because:
        say("Computed from:", indent="  ")
    for standing in found.because:
        row_lines(standing.row, standing.doubt, standing.others, indent="  ")


def print_csv(header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """A CSV on standard output."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *lines])
    click.echo(text.getvalue(), nl=False)


def print_doubted(
    chosen: Iterable[tuple[atlas.Row, str]], column: str = "", cells: Callable[[atlas.Row], str] = str
) -> None:
    """Rows as CSV with the doubt of each after the columns of the atlas, and one more column where one is named."""
    header = (*atlas.HEADER, "doubt", *([column] if column else []))
    lines = ((*atlas.cells(row), doubt, *([cells(row)] if column else [])) for row, doubt in chosen)
    print_csv(header, lines)


def print_standings(chosen: Iterable[atlas.Standing]) -> None:
    """What is in force on a day as CSV, with its doubt."""
    print_doubted((standing.row, standing.doubt) for standing in chosen)


def print_rows(shown: Sequence[Sequence[str]]) -> None:
    """A small table, its cells folded to the terminal; the first line is its header."""
    columns = max(map(len, shown))
    room = width() - 2 * (columns - 1)
    first = min(room // 3, max(len(line[0]) for line in shown))
    rest = (room - first) // max(1, columns - 1)
    sizes = [first, *([rest] * (columns - 1))]
    for number, line in enumerate(shown):
        cells = [_fold(cell, size) for cell, size in zip(line, sizes, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            text = "  ".join(part.ljust(size) for part, size in zip(parts, sizes, strict=True)).rstrip()
            click.echo(click.style(text, bold=True) if number == 0 else text)


def _fold(cell: str, size: int) -> list[str]:
    import textwrap

    return textwrap.wrap(cell, size) or [""]
