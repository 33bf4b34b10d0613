"""What a person says that a column means, and the mapping file that this comes to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast

import yaml

from brightline.cases.drafting import draft_mapping
from brightline.cases.format import Format, load_format
from brightline.cases.opening import Table
from brightline.law.datafile import parse_documents
from brightline.web.doors.table.reading import private_folder

Kind = Literal["ignore", "keep", "fact", "each", "age", "date"]
KINDS: tuple[Kind, ...] = ("ignore", "keep", "fact", "each", "age", "date")
SAYS: Mapping[str, bool | None] = {"true": True, "false": False, "unknown": None}
SPLITS = ("", "|", ";", ",", " ")
"""Signs that may divide several codes in one cell."""


@dataclass(frozen=True)
class Meaning:
    """What one column says.

    Of a `fact`, `codes` give for each code one of `SAYS`; of `each`, the fact that the code stands for, or nothing.
    A code that is not listed is not understood, and is never guessed.
    """

    kind: Kind = "ignore"
    fact: str = ""
    codes: Mapping[str, str] = field(default_factory=dict[str, str])
    split: str = ""


def proposals(table: Table) -> Mapping[str, Meaning]:
    """What the columns of a table might mean, by their names: nothing is decided by it."""
    found: dict[str, Meaning] = {}
    for line in draft_mapping(table).splitlines():
        commented = re.fullmatch(r"(?:  )?# (.+: .+)", line)
        if not commented or not re.match(r"  # |# age: \[|# date: ", line):
            continue
        data = parse_documents(commented[1], "draft")[0].data
        if not isinstance(data, dict):
            continue
        for name, body in data.items():
            if line.startswith("  # ") and isinstance(body, dict):
                codes = cast("dict[str, bool | None]", body.get("codes") or {})
                said = {str(code): _word(value) for code, value in codes.items()}
                found[str(name)] = Meaning("fact", str(body["fact"]), said)
            elif name == "date":
                found[str(body)] = Meaning("date")
            elif name == "age" and isinstance(body, list):
                found[str(cast("dict[str, str]", body[0])["years"])] = Meaning("age")
    return {name: meaning for name, meaning in found.items() if name in table.columns}


def _word(value: bool | None) -> str:
    return "unknown" if value is None else ("true" if value else "false")


def mapping_text(draft: Mapping[str, Meaning], name: str, missing: Sequence[str] = ()) -> str:
    """The mapping file for what was said of each column; `missing` are values that say nothing in any of them."""
    columns: dict[str, object] = {}
    data: dict[str, object] = {
        "id": re.sub(r"[^a-z0-9-]+", "-", name.partition(".")[0].lower()).strip("-") or "mine",
        "title": name,
        "description": "Made by hand, column by column. Say here where the table comes from and what one row is.",
        "missing": ["", *missing],
        "columns": columns,
    }
    ages = [column for column, meaning in draft.items() if meaning.kind == "age"]
    days = [column for column, meaning in draft.items() if meaning.kind == "date"]
    kept = [column for column, meaning in draft.items() if meaning.kind == "keep"]
    for column, meaning in draft.items():
        if meaning.kind == "fact":
            codes = {code: SAYS[said] for code, said in meaning.codes.items() if said in SAYS}
            columns[column] = {"fact": meaning.fact, "codes": codes, **_split(meaning)}
        elif meaning.kind == "each":
            values = {code: {fact: True} if fact else {} for code, fact in meaning.codes.items()}
            columns[column] = {"values": values, **_split(meaning)}
        elif meaning.kind not in ("age", "date"):
            columns[column] = {"ignore": True}
    if ages:
        data["age"] = [{"label": f"age in years ({column})", "years": column} for column in ages]
    if days:
        data["date"] = days[0]
    if kept:
        data["keep"] = kept
    head = "# How the columns and codes of a table become facts. A code that is not listed stops the reading.\n"
    return head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def _split(meaning: Meaning) -> dict[str, str]:
    return {"split": meaning.split} if meaning.split else {}


def format_from(text: str, name: str) -> Format:
    """The format that a mapping file describes; a `DataFileError` with its line where it is not right."""
    with private_folder(len(text)) as folder:
        path = folder / "mapping.yaml"
        path.touch(0o600)
        path.write_text(text, "utf-8")
        return load_format(path, name)
