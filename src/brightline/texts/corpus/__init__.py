"""The reader over a corpus: millions of documents, several processes or Spark, and on again after a kill."""

from brightline.texts.corpus.documents import Columns
from brightline.texts.corpus.pieces import Reading
from brightline.texts.corpus.run import ENGINES, OUTPUTS, Result, run_corpus
from brightline.texts.corpus.tally import Tally

__all__ = ["ENGINES", "OUTPUTS", "Columns", "Reading", "Result", "Tally", "run_corpus"]
