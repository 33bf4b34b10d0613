"""Somebody in an office who is cited later by a name alone is still who they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from brightline.errors import DataFileError
from brightline.texts import read
from brightline.texts.grammar import Grammar
from brightline.texts.ideas import rules
from brightline.texts.speakers import load_introductions

BROTHEL = "A brothel was searched in May."


def said(text: str, quote: str) -> tuple[str, str]:
    found = [one for one in read(f"{BROTHEL} {text}").elements if quote in one.quote]
    assert found, text
    return found[0].status, found[0].source


@pytest.mark.parametrize(
    ("text", "status", "source"),
    [
        ("Det. Ann Pozo was there. The boss took her passport, Pozo said.", "alleged", "police"),
        ("Sgt. Ann Pozo was there. Pozo said that the boss took her passport.", "alleged", "police"),
        (
            "Ann Pozo, a spokeswoman for the police, spoke. Pozo also said the boss took her passport.",
            "alleged",
            "police",
        ),
        ("Inspector Pozo spoke. “The boss took her passport,” said Pozo.", "alleged", "police"),
        ("Prosecutor Ann Pozo spoke. The boss took her passport, Pozo said.", "alleged", "prosecutor"),
        ("Prosecuting, Ann Pozo said little. According to Pozo, the boss took her passport.", "alleged", "prosecutor"),
        ("Ann Pozo of the vice squad spoke. According to Pozo, the boss took her passport.", "alleged", "police"),
        ("Lagos police Sgt. Ann Pozo said the boss took her passport.", "alleged", "police"),
        ("Det. Ann Young spoke. The boss took her passport, Young said.", "alleged", "police"),
        ("Det. Pozo came. A friend told Pozo that the boss took her passport.", "asserted", "somebody"),
        ("Det. Pozo came. A friend of Pozo said that the boss took her passport.", "asserted", "somebody"),
        ("Maria Pozo of Manila told the police. The boss took her passport, Pozo said.", "asserted", "somebody"),
        ("Captain Pozo ran a boat. The boss took her passport, Pozo said.", "asserted", "somebody"),
        ("Ann Pozo was there. The boss took her passport, Pozo said.", "asserted", "somebody"),
        ("Det. Ann Pozo was there. The boss took her passport, Lind said.", "asserted", "somebody"),
        ("The boss took her passport, Pozo said. Det. Ann Pozo came later.", "asserted", "somebody"),
        ("Sgt. Pozo was jailed for it. The boss took her passport, Lind told Pozo.", "asserted", "somebody"),
        ("He was convicted. Det. Ann Pozo spoke. The boss took her passport, Pozo said.", "asserted", "police"),
    ],
)
def test_who_is_cited_by_name_is_who_they_were_brought_in_as(text: str, status: str, source: str) -> None:
    assert said(text, "took her passport") == (status, source)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("title: A\nposlice: ['sgt {name}']\n", 2, "no cues 'poslice'"),
        ("title: A\npolice:\n  - sergeant\n", 3, "by a {name}"),
        ("title: A\npolice:\n  - '{nobody} {name}'\n", 3, "no class {nobody}"),
    ],
)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    (tmp_path / "speakers.yaml").write_text(text, "utf-8")
    grammar = Grammar(rules().alphabet, rules().lexicon)
    with pytest.raises(DataFileError, match=problem) as failure:
        load_introductions(tmp_path / "speakers.yaml", grammar, ["police"])
    assert failure.value.line == line
