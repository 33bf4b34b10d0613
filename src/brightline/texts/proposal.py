"""A draft of a case from what a text reports, as a file for a person to confirm, change or throw away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath

import yaml

from brightline.cases import Actor, Case, Statement
from brightline.cases.casefile import case_to_data
from brightline.cases.placing import replacing
from brightline.errors import BrightlineError
from brightline.texts.draft import case_of
from brightline.texts.report import CAVEAT, Report

DRAFT_ENDINGS = (".yaml", ".yml")


def proposed_case(report: Report) -> Case:
    """The case that the text reports, each statement with the words that it rests on and where they stand.

    Raises `BrightlineError` where the text reports no fact.
    """
    document, account = report.document, report.account
    name = "the text" if document.name == "-" else PurePath(document.name).name
    case = case_of(
        account.elements,
        PurePath(document.name).stem.strip("-") or "text",
        f"Draft from {name}, to be confirmed",
    )
    if not case.person and not case.actors:
        raise BrightlineError(f"{name}: it reports no fact that a case could hold, so no draft was made")
    places = {f"{one.source}: {one.quote}": one.start for one in reversed(account.elements)}

    def placed(said: Statement) -> Statement:
        place = places.get(said.source)
        source = said.source if place is None else f"{said.source} (from character {place})"
        return replace(said, source=_plain(source))

    actors = tuple(Actor(one.id, tuple(map(placed, one.statements)), one.label) for one in case.actors)
    return replace(
        case, id=_plain(case.id), title=_plain(case.title), person=tuple(map(placed, case.person)), actors=actors
    )


def as_yaml(case: Case, to: str) -> str:
    """The draft as a case file, with what to do with it written at its top; `to` is the file's name."""
    head = (
        "A draft, made from what a text reports. Nobody has confirmed it.",
        CAVEAT,
        "1. Hold each line against the text; change it or delete it. All who did something are one group here: part",
        "   them where the text says who did what. What the text does not mention stays not known.",
        f"2. Try it: brightline assess {_plain(to)}",
        "3. This file only says what the text says. Before you add what you know of a real person, move on to a file",
        f"   that is encrypted: brightline ask --case {_plain(to)} --save FILE",
    )
    data = yaml.safe_dump(case_to_data(case), sort_keys=False, allow_unicode=True, width=110)
    return "".join(f"# {line}\n" for line in head) + data


def write_draft(case: Case, path: Path) -> None:
    """The draft in a YAML file that only this user may read.

    Case data is kept encrypted or not at all. A draft is not case data yet: each line of it repeats a text that the
    user holds in the clear, and the file is there to be read and changed by hand. It becomes case data with what a
    person adds; the head of the file says where that belongs. Raises `BrightlineError` where it cannot be written.
    """
    if path.suffix.lower() not in DRAFT_ENDINGS:
        raise BrightlineError(f"{path.name}: write the draft to a name that ends in {' or '.join(DRAFT_ENDINGS)}")
    with replacing(path) as temporary:
        temporary.chmod(0o600)
        temporary.write_text(as_yaml(case, path.name), "utf-8")


def _plain(text: str) -> str:
    """On one line, and nothing in it that a file of text may not hold."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in whole).split())
