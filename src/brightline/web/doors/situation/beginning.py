"""Before the first question: laws and day, a file opened again, the example, and consent."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import PurePosixPath

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.cases import Case
from brightline.cases.casefile import cases_in, read_cases
from brightline.errors import BrightlineError
from brightline.findings.ask import Interview
from brightline.findings.assess import DEFAULT_DEFINITION
from brightline.findings.consent import PLACE, consent
from brightline.web.checks import field, session_of, upload
from brightline.web.contacts import contacts
from brightline.web.doors.situation.work import NAME, Opened, Work, reopened, work_of
from brightline.web.languages import marked
from brightline.web.laws import MOST_LAWS, Problems, Terms, choices, terms_of
from brightline.web.pages import HERE, page_of, redirect, render, translated
from brightline.web.start import renewed

router = APIRouter()

LARGEST_CASE = 1_000_000
CASE_FILES = (".yaml", ".yml", ".json")
EXAMPLE_LAWS = (DEFAULT_DEFINITION, "us-18usc1591", "uk-ew-msa")


@router.get("")
def first(request: Request) -> HTMLResponse:
    """Begin, or go on with what there is."""
    return _first(request, Terms(), [])


def _first(request: Request, terms: Terms, problems: Problems, about: str = "", purpose: str = "") -> HTMLResponse:
    session = session_of(request)
    with session.hold:
        going_on = session.work(NAME, Work)
        asked = len(going_on.answers) if going_on else None
    return render(
        request,
        "situation/first.html",
        422 if problems else 200,
        terms=terms,
        choices=choices(),
        most=MOST_LAWS,
        problems=[(at, translated(request, message)) for at, message in problems],
        today=date.today().isoformat(),
        asked=asked,
        about=about,
        purpose=purpose,
    )


@router.post("/begin")
def begin(request: Request) -> Response:
    """A new interview. What was there before is let go."""
    terms, problems = terms_of(request)
    about, purpose = field(request, "about", 120), field(request, "purpose", 300)
    if problems:
        return _first(request, terms, problems, about, purpose)
    interview = Interview(terms.under, terms.reading, terms.day, about=about or None)
    return _kept(request, Work(interview, terms, purpose), "/situation/before")


@router.post("/example")
def example(request: Request) -> Response:
    """A made-up situation, answered already."""
    terms = Terms(EXAMPLE_LAWS)
    return _kept(request, reopened(_example(), None, terms, example=True), "/situation/finding")


@cache
def _example() -> Case:
    return read_cases(HERE / "examples" / "situation.yaml")[0]


@router.post("/open")
def open_file(request: Request) -> Response:
    """A case file opened again. It is read in memory."""
    terms, problems = terms_of(request)
    sent = upload(request, "file")
    if sent is None:
        problems.append(("file", marked("Choose the file with the answers first.")))
        return _first(request, terms, problems)
    name = PurePosixPath((sent.filename or "").replace("\\", "/")).name[-80:]
    if not name.lower().endswith(CASE_FILES):
        problems.append(("file", marked("This is no file of answers. Choose one that ends in .yaml, .yml or .json.")))
    if problems:
        return _first(request, terms, problems)
    try:
        cases = cases_in(sent.file.read(LARGEST_CASE + 1).decode("utf-8-sig"), name)
        if len(cases) > 1:
            raise BrightlineError(marked("there are several cases in it; an interview is about one"))
        case = cases[0]
        if len(case.actors) > 1:
            return _kept(request, Opened(case, terms), "/situation/who")
        work = reopened(case, None, terms)
    except UnicodeDecodeError:
        return _first(
            request, terms, [("file", marked("This is not a text file. Choose the one that was downloaded."))]
        )
    except BrightlineError as failure:
        return _first(request, terms, [("file", str(failure)[:400])])
    return _kept(request, work, "/situation/review")


@router.get("/who")
def who(request: Request) -> Response:
    """Whom the questions are about, where a file names several."""
    opened = session_of(request).work(NAME, Opened)
    return render(request, "situation/who.html", actors=opened.case.actors) if opened else redirect("/situation")


@router.post("/who")
def choose_who(request: Request) -> Response:
    """Go on with the one who was chosen."""
    session = session_of(request)
    with session.hold:
        opened, chosen = session.work(NAME, Opened), field(request, "actor")
        if opened is None or chosen not in [actor.id for actor in opened.case.actors]:
            return redirect("/situation/who")
        return _kept(request, reopened(opened.case, chosen, opened.terms, opened.example), "/situation/review")


def _kept(request: Request, work: Work | Opened, path: str) -> Response:
    session = session_of(request)
    with session.hold:
        session.keep(NAME, work)
    return renewed(redirect(path), request)


@router.get("/before")
def before(request: Request) -> HTMLResponse:
    """Consent and safety, before the first question."""
    work, words, language = work_of(request), consent(), page_of(request).language
    purpose = work.purpose or language.of_data(words.purpose) or words.purpose
    asking = (language.of_data(words.asking) or words.asking).replace(PLACE, purpose)
    return render(request, "situation/before.html", work=work, words=words, asking=asking, contacts=contacts())


@router.post("/agree")
def agree(request: Request) -> Response:
    """The person agreed: the questions begin."""
    work = work_of(request)
    with session_of(request).hold:
        work.agree()
    return redirect("/situation/question")


@router.get("/laws")
def laws(request: Request) -> HTMLResponse:
    """Other laws, or another day, for the answers that there are."""
    return _laws(request, work_of(request).terms, [])


def _laws(request: Request, terms: Terms, problems: Problems) -> HTMLResponse:
    shown = [(at, translated(request, message)) for at, message in problems]
    status = 422 if problems else 200
    today = date.today().isoformat()
    return render(
        request, "situation/laws.html", status, terms=terms, choices=choices(), most=MOST_LAWS, problems=shown,
        today=today,
    )  # fmt: skip


@router.post("/laws")
def choose_laws(request: Request) -> Response:
    """The same answers under what was chosen."""
    work = work_of(request)
    terms, problems = terms_of(request)
    if problems:
        return _laws(request, terms, problems)
    with session_of(request).hold:
        work.under_terms(terms)
    return redirect("/situation/finding")
