"""What the situation door keeps in a session: the interview and how it was begun; answers changed, files reopened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

import yaml
from fastapi import Request

from brightline.cases import Actor, Case, Statement
from brightline.cases.case import AGE_LINES
from brightline.cases.casefile import case_to_data
from brightline.cases.store import Agreement
from brightline.errors import BrightlineError
from brightline.findings.answers import REST, Answer, Given, answered
from brightline.findings.ask import Interview
from brightline.web.checks import RefusedError, session_of
from brightline.web.languages import marked
from brightline.web.laws import Terms

NAME = "situation"
OF_AGE = 18
"""Years below which duties to protect a child may come in."""


@dataclass(slots=True)
class Opened:
    """A file that names several who did something, until it is said whom the questions are about."""

    case: Case
    terms: Terms
    example: bool = False


class Work:
    """One interview, with what the pages need beside it."""

    def __init__(self, interview: Interview, terms: Terms, purpose: str = "", example: bool = False) -> None:
        self.interview = interview
        self.terms = terms
        self.purpose = purpose
        self.example = example
        """Whether it is made up: every page says so."""

    @property
    def about(self) -> str:
        """What the one whom the questions are about is called, if anybody is named."""
        start = self.interview.start
        return next((actor.label or actor.id for actor in start.actors if actor.id == self.interview.actor), "")

    @property
    def answers(self) -> tuple[Given, ...]:
        """Every answer so far."""
        return self.interview.answers

    def agree(self) -> None:
        """Note that the person agreed to be asked, today and for this purpose."""
        self.interview.agreed = Agreement(date.today(), self.purpose)

    def change(self, number: int, answer: Answer) -> None:
        """Give the answer of this number (from 0) another word; all others stand.

        Raises `BrightlineError` where the answers would then contradict each other, and changes nothing.
        """
        saved = self.interview.saved()
        changed = [*saved.answers]
        fact, _ = changed[number]
        changed[number] = Given(fact, answer)
        covered = {of: others for of, others in saved.covered.items() if of != fact or answer == REST}
        self._become(changed, covered, self.terms)

    def take_back(self, number: int) -> None:
        """Forget one answer, so that its question may be asked again."""
        saved = self.interview.saved()
        fact, _ = saved.answers[number]
        answers = [given for at, given in enumerate(saved.answers) if at != number]
        self._become(answers, {of: others for of, others in saved.covered.items() if of != fact}, self.terms)

    def under_terms(self, terms: Terms) -> None:
        """The same answers, under other laws or on another day."""
        saved = self.interview.saved()
        self._become(saved.answers, saved.covered, terms)

    def _become(self, answers: Sequence[tuple[str, str]], covered: Mapping[str, Sequence[str]], terms: Terms) -> None:
        now = self.interview
        self.interview = Interview(
            terms.under, terms.reading, terms.day, now.start, now.actor or None, answers, covered, now.agreed
        )
        self.terms = terms

    def outcomes(self) -> dict[str, str]:
        """The outcome under each law."""
        return {finding.definition.id: finding.outcome for finding in self.interview.findings}

    def file(self) -> str:
        """The case as a YAML file that these pages, and the command line, open again."""
        data = case_to_data(self.interview.case)
        head = "# What was told, in the form of a Brightline case. Whoever can open this file can read it.\n"
        return head + (yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110) if data else "{}\n")


def told_a_child(given: Given) -> bool:
    """Whether an answer says that the person is under 18."""
    return given.answer == "yes" and AGE_LINES.get(given.fact, OF_AGE + 1) <= OF_AGE


def work_of(request: Request) -> Work:
    """The interview of a request's session."""
    found = session_of(request).work(NAME, Work)
    if found is None:
        raise RefusedError(409, marked("There are no answers here: they were deleted, or nothing was begun yet."))
    return found


def reopened(case: Case, actor: str | None, terms: Terms, example: bool = False) -> Work:
    """An interview that goes on from a file: what was told in it is taken as answers, which can be changed."""
    interview = Interview(terms.under, terms.reading, terms.day, case, actor)
    start, answers = _unfolded(case, interview.actor)
    if answers:
        with suppress(BrightlineError):  # it stands as the file has it then, and only cannot be changed here
            interview = Interview(terms.under, terms.reading, terms.day, start, interview.actor or None, answers)
    return Work(interview, terms, example=example)


_SAID: Mapping[tuple[bool | None, str], Answer] = {
    (True, "stated"): "yes",
    (False, "stated"): "no",
    (None, "stated"): "don't know",
    (None, "declined"): "rather not say",
    (None, "not asked"): "skip",
}


def _unfolded(case: Case, actor: str) -> tuple[Case, list[Given]]:
    """The case without what an answer can say, and those answers; the case as it is where that would change it."""
    answers: dict[str, Given] = {}
    twice: set[str] = set()
    own = next((each for each in case.actors if each.id == actor), None)
    for said in (*case.person, *(own.statements if own else ())):
        if said.fact in answers:
            twice.add(said.fact)
        answers[said.fact] = Given(said.fact, _SAID.get((said.value, said.standing), "skip"))

    def kept(statements: Sequence[Statement]) -> tuple[Statement, ...]:
        return tuple(
            said
            for said in statements
            if said.fact in twice or (said.value, said.standing) not in _SAID or said.source not in ("", REST)
        )

    actors = tuple(_with(each, kept(each.statements)) if each is own else each for each in case.actors)
    start = replace(case, person=kept(case.person), actors=actors)
    left = {said.fact for said in (*start.person, *(each for own in actors for each in own.statements))}
    given = [answer for fact, answer in answers.items() if fact not in left]
    made = answered(start, actor, given, {})
    same = all(made.facts(new) == case.facts(old) for new, old in zip(made.tried, case.tried, strict=True))
    return (start, given) if same else (case, [])


def _with(actor: Actor, statements: tuple[Statement, ...]) -> Actor:
    return replace(actor, statements=statements)
