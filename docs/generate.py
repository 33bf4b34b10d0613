"""Reference pages made from the data files: definitions, facts, claims, constraints, readings, formats, commands."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any as Anything

import click
from generate_atlas import atlas_page
from generate_outcomes import outcomes_page
from generate_texts import cues_page, ideas_page
from plain import anchor, fact_link, text

from brightline.cases.format import GENERIC, Column, Format, format_ids, table_format
from brightline.cli.main import brightline as command_line
from brightline.findings.line import line as try_claims
from brightline.findings.line_page import LinePage, as_markdown
from brightline.law import Constraint, Definition, Version, constraints, definitions, reading, vocabulary
from brightline.law.definitions import CHECKED_WORDS
from brightline.law.readings import READINGS, Reading
from brightline.law.vocabulary import FAMILIES, FactEntry
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not, facts, to_text

FAMILY_WORDS = {
    "act": "Acts: what somebody does with the person",
    "means": "Means: how the person is brought to it",
    "purpose": "Purposes: what it is for",
    "age": "Age of the person at the time",
    "setting": "Setting: what surrounds it, and what is never a means",
}
LEVEL_WORDS = {
    "legal": "a term of law",
    "observation": "something a person can say or a record can hold",
    "composite": "a merged record column: at least one of its parts, not which",
}
DISTRESS_WORDS = {1: "ordinary", 2: "may be uncomfortable", 3: "may be distressing"}
MEMORY = (
    "The wording of this text was NOT read. What stands here is from memory, may be wrong, and loads on request only."
)


def write_all(folder: Path) -> None:
    """Every generated page, in a folder that is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    pages: dict[str, Iterable[str]] = {"definitions": definition_index(), "facts": facts_page()}
    pages["line"] = line_page()
    pages |= {"ideas": ideas_page(), "cues": cues_page()}
    pages["background"] = background_page()
    pages["atlas"] = atlas_page()
    pages["outcomes"] = outcomes_page()
    pages["commands"] = commands_page()
    pages["readings"] = index_page("Readings, line by line", (f"readings/{name}" for name in READINGS))
    pages["formats"] = index_page("Formats, column by column", (f"formats/{name}" for name in format_ids()))
    pages.update({f"definitions/{found.id}": definition_page(found) for found in definitions(memory=True)})
    pages.update({f"readings/{name}": reading_page(reading(name)) for name in READINGS})
    pages.update({f"formats/{name}": format_page(table_format(name)) for name in format_ids()})
    for name, lines in pages.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")


def in_words(formula: Formula) -> str:
    """A formula as a sentence with links to its facts."""
    match formula:
        case Fact():
            return fact_link(formula.id)
        case Not():
            return f"not ({in_words(formula.args[0])})"
        case Any():
            return "one or more of: " + "; ".join(map(_inner, formula.args))
        case All():
            return "all of: " + "; ".join(map(_inner, formula.args))
        case AtLeast():
            return f"at least {formula.count} of: " + "; ".join(map(_inner, formula.args))
        case _:
            return f"`{to_text(formula)}`"


def _inner(formula: Formula) -> str:
    return in_words(formula) if isinstance(formula, Fact) else f"({in_words(formula)})"


def bullets(title: str, items: Iterable[object]) -> Iterator[str]:
    """A heading with a list under it, or nothing."""
    listed = list(items)
    if listed:
        yield from ("", f"## {title}", "")
        yield from (f"- {text(item)}" for item in listed)


def warning(words: str) -> Iterator[str]:
    yield from ("", "```{warning}", words, "```")


def index_page(title: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"# {title}", "", "```{toctree}", ":maxdepth: 1", "", *names, "```")


# --- definitions ---------------------------------------------------------------------------------------------------


def definition_index() -> Iterator[str]:
    """A table of every definition, with the pages under it."""
    listed = definitions(memory=True)
    yield from ("# Definitions", "")
    yield (
        "Each page says what one instrument asks for, element by element, with its dates, its sources and how well its "
        "wording was checked. The words are a paraphrase. Not legal advice."
    )
    yield from (
        "",
        "*Sex work alone* says whether the wording, as read here, reaches an adult's sex work with ordinary",
    )
    yield from (
        "help only and nothing else. Some laws mean to reach it and others mean not to; both are shown as they are.",
        "",
    )
    yield "| Id | Place | Kind | Checked | Sex work alone | Versions |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for found in listed:
        checked = f"**{found.checked.upper()}**" if found.checked == "memory" else found.checked
        versions = ", ".join(version.label for version in found.versions)
        yield (
            f"| [{found.id}](definitions/{found.id}.md) | {text(found.jurisdiction)} | {found.kind} | {checked} "
            f"| {found.sex_work_alone.answer} | {versions} |"
        )
    yield from ("", "Checked: " + "; ".join(f"*{word}*, {said}" for word, said in CHECKED_WORDS.items()) + ".", "")
    yield from ("```{toctree}", ":hidden:", "", *(f"definitions/{found.id}" for found in listed), "```")


def definition_page(found: Definition) -> Iterator[str]:
    """One definition: what it is, its versions with their elements, its rules, notes, sources and examples."""
    yield from (f"# {text(found.title)}", "")
    yield f"- Id: `{found.id}`{''.join(f', `{alias}`' for alias in found.aliases)}"
    yield f"- Kind: {found.kind}{', public guidance and not law' if found.kind == 'guidance' else ''}"
    yield f"- Place: {text(found.jurisdiction)}"
    yield f"- Citation: {text(found.citation)}"
    if found.adopted:
        yield f"- Adopted: {text(found.adopted)}"
    yield f"- Checked: **{CHECKED_WORDS[found.checked]}** ({found.checked}); confidence: {found.confidence}"
    if found.checked == "memory":
        yield from warning(MEMORY)
    for version in reversed(found.versions):
        yield from version_section(found, version)
    if found.rules:
        yield from ("", "## Rules", "")
        for name, rule in found.rules.items():
            yield f"- **{name.capitalize()}.** {text(rule.rule)}{f' ({text(rule.cite)})' if rule.cite else ''}"
    yield from ("", "## Sex work alone", "")
    yield f"An adult's sex work with ordinary help only: **{found.sex_work_alone.answer}**."
    yield text(found.sex_work_alone.reason)
    if found.checked != "memory":
        yield from ("", f"What is proved of it, and what is not: [where it draws the line](#line-{found.id}).")
    yield from bullets("Notes", found.notes)
    yield from bullets("Changed against earlier encodings", found.changes)
    yield from bullets("Amendments", (f"{a.date}, {a.law}: {a.change}" for a in found.amendments))
    yield from bullets("Sources", found.sources)
    yield from ("", "## Examples", "", "They are run as tests.")
    for example in found.examples:
        stated = ", ".join(f"`{fact}: {_truth(value)}`" for fact, value in example.facts.items())
        yield from ("", f"**{text(example.situation)}**", "")
        yield f"- Facts: {stated or 'none stated'}"
        if example.closed:
            yield f"- Asked about to the end: {', '.join(example.closed)}"
        if example.as_of:
            yield f"- Law of: {example.as_of}"
        yield f"- Finding: **{example.finding}**"


def version_section(found: Definition, version: Version) -> Iterator[str]:
    until = f" to {version.end}" if version.end else ""
    yield from ("", f"## Version from {version.label}{until}", "")
    said = [f"Wording: {CHECKED_WORDS[version.checked]}."]
    if version.date_checked != "text":
        said.append(f"Dates: {version.date_checked}.")
    yield " ".join(said)
    if version.checked == "memory" and found.checked != "memory":
        yield from warning("The wording of this version was NOT read: it is from memory and may be wrong.")
    if version.note:
        yield from ("", text(version.note))
    yield from ("", f"Met when: `{version.met_when}`", "")
    for name, element in version.elements.items():
        yield f"- **{name}**: {text(element.label)} ({text(element.cite)})"
        yield f"  - {in_words(element.formula)}"


def _truth(value: object) -> str:
    return "not known" if value is None else str(value).lower()


# --- claims and background -----------------------------------------------------------------------------------------


def line_page(chosen: Sequence[Definition] | None = None) -> Iterator[str]:
    """Every claim tried against some definitions; without any, against every one whose wording was read."""
    yield from as_markdown(
        LinePage(try_claims(chosen)),
        text=text,
        target=lambda place: f"({place})=",
        link=lambda found: f"[{text(found.id)}](definitions/{found.id}.md)",
    )
    yield from ("", "`brightline line` makes this page for another day, another reading, or a definition of your own.")
    yield from ("", "```{raw} html", "<style>div.document { width: auto; max-width: 96rem; }</style>", "```")


def background_page() -> Iterator[str]:
    """What is true of facts by the meaning of their words."""
    yield from ("# What holds by the words themselves", "")
    yield (
        "No pattern or case that Brightline shows goes against these: whoever is under 16 is under 18. They keep "
        "impossible cases out of proofs and comparisons. They never fill in a case: what a record does not say stays "
        "not known."
    )
    yield from ("", "| where this holds | this does too, or one of these | why | source | checked |")
    yield "| --- | --- | --- | --- | --- |"
    yield from map(constraint_row, constraints())


def constraint_row(found: Constraint) -> str:
    given, then = (joiner.join(map(fact_link, ids)) for joiner, ids in ((" and ", found.given), (" or ", found.then)))
    checked = CHECKED_WORDS[found.checked]
    return f"| {given} | {then or 'nothing: it cannot be'} | {text(found.why)} | {text(found.source)} | {checked} |"


# --- facts ---------------------------------------------------------------------------------------------------------


def facts_page() -> Iterator[str]:
    """Every fact, by family."""
    yield from ("# Facts", "")
    yield (
        "Every fact that a case may hold, once. `obs.` is an observation, `any.` a merged record column, the rest are "
        "terms of law. A question may always be skipped. What is not stated is not known."
    )
    for family in FAMILIES:
        yield from ("", f"## {FAMILY_WORDS[family]}")
        for entry in vocabulary().family(family):
            yield from fact_section(entry)


def fact_section(entry: FactEntry) -> Iterator[str]:
    yield from ("", f"({anchor(entry.id)})=", f"### `{entry.id}`", "", f"{text(entry.label).capitalize()}.", "")
    yield f"- Is: {LEVEL_WORDS[entry.level]}"
    yield f"- Question: {text(entry.question)}"
    yield f"- Distress: {entry.distress}, {DISTRESS_WORDS[entry.distress]}"
    yield f"- Source: {text(entry.source)}"
    if entry.never_means:
        yield "- **Never a means, in any reading.**"
    if entry.conclusion:
        yield "- Itself a legal conclusion: a finding that rests on it takes it as given."
    for title, ids in (
        ("One of", entry.any_of),
        ("Implies", entry.implies),
        ("May amount to; to be asked", entry.ask_about),
    ):
        if ids:
            yield f"- {title}: " + ", ".join(f"[`{id}`](#{anchor(id)})" for id in ids)
    seen: set[str] = set()
    for name in READINGS:
        drawn = {line.fact for line in reading(name).lines if entry.id in facts(line.when)} - seen
        seen |= drawn
        if drawn:
            links = ", ".join(f"[`{id}`](#{anchor(id)})" for id in sorted(drawn))
            yield f"- In the {name} reading, alone or with other facts, it amounts to: {links}"
    if entry.aliases:
        yield "- Also: " + ", ".join(f"`{alias}`" for alias in entry.aliases)
    if entry.codes:
        yield "- Codes: " + "; ".join(
            f"{name}: {', '.join(f'`{c}`' for c in codes)}" for name, codes in entry.codes.items()
        )


# --- readings and formats ------------------------------------------------------------------------------------------


def reading_page(found: Reading) -> Iterator[str]:
    yield from (f"# {text(found.title)}", "", text(found.description), "")
    yield "A line says: when this holds, that legal fact holds, on this authority. Lines from memory are marked."
    for line in found.lines:
        yield from ("", f"## `{line.fact}` when {to_text(line.when)}", "")
        yield f"{in_words(line.when).capitalize() if not isinstance(line.when, Fact) else in_words(line.when)}"
        yield from ("", f"- Counts as: {fact_link(line.fact)}")
        yield f"- Authority: {text(line.authority)}"
        yield f"- Checked: {'**MEMORY**, ' if line.checked == 'memory' else ''}{CHECKED_WORDS[line.checked]}"
        if line.source:
            yield f"- Source: {text(line.source)}"


def format_page(found: Format) -> Iterator[str]:
    yield from (f"# {text(found.title)}", "", f"Id: `{found.id}`", "", text(found.description))
    yield from bullets("Notes", found.notes)
    if found.id == GENERIC:
        yield from ("", "Every fact id and alias is a column name: see [the facts](../facts.md).")
    if found.recognise:
        yield from (
            "",
            "## Recognised by",
            "",
            "A table that has all of these columns: " + _codes(found.recognise) + ".",
        )
    if found.missing:
        yield from ("", "## Missing", "", f"Read as not known: {_codes(code or '(blank)' for code in found.missing)}.")
    if found.ages:
        yield from ("", "## Age", "", "The first of these that says anything is used, and named with the finding.", "")
        for source in found.ages:
            yield f"- {text(source.label)}: {_codes(source.columns)}"
    if found.columns:
        yield from ("", "## Columns", "")
        for column in found.columns.values():
            yield from column_lines(column)
    yield from bullets("Sources", found.sources)
    if found.terms:
        yield from ("", "## Terms", "", text(found.terms))


def column_lines(column: Column) -> Iterator[str]:
    note = f" {text(column.note)}." if column.note else ""
    if column.ignored:
        yield f"- `{column.name}`: not looked at.{note}"
        return
    split = f" Several codes may stand in a cell, divided by {_codes(column.split)}." if column.split else ""
    yield f"- `{column.name}`:{split}{note}"
    for code, settled in column.codes.items():
        said = ", ".join(f"[`{fact}`](#{anchor(fact)}) {_truth(value)}" for fact, value in settled.items())
        yield f"  - `{code}`: {said or 'recorded; nothing follows'}"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" if name.strip() else "a space" for name in names)


# --- commands ------------------------------------------------------------------------------------------------------


def commands_page() -> Iterator[str]:
    yield from ("# Commands", "", "Made from the commands themselves; `--help` shows the same.", "")
    yield "Exit codes: 0 fine; 2 wrong use or wrong input, with one sentence on standard error and no partial output."
    yield from command_section("brightline", command_line, None)


def command_section(name: str, command: click.Command, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, info_name=name.rsplit(" ", 1)[-1], parent=parent)
    yield from ("", f"## `{name}`", "")
    yield from (text(part) + "\n" for part in (command.help or "").split("\n\n"))
    pieces = " ".join(command.collect_usage_pieces(context))
    yield from ("```text", f"{name} {pieces}", "```", "")
    options: list[Anything] = [p for p in command.get_params(context) if isinstance(p, click.Option)]
    for option in options:
        first, words = option.get_help_record(context) or ("", "")
        yield f"- `{first}`: {text(words)}"
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            inner = command.get_command(context, sub)
            if inner is not None:
                yield from command_section(f"{name} {sub}", inner, context)


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent / "generated")
    write_all(given.parse_args().folder)
