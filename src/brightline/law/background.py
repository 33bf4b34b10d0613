"""What is true of facts by the meaning of their own words: no pattern that a proof shows may go against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from brightline.errors import nearest
from brightline.law.datafile import mapping, read_document
from brightline.law.definitions import Checked
from brightline.law.readings import Line, Reading
from brightline.law.vocabulary import vocabulary
from brightline.logic import All, Any, Fact, Formula, Not


@dataclass(frozen=True, slots=True)
class Constraint:
    """Where every fact of `given` holds, at least one of `then` does."""

    given: tuple[str, ...]
    then: tuple[str, ...]
    why: str
    source: str
    checked: Checked

    @property
    def clause(self) -> Formula:
        """The constraint as a formula that always holds."""
        return Any(*(Not(Fact(fact)) for fact in self.given), *(Fact(fact) for fact in self.then))


class _Constraint(msgspec.Struct, forbid_unknown_fields=True, rename={"given": "if"}):
    given: list[str]
    then: list[str]
    why: str
    source: str
    checked: Checked


class _Background(msgspec.Struct, forbid_unknown_fields=True):
    constraints: list[_Constraint]


@cache
def constraints() -> tuple[Constraint, ...]:
    """The constraints that come with Brightline, those of the vocabulary (the age lines) first."""
    words = vocabulary()
    from_words = [
        Constraint((entry.id,), (wider,), f"Whoever is {entry.label} is {words[wider].label}.", entry.source, "text")
        for entry in words
        for wider in entry.implies
    ]
    return (*from_words, *load_constraints(Path(__file__).parent / "background.yaml", "background.yaml"))


def load_constraints(path: Path, shown: str | None = None) -> tuple[Constraint, ...]:
    """The constraints in a YAML file; a `DataFileError` with its line where one is not right."""
    document = read_document(path, shown or path.name)
    raw = document.convert(mapping(document.data, document), _Background)
    words = vocabulary()
    found: list[Constraint] = []
    for number, item in enumerate(raw.constraints):
        for key, names in (("if", item.given), ("then", item.then)):
            for name in names:
                if name not in words:
                    raise document.error(
                        f"{name!r} is not a fact{nearest(name, words.ids)}", "constraints", number, key
                    )
        if not item.given:
            raise document.error("a constraint needs at least one fact under `if`", "constraints", number)
        given, then = (tuple(words.resolve(name) for name in names) for names in (item.given, item.then))
        found.append(Constraint(given, then, item.why, item.source, item.checked))
    return tuple(found)


def background(reading: Reading | None = None) -> tuple[Formula, ...]:
    """Clauses that always hold: the constraints, and what a reading draws from one legal fact to another.

    Lines that start from observations say nothing of legal facts among themselves, and are left out.
    """
    lines = reading.lines if reading else ()
    return (*(constraint.clause for constraint in constraints()), *_clauses(lines))


def _clauses(lines: Iterable[Line]) -> Iterable[Formula]:
    words = vocabulary()
    for line in lines:
        for given in _alternatives(line.when):
            if all(words[fact].level == "legal" for fact in given):
                yield Any(*(Not(Fact(fact)) for fact in sorted(given)), Fact(line.fact))


def _alternatives(when: Formula) -> list[frozenset[str]]:
    """The sets of facts of which each is enough for what a line starts from."""
    match when:
        case Fact():
            return [frozenset((when.id,))]
        case Any():
            return [given for part in when.args for given in _alternatives(part)]
        case All():
            found: list[frozenset[str]] = [frozenset()]
            for part in when.args:
                found = [first | second for first in found for second in _alternatives(part)]
            return found
        case _:
            raise ValueError(f"a line may hold facts, any and all only, not {when}")
