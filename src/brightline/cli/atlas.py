"""`brightline law`: the atlas, asked by place, activity and date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from brightline.cli.atlas_page import (
    cell,
    print_csv,
    print_doubted,
    print_rows,
    print_standings,
    regime_lines,
    row_lines,
    say,
)
from brightline.cli.atlas_pictures import change, map_, timeline
from brightline.cli.atlas_rules import condoms, penalties, police, trafficking
from brightline.cli.options import Day, json_option, print_json
from brightline.errors import BrightlineError, plural
from brightline.findings.plain_data import history_as_data, topic_as_data
from brightline.law import atlas

on_option = click.option("--on", type=Day(), help="On this day (YYYY-MM-DD, YYYY-MM or YYYY). [today]")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV: the columns of the atlas and the doubt.")


@click.group()
def law() -> None:
    """Ask the atlas: who may do what, where, since when.

    Every row says how well it was checked. An unread row is shown as unread, and "no bar found" is not known, not
    allowed.
    """


@law.command()
@click.argument("place")
@click.option("--activity", metavar="A", help="One activity or rule: stripping, brothel, condom_evidence ...")
@on_option
@json_option
@csv_option
def status(place: str, activity: str | None, on: date | None, as_json: bool, as_csv: bool) -> None:
    """What the law of PLACE says on a day. PLACE is an ISO code (NZ, US-NY) or a name."""
    where = atlas.place(place)
    topic = atlas.topic(activity).id if activity else None
    found = atlas.status(where.code, topic, on)
    if as_json:
        print_json([atlas.standing_json(standing) for standing in found])
        return
    if as_csv:
        print_standings(found)
        return
    day = on or date.today()
    say(f"{where.name} ({where.code}) on {day}", bold=True)
    if not found:
        about = f" on {atlas.topics()[topic].label}" if topic else ""
        say(f"The atlas has nothing{about} for this place and day. That says nothing of what the law is.")
        say_parts(where.code)
    for standing in found:
        row_lines(standing.row, standing.doubt, standing.others)
    if not topic and found:
        say("")
        regime_lines(atlas.regime(where.code, on), brief=True)
    say_caveat()


@law.command()
@click.argument("place", required=False)
@click.option("--all", "every", is_flag=True, help="Every place of the atlas.")
@on_option
@json_option
@csv_option
def regime(place: str | None, every: bool, on: date | None, as_json: bool, as_csv: bool) -> None:
    """The regime of PLACE, or of every place, computed from its rows, with the rows that decide it."""
    if every == bool(place):
        raise BrightlineError("give one place, or --all for every place")
    found = atlas.regimes(on) if every else (atlas.regime(atlas.place(place or "").code, on),)
    if as_json:
        data = [one.to_json() for one in found]
        print_json(data if every else data[0])
    elif as_csv:
        print_csv(
            ("jurisdiction", "on", "regime", "all_read", "because"),
            ((one.code, one.on, one.id, "yes" if one.certain else "no", _because(one)) for one in found),
        )
    elif every:
        _print_regimes(found)
        say_caveat()
    else:
        regime_lines(found[0])
        if not found[0].because:
            say_parts(found[0].code)
        say_caveat()


def _because(found: atlas.Regime) -> str:
    return ";".join(f"{standing.row.topic}={standing.row.status}" for standing in found.because)


def _print_regimes(found: Sequence[atlas.Regime]) -> None:
    for id, meaning in atlas.REGIMES.items():
        of_kind = [one for one in found if one.id == id]
        if of_kind:
            say(f"{id} ({plural(len(of_kind), 'place')}): {meaning}", bold=True)
            say(", ".join(one.code + ("" if one.certain else "*") for one in of_kind), indent="  ")
    say("* rests at least in part on a row that is unread, or was not checked for that day.")


@law.command()
@click.argument("place")
@click.option("--activity", metavar="A", help="One activity or rule.")
@json_option
@csv_option
def history(place: str, activity: str | None, as_json: bool, as_csv: bool) -> None:
    """How the law of PLACE came to be what it is, topic by topic, oldest first; what is not known is marked."""
    where = atlas.place(place)
    topic = atlas.topic(activity).id if activity else None
    if as_json:
        print_json(history_as_data(where, topic))
        return
    rows = atlas.history(where.code, topic)
    if as_csv:
        print_doubted((row, atlas.doubt_of(row)) for row in rows)
        return
    say(f"{where.name} ({where.code})", bold=True)
    if not rows:
        say("The atlas has nothing for this place.")
        say_parts(where.code)
    for name in dict.fromkeys(row.topic for row in rows):
        of_topic = [row for row in rows if row.topic == name]
        say(atlas.topics()[name].label, bold=True, indent="  ")
        spans: list[tuple[date, atlas.Row | atlas.Gap]] = [(row.first_day or date.min, row) for row in of_topic]
        spans += [(gap.first, gap) for gap in atlas.gaps(where.code, name)]
        for _, span in sorted(spans, key=lambda item: item[0]):
            if isinstance(span, atlas.Gap):
                say(f"[?] {span.first} to {span.last}: not known", indent="    ")
            else:
                row_lines(span, atlas.doubt_of(span), indent="    ", named=False)
    say_caveat()


@law.command()
@click.argument("one")
@click.argument("other")
@on_option
@json_option
@csv_option
def compare(one: str, other: str, on: date | None, as_json: bool, as_csv: bool) -> None:
    """Two places side by side on a day."""
    sides = [atlas.place(name) for name in (one, other)]
    found = [{standing.row.topic: standing for standing in atlas.status(side.code, None, on)} for side in sides]
    names = [name for name in atlas.topics() if any(name in side for side in found)]
    if as_json:
        print_json(
            {
                "a": sides[0].code,
                "b": sides[1].code,
                "on": str(on or date.today()),
                "regimes": [atlas.regime(side.code, on).id for side in sides],
                "topics": [
                    {"topic": name, "a": _json_or_none(found[0].get(name)), "b": _json_or_none(found[1].get(name))}
                    for name in names
                ],
            }
        )
        return
    if as_csv:
        print_standings(standing for side in found for standing in side.values())
        return
    say(f"{sides[0].name} and {sides[1].name} on {on or date.today()}", bold=True)
    shown = [["", sides[0].code, sides[1].code]]
    shown.append(["regime", *(atlas.regime(side.code, on).id.replace("_", " ") for side in sides)])
    for name in names:
        cells = [cell(side.get(name)) for side in found]
        shown.append([atlas.topics()[name].label, *cells])
    print_rows(shown)
    say("* unread, or not checked for that day. - nothing in the atlas, which says nothing of what the law is.")
    say_caveat()


def _json_or_none(standing: atlas.Standing | None) -> dict[str, object] | None:
    return atlas.standing_json(standing) if standing else None


@law.command()
@click.argument("words", nargs=-1, required=True)
@json_option
@csv_option
def search(words: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """Rows in which all WORDS stand: in place, topic, status, source or note."""
    found = atlas.search(words)
    if as_json:
        print_json([atlas.row_json(row) for row in found])
    elif as_csv:
        print_doubted((row, atlas.doubt_of(row)) for row in found)
    else:
        for row in found:
            row_lines(row, atlas.doubt_of(row), placed=True)
        say(f"{plural(len(found), 'row')} found." if found else "No row holds all these words; try fewer.")


@law.command()
@json_option
@csv_option
def topics(as_json: bool, as_csv: bool) -> None:
    """The activities, rules and penalties that the atlas speaks of, and the words it uses for each."""
    if as_json:
        print_json([topic_as_data(one) for one in atlas.topics().values()])
        return
    if as_csv:
        words = ((t, *pair) for t in atlas.topics().values() for pair in (t.statuses or {"": ""}).items())
        lines = ((t.id, t.kind, t.label, word, meaning) for t, word, meaning in words)
        print_csv(("topic", "kind", "label", "status", "meaning"), lines)
        return
    for t in atlas.topics().values():
        say(f"{t.id}: {t.label} ({t.kind})", bold=True)
        for word, meaning in t.statuses.items():
            say(f"{word}: {meaning}", indent="    ")


@law.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option
def check(file: Path | None, as_json: bool) -> None:
    """Check rows of the atlas: FILE (one line under the header is enough), or all those that come with Brightline.

    Exit code 1 where something is to be mended.
    """
    from brightline.cases.textfile import check_path

    if file is None:
        text, others, name = atlas.FILE.read_text("utf-8"), (), "rows.csv"
    else:
        check_path(file)
        try:
            text, others, name = file.read_text("utf-8-sig"), atlas.rows(), file.name
        except UnicodeDecodeError:
            raise BrightlineError(f"{file.name}: not UTF-8 text; save it as UTF-8") from None
    faults = atlas.check(text, others)
    if as_json:
        print_json({"file": name, "faults": [fault.to_json() for fault in faults]})
    else:
        for fault in faults:
            click.echo(f"{name}, {fault}")
        click.echo(f"{plural(len(faults), 'fault')} in {name}." if faults else f"{name}: every row is right in form.")
    if faults:
        raise SystemExit(1)


@law.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A .csv to write.")
@json_option
def export(out: Path, as_json: bool) -> None:
    """Write every row to a CSV that `law check` takes."""
    from brightline.cases.placing import replacing

    if out.suffix.lower() != ".csv":
        raise BrightlineError(f"{out.name}: the atlas is written as CSV; give a name that ends in .csv")
    with replacing(out) as temporary:
        temporary.write_text(atlas.to_csv(atlas.rows()), "utf-8")
    if as_json:
        print_json({"written": out.name, "rows": len(atlas.rows())})
    else:
        say(f"{len(atlas.rows()):,} rows written to {out.name}.")


def say_parts(code: str) -> None:
    """Which parts of a place have rows of their own, for one whose law differs from part to part."""
    parts = [part.code for part in atlas.within(code) if part.code in atlas.covered()]
    if parts:
        say(f"Its parts have rows of their own: {', '.join(parts)}.")


def say_caveat() -> None:
    """What a reader must know, once."""
    say("")
    say("The written law as far as it was read, not its enforcement, and not legal advice. Law may have moved since.")


for _command in (penalties, condoms, police, trafficking, map_, timeline, change):
    law.add_command(_command)
