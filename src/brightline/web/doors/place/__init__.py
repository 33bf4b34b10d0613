"""A place: what the law on sex work says there, as a map, through the years, and as a table, with its sources."""

from __future__ import annotations

from brightline.web.doors import Door
from brightline.web.doors.place import looking, one_place
from brightline.web.languages import marked

DOOR = Door(
    name="place",
    title=marked("A place"),
    words=marked(
        "See what the written law on sex work says in a place on a day: on a map, through the years, and in a table, "
        "each with its source and how well it was checked."
    ),
    routers=(looking.router, one_place.router),
    example="/place/example",
    example_words=marked("See one place"),
)
