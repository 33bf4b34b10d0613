"""The regime of a place, computed from its rows by one published rule, never typed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from brightline.law.atlas.places import places
from brightline.law.atlas.status import Standing, covered, history, status

REGIMES: Mapping[str, str] = {
    "decriminalisation": "no criminal law aimed at selling, buying or working with others; ordinary law applies",
    "legalisation_regulation": "lawful under licences, registration or health checks made for it",
    "end_demand": "selling is no offence; buying is",
    "partial_criminalisation": "selling and buying are not punished; much of what surrounds them is",
    "full_criminalisation": "selling and buying are both offences",
    "full_criminalisation_seller_only": "selling is an offence and buying is not",
    "full_criminalisation_buyer_unknown": "selling is an offence; whether buying is, is not known",
    "undetermined": "the rows do not settle it",
}
"""The regimes and what each means, in words."""

PUNISHED = ("criminal", "administrative")
DECIDING = (
    "sell_adult",
    "buy_adult",
    "third_party",
    "brothel_keeping",
    "solicit_public",
    "registration_health",
)
"""The topics from which the rule computes a regime."""


@dataclass(frozen=True, slots=True)
class Regime:
    """The regime of a place on a day, with the rows that decide it.

    `missing` are the topics that the rule looked at and found no row for; with one, the regime may be another.
    """

    code: str
    on: date
    id: str
    because: tuple[Standing, ...]
    missing: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether there is a row for all that decides it, with a source that was read, for that day."""
        return not self.missing and all(standing.certain for standing in self.because)

    def to_json(self) -> dict[str, object]:
        """The regime as plain data with stable names."""
        return {
            "jurisdiction": self.code,
            "on": self.on.isoformat(),
            "regime": self.id,
            "because": [standing.row.to_json() | {"doubt": standing.doubt or None} for standing in self.because],
            "missing": list(self.missing),
            "certain": self.certain,
        }


def regime(code: str, on: date | None = None) -> Regime:
    """The regime of a place on a day (today where none is given), by the rule that docs/atlas.md puts in words."""
    day = on or date.today()
    found = {standing.row.topic: standing for standing in status(code, None, day) if standing.row.topic in DECIDING}
    id, deciding = by_rule({name: standing.row.status for name, standing in found.items()})
    missing = tuple(name for name in deciding if name not in found)
    return Regime(code, day, id, tuple(found[name] for name in deciding if name in found), missing)


def regimes(on: date | None = None) -> tuple[Regime, ...]:
    """The regime of every country or part for which the atlas has a row, of any day, that the rule looks at.

    Counties have none of their own: the law on selling sex is their state's.
    """
    chosen = (
        code
        for code in covered()
        if places()[code].kind != "county" and any(row.topic in DECIDING for row in history(code))
    )
    return tuple(regime(code, on) for code in chosen)


def by_rule(known: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The regime that follows from the status of each topic of `DECIDING` that is known, and the topics that decide.

    What is not known is left out of `known`; a topic that decides may be among them.
    """
    sell, buy = known.get("sell_adult"), known.get("buy_adult")
    third, brothel, street = (known.get(name) for name in ("third_party", "brothel_keeping", "solicit_public"))
    if sell is None:
        return "undetermined", ("sell_adult",)
    if sell in PUNISHED:
        if buy is None:
            return "full_criminalisation_buyer_unknown", ("sell_adult", "buy_adult")
        both = "full_criminalisation" if buy in PUNISHED else "full_criminalisation_seller_only"
        return both, ("sell_adult", "buy_adult")
    if buy in PUNISHED:
        return "end_demand", ("sell_adult", "buy_adult")
    licensed = ("sell_adult", "brothel_keeping", "third_party")
    regulated = tuple(name for name in licensed if known.get(name) == "regulated")
    if known.get("registration_health") == "mandatory":
        regulated = (*regulated, "registration_health")
    if regulated:
        return "legalisation_regulation", tuple(dict.fromkeys(("sell_adult", "buy_adult", *regulated)))
    deciding = ("sell_adult", "buy_adult", "third_party", "brothel_keeping", "solicit_public")
    if third == "legal" and brothel in ("legal", None) and street in ("legal", "restricted", None):
        return "decriminalisation", deciding
    if third is None and brothel is None:
        return "undetermined", deciding
    return "partial_criminalisation", deciding
