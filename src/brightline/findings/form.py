"""The questions of an interview as a form: their order, why each is asked, and when it can still matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from brightline.cases.case import AGE_LINES
from brightline.findings.ask import CLOSING
from brightline.findings.assess import choose, version_for
from brightline.findings.form_rules import Rules, may_follow
from brightline.findings.questions import questions_for
from brightline.law import Definition, Element, Reading, Version, vocabulary
from brightline.law import reading as reading_named
from brightline.law.vocabulary import REMOTE, Family
from brightline.logic import All, Any, Fact, Formula, flatten, fold
from brightline.logic import facts as facts_of
from brightline.logic.formula import rebuild

MOST_REASONS = 3
"""Elements that one question names as what it is asked for."""


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question of a form: may be left out, like every other."""

    fact: str
    text: str
    why: str
    distress: int
    """How hard it may be to hear: 1 ordinary, 2 may be uncomfortable, 3 may be distressing."""
    family: Family
    offers_rest: bool
    """Whether "no, and none of the rest" may be answered, since more of its family follow."""
    shown: Formula
    """Where it can still change a finding; a condition over the answers before it (see `form_rules.answer`)."""
    counted_no: Formula
    """Where it counts as a no without being shown."""

    @property
    def name(self) -> str:
        """The fact's id as form software takes it: `act.recruit` is `act_recruit`."""
        return form_name(self.fact)


@dataclass(frozen=True, eq=False)
class Form:
    """The questions that settle some definitions, each as it stood on one day, under one reading."""

    id: str
    title: str
    made_for: date
    """The day whose law it asks for; the day it was made where none was named."""
    definitions: tuple[Definition, ...]
    versions: tuple[Version, ...]
    in_force: tuple[bool, ...]
    reading: Reading
    questions: tuple[FormQuestion, ...]

    @property
    def rules(self) -> int:
        """How many questions are shown only where they can still matter."""
        return sum(bool(facts_of(question.shown)) for question in self.questions)


def form_name(fact: str) -> str:
    """A fact's id as a name in a form: letters, digits and underscores only."""
    return fact.replace(".", "_")


def form(
    under: str | Definition | Sequence[str | Definition],
    as_of: date | None = None,
    reading: str | Reading = "strict",
) -> Form:
    """The form for one or several definitions.

    The questions are those by which an interview would settle the legal facts of the versions in force on `as_of`
    (the newest for no day): ages first, then element by element, the gentler before the harder, and what a person can
    tell before the term of law that it may amount to. Raises `BrightlineError` for a name that is not known.
    """
    law = reading_named(reading) if isinstance(reading, str) else reading
    chosen = tuple(choose(under))
    found = [version_for(definition, as_of) for definition in chosen]
    versions = tuple(version for version, _ in found)
    reasons = _reasons(zip(chosen, versions, strict=True), law)
    asked = _in_order(reasons, law)
    words = vocabulary()
    closers = [
        fact
        for number, fact in enumerate(asked)
        if words[fact].family in CLOSING
        and any(words[later].family == words[fact].family for later in asked[number + 1 :])
    ]
    rules = Rules(asked, closers, tuple(_drawn_together(version.formula) for version in versions), law)
    return Form(
        id=_form_id(chosen),
        title=_title(chosen),
        made_for=as_of or date.today(),
        definitions=chosen,
        versions=versions,
        in_force=tuple(in_force for _, in_force in found),
        reading=law,
        questions=tuple(
            FormQuestion(
                fact=fact,
                text=words[fact].question,
                why=_why(reasons[fact], len(chosen) > 1),
                distress=words[fact].distress,
                family=words[fact].family,
                offers_rest=fact in closers,
                shown=rules.shown(fact),
                counted_no=rules.counted_no(fact),
            )
            for fact in asked
        ),
    )


_Reason = tuple[int, Definition, Element]
"""The place of an element among those of all definitions, and whose it is."""


def _reasons(chosen: Iterable[tuple[Definition, Version]], reading: Reading) -> dict[str, list[_Reason]]:
    """For each fact to ask about the elements that it is asked for, in order."""
    found: dict[str, list[_Reason]] = {}
    place = 0
    for definition, version in chosen:
        used = set(facts_of(version.formula))
        for element in version.elements.values():
            place += 1
            for legal in facts_of(element.formula):
                if legal not in used:
                    continue
                for fact in questions_for(legal, reading):
                    reason = (place, definition, element)
                    if reason not in found.setdefault(fact, []):
                        found[fact].append(reason)
    return found


def _in_order(reasons: Mapping[str, Sequence[_Reason]], reading: Reading) -> list[str]:
    """Ages first, then by element, then the gentler; but never before a fact that may amount to it, nor before one
    without which it leads nowhere."""
    words = vocabulary()
    following = may_follow(reading)
    gates = _gates(reasons, reading)

    def wish(fact: str) -> tuple[object, ...]:
        entry = words[fact]
        if entry.family == "age":
            return (0, -AGE_LINES.get(fact, 0), 0, 0)
        return (1, reasons[fact][0][0], (fact in REMOTE, entry.distress), words.bit[fact])

    def waits(fact: str, other: str) -> bool:
        if fact in following[other] or other in following[fact]:
            return other not in following[fact]
        return other in gates.get(fact, ())

    left = sorted(reasons, key=wish)
    found: list[str] = []
    while left:
        ready = next((fact for fact in left if not any(waits(fact, other) for other in left if other != fact)), left[0])
        found.append(ready)
        left.remove(ready)
    return found


def _gates(reasons: Mapping[str, Sequence[_Reason]], reading: Reading) -> dict[str, set[str]]:
    """For what is asked only on the way to something else the facts without which that way leads nowhere: once one
    of them is denied, the rest of the way need not be asked for."""
    named = {legal for of_fact in reasons.values() for _, _, element in of_fact for legal in facts_of(element.formula)}
    found: dict[str, set[str]] = {}
    for way in reading.ways.values():
        alternatives = way.args if isinstance(way, Any) else (way,)
        needed = set(facts_of(way))
        for each in alternatives:
            needed &= set(facts_of(*_parts(each)))
        for fact in set(facts_of(way)) - needed - named:
            found.setdefault(fact, set()).update(needed)
    return found


def _parts(alternative: Formula) -> list[Formula]:
    """The facts that an alternative asks for one by one."""
    return [part for part in (alternative.args if isinstance(alternative, All) else (alternative,)) if not part.args]


def _drawn_together(goal: Formula) -> Formula:
    """The same definition with what its alternatives share standing once, before them: a rule sees best what matters
    where a fact stands in one place. No value changes for any case."""

    def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
        if isinstance(node, Any):
            return flatten(_sum_of([list(part.args) if isinstance(part, All) else [part] for part in parts]))
        return node if isinstance(node, Fact) else flatten(rebuild(node, parts))

    return fold(flatten(goal), step)


def _sum_of(products: Sequence[Sequence[Formula]]) -> Formula:
    """Any of several products, what most of them share standing before the rest."""
    counts = Counter(part for product in products for part in dict.fromkeys(product))
    shared, count = counts.most_common(1)[0] if counts else (Any(), 0)
    if count < 2:
        return Any(*(All(*product) for product in products))
    inner = _sum_of([[part for part in product if part is not shared] for product in products if shared in product])
    others = [product for product in products if shared not in product]
    return Any(All(shared, inner), _sum_of(others)) if others else All(shared, inner)


def _why(reasons: Sequence[_Reason], several: bool) -> str:
    """What a question is asked for: the first elements, and where the law names them."""
    named: dict[str, None] = {}
    for _, definition, element in reasons:
        source = f"{definition.id}, {element.cite}" if several else element.cite
        named.setdefault(f"{element.label} ({source})")
    shown = list(named)[:MOST_REASONS]
    more = len(named) - len(shown)
    return f"Asked for: {'; '.join(shown)}{f'; and {more} more' if more else ''}."


def _title(chosen: Sequence[Definition]) -> str:
    if len(chosen) == 1:
        return f"Questions for: {chosen[0].title}"
    return f"Questions for {len(chosen)} definitions: {', '.join(definition.id for definition in chosen[:4])}" + (
        ", ..." if len(chosen) > 4 else ""
    )


LONGEST_ID = 60
"""Characters that the id of a form may have."""


def _form_id(chosen: Sequence[Definition]) -> str:
    joined = "-".join(("brightline", *(definition.id for definition in chosen)))
    plain = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in joined)
    if len(plain) <= LONGEST_ID:
        return plain
    mark = sha256(joined.encode()).hexdigest()[:8]
    return f"{plain[: LONGEST_ID - len(mark) - 1].rstrip('-')}-{mark}"
