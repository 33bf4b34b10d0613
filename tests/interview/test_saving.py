"""Interviews saved and gone on with, whom they are about, and wrong use told before anything is asked."""

from __future__ import annotations

import io
import json
from pathlib import Path
from unittest.mock import patch

import pytest

from asking import ask, questions
from brightline.cases.store import read_interview
from brightline.law import vocabulary
from command import check_refusal, run

# --- saving and going on ------------------------------------------------------------------------------------------


def test_going_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    first = ask("\ny\nn\ns\nq\n", "--save", path, "--under", "de-232", "--reading", "broad", "--as-of", "2020-01-01")
    assert first.out.count("  Saved: ") == 3
    assert f"To go on: brightline ask --save {path}" in first.out.replace("\n", " ")
    found = ask("\nn\n", "--save", path, "--json")
    assert "Going on with talk.bl: 3 answers so far." in found.err
    assert found.data["asked"] == 4
    assert found.data["findings"][0]["definition"] == "de-232"
    assert found.data["findings"][0]["reading"] == "broad"
    assert found.data["findings"][0]["as_of"] == "2020-01-01"
    assert not set(questions(first.out)[:3]) & set(questions(found.err))
    assert read_interview(path).case.actors == ()


def test_going_on_under_another_definition(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    ask("\ny\ne\n", "--save", path)
    found = ask("\n", "--save", path, "--under", "us-18usc1591")
    assert "The questions are for: us-18usc1591; reading: strict." in found.out
    assert "None of the rest was said of what it was for: a no to what was on offer then." in found.out
    assert read_interview(path).under == ("us-18usc1591",)


def test_skipped_questions_come_back_when_wanted(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    text = vocabulary()["act.buy_sell"].question
    assert questions(ask("\ns\n", "--save", path, "--under", "jp-226-2").out)[0] == text
    assert text not in ask("\n", "--save", path).out.split("No question is left")[0]
    again = ask("\nn\n", "--save", path, "--again", "--json")
    assert text in again.err
    assert again.data["findings"][0]["outcome"] == "not met"


def test_back_names_what_it_takes_back() -> None:
    out = " ".join(ask("\nd\nb\n").out.split())
    assert f"Noted: taken back: {vocabulary()['act.recruit'].question} (don't know)." in out


def test_back_goes_behind_this_sitting_only_when_told_so_twice(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    ask("\ny\nn\n", "--save", path)
    (first, _), (second, _) = read_interview(path).answers
    out = " ".join(ask("\nb\nq\n", "--save", path).out.split())
    warning = f"This was answered before this sitting: {vocabulary()[second].question} (no). To take it back, type b"
    assert warning in out
    assert len(read_interview(path).answers) == 2
    ask("\nb\nw\nb\nq\n", "--save", path)
    assert len(read_interview(path).answers) == 2, "the second key comes right after the first"
    found = ask("\nn\nb\nb\nb\nq\n", "--save", path)
    assert found.out.count("answered before this sitting") == 1
    assert [fact for fact, _ in read_interview(path).answers] == [first]
    ask("\nb\nb\nq\n", "--save", path)
    assert read_interview(path).answers == ()


def test_a_definition_of_ones_own_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from brightline.law.definitions import FOLDER as DEFINITIONS

    (tmp_path / "mine.yaml").write_text((DEFINITIONS / "jp-226-2.yaml").read_text().replace("jp-226-2", "mine"))
    monkeypatch.chdir(tmp_path)
    ask("\ns\n", "--save", "talk.bl", "--under", "mine.yaml", "--under", "kr-289")
    monkeypatch.chdir("/")
    found = ask("\n", "--save", tmp_path / "talk.bl", "--json")
    assert [one["definition"] for one in found.data["findings"]] == ["kr-289", "mine"]


def test_a_saved_interview_can_be_assessed_and_asked_further(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    ask("\ny\nr\n", "--save", path)
    facts = run("assess", path, "--json").data["findings"][0]["elements"]["act"]["facts"]
    assert facts == ["act.recruit"]
    found = ask("\nn\n", "--case", path, "--json")
    assert found.data["asked"] == 1
    assert vocabulary()["act.recruit"].question not in found.err
    assert found.data["saved"] is None


def test_a_save_that_fails_does_not_count_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    ask("\ny\nq\n", "--save", path)
    before = path.read_bytes()

    def change_on_the_way() -> io.StringIO:
        class Meddled(io.StringIO):
            def readline(self, size: int | None = -1, /) -> str:
                line = super().readline(size)
                if line == "n\n":
                    path.write_bytes(before + b" ")
                return line

        return Meddled("\nn\nq\n")

    with patch("sys.stdin", change_on_the_way()):
        found = run("ask", "--save", path, "--json")
    assert "Not saved, so the answer does not count" in found.err
    assert "  Saved: " not in found.err
    assert found.data["asked"] == 1
    assert path.read_bytes() == before + b" "


def test_a_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brightline.cases.store.SCRYPT_COST", 2**4)
    path = tmp_path / "talk.bl"
    check_refusal(ask("\n", "--save", path, "--passphrase"), "on a terminal", "BRIGHTLINE_PASSPHRASE")
    monkeypatch.setenv("BRIGHTLINE_PASSPHRASE", "a long walk by the sea")
    assert ask("\ny\n", "--save", path).code == 0
    assert ask("\nn\n", "--save", path, "--json").data["asked"] == 2
    before = path.read_bytes()
    monkeypatch.setenv("BRIGHTLINE_PASSPHRASE", "a long walk by the river")
    check_refusal(ask("\nn\n", "--save", path), "the passphrase is not right")
    monkeypatch.delenv("BRIGHTLINE_PASSPHRASE")
    check_refusal(ask("\nn\n", "--save", path), "locked with a passphrase")
    assert path.read_bytes() == before


# --- wrong use ----------------------------------------------------------------------------------------------------

TWO_ACTORS = "actors: [{id: driver, facts: {act.transport: true}}, {id: boss, label: the boss}]\n"


def test_whom_the_questions_are_about(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(TWO_ACTORS)
    check_refusal(ask("\n", "--case", case), "driver, boss", "--actor")
    check_refusal(ask("\n", "--case", case, "--actor", "bos"), "did you mean boss")
    found = ask("\ny\n", "--case", case, "--actor", "boss", "--save", tmp_path / "talk.bl")
    assert 'They are about the boss: in each of them "anyone" means this person or group.' in found.out
    again = ask("\n", "--save", tmp_path / "talk.bl")
    assert "They are about the boss" in again.out
    check_refusal(ask("\n", "--save", tmp_path / "talk.bl", "--actor", "driver"), "is about boss")


def test_wrong_use_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    case, cases, save = tmp_path / "case.yaml", tmp_path / "cases.yaml", tmp_path / "talk.bl"
    case.write_text("facts: {act.recruit: true}\n")
    cases.write_text("- {facts: {}}\n- {facts: {}}\n")
    ask("\ny\n", "--save", save)
    for words, telling in (
        (["--under", "un-palerm"], "did you mean un-palermo"),
        (["--reading", "brod"], "did you mean broad"),
        (["--case", tmp_path / "cas.yaml"], "no such file"),
        (["--case", cases], "2 cases are in it"),
        (["--case", case, "--save", save], "leave --case out"),
        (["--passphrase", "--save", save], "--passphrase is for a new file"),
        (["--passphrase"], "name it with --save"),
        (["--under", "de-232@2015-01-01"], "--under de-232 --as-of 2015-01-01"),
        (["--about", " "], "--about is empty"),
        (["--about", "the boss", "--case", case], "act.recruit without saying who did it"),
        (["--again"], "--again goes on with a saved interview"),
        (["--again", "--save", tmp_path / "new.bl"], "--again goes on with a saved interview"),
        (["--actor", "boss"], "names none"),
        (["--as-of", "soon"], "not a date"),
        (["--save", case], "not an interview saved by Brightline"),
    ):
        check_refusal(ask("\ny\n", *words), telling)
    assert json.loads(save.read_bytes().split(b"\n")[0])["key"] == "machine"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["case.yaml", "cases.yaml", "talk.bl"]
