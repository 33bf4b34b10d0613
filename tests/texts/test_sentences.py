"""Sentences end where a reader would end them, and quotations are told from what stands around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.texts.sentences import LONGEST, asked, marked, quoted
from brightline.texts.words import END, Alphabet, Encoder, Words

CASES = [
    line.replace("\\n", "\n")
    for line in (Path(__file__).parent / "data" / "sentences.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
HARD = [
    # What comes before the mark would have to be understood.
    "It happened on Oct.| 5 was a Sunday.",
]


def encoded(words: list[str]) -> str:
    return Encoder(Alphabet()).encode(words)


def ends(text: str) -> str:
    """The text with a bar after each word or mark at which a sentence ends."""
    words = Words(text)
    symbols = marked(words.words, Encoder(Alphabet()).encode(words.words))
    for place in reversed(range(len(symbols))):
        if symbols[place] == END:
            stop = words.span(place, place + 1)[1]
            text = f"{text[:stop]}|{text[stop:]}"
    return text


def bars(text: str) -> str:
    """The bars without the space beside them, since a line break may be one or end one."""
    return "|".join(part.strip() for part in text.split("|"))


@pytest.mark.parametrize("case", [case for case in CASES if case not in HARD])
def test_a_sentence_ends_where_it_should(case: str) -> None:
    assert bars(ends(case.replace("|", ""))) == bars(case)


def test_nearly_all_hard_cases_are_right() -> None:
    right = [case for case in CASES if bars(ends(case.replace("|", ""))) == bars(case)]
    assert len(right) / len(CASES) >= 0.95


@given(st.text(st.characters(), max_size=300))
def test_marking_sentences_changes_nothing_but_marks(text: str) -> None:
    words = Words(text).words
    symbols = Encoder(Alphabet()).encode(words)
    found = marked(words, symbols)
    assert len(found) == len(symbols)
    for before, after, word in zip(symbols, found, words, strict=True):
        assert after in (before, END) or word[0] in "\n\r\u2028\u2029"


@given(st.text(st.sampled_from(list("ab .!?\n\"“”()'A1")), max_size=2000))
def test_no_sentence_is_longer_than_the_longest(text: str) -> None:
    words = Words(text).words
    found = marked(words, Encoder(Alphabet()).encode(words))
    assert max(map(len, found.split(END))) <= LONGEST


@pytest.mark.parametrize("mark", ["a ", '"', "(", ".", '."', "!(", "\n", "A. ", "St. ", '"a\n', "•", "1.", "“"])
def test_a_run_of_one_mark_is_read_in_one_pass(mark: str) -> None:
    """Each mark is looked at a bounded number of times: what is counted is work, so the test needs no clock."""
    text = mark * (20_000 // len(mark))
    words = Words(text).words
    looks = Counted(words)
    symbols = Encoder(Alphabet()).encode(words)
    marked(looks, symbols)
    assert looks.count <= 12 * len(words) + 12


class Counted(list[str]):
    """Words that count how often they are looked at."""

    count = 0

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        self.count += 1
        return super().__getitem__(place)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ('He said, "She left." Then he ran.', ["She left ."]),
        ("He said, “She left.” Then “she ran”.", ["She left .", "she ran"]),
        ("“One thing,” she said, “and another.”", ["One thing ,", "and another ."]),
        ("“I went.\n\n“Then I came,” she said.", ["I went . \n\n “ Then I came ,"]),
        ('"I went.\n\n"Then I came," she said.', ['I went . \n\n " Then I came ,']),
        ("He was 6'2\" tall and left.", []),
        ("“I went.\n\nNobody knew.", ["I went ."]),
        ("No marks at all.", []),
        ("”Only closed.", []),
        ("‘She left,’ he said. Then he ran.", ["She left ,"]),
        ("He said: ‘The girls’ keys were gone. I left.’ Then he ran.", ["The girls ’ keys were gone . I left ."]),
        ("'She left,' he said. Then he ran.", ["She left ,"]),
        ("He paid for another's 'time and company.' The owner kept 'the box,' a closet.", []),
        ("The girls' keys, the owner's keys, all were gone.", []),
        ("He called it ‘the life’ and said, “She left.”", ["She left ."]),
        ("‘He said “no” to me,’ she said.", ["He said “ no ” to me ,"]),
        ("“He said ‘no,’ to me,” she said.", ["He said ‘ no , ’ to me ,"]),
    ],
)
def test_what_stands_between_quotation_marks(text: str, spoken: list[str]) -> None:
    words = Words(text).words
    assert [" ".join(words[first:last]) for first, last in quoted(words, encoded(words))] == spoken


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Did he run?", ["Did he run"]),
        ("And, she asked, did he run? He did.", ["did he run"]),
        ("“Was it he?” she asked. “Is he gone?”", ["Was it he", "Is he gone"]),
        ("Why did he run?", []),
        ("He ran, did he not?", ["did he not"]),
        ("Didn't he run?", []),
        ("He did run.", []),
    ],
)
def test_what_is_asked_for_a_yes_or_a_no(text: str, questions: list[str]) -> None:
    words = Words(text).words
    assert [" ".join(words[first:last]) for first, last in asked(words, 0, len(words))] == questions


@given(st.text(st.sampled_from(list("ab .,\n\"“”‘’'A")), max_size=400))
def test_quotations_stand_apart_and_in_order(text: str) -> None:
    words = Words(text).words
    places = [place for span in quoted(words, encoded(words)) for place in span]
    assert places == sorted(places)
    assert all(0 <= place <= len(words) for place in places)
