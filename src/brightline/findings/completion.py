"""Facts completed under a reading: which legal facts the observations of a case amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class Completion:
    """Fills in what follows from a reading, never from silence.

    1. Where a composite (a merged record column) does not hold, none of its parts does; one that was said to hold
       all the same is believed before it, and is disputed.
    2. A legal fact holds where something amounts to it; where it was stated not to hold, the two stand against each
       other, and it is not known.
    3. A legal fact of a family that was asked about to the end stays open where what holds, or was spoken of and is
       not known, could still amount to it.
    4. A composite that holds although none of its parts does stands against them, and is not known.
    5. A composite that does not hold, or is not known, adds nothing: what its parts lead to is asked for beside it.
    """

    steps: tuple[_Step, ...]
    wholes: tuple[tuple[int, int], ...]
    """Bit of each composite, and the bits of its parts."""
    composites: int
    """The bits of all composites."""

    def complete(self, known: Facts) -> Facts:
        """What holds, does not hold and stands against itself, with what follows."""
        true, false, contradicted = known.true, known.false, known.contradicted
        denied = self._parts_of(false & self.composites)
        disputed = known.disputed | denied & true
        false |= denied & ~(true | contradicted)
        closed, unsettled = known.closed & ~denied, known.unsettled
        for step in self.steps:
            fact = step.fact
            if true & fact:
                continue
            # No line holds a `not`, so that nothing comes of sources of which none is true.
            if not step.sources & true and not (closed & fact and step.sources & unsettled):
                continue
            amounts = step.way(true, false)
            if amounts is True and not contradicted & fact:
                if false & fact & ~closed:
                    contradicted |= fact
                else:
                    true |= fact
                false &= ~fact
            elif amounts is None and closed & fact:
                false &= ~fact
        baseless = self._baseless(true & self.composites, false)
        true &= ~baseless
        return known._replace(
            true=true,
            false=false | self.composites & ~true,
            closed=closed,
            contradicted=contradicted | baseless,
            disputed=disputed,
        )

    def _parts_of(self, composites: int) -> int:
        return _joined(parts for whole, parts in self.wholes if composites & whole) if composites else 0

    def _baseless(self, composites: int, false: int) -> int:
        """The composites of which every part is false."""
        if not composites:
            return 0
        return _joined(whole for whole, parts in self.wholes if composites & whole and false & parts == parts)


def _joined(masks: Iterable[int]) -> int:
    """The bits that stand in any of the masks."""
    found = 0
    for mask in masks:
        found |= mask
    return found


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
            steps.append(
                _Step(
                    fact=1 << bit[fact],
                    way=compile_bits(way, bit),
                    sources=sum(1 << bit[source] for source in sources),
                )
            )
        wholes = tuple((1 << bit[id], parts) for id, parts in words.part_bits.items())
        made = _completions[reading] = Completion(tuple(steps), wholes, _joined(whole for whole, _ in wholes))
    return made
