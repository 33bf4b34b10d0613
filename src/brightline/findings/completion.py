"""Facts completed under a reading: which legal facts the observations of a case amount to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from brightline.cases import Facts
from brightline.law import Reading, vocabulary
from brightline.logic import compile_bits, facts
from brightline.logic.kleene import Evaluator


@dataclass(frozen=True, slots=True)
class _Step:
    fact: int
    """Bit of a legal fact."""
    way: Evaluator
    """Whether something else amounts to it."""
    sources: int
    """The facts that the way looks at."""
    alone: int
    """Those of them that amount to it by themselves."""


@dataclass(frozen=True, eq=False)
class Completion:
    """Fills in what follows from a reading, in this order and never from silence.

    1. A legal fact holds where something amounts to it. Where it was stated not to hold, the two are left standing
       against each other, and the fact is not known.
    2. What by itself would amount to a legal fact does not hold where that fact does not.
    3. A composite does not hold where none of its parts does; where it does not hold, none of its parts does.
    """

    steps: tuple[_Step, ...]
    wholes: tuple[tuple[int, int], ...]
    """Bit of each composite, and the bits of its parts."""

    def complete(self, known: Facts) -> Facts:
        """What holds, does not hold and stands against itself, with what follows."""
        true, false, contradicted = known.true, known.false, known.contradicted
        for whole, parts in self.wholes:
            if false & whole:
                false |= parts & ~(true | contradicted)
        spoken = true | false | known.unsettled
        for step in self.steps:
            if true & step.fact or not step.sources & spoken:
                continue
            amounts = step.way(true, false)
            if amounts is True and not contradicted & step.fact:
                if false & step.fact & ~known.closed:
                    contradicted |= step.fact
                    false &= ~step.fact
                else:
                    true |= step.fact
                    false &= ~step.fact
            elif amounts is None and known.closed & step.fact and step.sources & known.unsettled:
                false &= ~step.fact
        for step in reversed(self.steps):
            if false & step.fact:
                false |= step.alone & ~(true | contradicted)
        for whole, parts in self.wholes:
            if not (true | false | contradicted) & whole and false & parts == parts:
                false |= whole
        return replace(known, true=true, false=false, contradicted=contradicted)


_completions: WeakKeyDictionary[Reading, Completion] = WeakKeyDictionary()


def completion_for(reading: Reading) -> Completion:
    """The completion of a reading, made once."""
    made = _completions.get(reading)
    if made is None:
        words = vocabulary()
        bit = words.bit
        steps: list[_Step] = []
        for fact, way in reading.ways.items():
            sources = facts(way)
            alone = [source for source in sources if fact in reading.alone.get(source, ())]
            steps.append(
                _Step(
                    fact=1 << bit[fact],
                    way=compile_bits(way, bit),
                    sources=sum(1 << bit[source] for source in sources),
                    alone=sum(1 << bit[source] for source in alone),
                )
            )
        wholes = tuple((1 << bit[id], parts) for id, parts in words.part_bits.items())
        made = _completions[reading] = Completion(tuple(steps), wholes)
    return made
