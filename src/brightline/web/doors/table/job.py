"""Work in the background: how far it is, how it is stopped, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import BoundedSemaphore, Event, Thread
from typing import Literal

from brightline.errors import BrightlineError
from brightline.web.languages import marked

_AT_ONCE = BoundedSemaphore(2)
"""Tables that are worked through at once; others wait, so that many do not fill the memory together."""
FAILED = marked("This table could not be worked through. Nothing of it was kept. Try a smaller part of it.")


class StoppedError(Exception):
    """Raised within the work where somebody asked for it to stop."""


class Job:
    """One piece of work. `total` and `done` are counted in whatever the work counts: bytes, or rows."""

    def __init__(self, kind: Literal["read", "assess"], total: int, work: Callable[[Job], object]) -> None:
        self.kind = kind
        self.total = max(total, 1)
        self.done = 0
        self.problem = ""
        self.result: object = None
        self._work = work
        self._stop = Event()
        self._finished = Event()

    def start(self, patience: float) -> bool:
        """Begin, and wait for so many seconds; whether it is finished by then."""
        Thread(target=self._run, name="brightline-table", daemon=True).start()
        return self._finished.wait(patience)

    @property
    def finished(self) -> bool:
        """Whether there is a result, or a problem, or it was stopped."""
        return self._finished.is_set()

    def stop(self) -> None:
        """Ask it to stop; it does so at its next step."""
        self._stop.set()

    def tell(self, done: int) -> None:
        """Say how far it is. Raises `StoppedError` where it is to stop."""
        self.done = min(done, self.total)
        if self._stop.is_set():
            raise StoppedError

    def _run(self) -> None:
        try:
            while not _AT_ONCE.acquire(timeout=0.2):
                self.tell(0)
            try:
                self.result = self._work(self)
                self.tell(self.total)
            finally:
                _AT_ONCE.release()
        except StoppedError:
            self.result = None
        except BrightlineError as failure:
            self.problem = str(failure)[:600]
        except BaseException:  # a panic of Polars is no Exception; nobody else is there to hear of it
            self.problem = FAILED
        finally:
            # A work that holds on to the file it was given would keep it for as long as the job is known.
            del self._work
            self._finished.set()
