"""The text of a PDF, page by page."""

from __future__ import annotations

import logging
import re
from io import BytesIO
from typing import TYPE_CHECKING

from brightline.errors import BrightlineError, plural
from brightline.texts.documents.encoding import whole_characters

if TYPE_CHECKING:
    from pypdf import PdfReader

_LINE_BREAK = re.compile("\u00ad\\n?")
"""A hyphen that is there for the line break only."""

MOST_PAGES = 5_000
LARGEST_PAGE = 20_000_000
"""Bytes that the drawing of one page may unpack to."""
LARGEST_UNPACKED = 200_000_000
"""Bytes that the drawings of all pages may unpack to together."""


def text_of_pdf(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of the pages, a blank line between them, and what a reader has to know of how it was read.

    Raises `BrightlineError` in one sentence for what is locked, damaged, too large, or holds no text.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError:
        raise BrightlineError("PDF needs one more part: pip install 'brightline[documents]'") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends in silence is no news to the reader
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BrightlineError(f"{name}: the PDF is locked with a password; save it without one")
        pages = _pages(reader, name)
    except BrightlineError:
        raise
    except DependencyError:
        raise BrightlineError(
            f"{name}: the PDF is encrypted; that needs one more part: pip install cryptography"
        ) from None
    except RecursionError:
        raise BrightlineError(f"{name}: the PDF is nested too deeply to be read") from None
    except Exception:  # a PDF can be broken in ways that its reader has no name for
        raise BrightlineError(f"{name}: the PDF is damaged or cut short; print it to a new PDF and read that") from None
    if not any(pages):
        raise BrightlineError(
            f"{name}: no text is in this PDF, perhaps only pictures of pages; run text recognition first"
        )
    empty = pages.count("")
    told = (f"{plural(empty, 'page')} of {len(pages)} without text: perhaps pictures.",) if empty else ()
    return "\n\n".join(page for page in pages if page), told


def _pages(reader: PdfReader, name: str) -> list[str]:
    if len(reader.pages) > MOST_PAGES:
        raise BrightlineError(f"{name}: {len(reader.pages):,} pages; at most {MOST_PAGES:,} are read, so split it")
    found: list[str] = []
    unpacked = 0
    for page in reader.pages:
        drawing = page.get_contents()
        size = len(drawing.get_data()) if drawing is not None else 0
        unpacked += size
        if size > LARGEST_PAGE or unpacked > LARGEST_UNPACKED:
            raise BrightlineError(f"{name}: page {len(found) + 1} unpacks to too much to be a page of text; not read")
        found.append(_LINE_BREAK.sub("", whole_characters(page.extract_text())).strip())
    return found
