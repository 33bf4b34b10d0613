"""What every request passes before any page sees it: host, origin, size and rate; and what every answer carries."""

from __future__ import annotations

import sys
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brightline.web.languages import SOURCE, accepted, language, marked
from brightline.web.sessions import Session, Sessions
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
SAFE = ("GET", "HEAD")
MOST_BUCKETS = 2_000


class TooLargeError(Exception):
    """A body that goes on for longer than its path takes. It is answered with 413."""


def session_cookie(settings: Settings) -> str:
    """The cookie's name. Cookies of one host are shared by all its ports, so that the port is in the name."""
    return f"brightline-{settings.port}"


class Guard:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp, settings: Settings, sessions: Sessions, uploads: Mapping[str, int]) -> None:
        self._app = app
        self._settings = settings
        self._sessions = sessions
        self._uploads = uploads
        self._hosts = frozenset(settings.hosts)
        self._origins = frozenset(f"http://{host}" for host in settings.hosts)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers, path, method = Headers(scope=scope), str(scope["path"]), str(scope["method"])
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _add_headers(MutableHeaders(scope=message), path)
            await send(message)

        refusal = self._refusal(headers, path, method)
        if refusal:
            await _plain(headers, *refusal)(scope, receive, sent)
            return
        session = self._session_of(headers)
        if not path.startswith(STATIC) and not self._in_rate(session.id if session else "nobody"):
            await _plain(headers, 429, _TOO_MANY)(scope, receive, sent)
            return
        scope.setdefault("state", {})["session"] = session
        try:
            await self._app(scope, self._bounded(receive, path), sent)
        except TooLargeError:
            if not begun:
                await _plain(headers, 413, _TOO_LARGE)(scope, receive, sent)
        except Exception as failure:
            _note(failure)
            if not begun:
                await _plain(headers, 500, _WENT_WRONG)(scope, receive, sent)

    def _refusal(self, headers: Headers, path: str, method: str) -> tuple[int, str] | None:
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return 421, marked("This address is not served here.")
        site = headers.get("sec-fetch-site", "none")
        # Another port of this machine is the "same site" to a browser, and still somebody else.
        coming_in = method in SAFE and headers.get("sec-fetch-mode") == "navigate" and path.startswith(ENTRANCE)
        if site not in ("same-origin", "none") and not coming_in:
            return 403, _FOREIGN
        if method not in SAFE:
            origin = headers.get("origin")
            if origin is not None and origin not in self._origins:
                return 403, _FOREIGN
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return 400, marked("The request is not well formed.")
        return (413, _TOO_LARGE) if len(length) > 15 or int(length) > self._most(path) else None

    def _most(self, path: str) -> int:
        return self._uploads.get(path, self._settings.largest_form)

    def _bounded(self, receive: Receive, path: str) -> Receive:
        left = self._most(path)

        async def bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLargeError
            return message

        return bounded

    def _session_of(self, headers: Headers) -> Session | None:
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", "")[:4_000])
        except CookieError:
            return None
        found = cookies.get(session_cookie(self._settings))
        return self._sessions.find(found.value) if found else None

    def _in_rate(self, who: str) -> bool:
        """Whether there is a token left in the bucket of whoever asks."""
        now, full = self._settings.clock(), float(self._settings.burst)
        tokens, since = self._buckets.pop(who, (full, now))
        tokens = min(full, tokens + (now - since) * self._settings.rate)
        self._buckets[who] = (max(0.0, tokens - 1), now)
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return tokens >= 1


_FOREIGN = marked("This came from another site, and is not taken.")
_TOO_MANY = marked("Too many requests at once. Wait a moment, then load the page again.")
_TOO_LARGE = marked("This is larger than what is taken here. Choose a smaller file, or shorten the text.")
_WENT_WRONG = marked("Something went wrong inside. Go back and try again; nothing was sent anywhere.")


def _plain(headers: Headers, status: int, message: str) -> PlainTextResponse:
    code = accepted(headers.get("accept-language", ""), SOURCE)
    return PlainTextResponse(language(code).gettext(message) + "\n", status)


def _add_headers(headers: MutableHeaders, path: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if not path.startswith(STATIC) or "cache-control" not in headers:
        headers["Cache-Control"] = NO_STORE
    if "server" in headers:
        del headers["server"]


def _note(failure: Exception) -> None:
    """Where it went wrong, and of which kind it is: never its words."""
    places = traceback.extract_tb(failure.__traceback__)[-4:]
    where = " < ".join(f"{place.filename.rpartition('/')[2]}:{place.lineno}" for place in reversed(places))
    print(f"brightline: {type(failure).__name__} at {where}", file=sys.stderr)  # noqa: T201
