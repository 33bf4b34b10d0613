"""The numbers of a table as its page shows them: law by law, a bar for each element."""

from __future__ import annotations

from dataclasses import dataclass

from brightline.findings.summary import States, Summary
from brightline.findings.table import TableFindings
from brightline.law import Definition
from brightline.web.doors.table.judging import Judged

WIDTH = 300
"""Units of a bar's drawing: all rows."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One element, or the outcome: its rows, and where the three parts of its bar begin and how wide they are."""

    label: str
    cite: str
    states: States
    parts: tuple[tuple[str, float, float], ...]
    """`yes`, `no` and `open`, each with its place and width in units of `WIDTH`; those with no row are left out."""
    absent: bool = False
    """Whether no column of the table speaks of it."""


@dataclass(frozen=True, slots=True)
class LawNumbers:
    """One law: its outcome, its elements as they stand in the law, and those left open, the most often first."""

    definition: Definition
    version: str
    versions: int
    not_in_force: int
    outcome: Bar
    elements: tuple[Bar, ...]
    unrecorded: tuple[Bar, ...]


def numbers(judged: Judged) -> list[LawNumbers]:
    """Every law that a table was assessed under."""
    return [_law(judged.table, judged.summary, definition) for definition in judged.table.definitions]


def _law(table: TableFindings, summary: Summary, definition: Definition) -> LawNumbers:
    counts, plans = summary.definitions[definition.id], table.plans[definition.id]
    absent = set(summary.without_column.get(definition.id, ()))
    named = {element.name: element for plan, _ in plans for element in plan.elements}
    bars = {
        name: _bar(
            named[name].label if name in named else name.replace("_", " "),
            named[name].cite if name in named else "",
            states,
            summary.rows,
            name in absent,
        )
        for name, states in counts.elements.items()
    }
    return LawNumbers(
        definition=definition,
        version=plans[0][0].version.label if len(plans) == 1 else "",
        versions=len(plans),
        not_in_force=counts.not_in_force,
        outcome=_bar("", "", counts.outcome, summary.rows, False),
        elements=tuple(bars.values()),
        unrecorded=tuple(bars[name] for name in summary.unrecorded[definition.id]),
    )


def _bar(label: str, cite: str, states: States, rows: int, absent: bool) -> Bar:
    parts: list[tuple[str, float, float]] = []
    place = 0.0
    for kind, count in (("yes", states.true), ("no", states.false), ("open", states.unknown)):
        # A part with a row in it is never too thin to be seen.
        width = max(WIDTH * count / max(rows, 1), 2.0) if count else 0.0
        if width:
            parts.append((kind, round(min(place, WIDTH - 2), 2), round(min(width, WIDTH - place), 2)))
        place += width
    return Bar(label, cite, states, tuple(parts), absent)
