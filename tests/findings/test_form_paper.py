"""A form on paper: every question in order with boxes, and skips that hold whatever else is answered."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from brightline.findings.consent import consent
from brightline.findings.form import Form, form
from brightline.findings.form_paper import BOX, paper
from brightline.findings.form_rules import NO, OPEN, REST, YES
from brightline.findings.form_sheet import CAVEAT
from brightline.logic import evaluate
from command import check_refusal, run

SOME = ("un-palermo", "us-18usc1591", "uk-ew-msa", "de-232", "un-1949")


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("ending", ["html", "md"])
def test_every_question_stands_on_the_paper_in_order(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"form.{ending}"
    found = run("form", "--paper", path, "--under", "un-palermo", "--json")
    assert found.data["paper"] == str(path)
    assert found.data["path"] is None
    written = path.read_text("utf-8")
    text = Page(written).text if ending == "html" else written
    places = [text.index(question.text) for question in form("un-palermo").questions]
    assert places == sorted(places)
    assert len(places) == found.data["questions"]
    assert text.count(f"{BOX} I would rather not say") == len(places)
    for words in (*(point.text for point in (*consent().before, *consent().say)), consent().child.say, CAVEAT):
        assert words in text
    assert [path.name for path in tmp_path.iterdir()] == [path.name]


def test_the_page_is_whole_and_has_no_script(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    run("form", "--paper", path, "--under", "us-18usc1591", "--under", "de-232")
    written = path.read_text("utf-8")
    page = Page(written)
    assert page.open == []
    assert {"h1", "h2", "p", "ul", "li"} <= set(page.tags)
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert not re.search(r"https?://", written), "nothing is fetched"
    assert "@media print" in written


def drawn(made: Form, rng: random.Random, forced: dict[str, str]) -> dict[str, bool]:
    """What conditions on answers hold, where every question is answered in some way."""
    holds: dict[str, bool] = {}
    for question in made.questions:
        choices = ["yes", "no", "no", "open", *(["rest"] if question.offers_rest else [])]
        said = forced.get(question.fact) or rng.choice(choices)
        holds[f"{YES} {question.fact}"] = said == "yes"
        holds[f"{NO} {question.fact}"] = said in ("no", "rest")
        holds[f"{REST} {question.fact}"] = said == "rest"
        holds[f"{OPEN} {question.fact}"] = said == "open"
    return holds


def never_shown(made: Form, later: list[int], forced: dict[str, str], rng: random.Random) -> None:
    for _ in range(60):
        holds = drawn(made, rng, forced)
        for number in later:
            assert evaluate(made.questions[number - 1].shown, holds) is False, (forced, number)


def promised(hint: str, part: list[int], last: int, end: int) -> Iterator[tuple[list[int], dict[int, str]]]:
    """The questions that a hint lets one leave out, and the answers upon which it does."""
    if hint.startswith("Leave this part out"):
        for number, answer in re.findall(r"(\d+) was (yes|no)", hint):
            yield part, {int(number): answer}
    elif hint.startswith("If every answer"):
        yield list(range(part[-1] + 1, end + 1)), dict.fromkeys(part, "no")
    else:
        assert ("the questions end here" in hint) == (part[-1] == end)
        for words, answer in (("If yes", "yes"), ("none of the rest", "rest")):
            if words in hint:
                yield [number for number in part if number > last], {last: answer}


@pytest.mark.parametrize("under", SOME)
def test_a_skip_leaves_out_only_what_the_form_would_not_show(under: str) -> None:
    made, rng = form(under), random.Random(under)
    facts = dict(enumerate((question.fact for question in made.questions), start=1))
    parts: list[list[int]] = []
    hints: list[tuple[str, list[int], int]] = []
    for block in paper(made):
        if block.kind == "head" and block.lines[0].startswith("Part "):
            parts.append([])
        elif block.kind == "question":
            parts[-1].append(block.number)
        elif block.kind == "hint":
            hints.append((block.lines[0], parts[-1], parts[-1][-1] if parts[-1] else 0))
    assert [number for part in parts for number in part] == [*facts]
    checked = 0
    for hint, part, last in hints:
        for left_out, answers in promised(hint, part, last, len(facts)):
            assert left_out
            checked += 1
            never_shown(made, left_out, {facts[number]: answer for number, answer in answers.items()}, rng)
    assert checked >= 3


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (("--paper", "form.pdf"), "ends in .html or .md"),
        (("--paper", "nowhere/form.md"), "does not exist"),
        (("--paper", "form.md", "--under", "un-palermoo"), "un-palermo"),
        (("--paper", "form.md", "--xlsform", "form.csv"), "ends in .xlsx"),
    ],
)
def test_a_paper_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], telling: str
) -> None:
    monkeypatch.chdir(tmp_path)
    check_refusal(run("form", *words), telling)
    assert list(tmp_path.iterdir()) == []


def test_both_kinds_of_form_can_be_written_at_once(tmp_path: Path) -> None:
    out = run("form", "--paper", tmp_path / "form.md", "--xlsform", tmp_path / "form.xlsx").out
    assert out.count("Wrote ") == 2
    assert {path.name for path in tmp_path.iterdir()} == {"form.md", "form.xlsx"}
