"""What the atlas speaks of: activities, rules and penalties, and the words it may use for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law.datafile import mapping, read_document

TopicKind = Literal["activity", "rule", "penalty"]


@dataclass(frozen=True, slots=True)
class Topic:
    """One activity, rule or penalty. `statuses` are its words with their meaning; a penalty has numbers instead."""

    id: str
    kind: TopicKind
    label: str
    statuses: Mapping[str, str]
    also: tuple[str, ...] = ()
    """Other words by which people ask for it."""


class _Topic(msgspec.Struct, forbid_unknown_fields=True):
    kind: TopicKind
    label: str
    statuses: dict[str, str] = {}
    words: str = ""
    also: list[str] = []


class _Topics(msgspec.Struct, forbid_unknown_fields=True):
    statuses: dict[str, dict[str, str]]
    topics: dict[str, _Topic]


@cache
def topics() -> Mapping[str, Topic]:
    """Every topic by its id, in the order in which they are shown."""
    document = read_document(Path(__file__).parent / "topics.yaml", "topics.yaml")
    raw = document.convert(mapping(document.data, document), _Topics)
    return {
        id: Topic(
            id,
            entry.kind,
            entry.label,
            entry.statuses or raw.statuses.get(entry.words or entry.kind, {}),
            tuple(entry.also),
        )
        for id, entry in raw.topics.items()
    }


def topic(named: str) -> Topic:
    """A topic by its id, its label or another word for it; a `BrightlineError` that names the nearest else."""
    word = named.strip().lower()
    for entry in topics().values():
        if word in (entry.id, entry.id.replace("_", " "), entry.label.lower(), *map(str.lower, entry.also)):
            return entry
    known = [name for entry in topics().values() for name in (entry.id, *entry.also)]
    raise BrightlineError(
        f"no activity or rule is called {named!r}{nearest(word, known)}; there are {', '.join(topics())}"
    )
