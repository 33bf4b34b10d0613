"""Sessions: what somebody works on, held in memory under an id that cannot be guessed, and forgotten with it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from secrets import compare_digest, token_urlsafe
from threading import Lock, RLock
from typing import TypeVar

from brightline.web.settings import Settings

T = TypeVar("T")


class Session:
    """One browser's work. `hold` its lock while reading or changing it: two tabs may ask at the same time."""

    def __init__(self, id: str, now: float) -> None:
        self.id = id
        self.csrf = token_urlsafe(32)
        self.begun = now
        self.seen = now
        self.hold = RLock()
        self._work: dict[str, object] = {}
        self._notice: tuple[str, str] | None = None

    def work(self, door: str, kind: type[T]) -> T | None:
        """What a door keeps here, if it keeps anything."""
        found = self._work.get(door)
        return found if isinstance(found, kind) else None

    def keep(self, door: str, work: object) -> None:
        """Have a door's work kept for as long as the session lasts."""
        self._work[door] = work

    def forget(self, door: str) -> None:
        """Let a door's work go."""
        self._work.pop(door, None)

    def notify(self, message: str, kind: str = "done") -> None:
        """A message, in the language of the page, that the next page shows once."""
        self._notice = (kind, message)

    def take_notice(self) -> tuple[str, str] | None:
        """The message for this page, if there is one; it is gone then."""
        notice, self._notice = self._notice, None
        return notice


class Sessions:
    """Every session, and the launch links by which one begins."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock: Callable[[], float] = settings.clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._links: dict[str, float] = {}
        self._wrong: list[float] = []
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
                self._sessions.popitem(last=False)
            session = Session(token_urlsafe(32), now)
            self._sessions[session.id] = session
            self._first_end = min(self._first_end, now + self._settings.longest)
            return session

    def renew(self, session: Session) -> None:
        """Give a session a new id and a new token; what knew the old id has nothing any more."""
        with self._lock:
            self._sessions.pop(session.id, None)
            session.id, session.csrf = token_urlsafe(32), token_urlsafe(32)
            session.seen = self._clock()
            self._sessions[session.id] = session

    def end(self, session: Session) -> None:
        """Forget a session and all that it kept."""
        with self._lock:
            self._sessions.pop(session.id, None)

    def link(self) -> str:
        """A key that opens the door once, for a while."""
        key = token_urlsafe(32)
        with self._lock:
            self._links[key] = self._clock()
        return key

    def admits(self, key: str) -> bool:
        """Whether a key opens the door; it does not open it again. Wrong ones soon make everybody wait."""
        now = self._clock()
        with self._lock:
            self._links = {known: made for known, made in self._links.items() if now - made < self._settings.link_life}
            self._wrong = [tried for tried in self._wrong if now - tried < 60]
            if len(self._wrong) >= self._settings.entrance_tries:
                return False
            found = next((known for known in self._links if compare_digest(known.encode(), key.encode())), None)
            if found is None:
                self._wrong.append(now)
                return False
            del self._links[found]
            return True

    def _drop_old(self, now: float) -> None:
        idle, longest = self._settings.idle, self._settings.longest
        # They stand in the order in which they were last seen.
        while self._sessions and now - next(iter(self._sessions.values())).seen > idle:
            self._sessions.popitem(last=False)
        if now > self._first_end:
            for id in [id for id, session in self._sessions.items() if now - session.begun > longest]:
                del self._sessions[id]
            ends = [session.begun + longest for session in self._sessions.values()]
            self._first_end = min(ends, default=float("inf"))
