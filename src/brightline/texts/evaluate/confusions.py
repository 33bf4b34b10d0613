"""Where a reader and people part: what was missed, what was found wrongly, and what was taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from brightline.texts.account import REPORTED
from brightline.texts.evaluate.gold import Form, Labelled, Record, Span
from brightline.texts.evaluate.measures import overlap


@dataclass(frozen=True, slots=True)
class Confusion:
    """One label on which the two differ, with the words that it rests on where there are any."""

    kind: str
    """`missed` or `false find`."""
    id: str
    label: str
    status: str | None
    quote: str | None
    instead: str | None = None
    """What the other side has: the same label with another status, or another label on the same words."""

    def to_json(self) -> dict[str, object]:
        """The confusion as plain data."""
        return {
            "kind": self.kind,
            "id": self.id,
            "label": self.label,
            "status": self.status,
            "quote": self.quote,
            "instead": self.instead,
        }


def confusions(texts: Sequence[Labelled], found: Sequence[Record], form: Form) -> list[Confusion]:
    """Every label, reported by one side only, in the order of the file."""
    listed: list[Confusion] = []
    for labelled, record in zip(texts, found, strict=True):
        if form == "codebook":
            listed.extend(_one_side("missed", labelled, labelled.gold, record))
            listed.extend(_one_side("false find", labelled, record, labelled.gold))
            continue
        for family, gold in labelled.gold.codes.items():
            if gold is None:
                continue
            own = record.codes.get(family) or ()
            for kind, terms in (("missed", set(gold) - set(own)), ("false find", set(own) - set(gold))):
                listed.extend(
                    Confusion(kind, labelled.id, f"{family}.{term}", None, _quote(labelled, record, family, kind))
                    for term in sorted(terms)
                )
    return listed


def taken_for(listed: Sequence[Confusion]) -> Counter[tuple[str, str]]:
    """How often one label was missed where the same words were given another."""
    return Counter((c.label, c.instead) for c in listed if c.kind == "missed" and c.instead)


def _one_side(kind: str, labelled: Labelled, one: Record, other: Record) -> list[Confusion]:
    there = {span.label for span in other.spans if span.status in REPORTED}
    listed: dict[str, Confusion] = {}
    for span in one.spans:
        if span.status in REPORTED and span.label not in there:
            quote = labelled.text[span.start : span.end]
            listed.setdefault(
                span.label, Confusion(kind, labelled.id, span.label, span.status, quote, _instead(span, other))
            )
    return list(listed.values())


def _instead(span: Span, other: Record) -> str | None:
    same = next((own.status for own in other.spans if own.label == span.label), None)
    if same:
        return f"{span.label} ({same})"
    near = [own for own in other.spans if own.family == span.family and own.status in REPORTED]
    best = max(near, key=lambda own: overlap((own.start, own.end), (span.start, span.end)), default=None)
    return best.label if best and overlap((best.start, best.end), (span.start, span.end)) else None


def _quote(labelled: Labelled, record: Record, family: str, kind: str) -> str | None:
    """Some words of the family that the reader went by; of what it missed there are none."""
    if kind == "missed":
        return None
    span = next((own for own in record.spans if own.family == family and own.status in REPORTED), None)
    return labelled.text[span.start : span.end] if span else None
