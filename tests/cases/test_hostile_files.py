"""Case files, definition files, mapping files and options that are wrong: refused in one sentence, with nothing written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import check_refusal, refused, run

CASE = b"id: a\nfacts: {act.recruit: true}\n"
TABLE = b"id,act.recruit\n1,true\n"
DEFINITION = """\
id: mine
title: My law
kind: statute
jurisdiction: XX
citation: Act 1
checked: text
confidence: high
versions:
  - from: 2011-01-01
    elements:
      act: {any: [act.recruit], cite: s. 1}
      child: {fact: age.under_18, cite: s. 3}
      pressure: {any: [means.force, means.debt], cite: s. 2}
    met_when: act and (pressure or child)
consent: {rule: Not mentioned.}
child: {rule: Under 18.}
mental: {rule: Intent.}
sex_work_alone: {answer: not reached, reason: A means is needed.}
sources: [https://example.org/act]
examples: []
"""
FORMAT = """\
id: mine
title: Mine
description: Mine.
columns:
  recruited: {fact: act.recruit, codes: {"1": true, "0": false}}
  name: {ignore: true}
"""

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(b)}: &{chr(b)} [{', '.join([f'*{chr(b - 1)}'] * 9)}]\n" for b in range(ord("b"), ord("k"))
)

CASES: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "an empty file": ("a.yaml", b"", ("the file is empty",)),
    "only a comment": ("a.yaml", b"# nothing\n", ("a.yaml",)),
    "a list with nothing in it": ("a.json", b"[]", ("no case",)),
    "a word": ("a.yaml", b"hello\n", ("line 1", "names with values")),
    "a key nobody knows": ("a.yaml", b"id: a\nfcats: {}\n", ("line 2", "'fcats'", "did you mean facts")),
    "a fact nobody knows": ("a.yaml", b"facts:\n  act.recriut: true\n", ("line 2", "did you mean act.recruit")),
    "a value nobody knows": ("a.yaml", b"facts:\n  act.recruit: perhaps\n", ("line 2", "act.recruit", "'perhaps'")),
    "a number for a fact": ("a.yaml", b"facts:\n  act.recruit: 1\n", ("line 2", "act.recruit is 1")),
    "a very long value": ("a.yaml", b"facts:\n  act.recruit: " + b"x" * 90_000 + b"\n", ("line 2",)),
    "a standing nobody knows": (
        "a.yaml",
        b"facts:\n  act.recruit: {value: true, standing: sated}\n",
        ("line 2", "'sated'", "did you mean stated"),
    ),
    "a standing that is a list": ("a.yaml", b"facts: {act.recruit: {value: true, standing: [a]}}\n", ("standing",)),
    "a value that is a list of lists": ("a.yaml", b"facts: {act.recruit: [[true]]}\n", ("act.recruit",)),
    "an actor without an id": ("a.yaml", b"actors:\n  - facts: {}\n", ("line 2", "an actor needs an id")),
    "two actors of one name": ("a.yaml", b"actors: [{id: a}, {id: a}]\n", ("two actors", "'a'")),
    "actors that are no list": ("a.yaml", b"actors: {id: a}\n", ("actors must be a list",)),
    "a family nobody knows": ("a.yaml", b"closed: [mens]\n", ("'mens'", "did you mean means")),
    "a future date": ("a.yaml", b"date: 2999-01-01\n", ("2999-01-01", "future")),
    "no date": ("a.yaml", b"date: yesterday\n", ("'yesterday' is not a date",)),
    "a day that never was": ("a.yaml", b"date: 2023-02-30\n", ("'2023-02-30' is not a date",)),
    "an age of 300": ("a.yaml", b"age: 300\n", ("age of 300",)),
    "an age in words": ("a.yaml", b"age: fifteen\n", ("'fifteen'", "whole number")),
    "an age that is not a number": ("a.json", b'{"age": NaN}', ("a.json",)),
    "an age without end": ("a.json", b'{"age": 1e999}', ("a.json",)),
    "age 15 and adult": ("a.yaml", b"age: 15\nfacts: {age.under_18: false}\n", ("age 15", "age.under_18 is false")),
    "under 16 and adult": ("a.yaml", b"facts: {age.under_16: true, age.under_18: false}\n", ("contradict each other",)),
    "age 15 and adult in JSON Lines": (
        "a.jsonl",
        b'{"age": 15, "facts": {"age.under_18": false}}\n',
        ("line 1", "age 15"),
    ),
    "a key that stands twice": ("a.yaml", b"id: a\nid: b\n", ("line 2", "'id' stands twice")),
    "a key that stands twice in JSON": ("a.json", b'{"id": "a", "id": "b"}', ("'id' stands twice",)),
    "a key that is a list": ("a.yaml", b"[a, b]: c\n", ("line 1", "plain word")),
    "YAML that does not close": ("a.yaml", b"facts: {act.recruit: true\n", ("not valid YAML",)),
    "YAML with a tab": ("a.yaml", b"facts:\n\tact.recruit: true\n", ("not valid YAML", "line 2")),
    "YAML of great depth": ("a.yaml", b"[" * 9_000 + b"]" * 9_000, ("nested more than", "line 1")),
    "YAML that refers to itself": ("a.yaml", b"a: &a [*a]\n", ("anchors and aliases",)),
    "YAML that runs code": ("a.yaml", b"!!python/object/apply:os.system [id]\n", ("a.yaml",)),
    "a bomb of aliases": ("a.yaml", BOMB.encode(), ("anchors and aliases",)),
    "JSON of great depth": ("a.json", b"[" * 90_000 + b"]" * 90_000, ("a.json",)),
    "JSON of some depth": ("a.json", b'{"facts": {"act.recruit": ' + b"[" * 400 + b"]" * 400 + b"}}", ("levels deep",)),
    "JSON cut short": ("a.json", b'{"facts": {"act.recruit": tr', ("not valid JSON",)),
    "JSON with half a character": ("a.json", b'{"id": "\\udc00"}', ("half of a character",)),
    "JSON with a great number": ("a.json", b'{"age": ' + b"9" * 5_000 + b"}", ("a.json",)),
    "UTF-16": ("a.yaml", CASE.decode().encode("utf-16"), ("UTF-8",)),
    "Latin-1": ("a.yaml", b"id: caf\xe9\n", ("UTF-8",)),
    "a NUL byte": ("a.yaml", b"id: a\0b\n", ("not valid YAML",)),
    "binary rubbish": ("a.yaml", bytes(range(256)) * 9, ("UTF-8",)),
    "binary rubbish as JSON": ("a.json", bytes(range(256)) * 9, ("UTF-8",)),
    "a file of 30 MB": ("a.yaml", b"# " + b"x" * 30_000_000, ("bytes",)),
    "a JSON file of 30 MB": ("a.json", b" " * 30_000_000 + b"{}", ("bytes",)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_case_file_is_refused(name: str, tmp_path: Path) -> None:
    file, body, telling = CASES[name]
    path = tmp_path / file
    path.write_bytes(body)
    refused(tmp_path, [path, "--out", tmp_path / "out.csv", "--plot", tmp_path / "out.svg"], *telling)


WRONG_DEFINITIONS = {
    "a circle": ("any: [act.recruit]", "any: [pressure, {all: [act]}]", ("line 11", "circle: act -> act")),
    "an undeclared fact": ("means.debt", "means.dept", ("line 13", "did you mean means.debt")),
    "a bad date": ("2011-01-01", "2011-13-01", ("line 9", "is not a date")),
    "an unused element": (" or child)", ")", ("line 12", "'child'", "does not use")),
    "no elements": ("elements:", "lements:", ("mine.yaml",)),
    "a wrong kind": ("kind: statute", "kind: hearsay", ("line 3", "hearsay")),
    "great depth": ("any: [act.recruit]", "any: " + "[" * 90 + "]" * 90, ("nested more than",)),
    "a bomb": ("examples: []", f"examples: []\n{BOMB}", ("anchors and aliases",)),
    "a NUL byte": ("My law", "My\0law", ("not valid YAML",)),
}


@pytest.mark.parametrize("name", WRONG_DEFINITIONS)
def test_a_wrong_definition_file_is_refused(name: str, tmp_path: Path) -> None:
    good, bad, telling = WRONG_DEFINITIONS[name]
    assert good in DEFINITION
    (tmp_path / "mine.yaml").write_text(DEFINITION.replace(good, bad))
    for file, body in (("cases.csv", TABLE), ("case.yaml", CASE)):
        (tmp_path / file).write_bytes(body)
        refused(tmp_path, [tmp_path / file, "--under", tmp_path / "mine.yaml", "--out", tmp_path / "o.csv"], *telling)


WRONG_FORMATS = {
    "an undeclared fact": ("act.recruit", "act.recriut", ("line 5", "did you mean act.recruit")),
    "a column that is two things": ("{ignore: true}", "{ignore: true, fact: act.recruit}", ("line 6", "exactly one")),
    "a key nobody knows": ("{ignore: true}", "{ingore: true}", ("line 6", "ingore")),
    "no columns": ("columns:", "colmns:", ("mine.yaml",)),
    "a column that the table has not": ("  name:", "  nam:", ("'name'", "did you mean nam")),
    "a code that the table has not": ('"1": true', '"2": true', ("row 2", "'recruited'", "'1'")),
    "columns that are a list": ("columns:\n  recruited:", "columns:\n - recruited:", ("mine.yaml",)),
}


@pytest.mark.parametrize("name", WRONG_FORMATS)
def test_a_wrong_mapping_file_is_refused(name: str, tmp_path: Path) -> None:
    good, bad, telling = WRONG_FORMATS[name]
    (tmp_path / "mine.yaml").write_text(FORMAT.replace(good, bad))
    path = tmp_path / "cases.csv"
    path.write_bytes(b"recruited,name\n1,x\n")
    refused(tmp_path, [path, "--format", tmp_path / "mine.yaml", "--out", tmp_path / "o.csv"], *telling)


OPTIONS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "a definition nobody knows": (["--under", "un-palerno"], ("'un-palerno'", "did you mean un-palermo")),
    "a definition without a name": (["--under", ""], ("no definition is called ''",)),
    "a pattern that fits nothing": (["--under", "zz-*"], ("'zz-*'",)),
    "a definition file that is not there": (["--under", "none.yaml"], ("none.yaml",)),
    "a reading nobody knows": (["--reading", "stirct"], ("'stirct'", "did you mean strict")),
    "a format nobody knows": (["--format", "ctdc-2019"], ("'ctdc-2019'", "did you mean ctdc-20")),
    "an engine nobody knows": (["--engine", "duckbd"], ("'duckbd'", "did you mean duckdb")),
    "a day that is none": (["--as-of", "nonsense"], ("'nonsense' is not a date",)),
    "an option nobody knows": (["--uner", "x"], ("--uner",)),
    "an encoding nobody knows": (["--encoding", "utf-9"], ("'utf-9'",)),
    "an encoding of no text": (["--encoding", "zlib"], ("'zlib'",)),
    "a delimiter of two signs": (["--delimiter", "||"], ("must be one character",)),
    "a delimiter that ends lines": (["--delimiter", "\n"], ("delimiter",)),
    "a delimiter that is not there": (["--delimiter", ";"], ("cases.csv",)),
    "no delimiter": (["--delimiter", ""], ("delimiter",)),
    "an output with an unknown ending": (["--out", "FOLDER/o.doc"], ("o.doc", "ends in one of")),
    "an output with no ending": (["--out", "FOLDER/o"], ("ends in one of",)),
    "an output in no folder": (["--out", "FOLDER/none/o.csv"], ("does not exist",)),
    "an output that is a folder": (["--out", "FOLDER/folder.csv"], ("this is a folder",)),
    "an output over the input": (["--out", "FOLDER/cases.csv"], ("the file that is read",)),
    "an output with a name too long": (["--out", f"FOLDER/{'x' * 300}.csv"], ("cannot be written",)),
    "a picture that is none": (["--out", "FOLDER/o.csv", "--plot", "FOLDER/p.png"], (".svg",)),
    "a picture in no folder": (["--out", "FOLDER/o.csv", "--plot", "FOLDER/none/p.svg"], ("does not exist",)),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_a_wrong_option_is_refused(name: str, tmp_path: Path) -> None:
    words, telling = OPTIONS[name]
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "cases.csv").write_bytes(TABLE)
    refused(tmp_path, [tmp_path / "cases.csv", *(word.replace("FOLDER", str(tmp_path)) for word in words)], *telling)
    assert (tmp_path / "cases.csv").read_bytes() == TABLE


def test_commands_that_are_wrong() -> None:
    for words in (["asses"], ["assess"], ["definitions", "un-palerno"], ["facts", "act.recriut"], ["formats", "x"]):
        check_refusal(run(*words))


@pytest.mark.parametrize("option", ["--under", "--format", "--reading"])
def test_a_pipe_as_a_data_file_does_not_hang(option: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "cases.csv").write_bytes(TABLE)
    words = [sys.executable, "-m", "brightline", "assess", tmp_path / "cases.csv", option, tmp_path / "pipe.yaml"]
    found = subprocess.run(words, capture_output=True, text=True, timeout=10, check=False)
    assert found.returncode == 2
    assert found.stderr.count("\n") == 1


MEASURED = """
import resource, sys
from brightline.cli.main import main
import polars
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    main()
finally:
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, file=sys.stdout)
"""


@pytest.mark.parametrize("name", ["line.csv", "line.jsonl", "line.yaml", "line.json"])
def test_a_line_of_200_megabytes_is_refused_fast_and_in_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"a" * 1_000_000)
    began = time.monotonic()
    words = [sys.executable, "-c", MEASURED, "assess", path]
    found = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    path.unlink()
    assert found.returncode == 2, found
    assert found.stderr.startswith(f"brightline: {name}")
    assert found.stderr.count("\n") == 1
    assert int(found.stdout) < 60
    assert time.monotonic() - began < 10


def test_json_output_of_a_good_file_is_whole(tmp_path: Path) -> None:
    """The files that the tests above make wrong are right themselves."""
    for name, body in (("case.yaml", CASE), ("cases.csv", TABLE)):
        (tmp_path / name).write_bytes(body)
        (tmp_path / "mine.yaml").write_text(DEFINITION)
        found = run("assess", tmp_path / name, "--json", "--under", tmp_path / "mine.yaml")
        assert found.code == 0, found
        assert json.loads(found.out)
