"""A model's account beside the reader's: where the two part, listed and never merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from brightline.texts.account import Account, Evidence
from brightline.texts.annotator.model import ModelAccount, ModelEvidence

Kind = Literal["reader only", "model only", "other status"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A label on which the reader and the model part, with the words that each rests on."""

    kind: Kind
    label: str
    reader: Evidence | None
    model: ModelEvidence | None

    @property
    def words(self) -> str:
        """The disagreement on one line."""
        if self.reader and self.model:
            return (
                f"{self.label}: the reader says {self.reader.status} ({self.reader.quote!r}), "
                f"the model {self.model.status} ({self.model.quote!r})"
            )
        found = self.reader or self.model
        assert found is not None
        return f"{self.label}: {self.kind}, {found.status} ({found.quote!r})"

    def to_json(self) -> dict[str, object]:
        """The disagreement as plain data."""
        return {
            "kind": self.kind,
            "label": self.label,
            "reader": self.reader.to_json() if self.reader else None,
            "model": self.model.to_json() if self.model else None,
        }


def disagreements(account: Account, model: ModelAccount) -> tuple[Disagreement, ...]:
    """Where the two part, by label: one of them does not have it, or both have it and share no status."""
    return tuple(_disagreements(account, model))


def _disagreements(account: Account, model: ModelAccount) -> Iterator[Disagreement]:
    ours: dict[str, list[Evidence]] = {}
    theirs: dict[str, list[ModelEvidence]] = {}
    for evidence in account.elements:
        ours.setdefault(evidence.label, []).append(evidence)
    for proposed in model.elements:
        theirs.setdefault(proposed.label, []).append(proposed)
    for label in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(label, []), theirs.get(label, [])
        if not other:
            yield Disagreement("reader only", label, one[0], None)
        elif not one:
            yield Disagreement("model only", label, None, other[0])
        elif {evidence.status for evidence in one}.isdisjoint(proposed.status for proposed in other):
            yield Disagreement("other status", label, one[0], other[0])
