"""An interview without a terminal: which question comes next and why, what was answered, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from brightline.cases import Case
from brightline.cases.case import to_date
from brightline.cases.store import Agreement, SavedInterview
from brightline.errors import BrightlineError
from brightline.findings.answers import (
    ANSWERS,
    CLOSING,
    REST,
    Answer,
    Covered,
    Given,
    about_one,
    actor_of,
    answered,
    checked,
)
from brightline.findings.assess import DEFAULT_DEFINITION, assess, choose, version_for
from brightline.findings.completion import completion_for
from brightline.findings.finding import Finding
from brightline.findings.plan import Plan, plan_for
from brightline.findings.questions import CATCH_ALL, authority, questions_for, way_to
from brightline.law import Definition, Reading, vocabulary
from brightline.law import reading as reading_named
from brightline.law.vocabulary import REMOTE, Family
from brightline.logic import Inquiry, substitute

__all__ = ("ANSWERS", "CLOSING", "COSTS", "Answer", "Given", "Interview", "Progress", "Question", "Why")

COSTS: Mapping[int, float] = {1: 1.0, 2: 2.0, 3: 4.0}
"""What a question weighs by its distress: one that may be distressing is put off for four ordinary ones."""


@dataclass(frozen=True, slots=True)
class Why:
    """One element of one definition that a question can still decide.

    `fact` is the legal fact through which it does; `authority` says why the thing asked for counts as that fact,
    where the question is not about the fact itself.
    """

    definition: str
    title: str
    element: str
    label: str
    cite: str
    fact: str
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """The question to put now.

    `left` counts the questions that could still matter, this one included: at most so many are still to come.
    `closes` says whether "none of the rest" can be answered: no to this, and to all that `Interview.rest` lists.
    """

    fact: str
    text: str
    distress: int
    family: Family
    why: tuple[Why, ...]
    left: int
    closes: bool


class Progress(NamedTuple):
    """How many elements of the definitions are settled, of how many."""

    settled: int
    elements: int


class Interview:
    """Questions that can still change a finding, one at a time, the gentlest and most telling first.

    A question is put as long as the outcome of a definition is open and turns on it; everything that the answers
    given so far, the case and the reading settle is left out. A question once answered, in whatever way, is not put
    again. `definitions` are given as for `assess`. `case` is where the interview starts from: its facts are known
    already, and what was declined in it is not asked for. Where it names actors, the interview is about one of them,
    `actor`: acts, means and purposes are noted of that actor, all else of the person. Where it names none, `about`
    may say in words whom the questions are about: one person, or a group acting together. `agreed` is when and for
    which purpose the person agreed to be asked. `covered` belongs to `answers`: see `SavedInterview`.

    Raises `BrightlineError` where the case has several actors and none is named, or `about` does not go with it.
    """

    def __init__(
        self,
        definitions: str | Definition | Sequence[str | Definition] = DEFAULT_DEFINITION,
        reading: str | Reading = "strict",
        as_of: date | str | None = None,
        case: Case | None = None,
        actor: str | None = None,
        answers: Sequence[tuple[str, str]] = (),
        covered: Covered | None = None,
        agreed: Agreement | None = None,
        about: str | None = None,
    ) -> None:
        self.definitions = tuple(choose(definitions))
        self.reading = reading_named(reading) if isinstance(reading, str) else reading
        self.as_of = to_date(as_of) if as_of is not None else None
        self.start = (case or Case()) if about is None else about_one(case or Case(), about)
        self.actor = actor_of(self.start, actor)
        self.agreed = agreed
        self.stopped = False
        self._ground = _Ground.of(self.definitions, self.reading, self.as_of or self.start.date, self.start, self.actor)
        self._answers = tuple(Given(vocabulary().resolve(fact), checked(answer)) for fact, answer in answers)
        self._covered: Covered = covered or {}
        self._now = _State(self._ground, self._answers, self._covered)

    @classmethod
    def resumed(
        cls,
        saved: SavedInterview,
        definitions: Sequence[str] = (),
        reading: str = "",
        as_of: date | None = None,
    ) -> Interview:
        """A saved interview, gone on with: under the same definitions, reading and day where no other is given."""
        return cls(
            definitions or saved.under,
            reading or saved.reading,
            as_of or saved.as_of,
            saved.start,
            saved.actor or None,
            saved.answers,
            saved.covered,
            saved.agreed,
        )

    def saved(self, under: Sequence[str] = (), reading: str = "") -> SavedInterview:
        """The interview as it is kept; `under` and `reading` where files of the user's own were named."""
        return SavedInterview(
            under=tuple(under) or tuple(one.id for one in self.definitions),
            reading=reading or self.reading.id,
            as_of=self.as_of,
            actor=self.actor,
            start=self.start,
            case=self.case,
            answers=self.answers,
            agreed=self.agreed,
            covered={fact: tuple(others) for fact, others in self._covered.items()},
        )

    @property
    def answers(self) -> tuple[Given, ...]:
        """Every answer so far, in order."""
        return self._answers

    @property
    def case(self) -> Case:
        """The case with every answer so far."""
        return self._now.case

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the answers so far come to, for the actor that the interview is about."""
        return assess(self._now.own, self.definitions, self.as_of, self.reading)

    @property
    def question(self) -> Question | None:
        """The question to put now; `None` where none can change a finding any more, or after `stop`."""
        return None if self.stopped else self._now.question

    @property
    def progress(self) -> Progress:
        """How many elements are settled, of all that the definitions have."""
        states = [state for _, elements in self._now.values for state in elements]
        return Progress(sum(state is not None for state in states), len(states))

    def answer(self, answer: str) -> None:
        """Note the answer to the question that is put.

        "skip" leaves it not asked; "rather not say" and "don't know" leave it not known. "none of the rest" is no to
        this, and to what `rest` lists; of all else nothing is said. Raises `BrightlineError` for any other word, or
        where no question is put.
        """
        question = self.question
        if question is None:
            raise BrightlineError("there is no question to answer")
        word, covered = checked(answer), self._covered
        if word == REST and not question.closes:
            raise BrightlineError('"none of the rest" cannot be said of this question; answer yes or no')
        if word == REST:
            covered = {**covered, question.fact: self.rest()}
        self._become((*self._answers, Given(question.fact, word)), covered)

    def back(self) -> Given | None:
        """Take the last answer back, and return it: all is as it was before. `None` where there is none."""
        self.stopped = False
        if not self._answers:
            return None
        *kept, last = self._answers
        self._become(tuple(kept), {fact: others for fact, others in self._covered.items() if fact != last.fact})
        return last

    def stop(self) -> None:
        """End the interview. What was answered stands."""
        self.stopped = True

    def ask_again(self) -> int:
        """Forget what was skipped, so that it may be asked again; how many questions that were."""
        kept = tuple(given for given in self._answers if given.answer != "skip")
        dropped = len(self._answers) - len(kept)
        self._become(kept, self._covered)
        return dropped

    def rest(self) -> tuple[str, ...]:
        """What "none of the rest" would now say no to beside the question; first what still matters here.

        That is what these definitions could ask of the same family, save what was spoken of, and what the answers may
        amount to: what only another law asks was not on offer, and stays open.
        """
        question = self.question
        if question is None or not question.closes:
            return ()
        now = self._now
        # Closing the family shows what is left of it; only the part that is asked for here becomes a no.
        after = _Told(self._ground, (*self._answers, Given(question.fact, REST)), self._covered)
        closed = vocabulary().facts_in(after.told.closed & after.facts.false & ~now.told.closed)
        of_these = [fact for fact in closed if fact in self._ground.asked]
        return tuple(sorted(of_these, key=lambda fact: fact not in now.turning))

    def _become(self, answers: tuple[Given, ...], covered: Covered) -> None:
        self._now = _State(self._ground, answers, covered)
        self._answers, self._covered = answers, covered


@dataclass(frozen=True, eq=False)
class _Ground:
    """What stays the same throughout an interview."""

    definitions: tuple[Definition, ...]
    plans: tuple[Plan, ...]
    asked: frozenset[str]
    """Whatever may be asked so as to settle the definitions."""
    inquiry: Inquiry
    reading: Reading
    start: Case
    actor: str

    @classmethod
    def of(
        cls, definitions: tuple[Definition, ...], reading: Reading, day: date | None, start: Case, actor: str
    ) -> _Ground:
        plans = tuple(plan_for(version_for(one, day)[0], reading) for one in definitions)
        legal = {fact for plan in plans for fact in plan.version.facts}
        asked = frozenset(one for fact in legal for one in questions_for(fact, reading))
        inquiry = Inquiry(substitute(plan.version.condition, plan.formulas) for plan in plans)
        return cls(definitions, plans, asked, inquiry, reading, start, actor)


class _Told:
    """What the answers so far say, and what that amounts to."""

    def __init__(self, ground: _Ground, answers: tuple[Given, ...], covered: Covered) -> None:
        self.case = answered(ground.start, ground.actor, answers, covered)
        actor = next((actor for actor in self.case.tried if actor.id == ground.actor), self.case.tried[0])
        self.own = replace(self.case, actors=(actor,)) if self.case.actors else self.case
        self.told = self.own.facts(actor)
        self.facts = completion_for(ground.reading).complete(self.told)


class _State(_Told):
    """Everything that follows from the answers so far. Worked out anew from them each time, so that back is exact."""

    def __init__(self, ground: _Ground, answers: tuple[Given, ...], covered: Covered) -> None:
        super().__init__(ground, answers, covered)
        words = vocabulary()
        self._ground = ground
        self.values = [plan.values(self.facts.true, self.facts.false) for plan in ground.plans]
        self._blocked = {
            *(given.fact for given in answers),
            *words.facts_in(self.told.declined | self.facts.contradicted),
        }
        self._known = dict.fromkeys(words.facts_in(self.facts.true), True)
        self._known.update(dict.fromkeys(words.facts_in(self.facts.false), False))
        self._open_questions: dict[str, tuple[str, ...]] = {}
        own = {fact for plan in ground.plans for fact in plan.version.facts if fact not in self._known}
        self._silent = {fact for fact in own if not self._questions(fact)}
        self._relevant = ground.inquiry.relevant_to_each(self._known, self._silent)
        self.turning = frozenset(fact for each in self._relevant for fact in each)
        """The legal facts on which an open outcome still turns."""

    @cached_property
    def question(self) -> Question | None:
        if not self.turning:
            return None
        words = vocabulary()
        costs = {fact: COSTS[words[self._questions(fact)[0]].distress] for fact in self.turning}
        chosen = self._ground.inquiry.next_fact(self._known, self._silent, costs, last=REMOTE | self._waiting())
        assert chosen is not None
        entry = words[self._questions(chosen)[0]]
        return Question(
            fact=entry.id,
            text=entry.question,
            distress=entry.distress,
            family=entry.family,
            why=tuple(self._why(entry.id)),
            left=len({question for fact in self.turning for question in self._questions(fact)}),
            closes=entry.family in CLOSING,
        )

    def _waiting(self) -> set[str]:
        """What asks for "any other way" while a way of the same family that has a name is still to be asked about."""
        words, named = vocabulary(), self.turning - CATCH_ALL - REMOTE
        families = {words[fact].family for fact in named}
        return {fact for fact in self.turning & CATCH_ALL if words[fact].family in families}

    def _questions(self, fact: str) -> tuple[str, ...]:
        """What can still be asked so as to settle a legal fact, in order."""
        found = self._open_questions.get(fact)
        if found is None:
            found = self._open_questions[fact] = self._still_open(fact)
        return found

    def _still_open(self, fact: str) -> tuple[str, ...]:
        if fact in self._blocked:
            return self._other_ages(fact)
        candidates = questions_for(fact, self._ground.reading)
        if len(candidates) == 1:
            return candidates
        # What is not known and cannot be asked for makes nothing true.
        known = dict.fromkeys(self._blocked, False) | self._known
        telling = way_to(fact, self._ground.reading).relevant(known)
        return (*(one for one in candidates if one in telling), fact)

    def _other_ages(self, fact: str) -> tuple[str, ...]:
        """For an age line that was asked about and is not known: the lines beside it that could still settle it.

        A yes to a lower line settles it, and so does a no to a higher one. Only lines that the laws at hand ask for.
        """
        words = vocabulary()
        own = {one for plan in self._ground.plans for one in plan.version.facts}
        beside = (*words.narrower[fact], *words.wider[fact]) if words[fact].family == "age" else ()
        return tuple(one for one in beside if one in own and one not in self._known and one not in self._blocked)

    def _why(self, asked: str) -> Iterator[Why]:
        bit, ground = vocabulary().bit, self._ground
        for definition, plan, (value, states), relevant in zip(
            ground.definitions, ground.plans, self.values, self._relevant, strict=True
        ):
            served = [fact for fact in relevant if asked in self._questions(fact)]
            if value is not None or not served:
                continue
            settled = [sum(1 << at for at, state in enumerate(states) if state is wanted) for wanted in (True, False)]
            _, carrying = plan.condition_support(*settled)
            for place, part in enumerate(plan.parts):
                if states[place] is not None or not carrying >> place & 1:
                    continue
                _, unknown = part.carried.support(self.facts.true, self.facts.false)
                through = next((fact for fact in served if unknown >> bit[fact] & 1), None)
                if through:
                    element = part.element
                    yield Why(
                        definition=definition.id,
                        title=definition.title,
                        element=element.name,
                        label=element.label,
                        cite=element.cite,
                        fact=through,
                        authority=authority(asked, through, ground.reading),
                    )
