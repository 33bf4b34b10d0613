"""What is wrong with a table, said for a page: where the command line names an option, a page names its own field."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import Request

from brightline.web.pages import page_of

_ON_A_PAGE: Mapping[str, str] = {
    r"; pass --delimiter '.'": "; choose that sign under “How the file is written”",
    r"save it as UTF-8, or pass --encoding cp1252": "save it as UTF-8, or choose how its letters are written",
    r"; `brightline facts` lists them, and `brightline formats draft` proposes a mapping file for other tables": (
        "; say what each column means, or open a mapping file"
    ),
    r"; remove it, or describe it in a mapping file \(`brightline formats draft`\)": (
        "; choose another format, or say what each column means"
    ),
    r"; add it to a mapping file of your own \(`brightline formats draft`\)": "; say what it means, or mend the cell",
    r", or use `brightline assess`": ", or use the command line",
    r"; unpack it yourself if you trust it": "; unpack it, and choose a smaller part of it",
}


def said_here(request: Request, message: str) -> str:
    """A sentence for this page, in its language where somebody translated it."""
    for command, words in _ON_A_PAGE.items():
        message = re.sub(command, words, message)
    return page_of(request).language.of_data(message) or message
