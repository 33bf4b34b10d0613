"""Options that several commands share, and how values given on the command line are read."""

from __future__ import annotations

import json
from datetime import date

import click

from brightline.law.datafile import parse_date


class Day(click.ParamType[date]):
    """A date written YYYY-MM-DD, YYYY-MM or YYYY (its first day)."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except ValueError as failure:
            self.fail(str(failure), param, ctx)


as_of_option = click.option("--as-of", type=Day(), help="Use the law in force on this day (YYYY-MM-DD).")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON with stable field names.")


def print_json(data: object) -> None:
    """Data as indented JSON on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
