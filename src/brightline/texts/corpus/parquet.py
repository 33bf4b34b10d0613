"""The JSON lines of a corpus run as a Parquet file, streamed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from brightline.cases.writing import replacing
from brightline.errors import BrightlineError
from brightline.texts.corpus.documents import Columns

_SPAN = {"label": pl.String, "status": pl.String, "start": pl.Int64, "end": pl.Int64, "quote": pl.String}
_ELEMENT = {"fact": pl.String, "source": pl.String, "cue": pl.String, "by": pl.String, "to": pl.String} | _SPAN
_TEXTS = pl.List(pl.String)


def schema(definitions: Iterable[str], columns: Columns) -> dict[str, pl.DataType]:
    """The columns of the output, named as the keys of the JSON lines."""
    carried = [name for name, asked in (("date", columns.date), ("outlet", columns.outlet)) if asked]
    palermo = pl.Struct(
        {
            "acts": _TEXTS,
            "means": _TEXTS,
            "purposes": _TEXTS,
            "minors": pl.Boolean,
            "drawn": pl.List(pl.Struct({"term": pl.String, "why": pl.String})),
        }
    )
    codebook = pl.Struct(
        {
            "labels": pl.List(pl.Struct(_SPAN)),
            "minor": pl.String,
            "adult": pl.String,
            "label_used": _TEXTS,
            "conflation": _TEXTS,
        }
    )
    return {
        "id": pl.String(),
        **dict.fromkeys(carried, pl.String()),
        "english": pl.Boolean(),
        "elements": pl.List(pl.Struct(_ELEMENT | {"idea": pl.String})),
        "set_aside": pl.List(pl.Struct(_ELEMENT | {"idea": pl.String, "stranger": pl.String})),
        "labels_used": _TEXTS,
        "verdict": pl.String(),
        "reasons": _TEXTS,
        "findings": pl.Struct(dict.fromkeys(definitions, pl.String)),
        "schemes": pl.Struct({"palermo": palermo, "codebook": codebook}),
    }


def write_parquet(lines: Path, out: Path, definitions: Iterable[str], columns: Columns) -> None:
    """The file of JSON lines as Parquet at `out`."""
    with replacing(out) as temporary:
        try:
            pl.scan_ndjson(lines, schema=schema(definitions, columns)).sink_parquet(temporary)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as failure:
            told = str(failure).splitlines()[0][:200] if str(failure) else type(failure).__name__
            raise BrightlineError(f"{out.name} was not written ({told}); {lines.name} holds it as JSON lines") from None
