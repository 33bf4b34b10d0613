"""What a corpus run counts: verdicts, labels by status, and months and outlets, in numbers of texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

from brightline.texts.account import STATUSES, VERDICTS, Account
from brightline.texts.verdict import PASSED_OVER

MOST_OUTLETS = 1_000
"""Outlets that are counted by name, in the order in which they come; the rest are counted together."""
OTHERS = "(other outlets)"
NO_OUTLET = "(none given)"
NO_DATE = "(no date)"
CLAIMS = tuple(verdict for verdict in VERDICTS if verdict != "no claim")
LABELLED = ("supported", "not supported", "interchangeable", "child")
"""Verdicts on texts that put a label on somebody or something."""

_MONTH = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-[0-9]{2}(?:[T ].*)?)?)?")


def month_of(day: str | None) -> str:
    """`YYYY-MM` (or `YYYY`) of a date written YYYY-MM-DD; anything else counts as no date, since it may mean two days.

    >>> month_of("2015-07-20T08:30"), month_of("2015"), month_of("7/8/2015")
    ('2015-07', '2015', '(no date)')
    """
    found = _MONTH.fullmatch(day.strip()) if day else None
    if not found:
        return NO_DATE
    if found[2] is None:
        return found[1]
    return f"{found[1]}-{found[2]}" if 1 <= int(found[2]) <= 12 else NO_DATE


class Tally:
    """Counts of texts; those of several pieces of work add up in any grouping, in the order of the corpus."""

    def __init__(self) -> None:
        self.documents = 0
        self.bad_rows = 0
        self.not_english = 0
        self.passed_over = 0
        """Texts that do not name the subject, so that nothing was looked for in them."""
        self.verdicts: Counter[str] = Counter()
        self.labels: Counter[tuple[str, str]] = Counter()
        self.months: Counter[tuple[str, str, str]] = Counter()
        """Texts by month, outlet and verdict."""
        self._outlets: set[str] = set()

    def add(self, account: Account, day: str | None = None, outlet: str | None = None) -> None:
        """Count one text."""
        self.documents += 1
        self.not_english += not account.english
        self.passed_over += PASSED_OVER in account.reasons
        self.verdicts[account.verdict] += 1
        for pair in {(evidence.label, evidence.status) for evidence in account.elements}:
            self.labels[pair] += 1
        self.months[month_of(day), outlet or NO_OUTLET, account.verdict] += 1

    def merge(self, other: Tally) -> None:
        """Add the counts of a later piece of work."""
        self.documents += other.documents
        self.bad_rows += other.bad_rows
        self.not_english += other.not_english
        self.passed_over += other.passed_over
        self.verdicts.update(other.verdicts)
        self.labels.update(other.labels)
        for (month, outlet, verdict), count in other.months.items():
            self.months[month, self._named(outlet), verdict] += count

    def _named(self, outlet: str) -> str:
        if outlet not in self._outlets:
            if len(self._outlets) >= MOST_OUTLETS:
                return OTHERS
            self._outlets.add(outlet)
        return outlet

    def pack(self) -> dict[str, object]:
        """The counts as plain data, for the journal."""
        return {
            "documents": self.documents,
            "bad_rows": self.bad_rows,
            "not_english": self.not_english,
            "passed_over": self.passed_over,
            "verdicts": dict(self.verdicts),
            "labels": [[*pair, count] for pair, count in self.labels.items()],
            "months": [[*key, count] for key, count in self.months.items()],
        }

    @classmethod
    def unpack(cls, data: Mapping[str, object]) -> Tally:
        """Counts from what `pack` gave."""
        found = cls()
        found.documents = cast("int", data["documents"])
        found.bad_rows = cast("int", data["bad_rows"])
        found.not_english = cast("int", data.get("not_english", 0))
        found.passed_over = cast("int", data.get("passed_over", 0))
        found.verdicts.update(cast("dict[str, int]", data["verdicts"]))
        for label, status, count in cast("list[tuple[str, str, int]]", data["labels"]):
            found.labels[label, status] = count
        for month, outlet, verdict, count in cast("list[tuple[str, str, str, int]]", data["months"]):
            found.months[month, outlet, verdict] = count
        return found

    @property
    def by_label(self) -> dict[str, dict[str, int]]:
        """Texts in which a label was found at least once with a status."""
        return {
            label: {status: self.labels[label, status] for status in STATUSES if self.labels[label, status]}
            for label in sorted({label for label, _ in self.labels})
        }

    def by(self, place: int) -> dict[str, dict[str, int]]:
        """Verdicts by month (`place` 0) or by outlet (1)."""
        found: dict[str, Counter[str]] = {}
        for key, count in sorted(self.months.items()):
            found.setdefault(key[place], Counter())[key[2]] += count
        return {name: in_order(counts, VERDICTS) for name, counts in found.items()}

    def to_json(self) -> dict[str, object]:
        """The summary with stable names."""
        crossed: dict[str, dict[str, Counter[str]]] = {}
        for (month, outlet, verdict), count in sorted(self.months.items()):
            crossed.setdefault(month, {}).setdefault(outlet, Counter())[verdict] += count
        return {
            "documents": self.documents,
            "bad_rows": self.bad_rows,
            "not_english": self.not_english,
            "passed_over": self.passed_over,
            "verdicts": {verdict: self.verdicts[verdict] for verdict in VERDICTS},
            "labels": self.by_label,
            "months": self.by(0),
            "outlets": self.by(1),
            "months_and_outlets": {
                month: {outlet: in_order(counts, VERDICTS) for outlet, counts in outlets.items()}
                for month, outlets in crossed.items()
            },
        }


def in_order(counts: Mapping[str, int], names: Iterable[str]) -> dict[str, int]:
    """The counts that are not nought, in the order of `names`."""
    return {name: counts[name] for name in names if counts.get(name)}
