"""The legend of a picture, in words: each colour with what it means and how often it stands there, each pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from brightline.errors import plural
from brightline.law.atlas.pictures.drawing import INK, folded, tag, words
from brightline.law.atlas.pictures.palette import NEUTRAL, SHARED, Fills, colour, words_of
from brightline.law.atlas.pictures.shown import CHECKED_WORDS, Checked, Shown, meaning, word_label

SWATCH_WIDTH, SWATCH_HEIGHT = 22.0, 14.0
_PATTERN_TITLES: dict[Checked, str] = {
    "read": "plain",
    "unread": "unread",
    "undated": "day not known",
    "copy": "age not known",
    "snapshot": "snapshot",
    "incomplete": "rows missing",
    "nothing": "nothing in the atlas",
}


def swatch(x: float, y: float, fill: str) -> str:
    """A small box of one fill, its upper left corner at (x, y)."""
    kind = "strong shared" if fill == SHARED else "strong"
    return tag(
        "rect", x=x, y=y, width=SWATCH_WIDTH, height=SWATCH_HEIGHT, fill=fill, stroke=INK, stroke_width=0.6, class_=kind
    )


def word_key(
    shown: Iterable[Shown],
    topic: str | None,
    fills: Fills,
    x: float,
    y: float,
    width: float,
    *,
    counted: bool = True,
) -> tuple[str, float]:
    """What the colours of a picture mean and how many places have each, from (x, y) on; and where it ends below."""
    counts = Counter(one.word for one in shown if one.checked != "nothing")
    entries: list[Entry] = []
    for word in words_of(topic):
        if counts[word]:
            title = word_label(topic, word) + (f" ({plural(counts[word], 'place')})" if counted else "")
            entries.append((fills.of(colour(topic, word), "read"), title, meaning(topic, word)))
    return column(entries, x, y, width)


def pattern_key(
    kinds: Iterable[Checked], fills: Fills, x: float, y: float, width: float, shared: str = ""
) -> tuple[str, float]:
    """What the patterns of a picture mean, from (x, y) on; and where it ends below.

    `shared` says of which countries only the parts are coloured, beside the map.
    """
    wanted = {*kinds, "read"}
    entries = [
        (fills.of(NEUTRAL, kind), _PATTERN_TITLES[kind], told) for kind, told in CHECKED_WORDS.items() if kind in wanted
    ]
    if shared:
        entries.append((SHARED, "by parts", shared))
    return column(entries, x, y, width)


Entry = tuple[str, str, str]
"""A fill, what it is called, and what it means."""


def column(entries: Sequence[Entry], x: float, y: float, width: float) -> tuple[str, float]:
    """Legend entries below one another: swatch, title in bold, meaning folded; and where they end."""
    parts: list[str] = []
    at, room = x + SWATCH_WIDTH + 8, width - SWATCH_WIDTH - 8
    for fill, title, told in entries:
        parts.append(swatch(x, y, fill))
        lines = folded(told.removeprefix(f"{title}: "), room, 11)
        parts.append(words(title, at, y + 11, 12, bold=True))
        parts.extend(words(line, at, y + 25 + 14 * i, 11, kind="quiet") for i, line in enumerate(lines))
        y += 22 + 14 * len(lines)
    return tag("g", "".join(parts), class_="legend"), y
