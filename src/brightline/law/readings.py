"""Readings: which observations amount to which legal fact, and on whose authority."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law.datafile import Data, Document, PathStep, mapping, read_document
from brightline.law.definitions import Checked
from brightline.law.grammar import parse_body
from brightline.law.vocabulary import Vocabulary, vocabulary
from brightline.logic import Any, Fact, Formula, Not, flatten, fold, walk
from brightline.logic import facts as facts_of
from brightline.logic.formula import rebuild

FOLDER = Path(__file__).parent / "readings"
READINGS = ("strict", "broad")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reading: when `when` holds, the legal fact `fact` holds."""

    fact: str
    when: Formula
    authority: str
    checked: Checked
    source: str = ""


@dataclass(frozen=True, eq=False)
class Reading:
    """A named set of lines.

    `ways` gives, for each legal fact that some line concludes, the formula over other facts that concludes it; a fact
    comes after those that its formula uses. `alone` gives, for each fact, the facts that follow from it by itself.
    """

    id: str
    title: str
    description: str
    lines: tuple[Line, ...]
    ways: Mapping[str, Formula] = field(repr=False)
    alone: Mapping[str, frozenset[str]] = field(repr=False)

    def lines_for(self, fact: str) -> tuple[Line, ...]:
        """The lines that conclude a legal fact."""
        return tuple(line for line in self.lines if line.fact == fact)

    def with_composites(self, formula: Formula, composites: Iterable[str]) -> Formula:
        """`formula` with each composite (a merged record column) added to every `Any` that it is enough for.

        That is an `Any` in which each part of the composite stands, or a fact that follows from the part by itself:
        since the composite says "one of these", it makes such an `Any` true, and no other.
        """
        words = vocabulary()
        parts_of = {Fact(id): [self._following(part) for part in words[id].any_of] for id in composites}

        def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
            if isinstance(node, Any):
                held = {part.id for part in parts if isinstance(part, Fact)}
                joining = [whole for whole, enough in parts_of.items() if all(facts & held for facts in enough)]
                return Any(*dict.fromkeys((*parts, *joining)))
            return rebuild(node, parts)

        return fold(flatten(formula), step)

    def _following(self, fact: str) -> frozenset[str]:
        return self.alone.get(fact, frozenset((fact,)))


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    fact: str
    when: object
    authority: str
    checked: Checked
    source: str = ""


class _Reading(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    description: str
    lines: list[_Line]
    extends: str | None = None


def reading(name: str = "strict") -> Reading:
    """A reading by name (`strict`, `broad`) or by the path of a YAML file of the same form."""
    if name in READINGS:
        return _shipped(name)
    if name.endswith((".yaml", ".yml")):
        return load_reading(Path(name))
    raise BrightlineError(f"no reading is called {name!r}{nearest(name, READINGS)}; there are strict and broad")


@cache
def _shipped(name: str) -> Reading:
    return load_reading(FOLDER / f"{name}.yaml", shown=f"{name}.yaml")


def load_reading(path: Path, shown: str | None = None) -> Reading:
    """The reading in a YAML file; a `DataFileError` where a line is not right.

    Refused: unknown facts, a conclusion that is not a legal fact, circles, and any means concluded from something
    that is never one (selling sex, migrating, advertising, sharing premises, poverty...).
    """
    document = read_document(path, shown or path.name)
    raw = document.convert(mapping(document.data, document), _Reading)
    words = vocabulary()
    lines = [_line(document, raw, number, words) for number in range(len(raw.lines))]
    if raw.extends:
        lines = [*reading(raw.extends).lines, *lines]
    try:
        ways = _in_order(lines)
    except BrightlineError as failure:
        raise document.error(str(failure), "lines") from None
    return Reading(raw.id, raw.title, raw.description, tuple(lines), ways, _following_alone(ways))


def _line(document: Document, raw: _Reading, number: int, words: Vocabulary) -> Line:
    source = raw.lines[number]
    path: tuple[PathStep, ...] = ("lines", number)

    def lookup(name: str, where: tuple[PathStep, ...]) -> Formula:
        if name not in words:
            raise document.error(f"{name!r} is not a fact{nearest(name, words.ids)}", *where)
        return Fact(words.resolve(name))

    conclusion = lookup(source.fact, (*path, "fact"))
    assert isinstance(conclusion, Fact)
    entry = words[conclusion.id]
    if entry.level != "legal":
        raise document.error(f"{entry.id} is not a legal fact; a line concludes legal facts only", *path, "fact")
    top = mapping(document.data, document)
    assert isinstance(top["lines"], list)
    body: Data = mapping(top["lines"][number], document, *path)["when"]
    when = parse_body(body, document, (*path, "when"), lookup)
    if any(isinstance(node, Not) for node in walk(when)):
        raise document.error("a line may not conclude anything from a `not`", *path, "when")
    if entry.family == "means":
        for fact in facts_of(when):
            if words[fact].never_means:
                raise document.error(f"{fact} is never a means, in any reading", *path, "when")
    return Line(entry.id, when, source.authority, source.checked, source.source)


def _in_order(lines: Iterable[Line]) -> Mapping[str, Formula]:
    whens: dict[str, list[Formula]] = {}
    for line in lines:
        whens.setdefault(line.fact, []).append(line.when)
    ways: dict[str, Formula] = {}
    trail: list[str] = []

    def visit(fact: str) -> None:
        if fact in ways:
            return
        if fact in trail:
            raise BrightlineError(f"lines refer to each other in a circle: {' -> '.join([*trail, fact])}")
        trail.append(fact)
        way = flatten(Any(*whens[fact]))
        for other in facts_of(way):
            if other in whens:
                visit(other)
        trail.pop()
        ways[fact] = way

    for fact in whens:
        visit(fact)
    return ways


def _following_alone(ways: Mapping[str, Formula]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for fact, way in reversed(list(ways.items())):
        enough = way.args if isinstance(way, Any) else (way,)
        for part in enough:
            if isinstance(part, Fact):
                found.setdefault(part.id, {part.id}).update(found.get(fact, ()), (fact,))
    return {fact: frozenset(following) for fact, following in found.items()}


@cache
def may_amount_to(known: bool = True) -> Mapping[str, frozenset[str]]:
    """For each fact the facts that stay open, where their family was asked about to the end, because of it.

    Because it holds (`known`): what it may amount to and is to be asked about, what follows from it by itself under
    a shipped reading, and its parts. Because it was spoken of and is not known (`known=False`): every fact besides
    that a line draws from it.
    """
    words = vocabulary()
    next_facts: dict[str, set[str]] = {entry.id: {*entry.ask_about, *entry.any_of} for entry in words}
    for name in READINGS:
        for line in reading(name).lines:
            enough = line.when.args if isinstance(line.when, Any) else (line.when,)
            sources = [part.id for part in enough if isinstance(part, Fact)] if known else facts_of(line.when)
            for fact in sources:
                next_facts[fact].add(line.fact)
    return {start: _reached(start, next_facts) for start in next_facts}


def _reached(start: str, next_facts: Mapping[str, set[str]]) -> frozenset[str]:
    reached: set[str] = set()
    todo = list(next_facts[start])
    while todo:
        fact = todo.pop()
        if fact not in reached:
            reached.add(fact)
            todo.extend(next_facts[fact])
    return frozenset(reached - {start})
