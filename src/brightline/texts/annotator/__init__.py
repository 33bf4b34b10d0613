"""A local model as a second annotator, shown beside the reader and never merged with it."""

from brightline.texts.annotator.beside import Disagreement, disagreements
from brightline.texts.annotator.endpoint import Endpoint, is_own
from brightline.texts.annotator.model import ModelAccount, ModelEvidence, annotate, locate

__all__ = [
    "Disagreement",
    "Endpoint",
    "ModelAccount",
    "ModelEvidence",
    "annotate",
    "disagreements",
    "is_own",
    "locate",
]
