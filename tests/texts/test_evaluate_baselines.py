"""What is measured: the reader's own record, lists of keywords, the commonest codes, and what was taken for what."""

from __future__ import annotations

from pathlib import Path

import pytest

from brightline.errors import DataFileError
from brightline.texts import read
from brightline.texts.account import REPORTED
from brightline.texts.evaluate import (
    Draws,
    Labelled,
    codebook_names,
    commonest,
    confusions,
    evaluate,
    keywords,
    load_keywords,
    read_labelled,
    record_of,
    taken_for,
)
from labelled_texts import TEXT, plain, spans, written


def test_an_account_becomes_the_record_that_its_schemes_hold() -> None:
    account = read(TEXT)
    record = record_of(account)
    reported = {e.label for e in account.elements if e.status in REPORTED and e.family in codebook_names().labels}
    assert {span.label for span in record.spans if span.status in REPORTED} == reported
    assert {"means.document_confiscation", "means.coercion_unspecified"} <= reported
    assert record.verdict == account.verdict
    assert "coercion" in (record.codes["means"] or ())
    for span in record.spans:
        assert TEXT[span.start : span.end] in {evidence.quote for evidence in account.elements}


def test_every_label_that_the_reader_may_give_is_one_of_the_codebook() -> None:
    from brightline.texts.ideas import rules

    given_out = {idea.label for idea in rules().ideas if idea.kind in codebook_names().labels}
    assert given_out <= set(codebook_names().names)


@pytest.mark.parametrize("name", ["protocol_words", "wide_keywords"])
def test_keywords_find_their_words_whatever_is_said_of_them(name: str) -> None:
    own = keywords(name)
    record = own.record("No child was RECRUITED,\nnobody was transferred and no fraud was found; harborside.")
    assert "recruitment" in (record.codes["act"] or ())
    assert "fraud" in (record.codes["means"] or ())
    assert record.minors is True
    assert "act.recruitment" in {span.label for span in record.spans}
    silent = own.record("The council met on Tuesday.")
    assert not silent.spans
    assert silent.minors is False


def test_the_protocols_list_holds_only_the_protocols_words() -> None:
    record = keywords("protocol_words").record("He took her passport, beat her and locked her in; she was 15.")
    assert not record.spans
    wide = keywords("wide_keywords").record("He took her passport, beat her and locked her in; she was 15.")
    assert {"means.document_confiscation", "means.force_physical", "means.confinement"} <= {s.label for s in wide.spans}


@pytest.mark.parametrize(
    ("change", "telling"),
    [
        ("palermo: recruiting", "recruitment"),
        ("codebook: act.recruit", "act.recruitment"),
        ("words: []", "a word at least"),
        ("word: [x]", "not a known key"),
    ],
)
def test_a_keyword_list_that_is_not_right_says_where(change: str, telling: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    lines = ["title: t", "about: a", "source: s", "minor: []", "adult: []", "entries:", "  - words: [recruit]"]
    path.write_text("\n".join(lines) + f"\n  - {change}\n" + ("" if "words" in change else "    words: [x]\n"))
    with pytest.raises(DataFileError, match=telling) as failure:
        load_keywords(path)
    assert "own.yaml, line" in str(failure.value)


def test_the_commonest_codes_are_those_that_agree_best(tmp_path: Path) -> None:
    told = [(["coercion"], True), (["coercion", "fraud"], True), (["coercion"], False), (None, None)]
    gold = read_labelled(
        written(
            tmp_path / "gold.jsonl",
            *(
                {"id": f"d{at}", "text": "x", "means": means, "minors": minors}
                for at, (means, minors) in enumerate(told)
            ),
        )
    )
    same = commonest(gold)
    assert same.codes["means"] == ("coercion",)
    assert same.minors is True
    found = evaluate(gold, [same] * 4, "palermo", Draws(4, 10))
    assert plain(found.families["means"])[:3] == (3, 0, 1)


def test_a_miss_names_what_the_same_words_were_taken_for() -> None:
    texts = [Labelled("a", TEXT, spans(("means.confinement", "asserted", 9, 26)), {})]
    listed = confusions(texts, [spans(("means.document_confiscation", "asserted", 9, 26))], "codebook")
    assert [(c.kind, c.label, c.quote, c.instead) for c in listed] == [
        ("missed", "means.confinement", "took her passport", "means.document_confiscation"),
        ("false find", "means.document_confiscation", "took her passport", "means.confinement"),
    ]
    assert taken_for(listed) == {("means.confinement", "means.document_confiscation"): 1}
    negated = confusions(texts, [spans(("means.confinement", "negated", 9, 26))], "codebook")
    assert [(c.kind, c.instead) for c in negated] == [("missed", "means.confinement (negated)")]
