"""Many places at once: the list to choose from, the map, and the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.law import atlas
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, meaning, word_label
from brightline.web.checks import field
from brightline.web.doors.place.chart import AREAS, MapArea, chart, found_on
from brightline.web.doors.place.telling import CHECK_SIGNS, cell_shown, day_of, slug, topic_of
from brightline.web.languages import marked
from brightline.web.laws import Problems
from brightline.web.pages import redirect, render, translated

router = APIRouter()

EXAMPLE = "/place/nz"
AREA_WORDS = {"world": marked("The world"), "europe": marked("Europe"), "us": marked("The United States")}
KINDS = {
    "activity": marked("May it be done?"),
    "rule": marked("What else the law does"),
    "penalty": marked("Heaviest penalties on paper"),
}


@cache
def _places() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The places that the atlas has rows for, by what they are part of: (name of the whole, ((address, name), ...))."""
    groups: dict[str, list[tuple[str, str]]] = {"": []}
    for code in atlas.covered():
        one = atlas.places()[code]
        whole = atlas.places()[one.part_of].name if one.part_of else ""
        groups.setdefault(whole, []).append((slug(code), one.name))
    return tuple((whole, tuple(some)) for whole, some in groups.items())


@cache
def topic_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The topics by kind: (words for the kind, ((id, label), ...))."""
    used = {row.topic for row in atlas.rows()}
    return tuple(
        (words, tuple((one.id, one.label) for one in atlas.topics().values() if one.kind == kind and one.id in used))
        for kind, words in KINDS.items()
    )


def query(topic: str | None, day: date, *more: tuple[str, str]) -> str:
    """A choice as the end of an address; nothing for the regime of today."""
    parts = list(more)
    if topic:
        parts.append(("topic", topic))
    if day != date.today():
        parts.append(("day", day.isoformat()))
    return f"?{urlencode(parts)}" if parts else ""


@router.get("")
def first(request: Request) -> HTMLResponse:
    """Choose a place, a topic, a day."""
    return _first(request, None, date.today(), [])


def _first(request: Request, topic: str | None, day: date, problems: Problems) -> HTMLResponse:
    return render(
        request,
        "place/first.html",
        422 if problems else 200,
        places=_places(),
        topics=topic_choices(),
        topic=topic,
        day=day,
        day_typed=(field(request, "day", 20) if request.method == "POST" else request.query_params.get("day", "")[:20]),
        today=date.today().isoformat(),
        count=len(atlas.covered()),
        rows=len(atlas.rows()),
        read=sum(row.read for row in atlas.rows()),
        problems=[(at, translated(request, message)) for at, message in problems],
    )


@router.post("/example")
def example() -> Response:
    """One place."""
    return redirect(EXAMPLE)


@router.post("/choose")
def choose(request: Request) -> Response:
    """A place on a day, or all places on a topic as a map or a table."""
    day, problems = day_of(field(request, "day", 20))
    topic, where, view = topic_of(field(request, "topic", 60)), field(request, "place", 20), field(request, "view", 20)
    known = {address for _, some in _places() for address, _ in some}
    if view == "place" and where not in known:
        problems.append(("place", marked("Choose a place from the list.")))
    if problems:
        return _first(request, topic, day, problems)
    if view == "place":
        return redirect(f"/place/{where}{query(None, day)}")
    area = field(request, "area", 20)
    own = [("area", area)] if area in AREAS[1:] else []
    return redirect(f"/place/{'table' if view == 'table' else 'map'}{query(topic, day, *own)}")


@router.get("/map")
def map_page(request: Request) -> Response:
    """The map of an area on a day."""
    asked = request.query_params
    topic, (day, problems) = topic_of(asked.get("topic", "")), day_of(asked.get("day", ""))
    if problems:
        return _first(request, topic, day, problems)
    area = _area(asked.get("area", ""))
    drawn = chart(area, topic, day)
    known = [one for key in drawn.words for one in key.places]
    return render(
        request,
        "place/map.html",
        chart=drawn,
        area=area,
        areas=AREA_WORDS,
        read=sum(one.checked == "read" for one in known),
        known=len(known),
        word_label=word_label,
        meaning=meaning,
        checked_words=CHECKED_WORDS,
        slug=slug,
        **_shared(topic, day),
    )


@router.get("/table")
def table(request: Request) -> Response:
    """Every place of an area on a day, with source and check."""
    asked = request.query_params
    topic, (day, problems) = topic_of(asked.get("topic", "")), day_of(asked.get("day", ""))
    if problems:
        return _first(request, topic, day, problems)
    area: MapArea = "us" if asked.get("area") == "us" else "world"
    found = found_on("us" if area == "us" else "world", topic, day)
    cells = [(one, cell_shown(one, topic)) for one in found]
    return render(
        request,
        "place/table.html",
        area=area,
        areas={name: words for name, words in AREA_WORDS.items() if name != "europe"},
        cells=[pair for pair in cells if pair[0].checked != "nothing"],
        empty=[one for one, _ in cells if one.checked == "nothing"],
        slug=slug,
        **_shared(topic, day),
    )


def _own(area: str) -> list[tuple[str, str]]:
    return [("area", area)] if area != "world" else []


def _area(named: str) -> MapArea:
    found: list[MapArea] = [one for one in AREAS if one == named]
    return found[0] if found else "world"


def _shared(topic: str | None, day: date) -> dict[str, Any]:
    """What the map and the table both say and offer."""
    problems: Sequence[tuple[str, str]] = ()
    return {
        "topic": topic,
        "label": atlas.topics()[topic].label if topic else "",
        "topics": topic_choices(),
        "day": day,
        "day_typed": "",
        "today": date.today().isoformat(),
        "query": query,
        "signs": CHECK_SIGNS,
        "own": _own,
        "problems": problems,
    }
