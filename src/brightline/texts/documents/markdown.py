"""The text of a Markdown file, without its signs."""

from __future__ import annotations

from brightline.errors import BrightlineError
from brightline.texts.documents.html import text_of_html


def text_of_markdown(source: str) -> str:
    """The text as a reader of the rendered page sees it: signs, link targets and scripts left out."""
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise BrightlineError("Markdown needs one more part: pip install 'brightline[documents]'") from None
    made = MarkdownIt("commonmark", {"html": True}).enable("table").render(source)
    return text_of_html(made)
