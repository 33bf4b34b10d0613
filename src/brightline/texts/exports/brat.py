"""Evidence as brat standoff: the text in one file, and a line for each span and each of its attributes in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from brightline.texts.account import STATUSES, Account, Evidence

_LINE_BREAKS = re.compile("[\\r\\n\\x0b\\x0c\\x1c-\\x1e\\x85\u2028\u2029]+")
"""Whatever ends a line for a program that reads the annotations line by line."""
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_NO_NAME = re.compile(r"[^A-Za-z0-9_-]+")
TERM = "term"
"""Type of the terms that a text uses for the conduct."""


def brat_files(account: Account) -> tuple[str, str]:
    """The text, and the annotations: offsets in characters (code points) of the text, as brat counts them.

    Types are the labels of the codebook with `-` for the dot, since brat takes no dot in a name; `Status` and `Source`
    are attributes. A span over a line break is written in pieces, since brat shows none across lines.
    """
    text = account.text.translate(_HALVES)
    return text, "".join(f"{line}\n" for line in _lines(account, text))


def brat_configuration(accounts: Iterable[Account]) -> str:
    """The `annotation.conf` with which brat shows these files."""
    every = tuple(accounts)
    types = sorted({_type(one.label) for account in every for one in account.elements})
    types += sorted({_term(one.side) for account in every for one in account.mentions})
    sources = sorted({_value(one.source) for account in every for one in account.elements})
    lines = ["[entities]", *types, "[relations]", "[events]", "[attributes]"]
    if any(account.elements for account in every):
        lines.append(f"Status Arg:<ENTITY>, Value:{'|'.join(STATUSES)}")
        lines.append(f"Source Arg:<ENTITY>, Value:{'|'.join(sources)}")
    return "\n".join(lines) + "\n"


def _lines(account: Account, text: str) -> Iterator[str]:
    attribute = 0
    for number, evidence in enumerate(account.elements, start=1):
        yield _span(f"T{number}", _type(evidence.label), evidence.start, evidence.end, text)
        for name, value in (("Status", evidence.status), ("Source", _value(evidence.source))):
            attribute += 1
            yield f"A{attribute}\t{name} T{number} {value}"
        yield f"#{number}\tAnnotatorNotes T{number}\t{_note(evidence)}"
    for number, mention in enumerate(account.mentions, start=len(account.elements) + 1):
        yield _span(f"T{number}", _term(mention.side), mention.start, mention.end, text)


def _span(name: str, type: str, start: int, end: int, text: str) -> str:
    pieces: list[tuple[int, int]] = []
    place = start
    for found in _LINE_BREAKS.finditer(text, start, end):
        if found.start() > place:
            pieces.append((place, found.start()))
        place = found.end()
    if place < end:
        pieces.append((place, end))
    offsets = ";".join(f"{first} {last}" for first, last in pieces)
    return f"{name}\t{type} {offsets}\t{' '.join(text[first:last] for first, last in pieces)}"


def _note(evidence: Evidence) -> str:
    told = [evidence.fact or evidence.idea]
    told += [f"{word} {words}" for word, words in (("by", evidence.by), ("to", evidence.to)) if words]
    told += [f"from the words {evidence.cue}"] if evidence.cue else []
    return " ".join("; ".join(told).translate(_HALVES).split())


def _type(label: str) -> str:
    return _NO_NAME.sub("-", label)


def _term(side: str) -> str:
    return f"{TERM}-{_NO_NAME.sub('-', side)}"


def _value(source: str) -> str:
    return _NO_NAME.sub("_", source) or "unknown"
