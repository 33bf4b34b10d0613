"""Whom a person can turn to: the local contacts that this machine's users wrote down, shown whatever a finding says."""

from __future__ import annotations

from brightline.cases.store import home


def contacts() -> str:
    """The contacts, or nothing where none are written down."""
    path = home() / "contacts.txt"
    try:
        return path.read_text("utf-8").strip()[:4_000] if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return ""
