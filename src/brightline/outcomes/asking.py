"""Words that a caller may use, checked: the boundary, the people, the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from brightline.errors import BrightlineError, nearest

if TYPE_CHECKING:
    from brightline.outcomes.running import Engine

Word = TypeVar("Word", bound=str)
Thing = TypeVar("Thing")


def one_of(word: object, known: Mapping[Word, str], what: str) -> Word:
    """The word, if it is one of those known; a `BrightlineError` that lists them else."""
    if not isinstance(word, str) or word not in known:
        raise BrightlineError(f"{what} is not {word!r}{nearest(str(word), known)}; write one of {', '.join(known)}")
    return cast("Word", word)


def engine_named(word: object) -> Engine:
    """The engine of this name."""
    return cast("Engine", one_of(word, {"auto": "", "numpy": "", "compiled": ""}, "engine"))


def check_whole(name: str, number: Any) -> None:
    """A `BrightlineError` unless this is a whole number."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise BrightlineError(f"{name} is {number!r}; write a whole number")


def check_is(found: Any, wanted: type[Thing], what: str) -> Thing:
    """What was given, if it is of the kind wanted; a `BrightlineError` else."""
    if not isinstance(found, wanted):
        raise BrightlineError(f"{found!r} is no {what}; give an id, a YAML file, or what was read from one")
    return found


def check_listed(change: Any) -> list[Any]:
    """Several scenarios as a list; a `BrightlineError` where they are none."""
    from brightline.outcomes.scenarios import Scenario

    if not isinstance(change, Iterable):
        raise BrightlineError(f"{change!r} is no scenario; give an id, a YAML file, or what was read from one")
    found = list(cast("Iterable[Any]", change))
    return [one if isinstance(one, str) else check_is(one, Scenario, "scenario") for one in found]
