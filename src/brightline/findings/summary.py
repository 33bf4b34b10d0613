"""A table's findings in numbers: outcomes, the state of every element, and what the records do not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from brightline.findings.finding import Finding
from brightline.logic import Truth


@dataclass(frozen=True, slots=True)
class States:
    """How many rows are true, false and unknown."""

    true: int
    false: int
    unknown: int


@dataclass(frozen=True, slots=True)
class DefinitionSummary:
    """Counts for one definition. `not_in_force` rows were tried by the nearest version."""

    outcome: States
    elements: Mapping[str, States]
    not_in_force: int


@dataclass(frozen=True, slots=True)
class SexualExploitation:
    """Rows that record sexual exploitation as the purpose, and what else those rows record.

    `minors` counts those recorded under 18, by where the age comes from, best source first. `neither` rows record
    no means and no minor; `neither_by_best_age` counts a minor only by the best age source.
    """

    rows: int
    with_means: int
    minors: Mapping[str, int]
    neither: int
    neither_by_best_age: int


@dataclass(frozen=True)
class Summary:
    """The numbers of one table."""

    rows: int
    definitions: Mapping[str, DefinitionSummary]
    recorded: Mapping[str, int]
    """Rows in which at least one fact of a family is recorded as true."""
    sexual_exploitation: SexualExploitation | None
    age_sources: Mapping[str, int]
    """Rows whose age comes from each source that the format names."""
    without_column: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """For each definition the elements that no column of the table speaks of: not recorded in any row."""
    contradictory_ages: int = 0
    """Rows whose age columns contradict each other: their age counts as not known."""

    @property
    def unrecorded(self) -> Mapping[str, Mapping[str, int]]:
        """For each definition, the elements that are not known in some rows, those of most rows first."""
        found: dict[str, Mapping[str, int]] = {}
        for id, summary in self.definitions.items():
            unknown = {name: states.unknown for name, states in summary.elements.items() if states.unknown}
            found[id] = dict(sorted(unknown.items(), key=lambda item: -item[1]))
        return found

    def to_json(self) -> dict[str, object]:
        """The numbers as plain data with stable names."""
        definitions: dict[str, object] = {}
        for id, summary in self.definitions.items():
            definitions[id] = {
                "met": summary.outcome.true,
                "not met": summary.outcome.false,
                "undetermined": summary.outcome.unknown,
                "not_in_force": summary.not_in_force,
                "elements": {
                    name: {"true": states.true, "false": states.false, "unknown": states.unknown}
                    for name, states in summary.elements.items()
                },
            }
        sexual = self.sexual_exploitation
        return {
            "rows": self.rows,
            "definitions": definitions,
            "unrecorded": {id: dict(elements) for id, elements in self.unrecorded.items()},
            "recorded": dict(self.recorded),
            "age_sources": dict(self.age_sources),
            "without_column": {id: list(elements) for id, elements in self.without_column.items()},
            "contradictory_ages": self.contradictory_ages,
            "sexual_exploitation": None
            if sexual is None
            else {
                "rows": sexual.rows,
                "with_means": sexual.with_means,
                "minors": dict(sexual.minors),
                "neither": sexual.neither,
                "neither_by_best_age": sexual.neither_by_best_age,
            },
        }


def summarise_cases(findings: Sequence[Sequence[Finding]]) -> Summary:
    """The numbers of several cases that were assessed one by one under the same definitions."""
    outcomes: dict[str, list[Finding]] = {}
    for of_case in findings:
        for finding in of_case:
            outcomes.setdefault(finding.definition.id, []).append(finding)
    definitions: dict[str, DefinitionSummary] = {}
    for id, found in outcomes.items():
        states: dict[str, list[Truth]] = {}
        for finding in found:
            for name, state in zip(finding.plan.formulas, finding.states, strict=True):
                states.setdefault(name, []).append(state)
        definitions[id] = DefinitionSummary(
            outcome=States(
                *(sum(f.outcome == outcome for f in found) for outcome in ("met", "not met", "undetermined"))
            ),
            elements={
                name: States(
                    values.count(True), values.count(False), len(found) - values.count(True) - values.count(False)
                )
                for name, values in states.items()
            },
            not_in_force=sum(not f.in_force for f in found),
        )
    return Summary(len(findings), definitions, {}, None, {})
