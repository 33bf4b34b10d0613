"""Two definitions side by side: which reaches further, on which facts, and for want of which element."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from brightline.errors import BrightlineError
from brightline.findings.assess import version_for
from brightline.law import Definition, Element, Reading, Version, background, definition, vocabulary
from brightline.law import reading as reading_named
from brightline.law.datafile import parse_date
from brightline.law.vocabulary import REMOTE
from brightline.logic import All, Diagrams, DiagramTooLargeError, Formula, Group, Not, Pattern, patterns
from brightline.logic import facts as facts_of

Relation: TypeAlias = Literal["equivalent", "a inside b", "b inside a", "each reaches further"]

RELATION_WORDS: Mapping[Relation, str] = {
    "equivalent": "equivalent: whatever meets one meets the other",
    "a inside b": "the first lies inside the second: whatever meets {a} meets {b}, and {b} reaches further",
    "b inside a": "the second lies inside the first: whatever meets {b} meets {a}, and {a} reaches further",
    "each reaches further": "each reaches cases that the other does not",
}


@dataclass(frozen=True, eq=False)
class Side:
    """One definition in the version that is compared."""

    definition: Definition
    version: Version
    as_of: date | None
    in_force: bool

    @property
    def name(self) -> str:
        """The id, with the day asked for where there was one."""
        return f"{self.definition.id}@{self.as_of}" if self.as_of else self.definition.id

    def element_for(self, group: Group) -> Element | None:
        """The element that speaks of a group of facts most closely."""
        found = [
            element
            for element in self.version.elements.values()
            if not set(group).isdisjoint(facts_of(element.formula))
        ]
        return min(found, key=lambda element: len(facts_of(element.formula)), default=None)


@dataclass(frozen=True, slots=True)
class Situation:
    """A smallest concrete case: the facts that hold. Every other fact of the two definitions does not."""

    holds: tuple[str, ...]
    fails: tuple[str, ...]

    @property
    def facts(self) -> dict[str, bool]:
        """The case as a record that `assess` takes."""
        return dict.fromkeys(self.holds, True) | dict.fromkeys(self.fails, False)

    @property
    def words(self) -> str:
        """The facts that hold, in words."""
        return in_words(self.holds)

    def to_json(self) -> dict[str, object]:
        """The case as plain data."""
        return {"facts": self.facts, "holds": list(self.holds), "words": self.words}


@dataclass(frozen=True, eq=False)
class Difference:
    """One merged pattern that meets one definition and not the other."""

    pattern: Pattern
    elements: tuple[Element, ...]
    """What the other definition asks for and these facts do not give."""
    situation: Situation

    def to_json(self) -> dict[str, object]:
        """The pattern as plain data."""
        return {
            "present": [list(group) for group in self.pattern.present],
            "absent": [list(group) for group in self.pattern.absent],
            "count": self.pattern.count,
            "words": pattern_words(self.pattern),
            "missing": [{"element": e.name, "label": e.label, "cite": e.cite} for e in self.elements],
            "example": list(self.situation.holds),
        }


@dataclass(frozen=True, eq=False)
class Reach:
    """What meets one definition and not the other."""

    differences: tuple[Difference, ...]

    @property
    def count(self) -> int:
        """How many full minimal patterns there are, one fact of each group chosen."""
        return sum(difference.pattern.count for difference in self.differences)

    @property
    def smallest(self) -> Situation | None:
        """The case that needs the fewest facts."""
        return min((d.situation for d in self.differences), key=lambda case: _weight(case.holds), default=None)

    def to_json(self) -> dict[str, object]:
        """The reach as plain data."""
        return {
            "patterns": [difference.to_json() for difference in self.differences],
            "count": self.count,
            "smallest": self.smallest.to_json() if self.smallest else None,
        }


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two definitions compared in their own terms, given what is true of those terms by their words and a reading.

    It covers every case in which each legal fact either holds or does not: a proof, not a sample.
    """

    a: Side
    b: Side
    reading: Reading

    @cached_property
    def only_a(self) -> Reach:
        """What meets the first and not the second."""
        return _reach(self.a, self.b, self.reading)

    @cached_property
    def only_b(self) -> Reach:
        """What meets the second and not the first."""
        return _reach(self.b, self.a, self.reading)

    @property
    def relation(self) -> Relation:
        """How the two lie to each other."""
        return relation_of(not self.only_a.differences, not self.only_b.differences)

    def to_json(self) -> dict[str, object]:
        """The comparison as plain data with stable names."""
        return {
            "a": _side_json(self.a),
            "b": _side_json(self.b),
            "reading": self.reading.id,
            "relation": self.relation,
            "only_a": self.only_a.to_json(),
            "only_b": self.only_b.to_json(),
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
    day = parse_date(as_of) if isinstance(as_of, str) else as_of
    law = reading_named(reading) if isinstance(reading, str) else reading
    return Comparison(side(a, day), side(b, day), law)


def side(named: str | Definition, day: date | None) -> Side:
    """The version that a name asks for: that of its own day (`id@2003`), else that of `day`, else the newest."""
    if isinstance(named, Definition):
        chosen = named
    else:
        id, _, own_day = named.partition("@")
        chosen = definition(id)
        day = _last_day(own_day, named) if own_day else day
    version, in_force = version_for(chosen, day)
    return Side(chosen, version, day, in_force)


def _last_day(text: str, named: str) -> date:
    try:
        first = parse_date(text)
    except ValueError as failure:
        raise BrightlineError(f"{named}: {failure}") from None
    match text.count("-"):
        case 0:
            return first.replace(month=12, day=31)
        case 1:
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        case _:
            return first


def relation_of(a_inside: bool, b_inside: bool) -> Relation:
    """The relation, from whether each lies inside the other."""
    if a_inside:
        return "equivalent" if b_inside else "a inside b"
    return "b inside a" if b_inside else "each reaches further"


def _reach(one: Side, other: Side, reading: Reading) -> Reach:
    words = vocabulary()
    always = background(reading)
    beyond = All(one.version.formula, Not(other.version.formula))
    try:
        found = patterns(beyond, always, lambda fact: words[fact].family)
        mentioned = facts_of(one.version.formula, other.version.formula)
        diagrams = Diagrams(_by_vocabulary(facts_of(beyond, *always)))
        possible = diagrams.of(All(beyond, *always))
    except DiagramTooLargeError as failure:
        raise BrightlineError(f"{one.name} and {other.name} are too tangled to compare: {failure}") from None
    differences: list[Difference] = []
    for pattern in found:
        absent = {fact: False for group in pattern.absent for fact in group}
        where = diagrams.both(diagrams.given(possible, absent), *map(diagrams.any_of, pattern.present))
        holds = diagrams.smallest(where, weight) or ()
        missing = dict.fromkeys(filter(None, map(other.element_for, pattern.absent)))
        differences.append(Difference(pattern, tuple(missing), _situation(holds, mentioned)))
    return Reach(tuple(differences))


def _situation(holds: Iterable[str], mentioned: Iterable[str]) -> Situation:
    chosen = tuple(holds)
    return Situation(chosen, tuple(fact for fact in _by_vocabulary(mentioned) if fact not in chosen))


def _by_vocabulary(found: Iterable[str]) -> list[str]:
    return sorted(set(found), key=vocabulary().bit.__getitem__)


def weight(fact: str) -> float:
    """How much a fact adds to a situation that is to be small and near to life."""
    if vocabulary()[fact].family == "age":
        return 0.4
    return 1.5 if fact in REMOTE else 1.0


def _weight(holds: Iterable[str]) -> float:
    return sum(map(weight, holds))


def _side_json(one: Side) -> dict[str, object]:
    return {
        "definition": one.definition.id,
        "title": one.definition.title,
        "citation": one.definition.citation,
        "version": one.version.label,
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "in_force": one.in_force,
        "checked": one.version.checked,
    }


def in_words(holds: Sequence[str]) -> str:
    """Facts that hold, in words; of the age lines only the narrowest."""
    words = vocabulary()
    implied = {wider for fact in holds for wider in words.wider[fact]}
    return "; ".join(words[fact].label for fact in holds if fact not in implied)


def group_words(group: Group, holds: bool, most: int = 6) -> str:
    """One group of a pattern in words: `any of 9 means: ...` or `no means: ...`."""
    words = vocabulary()
    named = "; ".join(words[fact].label for fact in group[:most])
    rest = f"; and {len(group) - most} more" if len(group) > most else ""
    if len(group) == 1:
        return named if holds else f"not: {named}"
    return f"{'any' if holds else 'none'} of {len(group)}: {named}{rest}"


def pattern_words(pattern: Pattern, most: int = 6) -> str:
    """A pattern on one line."""
    parts = [group_words(group, True, most) for group in pattern.present]
    parts += [group_words(group, False, most) for group in pattern.absent]
    return " | ".join(parts)


def relation_words(relation: Relation, a: str, b: str) -> str:
    """A relation as a sentence about two names."""
    return RELATION_WORDS[relation].format(a=a, b=b)


@dataclass(frozen=True, eq=False)
class Matrix:
    """Every definition against every other: who lies inside whom."""

    sides: tuple[Side, ...]
    reading: Reading
    inside: tuple[tuple[bool, ...], ...]
    """`inside[row][column]`: whatever meets the row's definition meets the column's."""

    def relation(self, row: int, column: int) -> Relation:
        """How the row's definition (a) lies to the column's (b)."""
        return relation_of(self.inside[row][column], self.inside[column][row])

    def to_json(self) -> dict[str, object]:
        """The grid as plain data: a list of pairs, each once."""
        count = len(self.sides)
        return {
            "reading": self.reading.id,
            "definitions": [_side_json(one) for one in self.sides],
            "relations": [
                {
                    "a": self.sides[row].definition.id,
                    "b": self.sides[column].definition.id,
                    "relation": self.relation(row, column),
                }
                for row in range(count)
                for column in range(row + 1, count)
            ],
        }


def compare_all(chosen: Sequence[Definition], as_of: date | None = None, reading: str | Reading = "strict") -> Matrix:
    """Every pair of definitions compared, those that reach furthest first."""
    law = reading_named(reading) if isinstance(reading, str) else reading
    sides = [side(one, as_of) for one in chosen]
    always: list[Formula] = list(background(law))
    try:
        diagrams = Diagrams(_by_vocabulary(facts_of(*(one.version.formula for one in sides), *always)))
        possible = diagrams.of(All(*always))
        reached = [diagrams.of(one.version.formula) for one in sides]
        within = [diagrams.both(part, possible) for part in reached]
    except DiagramTooLargeError as failure:
        raise BrightlineError(f"a definition is too tangled to compare: {failure}") from None
    inside = {
        (row, column): diagrams.implies(within[row], reached[column])
        for row in range(len(sides))
        for column in range(len(sides))
    }
    holding = [sum(inside[other, row] for other in range(len(sides))) for row in range(len(sides))]
    order = sorted(range(len(sides)), key=lambda row: (-holding[row], sides[row].definition.id))
    return Matrix(
        tuple(sides[row] for row in order),
        law,
        tuple(tuple(inside[row, column] for column in order) for row in order),
    )
