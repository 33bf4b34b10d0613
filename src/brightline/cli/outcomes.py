"""`brightline outcomes`: what a change of law or practice does to HIV and other infections."""

from __future__ import annotations

from pathlib import Path

import click

from brightline.cli.atlas_page import say
from brightline.cli.options import json_option, print_json
from brightline.errors import BrightlineError


@click.group()
def outcomes() -> None:
    """Ask what a change of law or practice would do to HIV and STI transmission.

    Not a forecast. Every percentage says of what, among whom, in an open or closed network, and on what evidence.
    """


@outcomes.command()
@click.argument("setting")
@click.option(
    "--scenario", "scenarios", multiple=True, required=True, metavar="S", help="What changes; may be repeated."
)
@click.option(
    "--boundary", type=click.Choice(["open", "closed"]), required=True,
    help="Closed: sex workers and clients only. Open: with their other partners and infections from outside.",
)  # fmt: skip
@click.option(
    "--among", type=click.Choice(["workers", "clients", "workers-and-clients", "all"]), required=True,
    help="Whose infections count; all are sex workers, clients and their other partners.",
)  # fmt: skip
@click.option("--years", type=int, help="How long it runs. [as the setting says; mostly 10]")
@click.option("--draws", type=int, help="How many draws of the uncertain numbers. [as the setting says]")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@click.option("--evidence", default="aesha", show_default=True, metavar="E", help="Which set of odds ratios.")
@click.option("--engine", type=click.Choice(["auto", "numpy", "compiled"]), default="auto", help="How it is computed.")
@click.option("--threads", type=int, help="Threads to work on. [all cores]")
@click.option("--step", type=float, help="Step in years; refused where unstable. [chosen for each draw]")
@click.option("--one-boundary", is_flag=True, help="Do not run the other boundary beside it.")
@click.option("--plot", type=click.Path(path_type=Path), help="Draw a fan and the drivers to an .svg.")
@json_option
def run(
    setting: str,
    scenarios: tuple[str, ...],
    boundary: str,
    among: str,
    years: int | None,
    draws: int | None,
    seed: int,
    evidence: str,
    engine: str,
    threads: int | None,
    step: float | None,
    one_boundary: bool,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Run scenarios in SETTING, an id or a YAML file of your own, against no change."""
    from brightline.cli.outcomes_page import run_page
    from brightline.outcomes import simulate

    if plot is not None:
        from brightline.cases.placing import check_place

        if plot.suffix.lower() != ".svg":
            raise BrightlineError(f"{plot.name}: the picture is an SVG; give a name that ends in .svg")
        check_place(plot)
    found = simulate(
        setting,
        scenarios,
        boundary=boundary,  # pyright: ignore[reportArgumentType]
        among=among,  # pyright: ignore[reportArgumentType]
        years=years,
        draws=draws,
        seed=seed,
        evidence=evidence,
        engine=engine,
        threads=threads,
        step=step,
        beside=not one_boundary,
    )
    if plot is not None:
        found.plot(plot)
    if as_json:
        print_json(found.to_json())
    else:
        run_page(found)


@outcomes.command()
@click.option("--blank", type=click.Path(path_type=Path), help="Write the form for a setting of your own to a .yaml.")
@json_option
def settings(blank: Path | None, as_json: bool) -> None:
    """The places and times in which scenarios can be run, or a form for your own."""
    from brightline.cli.outcomes_page import setting_lines
    from brightline.outcomes import settings as known
    from brightline.outcomes.settings import BLANK

    if blank is not None:
        _write_blank(blank, BLANK, as_json)
        return
    if as_json:
        print_json(
            [
                {
                    "id": one.id,
                    "title": one.title,
                    "place": one.place,
                    "day": str(one.day),
                    "model": one.model,
                    "outcome": one.outcome,
                    "infections": list(one.infections),
                    "years": one.years,
                    "draws": one.draws,
                    "regime": one.regime.id,
                    "targets": [target.to_json() for target in one.targets],
                    "about": one.about,
                }
                for one in known().values()
            ]
        )
        return
    for one in known().values():
        setting_lines(one)
        say("")
    say("* rests at least in part on a row of the atlas that is unread or was not checked for that day.")
    say("One of your own: `brightline outcomes settings --blank my-place.yaml`, fill it in, and run that file.")


def _write_blank(path: Path, form: Path, as_json: bool) -> None:
    from brightline.cases.placing import replacing

    if path.suffix.lower() not in (".yaml", ".yml"):
        raise BrightlineError(f"{path.name}: the form is YAML; give a name that ends in .yaml")
    if path.exists():
        raise BrightlineError(f"{path.name} is there already; give another name")
    with replacing(path) as temporary:
        temporary.write_text(form.read_text("utf-8"), "utf-8")
    if as_json:
        print_json({"written": path.name})
    else:
        say(f"Wrote {path.name}. Fill in every empty line; `brightline outcomes run {path.name}` names those left.")


@outcomes.command()
@json_option
def scenarios(as_json: bool) -> None:
    """The changes that can be run, each link with its evidence grade."""
    from brightline.cli.outcomes_page import scenario_lines
    from brightline.outcomes import scenarios as known
    from brightline.outcomes.evidence import GRADE_WORDS

    if as_json:
        print_json([one.to_json() for one in known().values()])
        return
    for one in known().values():
        scenario_lines(one)
        say("")
    say("Evidence, from the strongest to the weakest:", bold=True)
    for grade, words in GRADE_WORDS.items():
        say(f"{grade}: {words}", indent="  ")


@outcomes.command()
@click.argument("setting")
@click.option("--evidence", default="aesha", show_default=True, metavar="E", help="Which set of odds ratios.")
@json_option
def sources(setting: str, evidence: str, as_json: bool) -> None:
    """Every number that a run in SETTING uses, and where it comes from."""
    from brightline.cli.outcomes_page import quantity_lines
    from brightline.outcomes import evidence_set
    from brightline.outcomes import setting as named
    from brightline.outcomes.used import assumptions, of_biology, of_place

    where, ratios = named(setting), evidence_set(evidence)
    parts = {
        "place": of_place(where, "open"),
        "targets": [target.quantity for target in where.targets],
        "odds_ratios": list(ratios.quantities.values()) if where.model == "transmission" else [],
        "biology": of_biology(where, "open"),
    }
    if as_json:
        shown = {name: [one.to_json() for one in quantities] for name, quantities in parts.items()}
        note = ratios.note if where.model == "transmission" else ""
        print_json({"setting": where.id, "evidence": ratios.id, "evidence_note": note, **shown})
        return
    say(f"{where.title} ({where.id})", bold=True)
    every = [one for quantities in parts.values() for one in quantities]
    say(f"{len(every)} numbers, {assumptions(every)} of them assumptions or from memory: marked [ ].")
    say("Those of a scenario stand under `brightline outcomes scenarios`.")
    quantity_lines("How the place is", parts["place"])
    quantity_lines("What the draws have to meet at the start", parts["targets"])
    quantity_lines(f"Exposures: {ratios.title}", parts["odds_ratios"], ratios.note)
    quantity_lines("The same everywhere", parts["biology"])


@outcomes.command()
@click.argument("setting")
@click.option("--out", type=click.Path(path_type=Path), help="A .json to write. [standard output]")
def export(setting: str, out: Path | None) -> None:
    """Write the numbers of SETTING in the form of STIsim and Starsim, as JSON."""
    import json

    from brightline.cases.placing import replacing
    from brightline.outcomes import setting as named
    from brightline.outcomes.export import to_stisim

    data = to_stisim(named(setting))
    if out is None:
        print_json(data)
        return
    if out.suffix.lower() != ".json":
        raise BrightlineError(f"{out.name}: this is written as JSON; give a name that ends in .json")
    with replacing(out) as temporary:
        temporary.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")
    say(f"Wrote {out.name}.")
