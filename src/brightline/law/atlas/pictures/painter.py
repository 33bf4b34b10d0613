"""Places painted by what the atlas has for them: shapes, dots, squares with their names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brightline.law.atlas.pictures.drawing import EDGE, INK, escaped, folded, halo, measured, tag, words
from brightline.law.atlas.pictures.palette import SHARED, Fills, colour
from brightline.law.atlas.pictures.plan import Plan
from brightline.law.atlas.pictures.shapes import Outline
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, Shown
from brightline.law.atlas.places import places

SQUARE = 13.0
LINE = 18.0
"""From one square with its name to the next below."""
ROOM = 20.0
"""Between two columns of squares."""
BY_PARTS = "by its parts, as dots and squares"


@dataclass(frozen=True, slots=True)
class Painter:
    """What each place has on this picture, and the fills to draw it with. Places that the atlas does not hold are
    drawn as nothing in the atlas."""

    found: Mapping[str, Shown]
    topic: str | None
    fills: Fills

    def known(self, code: str) -> Shown | None:
        """What the atlas has for a place on this picture, if it has something."""
        one = self.found.get(code)
        return one if one and one.checked != "nothing" else None

    def said(self, code: str) -> str:
        """What stands beside the name of a place: what the atlas has, or that it has nothing."""
        return self.found[code].label if code in self.found else "nothing in the atlas"

    def fill(self, code: str) -> str:
        """The value of a `fill` attribute for a place."""
        one = self.known(code)
        if one is None:
            return self.fills.of("", "nothing")
        return self.fills.of(colour(self.topic, one.word), one.checked)

    def letters(self, code: str, text: str, x: float, y: float, size: float) -> str:
        """Letters on the shape of a place, their middle at `x`."""
        one = self.known(code)
        if one is None:
            return words(text, x, y, size, anchor="middle")
        return halo(text, x, y, size, colour(self.topic, one.word), anchor="middle")

    def marks(self, code: str) -> dict[str, object]:
        """The fill of a place, and what it says, for one who reads the file."""
        one = self.known(code)
        return {
            "fill": self.fill(code),
            "data_code": code,
            "data_checked": one.checked if one else "nothing",
            "data_word": one.word if one else None,
        }

    def tooltip(self, code: str) -> str:
        """What a reader sees who rests the pointer on a place, or has it read out."""
        one = self.known(code)
        told = f"{one.label} ({CHECKED_WORDS[one.checked]})" if one else f"{self.said(code)}: nothing follows from that"
        return tag("title", escaped(f"{places()[code].name}: {told}"))

    def shapes(self, outline: Outline, codes: Iterable[str], shared: Iterable[str] = (), edge: float = 0.5) -> str:
        """The shapes of places, and of countries whose parts are drawn as squares."""
        parts = [tag("path", d=outline.others, fill=self.fills.of("", "nothing"))] if outline.others else []
        by_parts = set(shared)
        for code in codes:
            if code in by_parts:
                told = tag("title", escaped(f"{places()[code].name}: {BY_PARTS}"))
                parts.append(tag("path", told, d=outline.shapes[code].path, fill=SHARED, class_="shared"))
            else:
                parts.append(tag("path", self.tooltip(code), d=outline.shapes[code].path, **self.marks(code)))
        return tag("g", "".join(parts), stroke=EDGE, stroke_width=edge, stroke_linejoin="round", class_="border")

    def dots(self, where: Plan, radius: float, *, letters: bool = True) -> str:
        """Dots for small places of which the atlas has something, with a line to where they lie if elsewhere."""
        parts: list[str] = []
        dots = {code: at for code, at in where.dots.items() if self.known(code)}
        for code, (x, y) in dots.items():
            home_x, home_y = where.homes[code]
            if math.hypot(x - home_x, y - home_y) > radius:
                parts.append(tag("path", d=f"M{x:.1f},{y:.1f}L{home_x:g},{home_y:g}", stroke_width=radius * 0.15))
        for code, (x, y) in dots.items():
            parts.append(tag("circle", self.tooltip(code), cx=x, cy=y, r=radius, **self.marks(code)))
        lines = tag("g", "".join(parts), stroke=INK, stroke_width=radius * 0.22, class_="strong")
        if not letters:
            return lines
        names: list[str] = []
        for code, (x, y) in dots.items():
            left = x < where.homes[code][0] - 0.1
            across = x - radius - 1.5 if left else x + radius + 1.5
            size = radius * 2.2
            names.append(words(last_letters(code), across, y + size * 0.35, size, anchor="end" if left else None))
        return lines + "".join(names)

    def squares(self, where: Plan, x: float, y: float, width: float) -> tuple[str, float]:
        """Places without a shape, as squares with their names, under the name of what they are part of.

        A group for which the atlas has nothing is one square; those and places that stand alone come last, under a
        heading of their own where others go before. Returns the markup and where it ends below.
        """
        parts: list[str] = []
        alone: list[tuple[str, tuple[str, ...]]] = []
        for parent, codes in where.squares.items():
            if (parent in codes and len(codes) == 1) or not any(self.known(code) for code in codes):
                alone.append((parent, codes))
                continue
            parts.append(words(f"{places()[parent].name}, by its parts", x, y + 11, 12, bold=True))
            markup, y = self._row([(code, short_name(code)) for code in codes], x, y + LINE, width)
            parts.append(markup)
        if alone and parts:
            parts.append(words("Other places", x, y + 11, 12, bold=True))
            y += LINE
        for parent, codes in alone:
            if len(codes) == 1:
                markup, y = self._row([(codes[0], places()[codes[0]].name)], x, y, width)
                parts.append(markup)
                continue
            title = f"{len(codes)} parts of {places()[parent].name}: {self.said(codes[0])}"
            square = tag("rect", x=x, y=y, width=SQUARE, height=SQUARE, **self._group(codes))
            parts.append(square + words(title, x + SQUARE + 6, y + 11, 12))
            y += LINE
        return tag("g", "".join(parts), class_="squares"), y

    def _group(self, codes: Iterable[str]) -> dict[str, object]:
        return {
            "fill": self.fills.of("", "nothing"),
            "stroke": INK,
            "stroke_width": 0.6,
            "class_": "strong",
            "data_code": " ".join(codes),
            "data_checked": "nothing",
        }

    def _row(self, named: list[tuple[str, str]], x: float, y: float, width: float) -> tuple[str, float]:
        parts: list[str] = []
        across = x
        for code, name in named:
            text = f"{name}: {self.said(code)}"
            size = SQUARE + 6 + measured(text, 12)
            if across > x and across + size > x + width:
                across, y = x, y + LINE
            edge: dict[str, object] = {"stroke": INK, "stroke_width": 0.6, "class_": "strong"}
            place: dict[str, object] = {"x": across, "y": y, "width": SQUARE, "height": SQUARE}
            parts.append(tag("rect", self.tooltip(code), **place, **edge, **self.marks(code)))
            lines = folded(text, width - SQUARE - 6, 12)
            for i, line in enumerate(lines):
                parts.append(words(line, across + SQUARE + 6, y + 11 + 15 * i, 12))
            y += 15 * (len(lines) - 1)
            across += size + ROOM
        return "".join(parts), y + LINE


def short_name(code: str) -> str:
    """The name of a part without that of the whole: `Clark County` for `Clark County, Nevada`."""
    return places()[code].name.partition(",")[0]


def last_letters(code: str) -> str:
    """The letters of a place without those of what it is part of: `ACT` for `AU-ACT`."""
    return code.rpartition("-")[2]
