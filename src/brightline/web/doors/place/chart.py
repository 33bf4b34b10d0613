"""The map, drawn for a page: shapes, and dots for what is too small; what they mean stands beside them in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from markupsafe import Markup

from brightline.law import atlas
from brightline.law.atlas.pictures.maps import CLOSER
from brightline.law.atlas.pictures.palette import NEUTRAL, Fills, colour, words_of
from brightline.law.atlas.pictures.plan import Plan, of_area, plan
from brightline.law.atlas.pictures.shapes import Area, outline
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, Shown, shown
from brightline.web.doors.place.telling import slug

MapArea = Literal["world", "europe", "us"]
AREAS: tuple[MapArea, ...] = ("world", "europe", "us")
_SMALLEST = 0.4
"""Square units below which land that the atlas has nothing for is left off the map of the world."""
_STEP = re.compile(r"[MLlmz]|-?\d*\.?\d+")


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape: its path, what fills it, its name; the address is empty where the atlas has nothing for it."""

    path: str
    fill: str
    name: str
    told: Shown | None
    slug: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A small place, with a line to where it lies if it is drawn elsewhere."""

    x: float
    y: float
    home_x: float
    home_y: float
    fill: str
    name: str
    told: Shown
    slug: str


@dataclass(frozen=True, slots=True)
class Key:
    """One colour or pattern of the legend. `word` is a status, or a way of being checked."""

    fill: str
    word: str
    places: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A map on a day, with its legend; `box` is its window, `scale` the units of its paths."""

    box: str
    scale: float
    radius: float
    shapes: tuple[Shape, ...]
    dots: tuple[Dot, ...]
    defs: Markup
    words: tuple[Key, ...]
    patterns: tuple[Key, ...]
    found: tuple[Shown, ...]


@lru_cache(maxsize=32)
def found_on(area: Area, topic: str | None, day: date) -> tuple[Shown, ...]:
    """What the atlas has for each place of an area on a day. Counties have no regime of their own."""
    codes = (code for code in of_area(area) if topic or atlas.places()[code].kind != "county")
    return tuple(shown(code, topic, day) for code in codes)


@cache
def _plan(area: Area) -> Plan:
    return plan(area, outline(area))


def chart(area: MapArea, topic: str | None, day: date) -> Chart:
    """The map of an area on a day, by a topic or by regime."""
    drawn: Area = "us" if area == "us" else "world"
    found = {one.code: one for one in found_on(drawn, topic, day)}
    where, shapes = _plan(drawn), outline(drawn)
    fills = Fills({"world": 8.0, "europe": 1.6, "us": 7.0}[area])
    coarse = _coarse(drawn) if area == "world" else {code: one.path for code, one in shapes.shapes.items()}

    def fill(one: Shown | None) -> str:
        known = one is not None and one.checked != "nothing"
        return fills.of(colour(topic, one.word), one.checked) if one and known else "none"

    made: list[Shape] = []
    for code in (*where.shapes, *where.shared):
        one, shape = found.get(code), shapes.shapes[code]
        if area == "europe" and not _reaches(shape.box):
            continue
        if one is None and area == "world" and shape.area < _SMALLEST:
            continue
        known = one if one and one.checked != "nothing" else None
        address = slug(code) if code in found else ""
        made.append(Shape(coarse[code], fill(known), atlas.places()[code].name, known, address))
    dots: list[Dot] = []
    for code, (x, y) in where.dots.items():
        one = found.get(code)
        if one and one.checked != "nothing" and (area != "europe" or _inside(x, y)):
            home = where.homes[code]
            dots.append(Dot(x, y, *home, fill(one), atlas.places()[code].name, one, slug(code)))
    words = tuple(_words(found, topic, fills, area))
    kinds = {one.checked for one in found.values()}
    patterns = tuple(Key(fills.of(NEUTRAL, kind), kind) for kind in CHECKED_WORDS if kind in kinds - {"nothing"})
    left, top, wide, high = CLOSER if area == "europe" else (0, 0, shapes.width, shapes.height)
    if area == "us":
        left, wide = -62, wide + 62
    return Chart(
        f"{left:g} {top:g} {wide:g} {high:g}",
        0.5 if area == "world" else 1.0,
        {"world": 3.6, "europe": 1.6, "us": 5.0}[area],
        tuple(made),
        tuple(dots),
        Markup(fills.defs()),  # noqa: S704 - made of numbers and of our own colours
        words,
        patterns,
        tuple(found.values()),
    )


def _words(found: Mapping[str, Shown], topic: str | None, fills: Fills, area: MapArea) -> Iterator[Key]:
    """Each word with the places that have it."""
    inside = set(_plan("world").shapes) if area == "europe" else set(found)
    for word in words_of(topic):
        places = tuple(
            sorted(
                (
                    one
                    for one in found.values()
                    if one.word == word and one.checked != "nothing" and (area != "europe" or _european(one, inside))
                ),
                key=lambda one: one.name,
            )
        )
        if places:
            yield Key(fills.of(colour(topic, word), "read"), word, places)


def _european(one: Shown, drawn: set[str]) -> bool:
    shapes, where = outline("world").shapes, _plan("world")
    if one.code in drawn:
        return _reaches(shapes[one.code].box)
    return one.code in where.homes and _inside(*where.homes[one.code])


def _reaches(box: tuple[float, float, float, float]) -> bool:
    left, top, wide, high = CLOSER
    return box[0] < left + wide and box[2] > left and box[1] < top + high and box[3] > top


def _inside(x: float, y: float) -> bool:
    left, top, wide, high = CLOSER
    return left < x < left + wide and top < y < top + high


@cache
def _coarse(area: Area) -> Mapping[str, str]:
    """The paths in half units, points that fall together drawn once: a map of half the weight that looks the same."""
    return {code: coarser(one.path) for code, one in outline(area).shapes.items()}


def coarser(path: str) -> str:
    """A path of M, l and z in whole halves of a unit."""
    parts: list[str] = []
    steps, at = iter(_STEP.findall(path)), ""
    x = y = 0.0
    last = (0, 0)
    for step in steps:
        if step in ("z", "Z"):
            parts.append("z")
            continue
        number = step
        if step.isalpha():
            at, number = step, next(steps)
        along, down = float(number), float(next(steps))
        x, y = (along, down) if at.isupper() else (x + along, y + down)
        point = (round(x * 2), round(y * 2))
        if at == "M":
            parts.append(f"M{point[0]} {point[1]}")
        elif point != last:
            first, second = point[0] - last[0], point[1] - last[1]
            lead = "l" if parts[-1][0] in "Mz" else " " if first >= 0 else ""
            parts.append(f"{lead}{first}{' ' if second >= 0 else ''}{second}")
        last = point
        at = {"M": "L", "m": "l"}.get(at, at)
    return "".join(parts)
