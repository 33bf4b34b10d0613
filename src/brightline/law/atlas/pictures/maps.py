"""A map of the world or of the United States on one day, by regime or by one activity, rule or penalty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from brightline.law.atlas.pictures.drawing import INK, document, folded, heading, paragraph, tag, words
from brightline.law.atlas.pictures.legend import pattern_key, word_key
from brightline.law.atlas.pictures.painter import BY_PARTS, Painter, last_letters, short_name
from brightline.law.atlas.pictures.palette import Fills
from brightline.law.atlas.pictures.picture import BORDERS, CAVEAT, Picture, Table
from brightline.law.atlas.pictures.plan import Plan, of_area, plan, stacked
from brightline.law.atlas.pictures.shapes import Area, Outline, outline
from brightline.law.atlas.pictures.shown import Checked, Shown, check_day, shown
from brightline.law.atlas.places import places, within
from brightline.law.atlas.status import status
from brightline.law.atlas.topics import topics

AREA_WORDS: Mapping[Area, str] = {"world": "the world", "us": "the United States"}
WIDTHS: Mapping[Area, float] = {"world": 1000.0, "us": 1180.0}
SHIFT: Mapping[Area, float] = {"world": 0.0, "us": 62.0}
"""Units by which the shapes are moved to the right: Alaska's islands lie left of nought."""
TOP = 62.0
"""Units above the shapes, for the title."""
MARGIN = 16.0
DOT = 3.6
CLOSER = (446.0, 22.0, 166.0, 112.0)
"""The window of the world map that is drawn again, larger: from x, from y, width, height. Most places lie there."""
CLOSER_WIDTH = 440.0
COUNTY_WORDS = 200.0
"""Units across for what a regime map says of the counties of Nevada."""
CALLED_OUT = 1_500.0
"""Square units of a state below which its letters stand beside the map, not on it."""


def map_picture(area: Area, topic: str | None, on: date, today: date | None = None) -> Picture:
    """The map of an area on a day, coloured by a topic, or by regime where none is given."""
    check_day(on, today or date.today())
    # A county of Nevada has no regime of its own; a regime map says in words what its licensed houses may do.
    codes = [code for code in of_area(area) if topic or places()[code].kind != "county"]
    found = {code: shown(code, topic, on) for code in codes}
    shapes = outline(area)
    where = plan(area, shapes)
    if topic is None:
        shapes = replace(shapes, inset=None)
        squares = {parent: tuple(code for code in some if code in found) for parent, some in where.squares.items()}
        where = replace(where, inset=(), squares={parent: some for parent, some in squares.items() if some})
    subject = topics()[topic].label if topic else "regimes of sex work law"
    title = f"{subject[0].upper()}{subject[1:]}: {AREA_WORDS[area]} on {on}"
    caption = _caption(found.values(), topic)
    painter = Painter(found, topic, Fills(4.5 if area == "world" else 7.0))
    return Picture(
        title,
        caption,
        _svg(area, shapes, where, painter, title, caption),
        (_table(found.values(), topic),),
        {
            "area": area,
            "topic": topic,
            "on": on.isoformat(),
            "places": [one.to_json() | {"drawn": _how(one.code, where)} for one in found.values()],
        },
    )


IN_SOME_COUNTIES = "lawful only in licensed houses in some counties"


def _licensed_counties(on: date) -> str:
    """What a regime map says of the counties of Nevada, which have no regime of their own; nothing where none is known
    to license brothels."""
    counties = (entry.code for entry in within("US-NV"))
    licensed = [
        one for code in counties for one in status(code, "brothel_keeping", on) if one.row.status == "regulated"
    ]
    since = "" if any(one.doubt != "start not known" for one in licensed) else " (since when is not known)"
    return f"Nevada: {IN_SOME_COUNTIES}{since}." if licensed else ""


def _how(code: str, where: Plan) -> str:
    if code in where.dots:
        return "dot"
    if code in where.shapes:
        return "shape"
    return "inset" if code in where.inset else "square"


def _caption(found: Iterable[Shown], topic: str | None) -> str:
    counts = Counter(one.checked for one in found)
    known = counts.total() - counts["nothing"]
    about = f"on {topics()[topic].label}" if topic else "from which the regime is computed"
    return (
        f"Of {counts.total()} places in this part of the atlas, {known} have rows {about} for this day. For "
        f"{counts['read']} of them each row was read in a source and holds for this day; {known - counts['read']} are "
        "patterned, because a row is unread, missing, or was not checked for this day."
    )


def _table(found: Iterable[Shown], topic: str | None) -> Table:
    ordered = sorted(found, key=lambda one: (one.checked == "nothing", one.name))
    law = topics()[topic].label if topic else "regime"
    return Table(
        "places",
        "The same in words, place by place",
        ("place", "code", law, "from", "source", "how checked", "note"),
        tuple((one.name, one.code, one.label, _from(one), one.sources, one.how_checked, one.notes) for one in ordered),
    )


def _from(one: Shown) -> str:
    return "" if one.checked == "nothing" else one.since or "not known"


def _svg(area: Area, shapes: Outline, where: Plan, painter: Painter, title: str, caption: str) -> str:
    width = WIDTHS[area]
    room = width - 2 * MARGIN
    drawn = painter.shapes(shapes, where.shapes, where.shared, 0.3 if area == "world" else 0.7)
    drawn += painter.dots(where, DOT)
    if area == "us":
        drawn += _letters(shapes, where, painter)
    parts = [
        heading(
            words(title, MARGIN, 30, 20, bold=True)
            + words("What is patterned was not read in a source, or not for this day.", MARGIN, 50, 13, kind="quiet")
        ),
        tag("g", drawn, transform=f"translate({SHIFT[area]:g},{TOP:g})"),
    ]
    if area == "us" and painter.topic is None:
        told = _licensed_counties(painter.found["US-NV"].on)
        for number, line in enumerate(folded(told, COUNTY_WORDS, 12)):
            parts.append(words(line, width - COUNTY_WORDS - MARGIN, TOP + 346 + 15 * number, 12))
    if shapes.inset:
        parts.append(_inset(shapes.inset, painter, width - shapes.inset.width - MARGIN, TOP + 346))
    left, right = MARGIN, width - MARGIN - CLOSER_WIDTH
    y = across = TOP + shapes.height + 28
    column = right - left - 24
    defs = ""
    if area == "world":
        markup, defs, across = _closer(shapes, where, painter, right, across)
        parts.append(markup)
    kinds: set[Checked] = {one.checked for one in painter.found.values()}
    shared = f"{', '.join(places()[code].name for code in where.shared)}: {BY_PARTS}" if where.shared else ""
    markup, y = word_key(painter.found.values(), painter.topic, painter.fills, left, y, column)
    parts.append(markup)
    markup, across = pattern_key(kinds, painter.fills, right, across, CLOSER_WIDTH, shared)
    parts.append(markup)
    markup, y = painter.squares(where, left, y + 6, column)
    parts.append(markup)
    markup, y = paragraph(f"{CAVEAT} {BORDERS} {shapes.about}.", left, max(y, across) + 16, room, 11)
    parts.append(markup)
    markup, y = paragraph(caption, left, y + 4, room, 11)
    parts.append(heading(markup))
    return document(width, round(y), title, caption, painter.fills.defs() + defs, parts)


def _closer(shapes: Outline, where: Plan, painter: Painter, x: float, y: float) -> tuple[str, str, float]:
    """Europe drawn larger: the markup, what it defines, and where it ends below."""
    left, top, wide, high = CLOSER
    scale = CLOSER_WIDTH / wide
    closer = replace(painter, fills=Fills(4.5 / scale, "closer-"))
    inside = [code for code in where.shapes if _reaches(shapes.shapes[code].box, CLOSER)]
    drawn = closer.shapes(shapes, inside, where.shared, 0.2)
    drawn += closer.dots(replace(where, dots=_only(where.dots, CLOSER)), DOT * 1.4 / scale)
    edge: dict[str, object] = {"fill": "none", "stroke": INK, "stroke_width": 0.6, "class_": "strong"}
    window = tag("rect", x=left, y=top, width=wide, height=high)
    moved = tag(
        "g",
        tag("g", drawn, clip_path="url(#closer-window)"),
        transform=f"translate({x:g},{y + 8:g}) scale({scale:.4f}) translate({-left:g},{-top:g})",
    )
    frame = tag("rect", x=x, y=y + 8, width=CLOSER_WIDTH, height=high * scale, **edge)
    defs = closer.fills.defs() + tag("clipPath", window, id="closer-window")
    return words("Europe, larger", x, y, 12, bold=True) + moved + frame, defs, y + 24 + high * scale


def _only(
    points: Mapping[str, tuple[float, float]], window: tuple[float, float, float, float]
) -> dict[str, tuple[float, float]]:
    left, top, wide, high = window
    return {code: at for code, at in points.items() if left < at[0] < left + wide and top < at[1] < top + high}


def _reaches(box: tuple[float, float, float, float], window: tuple[float, float, float, float]) -> bool:
    left, top, wide, high = window
    return box[0] < left + wide and box[2] > left and box[1] < top + high and box[3] > top


def _letters(shapes: Outline, where: Plan, painter: Painter) -> str:
    """The letters of each state: on it, or beside the map with a line where it is small and lies in the east."""
    parts: list[str] = []
    beside: dict[str, float] = {}
    for code in where.shapes:
        shape, letters = shapes.shapes[code], last_letters(code)
        if shape.area >= CALLED_OUT:
            parts.append(painter.letters(code, letters, shape.at[0], shape.at[1] + 4, 12))
        elif shape.at[0] > shapes.width * 0.75:
            beside[code] = shape.at[1] + 10
        else:
            parts.append(words(letters, shape.at[0] + 16, shape.at[1] - 8, 12))
    x = shapes.width + 4
    for code, y in stacked(beside, 19).items():
        at = shapes.shapes[code].at
        parts.append(
            tag("path", d=f"M{at[0]:g},{at[1]:g}L{x - 3:g},{y:g}", stroke=INK, stroke_width=0.7, class_="strong")
        )
        edge: dict[str, object] = {"stroke": INK, "stroke_width": 0.6, "class_": "strong"}
        box = tag("rect", x=x, y=y - 7, width=22, height=14, aria_hidden="true", fill=painter.fill(code), **edge)
        parts.append(box + words(last_letters(code), x + 28, y + 4.5, 12))
    return "".join(parts)


def _inset(inset: Outline, painter: Painter, x: float, y: float) -> str:
    """A part of the map drawn larger, with the names of its places."""
    whole = places()[next(iter(inset.shapes))].part_of
    parts = [words(f"{places()[whole].name}, by county", 0, -8, 12, bold=True)]
    parts.append(painter.shapes(inset, inset.shapes, edge=0.7))
    for code, shape in inset.shapes.items():
        if shape.area > 900:
            name = short_name(code).removesuffix(" County")
            parts.append(painter.letters(code, name, shape.at[0], shape.at[1] + 3, 8))
    return tag("g", "".join(parts), transform=f"translate({x:g},{y:g})")
