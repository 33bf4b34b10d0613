"""When a question of a form still matters: conditions over the answers to the questions before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

from brightline.law import Reading, may_amount_to, vocabulary
from brightline.law.readings import READINGS
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not, facts, fold, walk
from brightline.logic.constants import FALSE, TRUE, all_of, any_of, at_least, negated

YES, NO, OPEN, REST = "yes", "no", "open", "rest"
"""What an answer may be, as a condition sees it: yes; no (said, or counted so because the family was closed); asked
and not known; and `rest`: no, and none of the rest of the family either, which is a no as well."""


class Outlook(NamedTuple):
    """What is known of a formula before one question, as conditions: that it holds or does not, and that the answers
    still to come can make it hold or not hold. Where none of the four is true it will stay unknown."""

    true: Formula
    false: Formula
    can_be_true: Formula
    can_be_false: Formula


class _Weight(NamedTuple):
    """Where it matters for a definition that a part comes to hold, and that it comes not to hold."""

    true: Formula
    false: Formula


@dataclass(frozen=True, eq=False)
class Rules:
    """The conditions of a form whose questions stand in a fixed order.

    `asked` are the facts of its questions, in order; none comes before one that may amount to it. `closers` are those
    whose question offers "none of the rest". `goals` are the definitions as formulas. Conditions are formulas over
    answers, named by `answer`, and look at earlier questions only.
    """

    asked: Sequence[str]
    closers: Collection[str]
    goals: Sequence[Formula]
    reading: Reading

    def shown(self, fact: str) -> Formula:
        """Where a question can still change the value of a definition that is not settled."""
        return _Moment(self, self.asked.index(fact)).matters(fact)

    def counted_no(self, fact: str) -> Formula:
        """Where a question that is not shown counts as a no, since none of the rest of its family holds."""
        return _Moment(self, self.asked.index(fact)).closed_off(fact)

    def outlook(self, goal: Formula) -> Outlook:
        """What all the answers together say of a formula."""
        return _Moment(self, len(self.asked)).outlook(goal)


def answer(kind: str, fact: str) -> Formula:
    """The condition that a question was answered so."""
    return Fact(f"{kind} {fact}")


class _Moment:
    """What the answers before one question say."""

    def __init__(self, rules: Rules, place: int) -> None:
        self._rules = rules
        self._place = place
        self._places: Mapping[str, int] = {fact: number for number, fact in enumerate(rules.asked)}
        self._ways = rules.reading.ways
        self._words = vocabulary()
        self._facts: dict[str, Outlook] = {}
        self._formulas: dict[Formula, Outlook] = {}
        self._leading: dict[Formula, bool] = {}
        self._families: dict[str, Formula] = {}

    def outlook(self, formula: Formula) -> Outlook:
        return fold(formula, self._step, self._formulas)

    def _step(self, node: Formula, parts: tuple[Outlook, ...]) -> Outlook:
        match node:
            case Fact():
                return self._fact(node.id)
            case Not():
                true, false, can_be_true, can_be_false = parts[0]
                return Outlook(false, true, can_be_false, can_be_true)
            case All():
                return _all(parts)
            case Any():
                return _opposed(_all([_opposed(part) for part in parts]))
            case AtLeast():
                count, rest = node.count, len(parts) - node.count + 1
                return Outlook(
                    at_least(count, [part.true for part in parts]),
                    at_least(rest, [part.false for part in parts]),
                    at_least(count, [part.can_be_true for part in parts]),
                    at_least(rest, [part.can_be_false for part in parts]),
                )
            case _:
                raise TypeError(f"not a formula: {type(node).__name__}")

    def _fact(self, fact: str) -> Outlook:
        found = self._facts.get(fact)
        if found is None:
            found = self._facts[fact] = self._outlook_of(fact)
        return found

    def _outlook_of(self, fact: str) -> Outlook:
        way = self._ways.get(fact)
        amounts = self.outlook(way) if way is not None else None
        narrower, wider = self._words.narrower[fact], self._words.wider[fact]
        true = either(
            *(self._told(YES, other) for other in (fact, *narrower)), amounts.true if amounts is not None else FALSE
        )
        refused = either(*(self._told(NO, other) for other in (fact, *wider)))
        if self._was_asked(fact):
            false = refused
            can_be_true = either(true, *(self._fact(other).can_be_true for other in narrower if self._to_come(other)))
            can_be_false = either(false, *(self._fact(other).can_be_false for other in wider if self._to_come(other)))
            if amounts is not None and self._any_to_come(fact):
                can_be_true = either(can_be_true, both(amounts.can_be_true, negated(self._told(NO, fact))))
            return Outlook(true, false, can_be_true, can_be_false)
        # What a later answer may open again is asked for in its place: no question is put only to unsettle something.
        false = either(refused, self.closed_off(fact))
        if self._to_come(fact):
            return Outlook(true, false, negated(false), negated(true))
        return Outlook(true, false, true if amounts is None else amounts.can_be_true, false)

    def _was_asked(self, fact: str) -> bool:
        return self._places.get(fact, self._place) < self._place

    def _to_come(self, fact: str) -> bool:
        return self._places.get(fact, -1) >= self._place

    def _any_to_come(self, fact: str) -> bool:
        """Whether something from which a fact may follow is still to be asked."""
        way = self._ways.get(fact)
        return way is not None and any(self._to_come(other) or self._any_to_come(other) for other in facts(way))

    def _told(self, kind: str, fact: str) -> Formula:
        return answer(kind, fact) if self._was_asked(fact) else FALSE

    def closed_off(self, fact: str) -> Formula:
        """Where the family was asked about to the end and nothing said so far keeps the fact open."""
        family = self._words[fact].family
        rest = either(
            *(self._told(REST, other) for other in self._rules.closers if self._words[other].family == family)
        )
        if rest is FALSE:
            return FALSE
        return both(rest, negated(self._kept_open(fact)), negated(self._holds(fact)))

    def _closed(self, family: str) -> Formula:
        found = self._families.get(family)
        if found is None:
            closers = [other for other in self._rules.closers if self._words[other].family == family]
            found = self._families[family] = either(*(self._told(REST, other) for other in closers))
        return found

    def _holds(self, fact: str) -> Formula:
        way = self._ways.get(fact)
        return FALSE if way is None else self.outlook(way).true

    def _kept_open(self, fact: str) -> Formula:
        """Where something that holds, or was asked and is not known, may amount to the fact."""
        reasons: list[Formula] = []
        for other in self._rules.asked[: self._place]:
            if other == fact:
                continue
            if fact in may_amount_to(True)[other]:
                reasons.append(answer(YES, other))
            if fact in may_amount_to(False)[other]:
                reasons.append(answer(OPEN, other))
        way = self._ways.get(fact)
        if way is not None:
            sources = facts(way)
            reasons += [self._told(OPEN, source) for source in sources]
            if not _is_plain(way):
                started = either(*(self._fact(source).true for source in sources))
                reasons.append(both(started, negated(self.outlook(way).false)))
        return either(*reasons)

    def matters(self, fact: str) -> Formula:
        """Where the answer to a question to come can change the value of a goal."""
        own = self._fact(fact)
        undecided = both(negated(own.true), negated(own.false))
        if undecided is FALSE:
            return FALSE
        weights: dict[str, _Weight] = {}
        for goal in self._rules.goals:
            self._spread(goal, _Weight(TRUE, TRUE), fact, weights)
        for other, way in reversed(list(self._ways.items())):
            if other in weights and self._leads(way, fact):
                known = either(self._fact(other).true, self._told(NO, other))
                self._spread(way, _Weight(both(weights[other].true, negated(known)), FALSE), fact, weights)
        found: list[Formula] = []
        for other, weight in weights.items():
            settled = self._fact(other)
            if other == fact:
                found += weight
            elif fact in self._words.narrower[other]:
                found.append(both(weight.true, negated(settled.true)))
            elif fact in self._words.wider[other]:
                found.append(both(weight.false, negated(settled.false)))
        return both(either(*found), undecided)

    def _leads(self, node: Formula, fact: str) -> bool:
        """Whether the answer about a fact can be felt in a formula."""
        found = self._leading.get(node)
        if found is None:
            if isinstance(node, Fact):
                way = self._ways.get(node.id)
                related = (node.id, *self._words.narrower[node.id], *self._words.wider[node.id])
                found = fact in related or (way is not None and self._leads(way, fact))
            else:
                found = any(self._leads(part, fact) for part in node.args)
            self._leading[node] = found
        return found

    def _spread(self, root: Formula, weight: _Weight, fact: str, weights: dict[str, _Weight]) -> None:
        """Carry the weight of a formula down to the facts in it that a question can be felt in."""
        here: dict[Formula, _Weight] = {root: weight}
        for node in reversed(list(walk(root))):
            if node not in here or not self._leads(node, fact):
                continue
            if isinstance(node, Fact):
                before = weights.get(node.id, _Weight(FALSE, FALSE))
                weights[node.id] = _joined(before, here[node])
                continue
            for number, part in enumerate(node.args):
                if self._leads(part, fact):
                    others = [self.outlook(other) for other in (*node.args[:number], *node.args[number + 1 :])]
                    carried = _carried(node, here[node], others)
                    here[part] = _joined(here.get(part, _Weight(FALSE, FALSE)), carried)


def _carried(node: Formula, weight: _Weight, others: Sequence[Outlook]) -> _Weight:
    """Where it matters what becomes of one part of a node, given the outlook of the others."""
    match node:
        case Not():
            return _Weight(weight.false, weight.true)
        case All():
            return _Weight(
                both(weight.true, *(other.can_be_true for other in others)),
                both(weight.false, *(negated(other.false) for other in others)),
            )
        case Any():
            return _Weight(
                both(weight.true, *(negated(other.true) for other in others)),
                both(weight.false, *(other.can_be_false for other in others)),
            )
        case AtLeast():
            count, rest = node.count, len(others) + 2 - node.count
            return _Weight(
                both(
                    weight.true,
                    at_least(count - 1, [other.can_be_true for other in others]),
                    negated(at_least(count, [other.true for other in others])),
                ),
                both(
                    weight.false,
                    at_least(rest - 1, [other.can_be_false for other in others]),
                    negated(at_least(rest, [other.false for other in others])),
                ),
            )
        case _:
            raise TypeError(f"not a formula with parts: {type(node).__name__}")


def _joined(first: _Weight, second: _Weight) -> _Weight:
    return _Weight(either(first.true, second.true), either(first.false, second.false))


def _all(parts: Sequence[Outlook]) -> Outlook:
    return Outlook(
        both(*(part.true for part in parts)),
        either(*(part.false for part in parts)),
        both(*(part.can_be_true for part in parts)),
        either(*(part.can_be_false for part in parts)),
    )


def _opposed(outlook: Outlook) -> Outlook:
    return Outlook(outlook.false, outlook.true, outlook.can_be_false, outlook.can_be_true)


def _is_plain(way: Formula) -> bool:
    """Whether any one of its facts is enough."""
    return isinstance(way, Fact) or (isinstance(way, Any) and all(isinstance(part, Fact) for part in way.args))


def both(*parts: Formula) -> Formula:
    """Every condition holds. A condition is true or false, never open: with its opposite beside it none holds."""
    found = all_of(parts)
    return FALSE if isinstance(found, All) and _clash(found.args) else found


def either(*parts: Formula) -> Formula:
    """At least one condition holds: always, where one stands beside its opposite."""
    found = any_of(parts)
    return TRUE if isinstance(found, Any) and _clash(found.args) else found


def _clash(parts: Sequence[Formula]) -> bool:
    return any(isinstance(part, Not) and part.args[0] in parts for part in parts)


_following: WeakKeyDictionary[Reading, Mapping[str, frozenset[str]]] = WeakKeyDictionary()


def may_follow(reading: Reading) -> Mapping[str, frozenset[str]]:
    """For each fact those that may come to hold, or stay open, because of it, under this reading or a shipped one."""
    found = _following.get(reading)
    if found is None:
        shipped = may_amount_to(False)
        found = shipped if reading.id in READINGS else _with_lines(shipped, reading)
        _following[reading] = found
    return found


def _with_lines(shipped: Mapping[str, frozenset[str]], reading: Reading) -> Mapping[str, frozenset[str]]:
    direct = {fact: set(others) for fact, others in shipped.items()}
    for fact, way in reading.ways.items():
        for source in facts(way):
            direct[source].add(fact)
    found: dict[str, frozenset[str]] = {}
    for start, first in direct.items():
        reached: set[str] = set()
        todo = list(first)
        while todo:
            fact = todo.pop()
            if fact not in reached:
                reached.add(fact)
                todo.extend(direct[fact])
        found[start] = frozenset(reached - {start})
    return found
