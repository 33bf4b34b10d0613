"""Patterns that differ in one group of facts only, joined into one that stands for the same cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from brightline.law import vocabulary
from brightline.logic import Group, Pattern

Clause: TypeAlias = tuple[tuple[str, bool], ...]
"""Facts that hold and facts that do not, of which at least one always is as it says."""

_Bits: TypeAlias = tuple[int, ...]
"""One bit for each group that is present, in the order of the vocabulary."""


def joined(found: Iterable[Pattern], always: Sequence[Clause] = ()) -> list[Pattern]:
    """Patterns that differ in one group of present facts only, as one pattern with the union of those groups.

    Exact: it stands for the same cases, and for as many full patterns. A fact that always goes with another (a paid
    sex act with paying for it) is written out where a pattern then joins one that asks for it.
    """
    joining = _Joining(always)
    left = joining.written_out(joining.masks(found))
    while several := [(rest, same) for rest, same in _by_rest(left).items() if len(same) > 1]:
        gone: set[int] = set()
        for rest, same in sorted(several, key=lambda several: -len(several[1])):
            if gone.isdisjoint(same):
                union = joining.union(mask ^ rest for mask in same)
                others = [bit for bit in left[same[0]] if bit & rest]
                for mask in same:
                    del left[mask]
                gone.update(same)
                gone.discard(rest | union)  # one that went may come back as a union
                left[rest | union] = joining.ordered((*others, union))
    return [joining.pattern(mask, bits) for mask, bits in left.items()]


def followed(known: Mapping[str, bool], always: Sequence[Clause]) -> dict[str, bool]:
    """What is known, and what follows from it because of each clause one literal must hold."""
    found = dict(known)
    grown = True
    while grown:
        grown = False
        for clause in always:
            open_ = [literal for literal in clause if literal[0] not in found]
            if len(open_) == 1 and all(found.get(fact) != holds for fact, holds in clause):
                found.update(open_)
                grown = True
    return found


def by_vocabulary(facts: Iterable[str]) -> list[str]:
    """Facts in the order of the vocabulary, each once."""
    return sorted(set(facts), key=vocabulary().bit.__getitem__)


def _by_rest(left: Mapping[int, _Bits]) -> dict[int, list[int]]:
    """Patterns by what is left of them without one group that is present."""
    rests: dict[int, list[int]] = defaultdict(list)
    for mask, bits in left.items():
        for bit in bits:
            rests[mask ^ bit].append(mask)
    return rests


class _Joining:
    """Patterns as masks: a bit for each group that is present, and one for the groups that are absent."""

    def __init__(self, always: Sequence[Clause]) -> None:
        self._always = always
        self._concerned = frozenset(fact for clause in always for fact, _ in clause)
        self._groups: dict[int, Group] = {}
        self._absent: dict[int, tuple[Group, ...]] = {}
        self._bits: dict[Group, int] = {}
        self._place = vocabulary().bit
        self._unions: dict[_Bits, int] = {}
        self._drawn: dict[frozenset[str], tuple[str, ...]] = {}

    def masks(self, found: Iterable[Pattern]) -> dict[int, _Bits]:
        """Each pattern with the groups that are present, in the order in which they come.

        Many patterns have the same groups present, or the same ones absent: each list is put in order once.
        """

        @cache
        def present(groups: tuple[Group, ...]) -> tuple[int, _Bits]:
            bits = self.ordered(map(self._bit, groups))
            return sum(bits), bits

        @cache
        def absent(groups: tuple[Group, ...]) -> int:
            ordered = tuple(sorted(groups, key=lambda group: self._place[group[0]]))
            bit = next((bit for bit, known in self._absent.items() if known == ordered), None) or self._next()
            self._absent[bit] = ordered
            return bit

        left: dict[int, _Bits] = {}
        for pattern in found:
            mask, bits = present(pattern.present)
            left[mask | absent(pattern.absent)] = bits
        return left

    def written_out(self, left: Mapping[int, _Bits]) -> dict[int, _Bits]:
        """Patterns with a fact that follows from one of their groups written out, where another asks for that fact."""
        drawn = {bits: self._followed(self._told(bits)) for bits in set(left.values())}
        asked = {bits: [self._bits[fact,] for fact in facts if (fact,) in self._bits] for bits, facts in drawn.items()}
        every = {bit for groups in asked.values() for bit in groups}
        rests = {mask ^ bit for mask, bits in left.items() if not every.isdisjoint(bits) for bit in bits}
        found = dict(left)
        for mask, bits in left.items():
            for group in asked[bits]:
                if any((mask ^ bit | group) in rests for bit in bits):
                    del found[mask]
                    found[mask | group] = self.ordered((*bits, group))
                    break
        return found

    def union(self, groups: Iterable[int]) -> int:
        """The bit of one group that has the facts of several."""
        together = tuple(groups)
        bit = self._unions.get(together)
        if bit is None:
            facts = by_vocabulary(fact for group in together for fact in self._groups[group])
            bit = self._unions[together] = self._bit(tuple(facts))
        return bit

    def pattern(self, mask: int, bits: _Bits) -> Pattern:
        """A pattern without facts that follow from another of its facts: written out, and then joined with nothing."""
        left = list(bits)
        for bit in bits:
            others = self._told(other for other in left if other != bit)
            group = self._groups[bit]
            if len(group) == 1 and group[0] in self._followed(others):
                left.remove(bit)
        absent = self._absent[mask ^ sum(bits)]
        return Pattern(tuple(self._groups[bit] for bit in left), absent)

    def _told(self, bits: Iterable[int]) -> frozenset[str]:
        """The facts that a pattern with these groups surely has, as far as anything may follow from them."""
        groups = (self._groups[bit] for bit in bits)
        return frozenset(group[0] for group in groups if len(group) == 1 and group[0] in self._concerned)

    def _followed(self, told: frozenset[str]) -> tuple[str, ...]:
        """The facts that hold where some do, without those."""
        found = self._drawn.get(told)
        if found is None:
            known = followed(dict.fromkeys(told, True), self._always) if told else {}
            found = self._drawn[told] = tuple(fact for fact, holds in known.items() if holds and fact not in told)
        return found

    def _bit(self, group: Group) -> int:
        bit = self._bits.get(group)
        if bit is None:
            bit = self._bits[group] = self._next()
            self._groups[bit] = group
        return bit

    def _next(self) -> int:
        return 1 << len(self._groups) + len(self._absent)

    def ordered(self, bits: Iterable[int]) -> _Bits:
        return tuple(sorted(bits, key=lambda bit: self._place[self._groups[bit][0]]))
