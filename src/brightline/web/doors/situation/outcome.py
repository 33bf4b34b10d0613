"""The finding: each law's elements, what carries them, what would change it; on a page, on paper, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline import __version__
from brightline.findings import Finding, assess
from brightline.findings.explain import explain
from brightline.law import vocabulary
from brightline.logic import Truth
from brightline.web.checks import session_of
from brightline.web.contacts import contacts
from brightline.web.doors.situation.asking import WORDS
from brightline.web.doors.situation.telling import Ways, ways_of
from brightline.web.doors.situation.work import work_of
from brightline.web.languages import marked
from brightline.web.pages import download, render

router = APIRouter()

MOST_QUESTIONS = 2
"""Questions that an open element proposes."""
MOST_NAMED = 6
"""Facts that a line names before it only counts the rest."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line about an element: words that lead in, labels of facts, and how many more there are."""

    lead: str
    labels: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ElementShown:
    """One element of one law."""

    name: str
    label: str
    cite: str
    word: str
    lines: tuple[Line, ...]
    authorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding, ready for a page."""

    finding: Finding
    headline: str
    elements: tuple[ElementShown, ...]
    ways: list[Ways]
    broad: str
    open: tuple[str, ...]
    unused: tuple[str, ...]


HEADLINES = {
    "met": marked("These facts meet this definition."),
    "not met": marked("On these facts an element is missing."),
    "undetermined": marked("What is known does not settle it."),
}
FLAT_MET = marked("These facts meet this definition, if one person or group did all of this.")
_LEADS: dict[Truth, str] = {
    True: marked("Carried by:"),
    False: marked("None of these holds:"),
    None: marked("Not known:"),
}


@router.get("/finding")
def finding(request: Request) -> HTMLResponse:
    """The finding under each law."""
    return _page(request, "situation/finding.html")


@router.get("/paper")
def paper(request: Request) -> HTMLResponse:
    """The same to print, with every answer."""
    return _page(request, "situation/paper.html")


def _page(request: Request, template: str) -> HTMLResponse:
    work = work_of(request)
    with session_of(request).hold:
        interview = work.interview
        return render(
            request,
            template,
            work=work,
            found=[finding_shown(one) for one in interview.findings],
            left=interview.question.left if interview.question else 0,
            answers=[(vocabulary()[given.fact].question, given.answer) for given in work.answers],
            words=WORDS,
            contacts=contacts(),
            today=date.today(),
            version=__version__,
        )


@router.get("/file")
def file(request: Request) -> Response:
    """What was told, as a file to keep."""
    work = work_of(request)
    with session_of(request).hold:
        return download(work.file(), "answers.yaml", "application/yaml")


def finding_shown(found: Finding) -> Shown:
    """A finding as `situation/one_finding.html` shows it: any door may include that page with it."""
    flat = found.case.flat and found.outcome == "met"
    elements = {element.name: element.label for element in found.elements}
    return Shown(
        finding=found,
        headline=FLAT_MET if flat else HEADLINES[found.outcome],
        elements=tuple(_elements(found)),
        ways=ways_of(explain(found)),
        broad=_by_broad_reading(found),
        open=tuple(elements[name] for name in found.open_elements),
        unused=_labels(found.unused_facts),
    )


def _elements(found: Finding) -> list[ElementShown]:
    words = vocabulary()
    listed: list[ElementShown] = []
    for element in found.elements:
        lines = [_line(marked("Statements against each other:"), element.contradicted)]
        lines.append(_line(_LEADS[element.state], element.unknown if element.state is None else element.facts))
        lines.append(_line(marked("Would rather not say:"), element.declined))
        lines.append(_line(marked("Not asked:"), element.not_asked))
        if element.name in found.open_elements:
            asked = tuple(words[fact].question for fact in element.questions[:MOST_QUESTIONS])
            lines.append(Line(marked("Could be asked, gentlest first:"), asked, 0) if asked else None)
        listed.append(
            ElementShown(
                name=element.name.replace("_", " "),
                label=element.label,
                cite=element.cite,
                word=element.word,
                lines=tuple(line for line in lines if line),
                authorities=tuple(dict.fromkeys(line.authority for line in element.lines)),
            )
        )
    return listed


def _line(lead: str, facts: tuple[str, ...]) -> Line | None:
    if not facts:
        return None
    return Line(lead, _labels(facts[:MOST_NAMED]), max(0, len(facts) - MOST_NAMED))


def _labels(facts: tuple[str, ...]) -> tuple[str, ...]:
    words = vocabulary()
    return tuple(words[fact].label for fact in facts)


def _by_broad_reading(found: Finding) -> str:
    """The outcome under the broad reading, where the strict one was used and they part."""
    if found.plan.reading.id != "strict":
        return ""
    (broad,) = assess(found.case, found.definition, found.as_of, "broad")
    return broad.outcome if broad.outcome != found.outcome else ""
