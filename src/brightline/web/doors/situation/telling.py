"""What decides a finding, and what would change it, as clauses that a page can put in any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brightline.findings.condition import Condition, Use
from brightline.findings.explain import Explanation
from brightline.law import vocabulary
from brightline.web.languages import marked

MOST_SHOWN = 4
"""Ways of one kind that a page shows; the rest is counted."""
MOST_NAMED = 4
"""Facts of one list that a clause names before the rest is counted."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a condition asks for: words that lead in, labels of facts, and how many more there are."""

    lead: str
    facts: tuple[str, ...]
    more: int
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One condition: what has to come together, and on which elements it bears."""

    clauses: tuple[Clause, ...]
    elements: tuple[str, ...]
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The conditions of one kind, the most telling first."""

    head: str
    ways: tuple[Way, ...]
    more: int


_HEADS: tuple[tuple[str, Use, str], ...] = (
    ("reasons", "holds", marked("Why it is met: each of these is enough")),
    ("losses", "lost", marked("No longer met without any one of these")),
    ("would_be_not_met_if", "answers", marked("Not met if one of these were so")),
    ("blocks", "holds", marked("What keeps it from being met: each of these is enough")),
    ("would_be_met_if", "answers", marked("Met if one of these were so")),
)
_SETTLED = {
    "met": marked("Met with any one of these answers"),
    "not met": marked("Not met with any one of these answers"),
}
_MARKS = (
    ("alleged", marked("alleged")),
    ("contradicted", marked("statements stand against each other")),
    ("declined", marked("would rather not say")),
    ("not_asked", marked("not asked")),
)


def ways_of(found: Explanation) -> list[Ways]:
    """All that an explanation lists, for a page."""
    listed = [_ways(head, getattr(found, name), use) for name, use, head in _HEADS]
    listed += [_ways(_SETTLED[outcome], conditions, "answers") for outcome, conditions in found.settled_by.items()]
    return [ways for ways in listed if ways.ways]


def _ways(head: str, conditions: Sequence[Condition], use: Use) -> Ways:
    shown = _with_age_early(conditions)[:MOST_SHOWN]
    ways = tuple(Way(tuple(_clauses(condition, use)), condition.elements, condition.citations) for condition in shown)
    return Ways(head, ways, len(conditions) - len(shown))


def _with_age_early(conditions: Sequence[Condition]) -> Sequence[Condition]:
    """The first that turns on age among those shown: a child needs no means."""
    words = vocabulary()
    aged = next(
        (one for one in conditions if any(words[fact].family == "age" for group in one.one_of for fact in group)), None
    )
    if aged is None or aged in conditions[:MOST_SHOWN]:
        return conditions
    return [conditions[0], aged, *(one for one in conditions[1:] if one is not aged)]


def _clauses(condition: Condition, use: Use) -> list[Clause]:
    found: list[Clause] = []
    for group in condition.one_of:
        many = len(group) > 1
        if use == "answers" and set(group) <= {*condition.told_otherwise, *condition.rests_on_closed}:
            lead = marked("one of these held after all:") if many else marked("it held after all:")
        elif use == "answers":
            lead = marked("yes to any one of these:") if many else marked("yes to:")
        else:
            lead = marked("any one of these:") if many else ""
        found.append(_clause(condition, lead, group))
    none_of = _together(condition.none_of, condition)
    return found + [_clause(condition, _none_lead(condition, use, group), group) for group in none_of]


def _none_lead(condition: Condition, use: Use, group: Sequence[str]) -> str:
    many = len(group) > 1
    if use == "lost":
        return marked("all of these:") if many else ""
    if use == "holds":
        return marked("none of these holds:") if many else marked("this does not hold:")
    if group[0] in condition.told_otherwise:
        return marked("none of these held after all:") if many else marked("this did not hold after all:")
    if group[0] in condition.concluded:
        return marked("with it none of these holds:") if many else marked("with it this does not hold:")
    return marked("no to all of these:") if many else marked("no to:")


def _together(none_of: Sequence[str], condition: Condition) -> list[tuple[str, ...]]:
    words = vocabulary()
    groups: dict[tuple[int, str], list[str]] = {}
    for fact in none_of:
        rank = 0 if fact in condition.told_otherwise else 1 if fact in condition.concluded else 2
        groups.setdefault((rank, words[fact].family), []).append(fact)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: key[0])]


def _clause(condition: Condition, lead: str, group: Sequence[str]) -> Clause:
    shown = group if len(group) <= MOST_NAMED + 1 else group[:MOST_NAMED]
    marks = tuple(said for name, said in _MARKS if set(group) <= set(getattr(condition, name)))
    words = vocabulary()
    return Clause(lead, tuple(words[fact].label for fact in shown), len(group) - len(shown), marks)
