"""Data files that are wrong: each is refused with one sentence that names the file, the line and the trouble."""

from __future__ import annotations

from pathlib import Path

import pytest

from brightline.errors import DataFileError
from brightline.law import definition, reading
from brightline.law.vocabulary import load_vocabulary

DEFINITION = """\
id: mine
title: My law
kind: statute
jurisdiction: XX
citation: Act 1
checked: text
confidence: high
versions:
  - from: 2001-01-01
    to: 2010-12-31
    elements:
      act: {any: [act.recruit, act.transport], cite: s. 1}
      means: {any: [means.force, means.fraud], cite: s. 2}
    met_when: act and means
  - from: 2011-01-01
    elements:
      act: {fact: act.recruit, cite: s. 1}
      child: {fact: age.under_18, cite: s. 3}
      pressure: {any: [means.force, {all: [means.debt, means.documents]}], cite: s. 2}
    met_when: act and (pressure or child)
consent: {rule: Not mentioned.}
child: {rule: Under 18.}
mental: {rule: Intent.}
sex_work_alone: {answer: not reached, reason: A means is needed.}
sources: [https://example.org/act]
examples:
  - situation: Nothing is there.
    facts: {act.recruit: false}
    closed: [act]
    finding: not met
"""
READING = """\
id: mine
title: My reading
description: What amounts to what.
lines:
  - fact: means.force
    when: obs.physical_abuse
    authority: s. 1
    checked: text
"""
VOCABULARY = """\
facts:
  act.recruit: {level: legal, family: act, label: recruits, question: Did they?, distress: 1, source: s. 1}
  any.act: {level: composite, family: act, label: acts, question: Any?, distress: 1, source: s. 1, any_of: [act.recruit]}
"""

BAD_DEFINITIONS = {
    "a circle of elements": (
        "act.transport], cite: s. 1}\n      means: {any: [means.force,",
        "means], cite: s. 1}\n      means: {any: [act,",
        "act: {any: [act.recruit, means]",
        "in a circle: act -> means -> act",
    ),
    "an undeclared fact": ("means.debt,", "means.dept,", "pressure:", "did you mean means.debt"),
    "an undeclared fact in an example": ("{act.recruit: false}", "{act.recriut: false}", "act.recriut", "act.recruit"),
    "a bad date": ("from: 2011-01-01", "from: 2011-13-01", "2011-13-01", "is not a date; write it as YYYY-MM-DD"),
    "a bad last day": ("to: 2010-12-31", "to: yesterday", "to: yesterday", "'yesterday' is not a date"),
    "an end before the start": ("to: 2010-12-31", "to: 2000-12-31", "to: 2000", "ends before it starts"),
    "overlapping versions": ("to: 2010-12-31", "to: 2011-06-30", "- from: 2011", "versions must follow each other"),
    "an open version before another": ("    to: 2010-12-31\n", "", "- from: 2011", "give the earlier one a `to`"),
    "an element that nothing uses": ("act and (pressure or child)", "act and pressure", "child: {fact", "'child'"),
    "a condition on no element": ("met_when: act and means", "met_when: act and menas", "menas", "names 'menas'"),
    "a condition that cannot be read": ("met_when: act and means", "met_when: act and (", "act and (", "parentheses"),
    "a condition with a call": (
        "act and (pressure or child)",
        "act and print(1)",
        "print(1)",
        "element names, and, or",
    ),
    "a missing cite": (
        "{fact: act.recruit, cite: s. 1}",
        "{fact: act.recruit}",
        "{fact: act.recruit}",
        "needs a `cite`",
    ),
    "a fact of both signs": (
        "act and (pressure or child)",
        "act and child or pressure and not child",
        "met_when: act and child",
        "'age.under_18' is used both plainly and under `not`",
    ),
    "an unknown shape": ("{fact: act.recruit, cite", "{some: [act.recruit], cite", "{some:", "write exactly one of"),
    "two shapes": (
        "{fact: act.recruit, cite",
        "{fact: act.recruit, any: [act.hire], cite",
        "act.hire",
        "exactly one of",
    ),
    "an empty list": ("[act.recruit, act.transport]", "[]", "any: []", "at least one fact"),
    "too many asked for": (
        "{any: [means.force, means.fraud], cite",
        "{at_least: 3, of: [means.force, means.fraud], cite",
        "at_least: 3",
        "from 1 to 2",
    ),
    "an anchor": (
        "facts: {act.recruit: false}\n    closed: [act]",
        "facts: &same {act.recruit: false}\n    closed: *same",
        "&same",
        "anchors and aliases",
    ),
    "a key that stands twice": ("title: My law\n", "title: My law\ntitle: My other law\n", "title: My other", "twice"),
    "an element that stands twice": (
        "      child: {fact",
        "      act: {fact: act.hire, cite: s. 9}\n      child: {fact",
        "act: {fact: act.hire",
        "'act' stands twice",
    ),
    "deep nesting": (
        "sources: [https://example.org/act]",
        f"sources: {'[' * 70}{']' * 70}",
        "sources:",
        "nested more than 60 levels",
    ),
    "a key nobody knows": ("confidence: high", "confidence: high\nscore: 3", "score: 3", "`score` is not a known key"),
    "not YAML": ("title: My law", "title: [My law", "kind: statute", "not valid YAML"),
    "a number for a list": ("sources: [https://example.org/act]", "sources: 3", "sources: 3", "expected a list"),
    "a word for a truth": ("{act.recruit: false}", "{act.recruit: no}", "{act.recruit: no}", "expected true or false"),
    "a word that is not allowed": ("kind: statute", "kind: gossip", "kind: gossip", "'gossip' is not one of"),
    "a family that is none": ("closed: [act]", "closed: [acts]", "closed: [acts]", "'acts'"),
    "no versions": (
        DEFINITION[DEFINITION.index("  - from: 2001") : DEFINITION.index("consent")],
        "  []\n",
        "versions:",
        "at least one",
    ),
    "an element in capitals": ("      child: {fact", "      Child: {fact", "Child:", "in lower case"),
}
BAD_READINGS = {
    "selling sex as a means": ("when: obs.physical_abuse", "when: obs.sells_sex", "obs.sells_sex", "never a means"),
    "migrating as a means": ("when: obs.physical_abuse", "when: obs.migrated", "obs.migrated", "never a means"),
    "smuggling as a means": ("when: obs.physical_abuse", "when: obs.smuggled", "obs.smuggled", "never a means"),
    "a debt as a means": ("when: obs.physical_abuse", "when: obs.debt_owed", "obs.debt_owed", "never a means"),
    "being poor as a means": ("when: obs.physical_abuse", "when: obs.poor", "obs.poor", "never a means"),
    "sharing premises as a means": (
        "when: obs.physical_abuse",
        "when: {all: [obs.physical_abuse, {any: [obs.locked_in, obs.works_with_others]}]}",
        "obs.works_with_others",
        "obs.works_with_others is never a means",
    ),
    "a circle of lines": (
        "when: obs.physical_abuse",
        "when: means.restraint\n    authority: s. 2\n    checked: text\n  - fact: means.restraint\n    when: means.force",
        "lines:",
        "in a circle: means.force -> means.restraint -> means.force",
    ),
    "a fact nobody knows": ("obs.physical_abuse", "obs.physical_abuze", "obs.physical_abuze", "obs.physical_abuse"),
    "a conclusion that is seen": (
        "fact: means.force",
        "fact: obs.locked_in",
        "fact: obs.locked_in",
        "not a legal fact",
    ),
    "a conclusion from a denial": ("obs.physical_abuse", "{not: obs.keeps_earnings}", "{not:", "from a `not`"),
    "no authority": ("    authority: s. 1\n", "", "- fact: means.force", "`authority` is missing"),
    "a list of words": (READING, "- one\n- two\n", "- one", "expected names with values"),
}
BAD_VOCABULARIES = {
    "a part nobody knows": (
        "any_of: [act.recruit]",
        "any_of: [act.hire]",
        "any.act",
        "'act.hire', which is not a fact",
    ),
    "a composite without parts": (", any_of: [act.recruit]", "", "any.act", "needs any_of"),
    "a distress of four": ("question: Did they?, distress: 1", "question: Did they?, distress: 4", "act.recruit", "4"),
    "a name for two facts": (
        "question: Any?",
        "question: Any?, aliases: [act.recruit]",
        "act.recruit:",
        "names two facts",
    ),
}


def cases(table: dict[str, tuple[str, str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("old", "new", "place", "says"), table.values(), ids=list(table))


def refusal(tmp_path: Path, good: str, old: str, new: str, place: str, load: object) -> str:
    """The message for the file with `old` replaced; its form and the line of `place` are checked here."""
    assert callable(load)
    assert good.count(old) == 1
    text = good.replace(old, new)
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError) as caught:
        load(path)
    line = text[: text.index(place)].count("\n") + 1
    message = str(caught.value)
    assert caught.value.file == "mine.yaml"
    assert caught.value.line == line, message
    assert message == f"mine.yaml, line {line}: {caught.value.problem}"
    assert "\n" not in message
    assert not message.endswith(".")
    assert ". " not in caught.value.problem.replace("s. ", "")
    return message


def test_the_good_files_load(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(DEFINITION, "utf-8")
    assert [version.label for version in definition(str(path)).versions] == ["2001-01-01", "2011-01-01"]
    path.write_text(READING, "utf-8")
    assert [line.fact for line in reading(str(path)).lines] == ["means.force"]
    path.write_text(VOCABULARY, "utf-8")
    assert load_vocabulary(path).ids == ("act.recruit", "any.act")


@cases(BAD_DEFINITIONS)
def test_a_bad_definition(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    assert says in refusal(tmp_path, DEFINITION, old, new, place, lambda path: definition(str(path)))


@cases(BAD_READINGS)
def test_a_bad_reading(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    assert says in refusal(tmp_path, READING, old, new, place, lambda path: reading(str(path)))


@cases(BAD_VOCABULARIES)
def test_a_bad_vocabulary(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    assert says in refusal(tmp_path, VOCABULARY, old, new, place, load_vocabulary)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "expected one document, found 0"),
        (b"id: one\n---\nid: two\n", "expected one document, found 2"),
        (b"id: caf\xe9\n", "not UTF-8 text (byte 7)"),
        (b"id: \x00\n", "not valid YAML"),
    ],
    ids=["empty", "two documents", "latin-1", "a control character"],
)
def test_a_file_that_is_no_document(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    for load in (definition, reading):
        with pytest.raises(DataFileError, match=r"mine\.yaml") as caught:
            load(str(path))
        assert says in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"mine.yaml: cannot be read \(No such file"):
        definition(str(tmp_path / "mine.yaml"))
