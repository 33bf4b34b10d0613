"""Definitions, facts, interviews and histories as plain data with stable names: the same that the commands print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from brightline.findings.ask import Interview, Question
from brightline.findings.assess import version_for
from brightline.findings.plan import plan_for
from brightline.law import Definition, FactEntry, atlas, reading, vocabulary
from brightline.law.atlas import Place, Topic
from brightline.logic import to_text


def definition_in_short(chosen: Definition, as_of: date | None) -> dict[str, object]:
    """A definition on a list, with its version for a day."""
    version, in_force = version_for(chosen, as_of)
    return {
        "id": chosen.id,
        "title": chosen.title,
        "kind": chosen.kind,
        "jurisdiction": chosen.jurisdiction,
        "citation": chosen.citation,
        "checked": chosen.checked,
        "version": version.label,
        "in_force": in_force,
        "versions": [v.label for v in chosen.versions],
    }


def definition_in_full(chosen: Definition, as_of: date | None) -> dict[str, object]:
    """A definition with the elements of its version for a day, its rules, notes and sources."""
    version, _ = version_for(chosen, as_of)
    return {
        **definition_in_short(chosen, as_of),
        "from": version.start.isoformat() if version.start else None,
        "to": version.end.isoformat() if version.end else None,
        "version_checked": version.checked,
        "date_checked": version.date_checked,
        "confidence": chosen.confidence,
        "adopted": chosen.adopted,
        "aliases": list(chosen.aliases),
        "elements": {
            name: {"label": element.label, "formula": to_text(element.formula), "cite": element.cite}
            for name, element in version.elements.items()
        },
        "met_when": version.met_when,
        "adult_means_required": plan_for(version, reading("strict")).adult_needs_means(),
        "rules": {name: {"rule": rule.rule, "cite": rule.cite} for name, rule in chosen.rules.items()},
        "sex_work_alone": {"answer": chosen.sex_work_alone.answer, "reason": chosen.sex_work_alone.reason},
        "notes": list(chosen.notes),
        "amendments": [{"date": a.date, "law": a.law, "change": a.change} for a in chosen.amendments],
        "changes": list(chosen.changes),
        "sources": list(chosen.sources),
        "examples": [
            {"situation": e.situation, "facts": dict(e.facts), "closed": list(e.closed), "finding": e.finding}
            for e in chosen.examples
        ],
    }


def fact_in_full(entry: FactEntry) -> dict[str, object]:
    """A fact with its question, and what it leads to."""
    codes: Mapping[str, tuple[str, ...]] = entry.codes
    return {
        "id": entry.id,
        "family": entry.family,
        "level": entry.level,
        "label": entry.label,
        "question": entry.question,
        "distress": entry.distress,
        "source": entry.source,
        "aliases": list(entry.aliases),
        "any_of": list(entry.any_of),
        "implies": list(entry.implies),
        "ask_about": list(entry.ask_about),
        "conclusion": entry.conclusion,
        "never_means": entry.never_means,
        "codes": {scheme: list(values) for scheme, values in codes.items()},
    }


def interview_as_data(interview: Interview) -> dict[str, object]:
    """What the answers of an interview come to, and how many there are."""
    return {
        "findings": [finding.to_json() for finding in interview.findings],
        "asked": len(interview.answers),
        "answers": [
            {"fact": given.fact, "question": vocabulary()[given.fact].question, "answer": given.answer}
            for given in interview.answers
        ],
    }


def question_as_data(interview: Interview, question: Question) -> dict[str, object]:
    """The question to put now, why it is put, and what "none of the rest" would say no to."""
    return {
        "fact": question.fact,
        "text": question.text,
        "distress": question.distress,
        "family": question.family,
        "left": question.left,
        "closes": question.closes,
        "rest": list(interview.rest()),
        "why": [
            {
                "definition": why.definition,
                "title": why.title,
                "element": why.element,
                "label": why.label,
                "cite": why.cite,
                "fact": why.fact,
                "authority": why.authority,
            }
            for why in question.why
        ],
    }


def history_as_data(where: Place, topic: str | None) -> dict[str, object]:
    """How the law of a place came to be what it is: its rows, oldest first, and the times that are not known."""
    rows = atlas.history(where.code, topic)
    unknown = {name: atlas.gaps(where.code, name) for name in dict.fromkeys(row.topic for row in rows)}
    return {
        "jurisdiction": where.code,
        "rows": [atlas.row_json(row) for row in rows],
        "not_known": [
            {"topic": name, "from": str(gap.first), "to": str(gap.last)}
            for name, gaps in unknown.items()
            for gap in gaps
        ],
    }


def topic_as_data(one: Topic) -> dict[str, object]:
    """An activity, rule or penalty with the words that the atlas uses of it."""
    return {"topic": one.id, "kind": one.kind, "label": one.label, "statuses": dict(one.statuses)}
