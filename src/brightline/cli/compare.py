"""`brightline compare`: two definitions, or all of them, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from brightline.cases.textfile import check_path
from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import wrapped
from brightline.errors import BrightlineError, plural
from brightline.findings.compare import (
    Comparison,
    Difference,
    Reach,
    Relation,
    Side,
    group_words,
    relation_words,
)
from brightline.findings.compare import compare as compare_two
from brightline.findings.grid import CAVEAT, SIGNS, drawing, in_short, write_grid
from brightline.findings.matrix import Matrix, compare_all
from brightline.law import Element, Version, constraints, vocabulary
from brightline.law.definitions import CHECKED_WORDS
from brightline.logic import Any, Fact, Group, flatten
from brightline.logic import facts as facts_of

MOST_PATTERNS = 6
"""Patterns that each direction shows, unless all are asked for."""
MOST_NAMED = 6
"""Facts that a line names before it only counts the rest."""
MOST_OF_A_LIST = 3
"""Facts that a line names of an element's whole list, which the citation stands for."""

COLOURS: dict[Relation, str] = {
    "equivalent": "green",
    "a inside b": "cyan",
    "b inside a": "cyan",
    "each reaches further": "yellow",
}


@click.command()
@click.argument("names", nargs=-1, metavar="A B")
@click.option("--matrix", is_flag=True, help="Compare all definitions, or those named, each with each.")
@as_of_option
@click.option("--reading", default="strict", show_default=True, help="strict, broad, or a YAML file of your own.")
@click.option("--all", "everything", is_flag=True, help="Show every pattern, and every fact of it.")
@click.option("--out", type=click.Path(path_type=Path), help="With --matrix: draw the grid to .svg or .html.")
@json_option
def compare(
    names: Sequence[str],
    matrix: bool,
    as_of: date | None,
    reading: str,
    everything: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Set two definitions, A and B, or all of them (--matrix) side by side: which reaches cases that another does not.

    A definition is an id, a YAML file of your own, or an id with a day of its own: us-18usc1591@2003.
    """
    for name in (*names, reading):
        if name.endswith((".yaml", ".yml")):
            check_path(Path(name))
    if matrix:
        _compare_all(names, as_of, reading, everything, out, as_json)
        return
    if out:
        raise BrightlineError("--out draws the grid of many definitions; use it with --matrix")
    if len(names) != 2:
        raise BrightlineError(
            f"two definitions are compared, and {len(names) or 'none'} {'was' if len(names) < 2 else 'were'} named; "
            "write `brightline compare A B`, or --matrix for many"
        )
    found = compare_two(names[0], names[1], as_of, reading)
    if as_json:
        print_json(found.to_json())
        return
    for line in list(_page(found, everything)):
        click.echo(line)


def _compare_all(
    names: Sequence[str], as_of: date | None, reading: str, everything: bool, out: Path | None, as_json: bool
) -> None:
    if everything:
        raise BrightlineError("--all shows every pattern of two definitions; --matrix shows none")
    if out:
        drawing(out)
    found = compare_all(names or ("all",), as_of, reading)
    if len(found.sides) < 2:
        raise BrightlineError(f"a grid needs two definitions or more, and {len(found.sides) or 'none'} was named")
    if out:
        write_grid(found, out)
    if as_json:
        print_json(found.to_json())
        return
    for line in _matrix_page(found):
        click.echo(line)
    if out:
        click.echo(f"\nWrote {out}.")


def _page(found: Comparison, everything: bool) -> Iterator[str]:
    a, b = found.a, found.b
    title = f"{a.name} and {b.name}, side by side"
    if found.of_one_law and a.version is not b.version:
        first, last = sorted((a.version, b.version), key=lambda version: version.start or date.min)
        title = f"What changed between the versions of {first.label} and {last.label} of {a.definition.id}"
    yield click.style(wrapped(title), bold=True)
    for one in (a, b) if a.version is not b.version else (a,):
        yield from _side(one)
    yield wrapped(f"Reading: {found.reading.id}.")
    for line in _drawn(found):
        yield wrapped(line, "    ", "  * ")
    yield ""
    sign = f"[{SIGNS[found.relation]}] "
    if a.version is b.version:
        same = "It is compared with itself: equivalent."
        if a.as_of != b.as_of:
            same = f"Both days fall under the same version, of {a.version.label}: nothing changed."
        yield click.style(wrapped(same, "    ", sign), fg=COLOURS["equivalent"], bold=True)
    else:
        words = relation_words(found.relation, a.name, b.name)
        yield click.style(wrapped(f"{words}.", "    ", sign), fg=COLOURS[found.relation], bold=True)
    if found.own_lists:
        named = "; ".join(vocabulary()[fact].label for fact in found.own_lists)
        yield wrapped(
            f"As encoded here: both ask about this, and each law fills it from its own list, so that they may differ "
            f"there all the same: {named}.",
            "    ",
        )
    if found.amendments:
        yield "Changes of the law that are dated between them:"
        yield from (wrapped(f"{c.date} {c.law}: {c.change}", "    ", "  - ") for c in found.amendments)
    yield from _direction(found, found.only_a, a, b, everything)
    yield from _direction(found, found.only_b, b, a, everything)
    yield ""
    if found.relation != "equivalent":
        for line in _impossible(found):
            yield wrapped(line)
    yield wrapped(CAVEAT)


def _side(one: Side) -> Iterator[str]:
    chosen, version = one.definition, one.version
    yield wrapped(f"{one.name}: {chosen.title}", "    ", "  ")
    until = f" to {version.end}" if version.end else ""
    yield wrapped(f"{chosen.citation}; version of {version.label}{until}.", "      ")
    checked = CHECKED_WORDS[version.checked]
    sign = click.style("[!] ", fg="yellow") if version.checked == "memory" else ""
    yield f"      {sign}{checked[0].upper()}{checked[1:]}."
    for note in _notes(one):
        yield wrapped(note, "        ", "      * ")


def _notes(one: Side) -> Iterator[str]:
    version = one.version
    if one.definition.kind == "guidance":
        yield "This is public guidance, not law."
    elif one.definition.kind == "screening":
        yield "This is a teaching frame, not law and not a scored test."
    if not one.in_force:
        day = one.as_of or "the day of this comparison"
        yield f"Not in force on {day}: the nearest version, of {version.label}, is compared."
    elif one.as_of is None and version.end and version.end < date.today():
        yield f"No date was given, and the newest version in hand ends on {version.end}."
    if version.date_checked == "memory" and version.checked != "memory":
        yield "The dates of this version are from memory."


def _drawn(found: Comparison) -> Iterator[str]:
    """What the reading draws from one legal fact to another, as far as the two definitions ask about it."""
    words = vocabulary()
    for line in found.reading.lines:
        sources = facts_of(line.when)
        legal = all(words[fact].level == "legal" for fact in sources)
        if legal and line.fact in found.facts and not found.facts.isdisjoint(sources):
            named = "; ".join(words[fact].label for fact in sources)
            yield f"By this reading, this counts as {line.fact} ({words[line.fact].label}): {named}."


def _direction(found: Comparison, reach: Reach, one: Side, other: Side, everything: bool) -> Iterator[str]:
    if not reach.differences:
        return
    count = len(reach.differences)
    head = f"Met under {one.name}, not under {other.name}"
    if found.of_one_law:
        later = (one.version.start or date.min) > (other.version.start or date.min)
        head = f"{'Newly reached' if later else 'No longer reached'}: {head[0].lower()}{head[1:]}"
    yield ""
    yield click.style(wrapped(f"{head}:"), bold=True)
    shown = reach.differences if everything else reach.differences[:MOST_PATTERNS]
    for number, difference in enumerate(shown, start=1):
        yield from _pattern(number, difference, one, other, everything)
    rest = f"; {plural(count - len(shown), 'more pattern')} with --all" if count > len(shown) else ""
    yield wrapped(
        f"In all {plural(count, 'pattern')}, {plural(reach.count, 'full pattern')} when each alternative counts by "
        f"itself{rest}.",
        "  ",
    )


def _pattern(number: int, difference: Difference, one: Side, other: Side, everything: bool) -> Iterator[str]:
    first = f"{number:>3}. "
    for group in difference.pattern.present:
        for place, line in enumerate(_present(group, one.version, everything)):
            yield _signed(line, "[+]" if place == 0 else "or ", first)
            first = "     "
    for place, line in enumerate(_absent(difference, other, everything)):
        yield _signed(line, "[-]" if place == 0 else "or ", first)
        first = "     "
    stands = f"Stands for {plural(difference.pattern.count, 'full pattern')}. " if difference.pattern.count > 1 else ""
    yield wrapped(f"{stands}For example: {difference.situation.words}.", "     ")


def _signed(line: str, sign: str, first: str) -> str:
    """A folded line after a sign, which is coloured last so that the fold does not count the colour."""
    text = wrapped(line, "         ", f"{first}{sign:<3} ")
    colour = {"[+]": "green", "[-]": "red"}.get(sign)
    return text.replace(sign, click.style(sign, fg=colour), 1) if colour else text


def _present(group: Group, version: Version, everything: bool) -> Iterator[str]:
    """The alternatives of a group, a line for each element of the definition in whose list they stand."""
    for element, named in _listed(group, version):
        if element is None:
            yield group_words(named, True, _most(MOST_NAMED, everything))
            continue
        size = len(facts_of(element.formula))
        some = f"{len(named)} of its {size}: " if size > 1 else ""
        most = MOST_OF_A_LIST
        if len(named) == size > 1:
            some = f"any of its {size}: "
        elif len(named) < size:
            most = MOST_NAMED
        yield f"{_called(element)} ({element.cite}), {some}{_labels(named, _most(most, everything))}"


def _absent(difference: Difference, other: Side, everything: bool) -> Iterator[str]:
    """What the other definition asks for besides, at least one of these: a line for each element; then other facts."""
    asks = f"{other.name} asks besides for "
    left = dict.fromkeys(fact for group in difference.pattern.absent for fact in group)
    for element in difference.elements:
        own = facts_of(element.formula)
        named = tuple(fact for fact in own if fact in left)
        label = "" if element.label == _called(element) else f", {element.label}"
        without = f": {_none_of(named, len(named) == len(own), everything)}" if named else ""
        yield f"{asks}{_called(element)}{label} ({element.cite}){without}"
        asks = ""
        for fact in named:
            del left[fact]
    if left:
        yield group_words(tuple(left), False, _most(MOST_NAMED, everything))


def _none_of(named: Group, whole: bool, everything: bool) -> str:
    labels = _labels(named, _most(MOST_OF_A_LIST if whole else MOST_NAMED, everything))
    if len(named) == 1:
        return f"not: {labels}"
    return f"none of {'its ' if whole else ''}{len(named)}: {labels}"


def _labels(named: Group, most: int | None) -> str:
    words = vocabulary()
    shown = [words[fact].label for fact in named[:most]]
    rest = [f"and {len(named) - len(shown)} more"] if len(named) > len(shown) else []
    return "; ".join([*shown, *rest])


def _most(count: int, everything: bool) -> int | None:
    return None if everything else count


def _called(element: Element) -> str:
    return element.name.replace("_", " ")


def _listed(group: Group, version: Version) -> Sequence[tuple[Element | None, Group]]:
    """A group in parts: each the facts that one element lists, whole lists taken first; last those that none lists."""
    elements = version.elements
    lists = {name: facts_of(element.formula) for name, element in elements.items() if _is_list(element)}
    left = dict.fromkeys(group)
    found: list[tuple[Element | None, Group]] = []
    while left:
        held = {name: [fact for fact in listed if fact in left] for name, listed in lists.items()}
        best = max(held, key=lambda name: (len(held[name]) == len(lists[name]), len(held[name])), default="")
        if not held.get(best):
            break
        found.append((elements[best], tuple(held[best])))
        for fact in held[best]:
            del left[fact]
    found.sort(key=lambda part: min(map(group.index, part[1])))
    return [*found, (None, tuple(left))] if left else found


def _is_list(element: Element) -> bool:
    formula = flatten(element.formula)
    return isinstance(formula, Fact) or (
        isinstance(formula, Any) and all(isinstance(part, Fact) for part in formula.args)
    )


def _impossible(found: Comparison) -> Iterator[str]:
    words = vocabulary()
    nested = [fact for fact in found.facts if words[fact].family == "age"]
    told = ["Whoever is under one age line is under every higher one."] if len(nested) > 1 else []
    told += [
        constraint.why
        for constraint in constraints()
        if not set(constraint.given) <= set(nested)
        and found.facts.issuperset(constraint.given)
        and not found.facts.isdisjoint(constraint.then)
    ]
    if told:
        yield f"Left out as impossible by the meaning of the words alone, what goes against this: {' '.join(told)}"


def _matrix_page(found: Matrix) -> Iterator[str]:
    size = len(found.sides)
    yield click.style(wrapped(f"{plural(size, 'definition')}, each compared with each"), bold=True)
    yield wrapped(in_short(found))
    same = [group for group in found.groups if len(group) > 1]
    if same:
        yield "\nEquivalent to each other:"
        for group in same:
            yield wrapped(" = ".join(found.sides[place].name for place in group), "    ", "  [=] ")
    ways = [[found.relation(row, column) for column in range(size)] for row in range(size)]
    alone = [place for place in range(size) if ways[place].count("each reaches further") == size - 1]
    placed = [place for place in range(size) if place not in alone]
    wide = max((len(found.sides[place].name) for place in placed), default=0)
    if placed:
        yield f"\n  {'':<{wide}}{'equivalent':>14}{'lie inside it':>16}{'it lies inside':>16}{'each further':>14}"
    for place in placed:
        same_as = ways[place].count("equivalent") - 1
        further, within, each = (ways[place].count(w) for w in ("b inside a", "a inside b", "each reaches further"))
        yield f"  {found.sides[place].name:<{wide}}{same_as:>14}{further:>16}{within:>16}{each:>14}"
    if alone:
        names = ", ".join(found.sides[place].name for place in alone)
        which = "These lie" if placed else "All lie"
        yield wrapped(f"{which} inside no other, and none lies inside them ({len(alone)}): {names}.", "  ", "\n  ")
    for one in found.sides:
        if one.version.checked == "memory":
            yield wrapped(f"{one.name}: {CHECKED_WORDS['memory']}.", "      ", "  [!] ")
        if not one.in_force:
            told = f"{one.name}: not in force on {one.as_of}; the nearest version, of {one.version.label}, is compared."
            yield wrapped(told, "      ", "  [!] ")
    yield ""
    yield wrapped("The grid of signs: --out grid.html or grid.svg. One pair in full: brightline compare A B.")
    yield wrapped(CAVEAT)
