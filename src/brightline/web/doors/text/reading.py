"""A text given and read: pasted or from a file, the example, its label, its marks, and the laws it is held against."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.errors import BrightlineError
from brightline.findings.assess import DEFAULT_DEFINITION
from brightline.law import definition
from brightline.texts.documents import Document, document_from
from brightline.texts.documents.document import ENDINGS
from brightline.texts.marking import Begin, End, LeftOut, Words, overlapping, pieces, showable
from brightline.texts.verdict import PASSED_OVER
from brightline.web.checks import LONGEST_FIELD, field, session_of, upload
from brightline.web.doors.text.telling import NOT_READ, SIDES, STATUSES, STRANGERS, VERDICTS, Told, family
from brightline.web.doors.text.work import NAME, Work, page_of_piece, read_text, work_of
from brightline.web.languages import marked
from brightline.web.laws import MOST_LAWS, Problems, Terms, choices, terms_of
from brightline.web.pages import HERE, download, page_of, redirect, render, translated
from brightline.web.start import renewed

router = APIRouter()

LARGEST_FILE = 10_000_000
LONGEST_TEXT = 300_000
"""Characters of a text that a page can show with its marks: about a hundred printed pages."""
LONGEST_PASTED = 50_000
EXAMPLE_LAWS = (DEFAULT_DEFINITION, "us-18usc1591")


@router.get("")
def first(request: Request) -> HTMLResponse:
    """Where a text is given."""
    return _first(request, Terms(), [])


def _first(
    request: Request, terms: Terms, problems: Problems, pasted: str = "", *, anyway: bool = False
) -> HTMLResponse:
    with session_of(request).hold:
        there = session_of(request).work(NAME, Work) is not None
    return render(
        request,
        "text/first.html",
        422 if problems else 200,
        terms=terms,
        choices=choices(),
        most=MOST_LAWS,
        problems=_shown(request, problems),
        pasted=pasted,
        anyway=anyway,
        there=there,
        endings=",".join(ENDINGS),
        longest=LONGEST_PASTED,
    )


def _shown(request: Request, problems: Problems) -> Problems:
    """Problems in the reader's language; what another room says of a file as far as it is translated."""
    language = page_of(request).language
    return [(at, showable(language.of_data(message) or message)) for at, message in problems]


@router.post("/read")
def read(request: Request) -> Response:
    """Read what was pasted, or the file that was chosen."""
    terms, problems = terms_of(request)
    anyway = field(request, "anyway") == "yes"
    pasted, sent = field(request, "text", LONGEST_FIELD + 1), upload(request, "file")
    document = None
    if pasted and sent:
        problems.append(("text", marked("There is a text and a file. Empty the box, or choose no file.")))
    elif len(pasted) > LONGEST_PASTED:
        problems.append(("text", marked("This is too long for the box. Save it as a file, and choose the file.")))
    elif pasted:
        document = Document("-", "text", pasted)
    elif sent is None:
        problems.append(("text", marked("Paste a text, or choose a file.")))
    else:
        name = PurePosixPath((sent.filename or "").replace("\\", "/")).name[-80:]
        try:
            document = document_from(sent.file.read(LARGEST_FILE + 1), showable(name) or "text")
        except BrightlineError as failure:
            problems.append(("file", str(failure)[:400]))
    if document is not None and len(document.text) > LONGEST_TEXT:
        problems.append(("file", marked("This text is too long to be shown here. Cut it into parts, and read each.")))
    if document is None or problems:
        return _first(request, terms, problems, pasted[:LONGEST_PASTED], anyway=anyway)
    return _kept(request, read_text(document, terms.under, terms.reading, anyway=anyway))


@router.post("/example")
def example(request: Request) -> Response:
    """A text that was made up."""
    return _kept(request, read_text(_example(), EXAMPLE_LAWS, "strict", example=True))


@cache
def _example() -> Document:
    return Document("-", "text", (HERE / "examples" / "text.txt").read_text("utf-8"))


def _kept(request: Request, work: Work) -> Response:
    session = session_of(request)
    with session.hold:
        session.keep(NAME, work)
    return renewed(redirect("/text/marks"), request)


@router.get("/marks")
def marks(request: Request) -> HTMLResponse:
    """The label against the elements, and the text with its marks."""
    work = work_of(request)
    with session_of(request).hold:
        account = work.report.account
        foreign = not account.english
        return render(
            request,
            "text/marks.html",
            foreign=foreign,
            work=work,
            verdict=NOT_READ if foreign else VERDICTS[account.verdict],
            reasons=[] if foreign else [_by_title(reason, account.findings) for reason in account.reasons],
            counted=_counted(work),
            terms=_terms(work),
            pieces=[_piece(piece) for piece in pieces(account)],
            several=overlapping(account.elements),
            statuses=[
                told for status, told in STATUSES.items() if any(one.status == status for one in account.elements)
            ],
            told=work.report.document.told,
            passed_over=not foreign and PASSED_OVER in account.reasons,
            set_aside=[]
            if foreign
            else [(STRANGERS[one.stranger], showable(one.evidence.quote)) for one in account.set_aside],
            sides=SIDES,
        )


def _counted(work: Work) -> list[tuple[Told, int]]:
    return [(family(name), len(found)) for name, found in work.report.families]


def _terms(work: Work) -> list[tuple[str, list[tuple[str, int]]]]:
    """The terms that the text uses, by what they are names for, each with how often."""
    counted: dict[str, dict[str, int]] = {}
    for mention in work.report.account.mentions:
        of_side = counted.setdefault(mention.side, {})
        of_side[mention.term] = of_side.get(mention.term, 0) + 1
    return [(side, list(terms.items())) for side, terms in counted.items()]


def _piece(piece: Begin | End | Words | LeftOut) -> dict[str, object]:
    """A piece of the text as a page shows it."""
    match piece:
        case Begin(mark):
            number = mark.number or 0
            told = family(mark.family)
            return {
                "kind": "begin", "number": number, "page": page_of_piece(number), "family": told,
                "status": next((word for status, word in STATUSES.items() if status == mark.status), None),
            }  # fmt: skip
        case End(mark):
            return {"kind": "end", "number": mark.number}
        case LeftOut(characters):
            return {"kind": "left out", "characters": characters}
        case Words(text, covering):
            if not covering:
                return {"kind": "bare", "text": showable(text)}
            inmost = piece.inmost
            looks = [inmost.kind, inmost.status, "several" if len(piece.evidence) > 1 else ""]
            return {"kind": "marked", "text": showable(text), "looks": " ".join(look for look in looks if look)}


@router.get("/findings")
def findings(request: Request) -> HTMLResponse:
    """What the laws make of what the text reports."""
    return _findings(request, None, [])


def _findings(request: Request, terms: Terms | None, problems: Problems) -> HTMLResponse:
    work = work_of(request)
    with session_of(request).hold:
        return render(
            request,
            "text/findings.html",
            422 if problems else 200,
            work=work,
            found=work.findings(),
            rejected=sum(1 for yes in work.decided.values() if not yes),
            terms=terms or Terms(work.under, None, work.report.reading),
            choices=choices(),
            most=MOST_LAWS,
            problems=_shown(request, problems),
        )


@router.post("/anyway")
def look_anyway(request: Request) -> Response:
    """Look into a text that does not name the subject."""
    work = work_of(request)
    with session_of(request).hold:
        work.anyway = True
        work.under_laws(work.under, work.report.reading)
    return renewed(redirect("/text/marks"), request)


@router.post("/laws")
def choose_laws(request: Request) -> Response:
    """The same text under other laws."""
    work = work_of(request)
    terms, problems = terms_of(request)
    if problems:
        return _findings(request, terms, problems)
    with session_of(request).hold:
        work.under_laws(terms.under, terms.reading)
    return redirect("/text/findings")


@router.get("/json")
def as_json(request: Request) -> Response:
    """What the text reports as JSON, without the text itself beyond the words of the evidence."""
    import json

    work = work_of(request)
    with session_of(request).hold:
        report = work.report.to_json() | {
            "confirmed": work.confirmed,
            "rejected": sorted(number for number, yes in work.decided.items() if not yes),
        }
    return download(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "evidence.json", "application/json")


@router.post("/delete")
def delete(request: Request) -> Response:
    """Let the text go."""
    session = session_of(request)
    with session.hold:
        session.forget(NAME)
        session.notify(translated(request, marked("The text is deleted. A file that you downloaded is still there.")))
    return redirect("/text")


def _by_title(reason: str, laws: Iterable[str]) -> str:
    """A reason that begins with the id of a law, with its title instead and elements in words: nobody knows ids."""
    for law in laws:
        if reason.startswith((f"{law}:", f"{law},")):
            known = definition(law)
            lead, named, elements = reason[len(law) :].partition(", not established: ")
            if not named:
                return known.title + lead
            words = {
                name.replace("_", " "): one.label for each in known.versions for name, one in each.elements.items()
            }
            return f"{known.title}{named}{'; '.join(words.get(name, name) for name in elements.split(', '))}"
    return reason
