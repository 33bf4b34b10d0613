"""A definition at a glance: the few switches on which definitions part, each computed from its formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from brightline.findings.assess import version_for
from brightline.findings.line import LineFinding, Reach, line, reach_of_sex_work
from brightline.law import Definition, Reading, Version, vocabulary
from brightline.law import reading as reading_named
from brightline.logic import Diagram, Diagrams
from brightline.logic.diagram import NEVER

Vulnerability: TypeAlias = Literal["counts", "listed only", "no"]
Movement: TypeAlias = Literal["required", "partly", "not required"]
Buyer: TypeAlias = Literal["suffices", "unclear", "does not suffice"]

PLIGHT = ("means.abuse_vulnerability", "means.economic_predicament", "means.foreign_helplessness")
"""Abuse of a vulnerable position, and the wider plights that some texts name in its place."""

LISTED_VULNERABILITY = (
    "means.abuse_listed_vulnerability",
    "means.impairment",
    "test.chosen_as_vulnerable",
    "status.disabled",
)
"""Vulnerabilities from a closed list: age, illness, disability, pregnancy and the like."""

MOVING = ("move.within", "move.cross_border", "act.take_abroad")
"""Facts that are about a journey and nothing else."""

AGE_LINES: Mapping[str, int] = {"age.under_16": 16, "age.under_18": 18, "age.under_20": 20, "age.under_21": 21}

SEXUAL_AIMS = frozenset(
    {
        "purpose.exploit_prostitution",
        "purpose.sexual_exploitation",
        "purpose.commercial_sex",
        "purpose.prostitution",
        "purpose.pornography",
        "purpose.profit",
        "test.sexual_offence_done",
        "test.control_prostitution",
        "test.services_by_pressure",
        "test.chosen_as_vulnerable",
        "test.exploited_in_prostitution",
        "test.pimping_offence_done",
    }
)
"""Aims that may bear on sex; every other aim (labour, organs, begging, marriage) is set aside for some switches."""

COMMERCIAL = (
    "purpose.commercial_sex",
    "purpose.prostitution",
    "purpose.exploit_prostitution",
    "purpose.profit",
    "test.control_prostitution",
    "test.pimping_offence_done",
    "commerce.value_given",
    "means.payment_any",
    "means.pay_controller",
    "act.patronize",
    "act.buy_sell",
    "act.hire",
    "act.advance_profit",
    "act.aid_prostitution",
    "act.exploit_prostitution",
    "act.run_place",
    "act.run_enterprise",
    "act.procure_patron",
    "act.take_or_place",
    "act.benefit_venture",
)
"""Facts whose own words speak of selling sex, of pay or of gain."""


@dataclass(frozen=True, eq=False)
class Profile:
    """Where one version of a definition stands on the switches that part definitions from each other."""

    definition: Definition
    version: Version
    reading: Reading
    adult_needs_means: bool
    """Whether an adult stays outside as long as none of the means is there, nor any aim that is a conclusion of law."""
    vulnerability: Vulnerability
    """Whether abuse of an adult's vulnerable position can make the difference, or that of listed kinds only."""
    child_age: int | None
    """Age below which paid sex, or sexual exploitation, is reached without a means; `None` where no age matters."""
    movement: Movement
    """Whether nobody is reached without a journey, or some only through one."""
    commerce_required: bool
    """Whether it is never met without a fact whose own words speak of selling sex, of pay or of gain."""
    buyer_alone: Buyer
    """Whether somebody who only asks and pays is reached, through an adult or through a child."""
    consent_matters: bool
    """Whether an element turns on the person's consent."""
    consent_rule: str
    """What the instrument itself says of consent."""
    sex_work: Reach

    def to_json(self) -> dict[str, object]:
        """The profile as plain data with stable names."""
        return {
            "definition": self.definition.id,
            "version": self.version.label,
            "checked": self.version.checked,
            "reading": self.reading.id,
            "adult_needs_means": self.adult_needs_means,
            "vulnerability": self.vulnerability,
            "child_age": self.child_age,
            "movement": self.movement,
            "commerce_required": self.commerce_required,
            "buyer_alone": self.buyer_alone,
            "consent_matters": self.consent_matters,
            "consent_rule": self.consent_rule,
            "sex_work": {"at_18": self.sex_work.at_18, "at_21": self.sex_work.at_21},
        }


def profile(definition: Definition, as_of: date | None = None, reading: str | Reading = "strict") -> Profile:
    """The profile of a definition in the version of a day (the newest for none), under a reading."""
    return profiles([definition], as_of, reading)[0]


def profiles(
    chosen: Sequence[Definition], as_of: date | None = None, reading: str | Reading = "strict"
) -> tuple[Profile, ...]:
    """The profiles of several definitions, in their order; much quicker than one by one."""
    law = reading_named(reading) if isinstance(reading, str) else reading
    found: dict[str, dict[str, LineFinding]] = {}
    for finding in line(chosen, as_of=as_of, reading=law):
        found.setdefault(finding.definition.id, {})[finding.claim.id] = finding
    return tuple(_profile(one, version_for(one, as_of)[0], law, found[one.id]) for one in chosen)


def _profile(definition: Definition, version: Version, law: Reading, found: Mapping[str, LineFinding]) -> Profile:
    diagrams = Diagrams(version.facts)
    met = diagrams.of(version.formula)
    return Profile(
        definition=definition,
        version=version,
        reading=law,
        adult_needs_means=_adult_needs_means(diagrams, met),
        vulnerability=_vulnerability(diagrams, met),
        child_age=_child_age(diagrams, met),
        movement=_movement(diagrams, met, found["no-movement-needed"]),
        commerce_required=_commerce_required(diagrams, met),
        buyer_alone=_buyer_alone(found["client"], found["child-without-third-party"]),
        consent_matters="consent.absent" in diagrams.facts(met),
        consent_rule=definition.rules["consent"].rule,
        sex_work=reach_of_sex_work(found.values()),
    )


def _without_other_aims(diagrams: Diagrams, met: Diagram) -> Diagram:
    others = {entry.id for entry in vocabulary().family("purpose")} - SEXUAL_AIMS
    return diagrams.given(met, dict.fromkeys(others, False))


def _adult_needs_means(diagrams: Diagrams, met: Diagram) -> bool:
    absent = {"status.disabled", "consent.absent", *AGE_LINES}
    absent |= {entry.id for entry in vocabulary() if entry.family == "means" or entry.conclusion}
    return diagrams.given(met, dict.fromkeys(absent, False)) == NEVER


def _vulnerability(diagrams: Diagrams, met: Diagram) -> Vulnerability:
    matters = set(diagrams.facts(diagrams.given(met, dict.fromkeys(AGE_LINES, False))))
    if matters.intersection(PLIGHT):
        return "counts"
    return "listed only" if matters.intersection(LISTED_VULNERABILITY) else "no"


def _child_age(diagrams: Diagrams, met: Diagram) -> int | None:
    none = dict.fromkeys((entry.id for entry in vocabulary().family("means")), False)
    none |= {"purpose.pornography": False, "status.disabled": False}
    left = diagrams.given(_without_other_aims(diagrams, met), none)
    return max((AGE_LINES[fact] for fact in diagrams.facts(left) if fact in AGE_LINES), default=None)


def _movement(diagrams: Diagrams, met: Diagram, without: LineFinding) -> Movement:
    if without.verdict == "refuted":
        return "required"
    return "not required" if set(MOVING).isdisjoint(diagrams.facts(met)) else "partly"


def _commerce_required(diagrams: Diagrams, met: Diagram) -> bool:
    sexual = _without_other_aims(diagrams, met)
    where = met if sexual == NEVER else sexual
    return diagrams.given(where, dict.fromkeys(COMMERCIAL, False)) == NEVER


def _buyer_alone(adult: LineFinding, child: LineFinding) -> Buyer:
    if adult.verdict == "refuted" or child.verdict == "proved":
        return "suffices"
    return "unclear" if "open" in (adult.verdict, child.verdict) else "does not suffice"
