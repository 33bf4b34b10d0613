"""Claims, background and a definition's own line: what they hold, and how a wrong file is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from brightline.errors import BrightlineError, DataFileError
from brightline.law import background, constraints, definition, definitions, reading, vocabulary
from brightline.law.background import load_constraints
from brightline.law.claims import claim, claims, load_claims
from brightline.law.definitions import FOLDER
from brightline.logic import facts as facts_of

CLAIMS = """\
groups:
  work: [purpose.commercial_sex, purpose.prostitution]
claims:
  - id: alone
    title: Nobody else
    conclusion: not reached
    situation: an adult alone
    holds: [commerce.value_given]
    free: [work, act.transport]
    wide: [act.recruit]
    each: []
    why: Because.
    positions:
      - {view: Yes., source: Art. 1}
  - id: other
    title: Another
    conclusion: reached
    situation: a child
    why: Because.
"""
BACKGROUND = """\
constraints:
  - if: [act.patronize]
    then: [purpose.commercial_sex, purpose.prostitution]
    why: Whoever pays for it aims at it.
    source: the words
    checked: partial
"""
LINE = """\
line:
  client:
    counts: [act.recruit]
    may_count: [means.coercion]
    leaves_out: [act.transport]
    doubt: A court left it open.
    why: Because.
    source: s. 1
sources:
"""

BAD_CLAIMS = {
    "a group with a fact that nobody knows": (
        "work: [purpose.commercial_sex,",
        "work: [purpose.comercial_sex,",
        "work:",
        "did you mean purpose.commercial_sex",
    ),
    "a group that nobody knows": ("free: [work,", "free: [wrok,", "free: [wrok", "did you mean work"),
    "an observation": ("act.transport]", "obs.sells_sex]", "obs.sells_sex", "a claim is about legal facts"),
    "a merged column": ("act.transport]", "any.sexual_exploitation]", "any.sex", "a claim is about legal facts"),
    "one id twice": ("id: other", "id: alone", "id: alone\n    title: Another", "two claims are called 'alone'"),
    "a fact that holds and is free": (
        "act.transport]",
        "commerce.value_given]",
        "free:",
        "commerce.value_given stands under holds and under free",
    ),
    "a fact that holds and holds widely": (
        "wide: [act.recruit]",
        "wide: [commerce.value_given]",
        "wide:",
        "under wide",
    ),
    "a conclusion of another kind": (
        "conclusion: reached",
        "conclusion: certain",
        "certain",
        "'certain' is not one of",
    ),
    "no reason": ("situation: a child\n    why: Because.\n", "situation: a child\n", "- id: other", "`why` is missing"),
    "a position without a source": ("{view: Yes., source: Art. 1}", "{view: Yes.}", "{view", "`source` is missing"),
    "a key that nobody knows": ("each: []", "every: []", "every:", "`every` is not a known key"),
    "a word for a list": ("wide: [act.recruit]", "wide: act.recruit", "wide:", "expected a list"),
    "no groups": (
        "groups:\n  work: [purpose.commercial_sex, purpose.prostitution]\n",
        "",
        "claims:",
        "`groups` is missing",
    ),
}
BAD_BACKGROUND = {
    "a fact that nobody knows": ("if: [act.patronize]", "if: [act.patronise_]", "if:", "act.patronise"),
    "a consequence that nobody knows": (
        "purpose.prostitution]",
        "purpose.prostitition]",
        "then:",
        "did you mean purpose.prostitution",
    ),
    "nothing that it starts from": ("if: [act.patronize]", "if: []", "- if:", "at least one fact under `if`"),
    "no reason": ("    why: Whoever pays for it aims at it.\n", "", "- if:", "`why` is missing"),
    "a check that is none": ("checked: partial", "checked: maybe", "checked:", "'maybe' is not one of"),
    "a list for a mapping": (BACKGROUND, "- if\n", "- if", "expected names with values"),
}
BAD_LINES = {
    "a claim that nobody knows": (
        "  client:",
        "  clients:",
        "  clients:",
        "'clients' is not a claim (did you mean client",
    ),
    "a fact that nobody knows": ("[act.recruit]", "[act.recriut]", "counts:", "did you mean act.recruit"),
    "a fact that nobody knows on a wide reading": (
        "[means.coercion]",
        "[means.coercin]",
        "may_count:",
        "means.coercin",
    ),
    "a fact that nobody knows left out": (
        "[act.transport]",
        "[act.trasport]",
        "leaves_out:",
        "did you mean act.transport",
    ),
    "no reason": ("    why: Because.\n", "", "line:\n  client", "`why` is missing"),
    "no source": ("    source: s. 1\n", "", "line:\n  client", "`source` is missing"),
    "a key that nobody knows": ("counts:", "count:", "line:\n  client", "`count` is not a known key"),
}


def cases(table: dict[str, tuple[str, str, str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("old", "new", "place", "says"), table.values(), ids=list(table))


def check_refusal(path: Path, text: str, place: str, says: str, load: Callable[[Path], object]) -> None:
    """The file is refused in one sentence that names the file, the line of `place` and the trouble."""
    path.write_text(text, "utf-8")
    with pytest.raises(DataFileError) as caught:
        load(path)
    line = text[: text.index(place)].count("\n") + 1
    message = str(caught.value)
    assert caught.value.line == line, message
    assert message == f"{path.name}, line {line}: {caught.value.problem}"
    assert says in message
    assert "\n" not in message
    assert not message.endswith(".")


def replaced(good: str, old: str, new: str) -> str:
    assert good.count(old) == 1
    return good.replace(old, new)


@cases(BAD_CLAIMS)
def test_bad_claims(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    check_refusal(tmp_path / "mine.yaml", replaced(CLAIMS, old, new), place, says, load_claims)


@cases(BAD_BACKGROUND)
def test_a_bad_background(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    check_refusal(tmp_path / "mine.yaml", replaced(BACKGROUND, old, new), place, says, load_constraints)


@cases(BAD_LINES)
def test_a_bad_line_in_a_definition(tmp_path: Path, old: str, new: str, place: str, says: str) -> None:
    law = replaced((FOLDER / "un-palermo.yaml").read_text("utf-8"), "\nsources:\n", f"\n{replaced(LINE, old, new)}")
    check_refusal(tmp_path / "mine.yaml", law, place, says, lambda path: definition(str(path)))


def test_the_good_files_load(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(CLAIMS, "utf-8")
    first, second = load_claims(path)
    assert first.free == ("purpose.commercial_sex", "purpose.prostitution", "act.transport")
    assert (first.holds, first.wide, first.each) == (("commerce.value_given",), ("act.recruit",), ())
    assert [(one.view, one.source) for one in first.positions] == [("Yes.", "Art. 1")]
    assert (second.id, second.conclusion, second.free) == ("other", "reached", ())
    path.write_text(BACKGROUND, "utf-8")
    (one,) = load_constraints(path)
    assert (one.given, one.then) == (("act.patronize",), ("purpose.commercial_sex", "purpose.prostitution"))
    law = (FOLDER / "un-palermo.yaml").read_text("utf-8").replace("\nsources:\n", f"\n{LINE}")
    path.write_text(law, "utf-8")
    note = definition(str(path)).line["client"]
    assert (note.counts, note.may_count, note.leaves_out) == (
        ("act.recruit",),
        ("means.coercion_other",),
        ("act.transport",),
    )
    assert (note.doubt, note.why, note.source) == ("A court left it open.", "Because.", "s. 1")


def test_a_claim_by_its_id() -> None:
    assert claim("client") is claims()[4]
    with pytest.raises(BrightlineError, match=r"no claim is called 'clients' \(did you mean client\?\)"):
        claim("clients")


def test_disputed_claims_show_both_positions_with_sources() -> None:
    disputed = [one for one in claims() if one.conclusion == "not reached"]
    assert all(len(one.positions) >= 2 and all(side.view and side.source for side in one.positions) for one in disputed)
    assert all(one.title and one.situation and one.why for one in claims())


def test_no_claim_about_adults_takes_a_means_or_a_child_for_granted() -> None:
    """Payment for help, and an offer read widely, are the only means that stand in the situations of willing adults."""
    words = vocabulary()
    for one in claims():
        if one.conclusion != "not reached":
            continue
        means = {fact for fact in (*one.holds, *one.free, *one.wide) if words[fact].family == "means"}
        assert means <= {"means.payment_any", "means.inducement"}
        assert "means.inducement" not in (*one.holds, *one.free)
        assert not {"age.under_16", "age.under_18", "consent.absent", "status.disabled"} & {
            *one.holds,
            *one.free,
            *one.wide,
        }


def test_the_background_says_what_words_mean_and_no_more() -> None:
    words = vocabulary()
    own = [one for one in constraints() if one.checked != "text"]
    assert {fact for one in constraints() for fact in (*one.given, *one.then)} <= set(words.ids)
    assert all(one.why and one.source for one in own)
    assert all(words[fact].level == "legal" for one in constraints() for fact in (*one.given, *one.then))
    assert ("age.under_18",) in {one.then for one in constraints() if one.given == ("age.under_16",)}
    assert len(background()) == len(constraints())
    strict, broad = (background(reading(name)) for name in ("strict", "broad"))
    assert len(broad) > len(strict) >= len(background())
    assert all(words[fact].level == "legal" for fact in facts_of(*broad))


def test_every_shipped_definition_has_no_note_for_the_claim_about_nobody_else() -> None:
    """What a person does alone is for the formula to say: no note may bring it in or take it out."""
    assert not [one.id for one in definitions(memory=True) if "alone" in one.line]
