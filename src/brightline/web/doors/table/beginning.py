"""A file opened, the example, and the wait for either: before anything is known of the columns."""

from __future__ import annotations

from importlib.util import find_spec

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.errors import BrightlineError
from brightline.findings.assess import DEFAULT_DEFINITION
from brightline.web.checks import field, session_of, upload
from brightline.web.doors.table.job import Job
from brightline.web.doors.table.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_CELLS, MOST_COLUMNS
from brightline.web.doors.table.saying import said_here
from brightline.web.doors.table.work import NAME, Held, Work, found, work_of
from brightline.web.languages import marked
from brightline.web.laws import Terms
from brightline.web.pages import HERE, redirect, render, translated
from brightline.web.start import renewed

router = APIRouter()

EXAMPLE_LAWS = (DEFAULT_DEFINITION, "us-18usc1591", "uk-ew-msa")
DELIMITERS = {"": marked("Found out from the first line"), ",": ",", ";": ";", "\t": marked("Tab"), "|": "|"}
ENCODINGS = {
    "utf-8": marked("UTF-8 (most files)"),
    "cp1252": marked("Windows (Western European)"),
    "latin-1": "Latin-1",
    "utf-16": "UTF-16",
}
ENDINGS = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".xlsx", ".jsonl", ".ndjson", ".parquet")


@router.get("")
def first(request: Request) -> HTMLResponse:
    """Open a table, or go on with the one that there is."""
    work = found(request)
    problem = ""
    if work:
        with session_of(request).hold:
            settle(work)
            problem, work.problem = work.problem, ""
    return _first(request, [("file", problem)] if problem else [])


def _first(request: Request, problems: list[tuple[str, str]]) -> HTMLResponse:
    work = found(request)
    return render(
        request,
        "table/first.html",
        422 if problems else 200,
        problems=[(at, said_here(request, translated(request, message))) for at, message in problems],
        held=work.held if work else None,
        judged=bool(work and work.judged),
        delimiters=DELIMITERS,
        encodings=ENCODINGS,
        endings=ENDINGS,
        limits=(LARGEST_FILE // 1_000_000, LARGEST_UNPACKED // 1_000_000, MOST_COLUMNS, f"{MOST_CELLS:,}"),
        missing=find_spec("polars") is None,
    )


@router.post("/file")
def open_file(request: Request) -> Response:
    """A file that was sent. It is read in the background."""
    sent = upload(request, "file")
    if sent is None:
        return _first(request, [("file", marked("Choose the file with the table first."))])
    try:
        from brightline.web.doors.table.reading import plain_name, read_table
    except ImportError:
        raise BrightlineError("tables need one more part: pip install 'brightline[tables]'") from None
    name = plain_name(sent.filename or "")
    if not name.lower().endswith(ENDINGS):
        wrong = marked(
            "This is no table that can be read here. Choose one that ends in .csv, .xlsx, .jsonl or .parquet."
        )
        return _first(request, [("file", wrong)])
    content = sent.file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        return _first(request, [("file", marked("The file is larger than what is taken here. Choose a part of it."))])
    delimiter, encoding = field_as_it_is(request, "delimiter"), field(request, "encoding")
    delimiter = delimiter if delimiter in DELIMITERS else ""
    encoding = encoding if encoding in ENCODINGS else "utf-8"
    work = Work()
    job = Job("read", len(content), lambda job: read_table(content, name, delimiter, encoding, job.tell))
    with session_of(request).hold:
        _let_go(request)
        session_of(request).keep(NAME, work)
        finished = work.begin(job)
        if finished:
            settle(work)
            if work.problem:
                problem, work.problem = work.problem, ""
                return _first(request, [("file", problem)])
    return renewed(redirect("/table/columns" if finished else "/table/working"), request)


def field_as_it_is(request: Request, name: str) -> str:
    """A field whose white space says something, such as a tab."""
    value = request.state.form.get(name)
    return value if isinstance(value, str) and len(value) == 1 else ""


@router.post("/example")
def example(request: Request) -> Response:
    """A small made-up table, read and assessed."""
    try:
        from brightline.cases.format import recognise
        from brightline.web.doors.table.judging import judge
        from brightline.web.doors.table.reading import read_table
    except ImportError:
        raise BrightlineError("tables need one more part: pip install 'brightline[tables]'") from None
    held = read_table((HERE / "examples" / "cases.csv").read_bytes(), "cases.csv", ",", "utf-8", lambda _: None)
    chosen, terms = recognise(held.table.columns), Terms(EXAMPLE_LAWS)
    work = Work(held, chosen, terms=terms, example=True)
    with session_of(request).hold:
        _let_go(request)
        session_of(request).keep(NAME, work)
        if work.begin(Job("assess", held.rows, lambda job: judge(held, chosen, terms, job.tell)), 4):
            settle(work)
            return renewed(redirect("/table/findings"), request)
    return renewed(redirect("/table/working"), request)


@router.post("/forget")
def forget(request: Request) -> Response:
    """Let the table go."""
    session = session_of(request)
    with session.hold:
        _let_go(request)
        session.notify(translated(request, marked("The table was deleted from memory.")))
    return redirect("/table")


def _let_go(request: Request) -> None:
    old = found(request)
    if old:
        old.end()
    session_of(request).forget(NAME)


@router.get("/working")
def working(request: Request) -> Response:
    """How far it is. The page asks again by itself, and goes on when it is done."""
    work = work_of(request)
    with session_of(request).hold:
        job = work.job
        if job is None or job.finished:
            settle(work)
            after = "/table/findings" if work.judged else "/table/columns"
            after = after if work.held else "/table"
            after = "/table/laws" if work.held and work.problem else after
            if request.headers.get("hx-request"):
                return Response(status_code=204, headers={"HX-Redirect": after})
            return redirect(after)
        template = "table/progress.html" if request.headers.get("hx-request") else "table/working.html"
        return render(request, template, job=job, share=round(100 * job.done / job.total), name=_name(work))


def _name(work: Work) -> str:
    return work.held.name if work.held else ""


@router.post("/stop")
def stop(request: Request) -> Response:
    """Stop what is going on. A table that was read already stays."""
    work = work_of(request)
    session = session_of(request)
    with session.hold:
        work.end()
        session.notify(translated(request, marked("It was stopped. Nothing of it was kept.")))
    return redirect("/table/laws" if work.held else "/table")


def settle(work: Work) -> None:
    """Take over what a finished job came to."""
    job = work.job
    if job is None or not job.finished:
        return
    work.end()
    if job.problem:
        work.problem = job.problem
    elif isinstance(job.result, Held):
        from brightline.cases.format import recognise

        work.held = job.result
        work.read_by(recognise(job.result.table.columns))
    elif job.result is not None:
        from brightline.web.doors.table.judging import Judged

        work.judged = job.result if isinstance(job.result, Judged) else None
