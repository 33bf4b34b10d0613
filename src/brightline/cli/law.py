"""`brightline definitions` and `brightline facts`: the law and the vocabulary, to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import wrapped
from brightline.errors import BrightlineError, nearest
from brightline.findings.assess import assess, version_for
from brightline.findings.plain_data import definition_in_full, definition_in_short, fact_in_full
from brightline.findings.plan import plan_for
from brightline.law import Definition, FactEntry, Version, reading, vocabulary
from brightline.law import definition as definition_named
from brightline.law import definitions as all_definitions
from brightline.law.definitions import CHECKED_WORDS, Example
from brightline.law.vocabulary import FAMILIES
from brightline.logic import to_text


@click.command()
@click.argument("id", required=False)
@as_of_option
@json_option
@click.option("--memory", is_flag=True, help="List those known from memory only, too.")
def definitions(id: str | None, as_of: date | None, as_json: bool, memory: bool) -> None:
    """List the definitions, or show the one called ID (or in the YAML file ID, whose examples are then tried)."""
    if id is None:
        listed = all_definitions(memory=memory)
        if as_json:
            print_json([definition_in_short(chosen, as_of) for chosen in listed])
            return
        for chosen in listed:
            flag = "" if version_for(chosen, as_of)[1] else f" (not in force on {as_of})"
            click.echo(f"{chosen.id:<26} {chosen.jurisdiction:<18} {chosen.checked:<8} {chosen.title}{flag}")
        click.echo(f"\n{len(listed)} definitions. `brightline definitions ID` shows one; --memory adds unread ones.")
        return
    chosen = definition_named(id)
    version, in_force = version_for(chosen, as_of)
    wrong = [problem for example in chosen.examples if (problem := _try(chosen, example))]
    if as_json:
        print_json(definition_in_full(chosen, as_of))
    else:
        for line in _page(chosen, version, in_force, as_of):
            click.echo(line)
    if wrong:
        raise BrightlineError("; ".join(wrong))


def _try(chosen: Definition, example: Example) -> str:
    record: dict[str, object] = {**example.facts, "closed": list(example.closed)}
    (finding,) = assess(record, chosen, example.as_of)
    if finding.outcome == example.finding:
        return ""
    return f"example {example.situation!r} should be {example.finding} and comes out {finding.outcome}"


def _page(chosen: Definition, version: Version, in_force: bool, as_of: date | None) -> Iterator[str]:
    words = vocabulary()
    yield click.style(wrapped(chosen.title), bold=True)
    yield wrapped(f"{chosen.id}; {chosen.kind}, {chosen.jurisdiction}; {chosen.citation}")
    if chosen.kind == "guidance":
        yield wrapped("Public guidance, not law.")
    yield wrapped(f"Checked: {CHECKED_WORDS[version.checked]}; confidence {chosen.confidence}.")
    until = f" to {version.end}" if version.end else ""
    yield wrapped(f"Version from {version.label}{until}; all versions: {', '.join(v.label for v in chosen.versions)}.")
    if not in_force:
        yield wrapped(f"NOT in force on {as_of}: this is the nearest version.")
    if version.note:
        yield wrapped(version.note, "  ")
    yield ""
    for name, element in version.elements.items():
        yield click.style(f"{name}", bold=True) + f"  ({element.cite})  {element.label}"
        yield wrapped(to_text(element.formula), "    ")
    yield ""
    yield wrapped(f"Met when: {version.met_when}")
    if not plan_for(version, reading("strict")).adult_needs_means():
        yield wrapped("At least one limb asks, for an adult, for no force, fraud, coercion or other means.")
    for name, rule in chosen.rules.items():
        yield wrapped(f"{name.capitalize()}: {rule.rule}{f' ({rule.cite})' if rule.cite else ''}")
    yield wrapped(
        f"An adult's sex work with ordinary help only: {chosen.sex_work_alone.answer}. {chosen.sex_work_alone.reason}"
    )
    for title, lines in (("Notes", chosen.notes), ("Changed against earlier encodings", chosen.changes)):
        if lines:
            yield f"\n{title}"
            yield from (wrapped(line, "    ", "  - ") for line in lines)
    if chosen.amendments:
        yield "\nAmendments"
        yield from (wrapped(f"{a.date} {a.law}: {a.change}", "    ", "  - ") for a in chosen.amendments)
    yield "\nSources"
    yield from (f"  - {source}" for source in chosen.sources)
    named = [fact for fact in version.facts if fact in words]
    yield f"\nAsks about {len(named)} facts; `brightline facts ID` explains one. Not legal advice."


@click.command()
@click.argument("id", required=False)
@json_option
def facts(id: str | None, as_json: bool) -> None:
    """List the facts, or show the one called ID."""
    words = vocabulary()
    if id is not None:
        if id not in words and id in FAMILIES:
            shown = [entry for entry in words if entry.family == id]
        elif id in words:
            shown = [words[id]]
        else:
            raise BrightlineError(f"no fact is called {id!r}{nearest(id, words.ids)}; `brightline facts` lists them")
    else:
        shown = list(words)
    if as_json:
        print_json([fact_in_full(entry) for entry in shown])
        return
    if id is not None and len(shown) == 1:
        for line in _fact_page(shown[0]):
            click.echo(line)
        return
    for family in FAMILIES:
        entries = [entry for entry in shown if entry.family == family]
        if entries:
            click.echo(click.style(f"\n{family}", bold=True))
        for entry in entries:
            click.echo(f"  {entry.id:<36} {entry.label}")
    click.echo(
        "\nobs. is what a person can say or a record can hold; any. is a merged column; the rest are terms of law."
    )


def _fact_page(entry: FactEntry) -> Iterator[str]:
    yield click.style(f"{entry.id}", bold=True) + f"  {entry.label}"
    level = {"legal": "a term of law", "observation": "something a person can say or a record can hold"}
    yield wrapped(
        f"{level.get(entry.level, 'a merged record column: one of its parts, not which')}; family: {entry.family}"
    )
    yield wrapped(f"Question: {entry.question}")
    distress = {1: "ordinary", 2: "may be uncomfortable", 3: "may be distressing"}
    yield wrapped(f"Distress: {entry.distress} ({distress[entry.distress]}). A question may always be skipped.")
    yield wrapped(f"Source: {entry.source}")
    if entry.never_means:
        yield wrapped("Never a means, in any reading.")
    if entry.conclusion:
        yield wrapped("Itself a legal conclusion: a finding that rests on it takes it as given.")
    if entry.any_of:
        yield wrapped(f"One or more of: {', '.join(entry.any_of)}")
    if entry.ask_about:
        yield wrapped(f"May amount to, to be asked and never inferred: {', '.join(entry.ask_about)}")
    for name in ("strict", "broad"):
        for line in reading(name).lines_for(entry.id):
            yield wrapped(f"{name} reading, {to_text(line.when)}: {line.authority} [{line.checked}]", "    ", "  - ")
    served = [d.id for d in all_definitions() if entry.id in d.current.facts]
    if served:
        yield wrapped(f"Asked for by: {', '.join(served)}")
