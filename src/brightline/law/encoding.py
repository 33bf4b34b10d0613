"""Definition files: YAML that a jurist can read, checked word by word and turned into definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law.claims import claims
from brightline.law.datafile import Data, Document, PathStep, mapping, parse_date, read_document
from brightline.law.definitions import (
    Amendment,
    Checked,
    Definition,
    Element,
    Example,
    Kind,
    LineNote,
    Outcome,
    Rule,
    SexWorkAlone,
    Version,
)
from brightline.law.grammar import parse_body, parse_condition
from brightline.law.vocabulary import FAMILIES, Family, Vocabulary, vocabulary
from brightline.logic import Fact, Formula, facts, mixed_facts


class _Rule(msgspec.Struct, forbid_unknown_fields=True):
    rule: str
    cite: str = ""


class _Amendment(msgspec.Struct, forbid_unknown_fields=True):
    date: str | int
    law: str
    change: str


class _SexWorkAlone(msgspec.Struct, forbid_unknown_fields=True):
    answer: Literal["reached", "unclear", "not reached"]
    reason: str


class _LineNote(msgspec.Struct, forbid_unknown_fields=True):
    why: str
    source: str
    counts: list[str] = []
    may_count: list[str] = []
    leaves_out: list[str] = []
    doubt: str = ""


class _Example(msgspec.Struct, forbid_unknown_fields=True):
    situation: str
    facts: dict[str, bool | None]
    finding: Outcome
    closed: list[Family] = []
    as_of: str | int | None = None


class _Version(msgspec.Struct, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    elements: dict[str, dict[str, object]]
    met_when: str
    start: str | int | None = None
    end: str | int | None = None
    checked: Checked | None = None
    date_checked: Checked | None = None
    note: str = ""


class _Definition(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    kind: Kind
    jurisdiction: str
    citation: str
    checked: Checked
    confidence: Literal["high", "medium", "low"]
    versions: list[_Version]
    consent: _Rule
    child: _Rule
    mental: _Rule
    sex_work_alone: _SexWorkAlone
    sources: list[str]
    examples: list[_Example]
    adopted: str | int = ""
    aliases: list[str] = []
    nexus: _Rule | None = None
    link: _Rule | None = None
    notes: list[str] = []
    amendments: list[_Amendment] = []
    changes: list[str] = []
    line: dict[str, _LineNote] = {}


def load_definition(path: Path, shown: str | None = None) -> Definition:
    """The definition in a YAML file; a `DataFileError` naming line and remedy where it is not right."""
    document = read_document(path, shown or path.name)
    top = mapping(document.data, document)
    raw = document.convert(top, _Definition)
    words = vocabulary()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", raw.id):
        raise document.error("write the id in lower case, with - between words", "id")
    if not raw.versions:
        raise document.error("needs at least one version", "versions")
    versions = tuple(_version(document, raw, number, words) for number in range(len(raw.versions)))
    for number, (before, after) in enumerate(pairwise(versions), start=1):
        if before.end is None or after.start is None or before.end >= after.start:
            raise document.error(
                "versions must follow each other: give the earlier one a `to` before this `from`", "versions", number
            )
    rules = {"consent": raw.consent, "child": raw.child, "mental": raw.mental, "nexus": raw.nexus, "link": raw.link}
    return Definition(
        id=raw.id,
        title=raw.title,
        kind=raw.kind,
        jurisdiction=raw.jurisdiction,
        citation=raw.citation,
        checked=raw.checked,
        confidence=raw.confidence,
        versions=versions,
        rules={name: Rule(rule.rule, rule.cite) for name, rule in rules.items() if rule},
        sex_work_alone=SexWorkAlone(raw.sex_work_alone.answer, raw.sex_work_alone.reason),
        sources=tuple(raw.sources),
        examples=tuple(_example(document, raw.examples, number, words) for number in range(len(raw.examples))),
        adopted=str(raw.adopted),
        aliases=tuple(raw.aliases),
        notes=tuple(raw.notes),
        amendments=tuple(Amendment(str(a.date), a.law, a.change) for a in raw.amendments),
        changes=tuple(raw.changes),
        line={claim: _line_note(document, raw, claim, words) for claim in raw.line},
        file=document.file,
    )


def _line_note(document: Document, raw: _Definition, claim: str, words: Vocabulary) -> LineNote:
    known = [found.id for found in claims()]
    if claim not in known:
        raise document.error(f"{claim!r} is not a claim{nearest(claim, known)}", "line", claim)
    note = raw.line[claim]
    for key, names in (("counts", note.counts), ("may_count", note.may_count), ("leaves_out", note.leaves_out)):
        for name in names:
            if name not in words:
                raise document.error(f"{name!r} is not a fact{nearest(name, words.ids)}", "line", claim, key)
            if words[name].level != "legal":
                problem = f"{name} is not a legal fact; name what the instrument's own terms are called"
                raise document.error(problem, "line", claim, key)
    return LineNote(
        counts=tuple(map(words.resolve, note.counts)),
        may_count=tuple(map(words.resolve, note.may_count)),
        leaves_out=tuple(map(words.resolve, note.leaves_out)),
        doubt=note.doubt,
        why=note.why,
        source=note.source,
    )


def _date(document: Document, value: str | int | None, last: bool, *path: PathStep) -> date | None:
    if value is None:
        return None
    try:
        return parse_date(value, last=last)
    except ValueError as failure:
        raise document.error(str(failure), *path) from None


def _version(document: Document, raw: _Definition, number: int, words: Vocabulary) -> Version:
    source = raw.versions[number]
    path: tuple[PathStep, ...] = ("versions", number)
    start = _date(document, source.start, False, *path, "from")
    end = _date(document, source.end, True, *path, "to")
    if start and end and end < start:
        raise document.error("ends before it starts", *path, "to")
    top = mapping(document.data, document)
    assert isinstance(top["versions"], list)
    version_data = mapping(top["versions"][number], document, *path)
    bodies = mapping(version_data["elements"], document, *path, "elements")
    reader = _Elements(document, (*path, "elements"), bodies, words)
    elements = {name: reader.element(name) for name in bodies}
    try:
        condition = parse_condition(source.met_when, elements)
    except BrightlineError as failure:
        raise document.error(str(failure), *path, "met_when") from None
    unused = set(elements) - set(facts(condition)) - reader.used
    if unused:
        name = min(unused)
        raise document.error(
            f"met_when does not use the element {name!r}: use it or remove it", *path, "elements", name
        )
    version = Version(
        definition_id=raw.id,
        start=start,
        end=end,
        label=str(source.start) if source.start is not None else "undated",
        checked=source.checked or raw.checked,
        date_checked=source.date_checked or source.checked or raw.checked,
        note=source.note,
        elements=elements,
        met_when=" ".join(source.met_when.split()),
        condition=condition,
    )
    mixed = mixed_facts(version.formula)
    if mixed:
        raise document.error(
            f"{mixed[0]!r} is used both plainly and under `not`, so an unknown could not be judged exactly: "
            "rewrite the elements so that each fact has one sign",
            *path,
            "met_when",
        )
    return version


class _Elements:
    """Reads the elements of one version, following the names of other elements, and notices circles."""

    def __init__(
        self, document: Document, path: tuple[PathStep, ...], bodies: Mapping[str, Data], words: Vocabulary
    ) -> None:
        self._document = document
        self._path = path
        self._bodies = bodies
        self._words = words
        self._open: list[str] = []
        self._done: dict[str, Element] = {}
        self.used: set[str] = set()

    def element(self, name: str) -> Element:
        if name in self._done:
            return self._done[name]
        path = (*self._path, name)
        if name in self._open:
            circle = " -> ".join([*self._open[self._open.index(name) :], name])
            raise self._document.error(f"elements refer to each other in a circle: {circle}", *path)
        body = dict(mapping(self._bodies[name], self._document, *path))
        cite, label = body.pop("cite", None), body.pop("label", name.replace("_", " "))
        if not name.isidentifier() or name != name.lower():
            raise self._document.error(f"{name!r}: write element names in lower case with _ between words", *path)
        if not isinstance(cite, str) or not cite or not isinstance(label, str):
            raise self._document.error(f"the element {name!r} needs a `cite`: where does the law say so?", *path)
        self._open.append(name)
        formula = parse_body(body, self._document, path, self._lookup)
        self._open.pop()
        self._done[name] = Element(name, label, cite, formula)
        return self._done[name]

    def _lookup(self, name: str, path: tuple[PathStep, ...]) -> Formula:
        if name in self._bodies:
            self.used.add(name)
            return self.element(name).formula
        if name in self._words:
            entry = self._words[name]
            if entry.level == "composite":
                parts = ", ".join(entry.any_of)
                problem = f"{entry.id} is a merged record column, not a term of law; name what is meant among {parts}"
                raise self._document.error(problem, *path)
            return Fact(entry.id)
        known = [*self._bodies, *self._words.ids]
        raise self._document.error(f"{name!r} is not a fact or an element{nearest(name, known)}", *path)


def _example(document: Document, raw: list[_Example], number: int, words: Vocabulary) -> Example:
    source = raw[number]
    for fact in source.facts:
        if fact not in words:
            raise document.error(f"{fact!r} is not a fact{nearest(fact, words.ids)}", "examples", number, "facts", fact)
    return Example(
        situation=source.situation,
        facts={words.resolve(fact): value for fact, value in source.facts.items()},
        finding=source.finding,
        closed=tuple(family for family in FAMILIES if family in source.closed),
        as_of=_date(document, source.as_of, False, "examples", number, "as_of"),
    )
