"""The doors: one package or module each, found by name, so that the start page lists those that are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from fastapi import APIRouter

from brightline.web.languages import marked

NAMES = ("situation", "table", "text", "law", "place", "policy", "api")
"""Every door there may be, in the order of the start page."""


@dataclass(frozen=True)
class Door:
    """What the start page says of a door, and what the app must know of it.

    `name` is its module here, and the first part of its paths: `/situation`. Words are English, marked for
    translation. `example` is the path that the example of the start page posts to, with `example_words` on the button.
    `uploads` are the bytes that a request to a path may have where it is more than a form, by path. One that is not
    `listed` has no place on the start page.
    """

    name: str
    title: str
    words: str
    routers: tuple[APIRouter, ...]
    example: str = ""
    example_words: str = marked("Try it with an example")
    uploads: Mapping[str, int] = field(default_factory=dict[str, int])
    listed: bool = True

    @property
    def path(self) -> str:
        """Where the door is."""
        return f"/{self.name}"


@cache
def doors() -> tuple[Door, ...]:
    """The doors that are there."""
    found: list[Door] = []
    for name in NAMES:
        spec = find_spec(f"{__name__}.{name}")
        if spec and spec.origin:
            door: object = import_module(f"{__name__}.{name}").DOOR
            assert isinstance(door, Door)
            assert door.name == name
            found.append(door)
    return tuple(found)
