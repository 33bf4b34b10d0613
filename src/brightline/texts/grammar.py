"""Patterns over words: how they are written, and the expression over symbols that each becomes.

A pattern is words in lower case with spaces between. Beside plain words it may hold
`a/b`     either word;                     `word?`    a word that may be missing;
`{class}` any entry of a lexicon class;    `{class.pp}` one form of its verbs (base, s, past, pp, ing);
`{name}`  one to three words that are capitalised and that no pattern knows: somebody or some place by name;
`..3`     up to three words of any kind;   `(x y | z)` either run of words, `(x y)?` one that may be missing;
`[x]`     who or what it is done to. A verb class before `[x]` stands for its passive twin too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from brightline.texts.words import END, NAME, SKIPPED, TOKEN, Alphabet

FORMS = ("base", "s", "past", "pp", "ing")
"""The forms in which the verbs of a class are written, in this order."""
WIDEST_GAP = 15

_SKIP = f"[{re.escape(SKIPPED)}]?"
_ANY = f"[^{re.escape(END)}]"
_PIECE = re.compile(r"\{[a-z_]+(?:\.[a-z]+)?\}\??|\.\.\d{1,2}|\[|\]\??|\(|\)\??|\||[^\s\[\](){}|]+")

BY_NAME = "name"
"""The one class that is told from the look of a word."""

Voice: TypeAlias = Literal["active", "passive"]


class PatternError(ValueError):
    """A pattern that cannot be read; the message says what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class LexiconClass:
    """Words and runs of words that do the same work in patterns.

    `common` ones are too frequent to be what a pattern is looked for by. `verbs` are rows of five forms.
    """

    name: str
    words: tuple[str, ...] = ()
    verbs: tuple[tuple[str, ...], ...] = ()
    common: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One expression over symbols. Its groups: `about`, where it is done to somebody or something."""

    expression: str
    triggers: frozenset[str]
    """Symbols, none of them common, of which one must stand in the text, or the form cannot be found there."""
    needs: tuple[frozenset[str], ...]
    """Every set of symbols of which one must stand there, the triggers among them."""
    voice: Voice
    about: bool


class _Need(NamedTuple):
    """Symbols of which one must be there; `rare` where none of them is common."""

    symbols: frozenset[str]
    rare: bool


class _Part(NamedTuple):
    expression: str
    needs: tuple[_Need, ...] = ()
    needed: bool = True
    firsts: frozenset[str] | None = None
    """Symbols of which it begins with one; `None` where that may be any, or is that of the branches."""
    branches: Sequence[list[_Part]] = ()
    """Of a group: most are never asked what they begin with."""
    verb: str | None = None
    opens: bool = False
    closes: bool = False


class Grammar:
    """Reads patterns against a lexicon, giving symbols to the words it meets.

    No gap (`..3`) goes over a word that is `uncrossed`.
    """

    def __init__(self, alphabet: Alphabet, lexicon: Mapping[str, LexiconClass], uncrossed: Iterable[str] = ()) -> None:
        self.alphabet = alphabet
        self._any = f"[^{re.escape(''.join([END, *map(alphabet.symbol, uncrossed)]))}]"
        self._lexicon = lexicon
        self._classes: dict[tuple[str, str | None], _Part] = {}
        self._reading: list[str] = []
        self._pieces: dict[str, tuple[_Part, ...]] = {}
        common = lexicon.get("common")
        self._frequent = frozenset(common.words) if common else frozenset[str]()

    def forms(self, pattern: str) -> tuple[Form, ...]:
        """The expressions of a pattern: the passive twin too, where a verb class stands before `[...]`.

        Raises `PatternError`.
        """
        parts = self._parts(pattern)
        opened = next((at for at, part in enumerate(parts) if part.opens), None)
        if opened is None:
            return (_form(parts, "active", about=False),)
        closed = next((at for at, part in enumerate(parts) if part.closes), None)
        if closed is None or closed < opened:
            raise PatternError("`[` and `]` do not match")
        before, about, after = parts[:opened], parts[opened + 1 : closed], parts[closed + 1 :]
        if any(part.opens or part.closes for part in after) or not about:
            raise PatternError("a pattern has one `[...]`, with something in it")
        verb = before[-1].verb if before else None
        group = _Part(f"(?P<about>{_joined(about)})", _needs(about), firsts=_begins(about))
        if verb is None:
            return (_form([*before, group, *after], "active", about=True),)
        return self._voices(before, verb, group, after, persons=self._speaks_of_persons(pattern))

    def _voices(
        self, before: list[_Part], verb: str, group: _Part, after: list[_Part], persons: bool
    ) -> tuple[Form, ...]:
        been = self._part(verb, "pp")
        be = self._part("be", None)
        gap = self._gap(2)
        if persons and after:
            # Who it is done to may be a name, or stand before the verb: "forced her to", "was forced to".
            whom = _Part(f"(?:(?:{group.expression}|{_ANY}{{1,4}}?){_SKIP})?", needed=False)  # begins with any
            return (_form([*before, whom, *after], "active", about=True),)
        active = _form([*before, group, *after], "active", about=True)
        if persons:
            return active, _form([*before[:-1], be, gap, been], "passive", about=False)
        return active, _form([*before[:-1], group, self._gap(1), be, gap, been, *after], "passive", about=True)

    @staticmethod
    def _speaks_of_persons(pattern: str) -> bool:
        inside = pattern[pattern.index("[") + 1 : pattern.index("]")]
        return "{person}" in inside

    def expression(self, pattern: str) -> str:
        """The expression of a pattern without a voice, such as an entry of a lexicon class."""
        return _joined(self._parts(pattern))

    def loose(self, pattern: str) -> set[str]:
        """The classes in a pattern of which an entry may begin with any words: it opens with a gap."""
        found: set[str] = set()
        for piece in _PIECE.findall(pattern):
            name = piece.strip("{}?").partition(".")[0]
            if piece.startswith("{") and name in self._lexicon and self._part(name, None).firsts is None:
                found.add(name)
        return found

    def _parts(self, pattern: str) -> list[_Part]:
        pieces = _PIECE.findall(pattern)
        if not pieces or "".join(pieces) != re.sub(r"\s+", "", pattern):
            raise PatternError(f"the pattern {pattern!r} cannot be read")
        parts, rest = self._sequence(pieces, 0)
        if rest < len(pieces):
            raise PatternError(f"{pieces[rest]!r} stands where nothing was opened")
        return parts

    def _sequence(self, pieces: list[str], at: int) -> tuple[list[_Part], int]:
        parts: list[_Part] = []
        while at < len(pieces):
            piece = pieces[at]
            if known := self._pieces.get(piece):
                parts += known
                at += 1
                continue
            if piece[0] == ")" or piece == "|":
                break
            at += 1
            if piece == "(":
                part, at = self._group(pieces, at)
                parts.append(part)
            elif piece == "[":
                parts.append(_Part("", needed=False, opens=True))
            elif piece.startswith("]"):
                parts.append(_Part("", needed=False, closes=True))
            else:
                found = self._pieces[piece] = tuple(self._piece(piece))
                parts += found
        return parts, at

    def _group(self, pieces: list[str], at: int) -> tuple[_Part, int]:
        branches: list[list[_Part]] = []
        while True:
            branch, at = self._sequence(pieces, at)
            if not branch:
                raise PatternError("an empty alternative in `( )`")
            branches.append(branch)
            if at >= len(pieces):
                raise PatternError("`(` is not closed")
            at += 1
            if pieces[at - 1] != "|":
                break
        expression = f"(?:{'|'.join(_joined(branch) for branch in branches)})"
        if pieces[at - 1] == ")?":
            return _Part(f"(?:{expression}{_SKIP})?", needed=False, branches=branches), at
        return _Part(expression, _either(branches), branches=branches), at

    def _piece(self, piece: str) -> list[_Part]:
        if piece.startswith(".."):
            return [self._gap(int(piece[2:]))]
        optional = len(piece) > 1 and piece.endswith("?")
        plain = piece.removesuffix("?") if optional else piece
        if plain.startswith("{"):
            name, _, form = plain[1:-1].partition(".")
            parts = [self._part(name, form or None)]
        else:
            parts = self._words(plain)
        if optional:
            return [_Part(f"(?:{_joined(parts)}{_SKIP})?", needed=False, firsts=_begins(parts))]
        return parts

    def _gap(self, most: int) -> _Part:
        if not 0 < most <= WIDEST_GAP:
            raise PatternError(f"a gap is ..1 to ..{WIDEST_GAP}")
        return _Part(f"{self._any}{{0,{most}}}?", needed=False)

    def _words(self, plain: str) -> list[_Part]:
        choices = [TOKEN.findall(choice) for choice in plain.split("/")] if plain != "/" else [["/"]]
        if not all(choices) or any(
            "".join(found) != raw for found, raw in zip(choices, plain.split("/"), strict=False) if plain != "/"
        ):
            raise PatternError(f"{plain!r} is not made of words")
        if all(len(choice) == 1 for choice in choices):
            return [self._charset([choice[0] for choice in choices])]
        runs = [[self._charset([word]) for word in choice] for choice in choices]
        if len(runs) == 1:
            return runs[0]
        expression = f"(?:{'|'.join(map(_joined, runs))})"
        return [_Part(expression, _either(runs), firsts=_union(map(_begins, runs)))]

    def _charset(self, words: list[str]) -> _Part:
        symbols = sorted({self.alphabet.symbol(word.lower()) for word in words})
        rare = not any(word in self._frequent or not word[0].isalnum() for word in words)
        expression = re.escape(symbols[0]) if len(symbols) == 1 else f"[{''.join(map(re.escape, symbols))}]"
        return _Part(expression, (_Need(frozenset(symbols), rare),), firsts=frozenset(symbols))

    def _part(self, name: str, form: str | None) -> _Part:
        key = (name, form)
        if key not in self._classes:
            self._classes[key] = self._class_part(name, form)
        return self._classes[key]

    def _class_part(self, name: str, form: str | None) -> _Part:
        if name == BY_NAME:
            return _Part(f"{NAME}(?:{_SKIP}{NAME}){{0,2}}", firsts=frozenset(NAME))
        entry = self._lexicon.get(name)
        if entry is None:
            raise PatternError(f"there is no class {{{name}}} in the lexicon")
        if form is not None and form not in FORMS:
            raise PatternError(f"{{{name}.{form}}}: the forms are {', '.join(FORMS)}")
        if name in self._reading:
            raise PatternError(f"{{{name}}} is made of itself")
        words = list(entry.words) if form is None else []
        for verb in entry.verbs:
            words.extend(verb if form is None else [verb[FORMS.index(form)]])
        if not words:
            raise PatternError(f"{{{name}.{form}}}: the class has no verbs")
        self._reading.append(name)
        single: list[str] = []
        runs: list[list[_Part]] = []
        for word in words:
            choice = TOKEN.findall(word)
            if len(choice) == 1 and word == choice[0]:
                single.append(word)
            else:
                runs.append(self._parts(word))
        self._reading.pop()
        parts = [_joined(run) for run in runs]
        begins = [_begins(run) for run in runs]
        if single:
            charset = self._charset(single)
            parts.insert(0, charset.expression)
            runs.append([charset])
            begins.append(charset.firsts)
        needs = tuple(_Need(need.symbols, need.rare and not entry.common) for need in _either(runs))
        firsts = _union(begins)
        expression = parts[0] if len(parts) == 1 else f"{_ahead(firsts)}(?:{'|'.join(parts)})"
        return _Part(expression, needs, firsts=firsts, verb=name if entry.verbs else None)


def _joined(parts: Sequence[_Part]) -> str:
    """The expressions one after another, a mark allowed between two of them."""
    if len(parts) == 1:
        return parts[0].expression
    pieces: list[str] = []
    for part in parts:
        pieces.append(part.expression)
        if part.needed:
            pieces.append(_SKIP)
    if parts[-1].needed:
        pieces.pop()
    return "".join(pieces)


def _needs(parts: Iterable[_Part]) -> tuple[_Need, ...]:
    """Everything of which one must be there."""
    found: list[_Need] = []
    for part in parts:
        if part.needed:
            found += part.needs
    return tuple(found)


def _either(branches: Iterable[Sequence[_Part]]) -> tuple[_Need, ...]:
    """What one of several branches needs: the most telling need of each, taken together."""
    found: list[_Need] = []
    for branch in branches:
        needs = _needs(branch)
        if not needs:
            return ()
        found.append(needs[0] if len(needs) == 1 else min(needs, key=_telling))
    if len(found) == 1:
        return (found[0],)
    return (_Need(frozenset[str]().union(*(need.symbols for need in found)), all(need.rare for need in found)),)


def _telling(need: _Need) -> tuple[bool, int]:
    return not need.rare, len(need.symbols)


def _begins(parts: list[_Part]) -> frozenset[str] | None:
    """The symbols of which one comes first, a mark that may be skipped aside."""
    found: set[str] = set()
    for part in parts:
        firsts = _firsts(part)
        if firsts is None:
            return None
        found |= firsts
        if part.needed:
            return frozenset(found)
    return None


def _firsts(part: _Part) -> frozenset[str] | None:
    return _union(map(_begins, part.branches)) if part.branches else part.firsts


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All symbols of several sets; `None` where one of them is not known."""
    found = list(sets)
    return None if None in found else frozenset[str]().union(*(symbols for symbols in found if symbols))


def _ahead(firsts: frozenset[str] | None) -> str:
    """A look at the next symbol, so that what cannot begin there is not tried."""
    return f"(?=[{''.join(map(re.escape, sorted(firsts)))}])" if firsts else ""


def _form(parts: list[_Part], voice: Voice, about: bool) -> Form:
    needs = _needs(parts)
    triggers = min((need.symbols for need in needs if need.rare), key=len, default=None)
    if triggers is None:
        raise PatternError("no word in it must always be there, or all that must are too common to be looked for by")
    first = next(part for part in parts if part.needed or _firsts(part) is None)
    simple = first is parts[0] and first.expression[0] != "(" and first.firsts is not None
    all_needs = tuple({need.symbols: None for need in needs})
    return Form(f"{'' if simple else _ahead(_begins(parts))}{_joined(parts)}", triggers, all_needs, voice, about)
