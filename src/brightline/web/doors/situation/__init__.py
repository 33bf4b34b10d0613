"""A situation: the interview, one question a page, and the finding that it comes to."""

from __future__ import annotations

from brightline.web.doors import Door
from brightline.web.doors.situation import asking, beginning, outcome
from brightline.web.languages import marked

DOOR = Door(
    name="situation",
    title=marked("A situation"),
    words=marked(
        "Answer plain questions about what happened to one person. See which elements of a law are there, which are "
        "not, and what is still not known."
    ),
    routers=(beginning.router, asking.router, outcome.router),
    example="/situation/example",
    example_words=marked("See a finished example"),
    uploads={"/situation/open": beginning.LARGEST_CASE},
)
