"""The connection to a local model: this machine unless told otherwise, no proxy, no redirect, no endless answer."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from brightline.errors import BrightlineError

LARGEST_ANSWER = 4_000_000
"""Bytes that an answer may have."""
TIMEOUT = 120.0
"""Seconds that one request may take, from the first word to the last."""


class RefusedError(Exception):
    """The model answered, but not with what was asked for; `status` is the HTTP status."""

    def __init__(self, status: int, told: str) -> None:
        self.status = status
        super().__init__(f"HTTP {status}{f': {told}' if told else ''}")


@dataclass(frozen=True)
class Endpoint:
    """A server that speaks the chat completions protocol under `url`, such as `http://127.0.0.1:8080/v1`."""

    url: str
    allow_remote: bool = False
    timeout: float = TIMEOUT

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise BrightlineError(f"--model: {self.url!r} is not an address") from None
        if parts.scheme not in {"http", "https"} or not host:
            raise BrightlineError(f"--model: {self.url!r} is not an address; write it as http://127.0.0.1:8080/v1")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise BrightlineError("--model: give the plain address, with no name, password, query or fragment in it")
        if any(ord(letter) <= 32 or ord(letter) > 126 for letter in self.url):
            raise BrightlineError(f"--model: {self.url!r} holds a sign that no address has")
        if not self.allow_remote and (stranger := self._stranger(host)):
            raise BrightlineError(
                f"--model: {host} is not this machine ({stranger}), and the text would leave it; "
                "give --allow-remote if that is meant"
            )

    def _stranger(self, host: str) -> str | None:
        """The first address of a host that is not this machine's own."""
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise BrightlineError(f"--model: no address is known for {host}") from None
        return next((str(address[4][0]) for address in found if not is_own(str(address[4][0]))), None)

    def get(self, path: str) -> object:
        """What stands at a path, as plain data."""
        return self._ask("GET", path, None)

    def post(self, path: str, data: object) -> object:
        """What comes back for data sent to a path, as plain data."""
        return self._ask("POST", path, json.dumps(data).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> object:
        parts = urlsplit(self.url)
        host = cast("str", parts.hostname)
        connection = _Connection(host, parts.port, parts.scheme == "https", self.timeout, self.allow_remote)
        # A server that sends a byte now and then would never trip the timeout of a socket: the clock does.
        clock = threading.Timer(self.timeout, connection.cut)
        clock.daemon = True
        clock.start()
        try:
            connection.request(
                method,
                f"{parts.path.rstrip('/')}/{path}",
                body,
                {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"},
            )
            with connection.getresponse() as answer:
                told = answer.read(LARGEST_ANSWER + 1)
                status = answer.status
        except (OSError, http.client.HTTPException) as failure:
            if connection.was_cut or isinstance(failure, TimeoutError):
                raise BrightlineError(f"the model at {self.url} gave no answer in {self.timeout:g} seconds") from None
            reason = getattr(failure, "strerror", None) or type(failure).__name__
            raise BrightlineError(f"the model at {self.url} cannot be reached ({reason})") from None
        finally:
            clock.cancel()
            connection.close()
        if connection.was_cut:
            raise BrightlineError(f"the model at {self.url} gave no answer in {self.timeout:g} seconds")
        if 300 <= status < 400:
            raise BrightlineError(f"the model at {self.url} sends elsewhere (HTTP {status}), which is not followed")
        if len(told) > LARGEST_ANSWER:
            raise BrightlineError(f"the model at {self.url} answered with more than {LARGEST_ANSWER:,} bytes")
        if status != 200:
            raise RefusedError(status, " ".join(told[:200].decode("utf-8", "replace").split()))
        try:
            return json.loads(told)
        except (ValueError, RecursionError):
            raise BrightlineError(
                f"what stands at {self.url} does not answer in JSON: is it a model's server?"
            ) from None


def is_own(address: str) -> bool:
    """Whether an address is this machine's own.

    >>> is_own("127.0.0.9"), is_own("::1"), is_own("::ffff:127.0.0.1"), is_own("10.0.0.1"), is_own("0.0.0.0")
    (True, True, True, False, False)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback


class _Connection(http.client.HTTPConnection):
    """A connection that is cut when the clock says so, and that sends nothing before it knows who is listening."""

    def __init__(self, host: str, port: int | None, secure: bool, timeout: float, allow_remote: bool) -> None:
        super().__init__(host, port or (443 if secure else 80), timeout=timeout)
        self._secure = secure
        self._allow_remote = allow_remote
        self._wire: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        super().connect()
        sock: Any = self.sock
        self._wire = sock  # the connection lets go of it as soon as an answer begins
        # A name may have come to mean another machine since it was looked up.
        if not self._allow_remote and not is_own(str(sock.getpeername()[0])):
            self.close()
            raise OSError(0, "it is not this machine")
        if self._secure:
            self._wire = self.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it, whatever it is waiting for."""
        self.was_cut = True
        if self._wire is not None:
            with suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)
