"""Cases as files that a person writes and reads: YAML (one case or several) and JSON of the same form."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from brightline.cases.case import STANDINGS, Actor, Case, Standing, Statement, to_age, to_date, to_families
from brightline.cases.textfile import check_path, json_lines, parse_whole_json
from brightline.errors import BrightlineError, DataFileError, nearest
from brightline.law import vocabulary
from brightline.law.datafile import LARGEST, Data, Document, PathStep, mapping, parse_documents, read_documents
from brightline.law.vocabulary import Family
from brightline.logic import Truth

_CASE_KEYS = ("id", "title", "date", "age", "age_source", "closed", "facts", "person", "actors", "note")
_PERSON_KEYS = ("facts", "age", "note")
_ACTOR_KEYS = ("id", "label", "closed", "facts", "note")
_STATEMENT_KEYS = ("value", "standing", "source", "note")
_WORDS: Mapping[str, tuple[Truth, Standing]] = {
    "unknown": (None, "stated"),
    "not known": (None, "stated"),
    "don't know": (None, "stated"),
    "declined": (None, "declined"),
    "rather not say": (None, "declined"),
    "not asked": (None, "not asked"),
}


def is_case_file(path: Path) -> bool:
    """Whether a file holds cases written out (YAML, JSON or a saved interview), not a table."""
    from brightline.cases.store import is_saved_interview

    return path.suffix.lower() in (".yaml", ".yml", ".json") or is_saved_interview(path)


def read_cases(path: Path) -> list[Case]:
    """The cases in a YAML, JSON or JSON Lines file, or the one in a saved interview.

    Raises `BrightlineError` with the line where one is not right.
    """
    from brightline.cases.store import is_saved_interview, read_interview

    if is_saved_interview(path):
        return [read_interview(path).case]
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return [
            _case(Document(cast(Data, record), path.name, None), record, (), line) for line, record in json_lines(path)
        ]
    check_path(path)
    if path.suffix.lower() == ".json":
        if path.stat().st_size > LARGEST:
            raise DataFileError(f"has {path.stat().st_size:,} bytes; a JSON file may have {LARGEST:,}", path.name)
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise DataFileError("not UTF-8 text; save it as UTF-8", path.name) from None
        documents = [Document(parse_whole_json(text, path.name), path.name, None)]
    else:
        documents = read_documents(path, path.name)
    return _cases(documents, path.name)


def cases_in(text: str, name: str) -> list[Case]:
    """The cases in the text of a YAML or JSON file, which is not read from a disk; `name` is what errors call it."""
    if name.lower().endswith(".json"):
        return _cases([Document(parse_whole_json(text, name), name, None)], name)
    return _cases(parse_documents(text, name), name)


def _cases(documents: Iterable[Document], name: str) -> list[Case]:
    cases: list[Case] = []
    for document in documents:
        if isinstance(document.data, list):
            cases.extend(_case(document, item, (number,)) for number, item in enumerate(document.data))
        else:
            cases.append(_case(document, document.data, ()))
    if not cases:
        raise DataFileError("there is no case in it", name)
    return cases


def _case(document: Document, data: object, path: tuple[PathStep, ...], line: int | None = None) -> Case:
    fields = _fields(document, data, path, _CASE_KEYS)
    person = _fields(document, fields.get("person") or {}, (*path, "person"), _PERSON_KEYS)
    statements = [
        *_statements(document, fields.get("facts"), (*path, "facts")),
        *_statements(document, person.get("facts"), (*path, "person", "facts")),
    ]
    actors = fields.get("actors") or []
    if not isinstance(actors, list):
        raise document.error("actors must be a list", *path, "actors")
    try:
        return Case(
            id=_text(fields.get("id")),
            title=_text(fields.get("title")),
            date=to_date(fields["date"]) if fields.get("date") is not None else None,
            age=to_age(fields["age"] if fields.get("age") is not None else person.get("age")),
            person=tuple(statements),
            actors=tuple(_actor(document, item, (*path, "actors", at)) for at, item in enumerate(actors)),
            closed=_closed(fields.get("closed")),
            age_source=_text(fields.get("age_source")),
        )
    except DataFileError:
        raise
    except BrightlineError as failure:
        raise DataFileError(str(failure), document.file, line or document.line(*path)) from None


def _actor(document: Document, data: object, path: tuple[PathStep, ...]) -> Actor:
    fields = _fields(document, data, path, _ACTOR_KEYS)
    id = _text(fields.get("id"))
    if not id:
        raise document.error("an actor needs an id, such as `driver`", *path)
    return Actor(
        id=id,
        statements=tuple(_statements(document, fields.get("facts"), (*path, "facts"))),
        label=_text(fields.get("label")),
        closed=_closed(fields.get("closed")),
    )


def _text(value: Data) -> str:
    return "" if value is None else str(value)


def _closed(value: object) -> tuple[Family, ...]:
    return to_families(cast("list[object]", value) if isinstance(value, list) else [value])


def _fields(document: Document, data: object, path: tuple[PathStep, ...], known: Iterable[str]) -> Mapping[str, Data]:
    fields = mapping(cast(Data, data), document, *path)
    for key in fields:
        if key not in known:
            raise document.error(
                f"{key!r} is not a key here{nearest(key, known)}; there are {', '.join(known)}", *path, key
            )
    return fields


def _statements(document: Document, data: Data, path: tuple[PathStep, ...]) -> list[Statement]:
    if data is None:
        return []
    words = vocabulary()
    found: list[Statement] = []
    for name, value in mapping(data, document, *path).items():
        where = (*path, name)
        if name not in words:
            raise document.error(
                f"{name!r} is not a fact{nearest(name, words.ids)}; `brightline facts` lists them", *where
            )
        items = value if isinstance(value, list) else [value]
        found.extend(_statement(document, words.resolve(name), item, where) for item in items)
    return found


def _statement(document: Document, fact: str, value: Data, where: tuple[PathStep, ...]) -> Statement:
    if value is None or isinstance(value, bool):
        return Statement(fact, value)
    if isinstance(value, str) and value.lower() in _WORDS:
        answer, standing = _WORDS[value.lower()]
        return Statement(fact, answer, standing)
    if isinstance(value, dict):
        fields = _fields(document, value, where, _STATEMENT_KEYS)
        plain = _statement(document, fact, fields.get("value"), where)
        standing = fields.get("standing", plain.standing)
        if standing not in STANDINGS:
            raise document.error(
                f"{standing!r} is not a standing{nearest(str(standing), STANDINGS)}; there are {', '.join(STANDINGS)}",
                *where,
            )
        return Statement(fact, plain.value, standing, _text(fields.get("source")))
    raise document.error(
        f"{fact} is {value!r}; write true, false, null (not known), declined, or value with standing and source", *where
    )


def case_from_data(data: Mapping[str, object], name: str) -> Case:
    """The case in plain data of the form that `read_cases` takes; `name` is what errors call it."""
    return _case(Document(cast(Data, data), name, None), data, ())


def case_to_data(case: Case) -> dict[str, object]:
    """A case as plain data of the form that `read_cases` takes."""
    data: dict[str, object] = {}
    for key in ("id", "title", "age", "age_source"):
        if getattr(case, key) not in ("", None):
            data[key] = getattr(case, key)
    if case.date:
        data["date"] = case.date.isoformat()
    if case.closed:
        data["closed"] = list(case.closed)
    if case.person:
        data["facts"] = _facts_data(case.person)
    if case.actors:
        data["actors"] = [
            {"id": actor.id}
            | ({"label": actor.label} if actor.label else {})
            | ({"closed": list(actor.closed)} if actor.closed else {})
            | ({"facts": _facts_data(actor.statements)} if actor.statements else {})
            for actor in case.actors
        ]
    return data


def _facts_data(statements: Iterable[Statement]) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for said in statements:
        plain: object = said.value
        if said.standing != "stated" or said.source:
            plain = {"value": said.value, "standing": said.standing} | ({"source": said.source} if said.source else {})
        found.setdefault(said.fact, []).append(plain)
    return {fact: values[0] if len(values) == 1 else values for fact, values in found.items()}


def case_to_json(case: Case) -> str:
    """A case on one line of JSON."""
    return json.dumps(case_to_data(case), ensure_ascii=False)
