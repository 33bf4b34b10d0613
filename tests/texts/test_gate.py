"""The gate lets through what speaks of the subject, and stops nearly everything else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from brightline.errors import BrightlineError
from brightline.texts import read
from brightline.texts.gate import Gate, Look, gate, load_gate
from brightline.texts.ideas import rules


@pytest.mark.parametrize(
    "text",
    [
        "He was charged with sex trafficking.",
        "SEX WORKERS ASK FOR A NEW LAW",
        "The boss confiscated all of their passports.",
        "They were forced against their will to clean offices.",
        "Forced by his uncle to work in the quarry",
        "A nanny was paid nothing for years.",
        "prostitution",
    ],
)
def test_texts_on_the_subject_pass(text: str) -> None:
    assert gate().opens(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The Sussex side won by three wickets.",
        "The organisation forced a second round of voting.",
        "Shares fell against the dollar, and bond markets closed early.",
        "The solicitor exploited a weakness in the contract.",
        "A little rain is expected on the minor roads.",
    ],
)
def test_other_texts_stop(text: str) -> None:
    assert not gate().opens(text)


@given(st.text(max_size=300), st.sampled_from(["sex trafficking", "brothel", "domestic servitude"]))
def test_an_anchor_is_found_wherever_it_stands(text: str, anchor: str) -> None:
    assert gate().opens(f"{text} {anchor} {text}")


ANCHORS = {
    "sex": ["sex"],
    "exploit": ["*exploit*"],
    "unpaid": ["unpaid"],
    "never paid": ["never paid"],
    "made me": ["made me _ work"],
    "sold me": ["sold me"],
    "passport": ["kept _ passport*"],
    "our passport": ["our passport*"],
    "nann": ["nanny"],
}
PIECES = [*ANCHORS, " ", "made ", "me ", "sold ", "paid ", "work", "kept his ", "x", "p", "m", "y", "s"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_stems_that_share_letters_hide_no_other(text: str) -> None:
    alone = [Gate({stem: phrases}).opens(text) for stem, phrases in ANCHORS.items()]
    assert Gate(ANCHORS).opens(text) == any(alone)


@pytest.mark.parametrize("before", [0, 1, 65_300, 65_400, 65_500, 65_527, 65_533, 65_536, 131_060, 200_000])
def test_an_anchor_is_found_anywhere_in_a_long_text(before: int) -> None:
    text = f"{'.' * before} made me, from that summer on, work {'.' * 200_000}"
    assert Gate(ANCHORS).opens(text)
    assert not Gate(ANCHORS).opens(text.replace("work", "walk"))


def test_halves_of_characters_stop_nothing() -> None:
    assert gate().opens("\udc80 prostitution \ud800")
    assert not gate().opens("\udc80 and \ud800")


def test_every_term_of_the_rules_passes_the_gate() -> None:
    stopped = [
        example.text
        for idea in rules().ideas
        for example in idea.examples
        if idea.kind == "term" and not idea.beside and example.quote is not None and not gate().opens(example.text)
    ]
    assert not stopped


@pytest.mark.parametrize(
    "text", ["Sex traﬃcking was charged.", "She worked in prosti\u00adtution.", "p\u200brostitution"]
)
def test_ligatures_and_marks_that_nobody_sees_hide_nothing(text: str) -> None:
    account = read(text)
    assert account.labels_used
    assert [mention.quote for mention in account.mentions] == [
        text[mention.start : mention.end] for mention in account.mentions
    ]


HINT = "It was near the bus station. "
GAP = "It rained. " * 40


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (f"{HINT}He kept her papers. She cooked and cleaned for his lodges.", True),
        (f"{HINT}She cooked and cleaned for his lodges. {GAP} He locked her in the laundry.", False),
        (f"{HINT}She cooked and cleaned for his lodges.", False),
        (f"{HINT}He kept her papers.", False),
    ],
)
def test_a_hint_lets_in_what_is_told_together(text: str, reported: bool) -> None:
    assert gate().look(text) is Look.HINTED
    assert bool(read(text).elements) is reported


@pytest.mark.parametrize("hints", [["took her", "took her"], ["Took her"], [""]])
def test_a_hint_that_is_not_right_is_refused(hints: list[str], tmp_path: Path) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(yaml.safe_dump({"title": "A", "anchors": {"sex": ["sex"]}, "hints": {"people": hints}}), "utf-8")
    with pytest.raises(BrightlineError, match="the hint"):
        load_gate(path)


def test_an_anchor_may_run_over_the_end_of_a_line() -> None:
    assert gate().opens("She came as an au\npair.")
    assert gate().opens("She came as an au\u00a0pair.")


def test_marks_upon_marks_cost_no_more_than_their_length() -> None:
    assert gate().look("\u200b a" + "\u0301\u0327" * 500_000) is Look.NOTHING
