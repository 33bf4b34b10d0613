"""What the law says: vocabulary, readings and definitions, as data with their readers."""

from brightline.law.definitions import Definition, Element, Version, definition, definition_ids, definitions
from brightline.law.readings import Reading, may_amount_to, reading
from brightline.law.vocabulary import FactEntry, Vocabulary, vocabulary

__all__ = [
    "Definition",
    "Element",
    "FactEntry",
    "Reading",
    "Version",
    "Vocabulary",
    "definition",
    "definition_ids",
    "definitions",
    "may_amount_to",
    "reading",
    "vocabulary",
]
