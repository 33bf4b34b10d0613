"""Colours and patterns: a colour-blind reader tells the words apart, and what was not read never looks as if it was."""

from __future__ import annotations

from collections.abc import Mapping

from brightline.law.atlas.pictures.drawing import tag
from brightline.law.atlas.pictures.shown import BANDS, Checked
from brightline.law.atlas.topics import topics

NOT_KNOWN = "#aaaaaa"
"""For what the law leaves unclear and what the rows do not settle."""
NEUTRAL = "#7f8c99"
"""For the patterns of a legend that stand for any colour."""

NOTHING = "#f1f1f1"
"""Behind the lines that stand for nothing in the atlas."""
SHARED = "#dedede"
"""For a country that is drawn by its parts, beside the map."""

_UNKNOWN_WORDS = ("undetermined", "unclear", "unknown", "no_bar_found")

# Found by search from the set of Okabe and Ito, so that any two of them stay apart for every kind of colour vision; a
# test measures it.
REGIME_COLOURS: Mapping[str, str] = {
    "decriminalisation": "#0a7d55",
    "legalisation_regulation": "#7ab8f8",
    "end_demand": "#f7f02e",
    "partial_criminalisation": "#d6a516",
    "full_criminalisation": "#b44e10",
    "full_criminalisation_seller_only": "#a856a4",
    "full_criminalisation_buyer_unknown": "#632607",
    "undetermined": NOT_KNOWN,
}
ACTIVITY_COLOURS: Mapping[str, str] = {
    "legal": "#0a7d55",
    "regulated": "#7ab8f8",
    "restricted": "#f7f02e",
    "administrative": "#d6a516",
    "criminal": "#b44e10",
}
PENALTY_COLOURS: Mapping[str, str] = {
    "none": "#0a7d55",
    **dict(zip((words for _, words in BANDS), ("#fff3c4", "#f2c752", "#dd7418", "#98350a", "#471402"), strict=True)),
}
SEQUENCE = ("#e4f0f7", "#5f43dd", "#70aae8", "#29216f", "#514a66", "#1a082a")
"""For the words of rules, in the order of topics.yaml: pale to dark blue and violet, none of them better."""


def colour(topic: str | None, word: str) -> str:
    """The colour of a regime (no topic) or of a topic's word."""
    if word in _UNKNOWN_WORDS:
        return NOT_KNOWN
    if topic is None:
        return REGIME_COLOURS[word]
    kind = topics()[topic].kind
    if kind == "penalty":
        return PENALTY_COLOURS[word]
    if kind == "activity":
        return ACTIVITY_COLOURS[word]
    words = [name for name in topics()[topic].statuses if name not in _UNKNOWN_WORDS]
    return SEQUENCE[words.index(word) % len(SEQUENCE)] if word in words else NOT_KNOWN


def words_of(topic: str | None) -> tuple[str, ...]:
    """The words that a picture may show, in the order of its legend."""
    if topic is None:
        return tuple(REGIME_COLOURS)
    if topics()[topic].kind == "penalty":
        return (*PENALTY_COLOURS, "unknown")
    return tuple(topics()[topic].statuses)


class Fills:
    """The fills that a drawing uses: a plain colour for what was read, a pattern for what was not.

    `step` is how far apart the lines of a pattern lie, in the units in which it is drawn; `prefix` keeps the names of
    patterns apart where a drawing has several scales.
    """

    def __init__(self, step: float = 5.0, prefix: str = "") -> None:
        self._step = step
        self._prefix = prefix
        self._patterns: dict[tuple[str, Checked], str] = {}

    def of(self, colour: str, checked: Checked) -> str:
        """The value of a `fill` attribute; patterns are kept for `defs`."""
        if checked == "read":
            return colour
        key = ("", checked) if checked == "nothing" else (colour, checked)
        name = self._patterns.setdefault(key, f"{self._prefix}{checked}-{len(self._patterns)}")
        return f"url(#{name})"

    def defs(self) -> str:
        """The patterns used so far."""
        return "".join(self._pattern(*key, name) for key, name in self._patterns.items())

    def _pattern(self, colour: str, checked: Checked, name: str) -> str:
        step = self._step
        # Stripes along an axis get long tiles, since some programs draw a hairline where two tiles meet.
        wide = step * 60 if checked == "nothing" else step
        high = step * 60 if checked == "undated" else step
        ground = tag("rect", width=wide, height=high, fill=colour or NOTHING, class_=None if colour else "nothing")
        turn = None
        if checked == "unread":
            turn = "rotate(45)"
            mark = tag("rect", width=round(step * 0.38, 2), height=step, fill="#ffffff", class_="paper")
        elif checked == "undated":
            mark = tag("rect", width=round(step * 0.3, 2), height=high, fill="#ffffff", class_="paper")
        elif checked == "copy":
            turn = "rotate(-45)"
            mark = tag("rect", width=round(step * 0.2, 2), height=step, fill="#ffffff", class_="paper")
        elif checked == "incomplete":
            line: dict[str, object] = {"fill": "#ffffff", "class_": "paper"}
            thin = round(step * 0.16, 2)
            mark = tag("rect", width=step, height=thin, **line) + tag("rect", width=thin, height=step, **line)
        elif checked == "snapshot":
            mark = tag("circle", cx=step / 2, cy=step / 2, r=round(step * 0.24, 2), fill="#ffffff", class_="paper")
        else:
            mark = tag("rect", width=wide, height=round(step * 0.2, 2), fill="#cfcfcf", class_="rule")
        return tag(
            "pattern",
            ground + mark,
            id=name,
            width=wide,
            height=high,
            patternUnits="userSpaceOnUse",
            patternTransform=turn,
        )
