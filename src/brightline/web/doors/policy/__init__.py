"""A policy: what a change of law or practice would do to HIV and other infections, with its doubts and its sources."""

from __future__ import annotations

from brightline.web.doors import Door
from brightline.web.doors.policy import choosing, showing
from brightline.web.languages import marked

DOOR = Door(
    name="policy",
    title=marked("A policy"),
    words=marked(
        "See what a change of law or practice would do to HIV and other infections in one place, how far that can be "
        "trusted, and where each number comes from."
    ),
    routers=(choosing.router, showing.router),
    example="/policy/example",
    example_words=marked("Run an example"),
)
