"""Laws side by side: two of them with every pattern that meets one and not the other, or all of them in a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.findings.compare import Comparison, Difference, Reach, Situation
from brightline.findings.compare import compare as compare_two
from brightline.findings.grid import NAMES, SIGNS, counts
from brightline.findings.matrix import Matrix, compare_all
from brightline.law import Element, definition, vocabulary
from brightline.law.definitions import CHECKED_WORDS
from brightline.logic import Group
from brightline.web.checks import RefusedError
from brightline.web.doors.law.browsing import first_page
from brightline.web.doors.law.choosing import (
    When,
    chosen_on,
    day_in,
    form_values,
    law_called,
    readable,
    when_in,
)
from brightline.web.languages import marked
from brightline.web.pages import redirect, render, translated

router = APIRouter()

MOST_PATTERNS = 6
"""Patterns of each direction that are shown before the rest is folded away."""
RELATIONS = {
    "equivalent": marked("The two are equivalent: whatever meets one meets the other."),
    "a inside b": marked("The first lies inside the second: whatever meets the first meets the second, which reaches "
                         "further."),
    "b inside a": marked("The second lies inside the first: whatever meets the second meets the first, which reaches "
                         "further."),
    "each reaches further": marked("Each of the two reaches cases that the other does not."),
}  # fmt: skip
LEGEND = {
    "equivalent": marked("the two are equivalent"),
    "a inside b": marked("the row lies inside the column: the column reaches further"),
    "b inside a": marked("the column lies inside the row: the row reaches further"),
    "each reaches further": marked("each reaches cases that the other does not"),
}
AROUND = (
    ("equivalent", marked("Equivalent to it")),
    ("b inside a", marked("Lie inside it: it reaches further")),
    ("a inside b", marked("It lies inside these: they reach further")),
    ("each reaches further", marked("Each reaches cases that the other does not")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """Facts of which one is there, or none."""

    holds: bool
    labels: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many facts there are in all."""
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Case:
    """A smallest situation: what holds in words, and how old the person is: from, to; nought where that is open."""

    labels: tuple[str, ...]
    oldest: int
    youngest: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One pattern for a reader."""

    parts: tuple[Part, ...]
    lacking: tuple[Element, ...]
    case: Case


@dataclass(frozen=True, slots=True)
class Beyond:
    """What meets one law and not the other."""

    shown: tuple[Shown, ...]
    smallest: Case | None


def narrowest(holds: Iterable[str]) -> tuple[str, ...]:
    """Labels of facts that hold; of lines of age, only the narrowest."""
    words, held = vocabulary(), tuple(holds)
    implied = {wider for fact in held for wider in words.wider[fact]}
    return tuple(words[fact].label for fact in held if fact not in implied)


def _case(situation: Situation) -> Case:
    words = vocabulary()
    younger = [fact for fact in situation.holds if words[fact].family == "age"]
    older = [fact for fact in situation.fails if words[fact].family == "age"]
    if not older:
        return Case(narrowest(situation.holds), 0, 0)
    years = [int(fact.rpartition("_")[2]) for fact in younger]
    limit = max(int(fact.rpartition("_")[2]) for fact in older)
    told = narrowest(fact for fact in situation.holds if fact not in younger)
    return Case(told, min(years) - 1 if years else 0, limit)


def _beyond(found: Reach) -> Beyond:
    return Beyond(tuple(map(_shown, found.differences)), _case(found.smallest) if found.smallest else None)


def _shown(difference: Difference) -> Shown:
    groups = [(group, True) for group in difference.pattern.present]
    groups += [(group, False) for group in difference.pattern.absent]
    return Shown(tuple(_part(*one) for one in groups), difference.elements, _case(difference.situation))


def _part(group: Group, holds: bool) -> Part:
    return Part(holds, tuple(vocabulary()[fact].label for fact in group))


@lru_cache(maxsize=128)
def _compared(a: str, b: str, reading: str) -> tuple[Comparison, Beyond, Beyond]:
    found = compare_two(a, b, None, reading)
    return found, _beyond(found.only_a), _beyond(found.only_b)


@router.post("/compare")
def choose_two(request: Request) -> Response:
    """Two laws, or one law on two days."""
    values = form_values(request, ("a", "b", "day", "other", "reading"))
    when, problems = when_in(values)
    other, more = day_in(values["other"], "other")
    problems += more
    known = {one.id for one in readable()}
    for name in ("a", "b"):
        if values[name] not in known:
            problems.append((name, marked("Choose a law from the list.")))
    if not problems and values["a"] == values["b"] and (other or when.day) == when.day:
        problems.append(("b", marked("These are one law on one day. Choose another law, or give a second day.")))
    if problems:
        return first_page(request, when, problems, **values)
    own = [("other", other.isoformat())] if other else []
    return redirect(f"/law/compare{when.query(('a', values['a']), ('b', values['b']), *own)}")


@router.get("/compare")
def compare(request: Request) -> Response:
    """Two laws side by side."""
    asked = request.query_params
    if "a" not in asked or "b" not in asked:
        return redirect("/law")
    when, problems = when_in(asked)
    other, more = day_in(asked.get("other", ""), "other")
    if problems or more:
        return first_page(request, when, problems + more, **{name: asked.get(name, "")[:60] for name in ("a", "b")})
    one, two = law_called(asked["a"]), law_called(asked["b"])
    a, b = chosen_on(one, when.day), chosen_on(two, other or when.day)
    found, only_a, only_b = _compared(a.name, b.name, when.reading)
    same = a.version is b.version
    words = marked("Both days fall under the same version: nothing changed.") if same else RELATIONS[found.relation]
    return render(
        request,
        "law/compare.html",
        a=a,
        b=b,
        when=when,
        other=other,
        same=same,
        same_law=one is two,
        relation=words,
        sign=SIGNS[found.relation],
        kind=NAMES[found.relation],
        directions=(("only-first", a, b, only_a), ("only-second", b, a, only_b)),
        own_lists=[vocabulary()[fact].label for fact in found.own_lists],
        amendments=found.amendments,
        most=MOST_PATTERNS,
        checked_words=CHECKED_WORDS,
        turned=when.query(("a", two.id), ("b", one.id), *([("other", other.isoformat())] if other else [])),
        broad=When(when.day, "broad" if when.reading == "strict" else "strict").query(
            ("a", one.id), ("b", two.id), *([("other", other.isoformat())] if other else [])
        ),
    )


@lru_cache(maxsize=8)
def _matrix(names: tuple[str, ...], reading: str) -> Matrix:
    return compare_all(names, None, reading)


def _all(when: When) -> Matrix:
    """All laws on a day. What is kept goes by versions, so that many days with the same law are worked out once."""
    return _matrix(tuple(chosen_on(definition(one.id), when.day).name for one in readable()), when.reading)


@router.post("/all")
def choose_all(request: Request) -> Response:
    """All laws, on a day, in a reading."""
    values = form_values(request, ("day", "reading"))
    when, problems = when_in(values)
    return first_page(request, when, problems, **values) if problems else redirect(f"/law/all{when.query()}")


@router.get("/all")
def all_laws(request: Request) -> Response:
    """Every law beside every other, as a grid."""
    when, problems = when_in(request.query_params)
    matrix = _all(when)
    size = range(len(matrix.sides))
    return render(
        request,
        "law/all.html",
        422 if problems else 200,
        when=when,
        sides=[chosen_on(one.definition, when.day) for one in matrix.sides],
        rows=[[matrix.relation(row, column) for column in size] for row in size],
        signs=SIGNS,
        classes={"equivalent": "e", "a inside b": "i", "b inside a": "f", "each reaches further": "x"},
        legend=LEGEND,
        counts=counts(matrix),
        day_typed=request.query_params.get("day", "")[:20],
        today=date.today().isoformat(),
        checked_words=CHECKED_WORDS,
        problems=[(at, translated(request, message)) for at, message in problems],
    )


@router.get("/all/{id}")
def around(request: Request, id: str) -> HTMLResponse:
    """One law beside all the others, in words."""
    one = law_called(id)
    when, _ = when_in(request.query_params)
    matrix = _all(when)
    place = next((place for place, side in enumerate(matrix.sides) if side.definition is one), None)
    if place is None:
        raise RefusedError(404, marked("The wording of this law was not read, so it is compared with nothing."))
    others = [number for number in range(len(matrix.sides)) if number != place]
    groups: Sequence[tuple[str, list[object]]] = [
        (words, [matrix.sides[other].definition for other in others if matrix.relation(place, other) == relation])
        for relation, words in AROUND
    ]
    return render(request, "law/around.html", law=one, when=when, groups=groups, chosen=chosen_on(one, when.day))
