"""`brightline ask`: an interview in the terminal, one question at a time, that can be stopped and gone on with."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TextIO

import click

from brightline.cases import Case
from brightline.cases.casefile import read_cases
from brightline.cases.store import Safe, is_saved_interview, key_kind, new_safe, open_safe
from brightline.cli.options import as_of_option, json_option, print_json
from brightline.cli.page import case_page, contacts, wrapped
from brightline.cli.question import KEYS, Key, keys_of, opening_page, question_page, reasons_page
from brightline.errors import BrightlineError, plural
from brightline.findings.ask import Answer, Given, Interview, Question
from brightline.findings.assess import DEFAULT_DEFINITION, choose
from brightline.law import vocabulary

LONGEST_LINE = 10_000
"""Characters of a typed line that are looked at."""

_MEANT: Mapping[str, Answer | Key] = {
    **{word: word for word in KEYS.values()},
    **KEYS,
    "dont know": "don't know",
    "stop": "quit",
}


@click.command()
@click.option(
    "--under",
    multiple=True,
    metavar="ID",
    help=f"A definition id, a pattern such as 'us-*', a YAML file, or all. May be repeated. [{DEFAULT_DEFINITION}]",
)
@click.option("--case", "case_file", type=click.Path(path_type=Path), help="Start from the facts in this case file.")
@click.option("--actor", metavar="ID", help="Whom of the case's actors the questions are about.")
@click.option(
    "--save", type=click.Path(path_type=Path), help="Keep the answers in this file, encrypted; go on if it is there."
)
@click.option("--passphrase", is_flag=True, help="Lock a new file with a passphrase, not with this machine's own key.")
@click.option("--again", is_flag=True, help="Ask the questions again that were skipped before.")
@as_of_option
@click.option("--reading", help="strict, broad, or a YAML file of your own.  [default: strict]")
@json_option
def ask(
    under: Sequence[str],
    case_file: Path | None,
    actor: str | None,
    save: Path | None,
    passphrase: bool,
    again: bool,
    as_of: date | None,
    reading: str | None,
    as_json: bool,
) -> None:
    """Be led through the questions that can still change a finding: the fewest and gentlest first.

    Any question can be skipped, and the interview stopped at any time: the answers so far stand. With --save they are
    on the disk before the next question is put.
    """
    talk = _Talk(to_errors=as_json)
    safe: Safe | None = None
    going_on = save is not None and os.path.lexists(save)
    if going_on:
        assert save is not None
        _refuse_beside_saved(save, case_file, passphrase)
        safe, saved = open_safe(save, _passphrase_for(save))
        if actor and actor != saved.actor:
            raise BrightlineError(f"{save.name}: the interview in it is about {saved.actor or 'everybody recorded'}")
        interview = Interview.resumed(saved, under, reading or "", as_of)
        if again:
            interview.ask_again()
        names, law = under or saved.under, reading or saved.reading
    else:
        if again:
            raise BrightlineError("--again goes on with a saved interview: name it with --save")
        names, law = under or (DEFAULT_DEFINITION,), reading or "strict"
        interview = Interview(names, law, as_of, _one_case(case_file) if case_file else None, actor)
        if save:
            safe = new_safe(save, _new_passphrase() if passphrase or _given_passphrase() else None)
    sitting = _Sitting(talk, interview, safe, _kept_names(names), _kept_name(law))
    try:
        sitting.hold(going_on)
    except KeyboardInterrupt:
        talk.say()
        interview.stop()
    unsaved = sitting.settle()
    if as_json:
        print_json(_as_data(sitting, save))
    _end(sitting, save)
    if unsaved:
        raise BrightlineError(unsaved)


class _Talk:
    """What is said and what is typed: on a terminal or through a pipe, in lines."""

    def __init__(self, to_errors: bool) -> None:
        self._to_errors = to_errors
        self._lines: TextIO = sys.stdin
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
        self.seen = self._lines.isatty()
        """Whether a person sits before it."""

    def say(self, text: str = "", **style: bool) -> None:
        click.echo(click.style(text, **style) if style and text else text, err=self._to_errors)

    def hear(self) -> str | None:
        """The next line typed, in small letters; `None` where there is nothing more to come."""
        click.echo("> ", nl=False, err=self._to_errors)
        line = self._lines.readline(LONGEST_LINE)
        if not self.seen:
            self.say()
        return " ".join(line.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower().split()) if line else None


class _Sitting:
    """One sitting of an interview: every answer is kept before it is confirmed."""

    def __init__(
        self, talk: _Talk, interview: Interview, safe: Safe | None, under: Sequence[str], reading: str
    ) -> None:
        self.talk = talk
        self.interview = interview
        self.begun = False
        self._kept: tuple[Given, ...] | None = None
        self._safe = safe
        self._under = under
        self._reading = reading

    def hold(self, going_on: bool) -> None:
        """The opening words, then question after question until none is left or the person stops."""
        talk = self.talk
        for line in opening_page(self.interview, self._safe.path.name if self._safe else "", going_on):
            talk.say(line)
        while (word := talk.hear()) != "":
            if word is None or _MEANT.get(word) == "quit":
                return
            talk.say("  Press Enter to go on, or q to stop.")
        self._keep()
        self.begun = True
        while question := self.interview.question:
            talk.say()
            for line in question_page(self.interview, question):
                talk.say(line)
            if not self._answered(question):
                self.interview.stop()
                return

    def _answered(self, question: Question) -> bool:
        """Take keys until one moves the interview on. False where it is to stop."""
        talk = self.talk
        while True:
            word = talk.hear()
            meant = _MEANT.get(word) if word is not None else "quit"
            if meant == "quit":
                return False
            if meant == "why":
                for line in reasons_page(self.interview, question):
                    talk.say(line)
            elif meant == "back":
                if self._taken_back():
                    return True
            elif meant is None or (meant == "none of the rest" and not question.closes):
                talk.say(f"  Please type one of {', '.join(keys_of(self.interview, question))} and press Enter.")
            elif self._noted(meant):
                return True

    def _noted(self, answer: Answer) -> bool:
        rest = self.interview.rest() if answer == "none of the rest" else ()
        self.interview.answer(answer)
        try:
            self._keep()
        except BrightlineError as failure:
            self.interview.back()
            self.talk.say(wrapped(f"Not saved, so the answer does not count: {failure}", "  "))
            return False
        words = "no to this, and to all the rest" if rest else answer
        self.talk.say(f"  {'Saved' if self._safe else 'Noted'}: {words}.")
        return True

    def _taken_back(self) -> bool:
        last = self.interview.back()
        if last is None:
            self.talk.say("  This is the first question: there is nothing to go back to.")
            return False
        try:
            self._keep()
        except BrightlineError as failure:
            self.talk.say(wrapped(f"Taken back here, but not in the file: {failure}", "  "))
            return True
        self.talk.say(f"  {'Saved' if self._safe else 'Noted'}: the last answer is taken back.")
        return True

    def _keep(self) -> None:
        if self._safe:
            self._safe.write(self.interview.saved(self._under, self._reading))
            self._kept = self.interview.answers

    def settle(self) -> str:
        """Save what was cut off in the saving, so that file and page say the same. What went wrong, if it did."""
        if self.begun and self._kept != self.interview.answers:
            try:
                self._keep()
            except BrightlineError as failure:
                return str(failure)
        return ""


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
    if key_kind(save) == "machine" or _given_passphrase() or not sys.stdin.isatty():
        return _given_passphrase()
    return str(click.prompt(f"Passphrase of {save.name}", hide_input=True, err=True))


def _new_passphrase() -> str:
    given = _given_passphrase()
    if given:
        return given
    if not sys.stdin.isatty():
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


def _end(sitting: _Sitting, save: Path | None) -> None:
    talk, interview = sitting.talk, sitting.interview
    talk.say()
    if not sitting.begun:
        talk.say("Stopped before the first question. Nothing was asked, and nothing was written down.")
        if contacts():
            talk.say(contacts())
        return
    answered = plural(len(interview.answers), "answer")
    if interview.question is None and not interview.stopped:
        talk.say(wrapped(f"No question is left that can change a finding. You gave {answered}."))
    else:
        talk.say(wrapped(f"Stopped after {answered}. That is fine; what was answered stands."))
    talk.say()
    for line in case_page(interview.findings[0].case, interview.findings):
        talk.say(line)
    talk.say()
    for answer, said in (("skip", "Skipped"), ("rather not say", "Would rather not say")):
        facts = [given.fact for given in interview.answers if given.answer == answer]
        if facts:
            questions = " ".join(f"{vocabulary()[fact].question} ({fact})" for fact in facts)
            talk.say(wrapped(f"{said}: {questions}"))
    if save:
        talk.say(wrapped(f"Saved, encrypted, in {save}. To go on: brightline ask --save {quote(str(save))}"))
        if any(given.answer == "skip" for given in interview.answers):
            talk.say("With --again the skipped questions are asked again.")
    else:
        talk.say("The answers were not saved: they are gone once this screen is. (--save FILE keeps them.)")
    if talk.seen:
        talk.say("What was said still stands on this screen: clear it before you leave.")


def _as_data(sitting: _Sitting, save: Path | None) -> Mapping[str, object]:
    interview = sitting.interview
    return {
        "findings": [finding.to_json() for finding in interview.findings],
        "asked": len(interview.answers),
        "answers": [
            {"fact": given.fact, "question": vocabulary()[given.fact].question, "answer": given.answer}
            for given in interview.answers
        ],
        "saved": str(save) if save and is_saved_interview(save) else None,
    }
