"""A definition drawn: what has to be there together in boxes with a whole border, what is one way of many in broken
ones, from top to bottom, so that it stays readable on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from brightline.law import Element, Version
from brightline.law.atlas.pictures.drawing import folded
from brightline.law.vocabulary import vocabulary
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not, flatten
from brightline.logic import facts as facts_of
from brightline.web.languages import marked

Kind = Literal["all", "any", "least", "not", "fact"]

HEADS: Mapping[Kind, str] = {
    "all": marked("All of these"),
    "any": marked("One of these is enough"),
    "least": marked("At least this many of these:"),
    "not": marked("This must not be there"),
}
BETWEEN: Mapping[Kind, str] = {"all": marked("and"), "any": marked("or"), "least": marked("or"), "not": ""}
ONE_FACT = marked("one fact")
MORE_FACTS = marked("%(count)s facts speak of it")
WIDTH = 350.0
PAD, GAP, HEAD, LINE, TEXT, SMALL = 10.0, 22.0, 22.0, 18.0, 14.5, 12.5


@dataclass(frozen=True, slots=True)
class Node:
    """A formula for a reader: a fact or an element by its label, or parts that are joined. `least` is a number for
    `least` alone; `element` is there where the part is an element of a definition."""

    kind: Kind
    label: str = ""
    parts: tuple[Node, ...] = ()
    least: int = 0
    element: Element | None = None


def node_of(formula: Formula, leaf: Callable[[str], Node]) -> Node:
    """A formula as nodes, its facts made by `leaf`."""
    return _node(flatten(formula), leaf)


def _node(formula: Formula, leaf: Callable[[str], Node]) -> Node:
    match formula:
        case Fact():
            return leaf(formula.id)
        case Not():
            return Node("not", parts=tuple(_node(part, leaf) for part in formula.args))
        case All() | Any():
            parts = tuple(_node(part, leaf) for part in formula.args)
            return parts[0] if len(parts) == 1 else Node("all" if isinstance(formula, All) else "any", parts=parts)
        case _:
            least = formula.count if isinstance(formula, AtLeast) else 0
            return Node("least", parts=tuple(_node(part, leaf) for part in formula.args), least=least)


def fact_node(id: str) -> Node:
    """A fact by its label."""
    return Node("fact", vocabulary()[id].label)


def condition_of(version: Version) -> Node:
    """When a version is met, its elements as leaves."""
    return node_of(version.condition, lambda name: _element(version.elements[name]))


def _element(element: Element) -> Node:
    return Node("fact", element.label, element=element)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; its kind says how it is drawn."""

    x: float
    y: float
    width: float
    height: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text. `kind` is head, label, small or between; `known` whether it is in the reader's language."""

    x: float
    y: float
    text: str
    kind: str
    known: bool = True


@dataclass(slots=True)
class Drawing:
    """Where everything is, in units of the picture."""

    width: float = WIDTH
    height: float = 0.0
    boxes: list[Box] = field(default_factory=list[Box])
    words: list[Words] = field(default_factory=list[Words])


Say = Callable[[str], tuple[str, bool]]
"""A text in the reader's language, and whether it is translated."""


def drawing_of(version: Version, say: Say) -> Drawing:
    """The diagram of a version."""
    drawn = Drawing()
    drawn.height = _draw(drawn, condition_of(version), 1, 1, WIDTH - 2, say) + 2
    return drawn


def _draw(drawn: Drawing, node: Node, x: float, y: float, width: float, say: Say) -> float:
    """A node with its upper left corner at (x, y); where it ends below."""
    if node.kind == "fact":
        return _leaf(drawn, node, x, y, width, say)
    at = len(drawn.boxes)
    head, known = say(HEADS[node.kind])
    head = f"{head} {node.least}" if node.kind == "least" else head
    drawn.words.append(Words(x + PAD, y + 17, head, "head", known))
    below = y + HEAD + 4
    between, known = say(BETWEEN[node.kind])
    for number, part in enumerate(node.parts):
        if number:
            drawn.words.append(Words(x + width / 2, below + GAP * 0.72, between, "between", known))
            below += GAP
        below = _draw(drawn, part, x + PAD, below, width - 2 * PAD, say)
    drawn.boxes.insert(at, Box(x, y, width, below + PAD - y, node.kind))
    return below + PAD


def _leaf(drawn: Drawing, node: Node, x: float, y: float, width: float, say: Say) -> float:
    label, known = say(node.label)
    lines = folded(label, width - 2 * PAD, TEXT)
    count = len(facts_of(node.element.formula)) if node.element else 0
    told, told_known = say(ONE_FACT if count == 1 else MORE_FACTS)
    cite = folded(node.element.cite if node.element else "", width - 2 * PAD, SMALL)
    at = y + 19
    for line in lines:
        drawn.words.append(Words(x + PAD, at, line, "label", known))
        at += LINE
    drawn.words.append(Words(x + PAD, at, told % {"count": count} if count != 1 else told, "small", told_known))
    for line in cite:
        at += 15
        drawn.words.append(Words(x + PAD, at, line, "small", False))
    height = at + PAD - y
    drawn.boxes.append(Box(x, y, width, height, "fact"))
    return y + height
