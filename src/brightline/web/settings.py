"""What an app is made with: where it answers, how long a session lasts, and how much of anything is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class Settings:
    """Lengths of time are in seconds, sizes in bytes, rates in requests a second.

    `clock` is what the ages of sessions are read from. `open_entrance` hands a session to whoever comes, with no
    launch link: for load tests, never for `brightline serve`.
    """

    port: int = 8000
    language: str = ""
    """The language where the browser asks for none that there is; empty for English."""
    idle: float = 15 * 60
    longest: float = 12 * 60 * 60
    most_sessions: int = 500
    link_life: float = 10 * 60
    """How long a launch link can be used, once."""
    largest_form: int = 64_000
    rate: float = 30
    burst: int = 150
    """Requests at once, by one session, before the rate counts."""
    threads: int = 10
    """Pages worked on at once: with more of them, all are slower, since Python runs one at a time."""
    open_entrance: bool = False
    clock: Callable[[], float] = monotonic

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every `Host` that is answered to: names that only this machine can have."""
        names = ("127.0.0.1", "localhost", "[::1]")
        return tuple(f"{name}:{self.port}" for name in names) + (names if self.port == 80 else ())
