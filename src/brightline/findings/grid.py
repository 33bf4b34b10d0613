"""The grid of who reaches further than whom, drawn as an SVG and set as an HTML page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from xml.etree import ElementTree as Tree

from brightline.cases.placing import check_place, replacing
from brightline.errors import BrightlineError, plural
from brightline.findings.compare import Relation
from brightline.findings.matrix import Matrix
from brightline.law.definitions import CHECKED_WORDS

SIGNS: Mapping[Relation, str] = {
    "equivalent": "=",
    "a inside b": "<",
    "b inside a": ">",
    "each reaches further": "x",
}

LEGEND: Mapping[Relation, str] = {
    "equivalent": "equivalent: whatever meets one meets the other",
    "a inside b": "the row lies inside the column: whatever meets the row meets the column, not the other way round",
    "b inside a": "the column lies inside the row: the row reaches further",
    "each reaches further": "each reaches cases that the other does not",
}

CELL_WORDS: Mapping[Relation, str] = {
    "equivalent": "{a} and {b} are equivalent",
    "a inside b": "{a} lies inside {b}",
    "b inside a": "{a} reaches further than {b}",
    "each reaches further": "{a} and {b} each reach further than the other",
}

NAMES: Mapping[Relation, str] = {
    "equivalent": "same",
    "a inside b": "inside",
    "b inside a": "further",
    "each reaches further": "each",
}
"""The class of a cell. Its colours keep apart for every kind of colour sight, and in grey."""

COLOURS: Mapping[str, tuple[str, str]] = {
    "same": ("#2b2b2b", "#ffffff"),
    "inside": ("#0072b2", "#ffffff"),
    "further": ("#e69f00", "#000000"),
    "each": ("#f1f1f1", "#4a4a4a"),
}

CAVEAT = (
    "Definitions are compared as paraphrased and dated here, in every combination of their facts. This is about "
    "wording, says nothing of any person, and is not legal advice."
)

CELL = 16
CHARACTER = 6.3
"""Width of a cell and of a letter of its names, in SVG units."""


def write_grid(matrix: Matrix, path: Path) -> None:
    """The grid to an .svg or .html file, whole or not at all."""
    draw = drawing(path)
    with replacing(path) as temporary:
        temporary.write_text(draw(matrix), "utf-8")


def drawing(path: Path) -> Callable[[Matrix], str]:
    """What draws a file of this name; a `BrightlineError` unless it is .svg or .html in a folder that is there."""
    draw = {".svg": svg, ".html": html, ".htm": html}.get(path.suffix.lower())
    if draw is None:
        raise BrightlineError(f"{path.name}: the grid is written as a picture or a page; end the name in .svg or .html")
    check_place(path)
    return draw


def cell_words(matrix: Matrix, row: int, column: int) -> str:
    """A cell as a sentence: `un-palermo lies inside coe`."""
    if row == column:
        return f"{matrix.sides[row].name} is itself"
    names = {"a": matrix.sides[row].name, "b": matrix.sides[column].name}
    return CELL_WORDS[matrix.relation(row, column)].format(**names)


def counts(matrix: Matrix) -> Counter[Relation]:
    """How many pairs lie to each other in each way, each pair once; `b inside a` is counted as `a inside b`."""
    size = range(len(matrix.sides))
    found: Counter[Relation] = Counter()
    for row in size:
        found.update(matrix.relation(row, column) for column in size if row < column)
    found["a inside b"] += found.pop("b inside a", 0)
    return found


def in_short(matrix: Matrix) -> str:
    """The grid in one sentence."""
    found = counts(matrix)
    return (
        f"Of {plural(found.total(), 'pair')} among {plural(len(matrix.sides), 'definition')}, "
        f"{found['equivalent']:,} {'is' if found['equivalent'] == 1 else 'are'} equivalent, in "
        f"{found['a inside b']:,} one lies inside the other, and in {found['each reaches further']:,} each reaches "
        f"further than the other. Reading: {matrix.reading.id}."
    )


def svg(matrix: Matrix) -> str:
    """The grid as an SVG picture: a sign and a colour in every cell, a title, a description and a legend."""
    size = len(matrix.sides)
    names = [one.name for one in matrix.sides]
    margin = round(max(map(len, names)) * CHARACTER) + 12
    top = 44 + margin
    width = max(margin + size * CELL + 12, 720)
    height = top + size * CELL + 18 + 20 * len(SIGNS) + 34
    root = Tree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-labelledby": "grid-title grid-words",
            "lang": "en",
        },
    )
    Tree.SubElement(root, "title", {"id": "grid-title"}).text = "Who reaches further than whom"
    Tree.SubElement(root, "desc", {"id": "grid-words"}).text = f"{in_short(matrix)} {_legend_words()}"
    Tree.SubElement(root, "style").text = _svg_style()
    Tree.SubElement(root, "rect", {"class": "page", "width": str(width), "height": str(height)})
    _text(root, 12, 22, "Who reaches further than whom", "head")
    _text(root, 12, 40, "Read from the row to the column.", "words")
    for place, name in enumerate(names):
        x, y = margin + place * CELL + CELL / 2 + 3.5, top - 6
        label = _text(root, x, y, name, "name")
        label.set("transform", f"rotate(-90 {x:g} {y:g})")
        row = Tree.SubElement(root, "g")
        below = top + place * CELL
        _text(row, margin - 6, below + 11.5, name, "name row")
        for column in range(size):
            relation = matrix.relation(place, column)
            cell = Tree.SubElement(row, "g", {"class": NAMES[relation]})
            Tree.SubElement(cell, "title").text = cell_words(matrix, place, column)
            _square(cell, margin + column * CELL, below)
            _text(cell, margin + column * CELL + (CELL - 1) / 2, below + 11.5, SIGNS[relation], "sign")
    below = top + size * CELL + 18
    for relation, sign in SIGNS.items():
        line = Tree.SubElement(root, "g", {"class": NAMES[relation]})
        _square(line, 12, below)
        _text(line, 12 + (CELL - 1) / 2, below + 11.5, sign, "sign")
        _text(root, 36, below + 11.5, LEGEND[relation], "words")
        below += 20
    _text(root, 12, below + 14, f"Reading: {matrix.reading.id}. Wording as paraphrased; not legal advice.", "words")
    for part in root:
        part.tail = "\n"
    return Tree.tostring(root, encoding="unicode") + "\n"


def _text(parent: Tree.Element, x: float, y: float, words: str, kind: str) -> Tree.Element:
    made = Tree.SubElement(parent, "text", {"x": f"{x:g}", "y": f"{y:g}", "class": kind})
    made.text = words
    return made


def _square(parent: Tree.Element, x: float, y: float) -> None:
    side = str(CELL - 1)
    Tree.SubElement(parent, "rect", {"x": f"{x:g}", "y": f"{y:g}", "width": side, "height": side})


def _svg_style() -> str:
    lines = [
        "text{font:11px ui-monospace,Consolas,'DejaVu Sans Mono',monospace;fill:#1a1a1a}",
        ".head{font:bold 17px system-ui,Arial,'DejaVu Sans',sans-serif}",
        ".words{font:12.5px system-ui,Arial,'DejaVu Sans',sans-serif}",
        ".name{font-size:10.5px}.row{text-anchor:end}.sign{text-anchor:middle;font-weight:bold}.page{fill:#ffffff}",
    ]
    lines += [f".{name} rect{{fill:{back}}}.{name} .sign{{fill:{front}}}" for name, (back, front) in COLOURS.items()]
    return "".join(lines)


def _legend_words() -> str:
    return "Read from the row to the column. " + " ".join(f"{sign}: {LEGEND[way]}." for way, sign in SIGNS.items())


def html(matrix: Matrix) -> str:
    """The grid as a page of its own: a table with headers that stay in sight, a caption, a legend, every name spelled
    out below. No script, and nothing that is fetched from anywhere."""
    heads = "".join(
        f'<th scope="col" title="{escape(one.definition.title)}"><span>{escape(one.name)}</span></th>'
        for one in matrix.sides
    )
    legend = "".join(
        f'<li><span class="key {NAMES[way]}">{escape(sign)}</span> {escape(LEGEND[way])}</li>'
        for way, sign in SIGNS.items()
    )
    about = "".join(
        f'<tr><th scope="row">{escape(one.name)}</th><td>{escape(one.definition.title)}</td>'
        f"<td>{escape(one.definition.citation)}</td><td>{escape(_dated(matrix, place))}</td>"
        f"<td>{escape(CHECKED_WORDS[one.version.checked])}</td></tr>\n"
        for place, one in enumerate(matrix.sides)
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Who reaches further than whom</title>
<style>{_html_style()}</style>
</head>
<body>
<main>
<h1>Who reaches further than whom</h1>
<p>{escape(in_short(matrix))}</p>
<p>Find a definition on the left, follow its row, and read each sign from the row to the column.</p>
<ul class="legend">{legend}</ul>
<div class="scroll" tabindex="0" role="region" aria-label="The grid; it scrolls both ways">
<table class="grid">
<caption>How each definition (row) lies to each other one (column). Those that reach furthest come first.</caption>
<thead><tr><th scope="col" class="corner">row to column</th>{heads}</tr></thead>
<tbody>
{"".join(_row(matrix, place) for place in range(len(matrix.sides)))}</tbody>
</table>
</div>
<h2>The definitions</h2>
<table class="about">
<caption>What each name stands for, in which version, and how well its wording was checked.</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Title</th><th scope="col">Citation</th><th scope="col">Version</th>
<th scope="col">Checked</th></tr></thead>
<tbody>
{about}</tbody>
</table>
<p>{escape(CAVEAT)}</p>
</main>
</body>
</html>
"""


def _row(matrix: Matrix, row: int) -> str:
    one = matrix.sides[row]
    cells: list[str] = []
    for column in range(len(matrix.sides)):
        relation = matrix.relation(row, column)
        words, sign = escape(cell_words(matrix, row, column)), escape(SIGNS[relation])
        cells.append(f'<td class="{NAMES[relation]}" title="{words}">{sign}</td>')
    title = escape(one.definition.title)
    return f'<tr><th scope="row" title="{title}">{escape(one.name)}</th>{"".join(cells)}</tr>\n'


def _dated(matrix: Matrix, place: int) -> str:
    one = matrix.sides[place]
    return one.version.label if one.in_force else f"{one.version.label} (the nearest: not in force on {one.as_of})"


def _html_style() -> str:
    cells = "".join(f".{name}{{background:{back};color:{front}}}" for name, (back, front) in COLOURS.items())
    return (
        ":root{color-scheme:light dark;--page:#ffffff;--ink:#1a1a1a;--line:#c8c8c8}"
        "body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,Arial,sans-serif}"
        "main{max-width:96rem;margin:0 auto;padding:1rem}"
        ".legend{list-style:none;padding:0}.legend li{margin:.3rem 0}"
        ".key{display:inline-block;width:1.6em;text-align:center;font:bold 1rem ui-monospace,monospace}"
        ".scroll{overflow:auto;max-height:85vh;border:1px solid var(--line)}"
        "table{border-collapse:separate;border-spacing:0}caption{text-align:left;padding:.4rem}"
        ".grid{font:13px ui-monospace,Consolas,monospace}"
        ".grid th{background:var(--page);font-weight:normal;white-space:nowrap;padding:.1rem .4rem}"
        ".grid tbody th{position:sticky;left:0;text-align:right;z-index:1;border-right:1px solid var(--line)}"
        ".grid thead th{position:sticky;top:0;vertical-align:bottom;z-index:2;border-bottom:1px solid var(--line)}"
        ".grid thead th span{writing-mode:vertical-rl;transform:rotate(180deg)}"
        ".grid .corner{left:0;z-index:3;text-align:right}"
        ".grid td{min-width:1.35rem;height:1.35rem;padding:0;text-align:center;font-weight:bold;"
        "border:1px solid var(--page)}"
        ".grid tbody tr:hover th,.grid td:hover{outline:2px solid var(--ink);outline-offset:-2px}"
        ".about th,.about td{text-align:left;vertical-align:top;padding:.3rem .6rem;"
        "border-bottom:1px solid var(--line)}"
        f"{cells}"
        "@media (prefers-color-scheme:dark){:root{--page:#161616;--ink:#ececec;--line:#555555}"
        ".same{background:#ececec;color:#000000}.each{background:#2c2c2c;color:#c4c4c4}}"
        "@media print{.scroll{max-height:none;overflow:visible;border:0}"
        "*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"
    )
