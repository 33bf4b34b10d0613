"""A form on paper: the same questions to print and fill in by hand, with boxes to tick and the skips in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Literal, TypeAlias

from brightline.cases.placing import check_place, replacing
from brightline.errors import BrightlineError
from brightline.findings.consent import PLACE, consent
from brightline.findings.form import Form, FormQuestion
from brightline.findings.form_rules import NO, REST, YES
from brightline.findings.form_sheet import ANSWERS, CAVEAT, HARD
from brightline.logic.constants import FALSE
from brightline.logic.inquiry import simplified

ENDINGS = (".html", ".md")
BOX = "\N{BALLOT BOX}"
KEPT = "The answers stand on this paper. Say who will keep it, where, and who can read it; keep it locked away."
SKIPS = (
    "A question that the words in italics let you leave out cannot change a finding any more. Leave out whatever the "
    "person would rather not speak of."
)
LINE = "____________________"

Kind: TypeAlias = Literal["title", "head", "points", "text", "hint", "question"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the page: what it is, and its lines; of a question its text and then its boxes."""

    kind: Kind
    lines: tuple[str, ...]
    number: int = 0


def check_paper(path: Path) -> None:
    """An error unless a form for paper can be written to `path`."""
    if path.suffix.lower() not in ENDINGS:
        raise BrightlineError(f"{path.name}: a form for paper is a page; give a name that ends in .html or .md")
    check_place(path)


def write_paper(form: Form, path: Path) -> None:
    """The form as a page to print, whole or not at all. Raises `BrightlineError` where it cannot be written."""
    check_paper(path)
    blocks = tuple(paper(form))
    text = _as_html(form.title, blocks) if path.suffix.lower() == ".html" else _as_markdown(blocks)
    with replacing(path) as temporary:
        temporary.write_text(text, "utf-8")


def paper(form: Form) -> Iterator[Block]:
    """The page piece by piece: opening words, every question in the form's order, the caveat."""
    words = consent()
    yield Block("title", (form.title,))
    yield Block("head", ("Before you begin",))
    yield Block("points", (*(point.text for point in words.before), words.child.before, KEPT))
    yield Block("head", ("Say this, or put it in your own words",))
    said = words.asking.replace(PLACE, LINE)
    yield Block("points", (said, *(point.text for point in words.say), words.child.say))
    yield Block("text", (f"{BOX} The person has agreed to be asked, for this purpose. Day: {LINE}",))
    yield Block("text", (f"The questions are about (one person, or a group acting together): {LINE}{LINE}",))
    yield Block("text", (SKIPS,))
    parts = [tuple(part) for _, part in groupby(form.questions, key=lambda question: question.family)]
    numbers = {question.fact: number for number, question in enumerate(form.questions, start=1)}
    for place, part in enumerate(parts, start=1):
        yield Block("head", (f"Part {place}: {words.families[part[0].family]}",))
        before = form.questions[: numbers[part[0].fact] - 1]
        left_out = [f"{numbers[fact]} was {answer}" for fact, answer in _settling(before, part)]
        if left_out:
            yield Block("hint", (f"Leave this part out if {' or '.join(left_out)}.",))
        for at, question in enumerate(part):
            yield from _question(question, part[at + 1 :], numbers[question.fact], place < len(parts))
        later = form.questions[numbers[part[-1].fact] :]
        if later and _idle(later, {key: value for one in part for key, value in _said(one.fact, NO).items()}):
            yield Block("hint", (f"If every answer in part {place} is no, the questions end here.",))
    yield Block("text", ("Stop here. Thank the person, and ask what they need now.",))
    yield Block("head", ("What this is",))
    yield Block("text", (_drawn_from(form),))
    yield Block("text", (CAVEAT,))


def _question(question: FormQuestion, rest: Sequence[FormQuestion], number: int, more: bool) -> Iterator[Block]:
    answers = [*ANSWERS.values()]
    if question.offers_rest:
        answers.append(f"No, and none of the rest about {consent().families[question.family]}")
    text = f"{question.text} ({consent().hard})" if question.distress == HARD else question.text
    yield Block("question", (text, *answers), number)
    ways = [words for kind, words in ((YES, "yes"), (REST, "none of the rest")) if rest and _ends(question, rest, kind)]
    if ways:
        yield Block(
            "hint", (f"If {' or '.join(ways)}: {'go to the next part' if more else 'the questions end here'}.",)
        )


def _ends(question: FormQuestion, rest: Sequence[FormQuestion], kind: str) -> bool:
    return (kind == YES or question.offers_rest) and _idle(rest, _said(question.fact, kind))


def _settling(before: Sequence[FormQuestion], part: Sequence[FormQuestion]) -> Iterator[tuple[str, str]]:
    """The single answers that leave a whole part without a use."""
    for question in before:
        for kind, words in ((YES, "yes"), (NO, "no")):
            if _idle(part, _said(question.fact, kind)):
                yield question.fact, words


def _said(fact: str, kind: str) -> dict[str, bool]:
    """What an answer makes of the conditions on it. None of the rest is a no as well."""
    return {
        f"{YES} {fact}": kind == YES,
        f"{NO} {fact}": kind in (NO, REST),
        f"{REST} {fact}": kind == REST,
    }


def _idle(questions: Sequence[FormQuestion], known: Mapping[str, bool]) -> bool:
    """Whether these answers alone see to it that none of the questions is put."""
    return all(simplified(question.shown, known) is FALSE for question in questions)


def _drawn_from(form: Form) -> str:
    named = [
        f"{definition.title} ({definition.id}; {version.label})"
        for definition, version in zip(form.definitions, form.versions, strict=True)
    ]
    return f"Questions drawn from: {'; '.join(named)}. Reading: {form.reading.id}. Made for {form.made_for}."


_STYLE = (
    "body{font:11pt/1.4 serif;max-width:44em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.4em}h2{font-size:1.15em;margin-top:1.6em;break-after:avoid}"
    ".question{break-inside:avoid;margin:1em 0}.question p{margin:0 0 .3em}"
    ".boxes span{display:inline-block;margin-right:1.4em}.hint{font-style:italic}"
    "@page{margin:18mm}@media print{body{margin:0;max-width:none}}"
)


def _as_html(title: str, blocks: Sequence[Block]) -> str:
    body = "\n".join(_html(block) for block in blocks)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _html(block: Block) -> str:
    first, *more = [escape(line) for line in block.lines]
    match block.kind:
        case "title":
            return f"<h1>{first}</h1>"
        case "head":
            return f"<h2>{first}</h2>"
        case "points":
            return "<ul>\n" + "\n".join(f"<li>{line}</li>" for line in (first, *more)) + "\n</ul>"
        case "question":
            boxes = "".join(f"<span>{BOX} {answer}</span> " for answer in more)
            return f'<div class="question"><p>{block.number}. {first}</p><p class="boxes">{boxes.strip()}</p></div>'
        case "hint":
            return f'<p class="hint">{first}</p>'
        case "text":
            return f"<p>{first}</p>"


def _as_markdown(blocks: Sequence[Block]) -> str:
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def _markdown(block: Block) -> str:
    first, *more = [line.replace("_", "\\_").replace("*", "\\*") for line in block.lines]
    match block.kind:
        case "title":
            return f"# {first}"
        case "head":
            return f"## {first}"
        case "points":
            return "\n".join(f"- {line}" for line in (first, *more))
        case "question":
            return f"**{block.number}.** {first}\n\n" + "   ".join(f"{BOX} {answer}" for answer in more)
        case "hint":
            return f"*{first}*"
        case "text":
            return first
