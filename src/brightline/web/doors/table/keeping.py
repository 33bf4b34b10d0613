"""What can be kept of a table: its findings as a file, and the mapping, both made in memory."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from brightline.web.checks import RefusedError
from brightline.web.doors.table.assessing import judged_of
from brightline.web.doors.table.work import table_of
from brightline.web.languages import marked
from brightline.web.pages import download, redirect

router = APIRouter()


@router.get("/findings.{kind}")
def findings_file(request: Request, kind: str) -> Response:
    """The findings, a row each."""
    judged = judged_of(request)
    if judged is None:
        return redirect("/table/laws")
    from brightline.web.doors.table.judging import FILES
    from brightline.web.doors.table.judging import findings_file as made

    if kind not in FILES:
        raise RefusedError(404, marked("There is no such page."))
    return download(made(judged, kind), f"findings.{kind}", FILES[kind])


@router.get("/mapping.yaml")
def mapping(request: Request) -> Response:
    """The mapping that the table is read by, where it is one of one's own."""
    work, _ = table_of(request)
    if not work.mapping:
        return redirect("/table/columns")
    return download(work.mapping, "mapping.yaml", "application/yaml")
