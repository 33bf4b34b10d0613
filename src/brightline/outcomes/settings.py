"""Settings: where the model is run, with every number's source; one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from brightline.errors import BrightlineError, nearest
from brightline.law import atlas
from brightline.law.datafile import Document, mapping, parse_date, read_document
from brightline.outcomes.evidence import (
    Kind,
    Quantity,
    RawNumber,
    RawQuantity,
    RawSource,
    Source,
    read_quantities,
    read_quantity,
    read_sources,
)

FOLDER = Path(__file__).parent / "settings"
BLANK = FOLDER / "blank.yaml"

Infection: TypeAlias = Literal["hiv", "gonorrhoea", "syphilis"]
Measure: TypeAlias = Literal["hiv-infections", "sti-infections", "sti-prevalence", "violence"]
ModelName: TypeAlias = Literal["transmission", "violence"]

MEASURE_WORDS: Mapping[Measure, str] = {
    "hiv-infections": "new HIV infections",
    "sti-infections": "new infections with {}",
    "sti-prevalence": "people with {}",
    "violence": "workers with recent violence by clients",
}

SHARES = ("condom_use_clients", "exposed_violence", "exposed_police", "exposed_workplace")
NEEDED = (*SHARES[:1], "acts_per_worker", "clients_per_worker", *SHARES[1:], "years_workers", "years_clients")
"""What every setting of the model of infection has to give."""
BOUNDARY = (
    "partners_per_client",
    "partners_per_worker",
    "acts_per_partnership",
    "partnership_years",
    "condom_use_partners",
)
"""What only an open network draws on, whatever the infection."""
NEEDED_FOR: Mapping[Infection, tuple[str, ...]] = {
    "hiv": ("art_start", "background_infection", "entrant_prevalence"),
    "gonorrhoea": ("gonorrhoea_background",),
    "syphilis": ("syphilis_background",),
}
OPEN_ONLY = (*BOUNDARY, "background_infection", "entrant_prevalence", "gonorrhoea_background", "syphilis_background")
NEEDED_VIOLENCE = (
    "homeless",
    "displaced",
    "violence",
    "violence_if_displaced",
    "violence_if_homeless",
    "displaced_if_homeless",
)
UNIT_OF: Mapping[str, str] = {
    "acts_per_worker": "acts per worker per year",
    "clients_per_worker": "clients per worker",
    "partners_per_client": "partners per client",
    "partners_per_worker": "partners per worker",
    "acts_per_partnership": "acts per partnership per year",
    "partnership_years": "years",
    "condom_use_partners": "share",
    "years_workers": "years",
    "years_clients": "years",
    "art_start": "per year",
    "background_infection": "per year",
    "gonorrhoea_background": "per year",
    "syphilis_background": "per year",
    "entrant_prevalence": "share",
    "homeless": "share",
    "displaced": "share",
    "violence": "share",
    "violence_if_displaced": "odds ratio",
    "violence_if_homeless": "odds ratio",
    "displaced_if_homeless": "odds ratio",
    **dict.fromkeys(SHARES, "share"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a draw has to meet at the start: a prevalence in a group, as a range or as an estimate with an interval."""

    infection: Infection
    group: Literal["workers", "clients"]
    quantity: Quantity

    @property
    def words(self) -> str:
        """The target as a person reads it."""
        mark = " (chosen)" if self.quantity.grade == "assumption" else f" ({self.quantity.grade})"
        return f"{INFECTION_WORDS[self.infection]} among {self.group}: {self.quantity.words}{mark}"

    def to_json(self) -> dict[str, object]:
        """The target as plain data, with its source and marks."""
        return {"infection": self.infection, "group": self.group, **self.quantity.to_json()}


DRAWS, MOST_DRAWS = 4000, 200_000
"""Draws that are taken where neither a person nor the setting says how many, and draws at most."""
INFECTION_WORDS: Mapping[Infection, str] = {"hiv": "HIV", "gonorrhoea": "gonorrhoea", "syphilis": "syphilis"}


@dataclass(frozen=True, slots=True)
class History:
    """Years run before the start, and between which of them condom use and treatment rose to what they are now."""

    years: int = 0
    condoms: tuple[float, float] = (0.0, 0.0)
    treatment: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Remark:
    """What has to be said beside some results of a setting: under this boundary and evidence, of these scenarios."""

    note: str
    boundary: str
    evidence: str
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A place and time with the numbers that the model needs there."""

    id: str
    title: str
    place: str
    day: date
    model: ModelName
    outcome: Measure
    infections: tuple[Infection, ...]
    years: int
    draws: int
    """How many are taken where nobody says how many: in most settings, so many that a hundred or more are kept."""
    history: History
    about: str
    quantities: Mapping[str, Quantity]
    targets: tuple[Target, ...]
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def counted(self) -> str:
        """What is counted, in words."""
        return MEASURE_WORDS[self.outcome].format(" or ".join(one for one in self.infections if one != "hiv"))

    @property
    def regime(self) -> atlas.Regime:
        """The regime from which scenarios start, as the atlas computes it for the place and day."""
        return atlas.regime(self.place, self.day)


class _Target(RawNumber, forbid_unknown_fields=True, kw_only=True):
    infection: Infection
    group: Literal["workers", "clients"]
    unit: Literal["share"]  # pyright: ignore[reportIncompatibleVariableOverride]
    kind: Kind = "range"


class _Remark(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    note: str
    boundary: Literal["open", "closed"]
    evidence: str
    scenarios: list[str]


class _History(msgspec.Struct, forbid_unknown_fields=True):
    years: int
    condoms: tuple[float, float]
    treatment: tuple[float, float]


class _Setting(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    title: str
    place: str
    day: str
    model: ModelName
    outcome: Measure
    years: int
    about: str
    draws: int = DRAWS
    sources: dict[str, RawSource] | None
    quantities: dict[str, RawQuantity]
    infections: list[Infection] = []
    history: _History | None = None
    targets: list[_Target] = []
    notes: list[str] = []
    remarks: list[_Remark] = []


def load_setting(path: Path, shown: str | None = None) -> Setting:
    """A setting from a file; a `DataFileError` that names file, line and remedy where it is not right."""
    document = read_document(path, shown)
    data = mapping(document.data, document)
    _refuse_blanks(document)
    raw = document.convert(data, _Setting)
    sources = read_sources(raw.sources or {}, document)
    quantities = read_quantities(raw.quantities, sources, document, "quantities")
    _check_names(raw, quantities, document)
    try:
        place, day = atlas.place(raw.place).code, parse_date(raw.day)
    except BrightlineError as failure:
        raise document.error(str(failure), "place") from None
    except ValueError as failure:
        raise document.error(str(failure), "day") from None
    if not 1 <= raw.years <= 100:
        raise document.error(f"{raw.years} years cannot be run; write 1 to 100", "years")
    if not 1 <= raw.draws <= MOST_DRAWS:
        raise document.error(f"{raw.draws:,} draws cannot be taken; write 1 to {MOST_DRAWS:,}", "draws")
    return Setting(
        raw.id,
        raw.title,
        place,
        day,
        raw.model,
        raw.outcome,
        tuple(raw.infections),
        raw.years,
        raw.draws,
        _history(raw.history, document),
        " ".join(raw.about.split()),
        quantities,
        tuple(_target(one, number, sources, raw, document) for number, one in enumerate(raw.targets)),
        tuple(" ".join(note.split()) for note in raw.notes),
        tuple(
            Remark(" ".join(one.note.split()), one.boundary, one.evidence, tuple(one.scenarios)) for one in raw.remarks
        ),
    )


def _refuse_blanks(document: Document) -> None:
    """A form not filled in says so, at the first empty line, before anything else is wrong with it."""
    data = mapping(document.data, document)
    for name in ("place", "day"):
        if name in data and data[name] is None:
            raise document.error(f"`{name}` is not filled in yet; every line of the form needs a value", name)
    found = data.get("quantities")
    for name, one in (found if isinstance(found, dict) else {}).items():
        for key, value in (one if isinstance(one, dict) else {}).items():
            if value is None:
                raise document.error(f"{name}: `{key}` is not filled in yet", "quantities", name, key)


def _refuse_repeats(infections: list[Infection], document: Document) -> None:
    for number, one in enumerate(infections):
        if one in infections[:number]:
            raise document.error(f"{one} is named twice; name it once", "infections", number)


def _check_names(raw: _Setting, quantities: Mapping[str, Quantity], document: Document) -> None:
    if raw.model == "violence":
        needed: tuple[str, ...] = NEEDED_VIOLENCE
        if raw.outcome != "violence" or raw.infections:
            raise document.error("the model of violence has `outcome: violence` and no infections", "outcome")
    else:
        _refuse_repeats(raw.infections, document)
        if not raw.infections:
            raise document.error("name at least one infection: hiv, gonorrhoea, syphilis", "infections")
        wanted = {"hiv-infections": {"hiv"}, "violence": set[str]()}.get(raw.outcome, {"gonorrhoea", "syphilis"})
        if not wanted.intersection(raw.infections):
            raise document.error(f"the outcome {raw.outcome} needs one of its infections under `infections`", "outcome")
        needed = (*NEEDED, *BOUNDARY, *(name for one in raw.infections for name in NEEDED_FOR[one]))
    for name in needed:
        if name not in quantities:
            raise document.error(f"the number {name!r} ({UNIT_OF[name]}) is missing", "quantities")
    for name, one in quantities.items():
        if name not in UNIT_OF:
            raise document.error(f"{name!r} is no number of the model{nearest(name, UNIT_OF)}", "quantities", name)
        if one.unit != UNIT_OF[name]:
            raise document.error(f"{name} is in {UNIT_OF[name]}, not in {one.unit}", "quantities", name, "unit")
    for name in (*SHARES, "homeless", "displaced", "violence"):
        one = quantities.get(name)
        if one and name != "condom_use_clients" and one.hi >= 1:
            raise document.error(f"{name}: a share of 1 leaves nobody unexposed; write less than 1", "quantities", name)


def _history(raw: _History | None, document: Document) -> History:
    if raw is None:
        return History()
    if not 0 <= raw.years <= 200:
        raise document.error(f"{raw.years} years cannot be run; write 0 to 200", "history", "years")
    for name, span in (("condoms", raw.condoms), ("treatment", raw.treatment)):
        if not 0 <= span[0] <= span[1] <= raw.years:
            raise document.error(
                f"{name} runs from {span[0]:g} to {span[1]:g}: write two years in order within the {raw.years} of the "
                "history",
                "history",
                name,
            )
    return History(raw.years, raw.condoms, raw.treatment)


def _target(raw: _Target, number: int, sources: Mapping[str, Source], of: _Setting, document: Document) -> Target:
    if any((one.infection, one.group) == (raw.infection, raw.group) for one in of.targets[:number]):
        raise document.error(f"a second target for {raw.infection} among {raw.group}; keep one", "targets", number)
    if raw.infection not in of.infections:
        raise document.error(f"a target for {raw.infection}, which is not modelled here", "targets", number)
    label = f"{INFECTION_WORDS[raw.infection]} among {raw.group} at the start"
    quantity = read_quantity(f"{raw.infection}_{raw.group}", label, raw, sources, document, "targets", number)
    return Target(raw.infection, raw.group, quantity)


@cache
def settings() -> Mapping[str, Setting]:
    """The settings that come with Brightline, by their ids."""
    found = [load_setting(path, path.name) for path in sorted(FOLDER.glob("*.yaml")) if path != BLANK]
    return {one.id: one for one in found}


def setting(named: str) -> Setting:
    """A setting by its id, or from a YAML file of one's own; a `BrightlineError` that names the nearest else."""
    if named.lower().endswith((".yaml", ".yml")):
        return load_setting(Path(named), Path(named).name)
    if named == BLANK.stem:
        raise BrightlineError(
            "blank is the form for a setting of your own: write it out with `brightline outcomes settings --blank "
            "FILE.yaml`, fill it in, and run that file"
        )
    known = settings()
    if named not in known:
        raise BrightlineError(
            f"there is no setting {named!r}{nearest(named, known)}; there are {', '.join(known)}, and files of your own"
        )
    return known[named]
