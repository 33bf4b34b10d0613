"""A browser without a window: pages asked for in the test process, forms sent as a person would send them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from brightline.web.app import make_app
from brightline.web.settings import Settings

PORT = 8000


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Browser:
    """One browser at one app. `get` and `post` follow redirects, as browsers do."""

    def __init__(self, settings: Settings | None = None, app: Any = None, enter: bool = True, language: str = "en"):
        self.app = app or make_app(settings or Settings(port=PORT))
        port = self.app.state.settings.port
        headers = {"accept-language": language}
        self.client = TestClient(
            self.app, base_url=f"http://127.0.0.1:{port}", headers=headers, raise_server_exceptions=False
        )
        self.page: Any = None
        if enter:
            self.get(f"/enter/{self.app.state.sessions.link()}")
            assert self.page.status_code == 200

    @property
    def text(self) -> str:
        """The page without its marks."""
        main = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", self.page.text)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.page.text)
        assert found, self.page.text[:500]
        return found[1]

    @property
    def path(self) -> str:
        return self.page.url.path

    def get(self, path: str, **options: Any) -> Browser:
        self.page = self.client.get(path, **options)
        return self

    def post(
        self,
        path: str,
        fields: Mapping[str, str | Sequence[str]] | None = None,
        files: Any = None,
        status: int | None = 200,
        **options: Any,
    ) -> Browser:
        """Send a form with the token of the page that is open."""
        data = {"csrf": self.csrf, **(fields or {})}
        self.page = self.client.post(path, data=data, files=files, **options)
        assert status is None or self.page.status_code == status, (self.page.status_code, self.text[:800])
        return self
