"""Words that a caller may use, checked: the boundary, the people, the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar, cast

from brightline.errors import BrightlineError, nearest

if TYPE_CHECKING:
    from brightline.outcomes.running import Engine

Word = TypeVar("Word", bound=str)


def one_of(word: str, known: Mapping[Word, str], what: str) -> Word:
    """The word, if it is one of those known; a `BrightlineError` that lists them else."""
    if word not in known:
        raise BrightlineError(f"{what} is not {word!r}{nearest(str(word), known)}; write one of {', '.join(known)}")
    return cast("Word", word)


def engine_named(word: str) -> Engine:
    """The engine of this name."""
    return cast("Engine", one_of(word, {"auto": "", "numpy": "", "compiled": ""}, "engine"))
