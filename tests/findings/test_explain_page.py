"""Explanations on the page and as data: one page for each case and law, the same names everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from brightline.cases.casefile import read_cases
from command import check_refusal, run

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "cases").glob("*.yaml"))

FIELDS = {
    "case", "definition", "title", "version", "reading", "as_of", "actor", "outcome", "falls_without", "reasons",
    "losses", "would_be_not_met_if", "blocks", "would_be_met_if", "settled_by", "facts", "citations", "notes",
}  # fmt: skip
CONDITION = {
    "one_of", "none_of", "count", "elements", "citations", "told_otherwise", "concluded", "rests_on_closed", "alleged",
    "contradicted", "declined", "not_asked",
}  # fmt: skip


def conditions_in(data: Mapping[str, object]) -> Iterator[dict[str, list[str]]]:
    for name in ("reasons", "losses", "would_be_not_met_if", "blocks", "would_be_met_if"):
        yield from data[name]  # type: ignore[misc]
    for listed in data["settled_by"].values():  # type: ignore[attr-defined]
        yield from listed


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_on_one_page_and_as_data(path: Path) -> None:
    (case,) = read_cases(path)
    for name in ("un-palermo", "nl-273f", "kh", "us-tvpa-severe"):
        page = run("explain", path, "--under", name, environment={"COLUMNS": "100"})
        assert page.code == 0
        assert page.err == ""
        assert len(page.out.splitlines()) <= 50
        assert page.out.count("it is not legal advice") == 1
        (found,) = run("explain", path, "--under", name, "--json").data["explanations"]
        assert set(found) == FIELDS
        assert found["case"] == case.id
        listed = list(conditions_in(found))
        assert listed
        for condition in listed:
            assert set(condition) == CONDITION
            assert condition["elements"]
            assert condition["citations"]
            facts = {fact for group in condition["one_of"] for fact in group} | set(condition["none_of"])
            assert facts
            assert facts <= set(found["facts"])


def test_several_cases_and_definitions(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text('[{"id": "a", "facts": {"act.recruit": true}}, {"id": "b", "age": 12}]')
    found = run("explain", path, "--under", "un-palermo", "--under", "us-*", "--json", "--reading", "broad").data
    names = [(one["case"], one["definition"]) for one in found["explanations"]]
    assert len(set(names)) == len(names) > 20
    assert {one["reading"] for one in found["explanations"]} == {"broad"}
    assert run("explain", path).out.count("UNDETERMINED") == 2


def test_the_law_of_the_day_asked_for() -> None:
    words = ("explain", EXAMPLES[0], "--under", "us-18usc1591", "--json", "--as-of")
    older, newer = (run(*words, day).data["explanations"][0] for day in ("2001-01-01", "2016-01-01"))
    assert (older["version"], newer["version"]) == ("2000-10-28", "2015-05-29")


def test_the_assess_page_says_what_would_change_it() -> None:
    page = run("assess", EXAMPLES[3]).out
    after = page.split("What would change it")[1].splitlines()
    assert after[1] == '    - Met if yes to "coerces the person in another way".'
    assert after[2] == '    - Not met if no to "coerces the person in another way".'
    met = run("assess", EXAMPLES[5]).out
    assert "No longer met without" in met
    assert "Not met if" in met


def test_wrong_use_is_one_sentence(tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("a\n1\n")
    check_refusal(run("explain", table), "cases.csv", "assess")
    check_refusal(run("explain", tmp_path / "none.yaml"), "none.yaml")
    check_refusal(run("explain", EXAMPLES[0], "--under", "un-palerma"), "un-palermo")
    check_refusal(run("explain", EXAMPLES[0], "--reading", "narrow"), "narrow")


def test_a_record_that_does_not_say_who_did_what_is_met_on_one_condition(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("facts: {act.recruit: true, means.force: true, purpose.exploit_prostitution: true}\n")
    assert "MET, if one person or group did all of this" in run("explain", case).out
