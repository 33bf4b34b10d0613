"""The shapes of places, already projected: read from the data that `tools/shapes.py` makes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

Area = Literal["world", "us"]

FOLDER = Path(__file__).parent.parent / "shapes"


@dataclass(frozen=True, slots=True)
class Shape:
    """One place: an SVG path, the point farthest from its border, its area in square units of the drawing, and the box
    in which it lies (left, top, right, bottom)."""

    path: str
    at: tuple[float, float]
    area: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """The shapes of an area by the codes of its places; `others` is land without an ISO code.

    `inset` is a part drawn larger, with its own width and height.
    """

    about: str
    width: float
    height: float
    shapes: Mapping[str, Shape]
    others: str = ""
    inset: Outline | None = None


@cache
def outline(area: Area) -> Outline:
    """The shapes of the world, or of the states of the United States with the counties of Nevada as an inset."""
    return msgspec.convert(json.loads((FOLDER / f"{area}.json").read_text("utf-8")) | {}, _Raw).outline()


class _Raw(msgspec.Struct, forbid_unknown_fields=True):
    width: float
    height: float
    shapes: dict[str, Shape]
    about: str = ""
    others: str = ""
    inset: _Raw | None = None

    def outline(self) -> Outline:
        inset = self.inset.outline() if self.inset else None
        return Outline(self.about, self.width, self.height, self.shapes, self.others, inset)
