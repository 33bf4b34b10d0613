"""Which numbers a run draws on, and the chain of evidence from a change of law to infections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from brightline.errors import plural
from brightline.outcomes.effects import EvidenceSet, effects
from brightline.outcomes.evidence import Quantity, weakest
from brightline.outcomes.result import Boundary, Link
from brightline.outcomes.scenarios import ON_WORDS, Scenario
from brightline.outcomes.settings import INFECTION_WORDS, OPEN_ONLY, Setting

if TYPE_CHECKING:
    from brightline.outcomes.evidence import Grade

CAUSE = "An odds ratio between groups is read as a cause: what falls if the exposure ends"
MULTIPLY = ". Odds ratios of several exposures are multiplied"

_OF_EXPOSURE = {
    "exposed_violence": ("violence_odds",),
    "exposed_police": ("police_odds", "police_acquisition"),
    "police_condoms": ("police_odds",),
    "exposed_workplace": ("workplace_odds",),
}


def of_place(where: Setting, boundary: Boundary) -> list[Quantity]:
    """The numbers of the setting that a run uses: what comes from outside counts in an open network only."""
    return [one for name, one in where.quantities.items() if boundary == "open" or name not in OPEN_ONLY]


def of_biology(where: Setting, boundary: Boundary) -> list[Quantity]:
    """The numbers that are the same everywhere, as far as the infections of the setting use them."""
    if where.model == "violence":
        return []
    hiv = "hiv" in where.infections
    wanted: list[Quantity] = []
    for name, one in effects().quantities.items():
        owner = next((found for found in INFECTION_WORDS if name.startswith(f"{found}_")), None)
        if name.startswith("art_") or name == "start_hiv_workers" or name == "start_hiv_others":
            owner = "hiv"
        needless = (
            (owner is not None and owner not in where.infections)
            or (name.endswith(("_hiv_women", "_hiv_men")) and not hiv)
            or (name == "condoms_before" and where.history.condoms[1] == 0)
            or (name == "years_partners" and boundary == "closed")
            or (name == "start_sti" and where.infections == ("hiv",))
        )
        if not needless:
            wanted.append(one)
    return wanted


def of_run(
    where: Setting, boundary: Boundary, evidence: EvidenceSet, chosen: Iterable[Scenario] = ()
) -> list[Quantity]:
    """Every number that a run draws on."""
    found = [*of_place(where, boundary), *of_biology(where, boundary)]
    if where.model == "transmission":
        found += evidence.quantities.values()
    return found + [change.quantity for one in chosen for change in one.changes]


def links(scenario: Scenario, where: Setting, boundary: Boundary, evidence: EvidenceSet) -> tuple[Link, ...]:
    """The chain from the change of law or practice to the outcome, link by link."""
    found = [
        Link(f"the change itself, {ON_WORDS[change.on]}", change.quantity.grade, change.why)
        for change in scenario.changes
    ]
    on = {change.on for change in scenario.changes}
    if where.model == "violence":
        ratios = [one for one in where.quantities.values() if one.unit == "odds ratio"]
        words = "odds ratios of one cohort"
        return (
            *found,
            Link("displacement and homelessness to violence", weakest(o.grade for o in ratios), words),
            Link("from an association to a cause", "assumption", CAUSE + MULTIPLY),
        )
    ratios = list(dict.fromkeys(q.name for change in scenario.changes for q in _ratios(evidence, change.on)))
    if ratios:
        grade = weakest(evidence.quantities[name].grade for name in ratios)
        each = ", ".join(f"{name.replace('_', ' ')} {evidence.quantities[name].grade}" for name in ratios)
        found.append(Link("exposures to what was measured", grade, f"{evidence.title}: {each}"))
        found.append(Link("what was measured to acts or infections", "assumption", evidence.taken_for))
        found.append(
            Link("from an association to a cause", "assumption", CAUSE + (MULTIPLY if len(ratios) > 1 else ""))
        )
    if "exposed_police" in on and not _ends(scenario, "exposed_violence"):
        chain = effects().quantities["police_violence_odds"]
        found.append(Link("policing to violence", chain.grade, f"{chain.source.citation} {chain.note}"))
    biology = of_biology(where, boundary)
    found.append(Link("condoms and treatment to infections", weakest(q.grade for q in biology), _count(biology)))
    place = of_place(where, boundary)
    found.append(Link("how the place is", weakest(q.grade for q in place), _count(place)))
    return tuple(found)


def _ratios(evidence: EvidenceSet, on: str) -> list[Quantity]:
    return [evidence.quantities[name] for name in _OF_EXPOSURE.get(on, ()) if name in evidence.quantities]


def without_effect(scenario: Scenario, evidence: EvidenceSet) -> list[str]:
    """Exposures that a scenario changes and to which a set of odds ratios gives no effect of their own, in words."""
    return [
        ON_WORDS[change.on]
        for change in scenario.changes
        if change.on in _OF_EXPOSURE and not _ratios(evidence, change.on)
    ]


def _ends(scenario: Scenario, on: str) -> bool:
    return any(change.on == on and change.do == "multiply" and change.quantity.hi == 0 for change in scenario.changes)


def _count(quantities: Iterable[Quantity]) -> str:
    listed = list(quantities)
    assumed = assumptions(listed)
    return f"{plural(len(listed), 'number')}, {assumed} of them assumed or from memory"


def assumptions(quantities: Iterable[Quantity]) -> int:
    """How many of the numbers are assumptions, or were not read."""
    return sum(one.grade == "assumption" or one.verified in ("memory", "assumption") for one in quantities)


def grade_of(chain: Iterable[Link]) -> Grade:
    """The grade of the weakest link."""
    return weakest(link.grade for link in chain)
