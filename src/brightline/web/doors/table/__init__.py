"""The table door: a file of cases, what its columns mean, and what their facts come to under the laws chosen."""

from __future__ import annotations

from brightline.web.doors import Door
from brightline.web.doors.table import assessing, beginning, column_page, keeping, understanding
from brightline.web.doors.table.limits import LARGEST_FILE, LARGEST_MAPPING, ROOM_FOR_A_FORM
from brightline.web.languages import marked

DOOR = Door(
    name="table",
    title=marked("A table"),
    words=marked("A file with a case in each row: see which elements its records show, and what they leave out."),
    routers=(beginning.router, understanding.router, column_page.router, assessing.router, keeping.router),
    example="/table/example",
    example_words=marked("See an example table"),
    uploads={
        "/table/file": LARGEST_FILE + ROOM_FOR_A_FORM,
        "/table/mapping": LARGEST_MAPPING + ROOM_FOR_A_FORM,
    },
)
