"""A long text in parts that end where a reader would stop."""

from __future__ import annotations

from collections.abc import Iterator

_STOPS = ("\n\n", "\n", ". ", " ")


def parts(text: str, largest: int) -> Iterator[tuple[int, str]]:
    """Parts of at most `largest` characters, with where each begins: whole paragraphs, sentences or words."""
    start = 0
    while len(text) - start > largest:
        end = start + largest
        for stop in _STOPS:
            place = text.rfind(stop, start + largest // 2, end)
            if place > 0:
                end = place + len(stop)
                break
        yield start, text[start:end]
        start = end
    yield start, text[start:]
