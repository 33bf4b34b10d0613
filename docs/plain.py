"""Plain text made safe for Markdown, and links to facts."""

from __future__ import annotations

import re

from brightline.law import vocabulary

URL = re.compile(r"https?://[^\s<>()]*[^\s<>().,;:]")


def text(words: object) -> str:
    """Plain text with the signs that Markdown would take for its own made plain, and addresses made links."""
    parts: list[str] = []
    last = 0
    plain = " ".join(str(words).split())
    for found in URL.finditer(plain):
        parts += [_escaped(plain[last : found.start()]), f"<{found[0]}>"]
        last = found.end()
    return "".join([*parts, _escaped(plain[last:])])


def _escaped(plain: str) -> str:
    pieces = re.split(r"(`[^`]+`)", plain)
    return "".join(
        p if p.startswith("`") and len(p) > 2 else re.sub(r"([\\`*_\[\]<>|#{}])", r"\\\1", p) for p in pieces
    )


def fact_link(id: str) -> str:
    return f"[{text(vocabulary()[id].label)}](#{anchor(id)}) (`{id}`)"


def anchor(id: str) -> str:
    return f"fact-{id.replace('.', '-').replace('_', '-')}"
