"""The same evidence in other people's terms: the UN Protocol's own, and the codebook's record of a text."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from brightline.law.datafile import mapping, read_document
from brightline.texts.account import REPORTED, Evidence, Mention, Status
from brightline.texts.groups import groups
from brightline.texts.ideas import PALERMO, rules

HERE = Path(__file__).parent
_DONE = frozenset({"act", "means"})
_RECORDED = frozenset({"act", "means", "purpose", "consent"})
_FIELDS = {"act": "acts", "means": "means", "purpose": "purposes"}
_MOST_SPECIFIC: tuple[Status, ...] = ("asserted", "alleged", "hedged", "negated", "general")


class Draw(msgspec.Struct, forbid_unknown_fields=True):
    """Terms that follow from others: with one of `any` and all of `all`, and none of `none`."""

    then: list[str]
    why: str
    any: list[str] = []
    all: list[str] = []
    none: list[str] = []


class _Palermo(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    counts: list[Status]
    draws: list[Draw] = []


@cache
def _palermo_rules() -> _Palermo:
    document = read_document(HERE / "schemes" / "palermo.yaml", "schemes/palermo.yaml")
    return document.convert(mapping(document.data, document), _Palermo)


def draws() -> tuple[Draw, ...]:
    """The rules by which terms of the Protocol follow from others."""
    return tuple(_palermo_rules().draws)


@cache
def _terms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    return {idea.id: idea.palermo for idea in rules().ideas}


@cache
def _names(term: tuple[str, str]) -> tuple[str, str]:
    """How the rules name a term of a family, and the family."""
    family, name = term
    return f"{family}:{name}", family


def palermo(elements: Iterable[Evidence]) -> dict[str, object]:
    """Acts, means and purposes in the Protocol's own terms, and whether minors are among the people concerned.

    `minors` is false only where the text gives ages in years, none of them under 18. `drawn` holds the terms
    that no words of the text say, each with the reason for which it follows from what they do.
    """
    told = _palermo_rules()
    known = list(elements)
    reported = [evidence for evidence in known if evidence.status in REPORTED]
    done = any(evidence.family in _DONE for evidence in reported)
    # What is only hedged (a homeless woman) counts where somebody is reported to do something, and else is no means.
    counts = told.counts if done else REPORTED
    counted = [evidence for evidence in known if evidence.status in counts]
    found: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for evidence in counted:
        found.update(_terms()[evidence.idea])
        seen.update((evidence.label, evidence.idea))
    for term in found:
        seen.update(_names(term))
    drawn: dict[str, str] = {}
    for rule in told.draws:
        met = (not rule.any or not seen.isdisjoint(rule.any)) and seen.issuperset(rule.all)
        if met and seen.isdisjoint(rule.none):
            more = {(family, term) for term in rule.then for family, terms_ in PALERMO.items() if term in terms_}
            for term in sorted(more - found):
                drawn[term[1]] = rule.why
                seen.update(_names(term))
            found |= more
    record: dict[str, object] = {
        _FIELDS[family]: [term for term in terms_ if (family, term) in found] for family, terms_ in PALERMO.items()
    }
    minor_labels, adult_ideas = groups().labels.minor.are, groups().ideas.years_of_an_adult.are
    minor = any(evidence.label in minor_labels for evidence in reported)
    adult = any(evidence.idea in adult_ideas for evidence in reported)
    return record | {
        "minors": True if minor else (False if adult else None),
        "drawn": [{"term": term, "why": why} for term, why in drawn.items()],
    }


def codebook(elements: Sequence[Evidence], mentions: Sequence[Mention], conflation: Sequence[str]) -> dict[str, object]:
    """The codebook's own record of a text: one span for each label and status, the first."""
    part = groups().labels
    labels: dict[tuple[str, str], dict[str, object]] = {}
    of_age = part.minor.are | part.adult.are | part.decoy.are
    ages: list[Evidence] = []
    for evidence in elements:
        if evidence.label in of_age:
            ages.append(evidence)
        key = (evidence.label, evidence.status)
        if evidence.family in _RECORDED and key not in labels:
            labels[key] = {
                "label": evidence.label,
                "status": evidence.status,
                "start": evidence.start,
                "end": evidence.end,
                "quote": evidence.quote,
            }
    return {
        "labels": list(labels.values()),
        "minor": _age(ages, part.minor.are, part.decoy.are),
        "adult": _age(ages, part.adult.are),
        "label_used": list(dict.fromkeys(mention.term for mention in mentions)) or ["none"],
        "conflation": list(conflation) or ["none"],
    }


def _age(elements: Sequence[Evidence], labels: Container[str], decoys: Container[str] = ()) -> str:
    if not elements:
        return "none"
    posed = any(evidence.label in decoys for evidence in elements)
    named = groups().ideas.only_in_an_offence.are
    found = {one.status for one in elements if one.label in labels and not (posed and one.idea in named)}
    reported = next((status for status in _MOST_SPECIFIC if status in found and status in REPORTED), None)
    if reported or posed:
        return reported or "fictitious"
    return next((status for status in _MOST_SPECIFIC if status in found), "none")
