"""How surely evidence stands, and on whose word: cues, quotations, classes and the document around it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from brightline.errors import DataFileError
from brightline.texts.account import Evidence
from brightline.texts.assertion import RANK, Assertions
from brightline.texts.cues import SOURCES, load_cues
from brightline.texts.generality import HERE, load_generality
from brightline.texts.ideas import rules
from brightline.texts.reader import reader
from brightline.texts.sentences import marked
from brightline.texts.words import Words

CASES = yaml.safe_load((Path(__file__).parent / "data" / "standing.yaml").read_text("utf-8"))
CONTRASTS = yaml.safe_load((Path(__file__).parent / "data" / "contrasts.yaml").read_text("utf-8"))
PAIRS = [(about, pair) for about, pairs in CONTRASTS.items() for pair in pairs]
TEXTS = sorted({case["text"] for cases in CASES.values() for case in cases})
SILENT = ("Cold rain.", "Grey stones.", "Silent hills near the sea.", "Loud music, slow tea.")
"""Sentences without a cue and without a sign of either kind."""


def found_in(text: str) -> list[Evidence]:
    kinds = {"act", "means", "purpose"}
    return [evidence for idea, evidence in reader().find(text, subject=False) if idea.kind in kinds]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{about}: {case['text'][:50]}") for about, cases in CASES.items() for case in cases],
)
def test_how_evidence_stands(case: dict[str, str]) -> None:
    found = [evidence for evidence in found_in(case["text"]) if evidence.quote == case["quote"]]
    assert found, [evidence.quote for evidence in found_in(case["text"])]
    for evidence in found:
        assert evidence.status == case["status"], evidence
        assert evidence.source == case.get("source", evidence.source)


@pytest.mark.parametrize("pair", [pytest.param(pair, id=f"{about}: {pair[0]['text'][:50]}") for about, pair in PAIRS])
def test_sentences_that_look_alike_are_told_apart(pair: list[dict[str, str]]) -> None:
    one, other = pair
    assert (one["status"], one.get("source")) != (other["status"], other.get("source"))
    for case in pair:
        found = [
            evidence
            for _, evidence in reader().find(case["text"], subject=False)
            if (evidence.quote == case["quote"] if "quote" in case else evidence.label == case["label"])
        ]
        assert found, case["text"]
        for evidence in found:
            assert (evidence.status, evidence.source) == (case["status"], case.get("source", evidence.source)), evidence


def test_there_are_pairs_enough() -> None:
    assert len(PAIRS) >= 60


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4), st.sampled_from([" ", "\n\n", "  \n"]))
def test_quotes_are_the_words_of_the_text(texts: list[str], between: str) -> None:
    text = between.join(texts)
    for evidence in found_in(text):
        assert 0 <= evidence.start < evidence.end <= len(text)
        assert text[evidence.start : evidence.end] == evidence.quote
        assert evidence.source in SOURCES
        for words in (evidence.cue, evidence.by, evidence.to):
            assert words is None or (words and words in text)


@given(st.sampled_from(TEXTS), st.lists(st.sampled_from(SILENT), min_size=1, max_size=3))
def test_a_sentence_that_says_nothing_changes_nothing(text: str, before: list[str]) -> None:
    lead = " ".join(before) + " "
    moved = [
        (evidence.quote, evidence.status, evidence.source, evidence.start - len(lead))
        for evidence in found_in(lead + text)
    ]
    assert moved == [(evidence.quote, evidence.status, evidence.source, evidence.start) for evidence in found_in(text)]


LAYERS = {
    "asserted": "",
    "alleged": "Police said that ",
    "hedged": "it may be that ",
    "negated": "it is a myth that ",
}


@given(st.sets(st.sampled_from(sorted(LAYERS)), min_size=1))
def test_of_several_cues_the_highest_holds(layers: set[str]) -> None:
    frames = [LAYERS[status] for status in ("alleged", "hedged", "negated") if status in layers]
    (evidence,) = found_in(f"{''.join(frames)}Garner beat her.")
    assert evidence.status == max(layers, key=lambda status: RANK[status])


def test_a_status_other_than_asserted_shows_its_cue() -> None:
    (evidence,) = found_in("The owner may have taken her passport.")
    assert evidence.cue == "may"


def test_generality_says_why() -> None:
    generality = reader().rulings.generality
    kinds = generality.kinds(reader().encoder.encode(Words("Traffickers often take passports").words))
    assert "often, most, a share" in generality.reasons(kinds)
    assert generality.speaks_of_class(generality.points(kinds), lambda: 0)


CHARGES = (
    "He was charged with theft.",
    "She was indicted in March.",
    "They face charges of fraud.",
    "He is accused of fraud.",
    "They were arraigned in court.",
)
"""Sentences by which a document tells of charges, no two of them in the same words."""


@given(st.permutations(CHARGES), st.integers(1, len(CHARGES)), st.data())
@settings(deadline=None)
def test_of_several_charges_the_earliest_gives_the_cue(charges: list[str], many: int, data: st.DataObject) -> None:
    told = charges[:many]
    (alone,) = found_in(f"{told[0]} Garner beat her.")
    place = data.draw(st.integers(0, many))
    (evidence,) = found_in(" ".join([*told[:place], "Garner beat her.", *told[place:]]))
    assert alone.status == "alleged"
    assert alone.cue is not None
    assert alone.cue in told[0]
    assert (evidence.status, evidence.source, evidence.cue) == (alone.status, alone.source, alone.cue)


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2), st.data())
@settings(deadline=None)
def test_evidence_stands_as_it_does_without_other_evidence_beside_it(texts: list[str], data: st.DataObject) -> None:
    """What is worked out once for a sentence holds for all that is found there, whichever is asked after first."""
    words = Words(" ".join(texts))
    encoded = reader().encoder.encode(words.words)
    symbols = marked(words.words, encoded)
    matches = reader().search.matches(symbols)
    ordered = data.draw(st.permutations(range(len(matches))))
    together = Assertions(words.words, encoded, symbols, reader().rulings)
    for number in ordered:
        _, finder, match, first, last = matches[number]
        asked = (*match.span(), (first, last), finder.expression)
        alone = Assertions(words.words, encoded, symbols, reader().rulings)
        assert together.standing(*asked) == alone.standing(*asked)


RULES = yaml.safe_load((HERE / "generality.yaml").read_text("utf-8"))


@given(
    st.lists(st.sampled_from(sorted({word for text in TEXTS for word in Words(text).words})), max_size=25),
    st.integers(0, RULES["most"]),
)
@settings(max_examples=500, deadline=None)
def test_signs_that_are_not_looked_for_would_have_decided_nothing(words: list[str], lean: int) -> None:
    """The points of a sentence may be left too high only where no document could make up for what is missing."""
    generality = reader().rulings.generality
    kinds = generality.kinds(reader().encoder.encode(words))
    exact = sum(sign.points for sign in generality.signs if sign.shown(kinds))
    found = generality.points(kinds)
    assert found == exact or max(found, exact) + RULES["most"] < RULES["class"]
    assert generality.speaks_of_class(found, lambda: lean) == (
        exact + lean >= RULES["class"] or exact >= RULES["class"]
    )


CUE = 'title: A title\nexamples: [{text: "a", quote: b, status: hedged}]\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{CUE}forward: [may]\n", "a status, a source, or both"),
        (f"{CUE}status: hedged\n", "forward, backward or sentence"),
        (f"{CUE}source: nobody\nforward: [may]\n", "'nobody' is not a source"),
        (f'{CUE}status: hedged\nforward: ["{{nothing}}"]\n', "no class {nothing}"),
        ("title: A title\nstatus: hedged\nexamples: []\nforward: [may]\n", "needs an example"),
        (f'{CUE}status: hedged\nforward: [may]\nunless: ["may {{person}}"]\n', "{person} may begin with any words"),
        (f'{CUE}status: hedged\nforward: [may]\nuntil: ["{{nothing}}"]\n', "no class {nothing}"),
    ],
)
def test_a_cue_file_that_is_not_right_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "bad.yaml").write_text(text, "utf-8")
    with pytest.raises(DataFileError, match=problem.replace("{", r"\{")) as caught:
        load_cues(tmp_path, rules().alphabet, rules().lexicon)
    assert "bad.yaml" in str(caught.value)


SIGNS = "title: A title\nnote: a note\nclass: 2\nmost: 3\nshare: 3\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("kinds: {a: [one], b: [one]}\nsigns: []\n", "'one' is of another kind already"),
        ("kinds: {name: [one]}\nsigns: []\n", "is given already"),
        ('kinds: {a: ["{nothing}"]}\nsigns: []\n', "no class {nothing}"),
        ("kinds: {a: [one]}\nsigns: [{sign: s, points: 1, runs: [b]}]\n", "there is no kind 'b'"),
        ("kinds: {a: [one]}\nspoken: {a: b}\nsigns: []\n", "there is no kind 'b'"),
        ('kinds: {a: [one]}\nsigns: [{sign: s, points: 1, runs: ["a?"]}]\n', "a kind that must be there"),
    ],
)
def test_signs_that_are_not_right_are_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "signs.yaml"
    path.write_text(SIGNS + text, "utf-8")
    with pytest.raises(DataFileError, match=problem.replace("{", r"\{").replace("?", r"\?")) as caught:
        load_generality(path, rules().alphabet, rules().lexicon)
    assert "signs.yaml" in str(caught.value)
