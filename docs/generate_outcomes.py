"""Reference page of the model of outcomes, made from its data: every number of it with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plain import text

from brightline.outcomes import Quantity, Scenario, Setting, effects, scenarios, settings
from brightline.outcomes.evidence import GRADE_WORDS, VERIFIED_WORDS
from brightline.outcomes.scenarios import BOUND_WORDS


def outcomes_page() -> Iterator[str]:
    """Every number of the model of outcomes with its source: scenarios, settings, odds ratios, biology."""
    yield from ("# Scenarios, settings and their sources", "")
    yield "Every number that [outcomes](../outcomes.md) draws on. **Not read** marks what is chosen or from memory."
    yield from ("", "## Evidence", "", "| grade | meaning |", "| --- | --- |")
    yield from (f"| {grade} | {text(said)} |" for grade, said in GRADE_WORDS.items())
    yield from ("", "| verified | meaning |", "| --- | --- |")
    yield from (f"| {mark} | {text(said)} |" for mark, said in VERIFIED_WORDS.items())
    yield from ("", "## Scenarios")
    for one in scenarios().values():
        yield from scenario_section(one)
    yield from ("", "## Settings")
    for where in settings().values():
        yield from setting_section(where)
    yield from ("", "## Odds ratios of the exposures", "")
    yield "Sets that are never mixed, so that nothing is counted twice. What a set leaves out is 1."
    for chosen in effects().sets.values():
        yield from ("", f"### `{chosen.id}`", "", f"{text(chosen.title)}. {text(chosen.note)}")
        yield from quantity_table(chosen.quantities.values())
    yield from ("", "## Biology and the rest: the same everywhere")
    yield from quantity_table(effects().quantities.values())


def scenario_section(one: Scenario) -> Iterator[str]:
    yield from ("", f"### `{one.id}`", "", f"**{text(one.title)}.** {text(one.about)}", "")
    if one.regime:
        yield f"- Leads to: {one.regime.replace('_', ' ')}"
    yield f"- Comes: {f'over {one.phase_in_years:g} years' if one.phase_in_years else 'at once'}"
    yield f"- Weakest link: **{one.grade}**"
    yield f"- How optimistic: **{BOUND_WORDS[one.bound]}**"
    yield f"- Main caveat: {text(one.caveat)}"
    for change in one.changes:
        yield f"- {text(change.words).capitalize()}. {text(change.why)}"
        interval = f"interval {change.quantity.interval}; " if change.quantity.kind != "fixed" else ""
        yield f"  - {interval}{quantity_origin(change.quantity)}"
    yield from (f"- Assumed: {text(words)}" for words in one.assumes)


def setting_section(where: Setting) -> Iterator[str]:
    yield from ("", f"### `{where.id}`", "", f"**{text(where.title)}.** {text(where.about)}", "")
    yield f"- Outcome: {text(where.counted)}; {where.years} years from {where.day}"
    regime = where.regime
    marked = "" if regime.certain else " (**not all read**)"
    yield f"- Regime at the start, by the atlas for `{where.place}`: {regime.id.replace('_', ' ')}{marked}"
    yield from (f"- Has to be met at the start: {text(target.words)}" for target in where.targets)
    yield from (f"- {text(note)}" for note in where.notes)
    yield from quantity_table(where.quantities.values())


def quantity_table(listed: Iterable[Quantity]) -> Iterator[str]:
    yield from ("", "| number | what it is | value | where from |", "| --- | --- | --- | --- |")
    for one in listed:
        yield f"| `{one.name}` | {text(one.label)} | {text(one.words)} | {quantity_origin(one)} |"


def quantity_origin(one: Quantity) -> str:
    """Source, how well it was checked, and grade; loudly where nobody read it."""
    mark = f"**Not read**: {VERIFIED_WORDS[one.verified]}" if one.verified in ("memory", "assumption") else one.verified
    source = "" if one.verified == "assumption" else f"{text(one.source.words)} "
    return f"{source}{mark}; {one.grade}. {text(one.note)}".strip()
