"""Every idea and every cue finds what its own examples say, and nothing where they say so."""

from __future__ import annotations

import pytest

from brightline.texts.cues import CueExample, CueFile
from brightline.texts.ideas import Example, Idea, rules
from brightline.texts.reader import reader

IDEAS = [(idea, example) for idea in rules().ideas for example in idea.examples]
CUES = [(file, example) for file in reader().rulings.cue_files for example in file.examples]


@pytest.mark.parametrize(("idea", "example"), IDEAS, ids=lambda part: getattr(part, "id", None) or part.text[:40])
def test_an_idea_finds_what_its_example_says(idea: Idea, example: Example) -> None:
    found = [evidence for own, evidence in reader().find(example.text, subject=False) if own is idea]
    if example.quote is None:
        assert not found, [evidence.quote for evidence in found]
        return
    assert example.quote in [evidence.quote for evidence in found]
    told = next(evidence for evidence in found if evidence.quote == example.quote)
    assert told.status == (example.status or told.status), told
    assert told.source == (example.source or told.source), told


@pytest.mark.parametrize(("file", "example"), CUES, ids=lambda part: getattr(part, "id", None) or part.text[:40])
def test_a_cue_gives_its_status(file: CueFile, example: CueExample) -> None:
    found = [evidence for _, evidence in reader().find(example.text, subject=False) if evidence.quote == example.quote]
    assert found, "the quote of the example is evidence that the reader finds"
    assert {(evidence.status, evidence.source) for evidence in found} == {(example.status, example.source)}


OPENINGS = frozenset(
    {"The", "A", "An", "He", "She", "They", "His", "Her", "Their", "Two", "Girls", "Women", "Men", "Workers"}
)
"""First words with which an example can stand after words of saying."""


@pytest.mark.parametrize("saying", ["The court heard that ", "Police said that ", "A charity said that "])
def test_who_says_so_takes_no_find_away(saying: str) -> None:
    lost: dict[str, set[str]] = {}
    for idea, example in IDEAS:
        if example.quote is None or example.text.split()[0] not in OPENINGS:
            continue
        told = saying + example.text[0].lower() + example.text[1:]
        if not any(own is idea for own, _ in reader().find(told, subject=False)):
            lost.setdefault(idea.id, set()).add(example.text)
    assert lost == {}
