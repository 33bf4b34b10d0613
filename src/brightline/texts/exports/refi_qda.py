"""What the reader looks for as a REFI-QDA codebook (.qdc), which programs for qualitative research can import."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from brightline import __version__
from brightline.texts.account import STATUSES
from brightline.texts.exports.label_studio import COLOURS
from brightline.texts.ideas import Idea, rules
from brightline.texts.report import FAMILY_WORDS, STATUS_WORDS

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)
"""Names made from this stay the same from one file to the next, so that a codebook can be imported again."""
OTHERS = {
    "term": "Terms that a text uses for the conduct",
    "wording": "Turns of phrase that take one thing for the other",
    "statistic": "Numbers that need a source",
}


def refi_qda_codebook() -> str:
    """The codebook as XML: families, in them the labels, then the statuses as codes of their own.

    In the order and with the names of the published schema, version 1.0.
    """
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    by_family: dict[str, dict[str, list[Idea]]] = {}
    for idea in rules().ideas:
        by_family.setdefault(idea.kind, {}).setdefault(idea.label, []).append(idea)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f"<CodeBook xmlns={quoteattr(NAMESPACE)} origin={quoteattr(f'Brightline {__version__}')}>"
    yield "<Codes>"
    order = (*FAMILY_WORDS, *OTHERS)
    for family in sorted(by_family, key=lambda name: order.index(name) if name in order else len(order)):
        name, about = FAMILY_WORDS.get(family, (family.capitalize(), OTHERS.get(family, "")))
        colour = COLOURS.get(family, "#777777")
        yield _code(family, name, about, colour, codable=False)
        for label, ideas in by_family[family].items():
            titles = "; ".join(dict.fromkeys(idea.title for idea in ideas))
            facts = ", ".join(dict.fromkeys(idea.fact for idea in ideas if idea.fact))
            described = f"{titles}{f' (facts: {facts})' if facts else ''}"
            yield _code(f"{family}/{label}", label, described, colour, codable=True) + "</Code>"
        yield "</Code>"
    yield _code("status", "Status", "How a text holds what it says", "#777777", codable=False)
    for status in STATUSES:
        yield _code(f"status.{status}", f"status.{status}", STATUS_WORDS[status], "#777777", codable=True) + "</Code>"
    yield "</Code>"
    yield "</Codes>"
    yield "</CodeBook>"


def _code(id: str, name: str, described: str, colour: str, codable: bool) -> str:
    attributes = f"guid={quoteattr(_guid(id))} name={quoteattr(name)} isCodable={quoteattr(str(codable).lower())}"
    return f"<Code {attributes} color={quoteattr(colour)}><Description>{escape(described)}</Description>"


def _guid(id: str) -> str:
    return str(uuid.uuid5(_OURS, id)).upper()
