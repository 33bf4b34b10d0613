"""The page shows the text as it is, marks the evidence so that everybody can tell, and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings

from brightline.texts import STATUSES, Account, Evidence, Mention
from brightline.texts.documents import Document, document_from
from brightline.texts.marking import AROUND, LONGEST_WHOLE
from brightline.texts.page import STYLE, as_html, index_as_html
from brightline.texts.report import FAMILY_WORDS, VERDICT_WORDS, Report, report_on
from made_accounts import accounts, evidence, report_of

VOID = {"meta", "br"}
ELEMENTS = re.compile(
    "html|head|meta|title|style|body|header|main|div|p|strong|ul|li|h[123]|a|table|caption|thead|tbody|t[rhd]|code|span|mark|br"
)
ATTRIBUTES = re.compile(
    "lang|charset|http-equiv|content|name|class|id|href|scope|colspan|dir|title|role|tabindex|aria-label"
)


class Page(HTMLParser):
    """What a browser makes of a page: its elements, links, and the text shown in the box of the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.shown: list[str] = []
        self.marks: list[tuple[str, str]] = []
        self.policy = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        assert ELEMENTS.fullmatch(tag), tag
        assert all(map(ATTRIBUTES.fullmatch, told)), told
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if "href" in told else []
        if told.get("http-equiv") == "Content-Security-Policy":
            self.policy = told["content"]
        if tag not in VOID:
            self.open.append((tag, told.get("class", "")))
        if tag == "mark" and self.in_text:
            self.marks.append((told["class"], ""))

    def handle_endtag(self, tag: str) -> None:
        name, _ = self.open.pop()
        assert name == tag, (name, tag)

    def handle_data(self, data: str) -> None:
        if self.in_text and self.open[-1][1].split(" ")[0] not in {"tag", "unseen", "left-out"}:
            self.shown.append(data)
            if self.open[-1][0] == "mark":
                self.marks[-1] = (self.marks[-1][0], self.marks[-1][1] + data)

    @property
    def in_text(self) -> bool:
        return ("div", "text") in self.open

    @property
    def text(self) -> str:
        return "".join(self.shown)


def as_shown(text: str) -> str:
    """The text with what no page may hold replaced, character by character."""
    odd = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
    return odd.sub("\ufffd", text)


@settings(max_examples=150, deadline=None)
@given(accounts())
def test_every_text_stands_on_the_page_as_it_is_and_nothing_in_it_runs(account: Account) -> None:
    source = as_html(report_of(account, "<b>'\"&.txt"))
    source.encode()
    page = Page(source)
    assert page.text == as_shown(account.text)
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    for number, one in enumerate(account.elements, start=1):
        assert {f"e{number}", f"r{number}"} <= set(page.ids)
        assert as_shown(one.quote).strip() == "" or "mark" in source
    marked = "".join(words for _, words in page.marks)
    covered = {place for one in (*account.elements, *account.mentions) for place in range(one.start, one.end)}
    assert marked == as_shown("".join(account.text[place] for place in sorted(covered)))


def test_the_policy_lets_in_nothing_but_the_style_of_the_page() -> None:
    source = as_html(report_of(Account("He left.")))
    style = source.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        Page(source).policy == f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    )
    assert not re.search(r"url\(|@import|https?:|style=|<script", source.replace("http-equiv", ""))


def test_a_script_in_the_narrative_never_reaches_the_page() -> None:
    words = "<script>alert(1)</script> He took her passport <img src=x onerror=alert(1)> and forced her to work as a prostitute."
    for name, content in (
        ("a.txt", words),
        ("a.html", f"<html><body><p>{words}</p><svg onload=alert(1)>"),
        ("a.md", words),
    ):
        source = as_html(report_on(document_from(content.encode(), name)))
        page = Page(source)
        assert "took her passport" in page.text
        assert "<script" not in source
        assert "<img" not in source


def test_what_strangers_did_stands_apart_and_is_shown_as_text() -> None:
    words = "The pimp took her passport. Officers beat the women <b>& girls</b>, and a client beat her."
    source = as_html(report_on(document_from(words.encode(), "a.txt")))
    assert "Set aside</h2>" in source
    assert "whose: the police" in source
    assert "<b>" not in source
    assert "Set aside" not in as_html(report_on(document_from(b"The pimp took her passport.", "a.txt")))


def test_the_verdict_and_its_reasons_come_before_everything_else() -> None:
    text = "He took her passport."
    account = Account(text, (evidence(text, 3, 20),), (), "not supported", ("called 'x'",))
    source = as_html(report_of(account))
    order = [
        "[-] NOT SUPPORTED",
        VERDICT_WORDS["not supported"],
        "called &#x27;x&#x27;",
        "not legal advice",
        "What it reports</h2>",
        'class="text"',
    ]
    places = [source.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("family", FAMILY_WORDS)
def test_a_mark_is_told_by_words_and_by_its_line_not_by_colour_alone(family: str, status: str) -> None:
    text = "Now he did it."
    one = evidence(text, 4, 13, label=f"{family}.x", fact=None, idea="none/such", status=status)
    source = as_html(report_of(Account(text, (one,))))
    name = {"consent": "choice"}.get(family, family)
    words = f"{name} 1" if status == "asserted" else f"{name} 1, {status}"
    assert (
        f'<a class="tag {family}" id="e1" href="#r1" aria-label="{words}: to its line in the table">{words}</a>'
        in source
    )
    assert f'<mark class="{family} {status}" title="{words}">he did it</mark>' in source
    lines = dict(re.findall(r"mark\.(\w+) \{ text-decoration-style: (\w+)", STYLE))
    assert sorted(lines) == sorted(set(STATUSES) - {"asserted"})
    assert len(set(lines.values()) | {"solid"}) == len(STATUSES)


def test_overlapping_marks_are_cut_where_they_cross() -> None:
    text = "one two three four"
    whole = (evidence(text, 0, 13), evidence(text, 4, 18, label="act.recruitment", fact="act.recruit"))
    page = Page(as_html(report_of(Account(text, whole, (Mention("two", "sex work", 4, 7, "two"),)))))
    assert [words for _, words in page.marks] == ["one ", "two", " three", " four"]
    assert ["several" in kinds for kinds, _ in page.marks] == [False, True, True, False]


def test_of_a_long_text_only_what_stands_around_the_marks_is_shown() -> None:
    text = "a" * LONGEST_WHOLE + "HERE" + "b" * LONGEST_WHOLE
    source = as_html(report_of(Account(text, (evidence(text, LONGEST_WHOLE, LONGEST_WHOLE + 4),))))
    assert Page(source).text == "a" * AROUND + "HERE" + "b" * AROUND
    assert source.count(f"{LONGEST_WHOLE - AROUND:,} characters without a mark") == 2


def test_what_the_law_makes_of_it_stands_on_the_page_with_reading_and_citation() -> None:
    report = report_on(
        Document("a.txt", "text", "The boss took her passport. He forced her to work as a prostitute."),
        "un-palermo",
        "broad",
    )
    source = as_html(report)
    for words in ("Reading: broad", "un-palermo", "Art. 3(a)", "never counts as absent", "took her passport"):
        assert words in source, words
    assert report.findings[0].outcome in source


def test_the_index_leads_to_each_page() -> None:
    reports = [
        ("a b.html", report_of(Account("x"), "<i>.txt")),
        ("ü.html", report_of(Account("y", verdict="child"), "y.txt")),
    ]
    page = Page(index_as_html(reports))
    assert page.links == ["a%20b.html", "%C3%BC.html"]


def colours(style: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]+)", style))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_stand_out_enough_in_light_and_in_dark() -> None:
    dark_rules = re.compile(r"@media \(prefers-color-scheme: dark\) \{ :root \{(.*?)\} \}", re.DOTALL)
    dark = {name: colour for rules in dark_rules.findall(STYLE) for name, colour in colours(rules).items()}
    light = colours(dark_rules.sub("", STYLE))
    for shades in (light, light | dark):
        for ground in ("paper", *FAMILY_WORDS, "term"):
            for ink in ("ink", "accent") if ground == "paper" else ("ink",):
                bright, dim = sorted((luminance(shades[ink]), luminance(shades[ground])), reverse=True)
                assert (bright + 0.05) / (dim + 0.05) >= 4.5, (ink, ground)


def test_a_report_of_evidence_that_the_vocabulary_does_not_know_is_shown_by_its_label() -> None:
    one = Evidence("x/y", "means.some_thing", None, "alleged", "ngo_worker", 0, 1, "a")
    source = as_html(Report(Document("-", "pdf", "a"), Account("a", (one,))))
    for words in ("some thing", "ngo worker", "What a text reports", "format pdf"):
        assert words in source
