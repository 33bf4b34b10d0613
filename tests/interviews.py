"""Answer sheets for interviews, and a case with two actors to hold one about."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from brightline.cases import Actor, Case, Statement
from brightline.cases.case import AGE_LINES
from brightline.findings.completion import completion_for
from brightline.law import Reading, vocabulary
from brightline.logic import Truth, evaluate

Sheet = Mapping[str, str]
SAID: Mapping[str, tuple[Truth, Any]] = {
    "yes": (True, "stated"),
    "no": (False, "stated"),
    "don't know": (None, "stated"),
    "rather not say": (None, "declined"),
}


def sheet(rng: random.Random, law: Reading) -> dict[str, str]:
    """What somebody would answer to every question: true to itself, to the ages and to the reading."""
    words = vocabulary()
    density = rng.choice((0.04, 0.1, 0.3, 0.6))
    truths = {entry.id: rng.random() < density for entry in words if not entry.any_of}
    age = rng.randint(12, 40)
    truths |= {fact: age < birthday for fact, birthday in AGE_LINES.items()}
    for fact, way in law.ways.items():
        truths[fact] = truths[fact] or evaluate(way, truths) is True
    silent = {fact: rng.choice(("don't know", "rather not say")) for fact in truths if rng.random() < 0.15}
    answers = {fact: silent.get(fact, "yes" if value else "no") for fact, value in truths.items()}
    # Who does not answer a question, and answers others from which it follows, has answered it.
    known = completion_for(law).complete(told(answers).facts(told(answers).tried[0]))
    for fact in silent:
        value = known.value(words.bit[fact])
        if value is not None:
            answers[fact] = "yes" if value else "no"
    return answers


def told(answers: Sheet) -> Case:
    return Case(person=tuple(Statement(fact, *SAID[answer]) for fact, answer in answers.items()))


def several() -> Case:
    boss = Actor("boss", (Statement("act.recruit", True),), label="the boss")
    return Case(actors=(Actor("driver", (Statement("act.transport", True),)), boss))
