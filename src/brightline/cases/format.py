"""Formats: what the columns and codes of a known record table mean, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law import Vocabulary, vocabulary
from brightline.law.datafile import Document, PathStep, mapping, read_document
from brightline.logic import Truth

FOLDER = Path(__file__).parent / "formats"

GENERIC = "generic"
YES = ("true", "t", "yes", "y", "1")
NO = ("false", "f", "no", "n", "0")
NOT_KNOWN = (
    "null",
    "none",
    "?",
    "unknown",
    "not known",
    "don't know",
    "declined",
    "rather not say",
    "not asked",
    "not-sure",
)


@dataclass(frozen=True)
class Column:
    """What the codes of one column say. A code that is not listed is an error, never a guess.

    `codes` gives, for each code, the facts that it settles (none: recorded, and nothing follows).
    `split` holds the signs that may stand between codes where a cell may hold several. An `ignored` column is not
    looked at.
    """

    name: str
    codes: Mapping[str, Mapping[str, Truth]] = field(default_factory=dict[str, Mapping[str, Truth]])
    split: tuple[str, ...] = ()
    ignored: bool = False
    note: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that this column can settle, in order."""
        return tuple(dict.fromkeys(fact for settled in self.codes.values() for fact in settled))


@dataclass(frozen=True)
class AgeSource:
    """One way in which a table tells the person's age, named for the finding that rests on it.

    Either a coded column, or `years` (a column of whole years), or `born` with `at` (two columns of dates).
    """

    label: str
    column: Column | None = None
    years: str | None = None
    born: str | None = None
    at: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads."""
        if self.column:
            return (self.column.name,)
        return tuple(name for name in (self.years, self.born, self.at) if name)


@dataclass(frozen=True, eq=False)
class Format:
    """A decoder for one kind of record table."""

    id: str
    title: str
    description: str
    recognise: tuple[str, ...]
    missing: tuple[str, ...]
    columns: Mapping[str, Column]
    ages: tuple[AgeSource, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    terms: str
    by_fact_id: bool = False
    from_form: bool = False
    """Whether columns of fact ids are named as form software does: groups before the name, `_` for the dot."""
    answers: Mapping[str, Truth] = field(default_factory=dict[str, Truth])
    """What cells of fact columns may say besides true, false and not known."""
    date: str = ""
    """The column that holds the day of the events, if one does."""
    keep: tuple[str, ...] = ()
    """Ignored columns that are carried along into what is written."""
    synonyms: Mapping[str, str] = field(default_factory=dict[str, str])
    """Other spellings of column names, with the name used here."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every column name that this format knows."""
        ages = (name for age in self.ages for name in age.columns)
        return tuple(dict.fromkeys((*self.columns, *ages, *self.synonyms, *([self.date] if self.date else []))))

    def ignores(self, name: str) -> bool:
        """Whether a column is listed as one not to look at; a listed name may end in `*`."""
        return any(column.ignored and fnmatchcase(name, known) for known, column in self.columns.items())


class _Column(msgspec.Struct, forbid_unknown_fields=True):
    fact: str | None = None
    codes: dict[str, bool | None] | None = None
    values: dict[str, dict[str, bool | None]] | None = None
    split: str | list[str] = []
    ignore: bool = False
    names: list[str] = []
    note: str = ""


class _Age(msgspec.Struct, forbid_unknown_fields=True):
    label: str
    column: str | None = None
    values: dict[str, dict[str, bool | None]] | None = None
    years: str | None = None
    born: str | None = None
    at: str | None = None


class _Format(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str
    description: str
    columns: dict[str, object]
    recognise: list[str] = []
    missing: list[str] = []
    codes: dict[str, bool | None] = msgspec.field(default_factory=lambda: {"1": True})
    age: list[_Age] = []
    notes: list[str] = []
    sources: list[str] = []
    terms: str = ""
    by_fact_id: bool = False
    from_form: bool = False
    answers: dict[str, bool | None] = {}
    date: str = ""
    keep: list[str] = []


@cache
def format_ids() -> tuple[str, ...]:
    """Ids of the formats that come with Brightline."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def table_format(name: str) -> Format:
    """A format by its id, or by the path of a mapping file of the same form."""
    if name in format_ids():
        return _shipped(name)
    if name.endswith((".yaml", ".yml")):
        return load_format(Path(name))
    raise BrightlineError(f"no format is called {name!r}{nearest(name, format_ids())}; `brightline formats` lists them")


def recognise(columns: tuple[str, ...]) -> Format:
    """The format whose telling columns a table has, the one with most of them first; else `generic`."""
    have = set(columns)
    fitting = [f for f in map(_shipped, format_ids()) if f.recognise and have.issuperset(f.recognise)]
    return max(fitting, key=lambda found: len(found.recognise), default=_shipped(GENERIC))


@cache
def _shipped(name: str) -> Format:
    return load_format(FOLDER / f"{name}.yaml", shown=f"{name}.yaml")


def load_format(path: Path, shown: str | None = None) -> Format:
    """The format in a YAML file; a `DataFileError` naming line and remedy where it is not right."""
    document = read_document(path, shown or path.name)
    raw = document.convert(mapping(document.data, document), _Format)
    words = vocabulary()
    columns: dict[str, Column] = {}
    synonyms: dict[str, str] = {}
    for name, body in raw.columns.items():
        where: tuple[PathStep, ...] = ("columns", name)
        source = _Column(fact=body) if isinstance(body, str) else document.convert(body, _Column, *where)
        columns[name] = _column(document, where, name, source, raw.codes, words)
        for other in source.names:
            synonyms[other] = name
    if (raw.from_form or raw.answers) and not raw.by_fact_id:
        raise document.error("from_form and answers belong to a format with `by_fact_id: true`")
    for name in raw.keep:
        if name not in columns or not columns[name].ignored:
            raise document.error(f"{name!r} is kept and must stand under columns as `{{ignore: true}}`", "keep")
    ages = tuple(_age(document, raw.age[number], number, words) for number in range(len(raw.age)))
    return Format(
        id=raw.id,
        title=raw.title,
        description=raw.description,
        recognise=tuple(raw.recognise),
        missing=tuple(raw.missing),
        columns=columns,
        ages=ages,
        notes=tuple(raw.notes),
        sources=tuple(raw.sources),
        terms=raw.terms,
        by_fact_id=raw.by_fact_id,
        from_form=raw.from_form,
        answers=raw.answers,
        date=raw.date,
        keep=tuple(raw.keep),
        synonyms=synonyms,
    )


def _column(
    document: Document,
    where: tuple[PathStep, ...],
    name: str,
    source: _Column,
    default_codes: Mapping[str, bool | None],
    words: Vocabulary,
) -> Column:
    chosen = [key for key in ("fact", "values", "ignore") if getattr(source, key)]
    if len(chosen) != 1:
        raise document.error(f"{name}: give exactly one of fact, values or ignore", *where)
    if source.ignore:
        return Column(name, ignored=True, note=source.note)
    if source.fact:
        fact = _fact(document, source.fact, (*where, "fact"), words)
        codes = {code: {fact: value} for code, value in (source.codes or default_codes).items()}
    else:
        codes = _values(document, source.values or {}, (*where, "values"), words)
    split = (source.split,) if isinstance(source.split, str) else tuple(source.split)
    return Column(name, codes, split, note=source.note)


def _values(
    document: Document,
    values: Mapping[str, Mapping[str, bool | None]],
    where: tuple[PathStep, ...],
    words: Vocabulary,
) -> dict[str, Mapping[str, Truth]]:
    return {
        code: {_fact(document, fact, (*where, code, fact), words): value for fact, value in settled.items()}
        for code, settled in values.items()
    }


def _fact(document: Document, name: str, where: tuple[PathStep, ...], words: Vocabulary) -> str:
    if name not in words:
        raise document.error(f"{name!r} is not a fact{nearest(name, words.ids)}", *where)
    return words.resolve(name)


def _age(document: Document, source: _Age, number: int, words: Vocabulary) -> AgeSource:
    where: tuple[PathStep, ...] = ("age", number)
    kinds = [bool(source.column and source.values), bool(source.years), bool(source.born and source.at)]
    if sum(kinds) != 1:
        raise document.error("give `column` with `values`, or `years`, or `born` with `at`", *where)
    if not source.column:
        return AgeSource(source.label, years=source.years, born=source.born, at=source.at)
    codes = {
        code: _with_implied(settled, words)
        for code, settled in _values(document, source.values or {}, (*where, "values"), words).items()
    }
    return AgeSource(source.label, Column(source.column, codes))


def _with_implied(settled: Mapping[str, Truth], words: Vocabulary) -> Mapping[str, Truth]:
    """Age facts with those that follow: under 16 is under 18; not under 18 is not under 16."""
    found = dict(settled)
    for fact, value in settled.items():
        for other in words.wider[fact] if value else (words.narrower[fact] if value is False else ()):
            found.setdefault(other, value)
    return found
