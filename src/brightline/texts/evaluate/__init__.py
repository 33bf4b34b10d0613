"""How well the reader does on texts that people have labelled, beside what a keyword list would do."""

from brightline.texts.evaluate.baselines import Keywords, commonest, keywords, load_keywords
from brightline.texts.evaluate.confusions import Confusion, confusions, taken_for
from brightline.texts.evaluate.gold import GoldSet, Labelled, Record, Span, codebook_names, read_labelled
from brightline.texts.evaluate.measures import Draws, Scores, Share, kappa, overlap
from brightline.texts.evaluate.report import FEWEST, LabelScores, Report, evaluate, record_of

__all__ = [
    "FEWEST",
    "Confusion",
    "Draws",
    "GoldSet",
    "Keywords",
    "LabelScores",
    "Labelled",
    "Record",
    "Report",
    "Scores",
    "Share",
    "Span",
    "codebook_names",
    "commonest",
    "confusions",
    "evaluate",
    "kappa",
    "keywords",
    "load_keywords",
    "overlap",
    "read_labelled",
    "record_of",
    "taken_for",
]
