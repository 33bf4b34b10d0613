"""Where sentences end, and which words stand between quotation marks."""

from __future__ import annotations

import re

from brightline.texts.words import DOT, END

_STOPS = re.compile(r"[·!?\n•…]")
_CLOSING = "\"('["
ABBREVIATIONS = frozenset(
    "mr mrs ms dr st jr sr v vs op cit al etc inc ltd corp co dept gov sen rep lt sgt det capt col gen rev hon prof mt ft "
    "ave blvd jan feb mar apr jun jul aug sep sept oct nov dec ed eds approx esq ex rel cf cir supp".split()
)
"""Words after which a full stop mostly ends no sentence."""
NUMBERED = frozenset("art arts s ss sec no nos fig ch cl para paras pp p vol".split())
"""Words after which a full stop ends no sentence where a number follows."""
LONGEST = 120
"""Words in a sentence at most; a longer run is cut, so that no pattern has more to look through."""


def marked(words: list[str], symbols: str) -> str:
    """The symbols with `END` where a sentence ends: after its last mark, or at a line break that ends a line of its own.

    Shape: as many symbols as there are words. Every run of more than `LONGEST` words is cut.
    """
    found = list(symbols)
    last = len(words) - 1
    for match in _STOPS.finditer(symbols):
        place = match.start()
        mark = symbols[place]
        if mark == "\n":
            ends = _line_ends(words, place, last)
            found[place] = END if ends else "-"
        elif mark == DOT:
            if _stop_ends(words, symbols, place, last):
                found[place] = END
        elif mark == "•" or place == last or _starts(words, symbols, place + 1, last):
            found[place] = END
    whole = "".join(found)
    if len(whole) > LONGEST:
        whole = _LONG.sub(_cut, whole)
    return whole


_LONG = re.compile(rf"[^.]{{{LONGEST + 1},}}")


def _cut(run: re.Match[str]) -> str:
    """A run without an end, ended at a comma or mark now and then."""
    symbols = list(run[0])
    start = 0
    while len(symbols) - start > LONGEST:
        window = range(start + LONGEST, start + LONGEST // 2, -1)
        place = next((at for at in window if symbols[at] in ",;:-("), None)
        if place is None:
            start += LONGEST  # nothing to cut at without hiding a word: gaps are short, so little is lost
            continue
        symbols[place] = END
        start = place
    return "".join(symbols)


def _line_ends(words: list[str], place: int, last: int) -> bool:
    if place == last or words[place].count("\n") > 1:
        return True
    following = words[place + 1][0]
    return not following.islower() and following not in ",;)"


def _stop_ends(words: list[str], symbols: str, place: int, last: int) -> bool:
    if place == 0:
        return False
    before = words[place - 1]
    if place < last and symbols[place + 1] == DOT:
        return False  # the last of several dots decides
    plain = before.lower()
    if plain in NUMBERED and place < last and words[place + 1][0].isdigit():
        return False
    if plain in ABBREVIATIONS or (len(before) == 1 and before.isalpha()):
        # An initial or an abbreviation: it ends a sentence only before a line break, or where nothing follows.
        return place == last or symbols[place + 1] == "\n"
    if before.isdigit() and place < last and words[place + 1][0].isdigit():
        return False
    return place == last or _starts(words, symbols, place + 1, last)


def _starts(words: list[str], symbols: str, place: int, last: int) -> bool:
    """Whether a sentence may start here, once closing marks are passed over."""
    while place <= last and symbols[place] in _CLOSING:
        place += 1
    if place > last:
        return True
    first = words[place][0]
    return not first.islower() and first not in ",;:"


def quoted(symbols: str) -> list[tuple[int, int]]:
    """Spans of words between quotation marks, as first word and one past the last.

    A mark opens, the next closes; a paragraph that opens and does not close goes on to the next mark or its own end.
    """
    places = [place for place, symbol in enumerate(symbols) if symbol == '"']
    return [(first + 1, second) for first, second in zip(places[::2], places[1::2], strict=False)]
