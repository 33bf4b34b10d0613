"""What each operation is asked with: the fields of its request, their words and limits."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic_core import PydanticCustomError

from brightline.cases.case import OLDEST, STANDINGS, Standing
from brightline.findings.ask import Answer
from brightline.findings.assess import DEFAULT_DEFINITION
from brightline.outcomes import Among, Boundary
from brightline.web.doors.api import limits
from brightline.web.doors.api.words import (
    CaseWord,
    ClaimName,
    Day,
    EvidenceName,
    FactName,
    FamilyName,
    LawNames,
    LawOnDay,
    LawOnDayOrNames,
    ReadingName,
    ScenarioName,
    SettingName,
)
from brightline.web.languages import marked

Line: TypeAlias = Annotated[str, Field(max_length=limits.LONGEST_LINE)]
Note: TypeAlias = Annotated[str, Field(max_length=limits.LONGEST_NOTE)]
Name: TypeAlias = Annotated[str, Field(max_length=80)]

SAID = f"write true, false, null (not known), a word such as declined, or value with standing ({', '.join(STANDINGS)})"


class Asked(BaseModel):
    """A request: no field but those named, and no text where a number or a truth value belongs."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """A request in an address, where everything is text."""

    model_config = ConfigDict(extra="forbid")


class StatementAsked(Asked):
    """One thing said about one fact: a truth value with how it is held and who said it."""

    value: bool | CaseWord | None = Field(None, description=marked("true, false, or null where it is not known."))
    standing: Standing = Field("stated", description=marked("How it is held."))
    source: Line = Field("", description=marked("Who said so."))
    note: Note = Field("", description=marked("Kept with the case, and not used."))


def _said(value: object, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        raise PydanticCustomError("said", "{remedy}", {"remedy": SAID}) from None


One: TypeAlias = bool | CaseWord | StatementAsked | None
Said: TypeAlias = Annotated[
    One | Annotated[list[One], Field(max_length=limits.MOST_STATEMENTS)],
    WrapValidator(_said),
]
FactsAsked: TypeAlias = Annotated[dict[FactName, Said], Field(max_length=limits.MOST_FACTS)]
Closed: TypeAlias = Annotated[list[FamilyName], Field(max_length=20)]


class PersonAsked(Asked):
    """What was said of the person, where it is not written at the case itself."""

    facts: FactsAsked = Field(default_factory=dict[str, Any], description=marked("Facts of the person."))
    age: int | None = Field(None, ge=0, le=OLDEST, description=marked("In whole years, at the time of the events."))
    note: Note = Field("", description=marked("Kept with the case, and not used."))


class ActorAsked(Asked):
    """Somebody around the person, or a group said to act together."""

    id: Annotated[str, Field(min_length=1, max_length=limits.LONGEST_LINE)] = Field(
        description=marked("What the answer calls this actor.")
    )
    label: Line = Field("", description=marked("What a person calls this actor."))
    closed: Closed = Field(
        default_factory=list[str], description=marked("Families asked about to the end, for this actor.")
    )
    facts: FactsAsked = Field(default_factory=dict[str, Any], description=marked("What was said of this actor."))
    note: Note = Field("", description=marked("Kept with the case, and not used."))


class CaseAsked(Asked):
    """A case, in the same form as a case file."""

    id: Line = Field("", description=marked("A name of your own for the case."))
    title: Line = Field("", description=marked("A title of your own."))
    date: Day | None = Field(None, description=marked("The day of the events; without as_of it chooses the law."))
    age: int | None = Field(None, ge=0, le=OLDEST, description=marked("In whole years, at the time of the events."))
    age_source: Line = Field("", description=marked("Where the age comes from."))
    closed: Closed = Field(
        default_factory=list[str],
        description=marked("Families asked about to the end: what nobody stated of them is then false."),
    )
    facts: FactsAsked = Field(
        default_factory=dict[str, Any],
        description=marked("Facts with true, false, null, a word, or statements. What is not named is not known."),
    )
    person: PersonAsked | None = Field(None, description=marked("The same for the person, where actors are named."))
    actors: Annotated[list[ActorAsked], Field(max_length=limits.MOST_ACTORS)] = Field(
        default_factory=list[ActorAsked], description=marked("Who did what. Acts and means belong to an actor.")
    )
    note: Note = Field("", description=marked("Kept with the case, and not used."))


Under: TypeAlias = Annotated[list[LawNames], Field(min_length=1, max_length=limits.MOST_LAWS)]
UNDER = marked("Laws: ids, patterns such as us-*, or all.")
AS_OF = marked("The day whose law is used: YYYY-MM-DD, YYYY-MM or YYYY. Without it, see the answer's version.")
READING = marked("strict or broad: which observations amount to which legal fact.")


class _UnderLaws(Asked):
    under: Under = Field([DEFAULT_DEFINITION], description=UNDER)
    reading: ReadingName = Field("strict", description=READING)


class AssessAsked(_UnderLaws):
    """One case, and the laws to try it against."""

    case: CaseAsked = Field(description=marked("The case: see below."))
    as_of: Day | None = Field(None, description=AS_OF)


class AnswerAsked(Asked):
    """One answer of an interview."""

    fact: FactName = Field(description=marked("The fact that was asked about."))
    answer: Answer = Field(description=marked("What was answered."))


class AskAsked(_UnderLaws):
    """The answers so far, in the order in which they were given."""

    answers: Annotated[list[AnswerAsked], Field(max_length=limits.MOST_ANSWERS)] = Field(
        default_factory=list[AnswerAsked], description=marked("Every answer so far, in order; none at the start.")
    )
    case: CaseAsked | None = Field(None, description=marked("What is known before the first question: see below."))
    actor: Annotated[str, Field(min_length=1, max_length=limits.LONGEST_LINE)] | None = Field(
        None, description=marked("Whom of the case's actors the questions are about.")
    )
    about: Annotated[str, Field(min_length=1, max_length=limits.LONGEST_LINE)] | None = Field(
        None, description=marked("Whom the questions are about, in words, where the case names nobody.")
    )
    as_of: Day | None = Field(None, description=AS_OF)


class CompareAsked(Asked):
    """Two definitions."""

    a: LawOnDay = Field(description=marked("A law, perhaps with a day of its own: us-18usc1591@2003."))
    b: LawOnDay = Field(description=marked("The other law, written in the same way."))
    as_of: Day | None = Field(None, description=AS_OF)
    reading: ReadingName = Field("strict", description=READING)


class MatrixAsked(Asked):
    """Several definitions, each compared with each."""

    names: Annotated[list[LawOnDayOrNames], Field(min_length=1, max_length=limits.MOST_LAWS)] = Field(
        ["all"], description=marked("Laws: ids, ids with a day, patterns, or all. Two or more in the end.")
    )
    as_of: Day | None = Field(None, description=AS_OF)
    reading: ReadingName = Field("strict", description=READING)


class LineAsked(Asked):
    """Which claims to try against which definitions."""

    under: Under = Field(["all"], description=UNDER)
    claims: Annotated[list[ClaimName], Field(max_length=40)] = Field(
        default_factory=list[str], description=marked("The claims to try; none named means every claim.")
    )
    as_of: Day | None = Field(None, description=AS_OF)
    reading: ReadingName = Field("strict", description=READING)


class ReadAsked(_UnderLaws):
    """A text."""

    text: Annotated[str, Field(min_length=1, max_length=limits.LONGEST_TEXT)] = Field(
        description=marked("The text itself, or a page as HTML; no PDF and no DOCX.")
    )
    anyway: bool = Field(False, description=marked("Look into it even if it does not name the subject."))


class OutcomesAsked(Asked):
    """A setting, what changes in it, and how to count."""

    setting: SettingName = Field(description=marked("The place and time."))
    scenarios: Annotated[list[ScenarioName], Field(min_length=1, max_length=limits.MOST_SCENARIOS)] = Field(
        description=marked("What changes, each by itself against no change.")
    )
    boundary: Boundary = Field(description=marked("closed: workers and clients only; open: with all others."))
    among: Among = Field(description=marked("Whose infections count."))
    years: int | None = Field(
        None, ge=1, le=limits.MOST_YEARS, description=marked("Years; the setting's own if left out.")
    )
    draws: int = Field(
        limits.USUAL_DRAWS,
        ge=limits.FEWEST_DRAWS,
        le=limits.MOST_DRAWS,
        description=marked("How often the uncertain numbers are drawn."),
    )
    seed: int = Field(1, ge=0, le=limits.MOST_SEED, description=marked("The same seed gives the same numbers."))
    evidence: EvidenceName = Field("aesha", description=marked("Which set of odds ratios."))
    beside: bool = Field(True, description=marked("Run the other boundary beside it."))


class DayQuery(Query):
    """A day of the law."""

    as_of: Day | None = Field(None, description=AS_OF)


class ListQuery(DayQuery):
    """Which definitions to list."""

    memory: bool = Field(False, description=marked("List those known from memory only, too."))


ON = marked("The day: YYYY-MM-DD, YYYY-MM or YYYY; today if left out.")
PLACE = marked("An ISO code such as NZ or US-NY, or a name.")
ACTIVITY = marked("One activity or rule, such as stripping or condom_evidence.")


class StatusQuery(Query):
    """A place on a day."""

    place: Name = Field(description=PLACE)
    activity: Name | None = Field(None, description=ACTIVITY)
    on: Day | None = Field(None, description=ON)


class RegimeQuery(Query):
    """A place on a day."""

    place: Name = Field(description=PLACE)
    on: Day | None = Field(None, description=ON)


class RegimesQuery(Query):
    """A day."""

    on: Day | None = Field(None, description=ON)


class HistoryQuery(Query):
    """A place."""

    place: Name = Field(description=PLACE)
    activity: Name | None = Field(None, description=ACTIVITY)


class NoQuery(Query):
    """Nothing is asked for."""
