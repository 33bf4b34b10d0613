"""Runs of outcomes, one at a time whoever asks for them: whose turn it is, and who waits for theirs."""

from __future__ import annotations

from threading import Condition

MOST_WAITING = 8
"""Runs that may wait for their turn, of all sessions together."""


class Turns:
    """One turn at a time, and a row of those who wait for it, first come first served."""

    def __init__(self, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._changed = Condition()
        self._taken = False
        self._waiting: list[object] = []

    @property
    def waiting(self) -> tuple[object, ...]:
        """Those who wait, the next first."""
        return tuple(self._waiting)

    def take(self) -> bool:
        """Take the turn now; false where it is another's, or others wait for it."""
        with self._changed:
            if self._taken or self._waiting:
                return False
            self._taken = True
            return True

    def line_up(self, one: object, instead_of: object = None) -> bool:
        """Begin to wait, perhaps in place of another, who leaves; false, and nothing changed, where too many wait."""
        with self._changed:
            row = [waiting for waiting in self._waiting if waiting is not instead_of]
            if len(row) >= self._most_waiting:
                return False
            self._waiting = [*row, one]
            self._changed.notify_all()
            return True

    def leave(self, one: object) -> None:
        """Wait no longer; nothing where one does not wait."""
        with self._changed:
            self._waiting = [waiting for waiting in self._waiting if waiting is not one]
            self._changed.notify_all()

    def come(self, one: object) -> bool:
        """Wait until it is one's turn, and take it; false as soon as one has left the row."""
        with self._changed:
            self._changed.wait_for(lambda: one not in self._waiting or (not self._taken and self._waiting[0] is one))
            if one not in self._waiting:
                return False
            self._waiting = self._waiting[1:]
            self._taken = True
            return True

    def end(self) -> None:
        """Give the turn back."""
        with self._changed:
            self._taken = False
            self._changed.notify_all()


TURNS = Turns(MOST_WAITING)
"""The turns of this server: each run takes all the cores."""
