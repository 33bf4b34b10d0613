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
from brightline.logic import Any, Fact, Formula, Not, flatten, fold, substitute, walk
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
    """A named set of lines, and the legal facts opened out with them."""

    id: str
    title: str
    description: str
    lines: tuple[Line, ...]
    expansions: Mapping[str, Formula] = field(repr=False)

    def expand(self, formula: Formula) -> Formula:
        """`formula` with each legal fact replaced by itself or whatever amounts to it.

        A legal fact that a lawyer set directly still counts; a composite (a merged record column) joins an `Any`
        that holds all of its parts, and only such a one.
        """
        return add_composites(flatten(substitute(formula, self.expansions)), vocabulary())

    def lines_for(self, fact: str) -> tuple[Line, ...]:
        """The lines that conclude a legal fact."""
        return tuple(line for line in self.lines if line.fact == fact)


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
        expansions = _expansions(lines)
    except BrightlineError as failure:
        raise document.error(str(failure), "lines") from None
    return Reading(raw.id, raw.title, raw.description, tuple(lines), expansions)


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


def _expansions(lines: Iterable[Line]) -> Mapping[str, Formula]:
    ways: dict[str, list[Formula]] = {}
    for line in lines:
        ways.setdefault(line.fact, []).append(line.when)
    done: dict[str, Formula] = {}
    open_facts: list[str] = []

    def expand(fact: str) -> Formula:
        if fact in done:
            return done[fact]
        if fact in open_facts:
            raise BrightlineError(f"lines refer to each other in a circle: {' -> '.join([*open_facts, fact])}")
        open_facts.append(fact)
        opened = [substitute(when, {f: expand(f) for f in facts_of(when) if f in ways}) for when in ways[fact]]
        open_facts.pop()
        done[fact] = flatten(Any(Fact(fact), *opened))
        return done[fact]

    for fact in ways:
        expand(fact)
    return done


def add_composites(formula: Formula, words: Vocabulary) -> Formula:
    """`formula` with each composite added to every `Any` that holds all of its parts.

    Sound because the composite says "one of these": an `Any` over all of them has the same value with it.
    """
    composites = [(Fact(entry.id), {Fact(part) for part in entry.any_of}) for entry in words if entry.any_of]

    def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
        if isinstance(node, Any):
            held = set(parts)
            joining = [whole for whole, members in composites if members <= held and whole not in held]
            return Any(*parts, *joining)
        return rebuild(node, parts)

    return fold(formula, step)
