"""Forms: what pyxform makes of them, what their rules skip, and that submissions come back as the same findings."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any as Anything
from xml.etree import ElementTree

import elementpath
import openpyxl
import pytest
from elementpath import XPath1Parser, XPathContext
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

import brightline.cases.format
from brightline import Case, assess
from brightline.findings import assess_table
from brightline.findings.ask import CLOSING, Interview
from brightline.findings.form import Form, form
from brightline.findings.form_rules import NO, OPEN, YES, Rules, answer
from brightline.findings.form_sheet import write_xlsform
from brightline.findings.table import collect, outcome_words
from brightline.law import definitions, reading, vocabulary
from brightline.logic import All, Any, Diagrams, Fact, Formula, evaluate, facts, substitute
from command import check_refusal, run
from formulas import NAMES, unate_formulas

XFORMS = "{http://www.w3.org/2002/xforms}"
EVERY = tuple(one.id for one in definitions(memory=True))
SOME = ("un-palermo", "us-tvpa-severe", "uk-ew-msa", "polaris-amp", ("us-18usc1591", "de-232a"))
BY_ANSWER = {"yes": "yes", "no": "no", "dk": "don't know", "declined": "rather not say", "": "skip"}


class XFormParser(XPath1Parser):
    """XPath 1.0 with the function that forms add to it."""


@XFormParser.method(XFormParser.function("if", nargs=3))  # pyright: ignore
def evaluate_if(self: Anything, context: Anything = None) -> str:
    chosen = self[1] if self.boolean_value(self[0].select(context)) else self[2]
    return self.string_value(next(iter(chosen.select(context)), ""))


@dataclass(frozen=True)
class Shown:
    """A question that a form put, with all that had been answered before it."""

    name: str
    before: Mapping[str, str]


class XForm:
    """The form that pyxform made, filled in as form software does: binds in document order, nothing looked ahead at."""

    def __init__(self, text: str) -> None:
        document = ElementTree.fromstring(text)
        self.instance = next(document.iter(f"{XFORMS}instance"))[0]
        for node in self.instance.iter():
            node.tag = node.tag.removeprefix(XFORMS)
        self.tree = elementpath.get_node_tree(ElementTree.ElementTree(self.instance))
        self.choices = {
            str(select.attrib["ref"]).removeprefix("/data/"): {
                str(item.findtext(f"{XFORMS}value")) for item in select.iter(f"{XFORMS}item")
            }
            for select in document.iter(f"{XFORMS}select1")
        }
        for select in document.iter(f"{XFORMS}select1"):
            itemset = select.find(f"{XFORMS}itemset")
            if itemset is not None:
                listed = itemset.attrib["nodeset"].split("'")[1]
                found = next(i for i in document.iter(f"{XFORMS}instance") if i.attrib.get("id") == listed)
                names = {str(name.text) for name in found.iter(f"{XFORMS}name")}
                self.choices[select.attrib["ref"].removeprefix("/data/")] = names
        binds = [bind.attrib for bind in document.iter(f"{XFORMS}bind")]
        self.binds = {bind["nodeset"].removeprefix("/data/"): bind for bind in binds}

    @cached_property
    def rules(self) -> list[tuple[str, Anything, Anything]]:
        """The nodes in order, with what says where each is relevant and what it is calculated by."""
        parse = XFormParser().parse
        return [
            (name, *(parse(bind[rule]) if rule in bind else None for rule in ("relevant", "calculate")))
            for name, bind in self.binds.items()
        ]

    def fill(self, reply: Callable[[str, set[str]], str]) -> tuple[dict[str, str], list[Shown]]:
        """The submission, and what was shown, where each question is answered by name and choices."""
        for node in self.instance:
            node.text = None
        shown: list[Shown] = []
        answered: dict[str, str] = {}
        for name, relevant, calculate in self.rules:
            node = self.instance.find(name)
            if node is None:
                continue
            if calculate is not None:
                node.text = str(calculate.evaluate(XPathContext(self.tree)))
            elif name in self.choices and (relevant is None or relevant.evaluate(XPathContext(self.tree))):
                shown.append(Shown(name, dict(answered)))
                answered[name] = node.text = reply(name, self.choices[name])
        return {node.tag: node.text or "" for node in self.instance if node.tag != "meta"}, shown


@cache
def made(under: str | tuple[str, ...], law: str = "strict") -> tuple[Form, XForm]:
    """A form, and what pyxform makes of its workbook."""
    import tempfile

    chosen = form(under, reading=law)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_xlsform(chosen, path)
        result = convert(path)
    assert not result.warnings
    return chosen, XForm(result.xform)


@dataclass(frozen=True)
class Sheet:
    """What somebody would answer to every question of a form, and where they would say "none of the rest"."""

    answers: Mapping[str, str]
    """By fact: yes, no, dk, declined, or nothing where the question is left out."""
    rest_from: Mapping[str, str]
    """By family: the fact from which on they have nothing more to say yes to."""

    def answer(self, fact: str, choices: set[str]) -> str:
        words = vocabulary()
        if self.rest_from.get(words[fact].family) == fact and "none_rest" in choices:
            return "none_rest"
        found = self.answers[fact]
        assert not found or found in choices
        return found

    @property
    def full(self) -> dict[str, bool | None]:
        return {fact: {"yes": True, "no": False}.get(said) for fact, said in self.answers.items()}


def draw_sheet(chosen: Form, rng: random.Random) -> Sheet:
    """A sheet in which nothing contradicts itself: ages agree, nobody denies what their own answers amount to, and who
    tells of something says yes to the plain question about it as well."""
    words = vocabulary()
    asked = [question.fact for question in chosen.questions]
    weights = rng.choice(((4, 4, 1, 1, 1), (1, 8, 1, 0, 0), (3, 3, 3, 1, 2), (6, 2, 1, 1, 0), (1, 4, 0, 0, 0)))
    answers = {fact: rng.choices(("yes", "no", "dk", "declined", ""), weights)[0] for fact in asked}
    age = rng.choice((14, 17, 19, 20, 30, 40))
    for fact in asked:
        if words[fact].family == "age" and answers[fact] in ("yes", "no"):
            answers[fact] = "yes" if age < int(fact.rpartition("_")[2]) else "no"
    rest_from: dict[str, str] = {}
    for family in CLOSING:
        own = [fact for fact in asked if words[fact].family == family]
        if own and rng.random() < 0.5:
            start = rng.randrange(len(own))
            rest_from[family] = own[start]
            answers.update(dict.fromkeys(own[start:], "no"))
    told: dict[str, bool | None] = {fact: {"yes": True, "no": False}.get(said) for fact, said in answers.items()}
    for fact, way in chosen.reading.ways.items():
        if evaluate(way, told):
            told[fact] = True
            if answers.get(fact) == "no" or (fact in answers and not vocabulary()[fact].conclusion):
                answers[fact] = "yes"
                if fact in rest_from.values():
                    del rest_from[words[fact].family]
    return Sheet(answers, rest_from)


def by_name(chosen: Form) -> dict[str, str]:
    return {question.name: question.fact for question in chosen.questions}


def read_back(rows: Sequence[Mapping[str, str]], under: Anything, law: str, folder: Path) -> list[dict[str, str]]:
    """The outcomes that `assess` gives for submissions written as a CSV."""
    path = folder / "submissions.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    table = assess_table(path, under, reading=law, format="xlsform")
    found = collect(outcome_words(table.frame, table.definitions, table.col), table.engine)
    return [dict(row) for row in found.select([one.id for one in table.definitions]).rows(named=True)]


def told_before(names: Mapping[str, str], shown: Shown) -> dict[str, bool | None]:
    """What holds before a question, worked out by the case engine."""
    words = vocabulary()
    said = {names[name]: word for name, word in shown.before.items()}
    closed = {words[fact].family for fact, word in said.items() if word == "none_rest"}
    values: dict[str, object] = {
        fact: True if word == "yes" else (False if word.startswith("no") else None) for fact, word in said.items()
    }
    case = Case.of({**values, "closed": sorted(closed)})
    told = case.facts(case.tried[0])
    return {fact: told.value(words.bit[fact]) for fact in words.ids}


class Stakes:
    """Whether a question of a form can still change an outcome, by diagrams of what can be true and what can fail."""

    def __init__(self, chosen: Form) -> None:
        words = vocabulary()
        self.chosen = chosen
        self.names = by_name(chosen)
        self.asked = [question.fact for question in chosen.questions]
        self.diagrams = Diagrams(words.ids)
        goals = [version.formula for version in chosen.versions]
        holding = {fact: self._can_hold(fact) for fact in facts(*goals)}
        failing = {fact: All(*(Fact(wider) for wider in (fact, *words.wider[fact]))) for fact in facts(*goals)}
        self.true = [self.diagrams.of(substitute(goal, holding)) for goal in goals]
        self.possible = [self.diagrams.of(substitute(goal, failing)) for goal in goals]

    def _can_hold(self, fact: str) -> Formula:
        narrower = [Fact(other) for other in (fact, *vocabulary().narrower[fact])]
        way = self.chosen.reading.ways.get(fact)
        return Any(*narrower, *([substitute(way, {f: self._can_hold(f) for f in facts(way)})] if way else []))

    def holds(self, fact: str, told: Mapping[str, bool | None]) -> bool:
        way = self.chosen.reading.ways.get(fact)
        if told[fact] is True or way is None:
            return told[fact] is True
        return evaluate(way, {source: self.holds(source, told) for source in facts(way)}) is True

    def at(self, shown: Shown) -> bool:
        told = told_before(self.names, shown)
        fact = self.names[shown.name]
        past = set(self.asked[: self.asked.index(fact)])
        left = {other for other in self.asked if other not in past and told[other] is None}
        true = {other: told[other] is True for other in told if other not in left}
        possible = {other: told[other] is not False for other in told if other not in left}
        for other in told:
            if self.holds(other, told):
                possible |= dict.fromkeys((other, *vocabulary().wider[other]), True)
        diagrams = self.diagrams
        return any(
            fact in diagrams.facts(diagrams.given(goal, known))
            for goals, known in ((self.true, true), (self.possible, possible))
            for goal in goals
        )


def interviewed(under: Anything, law: str, sheet: Sheet) -> list[str]:
    """The outcomes of the interview, given the same answers."""
    words = vocabulary()
    interview = Interview(under, law)
    while interview.question is not None:
        fact = interview.question.fact
        word = BY_ANSWER[sheet.answers[fact]]
        done = {before.fact for before in interview.answers}
        left = [f for f in sheet.answers if words[f].family == words[fact].family and f not in done]
        if word == "no" and interview.question.closes and all(sheet.answers[f] == "no" for f in left):
            word = "none of the rest"
        interview.answer(word)
    return [finding.outcome for finding in interview.findings]


@dataclass
class Tally:
    """Questions over several forms: put in vain, put, and there to be put; and the sheets that were tried."""

    in_vain: list[Anything] = field(default_factory=list)
    put: int = 0
    there: int = 0
    sheets: int = 0


def check_sheets(under: Anything, law: str, count: int, folder: Path, tally: Tally) -> None:
    """Random sheets through the form, the file and back: the same findings as the full sheet, and as an interview."""
    rng = random.Random(f"{under} {law}")
    chosen, xform = made(under, law)
    names = by_name(chosen)
    sheets = [draw_sheet(chosen, rng) for _ in range(count)]
    stakes = Stakes(chosen)
    rows: list[dict[str, str]] = []
    for sheet in sheets:
        row, shown = xform.fill(lambda name, choices, sheet=sheet: sheet.answer(names[name], choices))
        rows.append(row)
        tally.put += len(shown)
        tally.in_vain += [(under, question.name) for question in shown if not stakes.at(question)]
    for row, sheet, found in zip(rows, sheets, read_back(rows, under, law, folder), strict=True):
        full = {finding.definition.id: finding.outcome for finding in assess(sheet.full, under, reading=law)}
        assert found == full, (under, law, sheet, row)
        assert interviewed(under, law, sheet) == list(full.values()), (under, law, sheet)
    tally.there += len(names) * count
    tally.sheets += count


def test_forms_answered_at_random_give_the_finding_of_all_the_answers(tmp_path: Path) -> None:
    tally = Tally()
    for under in SOME:
        check_sheets(under, "strict", 12, tmp_path, tally)
    assert tally.in_vain == []
    assert tally.put * 2 < tally.there
    assert tally.sheets == 60


@pytest.mark.slow
def test_every_form_answered_at_random_gives_the_finding_of_all_the_answers(tmp_path: Path) -> None:
    strict, broad = Tally(), Tally()
    for under in (*EVERY, ("un-palermo", "us-18usc1591", "uk-ew-msa")):
        check_sheets(under, "strict", 5, tmp_path, strict)
        check_sheets(under, "broad", 3, tmp_path, broad)
    assert strict.sheets + broad.sheets >= 500
    # A rule looks at each place of a fact by itself. Where a fact stands in two places of a definition, or two lines of
    # a reading start from one observation, one of them may make idle what the other still asks for.
    assert {under for under, _ in strict.in_vain} <= {"us-tx-20a-02"}
    assert len(broad.in_vain) * 50 <= broad.put


@pytest.mark.parametrize(
    "id", [pytest.param(id, marks=[pytest.mark.slow] if at % 3 else []) for at, id in enumerate(EVERY)]
)
def test_pyxform_accepts_every_form_and_every_rule_looks_back_only(id: str) -> None:
    chosen, xform = made(id)
    order = list(xform.binds)
    for at, (name, bind) in enumerate(xform.binds.items()):
        assert "required" not in bind, name
        for rule in (bind.get("relevant", ""), bind.get("calculate", "")):
            for named in re.findall(r"/data/([a-z0-9_]+)", rule):
                assert order.index(named) < at, (name, named)
    assert list(xform.choices) == [question.name for question in chosen.questions]
    assert {question.fact for question in chosen.questions} >= set(facts(chosen.versions[0].formula))


OTHERS = (
    "status.disabled",
    "status.female",
    "move.cross_border",
    "move.within",
    "consent.absent",
    "actor.age_ge21",
    "obs.debt_owed",
    "obs.poor",
)
"""Facts that nothing amounts to, and that amount to nothing: one for each name of the formulas."""


@settings(max_examples=150, deadline=None)
@given(unate_formulas(), st.randoms(use_true_random=False))
def test_rules_over_any_formula_skip_only_what_cannot_matter(formula: Formula, rng: random.Random) -> None:
    goal = substitute(formula, {name: Fact(other) for name, other in zip(NAMES, OTHERS, strict=True)})
    asked = facts(goal)
    rules = Rules(asked, (), (goal,), reading("strict"))
    sheet: dict[str, bool | None] = {fact: rng.choice((True, False, None)) for fact in asked}
    said: dict[str, bool | None] = {}
    kept: dict[str, bool | None] = {}
    for fact in asked:
        shown = evaluate(rules.shown(fact), said)
        assert shown is not None
        if shown:
            kept[fact] = sheet[fact]
        for kind, value in ((YES, True), (NO, False), (OPEN, None)):
            told = answer(kind, fact)
            assert isinstance(told, Fact)
            said[told.id] = shown and sheet[fact] is value
    assert evaluate(goal, kept) is evaluate(goal, sheet)
    last = rules.outlook(goal)
    assert [evaluate(part, said) for part in last[:2]] == [
        evaluate(goal, sheet) is True,
        evaluate(goal, sheet) is False,
    ]


OWN = """
id: own-{number}
title: A definition of one's own
kind: statute
jurisdiction: XX
citation: none
checked: text
confidence: high
versions:
  - from: 2001-01-01
    elements:
      several:
        label: two of three things done
        at_least: 2
        of: [act.recruit, act.transport, act.harbour]
        cite: s. 1
      pressure:
        label: pressure
        any: [means.force, means.deception]
        cite: s. 2
      grown:
        label: not a child
        not: age.under_16
        cite: s. 3
    met_when: several and (pressure or not grown)
consent: {{rule: none, cite: s. 4}}
child: {{rule: none, cite: s. 4}}
mental: {{rule: none, cite: s. 4}}
nexus: {{rule: none}}
link: {{rule: none}}
sex_work_alone: {{answer: not reached, reason: made up}}
sources: [made up]
examples: []
"""


def test_a_definition_of_ones_own_with_not_and_at_least(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.format(number=1), "utf-8")
    tally = Tally()
    check_sheets(str(path), "strict", 12, tmp_path, tally)
    assert tally.in_vain == []


def submit(folder: Path, text: str, *words: str) -> Anything:
    path = folder / "in.csv"
    path.write_text(text, "utf-8")
    return run("assess", path, "--format", "xlsform", *words)


def outcomes(folder: Path, text: str, *words: str) -> list[str]:
    out = folder / "out.csv"
    assert submit(folder, text, "--out", str(out), *words).code == 0
    with out.open(encoding="utf-8") as file:
        return [row["un-palermo"] for row in csv.DictReader(file)]


KOBO = (
    '"start";"end";"questions/act_recruit";"questions/means_force";"questions/purpose_slavery";"questions/closed";'
    '"questions/skipped";"__version__";"_id";"_uuid";"_submission_time";"_validation_status";"_notes";"_status";'
    '"_submitted_by";"_tags";"_index"\n'
    '"2026-01-02T10:00:00";"";"yes";"yes";"yes";"";"";"v1";"1";"u-1";"";"";"";"";"";"";"1"\n'
    '"2026-01-02T11:00:00";"";"none_rest";"";"";"act;";"";"v1";"2";"u-2";"";"";"";"";"";"";"2"\n'
    '"2026-01-02T12:00:00";"";"declined";"dk";"";"";"";"v1";"3";"u-3";"";"";"";"";"";"";"3"\n'
)
CENTRAL = (
    "SubmissionDate,meta-instanceID,g1-act_recruit,g1-act_harbor,g1-means_force,purpose_slavery,said_act_recruit,"
    "show_means_force,part_1,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,"
    "DeviceID,Edits,FormVersion\n"
    "2026-01-02T10:00:00.000Z,uuid:1,no,yes,yes,yes,no,yes,no,uuid:1,5,Alice,0,0,,,,0,2\n"
)


def test_exports_of_kobo_and_of_central_are_read(tmp_path: Path) -> None:
    assert outcomes(tmp_path, KOBO, "--delimiter", ";") == ["met", "not met", "undetermined"]
    assert outcomes(tmp_path, CENTRAL) == ["met"]


def test_the_id_of_a_submission_is_carried_along(tmp_path: Path) -> None:
    outcomes(tmp_path, KOBO, "--delimiter", ";")
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        assert [row["_uuid"] for row in csv.DictReader(file)] == ["u-1", "u-2", "u-3"]


def test_what_was_left_out_stays_open_when_its_family_is_closed_later(tmp_path: Path) -> None:
    head = "act_recruit,act_transport,closed,skipped\n"
    assert outcomes(tmp_path, head + ",none_rest,act;,act_recruit;\n") == ["undetermined"]
    assert outcomes(tmp_path, head + ",none_rest,act;,\n") == ["not met"]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("act_recruit,act_recruiting\nyes,no\n", ("'act_recruiting'", "did you mean act_recruit", "ignore: true")),
        ("act_recruit,questions/act_recruit\nyes,no\n", ("two columns hold the fact act.recruit",)),
        ("act_harbor,act_harbour\nyes,no\n", ("two columns hold the fact act.harbour",)),
        ("act_recruit\nmaybe\n", ("column 'act_recruit'", "'maybe'")),
        ("act_recruit,closed\nyes,everything\n", ("column 'closed'", "'everything'")),
        ("act_recruit,skipped\nyes,nothing;\n", ("column 'skipped'", "'nothing;'")),
        ("act.recruit\nyes\n", ("'act.recruit'",)),
    ],
)
def test_a_column_or_an_answer_that_is_not_known_is_refused(
    tmp_path: Path, text: str, telling: tuple[str, ...]
) -> None:
    check_refusal(submit(tmp_path, text), *telling)


def test_other_tables_are_read_as_strictly_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    for text in ("act_recruit\nyes\n", "act.recruit,_id\nyes,1\n", "act.recruit,skipped\nyes,\n"):
        path.write_text(text, "utf-8")
        check_refusal(run("assess", path), "is not a fact")
    path.write_text("act.recruit\nnone_rest\n", "utf-8")
    check_refusal(run("assess", path), "'none_rest'")


def test_columns_of_ones_own_can_be_ignored_by_a_mapping_file(tmp_path: Path) -> None:
    shipped = Path(brightline.cases.format.__file__).parent / "formats" / "xlsform.yaml"
    mine = tmp_path / "mine.yaml"
    mine.write_text(shipped.read_text("utf-8").replace("columns:", "columns:\n  worker: {ignore: true}"), "utf-8")
    path = tmp_path / "in.csv"
    path.write_text("worker,act_recruit\nA,yes\n", "utf-8")
    check_refusal(run("assess", path, "--format", "xlsform"), "'worker'")
    assert run("assess", path, "--format", mine).code == 0


def test_the_command_writes_a_workbook_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    found = run("form", "--xlsform", path, "--under", "un-palermo", "--as-of", "2020-05-01", "--json")
    assert found.data["form_id"] == "brightline-un-palermo"
    assert found.data["definitions"] == [{"id": "un-palermo", "version": "2003-12-25", "in_force": True}]
    assert found.data["assess_with"].endswith("--format xlsform --under un-palermo --as-of 2020-05-01")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["survey", "choices", "settings"]
    head, *rows = book["survey"].iter_rows(values_only=True)
    assert head == ("type", "name", "label", "hint", "relevant", "calculation")
    asked = [row for row in rows if str(row[0]).startswith("select_one")]
    assert len(asked) == found.data["questions"] == 25
    assert sum(row[4] is not None for row in asked) == found.data["rules"]
    assert asked[0][1] == "age_under_18"
    words = vocabulary()
    assert [row[2] for row in asked] == [words[str(row[1]).replace("_", ".", 1)].question for row in asked]
    assert all("Asked for: " in str(row[3]) and "Art. 3" in str(row[3]) for row in asked)
    notes = " ".join(str(row[2]) for row in rows if row[0] == "note")
    assert "not legal advice" in notes
    assert "skip a question or stop at any time" in notes
    assert [row[0] for row in book["choices"].iter_rows(min_row=2, values_only=True)][:4] == ["answer"] * 4
    assert "law in force" not in notes
    assert [cell.value for cell in book["settings"][2]][1:] == ["brightline-un-palermo", "2020-05-01"]
    assert [path.name for path in tmp_path.iterdir()] == ["form.xlsx"]


def test_a_form_says_where_the_law_was_not_in_force(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    found = run("form", "--xlsform", path, "--under", "un-palermo", "--as-of", "1990")
    assert "NOT in force on 1990-01-01" in " ".join(found.out.split())
    rows = openpyxl.load_workbook(path)["survey"].iter_rows(values_only=True)
    assert any("NOT in force on 1990-01-01" in str(row[2]) for row in rows)


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        ((), "--xlsform OUT.xlsx"),
        (("--xlsform", "form.csv"), "ends in .xlsx"),
        (("--xlsform", "nowhere/form.xlsx"), "does not exist"),
        (("--xlsform", "folder.xlsx"), "this is a folder"),
        (("--xlsform", "form.xlsx", "--under", "un-palermoo"), "un-palermo"),
        (("--xlsform", "form.xlsx", "--reading", "narrow"), "strict and broad"),
    ],
)
def test_a_form_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], telling: str
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    monkeypatch.chdir(tmp_path)
    check_refusal(run("form", *words), telling)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]
