"""An order of facts for diagrams: the same facts, those of one list near each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.logic import All, Any, Diagrams, Fact, Formula, facts
from brightline.logic.ordering import close_together
from formulas import formulas


@settings(max_examples=60, deadline=None)
@given(st.lists(formulas(), max_size=3))
def test_facts_close_together_are_the_same_facts(wanted: list[Formula]) -> None:
    assert sorted(close_together(*wanted)) == sorted(facts(*wanted))


def test_an_order_with_lists_close_together_keeps_a_diagram_small() -> None:
    pairs = [Any(Fact(f"a{number}"), Fact(f"b{number}")) for number in range(8)]
    formula = All(Any(*(Fact(f"a{number}") for number in range(8))), *pairs)
    sizes = [
        diagrams.size(diagrams.of(formula))
        for diagrams in (Diagrams(facts(formula)), Diagrams(close_together(formula)))
    ]
    assert sizes[1] < sizes[0] / 5
