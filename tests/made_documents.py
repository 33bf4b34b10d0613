"""Documents made on the spot: a PDF and a Word file with given words, so that no foreign file is kept here."""

from __future__ import annotations

import zlib
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def a_pdf(*pages: str, packed: bool = False) -> bytes:
    """A PDF with one line of plain letters on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, words in enumerate(pages):
        content = 5 + 2 * number
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        drawing = f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode("latin-1") if words else b""
        how = b""
        if packed:
            drawing, how = zlib.compress(drawing), b" /Filter /FlateDecode"
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(drawing), how, drawing))
    return put_together(objects)


def put_together(objects: list[bytes]) -> bytes:
    """The objects of a PDF, the first of which is its catalog, as a file."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def a_docx(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    return a_zip(
        {
            "word/document.xml": document_xml(
                "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in paragraphs)
            )
        }
    )


def document_xml(body: str) -> bytes:
    """The main part of a Word file."""
    return f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()


def a_zip(members: dict[str, bytes]) -> bytes:
    """A zip file."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()
