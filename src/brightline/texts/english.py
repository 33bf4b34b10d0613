"""Whether a text looks like English, the one language that the reader knows."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from brightline.law.datafile import mapping, read_document

FILE = Path(__file__).parent / "english.yaml"
LOOKED_AT = 500
"""Characters that are looked at, at the beginning of a text and again in its middle."""
NOT_ENGLISH = (
    "This does not look like English, and only English is read: that nothing is found in it, or little, says nothing "
    "of what it reports."
)

_WORD = re.compile(r"[^\W\d_]+")


class _English(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    surest: str
    surest_times: int
    words: frozenset[str]
    share: float
    least_words: int
    foreign_letters: float
    least_letters: int


@cache
def _english() -> _English:
    document = read_document(FILE, FILE.name)
    return document.convert(mapping(document.data, document), _English)


def looks_english(text: str) -> bool:
    """Whether a text has the letters and the small words of English; one of a few words is given the benefit of the
    doubt.
    """
    told = _english()
    middle = max(LOOKED_AT, (len(text) - LOOKED_AT) // 2)
    sample = f"{text[:LOOKED_AT]} {text[middle : middle + LOOKED_AT]}"
    if sample.count(told.surest) >= told.surest_times:
        return True
    letters = sum(map(str.isalpha, sample)) if not sample.isascii() else 0
    if letters > told.least_letters and sum(map(_is_foreign, sample)) > told.foreign_letters * letters:
        return False
    words = _WORD.findall(sample.lower())
    return len(words) < told.least_words or sum(map(told.words.__contains__, words)) >= told.share * len(words)


def _is_foreign(character: str) -> bool:
    return character.isalpha() and not character.isascii()
