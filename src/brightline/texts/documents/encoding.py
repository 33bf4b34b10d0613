"""Bytes as text: the encoding told by its own marks, and bytes that fit none read as Windows-1252."""

from __future__ import annotations

import codecs
import re

from brightline.errors import BrightlineError, plural

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The byte order marks, the longer ones first where one begins another."""
_LOOKED_AT = 65_536
"""Bytes at the start of a file that tell whether it is text."""
_FREE_STRANGERS = 100
"""Bytes outside UTF-8 that any text may hold; beyond them only `_MOST_STRANGERS` of all its bytes."""
_MOST_STRANGERS = 0.05
_AS_WINDOWS = frozenset(("utf-8", "utf8", "iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"))
"""What pages declare that hold Windows-1252 all the same, as browsers know."""
_ODD = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_STRANGER = re.compile("[\udc80-\udcff]")
"""How Python writes a byte that is no UTF-8."""
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_MOST_ODD = 0.08
"""Share of control characters up to which bytes are taken for text."""


def decode(
    content: bytes, name: str, encoding: str | None = None, declared: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """The text in `content`, and what a reader has to know of how it was read.

    `encoding` is what somebody says that it is; else a byte order mark decides, else the pattern of NULs that UTF-16
    leaves, else UTF-8; where it is not that, what the page itself declares, else UTF-8 in which stray bytes are read
    as Windows-1252. Nothing is guessed from the letters: the reader reads English, and English text that is not
    Unicode is nearly always that. Raises `BrightlineError` for bytes that are no text.
    """
    if encoding:
        return _named(content, name, encoding), ()
    for mark, known in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(known, "replace"), ()
    start = content[:_LOOKED_AT]
    if wide := _wide(start):
        return content.decode(wide, "replace"), (f"Read as {wide.upper()}: it has no mark, but the pattern of it.",)
    if len(_ODD.findall(start)) > 2 + _MOST_ODD * len(start):
        raise BrightlineError(f"{name}: a binary file, not a text")
    try:
        return content.decode(), ()
    except UnicodeDecodeError:
        return _declared(content, declared) or _mixed(content, name)


def whole_characters(text: str) -> str:
    """The text with halves of characters joined where both are there, and made `\ufffd` where one is alone."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _named(content: bytes, name: str, encoding: str) -> str:
    try:
        plain = codecs.lookup(encoding)
        text = content.decode(plain.name)
    except LookupError:
        raise BrightlineError(f"{encoding!r} is not a text encoding; try utf-8, cp1252 or utf-16") from None
    except (UnicodeError, ValueError):
        raise BrightlineError(f"{name}: not {encoding} text; leave --encoding out, or name the right one") from None
    return whole_characters(text.removeprefix("\ufeff"))


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: in a Western text every second byte is NUL, and hardly any of the others."""
    half = len(start) // 2
    if half < 2:
        return None
    even, odd = start[0 : 2 * half : 2].count(0), start[1 : 2 * half : 2].count(0)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * half and odd < 0.1 * half else None


def _declared(content: bytes, declared: str | None) -> tuple[str, tuple[str, ...]] | None:
    if declared is None or declared.lower() in _AS_WINDOWS:
        return None
    try:
        text = content.decode(declared)
    except (LookupError, ValueError):
        return None
    return whole_characters(text), ()


def _mixed(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = content.decode("utf-8", "surrogateescape")
    strangers = len(text) - len(_STRANGER.sub("", text))
    if strangers > _FREE_STRANGERS + _MOST_STRANGERS * len(content):
        raise BrightlineError(f"{name}: neither UTF-8 nor Windows-1252 text; name its encoding with --encoding")
    told = f"{plural(strangers, 'byte')} outside UTF-8 read as Windows-1252."
    return text.translate(_WINDOWS), (told,)
