"""The end of an interview: stopping is always fine, all can be deleted, and help is named whatever the finding."""

from __future__ import annotations

import re
from pathlib import Path
from unittest.mock import patch

import pytest

from asking import TO_MEANS, ask, questions
from brightline.cases.store import read_interview
from brightline.law import definitions, vocabulary
from command import check_refusal, run


@pytest.mark.parametrize("typed", ["\ny\nn\nq\n", "\ny\nn\n", "\ny\nn"])
@pytest.mark.parametrize("cut", [False, True])
def test_stopping_in_any_way_is_fine_and_tells_nobody_what_was_said(typed: str, cut: bool) -> None:
    found = ask(typed, cut=cut)
    assert found.code == 0
    assert found.err == ""
    end = found.out[found.out.index("Stopped after") :]
    said = " ".join(end.split())
    assert said.startswith("Stopped after 2 answers. That is fine; what was answered stands. [?] un-palermo: UNDETER")
    assert "not legal advice" in said
    assert "The answers were not saved" in said
    assert end.count("\n") <= 6
    assert not [entry.id for entry in vocabulary() if f"({entry.id})" in said or entry.question in said]
    whole = ask(typed, "--finding", cut=cut).out
    assert "Stopped after 2 answers." in whole
    assert "What is missing to settle it" in whole


def test_stopping_counts_the_outcomes_under_many_laws(tmp_path: Path) -> None:
    out = ask("\ny\n", "--under", "all", "--save", tmp_path / "a.bl").out
    end = out[out.index("Stopped after") :]
    assert end.count("\n") <= 8
    assert re.search(r"and \d+ more: \d+ undetermined", end)
    assert f"brightline explain {tmp_path / 'a.bl'}\n" in end
    shown = run("explain", tmp_path / "a.bl")
    assert shown.code == 0


@pytest.mark.parametrize("saves", [True, False])
def test_everything_can_be_deleted(tmp_path: Path, saves: bool) -> None:
    words = ("--save", tmp_path / "a.bl") if saves else ()
    ask("\ny\n", *words)
    found = ask("\ny\nx\nx\ny\n", *words, "--json")
    assert found.code == 0
    assert list(tmp_path.iterdir()) == []
    assert found.data["answers"] == []
    assert found.data["saved"] is None
    assert "for good. If that is wanted, type x again." in " ".join(found.err.split())
    assert "Stopped. That is fine." in found.err


def test_deleting_takes_two_keys_in_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.bl"
    found = ask("\ny\nx\nw\nx\nn\nx\n", "--save", path, "--json")
    assert [given["answer"] for given in found.data["answers"]] == ["yes", "no"]
    assert len(read_interview(path).answers) == 2


def test_what_would_change_it_is_not_said_to_the_person() -> None:
    out = ask("\n" + TO_MEANS + "y\n").out
    assert "No question is left" in out
    assert "What would change it" not in out
    assert "No longer met without" not in out


def test_what_was_declined_is_not_proposed_by_another_way() -> None:
    typed = "\n" + TO_MEANS + "n\n" + "r\n" * 30
    found = ask(typed, "--json", "--reading", "broad")
    declined = {given["fact"] for given in found.data["answers"] if given["answer"] == "rather not say"}
    assert "means.abuse_vulnerability" in declined
    assert found.data["findings"][0]["outcome"] == "undetermined"
    assert found.data["findings"][0]["elements"]["means"]["questions"] == []


def test_who_is_meant_is_said_at_the_question(tmp_path: Path) -> None:
    path = tmp_path / "a.bl"
    out = ask("\ny\n", "--about", "the  manager", "--save", path).out
    assert 'They are about the manager: in each of them "anyone" means this person or group.' in out
    assert '("anyone": the manager)' in out.split("\n> ")[1]
    assert "Nobody is named" not in out
    assert '("' not in out.split("\n> ")[2], "no actor is asked about there"
    assert read_interview(path).case.actors[0].label == "the manager"
    assert ask("\nn\n", "--save", path, "--about", "the manager").code == 0
    check_refusal(ask("\n", "--save", path, "--about", "the driver"), "is about the manager", "--about")


def test_without_a_name_it_says_so_and_met_has_its_condition() -> None:
    out = ask("\n" + TO_MEANS + "y\n").out
    assert "Nobody is named, so the answers are taken of everybody together" in out
    assert "[+] MET, if one person or group did all of this" in out
    named = ask("\n" + TO_MEANS + "y\n", "--about", "the manager").out
    assert "[+] MET: these facts meet this definition" in named


def test_this_person_is_introduced_where_nobody_is_named() -> None:
    introduced = "(this person: whoever the answers are about)"
    flat = ask("\n" + "n\n" * 40, "--under", "un-1949", "--under", "us-me-853").out
    named = ask("\n" + "n\n" * 40, "--under", "un-1949", "--under", "us-me-853", "--about", "the manager").out
    screens = [one for one in flat.split("\n> ") if "this person" in " ".join(questions(one)).lower()]
    assert screens
    assert all(introduced in screen for screen in screens)
    assert introduced not in named
    assert '("this person": the manager)' in named


def test_a_law_that_needs_no_means_says_so_right_under_met(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    for id in (one.id for one in definitions(memory=True)):
        case.write_text("facts: {" + ", ".join(f"{e.id}: true" for e in vocabulary() if e.family == "act") + "}\n")
        found = run("assess", case, "--under", id)
        lines = found.out.splitlines()
        at = next((n for n, line in enumerate(lines) if "[+] MET" in line), 0)
        note = "At least one limb of this definition asks, for an adult, for no force"
        if at and note in found.out:
            assert note in lines[at + 1]
            assert found.out.count(note) == 1
            return
    raise AssertionError("no law was met without means")


def test_the_end_of_the_questions() -> None:
    found = ask("\n" + TO_MEANS + "y\n")
    assert "No question is left that can change a finding. You gave 7 answers." in found.out
    assert "[+] MET" in found.out
    assert "unclear" not in found.out


def test_what_was_skipped_and_declined_is_listed() -> None:
    said = " ".join(ask("\ns\nr\nd\n", "--finding").out.split())
    words = vocabulary()
    assert f"Skipped: {words['act.recruit'].question} (act.recruit)" in said
    assert f"Would rather not say: {words['act.transport'].question} (act.transport)" in said


def test_help_is_named_whatever_the_finding(home: Path, tmp_path: Path) -> None:
    endings = ("q\n", "\nq\n", "\nx\nx\n", "\ne\n", "\n" + TO_MEANS + "y\n")
    for typed in endings:
        place = f"No local contacts are set: write them in {home / 'contacts.txt'}"
        assert ask(typed).out.count(place) == 2
    (tmp_path / "contacts.txt").write_text("Day line: 000 222")
    with patch("brightline.cli.page.click.get_app_dir", lambda name: str(tmp_path)):
        assert ask("q\n").out.count("Day line: 000 222") == 2, "where they lay before they are still found"
        (home / "contacts.txt").write_text("Night line: 000 111")
        for typed in endings:
            out = ask(typed).out
            assert out.count("Night line: 000 111") == 2, "before the first question and at the end"
            assert "Day line" not in out


def test_data_for_programs(tmp_path: Path) -> None:
    found = ask("\ny\ns\n", "--json", "--save", tmp_path / "a.bl", "--under", "un-palermo", "--under", "us-18usc1591")
    assert set(found.data) == {"findings", "asked", "answers", "saved"}
    assert [one["definition"] for one in found.data["findings"]] == ["un-palermo", "us-18usc1591"]
    assert found.data["asked"] == 2
    for given in found.data["answers"]:
        assert set(given) == {"fact", "question", "answer"}
        assert given["question"] == vocabulary()[given["fact"]].question
    assert [given["answer"] for given in found.data["answers"]] == ["yes", "skip"]
    assert found.data["saved"] == str(tmp_path / "a.bl")
    assert "Question 1" in found.err
    assert ask("q\n", "--json", "--save", tmp_path / "b.bl").data["saved"] is None


def test_no_score_and_no_verdict_on_a_person() -> None:
    out = ask("\n" + TO_MEANS + "y\n").out.lower()
    assert not re.search(r"\bvictim|probab|likel|risk|score", out)
    assert "%" not in out
