"""Forms answered at random: submissions come back as the findings of all the answers, and nothing is asked in vain."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any as Anything

import pytest

from brightline import Case, assess
from brightline.findings import assess_table
from brightline.findings.ask import CLOSING, Interview
from brightline.findings.form import Form
from brightline.findings.table import collect, outcome_words
from brightline.law import vocabulary
from brightline.logic import All, Any, Diagrams, Fact, Formula, evaluate, facts, substitute
from filled_forms import EVERY, Shown, made

SOME = ("un-palermo", "us-tvpa-severe", "uk-ew-msa", "polaris-amp", ("us-18usc1591", "de-232a"))
BY_ANSWER = {"yes": "yes", "no": "no", "dk": "don't know", "declined": "rather not say", "": "skip"}


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
    """A sheet in which nothing contradicts itself: ages agree, nobody denies what their own answers amount to (nor by
    "none of the rest"), and who tells of something says yes to the plain question about it as well."""
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
    # What follows may stand behind the start of a rest, where "none of the rest" would deny it unseen.
    for family, start in list(rest_from.items()):
        if any(answers[fact] != "no" for fact in rest_of(chosen, start)):
            del rest_from[family]
    return Sheet(answers, rest_from)


def rest_of(chosen: Form, start: str) -> list[str]:
    """The facts of a family from one on, in the order of the form: what "none of the rest" says no to there."""
    words = vocabulary()
    own = [question.fact for question in chosen.questions if question.family == words[start].family]
    return own[own.index(start) :]


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


def test_none_of_the_rest_is_said_by_nobody_who_has_more_to_tell() -> None:
    chosen, _ = made("uk-ni", "broad")
    rng = random.Random("none of the rest")
    sheets = [draw_sheet(chosen, rng) for _ in range(200)]
    ends = [(sheet, fact) for sheet in sheets for fact in sheet.rest_from.values()]
    assert len(ends) >= 50
    for sheet, start in ends:
        assert {sheet.answers[fact] for fact in rest_of(chosen, start)} == {"no"}


def test_none_of_the_rest_settles_what_forced_labour_would_leave_open(tmp_path: Path) -> None:
    """Whether the person moved is not known, so that only a no to every purpose can settle the Northern Irish law."""
    chosen, xform = made("uk-ni", "broad")
    names = by_name(chosen)
    none: dict[str, str] = dict.fromkeys(names.values(), "no") | {"move.cross_border": "dk", "act.harbour": "yes"}
    forced = none | dict.fromkeys(("obs.aim_paid_sex", "means.force", "purpose.forced_labour"), "yes")
    sheets = [Sheet(none, {}), Sheet(none, {"purpose": "purpose.servitude"}), Sheet(forced, {})]
    rows = [xform.fill(lambda name, choices, sheet=sheet: sheet.answer(names[name], choices))[0] for sheet in sheets]
    outcomes = [found["uk-ni"] for found in read_back(rows, "uk-ni", "broad", tmp_path)]
    assert outcomes == ["not met", "not met", "undetermined"]
    assert [row["closed"] for row in rows] == ["", "purpose;", ""]
    for sheet, outcome in zip(sheets, outcomes, strict=True):
        assert assess(sheet.full, "uk-ni", reading="broad")[0].outcome == outcome
        assert interviewed("uk-ni", "broad", sheet) == [outcome]


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
