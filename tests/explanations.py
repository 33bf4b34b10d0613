"""Records to explain under any definition, and the full sets of answers that a condition stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from hypothesis import settings
from hypothesis import strategies as st

import brightline
from brightline.findings import Finding
from brightline.findings.condition import Condition
from brightline.findings.explain import Explanation
from brightline.law import Definition, definitions, reading, vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import Truth
from brightline.logic import facts as facts_of

WORDS = vocabulary()
ALL = definitions(memory=True)
SMALL = [found for found in ALL if len(found.current.facts) <= 10]
READINGS = ("strict", "broad")
AGES = [entry.id for entry in WORDS.family("age")]
MOST_TRIED = 6
"""Full sets that are tried of each condition, and conditions of each list."""

Record = dict[str, object]
Answers = dict[str, bool]
searching = settings(max_examples=40, deadline=None)


def telling_facts(definition: Definition, name: str) -> list[str]:
    """What can carry a definition: its own facts, what amounts to them, and the columns merged from such."""
    ways = reading(name).ways
    found: dict[str, None] = {}
    todo = list(definition.current.facts)
    while todo:
        fact = todo.pop()
        if fact not in found:
            found[fact] = None
            todo.extend(facts_of(ways[fact]) if fact in ways else ())
    merged = [entry.id for entry in WORDS if found.keys() & set(entry.any_of)]
    return sorted({*found, *merged})


@dataclass(frozen=True)
class Tried:
    """A flat record under a definition and a reading."""

    id: str
    reading: str
    record: Record

    @cached_property
    def finding(self) -> Finding:
        return self.again(self.record)

    @cached_property
    def explanation(self) -> Explanation:
        return brightline.explain(self.finding)

    def again(self, record: Mapping[str, object]) -> Finding:
        """The finding on another record."""
        (finding,) = brightline.assess(record, self.id, reading=self.reading)
        return finding

    def outcome(self, record: Mapping[str, object]) -> str:
        return self.again(record).outcome


@st.composite
def cases(
    draw: st.DrawFn,
    values: Iterable[Truth] = (True, True, True, False, None),
    closed: bool = True,
    merged: bool = True,
    among: list[Definition] = ALL,
    most: int = 40,
) -> Tried:
    """A record that speaks mostly of what bears on the definition."""
    definition, name = draw(st.sampled_from(among)), draw(st.sampled_from(READINGS))
    facts = [fact for fact in telling_facts(definition, name) if fact not in AGES]
    facts = facts if merged else [fact for fact in facts if not WORDS[fact].any_of]
    some = draw(st.lists(st.sampled_from(facts), max_size=min(most, len(facts)), unique=True)) if facts else []
    record: Record = {fact: draw(st.sampled_from(list(values))) for fact in some}
    age = draw(st.sampled_from([None, 15, 17, 19, 30]))
    if age is not None:
        record["age"] = age
    families = draw(st.lists(st.sampled_from(FAMILIES), unique=True, max_size=3)) if closed else []
    if families:
        record["closed"] = families
    return Tried(definition.id, name, record)


def answered(record: Record, answers: Mapping[str, Truth]) -> Record:
    """The record with other answers. An answer about age takes the place of all that was said of it."""
    changed = dict(record)
    if any(fact in AGES for fact in answers):
        changed = {fact: value for fact, value in changed.items() if fact != "age" and fact not in AGES}
    return {**changed, **answers}


def full_sets(condition: Condition) -> Iterator[Answers]:
    """Every full set that a condition stands for."""
    for chosen in product(*condition.one_of):
        yield {**dict.fromkeys(chosen, True), **dict.fromkeys(condition.none_of, False)}


def some_sets(conditions: Iterable[Condition]) -> Iterator[tuple[Condition, Answers]]:
    for condition in islice(conditions, MOST_TRIED):
        for chosen in islice(full_sets(condition), MOST_TRIED):
            yield condition, chosen


def without(answers: Answers) -> Iterator[Answers]:
    """The answers with one left out."""
    for left_out in answers:
        yield {fact: value for fact, value in answers.items() if fact != left_out}
