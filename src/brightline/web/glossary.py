"""The glossary: the legal terms of the pages, in each language, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from brightline.law.datafile import mapping, read_document
from brightline.web.languages import FOLDER, NAMES, SOURCE


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One term: by language, how it is written (the first form is the one to show), and what it means."""

    forms: Mapping[str, tuple[str, ...]]
    means: Mapping[str, str]


def load_glossary(path: Path) -> tuple[Term, ...]:
    """The terms of a YAML file; a `DataFileError` with its line where a language is left out."""
    document = read_document(path, path.name)
    top = mapping(document.data, document)
    terms = document.convert(top.get("terms"), tuple[Term, ...], "terms")
    for number, term in enumerate(terms):
        for code in NAMES:
            if not term.forms.get(code) or not term.means.get(code):
                raise document.error(f"the term is not there in {NAMES[code]}; add it", "terms", number)
    return terms


@cache
def glossary() -> tuple[Term, ...]:
    """The terms that come with Brightline, in the order of their English names."""
    terms = load_glossary(FOLDER / "glossary.yaml")
    return tuple(sorted(terms, key=lambda term: term.forms[SOURCE][0].lower()))
