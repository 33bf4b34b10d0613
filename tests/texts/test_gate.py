"""The gate lets through what speaks of the subject, and stops nearly everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.texts import read
from brightline.texts.gate import Gate, gate
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
