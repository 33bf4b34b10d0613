"""Runs of outcomes, settings and scenarios as pages that a person reads: the company of every percentage included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import click

from brightline.cli.atlas_page import say
from brightline.cli.page import wrapped
from brightline.errors import plural
from brightline.outcomes import Averted, Outcomes, Quantity, Scenario, Setting, Spread
from brightline.outcomes.evidence import GRADE_WORDS, VERIFIED_WORDS
from brightline.outcomes.result import AMONG_WORDS, BOUNDARY_WORDS, NOT_A_FORECAST, shown
from brightline.outcomes.scenarios import BOUND_WORDS

SIGNS = {"assumption": "[?]", "ecological": "[.]"}
MOST_DRIVERS = 5


def run_page(found: Outcomes) -> None:
    """A whole run."""
    say(f"{found.title}: {found.beside}", bold=True)
    say(NOT_A_FORECAST)
    say("")
    say(f"{_regime(found)} The law at the start enters no number.", indent="  ")
    if found.model == "transmission":
        say(f"Network: {BOUNDARY_WORDS[found.boundary]}.", indent="  ")
        say(
            f"Odds ratios: {found.evidence}. Draws: {found.draws:,}, kept {found.kept:,}; seed {found.seed}.",
            indent="  ",
        )
        if found.evidence_note:
            say(f"[?] {found.evidence_note}", indent="  ")
        assumed = ", all of them chosen: calibrated to assumed targets" if found.assumed_targets else ""
        say(f"Kept by: {found.method}{assumed}.", indent="  ")
        for target in found.targets:
            say(f"- {target.words}", indent="    ")
    else:
        say(f"Draws: {found.draws:,}; seed {found.seed}. The network makes no difference here.", indent="  ")
    counted = "percent" if found.measure in ("sti-prevalence", "violence") else _for_every(found)
    say(f"Without any change: {_interval(found.baseline, '', 0)} {counted}.", indent="  ")
    for trend in found.trends:
        say(f"- {trend.words}", indent="    ")
    for one in found.scenarios.values():
        say("")
        _scenario(one, found)
    for words in found.warnings:
        say("")
        say(f"[!] {words}")
    say("")
    assumed, of = found.assumed
    sources = f"`brightline outcomes sources {found.setting}` lists each"
    say(
        f"Of {plural(of, 'number')} in this run, targets included, {assumed} are assumptions or from memory: {sources}."
    )
    if found.model == "transmission":
        say("The years run before the start, and when condoms and treatment came in them, are chosen too.")
    for note in found.notes:
        say(note)


def _interval(one: Spread, sign: str, digits: int) -> str:
    return f"{shown(one.median, digits)}{sign} ({shown(one.low, digits)} to {shown(one.high, digits)})"


def _regime(found: Outcomes) -> str:
    """The law at the start, as the atlas has it."""
    if found.regime == "undetermined":
        return "Starts from: a law that the atlas leaves undetermined, since not every row was read for that day."
    doubt = "" if found.regime_read else ", though not every row it rests on was read for that day"
    return f"Starts from: {found.regime.replace('_', ' ')}, by the atlas{doubt}."


def _for_every(found: Outcomes) -> str:
    """Infections of whom, for every 1,000 workers."""
    together = "" if found.among in ("workers", "clients") else " together"
    return f"infections, of {AMONG_WORDS[found.among]}{together}, for every 1,000 workers"


def _scenario(one: Averted, found: Outcomes) -> None:
    say(f"{one.scenario}: {one.title}", bold=True)
    upper = "at most, as an upper end: " if one.bound == "upper" else ""
    words = effect(one.percent)
    of = "" if "more (" in words else "of "
    say(f"{upper}{words} {of}{found.beside}.", indent="  ", bold=True)
    say(f"[!] {one.caveat}", indent="  ")
    for words in one.remarks:
        say(f"[!] {words}", indent="  ")
    if one.percent.low < 0 < one.percent.high:
        less, more = (f"{100 * share:.0f} %" for share in (one.averting, one.adding))
        say(f"[?] The sign is not settled: {less} of the draws avert some, {more} bring some.", indent="  ")
    if one.per_1000_workers is not None:
        adds = one.per_1000_workers.median < 0
        many = _interval(_turned(one.per_1000_workers, adds), "", 0)
        say(f"That is {many} {'more' if adds else 'fewer'} {_for_every(found)}.", indent="  ")
    say(f"In brackets: where 95 of 100 draws lie. {_errors(one.percent)}", indent="  ")
    if one.beside is not None:
        other = "an open" if found.boundary == "closed" else "a closed"
        words = f"Another world, {other} network, calibrated anew ({plural(one.beside.kept, 'draw')} kept)"
        say(f"{words}: {effect(one.beside.percent)}.", indent="  ")
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


def effect(one: Spread) -> str:
    """What is averted or added, with the words that say which."""
    if one.low == one.high == 0:
        return "would change nothing: 0 %"
    if shown(one.median) == "0":
        return f"no clear change: {_interval(one, ' %', 0)} fewer"
    if one.median < 0:
        turned = _turned(one, True)
        return f"would bring {shown(turned.median)} % more ({shown(turned.low)} to {shown(turned.high)})"
    return f"would avert {_interval(one, ' %', 0)}"


def _errors(one: Spread) -> str:
    if one.error is None or one.error_of_ends is None:
        return "Too few draws to give their Monte-Carlo error."
    return f"Monte-Carlo error: {one.error:.1f} points of the middle, {one.error_of_ends:.1f} of the ends."


def _turned(one: Spread, more: bool) -> Spread:
    """A spread of what is averted as one of what is added, where the median is an increase."""
    return replace(one, median=-one.median, low=-one.high, high=-one.low) if more else one


def setting_lines(one: Setting) -> None:
    """A setting in the list of them."""
    say(f"{one.id}: {one.title}", bold=True)
    regime = one.regime
    read = "" if regime.certain else "*"
    say(
        f"{one.counted[0].upper()}{one.counted[1:]}. Starts {one.day} from {regime.id.replace('_', ' ')}{read}. "
        f"{one.draws:,} draws unless asked otherwise.",
        indent="  ",
    )
    say(one.about, indent="  ")


def scenario_lines(one: Scenario) -> None:
    """A scenario in the list of them, with each of its links."""
    say(f"{one.id}: {one.title}", bold=True)
    say(one.about, indent="  ")
    when = f"phased in over {one.phase_in_years:g} years" if one.phase_in_years else "at once"
    leads = f" Leads to: {one.regime.replace('_', ' ')}." if one.regime else ""
    say(f"[!] {one.caveat}", indent="  ")
    say(f"{when.capitalize()}.{leads} It is {BOUND_WORDS[one.bound]}. Weakest link: {one.grade}.", indent="  ")
    for change in one.changes:
        head = f"{change.words} [{change.quantity.grade}]."
        click.echo(wrapped(f"- {head} {change.why}", "      ", "    "))


def quantity_lines(title: str, quantities: Iterable[Quantity], note: str = "") -> None:
    """Numbers with where each comes from; what is assumed is marked."""
    listed = list(quantities)
    if not listed:
        return
    say("")
    say(title, bold=True)
    if note:
        say(f"[?] {note}", indent="  ")
    for one in listed:
        sign = "[ ]" if one.grade == "assumption" or one.verified in ("memory", "assumption") else "[=]"
        click.echo(wrapped(f"{sign} {one.label}: {one.words}", "      ", "  "))
        source = "" if one.verified == "assumption" else f"{one.source.words} "
        kind = VERIFIED_WORDS[one.verified]
        click.echo(wrapped(f"{source}{kind.capitalize()}. Grade: {one.grade}.", "      "))
        if one.note:
            click.echo(wrapped(one.note, "      "))
