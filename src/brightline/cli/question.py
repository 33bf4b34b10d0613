"""The screens of an interview: the opening words, a question with its keys, the reasons for it, and stopping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import click

from brightline.cli.page import SIGNS, contacts_or_place, wrapped
from brightline.errors import plural
from brightline.findings.ask import Answer, Interview, Question
from brightline.findings.consent import PLACE, Point, consent
from brightline.law import vocabulary
from brightline.law.vocabulary import FAMILIES

MOST_NAMED = 8
"""Definitions, or elements that a question can settle, that a screen names before it only counts the rest."""

MOST_OUTCOMES = 3
"""Outcomes that stopping shows before it only counts the rest."""
SHORTEST_TITLE = 60
"""Characters up to which a law is called by its title in a question; a longer one is called by its id."""

Key: TypeAlias = Literal["back", "why", "quit", "delete"]
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
    "x": "delete",
}

_ACTOR = re.compile(r"\b(anyone|this person)\b", re.IGNORECASE)


def opening_page(
    interview: Interview, purpose: str, kept_in: str = "", locked: bool = False, going_on: bool = False
) -> Iterator[str]:
    """What is said before the first question.

    `purpose` is why the one who asks does so; `kept_in` is the file that the answers are saved to, if there is one,
    and `locked` says whether a passphrase opens it.
    """
    words = consent()
    yield click.style("Before you begin", bold=True)
    yield from _points(words.before)
    yield _point(words.child.before)
    yield contacts_or_place()
    yield ""
    yield click.style("Say this to the person, in your own words", bold=True)
    yield _point(words.asking.replace(PLACE, purpose))
    yield from _points(words.say)
    yield _point(words.child.say)
    kept = words.kept.locked if locked else words.kept.saved
    yield _point(kept if kept_in else words.kept.not_saved)
    yield ""
    yield wrapped(f"These words follow: {words.source}.")
    yield ""
    if going_on:
        yield from _going_on(interview, kept_in)
    yield from _whereof(interview)
    yield wrapped(words.agree)


def _going_on(interview: Interview, kept_in: str) -> Iterator[str]:
    yield wrapped(f"Going on with {kept_in}: {plural(len(interview.answers), 'answer')} so far.")
    if interview.agreed:
        yield wrapped(f"Agreed to on {interview.agreed.day}, {interview.agreed.purpose}: ask again before you go on.")
    said = {vocabulary()[given.fact].family for given in interview.answers if given.answer == "none of the rest"}
    about = " and ".join(consent().families[family] for family in FAMILIES if family in said)
    if about:
        yield wrapped(f"None of the rest was said of {about}: a no to what was on offer then.")


def _whereof(interview: Interview) -> Iterator[str]:
    under = ", ".join(one.id for one in interview.definitions[:MOST_NAMED])
    if len(interview.definitions) > MOST_NAMED:
        under += f" and {len(interview.definitions) - MOST_NAMED} more"
    yield wrapped(f"The questions are for: {under}; reading: {interview.reading.id}.")
    about = _about(interview)
    if about:
        yield wrapped(f'They are about {about}: in each of them "anyone" means this person or group.')
    else:
        yield wrapped(
            "Nobody is named, so the answers are taken of everybody together; --about TEXT asks about one person, or a "
            "group acting together."
        )


def _about(interview: Interview) -> str:
    """What the one whom the questions are about is called, if anybody is named."""
    return next((actor.label or actor.id for actor in interview.start.actors if actor.id == interview.actor), "")


def _points(points: Sequence[Point]) -> Iterator[str]:
    for point in points:
        yield _point(point.text)


def _point(text: str) -> str:
    return wrapped(text, "    ", "  - ")


def question_page(interview: Interview, question: Question) -> Iterator[str]:
    """One question, why it is asked in short, and the keys that answer it."""
    more = "the last one" if question.left == 1 else f"at most {question.left} to come, this one included"
    yield click.style(f"Question {len(interview.answers) + 1}", bold=True) + f"  ({more})"
    if question.distress == 3:
        yield wrapped(consent().hard, "  ")
    yield click.style(wrapped(question.text, "  "), bold=True)
    named = _ACTOR.search(question.text)
    about = _about(interview)
    if named and about:
        yield wrapped(f'("{named[1].lower()}": {about})', "  ")
    elif named and named[1].lower() == "this person":
        yield wrapped("(this person: whoever the answers are about)", "  ")
    yield wrapped(_short_reason(question), "  ")
    keys = keys_of(interview, question)
    for some in (("y", "n", "d", "r", "s"), ("e",), ("b", "w", "q", "x")):
        line = "   ".join(f"[{key}] {_key_words(key, question)}" for key in some if key in keys)
        if line:
            yield wrapped(line, "      ", "  ")


def keys_of(interview: Interview, question: Question) -> list[str]:
    """The keys that mean something at this question."""
    hidden = {*(() if question.closes else "e"), *(() if interview.answers else "b")}
    return [key for key in KEYS if key not in hidden]


def _key_words(key: str, question: Question) -> str:
    if key == "e":
        return f"none of the rest: no to this, and to all else asked here about {consent().families[question.family]}"
    return {"w": "why this is asked", "q": "stop", "x": "stop and delete the answers"}.get(key, KEYS[key])


def keys_in_words(interview: Interview, question: Question) -> str:
    """What to type, where something else was typed."""
    meanings = ", ".join(f"{key} {KEYS[key]}" for key in keys_of(interview, question))
    return wrapped(f"Please type one letter and press Enter: {meanings}.", "  ")


def _short_reason(question: Question) -> str:
    first = question.why[0]
    also = len(question.why) - 1
    more = f"; {plural(also, 'more reason')}: w" if also else ""
    law = first.title if len(first.title) <= SHORTEST_TITLE else first.definition
    return f'Why: {law} asks for this: "{first.label}" ({first.cite}){more}.'


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
        named = "; ".join(f"{words[fact].label} ({fact})" for fact in rest)
        yield wrapped(f"With e you also say no to: {named}.", "  ")


def stopped_page(interview: Interview, saved_in: str) -> Iterator[str]:
    """What is said on stopping: the outcomes so far, and nothing of what was answered, which others may read.

    `saved_in` is the file as a command line takes it; empty where nothing is saved.
    """
    answers = plural(len(interview.answers), "answer")
    yield wrapped(f"Stopped after {answers}. That is fine; what was answered stands.")
    findings = interview.findings
    for finding in findings[:MOST_OUTCOMES]:
        sign, colour = SIGNS[finding.outcome]
        yield click.style(f"  {sign} {finding.definition.id}: {finding.outcome.upper()}", fg=colour)
    left = Counter(finding.outcome for finding in findings[MOST_OUTCOMES:])
    if left:
        counted = ", ".join(f"{count} {outcome}" for outcome, count in left.items())
        yield f"  and {left.total()} more: {counted}"
    if saved_in:
        yield f"Saved, encrypted: {answers}. To go on: brightline ask --save {saved_in}"
        yield f"To see the finding, which is not legal advice: brightline explain {saved_in}"
    else:
        yield wrapped(
            "The answers were not saved: they are gone once this screen is. (--save FILE keeps them, --finding shows "
            "the finding.) This is not legal advice."
        )
