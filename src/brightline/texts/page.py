"""A text as a page to read: the verdict first, what was found in a table, and the text with its evidence marked."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import PurePath

from brightline.findings.line_page import STYLE as HOUSE_STYLE
from brightline.texts.account import STATUSES, Evidence, Mention
from brightline.texts.marking import Begin, End, LeftOut, Mark, Words, kind_of, overlapping, pieces, showable
from brightline.texts.report import (
    CAVEAT,
    FAMILY_WORDS,
    NOTHING_FOUND,
    SET_ASIDE,
    STATUS_SIGNS,
    STATUS_WORDS,
    Report,
    family_words,
    roles,
    said,
    set_aside,
    verdict_line,
    words_for,
)

STYLE = (
    HOUSE_STYLE
    + """
:root { --act: #dcebfb; --means: #fbe0d3; --purpose: #ece0f8; --age: #fdf0c4; --consent: #dff0e0; --term: #eeeeee; }
@media (prefers-color-scheme: dark) { :root { --act: #17375a; --means: #5a2a14; --purpose: #42265f; --age: #4d4210;
  --consent: #1d3f24; --term: #333333; } }
.verdict { border: 2px solid var(--ink); padding: 0.5rem 0.8rem; max-width: 48rem; }
.verdict strong { font-size: 1.15rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; max-width: 48rem; line-height: 2;
  border: 1px solid var(--rule); padding: 0.5rem 0.8rem; }
mark { color: inherit; background: var(--term); unicode-bidi: isolate; padding: 0.1rem 0; text-underline-offset: 0.25em;
  text-decoration: underline 2px solid; }
.act { background: var(--act); } .means { background: var(--means); } .purpose { background: var(--purpose); }
.age { background: var(--age); } .consent { background: var(--consent); } .term { background: var(--term); }
mark.term { text-decoration: none; border-bottom: 1px solid var(--ink); font-style: italic; }
mark.alleged { text-decoration-style: dashed; } mark.hedged { text-decoration-style: dotted; }
mark.negated { text-decoration-style: double; } mark.general { text-decoration-style: wavy; }
mark.several { border-top: 2px solid var(--ink); }
.tag { font-size: 0.75rem; font-weight: 600; color: var(--ink); text-decoration: none; white-space: nowrap;
  border: 1px solid var(--ink); border-radius: 3px; padding: 0.15rem 0.25rem; margin: 0 0.15rem;
  display: inline-block; min-height: 1.5rem; line-height: 1.1rem; unicode-bidi: isolate; }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.tag:target, tr:target { outline: 3px solid var(--accent); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  user-select: none; }
.left-out { font-style: italic; }
tbody th { white-space: normal; } th.family { position: static; }
td.quote { min-width: 12rem; }
.legend li { margin: 0.4rem 0; }
@media print { .text { border: 0; padding: 0; } mark, .tag, .act, .means, .purpose, .age, .consent, .term
  { print-color-adjust: exact; } .verdict, li { break-inside: avoid; } }
"""
)
_TAGS = {"consent": "choice"}
"""Families whose tag is another word than their name."""
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)


def as_html(report: Report) -> str:
    """The page as one HTML file: no script, nothing fetched from anywhere, everything in the text escaped."""
    return "\n".join(_page(report)) + "\n"


def index_as_html(reports: Iterable[tuple[str, Report]]) -> str:
    """A page that leads to those of several texts: for each the file name of its page, and its report."""
    return "\n".join(_index(reports)) + "\n"


def plain(text: str) -> str:
    """Text that can stand in a page: what no page may hold becomes `\\ufffd`, one for one; the rest is escaped."""
    return escape(showable(text))


def _head(title: str) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{plain(title)}</title><style>{STYLE}</style></head><body>"


def _page(report: Report) -> Iterator[str]:
    account, document = report.account, report.document
    name = "a text" if document.name == "-" else PurePath(document.name).name
    yield from _head(f"What {name} reports")
    yield f"<header><h1>What {plain(name)} reports</h1></header><main>"
    yield f'<div class="verdict"><p><strong>{plain(verdict_line(account.verdict))}.</strong></p>'
    if account.reasons:
        yield "<ul>" + "".join(f"<li>{plain(reason)}</li>" for reason in account.reasons) + "</ul>"
    yield f"<p>{CAVEAT}</p></div>"
    yield from (f"<p>{plain(told)}</p>" for told in report.told)
    yield '<p><a href="#text">To the text with its marks</a></p>'
    yield '<h2 id="found">What it reports</h2>'
    yield from _table(report)
    yield from _set_aside(report)
    yield "<h2>Terms it uses</h2>"
    yield from _terms(account.mentions)
    yield "<h2>Held against the law</h2>"
    yield from _findings(report)
    yield "<h2>How the marks are to be read</h2>"
    yield from _legend(report)
    yield '<h2 id="text">The text</h2>'
    if document.format != "text":
        yield f"<p>Taken out of a file of the format {document.format}; its looks are left out.</p>"
    yield '<div class="text" dir="auto">' + "".join(_marked(report)) + "</div>"
    yield '<p><a href="#found">Back to what it reports</a></p></main></body></html>'


def _numbered(report: Report) -> list[tuple[int, Evidence]]:
    return list(enumerate(report.account.elements, start=1))


def _table(report: Report) -> Iterator[str]:
    if not report.account.elements:
        yield f"<p>{NOTHING_FOUND}</p>"
        return
    numbers = {id(evidence): number for number, evidence in _numbered(report)}
    yield '<div class="wide" role="region" aria-label="What it reports" tabindex="0">'
    yield "<table><caption>Each number leads to the words in the text.</caption><thead><tr>"
    yield "".join(
        f'<th scope="col">{head}</th>' for head in ("No.", "What", "How it is said", "In the words of the text")
    )
    yield "</tr></thead>"
    for family, found in report.families:
        words, about = FAMILY_WORDS.get(family, (family_words(family), ""))
        yield f'<tbody><tr><th class="family {kind_of(family)}" colspan="4" scope="rowgroup">'
        yield f"{plain(words)}{f': {plain(about)}' if about else ''}</th></tr>"
        for evidence in found:
            number = numbers[id(evidence)]
            by = roles(evidence)
            cue = f"<br>from the words {plain(repr(evidence.cue))}" if evidence.cue else ""
            to_text = f'<a href="#e{number}" aria-label="{number}: to the words in the text">{number}</a>'
            yield f'<tr id="r{number}"><td>{to_text}</td>'
            yield f"<td>{plain(words_for(evidence))}<br><code>{plain(evidence.fact or evidence.label)}</code></td>"
            yield f'<td><span class="sign">{STATUS_SIGNS[evidence.status]}</span> {plain(said(evidence))}{cue}</td>'
            yield f'<td class="quote">{plain(evidence.quote)}{f"<br>({plain(by)})" if by else ""}</td></tr>'
        yield "</tbody>"
    yield "</table></div>"


def _set_aside(report: Report) -> Iterator[str]:
    if not report.account.set_aside:
        return
    name, about = SET_ASIDE
    yield f"<h2>{name}</h2><p>{about}</p><ul>"
    for one, told in set_aside(report.account):
        what, quote = plain(words_for(one.evidence)), plain(one.evidence.quote)
        yield f"<li>{what}: <q>{quote}</q> ({plain(told)})</li>"
    yield "</ul>"


def _terms(mentions: Iterable[Mention]) -> Iterator[str]:
    counted: dict[tuple[str, str], int] = {}
    for mention in mentions:
        counted[mention.side, mention.term] = counted.get((mention.side, mention.term), 0) + 1
    if not counted:
        yield "<p>No term for trafficking or for sex work.</p>"
        return
    yield "<ul>"
    for side in dict.fromkeys(side for side, _ in counted):
        terms = "; ".join(f"{term} ({count})" for (of, term), count in counted.items() if of == side)
        yield f"<li>For {plain(side)}: {plain(terms)}</li>"
    yield "</ul>"


def _findings(report: Report) -> Iterator[str]:
    if not report.findings:
        yield "<p>Nothing in it to hold against a definition.</p>"
        return
    yield "<p>What the facts that the text reports would amount to, if they were so. What it does not mention is not"
    yield f"known, and never counts as absent. Reading: {plain(report.reading)}.</p>"
    for finding in report.findings:
        definition = finding.definition
        yield f"<h3>{plain(definition.title)} (<code>{plain(definition.id)}</code>)</h3>"
        yield f"<p><strong>{plain(finding.outcome)}</strong>. {plain(definition.citation)}; "
        yield f"version of {plain(finding.version.label)}.</p><ul>"
        for element in finding.elements:
            yield f"<li>{plain(element.name.replace('_', ' '))}: {element.word} ({plain(element.cite)})</li>"
        yield "</ul>"
        yield from (f"<p>{plain(note)}</p>" for note in finding.notes)


def _legend(report: Report) -> Iterator[str]:
    found = report.account.elements
    yield "<p>A label stands before each mark: the kind of element, its number in the table, and how it is said where "
    yield 'that is not as a plain fact. The line under the words says the same.</p><ul class="legend">'
    for family in dict.fromkeys(family for family, _ in report.families):
        words, about = FAMILY_WORDS.get(family, (family_words(family), ""))
        yield f'<li><mark class="{kind_of(family)}">{plain(words)}</mark>{f": {plain(about)}" if about else ""}</li>'
    for status in STATUSES:
        if any(evidence.status == status for evidence in found):
            yield f'<li><mark class="{status}">{status}</mark> <span class="sign">{STATUS_SIGNS[status]}</span>: '
            yield f"{STATUS_WORDS[status]}</li>"
    if overlapping(found):
        yield '<li><mark class="several">line above</mark>: the words are part of more than one mark</li>'
    if report.account.mentions:
        yield '<li><mark class="term">slanting, thin line</mark>: a term that the text uses for the conduct</li>'
    yield "</ul>"


# --- the text with its marks -----------------------------------------------------------------------------------------


def _marked(report: Report) -> Iterator[str]:
    for piece in pieces(report.account):
        match piece:
            case Begin(mark):
                yield _tag(mark)
            case End(mark):
                yield f'<span class="unseen"> (end of {mark.number}) </span>'
            case Words(text, covering):
                yield _covered(piece) if covering else plain(text)
            case LeftOut(characters):
                yield f'<span class="left-out"> [{characters:,} characters without a mark are left out here] </span>'


def _named(mark: Mark) -> str:
    if mark.number is None:
        return f"term for {mark.side}"
    told = "" if mark.status == "asserted" else f", {mark.status}"
    return f"{_TAGS.get(mark.family, mark.family)} {mark.number}{told}"


def _tag(mark: Mark) -> str:
    words = _named(mark)
    label = f"{words}: to its line in the table"
    return f'<a class="tag {mark.kind}" id="e{mark.number}" href="#r{mark.number}" aria-label="{label}">{words}</a>'


def _covered(words: Words) -> str:
    inmost = words.inmost
    kinds = [inmost.kind, inmost.status, *(["several"] if len(words.evidence) > 1 else [])]
    title = "; ".join(map(_named, words.covering))
    return f'<mark class="{" ".join(kind for kind in kinds if kind)}" title="{plain(title)}">{plain(words.text)}</mark>'


# --- several texts ---------------------------------------------------------------------------------------------------


def _index(reports: Iterable[tuple[str, Report]]) -> Iterator[str]:
    yield from _head("What the texts report")
    yield "<header><h1>What the texts report</h1></header><main>"
    yield f"<p>{CAVEAT}</p>"
    yield '<div class="wide" role="region" aria-label="The texts" tabindex="0">'
    yield '<table><thead><tr><th scope="col">Text</th><th scope="col">Label against elements</th>'
    yield '<th scope="col">Why</th><th scope="col">Reported</th></tr></thead><tbody>'
    for file, report in reports:
        account = report.account
        counted = "; ".join(f"{family_words(family).lower()}: {len(found)}" for family, found in report.families)
        yield f'<tr><th scope="row"><a href="{plain(_link(file))}">{plain(report.document.name)}</a></th>'
        sign, verdict = report.in_a_list
        yield f'<td><span class="sign">{sign}</span> {verdict}</td>'
        yield f"<td>{plain('; '.join(account.reasons))}</td><td>{plain(counted)}</td></tr>"
    yield "</tbody></table></div></main></body></html>"


def _link(file: str) -> str:
    from urllib.parse import quote

    return quote(file)
