"""A number with its unit, its interval, its source, how well it was checked, and what kind of evidence it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import msgspec

from brightline.errors import nearest
from brightline.law.datafile import Document, PathStep

Grade: TypeAlias = Literal["meta-analysis", "natural experiment", "cohort", "ecological", "assumption"]
Verified: TypeAlias = Literal["text", "abstract", "partial", "memory", "assumption"]
Kind: TypeAlias = Literal["fixed", "ci95", "range", "prior"]
Interval: TypeAlias = Literal["published", "chosen"]
Shape: TypeAlias = Literal["uniform", "log-uniform", "log-normal", "logit-normal"]

GRADES: tuple[Grade, ...] = get_args(Grade)
"""From the strongest to the weakest."""
GRADE_WORDS: Mapping[Grade, str] = {
    "meta-analysis": "pooled from several studies",
    "natural experiment": "a change that befell some and not others, before and after",
    "cohort": "people followed or surveyed; an association, which need not be a cause",
    "ecological": "places compared, not people",
    "assumption": "nobody measured it: a range that was chosen, and may be wrong",
}
VERIFIED_WORDS: Mapping[Verified, str] = {
    "text": "read in the source itself",
    "abstract": "read in the abstract or the page of the source",
    "partial": "read in part, or in a text that quotes it",
    "memory": "NOT read: from memory",
    "assumption": "chosen, with no source claimed",
}

UNITS: Mapping[str, tuple[float, float]] = {
    "probability per act": (0.0, 1.0),
    "share": (0.0, 1.0),
    "odds ratio": (0.0, float("inf")),
    "risk ratio": (0.0, float("inf")),
    "factor": (0.0, float("inf")),
    "per year": (0.0, float("inf")),
    "years": (0.0, float("inf")),
    "acts per worker per year": (0.0, float("inf")),
    "acts per partnership per year": (0.0, float("inf")),
    "clients per worker": (0.0, float("inf")),
    "partners per client": (0.0, float("inf")),
    "partners per worker": (0.0, float("inf")),
}
"""Every unit that a number may have, with the least and the greatest value that it can take."""

POSITIVE = frozenset({"clients per worker", "years", "odds ratio", "risk ratio"})
"""Units in which nought makes no sense: nobody divides by no clients."""

_RATIOS = frozenset({"odds ratio", "risk ratio", "probability per act"})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from."""

    id: str
    citation: str
    url: str

    @property
    def words(self) -> str:
        """The citation with its address, where it has one."""
        return f"{self.citation} {self.url}".strip()


CHOSEN = Source("assumption", "Chosen for this model; no source is claimed.", "")
"""The source of what nobody measured."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the model: `value` is its point, `lo` and `hi` its interval, `shape` how it is drawn from it.

    A `fixed` quantity has one value. In a `range` or `prior` every value of the interval is as likely as the next.
    `interval` says whether the interval was published or chosen; what has a chosen one is graded as an assumption.
    """

    name: str
    label: str
    unit: str
    value: float | None
    lo: float
    hi: float
    kind: Kind
    shape: Shape
    source: Source
    verified: Verified
    grade: Grade
    note: str = ""
    interval: Interval = "chosen"

    @property
    def words(self) -> str:
        """The number as a person reads it: shares in percent, factors as so many times."""
        scale, unit = {"share": (100, "%"), "factor": (1, "times")}.get(self.unit, (1, self.unit))
        if self.kind == "fixed":
            return f"{self.lo * scale:g} {unit}"
        interval = f"{self.lo * scale:g} to {self.hi * scale:g}"
        if self.value is None:
            return f"{interval} {unit}"
        published = "95 % interval " if self.kind == "ci95" else ""
        kind = published if self.interval == "published" else "chosen: "
        return f"{self.value * scale:g} ({kind}{interval}) {unit}"

    def to_json(self) -> dict[str, object]:
        """The quantity as plain data with stable names."""
        return {
            "name": self.name,
            "label": self.label,
            "unit": self.unit,
            "value": self.value,
            "lo": self.lo,
            "hi": self.hi,
            "kind": self.kind,
            "shape": self.shape,
            "interval": None if self.kind == "fixed" else self.interval,
            "source": self.source.citation,
            "url": self.source.url or None,
            "verified": self.verified,
            "grade": self.grade,
            "note": self.note,
        }


class RawSource(msgspec.Struct, forbid_unknown_fields=True):
    """A source as it stands in a file."""

    citation: str
    url: str


class RawNumber(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A quantity as it stands in a file, but for what it is called."""

    unit: str
    source: str
    verified: Verified
    grade: Grade
    value: float | None = None
    lo: float | None = None
    hi: float | None = None
    kind: Kind = "prior"
    shape: Shape | None = None
    note: str = ""
    interval: Interval | None = None


class RawQuantity(RawNumber, forbid_unknown_fields=True, kw_only=True):
    """A quantity as it stands in a file."""

    label: str


def read_sources(raw: Mapping[str, RawSource], document: Document) -> dict[str, Source]:
    """The sources of a file by their ids; `assumption` is always among them.

    A source without an address says so, as `url: none`; a `DataFileError` where it says nothing.
    """
    for id, one in raw.items():
        for key, given in (("citation", one.citation), ("url", one.url)):
            if not given.strip():
                raise document.error(f"the source {id} has an empty `{key}`; write `url: none` for none", "sources", id)
    addresses = {id: "" if one.url.strip() == "none" else one.url for id, one in raw.items()}
    return {id: Source(id, one.citation, addresses[id]) for id, one in raw.items()} | {CHOSEN.id: CHOSEN}


def read_quantity(
    name: str, label: str, raw: RawNumber, sources: Mapping[str, Source], document: Document, *path: PathStep
) -> Quantity:
    """A quantity, checked; a `DataFileError` that names the line where it cannot be right."""
    fault = _fault_of_origin(raw, sources) or _fault_of_interval(raw)
    if fault is None:
        lo, hi = (raw.value, raw.value) if raw.kind == "fixed" else (raw.lo, raw.hi)
        assert lo is not None
        assert hi is not None
        fault = _fault_of_size(raw, lo, hi)
        if fault is None:
            note = " ".join(raw.note.split())
            return Quantity(
                name, label, raw.unit, raw.value, lo, hi, raw.kind, raw.shape or _shape(raw), sources[raw.source],
                raw.verified, raw.grade, note, _interval(raw),
            )  # fmt: skip
    problem, key = fault
    raise document.error(f"{name}: {problem}", *path, *((key,) if key else ()))


def read_quantities(
    raw: Mapping[str, RawQuantity], sources: Mapping[str, Source], document: Document, *path: PathStep
) -> dict[str, Quantity]:
    """The quantities that stand under one key, by name."""
    return {name: read_quantity(name, one.label, one, sources, document, *path, name) for name, one in raw.items()}


_Fault: TypeAlias = "tuple[str, str] | None"
"""What is wrong, and at which key: none for the quantity as a whole."""


def _fault_of_origin(raw: RawNumber, sources: Mapping[str, Source]) -> _Fault:
    if raw.unit not in UNITS:
        return f"{raw.unit!r} is no unit{nearest(raw.unit, UNITS)}; there are {', '.join(UNITS)}", "unit"
    if raw.source not in sources:
        return f"no source {raw.source!r} stands under `sources` in this file{nearest(raw.source, sources)}", "source"
    if (raw.source == CHOSEN.id) != (raw.verified == "assumption"):
        return "`source: assumption` and `verified: assumption` go together: name the source, or say both", "verified"
    if raw.verified == "assumption" and raw.grade != "assumption":
        return f"what was chosen cannot be graded {raw.grade!r}; write `grade: assumption`", "grade"
    if raw.kind != "fixed" and _interval(raw) == "chosen" and raw.grade != "assumption":
        words = f"an interval that was chosen cannot be graded {raw.grade!r}; write `grade: assumption`"
        return f"{words}, or `interval: published` if the source has it", "grade"
    return None


def _fault_of_interval(raw: RawNumber) -> _Fault:
    if raw.kind == "fixed":
        if raw.value is None or raw.lo is not None or raw.hi is not None:
            return "a fixed number has a `value` and neither `lo` nor `hi`", "kind"
        return None
    if raw.lo is None or raw.hi is None:
        return "has no interval: write `lo` and `hi`, or `kind: fixed` for a number without one", ""
    if raw.lo > raw.hi:
        return f"the interval is upside down ({raw.lo:g} to {raw.hi:g}); write the smaller number as `lo`", "lo"
    if raw.kind == "ci95" and raw.value is None:
        return "a 95 % interval goes with its `value`", "kind"
    if raw.value is not None and not raw.lo <= raw.value <= raw.hi:
        words = f"the point {raw.value:g} lies outside its own interval {raw.lo:g} to {raw.hi:g}; look it up again"
        return words, "value"
    return None


def _fault_of_size(raw: RawNumber, lo: float, hi: float) -> _Fault:
    least, most = UNITS[raw.unit]
    for key, number in (("lo", lo), ("hi", hi)):
        at = "value" if raw.kind == "fixed" else key
        if not least <= number <= most:
            return f"{number:g} is not possible for {raw.unit!r}: it lies from {least:g} to {most:g}", at
        if raw.unit in POSITIVE and number == 0:
            return f"nought is not possible here ({raw.unit}); write a number above 0", at
    shape = raw.shape or _shape(raw)
    if shape in ("log-uniform", "log-normal") and lo == 0:
        return f"a {shape} shape needs an interval above 0", "shape"
    if shape == "logit-normal" and not 0 < lo <= hi < 1:
        return "a logit-normal shape needs an interval between 0 and 1, both excluded", "shape"
    return None


def _interval(raw: RawNumber) -> Interval:
    """Only a 95 % interval is taken for published where nothing is said."""
    return raw.interval or ("published" if raw.kind == "ci95" else "chosen")


def _shape(raw: RawNumber) -> Shape:
    if raw.kind != "ci95":
        return "uniform"
    return "log-normal" if raw.unit in _RATIOS else "logit-normal" if raw.unit == "share" else "log-normal"


def weakest(grades: Iterable[Grade]) -> Grade:
    """The weakest of several grades: what a chain of evidence is worth."""
    return max(grades, key=GRADES.index)
