"""How a definition or a reading writes a formula in YAML, turned into formula nodes."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import TypeAlias

from brightline.errors import BrightlineError
from brightline.law.datafile import Data, Document, PathStep
from brightline.logic import All, Any, AtLeast, Fact, Formula, Not

Lookup: TypeAlias = Callable[[str, tuple[PathStep, ...]], Formula]
"""Turns a name in a list (a fact id, or another element) into a formula; raises a `DataFileError` if it cannot."""

_SHAPES = "`fact: ID`, `any: [...]`, `all: [...]`, `not: ...`, or `at_least: N` with `of: [...]`"
_LONGEST_CONDITION = 2_000


def parse_body(body: Data, document: Document, path: tuple[PathStep, ...], lookup: Lookup) -> Formula:
    """The formula that a body stands for: a name, or exactly one of the shapes of `_SHAPES`."""
    if isinstance(body, str):
        return lookup(body, path)
    if isinstance(body, dict):
        keys = set(body)
        if keys == {"fact"}:
            return parse_body(body["fact"], document, (*path, "fact"), lookup)
        if keys == {"not"}:
            return Not(parse_body(body["not"], document, (*path, "not"), lookup))
        if keys == {"any"} or keys == {"all"}:
            key = keys.pop()
            return (Any if key == "any" else All)(*_parts(body[key], document, (*path, key), lookup))
        if keys == {"at_least", "of"}:
            count = body["at_least"]
            parts = _parts(body["of"], document, (*path, "of"), lookup)
            if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= len(parts):
                raise document.error(f"at_least must be a number from 1 to {len(parts)}", *path, "at_least")
            return AtLeast(count, *parts)
    raise document.error(f"write exactly one of {_SHAPES}", *path)


def _parts(items: Data, document: Document, path: tuple[PathStep, ...], lookup: Lookup) -> list[Formula]:
    if not isinstance(items, list) or not items:
        raise document.error("expected a list with at least one fact", *path)
    return [parse_body(item, document, (*path, number), lookup) for number, item in enumerate(items)]


def parse_condition(text: str, names: Mapping[str, object]) -> Formula:
    """A `met_when` line (element names with `and`, `or`, `not` and parentheses) as a formula over those names.

    >>> str(parse_condition("act and (means or child)", {"act": 0, "means": 0, "child": 0}))
    'act and (means or child)'
    """

    def convert(node: ast.expr) -> Formula:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return All(*map(convert, values))
            case ast.BoolOp(values=values):
                return Any(*map(convert, values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(convert(operand))
            case ast.Name(id=name) if name in names:
                return Fact(name)
            case ast.Name(id=name):
                raise BrightlineError(f"met_when names {name!r}, which is not one of its elements")
            case _:
                raise BrightlineError("met_when may hold element names, and, or, not and parentheses only")

    if len(text) > _LONGEST_CONDITION:
        raise BrightlineError(f"met_when is longer than {_LONGEST_CONDITION:,} characters")
    try:
        return convert(ast.parse(" ".join(text.split()), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BrightlineError("met_when cannot be read: check its parentheses, and, or, not") from None
