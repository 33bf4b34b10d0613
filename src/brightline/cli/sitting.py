"""One sitting of an interview: what is said and typed, and each answer kept before it is confirmed."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TextIO

import click

from brightline.cases.case import AGE_LINES
from brightline.cases.store import Agreement, Safe
from brightline.cli.page import wrapped
from brightline.cli.question import KEYS, Key, keys_in_words, opening_page, question_page, reasons_page
from brightline.errors import BrightlineError
from brightline.findings.ask import Answer, Given, Interview, Question
from brightline.findings.consent import consent
from brightline.law import vocabulary

OF_AGE = 18
"""Years below which duties to protect a child may come in."""
LONGEST_LINE = 10_000
"""Characters of a typed line that are looked at."""

_ALSO: Mapping[Answer | Key, tuple[str, ...]] = {
    "yes": ("yeah", "yep", "yup"),
    "no": ("nope", "nah"),
    "don't know": ("dont know", "do not know", "i don't know", "i dont know", "i do not know", "dunno", "not sure"),
    "rather not say": ("rather not", "i'd rather not say", "i would rather not say", "prefer not to say"),
    "none of the rest": ("none of these",),
    "skip": ("next",),
    "why": ("why?",),
    "quit": ("stop", "exit", "end"),
}
_MEANT: Mapping[str, Answer | Key] = {
    **{word: word for word in KEYS.values()},
    **KEYS,
    **{word: meant for meant, words in _ALSO.items() for word in words},
}


class Talk:
    """What is said and what is typed: on a terminal or through a pipe, in lines."""

    def __init__(self, to_errors: bool) -> None:
        self._to_errors = to_errors
        self._lines: TextIO = sys.stdin or io.StringIO()  # closed: nothing more is to come
        reconfigure = getattr(self._lines, "reconfigure", None)
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
        if not line:
            return None
        return " ".join(line.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower().split()).rstrip(".,!")


class Sitting:
    """One sitting of an interview: every answer is kept before it is confirmed."""

    def __init__(
        self,
        talk: Talk,
        interview: Interview,
        safe: Safe | None,
        under: Sequence[str],
        reading: str,
        purpose: str,
    ) -> None:
        self.talk = talk
        self.interview = interview
        self.begun = False
        self.deleted = False
        self.shown = False
        self._kept: tuple[Given, ...] | None = None
        self._safe = safe
        self._under = under
        self._reading = reading
        self._purpose = purpose
        self._earlier = len(interview.answers)
        """Answers of earlier sittings that still stand: taken back only after a second key says so."""
        self._asked_for: Key | None = None
        """The key that the same key would now confirm."""

    def hold(self, going_on: bool) -> None:
        """The opening words, then question after question until none is left or the person stops."""
        talk = self.talk
        kept_in, locked = "", False
        if self._safe:
            kept_in, locked = self._safe.path.name, self._safe.locked
        for line in opening_page(self.interview, self._purpose, kept_in, locked, going_on):
            talk.say(line)
        while (word := talk.hear()) != "":
            if word is None or _MEANT.get(word) in ("quit", "no"):
                return
            talk.say(
                "  Here only Enter alone (go on) or q and Enter (stop) is understood; the questions come after it."
            )
        self.interview.agreed = Agreement(date.today(), self._purpose)
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
            confirmed, self._asked_for = self._asked_for == meant, None
            if meant == "quit":
                return False
            if meant == "why":
                for line in reasons_page(self.interview, question):
                    talk.say(line)
            elif meant == "back":
                if self._taken_back(confirmed):
                    return True
            elif meant == "delete":
                if self._all_deleted(confirmed):
                    return False
            elif meant is None or (meant == "none of the rest" and not question.closes):
                talk.say(keys_in_words(self.interview, question))
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
        if answer == "yes" and AGE_LINES.get(self.interview.answers[-1].fact, OF_AGE + 1) <= OF_AGE:
            self.talk.say(wrapped(consent().child.told, "  "))
        return True

    def _taken_back(self, confirmed: bool) -> bool:
        if not self.interview.answers:
            self.talk.say("  This is the first question: there is nothing to go back to.")
            return False
        fact, answer = self.interview.answers[-1]
        named = f"{vocabulary()[fact].question} ({answer})"
        if len(self.interview.answers) <= self._earlier and not confirmed:
            self._asked_for = "back"
            self.talk.say(
                wrapped(f"This was answered before this sitting: {named}. To take it back, type b again.", "  ")
            )
            return False
        self.interview.back()
        self._earlier = min(self._earlier, len(self.interview.answers))
        try:
            self._keep()
        except BrightlineError as failure:
            self.talk.say(wrapped(f"Taken back here, but not in the file: {failure}", "  "))
            return True
        self.talk.say(wrapped(f"{'Saved' if self._safe else 'Noted'}: taken back: {named}.", "  "))
        return True

    def _all_deleted(self, confirmed: bool) -> bool:
        if not confirmed:
            self._asked_for = "delete"
            what = f"{self._safe.path.name} and every answer in it" if self._safe else "every answer"
            self.talk.say(wrapped(f"This stops and deletes {what}, for good. If that is wanted, type x again.", "  "))
            return False
        try:
            if self._safe:
                self._safe.delete()
        except BrightlineError as failure:
            self.talk.say(wrapped(f"Not deleted: {failure}", "  "))
            return False
        self.deleted = True
        while self.interview.back():
            pass
        return True

    def _keep(self) -> None:
        if self._safe:
            self._safe.write(self.interview.saved(self._under, self._reading))
            self._kept = self.interview.answers

    def settle(self) -> str:
        """Save what was cut off in the saving, so that file and page say the same. What went wrong, if it did."""
        if self.begun and not self.deleted and self._kept != self.interview.answers:
            try:
                self._keep()
            except BrightlineError as failure:
                return str(failure)
        return ""
