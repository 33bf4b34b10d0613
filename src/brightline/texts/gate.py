"""The gate: whether a text may speak of the subject at all. Nearly all general news stops here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import cache
from pathlib import Path

import msgspec
from ahocorasick_rs import BytesAhoCorasick, Implementation

from brightline.law.datafile import mapping, read_document

HERE = Path(__file__).parent
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufb00-\ufb06]")
_SEEN_AS = str.maketrans(
    dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
    | dict(zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
)
"""What nobody sees is left out, and ligatures are read as letters."""
_AROUND = 240
"""Characters to each side of its letters in which an anchor is looked for: more than any anchor is long."""
_AT_ONCE = 1 << 16
"""Characters that are looked through at once, so that the rest of a long text is left alone when it is let through."""


class _Gate(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    anchors: dict[str, list[str]]
    hints: dict[str, list[str]] = {}


class Look(Enum):
    """What a first look into a text shows."""

    NAMED = "it names the subject"
    HINTED = "it may tell of the subject without its names: only what is told together counts"
    NOTHING = "it holds none of the words"


class Gate:
    """Anchors, of which a text must hold one, and hints, of which it must hold one where it names nothing.

    An anchor is found in two steps, both in the text in lower case: the letters that it is filed under (its stem), of
    which all are looked for in one pass, and, only where those are there, its whole words. A hint is its own stem.
    """

    def __init__(self, anchors: dict[str, list[str]], hints: Iterable[str] = ()) -> None:
        self._words = {stem: _expression(phrases) for stem, phrases in anchors.items()}
        self._stems = [*anchors]
        hinted = [*hints]
        self._hints = [re.compile(rf"\b{re.escape(hint)}\b") for hint in hinted]
        stems = [stem.encode() for stem in (*self._stems, *hinted)]
        self._pass = BytesAhoCorasick(stems, implementation=Implementation.DFA)

    def opens(self, text: str) -> bool:
        """Whether the text holds an anchor."""
        return self.look(text) is Look.NAMED

    def look(self, text: str) -> Look:
        """Whether the text holds an anchor, or else a hint."""
        lower = text.lower()
        if not lower.isascii() and _UNSEEN.search(lower):
            lower = lower.translate(_SEEN_AS)
        lower = lower.replace("\n", " ").replace("\u00a0", " ")  # an anchor may run over the end of a line
        if len(lower) <= _AT_ONCE:
            return self._in_part(lower)
        seen = Look.NOTHING
        for start in range(0, len(lower), _AT_ONCE):
            found = self._in_part(lower[max(0, start - 2 * _AROUND) : start + _AT_ONCE])
            if found is Look.NAMED:
                return found
            if found is Look.HINTED:
                seen = found
        return seen

    def _in_part(self, lower: str) -> Look:
        encoded = lower.encode("utf-8", "surrogatepass")
        anchors = len(self._stems)
        seen = Look.NOTHING
        for number in {one[0] for one in self._pass.find_matches_as_indexes(encoded, overlapping=True)}:
            if number < anchors:
                if self._holds(lower, self._stems[number]):
                    return Look.NAMED
            elif seen is Look.NOTHING and self._hints[number - anchors].search(lower):
                seen = Look.HINTED
        return seen

    def expressions(self) -> tuple[str, ...]:
        """The anchors as expressions, for other engines to be measured by."""
        return tuple(words.pattern for words in self._words.values())

    def _holds(self, lower: str, stem: str) -> bool:
        """Whether an anchor stands around one of the places where its letters do."""
        words = self._words[stem]
        place = lower.find(stem)
        while place >= 0:
            window = lower[max(0, place - _AROUND) : place + _AROUND]
            if words.search(window):
                return True
            place = lower.find(stem, place + _AROUND // 4)
        return False


def _expression(phrases: list[str]) -> re.Pattern[str]:
    """Whole words; `*` stands for the rest of one, `_` for up to four words."""
    parts: list[str] = []
    for phrase in phrases:
        escaped = re.escape(phrase).replace(r"\ _\ ", r"\W{1,3}(?:[\w'’-]{1,30}\W{1,3}){0,4}?")
        escaped = escaped.replace(r"\*", r"\w{0,20}").replace("\\ ", r"\s{1,4}")
        parts.append(escaped)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


@cache
def gate() -> Gate:
    """The gate that comes with Brightline."""
    return load_gate(HERE / "gate.yaml")


def load_gate(path: Path) -> Gate:
    """A gate from its file; a `DataFileError` with its line where it is not right."""
    document = read_document(path, path.name)
    raw = document.convert(mapping(document.data, document), _Gate)
    for stem, phrases in raw.anchors.items():
        if stem != stem.lower() or not phrases:
            raise document.error("anchors stand in lower case under letters that each of them holds", "anchors", stem)
        for number, phrase in enumerate(phrases):
            if stem not in phrase:
                raise document.error(f"{phrase!r} does not hold {stem!r}", "anchors", stem, number)
    hints = [hint for told in raw.hints.values() for hint in told]
    for number, hint in enumerate(hints):
        if not hint or hint != hint.lower() or hint in hints[:number]:
            raise document.error(f"the hint {hint!r} stands in lower case, and once", "hints")
    return Gate(raw.anchors, hints)
