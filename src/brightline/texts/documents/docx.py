"""The text of a Word document: its paragraphs and notes, with every size checked before anything is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from brightline.errors import BrightlineError

GREATEST_SWELL = 200
"""How many times its packed size a part may unpack to, beyond the first `FREE_SWELL` bytes."""
FREE_SWELL = 10_000_000
LARGEST_UNPACKED = 200_000_000
"""Bytes that the parts read may unpack to together."""
_MOST_MEMBERS = 10_000
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_PIECE = 1_000_000
_SIGNS = {"p": "\n\n", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_PASSED_OVER = frozenset(("Fallback", "del", "moveFrom"))
"""The same text once more for old programs, and text that was taken out."""
_OTHERS = {
    "xl/workbook.xml": "a spreadsheet",
    "ppt/presentation.xml": "a set of slides",
    "content.xml": "an OpenDocument file",
    "META-INF/container.xml": "an e-book",
}


def text_of_docx(content: bytes, name: str) -> str:
    """The paragraphs of the document, then its notes, a blank line between them; text struck out in review left out.

    Raises `BrightlineError` in one sentence for what is no Word document, locked, damaged, or unpacks to too much.
    """
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = _checked(packed, name)
            return "\n\n".join(text for part in parts if (text := _Paragraphs(name).read(_pieces(packed, part))))
    except (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error):
        raise BrightlineError(
            f"{name}: the document is damaged or cut short; open it in Word and save it anew"
        ) from None


def _checked(packed: ZipFile, name: str) -> list[ZipInfo]:
    members = {member.filename: member for member in packed.infolist()}
    if _PARTS[0] not in members:
        other = next((words for file, words in _OTHERS.items() if file in members), "a zip file")
        raise BrightlineError(
            f"{name}: this is {other}, not a Word document; save the text in it as .docx, .pdf or .txt"
        )
    if len(members) > _MOST_MEMBERS:
        raise BrightlineError(
            f"{name}: {len(members):,} files are packed in it; a document has {_MOST_MEMBERS:,} at most"
        )
    parts = [members[part] for part in _PARTS if part in members]
    for part in parts:
        if part.flag_bits & 1:
            raise BrightlineError(f"{name}: the document is locked; save it without a password")
        if part.file_size > FREE_SWELL + GREATEST_SWELL * part.compress_size:
            raise BrightlineError(f"{name}: it unpacks to over {GREATEST_SWELL} times its size, and was not opened")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise BrightlineError(f"{name}: its text unpacks to over {LARGEST_UNPACKED:,} bytes; split it")
    return parts


def _pieces(packed: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    left = part.file_size
    with packed.open(part) as stream:
        while left > 0 and (piece := stream.read(_PIECE)):
            left -= len(piece)
            yield piece


class _Paragraphs:
    """The text of one part, read as a stream: no tree is built, so that no nesting is too deep."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[str] = []
        self._texts = self._passed_over = 0

    def read(self, pieces: Iterator[bytes]) -> str:
        """The paragraphs in the XML, a blank line between them. Raises `ValueError` for what is no XML."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise ValueError("no XML") from None
        return "\n\n".join(line for part in "".join(self._found).split("\n\n") if (line := part.strip("\n")))

    def _start(self, tag: str, _: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        if self._passed_over or local in _PASSED_OVER:
            self._passed_over += 1
        elif local == "t":
            self._texts += 1
        else:
            self._found.append(_SIGNS.get(local, ""))

    def _end(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        if self._passed_over:
            self._passed_over -= 1
        elif local == "t":
            self._texts -= 1
        elif local == "p":
            self._found.append("\n\n")

    def _words(self, data: str) -> None:
        if self._texts and not self._passed_over:
            self._found.append(data)

    def _refuse(self, *_: object) -> None:
        raise BrightlineError(f"{self._name}: it declares entities, which no Word document does; it was not read")
