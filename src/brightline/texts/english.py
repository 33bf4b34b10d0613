"""Whether a text looks like English, the one language that the reader knows."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from brightline.law.datafile import mapping, read_document

FILE = Path(__file__).parent / "english.yaml"
LOOKED_AT = 20_000
"""Characters at the beginning of a text that are looked at."""
NOT_ENGLISH = (
    "This does not look like English, and only English is read: that nothing is found in it, or little, says nothing "
    "of what it reports."
)

_WORD = re.compile(r"[^\W\d_]+")


class _English(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    words: frozenset[str]
    share: float
    least: int


@cache
def _english() -> _English:
    document = read_document(FILE, FILE.name)
    return document.convert(mapping(document.data, document), _English)


def looks_english(text: str) -> bool:
    """Whether a text has the small words of English; a text of a few words is given the benefit of the doubt."""
    told = _english()
    words = _WORD.findall(text[:LOOKED_AT].lower())
    return len(words) < told.least or sum(word in told.words for word in words) >= told.share * len(words)
