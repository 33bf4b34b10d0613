"""Labelled records, files of them, and the measures of a reading against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from brightline.texts.evaluate import (
    Draws,
    Labelled,
    Record,
    Report,
    Span,
    codebook_names,
    evaluate,
)
from brightline.texts.evaluate.measures import Scores

TEXT = "The boss took her passport and forced her to work as a prostitute."
FLAGS = codebook_names().conflation


def spans(*told: tuple[str, str, int, int]) -> Record:
    return Record(spans=tuple(Span(*one) for one in told), minor="none", adult="none", conflation=())


def report(gold: list[Record], found: list[Record], form: Any = "codebook", draws: int = 50) -> Report:
    texts = [Labelled(f"d{at}", TEXT, one, {}) for at, one in enumerate(gold)]
    return evaluate(texts, found, form, Draws(len(gold), draws))


def plain(scores: Scores) -> tuple[int, int, int, float | None, float | None, float | None]:
    return (
        scores.right,
        scores.false,
        scores.missed,
        scores.precision.value,
        scores.recall.value,
        scores.f1.value,
    )


GOOD: dict[str, Any] = {
    "id": "a",
    "text": TEXT,
    "labels": [
        {
            "label": "means.document_confiscation",
            "status": "asserted",
            "start": 9,
            "end": 26,
            "quote": "took her passport",
        }
    ],
    "minor": "none",
    "adult": "none",
    "conflation": ["none"],
}


def written(path: Path, *told: Any) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in told))
    return path
