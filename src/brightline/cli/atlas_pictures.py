"""`brightline law map`, `timeline` and `change`: the atlas in pictures, each with its table."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.atlas_page import say
from brightline.cli.options import Day, json_option, print_json
from brightline.errors import BrightlineError
from brightline.law import atlas

if TYPE_CHECKING:
    from brightline.law.atlas.pictures import Picture, Table

ENDINGS = (".svg", ".html")

out_option = click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="A .html (picture and table on one page) or a .svg (the table goes to a .csv of the same name beside it).",
)


@click.command("map")
@click.option("--world/--us", "world", default=True, help="Of the world, or of the United States. [world]")
@click.option("--topic", metavar="T", help="One activity, rule or penalty. [the regime]")
@click.option("--on", type=Day(), help="On this day (YYYY-MM-DD, YYYY-MM or YYYY). [today]")
@out_option
@json_option
def map_(world: bool, topic: str | None, on: date | None, out: Path | None, as_json: bool) -> None:
    """A map of the world or the United States on a day, by regime or by one topic.

    Plain colour: read in a source that holds for the day. Patterned: unread, or not checked for the day.
    """
    check_out(out, as_json)
    chosen = None if topic in (None, "regime") else atlas.topic(topic or "").id
    from brightline.law.atlas.pictures import map_picture

    deliver(map_picture("world" if world else "us", chosen, on or date.today()), out, as_json)


@click.command()
@click.argument("place")
@out_option
@json_option
def timeline(place: str, out: Path | None, as_json: bool) -> None:
    """The law of PLACE through the years: its regime and every topic, from the first known day until today."""
    check_out(out, as_json)
    where = atlas.place(place)
    from brightline.law.atlas.pictures import timeline_picture

    deliver(timeline_picture(where.code), out, as_json)


@click.command()
@click.option("--from", "first", type=int, default=1990, show_default=True, help="The year of the first map.")
@click.option("--to", "last", type=int, help="The year of the last map. [this year]")
@click.option("--every", type=int, help="Years from one map to the next. [as many as make about ten maps]")
@out_option
@json_option
def change(first: int, last: int | None, every: int | None, out: Path | None, as_json: bool) -> None:
    """Small maps of the regime through the years, with every dated change between them."""
    check_out(out, as_json)
    from brightline.law.atlas.pictures import change_picture

    deliver(change_picture(first, last or date.today().year, every), out, as_json)


def check_out(out: Path | None, as_json: bool) -> None:
    """An error unless there is somewhere for the picture to go, said before it is drawn."""
    if out is None and not as_json:
        raise BrightlineError("give --out NAME.html or NAME.svg for the picture, or --json for the data that it shows")
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise BrightlineError(f"{out.name}: a picture is written to a name that ends in .html or .svg")


def deliver(picture: Picture, out: Path | None, as_json: bool) -> None:
    """The picture written to its file, whole or not at all, and its data printed where that was asked for."""
    written = write(picture, out) if out is not None else []
    if as_json:
        print_json(picture.data)
    else:
        say(f"Wrote {' and '.join(path.name for path in written)}.")


def write(picture: Picture, out: Path) -> list[Path]:
    """The picture as a page, or as an SVG with a CSV beside it for each of its tables: all of them, or none."""
    from brightline.cases.placing import replacing
    from brightline.law.atlas.pictures import as_csv, as_html, as_svg

    if out.suffix.lower() == ".html":
        texts = {out: as_html(picture)}
    else:
        beside = {_beside(out, number, table): table for number, table in enumerate(picture.tables)}
        for path, table in beside.items():
            _check_ours(path, table)
        texts = {out: as_svg(picture)} | {path: as_csv(table) for path, table in beside.items()}
    with ExitStack() as open_files:
        for path, text in texts.items():
            open_files.enter_context(replacing(path)).write_text(text, "utf-8")
    return list(texts)


def _beside(out: Path, number: int, table: Table) -> Path:
    return out.with_suffix(".csv") if number == 0 else out.with_name(f"{out.stem}-{table.id}.csv")


def _check_ours(path: Path, table: Table) -> None:
    """An error where a table would take the place of a file that no picture wrote."""
    try:
        with path.open(encoding="utf-8") as file:
            first = file.readline().rstrip("\n").split(",")
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, UnicodeDecodeError):
        first = []
    if first[:2] != list(table.columns[:2]):
        raise BrightlineError(
            f"{path.name} is there already and is not the table of a picture; give the picture another name"
        )
