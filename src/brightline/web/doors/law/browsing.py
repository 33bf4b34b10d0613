"""Reading the laws: the list, and each definition as text and as a diagram."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.law import Element, vocabulary
from brightline.law import reading as reading_named
from brightline.law.definitions import CHECKED_WORDS
from brightline.logic import facts as facts_of
from brightline.web.doors.law.choosing import (
    GROUPS,
    When,
    choices,
    chosen_on,
    form_values,
    law_called,
    readable,
    when_in,
)
from brightline.web.doors.law.diagram import Node, condition_of, drawing_of, fact_node, node_of
from brightline.web.languages import marked
from brightline.web.laws import Problems
from brightline.web.pages import page_of, redirect, render, translated

router = APIRouter()

EXAMPLE = "/law/compare?a=un-palermo&b=us-18usc1591"
RULES = {
    "consent": marked("Consent"),
    "child": marked("Children"),
    "mental": marked("What the actor must know or want"),
    "nexus": marked("What else a case must have to do with"),
    "link": marked("How the elements hang together"),
}
ALONE = {
    "reached": marked("The wording reaches it."),
    "unclear": marked("It depends on how the wording is read."),
    "not reached": marked("The wording does not reach it."),
}


@dataclass(frozen=True, slots=True)
class Counting:
    """What everyday facts a reading takes as one fact of a law: when, on whose authority, how that was checked."""

    fact: str
    when: Node
    authority: str
    source: str
    checked: str


@dataclass(frozen=True, slots=True)
class Told:
    """An element with the facts that it asks about, as nodes, and what counts as one of them."""

    element: Element
    node: Node
    counting: tuple[Counting, ...]


@router.get("")
def first(request: Request) -> HTMLResponse:
    """The list of laws, and what can be done with them."""
    return first_page(request, When(), [])


def first_page(request: Request, when: When, problems: Problems, **typed: str) -> HTMLResponse:
    """The first page, with what was typed and what is wrong with it."""
    groups = [(words, [one for one in choices() if one.group == group]) for group, words in GROUPS.items()]
    return render(
        request,
        "law/first.html",
        422 if problems else 200,
        groups=groups,
        readable=readable(),
        when=when,
        today=date.today().isoformat(),
        a=typed.get("a") or "un-palermo",
        b=typed.get("b") or "us-18usc1591",
        law=typed.get("law") or "un-palermo",
        day_typed=typed.get("day", ""),
        count=len(choices()),
        problems=[(at, translated(request, message)) for at, message in problems],
    )


@router.post("/example")
def example() -> Response:
    """Two laws side by side."""
    return redirect(EXAMPLE)


@router.post("/text")
def choose(request: Request) -> Response:
    """One law, on a day, in a reading."""
    values = form_values(request, ("law", "day", "reading"))
    when, problems = when_in(values)
    if values["law"] not in {one.id for one in choices()}:
        problems.append(("law", marked("Choose a law from the list.")))
    if problems:
        return first_page(request, when, problems, **values)
    return redirect(f"/law/text/{values['law']}{when.query()}")


@router.get("/text/{id}")
def text(request: Request, id: str) -> HTMLResponse:
    """One definition: its elements as text and as a diagram, what else it says, its versions and sources."""
    one = law_called(id)
    when, problems = when_in(request.query_params)
    chosen = chosen_on(one, when.day)
    version, language = chosen.version, page_of(request).language

    def say(words: str) -> tuple[str, bool]:
        found = language.of_data(words)
        return (words, False) if found is None else (found, True)

    return render(
        request,
        "law/text.html",
        422 if problems else 200,
        law=one,
        chosen=chosen,
        version=version,
        when=when,
        day_typed=request.query_params.get("day", "")[:20],
        today=date.today().isoformat(),
        condition=condition_of(version),
        drawing=drawing_of(version, say),
        elements=_told(id, chosen.number, when.reading),
        rules=[(words, one.rules[name]) for name, words in RULES.items() if name in one.rules],
        alone=ALONE[one.sex_work_alone.answer],
        checked_words=CHECKED_WORDS,
        versions=list(enumerate(one.versions)),
        problems=[(at, translated(request, message)) for at, message in problems],
    )


@lru_cache(maxsize=256)
def _told(id: str, number: int, reading: str) -> tuple[Told, ...]:
    law, words = reading_named(reading), vocabulary()
    found: list[Told] = []
    for element in law_called(id).versions[number].elements.values():
        counting = tuple(
            Counting(words[fact].label, node_of(line.when, fact_node), line.authority, line.source, line.checked)
            for fact in facts_of(element.formula)
            for line in law.lines_for(fact)
        )
        found.append(Told(element, node_of(element.formula, fact_node), counting))
    return tuple(found)
