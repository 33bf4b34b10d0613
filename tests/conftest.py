"""What holds for every test: the page is 100 columns wide, whatever terminal the tests are run from."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _page_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
