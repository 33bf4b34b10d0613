"""The definitions: what each instrument asks for, element by element, cited and dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from brightline.errors import BrightlineError, nearest
from brightline.logic import Formula, substitute
from brightline.logic import facts as facts_of

Checked: TypeAlias = Literal["text", "partial", "memory"]
Kind: TypeAlias = Literal["treaty", "statute", "guidance", "screening"]
Outcome: TypeAlias = Literal["met", "not met", "undetermined"]

FOLDER = Path(__file__).parent / "definitions"

CHECKED_WORDS: Mapping[str, str] = {
    "text": "checked against the wording",
    "partial": "part of the wording, or a restatement of it, was read",
    "memory": "from memory: the wording was NOT read",
}


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a definition: its formula over facts, and where the law says so."""

    name: str
    label: str
    cite: str
    formula: Formula


@dataclass(frozen=True, eq=False)
class Version:
    """What a definition said from one date to another (`None`: open)."""

    definition_id: str
    start: date | None
    end: date | None
    label: str
    checked: Checked
    date_checked: Checked
    note: str
    elements: Mapping[str, Element]
    met_when: str
    condition: Formula
    """Over element names."""

    @cached_property
    def formula(self) -> Formula:
        """The whole definition over facts."""
        return substitute(self.condition, {name: element.formula for name, element in self.elements.items()})

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts that this version asks about, element by element."""
        return facts_of(*(element.formula for element in self.elements.values()))

    def covers(self, day: date) -> bool:
        """Whether this version was in force on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an instrument says on one point (consent, children, mental element, link), paraphrased."""

    rule: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of the law, as the source dates it."""

    date: str
    law: str
    change: str


@dataclass(frozen=True, slots=True)
class SexWorkAlone:
    """Whether the wording reaches an adult's sex work with ordinary help only, as read by a person."""

    answer: Literal["reached", "unclear", "not reached"]
    reason: str


@dataclass(frozen=True, slots=True)
class LineNote:
    """What this instrument's own terms cover in the situation of one claim, as a person read them.

    `counts`: facts that hold there by the instrument's own terms. `may_count`: facts that hold if it is read widely.
    `leaves_out`: facts that an authority keeps out of it. `doubt`: why a text that reaches the situation may not.
    """

    counts: tuple[str, ...]
    may_count: tuple[str, ...]
    leaves_out: tuple[str, ...]
    doubt: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Example:
    """A situation with the finding that it must give: read by people, run as a test."""

    situation: str
    facts: Mapping[str, bool | None]
    finding: Outcome
    closed: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, eq=False)
class Definition:
    """One instrument's definition, with its dated versions, oldest first."""

    id: str
    title: str
    kind: Kind
    jurisdiction: str
    citation: str
    checked: Checked
    confidence: str
    versions: tuple[Version, ...]
    rules: Mapping[str, Rule]
    """Of `consent`, `child`, `mental`, `nexus`, `link`: those that the file gives."""
    sex_work_alone: SexWorkAlone
    sources: tuple[str, ...]
    examples: tuple[Example, ...]
    adopted: str = ""
    aliases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    changes: tuple[str, ...] = ()
    line: Mapping[str, LineNote] = field(default_factory=dict[str, LineNote])
    """By claim id."""
    file: str = field(default="", compare=False)

    @property
    def current(self) -> Version:
        """The newest version."""
        return self.versions[-1]

    def version_on(self, day: date | None) -> Version | None:
        """The version in force on a day; the newest for no day; `None` where none was in force."""
        if day is None:
            return self.current
        return next((version for version in reversed(self.versions) if version.covers(day)), None)

    def nearest_version(self, day: date) -> Version:
        """The version in force on a day, else the one whose dates lie nearest."""
        found = self.version_on(day)
        if found:
            return found

        def distance(version: Version) -> int:
            edges = [edge for edge in (version.start, version.end) if edge]
            return min((abs((edge - day).days) for edge in edges), default=0)

        return min(self.versions, key=distance)


@cache
def definition_ids() -> tuple[str, ...]:
    """Ids of the definitions that come with Brightline, in alphabetical order, those from memory included."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def definition(id: str) -> Definition:
    """One definition by its id, by an alias, or by the path of a YAML file of the same form.

    Raises `BrightlineError`, naming the nearest id, where there is none.
    """
    if id.endswith((".yaml", ".yml")):
        from brightline.law.encoding import load_definition

        return load_definition(Path(id))
    if id in definition_ids():
        return _shipped(id)
    found = _aliases().get(id.lower().replace("_", "-"))
    if found:
        return _shipped(found)
    if "@" in id and not id.startswith("@"):
        raise BrightlineError(f"{id!r} names a day; only `compare` takes one there, elsewhere give it with --as-of")
    of_place = [known for known in definition_ids() if id.lower() in _places(known)]
    if of_place:
        raise BrightlineError(f"{id!r} is a place; its definitions here are {', '.join(of_place)}")
    raise BrightlineError(
        f"no definition is called {id!r}{nearest(id, definition_ids())}; `brightline definitions` lists them"
    )


def definitions(*patterns: str, memory: bool = False) -> tuple[Definition, ...]:
    """The definitions named by ids, aliases, paths or patterns such as `us-*`, in that order; `all` means every one.

    Without a pattern: every one. A definition known from memory only comes when it is named outright, or with
    `memory=True`.
    """
    found: dict[str, Definition] = {}
    for pattern in patterns or ("all",):
        if pattern != "all" and "*" not in pattern:
            chosen = definition(pattern)
            found.setdefault(chosen.id, chosen)
            continue
        ids = [id for id in definition_ids() if pattern == "all" or fnmatchcase(id, pattern)]
        if not ids:
            raise BrightlineError(f"no definition id fits {pattern!r}; `brightline definitions` lists them")
        for id in ids:
            chosen = _shipped(id)
            if memory or chosen.checked != "memory":
                found.setdefault(id, chosen)
    return tuple(found.values())


@cache
def _shipped(id: str) -> Definition:
    from brightline.law.encoding import load_definition

    return load_definition(FOLDER / f"{id}.yaml", shown=f"{id}.yaml")


def _places(id: str) -> tuple[str, ...]:
    """The code and the name, in small letters, of the place whose law a definition is; a treaty's code alone."""
    from brightline.law.atlas.places import places

    code = _shipped(id).jurisdiction
    found = places().get(code)
    return (code.lower(), found.name.lower()) if found else (code.lower(),)


@cache
def _aliases() -> Mapping[str, str]:
    return {alias: id for id in definition_ids() for alias in _shipped(id).aliases}
