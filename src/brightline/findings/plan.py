"""A definition made ready to be tried many times: each element compiled once for one version and one reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from brightline.law import Element, Reading, Version, vocabulary
from brightline.law.readings import Line
from brightline.logic import Formula, Supporter, Truth, compile_bits, compile_support, facts
from brightline.logic.kleene import Evaluator


@dataclass(frozen=True, slots=True)
class Carried:
    """A formula made ready to say which facts carry its value."""

    support: Supporter
    named: tuple[tuple[int, str], ...]
    """Every fact as a bit and by id, in document order."""
    bits: int

    @classmethod
    def by(cls, formula: Formula) -> Carried:
        """The formula, ready."""
        bit = vocabulary().bit
        named = tuple((1 << bit[fact], fact) for fact in facts(formula))
        return cls(compile_support(formula, bit), named, sum(mask for mask, _ in named))

    def ids(self, carriers: int) -> tuple[str, ...]:
        """The ids of a set of the formula's facts, in document order."""
        return tuple([id for mask, id in self.named if carriers & mask]) if carriers else ()


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a plan."""

    element: Element
    carried: Carried
    own: int
    """The facts that the definition itself names."""


@dataclass(frozen=True, slots=True)
class Concluding:
    """One line of a reading."""

    line: Line
    fact: int
    when: Carried


@dataclass(frozen=True, eq=False)
class Plan:
    """One version under one reading, ready to evaluate."""

    version: Version
    reading: Reading
    formulas: Mapping[str, Formula]
    """Each element over its facts, with the merged columns that the reading finds enough for it."""
    evaluators: tuple[Evaluator, ...]
    condition: Evaluator
    """Over the elements' values, numbered in the order of the elements."""

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The elements, ready to say which facts carry them, in the order of the evaluators."""
        return tuple(
            Part(element, Carried.by(formula), Carried.by(element.formula).bits)
            for element, formula in zip(self.elements, self.formulas.values(), strict=True)
        )

    @cached_property
    def condition_support(self) -> Supporter:
        """Which elements carry the outcome, numbered in their order."""
        return compile_support(self.version.condition, {name: number for number, name in enumerate(self.formulas)})

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements, in the order of the evaluators."""
        return tuple(self.version.elements.values())

    def values(self, true: int, false: int) -> tuple[Truth, list[Truth]]:
        """Value of the whole definition and of each element, for a set of true and a set of false facts."""
        states: list[Truth] = []
        met = missed = 0
        position = 1
        for evaluator in self.evaluators:
            state = evaluator(true, false)
            states.append(state)
            if state is True:
                met |= position
            elif state is False:
                missed |= position
            position <<= 1
        return self.condition(met, missed), states

    def adult_needs_means(self) -> bool:
        """Whether an adult is outside this definition as long as no means at all is present.

        Tried with every act, purpose and circumstance present, save conclusions of law, disability and non-consent;
        nobody under any age line, and no means.
        """
        words = vocabulary()
        absent = words.family_bits["means"] | words.family_bits["age"] | words.composite_bits
        for entry in words:
            if entry.conclusion or entry.id in ("status.disabled", "consent.absent"):
                absent |= 1 << words.bit[entry.id]
        everything = (1 << len(words)) - 1
        return self.values(everything & ~absent, absent)[0] is not True


_plans: WeakKeyDictionary[Version, WeakKeyDictionary[Reading, Plan]] = WeakKeyDictionary()


def plan_for(version: Version, reading: Reading) -> Plan:
    """The plan of a version under a reading, made once."""
    per_reading = _plans.get(version)
    if per_reading is None:
        per_reading = _plans[version] = WeakKeyDictionary()
    plan = per_reading.get(reading)
    if plan is None:
        plan = per_reading[reading] = _make(version, reading)
    return plan


def _make(version: Version, reading: Reading) -> Plan:
    bit = vocabulary().bit
    composites = [entry.id for entry in vocabulary() if entry.any_of]
    formulas = {
        name: reading.with_composites(element.formula, composites) for name, element in version.elements.items()
    }
    places = {name: number for number, name in enumerate(formulas)}
    return Plan(
        version=version,
        reading=reading,
        formulas=formulas,
        evaluators=tuple(compile_bits(formula, bit) for formula in formulas.values()),
        condition=compile_bits(version.condition, places),
    )


_concluding: WeakKeyDictionary[Reading, tuple[Concluding, ...]] = WeakKeyDictionary()


def concluding(reading: Reading) -> tuple[Concluding, ...]:
    """The lines of a reading, made ready once."""
    made = _concluding.get(reading)
    if made is None:
        bit = vocabulary().bit
        made = _concluding[reading] = tuple(
            Concluding(line, 1 << bit[line.fact], Carried.by(line.when)) for line in reading.lines
        )
    return made
