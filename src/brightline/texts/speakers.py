"""Speakers: somebody brought in with an office ("Det. Ann Poe") and cited later by a name alone ("Poe said")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brightline.law.datafile import mapping, read_document
from brightline.texts.grammar import BY_NAME, Grammar, PatternError
from brightline.texts.words import NAME

FILE = Path(__file__).parent / "speakers.yaml"
_NAMES = re.compile(f"{NAME}+")
_TOLD = frozenset({"told", "tells", "telling"})
"""After these stands who is told, not who tells."""
_BESIDE = frozenset({"of", "by", "to", "with", "for", "from", "met", "and", "or", "about", "against"})
"""Words before a name that is not the speaker's: `a friend of Poe said`."""
_LONGEST_NAME = 4


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
                    if names is None:  # a pattern may have {name} in one branch alone
                        continue
                    end = names.end()
                    while end < min(names.start() + _LONGEST_NAME, len(words)) and _named(words[end]):
                        end += 1  # a name that is a word too: "Ann Young"
                    last = words[end - 1].lower()
                    if last not in found or names.start() < found[last][0]:
                        found[last] = names.start(), office
        return found


def speaker_at(words: Sequence[str], symbols: str, start: int, end: int) -> str | None:
    """The last name of who speaks, in lower case, where only a name stands at the word of saying from `start` to
    one before `end`: before it, one word or comma between them at most, or behind it where it is turned round.
    """
    place = start - 1
    if place > 0 and (symbols[place] == "," or words[place].islower()):
        place -= 1  # "Poe also said"
    if place >= 0 and _named(words[place]):
        first = place
        while first > max(0, place - _LONGEST_NAME) and _named(words[first - 1]):
            first -= 1
        if not first or words[first - 1].lower() not in _BESIDE:
            return words[place].lower()
    verb = words[start].lower()
    turned = verb == "according" or not start or not words[start - 1][0].isalpha()
    if turned and verb not in _TOLD:
        last = end
        while last < min(end + _LONGEST_NAME, len(words)) and _named(words[last]):
            last += 1
        if last > end:
            return words[last - 1].lower()
    return None


def _named(word: str) -> bool:
    return word[0].isupper()


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
