"""Where sentences end, and which words stand between quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from brightline.law.datafile import mapping, read_document
from brightline.texts.words import DOT, END, NAME, NUMBER, OF, QUOTE, WORD

HERE = Path(__file__).parent
LONGEST = 120
"""Words in a sentence at most; a longer run is cut, so that no pattern has more to look through."""
LONGEST_QUOTATION = 600
"""Words in a quotation at most: a mark that is not closed within them opened nothing."""

_STOPS = re.compile(r"[·!?\n•…]")
_CLOSING = "\"('["
_AGAIN = f"{DOT}!?…"
_MAY_QUOTE = re.compile(f"[\n{QUOTE}{OF}]")
_LONG = re.compile(rf"[^.]{{{LONGEST + 1},}}")


class _Stops(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    never: frozenset[str]
    seldom: frozenset[str]
    numbered: frozenset[str]
    starts: frozenset[str]
    joins: frozenset[str]
    asks: frozenset[str]
    leads: frozenset[str]


@cache
def _stops() -> _Stops:
    document = read_document(HERE / "sentences.yaml", "sentences.yaml")
    return document.convert(mapping(document.data, document), _Stops)


@cache
def _abbreviated() -> frozenset[str]:
    """Words after which a full stop may end nothing."""
    stops = _stops()
    return stops.never | stops.seldom | stops.numbered


def marked(words: list[str], symbols: str) -> str:
    """The symbols with `END` where a sentence ends: at its last mark, or at a line break that ends a line of its own.

    Shape: as many symbols as there are words. Every run of more than `LONGEST` words is cut.
    """
    return "".join(mark(words, symbols, [*symbols]))


def mark(words: list[str], symbols: str, found: list[str]) -> list[str]:
    """The same, set down in `found`, the list of these symbols."""
    last = len(words) - 1
    stops = _stops()
    abbreviated = _abbreviated()
    for match in _STOPS.finditer(symbols):
        place = match.start()
        mark = symbols[place]
        if mark == DOT and 0 < place < last and (symbols[place + 1] == "\n" or words[place + 1][0].isupper()):
            before = words[place - 1]
            if len(before) > 1 and before.lower() not in abbreviated:
                found[place] = END  # as nearly all do: what else may stand around a mark is not asked
                continue
        if mark == "\n":
            found[place] = END if _line_ends(words, place, last, stops) else "-"
        elif mark == "•":
            found[place] = END
        elif place < last and symbols[place + 1] in _AGAIN:
            continue  # of several marks the last decides
        elif _stop_ends(words, symbols, place, last, stops) if mark == DOT else _starts(words, symbols, place, last):
            found[_shut(words, symbols, place, last)] = END
    if len(found) > LONGEST:
        whole = "".join(found)
        if max(map(len, whole.split(END))) > LONGEST:
            found[:] = _LONG.sub(_cut, whole)
    return found


def _cut(run: re.Match[str]) -> str:
    """A run without an end, ended at a mark now and then, or else at a word that no pattern knows."""
    symbols = list(run[0])
    start = 0
    while len(symbols) - start > LONGEST:
        window = range(start + LONGEST, start + LONGEST // 2, -1)
        place = next((at for at in window if symbols[at] in ",;:-("), None)
        if place is None:
            unknown = (WORD, NAME, NUMBER)
            place = next((at for at in window if symbols[at] in unknown), start + LONGEST)
        symbols[place] = END
        start = place
    return "".join(symbols)


def _line_ends(words: list[str], place: int, last: int, stops: _Stops) -> bool:
    if place in (0, last) or words[place].count("\n") > 1:
        return True
    following = words[place + 1][0]
    return not following.islower() and following not in ",;)" and words[place - 1].lower() not in stops.joins


def _stop_ends(words: list[str], symbols: str, place: int, last: int, stops: _Stops) -> bool:
    if place == 0:
        return False
    if place == last:
        return True
    following = symbols[place + 1]
    before = words[place - 1]
    plain = before.lower()
    digit = words[place + 1][0].isdigit()
    if plain in stops.numbered and digit:
        return False
    if plain in stops.never:
        return following == "\n"
    if plain in stops.seldom or (len(before) == 1 and before.isalpha()):
        # An abbreviation or an initial: what comes next decides.
        return following == "\n" or (
            _starts(words, symbols, place, last) and _begins(words, symbols, place, last, stops)
        )
    if before.isdigit() and digit:
        return False
    return _starts(words, symbols, place, last)


def _starts(words: list[str], symbols: str, place: int, last: int) -> bool:
    """Whether a sentence may start after this mark, once closing marks are passed over."""
    following = _after(symbols, place, last)
    if following > last:
        return True
    first = words[following][0]
    return not first.islower() and first not in ",;:"


def _begins(words: list[str], symbols: str, place: int, last: int, stops: _Stops) -> bool:
    following = _after(symbols, place, last)
    return following > last or words[following].lower() in stops.starts or symbols[following] == "\n"


def _after(symbols: str, place: int, last: int) -> int:
    place += 1
    while place <= last and symbols[place] in _CLOSING:
        place += 1
    return place


def _shut(words: list[str], symbols: str, place: int, last: int) -> int:
    """The last mark that closes right after a full stop, or the number of a note there: they stay with the sentence."""
    if place == last:
        return place
    following = words[place + 1]
    if following == "[" and place + 3 <= last and words[place + 2].isdigit() and words[place + 3] == "]":
        return place + 3
    if following in {"”", "»", "’", ")", "]"}:
        return place + 1
    if following == '"' and symbols.count(QUOTE, _paragraph(symbols, place), place) % 2:
        return place + 1
    return place


def _paragraph(symbols: str, place: int) -> int:
    return max(symbols.rfind("\n", max(0, place - LONGEST_QUOTATION), place) + 1, place - LONGEST_QUOTATION, 0)


def asked(words: Sequence[str], first: int, last: int) -> list[tuple[int, int]]:
    """Questions to be answered with yes or no among the words from `first` to `last`: from the verb to the mark.

    What another question asks after ("why did he ...?") it takes as given.
    """
    found: list[tuple[int, int]] = []
    stops = _stops()
    verb: int | None = None
    opens = True
    for place in range(first, last):
        word = words[place].lower()
        if word in stops.asks and opens and verb is None:
            verb = place
        elif word == "?":
            if verb is not None:
                found.append((verb, place))
            verb, opens = None, True
            continue
        opens = word in stops.leads or word in _LEADS
    return found


_LEADS = frozenset(",;:\"“‘'—–-(!?.\n")
"""Marks after which a question may begin inside of a sentence."""


def quoted(words: list[str], symbols: str) -> list[tuple[int, int]]:
    """Spans of words between quotation marks, as first word and one past the last, in order and apart.

    `symbols` are those of the words, as they are before sentences are marked.
    A curly mark opens or closes by its shape, a straight one by turns. A quotation that is still open where a paragraph
    ends goes on if the next begins with a mark of its own, and otherwise ends there. A single mark may be an
    apostrophe: it closes only after another mark, and within double ones it opens nothing.
    """
    places = [found.start() for found in _MAY_QUOTE.finditer(symbols)]
    marks = {words[place] for place in places}
    double = [] if _QUOTES.isdisjoint(marks) else _double(words, places)
    if _SINGLE.isdisjoint(marks):
        return double
    lasts = [last for _, last in double]  # both lists are in order and apart, so that nothing is gone through twice
    single = [
        span for span in _single(words, places) if not any(_cross(span, one) for one in _near(span, double, lasts))
    ]
    starts = [first for first, _ in single]
    outer = [span for span in double if not (at := bisect_right(starts, span[0])) or single[at - 1][1] <= span[0]]
    return sorted([*single, *outer]) if single else double


def _near(span: tuple[int, int], others: Sequence[tuple[int, int]], lasts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Those of the other spans that share a word with one; `lasts` are where they end."""
    for at in range(bisect_right(lasts, span[0]), len(others)):
        if others[at][0] >= span[1]:
            break
        yield others[at]


def _double(words: list[str], places: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for place in places:
        word = words[place]
        if word[0] in _BREAKS:
            following = words[place + 1] if place + 1 < len(words) else ""
            if opened is not None and following not in _OPENING and (word.count("\n") > 1 or place - opened > LONGEST):
                found.append((opened, place))
                opened = None
            continue
        if word not in _QUOTES:
            continue
        if opened is not None and place - opened > LONGEST_QUOTATION:
            opened = None
        if opened is None:
            if word in _OPENING and not (word == '"' and place and words[place - 1].isdigit()):
                opened = place + 1
        elif word in _SHUT or (word == '"' and words[place - 1][0] != "\n"):
            if place > opened:
                found.append((opened, place))
            opened = None
    return found


def _single(words: list[str], places: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened: int | None = None
    unsure = False
    for place in places:
        word = words[place]
        if word not in _SINGLE:
            continue
        before = words[place - 1] if place else "\n"
        if word == "‘":
            opened = place + 1
        elif before in _BEFORE_CLOSING and (opened is not None or unsure):
            if opened is not None and opened < place <= opened + LONGEST_QUOTATION:
                found.append((opened, place))
            opened, unsure = None, False
        elif word == "'" and opened is None:
            if before[0] in _BEFORE_OPENING:
                opened = place + 1
            else:
                unsure = True  # it may have opened what the next one closes
    return found


def _cross(span: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether one of two spans begins within the other and does not end there, or stands within it."""
    return span[0] < other[1] and other[0] < span[1] and not (span[0] <= other[0] and other[1] <= span[1])


_BREAKS = frozenset("\n\r\u2028\u2029")
_OPENING = frozenset('"“„«')
_SHUT = frozenset("”»")
_QUOTES = _OPENING | _SHUT
_SINGLE = frozenset("‘’'")
_BEFORE_OPENING = _BREAKS | frozenset(",:.!?—(")
_BEFORE_CLOSING = frozenset(",.!?…")
