"""Who did what to whom; and an element never needs somebody to be found."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from brightline.texts.account import Evidence
from brightline.texts.reader import reader

CASES = yaml.safe_load((Path(__file__).parent / "data" / "roles.yaml").read_text("utf-8"))
IDEAS = {"means/beaten", "means/documents_taken"}


def found_in(text: str) -> list[Evidence]:
    return [evidence for idea, evidence in reader().find(text, subject=False) if idea.id in IDEAS]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{about}: {case['text'][:50]}") for about, cases in CASES.items() for case in cases],
)
def test_who_did_what_to_whom(case: dict[str, str | None]) -> None:
    text = case["text"]
    assert text is not None
    found = found_in(text)
    if case["quote"] is None:
        assert not found, found
        return
    (evidence,) = found
    assert evidence.quote == case["quote"]
    assert evidence.by == case.get("by", evidence.by)
    assert evidence.to == case.get("to", evidence.to)


AGENTS = (
    "The owner",
    "He",
    "Garner",
    "The two brothers",
    "A woman from Hull",
    "Somebody",
    "Madam Lo",
    "Whoever it was",
)


@given(st.sampled_from(AGENTS), st.sampled_from(["", "often ", "later ", "once again "]))
def test_an_element_needs_no_agent(agent: str, adverb: str) -> None:
    named = found_in(f"{agent} {adverb}took my passport.")
    bare = found_in("Took my passport.")
    assert [evidence.idea for evidence in named] == [evidence.idea for evidence in bare] == ["means/documents_taken"]


@given(st.sampled_from(["clients", "customers", "police", "officers", "detectives"]), st.booleans())
def test_active_and_passive_agree(stranger: str, passive: bool) -> None:
    assert not found_in(f"She was beaten by {stranger}." if passive else f"{stranger.title()} beat her.")
    assert found_in("She was beaten by recruiters." if passive else "Recruiters beat her.")
