"""What meets one definition and not another: merged patterns, the element that each lacks, a smallest case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from brightline.findings.joining import Clause, by_vocabulary, followed, joined
from brightline.law import Element, Reading, Version, background, vocabulary
from brightline.law.vocabulary import REMOTE
from brightline.logic import (
    All,
    Diagram,
    Diagrams,
    Fact,
    Formula,
    Group,
    Not,
    Pattern,
    background_for,
    compile_bits,
    patterns,
    walk,
)
from brightline.logic import facts as facts_of
from brightline.logic.kleene import Evaluator

SEXUAL = frozenset(
    {
        "purpose.exploit_prostitution",
        "purpose.sexual_exploitation",
        "purpose.commercial_sex",
        "purpose.prostitution",
        "purpose.pornography",
        "test.sexual_offence_done",
        "test.control_prostitution",
        "test.exploited_in_prostitution",
        "test.pimping_offence_done",
    }
)
"""Purposes and tests that speak of sex or of selling it: shown before the others, and preferred in examples."""


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
        """The facts that hold, in words, and how old the person is as far as the two definitions ask."""
        younger = [fact for fact in self.holds if vocabulary()[fact].family == "age"]
        older = [fact for fact in self.fails if vocabulary()[fact].family == "age"]
        if not older:
            return in_words(self.holds) or "none of the facts that the two ask about holds"
        limit = max(map(_years, older))
        told = in_words([fact for fact in self.holds if fact not in younger])
        aged = f"aged {limit} to {min(map(_years, younger)) - 1}" if younger else f"aged {limit} or more"
        return f"{told}; {aged}" if told else aged

    @property
    def size(self) -> float:
        """How much the case needs: about one for each fact, the age lines that hold counted once."""
        weights = _weights(frozenset((*self.holds, *self.fails)))
        return sum(weights[fact] for fact in self.holds)

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
    """What meets one definition and not the other, most telling first.

    Patterns that say something of sexual purposes come before those that only speak of other ones, then adults before
    children alone, then those of the fewest groups.
    """

    differences: tuple[Difference, ...]

    @property
    def count(self) -> int:
        """How many full minimal patterns there are, one fact of each group chosen."""
        return sum(difference.pattern.count for difference in self.differences)

    @cached_property
    def smallest(self) -> Situation | None:
        """The case that needs the fewest facts."""
        return min((d.situation for d in self.differences), key=lambda case: case.size, default=None)

    def to_json(self) -> dict[str, object]:
        """The reach as plain data."""
        return {
            "patterns": [difference.to_json() for difference in self.differences],
            "count": self.count,
            "smallest": self.smallest.to_json() if self.smallest else None,
        }


def reach(one: Version, other: Version, reading: Reading) -> Reach:
    """What meets the one version and not the other, given what the words and the reading draw from legal facts.

    Raises `DiagramTooLargeError` where a definition of your own is too tangled.
    """
    words = vocabulary()
    mentioned = by_vocabulary(facts_of(one.formula, other.formula))
    relevant = background_for(mentioned, background(reading))
    found = patterns(All(one.formula, Not(other.formula)), relevant, lambda fact: words[fact].family)
    clauses = [_clause(formula) for formula in relevant]
    examples = _Examples(mentioned, relevant)
    lacking = _Lacking(other, clauses)
    return Reach(
        tuple(
            Difference(pattern, lacking.elements(pattern), examples.smallest(pattern))
            for pattern in sorted(joined(found, clauses), key=_telling)
        )
    )


def _telling(pattern: Pattern) -> tuple[object, ...]:
    """The rank of a pattern: sexual purposes, adults, few groups; then the order of the vocabulary."""
    words = vocabulary()
    families = [{words[fact].family for fact in group} for group in pattern.present]
    speaks_of_sex = any(not SEXUAL.isdisjoint(group) for group in pattern.present)
    remote = not speaks_of_sex and any("purpose" in family for family in families)
    groups = len(pattern.present) + len(pattern.absent)
    return remote, {"age"} in families, groups, [[words.bit[fact] for fact in group] for group in pattern.present]


class _Examples:
    """The lightest case for each pattern, in the facts that two definitions mention."""

    def __init__(self, mentioned: Sequence[str], always: Sequence[Formula]) -> None:
        self._mentioned = mentioned
        self._weights = _weights(frozenset(mentioned))
        self._diagrams = Diagrams(mentioned)
        self._possible = self._diagrams.of(All(*always))
        self._concerned = frozenset(facts_of(*always))
        self._left: dict[tuple[str, ...], Diagram] = {}
        self._least: dict[int, float] = {}
        self._found: dict[object, tuple[str, ...]] = {}

    def smallest(self, pattern: Pattern) -> Situation:
        """Whatever is possible and has the pattern meets the one and not the other, so the lightest such case does."""
        absent = tuple(fact for group in pattern.absent for fact in group if fact in self._concerned)
        key = (pattern.present, absent)
        holds = self._found.get(key)
        if holds is None:
            diagrams = self._diagrams
            left = self._left.get(absent)
            if left is None:
                left = self._left[absent] = diagrams.given(self._possible, dict.fromkeys(absent, False))
            where = diagrams.both(left, *map(diagrams.any_of, pattern.present))
            holds = self._found[key] = diagrams.smallest(where, self._weights.__getitem__, self._least) or ()
        return Situation(holds, tuple(fact for fact in self._mentioned if fact not in holds))


class _Lacking:
    """Which elements of a definition fail for want of the facts that a pattern says are absent."""

    def __init__(self, version: Version, always: Sequence[Clause]) -> None:
        self._elements = tuple(version.elements.values())
        self._own = {element.name: frozenset(facts_of(element.formula)) for element in self._elements}
        self._clauses = always
        self._negative = any(isinstance(node, Not) for node in walk(version.formula))
        self._found: dict[object, tuple[Element, ...]] = {}

    def elements(self, pattern: Pattern) -> tuple[Element, ...]:
        """The failing elements that speak of nothing but absent facts; where none does, the one nearest to a group."""
        sure = [group[0] for group in pattern.present if len(group) == 1] if self._negative else []
        key = (pattern.absent, tuple(sure))
        found = self._found.get(key)
        if found is None:
            known = {fact: False for group in pattern.absent for fact in group} | dict.fromkeys(sure, True)
            known = followed(known, self._clauses)
            bit = vocabulary().bit
            true = sum(1 << bit[fact] for fact, holds in known.items() if holds)
            false = sum(1 << bit[fact] for fact, holds in known.items() if not holds)
            failing = [element for element in self._elements if _evaluator(element.formula)(true, false) is False]
            found = self._found[key] = self._naming(failing, pattern.absent, known)
        return found

    def _naming(
        self, failing: Sequence[Element], absent: Sequence[Group], known: Mapping[str, bool]
    ) -> tuple[Element, ...]:
        own = self._own
        named: dict[str, None] = {}
        covered: set[str] = set()
        for element in sorted(failing, key=lambda element: -len(own[element.name])):
            if own[element.name] <= known.keys() and not own[element.name] <= covered:
                named[element.name] = None
                covered |= own[element.name]
        for group in absent:
            near = [element for element in failing if not own[element.name].isdisjoint(group)]
            if near and covered.isdisjoint(group):
                named[min(near, key=lambda element: len(own[element.name])).name] = None
                covered.update(group)
        return tuple(element for element in failing if element.name in named or not named)


@lru_cache(maxsize=4096)
def _evaluator(formula: Formula) -> Evaluator:
    return compile_bits(formula, vocabulary().bit)


def _clause(formula: Formula) -> Clause:
    parts = (formula,) if isinstance(formula, (Fact, Not)) else formula.args
    return tuple((facts_of(part)[0], not isinstance(part, Not)) for part in parts)


_WEIGHTS = {"purpose.commercial_sex": 0.4, "purpose.exploit_prostitution": 0.55, "purpose.pornography": 1.1}
"""Exploiting prostitution takes paid sex acts with it, and the two together count as one; film comes after both."""


@cache
def weight(fact: str) -> float:
    """How much a fact adds to a situation that is to be small and near to life."""
    family = vocabulary()[fact].family
    if family == "age":
        return 0.4
    if fact in REMOTE:
        return 1.5
    if fact in _WEIGHTS:
        return _WEIGHTS[fact]
    return 1.2 if family == "purpose" and fact not in SEXUAL else 1.0


@lru_cache(maxsize=256)
def _weights(mentioned: frozenset[str]) -> Mapping[str, float]:
    """Weights among some facts: a young age counts once, and for a little more than an adult's one other fact."""
    weights = {fact: weight(fact) for fact in mentioned}
    ages = sorted((fact for fact in weights if vocabulary()[fact].family == "age"), key=_years)
    return weights | dict.fromkeys(ages, 0.01) | dict.fromkeys(ages[-1:], 1.05)


def in_words(holds: Iterable[str]) -> str:
    """Facts that hold, in words; of the age lines only the narrowest."""
    return _in_words(tuple(holds))


@lru_cache(maxsize=4096)
def _in_words(holds: tuple[str, ...]) -> str:
    words = vocabulary()
    implied = {wider for fact in holds for wider in words.wider[fact]}
    return "; ".join(words[fact].label for fact in holds if fact not in implied)


def _years(age_line: str) -> int:
    return int(age_line.rpartition("_")[2])


@lru_cache(maxsize=4096)
def group_words(group: Group, holds: bool, most: int | None = 6) -> str:
    """One group of a pattern in words: `any of 9: ...` or `none of 9: ...`; past `most` facts the rest is counted."""
    words = vocabulary()
    shown = group if most is None else group[:most]
    named = "; ".join(words[fact].label for fact in shown)
    rest = f"; and {len(group) - len(shown)} more" if len(group) > len(shown) else ""
    if len(group) == 1:
        return named if holds else f"not: {named}"
    return f"{'any' if holds else 'none'} of {len(group)}: {named}{rest}"


def pattern_words(pattern: Pattern, most: int | None = 6) -> str:
    """A pattern on one line."""
    parts = [group_words(group, True, most) for group in pattern.present]
    parts += [group_words(group, False, most) for group in pattern.absent]
    return " | ".join(parts)
