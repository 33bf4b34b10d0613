"""A case: one person, the actors around them, and what was said of each, by whom and how surely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Literal, NamedTuple, TypeAlias, cast, get_args

from brightline.errors import BrightlineError, nearest
from brightline.law import Vocabulary, may_amount_to, vocabulary
from brightline.law.datafile import parse_date
from brightline.law.vocabulary import FAMILIES, Family
from brightline.logic import Truth

Standing: TypeAlias = Literal["stated", "alleged", "denied", "confirmed", "declined", "not asked", "believed"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)

OLDEST = 120
"""Greatest age in years that a record may hold."""

AGE_LINES: Mapping[str, int] = {"age.under_16": 16, "age.under_18": 18, "age.under_20": 20, "age.under_21": 21}
"""The age facts and the birthday that ends each."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about one fact.

    `value` is true, false, or `None` where the answer was that it is not known. `standing` says how it is held:
    `stated` (by the person or a witness), `alleged` (by a party or the press), `denied` (somebody disputes it: the
    denial is shown and decides nothing), `confirmed` (by a court or a document), `declined` (rather not say),
    `not asked`, `believed` (the actor believed it: it can only make an attempt).
    """

    fact: str
    value: Truth
    standing: Standing = "stated"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or a group said to act together, and what was said of them.

    `closed` names families about which was asked to the end for this actor.
    """

    id: str
    statements: tuple[Statement, ...] = ()
    label: str = ""
    closed: tuple[Family, ...] = ()


EVERYBODY = Actor("everybody", label="everybody recorded, taken as one group")
"""The group that a flat record is read as, since it does not say who did what."""


class Facts(NamedTuple):
    """What holds for one actor: sets of facts as the bits of an integer, numbered by the vocabulary.

    `true` and `false` are settled. `closed` are false only because their family was asked about to the end.
    `contradicted` and `disputed` are facts with statements against each other; the first are left unknown.
    `alleged` are settled by allegation alone. `believed_true` and `believed_false` are what the actor believed.
    `unsettled` were spoken of, and are not known: the answer was so, or declined, or statements stand against it.
    `declined` and `not_asked` are those of them that the person would rather not say, and that nobody asked.
    """

    true: int
    false: int
    closed: int = 0
    contradicted: int = 0
    disputed: int = 0
    alleged: int = 0
    believed_true: int = 0
    believed_false: int = 0
    unsettled: int = 0
    declined: int = 0
    not_asked: int = 0

    def value(self, bit: int) -> Truth:
        """The value of the fact with this bit number."""
        mask = 1 << bit
        return True if self.true & mask else (False if self.false & mask else None)

    def as_believed(self) -> Facts:
        """The facts as the actor believed them to be."""
        words = vocabulary()
        true = (self.true & ~self.believed_false) | self.believed_true
        false = (self.false & ~self.believed_true) | self.believed_false
        for fact in AGE_LINES:
            mask = 1 << words.bit[fact]
            if self.believed_true & mask:
                wider = sum(1 << words.bit[other] for other in words.wider[fact])
                true, false = true | wider, false & ~wider
        return Facts(true, false, self.closed, unsettled=self.unsettled & ~(true | false))


@dataclass(frozen=True)
class Case:
    """One person, with the date of the events, their age then, and the actors around them.

    `closed` names families about which was asked to the end, for every actor: the facts of such a family that
    nobody stated are then false, and every finding that rests on that says so. Two kinds stay open all the same: the
    parts of a merged record column that is true, and what a stated fact may amount to (`ask_about`).
    `age` is in years, at the time of the events. Raises `BrightlineError` where the parts contradict each other.
    """

    id: str = ""
    title: str = ""
    date: date | None = None
    age: int | None = None
    person: tuple[Statement, ...] = ()
    actors: tuple[Actor, ...] = ()
    closed: tuple[Family, ...] = ()
    age_source: str = ""
    words: Vocabulary = field(default_factory=vocabulary, repr=False, compare=False)
    completed: dict[object, object] = field(default_factory=dict[object, object], init=False, repr=False, compare=False)
    """Room for whoever completes the facts of this case to keep the result."""
    _facts: dict[str, Facts] = field(default_factory=dict[str, Facts], init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.date and self.date > date.today():
            raise BrightlineError(f"the date {self.date} lies in the future; give the day of the events")
        if self.age is not None and not 0 <= self.age <= OLDEST:
            raise BrightlineError(f"an age of {self.age} is not possible; give years from 0 to {OLDEST}")
        names = Counter(actor.id for actor in self.actors)
        for name, count in names.items():
            if count > 1:
                raise BrightlineError(f"two actors are called {name!r}; give each their own id")
        if self.actors:
            for said in self.person:
                if self.words[said.fact].family in ("act", "means"):
                    raise BrightlineError(
                        f"{said.fact} is said of the person, but somebody did it: state it under the actor who did"
                    )
        for actor in self.actors or (EVERYBODY,):
            self.facts(actor)

    @classmethod
    def of(cls, record: Mapping[str, object]) -> Case:
        """A case from a flat record: fact ids with true, false or `None`, and `id`, `title`, `date`, `age`, `closed`.

        Who did what is not recorded in it, so everybody is taken as one group.
        """
        words = vocabulary()
        said: list[Statement] = []
        for name, value in record.items():
            if name in _FLAT_KEYS:
                continue
            if name not in words:
                raise BrightlineError(f"{name!r} is not a fact{nearest(name, [*words.ids, *_FLAT_KEYS])}")
            if not (value is None or isinstance(value, bool)):
                raise BrightlineError(f"{name} is {value!r}; a fact is true, false or null (not known)")
            said.append(Statement(words.resolve(name), value))
        day = record.get("date")
        closed = record.get("closed")
        return cls(
            id=str(record.get("id") or ""),
            title=str(record.get("title") or ""),
            date=to_date(day) if day is not None else None,
            age=to_age(record.get("age")),
            person=tuple(said),
            closed=to_families(cast("Sequence[object]", closed) if isinstance(closed, (list, tuple)) else [closed]),
        )

    @property
    def flat(self) -> bool:
        """Whether the record does not say who did what."""
        return not self.actors

    @property
    def tried(self) -> tuple[Actor, ...]:
        """The actors for whom a definition is tried, one by one."""
        return self.actors or (EVERYBODY,)

    def facts(self, actor: Actor) -> Facts:
        """What holds for one actor, together with what holds of the person."""
        known = self._facts.get(actor.id)
        if known is None:
            known = self._facts[actor.id] = self._resolve(actor)
        return known

    def _resolve(self, actor: Actor) -> Facts:
        bit = self.words.bit
        true = false = known_as_unknown = believed_true = believed_false = 0
        alleged = confirmed_true = confirmed_false = denied = firm = declined = not_asked = 0
        for said in (*self.person, *actor.statements):
            mask = 1 << bit[said.fact]
            value, standing = said.value, said.standing
            if standing == "believed":
                believed_true |= mask if value is True else 0
                believed_false |= mask if value is False else 0
            elif standing == "denied":
                denied |= mask
            elif value is None or standing in ("declined", "not asked"):
                known_as_unknown |= mask
                declined |= mask if standing == "declined" else 0
                not_asked |= mask if standing == "not asked" else 0
            else:
                true |= mask if value else 0
                false |= 0 if value else mask
                if standing == "alleged":
                    alleged |= mask
                else:
                    firm |= mask
                    if standing == "confirmed":
                        confirmed_true |= mask if value else 0
                        confirmed_false |= 0 if value else mask
        contradicted = true & false
        if contradicted:
            decided_true = contradicted & confirmed_true & ~confirmed_false
            decided_false = contradicted & confirmed_false & ~confirmed_true
            true &= ~(contradicted & ~decided_true)
            false &= ~(contradicted & ~decided_false)
            contradicted &= ~(decided_true | decided_false)
            denied |= decided_true | decided_false
        true, false = self._with_age(true, false)
        closed = 0
        unsettled = (known_as_unknown | contradicted | denied | believed_true | believed_false) & ~(true | false)
        families = {*self.closed, *actor.closed}
        if families:
            mask = 0
            for family in families:
                mask |= self.words.family_bits[family] & ~self.words.composite_bits
            if unsettled & self.words.family_bits["age"]:
                mask &= ~self.words.family_bits["age"]
            closed = mask & ~(true | false | unsettled) & ~_left_open(self.words, true, unsettled)
            false |= closed
        return Facts(
            true=true,
            false=false,
            closed=closed,
            contradicted=contradicted,
            disputed=denied,
            alleged=alleged & ~firm & (true | false),
            believed_true=believed_true,
            believed_false=believed_false,
            unsettled=unsettled,
            declined=declined & unsettled,
            not_asked=not_asked & unsettled,
        )

    def _with_age(self, true: int, false: int) -> tuple[int, int]:
        words = self.words
        if self.age is not None:
            for fact, birthday in AGE_LINES.items():
                mask = 1 << words.bit[fact]
                holds = self.age < birthday
                if (false if holds else true) & mask:
                    raise BrightlineError(
                        f"the record says age {self.age} and also {fact} is {'false' if holds else 'true'}; "
                        "correct one of them"
                    )
                if holds:
                    true |= mask
                else:
                    false |= mask
            return true, false
        if (true | false) & words.family_bits["age"]:
            for fact in AGE_LINES:
                mask = 1 << words.bit[fact]
                if true & mask:
                    true |= sum(1 << words.bit[wider] for wider in words.wider[fact])
                if false & mask:
                    false |= sum(1 << words.bit[narrower] for narrower in words.narrower[fact])
            clash = true & false & words.family_bits["age"]
            if clash:
                raise BrightlineError(
                    f"the ages contradict each other at {words.facts_in(clash)[0]}; correct one of them"
                )
        return true, false


def _left_open(words: Vocabulary, true: int, unsettled: int) -> int:
    """What stays open in a family asked about to the end: what facts that hold, or are open, may amount to."""
    found = 0
    for mask, known in ((true, True), (unsettled, False)):
        bits = _open_bits(known)
        for fact in words.facts_in(mask):
            found |= bits[fact]
    return found


@cache
def _open_bits(known: bool) -> Mapping[str, int]:
    bit = vocabulary().bit
    return {fact: sum(1 << bit[other] for other in others) for fact, others in may_amount_to(known).items()}


_FLAT_KEYS = ("id", "title", "date", "age", "closed")


def to_date(value: object) -> date:
    """A day from a `date` or `YYYY-MM-DD` (or `YYYY-MM`, `YYYY`: its first day)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return parse_date(value)
    except ValueError as failure:
        raise BrightlineError(str(failure)) from None


def to_age(value: object) -> int | None:
    """An age in whole years from a number; `None` for nothing."""
    if value is None:
        return None
    if isinstance(value, float):
        value = int(value) if isfinite(value) and value.is_integer() else str(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BrightlineError(f"the age {str(value)[:40]!r} is not a whole number of years")
    return value


def to_families(values: Iterable[object]) -> tuple[Family, ...]:
    """Family names, checked."""
    found: list[Family] = []
    for value in values:
        if value is None or value == "":
            continue
        if value not in FAMILIES:
            raise BrightlineError(
                f"{value!r} is not a family of facts{nearest(str(value), FAMILIES)}; there are {', '.join(FAMILIES)}"
            )
        found.append(value)
    return tuple(found)
