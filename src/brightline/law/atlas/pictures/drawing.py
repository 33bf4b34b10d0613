"""SVG as text: tags and words with everything escaped, and lines folded to a width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape as _escape

INK, QUIET, RULE, PAPER, EDGE = "#1b1b1b", "#595959", "#c9c9c9", "#ffffff", "#6e6e6e"
FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
SVG = "http://www.w3.org/2000/svg"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[]- /"), frozenset("mwMW@%")


def escaped(text: str) -> str:
    """Text that may stand in XML or HTML, in a tag or an attribute; what XML cannot hold is replaced."""
    return _escape(_NOT_XML.sub("\ufffd", text), quote=True)


def tag(name: str, inside: str = "", /, **attributes: object) -> str:
    """An element; `inside` is markup. `class_` is class, `stroke_width` stroke-width; `None` is left out."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{escaped(shown)}"')
    opening = " ".join(parts)
    return f"<{opening}>{inside}</{name}>" if inside else f"<{opening}/>"


def words(
    text: str, x: float, y: float, size: float = 12, *, bold: bool = False, kind: str = "ink", anchor: str | None = None
) -> str:
    """One line of text. `kind` is ink, quiet, or on-fill: dark in light and dark pages alike, as its ground is."""
    return tag(
        "text",
        escaped(text),
        x=x,
        y=y,
        font_size=size,
        font_weight="bold" if bold else None,
        text_anchor=anchor,
        fill=QUIET if kind == "quiet" else INK,
        class_=kind,
    )


def halo(text: str, x: float, y: float, size: float, ground: str, *, anchor: str | None = None) -> str:
    """One line of text on a filled shape, with a rim in the colour of its ground so that patterns do not cut it."""
    place: dict[str, object] = {"x": x, "y": y, "font_size": size, "text_anchor": anchor}
    rim = tag(
        "text",
        escaped(text),
        **place,
        fill="none",
        stroke=ground,
        stroke_width=round(size * 0.4, 1),
        stroke_linejoin="round",
    )
    return rim.replace("<text", '<text aria-hidden="true"', 1) + tag(
        "text", escaped(text), **place, fill=ink_on(ground), class_="on-fill"
    )


def ink_on(ground: str) -> str:
    """Black or white, whichever is read more easily on a colour."""
    return INK if luminance(ground) > 0.2 else PAPER


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, from 0 to 1, as WCAG 2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def measured(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a line is, rather too much than too little: fonts differ between machines."""
    units = sum(0.37 if c in _NARROW else 0.95 if c in _WIDE else 0.74 if c.isupper() else 0.61 for c in text)
    return units * size * (1.07 if bold else 1.0)


def folded(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Text in lines that fit a width."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measured(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def paragraph(text: str, x: float, y: float, width: float, size: float, *, kind: str = "quiet") -> tuple[str, float]:
    """Folded text from a first baseline `y` on, and the baseline after its last line."""
    step = size * 1.35
    lines = folded(text, width, size)
    return "".join(words(line, x, y + i * step, size, kind=kind) for i, line in enumerate(lines)), y + len(lines) * step


def heading(markup: str) -> str:
    """What a drawing says of itself when it stands alone; the page around it says the same, and hides it."""
    return tag("g", markup, class_="heading")


def document(width: float, height: float, title: str, description: str, defs: str, parts: Sequence[str]) -> str:
    """A whole SVG, with its title and description for those who do not see it."""
    inside = (
        tag("title", escaped(title), id="picture-title")
        + tag("desc", escaped(description), id="picture-description")
        + (tag("defs", defs) if defs else "")
        + tag("rect", width=width, height=height, fill=PAPER, class_="paper")
        + "".join(parts)
    )
    return tag(
        "svg",
        inside,
        xmlns=SVG,
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        aria_labelledby="picture-title picture-description",
        font_family=FONT,
    )
