"""`GET /api/law` and below, and `GET /api/facts`: the definitions, the facts, and what the atlas says of places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import HTTPException, Path, Query, Response

from brightline.cases.case import to_date
from brightline.findings.plain_data import (
    definition_in_full,
    definition_in_short,
    fact_in_full,
    history_as_data,
    topic_as_data,
)
from brightline.law import atlas, definition, definitions, vocabulary
from brightline.web.doors.api.answers_of_law import (
    DefinitionInFull,
    DefinitionInShort,
    FactAnswered,
    History,
    Regime,
    Standing,
    Topic,
)
from brightline.web.doors.api.asked import (
    DayQuery,
    HistoryQuery,
    ListQuery,
    NoQuery,
    RegimeQuery,
    RegimesQuery,
    StatusQuery,
)
from brightline.web.doors.api.operation import Operation, new_router
from brightline.web.doors.api.route import at_work, unknown
from brightline.web.doors.api.words import LAWS_LISTED, law_names
from brightline.web.languages import marked

router = new_router()

_ATLAS = marked("The written law as far as it was read, not its enforcement. Law may have moved since.")


def _day(typed: str | None) -> date | None:
    return to_date(typed) if typed else None


def _topic(named: str | None) -> str | None:
    return atlas.topic(named).id if named else None


def _list(asked: Annotated[ListQuery, Query()]) -> Response:
    listed = definitions(memory=asked.memory)
    return at_work(lambda: [definition_in_short(one, _day(asked.as_of)) for one in listed])


def _status(asked: Annotated[StatusQuery, Query()]) -> Response:
    def work() -> object:
        found = atlas.status(atlas.place(asked.place).code, _topic(asked.activity), _day(asked.on))
        return [atlas.standing_json(standing) for standing in found]

    return at_work(work)


def _regime(asked: Annotated[RegimeQuery, Query()]) -> Response:
    return at_work(lambda: atlas.regime(atlas.place(asked.place).code, _day(asked.on)).to_json())


def _regimes(asked: Annotated[RegimesQuery, Query()]) -> Response:
    return at_work(lambda: [one.to_json() for one in atlas.regimes(_day(asked.on))])


def _history(asked: Annotated[HistoryQuery, Query()]) -> Response:
    return at_work(lambda: history_as_data(atlas.place(asked.place), _topic(asked.activity)))


def _topics(_asked: Annotated[NoQuery, Query()]) -> Response:
    return at_work(lambda: [topic_as_data(one) for one in atlas.topics().values()])


def _facts(_asked: Annotated[NoQuery, Query()]) -> Response:
    return at_work(lambda: [fact_in_full(entry) for entry in vocabulary()])


def _one(
    id: Annotated[str, Path(max_length=80, description="The id of a law, or an alias.")],
    asked: Annotated[DayQuery, Query()],
) -> Response:
    def work() -> object:
        if id not in law_names():
            raise HTTPException(404, unknown(id, "law", law_names(), LAWS_LISTED))
        return definition_in_full(definition(id), _day(asked.as_of))

    return at_work(work)


_NO_LIMITS = marked("No limits but those of the fields.")
_Work = Callable[..., Any]

OPERATIONS: tuple[tuple[Operation, _Work], ...] = (
    (
        Operation(
            name="law",
            method="GET",
            path="/law",
            title=marked("The laws"),
            words=marked("Lists the definitions: where each applies, its versions, and how well each was read."),
            limits=_NO_LIMITS,
            asked=ListQuery,
            answer=list[DefinitionInShort],
            example={"as_of": "2010"},
        ),
        _list,
    ),
    (
        Operation(
            name="law_status",
            method="GET",
            path="/law/status",
            title=marked("What the law of a place says"),
            words=marked("The rows of the atlas for a place on a day, each with its source and how well it was read."),
            limits=_ATLAS,
            asked=StatusQuery,
            answer=list[Standing],
            example={"place": "NZ", "activity": "brothel_keeping", "on": "2026-01-01"},
        ),
        _status,
    ),
    (
        Operation(
            name="law_regime",
            method="GET",
            path="/law/regime",
            title=marked("The regime of a place"),
            words=marked("The regime of a place on a day, computed from its rows, with the rows that decide it."),
            limits=_ATLAS,
            asked=RegimeQuery,
            answer=Regime,
            example={"place": "NZ", "on": "2003-01-01"},
        ),
        _regime,
    ),
    (
        Operation(
            name="law_regimes",
            method="GET",
            path="/law/regimes",
            title=marked("The regimes of all places"),
            words=marked("The same for every country and part of one that the atlas has a row for."),
            limits=_ATLAS,
            asked=RegimesQuery,
            answer=list[Regime],
            example={"on": "2020"},
        ),
        _regimes,
    ),
    (
        Operation(
            name="law_history",
            method="GET",
            path="/law/history",
            title=marked("The history of a place"),
            words=marked("How the law of a place came to be what it is, oldest first; what is not known is marked."),
            limits=_ATLAS,
            asked=HistoryQuery,
            answer=History,
            example={"place": "NZ", "activity": "brothel_keeping"},
        ),
        _history,
    ),
    (
        Operation(
            name="law_topics",
            method="GET",
            path="/law/topics",
            title=marked("What the atlas speaks of"),
            words=marked("The activities, rules and penalties, and the words that the atlas uses of each."),
            limits=_NO_LIMITS,
            asked=NoQuery,
            answer=list[Topic],
        ),
        _topics,
    ),
    (
        Operation(
            name="law_one",
            method="GET",
            path="/law/{id}",
            title=marked("One law"),
            words=marked("A definition in its version for a day: elements, rules, notes, sources, examples."),
            limits=_NO_LIMITS,
            asked=DayQuery,
            answer=DefinitionInFull,
            example={"as_of": "2003"},
            of={"id": "us-18usc1591"},
        ),
        _one,
    ),
    (
        Operation(
            name="facts",
            method="GET",
            path="/facts",
            title=marked("The facts"),
            words=marked("Every fact that a case may hold, with its question, and how distressing that may be."),
            limits=_NO_LIMITS,
            asked=NoQuery,
            answer=list[FactAnswered],
        ),
        _facts,
    ),
)

for _operation, _work in OPERATIONS:
    _operation.on(router, _work)
