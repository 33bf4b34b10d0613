"""A row of the atlas that is right in form, and texts made of such rows."""

from __future__ import annotations

import csv
import io

from brightline.law.atlas.rows import HEADER

GOOD = {
    "jurisdiction": "FJ",
    "topic": "stripping",
    "status": "regulated",
    "from": "2001-02-03",
    "to": "2005-06",
    "as_of": "2004",
    "source": "Example Act 2001, s. 4",
    "url": "https://example.org/act",
    "checked": "yes",
    "verified": "primary",
    "confidence": "high",
    "note": "An invented row.",
}

ROW = ",".join(GOOD.values()).replace("Example Act 2001, s. 4", '"Example Act 2001, s. 4"')
TOP = ",".join(HEADER)


def text_of(*rows: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
