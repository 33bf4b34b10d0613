"""A proposed case from what a text reports: for a person to confirm, never a finding about anybody by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brightline.cases import Actor, Case, Statement
from brightline.cases.case import Standing
from brightline.law import vocabulary
from brightline.texts.account import Evidence, Status

_STANDING: dict[Status, Standing] = {"asserted": "stated", "alleged": "alleged", "negated": "denied"}


def facts_of(elements: Iterable[Evidence]) -> dict[tuple[str, Standing], Evidence]:
    """The facts that a text reports, with how each is held, and the first evidence for it.

    Hedged and general remarks are left out: they say nothing of this case. A denial is kept beside what it denies.
    """
    found: dict[tuple[str, Standing], Evidence] = {}
    for evidence in elements:
        standing = _STANDING.get(evidence.status)
        if evidence.fact is not None and standing is not None:
            found.setdefault((evidence.fact, standing), evidence)
    return found


def case_of(elements: Iterable[Evidence], id: str = "", title: str = "") -> Case:
    """The case that a text reports, with the quote and its source behind every fact."""
    found = facts_of(elements)
    sources = {key: f"{evidence.source}: {evidence.quote}" for key, evidence in found.items()}
    return case_of_facts(found, sources, id, title)


def case_of_facts(
    facts: Iterable[tuple[str, Standing]],
    sources: Mapping[tuple[str, Standing], str] | None = None,
    id: str = "",
    title: str = "",
) -> Case:
    """A case with these facts: everybody who did something is one group, since a text seldom says who is who."""
    words = vocabulary()
    person: list[Statement] = []
    actor: list[Statement] = []
    for key in facts:
        fact, standing = key
        home = person if words[fact].family in {"age", "setting"} else actor
        home.append(Statement(fact, standing != "denied", standing, (sources or {}).get(key, "")))
    actors = (Actor("reported", tuple(actor), "those of whom the text reports"),) if actor else ()
    return Case(id=id, title=title, person=tuple(person), actors=actors)
