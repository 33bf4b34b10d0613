"""A rule file that is not right is refused with its file, its line and a remedy."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from brightline.errors import DataFileError
from brightline.texts.gate import load_gate
from brightline.texts.ideas import load_rules

COMMON = "title: Frequent words\ncommon: true\nwords: [the, her, was]\n"
BE = "title: Forms of be\ncommon: true\nwords: [was, were]\n"
GOOD = """\
    title: Taken
    label: means.document_confiscation
    fact: obs.documents_withheld
    palermo: [coercion]
    patterns: ["took her passport"]
    examples:
      - {text: "He took her passport.", quote: took her passport}
      - {text: "The passport office closed."}
    """


def written(folder: Path, idea: str = GOOD, **classes: str) -> Path:
    (folder / "lexicon").mkdir()
    (folder / "ideas" / "means").mkdir(parents=True)
    for name, text in ({"common": COMMON, "be": BE} | classes).items():
        (folder / "lexicon" / f"{name}.yaml").write_text(dedent(text), "utf-8")
    (folder / "ideas" / "means" / "taken.yaml").write_text(dedent(idea), "utf-8")
    return folder


def test_a_good_one_loads(tmp_path: Path) -> None:
    rules = load_rules(written(tmp_path))
    assert rules.idea("means/taken").fact == "obs.documents_withheld"


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("title: Taken", "titel: Taken", 1, "not a known key"),
        ("means.document", "weapons.document", 2, "a label begins with"),
        ("obs.documents_withheld", "obs.documents_withhold", 3, "is not a fact"),
        ("[coercion]", "[force]", 4, "not a term of the Protocol"),
        ('took her passport"]', 'her"]', 5, "too common"),
        ('took her passport"]', 'took {papers}"]', 5, "no class {papers}"),
        ('["took her passport"]', "[]", 5, "at least one pattern"),
        (", quote: took her passport", "", 6, "one example at least"),
    ],
)
def test_a_bad_idea(tmp_path: Path, old: str, new: str, line: int, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(DataFileError) as failure:
        load_rules(written(tmp_path, GOOD.replace(old, new)))
    assert failure.value.file == "ideas/means/taken.yaml"
    assert failure.value.line == line
    assert problem in str(failure.value)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("title: Empty\n", None, "needs words or verbs"),
        ("title: Loud\nwords: [Passport]\n", 2, "lower case"),
        ("title: Short\nverbs:\n  - take took taken\n", 3, "five forms"),
        ("title: Odd\nwords: passport\n", 2, "list"),
        ("- passport\n", 1, "expected names"),
    ],
)
def test_a_bad_class(tmp_path: Path, text: str, line: int | None, problem: str) -> None:
    with pytest.raises(DataFileError) as failure:
        load_rules(written(tmp_path, papers=text))
    assert failure.value.file == "lexicon/papers.yaml"
    assert line is None or failure.value.line == line
    assert problem in str(failure.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: Gate\nanchors:\n  slave: [servitude]\n", "does not hold 'slave'"),
        ("title: Gate\nanchors:\n  slave: []\n", "stand in lower case"),
        ("title: Gate\nanchors:\n  Slave: [Slave]\n", "stand in lower case"),
    ],
)
def test_a_bad_gate(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError, match=problem) as failure:
        load_gate(path)
    assert failure.value.line == 3


def test_a_class_that_takes_the_place_of_names(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="told from the look of a word") as failure:
        load_rules(written(tmp_path, name="title: Names\nwords: [maria]\n"))
    assert failure.value.file == "lexicon/name.yaml"
