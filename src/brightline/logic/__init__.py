"""Three-valued formulas and their engines; nothing here knows about law."""

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
from brightline.logic.kleene import Truth, compile_bits, conjunction, disjunction, evaluate, negation, threshold
from brightline.logic.polarity import mixed_facts
from brightline.logic.support import Supporter, compile_support, support

__all__ = [
    "All",
    "Any",
    "AtLeast",
    "Fact",
    "Formula",
    "Not",
    "Supporter",
    "Truth",
    "compile_bits",
    "compile_support",
    "conjunction",
    "disjunction",
    "evaluate",
    "facts",
    "flatten",
    "fold",
    "mixed_facts",
    "negation",
    "substitute",
    "support",
    "threshold",
    "to_text",
    "walk",
]
