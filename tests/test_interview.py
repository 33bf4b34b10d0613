"""`brightline ask` as a case worker meets it: consent first, one question at a time, and stopping is always fine."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from brightline.cases.store import read_interview
from brightline.errors import DataFileError
from brightline.findings.consent import FOLDER, STANDARDS, consent, load_consent
from brightline.law import definitions, vocabulary
from command import Run, check_refusal, run

TO_MEANS = "y\nn\nn\nn\nn\ny\n"
"""Under un-palermo: an act, four aims that were not, and one that was."""


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("BRIGHTLINE_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.delenv("BRIGHTLINE_PASSPHRASE", raising=False)
    return folder


class Cut(io.StringIO):
    """A terminal on which Ctrl-C is pressed once all is typed."""

    def readline(self, size: int | None = -1, /) -> str:
        line = super().readline(size)
        if not line:
            raise KeyboardInterrupt
        return line


def ask(typed: str, *words: object, cut: bool = False) -> Run:
    with patch("sys.stdin", Cut(typed) if cut else io.StringIO(typed)):
        return run("ask", *words)


def questions(out: str) -> list[str]:
    asked = {entry.question for entry in vocabulary()}
    return [line.strip() for line in out.splitlines() if line.strip() in asked]


# --- before the first question ------------------------------------------------------------------------------------


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


# --- the questions ------------------------------------------------------------------------------------------------


def test_a_question_says_why_it_is_asked_and_which_keys_there_are() -> None:
    screen = ask("\n").out.split("\n> ")[1]
    assert "Question 1" in screen
    assert vocabulary()["act.recruit"].question in screen
    assert 'Why: un-palermo asks for this: "something done with the person" (Art. 3(a)).' in screen
    assert "act.recruit" not in screen
    for key in "yndreswqx":
        assert f"[{key}] " in screen
    assert "[b]" not in screen
    assert "[b] back" in ask("\ny\n").out.split("\n> ")[2]


def test_a_hard_question_says_so_before() -> None:
    screens = ask("\n" + TO_MEANS).out.split("\n> ")
    by_text = {entry.question: entry.distress for entry in vocabulary()}
    seen = set[int]()
    for screen in screens[1:-1]:
        (text,) = questions(screen)
        seen.add(by_text[text])
        assert (consent().hard in screen) == (by_text[text] == 3)
        if by_text[text] == 3:
            assert screen.index(consent().hard) < screen.index(text)
    assert seen == {1, 2, 3}


def test_a_law_with_a_short_title_is_called_by_it() -> None:
    screen = ask("\n", "--under", "de-232").out.split("\n> ")[1]
    assert "Why: Criminal Code, section 232 (trafficking in human beings) asks for this: " in " ".join(screen.split())


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("nope", "no"),
        ("Yeah", "yes"),
        ("I do not know.", "don't know"),
        ("dont know", "don't know"),
        ("I\u2019d rather not say", "rather not say"),
    ],
)
def test_plain_words_are_understood(typed: str, answer: str) -> None:
    assert f"Noted: {answer}." in ask(f"\n{typed}\n").out


@pytest.mark.parametrize("key", ["y", "yes", "YES", "  Y  "])
def test_letters_and_words_both_do(key: str) -> None:
    assert "Noted: yes." in ask(f"\n{key}\n").out
    assert "Noted: don't know." in ask("\ndon\u2019t know\n").out
    assert "Noted: rather not say." in ask("\nRather not say\n").out


@pytest.mark.parametrize("typed", ["", "maybe", "yy", "1", "\x1b[A", "\u2603", "b", "y n", "x" * 50_000])
def test_anything_else_gets_one_line_and_the_question_stays(typed: str) -> None:
    found = ask(f"\n{typed}\ny\n", "--json")
    assert found.code == 0
    assert [given["answer"] for given in found.data["answers"]] == ["yes"]
    reply = found.err.split("\n> ")[2].strip("\n")
    assert reply.count("\n") <= 2 + 2 * (len(typed) // 10_000)
    meanings = "Please type one letter and press Enter: y yes, n no, d don't know, r rather not say, e none of the rest"
    assert meanings in " ".join(reply.split()) or "This is the first question" in reply


def test_the_full_reason_names_the_law() -> None:
    reason = ask("\nw\n").out.split("\n> ")[2]
    assert "Protocol to Prevent" in reason
    assert "Art. 3(a)" in reason
    assert "Settled so far: 0 of 4 elements." in reason
    assert "With e you also say no to" in reason
    said = ask("\ne\n", "--json")
    assert said.data["answers"] == [
        {"fact": "act.recruit", "question": vocabulary()["act.recruit"].question, "answer": "none of the rest"}
    ]
    for fact in said.data["findings"][0]["elements"]["act"]["facts"]:
        assert f"({fact})" in reason or fact == "act.recruit"


def test_the_reason_for_an_everyday_question_says_what_it_amounts_to(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("facts: {act.recruit: true, means.force: true}\n")
    words = ("--under", "de-232", "--reading", "broad", "--case", case)
    typed = ["n"] * 9
    for at in range(len(typed)):
        found = ask("\n" + "\n".join(typed[:at]) + ("\n" if at else "") + "w\n", *words)
        if "It bears on:" in found.out:
            assert "Why it counts:" in found.out
            return
    raise AssertionError("no such question came")


def test_back_asks_the_last_question_again() -> None:
    found = ask("\ny\nb\nn\n", "--json")
    asked = questions(found.err)
    assert asked[0] == asked[2]
    assert [given["answer"] for given in found.data["answers"]] == ["no"]


def test_none_of_the_rest_is_offered_where_it_means_something() -> None:
    found = ask("\n" + TO_MEANS + "w\ne\nn\n", "--json")
    screen = found.err.split("\n> ")[7]
    assert vocabulary()["age.under_18"].question in screen
    assert "[e]" not in screen
    assert "r rather not say, s skip, b back" in " ".join(found.err.split())
    closed = ask("\n" + TO_MEANS + "n\ne\n", "--json")
    assert closed.data["findings"][0]["outcome"] == "not met"
    assert closed.data["answers"][-1]["answer"] == "none of the rest"


# --- the end ------------------------------------------------------------------------------------------------------


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
