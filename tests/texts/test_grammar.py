"""Patterns mean what they say, and one that cannot be looked for is refused."""

from __future__ import annotations

import re

import pytest

from brightline.texts.grammar import Grammar, LexiconClass, PatternError
from brightline.texts.words import Alphabet, Encoder, Words

LEXICON = {
    entry.name: entry
    for entry in [
        LexiconClass("common", ("the", "a", "her", "she", "was", "by", "to", "of"), common=True),
        LexiconClass("be", ("was", "were", "is"), common=True),
        LexiconClass("person", ("her", "the girl", "them"), common=True),
        LexiconClass("take", verbs=(("take", "takes", "took", "taken", "taking"),)),
        LexiconClass("make", verbs=(("force", "forces", "forced", "forced", "forcing"),)),
        LexiconClass("document", ("passport", "identity card")),
        LexiconClass("loop", ("{loop} x",)),
    ]
}


def found(pattern: str, text: str) -> list[tuple[str, str]]:
    """What a pattern finds: the quote and the voice."""
    grammar = Grammar(Alphabet(), LEXICON)
    forms = grammar.forms(pattern)
    words = Words(text)
    symbols = Encoder(grammar.alphabet).encode(words.words)
    return [
        (words.quote(*match.span()), form.voice)
        for form in forms
        for match in re.finditer(form.expression, symbols)
        if match.end() > match.start()
    ]


@pytest.mark.parametrize(
    ("pattern", "text", "quotes"),
    [
        ("passport office", "At the passport office.", ["passport office"]),
        ("passport/visa office", "the visa office", ["visa office"]),
        ("locked her? up", "He locked up and locked her up.", ["locked up", "locked her up"]),
        ("took ..2 {document}", "took her old passport; took a very large old passport", ["took her old passport"]),
        ("{take.pp} away", "taken away, took away", ["taken away"]),
        ("{take} away", "taken away, took away", ["taken away", "took away"]),
        ("(locked up | held) against", "held against, locked up against", ["held against", "locked up against"]),
        ("(very)? hungry dogs", "very hungry dogs and hungry dogs", ["very hungry dogs", "hungry dogs"]),
        ("her boss 's car", "her boss's car", ["her boss's car"]),
        ("sex work", "“sex” work and sex-work", ["sex” work", "sex-work"]),
        ("passport", "Passport PASSPORT passports", ["Passport", "PASSPORT"]),
        ("{take.past} {name}", "took Ana Lopez away, took ana, took passports", ["took Ana Lopez"]),
        (
            "{take.past} ({person}|{name}) to",
            "took her to; took J. to; took Ana-Maria to",
            ["took her to", "took Ana-Maria to"],
        ),
    ],
)
def test_what_a_pattern_finds(pattern: str, text: str, quotes: list[str]) -> None:
    assert [quote for quote, _ in found(pattern, text)] == quotes


def test_a_verb_before_its_object_has_a_passive_twin() -> None:
    assert found("{take} [her {document}]", "He took her passport.") == [("took her passport", "active")]
    assert found("{take} [her {document}]", "her identity card was taken by him") == [
        ("her identity card was taken", "passive")
    ]


@pytest.mark.parametrize("text", ["forced her to beg", "was forced to beg", "forced Maria to beg"])
def test_a_person_may_stand_before_the_verb_or_be_a_name(text: str) -> None:
    assert [quote.removeprefix("was ") for quote, _ in found("{make} [{person}] to beg", text)] == [
        text.removeprefix("was ")
    ]


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("", "cannot be read"),
        ("her", "too common"),
        ("{person} ..3", "too common"),
        ("{nothing}", "no class"),
        ("{take.future} away", "the forms are"),
        ("{document.pp}", "no verbs"),
        ("{loop}", "made of itself"),
        ("locked [her", "do not match"),
        ("locked []", "something in it"),
        ("[her] locked [them]", "one `[...]`"),
        ("(locked", "not closed"),
        ("locked)", "nothing was opened"),
        ("(locked | )", "empty alternative"),
        ("locked ..0 up", "a gap is"),
        ("locked ..16 up", "a gap is"),
        ("lock~ed", "not made of words"),
    ],
)
def test_a_pattern_that_is_not_right_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(PatternError, match=re.escape(problem)):
        Grammar(Alphabet(), LEXICON).forms(pattern)
