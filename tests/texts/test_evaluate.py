"""Measures: worked out by hand on small examples, and the laws that they must keep."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.texts.account import STATUSES
from brightline.texts.evaluate import (
    Draws,
    Labelled,
    Record,
    Report,
    Span,
    codebook_names,
    confusions,
    kappa,
    overlap,
)
from brightline.texts.evaluate.report import verdict_agrees
from brightline.texts.ideas import PALERMO
from labelled_texts import FLAGS, TEXT, plain, report, spans

# --- by hand ----------------------------------------------------------------------------------------------------

GOLD = [
    spans(
        ("means.confinement", "asserted", 0, 10),
        ("means.debt_bondage", "general", 5, 9),
        ("act.transport", "alleged", 0, 4),
    ),
    spans(("means.confinement", "alleged", 0, 10), ("means.abduction", "negated", 20, 30)),
    spans(),
]
FOUND = [
    spans(("means.confinement", "alleged", 5, 15), ("means.debt_bondage", "asserted", 5, 9)),
    spans(("means.confinement", "alleged", 10, 20), ("means.abduction", "negated", 25, 35)),
    spans(("act.transport", "asserted", 0, 4)),
]


def test_families_and_labels_by_hand() -> None:
    found = report(GOLD, FOUND)
    assert plain(found.families["means"]) == (2, 1, 0, 2 / 3, 1.0, 0.8)
    assert plain(found.families["act"]) == (0, 1, 1, 0.0, 0.0, 0.0)
    assert plain(found.families["consent"]) == (0, 0, 0, None, None, None)
    assert plain(found.labels["means.confinement"].scores) == (2, 0, 0, 1.0, 1.0, 1.0)
    assert plain(found.labels["means.debt_bondage"].scores) == (0, 1, 0, 0.0, None, 0.0)
    assert found.labels["means.confinement"].kappa == 1.0
    assert found.labels["act.transport"].kappa == pytest.approx(-0.5)
    assert not found.labels["means.confinement"].reliable
    assert "means.abduction" not in found.labels


def test_statuses_and_spans_by_hand() -> None:
    found = report(GOLD, FOUND)
    # Matched labels: confinement (asserted/alleged), debt (general/asserted), confinement and abduction (the same).
    assert found.shares["status_accuracy"].value == 0.5
    assert found.shares["status_accuracy_most_specific"].value == 0.5
    assert found.statuses == {
        ("asserted", "alleged"): 1,
        ("general", "asserted"): 1,
        ("alleged", "alleged"): 1,
        ("negated", "negated"): 1,
    }
    # Debt bondage is only general in gold and came back as asserted; abduction is negated and stayed so.
    assert found.shares["harmful_rate"].value == 0.5
    # The same label and status: confinement shares none of its characters, abduction half of them.
    assert found.shares["span_overlap"].value == 0.25
    assert found.shares["span_any_overlap"].value == 0.5


def test_a_label_with_two_statuses_by_hand() -> None:
    gold = [spans(("means.confinement", "general", 0, 5), ("means.confinement", "alleged", 6, 9))]
    found = report(gold, [spans(("means.confinement", "alleged", 6, 9))])
    assert found.shares["status_accuracy"].value == 0.5
    assert found.shares["status_accuracy_most_specific"].value == 1.0
    assert found.shares["harmful_rate"].value is None
    assert found.families["means"].f1.value == 1.0


def test_flags_and_ages_by_hand() -> None:
    gold = [
        Record(minor="asserted", adult="none", conflation=(FLAGS[2], FLAGS[3])),
        Record(minor="general", adult="alleged", conflation=()),
        Record(minor="none", adult=None, conflation=(FLAGS[0],)),
        Record(minor="hedged", adult="none", conflation=()),
    ]
    found = [
        Record(minor="alleged", adult="none", conflation=(FLAGS[2],), verdict="child"),
        Record(minor="asserted", adult="asserted", conflation=(FLAGS[0],), verdict="not supported"),
        Record(minor="none", adult="asserted", conflation=(), verdict="supported"),
        Record(minor="none", adult="asserted", conflation=(), verdict="no claim"),
    ]
    told = report(gold, found)
    assert told.shares["minor_accuracy"].value == 0.75
    assert told.shares["adult_accuracy"].value == pytest.approx(2 / 3)
    assert told.shares["verdict_agreement"].value == 0.5
    assert told.shares["verdict_agreement_of_silence"].value == 0.5
    assert told.shares["false_flag_rate"].value == 0.5
    assert [plain(told.conflation[flag])[:3] for flag in FLAGS] == [(0, 1, 1), (0, 0, 0), (1, 0, 0), (0, 0, 1)]
    assert told.shares["conflation_macro_f1"].value == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("flags", "verdict", "agrees"),
    [
        ((), "supported", True),
        ((), "unlabelled", True),
        ((), "child", False),
        ((FLAGS[3],), "no claim", True),
        ((FLAGS[0], FLAGS[1]), "interchangeable", True),
        ((FLAGS[0], FLAGS[1]), "not supported", True),
        ((FLAGS[1],), "supported", False),
        ((FLAGS[2],), "child", True),
    ],
)
def test_a_verdict_agrees_with_what_the_flags_call_for(flags: tuple[str, ...], verdict: str, agrees: bool) -> None:
    assert verdict_agrees(flags, Record(verdict=verdict)) is agrees


def test_codes_by_document_by_hand() -> None:
    gold = [
        Record(codes={"act": ("recruitment",), "means": ("coercion", "fraud"), "purpose": None}, minors=True),
        Record(codes={"act": None, "means": (), "purpose": None}, minors=False),
        Record(codes={"act": ("transfer",), "means": ("coercion",), "purpose": None}, minors=None),
    ]
    found = [
        Record(codes={"act": ("recruitment", "transfer"), "means": ("coercion",), "purpose": ("sexual",)}, minors=None),
        Record(codes={"act": ("receipt",), "means": ("fraud",), "purpose": ()}, minors=True),
        Record(codes={"act": ("transfer",), "means": ("coercion",), "purpose": ()}, minors=True),
    ]
    told = report(gold, found, "palermo")
    assert plain(told.families["act"]) == (2, 1, 0, 2 / 3, 1.0, 0.8)
    assert plain(told.families["means"]) == (2, 1, 1, 2 / 3, 2 / 3, 2 / 3)
    assert "purpose" not in told.families
    assert plain(told.families["minors"]) == (0, 1, 1, 0.0, 0.0, 0.0)
    assert told.shares["minors_accuracy"].value == 0.0
    assert told.labels["means.coercion"].kappa == 1.0
    assert "act.receipt" not in told.labels


def test_ten_gold_positives_make_a_label_measurable() -> None:
    one = spans(("means.confinement", "asserted", 0, 10))
    assert report([one] * 10, [one] * 10).labels["means.confinement"].reliable
    assert not report([one] * 9, [one] * 9).labels["means.confinement"].reliable


def test_the_interval_is_that_of_drawing_documents_again() -> None:
    # Of two documents, one right and one wrong, a draw holds 0, 1 or 2 right ones.
    share = Draws(2, 400).ratio([(1, 1), (0, 1)])
    assert (share.low, share.value, share.high) == (0.0, 0.5, 1.0)
    assert Draws(2, 400).ratio([(1, 1), (1, 1)]).low == 1.0
    wide, narrow = Draws(10, 400).ratio([(1, 1), (0, 1)] * 5), Draws(1_000, 400).ratio([(1, 1), (0, 1)] * 500)
    assert narrow.low is not None
    assert wide.low is not None
    assert wide.low < 0.3 < 0.45 < narrow.low < 0.5
    assert Draws(10, 400).ratio([(1, 1), (0, 1)] * 5) == wide


# --- laws -------------------------------------------------------------------------------------------------------

SPANS = st.builds(
    lambda label, status, start, length: Span(label, status, start, start + length),
    st.sampled_from(codebook_names().names),
    st.sampled_from(STATUSES),
    st.integers(0, 30),
    st.integers(1, 30),
)
AGES = st.sampled_from(codebook_names().ages)
RECORDS = st.builds(
    lambda own, minor, adult, flags, codes, minors: Record(
        tuple({(span.label, span.status): span for span in own}.values()),
        minor,
        adult,
        tuple(sorted(flags)),
        None,
        codes,
        minors,
    ),
    st.lists(SPANS, max_size=6),
    AGES,
    AGES,
    st.sets(st.sampled_from(FLAGS)),
    st.fixed_dictionaries(
        {
            family: st.none() | st.lists(st.sampled_from(terms), unique=True).map(tuple)
            for family, terms in PALERMO.items()
        }
    ),
    st.none() | st.booleans(),
)
PAIRS = st.lists(st.tuples(RECORDS, RECORDS), min_size=1, max_size=8)


def every_share(told: Report) -> list[Any]:
    scores = [*told.families.values(), *told.conflation.values(), *(found.scores for found in told.labels.values())]
    return [*told.shares.values(), *(getattr(one, name) for one in scores for name in ("precision", "recall", "f1"))]


@settings(max_examples=25)
@given(pairs=PAIRS, form=st.sampled_from(["codebook", "palermo"]))
def test_every_measure_lies_between_0_and_1_and_within_its_interval_of_draws(pairs: Any, form: str) -> None:
    told = report([gold for gold, _ in pairs], [found for _, found in pairs], form, draws=20)
    for share in every_share(told):
        for number in (share.value, share.low, share.high):
            assert number is None or -1e-9 <= number <= 1 + 1e-9
        if share.low is not None:
            assert share.low <= share.high
    for found in told.labels.values():
        assert found.kappa is None or -1 - 1e-9 <= found.kappa <= 1 + 1e-9
    json.dumps(told.to_json(), allow_nan=False)


@settings(max_examples=25)
@given(gold=st.lists(RECORDS, min_size=1, max_size=8), form=st.sampled_from(["codebook", "palermo"]))
def test_what_people_say_themselves_is_perfect(gold: list[Record], form: str) -> None:
    told = report(gold, gold, form, draws=10)
    for scores in [*told.families.values(), *told.conflation.values(), *(own.scores for own in told.labels.values())]:
        assert scores.false == scores.missed == 0
        assert scores.f1.value in (None, 1.0)
        assert (scores.f1.value is None) == (scores.gold == 0)
    assert all(found.kappa in (None, pytest.approx(1.0)) for found in told.labels.values())
    lower = {"harmful_rate", "false_flag_rate", "verdict_agreement", "verdict_agreement_of_silence"}
    for name, share in told.shares.items():
        if name not in lower:
            assert share.value is None or share.value == pytest.approx(1.0), name
    if form == "codebook":
        assert told.shares["harmful_rate"].value in (None, 0.0)
        assert told.shares["false_flag_rate"].value in (None, 0.0)
    texts = [Labelled(f"d{at}", TEXT, one, {}) for at, one in enumerate(gold)]
    assert confusions(texts, gold, told.form) == []


@settings(max_examples=25)
@given(pairs=PAIRS)
def test_changing_sides_swaps_precision_and_recall(pairs: list[tuple[Record, Record]]) -> None:
    one = report([gold for gold, _ in pairs], [found for _, found in pairs], draws=5)
    other = report([found for _, found in pairs], [gold for gold, _ in pairs], draws=5)
    assert one.labels.keys() == other.labels.keys()
    for name in one.families:
        assert one.families[name].precision == other.families[name].recall
        assert one.families[name].f1 == other.families[name].f1
    for name in one.labels:
        assert one.labels[name].kappa == pytest.approx(other.labels[name].kappa)
    texts = [Labelled(f"d{at}", TEXT, gold, {}) for at, (gold, _) in enumerate(pairs)]
    listed = confusions(texts, [found for _, found in pairs], "codebook")
    assert sum(c.kind == "missed" for c in listed) == sum(scores.missed for scores in one.families.values())
    assert sum(c.kind == "false find" for c in listed) == sum(scores.false for scores in one.families.values())


@given(pairs=st.lists(st.tuples(st.booleans(), st.booleans())))
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[bool, bool]]) -> None:
    found = kappa(pairs)
    assert found == kappa([(other, one) for one, other in pairs])
    assert found == pytest.approx(kappa([(not one, not other) for one, other in pairs]))
    assert found is None or found <= 1 + 1e-12
    if found is not None:
        assert (found == pytest.approx(1.0)) == all(one == other for one, other in pairs)


@given(a=st.integers(0, 40), b=st.integers(1, 40), c=st.integers(0, 40), d=st.integers(1, 40))
def test_overlap_is_symmetric(a: int, b: int, c: int, d: int) -> None:
    one, other = (a, a + b), (c, c + d)
    assert overlap(one, other) == overlap(other, one)
    assert (overlap(one, other) == 1) == (one == other)
