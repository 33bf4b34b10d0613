"""What was told of each fact of a definition, and what could yet be told, as formulas that stand in for the fact."""

from __future__ import annotations

from collections.abc import Mapping

from brightline.cases import Facts
from brightline.findings.finding import Finding
from brightline.law import may_amount_to, vocabulary
from brightline.logic import Any, Fact, Formula
from brightline.logic import facts as facts_of
from brightline.logic.constants import FALSE, TRUE, all_of, any_of
from brightline.logic.reasons import bound


class Telling:
    """What stands in for the facts of a finding.

    Each of `stated`, `answered` and `were_it_otherwise` takes a fact and whether it has to hold. For one that has to
    hold it gives a formula that holds where it does; for one that has to fail, a formula that has to fail. A `Telling`
    serves one of them.
    """

    def __init__(self, finding: Finding) -> None:
        self.reading = finding.plan.reading
        self.facts: Facts = finding.facts
        self.told: Facts = finding.case.facts(finding.actor)
        self.bit: Mapping[str, int] = vocabulary().bit
        families = {*finding.case.closed, *finding.actor.closed}
        self._closed = sum(vocabulary().family_bits[family] for family in families)
        self._own = frozenset(finding.version.facts)
        self._known_because: dict[str, Formula] = {}
        self._known_holding: dict[str, Formula] = {}

    def stated(self, fact: str, holds: bool) -> Formula:
        """What was told by which a fact holds, or does not."""
        mask = 1 << self.bit[fact]
        if holds:
            return self._because(fact)
        if mask & vocabulary().composite_bits:
            return TRUE if self.facts.true & mask else FALSE
        if not self.facts.false & mask:
            return TRUE
        # What was closed and is also denied by a merged column is false by the column.
        by_closing = self.told.closed & mask and not self.facts.closed & mask
        itself = [Fact(fact)] if self.told.false & mask and not by_closing else []
        return all_of([*itself, *self._merged_with(mask, self.told.false)])

    def answered(self, fact: str, holds: bool) -> Formula:
        """The answer that could yet be given of a fact that is not known."""
        if holds:
            return self._holding(fact, whatever_was_told=False)
        value = self.facts.value(self.bit[fact])
        return self._failing(fact) if value is None else TRUE if value else FALSE

    def were_it_otherwise(self, fact: str, holds: bool) -> Formula:
        """What could make a fact hold, or not hold, whatever was told of it."""
        if holds:
            return self._holding(fact, whatever_was_told=True)
        if self.facts.value(self.bit[fact]) is False:
            return FALSE
        is_column = 1 << self.bit[fact] & vocabulary().composite_bits
        return Fact(fact) if is_column else self._failing(fact, self.facts.true)

    def _because(self, fact: str) -> Formula:
        """The told facts by which a fact holds: itself, or what a line of the reading concludes it from.

        Where a merged column denies it, it holds because it was told outright, and not by any line.
        """
        found = self._known_because.get(fact)
        if found is None:
            mask = 1 << self.bit[fact]
            found = FALSE
            if self.facts.true & mask:
                itself = Fact(fact) if self.told.true & mask else FALSE
                denied = self._merged_with(mask, self.told.false)
                found = itself if denied else any_of((itself, self._amounting(fact)))
            self._known_because[fact] = found
        return found

    def _amounting(self, fact: str) -> Formula:
        """The told facts that amount to a fact under the reading."""
        way = self.reading.ways.get(fact)
        return bound(way, lambda source, _: self._because(source), True) if way is not None else FALSE

    def _holding(self, fact: str, whatever_was_told: bool) -> Formula:
        """The answers by which a fact holds: a yes to it where the definition names it, or to what amounts to it.

        Where it was stated not to hold, what amounts to it leaves it open, so that only a yes to itself helps.
        """
        found = self._known_holding.get(fact)
        if found is None:
            facts, mask = self.facts, 1 << self.bit[fact]
            stated = (facts.false & ~facts.closed | facts.contradicted) & mask
            open_ = whatever_was_told or not facts.false & mask
            way = self.reading.ways.get(fact)
            if facts.true & mask:
                found = TRUE
            else:
                itself = Fact(fact) if fact in self._own and open_ else FALSE
                amounting = (
                    bound(way, lambda source, _: self._holding(source, whatever_was_told), True)
                    if way is not None and not stated
                    else FALSE
                )
                found = any_of((itself, amounting))
            self._known_holding[fact] = found
        return found

    def _failing(self, fact: str, columns: int = 0) -> Formula:
        """A formula that has to fail so that the fact, which holds or is not known, does not hold.

        A no that is stated against what amounts to the fact leaves it open, so that this has to be withdrawn too. A
        no to one of the merged columns `columns` is a no to each of its parts.
        """
        mask = 1 << self.bit[fact]
        amounting = self._amounting(fact)
        denied = self.told.false & ~self.told.closed & mask or self._merged_with(
            mask & ~self.told.true, self.told.false
        )
        if denied or self._closes_without(fact, mask, amounting):
            return amounting
        merged = [] if self.told.true & mask else self._merged_with(mask, columns)
        return any_of([all_of([Fact(fact), *merged]), amounting])

    def _merged_with(self, mask: int, columns: int) -> list[Formula]:
        """The merged columns, among some, that have the fact as a part."""
        words = vocabulary()
        if not columns & words.composite_bits:
            return []
        return [Fact(id) for id, parts in words.part_bits.items() if parts & mask and columns >> self.bit[id] & 1]

    def _closes_without(self, fact: str, mask: int, amounting: Formula) -> bool:
        """Whether a concluded fact is false by closing as soon as all that amounts to it was told not to hold."""
        told = self.told
        if not self._closed & mask or told.true & mask or told.unsettled & mask:
            return False
        withdrawn = facts_of(amounting)
        if not withdrawn or not (isinstance(amounting, Fact) or _is_list(amounting)):
            return False
        below = self._below(fact)
        known, unknown = may_amount_to(True), may_amount_to(False)
        return not any(
            fact in known[other] or fact in unknown[other] or other in below
            for other in vocabulary().facts_in(told.true | told.unsettled)
            if other not in withdrawn
        )

    def _below(self, fact: str) -> set[str]:
        """Every fact from which lines of the reading lead to a fact."""
        ways = self.reading.ways
        found: set[str] = set()
        todo = [fact]
        while todo:
            for source in facts_of(*(ways[name] for name in (todo.pop(),) if name in ways)):
                if source not in found:
                    found.add(source)
                    todo.append(source)
        return found


def _is_list(formula: Formula) -> bool:
    return isinstance(formula, Any) and all(isinstance(part, Fact) for part in formula.args)
