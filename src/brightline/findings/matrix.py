"""All definitions side by side: which lies inside which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from brightline.cases.case import to_date
from brightline.errors import BrightlineError
from brightline.findings.compare import Relation, Side, relation_of, side
from brightline.law import Definition, Reading, background, definitions, vocabulary
from brightline.law import reading as reading_named
from brightline.logic import All, Diagrams, DiagramTooLargeError
from brightline.logic import facts as facts_of


@dataclass(frozen=True, eq=False)
class Matrix:
    """Every definition against every other: who lies inside whom."""

    sides: tuple[Side, ...]
    """Those inside which the most others lie first; equivalent ones beside each other."""
    reading: Reading = field(repr=False)
    inside: tuple[tuple[bool, ...], ...] = field(repr=False)
    """`inside[row][column]`: whatever meets the row's definition meets the column's."""

    def relation(self, row: int, column: int) -> Relation:
        """How the row's definition (a) lies to the column's (b)."""
        return relation_of(self.inside[row][column], self.inside[column][row])

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The places of the definitions, equivalent ones together, in the order of the first of each."""
        found: dict[int, list[int]] = {}
        for row in range(len(self.sides)):
            first = next(other for other in range(row + 1) if self.relation(other, row) == "equivalent")
            found.setdefault(first, []).append(row)
        return tuple(map(tuple, found.values()))

    def to_json(self) -> dict[str, object]:
        """The grid as plain data: the definitions, and how each pair of them lies, each pair once."""
        count = len(self.sides)
        return {
            "reading": self.reading.id,
            "definitions": [{"name": one.name, **one.to_json()} for one in self.sides],
            "equivalent": [[self.sides[row].name for row in group] for group in self.groups if len(group) > 1],
            "relations": [
                {"a": self.sides[row].name, "b": self.sides[column].name, "relation": self.relation(row, column)}
                for row in range(count)
                for column in range(row + 1, count)
            ],
        }


def compare_all(
    chosen: Sequence[str | Definition] = ("all",),
    as_of: date | str | None = None,
    reading: str | Reading = "strict",
) -> Matrix:
    """Every pair of definitions compared, those that reach furthest first.

    `chosen` are definitions, ids, patterns (`us-*`), YAML files, and ids with a day of their own
    (`us-18usc1591@2003`). One known from memory only comes when it is named outright.
    """
    law = reading_named(reading) if isinstance(reading, str) else reading
    sides = _sides(chosen, to_date(as_of) if as_of is not None else None)
    always = background(law)
    asked = facts_of(*(one.version.formula for one in sides), *always)
    try:
        diagrams = Diagrams(sorted(asked, key=vocabulary().bit.__getitem__))
        possible = diagrams.of(All(*always))
        reached = [diagrams.of(one.version.formula) for one in sides]
        within = [diagrams.both(part, possible) for part in reached]
    except DiagramTooLargeError as failure:
        raise BrightlineError(f"a definition is too tangled to compare: {failure}") from None
    count = range(len(sides))
    inside = [[diagrams.implies(within[row], reached[column]) for column in count] for row in count]
    holding = [sum(inside[other][row] for other in count) for row in count]
    same = [min(sides[other].name for other in count if inside[row][other] and inside[other][row]) for row in count]
    order = sorted(count, key=lambda row: (-holding[row], same[row], sides[row].name))
    return Matrix(
        tuple(sides[row] for row in order),
        law,
        tuple(tuple(inside[row][column] for column in order) for row in order),
    )


def _sides(chosen: Sequence[str | Definition], day: date | None) -> list[Side]:
    found: dict[str, Side] = {}
    for named in chosen:
        several = isinstance(named, str) and (named == "all" or "*" in named) and "@" not in named
        for one in definitions(named) if several and isinstance(named, str) else (named,):
            new = side(one, day)
            old = found.setdefault(new.name, new)
            if old.definition is not new.definition and isinstance(one, Definition):
                raise BrightlineError(f"two definitions are called {new.name!r}; give your own another id")
    return list(found.values())
