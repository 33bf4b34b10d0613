"""Which plain questions settle a legal fact: what a person can tell first, the term of law last."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from brightline.law import Reading, vocabulary
from brightline.logic import Any, Fact, Formula, Inquiry, substitute
from brightline.logic import facts as facts_of

CATCH_ALL = frozenset({"means.coercion_other", "purpose.other", "obs.other_control", "any.other_exploitation"})
"""Facts asked for as "any other way": clear only once the ways that have a name were asked about."""

_asked: WeakKeyDictionary[Reading, Mapping[str, tuple[str, ...]]] = WeakKeyDictionary()


def questions_for(fact: str, reading: Reading) -> tuple[str, ...]:
    """The facts to ask about so as to settle a legal fact, in the order to ask; the fact itself comes last.

    Most facts have a question that a person can answer as it stands. Where the fact is itself a conclusion of law,
    what a person can tell is asked first: the observations from which the reading concludes it.
    """
    known = _asked.get(reading)
    if known is None:
        known = _asked[reading] = {entry.id: _questions_for(entry.id, reading) for entry in vocabulary()}
    return known[fact]


def _questions_for(fact: str, reading: Reading) -> tuple[str, ...]:
    words = vocabulary()
    found: dict[str, None] = {}

    def visit(id: str) -> None:
        if words[id].conclusion and id in reading.ways:
            for source in sorted(facts_of(reading.ways[id]), key=lambda source: source in CATCH_ALL):
                if source not in found and words[source].level != "composite":
                    visit(source)
        found.setdefault(id)

    visit(fact)
    return tuple(found)


_ways: WeakKeyDictionary[Reading, dict[str, Inquiry]] = WeakKeyDictionary()


def way_to(fact: str, reading: Reading) -> Inquiry:
    """What makes a legal fact hold that a reading concludes, down to what `questions_for` would ask about."""
    made = _ways.setdefault(reading, {})
    if fact not in made:
        made[fact] = Inquiry([_opened(fact, reading)])
    return made[fact]


def _opened(fact: str, reading: Reading) -> Formula:
    words, way = vocabulary(), reading.ways[fact]
    inner = [other for other in facts_of(way) if words[other].conclusion and other in reading.ways]
    return substitute(way, {other: Any(_opened(other, reading), Fact(other)) for other in inner})


def authority(asked: str, fact: str, reading: Reading) -> str:
    """Why what is asked about counts as a legal fact, in the words of the reading; empty for the fact itself."""
    concluded = {fact, *questions_for(fact, reading)} - {asked}
    return next(
        (line.authority for line in reading.lines if line.fact in concluded and asked in facts_of(line.when)), ""
    )
