"""What is found in a text of many sentences is what is found in each of them, as each pattern alone would find it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.texts.grammar import Form, Grammar
from brightline.texts.ideas import RARE_HALVES, Finder, Idea, whole
from brightline.texts.index import Index, bits_of
from brightline.texts.reader import reader
from brightline.texts.search import Search
from brightline.texts.sentences import marked
from brightline.texts.words import END, Alphabet, Words


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
    halves = {found.idea.tells_half for found in matches}
    tells = any(found.idea.tells_subject for found in matches) or whole(halves)
    assert found_in(symbols, subject=True) == (found_in(symbols) if tells else set())


def test_of_two_finds_of_one_idea_that_overlap_one_counts() -> None:
    for sentence in SENTENCES:
        reached: dict[str, int] = {}
        for idea, start, end, _, _ in sorted(found_in(sentence), key=lambda found: found[1]):
            assert start >= reached.get(idea, 0)
            reached[idea] = end


ALPHABET = Alphabet()
GRAMMAR = Grammar(ALPHABET, {})
FEW_WORDS = ("one", "two", "three", "four")
"""So few that patterns overlap again and again."""
SYMBOLS = [ALPHABET.symbol(word) for word in FEW_WORDS]

PATTERNS = st.lists(
    st.one_of(
        st.sampled_from(FEW_WORDS),
        st.sampled_from(["one/two", "three?", "(one two | three)", "(two | four one)?", "..1", "..2"]),
    ),
    min_size=1,
    max_size=4,
).map(lambda pieces: " ".join([*pieces, "four"] if pieces[-1].startswith("..") else pieces))
"""Patterns of these words, some of which may be read in several ways."""


def needs_a_word(pattern: str) -> bool:
    return any(piece in {*FEW_WORDS, "one/two"} for piece in re.sub(r"\(.*?\)\??", "", pattern).split())


@st.composite
def made_ideas(draw: st.DrawFn) -> list[Idea]:
    """Ideas of several patterns each, some of them spared where others stand."""
    some = st.lists(PATTERNS.filter(needs_a_word), min_size=1, max_size=4)
    spared = st.one_of(st.just([]), some)
    return [made_idea(f"means/{number}", draw(some), draw(spared)) for number in range(draw(st.integers(1, 3)))]


def made_idea(name: str, patterns: Sequence[str], unless: Sequence[str]) -> Idea:
    forms = [form for pattern in patterns for form in GRAMMAR.forms(pattern)]
    return Idea(
        id=name,
        title=name,
        kind="means",
        label="means.made",
        fact=None,
        palermo=(),
        anyone=False,
        beside=False,
        at_most="asserted",
        term=None,
        side=None,
        patterns=tuple(patterns),
        spared=tuple(unless),
        note="",
        source="",
        examples=(),
        finders=tuple(Finder([form]) for form in forms),
        unless=tuple(form for pattern in unless for form in GRAMMAR.forms(pattern)),
    )


def found_alone(idea: Idea, sentence: str) -> Iterator[tuple[int, int, int]]:
    """What an idea finds in a sentence, in the plainest way: the number of its pattern, first symbol, one past the
    last. Every pattern is tried by itself; what is spared is looked for by one expression of all its forms."""
    tried = [
        (match.start(), number, match.end())
        for number, finder in enumerate(idea.finders)
        for match in finder.expression.finditer(sentence)
    ]
    spared = [match.span() for match in any_of(idea.unless).finditer(sentence)]
    reached = 0
    for start, number, end in sorted(tried):
        if start >= reached and all(stop <= start or end <= begin for begin, stop in spared):
            yield number, start, end
            reached = end


def any_of(forms: Sequence[Form]) -> re.Pattern[str]:
    return re.compile("|".join(form.expression for form in forms) if forms else "(?!)")


@given(
    made_ideas(),
    st.lists(st.text(SYMBOLS, min_size=1, max_size=12), max_size=4),
    st.frozensets(st.sampled_from(SYMBOLS)),
)
@settings(max_examples=300, deadline=None)
def test_the_search_finds_what_each_pattern_alone_would_find(
    ideas: list[Idea], sentences: list[str], common: frozenset[str]
) -> None:
    """Whatever words are common: that decides what is asked for first, and never what is found."""
    expected: set[tuple[str, int, int, int]] = set()
    begin = 0
    for sentence in sentences:
        for idea in ideas:
            for number, start, end in found_alone(idea, sentence):
                expected.add((idea.id, number, begin + start, begin + end))
        begin += len(sentence) + 1
    matches = Search(ideas, common).matches(END.join(sentences))
    found = [(one.idea.id, one.idea.finders.index(one.finder), *one.match.span()) for one in matches]
    assert sorted(found) == sorted(expected)


NEEDS = st.lists(st.lists(st.frozensets(st.sampled_from(SYMBOLS), min_size=1), min_size=1, max_size=4), max_size=12)
"""What each of several patterns needs: one symbol of each set."""


@given(NEEDS, st.frozensets(st.sampled_from(SYMBOLS)), st.lists(st.text(SYMBOLS, max_size=6), min_size=1, max_size=4))
@settings(max_examples=500, deadline=None)
def test_a_pattern_is_tried_exactly_where_all_that_it_needs_stands(
    needs: list[list[frozenset[str]]], common: frozenset[str], sentences: list[str]
) -> None:
    index = Index(needs, common)
    for sentence, told in zip(sentences, index.told(END.join(sentences)), strict=True):
        present = frozenset(sentence)
        met = [number for number, sets in enumerate(needs) if all(not one.isdisjoint(present) for one in sets)]
        assert index.possible(index.likely(told), present) == met
        assert len(told) > 1 or told in index.enough or not met
        assert index.possible(index.likely(present), present) == met
        some = met[::2]
        assert index.possible(index.likely(told) & bits_of(some), present) == some


def test_of_patterns_that_begin_at_one_word_the_first_of_the_idea_counts() -> None:
    symbols = "".join(SYMBOLS)
    for patterns in (["one two", "one two three"], ["one two three", "one two"]):
        (found,) = Search([made_idea("means/one", patterns, [])]).matches(symbols)
        assert found.finder is found.idea.finders[0]
        assert found.match.end() == len(patterns[0].split())


def test_every_pair_that_tells_of_the_subject_holds_a_half_that_is_looked_for_first() -> None:
    halves = {idea.tells_half for idea in reader().ideas} - {None}
    pairs = [{one, two} for one in halves for two in halves if whole({one, two})]
    assert pairs
    assert all(pair & RARE_HALVES for pair in pairs)
