"""Evidence as W3C Web Annotations: JSON-LD in which every span is told by its place and by its words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from brightline import __version__
from brightline.texts.account import Account, Evidence
from brightline.texts.documents import Document
from brightline.texts.report import said, words_for

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters before and after a quote that tell it from the same words elsewhere."""


def web_annotations(read: Iterable[tuple[Document, Account]]) -> dict[str, object]:
    """One collection with an annotation for each piece of evidence.

    Positions count characters (code points) from 0, as the standard asks, in the text of the document; for a format
    other than plain text that is its text alone, which the target then says with a state.
    """
    items = [item for document, account in read for item in _annotations(document, account)]
    whole = _urn("collection", *(str(item["id"]) for item in items))
    page = {"id": _urn("page", whole), "type": "AnnotationPage", "partOf": whole, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": whole,
        "type": "AnnotationCollection",
        "label": "What texts report, as found by Brightline",
        "total": len(items),
        "first": page,
    }


def _annotations(document: Document, account: Account) -> Iterator[dict[str, object]]:
    for evidence in account.elements:
        place = (evidence.idea, str(evidence.start), str(evidence.end))
        yield {
            "id": _urn(document.name, evidence.status, evidence.source, *place),
            "type": "Annotation",
            "motivation": "classifying",
            "generator": {"type": "Software", "name": f"Brightline {__version__}"},
            "body": list(_bodies(evidence)),
            "target": _target(document, account.text, evidence),
        }


def _bodies(evidence: Evidence) -> Iterator[dict[str, str]]:
    tags = (evidence.label, evidence.fact, f"status:{evidence.status}", f"source:{evidence.source}")
    yield from ({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags if tag)
    told = f"{words_for(evidence)}: {said(evidence)}"
    yield {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": told}


def _target(document: Document, text: str, evidence: Evidence) -> dict[str, object]:
    start, end = evidence.start, evidence.end
    words: dict[str, object] = {"type": "TextQuoteSelector", "exact": text[start:end]}
    if start:
        words["prefix"] = text[max(0, start - AROUND) : start]
    if end < len(text):
        words["suffix"] = text[end : end + AROUND]
    place: dict[str, object] = {"type": "TextPositionSelector", "start": start, "end": end}
    target: dict[str, object] = {"source": _iri(document.name), "selector": [place, words]}
    if document.format != "text":
        target["state"] = {"type": "HttpRequestState", "value": "Accept: text/plain"}
    return target


def _iri(name: str) -> str:
    """Where the text is, as a reference beside the file with the annotations; standard input has a name of its own."""
    return "urn:x-brightline:standard-input" if name == "-" else quote(name, safe="/~", errors="replace")


def _urn(*parts: str) -> str:
    """A name that is the same each time for the same span of the same text."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "\x1f".join(parts).encode("utf-8", "replace").decode()).urn
