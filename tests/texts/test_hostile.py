"""Whatever stands in a text, it is read: in time that grows with its length, with offsets that hold."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.texts import STATUSES, VERDICTS, read
from brightline.texts.ideas import rules

ANCHOR = "He was charged with sex trafficking. The pimp took her passport and forced her to work as a prostitute. "

HOSTILE = {
    "names and words of saying": "POE SAID THE PIMP TOOK HER PASSPORT POE SAID " * 3_000,
    "quotations by turns": "“a b c.” ‘d e f.’ " * 3_000,
    "one word": "a" * 200_000,
    "one sentence": "forced " * 30_000,
    "hyphens": "forced-" * 30_000,
    "quotes": '"' * 100_000,
    "apostrophes": "’" * 100_000,
    "brackets": "(" * 100_000,
    "stops": "." * 100_000,
    "line breaks": "\n" * 100_000,
    "spaces": " " * 200_000,
    "marks between": "took, \"' (her - passport " * 8_000,
    "numbers": "17 " * 60_000,
    "combining marks": "é̈̃" * 60_000,
    "right to left": "\u202e\u05d0\u05d1\u05d2 \u0645\u0631\u062d\u0628\u0627 " * 20_000,
    "surrogates": "\ud800 \udfff " * 50_000,
    "NULs": "\x00" * 100_000,
    "capitals": "NEW YORK " * 20_000,
    "dotted capital I": "İ" * 100_000,
    "abbreviations": "Mr. Dr. U.S. v. " * 10_000,
    "the subject again and again": "sex trafficking victims " * 8_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_read(text: str) -> None:
    account = read(f"{ANCHOR}{text}\n\n{ANCHOR}")
    assert account.verdict in VERDICTS
    quotes = [evidence.quote for evidence in account.elements]
    assert quotes.count("took her passport") >= 2, "what surrounds it hides nothing"
    for evidence in account.elements:
        assert account.text[evidence.start : evidence.end] == evidence.quote


WORDS = sorted(
    {word for idea in rules().ideas for example in idea.examples for word in example.text.replace(".", " .").split()}
)
PIECES = st.one_of(st.sampled_from(WORDS), st.text(max_size=5), st.sampled_from(["\n", "\n\n", "“", "”", "'", "\x00"]))


@given(st.lists(PIECES, max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_offsets_hold_in_any_text(text: str) -> None:
    account = read(f"sex trafficking {text}")
    assert account.verdict in VERDICTS
    for evidence in account.elements:
        assert evidence.status in STATUSES
        assert account.text[evidence.start : evidence.end] == evidence.quote
        assert evidence.quote.strip() == evidence.quote
        assert evidence.quote
    for mention in account.mentions:
        assert account.text[mention.start : mention.end] == mention.quote


@given(st.lists(PIECES, max_size=40).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_reading_is_deterministic(text: str) -> None:
    assert read(text).to_json() == read(text).to_json()


def test_a_long_text_is_read_in_parts_without_losing_any() -> None:
    filler = "The council met on Monday and spoke about the budget of the harbour. " * 3_000
    account = read(f"{ANCHOR}\n\n{filler}\n\n{ANCHOR}\n\n{filler}\n\n{ANCHOR}")
    assert [evidence.quote for evidence in account.elements].count("took her passport") == 3
    for evidence in account.elements:
        assert account.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", [*(idea.examples[0].text for idea in rules().ideas), *(t[:40] for t in HOSTILE.values())]
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    """Ten times the text may take no more than thirty times as long: a pattern that looks back would take a hundred."""

    def taken(times: int) -> float:
        text = f"sex trafficking {f'{piece} ' * times}"
        started = process_time()
        read(text)
        return process_time() - started

    taken(20)
    short = min(taken(100) for _ in range(3))
    long = min(taken(1_000) for _ in range(3))
    assert long < 30 * short + 0.05


def test_a_text_of_many_like_sentences_loses_none_of_them() -> None:
    """Twenty times the text has about twenty times the evidence, however often the same is said."""
    piece = "Her uncle sold the girl to a brothel. "
    few, many = read(f"sex trafficking {piece * 20}"), read(f"sex trafficking {piece * 400}")
    assert len(many.elements) >= 15 * len(few.elements)
