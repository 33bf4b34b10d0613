"""Runs of outcomes, settings and scenarios as pages that a person reads: the company of every percentage included."""

from __future__ import annotations

from collections.abc import Iterable

import click

from brightline.cli.atlas_page import say
from brightline.cli.page import wrapped
from brightline.errors import plural
from brightline.outcomes import Averted, Outcomes, Quantity, Scenario, Setting, Spread
from brightline.outcomes.evidence import GRADE_WORDS, VERIFIED_WORDS
from brightline.outcomes.result import BOUNDARY_WORDS, NOT_A_FORECAST

SIGNS = {"assumption": "[?]", "ecological": "[.]"}
MOST_DRIVERS = 5


def run_page(found: Outcomes) -> None:
    """A whole run."""
    say(f"{found.title}: {found.beside}", bold=True)
    say(NOT_A_FORECAST)
    say("")
    regime = found.regime.replace("_", " ")
    doubt = "" if found.regime_read else ", though not every row it rests on was read for that day"
    say(f"Starts from: {regime}, by the atlas{doubt}.", indent="  ")
    if found.model == "transmission":
        say(f"Network: {BOUNDARY_WORDS[found.boundary]}.", indent="  ")
        say(
            f"Odds ratios: {found.evidence}. Draws: {found.draws:,}, kept {found.kept:,}; seed {found.seed}.",
            indent="  ",
        )
        say(f"Kept by: {found.method}.", indent="  ")
        for target in found.targets:
            say(f"- {target}", indent="    ")
    else:
        say(f"Draws: {found.draws:,}; seed {found.seed}. The network makes no difference here.", indent="  ")
    counted = "percent" if found.measure in ("sti-prevalence", "violence") else "for every 1,000 workers"
    say(f"Without any change: {_interval(found.baseline, '', 0)} {counted}.", indent="  ")
    for one in found.scenarios.values():
        say("")
        _scenario(one, found)
    for words in found.warnings:
        say("")
        say(f"[!] {words}")
    say("")
    assumed, of = found.assumed
    sources = f"`brightline outcomes sources {found.setting}` lists each"
    say(f"Of {plural(of, 'number')} in this run, {assumed} are assumptions or from memory: {sources}.")
    for note in found.notes:
        say(note)


def _interval(one: Spread, sign: str, digits: int) -> str:
    return f"{one.median:,.{digits}f}{sign} ({one.low:,.{digits}f} to {one.high:,.{digits}f})"


def _scenario(one: Averted, found: Outcomes) -> None:
    more = one.percent.median < 0
    say(f"{one.scenario}: {one.title}", bold=True)
    shown = _turned(one.percent, more)
    if more:
        line = f"{shown.median:,.0f} % more ({shown.low:,.0f} to {shown.high:,.0f}) {found.beside}"
    else:
        line = f"averts {_interval(shown, ' %', 0)} of {found.beside}"
    say(f"{line}.", indent="  ", bold=True)
    if one.percent.low <= 0 <= one.percent.high and one.percent.low != one.percent.high:
        say("[?] The interval holds 0: it may as well avert some as bring some.", indent="  ")
    if one.per_1000_workers is not None:
        many = _interval(_turned(one.per_1000_workers, more), "", 0)
        say(f"That is {many} infections {'more' if more else 'fewer'} for every 1,000 workers.", indent="  ")
    say(
        f"In brackets: where 95 of 100 draws lie. Monte-Carlo error of the middle: {one.percent.error:.1f} points.",
        indent="  ",
    )
    if one.beside is not None:
        other = "an open" if found.boundary == "closed" else "a closed"
        say(f"The same in {other} network: {_interval(_turned(one.beside, more), ' %', 0)}.", indent="  ")
    say(f"{SIGNS.get(one.grade, '[=]')} Weakest link: {one.grade} ({GRADE_WORDS[one.grade]}).", indent="  ")
    for link in one.links:
        click.echo(wrapped(f"- {link.step}: {link.grade}. {link.rests_on.rstrip('.')}.", "      ", "    "))
    if one.assumptions:
        say("Assumed:", indent="  ")
        for words in one.assumptions:
            click.echo(wrapped(f"- {words}", "      ", "    "))
    drivers = [driver for driver in one.drivers if abs(driver.correlation) > one.noise][:MOST_DRIVERS]
    if drivers:
        say("The averted share moves most with (rank correlation):", indent="  ")
        for driver in drivers:
            click.echo(wrapped(f"{driver.correlation:+.2f} {driver.label}", "          ", "    "))


def _turned(one: Spread, more: bool) -> Spread:
    """A spread of what is averted as one of what is added, where the median is an increase."""
    return Spread(-one.median, -one.high, -one.low, one.error) if more else one


def setting_lines(one: Setting) -> None:
    """A setting in the list of them."""
    say(f"{one.id}: {one.title}", bold=True)
    regime = one.regime
    read = "" if regime.certain else "*"
    say(
        f"{one.counted[0].upper()}{one.counted[1:]}. Starts {one.day} from {regime.id.replace('_', ' ')}{read}.",
        indent="  ",
    )
    say(one.about, indent="  ")


def scenario_lines(one: Scenario) -> None:
    """A scenario in the list of them, with each of its links."""
    say(f"{one.id}: {one.title}", bold=True)
    say(one.about, indent="  ")
    when = f"phased in over {one.phase_in_years:g} years" if one.phase_in_years else "at once"
    leads = f" Leads to: {one.regime.replace('_', ' ')}." if one.regime else ""
    say(f"{when.capitalize()}.{leads} Weakest link: {one.grade}.", indent="  ")
    for change in one.changes:
        head = f"{change.words} [{change.quantity.grade}]."
        click.echo(wrapped(f"- {head} {change.why}", "      ", "    "))


def quantity_lines(title: str, quantities: Iterable[Quantity]) -> None:
    """Numbers with where each comes from; what nobody read is marked."""
    listed = list(quantities)
    if not listed:
        return
    say("")
    say(title, bold=True)
    for one in listed:
        sign = "[ ]" if one.verified in ("memory", "assumption") else "[=]"
        click.echo(wrapped(f"{sign} {one.label}: {one.words}", "      ", "  "))
        source = "" if one.verified == "assumption" else f"{one.source.words} "
        kind = VERIFIED_WORDS[one.verified]
        click.echo(wrapped(f"{source}{kind.capitalize()}. Grade: {one.grade}.", "      "))
        if one.note:
            click.echo(wrapped(one.note, "      "))
