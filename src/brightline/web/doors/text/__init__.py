"""A text: what it reports, marked in its words; each piece checked by a person, and the confirmed ones carried over."""

from __future__ import annotations

from brightline.web.doors import Door
from brightline.web.doors.text import checking, reading
from brightline.web.languages import marked

DOOR = Door(
    name="text",
    title=marked("A text"),
    words=marked(
        "Read a report, an article or a story. See which words tell of which element, how they are said, and whether "
        "the label that the text uses fits what it reports."
    ),
    routers=(reading.router, checking.router),
    example="/text/example",
    example_words=marked("Read an example"),
    uploads={"/text/read": reading.LARGEST_FILE},
)
