"""The labelled file, what is wrong with a record of it, and the command that measures against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from brightline.texts import read
from brightline.texts.evaluate import (
    Draws,
    evaluate,
    read_labelled,
    record_of,
)
from command import check_refusal, run
from labelled_texts import GOOD, TEXT, written

# --- the labelled file ------------------------------------------------------------------------------------------


def labels(**changes: Any) -> dict[str, Any]:
    return {**GOOD, "labels": [{**GOOD["labels"][0], **changes}]}


@pytest.mark.parametrize(
    ("record", "telling"),
    [
        ({"text": TEXT, "labels": []}, ("line 1", "`id`")),
        ({"id": "a", "labels": []}, ("line 1 (a)", "--texts")),
        ({"id": "a", "text": TEXT}, ("neither a codebook record", "acts")),
        (labels(label="means.documents"), ("'means.documents' is not a label", "document_confiscation")),
        (labels(status="asserting"), ("'asserting' is not a status", "asserted")),
        (labels(start=-1), ("does not lie in the text",)),
        (labels(end=900), ("does not lie in the text",)),
        (labels(start="9"), ("does not lie in the text",)),
        (labels(start=10), ("the quote of means.document_confiscation", "offsets count characters")),
        ({**GOOD, "labels": {}}, ("`labels` must be a list",)),
        ({**GOOD, "labels": ["means.confinement"]}, ("label, status, start and end",)),
        ({**GOOD, "minor": "maybe"}, ("`minor` may be", "fictitious")),
        ({**GOOD, "conflation": "none"}, ("`conflation` must be a list",)),
        ({**GOOD, "conflation": ["unsupported"]}, ("'unsupported' is not known", "unsupported_statistic")),
        ({"id": "a", "text": TEXT, "acts": ["recruiting"]}, ("'recruiting' is not known in `acts`", "recruitment")),
        ({"id": "a", "text": TEXT, "acts": [], "minors": 0}, ("`minors` may be true, false or null",)),
    ],
)
def test_what_is_wrong_with_a_record_is_said_with_its_line(
    record: Any, telling: tuple[str, ...], tmp_path: Path
) -> None:
    check_refusal(run("evaluate", written(tmp_path / "gold.jsonl", record)), *telling)


def test_the_two_forms_do_not_mix(tmp_path: Path) -> None:
    path = written(tmp_path / "gold.jsonl", GOOD, {"id": "b", "text": TEXT, "acts": None})
    check_refusal(run("evaluate", path), "both forms")


def test_labels_and_texts_in_two_files_are_joined(tmp_path: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", {key: value for key, value in GOOD.items() if key != "text"})
    texts = written(tmp_path / "texts.jsonl", {"id": "b", "text": "x"}, {"id": "a", "text": TEXT, "stratum": "s"})
    (only,) = read_labelled(gold, texts).texts
    assert (only.text, only.others["stratum"]) == (TEXT, "s")
    assert only.gold == read_labelled(written(tmp_path / "whole.jsonl", GOOD)).texts[0].gold
    check_refusal(run("evaluate", gold), "--texts")
    written(texts, {"id": "b", "text": "x"})
    check_refusal(run("evaluate", gold, "--texts", texts), "texts.jsonl has none")


# --- the command ------------------------------------------------------------------------------------------------


def test_the_command_tells_what_the_measures_say(tmp_path: Path) -> None:
    missed = {
        **GOOD,
        "id": "b",
        "labels": [{"label": "act.transport", "status": "alleged", "start": 0, "end": 8}],
        "kind": "x",
    }
    path = written(tmp_path / "gold.jsonl", {**GOOD, "kind": "y"}, missed)
    words = ["evaluate", path, "--baselines", "--by", "kind", "--show", 1, "--draws", 50]
    data = run(*words, "--json").data
    assert list(data["reports"]) == ["brightline", "The Protocol's own words", "A wide keyword list", "Commonest codes"]
    gold = read_labelled(path)
    ours = [record_of(read(one.text)) for one in gold.texts]
    assert data["reports"]["brightline"] == evaluate(gold, ours, "codebook", Draws(2, 50)).to_json()
    assert set(data["groups"]) == {"x", "y"}
    assert {confusion["kind"] for confusion in data["confusions"]} == {"missed", "false find"}
    assert run(*words, "--json").data == data
    page = run(*words)
    assert page.code == 0
    assert "too few to measure" in page.out
    assert "b  act.transport (alleged): 'The boss'" in page.out
    assert "kind: x (1 text)" in page.out
    assert max(map(len, page.out.splitlines())) <= 120
    check_refusal(run("evaluate", path, "--by", "colour"), "no record has a field 'colour'")
