"""Biology and the odds ratios of the exposures, read from effects.yaml: the same in every setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law.datafile import mapping, read_document
from brightline.outcomes.evidence import Quantity, RawQuantity, RawSource, read_quantities, read_sources

FILE = Path(__file__).parent / "effects.yaml"
DEFAULT_SET = "aesha"


@dataclass(frozen=True, slots=True)
class EvidenceSet:
    """Odds ratios of the exposures from one source, not to be mixed with those of another.

    `taken_for` says what the outcome that was measured is taken for here, which nobody measured.
    """

    id: str
    title: str
    note: str
    quantities: Mapping[str, Quantity]
    taken_for: str = ""


@dataclass(frozen=True, slots=True)
class Effects:
    """What effects.yaml holds."""

    quantities: Mapping[str, Quantity]
    sets: Mapping[str, EvidenceSet]


class _Set(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    taken_for: str
    quantities: dict[str, RawQuantity]
    note: str = ""


class _Effects(msgspec.Struct, forbid_unknown_fields=True):
    sources: dict[str, RawSource]
    quantities: dict[str, RawQuantity]
    sets: dict[str, _Set]


def load_effects(path: Path, shown: str | None = None) -> Effects:
    """Effects from a file; a `DataFileError` that names file, line and remedy where it is not right."""
    document = read_document(path, shown)
    raw = document.convert(mapping(document.data, document), _Effects)
    sources = read_sources(raw.sources, document)
    return Effects(
        read_quantities(raw.quantities, sources, document, "quantities"),
        {
            id: EvidenceSet(
                id,
                one.title,
                " ".join(one.note.split()),
                read_quantities(one.quantities, sources, document, "sets", id, "quantities"),
                " ".join(one.taken_for.split()),
            )
            for id, one in raw.sets.items()
        },
    )


@cache
def effects() -> Effects:
    """The effects that come with Brightline."""
    return load_effects(FILE, FILE.name)


def evidence_set(id: str) -> EvidenceSet:
    """One set of odds ratios by its id; a `BrightlineError` that names the nearest where there is none."""
    sets = effects().sets
    if id not in sets:
        raise BrightlineError(f"there is no evidence set {id!r}{nearest(id, sets)}; there are {', '.join(sets)}")
    return sets[id]
