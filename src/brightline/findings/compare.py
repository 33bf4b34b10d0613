"""Two definitions side by side: which reaches further, on which facts, and for want of which element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from brightline.cases.case import to_date
from brightline.errors import BrightlineError
from brightline.findings.assess import version_for
from brightline.findings.reach import (
    Difference,
    Reach,
    Situation,
    group_words,
    in_words,
    pattern_words,
    reach,
    weight,
)
from brightline.law import Definition, Reading, Version, background, definition, vocabulary
from brightline.law import reading as reading_named
from brightline.law.datafile import parse_date
from brightline.law.definitions import Amendment
from brightline.logic import All, Diagrams, DiagramTooLargeError
from brightline.logic import facts as facts_of

Relation: TypeAlias = Literal["equivalent", "a inside b", "b inside a", "each reaches further"]

RELATION_WORDS: Mapping[Relation, str] = {
    "equivalent": "{a} and {b} are equivalent: whatever meets one meets the other",
    "a inside b": "{a} lies inside {b}: whatever meets {a} meets {b}, and {b} reaches further",
    "b inside a": "{b} lies inside {a}: whatever meets {b} meets {a}, and {a} reaches further",
    "each reaches further": "{a} and {b} each reach cases that the other does not",
}


@dataclass(frozen=True, eq=False)
class Side:
    """One definition in the version that is compared."""

    definition: Definition
    version: Version
    as_of: date | None
    in_force: bool
    name: str
    """As the user gave it: `us-18usc1591@2003`, an alias, a path; else the id."""

    def to_json(self) -> dict[str, object]:
        """The side as plain data."""
        return {
            "definition": self.definition.id,
            "title": self.definition.title,
            "kind": self.definition.kind,
            "citation": self.definition.citation,
            "version": self.version.label,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "in_force": self.in_force,
            "checked": self.version.checked,
        }


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two definitions compared in their own terms, given what is true of those terms by their words and a reading.

    It covers every case in which each legal fact either holds or does not: a proof, not a sample.
    """

    a: Side
    b: Side
    reading: Reading = field(repr=False)

    @cached_property
    def only_a(self) -> Reach:
        """What meets the first and not the second."""
        return self._beyond(self.a, self.b)

    @cached_property
    def only_b(self) -> Reach:
        """What meets the second and not the first."""
        return self._beyond(self.b, self.a)

    def _beyond(self, one: Side, other: Side) -> Reach:
        try:
            return reach(one.version, other.version, self.reading)
        except DiagramTooLargeError as failure:
            raise BrightlineError(f"{one.name} and {other.name} are too tangled to compare: {failure}") from None

    @cached_property
    def relation(self) -> Relation:
        """How the two lie to each other: from the patterns where they are known, and else without any."""
        if {"only_a", "only_b"} <= self.__dict__.keys():
            return relation_of(not self.only_a.differences, not self.only_b.differences)
        always = All(*background(self.reading))
        a, b = self.a.version.formula, self.b.version.formula
        try:
            diagrams = Diagrams(sorted(set(facts_of(a, b, always)), key=vocabulary().bit.__getitem__))
            possible, reached = diagrams.of(always), (diagrams.of(a), diagrams.of(b))
            first, second = (diagrams.both(possible, part) for part in reached)
        except DiagramTooLargeError as failure:
            raise BrightlineError(f"{self.a.name} and {self.b.name} are too tangled to compare: {failure}") from None
        return relation_of(diagrams.implies(first, reached[1]), diagrams.implies(second, reached[0]))

    @property
    def of_one_law(self) -> bool:
        """Whether both sides are versions of the same definition."""
        return self.a.definition is self.b.definition

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """Of two versions of one definition: the changes of the law that its file dates between them."""
        if not self.of_one_law:
            return ()
        from_, to = sorted(one.as_of or one.version.start or date.min for one in (self.a, self.b))
        return tuple(change for change in self.a.definition.amendments if _may_lie_between(change.date, from_, to))

    @property
    def own_lists(self) -> tuple[str, ...]:
        """Facts that two different laws both ask about, and that each fills from a list of its own."""
        if self.of_one_law:
            return ()
        shared = set(self.a.version.facts) & set(self.b.version.facts)
        return tuple(entry.id for entry in vocabulary() if entry.set_by_law and entry.id in shared)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that either version asks about."""
        return frozenset((*self.a.version.facts, *self.b.version.facts))

    def to_json(self) -> dict[str, object]:
        """The comparison as plain data with stable names."""
        only_a, only_b = self.only_a.to_json(), self.only_b.to_json()
        return {
            "a": self.a.name,
            "b": self.b.name,
            "sides": {"a": self.a.to_json(), "b": self.b.to_json()},
            "reading": self.reading.id,
            "relation": self.relation,
            "only_a": only_a,
            "only_b": only_b,
            "own_lists": list(self.own_lists),
            "amendments": [{"date": a.date, "law": a.law, "change": a.change} for a in self.amendments],
        }


def compare(
    a: str | Definition,
    b: str | Definition,
    as_of: date | str | None = None,
    reading: str | Reading = "strict",
) -> Comparison:
    """Two definitions compared: equivalent, one inside the other, or each reaching further, with every pattern.

    A name may carry a day of its own: `us-18usc1591@2003` is the version in force at the end of 2003. The reading
    adds what it draws from one legal fact to another; the strict one draws nothing.
    Raises `BrightlineError` for an unknown name, and where a definition of your own is too tangled to compare.
    """
    day = to_date(as_of) if as_of is not None else None
    law = reading_named(reading) if isinstance(reading, str) else reading
    return Comparison(side(a, day), side(b, day), law)


def side(named: str | Definition, day: date | None) -> Side:
    """The version that a name asks for: that of its own day (`id@2003`), else that of `day`, else the newest."""
    if isinstance(named, Definition):
        chosen, name = named, named.id
    else:
        id, at, own_day = named.rpartition("@") if not named.endswith((".yaml", ".yml")) else (named, "", "")
        chosen, name = definition(id if at else named), named
        if at:
            try:
                day = parse_date(own_day, last=True)
            except ValueError as failure:
                raise BrightlineError(f"{named}: {failure}") from None
    version, in_force = version_for(chosen, day)
    in_law_terms(version, name)
    if day is None and version.start and version.start > date.today():
        in_force = False
    return Side(chosen, version, day, in_force, name)


def in_law_terms(version: Version, name: str) -> None:
    """An error where a version asks for observations: proofs are about terms of law, which observations lead to."""
    words = vocabulary()
    told = next((fact for fact in version.facts if words[fact].level != "legal"), None)
    if told:
        raise BrightlineError(
            f"{name} asks for {told}, an observation; proofs and comparisons are made in terms of law only: "
            "name the legal facts that are meant (`brightline facts`)"
        )


def relation_of(a_inside: bool, b_inside: bool) -> Relation:
    """The relation, from whether each lies inside the other."""
    if a_inside:
        return "equivalent" if b_inside else "a inside b"
    return "b inside a" if b_inside else "each reaches further"


def _may_lie_between(told: str, from_: date, to: date) -> bool:
    """Whether a date as a source gives it (perhaps a year only) may lie after one day and not after another."""
    try:
        return parse_date(told, last=True) > from_ and parse_date(told) <= to
    except ValueError:
        return True


def relation_words(relation: Relation, a: str, b: str) -> str:
    """A relation as a sentence about two names."""
    return RELATION_WORDS[relation].format(a=a, b=b)


__all__ = [
    "RELATION_WORDS",
    "Comparison",
    "Difference",
    "Reach",
    "Relation",
    "Side",
    "Situation",
    "compare",
    "group_words",
    "in_law_terms",
    "in_words",
    "pattern_words",
    "relation_of",
    "relation_words",
    "side",
    "weight",
]
