"""The label held against the elements, in short texts of many kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from brightline.texts import read
from brightline.texts.account import VERDICTS

CASES = yaml.safe_load((Path(__file__).parent / "data" / "verdicts.yaml").read_text("utf-8"))
EACH = [
    pytest.param(case["text"], verdict, case.get("got", verdict), id=f"{verdict}: {case['text'][:50]}")
    for verdict, cases in CASES.items()
    for case in cases
]


@pytest.mark.parametrize(("text", "called_for", "got"), EACH)
def test_a_verdict_is_the_one_called_for(text: str, called_for: str, got: str) -> None:
    assert called_for in VERDICTS
    account = read(text)
    assert account.verdict == got, account.reasons
    assert account.reasons


def test_few_are_known_to_be_wrong() -> None:
    wrong = [case for cases in CASES.values() for case in cases if "got" in case]
    assert set(CASES) == set(VERDICTS)
    assert len(wrong) <= len(EACH) // 7
