"""The numbers of a setting in the form of STIsim and Starsim, for an agent-based model beside this one."""

from __future__ import annotations

from collections.abc import Mapping

from brightline.errors import BrightlineError
from brightline.outcomes.effects import effects
from brightline.outcomes.evidence import Quantity
from brightline.outcomes.result import NOT_A_FORECAST
from brightline.outcomes.settings import Setting

MONTHS = 12.0
MADE_FOR = "STIsim 1.7, Starsim 3.7"

CAVEATS = (
    NOT_A_FORECAST,
    "Most numbers are assumptions: each says so under `grade` and `verified`.",
    "Middles of the ranges, without their uncertainty: it does not go into this form.",
    (
        "STIsim applies beta_m2f to every act of a partnership-month; its own default for HIV is about sixty times the "
        "chance per act that was measured, and fitted. With the values here its epidemic may die out: calibrate it."
    ),
    (
        "STIsim has one condom use for all commercial acts of a year and neither violence, policing nor workplace: the "
        "shares exposed go with this file under `exposures` and need a subclass that uses them."
    ),
    "Clients and workers are shares of the population there, and numbers per worker here.",
)


def to_stisim(where: Setting) -> dict[str, object]:
    """Parameters by module, named as in STIsim, each with the range and source of what it was made from.

    `diseases` are keyword arguments of `sti.HIV`, `sti.Gonorrhea` and `sti.Syphilis` (durations as [mean in months]);
    `network` those of `sti.StructuredSexual` that correspond.
    """
    if where.model != "transmission":
        raise BrightlineError(f"{where.id} is no model of infection, and STIsim has nothing for it")
    known: dict[str, Quantity] = {**effects().quantities, **where.quantities}
    diseases = {infection: _MAKERS[infection](known) for infection in where.infections}
    network = {
        "dur_sw": _given(known, "years_workers", "years, mean of lognorm_ex"),
        "dur_client": _given(known, "years_clients", "years, mean of lognorm_ex"),
        "acts": _given(known, "acts_per_partnership", "per year, mean of lognorm_ex"),
        "condom_data": {
            "(fsw,client)": _given(known, "condom_use_clients", "share"),
            "other": _given(known, "condom_use_partners", "share"),
        },
    }
    exposures = [known[name] for name in ("exposed_violence", "exposed_police", "exposed_workplace")]
    return {
        "made_for": MADE_FOR,
        "setting": where.id,
        "diseases": diseases,
        "network": network,
        "exposures": [one.to_json() for one in exposures],
        "not_carried_over": [known[name].to_json() for name in ("acts_per_worker", "clients_per_worker")],
        "caveats": list(CAVEATS),
    }


def middle(one: Quantity) -> float:
    """The point of a quantity, or the middle of its range: of the logarithms where it is drawn on that scale."""
    if one.value is not None:
        return one.value
    return (one.lo * one.hi) ** 0.5 if one.shape.startswith("log-") else (one.lo + one.hi) / 2


def _given(known: Mapping[str, Quantity], name: str, unit: str, factor: float = 1.0) -> dict[str, object]:
    one = known[name]
    return {
        "value": round(middle(one) * factor, 8),
        "unit": unit,
        "range": [round(one.lo * factor, 8), round(one.hi * factor, 8)],
        "from": name,
        "source": one.source.words,
        "verified": one.verified,
        "grade": one.grade,
    }


def _hiv(known: Mapping[str, Quantity]) -> dict[str, object]:
    return {
        "beta_m2f": _given(known, "hiv_per_act_to_worker", "probability per act"),
        "rel_beta_f2m": _given(known, "hiv_ratio_to_client", "factor"),
        "eff_condom": _given(known, "hiv_condom_efficacy", "share"),
        "rel_trans_acute": _given(known, "hiv_early_ratio", "risk ratio"),
        "rel_trans_falling": _given(known, "hiv_late_ratio", "risk ratio"),
        "dur_acute": _given(known, "hiv_years_early", "months", MONTHS),
        "dur_latent": _given(known, "hiv_years_chronic", "years"),
        "dur_falling": _given(known, "hiv_years_late", "years"),
        "effective_art_efficacy": _given(known, "art_efficacy", "share"),
    }


def _gonorrhoea(known: Mapping[str, Quantity]) -> dict[str, object]:
    return _contacts(known, "gonorrhoea") | {
        "dur_asymp2clear": [
            _given(known, "gonorrhoea_years_women", "months, women", MONTHS),
            _given(known, "gonorrhoea_years_men", "months, men", MONTHS),
        ],
    }


def _syphilis(known: Mapping[str, Quantity]) -> dict[str, object]:
    return _contacts(known, "syphilis") | {
        "dur_primary_and_secondary": _given(known, "syphilis_years_women", "months", MONTHS)
    }


def _contacts(known: Mapping[str, Quantity], name: str) -> dict[str, object]:
    to_women, to_men = known[f"{name}_per_act_to_worker"], known[f"{name}_per_act_to_client"]
    ratio = {
        "value": round(middle(to_men) / middle(to_women), 8),
        "unit": "factor",
        "from": f"{to_men.name} / {to_women.name}",
    }
    return {
        "beta_m2f": _given(known, to_women.name, "probability per act"),
        "rel_beta_f2m": ratio,
        "eff_condom": _given(known, f"{name}_condom_efficacy", "share"),
    }


_MAKERS = {"hiv": _hiv, "gonorrhoea": _gonorrhoea, "syphilis": _syphilis}
