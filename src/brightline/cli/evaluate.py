"""`brightline evaluate`: the reader measured on labelled texts, beside keyword lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from brightline.cases.textfile import check_path
from brightline.cli.options import json_option, print_json
from brightline.cli.page import wrapped
from brightline.errors import BrightlineError, plural
from brightline.findings.assess import DEFAULT_DEFINITION, choose
from brightline.texts.evaluate import (
    Confusion,
    Draws,
    GoldSet,
    Record,
    Report,
    Scores,
    Share,
    commonest,
    confusions,
    keywords,
    read_labelled,
    record_of,
    taken_for,
)
from brightline.texts.evaluate import evaluate as evaluate_records
from brightline.texts.evaluate.measures import DRAWS, SEED
from brightline.texts.reader import read

OURS = "brightline"
MOST_GROUPS = 40
LONGEST_QUOTE = 70

_WORDS = {
    "status_accuracy": "gold pairs of a label found, found with the same status",
    "status_accuracy_most_specific": "labels found, same most specific status",
    "harmful_rate": "gold only negated or general, returned as reported (lower is better)",
    "span_overlap": "characters shared on matched pairs",
    "span_any_overlap": "matched pairs that share any",
    "verdict_agreement": "verdict is what the flags call for",
    "verdict_agreement_of_silence": "the same for always saying nothing",
    "conflation_macro_f1": "mean F1 over the flags",
    "false_flag_rate": "flagged where people flag nothing (lower is better)",
    "minor_accuracy": "minor reported or not",
    "adult_accuracy": "adult reported or not",
    "minors_accuracy": "minors or not",
}


@click.command()
@click.argument("labelled", type=click.Path(path_type=Path))
@click.option(
    "--texts", type=click.Path(path_type=Path), help="A .jsonl with `id` and `text`, where the labels have none."
)
@click.option(
    "--baselines", is_flag=True, help="Beside it: the Protocol's words, a wide keyword list, the commonest codes."
)
@click.option("--by", "field", metavar="FIELD", help="The families again for each value of a field of the records.")
@click.option("--show", type=click.IntRange(0), default=0, metavar="N", help="List so many misses and false finds.")
@click.option(
    "--under", multiple=True, metavar="ID", help=f"Definitions that the verdict goes by. [{DEFAULT_DEFINITION}]"
)
@click.option("--draws", type=click.IntRange(0, 100_000), default=DRAWS, show_default=True, help="For the intervals.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of the draws.")
@json_option
def evaluate(
    labelled: Path,
    texts: Path | None,
    baselines: bool,
    field: str | None,
    show: int,
    under: Sequence[str],
    draws: int,
    seed: int,
    as_json: bool,
) -> None:
    """Measure the reader on LABELLED (.jsonl), texts that people have labelled.

    A record is the codebook's (id, text, labels, minor, adult, conflation), or codes by document (id, text, acts,
    means, purposes, minors). Intervals are 95 per cent, by drawing documents again.
    """
    check_path(labelled)
    gold = read_labelled(labelled, texts)
    chosen = choose(tuple(under) or (DEFAULT_DEFINITION,))
    found: dict[str, list[Record]] = {OURS: [record_of(read(one.text, chosen)) for one in gold.texts]}
    if baselines:
        same = commonest(gold)
        for name in ("protocol_words", "wide_keywords"):
            found[keywords(name).title] = [keywords(name).record(one.text) for one in gold.texts]
        found["Commonest codes"] = [same] * len(gold.texts)
    drawn = Draws(len(gold.texts), draws, seed)
    reports = {name: evaluate_records(gold, records, gold.form, drawn) for name, records in found.items()}
    groups = _groups(gold, found[OURS], field, draws, seed) if field else {}
    listed = confusions(gold.texts, found[OURS], gold.form)
    if as_json:
        print_json(
            {
                "file": gold.name,
                "reports": {name: report.to_json() for name, report in reports.items()},
                "groups": {name: report.to_json() for name, report in groups.items()},
                "confusions": [confusion.to_json() for confusion in _shown(listed, show)],
                "taken_for": [[*pair, count] for pair, count in taken_for(listed).most_common()],
                "draws": draws,
                "seed": seed,
            }
        )
        return
    for line in (*_page(gold, reports, groups, field), *_confusions(listed, show)):
        click.echo(line.rstrip())


def _groups(gold: GoldSet, found: Sequence[Record], field: str, draws: int, seed: int) -> dict[str, Report]:
    places: dict[str, list[int]] = {}
    for place, one in enumerate(gold.texts):
        value = one.others.get(field)
        places.setdefault("(none)" if value is None else str(value), []).append(place)
    if set(places) == {"(none)"}:
        raise BrightlineError(f"{gold.name}: no record has a field {field!r} to count by")
    if len(places) > MOST_GROUPS:
        raise BrightlineError(f"{field!r} has {len(places):,} values; at most {MOST_GROUPS} can be shown")
    return {
        value: evaluate_records(
            [gold.texts[at] for at in own], [found[at] for at in own], gold.form, Draws(len(own), draws, seed)
        )
        for value, own in sorted(places.items())
    }


def _page(gold: GoldSet, reports: dict[str, Report], groups: dict[str, Report], field: str | None) -> Iterator[str]:
    ours = reports[OURS]
    yield f"{gold.name}: {plural(ours.documents, 'labelled text')}, {_FORMS[gold.form]}"
    yield ""
    yield from _families(reports)
    if ours.conflation:
        yield ""
        yield "  Label against elements    gold  precision    recall   F1"
        for flag, scores in ours.conflation.items():
            yield f"  {flag:<40}{_row(scores)}"
    yield ""
    for name, share in ours.shares.items():
        yield f"  {_number(share)} {_WORDS[name]}"
    yield ""
    yield f"  {'By label':<40}{_HEAD}   kappa"
    for label, found in ours.labels.items():
        agreed = "    -" if found.kappa is None else f"{round(found.kappa, 2) + 0:5.2f}"
        note = "" if found.reliable else "  too few to measure"
        yield f"  {label:<40}{_row(found.scores)}   {agreed}{note}"
    if ours.statuses:
        yield from _statuses(ours)
    for value, report in groups.items():
        yield ""
        yield f"  {field}: {value} ({plural(report.documents, 'text')})"
        for family, scores in report.families.items():
            if scores.gold or scores.false:
                yield f"    {family:<38}{_row(scores)}"
    yield ""
    yield wrapped(
        "Gold counts what people found. In brackets the 95 per cent interval, by drawing documents again. A label with "
        "fewer than 10 gold positives is marked. The commonest codes are chosen with this very file in view."
    )


_FORMS = {
    "codebook": "in the codebook's labels, asserted or alleged",
    "palermo": "coded by document in the Protocol's terms",
}
_HEAD = f"{'gold':>6}{'precision':>11}{'recall':>8}   F1"


def _families(reports: dict[str, Report]) -> Iterator[str]:
    yield f"  {'By family':<40}{_HEAD}"
    for family in reports[OURS].families:
        for name, report in reports.items():
            shown = f"{family}" if name == OURS else f"  {name}"
            yield f"  {shown:<40}{_row(report.families[family])}"


def _statuses(report: Report) -> Iterator[str]:
    order = ("asserted", "alleged", "hedged", "negated", "general")
    yield ""
    yield f"  {'Status by people (down), found as':<34}" + "".join(f"{name:>10}" for name in order)
    for gold in order:
        yield f"  {gold:<34}" + "".join(f"{report.statuses.get((gold, found), 0):>10,}" for found in order)


def _confusions(listed: Sequence[Confusion], show: int) -> Iterator[str]:
    swapped = taken_for(listed).most_common(10)
    if swapped:
        yield ""
        yield "  Taken for something else"
        for (label, instead), count in swapped:
            yield f"  {count:>5,}  {label} -> {instead}"
    for kind in ("missed", "false find") if show else ():
        own = [confusion for confusion in listed if confusion.kind == kind]
        yield ""
        yield f"  {'Missed' if kind == 'missed' else 'False finds'} ({len(own):,}; {min(show, len(own)):,} shown)"
        for confusion in own[:show]:
            quote = "" if confusion.quote is None else f": {_short(confusion.quote)!r}"
            other = f" [{confusion.instead}]" if confusion.instead else ""
            status = f" ({confusion.status})" if confusion.status else ""
            yield f"    {confusion.id}  {confusion.label}{status}{quote}{other}"


def _shown(listed: Sequence[Confusion], show: int) -> list[Confusion]:
    return [own for kind in ("missed", "false find") for own in [c for c in listed if c.kind == kind][:show]]


def _short(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[: LONGEST_QUOTE - 3]}..."


def _row(scores: Scores) -> str:
    return f"{scores.gold:>6,}{_plain(scores.precision):>11}{_plain(scores.recall):>8}   {_number(scores.f1)}"


def _plain(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.2f}"


def _number(share: Share) -> str:
    if share.value is None or share.low is None or share.high is None:
        return f"{_plain(share):<17}"
    return f"{share.value:.2f} [{share.low:.2f}-{share.high:.2f}]"


__all__ = ["evaluate"]
