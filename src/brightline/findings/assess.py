"""Facts tried against definitions, for one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from brightline.cases import Actor, Case, Facts
from brightline.cases.case import to_date
from brightline.errors import BrightlineError
from brightline.findings.completion import Completion, completion_for
from brightline.findings.finding import OUTCOMES, Finding
from brightline.findings.plan import Plan, plan_for
from brightline.law import Definition, Reading, Version, definition, definitions
from brightline.law import reading as reading_named
from brightline.logic import Truth

DEFAULT_DEFINITION = "un-palermo"


def assess(
    case: Case | Mapping[str, object],
    under: str | Definition | Sequence[str | Definition] = DEFAULT_DEFINITION,
    as_of: date | str | None = None,
    reading: str | Reading = "strict",
) -> tuple[Finding, ...]:
    """One finding for each definition.

    `case` is a `Case`, or a flat mapping of fact ids to true, false or `None` (see `Case.of`). `under` names
    definitions by id, pattern (`us-*`) or `all`. The version is the one in force on `as_of`, else on the date of
    the case, else the newest; where none was in force on that day the nearest is used and the finding says so.

    A definition is tried for each actor by themselves: the finding is for the one for whom it comes furthest.
    A fact that is not stated is not known, and never counts as false.
    """
    facts_of_case = case if isinstance(case, Case) else Case.of(case)
    chosen_reading = reading_named(reading) if isinstance(reading, str) else reading
    day = to_date(as_of) if as_of is not None else facts_of_case.date
    return tuple(_find(facts_of_case, chosen, day, chosen_reading) for chosen in choose(under))


def choose(under: str | Definition | Sequence[str | Definition]) -> Sequence[Definition]:
    """The definitions that `under` names."""
    if isinstance(under, Definition):
        return (under,)
    if isinstance(under, str):
        return (definition(under),) if under != "all" and "*" not in under else definitions(under)
    found: dict[str, Definition] = {}
    for part in under:
        for chosen in choose(part):
            if found.setdefault(chosen.id, chosen) is not chosen:
                raise BrightlineError(f"two definitions are called {chosen.id!r}; give your own another id")
    return tuple(found.values())


def version_for(definition: Definition, day: date | None) -> tuple[Version, bool]:
    """The version for a day, and whether it was in force then."""
    found = definition.version_on(day)
    if found is None:
        assert day is not None
        return definition.nearest_version(day), False
    return found, True


def _find(case: Case, definition: Definition, day: date | None, reading: Reading) -> Finding:
    version, in_force = version_for(definition, day)
    plan = plan_for(version, reading)
    best: tuple[int, int] | None = None
    chosen = case.tried[0]
    chosen_facts: Facts = case.facts(chosen)
    chosen_value: Truth = None
    chosen_states: list[Truth] = []
    tried: list[tuple[str, Truth]] = []
    completion = completion_for(reading)
    for actor in case.tried:
        facts = _completed(case, actor, reading, completion)
        value, states = plan.values(facts.true, facts.false)
        tried.append((actor.id, value))
        rank = (_RANK[value], sum(state is True for state in states))
        if best is None or rank > best:
            best, chosen, chosen_facts, chosen_value, chosen_states = rank, actor, facts, value, states
    return Finding(
        case=case,
        definition=definition,
        version=version,
        plan=plan,
        actor=chosen,
        outcome=OUTCOMES[chosen_value],
        as_of=day,
        in_force=in_force,
        tried=tuple((actor, OUTCOMES[value]) for actor, value in tried),
        states=tuple(chosen_states),
        facts=chosen_facts,
    )


def _completed(case: Case, actor: Actor, reading: Reading, completion: Completion) -> Facts:
    kept = case.completed
    key = (actor.id, reading)
    found = kept.get(key)
    if found is None:
        found = kept[key] = completion.complete(case.facts(actor))
    assert isinstance(found, Facts)
    return found


_RANK: Mapping[Truth, int] = {True: 2, None: 1, False: 0}

__all__ = ["DEFAULT_DEFINITION", "Plan", "assess", "choose", "version_for"]
