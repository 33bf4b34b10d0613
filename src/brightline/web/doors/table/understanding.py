"""How the table is read: the format, a mapping file, or what a person says of each column, and what comes of it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.cases.format import GENERIC, Format, format_ids, table_format
from brightline.errors import BrightlineError
from brightline.web.checks import field, session_of, upload
from brightline.web.doors.table.limits import LARGEST_MAPPING, LONGEST_CODE
from brightline.web.doors.table.saying import said_here
from brightline.web.doors.table.work import Held, Work, table_of
from brightline.web.languages import marked
from brightline.web.pages import redirect, render, translated

router = APIRouter()

ON_A_PAGE = 30
"""Columns on one page."""


@router.get("/columns")
def columns(request: Request) -> HTMLResponse:
    """How each column and code is understood."""
    return _columns(request, [])


def _columns(request: Request, problems: list[tuple[str, str]]) -> HTMLResponse:
    from brightline.web.doors.table.preview import understand

    work, held = table_of(request)
    with session_of(request).hold:
        chosen = format_of(work)
        work.understood = work.understood or understand(held, chosen)
        understood = work.understood
    start = _start(request, len(understood.columns))
    return render(
        request,
        "table/columns.html",
        422 if problems else 200,
        problems=[(at, said_here(request, translated(request, message))) for at, message in problems],
        held=held,
        chosen=chosen,
        own=bool(work.mapping),
        draft=work.draft,
        missing=", ".join(work.missing),
        proposed=work.proposed,
        understood=understood,
        refused=said_here(request, understood.problem),
        unknown=not work.mapping and chosen.id == GENERIC and not any(one.use == "facts" for one in understood.columns),
        shown=understood.columns[start : start + ON_A_PAGE],
        start=start,
        size=ON_A_PAGE,
        formats=[table_format(name) for name in format_ids()],
        example=work.example,
        labels=labels(),
    )


def labels() -> dict[str, str]:
    """What each fact is called."""
    from brightline.law import vocabulary

    return {entry.id: entry.label for entry in vocabulary()}


def _start(request: Request, count: int) -> int:
    asked = request.query_params.get("from", "0")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return start - start % ON_A_PAGE if start < count else 0


def format_of(work: Work) -> Format:
    """The format that the table is read by."""
    return work.format or table_format(GENERIC)


@router.post("/format")
def choose_format(request: Request) -> Response:
    """Read the table by another of the formats that are known."""
    work, _ = table_of(request)
    chosen = field(request, "format", 80)
    if chosen not in format_ids():
        return _columns(request, [("format", marked("Choose one of the formats on the list."))])
    with session_of(request).hold:
        work.end()
        work.draft = None
        work.read_by(table_format(chosen))
    return redirect("/table/columns")


@router.post("/mapping")
def open_mapping(request: Request) -> Response:
    """Read the table by a mapping file."""
    work, _ = table_of(request)
    sent = upload(request, "mapping")
    if sent is None:
        return _columns(request, [("mapping", marked("Choose the mapping file first."))])
    from brightline.web.doors.table.meaning import format_from
    from brightline.web.doors.table.reading import plain_name

    content = sent.file.read(LARGEST_MAPPING + 1)
    try:
        if len(content) > LARGEST_MAPPING:
            raise BrightlineError("a mapping file is smaller than this; choose another")
        text = content.decode("utf-8-sig")
        chosen = format_from(text, plain_name(sent.filename or ""))
    except UnicodeDecodeError:
        return _columns(request, [("mapping", marked("This is not a text file. Choose one that ends in .yaml."))])
    except BrightlineError as failure:
        return _columns(request, [("mapping", str(failure)[:400])])
    with session_of(request).hold:
        work.end()
        work.draft = None
        work.read_by(chosen, text)
    return redirect("/table/columns")


@router.post("/draft")
def begin_draft(request: Request) -> Response:
    """Say oneself what each column means: every column is left out until somebody says what it is."""
    from brightline.web.doors.table.meaning import Meaning, proposals

    work, held = table_of(request)
    with session_of(request).hold:
        work.end()
        work.proposed = proposals(held.table)
        work.draft = dict.fromkeys(held.table.columns, Meaning())
        redraw(work, held)
    return redirect("/table/columns")


@router.post("/missing")
def say_missing(request: Request) -> Response:
    """Keep which values say nothing, whatever the column."""
    work, held = table_of(request)
    if work.draft is None:
        return redirect("/table/columns")
    values = [part.strip()[:LONGEST_CODE] for part in field(request, "missing", 400).split(",")]
    with session_of(request).hold:
        work.missing = tuple(dict.fromkeys(value for value in values if value))
        redraw(work, held)
    return redirect("/table/columns")


def redraw(work: Work, held: Held, only: str = "") -> None:
    """Read the table by its draft, after what was said of one column, or of all, changed."""
    from brightline.web.doors.table.meaning import format_from, mapping_text
    from brightline.web.doors.table.preview import understand

    assert work.draft is not None
    text = mapping_text(work.draft, held.name, work.missing)
    known = work.understood if only else None
    chosen = format_from(text, "mapping.yaml")
    work.read_by(chosen, text)
    work.understood = understand(held, chosen, known, only)
