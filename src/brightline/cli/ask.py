"""`brightline ask`: an interview in the terminal, one question at a time, that can be stopped and gone on with."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from shlex import quote

import click

from brightline.cases import Case
from brightline.cases.casefile import read_cases
from brightline.cases.store import Safe, is_saved_interview, key_kind, new_safe, open_safe
from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import case_page, contacts, contacts_or_place, wrapped
from brightline.cli.question import stopped_page
from brightline.cli.sitting import Sitting, Talk
from brightline.errors import BrightlineError, plural
from brightline.findings.ask import Interview
from brightline.findings.assess import DEFAULT_DEFINITION, choose
from brightline.findings.consent import consent
from brightline.findings.plain_data import interview_as_data
from brightline.law import vocabulary


@click.command()
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"A definition id, a pattern such as 'us-*', a YAML file, or all. May be repeated. [{DEFAULT_DEFINITION}]",
)
@click.option("--case", "case_file", type=click.Path(path_type=Path), help="Start from the facts in this case file.")
@click.option("--actor", metavar="ID", help="Whom of the case's actors the questions are about.")
@click.option("--about", metavar="TEXT", help="Whom the questions are about: one person, or a group acting together.")
@click.option("--purpose", metavar="TEXT", help="Why you ask: it is said at the start, and kept with the answers.")
@click.option(
    "--save", type=click.Path(path_type=Path), help="Keep the answers in this file, encrypted; go on if it is there."
)
@click.option("--passphrase", is_flag=True, help="Lock a new file with a passphrase, not with this machine's own key.")
@click.option("--finding", is_flag=True, help="Show the whole finding also where questions are left.")
@click.option("--again", is_flag=True, help="Ask the questions again that were skipped before.")
@as_of_option
@click.option("--reading", help="strict, broad, or a YAML file of your own.  [default: strict]")
@json_option
def ask(
    under: Sequence[str],
    case_file: Path | None,
    actor: str | None,
    about: str | None,
    purpose: str | None,
    save: Path | None,
    passphrase: bool,
    finding: bool,
    again: bool,
    as_of: date | None,
    reading: str | None,
    as_json: bool,
) -> None:
    """Be led through the questions that can still change a finding: the fewest and gentlest first.

    Any question can be skipped, and the interview stopped at any time: the answers so far stand. With --save they are
    on the disk before the next question is put.
    """
    _check_words(under, save, passphrase)
    talk = Talk(to_errors=as_json)
    safe: Safe | None = None
    going_on = save is not None and os.path.lexists(save)
    if going_on:
        assert save is not None
        _refuse_beside_saved(save, case_file, passphrase)
        safe, saved = open_safe(save, _passphrase_for(save))
        if actor and actor != saved.actor:
            raise BrightlineError(f"{save.name}: the interview in it is about {saved.actor or 'everybody recorded'}")
        interview = Interview.resumed(saved, under, reading or "", as_of)
        _refuse_other(save, interview, about)
        if again:
            interview.ask_again()
        names, law = under or saved.under, reading or saved.reading
    else:
        if again:
            raise BrightlineError("--again goes on with a saved interview: name it with --save")
        names, law = under or (DEFAULT_DEFINITION,), reading or "strict"
        interview = Interview(names, law, as_of, _one_case(case_file) if case_file else None, actor, about=about)
        if save:
            safe = new_safe(save, _new_passphrase() if passphrase or _given_passphrase() else None)
    purpose = purpose or (interview.agreed.purpose if interview.agreed else consent().purpose)
    sitting = Sitting(talk, interview, safe, _kept_names(names), _kept_name(law), " ".join(purpose.split()))
    try:
        sitting.hold(going_on)
    except KeyboardInterrupt:
        talk.say()
        interview.stop()
    unsaved = sitting.settle()
    if as_json:
        print_json(_as_data(sitting, save))
    _end(sitting, save, finding)
    if unsaved:
        raise BrightlineError(unsaved)


def _check_words(under: Sequence[str], save: Path | None, passphrase: bool) -> None:
    for name in under:
        id, sign, day = name.partition("@")
        if sign and not _is_file(name):
            raise BrightlineError(f"{name!r} names a day: write --under {id} --as-of {day or 'YYYY-MM-DD'}")
    if passphrase and not save:
        raise BrightlineError("--passphrase locks the file that the answers are kept in: name it with --save")


def _refuse_other(save: Path, interview: Interview, about: str | None) -> None:
    label = next((actor.label or actor.id for actor in interview.start.actors if actor.id == interview.actor), "")
    if about is not None and " ".join(about.split()) != label:
        raise BrightlineError(
            f"{save.name}: the interview in it is about {label or 'everybody recorded'}; leave --about out, or save "
            "elsewhere"
        )


def _refuse_beside_saved(save: Path, case_file: Path | None, passphrase: bool) -> None:
    kind = key_kind(save)
    if case_file:
        raise BrightlineError(
            f"{save.name}: an interview with its own case is in it; leave --case out, or save elsewhere"
        )
    if passphrase and kind == "machine":
        raise BrightlineError(f"{save.name}: kept with this machine's key; --passphrase is for a new file")


def _given_passphrase() -> str | None:
    return os.environ.get("BRIGHTLINE_PASSPHRASE") or None


def _passphrase_for(save: Path) -> str | None:
    if key_kind(save) == "machine" or _given_passphrase() or not (sys.stdin and sys.stdin.isatty()):
        return _given_passphrase()
    return str(click.prompt(f"Passphrase of {save.name}", hide_input=True, err=True))


def _new_passphrase() -> str:
    given = _given_passphrase()
    if given:
        return given
    if not (sys.stdin and sys.stdin.isatty()):
        raise BrightlineError("a passphrase is asked for on a terminal; elsewhere set BRIGHTLINE_PASSPHRASE to it")
    click.echo("Without the passphrase nobody can open the file again, not even you.", err=True)
    return str(click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True))


def _one_case(file: Path) -> Case:
    cases = read_cases(file)
    if len(cases) > 1:
        raise BrightlineError(f"{file.name}: {len(cases)} cases are in it; an interview is about one")
    return cases[0]


def _kept_names(under: Sequence[str]) -> tuple[str, ...]:
    """The definitions by name; files of the user's own by their full path, so that they are found again."""
    files = [_kept_name(name) for name in under if _is_file(name)]
    shipped = [name for name in under if not _is_file(name)]
    return (*(one.id for one in (choose(shipped) if shipped else ())), *files)


def _is_file(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))


def _kept_name(name: str) -> str:
    return str(Path(name).resolve()) if _is_file(name) else name


def _end(sitting: Sitting, save: Path | None, finding: bool) -> None:
    talk, interview = sitting.talk, sitting.interview
    talk.say()
    if not sitting.begun:
        talk.say("Stopped before the first question. Nothing was asked, and nothing was written down.")
    elif sitting.deleted:
        gone = f"{save} is deleted; copies of it elsewhere are not." if save else "The answers are deleted."
        talk.say(f"Stopped. That is fine. {gone}")
    elif interview.question is None and not interview.stopped:
        answers = plural(len(interview.answers), "answer")
        talk.say(wrapped(f"No question is left that can change a finding. You gave {answers}."))
        _whole_finding(sitting, save)
    else:
        for line in stopped_page(interview, quote(str(save)) if save else ""):
            talk.say(line)
        if finding:
            _whole_finding(sitting, save)
    if not sitting.shown or not contacts():
        talk.say(contacts_or_place())
    if talk.seen and sitting.begun:
        talk.say("What was said still stands on this screen: clear it before you leave.")


def _whole_finding(sitting: Sitting, save: Path | None) -> None:
    talk, interview = sitting.talk, sitting.interview
    sitting.shown = True
    talk.say()
    # What would change it is left to `explain`: read out here, it would lead the person to answer again.
    for line in case_page(interview.findings[0].case, interview.findings, changes=False):
        talk.say(line)
    talk.say()
    for answer, said in (("skip", "Skipped"), ("rather not say", "Would rather not say")):
        facts = [given.fact for given in interview.answers if given.answer == answer]
        if facts:
            questions = " ".join(f"{vocabulary()[fact].question} ({fact})" for fact in facts)
            talk.say(wrapped(f"{said}: {questions}"))
    if not save:
        talk.say("The answers were not saved: they are gone once this screen is. (--save FILE keeps them.)")
        return
    if not interview.stopped:
        talk.say(f"Saved, encrypted, in {save}. To go on: brightline ask --save {quote(str(save))}")
    talk.say(f"What would change it: brightline explain {quote(str(save))}")
    if any(given.answer == "skip" for given in interview.answers):
        talk.say("With --again the skipped questions are asked again.")


def _as_data(sitting: Sitting, save: Path | None) -> Mapping[str, object]:
    return {
        **interview_as_data(sitting.interview),
        "saved": str(save) if save and is_saved_interview(save) else None,
    }
