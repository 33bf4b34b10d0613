"""The JSON interface: what the commands answer, for programs on this machine; it has no session and keeps nothing."""

from __future__ import annotations

from brightline.web.doors import Door
from brightline.web.doors.api import assessing, comparing, law, page, reading, simulating
from brightline.web.doors.api.limits import LARGEST_READ
from brightline.web.languages import marked

DOOR = Door(
    name="api",
    title=marked("For programs"),
    words=marked("Ask the same questions with a program of your own, in JSON."),
    routers=(assessing.router, comparing.router, reading.router, simulating.router, law.router, page.router),
    uploads={"/api/read": LARGEST_READ},
    listed=False,
)
