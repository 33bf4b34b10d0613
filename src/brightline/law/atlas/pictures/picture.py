"""A picture with its tables: what is drawn, in words, as CSV beside an SVG or as one HTML page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from brightline.law.atlas.pictures.drawing import escaped, tag

CAVEAT = "The written law as far as it was read, not its enforcement, and not legal advice. Law may have moved since."
BORDERS = "Borders are drawn as the map data has them, which says nothing of whose they are."


UNBROKEN = ("code", "from", "to")
"""Columns whose cells stay on one line."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under the names of their columns. `id` names the file it is written to."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (a whole SVG document), the tables that hold the same, and the same as plain data."""

    title: str
    caption: str
    svg: str
    tables: tuple[Table, ...]
    data: dict[str, object]


def as_svg(picture: Picture) -> str:
    """The drawing as a file of its own."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture.svg}\n'


def as_csv(table: Table) -> str:
    """A table as CSV; a cell that a spreadsheet would run is made plain by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
    return text.getvalue()


def as_html(picture: Picture) -> str:
    """One page with the drawing and its tables: no script, nothing from elsewhere, dark and light, fit to print."""
    return "".join(_page(picture))


_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --quiet: #595959; --paper: #fff; --rule: #c9c9c9;
  --edge: #6e6e6e; --nothing: #f1f1f1; --shared: #dedede; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --quiet: #b4b4b4; --paper: #161616; --rule: #4d4d4d;
  --edge: #8a8a8a; --nothing: #262626; --shared: #3f3f3f; } }
@media print { :root { --ink: #000; --quiet: #333; --paper: #fff; --rule: #999; --edge: #6e6e6e; --nothing: #f1f1f1;
  --shared: #dedede; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
p { max-width: 48rem; }
h1 { line-height: 1.2; }
figure { margin: 0; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 44rem; height: auto; }
svg .paper { fill: var(--paper); } svg .ink { fill: var(--ink); } svg .quiet { fill: var(--quiet); }
svg .rule { fill: var(--rule); } svg .nothing { fill: var(--nothing); }
svg .shared { fill: var(--shared); } svg .heading { display: none; } svg .fade { stop-color: var(--paper); }
svg .border { stroke: var(--edge); } svg .line { stroke: var(--rule); } svg .strong { stroke: var(--ink); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; }
th, td { border: 1px solid var(--rule); padding: 0.25rem 0.4rem; text-align: left; vertical-align: top; }
tbody th { font-weight: 600; }
.day { white-space: nowrap; }
@media print { body { max-width: none; padding: 0; font-size: 9pt; }
  svg { min-width: 0; print-color-adjust: exact; } table { font-size: 7pt; } th, td { padding: 1pt 2pt; }
  .wide, figure { overflow: visible; } tr, figure { break-inside: avoid; } }
"""


def _page(picture: Picture) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escaped(picture.title)}</title><style>{_STYLE}</style></head><body>\n"
    yield f"<header><h1>{escaped(picture.title)}</h1></header><main>\n<p>{escaped(picture.caption)}</p>\n"
    yield f"<figure>{picture.svg}</figure>\n"
    for table in picture.tables:
        yield f'<h2 id="{escaped(table.id)}">{escaped(table.title)}</h2><div class="wide"><table><thead><tr>\n'
        yield "".join(tag("th", escaped(name), scope="col") for name in table.columns) + "</tr></thead><tbody>\n"
        for row in table.rows:
            yield f'<tr><th scope="row">{escaped(row[0])}</th>'
            for name, cell in zip(table.columns[1:], row[1:], strict=True):
                yield tag("td", escaped(cell), class_="day" if name in UNBROKEN else None)
            yield "</tr>\n"
        yield "</tbody></table></div>\n"
    yield f"<p>{escaped(CAVEAT)}</p>\n</main></body></html>\n"
