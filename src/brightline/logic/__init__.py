"""Three-valued formulas and their engines; nothing here knows about law."""

from brightline.logic.diagram import Diagram, Diagrams, DiagramTooLargeError
from brightline.logic.families import Families, Family
from brightline.logic.formula import (
    All,
    Any,
    AtLeast,
    Fact,
    Formula,
    Not,
    facts,
    flatten,
    fold,
    substitute,
    to_text,
    walk,
)
from brightline.logic.inquiry import Inquiry
from brightline.logic.kleene import Truth, compile_bits, conjunction, disjunction, evaluate, negation, threshold
from brightline.logic.patterns import Group, Pattern, background_for, groups, patterns
from brightline.logic.polarity import mixed_facts
from brightline.logic.reasons import reasons, settling
from brightline.logic.support import Supporter, compile_support, support

__all__ = [
    "All",
    "Any",
    "AtLeast",
    "Diagram",
    "DiagramTooLargeError",
    "Diagrams",
    "Fact",
    "Families",
    "Family",
    "Formula",
    "Group",
    "Inquiry",
    "Not",
    "Pattern",
    "Supporter",
    "Truth",
    "background_for",
    "compile_bits",
    "compile_support",
    "conjunction",
    "disjunction",
    "evaluate",
    "facts",
    "flatten",
    "fold",
    "groups",
    "mixed_facts",
    "negation",
    "patterns",
    "reasons",
    "settling",
    "substitute",
    "support",
    "threshold",
    "to_text",
    "walk",
]
