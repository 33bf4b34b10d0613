"""A first draft of a mapping file for a table that no format knows: proposals, for a person to decide."""

from __future__ import annotations

from difflib import SequenceMatcher

import polars as pl
import yaml

from brightline.cases.format import NO, NOT_KNOWN, YES
from brightline.cases.opening import Table
from brightline.law import FactEntry, vocabulary

MOST_CODES = 12
"""Different values up to which a column is taken for a coded one."""
LONGEST_CODE = 24
"""Characters up to which a value is taken for a code, and may be shown in the draft."""
LIKENESS = 0.62
"""How alike (0 to 1) a column's name and a fact's must be for a proposal."""


def draft_mapping(table: Table) -> str:
    """A mapping file as YAML text: every column ignored, with what it might mean in a comment beside it."""
    frame = table.frame.select(pl.all().cast(pl.String))
    counted = frame.select(pl.all().n_unique()).collect(engine="streaming").row(0)
    coded = [name for name, count in zip(table.columns, _numbers(counted), strict=True) if count <= MOST_CODES + 1]
    values: dict[str, list[str]] = {}
    for name in coded:
        found = frame.select(pl.col(name).unique()).collect(engine="streaming").to_series().to_list()
        values[name] = sorted(str(value) for value in found if value is not None)
    lines = [
        f"# A draft for {table.path.name}. Nothing here is decided: a column is ignored until you say what it means.",
        "# fact: ID with codes (true, false, or null for not known), or values (CODE: {FACT: true}) for categories.",
        "# A code that is not listed stops the reading with an error, so that no code is ever guessed.",
        f"id: {_scalar(table.path.name.split('.')[0] or 'mine')}",
        "title: A table of my own",
        "description: Say here where it comes from and what one row is.",
        'missing: [""]',
        "columns:",
    ]
    for name in table.columns:
        codes = values.get(name)
        if codes is not None and any(len(code) > LONGEST_CODE for code in codes):
            codes = None  # words somebody wrote, not codes: they stay out of the draft
        entry = _likely(name)
        shown = f"  # {'values: ' + ', '.join(codes)[:70] if codes is not None else 'many values'}"
        lines.append(f"  {_scalar(name)}: {{ignore: true}}{shown}")
        if entry and codes:
            drafted = ", ".join(f"{_scalar(code)}: {_guess(code)}" for code in codes)
            lines.append(f"  # {_scalar(name)}: {{fact: {entry.id}, codes: {{{drafted}}}}}  # {entry.label}")
    ages = [name for name in table.columns if _plain(name) in ("age", "ageyears", "ageatevent", "alter", "edad")]
    days = [name for name in table.columns if _plain(name) in ("date", "when", "eventdate", "datum", "fecha")]
    lines += [
        f"# age: [{{label: age in years, years: {_scalar(name)}}}]  # take it out of columns then" for name in ages
    ]
    lines += [f"# date: {_scalar(name)}  # the day of the events; take it out of columns then" for name in days]
    lines.append("# keep: [COLUMN]  # ignored columns to carry along, such as a case number")
    return "\n".join(lines) + "\n"


def _numbers(row: tuple[object, ...]) -> list[int]:
    """The numbers in a row of counts."""
    return [int(str(value)) for value in row]


def _likely(name: str) -> FactEntry | None:
    """The fact whose id, codes or label is most like a column's name, if any is like it at all."""
    plain = _plain(name)
    best: tuple[float, FactEntry | None] = (LIKENESS, None)
    for entry in vocabulary():
        known = [entry.id.split(".", 1)[1], *entry.aliases]
        known += [code.rsplit("=", 1)[-1] for codes in entry.codes.values() for code in codes]
        for other in known:
            likeness = SequenceMatcher(None, plain, _plain(other)).ratio()
            if likeness > best[0]:
                best = (likeness, entry)
    return best[1]


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _guess(code: str) -> str:
    plain = code.strip().lower()
    if plain in NOT_KNOWN:
        return "null"
    return "true" if plain in YES else ("false" if plain in NO else "null")


def _scalar(text: str) -> str:
    written = yaml.safe_dump(text, default_style='"', width=10_000, allow_unicode=True).strip()
    plain = text.replace("_", "").replace("-", "")
    return (
        text if plain.isalnum() and not plain.isdigit() and plain.lower() not in ("true", "false", "null") else written
    )
