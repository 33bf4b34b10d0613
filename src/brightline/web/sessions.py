"""Sessions: what somebody works on, held in memory under an id that cannot be guessed, and forgotten with it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from secrets import compare_digest, token_urlsafe
from threading import Event, Lock, RLock, Thread
from typing import Protocol, TypeVar, runtime_checkable

from brightline.web.settings import Settings

T = TypeVar("T")


class EndedError(Exception):
    """Raised where something is to be kept in a session that was left, or ended by itself, in the meantime."""


@runtime_checkable
class Closing(Protocol):
    """Work that something goes on for in the background."""

    def close(self) -> None:
        """Stop what goes on. Nobody waits for it, and it may come from any thread."""
        ...


class Bucket:
    """What is left of the requests that somebody may make at once; it fills again at a steady rate."""

    def __init__(self) -> None:
        self._left: tuple[float, float] | None = None

    def take(self, now: float, rate: float, full: float) -> bool:
        """Whether one more request may be made at `now`, in seconds."""
        left, since = self._left or (full, now)
        left = min(full, left + (now - since) * rate)
        self._left = (max(0.0, left - 1), now)
        return left >= 1


class Session:
    """One browser's work. `hold` its lock while reading or changing it: two tabs may ask at the same time.

    Work that has a method `close` is closed when it is let go, whether by a door or with the session.
    """

    def __init__(self, id: str, now: float) -> None:
        self.id = id
        self.csrf = token_urlsafe(32)
        self.begun = now
        self.seen = now
        self.hold = RLock()
        self.bucket = Bucket()
        self.ended = False
        # Not `hold`: whoever leaves does not wait for a page that is being worked on.
        self._changing = Lock()
        self._work: dict[str, object] = {}
        self._notice: tuple[str, str] | None = None

    def work(self, door: str, kind: type[T]) -> T | None:
        """What a door keeps here, if it keeps anything."""
        found = self._work.get(door)
        return found if isinstance(found, kind) else None

    def keep(self, door: str, work: object) -> None:
        """Have a door's work kept for as long as the session lasts. Raises `EndedError` where it has ended."""
        with self._changing:
            before = work if self.ended else self._work.get(door)
            if not self.ended:
                self._work[door] = work
        if self.ended or before is not work:
            _close(before)
        if self.ended:
            raise EndedError

    def forget(self, door: str) -> None:
        """Let a door's work go."""
        with self._changing:
            before = self._work.pop(door, None)
        _close(before)

    def end(self) -> None:
        """Let all go, for good: nothing is kept from now on."""
        with self._changing:
            self.ended = True
            works = list(self._work.values())
            self._work.clear()
            self._notice = None
        for work in works:
            _close(work)

    def notify(self, message: str, kind: str = "done") -> None:
        """A message, in the language of the page, that the next page shows once."""
        self._notice = (kind, message)

    def take_notice(self) -> tuple[str, str] | None:
        """The message for this page, if there is one; it is gone then."""
        notice, self._notice = self._notice, None
        return notice


def _close(work: object) -> None:
    if isinstance(work, Closing):
        work.close()


class Sessions:
    """Every session, and the launch links by which one begins."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock: Callable[[], float] = settings.clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._links: dict[str, float] = {}
        self._lock = Lock()
        self._first_end = float("inf")
        """When the oldest session comes to its end, whatever happens in it."""

    def __len__(self) -> int:
        return len(self._sessions)

    def find(self, id: str) -> Session | None:
        """The session under an id, unless it was idle or went on too long: then it is forgotten."""
        now = self._clock()
        with self._lock:
            self._drop_old(now)
            session = self._sessions.get(id)
            if session:
                session.seen = now
                self._sessions.move_to_end(id)
            return session

    def begin(self) -> Session:
        """A new session under a new id. Where there are too many, the one idle for longest makes room."""
        now = self._clock()
        with self._lock:
            self._drop_old(now)
            while len(self._sessions) >= self._settings.most_sessions:
                self._sessions.popitem(last=False)[1].end()
            session = Session(token_urlsafe(32), now)
            self._sessions[session.id] = session
            self._first_end = min(self._first_end, now + self._settings.longest)
            return session

    def renew(self, session: Session) -> None:
        """Give a session a new id and a new token; what knew the old id has nothing any more.

        Raises `EndedError` for one that ended while the request was on its way: it does not come back.
        """
        with self._lock:
            if self._sessions.get(session.id) is not session:
                raise EndedError
            del self._sessions[session.id]
            session.id, session.csrf = token_urlsafe(32), token_urlsafe(32)
            session.seen = self._clock()
            self._sessions[session.id] = session

    def end(self, session: Session) -> None:
        """Forget a session and all that it kept, and stop what goes on for it."""
        with self._lock:
            self._sessions.pop(session.id, None)
            session.end()

    def sweep(self) -> None:
        """Forget the sessions whose time is over, as each request does too."""
        with self._lock:
            self._drop_old(self._clock())

    def watch(self, every: float = 60) -> Callable[[], None]:
        """Sweep once in so many seconds, since a browser that was closed asks no more; gives what stops it."""
        stopped = Event()

        def sweeping() -> None:
            while not stopped.wait(every):
                self.sweep()

        Thread(target=sweeping, name="brightline-sessions", daemon=True).start()
        return stopped.set

    def link(self) -> str:
        """A key that opens the door once, for a while."""
        key = token_urlsafe(32)
        with self._lock:
            self._links[key] = self._clock()
        return key

    def admits(self, key: str) -> bool:
        """Whether a key opens the door; it does not open it again.

        Wrong ones are not counted: nobody guesses 32 random bytes, and a count would let others keep the right one out.
        """
        now = self._clock()
        with self._lock:
            self._links = {known: made for known, made in self._links.items() if now - made < self._settings.link_life}
            found = next((known for known in self._links if compare_digest(known.encode(), key.encode())), None)
            if found is None:
                return False
            del self._links[found]
            return True

    def _drop_old(self, now: float) -> None:
        idle, longest = self._settings.idle, self._settings.longest
        # They stand in the order in which they were last seen.
        while self._sessions and now - next(iter(self._sessions.values())).seen > idle:
            self._sessions.popitem(last=False)[1].end()
        if now > self._first_end:
            for id in [id for id, session in self._sessions.items() if now - session.begun > longest]:
                self._sessions.pop(id).end()
            ends = [session.begun + longest for session in self._sessions.values()]
            self._first_end = min(ends, default=float("inf"))
