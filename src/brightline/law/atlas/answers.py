"""Questions put to the atlas: who is punished, whether condoms are evidence, what police may do, words searched for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from brightline.law.atlas.places import places, upwards
from brightline.law.atlas.rows import Penalty, Row, rows
from brightline.law.atlas.status import Standing, covered, doubt_of, history, status
from brightline.law.atlas.topics import topics
from brightline.law.definitions import FOLDER, Definition, definition

Heavier = Literal["equal", "buyer higher", "seller higher", "not known"]


@dataclass(frozen=True, slots=True)
class Burden:
    """The heaviest penalties on paper in one place: for the seller, the buyer and a third party."""

    code: str
    seller: Standing | None
    buyer: Standing | None
    third_party: Standing | None

    @property
    def heavier(self) -> Heavier:
        """Whether seller or buyer faces more: longer custody, or as long and a higher fine in the same currency.

        Fines whose amount is not stated, or in two currencies, are more than none, and not known beside each other.
        """
        seller, buyer = _maximum(self.seller), _maximum(self.buyer)
        if seller is None or buyer is None:
            return "not known"
        if seller.custody_months != buyer.custody_months:
            return "buyer higher" if buyer.custody_months > seller.custody_months else "seller higher"
        if not (seller.unit and buyer.unit):
            return "equal" if seller.unit == buyer.unit else "buyer higher" if buyer.unit else "seller higher"
        if seller.fine is None or buyer.fine is None or seller.unit != buyer.unit:
            return "not known"
        if seller.fine == buyer.fine:
            return "equal"
        return "buyer higher" if buyer.fine > seller.fine else "seller higher"

    @property
    def read(self) -> bool:
        """Whether a source was read for both seller and buyer."""
        return bool(self.seller and self.buyer and self.seller.row.read and self.buyer.row.read)

    def to_json(self) -> dict[str, object]:
        """The burden as plain data."""
        sides = {"seller": self.seller, "buyer": self.buyer, "third_party": self.third_party}
        return {
            "jurisdiction": self.code,
            "heavier": self.heavier,
            "both_read": self.read,
            **{name: standing_json(side) if side else None for name, side in sides.items()},
        }


def _maximum(standing: Standing | None) -> Penalty | None:
    if standing is None:
        return None
    return Penalty(0, None, "") if standing.row.status == "none" else standing.row.penalty


def penalties(on: date | None = None, codes: Iterable[str] | None = None) -> tuple[Burden, ...]:
    """The heaviest penalties on paper, place by place, for the places that have a row for seller or buyer."""
    found: list[Burden] = []
    for code in covered() if codes is None else codes:
        of_place = {standing.row.topic: standing for standing in status(code, None, on)}
        burden = Burden(
            code,
            of_place.get("penalty_seller"),
            of_place.get("penalty_buyer"),
            of_place.get("penalty_third_party"),
        )
        if burden.seller or burden.buyer or burden.third_party:
            found.append(burden)
    return tuple(found)


def balance(found: Iterable[Burden]) -> Mapping[Heavier, int]:
    """In how many places seller and buyer face the same on paper, or one faces more."""
    counts: Counter[Heavier] = Counter(burden.heavier for burden in found if burden.seller or burden.buyer)
    order: tuple[Heavier, ...] = ("equal", "buyer higher", "seller higher", "not known")
    return {name: counts[name] for name in order}


CONDOM_WORDS: Mapping[str, str] = {
    "admissible": "may be used as evidence",
    "restricted": "limited",
    "barred_partial": "limited",
    "barred": "barred",
    "no_bar_found": "not known",
}
"""How each status of condoms as evidence is put: that no bar was found is not known, not allowed."""


def standings(topic: str, on: date | None = None) -> tuple[Standing, ...]:
    """What every place says on one topic on a day."""
    return tuple(standing for code in covered() for standing in status(code, topic, on))


def police(code: str | None = None) -> tuple[Row, ...]:
    """Every row on sexual contact by police, with its dates: of one place, or of all."""
    names = ("police_contact", "police_contact_custody", "police_contact_limits")
    codes = covered() if code is None else (code,)
    return tuple(row for one in codes for row in history(one) if row.topic in names)


_JURISDICTION = re.compile(r"""^jurisdiction:[ ]*["']?([^"'#\n]*?)["']?[ ]*(?:#.*)?$""", re.MULTILINE)


def trafficking(code: str) -> tuple[Definition, ...]:
    """The laws that define trafficking in a place: its own, then those of what it is part of.

    Those known from memory are among them; guidance and screening tools, which are no law, are not. Only the files of
    these places are loaded, which keeps the answer quick.
    """
    found: list[Definition] = []
    for wanted in upwards(code):
        for file in sorted(FOLDER.glob("*.yaml")):
            named = _JURISDICTION.search(file.read_text("utf-8"))
            if named and named[1] == wanted:
                found.append(definition(file.stem))
    return tuple(one for one in found if one.kind in ("statute", "treaty"))


def search(words: Iterable[str]) -> tuple[Row, ...]:
    """The rows in which every word stands: in the place, the topic, the status, the source or the note."""
    wanted = [word.lower() for word in words]
    return tuple(row for row in rows() if all(word in _text(row) for word in wanted))


def _text(row: Row) -> str:
    topic = topics()[row.topic]
    parts = (
        row.jurisdiction,
        places()[row.jurisdiction].name,
        row.topic,
        topic.label,
        *topic.also,
        row.status,
        shown_status(row),
        row.source,
        row.note,
        row.start,
        row.end,
    )
    return " ".join(parts).lower()


def standing_json(standing: Standing) -> dict[str, object]:
    """What the atlas has for one place and topic on one day, as plain data."""
    return standing.row.to_json() | {
        "doubt": standing.doubt or None,
        "others": [row.to_json() for row in standing.others],
    }


def row_json(row: Row) -> dict[str, object]:
    """A row with its doubt on its last day, or today, as plain data."""
    return row.to_json() | {"doubt": doubt_of(row) or None}


def shown_status(row: Row) -> str:
    """The status as it is shown: in words, for a rule with their meaning; what is not known never as if allowed."""
    if row.topic == "condom_evidence" and row.status == "no_bar_found":
        return "not known (no bar found)"
    topic, word = topics()[row.topic], row.status.replace("_", " ")
    means = topic.statuses.get(row.status, "")
    # Beside a label, yes and no say enough; "none" and "local" do not.
    return f"{word}: {means}" if topic.kind == "rule" and row.status not in ("yes", "no") and means else word
