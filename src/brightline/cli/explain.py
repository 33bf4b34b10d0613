"""`brightline explain`: which facts decide a finding, and what would change it, on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from brightline.cases import Case
from brightline.cases.casefile import is_case_file, read_cases
from brightline.cases.textfile import check_path
from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import CAVEAT, SIGNS, case_head, contacts, labels, outcome_words, wrapped
from brightline.cli.saved import as_saved
from brightline.errors import BrightlineError, plural
from brightline.findings.assess import DEFAULT_DEFINITION, choose
from brightline.findings.assess import assess as assess_case
from brightline.findings.condition import Condition, Use
from brightline.findings.explain import Explanation
from brightline.findings.explain import explain as explain_finding
from brightline.law import reading as reading_named
from brightline.law import vocabulary
from brightline.law.definitions import CHECKED_WORDS

CASE_FILES = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
MOST_SHOWN = 4
"""Conditions of one kind that a page shows; the rest is counted."""
MOST_LINES = 11
"""Lines that they may fill, the first of them aside."""

ALWAYS_SHOWN = 2
"""Of them, those that are shown however long they are."""

_ENOUGH = (": this is enough", ": each of these is enough by itself")
_WITHOUT = (" without", " without any one of these")
_IF = (" if", " if one of these were so")
_ANSWERS = (" with this answer", " with any one of these answers")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"A definition id, a pattern such as 'us-*', a YAML file, or all. May be repeated. [{DEFAULT_DEFINITION}]",
)
@as_of_option
@click.option("--reading", help="strict, broad, or a YAML file of your own. [strict]")
@json_option
def explain(file: Path, under: Sequence[str], as_of: date | None, reading: str | None, as_json: bool) -> None:
    """Say which facts in FILE decide each finding, and what would change it.

    FILE is one case or several (.yaml, .json, .jsonl), or a saved interview.
    """
    for name in (*under, reading or ""):
        if name.endswith((".yaml", ".yml")):
            check_path(Path(name))
    check_path(file)
    under, as_of, reading = as_saved(file, under, as_of, reading)
    chosen = tuple(choose(under or (DEFAULT_DEFINITION,)))
    cases = _cases(file)
    law = reading_named(reading)
    explained = [
        (case, [explain_finding(finding) for finding in assess_case(case, chosen, as_of, law)]) for case in cases
    ]
    if as_json:
        print_json({"explanations": [found.to_json() for _, listed in explained for found in listed]})
        return
    for case, listed in explained:
        for line in case_head(case, law.id):
            click.echo(line)
        for found in listed:
            click.echo("")
            for line in explanation_page(found):
                click.echo(line)
        click.echo("")
    click.echo(wrapped(CAVEAT))
    if contacts():
        click.echo(f"\n{contacts()}")


def _cases(file: Path) -> list[Case]:
    if not is_case_file(file) and file.suffix.lower() not in CASE_FILES:
        raise BrightlineError(
            f"{file.name}: explain takes a case written out ({', '.join(CASE_FILES)}); a table goes to `assess`"
        )
    return read_cases(file)


def explanation_page(found: Explanation) -> Iterator[str]:
    """One explanation in words, at most about fifty lines."""
    finding = found.finding
    definition = finding.definition
    yield click.style(wrapped(f"{definition.title} ({definition.id})"), bold=True)
    yield wrapped(f"{definition.citation}; version of {finding.version.label}.", "  ")
    sign, colour = SIGNS[found.outcome]
    yield "  " + click.style(f"{sign} {outcome_words(finding)}", fg=colour, bold=True)
    if not finding.case.flat:
        yield wrapped(f"Shown for {finding.actor.label or finding.actor.id}.", "      ")
    said: set[frozenset[str]] = set()
    yield from _listed("Why it is met", _ENOUGH, found.reasons, "holds", said)
    yield from _listed("No longer met", _WITHOUT, found.losses, "lost", said)
    yield from _listed("Not met", _IF, found.would_be_not_met_if, "answers", said)
    yield from _listed("What blocks it", _ENOUGH, found.blocks, "holds", said)
    yield from _listed("Met", _IF, found.would_be_met_if, "answers", said)
    for outcome, conditions in found.settled_by.items():
        yield from _listed(outcome.capitalize(), _ANSWERS, conditions, "answers", said)
    if found.outcome == "undetermined":
        for outcome in ("met", "not met"):
            if not found.settled_by[outcome]:
                yield wrapped(f"No answer would make it {outcome} as long as what was told stands.", "  ")
    yield from _remarks(found)


def _listed(
    head: str, one_or_more: tuple[str, str], conditions: Sequence[Condition], use: Use, said: set[frozenset[str]]
) -> Iterator[str]:
    if not conditions:
        return
    one, more = one_or_more
    yield click.style(wrapped(f"{head}{one if len(conditions) == 1 else more}:", "  "), bold=True)
    shown: list[str] = []
    left = len(conditions)
    for number, condition in enumerate(_with_age_early(conditions)[:MOST_SHOWN], 1):
        named = set(said)
        lines = list(_numbered(number, condition, use, named))
        if number > ALWAYS_SHOWN and len(shown) + len(lines) > MOST_LINES:
            break
        said |= named
        shown += lines
        left -= 1
    yield from shown
    if left > 0:
        yield wrapped(f"And {plural(left, 'more way')}; --json has every one.", "    ")


def _with_age_early(conditions: Sequence[Condition]) -> Sequence[Condition]:
    """The conditions with the first that turns on age among those always shown: a child needs no means."""
    words = vocabulary()
    aged = next(
        (one for one in conditions if any(words[fact].family == "age" for group in one.one_of for fact in group)), None
    )
    if aged is None or aged in conditions[:ALWAYS_SHOWN]:
        return conditions
    return [conditions[0], aged, *(one for one in conditions[1:] if one is not aged)]


def _numbered(number: int, condition: Condition, use: Use, said: set[frozenset[str]]) -> Iterator[str]:
    clauses = condition.in_words(use, said=said)
    for at, clause in enumerate(clauses):
        start = "       and " if at else f"    {number}. "
        end = f". {_place(condition)}" if at == len(clauses) - 1 else ";"
        yield from wrapped(f"{clause}{end}", "       ", start).splitlines()


def _place(condition: Condition) -> str:
    """On which elements it bears, and where the law says so."""
    elements = ", ".join(element.replace("_", " ") for element in condition.elements)
    return f"[{elements}: {'; '.join(condition.citations)}]"


def _remarks(found: Explanation) -> Iterator[str]:
    """What a reader must know beside it."""
    finding, words = found.finding, vocabulary()
    if not finding.in_force:
        yield _remark(f"Not in force on {finding.as_of}: explained by the nearest version.")
    if finding.version.checked != "text":
        yield _remark(f"How well this wording was checked: {CHECKED_WORDS[finding.version.checked]}.")
    families = sorted({words[fact].family for fact in finding.rests_on_closed()})
    if families:
        asked = " and ".join(families)
        yield _remark(f"Rests on having asked about {asked} to the end: what was not stated is taken as false.")
    facts = finding.facts
    for said, mask in (
        ("Alleged only", facts.alleged),
        ("Disputed", facts.disputed),
        ("Statements against each other", facts.contradicted),
        ("Would rather not say, which is an answer and not a no", facts.declined),
    ):
        held = [fact for fact in words.facts_in(mask) if fact in found.relevant]
        if held:
            yield _remark(f"{said}: {labels(held)}.")


def _remark(text: str) -> str:
    return wrapped(text, "    ", "  * ")
