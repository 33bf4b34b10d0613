"""`brightline ask` as a case worker meets it: one question at a time, why it is asked, and answers in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from asking import TO_MEANS, ask, questions
from brightline.findings.consent import consent
from brightline.law import vocabulary


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
