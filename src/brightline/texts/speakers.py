"""Speakers: somebody brought in with an office ("Det. Ann Poe") and cited later by a name alone ("Poe said")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brightline.law.datafile import mapping, read_document
from brightline.texts.grammar import BY_NAME, Grammar, PatternError
from brightline.texts.words import END, NAME

FILE = Path(__file__).parent / "speakers.yaml"
_BEFORE = re.compile(f"{NAME}(?=,?[^{END},{NAME}]{{0,1}}$)")
"""A name just before the word of saying, one word between them at most: `Poe also said`."""
_AFTER = re.compile(f"[^{END},{NAME}]{{0,1}}{NAME}+")
"""Names just after it: `said Ann Poe`."""
_NAMES = re.compile(f"{NAME}+")
_NEAR = 3
"""Words before the word of saying that are looked at."""


@dataclass(frozen=True, slots=True)
class Introductions:
    """How people in an office are brought in, by the cues that their words count for."""

    by_office: Mapping[str, Sequence[re.Pattern[str]]]

    def brought_in(self, words: Sequence[str], symbols: str) -> dict[str, tuple[int, str]]:
        """By last name, in lower case: the word at which somebody is first brought in, and the office.

        `symbols` are those of the words, with the ends of sentences marked.
        """
        found: dict[str, tuple[int, str]] = {}
        for office, expressions in self.by_office.items():
            for expression in expressions:
                for match in expression.finditer(symbols):
                    names = _NAMES.search(symbols, *match.span())
                    assert names is not None  # every pattern holds {name}
                    last = words[names.end() - 1].lower()
                    if last not in found or names.start() < found[last][0]:
                        found[last] = names.start(), office
        return found


def speaker_at(words: Sequence[str], symbols: str, start: int, end: int) -> str | None:
    """The last name of who speaks, in lower case, where only a name stands at the word of saying from `start` to
    one before `end`.
    """
    near = max(0, start - _NEAR)
    if before := _BEFORE.search(symbols[near:start]):
        return words[near + before.start()].lower()
    if after := _AFTER.match(symbols, end):
        return words[after.end() - 1].lower()
    return None


def load_introductions(path: Path, grammar: Grammar, offices: Sequence[str]) -> Introductions:
    """The patterns of a file; a `DataFileError` with its line where one is not right."""
    document = read_document(path, path.name)
    found: dict[str, list[re.Pattern[str]]] = {}
    for office, patterns in mapping(document.data, document).items():
        if office == "title":
            continue
        if office not in offices:
            raise document.error(f"there are no cues {office!r}", office)
        for number, pattern in enumerate(document.convert(patterns, list[str], office)):
            if f"{{{BY_NAME}}}" not in pattern:
                raise document.error(f"a speaker is brought in by a {{{BY_NAME}}}", office, number)
            try:
                expression = grammar.expression(pattern)
            except PatternError as failure:
                raise document.error(str(failure), office, number) from None
            found.setdefault(office, []).append(re.compile(expression))
    return Introductions(found)
