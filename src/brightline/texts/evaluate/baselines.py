"""What a reader has to beat: keyword lists from data files, and the codes that are commonest in the labelled file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from brightline.errors import nearest
from brightline.law.datafile import mapping, read_document
from brightline.texts.account import REPORTED
from brightline.texts.evaluate.gold import FIELDS, GoldSet, Record, Span, codebook_names
from brightline.texts.ideas import PALERMO

T = TypeVar("T")
FOLDER = Path(__file__).parent.parent / "baselines"


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    words: list[str]
    palermo: str | None = None
    codebook: str | None = None


class _Keywords(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    about: str
    source: str
    entries: list[_Entry]
    minor: list[str]
    adult: list[str]


@dataclass(frozen=True)
class Keywords:
    """A list of words, each of which stands for a code wherever it is found. `*` stands for the rest of a word."""

    title: str
    entries: tuple[tuple[re.Pattern[str], str | None, str | None], ...]
    minor: re.Pattern[str]
    adult: re.Pattern[str]

    def record(self, text: str) -> Record:
        """What the words say of a text: everything is asserted, since a word alone tells no more."""
        spans: dict[str, Span] = {}
        codes: dict[str, list[str]] = {family: [] for family in FIELDS}
        for words, term, label in self.entries:
            if not (found := words.search(text)):
                continue
            if label:
                spans.setdefault(label, Span(label, "asserted", *found.span()))
            for family, terms in PALERMO.items():
                if term in terms:
                    codes[family].append(term)
        minor = self.minor.search(text) is not None
        return Record(
            spans=tuple(spans.values()),
            minor="asserted" if minor else "none",
            adult="asserted" if self.adult.search(text) else "none",
            conflation=(),
            codes={family: tuple(dict.fromkeys(found)) for family, found in codes.items()},
            minors=minor,
        )


def _expression(words: Sequence[str]) -> re.Pattern[str]:
    parts = [re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b" if parts else r"(?!)", re.IGNORECASE)


def load_keywords(path: Path) -> Keywords:
    """A keyword list from its file; a `DataFileError` with its line where it is not right."""
    document = read_document(path, f"baselines/{path.name}")
    raw = document.convert(mapping(document.data, document), _Keywords)
    terms = [term for terms in PALERMO.values() for term in terms]
    labels = codebook_names().names
    for number, entry in enumerate(raw.entries):
        if entry.palermo and entry.palermo not in terms:
            told = f"{entry.palermo!r} is not a term of the Protocol{nearest(entry.palermo, terms)}"
            raise document.error(told, "entries", number, "palermo")
        if entry.codebook and entry.codebook not in labels:
            told = f"{entry.codebook!r} is not a label of the codebook{nearest(entry.codebook, labels)}"
            raise document.error(told, "entries", number, "codebook")
        if not entry.words:
            raise document.error("an entry needs a word at least", "entries", number, "words")
    return Keywords(
        raw.title,
        tuple((_expression(entry.words), entry.palermo, entry.codebook) for entry in raw.entries),
        _expression(raw.minor),
        _expression(raw.adult),
    )


@cache
def keywords(name: str) -> Keywords:
    """One of the lists that come with Brightline: `protocol_words` or `wide_keywords`."""
    return load_keywords(FOLDER / f"{name}.yaml")


def commonest(gold: GoldSet) -> Record:
    """One answer for every text: in each family the codes that, always given, agree best with this very file."""
    labels: Counter[str] = Counter()
    for labelled in gold.texts:
        labels.update({span.label for span in labelled.gold.spans if span.status in REPORTED})
        labels.update(f"{family}:{term}" for family, terms in labelled.gold.codes.items() for term in terms or ())
    spans: list[Span] = []
    for family in codebook_names().labels:
        own = {label: count for label, count in labels.items() if label.startswith(f"{family}.")}
        spans.extend(Span(label, "asserted", 0, 1) for label in _best(own, len(gold.texts)))
    codes: dict[str, tuple[str, ...]] = {}
    for family in FIELDS:
        coded = sum(labelled.gold.codes.get(family) is not None for labelled in gold.texts)
        own = {label: count for label, count in labels.items() if label.startswith(f"{family}:")}
        codes[family] = tuple(label.partition(":")[2] for label in _best(own, coded))
    return Record(
        spans=tuple(spans),
        minor=_most([labelled.gold.minor for labelled in gold.texts]),
        adult=_most([labelled.gold.adult for labelled in gold.texts]),
        conflation=(),
        codes=codes,
        minors=_most([labelled.gold.minors for labelled in gold.texts]),
    )


def _best(counts: dict[str, int], documents: int) -> list[str]:
    """The labels, commonest first, up to where the F1 of always giving them is highest."""
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    total = sum(counts.values())
    best, chosen, right = 0.0, list[str](), 0
    for number, label in enumerate(ordered, start=1):
        right += counts[label]
        f1 = 2 * right / (number * documents + total)
        if f1 > best:
            best, chosen = f1, ordered[:number]
    return chosen


def _most(values: Sequence[T | None]) -> T | None:
    counted = Counter(value for value in values if value is not None)
    return counted.most_common(1)[0][0] if counted else None
