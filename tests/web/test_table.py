"""The table door: files opened, columns understood, findings counted and kept; and nothing left on a disk."""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import threading
import zipfile
from pathlib import Path

import polars as pl
import pytest

from brightline.findings import assess_table, summarise
from brightline.web.doors.table import reading
from brightline.web.doors.table.job import Job
from brightline.web.doors.table.meaning import Meaning, format_from, mapping_text
from brightline.web.pages import HERE
from webpages import Browser

EXAMPLES = Path(__file__).parents[2] / "examples"
OWN = (EXAMPLES / "own-table.csv").read_bytes()


@pytest.fixture
def browser() -> Browser:
    return Browser().get("/table")


def open_file(browser: Browser, content: bytes, name: str, status: int | None = 200, **fields: str) -> Browser:
    return browser.get("/table").post("/table/file", fields, {"file": (name, content)}, status)


def packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_the_example_says_what_the_command_line_says(browser: Browser) -> None:
    browser.get("/").post("/table/example")
    assert browser.path == "/table/findings"
    table = assess_table(EXAMPLES / "cases.csv", ["un-palermo"])
    outcome = summarise(table).definitions["un-palermo"].outcome
    said = f"{outcome.true} rows meet it, {outcome.false} do not, and {outcome.unknown} are undetermined"
    assert said in browser.text
    assert "made up" in browser.text
    browser.get("/table/findings.csv")
    kept = pl.read_csv(io.BytesIO(browser.page.content))
    assert kept["un-palermo"].value_counts(sort=True)["count"].sum() == 12
    assert browser.page.headers["content-type"] == "text/csv; charset=utf-8"
    for kind, start in (("parquet", b"PAR1"), ("xlsx", b"PK")):
        browser.get(f"/table/findings.{kind}")
        assert browser.page.headers["content-type"].startswith("application/vnd.")
        assert "charset" not in browser.page.headers["content-type"]
        assert browser.page.content.startswith(start)
        assert "attachment" in browser.page.headers["content-disposition"]


def test_the_shipped_example_is_the_one_of_the_examples() -> None:
    shipped = HERE / "examples" / "cases.csv"
    assert shipped.read_bytes() == (EXAMPLES / "cases.csv").read_bytes()


def test_a_table_of_ones_own_is_read_as_somebody_says(browser: Browser) -> None:
    open_file(browser, OWN, "own-table.csv")
    assert "No format on the list" in browser.text
    browser.post("/table/draft").post("/table/missing", {"missing": "NK"})
    assert "No column is read yet" in browser.text
    said = {"kind": "fact", "fact": "obs.recruited_by_someone", "code0": "Y", "says0": "true", "code1": "N"}
    browser.get("/table/column/3").post("/table/column/3/preview", said)
    assert "Not understood" in browser.text, "a code of which nothing is said is never guessed"
    browser.get("/table/columns")
    assert "No column is read yet" in browser.text, "a look keeps nothing"
    browser.get("/table/column/3").post("/table/column/3", {**said, "says1": "false"})
    browser.get("/table/column/2").post("/table/column/2", {"kind": "age"})
    pressure = {"kind": "each", "split": "|"}
    browser.get("/table/column/7").post("/table/column/7/preview", pressure, status=422)
    codes = re.findall(r'name="code(\d+)" value="([^"]+)"', browser.page.text)
    assert {code for _, code in codes} >= {"hit", "threat", "locked", "none"}
    facts = {"hit": "obs.physical_abuse", "threat": "obs.threatened_violence", "locked": "obs.locked_in"}
    for at, code in codes:
        pressure[f"code{at}"], pressure[f"fact{at}"] = code, facts.get(code, "")
    browser.post("/table/column/7", pressure)
    assert "Every code is understood" in browser.text
    browser.get("/table/mapping.yaml")
    mapping = browser.page.text
    browser.get("/table/laws").post("/table/laws", {"under": "un-palermo"})
    assert browser.path == "/table/findings"
    browser.get("/table/findings.csv")
    first = browser.page.content
    assert b"A-17" in first
    open_file(browser, OWN, "own-table.csv")
    browser.post("/table/mapping", files={"mapping": ("mine.yaml", mapping.encode())})
    assert "Every code is understood" in browser.text
    browser.get("/table/laws").post("/table/laws", {"under": "un-palermo"}).get("/table/findings.csv")
    assert browser.page.content == first, "the mapping that was kept reads the table in the same way"


def test_a_look_at_a_column_by_itself_is_a_part_of_a_page(browser: Browser) -> None:
    open_file(browser, OWN, "own-table.csv").post("/table/draft").get("/table/column/3")
    said = {"kind": "fact", "fact": "obs.locked_in", "code0": "Y", "says0": "true"}
    browser.post("/table/column/3/preview", said, headers={"hx-request": "true"})
    assert "<html" not in browser.page.text
    assert "True" in browser.text


def test_a_code_that_is_not_known_is_shown_and_stops_the_table(browser: Browser) -> None:
    open_file(browser, b"id,age,obs.locked_in\n1,22,true\n2,220,perhaps\n", "a.csv")
    assert "cannot be assessed yet" in browser.text
    assert "perhaps" in browser.text
    browser.get("/table/laws").post("/table/laws", {"under": "un-palermo"}, status=422)
    assert "row 3, column" in browser.text
    browser.get("/table/findings")
    assert browser.path in ("/table/laws", "/table/columns")


BOMB = gzip.compress(b"a,b\n" + b"1,2\n" * 26_000_000, 1)
HOSTILE = {
    "empty.csv": (b"", "empty"),
    "noise.xlsx": (b"nonsense", "XLSX"),
    "noise.parquet": (b"PAR1....PAR1", "Parquet"),
    "noise.jsonl": (b'{"id":', "JSON"),
    "half.csv": (b"\xff\xfea", "UTF-16"),
    "long.csv": (b"a,b\n" + b"x" * 1_100_000 + b",1\n", "longer than"),
    "windows.csv": ("id,title\n1,ñ\n".encode("cp1252"), "how its letters are written"),
    "zero.csv": (b"a\0,b\n1,2\n", "NUL"),
    "ragged.csv": (b"a,b\n1,2,3\n", "3 cells"),
    "twice.csv": (b"a,a\n1,2\n", "twice"),
    "wide.csv": (",".join(f"c{n}" for n in range(600)).encode() + b"\n" + b"," * 599 + b"\n", "columns"),
    "bomb.csv.gz": (BOMB, "unpacks"),
    "bomb.xlsx": (packed({"xl/a.xml": b"0" * 101_000_000}), "unpacks"),
    "many.xlsx": (packed({f"xl/{n}.xml": b"" for n in range(2_100)}), "unpacks"),
    "program.exe": (b"MZ", "no table that can be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(browser: Browser, name: str) -> None:
    content, words = HOSTILE[name]
    open_file(browser, content, name, 422)
    problem = re.search(r'(?s)<div class="problems".*?</div>', browser.page.text)
    assert problem
    assert words in problem[0]
    assert "Traceback" not in problem[0]
    assert "brightline-" not in problem[0], "no temporary path is shown"
    assert "--" not in problem[0], "no option of the command line is named"


def test_files_are_read_whatever_divides_their_cells(browser: Browser) -> None:
    for name, content in (
        ("a.csv", b"id;age\n1;22\n"),
        ("b.csv", "id,age\n1,22\n".encode("utf-16")),
        ("c.tsv", b"id\tage\n1\t22\n"),
        ("d.jsonl", b'{"id": "1", "age": 22}\n'),
        ("../../etc/e.csv", b"id,age\n1,22\n"),
        ("f.csv.gz", gzip.compress(b"id,age\n1,22\n")),
    ):
        open_file(browser, content, name)
        assert browser.path == "/table/columns", name
        assert "one row, 2 columns; one is read" in browser.text, name


def test_nothing_is_left_on_a_disk(browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(reading, "_IN_MEMORY", tmp_path)
    modes: list[int] = []
    open_table = reading.open_table

    def watched(path: Path, *options: object) -> object:
        modes.extend((path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777))
        return open_table(path, *options)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "open_table", watched)
    open_file(browser, OWN, "own-table.csv").post("/table/draft")
    open_file(browser, b"a,a\n1,2\n", "bad.csv", 422)
    browser.get("/").post("/table/example")
    for kind in ("csv", "xlsx", "parquet"):
        browser.get(f"/table/findings.{kind}")
        assert browser.page.status_code == 200
    assert modes
    assert set(modes) == {0o600, 0o700}
    assert list(tmp_path.iterdir()) == []


def test_a_formula_is_made_plain_in_what_is_kept(browser: Browser) -> None:
    mapping = mapping_text({"=1+1": Meaning("keep"), "age": Meaning("age")}, "x")
    open_file(browser, b"=1+1,age\n=cmd|' /C calc'!A0,22\n", "x.csv")
    browser.post("/table/mapping", files={"mapping": ("m.yaml", mapping.encode())})
    browser.get("/table/laws").post("/table/laws", {"under": "un-palermo"}).get("/table/findings.csv")
    head, row = browser.page.text.splitlines()
    assert head.startswith("row,'=1+1,")
    assert row.startswith("2,'=cmd|")


def test_marks_in_a_table_are_text(browser: Browser) -> None:
    evil = "<script>alert(1)</script>"
    open_file(browser, f'"{evil}",age\n"<img src=x>",22\n'.encode(), f"{evil}.csv")
    assert evil not in browser.page.text
    browser.post("/table/draft").get("/table/column/0")
    assert evil not in browser.page.text
    assert "<img" not in browser.page.text


def test_a_job_is_stopped_at_its_next_step() -> None:
    begun, go = threading.Event(), threading.Event()

    def work(job: Job) -> object:
        begun.set()
        go.wait(10)
        job.tell(1)
        raise AssertionError("it went on")

    job = Job("read", 10, work)
    assert not job.start(0)
    begun.wait(10)
    job.stop()
    go.set()
    while not job.finished:
        threading.Event().wait(0.01)
    assert job.result is None
    assert job.problem == ""


def test_a_session_that_ends_stops_its_work(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go, went_on = threading.Event(), threading.Event(), threading.Event()
    jobs: list[Job] = []

    def slow(content: bytes, name: str, delimiter: str, encoding: str, tell: object) -> object:
        begun.set()
        go.wait(10)
        tell(1)  # type: ignore[operator]
        went_on.set()
        return None

    started = Job.start
    monkeypatch.setattr(Job, "start", lambda job, patience: (jobs.append(job), started(job, 0.05))[1])
    monkeypatch.setattr(reading, "read_table", slow)
    open_file(browser, OWN, "own-table.csv")
    assert browser.path == "/table/working"
    assert 'http-equiv="refresh" content="2"' in browser.page.text
    browser.get("/table/working", headers={"hx-request": "true"})
    assert "<html" not in browser.page.text
    browser.get("/").post("/leave")
    assert begun.is_set()
    go.set()
    while not jobs[0].finished:
        threading.Event().wait(0.01)
    assert not went_on.is_set()


def test_a_table_is_let_go_when_somebody_says_so(browser: Browser) -> None:
    browser.get("/").post("/table/example").post("/table/forget")
    assert "deleted from memory" in browser.text
    for path in ("/table/columns", "/table/findings", "/table/laws", "/table/findings.csv", "/table/column/0"):
        browser.get(path)
        assert browser.page.status_code == 409
        assert "There is no table here" in browser.text


def test_two_browsers_see_only_their_own_table(browser: Browser) -> None:
    browser.get("/").post("/table/example")
    other = Browser(app=browser.app).get("/table/findings")
    assert other.page.status_code == 409


def test_the_mapping_that_is_made_is_one_that_is_read() -> None:
    draft = {
        "a": Meaning("fact", "obs.locked_in", {"1": "true", "0": "false", "9": "unknown", "8": ""}),
        "b": Meaning("each", "", {"x": "obs.locked_in", "true": ""}, ";"),
        "c": Meaning("age"),
        "d": Meaning("date"),
        "yes": Meaning("keep"),
    }
    made = format_from(mapping_text(draft, "x", ["-99"]), "x")
    assert made.columns["a"].codes == {
        "1": {"obs.locked_in": True},
        "0": {"obs.locked_in": False},
        "9": {"obs.locked_in": None},
    }
    assert made.columns["b"].codes == {"x": {"obs.locked_in": True}, "true": {}}
    assert (made.date, made.keep, made.missing) == ("d", ("yes",), ("", "-99"))


def test_in_spanish() -> None:
    browser = Browser(language="es")
    browser.get("/").post("/table/example")
    assert "filas la cumplen" in browser.text
    open_file(browser, b"", "x.csv", 422)
    assert "el archivo está vacío" in browser.text
