"""One place: its regime with the rows that decide it, all that the law says on a day, and its years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from brightline.law import atlas
from brightline.law.atlas.pictures.palette import Fills, colour
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, Checked, shown
from brightline.law.atlas.pictures.timeline import timeline_picture
from brightline.web.checks import field
from brightline.web.doors.place.looking import KINDS, query
from brightline.web.doors.place.telling import (
    CHECK_SIGNS,
    Cell,
    Status,
    cell_of,
    cell_shown,
    day_of,
    place_called,
    said,
    slug,
    status_of,
)
from brightline.web.laws import Problems
from brightline.web.pages import redirect, render, translated

router = APIRouter()

WIDE = 1000.0
"""Units from the first to the last day of a lane."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Days with one status, checked in one way: where it stands in its lane, and what it says."""

    x: float
    width: float
    fill: str
    status: Status
    checked: Checked
    start: str
    end: str
    row: atlas.Row | None


@dataclass(frozen=True, slots=True)
class Lane:
    """One topic through the years; the regime has no topic."""

    label: str
    bars: tuple[Bar, ...]
    lines: tuple[tuple[Bar, ...], ...]
    """Bars in lines, none over another."""


@dataclass(frozen=True, slots=True)
class Years:
    """All lanes of a place over one axis: (x, year) marks; `day_at` is where a day stands on it."""

    first: date
    last: date
    marks: tuple[tuple[float, int], ...]
    lanes: tuple[Lane, ...]
    defs: Markup

    def at(self, day: date) -> float:
        """Where a day stands."""
        part = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(min(1.0, max(0.0, part)) * WIDE, 1)


@lru_cache(maxsize=128)
def years_of(code: str, today: date) -> Years:
    """The timeline of a place, worked out once a day."""
    data = cast("dict[str, Any]", timeline_picture(code, today).data)
    first, last = date.fromisoformat(data["from"]), date.fromisoformat(data["to"])
    axis = Years(first, last, (), (), Markup())
    known = {tuple(row.to_json().items()): row for row in atlas.history(code)}
    fills = Fills(9.0)
    lanes: dict[str, list[Bar]] = {}
    for span in data["spans"]:
        name = "" if span["topic"] == "regime" else str(span["topic"])
        row = known[tuple(span["row"].items())] if span["row"] else None
        begins, ends = date.fromisoformat(span["drawn_from"]), date.fromisoformat(span["drawn_to"])
        x = axis.at(begins)
        lanes.setdefault(name, []).append(
            Bar(
                x,
                max(4.0, axis.at(ends) - x),
                fills.of(colour(name or None, span["word"]), span["checked"]),
                status_of(row) if row else said(None, span["word"]),
                span["checked"],
                span["from"] or "",
                span["to"] or "",
                row,
            )
        )
    step = max(5, -(-(last.year - first.year) // 5 // 5) * 5)
    marks = tuple((axis.at(date(year, 1, 1)), year) for year in range(-(-first.year // step) * step, last.year, step))
    topics = atlas.topics()
    made = tuple(Lane(topics[name].label if name else "", tuple(bars), _lines(bars)) for name, bars in lanes.items())
    return Years(first, last, marks, made, Markup(fills.defs()))  # noqa: S704 - numbers and our own colours


def _lines(bars: list[Bar]) -> tuple[tuple[Bar, ...], ...]:
    lines: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: bar.x):
        free = next((line for line in lines if line[-1].x + line[-1].width <= bar.x + 5), None)
        if free is None:
            lines.append([bar])
        else:
            free.append(bar)
    return tuple(map(tuple, lines))


@router.post("/{named}/day")
def choose_day(request: Request, named: str) -> Response:
    """Another day for a place."""
    where = place_called(named)
    day, problems = day_of(field(request, "day", 20))
    if problems:
        return _page(request, where, day, problems, field(request, "day", 20))
    return redirect(f"/place/{slug(where.code)}{query(None, day)}")


@router.get("/{named}")
def one_place(request: Request, named: str) -> HTMLResponse:
    """What the law of a place says on a day."""
    where = place_called(named)
    typed = request.query_params.get("day", "")[:20]
    day, problems = day_of(typed)
    return _page(request, where, day, problems, typed)


def _page(request: Request, where: atlas.Place, day: date, problems: Problems, typed: str) -> HTMLResponse:
    today = date.today()
    of_day = [
        (atlas.topics()[one.row.topic], cell_of(one.row, day), one.doubt, [_other(other, day) for other in one.others])
        for one in atlas.status(where.code, None, day)
    ]
    has_regime = where.kind != "county" and any(row.topic in atlas.DECIDING for row in atlas.history(where.code))
    regime = cell_shown(shown(where.code, None, day), None) if has_regime else None
    return render(
        request,
        "place/place.html",
        422 if problems else 200,
        place=where,
        parents=[atlas.places()[code] for code in atlas.upwards(where.code)[1:]],
        parts_of=[one for one in atlas.within(where.code) if one.code in atlas.covered()],
        regime=regime,
        because=[(atlas.topics()[row.topic], cell_of(row, day)) for row in (regime.rows if regime else ())],
        groups=[(words, [one for one in of_day if one[0].kind == kind]) for kind, words in KINDS.items()],
        any_row=bool(of_day),
        years=years_of(where.code, today),
        laws=atlas.trafficking(where.code),
        day=day,
        day_typed=typed,
        today=today.isoformat(),
        is_today=day == today,
        query=query,
        signs=CHECK_SIGNS,
        checked_words=CHECKED_WORDS,
        slug=slug,
        problems=[(at, translated(request, message)) for at, message in problems],
    )


def _other(row: atlas.Row, day: date) -> Cell:
    return cell_of(row, day)
