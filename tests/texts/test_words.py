"""A text becomes words and symbols without losing where anything stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.texts.words import END, NAME, NUMBER, PAST, WORD, Alphabet, Encoder, Words

ANY_TEXT = st.text(st.characters(), max_size=200)
"""Any characters at all: lone surrogates, NUL, combining and right-to-left ones too."""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She didn't leave.", ["She", "didn't", "leave", "."]),
        ("the victims’ money", ["the", "victims", "’", "money"]),
        ("her boss's car", ["her", "boss", "'s", "car"]),
        ("two don'ts", ["two", "don", "'", "ts"]),
        ("é don'ts", ["é", "don", "'", "ts"]),
        ("a 16-year-old", ["a", "16", "year", "old"]),
        ("pimp/trafficker", ["pimp", "/", "trafficker"]),
        ("one\r\n\r\ntwo", ["one", "\r\n\r\n", "two"]),
        ("", []),
    ],
)
def test_words_and_marks(text: str, words: list[str]) -> None:
    assert Words(text).words == words


@given(st.text(st.characters(max_codepoint=127), max_size=200))
def test_a_letter_beyond_ascii_changes_no_other_word(text: str) -> None:
    assert Words(f"é {text}").words == ["é", *Words(text).words]


@given(ANY_TEXT)
def test_each_word_stands_where_it_says(text: str) -> None:
    found = Words(text)
    for number, word in enumerate(found.words):
        start, end = found.span(number, number + 1)
        assert text[start:end] == word == found.quote(number, number + 1)
    starts = [found.span(number, number + 1)[0] for number in range(len(found.words))]
    assert starts == sorted(starts)


@given(ANY_TEXT)
def test_one_symbol_for_each_word(text: str) -> None:
    words = Words(text).words
    symbols = Encoder(Alphabet()).encode(words)
    assert len(symbols) == len(words)
    assert END not in symbols, "where a sentence ends is for the stage after this one"


def test_words_that_no_pattern_knows_show_their_kind() -> None:
    alphabet = Alphabet()
    passport = alphabet.symbol("passport")
    encoded = Encoder(alphabet).encode(["Maria", "passport", "PASSPORT", "walked", "slowly", "1999"])
    assert encoded == NAME + passport + passport + PAST + WORD + NUMBER
