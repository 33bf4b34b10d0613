"""Where each law draws the line: every claim proved for a definition, or refuted by a smallest situation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from brightline.findings.assess import version_for
from brightline.findings.compare import in_law_terms, weight
from brightline.findings.line_finding import Counterexample, LineFinding, Verdict
from brightline.law import (
    Definition,
    Reading,
    Version,
    background,
    definition,
    definition_ids,
    definitions,
    may_amount_to,
    vocabulary,
)
from brightline.law import reading as reading_named
from brightline.law.claims import Claim, claims
from brightline.law.definitions import LineNote
from brightline.law.readings import READINGS
from brightline.logic import All, Diagram, Diagrams
from brightline.logic import facts as facts_of
from brightline.logic.diagram import NEVER

AGES: Mapping[int, tuple[str, ...]] = {20: ("age.under_20",), 21: ("age.under_20", "age.under_21")}
"""Ages from which a claim about adults may hold although it fails at 18, and the facts that are then false."""


def line(
    chosen: Sequence[Definition] | None = None,
    of_claims: Sequence[Claim] | None = None,
    as_of: date | None = None,
    reading: str | Reading = "strict",
) -> tuple[LineFinding, ...]:
    """Every claim tried against every definition: definition by definition, claims in their order.

    Without definitions: all that come with Brightline, those known from memory left out. A claim is proved by a
    decision diagram over every choice of facts that the situation leaves free, not by sampling.
    """
    law = reading_named(reading) if isinstance(reading, str) else reading
    tried = of_claims or claims()
    versions = [(one, version_for(one, as_of)[0]) for one in (definitions() if chosen is None else chosen)]
    field: _Field | None = None
    found: list[LineFinding] = []
    for one, version in versions:
        known = [_proved.get((version, law, claim)) for claim in tried]
        of_law = [finding for finding in known if finding is not None and finding.definition is one]
        if len(of_law) < len(tried):
            in_law_terms(version, one.id)
            field = field or _Field(law, [version for _, version in versions])
            ground = _Ground(one, version, law, field, field.diagrams.of(version.formula))
            of_law = [_try(ground, claim) for claim in tried]
            _keep(of_law)
        found.extend(of_law)
    return tuple(found)


_proved: dict[tuple[Version, Reading, Claim], LineFinding] = {}
"""What was found of what comes with Brightline, and of nothing else: so it comes to an end, and is nobody's own."""


def _keep(found: Iterable[LineFinding]) -> None:
    for one in found:
        law, with_reading = one.definition, one.reading
        shipped = law.id in definition_ids() and definition(law.id) is law and one.claim in claims()
        if shipped and with_reading.id in READINGS and reading_named(with_reading.id) is with_reading:
            _proved[one.version, with_reading, one.claim] = one


class _Field:
    """Every legal fact, and what is true of them by their words' own meaning and the reading, as diagrams."""

    def __init__(self, reading: Reading, versions: Sequence[Version]) -> None:
        always = background(reading)
        legal = [entry.id for entry in vocabulary() if entry.level == "legal"]
        self.diagrams = Diagrams([*legal, *facts_of(*(version.formula for version in versions), *always)])
        self.possible = self.diagrams.of(All(*always))
        self._situations: dict[tuple[frozenset[str], frozenset[str]], Diagram] = {}

    def situation(self, holds: Iterable[str], free: Iterable[str]) -> Diagram:
        """Where some facts hold, some are free, and no other holds but what follows from those that do."""
        key = (frozenset(holds), frozenset(free))
        found = self._situations.get(key)
        if found is None:
            found = self._situations[key] = self._situation(*key)
        return found

    def following(self, holds: Iterable[str]) -> frozenset[str]:
        """The facts that hold, and those that follow from them by the words' own meaning."""
        left = self.diagrams.given(self.possible, dict.fromkeys(holds, True))
        drawn = [fact for fact in self.diagrams.facts(left) if self.diagrams.given(left, {fact: False}) == NEVER]
        return frozenset((*holds, *drawn))

    def _situation(self, holds: frozenset[str], free: frozenset[str]) -> Diagram:
        given = self.following(holds)
        settled = {fact: fact in given for fact in self.diagrams.order if fact not in free}
        return self.diagrams.both(self.possible, self.diagrams.exactly(settled))


@dataclass(frozen=True, eq=False, slots=True)
class _Ground:
    """A definition's version on the field."""

    definition: Definition
    version: Version
    reading: Reading
    field: _Field
    met: Diagram

    @property
    def diagrams(self) -> Diagrams:
        """The field's diagrams."""
        return self.field.diagrams


def _try(ground: _Ground, claim: Claim) -> LineFinding:
    match claim.conclusion:
        case "not reached":
            return _not_reached(ground, claim)
        case "reached":
            return _each(ground, claim) if claim.each else _reached(ground, claim)
        case "unaffected":
            return _unaffected(ground, claim)


def _note(ground: _Ground, claim: Claim) -> LineNote:
    return ground.definition.line.get(claim.id) or LineNote((), (), (), "", "", "")


def _not_reached(ground: _Ground, claim: Claim) -> LineFinding:
    verdict, example = _outside(ground, claim, ())
    from_age = None
    if verdict != "proved":
        for age, false in AGES.items():
            if _outside(ground, claim, false)[0] == "proved":
                from_age = age
                break
    return _finding(ground, claim, verdict, example, from_age)


def _outside(ground: _Ground, claim: Claim, false: Sequence[str]) -> tuple[Verdict, Counterexample | None]:
    note = _note(ground, claim)
    narrow = [fact for fact in (*claim.free, *note.counts) if fact not in (*note.leaves_out, *false)]
    wide = [fact for fact in _widely(claim, note) if fact not in (*narrow, *false)]
    cost = {fact: 10 + place / 100 for place, fact in enumerate(wide)}
    for free in (narrow, (*narrow, *wide)):
        against = ground.diagrams.both(ground.met, ground.field.situation(claim.holds, free))
        holds = ground.diagrams.smallest(against, lambda fact: weight(fact) + cost.get(fact, 0))
        if holds is not None:
            turns_on = tuple(fact for fact in holds if fact in wide)
            return "open" if turns_on or note.doubt else "refuted", Counterexample(holds, turns_on=turns_on)
    return "proved", None


def _reached(ground: _Ground, claim: Claim) -> LineFinding:
    verdict, example = _inside(ground, claim, ())
    return _finding(ground, claim, verdict, example)


def _inside(ground: _Ground, claim: Claim, tried: Sequence[str]) -> tuple[Verdict, Counterexample | None]:
    note = _note(ground, claim)
    holds = [fact for fact in (*claim.holds, *note.counts, *tried) if fact not in note.leaves_out]
    wide = [fact for fact in (*_widely(claim, note), *_amounting(tried)) if fact not in holds]
    narrowly, widely = (
        ground.diagrams.implies(ground.field.situation(facts, claim.free), ground.met)
        for facts in (holds, (*holds, *wide))
    )
    if narrowly:
        return "open" if note.doubt else "proved", None
    return "open" if widely else "refuted", _shortfall(ground, claim, holds, wide, tried)


def _widely(claim: Claim, note: LineNote) -> Iterable[str]:
    """What holds on a wide reading, the instrument's own note first; what an authority leaves out is not in it."""
    return (*note.may_count, *(fact for fact in claim.wide if fact not in (*note.leaves_out, *note.may_count)))


def _amounting(facts: Iterable[str]) -> tuple[str, ...]:
    """The legal facts that facts may amount to, where somebody is asked."""
    words, amount = vocabulary(), may_amount_to()
    return tuple(other for fact in facts for other in sorted(amount[fact]) if words[other].level == "legal")


MOST_SHOWN = 12
"""Facts of a situation that are all shown; of a longer one only those that carry a case are."""


def _shortfall(
    ground: _Ground, claim: Claim, holds: Sequence[str], wide: Sequence[str], tried: Sequence[str]
) -> Counterexample:
    """A small part of a situation that is not reached, and what would have to be added for it to be.

    The facts of a lightest case that is reached are taken, those of the situation nearly for nothing and those of
    a wide reading, or that the situation leaves free, for less than others; what is not of the situation is missing.
    """
    diagrams = ground.diagrams
    outside = diagrams.both(ground.field.situation(holds, claim.free), diagrams.opposite(ground.met))
    chosen = set(diagrams.smallest(outside, weight) or ()) & set(claim.free)
    ages = {entry.id for entry in vocabulary().family("age")} & set(diagrams.order)
    shown = set(holds) if len(holds) <= MOST_SHOWN else {*tried, *ages.intersection(holds)}
    settled = {fact: fact in holds for fact in ages} | dict.fromkeys((*shown, *chosen), True)
    near = diagrams.both(ground.field.possible, diagrams.exactly(settled), ground.met)
    cost = dict.fromkeys((entry.id for entry in vocabulary().family("setting")), 1.5)
    cost |= dict.fromkeys(claim.free, 0.8) | dict.fromkeys(wide, 0.5) | dict.fromkeys(holds, 0.01)
    case = diagrams.smallest(near, lambda fact: weight(fact) * cost.get(fact, 1))
    given = ground.field.following({*holds, *chosen})
    missing = tuple(fact for fact in case or () if fact not in given)
    return Counterexample(
        _in_order({fact for fact in case or () if fact in given} or {*shown, *chosen}),
        missing,
        tuple(fact for fact in missing if fact in wide),
    )


def _in_order(facts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(facts, key=vocabulary().bit.__getitem__))


def _each(ground: _Ground, claim: Claim) -> LineFinding:
    verdicts: dict[str, Verdict] = {}
    first: dict[Verdict, Counterexample] = {}
    for fact in claim.each:
        verdict, example = _inside(ground, claim, (fact,))
        verdicts[fact] = verdict
        if example is not None:
            first.setdefault(verdict, example)
    worst = _worst(verdicts.values())
    return replace(_finding(ground, claim, worst, first.get(worst)), reached_by=verdicts)


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    found = set(verdicts)
    return "refuted" if "refuted" in found else "open" if "open" in found else "proved"


def _unaffected(ground: _Ground, claim: Claim) -> LineFinding:
    diagrams = ground.diagrams
    turning = [fact for fact in diagrams.facts(ground.met) if fact in claim.free]
    if not turning:
        return _finding(ground, claim, "proved", None)
    with_, without = (diagrams.given(ground.met, dict.fromkeys(turning, value)) for value in (True, False))
    undone = diagrams.both(ground.field.possible, diagrams.differ(with_, without))
    return _finding(ground, claim, "refuted", Counterexample(diagrams.smallest(undone, weight) or (), tuple(turning)))


def _finding(
    ground: _Ground, claim: Claim, verdict: Verdict, example: Counterexample | None, from_age: int | None = None
) -> LineFinding:
    return LineFinding(
        definition=ground.definition,
        version=ground.version,
        reading=ground.reading,
        claim=claim,
        verdict=verdict,
        counterexample=example,
        citations=_citations(ground, claim, example),
        from_age=from_age,
    )


def _citations(ground: _Ground, claim: Claim, example: Counterexample | None) -> tuple[str, ...]:
    """Where the law says what the verdict rests on: the elements that speak of the counterexample, or all of them."""
    speaking = set(example.holds) | set(example.missing) if example else set[str]()
    elements = [
        element.cite
        for element in ground.version.elements.values()
        if not example or not speaking.isdisjoint(facts_of(element.formula))
    ]
    note = ground.definition.line.get(claim.id)
    consent = ground.definition.rules.get("consent") if claim.conclusion == "unaffected" else None
    extra = [note.source] if note else []
    extra += [consent.cite] if consent and consent.cite else []
    return tuple(dict.fromkeys((ground.definition.citation, *elements, *extra)))


ADULT_CLAIMS = ("colleagues", "third-party-help", "migration", "client")
"""The claims that together say whether a definition reaches an adult's sex work with ordinary help only."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a definition reaches an adult's sex work with ordinary help only: from 18 on, and from 21 on."""

    at_18: Literal["reached", "unclear", "not reached"]
    at_21: Literal["reached", "unclear", "not reached"]


def reach_of_sex_work(found: Iterable[LineFinding]) -> Reach:
    """The verdict that the claims about adults add up to, for the findings of one definition."""
    of_adults = [finding for finding in found if finding.claim.id in ADULT_CLAIMS]
    return Reach(_added(of_adults), _added([finding for finding in of_adults if not finding.from_age]))


@cache
def _words() -> Mapping[Verdict, Literal["reached", "unclear", "not reached"]]:
    return {"refuted": "reached", "open": "unclear", "proved": "not reached"}


def _added(found: Sequence[LineFinding]) -> Literal["reached", "unclear", "not reached"]:
    return _words()[_worst(finding.verdict for finding in found)]


__all__ = ["ADULT_CLAIMS", "Counterexample", "LineFinding", "Reach", "Verdict", "line", "reach_of_sex_work"]
