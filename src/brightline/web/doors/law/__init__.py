"""A law: definitions as text and as a diagram, compared, and where each of them draws the line."""

from __future__ import annotations

from brightline.web.doors import Door
from brightline.web.doors.law import browsing, comparing, drawing_the_line
from brightline.web.languages import marked

DOOR = Door(
    name="law",
    title=marked("A law"),
    words=marked(
        "Read what a law asks for, element by element. Set two laws side by side, or all of them, and see where each "
        "draws the line."
    ),
    routers=(browsing.router, comparing.router, drawing_the_line.router),
    example="/law/example",
    example_words=marked("Compare two laws"),
)
