"""Findings as pages that a case worker can read: plain words, signs beside colours, the caveat once."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from brightline.cases import Case
from brightline.cases.store import home
from brightline.errors import plural
from brightline.findings import ElementFinding, Finding, Summary, assess
from brightline.findings.condition import Condition, Use
from brightline.findings.explain import explain
from brightline.law import Definition, vocabulary

SIGNS: Mapping[str, tuple[str, str]] = {
    "established": ("[+]", "green"),
    "not established": ("[-]", "red"),
    "contradicted": ("[!]", "magenta"),
    "not known": ("[?]", "yellow"),
    "met": ("[+]", "green"),
    "not met": ("[-]", "red"),
    "undetermined": ("[?]", "yellow"),
}

OUTCOME_WORDS: Mapping[str, str] = {
    "met": "MET: these facts meet this definition",
    "not met": "NOT MET: on these facts an element is missing",
    "undetermined": "UNDETERMINED: what is known does not settle it",
}

CAVEAT = (
    "This says whether stated facts meet a named definition, as paraphrased and dated above. It says nothing of who "
    "anybody is, and it is not legal advice: before anything rests on it, ask a lawyer or legal aid office where the "
    "events took place."
)

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

MOST_QUESTIONS = 2
"""Questions that an open element proposes."""
MOST_NAMED = 6
"""Facts that a line names before it only counts the rest."""


def contacts_file() -> Path:
    """Where the local contacts are written down, or would be: beside this user's key, or in the settings folder."""
    own, settings = home() / "contacts.txt", Path(click.get_app_dir("brightline")) / "contacts.txt"
    return settings if settings.is_file() and not own.is_file() else own


def contacts() -> str:
    """The local contacts that this machine's users wrote down, or nothing."""
    path = contacts_file()
    try:
        return path.read_text("utf-8").strip() if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""


def contacts_or_place() -> str:
    """The local contacts; where there are none, where to write them."""
    return contacts() or f"No local contacts are set: write them in {contacts_file()}"


def width() -> int:
    """Columns to write in: those of the terminal, between 60 and 100."""
    return max(60, min(100, shutil.get_terminal_size((100, 24)).columns))


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Text folded to the terminal, with an indent."""
    start = indent if first is None else first
    text = _CONTROL.sub(" ", text)
    return textwrap.fill(text, width(), initial_indent=start, subsequent_indent=indent, break_long_words=False)


def labels(facts: Sequence[str]) -> str:
    """Facts in words, with their ids; the rest counted."""
    words = vocabulary()
    named = [f"{words[fact].label} ({fact})" for fact in facts[:MOST_NAMED]]
    if len(facts) > MOST_NAMED:
        named.append(f"and {len(facts) - MOST_NAMED} more")
    return "; ".join(named)


def case_page(case: Case, findings: Sequence[Finding], changes: bool = True) -> Iterator[str]:
    """One case under one or more definitions; `changes` says whether with what would change each finding."""
    yield from case_head(case, findings[0].plan.reading.id)
    for finding in findings:
        yield ""
        yield from _finding(finding, changes)
    yield ""
    yield wrapped(CAVEAT)
    if contacts():
        yield ""
        yield contacts()


def case_head(case: Case, reading: str) -> Iterator[str]:
    """Which case it is, and how it is read."""
    name = " - ".join(part for part in (case.id, case.title) if part) or "A case"
    yield click.style(wrapped(name), bold=True)
    told = [f"Reading: {reading}"]
    if case.date:
        told.append(f"date of the events: {case.date}")
    if case.age is not None:
        told.append(f"age then: {case.age}{f' ({case.age_source})' if case.age_source else ''}")
    yield wrapped("; ".join(told) + ".")


def outcome_words(finding: Finding) -> str:
    """The outcome in words, and with it what a record that does not say who did what leaves open."""
    if finding.outcome == "met" and finding.case.flat:
        return "MET, if one person or group did all of this"
    return OUTCOME_WORDS[finding.outcome]


def _finding(finding: Finding, changes: bool) -> Iterator[str]:
    definition, notes = finding.definition, finding.notes
    yield click.style(wrapped(f"{definition.title} ({definition.id})"), bold=True)
    yield wrapped(f"{definition.citation}; version of {finding.version.label}.", "  ")
    sign, colour = SIGNS[finding.outcome]
    yield "  " + click.style(f"{sign} {outcome_words(finding)}", fg=colour, bold=True)
    if finding.outcome == "met" and not finding.plan.adult_needs_means():
        # Whoever reads MET must know at once that this law asks for no pressure at all; it is the last of the notes.
        *notes, first = notes
        yield wrapped(first, "    ", "  * ")
    if not finding.case.flat:
        tried = "; ".join(f"{name}: {outcome}" for name, outcome in finding.tried)
        shown = finding.actor.label or finding.actor.id
        yield wrapped(f"Tried for each actor by themselves: {tried}. Shown for {shown}.", "      ")
    for element in finding.elements:
        yield from _element(element, finding.open_elements)
    if finding.open_elements:
        yield wrapped(f"What is missing to settle it: {', '.join(finding.open_elements)}.", "  ")
    if changes:
        yield from _changes(finding)
    if finding.unused_facts:
        yield wrapped(f"Stated, and carrying nothing here: {labels(finding.unused_facts)}.", "  ")
    other = _by_broad_reading(finding)
    if other:
        yield wrapped(f"Under the broad reading: {other}.", "  ")
    for note in notes:
        yield wrapped(note, "    ", "  * ")


def _changes(finding: Finding) -> Iterator[str]:
    """What would change the finding, the shortest way in each direction."""
    found = explain(finding)
    lists: tuple[tuple[str, tuple[Condition, ...], Use], ...] = (
        ("No longer met without", found.losses, "lost"),
        ("Met if", found.towards_met, "answers"),
        ("Not met if", found.towards_not_met, "answers"),
    )
    if any(conditions for _, conditions, _ in lists):
        yield "  What would change it (`brightline explain` has every way):"
    for said, conditions, use in lists:
        if conditions:
            first = ", and ".join(conditions[0].in_words(use, named=0, ids=False))
            more = f" Or {plural(len(conditions) - 1, 'other way')}." if len(conditions) > 1 else ""
            yield wrapped(f"{said} {first}.{more}", "      ", "    - ")


def _by_broad_reading(finding: Finding) -> str:
    """The outcome under the broad reading, where the strict one was used and they part."""
    if finding.plan.reading.id != "strict":
        return ""
    (broad,) = assess(finding.case, finding.definition, finding.as_of, "broad")
    return broad.outcome if broad.outcome != finding.outcome else ""


def _element(element: ElementFinding, open_elements: Sequence[str]) -> Iterator[str]:
    sign, colour = SIGNS[element.word]
    name = element.name.replace("_", " ")
    head = f"  {sign} {name}: {element.word}"
    label = "" if element.label == name else f"{element.label}; "
    yield click.style(head, fg=colour)
    yield wrapped(f"{label}{element.cite}", "      ")
    if element.contradicted:
        yield wrapped(f"Statements against each other: {labels(element.contradicted)}.", "      ")
    if element.state is True:
        yield wrapped(f"Carried by: {labels(element.facts)}.", "      ")
    elif element.state is False:
        yield wrapped(f"None of these holds: {labels(element.facts)}.", "      ")
    elif element.unknown:
        yield wrapped(f"Not known: {labels(element.unknown)}.", "      ")
        for said, facts in (("Would rather not say", element.declined), ("Not asked", element.not_asked)):
            if facts:
                yield wrapped(f"{said}: {labels(facts)}.", "      ")
        if element.questions and element.name in open_elements:
            words = vocabulary()
            first = element.questions[:MOST_QUESTIONS]
            asked = " ".join(f"{words[fact].question} ({fact})" for fact in first)
            yield wrapped(f"Could be asked, gentlest first: {asked}", "      ")
    for line in element.lines:
        checked = "" if line.checked == "text" else f" [{line.checked}]"
        yield wrapped(f"Why it counts as {line.fact}: {line.authority}{checked}", "        ", "      - ")


def summary_page(
    name: str, summary: Summary, definitions: Sequence[Definition], versions: Mapping[str, str], about: Sequence[str]
) -> Iterator[str]:
    """A table of cases in numbers."""
    yield click.style(wrapped(f"{name}: {plural(summary.rows, 'row')}"), bold=True)
    for line in about:
        yield wrapped(line)
    if summary.recorded:
        told = "; ".join(f"{word} in {plural(count, 'row')}" for word, count in summary.recorded.items())
        yield wrapped(f"Recorded, whatever it may amount to: {told}.")
    if summary.contradictory_ages:
        rows = plural(summary.contradictory_ages, "row")
        yield wrapped(f"The ages of {rows} contradict themselves and count as not known.")
    if summary.sexual_exploitation:
        yield ""
        yield from _sexual(summary)
    for definition in definitions:
        yield ""
        yield from _definition(summary, definition, versions[definition.id])
    yield ""
    yield wrapped(CAVEAT)
    if contacts():
        yield ""
        yield contacts()


def _sexual(summary: Summary) -> Iterator[str]:
    found = summary.sexual_exploitation
    assert found is not None
    yield "What the records say"
    rows = [
        (found.rows, "record sexual exploitation; of these"),
        (found.with_means, "  record at least one method of control or other means"),
        *((count, f"  record a person under 18 (by {source})") for source, count in found.minors.items()),
        (found.neither, "  record neither"),
    ]
    if found.neither_by_best_age != found.neither:
        rows.append((found.neither_by_best_age, f"  record neither, counting only {next(iter(found.minors))}"))
    for count, words in rows:
        yield f"  {count:>12,}  {words}"
    yield wrapped(
        "Not recorded is not the same as absent: such rows show neither that something happened nor that not."
    )


def _definition(summary: Summary, definition: Definition, version: str) -> Iterator[str]:
    counts = summary.definitions[definition.id]
    yield click.style(wrapped(f"{definition.title} ({definition.id}), {version}"), bold=True)
    outcome = counts.outcome
    for word, count in (("met", outcome.true), ("not met", outcome.false), ("undetermined", outcome.unknown)):
        sign, colour = SIGNS[word]
        yield "  " + click.style(f"{sign} {word:<14}", fg=colour) + f"{count:>14,}"
    if counts.not_in_force:
        yield wrapped(
            f"Not in force on the day of {plural(counts.not_in_force, 'row')}: tried by the nearest version.", "  "
        )
    yield f"  {'element':<24}{'established':>14}{'not establ.':>14}{'not known':>14}"
    for name, states in counts.elements.items():
        yield f"  {name.replace('_', ' '):<24}{states.true:>14,}{states.false:>14,}{states.unknown:>14,}"
    unrecorded = summary.unrecorded[definition.id]
    if unrecorded and outcome.unknown:
        absent = summary.without_column.get(definition.id, ())
        everywhere = [name for name, count in unrecorded.items() if count == summary.rows and name not in absent]
        if absent:
            yield wrapped(f"Not recorded in any row: {', '.join(absent)}.", "  ")
        if everywhere:
            yield wrapped(f"No row settles: {', '.join(everywhere)}.", "  ")
        elif not absent:
            name, count = next(iter(unrecorded.items()))
            yield wrapped(f"Most often not settled: {name} ({plural(count, 'row')}).", "  ")
