"""What is said before an interview: consent, safety, where the answers go; and the plain names of the families."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from brightline.law.datafile import mapping, read_document
from brightline.law.definitions import Checked
from brightline.law.vocabulary import FAMILIES, Family

FOLDER = Path(__file__).parent

STANDARDS = range(1, 11)
"""The standards of the source, by number."""

PLACE = "{purpose}"
"""Where the purpose stands in what is said of who asks and why."""


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to say, and the standards of the source that it answers to."""

    text: str
    standards: tuple[int, ...]


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the answers go and who can open them: a file with this machine's key, one with a passphrase, or none."""

    saved: str
    locked: str
    not_saved: str


class Child(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where somebody may be a child: to the one who asks, to the person, and once it is said that they are."""

    before: str
    say: str
    told: str


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `consent.yaml`: `before` is for the one who asks, `say` is to be said to the person.

    `asking` says who asks and why, with `{purpose}` for the purpose named, or for `purpose` where none is.
    """

    source: str
    links: tuple[str, ...]
    checked: Checked
    before: tuple[Point, ...]
    say: tuple[Point, ...]
    asking: str
    purpose: str
    child: Child
    agree: str
    kept: Kept
    hard: str
    families: Mapping[Family, str]


def load_consent(path: Path) -> Consent:
    """The opening words in a YAML file; a `DataFileError` with its line where they are not right or leave one out."""
    document = read_document(path, path.name)
    consent = document.convert(mapping(document.data, document), Consent)
    for key, points in (("before", consent.before), ("say", consent.say)):
        for number, point in enumerate(points):
            for standard in point.standards:
                if standard not in STANDARDS:
                    raise document.error(f"there is no standard {standard}; the source has 1 to 10", key, number)
    answered = {standard for point in (*consent.before, *consent.say) for standard in point.standards}
    missing = [str(standard) for standard in STANDARDS if standard not in answered]
    if missing:
        raise document.error(f"no point answers to standard {', '.join(missing)}; add one, or name it at a point")
    if consent.asking.count(PLACE) != 1:
        raise document.error(f"the words have no place for the purpose; write {PLACE} once", "asking")
    for family in FAMILIES:
        if family not in consent.families:
            raise document.error(f"the family {family} has no plain name", "families")
    return consent


@cache
def consent() -> Consent:
    """The words that come with Brightline."""
    return load_consent(FOLDER / "consent.yaml")
