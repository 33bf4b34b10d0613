"""What a table's facts are completed with before any definition is tried, as plain steps for the contenders.

Each contender carries the steps out in its own way (SQL, NumPy, a loop over a record), in this order:

- `Age`: true if it or a narrower age is true, else false if it or a wider one is false; unknown if both;
- `Part`: where not known, false if a merged column that it is part of is false;
- `Way`: true if the reading's formula is true, unless the fact is said to be false, which leaves it unknown;
- `Whole`: a merged column that is not known adds nothing, and so is false; so does one whose parts are all false.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from brightline.cases.case import AGE_LINES
from brightline.law import Definition, Reading, vocabulary
from brightline.logic import Formula, facts, substitute


@dataclass(frozen=True)
class Age:
    fact: str
    true: list[str]
    false: list[str]


@dataclass(frozen=True)
class Part:
    fact: str
    wholes: list[str]


@dataclass(frozen=True)
class Way:
    fact: str
    formula: Formula


@dataclass(frozen=True)
class Whole:
    fact: str
    parts: list[str]


Step = Age | Part | Way | Whole


def with_sources(needed: Collection[str], reading: Reading) -> set[str]:
    """The facts, those from which the reading concludes them, and all parts of a merged column that has one."""
    wanted = set(needed)
    for fact, way in reversed(list(reading.ways.items())):
        if fact in wanted:
            wanted.update(facts(way))
    for entry in vocabulary():
        if wanted.intersection(entry.any_of):
            wanted.update(entry.any_of)
    return wanted


def completion(columns: Collection[str], definitions: Collection[Definition], reading: Reading) -> Iterator[Step]:
    """The steps for a table with these columns."""
    words = vocabulary()
    elements = [element.formula for d in definitions for element in d.current.elements.values()]
    wanted = with_sources(facts(*elements), reading)
    have = set(columns)
    for fact in AGE_LINES:
        narrower = [age for age in words.narrower[fact] if age in columns]
        wider = [age for age in words.wider[fact] if age in columns]
        if fact in wanted and (narrower or wider):
            own = [fact] if fact in columns else []
            yield Age(fact, own + narrower, own + wider)
            have.add(fact)
    wholes = [entry for entry in words if entry.any_of and entry.id in columns]
    for part in dict.fromkeys(part for whole in wholes for part in whole.any_of):
        if part in wanted:
            yield Part(part, [whole.id for whole in wholes if part in whole.any_of])
            have.add(part)
    for fact, way in reading.ways.items():
        if fact in wanted and have.intersection(facts(way)):
            yield Way(fact, way)
            have.add(fact)
    for whole in wholes:
        yield Whole(whole.id, list(whole.any_of) if have.issuperset(whole.any_of) else [])


def outputs(
    columns: Collection[str], definitions: Collection[Definition], reading: Reading
) -> dict[str, tuple[dict[str, Formula], Formula, Formula]]:
    """For each definition: its elements, its condition over their names, and that over facts."""
    wholes = [entry.id for entry in vocabulary() if entry.any_of and entry.id in columns]
    found: dict[str, tuple[dict[str, Formula], Formula, Formula]] = {}
    for definition in definitions:
        version = definition.current
        elements = {name: reading.with_composites(e.formula, wholes) for name, e in version.elements.items()}
        found[definition.id] = (elements, version.condition, substitute(version.condition, elements))
    return found
