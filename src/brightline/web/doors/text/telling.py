"""The words in which the pages speak of texts: labels, families, statuses, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brightline.texts.account import Status, Verdict
from brightline.web.languages import marked


@dataclass(frozen=True, slots=True)
class Told:
    """A sign with its look, a short word, and a sentence."""

    look: str
    sign: str
    word: str
    sentence: str


VERDICTS: Mapping[Verdict, Told] = {
    "supported": Told(
        "yes", "✓", marked("The label has something behind it"),
        marked("The text calls it trafficking, and reports a means or a child, which tell it from sex work."),
    ),
    "not supported": Told(
        "no", "✕", marked("The label has nothing behind it"),
        marked("The text calls it trafficking, and reports neither a means nor a child."),
    ),
    "interchangeable": Told(
        "clash", "!", marked("Two things called one"),
        marked("The text uses words for sex work and for trafficking as if they were the same thing."),
    ),
    "child": Told(
        "clash", "!", marked("A child's exploitation called by another name"),
        marked("The text calls the exploitation of a child prostitution or sex work."),
    ),
    "unlabelled": Told(
        "open", "?", marked("A means or a child, without the label"),
        marked("The text reports a means or a child, with an act or a purpose, and does not call it trafficking."),
    ),
    "no claim": Told(
        "open", "–", marked("No claim to hold against the law"),
        marked("The text makes no claim about trafficking that could be held against its elements."),
    ),
}  # fmt: skip
"""How the label of a text fits."""
NOT_READ = Told(
    "open", "?", marked("Not read: it does not look like English"),
    marked("The reader knows English only. Nothing here says what the text reports, or that it reports nothing."),
)  # fmt: skip
"""What stands in place of that where the text is in another language."""

FAMILIES: Mapping[str, Told] = {
    "act": Told("act", "", marked("act"), marked("What was done to bring, move or keep somebody")),
    "means": Told("means", "", marked("means"), marked("How somebody was pressed, tricked or held")),
    "purpose": Told("purpose", "", marked("purpose"), marked("What it was done for")),
    "age": Told("age", "", marked("age"), marked("Whether somebody was under 18")),
    "consent": Told("consent", "", marked("choice"), marked("What is said of somebody's own choice")),
}
"""The families of evidence; their look is a colour and a class, their word stands at every mark."""
OTHER = Told("term", "", marked("other"), marked("Something else that bears on it"))

STATUSES: Mapping[Status, Told] = {
    "asserted": Told("asserted", "+", marked("stated"), marked("said as a fact")),
    "alleged": Told("alleged", "~", marked("alleged"), marked("somebody accuses somebody of it")),
    "hedged": Told("hedged", "?", marked("possible"), marked("said to be possible")),
    "negated": Told("negated", "\u2212", marked("denied"), marked("said not to be so")),
    "general": Told("general", "*", marked("in general"), marked("said in general, of no event")),
}
"""How words are said; their look is a line under the words, their word stands at every mark."""

SIDES: Mapping[str, str] = {"trafficking": marked("for trafficking"), "sex work": marked("for sex work")}
"""What a term is a name for."""


STRANGERS: Mapping[str, str] = {
    "client": marked("clients"),
    "police": marked("the police"),
    "prosecutor": marked("prosecutors"),
    "robber": marked("robbers"),
    "spouse": marked("a husband"),
    "helper": marked("those who help"),
}
"""Those whose conduct or harm no element rests on."""


def family(name: str) -> Told:
    """The words for a family."""
    return FAMILIES.get(name, OTHER)
