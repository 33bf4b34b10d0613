"""What every request passes before any page sees it: host, origin, size and rate; and what every answer carries."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import cast

from anyio.to_thread import current_default_thread_limiter
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brightline.web.languages import SOURCE, accepted, language, marked
from brightline.web.sessions import Bucket, Session, Sessions
from brightline.web.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No script, style or image but the app's own files, and none written into a page."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer a browser sends `Origin: null` with a form, and the check of the origin could not be made.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex, nofollow",
}
NO_STORE = "no-store, max-age=0"
STATIC = "/static/"
ENTRANCE = "/enter/"
API = "/api"
SAFE = ("GET", "HEAD")
ALWAYS = ("/leave", "/away")
"""Never too often: whoever has to leave cannot wait."""
MOST_THROWN_AWAY = 300_000_000
"""Bytes of a body that is too large which are still taken in, and kept nowhere, before it is refused: a browser that
is answered while it sends shows that the connection broke, and not the answer."""

_HEADERS = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_SET_HERE = frozenset(name for name, _ in _HEADERS) | {b"server"}


def is_api(path: str) -> bool:
    """Whether a path is for programs, and answers in JSON."""
    return path == API or path.startswith(f"{API}/")


class TooLargeError(Exception):
    """A body that goes on for longer than its path takes. It is answered with 413."""


def session_cookie(settings: Settings) -> str:
    """The cookie's name. Cookies of one host are shared by all its ports, so that the port is in the name."""
    return f"brightline-{settings.port}"


class Guard:
    """The outermost layer of the app. `too_large` makes the page for a body that is; else plain words are sent."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        sessions: Sessions,
        uploads: Mapping[str, int],
        too_large: Callable[[Request], Response] | None = None,
    ) -> None:
        self._app = app
        self._too_large = too_large
        self._settings = settings
        self._sessions = sessions
        self._uploads = uploads
        self._hosts = frozenset(settings.hosts)
        self._origins = frozenset(f"http://{host}" for host in settings.hosts)
        self._nobody = Bucket()
        """Shared by all who have no session."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers, path, method = Headers(scope=scope), str(scope["path"]), str(scope["method"])
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = _with_ours(cast("list[tuple[bytes, bytes]]", message.get("headers", [])), path)
            await send(message)

        refusal = self._refusal(headers, path, method)
        if refusal:
            await _plain(headers, path, *refusal)(scope, receive, sent)
            return
        session = self._session_of(headers)
        if not path.startswith(STATIC) and path not in ALWAYS and not self._in_rate(session):
            await _plain(headers, path, 429, _TOO_MANY)(scope, receive, sent)
            return
        scope.setdefault("state", {})["session"] = session
        limiter = current_default_thread_limiter()
        if limiter.total_tokens != self._settings.threads:
            limiter.total_tokens = self._settings.threads
        body = _Body(receive, self._most(path))
        try:
            body.check(int(headers.get("content-length", "0")))
            await self._app(scope, body, sent)
        except TooLargeError:
            if not begun:
                await body.throw_away()
                page = self._too_large(Request(scope)) if self._too_large else _plain(headers, path, 413, TOO_LARGE)
                await page(scope, receive, sent)
        except Exception as failure:
            _note(failure)
            if not begun:
                await _plain(headers, path, 500, _WENT_WRONG)(scope, receive, sent)

    def _refusal(self, headers: Headers, path: str, method: str) -> tuple[int, str] | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421, marked("This address is not served here.")
        site = headers.get("sec-fetch-site", "none")
        # Another port of this machine is the "same site" to a browser, and still somebody else. Who follows a link
        # comes with a page of their own; a frame within another page would be somebody else's doing.
        followed = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") in (None, "document")
        coming_in = method in SAFE and followed and path.startswith(ENTRANCE)
        if site not in ("same-origin", "none") and not coming_in:
            return 403, _FOREIGN
        if method not in SAFE:
            origin = headers.get("origin")
            if origin is not None and origin not in self._origins:
                return 403, _FOREIGN
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return 400, marked("The request is not well formed.")
        return (413, TOO_LARGE) if len(length) > 15 else None

    def _most(self, path: str) -> int:
        return self._uploads.get(path, self._settings.largest_form)

    def _session_of(self, headers: Headers) -> Session | None:
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", "")[:4_000])
        except CookieError:
            return None
        found = cookies.get(session_cookie(self._settings))
        return self._sessions.find(found.value) if found else None

    def _in_rate(self, session: Session | None) -> bool:
        """Whether whoever asks may ask once more."""
        bucket = session.bucket if session else self._nobody
        return bucket.take(self._settings.clock(), self._settings.rate, self._settings.burst)


class _Body:
    """The body of a request, as far as it may go."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._taken = 0
        self._more = True

    async def __call__(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        self._more = message["type"] == "http.request" and bool(message.get("more_body"))
        self.check(self._taken)
        return message

    def check(self, size: int) -> None:
        """Raise `TooLargeError` for a size that is not taken."""
        if size > self._most:
            raise TooLargeError

    async def throw_away(self) -> None:
        """Take in the rest, within limits, and keep nothing of it."""
        self._most = MOST_THROWN_AWAY
        try:
            while self._more:
                await self()
        except TooLargeError:
            return


_FOREIGN = marked("This came from another site, and is not taken.")
_TOO_MANY = marked("Too many requests at once. Wait a moment, then load the page again.")
TOO_LARGE = marked("This is larger than what is taken here. Choose a smaller file, or shorten the text.")
_WENT_WRONG = marked("Something went wrong inside. Go back and try again; nothing was sent anywhere.")


def _plain(headers: Headers, path: str, status: int, message: str) -> Response:
    if is_api(path):
        return JSONResponse({"error": message}, status)
    code = accepted(headers.get("accept-language", ""), SOURCE)
    return PlainTextResponse(language(code).gettext(message) + "\n", status)


def _with_ours(headers: list[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, with those that every answer carries."""
    kept = [pair for pair in headers if pair[0].lower() not in _SET_HERE]
    if path.startswith(STATIC) and any(name.lower() == b"cache-control" for name, _ in kept):
        return kept + _HEADERS
    kept = [pair for pair in kept if pair[0].lower() != b"cache-control"]
    return [*kept, *_HEADERS, (b"cache-control", NO_STORE.encode())]


def _note(failure: Exception) -> None:
    """Where it went wrong, and of which kind it is: never its words."""
    places = traceback.extract_tb(failure.__traceback__)[-4:]
    where = " < ".join(f"{place.filename.rpartition('/')[2]}:{place.lineno}" for place in reversed(places))
    print(f"brightline: {type(failure).__name__} at {where}", file=sys.stderr)  # noqa: T201
