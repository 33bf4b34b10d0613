"""The readers under fire: whatever stands in a file, a reader gives an answer or a BrightlineError, and no other error."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brightline.cases.casefile import read_cases
from brightline.cases.format import FOLDER as FORMATS
from brightline.cases.format import load_format
from brightline.cases.opening import open_table
from brightline.errors import BrightlineError
from brightline.findings import assess, assess_table, summarise
from brightline.law import definition
from brightline.law.definitions import FOLDER

EXAMPLES = 70
SLOW_EXAMPLES = 1_300
"""Of each of the nine readers, hence over 10,000 inputs in all."""

_SIGNS = [
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    '"',
    "'",
    " ",
    "\0",
    "\ufeff",
    "=",
    "é",
    "\ud7ff",
    "[",
    "]",
    "{",
    "}",
    ":",
    "- ",
    "&a ",
    "*a",
    "!!",
    "|",
    "#",
    "%",
]
_WORDS = [
    *(
        "id",
        "title",
        "date",
        "age",
        "closed",
        "facts",
        "actors",
        "person",
        "means",
        "act",
        "act.recruit",
        "means.force",
    ),
    *("age.under_18", "age.under_16", "any.isolation", "true", "false", "null", "yes", "unknown", "declined", "value"),
    *("standing", "confirmed", "believed", "15", "300", "-1", "1e999", "NaN", "2020-01-01", "2999-01-01", "0000-00-00"),
    *("\\ud800", "\\u0000", "1.0", "0x1f", "1_000", ".inf", "~", "<<", "=cmd", "columns", "fact", "codes", "ignore"),
]
pieces = st.lists(st.one_of(st.sampled_from(_SIGNS), st.sampled_from(_WORDS), st.text(max_size=4)), max_size=40).map(
    "".join
)
cells = st.one_of(st.sampled_from(_WORDS), st.text(max_size=5), st.just(""))
grids = st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), cells),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(cells, inner, max_size=4)),
    max_leaves=12,
)


statements = st.dictionaries(
    st.sampled_from(["act.recruit", "age.under_18", "age.under_16", "any.isolation", "means.force", "act.x"]),
    st.one_of(
        st.booleans(),
        values,
        st.fixed_dictionaries({}, optional={"value": values, "standing": cells, "source": values}),
    ),
    max_size=4,
)
cases = st.fixed_dictionaries(
    {},
    optional={
        "id": values,
        "date": st.one_of(values, st.dates().map(str)),
        "age": st.one_of(st.integers(0, 130), values),
        "closed": st.one_of(values, st.just(["means"])),
        "facts": statements,
        "person": st.fixed_dictionaries({}, optional={"facts": statements, "age": values}),
        "actors": st.lists(st.fixed_dictionaries({"id": cells}, optional={"facts": statements}), max_size=3),
    },
)


def as_csv(grid: list[list[str]]) -> str:
    held = io.StringIO()
    csv.writer(held).writerows(grid)
    return held.getvalue()


def as_json(value: object) -> str:
    import json

    return json.dumps(value)


def encoded(text: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return text.map(lambda found: found.encode("utf-8", "surrogatepass"))


@cache
def good(kind: str) -> bytes:
    held = io.BytesIO()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (("id", "act.recruit"), ("1", "true"), ("2", None)):
            book.active.append(row)
        book.save(held)
    elif kind == "definition":
        held.write((FOLDER / "un-palermo.yaml").read_bytes())
    elif kind == "mapping":
        held.write((FORMATS / "ctdc-vp-2022.yaml").read_bytes())
    elif kind == "parquet":
        pl.DataFrame({"id": ["1", "2"], "act.recruit": [True, None]}).write_parquet(held)
    else:
        held.write(gzip.compress(b"id,act.recruit\n1,true\n2,\n"))
    return held.getvalue()


@st.composite
def damaged(draw: st.DrawFn, kind: str) -> bytes:
    """Bytes of a good file with some of them changed, cut out or put in."""
    body = bytearray(good(kind))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(body) - 1, 0)))
        count = draw(st.integers(0, 8))
        body[at : at + count] = draw(st.binary(max_size=8))
    return bytes(body)


def judge_table(path: Path) -> None:
    summarise(assess_table(path))


def judge_csv(path: Path) -> None:
    """What Polars reads must be what was checked, cell by cell."""
    table = open_table(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    width = len(rows[0])
    wanted = [row or [""] for row in rows[1:] if row or width == 1]
    found = [[cell or "" for cell in row] for row in table.frame.collect().rows()]
    assert found == wanted
    judge_table(path)


def judge_cases(path: Path) -> None:
    for case in read_cases(path):
        for finding in assess(case):
            finding.to_json()


READERS: dict[str, tuple[str, st.SearchStrategy[bytes], Callable[[Path], object]]] = {
    "a text table": (
        "a.csv",
        st.one_of(encoded(pieces), encoded(grids.map(as_csv)), st.binary(max_size=60)),
        judge_csv,
    ),
    "a packed table": ("a.csv.gz", damaged("gz"), judge_table),
    "a JSON Lines table": (
        "a.jsonl",
        encoded(
            st.one_of(
                pieces,
                st.lists(st.dictionaries(cells, values, max_size=4), max_size=4).map(
                    lambda rows: "\n".join(map(as_json, rows))
                ),
            )
        ),
        judge_table,
    ),
    "a workbook": ("a.xlsx", st.one_of(damaged("xlsx"), st.binary(max_size=60)), judge_table),
    "a Parquet table": ("a.parquet", st.one_of(damaged("parquet"), st.binary(max_size=60)), judge_table),
    "a YAML case": ("a.yaml", st.one_of(encoded(pieces), encoded(st.one_of(values, cases).map(as_json))), judge_cases),
    "a JSON case": ("a.json", st.one_of(encoded(pieces), encoded(st.one_of(values, cases).map(as_json))), judge_cases),
    "a definition": ("a.yaml", st.one_of(encoded(pieces), damaged("definition")), lambda path: definition(str(path))),
    "a mapping": ("a.yaml", st.one_of(encoded(pieces), damaged("mapping")), load_format),
}


def fire(name: str, examples: int) -> None:
    file, bodies, judge = READERS[name]

    @settings(
        max_examples=examples,
        deadline=20_000,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(bodies)
    def attempt(body: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file
            path.write_bytes(body)
            with suppress(BrightlineError):
                judge(path)

    attempt()


@pytest.mark.parametrize("name", READERS)
def test_a_reader_under_fire(name: str) -> None:
    fire(name, EXAMPLES)


@pytest.mark.slow
@pytest.mark.parametrize("name", READERS)
def test_a_reader_under_long_fire(name: str) -> None:
    fire(name, SLOW_EXAMPLES)
