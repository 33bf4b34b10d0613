"""What the law says: vocabulary, readings and definitions, as data with their readers."""

from brightline.law.background import Constraint, background, constraints
from brightline.law.definitions import Definition, Element, Version, definition, definition_ids, definitions
from brightline.law.readings import Reading, may_amount_to, reading
from brightline.law.vocabulary import FactEntry, Vocabulary, vocabulary

__all__ = [
    "Constraint",
    "Definition",
    "Element",
    "FactEntry",
    "Reading",
    "Version",
    "Vocabulary",
    "background",
    "constraints",
    "definition",
    "definition_ids",
    "definitions",
    "may_amount_to",
    "reading",
    "vocabulary",
]
