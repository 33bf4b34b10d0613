"""Where each law draws the line: known verdicts, and every proof and counterexample tried out by other means."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from functools import cache

import pytest

import brightline
from brightline.findings.line import ADULT_CLAIMS, LineFinding, line, reach_of_sex_work
from brightline.findings.plan import plan_for
from brightline.law import background, definition, definition_ids, definitions, reading, vocabulary
from brightline.law.claims import Claim, claim, claims
from brightline.law.datafile import parse_date
from brightline.law.definitions import LineNote
from brightline.logic import Fact, Formula, Not
from brightline.logic import facts as facts_of

CLAIMS = (
    "alone",
    "colleagues",
    "third-party-help",
    "migration",
    "client",
    "child-without-means",
    "child-without-third-party",
    "each-means",
    "no-movement-needed",
    "consent-irrelevant",
)
LEGAL = [entry.id for entry in vocabulary() if entry.level == "legal"]
COLUMNS = [(1 << vocabulary().bit[entry.id], {entry.id, *entry.any_of}) for entry in vocabulary()]
EVERYTHING = (1 << len(COLUMNS)) - 1
NO_NOTE = LineNote((), (), (), "", "", "")


@cache
def found() -> Mapping[tuple[str, str], LineFinding]:
    """Every claim tried against every definition, those from memory included."""
    return {(one.definition.id, one.claim.id): one for one in line(definitions(memory=True))}


def tried(id: str, claim_id: str, day: str | None = None, law: str = "strict") -> LineFinding:
    """One claim tried against one definition."""
    if day is None and law == "strict":
        return found()[id, claim_id]
    (one,) = line([definition(id)], [claim(claim_id)], parse_date(day) if day else None, law)
    return one


def outcome(finding: LineFinding, holds: Iterable[str]) -> str:
    """What `assess` says where these facts hold and no other legal fact does."""
    true = set(holds)
    (assessed,) = brightline.assess({fact: fact in true for fact in LEGAL}, finding.definition)
    return assessed.outcome


def note_of(finding: LineFinding) -> LineNote:
    return finding.note or NO_NOTE


def stands(finding: LineFinding, fact: str | None = None) -> set[str]:
    """The facts that a claim that something is reached takes for granted, and what follows from them."""
    note = note_of(finding)
    facts = {*finding.claim.holds, *note.counts, *([fact] if fact else [])} - set(note.leaves_out)
    return following(facts)


@cache
def rules(law: str = "strict") -> list[tuple[frozenset[str], frozenset[str]]]:
    """The background as pairs: where all of the first hold, one of the second does."""
    pairs: list[tuple[frozenset[str], frozenset[str]]] = []
    for clause in background(reading(law)):
        parts: tuple[Formula, ...] = clause.args
        given = frozenset(part.args[0].id for part in parts if isinstance(part, Not))
        pairs.append((given, frozenset(part.id for part in parts if isinstance(part, Fact))))
    return pairs


def following(facts: Iterable[str], law: str = "strict") -> set[str]:
    """Facts, and those that follow from them."""
    held = set(facts)
    while more := {fact for given, then in rules(law) if given <= held and len(then) == 1 for fact in then} - held:
        held |= more
    return held


def by_verdict(verdict: str, conclusion: str) -> list[LineFinding]:
    return [one for one in found().values() if one.verdict == verdict and one.claim.conclusion == conclusion]


# --- what is claimed ----------------------------------------------------------------------------------------------


def test_the_claims_and_their_order() -> None:
    assert tuple(one.id for one in claims()) == CLAIMS
    assert list(found()) == [(id, one) for id in definition_ids() for one in CLAIMS]
    shipped = line(of_claims=[claim("alone")])
    assert [one.definition.id for one in shipped] == [one.id for one in definitions()]


@pytest.mark.parametrize("one", claims(), ids=lambda one: one.id)
@pytest.mark.parametrize("law", ["strict", "broad"])
def test_a_situation_is_possible(one: Claim, law: str) -> None:
    """What follows from a situation lies within it: otherwise facts named as free could never hold, and prove nothing."""
    for fact in one.each or one.holds[:1]:
        held = following({*one.holds, fact}, law)
        assert all(not given <= held or then & held for given, then in rules(law))
    if one.conclusion == "not reached":
        for note in [
            NO_NOTE,
            *(definition(id).line[one.id] for id in definition_ids() if one.id in definition(id).line),
        ]:
            narrow = {*one.holds, *one.free, *note.counts}
            assert following(narrow, law) == narrow
            assert following({*narrow, *one.wide, *note.may_count}, law) == {*narrow, *one.wide, *note.may_count}


# --- known verdicts -----------------------------------------------------------------------------------------------

PINS = [
    ("un-palermo", "third-party-help", "proved", (), ()),
    ("un-palermo", "child-without-means", "proved", (), ()),
    ("un-palermo", "child-without-third-party", "refuted", ("act.patronize", "age.under_18"), ("act.recruit",)),
    ("un-1949", "colleagues", "refuted", ("act.run_place",), ()),
    ("un-1949", "client", "proved", (), ()),
    ("predecessors-1904-1933", "migration", "refuted", ("act.transport", "purpose.prostitution"), ()),
    ("saarc", "each-means", "refuted", ("means.force",), ("status.female",)),
    ("us-tvpa-sex-trafficking", "client", "refuted", ("act.solicit", "purpose.commercial_sex"), ()),
    ("us-tvpa-severe", "client", "proved", (), ()),
    ("us-18usc1591", "third-party-help", "proved", (), ()),
    ("us-18usc1591", "child-without-third-party", "proved", (), ()),
    ("us-mn-609-321", "third-party-help", "refuted", ("act.harbour", "purpose.prostitution"), ()),
    ("us-ma-265-50", "client", "proved", (), ()),
    ("us-ma-265-50", "third-party-help", "refuted", ("act.transport", "purpose.commercial_sex"), ()),
    ("us-va-18-2-357-1", "third-party-help", "refuted", ("act.recruit", "purpose.profit"), ()),
    ("us-ny-230-34", "child-without-means", "refuted", ("act.advance_profit",), ("actor.age_ge21",)),
    ("us-ca-236-1", "child-without-means", "proved", (), ()),
    ("us-tn-39-13-309", "third-party-help", "proved", (), ()),
    ("ca-criminal-code", "child-without-means", "refuted", ("act.recruit", "age.under_18"), ("test.fear_safety",)),
    ("br-149a", "child-without-means", "refuted", ("age.under_18",), ("means.force",)),
    ("jp-226-2", "third-party-help", "proved", (), ()),
    ("jp-226-2", "child-without-means", "refuted", ("age.under_18",), ("act.buy_sell",)),
    ("uk-ew-msa", "no-movement-needed", "refuted", ("test.sexual_offence_done",), ("act.arrange_travel",)),
    ("uk-scotland", "no-movement-needed", "proved", (), ()),
    ("uk-ni", "third-party-help", "refuted", ("act.arrange_travel", "test.sexual_offence_done"), ()),
    ("fr-225-4-1", "third-party-help", "refuted", ("means.payment_any", "test.pimping_offence_done"), ()),
    ("za-pacotip", "third-party-help", "refuted", ("means.payment_any", "purpose.sexual_exploitation"), ()),
    ("de-232", "third-party-help", "open", ("test.exploited_in_prostitution", "age.under_21"), ()),
    ("nl-273f", "migration", "open", ("act.take_abroad", "purpose.commercial_sex"), ()),
    ("us-mt-45-5-702", "child-without-means", "open", (), ()),
]


@pytest.mark.parametrize(("id", "claim_id", "verdict", "holds", "missing"), PINS)
def test_known_verdicts(id: str, claim_id: str, verdict: str, holds: tuple[str, ...], missing: tuple[str, ...]) -> None:
    one = tried(id, claim_id)
    assert one.verdict == verdict
    assert bool(one.counterexample) == bool(holds)
    if one.counterexample:
        assert set(holds) <= set(one.counterexample.holds)
        assert one.counterexample.missing[: len(missing)] == missing


TURNS_ON = {
    ("be-433quinquies", "third-party-help"): {"purpose.exploit_prostitution"},
    ("ch-182", "third-party-help"): {"act.recruit", "purpose.exploit_prostitution"},
    ("co-188a", "third-party-help"): {"purpose.exploit_prostitution"},
    ("in-bns-143", "third-party-help"): {"means.inducement", "purpose.sexual_exploitation"},
    ("ke", "third-party-help"): {"means.payment_any", "purpose.sexual_exploitation"},
    ("kh", "third-party-help"): {"act.transfer_control", "means.inducement"},
    ("nl-273f", "migration"): set(),
    ("uk-ew-msa", "third-party-help"): {"test.sexual_offence_done"},
    ("uk-scotland", "third-party-help"): {"test.control_prostitution"},
    ("us-mt-45-5-702", "third-party-help"): set(),
}
"""Every definition of which it is unclear whether it reaches adult sex work, and what that turns on."""


def test_unclear_ones_show_both_readings() -> None:
    answers = {id: reach_of_sex_work(found()[id, one] for one in ADULT_CLAIMS) for id in definition_ids()}
    assert {id for id, reach in answers.items() if reach.at_21 == "unclear"} == {id for id, _ in TURNS_ON}
    for (id, claim_id), facts in TURNS_ON.items():
        one = tried(id, claim_id)
        assert one.verdict == "open"
        assert one.counterexample
        assert set(one.counterexample.turns_on) == facts
        assert one.note, "its file says how the wording can be read"
        assert bool(one.note.doubt) == (not facts)
        assert outcome(one, one.counterexample.holds) == "met"
        assert "read narrowly it holds; read widely, this is reached" in one.words


MEANS = {
    "un-palermo": ("means.fraud means.abuse_vulnerability means.pay_controller", "means.debt means.documents", ""),
    "us-18usc1591": ("means.force means.scheme means.legal_process", "means.debt", "means.abuse_vulnerability"),
    "us-18usc1589-1590": ("", "means.force means.threat_serious_harm means.scheme", "means.fraud means.deception"),
    "us-ny-230-34": (
        "means.debt means.documents means.drugs means.deception",
        "means.isolation",
        "means.pay_controller",
    ),
    "us-tx-20a-02": ("means.force means.expose_secret means.documents", "means.restraint", "means.threat_serious_harm"),
    "us-wy-6-2-701": ("means.abuse_vulnerability means.abuse_power means.debt", "", "means.pay_controller"),
    "de-232a": (
        "means.force means.threat_serious_harm",
        "means.restraint",
        "means.deception means.abuse_vulnerability",
    ),
    "nz-crimes-act": ("means.deception means.financial_harm", "means.debt", "means.abuse_vulnerability"),
    "nz-pra-s16": ("means.threat_force means.expose_secret", "", "means.force means.fraud"),
    "ca-criminal-code": ("", "means.force means.debt means.isolation", ""),
    "th-atpa": ("means.force means.pay_controller", "means.restraint", "means.abuse_vulnerability means.debt"),
    "un-1949": ("means.force means.isolation", "", ""),
}


@pytest.mark.parametrize("id", MEANS)
def test_which_means_count(id: str) -> None:
    one = tried(id, "each-means")
    assert one.reached_by is not None
    assert list(one.reached_by) == list(claim("each-means").each)
    for verdict, names in zip(("proved", "open", "refuted"), MEANS[id], strict=True):
        assert {one.reached_by[fact] for fact in names.split()} <= {verdict}
    worst = max(one.reached_by.values(), key=("proved", "open", "refuted").index)
    assert one.verdict == worst


@pytest.mark.parametrize(
    ("id", "claim_id", "day", "verdict"),
    [
        ("us-18usc1591", "child-without-third-party", "2005-01-01", "refuted"),
        ("us-18usc1591", "child-without-third-party", "2015-05-29", "proved"),
        ("us-tvpa-sex-trafficking", "client", "2010-01-01", "open"),
        ("us-tvpa-sex-trafficking", "client", "2020-01-01", "refuted"),
        ("ar-26842", "third-party-help", "2010-01-01", "proved"),
        ("ar-26842", "third-party-help", "2012-12-27", "refuted"),
        ("nz-crimes-act", "no-movement-needed", "2010-01-01", "refuted"),
        ("nz-crimes-act", "no-movement-needed", "2020-01-01", "proved"),
        ("se-brb-4-1a", "no-movement-needed", "2003-01-01", "refuted"),
        ("us-ca-236-1", "child-without-means", "2010-01-01", "refuted"),
        ("us-ca-236-1", "child-without-means", "2013-01-01", "proved"),
        ("us-ak", "colleagues", "2015-01-01", "refuted"),
        ("us-ak", "colleagues", "2020-01-01", "open"),
        ("br-149a", "migration", "2018-01-01", "proved"),
    ],
)
def test_the_day_chooses_the_version(id: str, claim_id: str, day: str, verdict: str) -> None:
    one = tried(id, claim_id, day)
    assert one.verdict == verdict
    assert one.version.covers(parse_date(day))


def test_the_broad_reading_closes_what_strict_leaves_open() -> None:
    strict, broad = (tried("un-palermo", "each-means", law=law).reached_by for law in ("strict", "broad"))
    assert strict is not None
    assert broad is not None
    closed = {fact for fact in strict if (strict[fact], broad[fact]) == ("open", "proved")}
    assert closed == {"means.restraint", "means.threat_serious_harm", "means.scheme", "means.legal_process"}
    assert all(broad[fact] == "proved" for fact, verdict in strict.items() if verdict == "proved")
    assert tried("un-palermo", "third-party-help", law="broad").verdict == "proved"


# --- what is shown ------------------------------------------------------------------------------------------------


def test_a_finding_as_plain_data() -> None:
    for one in found().values():
        data = one.to_json()
        assert {"definition", "claim", "holds", "counterexample", "citations"} <= set(data)
        assert data["holds"] is {"proved": True, "refuted": False, "open": None}[one.verdict]
        assert data["citations"]
        assert (data["counterexample"] is None) == (one.verdict == "proved" or not one.counterexample)
        assert bool(data["each"]) == (one.claim.id == "each-means")
        assert one.words.startswith({"proved": "Proved", "refuted": "Refuted", "open": "Open"}[one.verdict])
        if one.note:
            assert one.note.source in data["citations"]
    example = tried("us-ny-230-34", "child-without-means").to_json()["counterexample"]
    assert isinstance(example, dict)
    assert set(example) == {"holds", "missing", "turns_on", "words"}
    assert "the actor is 21 or older" in example["words"]


def test_an_age_from_which_a_claim_holds() -> None:
    later = {(one.definition.id, one.claim.id): one.from_age for one in found().values() if one.from_age}
    assert set(later.values()) == {21}
    assert {id for id, _ in later} == {"de-232", "de-232a", "predecessors-1904-1933", "us-la-46-2"}
    for id, claim_id in later:
        assert tried(id, claim_id).words.endswith("From 21 on it holds.")


def test_notes_speak_of_claims_that_they_change_or_explain() -> None:
    """A fact that a note names must matter to the definition, and a doubt must leave the claim open."""
    for id in definition_ids():
        one = definition(id)
        mentioned = set(facts_of(*(version.formula for version in one.versions)))
        for claim_id, note in one.line.items():
            assert {*note.counts, *note.may_count, *note.leaves_out} <= mentioned, (id, claim_id)
            assert note.why
            assert note.source
            if note.doubt:
                assert tried(id, claim_id).verdict == "open"


# --- tried out by other means -------------------------------------------------------------------------------------


def test_what_refutes_that_none_is_reached_is_met() -> None:
    refuted = by_verdict("refuted", "not reached")
    assert len(refuted) > 30
    for one in refuted:
        assert one.counterexample
        assert outcome(one, one.counterexample.holds) == "met", (one.definition.id, one.claim.id)


def test_an_open_claim_about_adults_is_met_only_with_what_it_turns_on() -> None:
    for one in by_verdict("open", "not reached"):
        assert one.counterexample
        assert outcome(one, one.counterexample.holds) == "met"
        if one.counterexample.turns_on:
            rest = set(one.counterexample.holds) - set(one.counterexample.turns_on)
            assert outcome(one, rest) == "not met", (one.definition.id, one.claim.id)
        else:
            assert note_of(one).doubt


def test_what_refutes_that_all_are_reached_is_not_met() -> None:
    refuted = by_verdict("refuted", "reached")
    assert len(refuted) > 60
    for one in refuted:
        for fact in [fact for fact, verdict in (one.reached_by or {}).items() if verdict == "refuted"] or [None]:
            assert outcome(one, stands(one, fact)) == "not met", (one.definition.id, one.claim.id, fact)
        assert one.counterexample
        given = {*one.counterexample.holds, *one.counterexample.missing}
        assert outcome(one, one.counterexample.holds) == "not met"
        assert outcome(one, given) == "met", (one.definition.id, one.claim.id)


def choice(free: tuple[str, ...], chance: random.Random) -> set[str]:
    """Some of the free facts, and what follows from them."""
    return following(fact for fact in free if chance.random() < 0.5)


def value(finding: LineFinding, facts: set[str]) -> bool | None:
    """The formula's value where these facts hold, and no other that is not a merged column of them."""
    true = sum(bit for bit, parts in COLUMNS if not parts.isdisjoint(facts))
    return plan_for(finding.version, finding.reading).values(true, EVERYTHING & ~true)[0]


def free_facts(finding: LineFinding) -> tuple[str, ...]:
    """What may hold or not where a proof has to be right."""
    match finding.claim.conclusion:
        case "not reached":
            note = note_of(finding)
            left_out = set(note.leaves_out) - set(note.may_count)
            named = (*finding.claim.free, *finding.claim.wide, *note.counts, *note.may_count)
            return tuple(fact for fact in named if fact not in left_out)
        case "reached":
            return finding.claim.free
        case "unaffected":
            return tuple(LEGAL)


def test_proofs_hold_on_random_choices() -> None:
    chance = random.Random(20261122)
    choices: dict[tuple[str, ...], list[set[str]]] = {}
    for one in found().values():
        if one.verdict != "proved":
            continue
        free = free_facts(one)
        if free not in choices:
            choices[free] = [choice(free, chance) for _ in range(200)]
        situations = [stands(one, fact) for fact in one.claim.each or (None,)]
        for number, chosen in enumerate(choices[free]):
            facts = situations[number % len(situations)] | chosen
            if one.claim.conclusion == "unaffected":
                assert value(one, facts | {"consent.absent"}) is value(one, facts - {"consent.absent"})
            else:
                assert value(one, facts) is (one.claim.conclusion == "reached"), (one.definition.id, one.claim.id)
