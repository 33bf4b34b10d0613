"""Places, topics, rows and definitions of the atlas found by the words that people use."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brightline.errors import BrightlineError
from brightline.law import atlas, definitions
from brightline.law.atlas import Row


@given(st.sampled_from(atlas.rows()))
def test_a_row_is_found_by_its_words_in_any_case(row: Row) -> None:
    words = [row.jurisdiction.lower(), row.topic.upper(), *row.note.split()[:3]]
    assert row in atlas.search(words)
    assert row in atlas.search([atlas.place(row.jurisdiction).name.swapcase()])
    assert atlas.search([*words, "xyzzy"]) == ()


def test_the_definitions_of_a_place_are_those_that_name_it() -> None:
    every = definitions(memory=True)
    assert atlas.trafficking("US-NV:32003") == atlas.trafficking("US-NV") != ()
    for code in {*atlas.covered(), "NO", "US-NV:32003"}:
        wider = [code]
        while wider[-1]:
            wider.append(atlas.places()[wider[-1]].part_of)
        expected = {
            d.id for d in every if d.jurisdiction in wider and d.jurisdiction and d.kind in ("statute", "treaty")
        }
        assert {d.id for d in atlas.trafficking(code)} == expected, code


def test_every_place_is_found_by_its_code_and_its_name_in_any_case() -> None:
    names = Counter(name.lower() for place in atlas.places().values() for name in (place.name, *place.also))
    for place in atlas.places().values():
        assert atlas.place(place.code) == atlas.place(place.code.lower()) == atlas.place(f" {place.code} ") == place
        if names[place.name.lower()] == 1:
            assert atlas.place(place.name) == atlas.place(place.name.upper()) == place
        for name in place.also:
            assert atlas.place(name) == atlas.place(name.upper()) == place


@pytest.mark.parametrize(
    ("named", "code"),
    [("USA", "US"), ("america", "US"), ("UK", "GB"), ("Great Britain", "GB"), ("England", "GB-EAW"), ("wales", "GB-EAW"),
     ("Scotland", "GB-SCT"), ("Holland", "NL"), ("Czech Republic", "CZ"), ("South Korea", "KR")],
)  # fmt: skip
def test_a_place_is_found_by_the_name_that_people_use(named: str, code: str) -> None:
    assert atlas.place(named).code == code


def test_a_name_that_several_places_share_is_not_guessed() -> None:
    with pytest.raises(BrightlineError, match=r"'georgia' is the name of several places; write GE .* or US-GA"):
        atlas.place("georgia")


@pytest.mark.parametrize(
    ("named", "nearest"),
    [("New Zeeland", "New Zealand"), ("Swedn", "Sweden"), ("nevda", "Nevada"), ("Grmany", "German")],
)
def test_an_unknown_place_names_the_nearest(named: str, nearest: str) -> None:
    with pytest.raises(BrightlineError, match=rf"no place is called '{named}' \(did you mean .*{nearest}"):
        atlas.place(named)


@pytest.mark.parametrize("named", ["", "XX", "US-XX", "US-NV:99999", "нет", "a" * 10_000, "\x00", "-"])
def test_what_is_like_no_place_is_refused(named: str) -> None:
    with pytest.raises(BrightlineError, match=r"write an ISO code such as NZ or US-NY"):
        atlas.place(named)


def test_places_lie_in_places_and_have_their_codes() -> None:
    for place in atlas.places().values():
        assert bool(place.part_of) == (place.kind != "country")
        assert (len(place.code) == 2 and len(place.numeric) == 3) == (place.kind == "country")
        if place.part_of:
            assert place in atlas.within(place.part_of)
            assert place.code.startswith(place.part_of)
    assert set(atlas.covered()) <= set(atlas.places())


def test_a_topic_is_found_by_its_id_its_label_and_other_words() -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for topic in atlas.topics().values():
        for name in {topic.id, topic.label.lower(), *map(str.lower, topic.also)}:
            meant[name].add(topic.id)
            assert atlas.topic(name.upper()).id in meant[name]
        assert atlas.topic(topic.id.replace("_", " ")) == topic
        assert (topic.kind == "penalty") != bool(topic.statuses)
    assert all(len(ids) == 1 for ids in meant.values()), "a word that means two topics"


def test_an_unknown_topic_names_the_nearest() -> None:
    with pytest.raises(BrightlineError, match=r"no activity or rule is called 'stripped' \(did you mean stripping"):
        atlas.topic("stripped")
