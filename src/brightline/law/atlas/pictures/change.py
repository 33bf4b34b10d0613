"""Change over the years: small maps of the regime side by side, and the dated changes that lie between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from brightline.errors import BrightlineError
from brightline.law.atlas.check import EARLIEST
from brightline.law.atlas.pictures.drawing import EDGE, INK, document, folded, heading, paragraph, tag, words
from brightline.law.atlas.pictures.legend import pattern_key, word_key
from brightline.law.atlas.pictures.painter import BY_PARTS, Painter
from brightline.law.atlas.pictures.palette import SHARED, Fills
from brightline.law.atlas.pictures.picture import BORDERS, CAVEAT, Picture, Table
from brightline.law.atlas.pictures.plan import Plan, of_area, plan
from brightline.law.atlas.pictures.shapes import Outline, outline
from brightline.law.atlas.pictures.shown import Shown, label, shown, turning_days, written_day
from brightline.law.atlas.places import places
from brightline.law.atlas.regime import DECIDING

MOST_PANELS = 24
"""Small maps that one picture may hold."""
COLUMNS = 3
DOT = 2.6
WIDTH, MARGIN, BETWEEN = 1000.0, 16.0, 20.0
PANEL = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * BETWEEN) / COLUMNS


@dataclass(frozen=True, slots=True)
class Change:
    """The regime of a place before and on the day on which it changed. `written` is the day as the rows write it."""

    before: Shown
    after: Shown
    written: str

    def to_json(self) -> dict[str, object]:
        """The change as plain data with stable names."""
        return {
            "jurisdiction": self.after.code,
            "name": self.after.name,
            "on": self.written,
            "before": self.before.word,
            "after": self.after.word,
            "before_checked": self.before.checked,
            "after_checked": self.after.checked,
            "because": self.after.to_json()["because"],
        }


def changes(first: date, last: date) -> tuple[Change, ...]:
    """Every change from one known regime to another after `first` and until `last`, by day and place.

    That rows begin, or end with nothing after them, is no change of the law and is left out. Where the rows before did
    not settle the regime, the one before is `undetermined`.
    """
    found: list[Change] = []
    for code in of_area("world"):
        for day in turning_days(code, DECIDING):
            if first < day <= last:
                before, after = shown(code, None, day - timedelta(days=1)), shown(code, None, day)
                if before.word != after.word and before.word and after.word:
                    found.append(Change(before, after, written_day(code, DECIDING, day)))
    return tuple(sorted(found, key=lambda one: (one.after.on, one.after.code)))


def change_picture(first: int, last: int, every: int | None = None, today: date | None = None) -> Picture:
    """Small maps on 1 January of `first`, then every so many years, and at last of `last`.

    Where `every` is not given there are about ten maps. A `BrightlineError` where the years are out of range.
    """
    years = _years(first, last, every, (today or date.today()).year)
    panels = [(year, {code: shown(code, None, date(year, 1, 1)) for code in of_area("world")}) for year in years]
    found = changes(date(first, 1, 1), date(last, 1, 1))
    title = f"Regimes of sex work law, {first} to {last}"
    early = [one for one in panels[0][1].values() if one.word]
    caption = (
        f"Each map shows 1 January of its year. {len(found)} dated changes lie between the first and the last; a "
        "dark rim marks a place whose regime changed since the map before. Patterned: unread, incomplete or undated: "
        f"in {first} that is {sum(one.checked != 'read' for one in early)} of the {len(early)} places with a regime. "
        "A place that the atlas begins to know has not changed its law."
    )
    return Picture(
        title,
        caption,
        _svg(panels, title, caption),
        (_changes(found), _matrix(panels)),
        {
            "from": first,
            "to": last,
            "panels": [
                {
                    "on": f"{year:04}-01-01",
                    "places": [
                        {"jurisdiction": one.code, "regime": one.word or None, "checked": one.checked}
                        for one in of_year.values()
                    ],
                }
                for year, of_year in panels
            ],
            "changes": [one.to_json() for one in found],
        },
    )


def _years(first: int, last: int, every: int | None, this_year: int) -> list[int]:
    if first < EARLIEST:
        raise BrightlineError(f"{first} lies before {EARLIEST}, where the atlas begins; give a later year")
    if last > this_year:
        raise BrightlineError(f"{last} lies in the future; give a year until {this_year}")
    if first >= last:
        raise BrightlineError(f"from {first} to {last} is no span of years; give an earlier --from or a later --to")
    step = ceil((last - first) / 9) if every is None else every
    if step < 1:
        raise BrightlineError(f"a map every {step} years cannot be; give 1 or more")
    years = [*range(first, last, step), last]
    if len(years) > MOST_PANELS:
        raise BrightlineError(f"that makes {len(years)} maps, and {MOST_PANELS} fit; give a larger --every")
    return years


def _changes(found: Sequence[Change]) -> Table:
    return Table(
        "changes",
        "The changes, by day",
        ("place", "code", "from", "before", "since then", "source", "how checked", "before, how checked", "note"),
        tuple(
            (
                one.after.name,
                one.after.code,
                one.written,
                label(one.before.word),
                label(one.after.word),
                one.after.sources,
                one.after.how_checked,
                one.before.how_checked,
                one.after.notes,
            )
            for one in found
        ),
    )


def _matrix(panels: Sequence[tuple[int, Mapping[str, Shown]]]) -> Table:
    codes = [code for code in panels[0][1] if any(of_year[code].word for _, of_year in panels)]
    codes.sort(key=lambda code: places()[code].name)
    rows = [(places()[code].name, code, *(_cell(of_year[code]) for _, of_year in panels)) for code in codes]
    title = "The regime on 1 January, place by place. * unread, or not checked for that day; - nothing in the atlas"
    return Table("panels", title, ("place", "code", *(str(year) for year, _ in panels)), tuple(rows))


def _cell(one: Shown) -> str:
    return one.label + ("" if one.checked == "read" else "*") if one.word else "-"


def _svg(panels: Sequence[tuple[int, Mapping[str, Shown]]], title: str, caption: str) -> str:
    shapes = outline("world")
    scale = PANEL / shapes.width
    ever = {code for _, of_year in panels for code, one in of_year.items() if one.word}
    whole = plan("world", shapes, 24.0)
    where = replace(whole, squares={parent: codes for parent, codes in whole.squares.items() if ever & set(codes)})
    fills, key_fills = Fills(9.0), Fills(5.0, "key-")
    markup, top = paragraph(caption, MARGIN, 50, WIDTH - 2 * MARGIN, 12)
    parts = [heading(words(title, MARGIN, 30, 20, bold=True) + markup)]
    row_top, row_bottom = top + 8, 0.0
    previous: Mapping[str, Shown] | None = None
    for number, (year, of_year) in enumerate(panels):
        if number % COLUMNS == 0 and number:
            row_top = row_bottom + 14
        x = MARGIN + number % COLUMNS * (PANEL + BETWEEN)
        painter = Painter(of_year, None, fills)
        moved = _moved(previous, of_year)
        markup, bottom = _panel(painter, where, shapes, scale, moved, year, x, row_top)
        row_bottom = max(row_bottom, bottom)
        parts.append(markup)
        previous = of_year
    shared = f"{', '.join(places()[code].name for code in where.shared)}: {BY_PARTS}" if where.shared else ""
    every = [one for _, of_year in panels for one in of_year.values()]
    # Two empty places at the end of the last row are room for the legend.
    beside = len(panels) % COLUMNS == 1
    y = row_top + 14 if beside else row_bottom + 24
    x, room = (MARGIN + PANEL + BETWEEN, PANEL) if beside else (MARGIN, 460.0)
    left, ends = word_key(every, None, key_fills, x, y, room, counted=False)
    x += room + BETWEEN
    right, below = pattern_key({one.checked for one in every}, key_fills, x, y, WIDTH - MARGIN - x, shared)
    lowest = max(ends, below, row_bottom)
    foot, y = paragraph(f"{CAVEAT} {BORDERS} {shapes.about}.", MARGIN, lowest + 14, WIDTH - 2 * MARGIN, 11)
    defs = _defs(where, shapes, panels[0][1]) + fills.defs() + key_fills.defs()
    return document(WIDTH, round(y), title, caption, defs, [*parts, left, right, foot])


def _moved(before: Mapping[str, Shown] | None, now: Mapping[str, Shown]) -> tuple[str, ...]:
    """The places whose regime is another than on the map before, where both are known."""
    if before is None:
        return ()
    return tuple(code for code, one in now.items() if one.word and before[code].word and one.word != before[code].word)


def _panel(
    painter: Painter,
    where: Plan,
    shapes: Outline,
    scale: float,
    moved: Sequence[str],
    year: int,
    x: float,
    y: float,
) -> tuple[str, float]:
    """One small map with its year above, and below it the places that changed."""
    drawn = tag("use", href="#rest", fill=painter.fills.of("", "nothing"))
    drawn += "".join(tag("use", href=f"#s-{code}", fill=SHARED, class_="shared") for code in where.shared)
    for code in where.shapes:
        if code in painter.found:
            drawn += tag("use", painter.tooltip(code), href=f"#s-{code}", **painter.marks(code))
    rims = "".join(tag("use", href=f"#s-{code}", fill="none") for code in moved if code in where.shapes)
    drawn = tag("g", drawn, stroke=EDGE, stroke_width=0.5, class_="border") + tag(
        "g", rims, stroke=INK, stroke_width=2.4, stroke_linejoin="round", class_="strong"
    )
    drawn += painter.dots(where, DOT / scale, letters=False)
    for code in moved:
        if code in where.dots:
            cx, cy = where.dots[code]
            ring: dict[str, object] = {"fill": "none", "stroke": INK, "stroke_width": 2.0 / scale, "class_": "strong"}
            drawn += tag("circle", cx=cx, cy=cy, r=DOT / scale, **ring)
    parts = [
        words(str(year), x, y + 14, 15, bold=True),
        tag("g", drawn, transform=f"translate({x:.1f},{y + 20:.1f}) scale({scale:.4f})", data_year=year),
    ]
    y += 20 + shapes.height * scale + 12
    for code in (code for codes in where.squares.values() for code in codes if code not in where.dots):
        edge: dict[str, object] = {"stroke": INK, "stroke_width": 0.6, "class_": "strong"}
        parts.append(tag("rect", x=x, y=y, width=10, height=10, **edge, **painter.marks(code)))
        parts.append(words(places()[code].name, x + 15, y + 9, 10))
        y += 14
    if moved:
        told = f"Changed: {', '.join(sorted(moved, key=lambda code: places()[code].name))}"
        for line in folded(told, PANEL, 11):
            parts.append(words(line, x, y + 4, 11))
            y += 14
    return "".join(parts), y


def _defs(where: Plan, shapes: Outline, found: Mapping[str, Shown]) -> str:
    """The shapes, each once: those of the atlas by their code, and the rest as one."""
    parts = [
        tag("path", id=f"s-{code}", d=shapes.shapes[code].path)
        for code in where.shapes
        if code in found or code in where.shared
    ]
    rest = [shapes.shapes[code].path for code in where.shapes if code not in found and code not in where.shared]
    return "".join(parts) + tag("path", id="rest", d="".join((*rest, shapes.others)))
