"""Explanations by example: what is named, in which order, and how it is marked."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import brightline
from brightline.cases import Actor, Case, Statement
from brightline.findings.explain import Explanation
from brightline.logic import facts as facts_of
from explanations import (
    ALL,
    WORDS,
)

MET = {"act.recruit": True, "act.harbour": True, "means.force": True, "purpose.slavery": True, "age": 30}
PALERMO = next(found for found in ALL if found.id == "un-palermo")


def explained(record: Mapping[str, object] | Case, under: str = "un-palermo", name: str = "strict") -> Explanation:
    (finding,) = brightline.assess(record, under, reading=name)
    return brightline.explain(finding)


def test_a_met_finding_by_example() -> None:
    found = explained(MET)
    (reason,) = found.reasons
    assert reason.one_of == (("act.recruit", "act.harbour"), ("means.force",), ("purpose.slavery",))
    assert (reason.elements, reason.citations, reason.count) == (("act", "means", "purpose"), ("Art. 3(a)",), 2)
    assert found.falls_without == ("means.force", "purpose.slavery")
    assert [lost.none_of for lost in found.losses] == [
        ("means.force",),
        ("purpose.slavery",),
        ("act.recruit", "act.harbour"),
    ]
    assert [lost.elements for lost in found.losses] == [("means",), ("purpose",), ("act",)]


def test_observations_stand_for_what_was_concluded_from_them() -> None:
    found = explained({**MET, "means.force": None, "obs.vulnerability_used": True, "obs.no_real_alternative": True})
    assert found.falls_without == ("obs.vulnerability_used", "obs.no_real_alternative", "purpose.slavery")
    assert "means.abuse_vulnerability" not in {fact for reason in found.reasons for fact in reason.facts}


def test_to_undo_a_conclusion_both_it_and_what_it_rests_on_must_go() -> None:
    """A no to a legal fact alone would only stand against the observation, and leave it open."""
    found = explained({**MET, "means.force": None, "obs.physical_abuse": True})
    (change,) = [one for one in found.would_be_not_met_if if one.elements == ("means",)]
    assert change.told_otherwise == ("obs.physical_abuse",)
    assert change.concluded == ("means.force",)


def test_a_stated_no_against_an_observation_is_settled_by_taking_either_back() -> None:
    found = explained({**MET, "means.force": False, "obs.physical_abuse": True, "closed": ["means"]})
    assert found.outcome == "undetermined"
    yes, no = found.settled_by["met"][0], found.settled_by["not met"][0]
    assert (yes.one_of, yes.contradicted) == ((("means.force",),), ("means.force",))
    assert no.told_otherwise == ("obs.physical_abuse",)
    assert "means.force" not in no.none_of, "its no was stated already"


def test_a_merged_column_must_be_taken_back_with_what_it_says() -> None:
    found = explained({**MET, "means.force": None, "any.force_threat_coercion": True})
    (change,) = [one for one in found.would_be_not_met_if if one.elements == ("means",)]
    assert change.told_otherwise == ("any.force_threat_coercion",)
    parts = set(WORDS["any.force_threat_coercion"].any_of)
    assert not parts & set(change.none_of), "a no to the column is a no to its parts"
    assert (
        set(change.none_of) - {"any.force_threat_coercion"}
        == set(facts_of(PALERMO.current.elements["means"].formula)) - parts
    )


def test_a_merged_column_that_is_no_blocks_for_its_parts() -> None:
    record = {"any.transaction_role": False, "act.recruit": False, "age": 30}
    (block,) = explained(record).blocks
    assert set(block.none_of) == {"act.recruit", "any.transaction_role"}


def test_what_is_false_only_by_closing_is_marked() -> None:
    found = explained({"closed": ["means"], "means.force": False, "age": 30})
    (block,) = found.blocks
    assert "means.deception" in block.rests_on_closed
    assert not {"means.force", "age.under_18"} & set(block.rests_on_closed)
    first = found.would_be_met_if[0]
    assert first.told_otherwise == ("means.force",)
    assert first.one_of[1][-1] == "means.force", "what was stated comes last"


def test_stated_facts_come_before_alleged_ones() -> None:
    said = [Statement(fact, True, standing) for fact, standing in (
        ("act.recruit", "alleged"), ("act.harbour", "stated"), ("purpose.slavery", "stated"),
        ("act.buy_sell", "alleged"), ("means.force", "alleged"), ("means.deception", "confirmed"),
    )]  # fmt: skip
    found = explained(Case(person=tuple(said)))
    (reason,) = found.reasons
    assert reason.one_of[:2] == (("act.harbour", "act.recruit"), ("means.deception", "means.force"))
    assert reason.alleged == ("act.recruit", "means.force")
    wholly = explained(Case(person=(*said, Statement("act.exploit_prostitution", True))), "un-1949")
    assert [one.alleged for one in wholly.reasons] == sorted((one.alleged for one in wholly.reasons), key=bool)


def test_declined_and_contradicted_facts_are_said_so_and_offered_last() -> None:
    means = [
        Statement("means.force", None, "declined"),
        Statement("means.threat_force", True),
        Statement("means.threat_force", False),
        Statement("means.fraud", None, "not asked"),
    ]
    stated = [Statement(fact, True) for fact in ("act.recruit", "purpose.slavery")]
    found = explained(Case(person=(*stated, *means), age=30))
    (yes,) = [one for one in found.settled_by["met"] if one.elements == ("means",)]
    assert yes.one_of[0][-2:] == ("means.force", "means.threat_force")
    for one in (yes, next(one for one in found.settled_by["not met"] if one.elements == ("means",))):
        assert one.declined == ("means.force",)
        assert one.contradicted == ("means.threat_force",)
        assert one.not_asked == ("means.fraud",)


def test_the_actor_of_the_finding_is_explained() -> None:
    driver = Actor("driver", (Statement("act.transport", True),))
    boss = Actor("boss", tuple(Statement(fact, True) for fact in ("act.recruit", "means.force", "purpose.slavery")))
    found = explained(Case(age=30, actors=(driver, boss)))
    assert found.finding.actor is boss
    assert [reason.facts for reason in found.reasons] == [("act.recruit", "means.force", "purpose.slavery")]


def test_what_is_told_can_leave_no_answer_that_would_make_it_not_met() -> None:
    found = explained({"act.recruit": True, "means.force": True, "any.sexual_exploitation": None, "age": 16})
    assert found.settled_by["not met"]
    assert all("purpose" in one.elements for one in found.settled_by["not met"])


OWN = """
id: own
title: A definition with a not, a count and two ages
kind: guidance
jurisdiction: X
citation: none
checked: text
confidence: high
versions:
  - from: 2000-01-01
    elements:
{elements}
    met_when: {met_when}
sex_work_alone: {{answer: not reached, reason: none}}
consent: {{rule: none}}
child: {{rule: none}}
mental: {{rule: none}}
sources: [none]
examples:
  - {{situation: nothing is known, facts: {{}}, finding: undetermined}}
"""


def own_definition(folder: Path, met_when: str, **elements: str) -> str:
    path = folder / "own.yaml"
    bodies = "\n".join(f"      {name}: {{{body}, cite: s. 1}}" for name, body in elements.items())
    path.write_text(OWN.format(met_when=met_when, elements=bodies))
    return str(path)


SIGNS = "at_least: 2, of: [means.force, means.fraud, means.debt]"


def test_a_definition_of_ones_own_with_not_and_a_count(tmp_path: Path) -> None:
    under = own_definition(tmp_path, "freely and signs", freely="not: obs.chose_freely", signs=SIGNS)
    found = explained({"obs.chose_freely": False, "means.force": True, "means.fraud": True, "means.debt": True}, under)
    assert {(reason.facts, reason.none_of) for reason in found.reasons} == {
        ((one, two, "obs.chose_freely"), ("obs.chose_freely",))
        for one, two in combinations(("means.force", "means.fraud", "means.debt"), 2)
    }
    assert found.falls_without == ("obs.chose_freely",)
    assert explained({"obs.chose_freely": True}, under).blocks[0].one_of == (("obs.chose_freely",),)


def test_whoever_is_under_18_is_not_said_to_be_under_21_as_well(tmp_path: Path) -> None:
    ages = {"child": "fact: age.under_18", "young": "fact: age.under_21"}
    condition = "(child and young) or (child and signs) or (young and signs)"
    under = own_definition(tmp_path, condition, signs=SIGNS, **ages)
    found = explained({}, under)
    assert ("age.under_18",) in [one.facts for one in found.settled_by["met"]]
    assert all(not {"age.under_18", "age.under_21"} <= set(one.facts) for one in found.settled_by["met"])
