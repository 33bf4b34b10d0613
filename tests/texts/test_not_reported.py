"""Sentences that a careless reader takes for exploitation, and some that are: what must not be reported, and what must."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from brightline.texts import read
from brightline.texts.account import REPORTED

CASES = yaml.safe_load((Path(__file__).parent / "data" / "not_reported.yaml").read_text("utf-8"))
ALL = [case for cases in CASES.values() for case in cases]


def misread(case: dict[str, object]) -> list[str]:
    """What the reader reports against the case, or leaves out."""
    reported: set[str] = set()
    for evidence in read(str(case["text"])).elements:
        if evidence.status in REPORTED:
            reported |= {evidence.family, evidence.label}
    absent, found = case.get("absent", ()), case.get("found", ())
    return sorted(reported.intersection(absent)) + sorted(set(found) - reported)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{about}: {case['text'][:60]}") for about, cases in CASES.items() for case in cases],
)
def test_a_sentence_is_read_as_it_is_meant(case: dict[str, object]) -> None:
    if "wrong" in case:
        assert misread(case), "it is read rightly now: take `wrong` off, and count anew in docs/reader-figures.md"
    else:
        assert not misread(case)


def test_every_sentence_asks_for_something() -> None:
    assert len({case["text"] for case in ALL}) == len(ALL) >= 120
    assert all(case.get("absent") or case.get("found") for case in ALL)


def test_the_figures_of_the_set_are_those_that_the_pages_give() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reader-figures.md").read_text("utf-8")
    wrong = sum("wrong" in case for case in ALL)
    assert f"Of {len(ALL)} contrast sentences {wrong} are read wrongly" in " ".join(page.split())
