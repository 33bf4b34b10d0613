"""`POST /api/read`: which elements a text reports, and whether its label matches them."""

from __future__ import annotations

from brightline.errors import BrightlineError
from brightline.findings.assess import choose
from brightline.texts.documents import document_from
from brightline.texts.report import report_on
from brightline.web.doors.api.answers import ReadAnswered
from brightline.web.doors.api.asked import ReadAsked
from brightline.web.doors.api.operation import Operation, new_router
from brightline.web.languages import marked

router = new_router()

NO_TEXT = ("PK\x03\x04", "%PDF-")
"""How the content of a file begins that is no text."""

READ = Operation(
    name="read",
    method="POST",
    path="/read",
    title=marked("Read a text"),
    words=marked(
        "Says which elements a text reports, in which words and how they are said, and whether what it calls this "
        "matches them. What a text reports is not a finding about a person."
    ),
    limits=marked("A text of at most 200,000 characters, in English; a request of at most 1,300,000 bytes."),
    asked=ReadAsked,
    answer=ReadAnswered,
    example={
        "text": "Police said the woman was a victim of sex trafficking. Her employer kept her passport, and she was "
        "told she would be deported if she left."
    },
)


def read(asked: ReadAsked) -> object:
    """A text read."""
    if asked.text[:1_024].lstrip().startswith(NO_TEXT):
        raise BrightlineError("text: this is the content of a file, not text; send the words that are in it")
    document = document_from(asked.text.encode(), "-", "utf-8")
    return report_on(document, choose(asked.under), asked.reading, anyway=asked.anyway).to_json()


READ.on(router, read)
