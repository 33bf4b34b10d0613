"""`brightline read`: which elements a text reports, and whether its label matches them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from brightline.cases.textfile import check_path
from brightline.cli.main import one_line
from brightline.cli.model_options import ModelOptions, chosen_model, model_json, model_options, model_page
from brightline.cli.options import json_option, print_json
from brightline.cli.page import SIGNS, wrapped
from brightline.errors import BrightlineError, plural
from brightline.findings.assess import DEFAULT_DEFINITION, choose
from brightline.law import Definition
from brightline.law import reading as reading_named
from brightline.texts.account import Status, Verdict
from brightline.texts.documents import Found, documents_in, open_document
from brightline.texts.report import (
    CAVEAT,
    NOTHING_FOUND,
    SET_ASIDE,
    STATUS_SIGNS,
    Detail,
    Report,
    family_words,
    in_codebook,
    in_palermo,
    report_on,
    roles,
    said,
    set_aside,
    verdict_line,
    words_for,
)
from brightline.texts.verdict import PASSED_OVER

if TYPE_CHECKING:
    from brightline.cli.read_files import Kind

SCHEMES = ("vocabulary", "codebook", "palermo")
EXPORTS = ("brat", "label-studio", "refi-qda", "web-annotation")
VERDICT_COLOURS: dict[Verdict, str] = {
    "supported": "green",
    "not supported": "red",
    "interchangeable": "magenta",
    "child": "magenta",
    "unlabelled": "yellow",
    "no claim": "white",
}
STATUS_COLOURS: dict[Status, str] = {
    "asserted": "green",
    "alleged": "cyan",
    "hedged": "yellow",
    "negated": "red",
    "general": "white",
}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|-|DIR...", type=click.Path(path_type=Path))
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"Hold it against this definition: an id, a pattern such as 'us-*', a YAML file, or all. "
    f"May be repeated. [{DEFAULT_DEFINITION}]",
)
@click.option("--reading", default="strict", show_default=True, help="strict, broad, or a YAML file of your own.")
@click.option("--scheme", type=click.Choice(SCHEMES), help="In whose terms to say what is reported. [vocabulary]")
@click.option("--encoding", help="Of a text that does not tell it itself. [utf-8]")
@click.option("--anyway", is_flag=True, help="Look into texts that do not name the subject too: notes often do not.")
@json_option
@click.option(
    "--html", type=click.Path(path_type=Path), help="Write a page with the evidence marked; for several texts a folder."
)
@click.option("--case", type=click.Path(path_type=Path), help="Write a draft of a case to confirm, to a name in .yaml.")
@click.option("--export", type=click.Choice(EXPORTS), help="Write the evidence for another tool: name it with --out.")
@click.option("--out", type=click.Path(path_type=Path), help="Where --export writes: for brat a folder, else a file.")
@model_options
def read(
    files: Sequence[Path],
    under: Sequence[str],
    reading: str,
    scheme: str | None,
    encoding: str | None,
    anyway: bool,
    as_json: bool,
    html: Path | None,
    case: Path | None,
    export: Kind | None,
    out: Path | None,
    model_url: str | None,
    model_name: str | None,
    allow_remote: bool,
) -> None:
    """Say which elements a text reports, and whether its label matches them.

    FILE is text, Markdown, HTML, PDF or DOCX, - is standard input, DIR a folder of such files. Evidence is shown with
    its words, how it is said, and who says so. Several texts give a line each, or with --json one object a line.
    """
    for name in (*under, reading):
        if name.endswith((".yaml", ".yml")):
            check_path(Path(name))
    law, definitions = reading_named(reading), choose(under or (DEFAULT_DEFINITION,))
    model = chosen_model(model_url, model_name, allow_remote)
    found = documents_in(files)
    if model and found.several and not as_json:
        raise BrightlineError("--model is shown beside one text; for several add --json")
    _check_outputs(found, html, case, export, out)
    reports: list[Report] = []
    for report in _reports(found, encoding, definitions, reading, anyway):
        if as_json and found.several:
            click.echo(json.dumps(_as_data(report, scheme, model), ensure_ascii=False))
        reports.append(report)
    wrote = list(_write(reports, found.several, html, case, export, out)) if reports else []
    if as_json and not found.several:
        print_json(_as_data(reports[0], scheme, model))
    elif not as_json and reports:
        shown = _several(reports) if found.several else _whole(reports[0], law.id, scheme or "vocabulary", model)
        for line in wrote or shown:
            click.echo(line)
    if len(reports) < len(found.files):
        sys.exit(2)


def _reports(
    found: Found, encoding: str | None, definitions: Sequence[Definition], reading: str, anyway: bool
) -> Iterator[Report]:
    """Each text read; one of several that cannot be is told of on standard error, and the rest goes on."""
    for file in found.files:
        try:
            yield report_on(open_document(file, encoding), definitions, reading, anyway=anyway)
        except BrightlineError as failure:
            if not found.several:
                raise
            click.echo(f"brightline: {one_line(str(failure))}", err=True)
        except Exception as failure:
            if not found.several:
                raise
            told = f"{file}: a fault in Brightline ({type(failure).__name__}), please report it"
            click.echo(f"brightline: {one_line(told)}", err=True)
    if found.passed_over:
        other = plural(found.passed_over, "other file")
        click.echo(f"brightline: {other} passed over: their endings are those of no document", err=True)


def _check_outputs(found: Found, html: Path | None, case: Path | None, export: Kind | None, out: Path | None) -> None:
    if (export is None) != (out is None):
        given, wanted = ("--export", "--out") if export else ("--out", "--export")
        raise BrightlineError(f"{given} needs {wanted}: say both what to write and where")
    if found.several and case:
        raise BrightlineError("--case drafts a case from one text; name one file")
    if html or case or (export and out):
        from brightline.cli.read_files import check_outputs

        check_outputs(found, html, case, export, out)


def _write(
    reports: Sequence[Report],
    several: bool,
    html: Path | None,
    case: Path | None,
    export: Kind | None,
    out: Path | None,
) -> Iterator[str]:
    if not (html or case or out):
        return
    from brightline.cli.read_files import write_case, write_export, write_html

    if html:
        yield write_html(reports, html, several)
    if case:
        yield from write_case(reports[0], case)
    if export and out:
        yield write_export(reports, export, out)


def _as_data(report: Report, scheme: str | None, model: ModelOptions | None) -> dict[str, object]:
    data = report.to_json()
    if model:
        data["model"] = model_json(report.account, model.annotate(report.document.text))
    if scheme:
        data["schemes"] = {name: found for name, found in report.account.schemes.items() if name == scheme}
    return data


# --- in the terminal -------------------------------------------------------------------------------------------------


def _whole(report: Report, reading: str, scheme: str, model: ModelOptions | None) -> Iterator[str]:
    """One text: the verdict first, then what it rests on."""
    account, document = report.account, report.document
    name = "standard input" if document.name == "-" else document.name
    yield click.style(wrapped(f"{name} ({document.format}, {plural(len(document.text), 'character')})"), bold=True)
    yield from (wrapped(told, "  ") for told in report.told)
    line = wrapped(verdict_line(account.verdict), "      ", "  ")
    yield click.style(line, fg=VERDICT_COLOURS[account.verdict], bold=True)
    yield from (wrapped(reason, "        ", "      - ") for reason in account.reasons)
    if PASSED_OVER in account.reasons:
        yield wrapped("To look into it all the same, add --anyway.", "        ")
    yield wrapped(f"Terms used: {'; '.join(account.labels_used) or 'none'}.", "  ")
    yield ""
    if scheme == "vocabulary":
        yield from _elements(report)
        yield from _set_aside(report)
    else:
        title = "In the UN Protocol's own terms" if scheme == "palermo" else "In the codebook's terms"
        yield click.style(title, bold=True)
        yield from _details(in_palermo(account) if scheme == "palermo" else in_codebook(account))
    yield ""
    yield from _findings(report, reading)
    if model:
        yield from model_page(account, model.annotate(document.text))
        yield ""
    yield wrapped(CAVEAT)


def _elements(report: Report) -> Iterator[str]:
    if not report.account.elements:
        yield wrapped(NOTHING_FOUND)
        return
    for family, found in report.families:
        yield click.style(family_words(family), bold=True)
        # Two rules may find the same fact in the same words, which is one thing to a reader.
        shown = {(one.fact or one.label, one.start, one.end, one.status): one for one in reversed(found)}
        for evidence in reversed(shown.values()):
            sign = click.style(f"  {STATUS_SIGNS[evidence.status]} ", fg=STATUS_COLOURS[evidence.status])
            named = wrapped(f"{words_for(evidence)} ({evidence.fact or evidence.label})", "      ")
            yield sign + named.lstrip()
            yield wrapped(f'"{evidence.quote}"', "      ")
            by = roles(evidence)
            place = f"characters {evidence.start}-{evidence.end}"
            yield wrapped("; ".join(part for part in (said(evidence), by, place) if part) + ".", "      ")


def _set_aside(report: Report) -> Iterator[str]:
    if not report.account.set_aside:
        return
    name, about = SET_ASIDE
    yield click.style(name, bold=True)
    yield wrapped(about, "  ", "  ")
    for one, told in set_aside(report.account):
        yield wrapped(f"{words_for(one.evidence)} ({one.evidence.fact or one.evidence.label})", "      ", "  - ")
        yield wrapped(f'"{one.evidence.quote}"', "      ")
        yield wrapped(f"{told}; characters {one.evidence.start}-{one.evidence.end}.", "      ")


def _details(lines: Iterator[Detail]) -> Iterator[str]:
    yield from (wrapped(f"{about}: {words}", "      ", "  ") for about, words in lines)


def _findings(report: Report, reading: str) -> Iterator[str]:
    if not report.findings:
        return
    yield click.style(f"Held against the law, if what it reports is so (reading: {reading})", bold=True)
    for finding in report.findings:
        sign, colour = SIGNS[finding.outcome]
        yield click.style(f"  {sign} {finding.outcome.upper()}", fg=colour) + f": {finding.definition.id}"
        for word in ("established", "not established", "contradicted", "not known"):
            names = [one.name.replace("_", " ") for one in finding.elements if one.word == word]
            if names:
                yield wrapped(f"{word}: {', '.join(names)}.", "      ")
        if finding.notes:
            yield wrapped(finding.notes[0], "        ", "      * ")
    yield ""


def _several(reports: Sequence[Report]) -> Iterator[str]:
    """A line for each text, then how many there were of each verdict."""
    for report in reports:
        account = report.account
        sign, verdict = report.in_a_list
        head = click.style(f"{sign} {verdict:<15}", fg=VERDICT_COLOURS[account.verdict])
        counted = ", ".join(f"{family_words(family).lower()} {len(found)}" for family, found in report.families)
        why = "; ".join(account.reasons)
        yield f"{head} {_one_line(report.document.name)}{f'  ({counted})' if counted else ''}"
        if why:
            yield wrapped(why, "                    ")
    yield ""
    counts = Counter(report.in_a_list[1] for report in reports)
    tally = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
    yield wrapped(f"{plural(len(reports), 'text')}: {tally}.")
    yield wrapped(CAVEAT)


def _one_line(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in PurePath(name).as_posix())
