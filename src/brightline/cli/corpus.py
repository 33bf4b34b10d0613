"""`brightline corpus`: the reader over every text of a table or folder, one JSON object a text."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from brightline.cli.options import json_option, print_json
from brightline.cli.page import wrapped
from brightline.errors import BrightlineError, plural
from brightline.findings.assess import DEFAULT_DEFINITION
from brightline.texts.account import STATUSES, VERDICTS
from brightline.texts.corpus import Columns, Reading, Result, Tally, run_corpus
from brightline.texts.corpus.tally import CLAIMS, NO_DATE

MOST_TOLD = 10
"""Rows without a text that are named; the rest is counted."""
MOST_SHOWN = 12
"""Months (else years) and outlets on the page, those with the most claims; the summary file holds them all."""
BETWEEN = 30.0
"""Seconds between two lines of progress where nobody watches a terminal."""

_SAID = {
    "supported": "called trafficking; a means or a child is reported",
    "not supported": "called trafficking; neither means nor child is reported",
    "interchangeable": "both words for one thing",
    "child": "a child's exploitation called prostitution",
    "unlabelled": "a means or a child with an act or a purpose, not called so",
    "no claim": "no label put on anybody, and too little reported for one",
}


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.option("--text-column", default="text", show_default=True, metavar="C", help="The column with the text.")
@click.option("--id-column", metavar="C", help="The column with the id. [id, or else the number of the row]")
@click.option("--date-column", metavar="C", help="The column with the date (YYYY-MM-DD), for counts by month.")
@click.option("--outlet-column", metavar="C", help="The column that says where it appeared, for counts by outlet.")
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"A definition id, a pattern such as 'us-*', a YAML file, or all. May be repeated. [{DEFAULT_DEFINITION}]",
)
@click.option("--reading", default="strict", show_default=True, help="strict, broad, or a YAML file of your own.")
@click.option("--anyway", is_flag=True, help="Look into texts that do not name the subject too: notes often do not.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Write .jsonl, .jsonl.gz or .parquet.")
@click.option("--jobs", type=int, default=1, show_default=True, metavar="N", help="Processes at work at once.")
@click.option("--engine", default="processes", show_default=True, help="processes, or spark (Parquet only).")
@click.option("--summary", type=click.Path(path_type=Path), help="Write the counts to a file (.json, or .txt).")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw the trend by month and outlet to an .svg.")
@click.option("--strict", is_flag=True, help="Stop at the first row that holds no text, instead of counting it.")
@click.option("--afresh", is_flag=True, help="Begin anew, where a run that was stopped would go on.")
@json_option
def corpus(
    source: Path,
    text_column: str,
    id_column: str | None,
    date_column: str | None,
    outlet_column: str | None,
    under: Sequence[str],
    reading: str,
    anyway: bool,
    out: Path,
    jobs: int,
    engine: str,
    summary: Path | None,
    plot: Path | None,
    strict: bool,
    afresh: bool,
    as_json: bool,
) -> None:
    """Read every text in IN: what each reports, and whether its label fits.

    IN is a table (.jsonl, .csv, also packed with gzip, .parquet), or a folder of tables or of documents. A run that
    was stopped goes on when the same command is given again.
    """
    columns = Columns(text_column, id_column, date_column, outlet_column)
    _check_asides(summary, plot)
    progress = _Progress(source)
    try:
        result = run_corpus(
            source,
            out,
            Reading(columns, tuple(under) or (DEFAULT_DEFINITION,), reading, anyway),
            jobs=jobs,
            engine=engine,
            strict=strict,
            afresh=afresh,
            tell=progress,
        )
    except KeyboardInterrupt:
        progress.clear()
        click.echo(
            f"brightline: stopped; {plural(progress.rows, 'row')} done and kept: give the same command to go on",
            err=True,
        )
        sys.exit(130)
    finally:
        progress.clear()
    _tell_bad(result)
    if summary:
        _write_summary(result.tally, source, summary)
    if plot:
        from brightline.texts.corpus.plot import plot_trend

        plot_trend(result.tally, plot)
    if as_json:
        print_json(result.tally.to_json())
        return
    for line in page(result.tally, source.name):
        click.echo(line)


class _Progress:
    """How far a run is, on standard error: one line that changes for a person who watches, else a line now and then."""

    def __init__(self, source: Path) -> None:
        self._name = source.name
        self._began = self._said = time.monotonic()
        self._first: int | None = None
        self._shown = False
        self.rows = 0

    def __call__(self, rows: int, tally: Tally) -> None:
        self.rows = rows
        now = time.monotonic()
        if self._first is None:
            self._first = rows
            if rows:
                click.echo(f"{self._name}: going on after {plural(rows, 'row')}", err=True)
            return
        watched = sys.stderr.isatty()
        if now - self._said < (0.2 if watched else BETWEEN):
            return
        self._said = now
        pace = (rows - self._first) / (now - self._began)
        claims = tally.documents - tally.verdicts["no claim"]
        line = f"{self._name}: {rows:,} rows, {pace:,.0f} a second, {claims:,} with a claim"
        click.echo(f"\r\x1b[K{line}" if watched else line, err=True, nl=not watched)
        self._shown = watched

    def clear(self) -> None:
        """Leave the line free for what comes next."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._shown = False


def _check_asides(summary: Path | None, plot: Path | None) -> None:
    from brightline.cases.placing import check_place

    if summary:
        if summary.suffix.lower() not in {".json", ".txt"}:
            raise BrightlineError(f"{summary.name}: the summary goes to a name that ends in .json or .txt")
        check_place(summary)
    if plot:
        try:
            from brightline.texts.corpus.plot import check_picture
        except ImportError:
            raise BrightlineError("pictures need one more part: pip install 'brightline[plot]'") from None
        check_picture(plot)
        check_place(plot)


def _tell_bad(result: Result) -> None:
    for problem in result.bad[:MOST_TOLD]:
        click.echo(f"no text: {problem}", err=True)
    if len(result.bad) > MOST_TOLD:
        click.echo(f"and {plural(len(result.bad) - MOST_TOLD, 'row')} more without a text", err=True)


def _write_summary(tally: Tally, source: Path, path: Path) -> None:
    from brightline.cases.placing import replacing

    text = (
        json.dumps(tally.to_json(), ensure_ascii=False, indent=2)
        if path.suffix.lower() == ".json"
        else "\n".join(page(tally, source.name))
    )
    with replacing(path) as temporary:
        temporary.write_bytes((text + "\n").encode("utf-8", "backslashreplace"))


def page(tally: Tally, name: str) -> Iterator[str]:
    """The counts in words."""
    bad = f"; {plural(tally.bad_rows, 'row')} held no text" if tally.bad_rows else ""
    yield f"{name}: {plural(tally.documents, 'text')} read{bad}"
    if tally.not_english:
        one = tally.not_english == 1
        yield wrapped(
            f"{plural(tally.not_english, 'text')} {'does' if one else 'do'} not look like English, the one language "
            f"that is read: that little or nothing is found in {'it' if one else 'them'} says nothing."
        )
    if tally.passed_over:
        one = tally.passed_over == 1
        yield wrapped(
            f"{plural(tally.passed_over, 'text')} {'does' if one else 'do'} not name the subject, so that nothing was "
            f"looked for in {'it' if one else 'them'}: --anyway looks all the same."
        )
    yield ""
    width = max(len(f"{tally.documents:,}"), 5)
    for verdict in VERDICTS:
        yield f"  {verdict:<16}{tally.verdicts[verdict]:>{width},}  {_SAID[verdict]}"
    if tally.labels:
        yield ""
        yield f"  {'Texts in which it is':<42}" + "".join(f"{status:>10}" for status in STATUSES)
        for label, counts in tally.by_label.items():
            yield f"  {label:<42}" + "".join(f"{counts.get(status, 0):>10,}" for status in STATUSES)
    months = tally.by(0)
    if len(months) > MOST_SHOWN:
        yield from _listed("By year", _by_year(months), width)
    else:
        yield from _listed("By month", months, width)
    yield from _listed("By outlet", tally.by(1), width)
    yield ""
    yield wrapped(
        "Each line says what a text reports, never whether it is so: read the quotes before anything rests on them."
    )


def _by_year(months: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    years: dict[str, Counter[str]] = {}
    for month, counts in months.items():
        years.setdefault(month if month == NO_DATE else month[:4], Counter()).update(counts)
    return {year: dict(counts) for year, counts in years.items()}


def _listed(title: str, counts: dict[str, dict[str, int]], width: int) -> Iterator[str]:
    if len(counts) < 2:
        return
    claims = {name: sum(count for verdict, count in by.items() if verdict != "no claim") for name, by in counts.items()}
    shown = sorted(sorted(counts, key=lambda name: (-claims[name], name))[:MOST_SHOWN])
    yield ""
    yield f"  {title:<24}{'texts':>{width}}" + "".join(f"  {verdict}" for verdict in CLAIMS)
    for name in shown:
        by = counts[name]
        label = name if len(name) < 24 else f"{name[:20]}..."
        yield f"  {label:<24}{sum(by.values()):>{width},}" + "".join(
            f"{by.get(verdict, 0):>{len(verdict) + 2},}" for verdict in CLAIMS
        )
    if len(counts) > len(shown):
        yield f"  and {len(counts) - len(shown):,} more"


__all__ = ["corpus", "page"]
