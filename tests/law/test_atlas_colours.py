"""The shapes and colours of the atlas pictures: small, whole, told apart by every kind of colour vision."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from brightline.law import atlas
from brightline.law.atlas.pictures import outline, palette, shapes
from brightline.law.atlas.pictures.drawing import ink_on, luminance


def test_the_shapes_are_small_and_none_runs_across_the_page() -> None:
    assert sum(path.stat().st_size for path in shapes.FOLDER.iterdir()) < 300_000
    for area in ("world", "us"):
        found = outline(area)
        for code, shape in found.shapes.items():
            assert code in atlas.places()
            steps = re.findall(r"(-?[0-9]*\.?[0-9]+)", re.sub(r"M[^l]*l", "", shape.path))
            assert max(abs(float(step)) for step in steps) < found.width / 4, code
            left, top, right, bottom = shape.box
            assert left <= shape.at[0] <= right
            assert top <= shape.at[1] <= bottom


# Machado, Oliveira and Fernandes 2009, severity 1: what is left of red, green and blue.
VISIONS = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
SETS = {
    "regimes": tuple(palette.REGIME_COLOURS.values()),
    "activities": (*palette.ACTIVITY_COLOURS.values(), palette.NOT_KNOWN),
    "penalties": (*palette.PENALTY_COLOURS.values(), palette.NOT_KNOWN),
    "rules": (*palette.SEQUENCE, palette.NOT_KNOWN),
}


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    """A colour in CIELAB as one sees it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    left = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in VISIONS[vision]]
    red, green, blue = (min(1.0, max(0.0, part)) for part in left)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", SETS)
def test_colours_stay_apart_for_every_kind_of_vision(name: str, vision: str) -> None:
    for one, other in combinations(SETS[name], 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one, vision), seen(other, vision), strict=True)) ** 0.5
        assert apart >= 20, (one, other)


def test_the_colours_of_rules_do_not_say_better_or_worse() -> None:
    judged = {*palette.REGIME_COLOURS.values(), *palette.ACTIVITY_COLOURS.values(), *palette.PENALTY_COLOURS.values()}
    assert not judged & set(palette.SEQUENCE)


def test_letters_on_a_colour_can_be_read() -> None:
    for ground in {colour for colours in SETS.values() for colour in colours}:
        light, dark = sorted((luminance(ground), luminance(ink_on(ground))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.3, ground


def test_every_word_of_every_topic_has_a_colour() -> None:
    assert set(palette.REGIME_COLOURS) == set(atlas.REGIMES)
    for topic in atlas.topics().values():
        for word in palette.words_of(topic.id):
            assert re.fullmatch("#[0-9a-f]{6}", palette.colour(topic.id, word))
        if topic.kind != "penalty":
            assert set(palette.words_of(topic.id)) == set(topic.statuses)
            colours = [palette.colour(topic.id, word) for word in topic.statuses]
            assert len(set(colours)) == len(colours), topic.id
