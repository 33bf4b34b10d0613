"""What was answered in an interview, and the case that the answers make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, TypeAlias, get_args

from brightline.cases import Actor, Case, Statement
from brightline.cases.case import Standing
from brightline.errors import BrightlineError, nearest
from brightline.law import vocabulary
from brightline.law.vocabulary import Family
from brightline.logic import Truth

Answer: TypeAlias = Literal["yes", "no", "don't know", "rather not say", "none of the rest", "skip"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
REST: Answer = "none of the rest"

CLOSING: tuple[Family, ...] = ("act", "means", "purpose")
"""The families about which "none of the rest" says something: each of them is a list of like things."""

LONGEST_ID = 40
"""Characters of the id of an actor that is made from what the user calls them."""


class Given(NamedTuple):
    """One answer, and the fact it was given about."""

    fact: str
    answer: Answer


Covered: TypeAlias = Mapping[str, Sequence[str]]
"""For the fact of each "none of the rest" the other facts that it said no to."""

_SAID: Mapping[Answer, tuple[Truth, Standing]] = {
    "yes": (True, "stated"),
    "no": (False, "stated"),
    "don't know": (None, "stated"),
    "rather not say": (None, "declined"),
    "none of the rest": (False, "stated"),
    "skip": (None, "not asked"),
}


def checked(answer: str) -> Answer:
    """The answer, where it is one."""
    for known in ANSWERS:
        if answer == known:
            return known
    raise BrightlineError(f"{answer!r} is not an answer{nearest(answer, ANSWERS)}; there are {', '.join(ANSWERS)}")


def answered(start: Case, actor: str, answers: Sequence[Given], covered: Covered) -> Case:
    """The case with the answers: acts, means and purposes are noted of the actor, if there is one.

    "None of the rest" is a no to every fact that it covered. Where it is not known what that was, as in files of
    before it was kept, it closes the family.
    """
    words = vocabulary()
    of_person: list[Statement] = []
    of_actor: list[Statement] = []
    closed: dict[Family, None] = {}
    for fact, answer in answers:
        family = words[fact].family
        to = of_actor if actor and (family in CLOSING or fact.startswith("actor.")) else of_person
        to.append(Statement(fact, *_SAID[answer], source=REST if answer == REST else ""))
        if answer == REST and fact in covered:
            to.extend(Statement(other, False, source=REST) for other in covered[fact])
        elif answer == REST:
            closed[family] = None
    person = (*start.person, *of_person)
    if not actor:
        return replace(start, person=person, closed=tuple(dict.fromkeys((*start.closed, *closed))))
    actors = tuple(
        replace(
            each,
            statements=(*each.statements, *of_actor),
            closed=tuple(dict.fromkeys((*each.closed, *closed))),
        )
        if each.id == actor
        else each
        for each in start.actors
    )
    return replace(start, person=person, actors=actors)


def actor_of(case: Case, named: str | None) -> str:
    """The id of the actor that the interview is about; empty for a flat record."""
    known = [actor.id for actor in case.actors]
    if not named:
        if len(known) > 1:
            raise BrightlineError(f"the case has several actors ({', '.join(known)}); name one with --actor")
        return known[0] if known else ""
    if named not in known:
        there = f"there are {', '.join(known)}" if known else "the case names none"
        raise BrightlineError(f"no actor is called {named!r}{nearest(named, known)}; {there}")
    return named


def about_one(case: Case, label: str) -> Case:
    """A case that names nobody, with one actor: a person, or a group said to act together.

    Raises `BrightlineError` where the case names its actors, or says that something was done without saying by whom.
    """
    words, label = vocabulary(), " ".join(label.split())
    if not label:
        raise BrightlineError("--about is empty; say whom the questions are about, as in --about 'the manager'")
    if case.actors:
        known = ", ".join(actor.id for actor in case.actors)
        raise BrightlineError(f"the case names whom it is about ({known}); choose one with --actor, not --about")
    done = next((said.fact for said in case.person if words[said.fact].family in CLOSING), None)
    if done:
        raise BrightlineError(
            f"the case has {done} without saying who did it; put it under an actor in the file, or leave --about out"
        )
    id = re.sub(r"\W+", "-", label.lower()).strip("-")[:LONGEST_ID] or "actor"
    return replace(case, actors=(Actor(id, label=label),))
