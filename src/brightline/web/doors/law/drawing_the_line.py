"""Where each law draws the line: claims proved or refuted for a law, with the smallest case against them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.findings.line import LineFinding, Reach, line, reach_of_sex_work
from brightline.law import definition, vocabulary
from brightline.law.claims import Claim, claims
from brightline.law.definitions import CHECKED_WORDS
from brightline.web.checks import RefusedError, fields
from brightline.web.doors.law.browsing import first_page
from brightline.web.doors.law.choosing import When, chosen_on, form_values, law_called, readable, when_in
from brightline.web.doors.law.comparing import narrowest
from brightline.web.languages import marked
from brightline.web.laws import Problems
from brightline.web.pages import redirect, render, translated

router = APIRouter()

MOST_LAWS = 10
USUAL = ("un-palermo", "un-1949", "us-18usc1591", "us-tvpa-sex-trafficking", "uk-ew-msa")
REACHES = {
    "reached": marked("reached"),
    "unclear": marked("unclear"),
    "not reached": marked("not reached"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line about a finding: what it is about, marked for translation; facts by their labels; a text of the data;
    and where it says so."""

    lead: str
    labels: tuple[str, ...] = ()
    text: str = ""
    cite: str = ""


def _found(id: str, number: int, reading: str) -> tuple[LineFinding, ...]:
    """Every claim tried on one version of a law."""
    one = definition(id)
    version = one.versions[number]
    return line([one], as_of=version.start or version.end, reading=reading)


def told(finding: LineFinding) -> Iterator[Line]:
    """A finding in lines: the case against the claim, what it turns on, from what age it holds, notes."""
    rule = finding.definition.rules.get("consent")
    if finding.law_says and rule:
        yield Line(marked("No element turns on consent. What the text says of it:"), text=rule.rule, cite=rule.cite)
    yield from _case(finding)
    if finding.reached_by is not None and finding.verdict != "proved":
        leads = {
            "proved": marked("Reached, held by this alone:"),
            "refuted": marked("Not reached, held by this alone:"),
            "open": marked("Open, held by this alone:"),
        }
        for verdict, lead in leads.items():
            labels = _labels(fact for fact, said in finding.reached_by.items() if said == verdict)
            if labels:
                yield Line(lead, labels)
    if finding.from_age:
        yield Line(AGES[finding.from_age])
    if finding.note:
        if finding.note.doubt:
            yield Line(marked("In doubt:"), text=finding.note.doubt)
        yield Line(marked("Note:"), text=finding.note.why, cite=finding.note.source)


AGES = {20: marked("From 20 on the claim holds."), 21: marked("From 21 on the claim holds.")}


def _case(finding: LineFinding) -> Iterator[Line]:
    case, reached = finding.counterexample, finding.claim.conclusion == "reached"
    if case is None:
        if finding.verdict == "open":
            yield Line(marked("On the words alone, the claim holds in every such case."))
        elif not finding.law_says:
            yield Line(marked("It holds in every such case: no choice of the facts goes against it."))
        return
    holds, missing = narrowest(case.holds), narrowest(case.missing)
    if finding.claim.conclusion == "unaffected":
        yield Line(marked("It turns on:"), missing)
        yield Line(marked("In this case:"), holds)
        return
    if not reached:
        lead = marked("Reached, where these hold:")
        if finding.verdict == "open":
            lead = marked("Read widely it is reached, where these hold:")
            if not case.turns_on:
                lead = marked("On the words alone it is reached, where these hold:")
            else:
                yield Line(marked("Read narrowly, the claim holds: this stays outside."))
        yield Line(lead, holds) if holds else Line(marked("Reached with nothing done by anybody."))
    else:
        lead = marked("Such a case stays outside:")
        if finding.verdict == "open":
            yield Line(marked("Read widely, the claim holds: this is reached."))
            lead = marked("Read narrowly, such a case stays outside:")
        yield Line(lead, holds) if holds else Line(lead, (marked("nothing done by anybody"),))
        if missing:
            yield Line(marked("It would be reached with more, such as:"), missing)
    if case.turns_on:
        yield Line(marked("It turns on whether this counts:"), narrowest(case.turns_on))


def _labels(facts: Iterator[str]) -> tuple[str, ...]:
    return tuple(vocabulary()[fact].label for fact in facts)


@dataclass(frozen=True, slots=True)
class Tried:
    """A finding with its lines and what the law cites for it."""

    finding: LineFinding
    lines: tuple[Line, ...]


@lru_cache(maxsize=512)
def _tried(id: str, number: int, reading: str) -> tuple[tuple[Tried, ...], Reach]:
    found = _found(id, number, reading)
    return tuple(Tried(one, tuple(told(one))) for one in found), reach_of_sex_work(found)


@router.get("/line")
def several(request: Request) -> HTMLResponse:
    """Every claim for several laws side by side."""
    when, problems = when_in(request.query_params)
    known = [one.id for one in readable()]
    ids = [id for id in dict.fromkeys(request.query_params.getlist("law")) if id in known][:MOST_LAWS] or list(USUAL)
    return _several(request, ids, when, problems)


def _several(request: Request, ids: list[str], when: When, problems: Problems) -> HTMLResponse:
    shown = [chosen_on(law_called(id), when.day) for id in ids[:MOST_LAWS]]
    tried = [_tried(one.definition.id, one.number, when.reading) for one in shown]
    return render(
        request,
        "law/line.html",
        422 if problems else 200,
        when=when,
        laws=shown,
        rows=[(claim, [found[0][number].finding for found in tried]) for number, claim in enumerate(claims())],
        reaches=[found[1] for found in tried],
        reach_words=REACHES,
        readable=readable(),
        chosen=set(ids),
        most=MOST_LAWS,
        day_typed=request.query_params.get("day", "")[:20],
        today=date.today().isoformat(),
        problems=[(at, translated(request, message)) for at, message in problems],
    )


@router.post("/line")
def choose_several(request: Request) -> Response:
    """Which laws, which day, which reading."""
    values = form_values(request, ("day", "reading"))
    when, problems = when_in(values)
    known = {one.id for one in readable()}
    ids = [id for id in dict.fromkeys(fields(request, "law")) if id in known]
    if not ids:
        problems.append(("law", marked("Choose at least one law.")))
    elif len(ids) > MOST_LAWS:
        problems.append(("law", marked("Choose at most ten laws: a page has to stay readable.")))
    if problems:
        return _several(request, ids or list(USUAL), when, problems)
    return redirect(f"/law/line{when.query(*(('law', id) for id in ids))}")


@router.get("/line/{id}")
def one_law(request: Request, id: str) -> HTMLResponse:
    """Every claim for one law, with its proof or its smallest case."""
    when, problems = when_in(request.query_params)
    if problems:
        return first_page(request, when, problems)
    chosen = chosen_on(law_called(id), when.day)
    if "memory" in (chosen.definition.checked, chosen.version.checked):
        raise RefusedError(404, marked("The wording of this law was not read, so nothing is proved about it."))
    tried, reach = _tried(id, chosen.number, when.reading)
    return render(
        request,
        "law/line_one.html",
        law=chosen.definition,
        chosen=chosen,
        when=when,
        tried=tried,
        reach=reach,
        reach_words=REACHES,
        checked_words=CHECKED_WORDS,
    )


@router.get("/claim/{id}")
def claim(request: Request, id: str) -> HTMLResponse:
    """What a claim takes as given, why it matters, and what the sides hold of it."""
    found = next((one for one in claims() if one.id == id), None)
    if found is None:
        raise RefusedError(404, marked("There is no claim of this name. Choose one from the list."))
    return render(request, "law/claim.html", claim=found, assumed=list(_assumed(found)))


def _assumed(found: Claim) -> Iterator[Line]:
    lists = (
        (marked("These hold:"), narrowest(found.holds)),
        (marked("These may hold or not:"), _labels(iter(found.free))),
        (marked("These hold only if the wording is read widely:"), _labels(iter(found.wide))),
        (marked("Tried for each of these in turn:"), _labels(iter(found.each))),
    )
    for lead, labels in lists:
        if labels:
            yield Line(lead, labels)
