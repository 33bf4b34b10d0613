"""`brightline law penalties`, `condoms`, `police` and `trafficking`: what else the law of a place does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from brightline.cli.atlas_page import cell, print_csv, print_doubted, print_rows, print_standings, row_lines, say
from brightline.cli.options import Day, json_option, print_json
from brightline.errors import plural
from brightline.law import atlas

if TYPE_CHECKING:
    from brightline.findings.line import LineFinding
    from brightline.law.definitions import Definition

PAPER = (
    "Statutory maxima do not show who is punished. That takes counts of arrests, charges and sentences, and rules that "
    "this table holds beside the maximum or not at all: loitering laws, ladders for repeat offences, HIV upgrades, "
    "sex-offender registers, immigration bars, and buyers left out of the law until late."
)

on_option = click.option("--on", type=Day(), help="On this day (YYYY-MM-DD, YYYY-MM or YYYY). [today]")


@click.command()
@click.argument("place", required=False)
@on_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--counts", is_flag=True, help="Print only in how many places who faces more, not the places.")
def penalties(place: str | None, on: date | None, as_json: bool, as_csv: bool, counts: bool) -> None:
    """Who bears the punishment on paper: the heaviest penalty for seller, buyer and third party.

    PLACE limits it to one place and its parts.
    """
    where = atlas.place(place) if place else None
    codes = None if where is None else [where.code, *(part.code for part in atlas.within(where.code))]
    found = atlas.penalties(on, codes)
    balance = atlas.balance(found)
    read = atlas.balance(burden for burden in found if burden.read)
    if as_json:
        print_json(
            {
                "on": str(on or date.today()),
                "counts": dict(balance),
                "counts_where_both_were_read": dict(read),
                "finding": PAPER,
                "places": [burden.to_json() for burden in found],
            }
        )
        return
    if as_csv:
        sides = [side for burden in found for side in (burden.seller, burden.buyer, burden.third_party) if side]
        print_standings(sides)
        return
    if not found and where:
        say(f"The atlas has no penalty for {where.name} ({where.code}). That says nothing of what the law is.")
        return
    if not counts:
        shown = [["place", "seller", "buyer", "third party", "on paper"]]
        for burden in found:
            sides = (burden.seller, burden.buyer, burden.third_party)
            shown.append([burden.code, *(cell(side) for side in sides), burden.heavier])
        print_rows(shown)
        say("* unread, or not checked for that day. - not in the atlas.")
        say("")
    named = ", ".join(f"{name} in {count}" for name, count in balance.items())
    say(
        f"Seller and buyer: {named}. Read on both sides: {', '.join(f'{n} in {c}' for n, c in read.items())}.",
        bold=True,
    )
    say(PAPER)


@click.command()
@on_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def condoms(on: date | None, as_json: bool, as_csv: bool) -> None:
    """Where carrying condoms may be evidence: barred, limited, admissible, or not known."""
    found = atlas.standings("condom_evidence", on)
    if as_json:
        print_json(
            [atlas.standing_json(standing) | {"means": atlas.CONDOM_WORDS[standing.row.status]} for standing in found]
        )
        return
    if as_csv:
        pairs = ((standing.row, standing.doubt) for standing in found)
        print_doubted(pairs, "means", lambda row: atlas.CONDOM_WORDS[row.status])
        return
    unknown = [standing.row.jurisdiction for standing in found if standing.row.status == "no_bar_found"]
    for standing in found:
        if standing.row.status != "no_bar_found":
            row_lines(standing.row, standing.doubt, standing.others, placed=True)
    say("")
    say(
        f"[?] Not known in {plural(len(unknown), 'place')}, where no bar was found, which does not mean that there is "
        f"none: {', '.join(unknown)}."
    )
    say("Whether condoms may be held against a person there is not known.")
    if all(atlas.upwards(standing.row.jurisdiction)[-1] == "US" for standing in found):
        say("Places outside the United States have no row on this.")


@click.command()
@click.argument("place", required=False)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def police(place: str | None, as_json: bool, as_csv: bool) -> None:
    """Whether police may have sexual contact: exemptions and consent gaps, with their dates."""
    where = atlas.place(place) if place else None
    codes = [where.code, *(part.code for part in atlas.within(where.code))] if where else [None]
    found = [row for code in codes for row in atlas.police(code)]
    if as_json:
        print_json([atlas.row_json(row) for row in found])
        return
    if as_csv:
        print_doubted((row, atlas.doubt_of(row)) for row in found)
        return
    say("Two rules that are often confused:", bold=True)
    say("1. An exemption lifts the prostitution offence from an officer who investigates.", indent="  ")
    say(
        "2. A consent gap: no offence is aimed at an officer's sexual contact, so that consent can be argued.",
        indent="  ",
    )
    say("A rule about custody does not reach contact before an arrest.", indent="  ")
    say("")
    for row in found:
        row_lines(row, atlas.doubt_of(row), placed=True, named=row.topic != "police_contact")
    if not found:
        say("The atlas has nothing on this for that place.")


@click.command()
@click.argument("place")
@on_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
def trafficking(place: str, on: date | None, as_json: bool, as_csv: bool) -> None:
    """How PLACE defines trafficking on a day, and whether that reaches ordinary sex work."""
    from brightline.findings.line import line, reach_of_sex_work
    from brightline.law.claims import claims

    where = atlas.place(place)
    day = on or date.today()
    chosen = atlas.trafficking(where.code)
    in_force = [d for d in chosen if d.version_on(day)]
    asked = [claim for claim in claims() if claim.conclusion == "not reached"]
    tried = line(in_force, asked, day)
    findings = {d.id: [finding for finding in tried if finding.definition is d] for d in in_force}
    if as_json:
        print_json(
            {
                "jurisdiction": where.code,
                "on": str(day),
                "definitions": [
                    {
                        "definition": d.id,
                        "title": d.title,
                        "citation": d.citation,
                        "version": findings[d.id][0].version.label,
                        "checked": findings[d.id][0].version.checked,
                        "reaches_adult_sex_work": reach_of_sex_work(findings[d.id]).at_18,
                        "reaches_adult_sex_work_from_21": reach_of_sex_work(findings[d.id]).at_21,
                        "line": [finding.to_json() for finding in findings[d.id]],
                    }
                    for d in in_force
                ],
                "not_in_force": [d.id for d in chosen if d not in in_force],
            }
        )
        return
    if as_csv:
        lines: list[tuple[object, ...]] = []
        for d in in_force:
            version, reach = findings[d.id][0].version, reach_of_sex_work(findings[d.id])
            lines.append((d.jurisdiction, day, d.id, version.label, version.checked, reach.at_18, reach.at_21))
        print_csv(("jurisdiction", "on", "definition", "version", "checked", "at_18", "at_21"), lines)
        return
    say(f"Trafficking in {where.name} ({where.code}) on {day}", bold=True)
    if not chosen:
        say(
            "No definition of this place is encoded. The Palermo Protocol may bind it (`brightline line un-palermo`). "
            "That says nothing of what its own law is."
        )
        if parts := [part.code for part in atlas.within(where.code) if atlas.trafficking(part.code)]:
            say(f"Its parts have definitions of their own: {', '.join(parts)}.")
    for d in in_force:
        _print_definition(d, findings[d.id])
    for d in chosen:
        if d not in in_force:
            say(f"Not in force on that day: {d.title} ({d.id}).", indent="  ")
    say("")
    say("A charge under a law that needs no force and no minor is not evidence of either. Not legal advice.")


REACH_WORDS = {
    "reached": "REACHES",
    "unclear": "MAY REACH, depending on how it is read,",
    "not reached": "does not reach",
}


def _print_definition(d: Definition, findings: Sequence[LineFinding]) -> None:
    from brightline.findings.line import reach_of_sex_work

    version, reach = findings[0].version, reach_of_sex_work(findings)
    say(f"{d.title} ({d.id})", bold=True)
    say(f"{d.citation}; version of {version.label}.", indent="  ")
    if version.checked == "memory":
        say("[ ] UNREAD: the wording is from memory and may be wrong.", indent="  ")
    say(f"It {REACH_WORDS[reach.at_18]} an adult's sex work with ordinary help only.", indent="  ")
    if reach.at_21 != reach.at_18:
        say(f"From 21 on it {REACH_WORDS[reach.at_21]} it.", indent="  ")
    for finding in findings:
        if finding.verdict != "proved":
            say(f"{finding.claim.title}. {finding.words}", indent="    ")
    say(f"More: brightline line {d.id}; brightline definitions {d.id}", indent="  ")
