"""`brightline line`: what it shows is what `line` found, in the terminal, in JSON, in Markdown and in HTML."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import brightline
from brightline.findings.line import LineFinding, line
from brightline.findings.line_page import LEGEND, SIGNS, LinePage, as_html, as_markdown, details
from brightline.law import definitions, vocabulary
from brightline.law.claims import claims
from brightline.logic import facts
from command import Run, check_refusal, run
from test_docs import generate

WIDE = {"COLUMNS": "100", "NO_COLOR": "1"}
FEW = ["un-palermo", "us-la-46-2", "un-1949", "kr-289"]
OWN = """\
id: own-act
title: <script>alert("own & 'act'")</script>
kind: statute
jurisdiction: XX
citation: Act <1>
checked: text
confidence: high
versions:
  - from: 2011-01-01
    elements:
      act: {any: [act.run_place, act.transport], cite: "s. 1 | *a*"}
      purpose: {fact: purpose.prostitution, cite: s. 2}
    met_when: act and purpose
consent: {rule: Not mentioned.}
child: {rule: Under 18.}
mental: {rule: Intent.}
sex_work_alone: {answer: reached, reason: No means is needed.}
line:
  colleagues:
    doubt: The court has left open whether a shared lease is running a place.
    why: Section 9 speaks of brothels only.
    source: Act 1 s. 9
sources: [https://example.org/act]
examples:
  - {situation: Nothing is there., facts: {act.transport: false}, closed: [act], finding: not met}
"""


def shown(*words: object) -> str:
    """The page in the terminal, its lines joined."""
    found = run("line", *words, environment=WIDE)
    assert (found.code, found.err) == (0, "")
    return " ".join(found.out.split())


def joined(words: str) -> str:
    return " ".join(words.split())


@pytest.fixture(scope="module")
def page() -> LinePage:
    return LinePage(line(definitions(*FEW)))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    return path


def test_one_definition_is_shown_claim_by_claim_with_case_and_citation(page: LinePage) -> None:
    for definition in page.definitions:
        text = shown(definition.id)
        assert definition.title.split(" (")[0] in text.replace("un- palermo", "un-palermo")
        for finding in page.of(definition):
            assert f"{SIGNS[finding.verdict]} {finding.verdict} {finding.claim.title} ({finding.claim.id})" in text
            for about, words in details(finding):
                assert joined(f"{about}: {words}") in text
            if finding.counterexample and finding.claim.conclusion != "unaffected":
                labels = [vocabulary()[fact].label for fact in finding.counterexample.holds]
                assert any(label in text for label in labels)
                assert any(cite in text for cite in finding.citations[1:] or finding.citations)
            if finding.from_age:
                assert f"from {finding.from_age} on the claim holds" in text


def test_an_open_claim_shows_both_readings_and_what_it_turns_on() -> None:
    seen = [finding for finding in line(definitions("co-188a", "coe")) if finding.verdict == "open"]
    assert {finding.claim.conclusion for finding in seen} == {"reached", "not reached"}
    for finding in seen:
        told = dict(details(finding))
        holding, other = ("Read widely", "Read narrowly")
        if finding.claim.conclusion == "not reached":
            holding, other = other, holding
        assert told[holding].startswith("the claim holds: ")
        assert finding.counterexample is not None
        turns_on = [vocabulary()[fact].label for fact in finding.counterexample.turns_on]
        assert turns_on
        assert all(label in told[other] for label in turns_on)
        amounts = "that amounts to this" if finding.claim.each else "this counts"
        assert told[f"It turns on whether {amounts}"] == "; ".join(turns_on)


def test_what_is_open_for_a_doubt_alone_says_what_the_words_say() -> None:
    doubted = [one for one in line(definitions("us-mt-45-5-702")) if one.note and one.note.doubt]
    assert {finding.verdict for finding in doubted} == {"open"}
    for finding in doubted:
        told = dict(details(finding))
        assert finding.note is not None
        assert told["In doubt"] == finding.note.doubt
        if not (finding.counterexample and finding.counterexample.turns_on):
            reached = "reached, where these hold: " if finding.counterexample else "the claim holds in every such case"
            assert told["On the words alone"].startswith(reached)


def test_the_note_and_the_doubt_of_a_file_are_shown(own: Path) -> None:
    text = shown(own, "--claim", "colleagues")
    assert "[?] open" in text
    assert "In doubt: The court has left open whether a shared lease is running a place." in text
    assert "Note: Section 9 speaks of brothels only. (Act 1 s. 9)" in text
    for position in next(claim for claim in claims() if claim.id == "colleagues").positions:
        assert joined(f"{position.view} ({position.source})") in text


def test_many_definitions_make_a_table_with_a_sign_in_each_cell(page: LinePage) -> None:
    out = run("line", *FEW, environment=WIDE).out
    rows = {row.split()[0]: row for row in out.splitlines() if row.split()[:1] and row.split()[0] in FEW}
    assert list(rows) == [definition.id for definition in page.definitions]
    for definition in page.definitions:
        signs = [SIGNS[finding.verdict] + str(finding.from_age or "") for finding in page.of(definition)]
        assert re.findall(r"\[.\]\d*", rows[definition.id]) == signs
    for verdict in {finding.verdict for finding in page.findings}:
        assert f"{SIGNS[verdict]} {verdict}: {LEGEND[verdict]}." in joined(out)
    assert all(f"({claim.id})" in joined(out) for claim in page.claims)
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_a_table_fits_the_terminal_or_drops_what_does_not(columns: int) -> None:
    out = run("line", *FEW, "--claim", "client", "--claim", "migration", environment={"COLUMNS": str(columns)}).out
    assert max(map(len, out.splitlines())) <= min(100, columns)
    assert re.search(r"^ +client +migration$", out, re.MULTILINE)


def test_one_claim_over_many_names_those_that_go_against_it_first(page: LinePage) -> None:
    found = [finding for finding in page.findings if finding.claim.id == "client"]
    text = shown(*FEW, "--claim", "client")
    order = [finding for verdict in ("refuted", "open") for finding in found if finding.verdict == verdict]
    places = [text.index(f"{SIGNS[finding.verdict]} {finding.verdict} {finding.definition.id}") for finding in order]
    assert places
    assert places == sorted(places)
    proved = [finding.definition.id for finding in found if finding.verdict == "proved"]
    assert f"[+] proved {', '.join(proved)}" in text


def test_json_is_a_list_of_findings(page: LinePage) -> None:
    data = run("line", *FEW, "--json").data
    assert data == [finding.to_json() for finding in page.findings]
    assert {"definition", "claim", "holds", "counterexample", "citations"} <= set(data[0])
    assert {found["holds"] for found in data} == {True, False, None}
    assert all(found["counterexample"] is None for found in data if found["holds"] is True)
    assert all(found["counterexample"] for found in data if found["holds"] is False)


def settled(finding: LineFinding) -> dict[str, bool]:
    """The counterexample as a record in which every other fact of the definition is false."""
    assert finding.counterexample is not None
    return dict.fromkeys(facts(finding.version.formula), False) | dict.fromkeys(finding.counterexample.holds, True)


def test_a_case_that_is_shown_is_a_case_that_assess_finds(page: LinePage) -> None:
    tried = [finding for finding in page.findings if finding.verdict == "refuted"]
    assert {finding.claim.conclusion for finding in tried} == {"reached", "not reached"}
    for finding in tried:
        (found,) = brightline.assess(settled(finding), finding.definition)
        assert found.outcome == ("met" if finding.claim.conclusion == "not reached" else "not met"), finding.words


def test_without_ids_every_definition_is_tried_but_those_from_memory() -> None:
    data = run("line", "--claim", "alone", "--json").data
    assert [found["definition"] for found in data] == [one.id for one in definitions()]
    assert "kr-289" not in {found["definition"] for found in data}
    assert "NOT read" in shown("kr-289", "--claim", "alone")


def test_a_law_not_in_force_on_the_day_is_said_to_be_so() -> None:
    assert "NOT in force on 1999-01-01" in shown("us-la-46-2", "--claim", "client", "--as-of", "1999")
    assert "NOT in force" not in shown("us-la-46-2", "--claim", "client")


def test_the_reading_is_passed_on_and_named() -> None:
    assert {found["reading"] for found in run("line", "coe", "--reading", "broad", "--json").data} == {"broad"}
    assert "Reading: broad." in shown("coe", "--reading", "broad")


# --- pages ---------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a browser would see: tags that close, places, links, and what the table holds."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((" ".join(self.open), data))

    def values(self, name: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(name)) is not None]

    def within(self, tag: str) -> str:
        return "".join(data for path, data in self.words if tag in path.split())


def test_the_html_page_is_a_real_table_that_stands_by_itself(page: LinePage) -> None:
    text = as_html(page)
    found = Page(text)
    tags = [tag for tag, _ in found.tags]
    assert {tag: tags.count(tag) for tag in ("table", "caption", "thead", "tbody", "h1", "main")} == dict.fromkeys(
        ("table", "caption", "thead", "tbody", "h1", "main"), 1
    )
    assert not {"script", "link", "img", "iframe", "form"} & set(tags)
    assert not found.values("src")
    assert "url(" not in text
    assert "@import" not in text
    assert all(href.startswith("#") for href in found.values("href"))
    assert tags.count("td") == len(page.findings) + len(page.definitions)
    scopes = [attrs.get("scope") for tag, attrs in found.tags if tag == "th"]
    assert scopes.count("row") == len(page.definitions)
    assert scopes.count("col") == len(page.claims) + 2
    assert {attrs.get("lang") for tag, attrs in found.tags if tag == "html"} == {"en"}
    for verdict, words in LEGEND.items():
        assert words in found.within("caption")
        assert f"{SIGNS[verdict]} {verdict}" in found.within("tbody")


def test_every_cell_of_the_html_page_leads_to_its_details(page: LinePage) -> None:
    found = Page(as_html(page))
    places = found.values("id")
    assert len(places) == len(set(places))
    assert {href[1:] for href in found.values("href")} <= set(places)
    text = joined(found.within("main"))
    for finding in page.findings:
        for about, words in details(finding):
            assert about in text
            assert joined(words) in text
    for claim in page.claims:
        assert joined(claim.situation) in text
        assert all(joined(f"{one.view} ({one.source})") in text for one in claim.positions)


def test_the_markdown_page_has_every_cell_and_its_links_lead_somewhere(page: LinePage) -> None:
    text = "\n".join(as_markdown(page))
    rows = [row for row in text.splitlines() if row.startswith("| [") and "](#line-" in row]
    assert len(rows) == len(page.definitions)
    for row, definition in zip(rows, page.definitions, strict=True):
        signs = [f"`{SIGNS[finding.verdict]}` {finding.verdict}" for finding in page.of(definition)]
        cells = [cell.strip().partition(", holds from")[0] for cell in row.split("|")[2:-2]]
        assert cells == signs
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(re.findall(r'<a id="([^"]+)">', text))
    assert run("line", *FEW, "--markdown").out == text + "\n"


def test_the_page_of_the_documentation_has_every_definition_and_claim() -> None:
    chosen = definitions("un-palermo", "us-la-46-2", "un-1949")
    text = "\n".join(generate().line_page(chosen))
    places = re.findall(r"^\(([a-z0-9-]+)\)=$", text, re.MULTILINE)
    assert places == [f"claim-{one.id}" for one in claims()] + [f"line-{one.id}" for one in chosen]
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == set(places)
    for claim in claims():
        for position in claim.positions:
            assert position.view.split("*")[0] in text
    assert all(f"](definitions/{one.id}.md)" in text for one in chosen)


def test_a_file_of_ones_own_cannot_write_tags_into_a_page(own: Path, tmp_path: Path) -> None:
    page, text = tmp_path / "page.html", tmp_path / "page.md"
    for out in (page, text):
        found = run("line", own, "--out", out)
        assert (found.code, found.err) == (0, "")
        assert found.out == f"Wrote {out}: {len(claims())} claims, 1 definition.\n"
    parsed = Page(page.read_text("utf-8"))
    assert "script" not in {tag for tag, _ in parsed.tags}
    assert "<script>alert(\"own & 'act'\")</script>" in parsed.within("h3")
    assert "\\<script\\>" in text.read_text("utf-8")
    assert "s. 1 \\| \\*a\\*" in text.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.yaml", "page.html", "page.md"]


# --- wrong use -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (["un-palermoo"], "did you mean un-palermo"),
        (["un-palermo", "--claim", "clients"], "did you mean client"),
        (["xx-*"], "no definition id fits"),
        (["kr-*"], "from memory only"),
        (["un-palermo", "--json", "--markdown"], "choose one"),
        (["un-palermo", "--out", "page.pdf"], ".md or .html"),
        (["un-palermo", "--out", "nowhere/page.html"], "does not exist"),
        (["un-palermo", "--as-of", "soon"], "--as-of"),
        (["un-palermo", "--reading", "stricter"], "strict"),
        (["missing.yaml"], "missing.yaml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_use_is_refused_in_a_sentence(
    words: list[str], telling: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    check_refusal(run("line", *words), telling)
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_made_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text("old", "utf-8")

    def fail(*_: object) -> str:
        raise brightline.BrightlineError("no page today")

    monkeypatch.setattr("brightline.cli.line.as_html", fail)
    check_refusal(run("line", "coe", "--out", page), "no page today")
    assert page.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [page]


def test_the_help_names_every_claim() -> None:
    found: Run = run("line", "--help", environment={"COLUMNS": "100"})
    text = joined(found.out).replace("- ", "-")
    assert all(claim.id in text for claim in claims())


def test_no_table_library_is_needed(tmp_path: Path) -> None:
    code = (
        f"import sys; from brightline.cli.main import main; sys.argv = ['brightline', 'line', 'coe', '--out', "
        f"{str(tmp_path / 'page.html')!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('polars', 'narwhals', 'cryptography', 'matplotlib') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"
