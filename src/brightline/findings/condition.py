"""Conditions: one smallest set of facts that decides a finding or would change it, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal, TypeAlias

from brightline.law import vocabulary
from brightline.logic import Group

Use: TypeAlias = Literal["holds", "lost", "answers"]
"""How a condition is said: facts that hold or do not, facts that would no longer be known, or answers to give."""

_NOUNS: Mapping[str, str] = {
    "act": "acts",
    "means": "means",
    "purpose": "purposes",
    "age": "ages",
    "setting": "circumstances",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A minimal set: one fact of each group in `one_of` holds, and none of those in `none_of` does.

    No part of it can be left out. `elements` and `citations` say on what it bears. Of its facts, `told_otherwise` are
    told the other way now, `concluded` hold now because a line of the reading draws them from such, `rests_on_closed`
    are false only because their family was asked about to the end, `alleged` are settled by allegation alone,
    `contradicted` have statements against each other, and on `declined` and `not_asked` the person would rather not
    say, or nobody asked.
    """

    one_of: tuple[Group, ...]
    none_of: Group
    elements: tuple[str, ...]
    citations: tuple[str, ...]
    told_otherwise: tuple[str, ...] = ()
    concluded: tuple[str, ...] = ()
    rests_on_closed: tuple[str, ...] = ()
    alleged: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact it names."""
        return (*(fact for group in self.one_of for fact in group), *self.none_of)

    @property
    def size(self) -> int:
        """How many facts it takes."""
        return len(self.one_of) + len(self.none_of)

    @property
    def count(self) -> int:
        """How many full sets it stands for: one for each choice of a fact from each group."""
        return prod(len(group) for group in self.one_of)

    def to_json(self) -> dict[str, object]:
        """The condition as plain data with stable names."""
        return {
            "one_of": [list(group) for group in self.one_of],
            "none_of": list(self.none_of),
            "count": self.count,
            "elements": list(self.elements),
            "citations": list(self.citations),
            "told_otherwise": list(self.told_otherwise),
            "concluded": list(self.concluded),
            "rests_on_closed": list(self.rests_on_closed),
            "alleged": list(self.alleged),
            "contradicted": list(self.contradicted),
            "declined": list(self.declined),
            "not_asked": list(self.not_asked),
        }

    def in_words(
        self, use: Use, named: int = 3, ids: bool = True, said: set[frozenset[str]] | None = None
    ) -> tuple[str, ...]:
        """What it asks for, a clause for each part, naming at most so many facts of a list (0: only counted).

        Lists in `said` were named before and are only counted; those named now are added to it.
        """
        say = _Saying(self, named, ids, set() if said is None else said)
        clauses: list[str] = []
        for group in self.one_of:
            after_all = use == "answers" and set(group) <= {*self.told_otherwise, *self.rests_on_closed}
            some = say.fact(group[0]) if len(group) == 1 else f"any one of {say.listed(group)}"
            clauses.append(f"{some} held after all" if after_all else f"yes to {some}" if use == "answers" else some)
        for group in self._together():
            many, these = len(group) > 1, say.fact(group[0]) if len(group) == 1 else say.listed(group)
            if use == "lost":
                clauses.append(f"all of {these}" if many else these)
            elif use == "holds":
                clauses.append(f"none of {these}" if many else f"not {these}")
            elif group[0] in self.told_otherwise:
                clauses.append(f"none of {these} held after all" if many else f"{these} did not hold after all")
            elif group[0] in self.concluded:
                clauses.append(f"with it none of {these} holds" if many else f"with it {these} does not hold")
            else:
                clauses.append(f"no to all of {these}" if many else f"no to {these}")
        return tuple(clauses)

    def _together(self) -> tuple[Group, ...]:
        """The facts of which none holds: those told otherwise first, then what was concluded, by families."""
        words = vocabulary()
        found: dict[tuple[int, str], list[str]] = {}
        for fact in self.none_of:
            rank = 0 if fact in self.told_otherwise else 1 if fact in self.concluded else 2
            found.setdefault((rank, words[fact].family), []).append(fact)
        return tuple(tuple(found[key]) for key in sorted(found, key=lambda key: key[0]))


@dataclass(frozen=True, slots=True)
class _Saying:
    condition: Condition
    named: int
    ids: bool
    said: set[frozenset[str]]

    def fact(self, fact: str) -> str:
        return f'"{vocabulary()[fact].label}"{self._beside(fact)}'

    def listed(self, group: Sequence[str]) -> str:
        if not self.named:
            return f"{len(group)} {_noun(group)}"
        if frozenset(group) in self.said:
            return f"the {len(group)} {_noun(group)} above"
        self.said.add(frozenset(group))
        words = vocabulary()
        shown = group if len(group) <= self.named + 1 else group[: self.named]
        names = [f"{words[fact].label}{self._beside(fact)}" for fact in shown]
        if len(shown) < len(group):
            names.append(f"and {len(group) - len(shown)} more")
        return f"{len(group)} {_noun(group)} [{'; '.join(names)}]"

    def _beside(self, fact: str) -> str:
        condition = self.condition
        marks = [
            said
            for said, facts in (
                ("alleged", condition.alleged),
                ("statements stand against each other", condition.contradicted),
                ("would rather not say", condition.declined),
                ("not asked", condition.not_asked),
            )
            if fact in facts
        ]
        inside = ", ".join([fact, *marks] if self.ids else marks)
        return f" ({inside})" if inside else ""


def _noun(facts: Sequence[str]) -> str:
    families = {vocabulary()[fact].family for fact in facts}
    return _NOUNS[families.pop()] if len(families) == 1 else "facts"
