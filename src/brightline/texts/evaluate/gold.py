"""Texts that people have labelled, read from JSON Lines and checked: the codebook's records, or codes by document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, cast

import msgspec

from brightline.cases.textfile import check_path, json_lines
from brightline.errors import BrightlineError, nearest
from brightline.law.datafile import mapping, read_document
from brightline.texts.account import STATUSES
from brightline.texts.ideas import PALERMO

HERE = Path(__file__).parent
Form: TypeAlias = Literal["codebook", "palermo"]
FIELDS: Mapping[str, str] = {"act": "acts", "means": "means", "purpose": "purposes"}
"""The Protocol's families and the names of their fields in a record."""


class Codebook(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The names that a codebook record may hold."""

    title: str
    labels: dict[str, list[str]]
    ages: list[str]
    conflation: list[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Every label with its family, such as `means.confinement`."""
        return tuple(f"{family}.{label}" for family, labels in self.labels.items() for label in labels)


@cache
def codebook_names() -> Codebook:
    """The names of the codebook."""
    document = read_document(HERE / "codebook.yaml", "evaluate/codebook.yaml")
    return document.convert(mapping(document.data, document), Codebook)


@dataclass(frozen=True, slots=True)
class Span:
    """One label of a text in the codebook's terms."""

    label: str
    status: str
    start: int
    end: int

    @property
    def family(self) -> str:
        """`act`, `means`, `purpose` or `consent`."""
        return self.label.partition(".")[0]


@dataclass(frozen=True)
class Record:
    """What somebody, or something, says of one text. A field that is `None` was not coded."""

    spans: tuple[Span, ...] = ()
    minor: str | None = None
    adult: str | None = None
    conflation: tuple[str, ...] | None = None
    verdict: str | None = None
    codes: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict[str, "tuple[str, ...] | None"])
    """The Protocol's terms by family: `act`, `means`, `purpose`."""
    minors: bool | None = None


@dataclass(frozen=True)
class Labelled:
    """A text with what people say of it, and the other fields of its record, to count by."""

    id: str
    text: str
    gold: Record
    others: Mapping[str, object]


@dataclass(frozen=True)
class GoldSet:
    """Labelled texts, all of one form."""

    name: str
    form: Form
    texts: tuple[Labelled, ...]


def read_labelled(path: Path, texts: Path | None = None) -> GoldSet:
    """The labelled texts of a file. `texts` holds `id` and `text` where the labels stand in a file of their own.

    Raises `BrightlineError` with the line, the id and the remedy where a record is not one of the two forms.
    """
    check_path(path)
    prose = _prose(texts) if texts else {}
    found: list[Labelled] = []
    forms: set[Form] = set()
    seen: set[str] = set()
    for number, record in json_lines(path):
        where = f"{path.name}, line {number:,}"
        id = record.get("id")
        if not isinstance(id, str) or not id:
            raise BrightlineError(f"{where}: a record needs an `id`, a text that no other record has")
        if id in seen and "text" not in record:
            raise BrightlineError(f"{where}: the id {id!r} stands twice, and --texts cannot tell which text is meant")
        seen.add(id)
        where += f" ({id})"
        beside = prose.get(id, {})
        text = record.get("text", beside.get("text"))
        if not isinstance(text, str):
            told = f"and {texts.name} has none" if texts else "give the file that holds it with --texts"
            raise BrightlineError(f"{where}: there is no `text` for it, {told}")
        form = _form(record, where)
        forms.add(form)
        gold = _codebook(record, text, where) if form == "codebook" else _palermo(record, where)
        found.append(Labelled(id, text, gold, {**beside, **record}))
    if len(forms) > 1:
        raise BrightlineError(f"{path.name}: holds records of both forms; put them into two files")
    if not found:
        raise BrightlineError(f"{path.name}: there is no record in it")
    return GoldSet(path.name, forms.pop(), tuple(found))


def _prose(path: Path) -> dict[str, dict[str, object]]:
    check_path(path)
    return {str(record["id"]): record for _, record in json_lines(path) if "id" in record}


def _form(record: Mapping[str, object], where: str) -> Form:
    if "labels" in record:
        return "codebook"
    if any(name in record for name in FIELDS.values()):
        return "palermo"
    raise BrightlineError(
        f"{where}: neither a codebook record (`labels`, `minor`, `adult`, `conflation`) nor one coded by document "
        "(`acts`, `means`, `purposes`, `minors`)"
    )


def _codebook(record: Mapping[str, object], text: str, where: str) -> Record:
    names = codebook_names()
    labels = record["labels"]
    if not isinstance(labels, list):
        raise BrightlineError(f"{where}: `labels` must be a list")
    spans = tuple(_span(label, text, names, where) for label in cast("list[object]", labels))
    return Record(
        spans=spans,
        minor=_word(record, "minor", names.ages, where),
        adult=_word(record, "adult", names.ages, where),
        conflation=_words(record, "conflation", names.conflation, where),
    )


def _span(label: object, text: str, names: Codebook, where: str) -> Span:
    if not isinstance(label, dict):
        raise BrightlineError(f"{where}: each of `labels` must be a record with label, status, start and end")
    told = cast("dict[str, object]", label)
    name, status, start, end = (told.get(key) for key in ("label", "status", "start", "end"))
    if name not in names.names:
        raise BrightlineError(f"{where}: {name!r} is not a label of the codebook{nearest(str(name), names.names)}")
    if status not in STATUSES:
        raise BrightlineError(f"{where}: {status!r} is not a status{nearest(str(status), STATUSES)}")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise BrightlineError(f"{where}: {name} does not lie in the text (start {start!r}, end {end!r})")
    quote = told.get("quote")
    if quote is not None and quote != text[start:end]:
        raise BrightlineError(
            f"{where}: the quote of {name} is not what stands at {start} to {end} ({text[start:end][:60]!r}); "
            "offsets count characters of `text`"
        )
    return Span(str(name), str(status), start, end)


def _word(record: Mapping[str, object], name: str, known: Sequence[str], where: str) -> str | None:
    value = record.get(name)
    if value is not None and value not in known:
        raise BrightlineError(f"{where}: `{name}` may be {', '.join(known)}, not {value!r}")
    return cast("str | None", value)


def _words(record: Mapping[str, object], name: str, known: Iterable[str], where: str) -> tuple[str, ...] | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, list):
        raise BrightlineError(f"{where}: `{name}` must be a list or null")
    words = [word for word in cast("list[object]", value) if word != "none"]
    allowed = tuple(known)
    for word in words:
        if word not in allowed:
            raise BrightlineError(
                f"{where}: {word!r} is not known in `{name}`{nearest(str(word), allowed)}; it may hold "
                f"{', '.join(allowed)}"
            )
    return tuple(dict.fromkeys(map(str, words)))


def _palermo(record: Mapping[str, object], where: str) -> Record:
    minors = record.get("minors")
    if minors is not None and not isinstance(minors, bool):
        raise BrightlineError(f"{where}: `minors` may be true, false or null, not {minors!r}")
    codes = {family: _words(record, name, PALERMO[family], where) for family, name in FIELDS.items()}
    return Record(codes=codes, minors=minors)
