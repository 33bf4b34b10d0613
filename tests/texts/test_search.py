"""What is found in a text of many sentences is what is found in each of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.texts.reader import reader
from brightline.texts.sentences import marked
from brightline.texts.words import END, Words


def symbols_of(text: str) -> str:
    words = Words(text).words
    return marked(words, reader().encoder.encode(words))


def found_in(symbols: str, *, subject: bool = False) -> set[tuple[str, int, int, int, int]]:
    matches = reader().search.matches(symbols, subject=subject)
    return {(found.idea.id, *found.match.span(), found.first, found.last) for found in matches}


SENTENCES = sorted(
    {
        sentence
        for idea in reader().ideas
        for example in idea.examples
        for sentence in symbols_of(example.text).split(END)
        if sentence
    }
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=80))
@settings(max_examples=80, deadline=None)
def test_sentences_are_searched_each_by_itself(sentences: list[str]) -> None:
    expected: set[tuple[str, int, int, int, int]] = set()
    begin = 0
    for sentence in sentences:
        for idea, start, end, first, last in found_in(sentence):
            expected.add((idea, begin + start, begin + end, begin + first, begin + last))
        begin += len(sentence) + 1
    assert found_in(END.join(sentences)) == expected


@given(st.lists(st.sampled_from(SENTENCES), max_size=12))
@settings(max_examples=80, deadline=None)
def test_a_text_of_something_else_is_silent_and_any_other_loses_nothing(sentences: list[str]) -> None:
    symbols = END.join(sentences)
    matches = reader().search.matches(symbols)
    tells = any(found.idea.tells_subject for found in matches)
    assert found_in(symbols, subject=True) == (found_in(symbols) if tells else set())


def test_of_two_finds_of_one_idea_that_overlap_one_counts() -> None:
    for sentence in SENTENCES:
        reached: dict[str, int] = {}
        for idea, start, end, _, _ in sorted(found_in(sentence), key=lambda found: found[1]):
            assert start >= reached.get(idea, 0)
            reached[idea] = end
