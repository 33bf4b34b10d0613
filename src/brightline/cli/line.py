"""`brightline line`: what each definition reaches, proved claim by claim or refuted by a case."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from brightline.cases.placing import check_place, replacing
from brightline.cases.textfile import check_path
from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import width, wrapped
from brightline.errors import BrightlineError, plural
from brightline.findings.line import ADULT_CLAIMS, LineFinding, Verdict, reach_of_sex_work
from brightline.findings.line import line as try_claims
from brightline.findings.line_page import (
    ABOUT_WORDING,
    HOW,
    LEGEND,
    REACH_WORDS,
    REACHED,
    SIGNS,
    LinePage,
    as_html,
    as_markdown,
    details,
    status,
    together,
    views,
)
from brightline.law import definitions as definitions_named
from brightline.law.claims import Claim
from brightline.law.claims import claim as claim_named
from brightline.law.claims import claims as all_claims

COLOURS: Mapping[Verdict, str] = {"proved": "green", "refuted": "red", "open": "yellow"}

MOST_WHOLE = 3
"""Definitions that are shown claim by claim; more are shown as a table."""
LONGEST_REACH = len("reached (18-20)")


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--claim", "chosen", multiple=True, metavar="CLAIM", help="Try this claim only. May be repeated.")
@as_of_option
@click.option("--reading", default="strict", show_default=True, help="strict, broad, or a YAML file of your own.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a page to a name that ends in .md or .html.")
@json_option
@click.option("--markdown", is_flag=True, help="Print the page as Markdown.")
def line(
    ids: Sequence[str],
    chosen: Sequence[str],
    as_of: date | None,
    reading: str,
    out: Path | None,
    as_json: bool,
    markdown: bool,
) -> None:
    """Prove where each law draws the line between sex work and trafficking.

    Claims such as "an adult who sells sex alone is not reached" are tried against the definitions ID, patterns such as
    'us-*', or YAML files; without one against every definition whose wording was read. Each is proved, refuted by a
    case, or open because it turns on how the wording is read. The claims are: alone, colleagues, third-party-help,
    migration, client, child-without-means, child-without-third-party, each-means, no-movement-needed and
    consent-irrelevant.
    """
    if as_json and markdown:
        raise BrightlineError("choose one of --json and --markdown")
    _check_place(out)
    for name in (*ids, reading):
        if name.endswith((".yaml", ".yml")):
            check_path(Path(name))
    listed = definitions_named(*ids)
    if not listed:
        raise BrightlineError(f"{' '.join(ids)}: known from memory only; name such a definition by its whole id")
    claims = tuple(dict.fromkeys(claim_named(id) for id in chosen)) or all_claims()
    page = LinePage(try_claims(listed, claims, as_of, reading), as_of)
    if out:
        with replacing(out) as temporary:
            temporary.write_text(
                as_html(page) if out.suffix.lower() == ".html" else _joined(as_markdown(page)), "utf-8"
            )
    if as_json:
        print_json([finding.to_json() for finding in page.findings])
    elif markdown:
        click.echo(_joined(as_markdown(page)), nl=False)
    elif out:
        click.echo(f"Wrote {out}: {plural(len(page.claims), 'claim')}, {plural(len(listed), 'definition')}.")
    else:
        for words in _shown(page, positions=bool(chosen)):
            click.echo(words)


def _check_place(out: Path | None) -> None:
    if out is None:
        return
    if out.suffix.lower() not in (".md", ".html"):
        raise BrightlineError(f"{out.name}: write the page to a name that ends in .md or .html")
    check_place(out)


def _joined(lines: Iterator[str]) -> str:
    return "".join(f"{words}\n" for words in lines)


def _shown(page: LinePage, positions: bool) -> Iterator[str]:
    if len(page.definitions) <= MOST_WHOLE:
        return _whole(page, positions)
    return _one_claim(page) if len(page.claims) == 1 else _table(page)


def _whole(page: LinePage, positions: bool) -> Iterator[str]:
    """Each definition claim by claim."""
    for definition in page.definitions:
        found = page.of(definition)
        yield click.style(wrapped(f"{definition.title} ({definition.id})"), bold=True)
        yield wrapped(f"{definition.citation}. {' '.join(status(found[0], page.as_of))}", "  ")
        yield wrapped(f"Reading: {page.reading.id}.", "  ")
        for finding in found:
            yield from _finding(finding)
        if page.adds_up:
            yield wrapped(f"An adult's sex work with ordinary help only: {together(found)}.", "  ")
        yield ""
    if positions:
        yield from _why(page)
    yield from _foot(page)
    if not positions:
        yield wrapped(f"Why a claim matters, and who disputes it: --claim {_most_disputed(page)}, for example.")


def _most_disputed(page: LinePage) -> str:
    """A claim to point to: the first one with positions that is not proved here, else the first."""
    against = (one.claim for one in page.findings if one.verdict != "proved" and one.claim.positions)
    return next(against, page.claims[0]).id


def _finding(finding: LineFinding) -> Iterator[str]:
    sign = f"  {SIGNS[finding.verdict]} {finding.verdict:<9}"
    title = wrapped(f"{finding.claim.title} ({finding.claim.id})", " " * len(sign), " " * len(sign))
    yield click.style(sign, fg=COLOURS[finding.verdict]) + title[len(sign) :]
    if finding.verdict != "proved":
        yield wrapped(f"Claimed of: {finding.claim.situation}.", "        ", "      ")
    yield from _details(finding, "      ")


def _details(finding: LineFinding, indent: str) -> Iterator[str]:
    for about, words in details(finding):
        yield wrapped(f"{about}: {words}{'' if words.endswith('.') else '.'}", indent + "  ", indent)


def _one_claim(page: LinePage) -> Iterator[str]:
    """One claim over many definitions: those that go against it with their case, then the others by name."""
    (claim,) = page.claims
    yield click.style(wrapped(f"{claim.title} ({claim.id}): {page.counts(claim)}"), bold=True)
    yield wrapped(f"Claimed of: {claim.situation}.", "  ")
    yield wrapped(f"Reading: {page.reading.id}. Law: {page.law}.", "  ")
    for verdict in ("refuted", "open"):
        for finding in page.findings:
            if finding.verdict == verdict:
                yield ""
                yield click.style(f"{SIGNS[verdict]} {verdict}", fg=COLOURS[verdict]) + f"  {finding.definition.id}"
                yield from _details(finding, "    ")
    proved = [finding.definition.id for finding in page.findings if finding.verdict == "proved"]
    if proved:
        yield ""
        yield click.style(f"{SIGNS['proved']} proved", fg=COLOURS["proved"])
        yield textwrap.fill(
            ", ".join(proved), width(), initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
        )
    yield ""
    yield from _why(page)
    yield from _foot(page)


def _why(page: LinePage) -> Iterator[str]:
    """Why claims matter, and what the sides hold where they are disputed."""
    for claim in page.claims:
        yield click.style(f"Why it matters ({claim.id})", bold=True)
        yield wrapped(claim.why, "  ")
        yield from (wrapped(f"{about}: {words}", "    ", "  ") for about, words in views(claim))
        yield ""


def _table(page: LinePage) -> Iterator[str]:
    """Definitions by claims: a sign in each cell, the claims numbered."""
    yield from (wrapped(words) for words in page.about())
    yield ""
    for number, claim in enumerate(page.claims, start=1):
        yield wrapped(f"{claim.title} ({claim.id}): {page.counts(claim)}.", "    ", f"{number:>2}  ")
    yield ""
    first = max(len(one.id) for one in page.definitions) + 2
    ages = any(finding.from_age for finding in page.findings)
    sizes, heads = _columns(page.claims, width() - first, 5 if ages else 3)
    fits = page.adds_up and first + sum(sizes) + LONGEST_REACH <= width()
    names = "".join(f"{head:<{size}}" for head, size in zip(heads, sizes, strict=True))
    yield click.style((" " * first + names + ("sex work" if fits else "")).rstrip(), bold=True)
    for definition in page.definitions:
        found = page.of(definition)
        cells = "".join(_cell(finding, size) for finding, size in zip(found, sizes, strict=True))
        yield f"{definition.id:<{first}}{cells}{_short(found) if fits else ''}".rstrip()
    yield ""
    yield from _foot(page)
    if ages:
        yield wrapped("20 or 21 after a sign: from that age on it holds.")
    if fits:
        yield wrapped(
            "sex work: whether an adult's sex work with ordinary help only is reached, going by the claims "
            f"{', '.join(ADULT_CLAIMS)} together; (18-20): for those ages only, and outside after."
        )
    against = next((one.definition.id for one in page.findings if one.verdict != "proved"), page.definitions[0].id)
    yield wrapped(f"`brightline line {against}` shows the cases; --out line.html writes everything as a page.")


def _columns(claims: Sequence[Claim], room: int, least: int) -> tuple[list[int], list[str]]:
    """The width and the head of each claim's column: its name where all names fit, else its number."""
    named = [max(least, len(claim.id)) + 2 for claim in claims]
    if sum(named) <= room:
        return named, [claim.id for claim in claims]
    size = least + (len(claims) * (least + 1) <= room)
    return [size] * len(claims), [str(number) for number, _ in enumerate(claims, start=1)]


def _cell(finding: LineFinding, size: int) -> str:
    sign = SIGNS[finding.verdict]
    return click.style(sign, fg=COLOURS[finding.verdict]) + f"{finding.from_age or '':<{size - len(sign)}}"


def _short(found: Sequence[LineFinding]) -> str:
    """What the claims about adults add up to, in at most `LONGEST_REACH` characters."""
    reach = reach_of_sex_work(found)
    ages = " (18-20)" if reach.at_18 != reach.at_21 == "not reached" else ""
    return f"{REACH_WORDS[reach.at_18]}{ages}"


def _foot(page: LinePage) -> Iterator[str]:
    seen = {finding.verdict for finding in page.findings}
    yield from (
        wrapped(f"{sign} {verdict}: {LEGEND[verdict]}.", "    ", "")
        for verdict, sign in SIGNS.items()
        if verdict in seen
    )
    if len(page.definitions) <= MOST_WHOLE:
        yield wrapped(REACHED)
        yield wrapped(HOW)
        yield wrapped(ABOUT_WORDING)
