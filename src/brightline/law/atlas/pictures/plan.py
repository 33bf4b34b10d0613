"""Where each place of the atlas goes on a map: a shape, a dot, or a square beside it; none is lost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from brightline.law.atlas.pictures.shapes import Area, Outline
from brightline.law.atlas.places import places, within
from brightline.law.atlas.status import covered


@dataclass(frozen=True, slots=True)
class Plan:
    """How an area is drawn. Codes are those of places.

    `shapes` are drawn as they lie; `dots` says where small places of the atlas and parts without a shape are marked,
    and `homes` where they lie; `inset` holds the places drawn larger; `shared` are countries of which the atlas holds
    only the parts, and these have no shape here; `squares` are the places of the atlas without a shape, in groups by
    what they are part of.
    """

    shapes: tuple[str, ...]
    dots: Mapping[str, tuple[float, float]]
    homes: Mapping[str, tuple[float, float]]
    inset: tuple[str, ...]
    shared: tuple[str, ...]
    squares: Mapping[str, tuple[str, ...]]


SMALLEST = 3.0
"""Square units of the world map below which a place of the atlas is marked by a dot."""
ASIDE = 31.0
"""Units to the left of the middle of a country at which the dots of its parts stand."""


def of_area(area: Area) -> tuple[str, ...]:
    """The places of the atlas that belong on a map."""
    return tuple(code for code in covered() if area == "world" or code == "US" or code.startswith("US-"))


def plan(area: Area, outline: Outline, apart: float = 8.0) -> Plan:
    """Where the places of the atlas go. `apart` is how far the middles of two dots keep from each other, in units."""
    known = of_area(area)
    by_parts = {places()[code].part_of for code in known if places()[code].kind == "part"}
    with_shapes = {parent for parent in by_parts if any(part.code in outline.shapes for part in within(parent))}
    drawn = [
        code
        for code in outline.shapes
        if (places()[code].part_of in with_shapes if places()[code].kind == "part" else code not in with_shapes)
    ]
    inset = tuple(outline.inset.shapes) if outline.inset else ()
    groups: dict[str, list[str]] = {}
    for code in known:
        if code not in drawn and code not in inset:
            groups.setdefault(places()[code].part_of or code, []).append(code)
    dotted = sorted(code for code in by_parts - with_shapes if code in outline.shapes)
    homes: dict[str, tuple[float, float]] = {}
    wanted: dict[str, tuple[float, float]] = {}
    if area == "world":
        small = [code for code in drawn if code in known and outline.shapes[code].area < SMALLEST]
        homes = wanted = {code: outline.shapes[code].at for code in small}
        for country in dotted:
            x, y = outline.shapes[country].at
            parts = groups[country]
            homes = homes | dict.fromkeys(parts, (x, y))
            wanted = wanted | {
                code: (x - ASIDE, y + apart * 1.2 * (i - len(parts) / 2)) for i, code in enumerate(parts)
            }
    return Plan(
        tuple(drawn),
        _spread(wanted, apart),
        homes,
        inset,
        tuple(code for code in dotted if code not in known),
        {parent: tuple(codes) for parent, codes in groups.items()},
    )


def _spread(points: Mapping[str, tuple[float, float]], apart: float) -> dict[str, tuple[float, float]]:
    """Points moved until no two are nearer to each other than `apart`."""
    found = dict(points)
    codes = list(found)
    for _ in range(60):
        moved = False
        for i, one in enumerate(codes):
            for other in codes[i + 1 :]:
                (x1, y1), (x2, y2) = found[one], found[other]
                distance = math.hypot(x2 - x1, y2 - y1)
                if distance < apart - 0.01:
                    dx, dy = ((x2 - x1) / distance, (y2 - y1) / distance) if distance else (1.0, 0.0)
                    push = (apart - distance) / 2
                    found[one] = (x1 - dx * push, y1 - dy * push)
                    found[other] = (x2 + dx * push, y2 + dy * push)
                    moved = True
        if not moved:
            break
    return found


def stacked(wanted: Mapping[str, float], apart: float) -> dict[str, float]:
    """Heights for labels one below another: each at the height it wants, or as far below as the one above it asks."""
    found: dict[str, float] = {}
    reached = -math.inf
    for code in sorted(wanted, key=lambda code: wanted[code]):
        reached = max(wanted[code], reached + apart)
        found[code] = reached
    return found
