"""Ideas: what a text may report, one to a file, with the patterns that say it and the examples that are its tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from brightline.errors import nearest
from brightline.law import vocabulary
from brightline.law.datafile import Document, mapping, read_document
from brightline.texts.account import Status
from brightline.texts.grammar import Form, Grammar, LexiconClass, PatternError
from brightline.texts.groups import FILE, check_groups, groups
from brightline.texts.lexicon import HERE, load_lexicon
from brightline.texts.words import Alphabet

Kind: TypeAlias = Literal["act", "means", "purpose", "consent", "age", "term", "wording", "statistic"]
"""What an idea speaks of: an element of a definition, or the words in which a text speaks of it."""

PALERMO: Mapping[str, tuple[str, ...]] = {
    "act": ("recruitment", "transportation", "transfer", "harbouring", "receipt"),
    "means": ("coercion", "abduction", "fraud", "deception", "vulnerability", "payment"),
    "purpose": ("sexual", "labour", "servitude", "slavery", "other"),
}
"""The UN Protocol's own terms, Article 3(a), by family."""


class Example(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A sentence, what the idea finds in it (`null` for nothing), its status and source where written."""

    text: str
    quote: str | None = None
    status: Status | None = None
    source: str | None = None


class _Idea(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    label: str
    patterns: list[str]
    examples: list[Example]
    fact: str | None = None
    palermo: list[str] = []
    unless: list[str] = []
    anyone: bool = False
    beside: bool = False
    at_most: Status = "asserted"
    term: str | None = None
    side: Literal["trafficking", "sex work"] | None = None
    note: str = ""
    source: str = ""


_WHOLES = tuple(
    frozenset(pair)
    for pair in (
        ("tied", "got"), ("tied", "unpaid"), ("called", "got"), ("called", "tied"), ("called", "unpaid"),
        ("called", "done"),
    )
)  # fmt: skip
"""Halves that tell of the subject together. `got` and `done` alone are told of any work, `unpaid` of any employer."""
RARE_HALVES = frozenset({"tied", "called"})
"""Halves of which one is in each pair: what texts of something else seldom hold."""


def whole(halves: Set[str | None]) -> bool:
    """Whether these halves tell of the subject."""
    return any(pair <= halves for pair in _WHOLES)


@dataclass(frozen=True, eq=False)
class Idea:
    """One idea, ready to be looked for."""

    id: str
    title: str
    kind: Kind
    label: str
    fact: str | None
    palermo: tuple[tuple[str, str], ...]
    """The Protocol's family and term for it: more than one where the words say more than one."""
    anyone: bool
    """Whether it counts whoever does it: else not where clients, police or strangers do."""
    beside: bool
    """Whether it counts only beside other terms or evidence: `trafficking` alone may be of anything."""
    at_most: Status
    """The surest status that it can have: a circumstance that is only mentioned leaves open whether it was used."""
    term: str | None
    side: str | None
    patterns: tuple[str, ...]
    spared: tuple[str, ...]
    """Patterns that cancel a find that they overlap."""
    note: str
    source: str
    examples: tuple[Example, ...]
    finders: tuple[Finder, ...]
    """One for each form, so that a sentence is searched for those alone whose words it holds."""
    unless: tuple[Form, ...]
    """The forms of what is spared."""

    @cached_property
    def tells_subject(self) -> bool:
        """Whether it speaks of the subject by itself: what else is found may be of anything."""
        return self.kind == "purpose" or (self.kind == "term" and not self.beside)

    @cached_property
    def tells_half(self) -> str | None:
        """Which half of the subject it speaks of, where it takes two: somebody is got, tied, not paid or dealt with in
        another way, or the word for it is used that may be of something else.
        """
        labels = groups().labels
        if self.label in labels.recruiting:
            return "got"
        if self.label in labels.tying:
            return "tied"
        if self.label in labels.unpaid:
            return "unpaid"
        if self.kind == "term" and self.beside:
            return "called" if self.side == "trafficking" else "done"
        return "done" if self.kind in {"act", "consent"} else None

    @cached_property
    def tells_exploitation(self) -> bool:
        """Whether it speaks of somebody who brings others to work or to selling sex, or calls it trafficking."""
        labels = groups().labels
        if self.kind == "means":
            return self.label in labels.of_exploiters
        if self.kind == "purpose":
            return self.label not in labels.sexual  # who sells sex may do so by themselves
        return self.kind == "act" or (self.kind == "term" and (self.side == "trafficking" or self.term == "pimping"))


class Finder:
    """Several forms as one expression; which form it was stands in `Match.lastindex`."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.triggers = frozenset[str]().union(*(form.triggers for form in forms))
        self.needs = forms[0].needs if len(forms) == 1 else (self.triggers,)
        self._by_group: dict[int, Form] = {}
        pieces: list[str] = []
        group = 1
        for form in forms:
            self._by_group[group] = form
            pieces.append(f"({form.expression.replace('(?P<about>', '(')})")
            group += 1 + form.about
        self._pieces = pieces

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The forms as one expression; made when a text first holds the words for it."""
        return re.compile("|".join(self._pieces))

    @cached_property
    def search(self) -> Callable[[str, int, int], re.Match[str] | None]:
        """The search for the expression in a text, from one symbol to another."""
        return self.expression.search

    def form(self, match: re.Match[str]) -> Form:
        """The form that a match is of."""
        assert match.lastindex is not None
        return self._by_group[match.lastindex]

    def about(self, match: re.Match[str]) -> tuple[int, int] | None:
        """The words it is done to, as first word and one past the last, where the form has them."""
        assert match.lastindex is not None
        if not self._by_group[match.lastindex].about:
            return None
        start, end = match.span(match.lastindex + 1)
        return (start, end) if start >= 0 else None


@dataclass(frozen=True, eq=False)
class Rules:
    """Everything the reader goes by: an alphabet, the lexicon, and the ideas."""

    alphabet: Alphabet
    lexicon: Mapping[str, LexiconClass]
    grammar: Grammar
    ideas: tuple[Idea, ...]

    def idea(self, name: str) -> Idea:
        """The idea of a file, such as `means/documents_taken`."""
        return next(idea for idea in self.ideas if idea.id == name)


@cache
def rules() -> Rules:
    """The rules that come with Brightline."""
    found = load_rules(HERE)
    check_groups(FILE, {idea.label for idea in found.ideas}, {idea.id for idea in found.ideas})
    return found


def load_rules(folder: Path) -> Rules:
    """The rules in a folder with `lexicon/` and `ideas/`; a `DataFileError` where one is not right."""
    alphabet = Alphabet()
    lexicon = load_lexicon(folder / "lexicon")
    # "Police drove her" is no deed of an exploiter; but in "police said he drove her" the police do not drive.
    grammar = Grammar(alphabet, lexicon, lexicon["saying"].words if "saying" in lexicon else ())
    ideas = folder / "ideas"
    found = [load_idea(path, ideas, grammar) for path in sorted(ideas.rglob("*.yaml"))]
    return Rules(alphabet, lexicon, grammar, tuple(found))


def load_idea(path: Path, folder: Path, grammar: Grammar) -> Idea:
    """One idea; its id is its path in the folder, without the ending."""
    name = path.relative_to(folder).with_suffix("").as_posix()
    document = read_document(path, f"ideas/{name}.yaml")
    raw = document.convert(mapping(document.data, document), _Idea)
    kind = raw.label.partition(".")[0]
    if kind not in Kind.__args__:  # type: ignore[attr-defined]
        raise document.error(f"a label begins with one of {', '.join(Kind.__args__)}", "label")  # type: ignore[attr-defined]
    fact = raw.fact
    words = vocabulary()
    if fact is not None:
        if fact not in words:
            raise document.error(f"{fact!r} is not a fact{nearest(fact, words.ids)}", "fact")
        fact = words.resolve(fact)
    if not any(example.quote is None for example in raw.examples) or all(e.quote is None for e in raw.examples):
        raise document.error("an idea needs one example at least that it finds, and one that it does not", "examples")
    forms = _forms(raw.patterns, "patterns", document, grammar)
    unless = _forms(raw.unless, "unless", document, grammar) if raw.unless else ()
    return Idea(
        id=name,
        title=raw.title,
        kind=kind,  # type: ignore[arg-type]
        label=raw.label,
        fact=fact,
        palermo=tuple(_palermo(raw, document)),
        anyone=raw.anyone,
        beside=raw.beside,
        at_most=raw.at_most,
        term=raw.term,
        side=raw.side,
        patterns=tuple(raw.patterns),
        spared=tuple(raw.unless),
        note=raw.note,
        source=raw.source,
        examples=tuple(raw.examples),
        finders=tuple(Finder([form]) for form in forms),
        unless=unless,
    )


def _palermo(raw: _Idea, document: Document) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for number, term in enumerate(raw.palermo):
        families = [family for family, terms in PALERMO.items() if term in terms]
        if not families:
            known = ", ".join(term for terms in PALERMO.values() for term in terms)
            raise document.error(f"{term!r} is not a term of the Protocol; they are {known}", "palermo", number)
        found.append((families[0], term))
    return found


def _forms(patterns: Sequence[str], key: str, document: Document, grammar: Grammar) -> tuple[Form, ...]:
    found: list[Form] = []
    for number, pattern in enumerate(patterns):
        try:
            found.extend(grammar.forms(pattern))
        except PatternError as failure:
            raise document.error(str(failure), key, number) from None
    if not found:
        raise document.error("at least one pattern is needed", key)
    return tuple(found)
