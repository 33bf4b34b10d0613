"""A proposed case from what a text reports: for a person to confirm, never a finding about anybody by itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from brightline.cases import Actor, Case, Statement
from brightline.cases.case import Standing
from brightline.law import vocabulary
from brightline.texts.account import Evidence, Status
from brightline.texts.groups import groups

_STANDING: dict[Status, Standing] = {"asserted": "stated", "alleged": "alleged", "negated": "denied"}
_WITNESSES = frozenset({"person", "witness"})
"""What they say is stated, as a case has it: parties and the press allege."""

_NEAR = 90
"""Characters between an act or a means and the paid sex that it is for."""
_NEIGHBOURS = 6
"""Acts and means before and after it that are looked at, in the order of the text."""
_SENTENCE_END = re.compile(r"[.!?][\s\"”’)]|\n")


def with_aims(elements: Sequence[Evidence], text: str) -> tuple[Evidence, ...]:
    """The evidence with paid sex as somebody's aim only where an act or a means stands right beside it.

    Else it is what the person does; and what is only part of a label (*a sex trafficking ring*) is no fact at all.
    """
    aim, sells = groups().facts.aim.fact, groups().facts.sells.fact
    if all(one.fact != aim for one in elements):
        return tuple(elements)
    done = [one for one in elements if one.family in {"act", "means"} and one.status in _STANDING]
    starts = [one.start for one in done]

    def around(evidence: Evidence) -> Sequence[Evidence]:
        place = bisect_left(starts, evidence.start)
        return done[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]

    def seen(evidence: Evidence) -> Evidence:
        if evidence.fact != aim:
            return evidence
        if "traffick" in evidence.quote.lower():
            return replace(evidence, fact=None)
        return (
            evidence if any(_beside(one, evidence, text) for one in around(evidence)) else replace(evidence, fact=sells)
        )

    return tuple(map(seen, elements))


def facts_of(elements: Iterable[Evidence]) -> dict[tuple[str, Standing], Evidence]:
    """The facts that a text reports, with how each is held, and the first evidence for it.

    Hedged and general remarks are left out: they say nothing of this case. A denial is kept as one, and decides
    nothing.
    """
    found: dict[tuple[str, Standing], Evidence] = {}
    for evidence in elements:
        standing = _STANDING.get(evidence.status)
        if standing == "alleged" and evidence.source in _WITNESSES:
            standing = "stated"
        if evidence.fact is not None and standing is not None:
            found.setdefault((evidence.fact, standing), evidence)
    return found


def _beside(one: Evidence, other: Evidence, text: str) -> bool:
    """Whether two pieces of evidence overlap or stand near each other in one sentence."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    if second.start - first.end > _NEAR:
        return False
    return _SENTENCE_END.search(text, first.end, max(first.end, second.start)) is None


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
        home.append(Statement(fact, True, standing, (sources or {}).get(key, "")))
    actors = (Actor("reported", tuple(actor), "those of whom the text reports"),) if actor else ()
    return Case(id=id, title=title, person=tuple(person), actors=actors)
