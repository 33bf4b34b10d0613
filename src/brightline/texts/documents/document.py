"""One document: its format told by content and ending, and its text taken out."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Literal, TypeAlias, get_args

from brightline.cases.textfile import check_path
from brightline.errors import BrightlineError
from brightline.texts.documents.encoding import decode

Format: TypeAlias = Literal["text", "markdown", "html", "pdf", "docx"]
FORMATS: tuple[Format, ...] = get_args(Format)

ENDINGS: Mapping[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""Endings of the files that are read in a folder; a file named by itself is read whatever its ending."""

LARGEST: Mapping[Format, int] = {
    "text": 1_000_000_000,
    "markdown": 2_000_000,
    "html": 20_000_000,
    "pdf": 200_000_000,
    "docx": 100_000_000,
}
"""Bytes that a document may have."""

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_TABLE = "a table; `brightline corpus` reads the texts in a column of it"
_TABLES = frozenset((".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".xlsx"))
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or locked Office file; save it as .docx without a password"),
    (b"{\\rtf", "an RTF file; save it as .docx or .txt"),
    (b"\x1f\x8b", "a packed file; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file; unpack it first"),
    (b"Rar!", "a packed file; unpack it first"),
    (b"\x89PNG", "a picture; run text recognition first"),
    (b"\xff\xd8\xff", "a picture; run text recognition first"),
    (b"GIF8", "a picture; run text recognition first"),
    (b"\x7fELF", "a program"),
    (b"PAR1", _TABLE),
)


@dataclass(frozen=True)
class Document:
    """A text with the name and the format of where it came from.

    `text` is what evidence is counted in: of a plain text every character as it stands, of other formats the text
    taken out. `told` are sentences on how it was read that somebody may need to know.
    """

    name: str
    """The file's name, with its folder where it has one; `-` for standard input."""
    format: Format
    text: str = field(repr=False)
    told: tuple[str, ...] = ()


def open_document(path: Path | str, encoding: str | None = None) -> Document:
    """The document in a file, or on standard input where `path` is `-`.

    `encoding` is that of a text, Markdown or HTML file that does not tell it itself. Raises `BrightlineError` in one
    sentence for what cannot be read.
    """
    most = max(LARGEST.values())
    if str(path) == "-":
        content = sys.stdin.buffer.read(most + 1)
        if not content:
            raise BrightlineError("standard input: there is nothing on it")
        return document_from(content, "-", encoding)
    path = Path(path)
    check_path(path)
    if path.stat().st_size > most:
        raise BrightlineError(f"{path.name}: {path.stat().st_size:,} bytes; a text may have {most:,}")
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise BrightlineError(f"{path}: cannot be read ({failure.strerror})") from None
    return replace(document_from(content, path.name, encoding), name=plain_name(path.as_posix()))


def document_from(content: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in `content`; `name` is what it is called, its ending a hint where the content does not tell."""
    shown = plain_name(name) if name != "-" else "standard input"
    format = _format(content, PurePath(name).suffix.lower(), shown)
    if len(content) > LARGEST[format]:
        raise BrightlineError(
            f"{shown}: {len(content):,} bytes; a document of the format {format} may have {LARGEST[format]:,}"
        )
    text, told = _text(content, format, shown, encoding)
    if not text.strip():
        raise BrightlineError(f"{shown}: no text is in it")
    return Document(plain_name(name), format, text, told)


def plain_name(name: str) -> str:
    """A file's name as text that can be shown and written anywhere."""
    return name.encode("utf-8", "replace").decode()


def _format(content: bytes, ending: str, name: str) -> Format:
    if ending in _TABLES:
        raise BrightlineError(f"{name}: this is {_TABLE}")
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content[:1024].lstrip().startswith(b"%PDF-") or (ending == ".pdf" and b"%PDF-" in content[:1024]):
        return "pdf"
    for start, words in _OTHERS:
        if content.startswith(start):
            raise BrightlineError(f"{name}: this is {words}")
    told = ENDINGS.get(ending, "text")
    if told in ("pdf", "docx"):
        raise BrightlineError(f"{name}: this is no {told.upper()}, whatever its ending says; give it its right ending")
    if told == "text" and _HTML.match(content.removeprefix(b"\xef\xbb\xbf")[:4096]):
        return "html"
    return told


def _text(content: bytes, format: Format, name: str, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    match format:
        case "pdf":
            from brightline.texts.documents.pdf import text_of_pdf

            return text_of_pdf(content, name)
        case "docx":
            from brightline.texts.documents.docx import text_of_docx

            return text_of_docx(content, name), ()
        case "html":
            from brightline.texts.documents.html import text_of_html

            source, told = decode(content, name, encoding, _declared(content))
            return text_of_html(source), told
        case "markdown":
            from brightline.texts.documents.markdown import text_of_markdown

            source, told = decode(content, name, encoding)
            return text_of_markdown(source), told
        case "text":
            return decode(content, name, encoding)


def _declared(content: bytes) -> str | None:
    """The encoding that a page says it has."""
    found = _DECLARED.search(content[:4096])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None
