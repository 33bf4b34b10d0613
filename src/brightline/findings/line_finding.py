"""One claim tried against one definition: the verdict, the smallest situation against it, and what the law cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from brightline.findings.compare import in_words
from brightline.law import Definition, Reading, Version
from brightline.law.claims import Claim
from brightline.law.definitions import LineNote

Verdict: TypeAlias = Literal["proved", "refuted", "open"]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A smallest situation that goes against a claim.

    `holds` are the facts of the situation. `missing` are those without which it stays outside, where it should be
    reached. `turns_on` are facts that hold only on a wide reading of the wording.
    """

    holds: tuple[str, ...]
    missing: tuple[str, ...] = ()
    turns_on: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The situation on one line."""
        parts = [in_words(self.holds) or "nothing done by anybody"]
        if self.missing:
            parts.append(f"not reached without more, such as: {in_words(self.missing)}")
        return "; ".join(parts)

    def to_json(self) -> dict[str, object]:
        """The situation as plain data."""
        return {
            "holds": list(self.holds),
            "missing": list(self.missing),
            "turns_on": list(self.turns_on),
            "words": self.words,
        }


@dataclass(frozen=True, eq=False)
class LineFinding:
    """One claim tried against one definition."""

    definition: Definition
    version: Version
    reading: Reading
    claim: Claim
    verdict: Verdict
    counterexample: Counterexample | None
    citations: tuple[str, ...]
    from_age: int | None = None
    """Where a claim about adults fails: the age, 20 or 21, from which it is proved after all."""
    reached_by: Mapping[str, Verdict] | None = None
    """For a claim tried for several facts in turn: the verdict for each."""

    @property
    def holds(self) -> bool | None:
        """Whether the claim holds: true where proved, false where refuted, `None` where it turns on the wording."""
        return {"proved": True, "refuted": False, "open": None}[self.verdict]

    @property
    def note(self) -> LineNote | None:
        """What the definition's file says of this claim."""
        return self.definition.line.get(self.claim.id)

    @property
    def law_says(self) -> str:
        """For a claim about consent, what the text itself says of it, with its place."""
        rule = self.definition.rules.get("consent")
        if self.claim.conclusion != "unaffected" or rule is None:
            return ""
        return f"What the text says of consent: {rule.rule}" + (f" ({rule.cite})" if rule.cite else "")

    @property
    def words(self) -> str:
        """The verdict in a sentence."""
        if self.verdict == "proved" and self.claim.conclusion == "unaffected":
            return f"Proved: no element turns on it. {self.law_says}"
        if self.verdict == "proved":
            return "Proved: it holds in every such case."
        example = self.counterexample.words if self.counterexample else ""
        later = f" From {self.from_age} on it holds." if self.from_age else ""
        if self.verdict == "refuted":
            return f"Refuted, for example: {example}.{later}"
        turns_on = in_words(self.counterexample.turns_on) if self.counterexample else ""
        wide = f" It turns on whether this counts: {turns_on}." if turns_on else ""
        doubt = f" {self.note.doubt}" if self.note and self.note.doubt else ""
        if not self.counterexample:
            return f"Open: on the words it holds in every such case.{doubt}"
        if self.claim.conclusion == "reached":
            return f"Open: read widely it holds; read narrowly, this stays outside: {example}.{wide}{doubt}"
        return f"Open: read narrowly it holds; read widely, this is reached: {example}.{wide}{doubt}{later}"

    def to_json(self) -> dict[str, object]:
        """The finding as plain data with stable names."""
        note = self.note
        return {
            "definition": self.definition.id,
            "version": self.version.label,
            "claim": self.claim.id,
            "holds": self.holds,
            "verdict": self.verdict,
            "counterexample": self.counterexample.to_json() if self.counterexample else None,
            "citations": list(self.citations),
            "from_age": self.from_age,
            "each": dict(self.reached_by) if self.reached_by is not None else None,
            "law_says": self.law_says or None,
            "title": self.definition.title,
            "claim_title": self.claim.title,
            "note": {"why": note.why, "doubt": note.doubt, "source": note.source} if note else None,
            "checked": self.version.checked,
            "reading": self.reading.id,
        }
