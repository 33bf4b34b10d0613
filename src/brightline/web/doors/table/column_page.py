"""One column of a table of one's own: what it says, code by code, with a look at what comes of it before it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from brightline.errors import nearest
from brightline.law import vocabulary
from brightline.web.checks import RefusedError, field, session_of
from brightline.web.doors.table.understanding import redraw
from brightline.web.doors.table.work import Held, Work, table_of
from brightline.web.languages import marked
from brightline.web.pages import page_of, redirect, render, translated

if TYPE_CHECKING:
    from brightline.web.doors.table.meaning import Meaning

router = APIRouter()

KIND_WORDS: Mapping[str, str] = {
    "ignore": marked("Nothing that is read: leave it out"),
    "keep": marked("Leave it out, but carry it along into the download (such as a case number)"),
    "fact": marked("One fact: each code says yes, no or not known"),
    "each": marked("Several facts: each code stands for one of them"),
    "age": marked("The person’s age in whole years, at the time"),
    "date": marked("The day of the events, as in 2021-05-14"),
}
SPLIT_WORDS: Mapping[str, str] = {
    "": marked("One code in each cell"),
    "|": marked("Several, divided by |"),
    ";": marked("Several, divided by ;"),
    ",": marked("Several, divided by a comma"),
    " ": marked("Several, divided by spaces"),
}
FAMILY_WORDS: Mapping[str, str] = {
    "act": marked("What was done"),
    "means": marked("How it was done"),
    "purpose": marked("What for"),
    "age": marked("Age"),
    "setting": marked("Everything around it"),
}


@router.get("/column/{number}")
def column(request: Request, number: int) -> HTMLResponse:
    """What the column says so far, or might say."""
    work, held, name = _asked(request, number)
    assert work.draft is not None
    meaning = work.draft[name]
    proposed = work.proposed.get(name)
    new = meaning.kind == "ignore" and not meaning.codes and proposed is not None
    return _page(
        request, number, held, name, proposed if new and proposed else meaning, [], missing=work.missing, proposal=new
    )


@router.post("/column/{number}/preview")
def preview(request: Request, number: int) -> HTMLResponse:
    """The same, and what comes of what is chosen in the form: nothing is kept."""
    work, held, name = _asked(request, number)
    meaning, problems = _meaning(request, held, name)
    only_part = request.headers.get("hx-request") is not None
    return _page(request, number, held, name, meaning, [] if only_part else problems, only_part, work.missing)


@router.post("/column/{number}")
def say(request: Request, number: int) -> Response:
    """Keep what is chosen in the form."""
    work, held, name = _asked(request, number)
    meaning, problems = _meaning(request, held, name)
    if problems:
        return _page(request, number, held, name, meaning, problems, missing=work.missing)
    session = session_of(request)
    with session.hold:
        assert work.draft is not None
        if meaning.kind == "date":
            from brightline.web.doors.table.meaning import Meaning

            # One day for one row: another column that held it is left out from now on.
            others = [other for other, said in work.draft.items() if said.kind == "date"]
            work.draft.update(dict.fromkeys(others, Meaning()))
        work.draft[name] = meaning
        redraw(work, held, "" if meaning.kind == "date" else name)
        session.notify(translated(request, marked("What this column says was kept.")))
    return redirect(f"/table/columns?from={number}")


def _asked(request: Request, number: int) -> tuple[Work, Held, str]:
    work, held = table_of(request)
    if work.draft is None or not 0 <= number < len(held.table.columns):
        raise RefusedError(409, marked("There is no such column to say anything of. Go back to the columns."))
    return work, held, held.table.columns[number]


def _meaning(request: Request, held: Held, name: str) -> tuple[Meaning, list[tuple[str, str]]]:
    """What is chosen in the form, and what is wrong with it."""
    from brightline.web.doors.table.meaning import KINDS, SAYS, SPLITS, Kind, Meaning
    from brightline.web.doors.table.preview import codes_of

    words = vocabulary()
    asked = field(request, "kind", 20)
    kind: Kind = asked if asked in KINDS else "ignore"
    value = request.state.form.get("split")
    split = value if isinstance(value, str) and value in SPLITS else ""
    fact = field(request, "fact", 80)
    codes: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    listed = codes_of(held, name, split) or ()
    for at, code in enumerate(listed):
        if kind == "fact":
            said = field(request, f"says{at}", 20)
            # With another sign between codes the fields are of other codes: what was chosen for them says nothing.
            if field(request, f"code{at}", 80) == code and said in SAYS:
                codes[code] = said
        elif kind == "each":
            typed = field(request, f"fact{at}", 80) if field(request, f"code{at}", 80) == code else ""
            if typed and typed not in words:
                close = nearest(typed, words.ids)
                problems.append((f"fact{at}", translated(request, marked("This is not a fact on the list.")) + close))
                typed = ""
            codes[code] = words.resolve(typed) if typed else ""
    if kind == "fact" and fact not in words:
        problems.append(("fact", translated(request, marked("Choose the fact that this column is about."))))
        fact = ""
    if kind in ("fact", "each") and not listed:
        problems.append(("kind", translated(request, marked("This column has too many values to be one of codes."))))
    if kind == "fact" and listed and not any(said != "unknown" for said in codes.values()):
        problems.append(("says0", translated(request, marked("Say at least of one code whether it means yes or no."))))
    if kind == "each" and listed and not any(codes.values()):
        problems.append(("fact0", translated(request, marked("Say at least of one code which fact it stands for."))))
    return Meaning(kind, fact, codes, split), problems


def _page(
    request: Request,
    number: int,
    held: Held,
    name: str,
    meaning: Meaning,
    problems: Sequence[tuple[str, str]],
    only_part: bool = False,
    missing: Sequence[str] = (),
    proposal: bool = False,
) -> HTMLResponse:
    from brightline.web.doors.table.meaning import SAYS, format_from, mapping_text
    from brightline.web.doors.table.preview import codes_of, column_of, values_of

    readable = meaning.kind not in ("fact", "each") or (meaning.codes and (meaning.fact or meaning.kind == "each"))
    shown = None
    if readable:
        chosen = format_from(mapping_text({name: meaning}, "column", missing), "column")
        shown = column_of(held, number, chosen)
    if only_part:
        return render(request, "table/column_part.html", shown=shown)
    return render(
        request,
        "table/column.html",
        422 if problems else 200,
        problems=problems,
        number=number,
        name=name,
        meaning=meaning,
        proposal=proposal,
        codes=codes_of(held, name, meaning.split),
        values=values_of(held, name).frame.height,
        shown=shown,
        says=SAYS,
        kinds=KIND_WORDS,
        splits=SPLIT_WORDS,
        families=_families(request),
        facts=[(id, label) for _, listed in _families(request) for id, label in listed],
    )


def _families(request: Request) -> list[tuple[str, list[tuple[str, str]]]]:
    """The facts that a column may be about, family by family, by what they are called in the reader's language."""
    language = page_of(request).language
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in vocabulary():
        found.setdefault(entry.family, []).append((entry.id, language.of_data(entry.label) or entry.label))
    return [
        (FAMILY_WORDS.get(family, family), sorted(listed, key=lambda each: each[1].lower()))
        for family, listed in found.items()
    ]
