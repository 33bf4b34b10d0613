"""Documents as plain text: text, Markdown, HTML, PDF and DOCX, from files, folders and standard input."""

from brightline.texts.documents.document import FORMATS, LARGEST, Document, Format, document_from, open_document
from brightline.texts.documents.folders import Found, documents_in

__all__ = [
    "FORMATS",
    "LARGEST",
    "Document",
    "Format",
    "Found",
    "document_from",
    "documents_in",
    "open_document",
]
