"""One row of a table is one case: every engine, reading and kind of file gives a row what `assess` gives it alone."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import openpyxl
import polars as pl
import pytest

from brightline.cases import Case
from brightline.cases.case import AGE_LINES
from brightline.errors import BrightlineError
from brightline.findings import Summary, assess, assess_table, summarise, summarise_cases
from brightline.findings.finding import OUTCOMES
from brightline.law import definitions, vocabulary
from brightline.law.vocabulary import FAMILIES
from brightline.logic import Truth
from command import run

Record = dict[str, object]
TRUTHS: Mapping[str, Truth] = {outcome: truth for truth, outcome in OUTCOMES.items()}
FACTS = tuple(fact for fact in vocabulary().ids if fact not in AGE_LINES)
FEW = ("un-palermo", "us-18usc1591", "uk-ew-msa", "nl-273f", "us-mn-609-321")
FLAVOURS = ("plain", "age", "closed", "dated", "all")


def record(chance: Random, flavour: str) -> Record:
    """An invented case: any fact, of which few or many are stated, mostly the same way or not."""
    while True:
        many, lean = chance.choice([0.05, 0.3, 0.9]), chance.choice([0.1, 0.5, 0.9])
        found: Record = {fact: chance.random() < lean for fact in FACTS if chance.random() < many}
        found |= {fact: chance.random() < 0.5 for fact in AGE_LINES if chance.random() < 0.3}
        if flavour in ("age", "all") and chance.random() < 0.7:
            found["age"] = chance.randrange(12, 25)
        if flavour in ("closed", "all"):
            found["closed"] = chance.sample(FAMILIES, chance.randrange(4))
        if flavour in ("dated", "all") and chance.random() < 0.9:
            day = date(1990, 1, 1) + timedelta(chance.randrange(13_000))
            found["date"] = chance.choice([day.isoformat(), day.isoformat()[:7], str(day.year)])
        try:
            Case.of(found)
        except BrightlineError:  # ages that contradict each other
            continue
        return found


def records(name: str, count: int, flavour: str) -> list[Record]:
    chance = Random(name)
    return [record(chance, flavour) for _ in range(count)]


def written(rows: Sequence[Record], path: Path) -> Path:
    """The records as a table: flags as booleans, the rest as text."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts: dict[str, list[object]] = {name: [row.get(name) for row in rows] for name in names}
    if "closed" in texts:
        texts["closed"] = [";".join(map(str, value)) if isinstance(value, list) else None for value in texts["closed"]]
    kinds = {name: pl.Boolean if name in vocabulary() else pl.Int64 if name == "age" else pl.String for name in names}
    frame = pl.DataFrame(texts, schema=kinds)
    match path.suffix:
        case ".parquet":
            frame.write_parquet(path)
        case ".csv":
            frame.write_csv(path)
        case ".jsonl":
            frame.write_ndjson(path)
        case _:
            frame.write_excel(path)
    return path


def alone(row: Record, under: Sequence[str], reading: str, as_of: date | None, outputs: Sequence[str]) -> list[Truth]:
    found: dict[str, Truth] = {}
    for finding in assess(row, under, as_of, reading):
        found[finding.definition.id] = TRUTHS[finding.outcome]
        found.update((f"{finding.definition.id}.{element.name}", element.state) for element in finding.elements)
    return [found.get(name) for name in outputs]


def check_rows(
    rows: Sequence[Record],
    path: Path,
    under: Sequence[str] = FEW,
    reading: str = "strict",
    as_of: date | None = None,
    engine: str = "polars",
) -> Summary:
    table = assess_table(path, under, as_of, reading, "generic", engine)
    found = table.frame.select(*table.outputs).collect("polars").to_native().rows()
    assert len(found) == len(rows)
    for row, values in zip(rows, found, strict=True):
        wanted = alone(row, under, reading, as_of, table.outputs)
        wrong = {n: (a, b) for n, a, b in zip(table.outputs, values, wanted, strict=True) if a is not b}
        assert not wrong, (row, wrong)
    summary = summarise(table)
    each = summarise_cases([assess(row, under, as_of, reading) for row in rows])
    assert summary.rows == each.rows
    for id, counts in summary.definitions.items():
        assert counts.outcome == each.definitions[id].outcome
        assert counts.not_in_force == each.definitions[id].not_in_force
        for name, states in counts.elements.items():
            alone_states = each.definitions[id].elements.get(name)
            assert alone_states is None or (states.true, states.false) == (alone_states.true, alone_states.false)
    return summary


RUNS = [("polars", flavour, reading) for flavour in FLAVOURS for reading in ("strict", "broad")]
RUNS += [("duckdb", flavour, "strict") for flavour in ("plain", "age", "dated")]
RUNS += [("duckdb", "all", "broad")]


@pytest.mark.parametrize(("engine", "flavour", "reading"), RUNS)
def test_a_row_is_a_case(engine: str, flavour: str, reading: str, tmp_path: Path) -> None:
    rows = records(f"{flavour} {reading}", 40 if engine == "polars" else 15, flavour)
    under = FEW[:1] if engine == "duckdb" and flavour == "all" else FEW  # DuckDB plans long expressions slowly
    check_rows(rows, written(rows, tmp_path / "cases.parquet"), under, reading, engine=engine)


@pytest.mark.parametrize("day", [date(1990, 6, 1), date(2015, 6, 1)])
def test_a_row_is_a_case_under_every_definition(day: date, tmp_path: Path) -> None:
    rows = records(f"every {day}", 15, "all")
    everything = [chosen.id for chosen in definitions(memory=True)]
    check_rows(rows, written(rows, tmp_path / "cases.parquet"), everything, "broad")
    check_rows(rows, written(rows, tmp_path / "cases.parquet"), everything, "strict", day)


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx", ".parquet"])
def test_a_row_is_a_case_in_every_kind_of_file(ending: str, tmp_path: Path) -> None:
    rows = records(ending, 60, "all")
    check_rows(rows, written(rows, tmp_path / f"cases{ending}"))


WRITTEN_ODDLY = {
    "marked": b"\xef\xbb\xbfid,act.recruit,means.force\n1,true,false\n2,,yes\n",
    "with blank lines": b"id,act.recruit,means.force\n\n1,true,false\n\n\n2,,yes\n\n",
    "with other line ends": b"id,act.recruit,means.force\r\n1,true,false\r\n2,,yes\r\n",
    "with quotes": b'id,act.recruit,"means.force"\n"1",true,"false"\n"2\n",,yes\n',
    "without a last line end": b"id,act.recruit,means.force\n1,true,false\n2,,yes",
    "with spaces": b"id,act.recruit,means.force\n1, True,FALSE \n2, ,Yes\n",
    "with numbers": b"id,act.recruit,means.force\n1,1.0,0\n2,?,1\n",
}


@pytest.mark.parametrize("name", WRITTEN_ODDLY)
def test_a_table_written_oddly_is_read_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(WRITTEN_ODDLY[name])
    check_rows([{"act.recruit": True, "means.force": False}, {"means.force": True}], path)


def test_a_composite_is_one_of_its_parts_and_not_each(tmp_path: Path) -> None:
    rows: list[Record] = []
    for entry in vocabulary():
        if entry.any_of:
            part = entry.any_of[0]
            rows += [
                {entry.id: True},
                {entry.id: False},
                {entry.id: False, part: True},
                {entry.id: True, part: False, "closed": [entry.family]},
                {entry.id: True} | dict.fromkeys(entry.any_of, False),
            ]
    rows += [
        {"any.child_labour": False, "means.restraint": True, "obs.aim_labour": True, "closed": ["means", "purpose"]},
        {"purpose.forced_labour": False, "means.force": True, "obs.aim_labour": True, "closed": ["purpose"]},
    ]
    check_rows(rows, written(rows, tmp_path / "cases.csv"), ["un-palermo", "us-18usc1591"])
    check_rows(rows, written(rows, tmp_path / "cases.csv"), ["un-palermo", "uk-ew-msa"], "broad")


def test_ages_state_wider_ages_beside_a_column_of_years(tmp_path: Path) -> None:
    rows: list[Record] = [
        {"age": 15, "act.recruit": True},
        {"age.under_16": True, "closed": ["age"]},
        {"age.under_18": False},
        {"age": None, "age.under_16": True, "age.under_20": None},
    ]
    for ending in (".csv", ".parquet"):
        check_rows(rows, written(rows, tmp_path / f"cases{ending}"), ["un-palermo", "jp-226-2"])


def test_a_true_date_column_is_read_as_dates(tmp_path: Path) -> None:
    days = [date(1995, 5, 1), None, date(2020, 2, 29)]
    rows: list[Record] = [{"act.recruit": True, "means.force": True, "date": day} for day in days]
    pl.DataFrame(rows).write_parquet(tmp_path / "cases.parquet")
    for engine in ("polars", "duckdb"):
        check_rows(rows, tmp_path / "cases.parquet", engine=engine)


# --- written findings ---------------------------------------------------------------------------------------------

TITLES = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "plain", 'a, "quoted" one', "'apostrophe", "ünïcode")


def read_back(path: Path) -> list[dict[str, object]]:
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                return [dict(row) for row in csv.DictReader(file)]
        case ".parquet":
            return pl.read_parquet(path).to_dicts()
        case ".jsonl":
            return pl.read_ndjson(path).to_dicts()
        case _:
            book = openpyxl.load_workbook(path)
            assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
            header, *body = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
            return [dict(zip(map(str, header), row, strict=True)) for row in body]


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl", ".xlsx"])
def test_written_findings_are_the_rows_and_run_nothing(ending: str, engine: str, tmp_path: Path) -> None:
    rows = [row | {"title": title} for row, title in zip(records("titles", len(TITLES), "plain"), TITLES, strict=True)]
    source = written(rows, tmp_path / "cases.parquet")
    out = tmp_path / f"out{ending}"
    found = run("assess", source, "--engine", engine, "--out", out, "--json", "--under", "un-palermo")
    assert found.code == 0, found
    back = read_back(out)
    outcomes = [finding.outcome for row in rows for finding in assess(row)]
    assert [row["un-palermo"] for row in back] == outcomes
    assert found.data["definitions"]["un-palermo"]["met"] == outcomes.count("met")
    for row, title in zip(back, TITLES, strict=True):
        guarded = ending in (".csv", ".xlsx") and title[0] in "=+-@\t"
        assert row["title"] == (f"'{title}" if guarded else title)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["cases.parquet", out.name])


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl", ".xlsx"])
def test_findings_of_case_files_are_written_in_the_same_form(ending: str, tmp_path: Path) -> None:
    source = tmp_path / "cases.yaml"
    source.write_text("\n---\n".join(f"id: {n}\ntitle: {title!r}" for n, title in enumerate(TITLES[:4])))
    out = tmp_path / f"out{ending}"
    assert run("assess", source, "--out", out).code == 0
    back = read_back(out)
    assert [row["id"] for row in back] == ["0", "1", "2", "3"]
    assert {row["un-palermo"] for row in back} == {"undetermined"}
    if ending in (".csv", ".xlsx"):
        assert [row["title"] for row in back] == [f"'{title}" for title in TITLES[:4]]


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl", ".xlsx"])
def test_a_write_that_fails_leaves_the_old_file(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(records("fails", 5, "plain"), tmp_path / "cases.parquet")
    out = tmp_path / f"out{ending}"
    out.write_text("what was there")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    found = run("assess", source, "--out", out)
    assert found.code == 2
    assert found.out == ""
    assert "cannot be written (No space left on device)" in found.err
    assert out.read_text() == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["cases.parquet", out.name])


def test_a_merged_column_that_is_not_known_stays_so_beside_the_findings(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("id,any.threats,any.abuse\n1,true,\n2,,unknown\n3,false,true\n")
    table = assess_table(tmp_path / "cases.csv")
    found = table.frame.select("any.threats", "any.abuse").collect("polars").to_native().rows()
    assert found == [(True, None), (None, None), (False, True)]
