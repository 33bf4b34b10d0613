"""YAML and JSON read as plain data, with the line of every value kept for the error that may need it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

import msgspec
import yaml

from brightline.errors import DataFileError

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - a PyYAML built without libyaml
    from yaml import SafeLoader as _Loader

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"
PathStep: TypeAlias = "str | int"
T = TypeVar("T")

LARGEST = 20_000_000
"""Bytes that a YAML or JSON document may have: a case file or a data file is far smaller."""
DEEPEST = 60
"""Levels of nesting that a document may have."""

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_WORDS: dict[str, bool | None] = {"": None, "null": None, "~": None, "true": True, "false": False}


class Document:
    """One YAML document: its data, and the line of any value in it."""

    def __init__(self, data: Data, file: str, root: yaml.Node | None) -> None:
        self.data = data
        self.file = file
        self._root = root

    def line(self, *path: PathStep) -> int | None:
        """Line (from 1) of the value at `path`, or of the nearest value above it."""
        node = self._root
        if node is None:
            return None
        line = node.start_mark.line
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line + 1

    def error(self, problem: str, *path: PathStep) -> DataFileError:
        """An error at the value at `path`."""
        return DataFileError(problem, self.file, self.line(*path))

    def convert(self, data: object, kind: type[T], *path: PathStep) -> T:
        """`data` as an instance of `kind`; raises a `DataFileError` with the line where it does not fit."""
        try:
            return msgspec.convert(data, kind)
        except msgspec.ValidationError as failure:
            message, _, where = str(failure).partition(" - at `$")
            steps = _steps(where)
            if unknown := re.search(r"unknown field `([^`]+)`", message):
                steps.append(unknown[1])
            raise self.error(_plain(message), *path, *steps) from None


def read_document(path: Path, shown: str | None = None) -> Document:
    """The single YAML (or JSON) document in a file."""
    documents = read_documents(path, shown)
    if len(documents) != 1:
        raise DataFileError(f"expected one document, found {len(documents)}", shown or str(path))
    return documents[0]


def read_documents(path: Path, shown: str | None = None) -> list[Document]:
    """Every document in a YAML file, in order."""
    name = shown or str(path)
    try:
        if path.exists() and not path.is_file():
            raise DataFileError("not a regular file", name)
        size = path.stat().st_size
        if size > LARGEST:
            raise DataFileError(f"the file has {size:,} bytes; a YAML file may have {LARGEST:,}", name)
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise DataFileError(f"not UTF-8 text (byte {failure.start}); save it as UTF-8", name) from None
    except OSError as failure:
        raise DataFileError(f"cannot be read ({failure.strerror})", name) from None
    return parse_documents(text, name)


def parse_documents(text: str, name: str) -> list[Document]:
    """Every document in a YAML text. `name` is what errors call it."""
    try:
        _check_depth(text, name)
        nodes = list(yaml.compose_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        problem = failure.problem or failure.context or "not readable"
        raise DataFileError(f"not valid YAML: {problem}", name, mark.line + 1 if mark else None) from None
    except yaml.YAMLError as failure:
        problem = str(failure).splitlines()[0]
        raise DataFileError(f"not valid YAML: {problem}", name) from None
    return [Document(_plain_data(node, name, set()), name, node) for node in nodes]


def parse_json(text: str, name: str, line: int | None = None) -> Data:
    """One JSON value; `line` is where it stands in the file called `name`."""
    try:
        _check_json_depth(text)
        return cast(Data, json.loads(text, object_pairs_hook=_no_duplicates))
    except (ValueError, RecursionError) as failure:
        problem = failure.msg if isinstance(failure, json.JSONDecodeError) else str(failure)
        raise DataFileError(f"not valid JSON: {problem}", name, line) from None


def _check_json_depth(text: str) -> None:
    depth = 0
    for bracket in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        if bracket in "[{":
            depth += 1
            if depth > DEEPEST:
                raise ValueError(f"nested more than {DEEPEST} levels deep")
        elif bracket in "]}":
            depth -= 1


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))
        raise ValueError(f"{twice!r} stands twice in one object")
    return found


def _check_depth(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else None
                raise DataFileError(f"nested more than {DEEPEST} levels deep", name, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain_data(node: yaml.Node, name: str, seen: set[int]) -> Data:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if id(node) in seen:
        raise DataFileError("anchors and aliases (& and *) are not used here: write the value out", name, line)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain_data(item, name, seen) for item in node.value]
    found: dict[str, Data] = {}
    for key, value in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
        if not isinstance(key, yaml.ScalarNode):
            raise DataFileError("a key must be a plain word", name, key.start_mark.line + 1)
        if key.value in found:
            raise DataFileError(f"{key.value!r} stands twice; keep one", name, key.start_mark.line + 1)
        found[key.value] = _plain_data(value, name, seen)
    return found


def _scalar(node: yaml.ScalarNode) -> Data:
    text: str = node.value
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < 19:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _child(node: yaml.Node, step: PathStep) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
            if isinstance(key, yaml.ScalarNode) and key.value == str(step):
                return key.start_mark.line, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item.start_mark.line, item
    return None


def _steps(where: str) -> list[PathStep]:
    steps: list[PathStep] = []
    for name, number in re.findall(r"\.([A-Za-z_]+)|\[([0-9]+)\]", where.rstrip("`")):
        steps.append(name or int(number))
    return steps


def _plain(message: str) -> str:
    message = re.sub(r"Object missing required field `([^`]+)`", r"`\1` is missing", message)
    message = re.sub(r"Object contains unknown field `([^`]+)`", r"`\1` is not a known key", message)
    message = re.sub(r"Invalid enum value ('?[^']*'?)", r"\1 is not one of the allowed words", message)
    return re.sub(r"Expected `(\w+)[^`]*`, got `(\w+)[^`]*`", _expected, message)


_KINDS = {
    "array": "a list",
    "object": "names with values",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
}


def _expected(found: re.Match[str]) -> str:
    wanted, given = (_KINDS.get(kind, kind) for kind in found.groups())
    return f"expected {wanted}, found {given}"


_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def parse_date(value: object, *, last: bool = False) -> date:
    """A date from `YYYY-MM-DD`, `YYYY-MM` or `YYYY`: the first day it may mean, or with `last` the last one.

    Raises `ValueError` with a sentence where it is not a date.
    """
    text = str(value).strip()
    try:
        if _YEAR.fullmatch(text):
            return date(int(text), 12, 31) if last else date(int(text), 1, 1)
        if found := _MONTH.fullmatch(text):
            year, month = int(found[1]), int(found[2])
            if not last:
                return date(year, month, 1)
            return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not a date; write it as YYYY-MM-DD, YYYY-MM or YYYY")


def mapping(data: Data, document: Document, *path: PathStep) -> Mapping[str, Data]:
    """`data` if it is a mapping; an error at `path` if not."""
    if not isinstance(data, dict):
        raise document.error("expected names with values (`name: value`)", *path)
    return data
