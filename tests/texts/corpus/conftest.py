"""What every corpus run here shares: small pieces, made safe one by one, and a corpus of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from brightline.texts.corpus import documents, journal
from corpora import records, write_jsonl


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "CHUNK_ROWS", 10)
    monkeypatch.setattr(journal, "SAFE_EVERY", 0.0)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "corpus.jsonl", records())
