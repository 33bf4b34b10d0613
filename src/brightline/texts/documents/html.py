"""The text that a reader of an HTML page sees: one pass over its tags, in time linear in whatever is given.

No tree is built. Parsers that build one need time with the square of the depth on pages made to nest, and the one in
the standard library does so on comments and quotes that nobody closes.
"""

from __future__ import annotations

import re
from html import unescape

_RAW = frozenset(("script", "style", "iframe", "noembed", "noframes", "title", "textarea"))
"""Elements whose content holds no tags."""
_NEVER = _RAW | {"template", "noscript", "svg", "object", "audio", "video", "canvas", "applet"}
"""Elements whose content nobody reads on the page."""
_ASIDE = frozenset(("nav", "select", "button"))
"""Elements for finding one's way; kept where nothing closes them, so that a slip loses no text."""
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hgroup|hr|html|legend|li|main|menu|ol|optgroup|option|p|pre|search|section|summary|table|"
    "tbody|tfoot|thead|tr|ul"
)
_LINE = re.compile("br|td|th")
_UNCLOSED = re.compile("li|d[td]|t[rdh]|t(?:head|body|foot)|option|optgroup|body|html|[bh]r|img|input|wbr")
"""Elements that need no end tag, so that `hidden` on one does not tell where it ends."""

_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_STOP = re.compile(r"[>\"']")
_VALUE = re.compile(r"=\s{0,100}\Z")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN = re.compile(r"(?:^|[\s/])hidden(?:$|[\s/=])", re.IGNORECASE)
_NOT_SHOWN = re.compile(
    r"\bstyle\s{0,9}=\s{0,9}[\"'][^\"']{0,999}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)"
)
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
"""A reference to no character that there is: longer than any, and too long to be read as a number."""
_SPACE = re.compile(r"[ \t\n\r\f]+")


class _Page:
    """What was read so far."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []
        self.kept = 0
        """Open `pre` elements."""
        self.skipped: str | None = None
        self.depth = 0
        self._outside: tuple[list[str], list[str], int] = ([], [], 0)
        """What was read before the element that is skipped."""

    def text(self, words: str) -> None:
        if self.skipped not in _NEVER:
            words = unescape(_LONG_REFERENCE.sub("\ufffd", words)).replace(
                "\u00ad", ""
            )  # a hyphen that shows at a line end only
            self.pieces.append(words if self.kept else _SPACE.sub(" ", words))

    def line_break(self, blank: bool) -> None:
        """End the line; `blank` sets the next one apart from it."""
        words = "".join(self.pieces)
        self.pieces.clear()
        if not self.kept:
            words = _SPACE.sub(" ", words).strip(" \t\n\r\f")
        if words:
            self.lines.append(words)
        if blank and self.lines and self.lines[-1]:
            self.lines.append("")

    def start(self, name: str, inside: str) -> None:
        if self.skipped == "p" and _BLOCK.fullmatch(name):
            self._come_back()  # a paragraph ends where the next block begins, whether it is closed or not
        if self.skipped:
            self.depth += name == self.skipped
        elif (name in _NEVER or name in _ASIDE or _hidden(name, inside)) and not inside.endswith("/"):
            self._outside = (self.lines, self.pieces, self.kept)
            self.lines, self.pieces = [], []
            self.skipped, self.depth = name, 1
            return
        self.kept += name == "pre"
        self._breaks(name)

    def end(self, name: str) -> None:
        if name == self.skipped:
            self.depth -= 1
            if not self.depth:
                self._come_back()
                return
        self._breaks(name)
        if name == "pre" and self.kept:
            self.kept -= 1

    def _breaks(self, name: str) -> None:
        if _BLOCK.fullmatch(name):
            self.line_break(blank=True)
        elif _LINE.fullmatch(name):
            self.line_break(blank=False)

    def _come_back(self) -> None:
        self.lines, self.pieces, self.kept = self._outside
        if self.skipped and _BLOCK.fullmatch(self.skipped):
            self.line_break(blank=True)
        self.skipped = None

    def whole(self) -> str:
        if self.skipped:
            inside = [] if self.skipped in _NEVER else [*self.lines, "".join(self.pieces).strip()]
            self._come_back()
            self.line_break(blank=True)
            self.lines += inside
        self.line_break(blank=False)
        return "\n".join(self.lines).strip("\n")


def _hidden(name: str, inside: str) -> bool:
    lower = inside.lower()
    if _UNCLOSED.fullmatch(name):
        return False
    if "hidden" in lower and _HIDDEN.search(_QUOTED.sub("", inside)):
        return True
    return "style" in lower and _NOT_SHOWN.search(lower) is not None


def text_of_html(html: str) -> str:
    """What the page says, block by block, without scripts, styles, templates, menus and what is marked hidden.

    A blank line stands between blocks, entities are characters, and nothing in the page is run or fetched.
    """
    page = _Page()
    place, end = 0, len(html)
    while place < end:
        tag = html.find("<", place)
        if tag < 0:
            page.text(html[place:])
            break
        if tag > place:
            page.text(html[place:tag])
        place = _tag(html, tag, page)
    return page.whole()


def _tag(html: str, tag: int, page: _Page) -> int:
    """Take in the tag, comment or sign `<` at `tag`; where to go on, which is always further on."""
    following = html[tag + 1 : tag + 2]
    if following in ("!", "?") and following:
        return _comment(html, tag)
    closing = following == "/"
    found = _NAME.match(html, tag + 1 + closing)
    if not found:
        if closing:
            return _after(html.find(">", tag), html, 1)
        page.text("<")
        return tag + 1
    name = found[0].lower()
    stop = _tag_end(html, found.end())
    if closing:
        page.end(name)
        return stop
    page.start(name, html[found.end() : stop - 1])
    if name not in _RAW:
        return stop
    close = _ENDS[name].search(html, stop)
    return close.start() if close else len(html)


def _comment(html: str, tag: int) -> int:
    if html.startswith("<!--", tag):
        if html.startswith((">", "->"), tag + 4):
            return html.index(">", tag) + 1
        return _after(html.find("-->", tag + 4), html, 3)
    return _after(html.find(">", tag), html, 1)


def _tag_end(html: str, place: int) -> int:
    """One past the `>` that ends a tag: not one between quotes, where quotes may stand."""
    while found := _STOP.search(html, place):
        if found[0] == ">":
            return found.end()
        if _VALUE.search(html, max(place, found.start() - 101), found.start()):
            close = html.find(found[0], found.end())
            if close < 0:
                return len(html)
            place = close + 1
        else:
            place = found.end()
    return len(html)


def _after(place: int, html: str, size: int) -> int:
    return len(html) if place < 0 else place + size
