"""The gate: whether a text may speak of the subject at all. Nearly all general news stops here."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unicodedata import normalize

import msgspec

from brightline.law.datafile import mapping, read_document
from brightline.texts.words import INSIDE

HERE = Path(__file__).parent
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\ufb00-\ufb06]")
_RAREST_FIRST = "zqjxkvbpygwfmculdhrsnioate "
"""Letters from the rarest in English on, and the space; any other character counts as rarer still."""
_AROUND = 120
"""Characters to each side of its letters in which an anchor is looked for: more than any anchor is long."""


class _Gate(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    anchors: dict[str, list[str]]


class Gate:
    """Anchors, of which a text must hold one.

    An anchor is found in two steps, both in the text in lower case: the rare letters that it is filed under (its stem),
    and, only where those are there, its whole words. Stems are looked for several at a time, all those that share
    their rarest letter: an expression that begins with one letter runs from one such letter to the next at the speed
    of memory, which one that may begin with several cannot.
    """

    def __init__(self, anchors: dict[str, list[str]]) -> None:
        self.stems = tuple(anchors)
        self._words = {stem: _expression(phrases) for stem, phrases in anchors.items()}
        filed: dict[str, list[str]] = {}
        for stem in anchors:
            filed.setdefault(min(stem, key=_RAREST_FIRST.find), []).append(stem)
        self._filed = [(_any_of(stems, letter), stems) for letter, stems in filed.items()]

    def opens(self, text: str) -> bool:
        """Whether the text holds an anchor."""
        lower = text.lower()
        if not lower.isascii() and _UNSEEN.search(lower):
            lower = INSIDE.sub("", normalize("NFKC", lower))
        for any_of_them, stems in self._filed:
            if any_of_them.search(lower):
                for stem in stems:
                    if stem in lower and self._holds(lower, stem):
                        return True
        return False

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
            place = lower.find(stem, place + _AROUND // 2)
        return False


def _any_of(stems: list[str], letter: str) -> re.Pattern[str]:
    """Any of several stems, from the first `letter` in it on: what stands before that is looked back at."""
    ends: list[str] = []
    for stem in stems:
        before, _, after = stem.partition(letter)
        ends.append(re.escape(after) + (f"(?<={re.escape(stem)})" if before else ""))
    return re.compile(f"{re.escape(letter)}(?:{'|'.join(ends)})")


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
    return Gate(raw.anchors)
