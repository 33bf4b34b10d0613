"""Where each law draws the line, as a page: the words for a finding, and Markdown and HTML made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape

from brightline.findings.assess import version_for
from brightline.findings.compare import in_words
from brightline.findings.line import ADULT_CLAIMS, LineFinding, Verdict, reach_of_sex_work
from brightline.law import Definition, Reading, vocabulary
from brightline.law.claims import Claim
from brightline.law.definitions import CHECKED_WORDS

TITLE = "Where each law draws the line"

SIGNS: Mapping[Verdict, str] = {"proved": "[+]", "refuted": "[-]", "open": "[?]"}

REACHED = (
    "A definition reaches a case where somebody around the person does what it asks for; she would then be the one who "
    "is trafficked, and they the traffickers. A sign judges the claim beside it, not the law: proved is neither praise "
    "nor blame."
)

LEGEND: Mapping[Verdict, str] = {
    "proved": "it holds in every case of that kind",
    "refuted": "it fails in a case of that kind, which is shown",
    "open": "it turns on how the wording is read, both readings being shown, or on a doubt that is named",
}

HOW = (
    "Each definition is turned into a decision diagram, a chart that holds its answer for every combination of the "
    "facts it names. A claim is proved if no combination that its situation allows goes against it, and refuted by the "
    "smallest one that does."
)
ABOUT_WORDING = (
    "This is about the wording as it is paraphrased and encoded here. It does not say how a court would decide, what "
    "other laws forbid, or anything about a person, and it is not legal advice."
)
NOT_READ = "The wording of this text was NOT read: it is from memory and may be wrong."

REACH_WORDS: Mapping[str, str] = {"reached": "reached", "unclear": "unclear", "not reached": "outside"}

Detail = tuple[str, str]
"""What a line is about, and what it says."""


@dataclass(frozen=True, eq=False)
class LinePage:
    """Findings of `line`, at least one, laid out by definition and claim."""

    findings: tuple[LineFinding, ...]
    as_of: date | None = None

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions tried, in order."""
        return tuple({finding.definition.id: finding.definition for finding in self.findings}.values())

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims tried, in order."""
        return tuple({finding.claim.id: finding.claim for finding in self.findings}.values())

    @cached_property
    def _by_definition(self) -> Mapping[str, tuple[LineFinding, ...]]:
        found: dict[str, tuple[LineFinding, ...]] = {}
        for finding in self.findings:
            found[finding.definition.id] = (*found.get(finding.definition.id, ()), finding)
        return found

    @property
    def reading(self) -> Reading:
        """The reading used."""
        return self.findings[0].reading

    @property
    def adds_up(self) -> bool:
        """Whether the claims tried say together if an adult's sex work is reached."""
        return set(ADULT_CLAIMS) <= {claim.id for claim in self.claims}

    def of(self, definition: Definition) -> tuple[LineFinding, ...]:
        """The findings of one definition."""
        return self._by_definition[definition.id]

    def counts(self, claim: Claim) -> str:
        """How many definitions a claim is proved, refuted and open for."""
        verdicts = [finding.verdict for finding in self.findings if finding.claim is claim]
        counted = [(verdicts.count(verdict), verdict) for verdict in SIGNS]
        return ", ".join(f"{count} {verdict}" for count, verdict in counted if count)

    @property
    def law(self) -> str:
        """Which versions were tried."""
        return f"the law in force on {self.as_of}" if self.as_of else "the newest version of each definition"

    def about(self) -> tuple[str, ...]:
        """What the page rests on, in sentences."""
        return REACHED, HOW, ABOUT_WORDING, f"Reading: {self.reading.id}. Law: {self.law}."


# --- in words ------------------------------------------------------------------------------------------------------


def status(finding: LineFinding, as_of: date | None) -> tuple[str, ...]:
    """What a reader has to know of a definition's version: its date, how well it was checked, if it was in force."""
    version, in_force = version_for(finding.definition, as_of)
    memory = "memory" in (version.checked, finding.definition.checked)
    said = [f"Version of {version.label}{'' if memory else f'; {CHECKED_WORDS[version.checked]}'}."]
    if finding.definition.kind == "guidance":
        said.append("Public guidance, not law.")
    if not in_force:
        said.append(f"NOT in force on {as_of}: this is the nearest version.")
    if memory:
        said.append(NOT_READ)
    return tuple(said)


def together(found: Sequence[LineFinding]) -> str:
    """What the claims about adults add up to, for the findings of one definition."""
    reach = reach_of_sex_work(found)
    later = f"; from 21 on {REACH_WORDS[reach.at_21]}" if reach.at_21 != reach.at_18 else ""
    return f"{REACH_WORDS[reach.at_18]}{later}"


def assumed(claim: Claim) -> tuple[Detail, ...]:
    """What a claim takes as given."""
    lists = (
        ("These hold", in_words(claim.holds)),
        ("These may hold or not", _labels(claim.free)),
        ("These hold only if the wording is read widely", _labels(claim.wide)),
        ("Tried for each of these in turn", _labels(claim.each)),
    )
    return (*((about, words) for about, words in lists if words), ("Any other term of law", "does not hold"))


def views(claim: Claim) -> tuple[Detail, ...]:
    """What the sides hold where a claim is disputed, each with its source."""
    return tuple(
        ("Another view" if number else "One view", f"{position.view} ({position.source})")
        for number, position in enumerate(claim.positions)
    )


def details(finding: LineFinding) -> tuple[Detail, ...]:
    """A finding in words: the case against the claim, what it turns on, from what age it holds, the citation."""
    found = list(_verdict(finding))
    if finding.reached_by is not None and finding.verdict != "proved":
        for verdict, words in (("proved", "Reached"), ("refuted", "Not reached"), ("open", "Open")):
            facts = [fact for fact, said in finding.reached_by.items() if said == verdict]
            if facts:
                every = len(facts) == len(finding.reached_by)
                found.append((f"{words}, held by this alone", "each of the means" if every else _labels(facts)))
    if finding.from_age:
        found.append(("Age", f"from {finding.from_age} on the claim holds"))
    note = finding.note
    if note:
        found += [("In doubt", note.doubt)] if note.doubt else []
        found.append(("Note", f"{note.why} ({note.source})" if note.source else note.why))
    if finding.verdict != "proved":
        told = (finding.definition.citation, note.source if note else "")
        elements = [cite for cite in finding.citations if cite not in told]
        found.append(("Citation", "; ".join(elements) or finding.definition.citation))
    return tuple(found)


def _verdict(finding: LineFinding) -> Iterator[Detail]:
    case = finding.counterexample
    if finding.law_says:
        yield "What is proved", "no element turns on consent"
        yield "What the text says", finding.law_says.removeprefix("What the text says of consent: ")
    if case is None:
        if finding.verdict == "open":
            yield "On the words alone", "the claim holds in every such case"
        return
    holds = in_words(case.holds) or "nothing done by anybody"
    reached = finding.claim.conclusion == "reached"
    match finding.claim.conclusion, finding.verdict:
        case "unaffected", _:
            yield "It turns on", f"{in_words(case.missing)}, in this case: {holds}"
            return
        case "not reached", "refuted":
            yield "Reached, where these hold", holds
        case "reached", "refuted":
            yield "Such a case stays outside", _outside(finding)
        case "not reached", _ if not case.turns_on:
            yield "On the words alone", f"reached, where these hold: {holds}"
        case _:
            yield "Read narrowly", f"outside: {_outside(finding)}" if reached else "the claim holds: this stays outside"
            widely = "the claim holds: this is reached" if reached else f"reached, where these hold: {holds}"
            yield "Read widely", widely
    if case.turns_on:
        amounts = "that amounts to this" if _tried(finding) else "this counts"
        yield f"It turns on whether {amounts}", in_words(case.turns_on)


def _tried(finding: LineFinding) -> str:
    """In words, the fact of those tried in turn that the counterexample shows."""
    case = finding.counterexample
    return in_words([fact for fact in finding.claim.each if case and fact in case.holds])


def _outside(finding: LineFinding) -> str:
    """Why a case stays outside: what is tried in it, and what would have to be added."""
    case = finding.counterexample
    assert case is not None
    tried = _tried(finding)
    shown = f"by this means alone ({tried}) it is not reached; " if tried else ""
    if case.missing:
        return f"{shown}it would be reached with, for example: {in_words(case.missing)}"
    return f"{shown}these hold: {in_words(case.holds) or 'nothing done by anybody'}"


def _labels(facts: Iterable[str]) -> str:
    words = vocabulary()
    return "; ".join(words[fact].label for fact in facts)


# --- Markdown ------------------------------------------------------------------------------------------------------


def plain(words: str) -> str:
    """Plain text on one line, with the signs that Markdown would take for its own made plain."""
    return re.sub(r"([\\`*_\[\]<>|#{}])", r"\\\1", " ".join(words.split()))


def as_markdown(
    page: LinePage,
    *,
    text: Callable[[str], str] = plain,
    target: Callable[[str], str] = lambda anchor: f'<a id="{anchor}"></a>',
    link: Callable[[Definition], str] = lambda definition: f"`{definition.id}`",
) -> Iterator[str]:
    """The page line by line.

    `text` makes plain words safe, `target` marks a place that links lead to, `link` leads to a definition's own page.
    """
    yield from (f"# {TITLE}", "")
    for words in page.about():
        yield from (text(words), "")
    yield from (f"- `{SIGNS[verdict]}` {verdict}: {words}" for verdict, words in LEGEND.items())
    yield from ("", "## What is claimed")
    for claim in page.claims:
        yield from ("", target(f"claim-{claim.id}"), "", f"### {text(claim.title)}", "")
        yield f"Claim `{claim.id}`: {page.counts(claim)}. {text(claim.why)}"
        yield from ("", f"- Situation: {text(claim.situation)}")
        yield from (f"- {about}: {text(words)}" for about, words in assumed(claim))
        yield from (f"- {about}: {text(words)}" for about, words in views(claim))
    yield from ("", "## Definition by definition", "")
    heads = [f"[{claim.id.replace('-', ' ')}](#claim-{claim.id})" for claim in page.claims]
    together_head = ["adult's sex work with ordinary help only"] if page.adds_up else []
    yield f"| {' | '.join(['definition', *heads, *together_head])} |"
    yield "| --- " * (1 + len(heads) + len(together_head)) + "|"
    for definition in page.definitions:
        found = page.of(definition)
        cells = [f"`{SIGNS[one.verdict]}` {one.verdict}{_since(one)}" for one in found]
        cells += [together(found)] if page.adds_up else []
        yield f"| [{text(definition.id)}](#line-{definition.id}) | {' | '.join(cells)} |"
    yield from ("", "## What each turns on", "", "Only what is refuted or open, or has a note, is spelled out.")
    for definition in page.definitions:
        found = page.of(definition)
        yield from ("", target(f"line-{definition.id}"), "", f"### {text(definition.title)}", "")
        yield f"{link(definition)}: {text(definition.citation)}. {text(' '.join(status(found[0], page.as_of)))}"
        if page.adds_up:
            yield from ("", f"An adult's sex work with ordinary help only: **{together(found)}**.")
        yield ""
        for one in found:
            told = details(one)
            if told:
                yield f"- `{SIGNS[one.verdict]}` **{one.verdict}**: {text(one.claim.title)}"
                yield from (f"  - {about}: {text(words)}" for about, words in told)
        proved = [one.claim.title for one in found if not details(one)]
        if proved:
            yield f"- `{SIGNS['proved']}` **proved**: {text('; '.join(proved))}"


def _since(finding: LineFinding) -> str:
    return f", holds from {finding.from_age}" if finding.from_age else ""


# --- HTML ----------------------------------------------------------------------------------------------------------

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --rule: #b8b8b8;
  --proved: #e2efe4; --refuted: #fbe3d6; --open: #fdf3cf; --accent: #1a4f8b; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #161616; --rule: #555;
  --proved: #1d3a24; --refuted: #4d2a17; --open: #463c10; --accent: #9cc4f2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
p, ul, dl, h1, h2, h3 { max-width: 48rem; }
a { color: var(--accent); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.85rem; }
caption { text-align: left; padding-bottom: 0.5rem; }
th, td { border: 1px solid var(--rule); padding: 0.25rem 0.4rem; text-align: left; vertical-align: top; }
tbody th { font-weight: 600; white-space: nowrap; position: sticky; left: 0; background: var(--paper); }
td a { color: inherit; }
.proved { background: var(--proved); } .refuted { background: var(--refuted); } .open { background: var(--open); }
.sign { font-family: ui-monospace, monospace; white-space: nowrap; }
.key { padding: 0 0.3rem; border: 1px solid var(--rule); }
dt { font-weight: 600; } dd { margin: 0 0 0.3rem 1rem; }
section.one { border-top: 1px solid var(--rule); }
@media print { body { max-width: none; padding: 0; font-size: 9pt; } table { font-size: 6.5pt; }
  th, td { padding: 1pt 2pt; } .wide { overflow: visible; } a { color: inherit; text-decoration: none; }
  tr, dl { break-inside: avoid; } tbody th { position: static; }
  .proved, .refuted, .open { print-color-adjust: exact; } }
"""


def as_html(page: LinePage) -> str:
    """The page as one HTML file: no script, and nothing fetched from anywhere."""
    return "\n".join(_html(page)) + "\n"


def _html(page: LinePage) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{TITLE}</title><style>{STYLE}</style></head><body>"
    yield f"<header><h1>{TITLE}</h1></header><main>"
    yield from (f"<p>{escape(words)}</p>" for words in page.about())
    yield '<h2 id="table">Definition by definition</h2><div class="wide">'
    yield from _html_table(page)
    yield '</div><h2 id="claims">What is claimed</h2>'
    for claim in page.claims:
        yield f'<section class="one" id="claim-{claim.id}"><h3>{escape(claim.title)}</h3>'
        yield f"<p>Claim <code>{claim.id}</code>: {page.counts(claim)}. {escape(claim.why)}</p>"
        yield from _list((("Situation", claim.situation), *assumed(claim), *views(claim)))
        yield "</section>"
    yield '<h2 id="details">What each turns on</h2>'
    for definition in page.definitions:
        found = page.of(definition)
        yield f'<section class="one" id="{_anchor(definition.id)}"><h3>{escape(definition.title)}</h3>'
        yield f"<p><code>{escape(definition.id)}</code>: {escape(definition.citation)}. "
        yield f"{escape(' '.join(status(found[0], page.as_of)))}</p>"
        if page.adds_up:
            yield f"<p>An adult's sex work with ordinary help only: <strong>{together(found)}</strong>.</p>"
        for one in found:
            yield f'<p id="{_anchor(definition.id, one.claim.id)}">{_mark(one.verdict)} {escape(one.claim.title)}</p>'
            yield from _list(details(one))
        yield '<p><a href="#table">Back to the table</a></p></section>'
    yield "</main></body></html>"


def _html_table(page: LinePage) -> Iterator[str]:
    yield "<table><caption>"
    yield "; ".join(f"{_mark(verdict)}: {words}" for verdict, words in LEGEND.items()) + "."
    yield '</caption><thead><tr><th scope="col">Definition</th>'
    for claim in page.claims:
        yield f'<th scope="col"><a href="#claim-{claim.id}">{claim.id.replace("-", " ")}</a></th>'
    if page.adds_up:
        yield '<th scope="col">adult\'s sex work with ordinary help only</th>'
    yield "</tr></thead><tbody>"
    for definition in page.definitions:
        found = page.of(definition)
        yield f'<tr><th scope="row"><a href="#{_anchor(definition.id)}">{escape(definition.id)}</a></th>'
        for one in found:
            words = f'<span class="sign">{SIGNS[one.verdict]}</span> {one.verdict}{_since(one)}'
            yield f'<td class="{one.verdict}"><a href="#{_anchor(definition.id, one.claim.id)}">{words}</a></td>'
        yield (f"<td>{together(found)}</td>" if page.adds_up else "") + "</tr>"
    yield "</tbody></table>"


def _mark(verdict: Verdict) -> str:
    return f'<span class="key {verdict}"><span class="sign">{SIGNS[verdict]}</span> {verdict}</span>'


def _list(lines: Iterable[Detail]) -> Iterator[str]:
    told = [f"<dt>{escape(about)}</dt><dd>{escape(words)}</dd>" for about, words in lines]
    if told:
        yield from ("<dl>", *told, "</dl>")


def _anchor(*parts: str) -> str:
    return "line-" + re.sub(r"[^A-Za-z0-9-]+", "-", "--".join(parts))
