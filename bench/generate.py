"""Synthetic fact tables for the benchmark: `python bench/generate.py ROWS [FILE]`.

Each of the 60 columns is a nullable boolean named by one of the facts that the shipped definitions use most. Of its
cells 30 % are null; of the others between 4 % and 30 % are true, a share of its own per column. The columns are
independent of each other and of the world: nobody is described by a row. The seed is fixed, and batches are written as
they are drawn, so that ten million rows need no more memory than a few hundred thousand.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from brightline.law import definitions, reading, vocabulary
from brightline.logic import facts

COLUMNS = 60
NULL_SHARE = 0.30
TRUE_SHARE = (0.04, 0.30)
ROW_GROUP = 122_880
SEED = 20_250_725
FOLDER = Path(__file__).parent / ".data"


def most_used_facts(count: int = COLUMNS) -> list[str]:
    """The facts on which most shipped definitions draw under the strict reading.

    So they are legal facts, observations and merged record columns, mixed as in a real table. Of the ages only the
    first is taken: columns drawn apart would contradict each other, which is an error in a table.
    """
    strict = reading("strict")
    wholes = [entry.id for entry in vocabulary() if entry.any_of]
    uses = Counter[str]()
    for definition in definitions():
        formulas = [strict.with_composites(e.formula, wholes) for e in definition.current.elements.values()]
        drawn = set(facts(*formulas))
        for fact, way in reversed(list(strict.ways.items())):
            if fact in drawn:
                drawn.update(facts(way))
        uses.update(drawn)
    order = sorted(uses, key=lambda fact: (-uses[fact], fact))
    ages = [fact for fact in order if vocabulary()[fact].family == "age"]
    return [fact for fact in order if fact not in ages[1:]][:count]


def batches(rows: int, columns: list[str]) -> Iterator[pl.DataFrame]:
    """The table, a row group at a time."""
    draw = np.random.default_rng(SEED)
    span = 0x1_0000  # a cell is null, true or false by where a number below this falls
    shares = draw.uniform(*TRUE_SHARE, len(columns))
    true_below = [int(span * (NULL_SHARE + (1 - NULL_SHARE) * share)) for share in shares]
    null_below = int(span * NULL_SHARE)
    for first in range(0, rows, ROW_GROUP):
        size = min(ROW_GROUP, rows - first)
        cells = {}
        for column, limit in zip(columns, true_below, strict=True):
            drawn = draw.integers(0, span, size, dtype=np.uint16)
            known = pl.Series(drawn >= null_below)
            cells[column] = pl.select(pl.when(known).then(pl.Series(drawn < limit))).to_series()
        yield pl.DataFrame(cells)


def generate(rows: int, path: Path | None = None) -> Path:
    """The file with that many rows, made if it is not there yet."""
    path = path or FOLDER / f"facts-{rows}.parquet"
    columns = most_used_facts()
    if path.exists() and pl.read_parquet_schema(path).keys() == dict.fromkeys(columns).keys():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = dict.fromkeys(columns, pl.Boolean)

    def source(*_: object) -> Iterator[pl.DataFrame]:
        return batches(rows, columns)

    unfinished = path.with_suffix(".part")
    frame = register_io_source(source, schema=schema)
    frame.sink_parquet(unfinished, compression="zstd", row_group_size=ROW_GROUP)
    unfinished.replace(path)
    return path


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.splitlines()[0])
    print(generate(int(sys.argv[1].replace("_", "")), Path(sys.argv[2]) if len(sys.argv) == 3 else None))
