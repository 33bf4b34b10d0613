"""The screens of an interview: the opening words, a question with its keys, and the reasons for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import click

from brightline.cli.page import contacts, labels, wrapped
from brightline.errors import plural
from brightline.findings.ask import Answer, Interview, Question
from brightline.findings.consent import Point, consent
from brightline.law import vocabulary
from brightline.law.vocabulary import FAMILIES

MOST_NAMED = 8
"""Definitions, or elements that a question can settle, that a screen names before it only counts the rest."""

Key: TypeAlias = Literal["back", "why", "quit"]
KEYS: Mapping[str, Answer | Key] = {
    "y": "yes",
    "n": "no",
    "d": "don't know",
    "r": "rather not say",
    "e": "none of the rest",
    "s": "skip",
    "b": "back",
    "w": "why",
    "q": "quit",
}


def opening_page(interview: Interview, kept_in: str, going_on: bool) -> Iterator[str]:
    """What is said before the first question; `kept_in` is the file that the answers are saved to, if there is one."""
    words = consent()
    under = ", ".join(one.id for one in interview.definitions[:MOST_NAMED])
    if len(interview.definitions) > MOST_NAMED:
        under += f" and {len(interview.definitions) - MOST_NAMED} more"
    yield click.style("Before you begin", bold=True)
    yield from _points(words.before)
    if contacts():
        yield contacts()
    yield ""
    yield click.style("Say this to the person, in your own words", bold=True)
    yield from _points(words.say)
    yield wrapped(words.kept.saved if kept_in else words.kept.not_saved, "    ", "  - ")
    yield ""
    yield wrapped(f"These words follow: {words.source}.")
    yield ""
    if going_on:
        yield wrapped(f"Going on with {kept_in}: {plural(len(interview.answers), 'answer')} so far.")
        closed = {vocabulary()[given.fact].family for given in interview.answers if given.answer == "none of the rest"}
        about = " and ".join(words.families[family] for family in FAMILIES if family in closed)
        if about:
            yield wrapped(f"None of the rest was said of {about}: that stands, and counts here.")
    yield wrapped(f"The questions are for: {under}; reading: {interview.reading.id}.")
    about = next((actor.label or actor.id for actor in interview.start.actors if actor.id == interview.actor), "")
    if about:
        yield wrapped(f'They are about {about}: in each of them "anyone" means this person or group.')
    yield "Press Enter to go on, or type q and Enter to stop."


def _points(points: Sequence[Point]) -> Iterator[str]:
    for point in points:
        yield wrapped(point.text, "    ", "  - ")


def question_page(interview: Interview, question: Question) -> Iterator[str]:
    """One question, why it is asked in short, and the keys that answer it."""
    more = "the last one" if question.left == 1 else f"at most {question.left} to come, this one included"
    yield click.style(f"Question {len(interview.answers) + 1}", bold=True) + f"  ({more})"
    if question.distress == 3:
        yield wrapped(consent().hard, "  ")
    yield click.style(wrapped(question.text, "  "), bold=True)
    yield wrapped(_short_reason(question), "  ")
    keys = keys_of(interview, question)
    for some in (("y", "n", "d", "r", "s"), ("e",), ("b", "w", "q")):
        line = "   ".join(f"[{key}] {_key_words(key, question)}" for key in some if key in keys)
        if line:
            yield wrapped(line, "      ", "  ")


def keys_of(interview: Interview, question: Question) -> list[str]:
    """The keys that mean something at this question."""
    hidden = {*(() if question.closes else "e"), *(() if interview.answers else "b")}
    return [key for key in KEYS if key not in hidden]


def _key_words(key: str, question: Question) -> str:
    if key == "e":
        return f"none of the rest: no to this, and to all else about {consent().families[question.family]}"
    return {"w": "why this is asked", "q": "stop"}.get(key, KEYS[key])


def _short_reason(question: Question) -> str:
    first = question.why[0]
    also = len(question.why) - 1
    more = f", and {also} more" if also else ""
    return f'Why: it can settle "{first.element.replace("_", " ")}" under {first.definition}, {first.cite}{more}.'


def reasons_page(interview: Interview, question: Question) -> Iterator[str]:
    """The full reason for a question: what it can still settle, through what, and where the law says so."""
    words = vocabulary()
    yield "  Why this is asked"
    for why in question.why[:MOST_NAMED]:
        name = why.element.replace("_", " ")
        label = "" if why.label == name else f" ({why.label})"
        yield wrapped(f'{why.title} ({why.definition}), {why.cite}: it can settle "{name}"{label}.', "    ", "  - ")
        if why.fact != question.fact:
            counts = f" Why it counts: {why.authority}" if why.authority else ""
            yield wrapped(f"It bears on: {words[why.fact].label}.{counts}", "    ")
    if len(question.why) > MOST_NAMED:
        yield f"  - and {plural(len(question.why) - MOST_NAMED, 'more element')}"
    settled, elements = interview.progress
    yield wrapped(f"Settled so far: {settled} of {plural(elements, 'element')}.", "  ")
    rest = interview.rest()
    if rest:
        yield wrapped(f"With e you also say no to: {labels(rest)}.", "  ")
