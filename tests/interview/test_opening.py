"""`brightline ask` before its first question: consent and safety first, and without consent nothing is asked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from asking import TO_MEANS, ask, questions
from brightline.cases.store import read_interview
from brightline.errors import DataFileError
from brightline.findings.consent import FOLDER, STANDARDS, consent, load_consent


def test_it_opens_with_consent_and_safety() -> None:
    found = ask("\n")
    opening = " ".join(found.out.split("\n> ")[0].split())
    for point in (*consent().before, *consent().say):
        assert point.text in opening
    assert consent().source in opening
    assert consent().kept.not_saved in opening
    assert consent().child.before in opening
    assert consent().child.say in opening
    assert consent().asking.replace("{purpose}", consent().purpose) in opening
    assert opening.endswith(consent().agree)
    assert found.code == 0


def test_it_says_where_the_answers_go(tmp_path: Path) -> None:
    said = " ".join(ask("q\n", "--save", tmp_path / "a.bl").out.split())
    assert consent().kept.saved in said
    assert consent().kept.not_saved not in said


@pytest.mark.parametrize("typed", ["q\n", "stop\n", "", "no\n", "y\nquit\n", "Q\n"])
def test_without_consent_nothing_is_asked_and_nothing_written(typed: str, tmp_path: Path) -> None:
    found = ask(typed, "--save", tmp_path / "a.bl")
    assert found.code == 0
    assert found.err == ""
    assert "Nothing was asked, and nothing was written down." in found.out
    assert questions(found.out) == []
    assert list(tmp_path.iterdir()) == []


def test_who_can_open_the_file_is_said_for_either_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brightline.cases.store.SCRYPT_COST", 2**4)
    assert consent().kept.saved in " ".join(ask("\nq\n", "--save", tmp_path / "a.bl").out.split())
    monkeypatch.setenv("BRIGHTLINE_PASSPHRASE", "a long walk by the sea")
    for _ in range(2):
        said = " ".join(ask("\nq\n", "--save", tmp_path / "b.bl").out.split())
        assert consent().kept.locked in said
        assert consent().kept.saved not in said


def test_the_purpose_is_said_and_kept_with_the_day_of_the_agreement(tmp_path: Path) -> None:
    path = tmp_path / "talk.bl"
    out = ask("\ny\n", "--save", path, "--purpose", "to see  whether to report").out
    assert "this is why I ask: to see whether to report." in " ".join(out.split())
    assert read_interview(path).agreed == (date.today(), "to see whether to report")
    out = " ".join(ask("\nn\n", "--save", path).out.split())
    assert "this is why I ask: to see whether to report." in out
    assert f"Agreed to on {date.today()}, to see whether to report: ask again before you go on." in out
    ask("\nn\n", "--save", path, "--purpose", "to write a statement")
    assert read_interview(path).agreed == (date.today(), "to write a statement")
    ask("\n", "--save", tmp_path / "b.bl")
    assert read_interview(tmp_path / "b.bl").agreed == (date.today(), consent().purpose)


def test_a_wrong_word_at_the_opening_is_told_what_is_expected() -> None:
    found = ask("y\n\nn\n", "--json")
    assert "Enter alone (go on) or q and Enter (stop)" in found.err
    assert [given["answer"] for given in found.data["answers"]] == ["no"]


def test_who_says_that_they_are_a_child_changes_what_comes_first() -> None:
    before_age = "\n" + TO_MEANS
    assert consent().child.told in " ".join(ask(before_age + "y\n").out.split())
    assert consent().child.told not in " ".join(ask(before_age + "n\n").out.split())


def test_every_standard_of_the_source_is_answered() -> None:
    words = consent()
    assert {n for point in (*words.before, *words.say) for n in point.standards} == set(STANDARDS)
    text = " ".join(point.text for point in (*words.before, *words.say))
    assert not re.search(r"victim|prostitute\b|rescue", text)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("standards: [8]", "standards: [11]", "there is no standard 11"),
        ("standards: [8]", "standards: [7]", "no point answers to standard 8"),
        ("  act: what others did\n", "", "the family act has no plain name"),
        ("checked: partial", "checked: surely", "'surely' is not one of the allowed words"),
        ("hard: This", "hardly: This", "hardly"),
        ("kept:", "keep:", "keep"),
        ("I ask: {purpose}", "I ask: nothing", "write {purpose} once"),
    ],
)
def test_opening_words_that_are_not_right_name_the_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    text = (FOLDER / "consent.yaml").read_text()
    assert old in text
    path = tmp_path / "consent.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(DataFileError, match=words) as failure:
        load_consent(path)
    assert failure.value.line
