"""A proposed case from what a text reports: for a person to confirm, never a finding about anybody by itself."""

from __future__ import annotations

from collections.abc import Iterable

from brightline.cases import Actor, Case, Statement
from brightline.cases.case import Standing
from brightline.law import vocabulary
from brightline.texts.account import Evidence, Status

_STANDING: dict[Status, Standing] = {"asserted": "stated", "alleged": "alleged", "negated": "denied"}


def case_of(elements: Iterable[Evidence], id: str = "", title: str = "") -> Case:
    """The case that a text reports: everybody who did something is one group, since a text seldom says who is who.

    Hedged and general remarks are left out: they say nothing of this case. A denial is kept beside what it denies.
    """
    words = vocabulary()
    person: dict[tuple[str, Standing], Statement] = {}
    actor: dict[tuple[str, Standing], Statement] = {}
    for evidence in elements:
        standing = _STANDING.get(evidence.status)
        if evidence.fact is None or standing is None:
            continue
        home = person if words[evidence.fact].family in {"age", "setting"} else actor
        value = standing != "denied"
        home.setdefault(
            (evidence.fact, standing), Statement(evidence.fact, value, standing, f"{evidence.source}: {evidence.quote}")
        )
    actors = (Actor("reported", tuple(actor.values()), "those of whom the text reports"),) if actor else ()
    return Case(id=id, title=title, person=tuple(person.values()), actors=actors)
