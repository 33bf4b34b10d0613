"""The five kinds of formula, interned so that equality is identity, and the fold that every engine is written with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar
from weakref import WeakValueDictionary

R = TypeVar("R")


class Formula:
    """A three-valued formula: immutable, interned, compared and hashed by identity.

    Build one from `Fact`, `Not`, `All`, `Any` and `AtLeast`. Two formulas built from the same parts in the same
    order are the same object.
    """

    __slots__ = ("__weakref__", "args")

    args: tuple[Formula, ...]

    def __copy__(self) -> Formula:
        return self

    def __deepcopy__(self, memo: object) -> Formula:
        return self

    def __str__(self) -> str:
        return to_text(self)

    __repr__ = __str__


_INTERNED: WeakValueDictionary[tuple[object, ...], Formula] = WeakValueDictionary()
_LOCK = threading.Lock()


class Fact(Formula):
    """A fact by its id. Its value comes from the case."""

    __slots__ = ("id",)

    id: str

    def __new__(cls, id: str) -> Fact:
        with _LOCK:
            found = _INTERNED.get((cls, id))
            if isinstance(found, Fact):
                return found
            node = object.__new__(cls)
            node.args = ()
            node.id = id
            _INTERNED[(cls, id)] = node
            return node

    def __reduce__(self) -> tuple[object, ...]:
        return (Fact, (self.id,))


class Not(Formula):
    """True when its part is false, false when it is true, unknown when it is unknown."""

    __slots__ = ()

    def __new__(cls, arg: Formula) -> Not:
        return _intern(cls, (arg,))

    def __reduce__(self) -> tuple[object, ...]:
        return (Not, self.args)


class All(Formula):
    """Every part holds. False as soon as one part is false; `All()` is true."""

    __slots__ = ()

    def __new__(cls, *args: Formula) -> All:
        return _intern(cls, args)

    def __reduce__(self) -> tuple[object, ...]:
        return (All, self.args)


class Any(Formula):
    """At least one part holds. True as soon as one part is true; `Any()` is false."""

    __slots__ = ()

    def __new__(cls, *args: Formula) -> Any:
        return _intern(cls, args)

    def __reduce__(self) -> tuple[object, ...]:
        return (Any, self.args)


class AtLeast(Formula):
    """At least `count` of the parts hold."""

    __slots__ = ("count",)

    count: int

    def __new__(cls, count: int, *args: Formula) -> AtLeast:
        with _LOCK:
            key = (cls, count, *args)
            found = _INTERNED.get(key)
            if isinstance(found, AtLeast):
                return found
            node = object.__new__(cls)
            node.args = args
            node.count = count
            _INTERNED[key] = node
            return node

    def __reduce__(self) -> tuple[object, ...]:
        return (AtLeast, (self.count, *self.args))


_Node = TypeVar("_Node", bound=Formula)


def _intern(cls: type[_Node], args: tuple[Formula, ...]) -> _Node:
    with _LOCK:
        found = _INTERNED.get((cls, *args))
        if isinstance(found, cls):
            return found
        node = object.__new__(cls)
        node.args = args
        _INTERNED[(cls, *args)] = node
        return node


def walk(*roots: Formula) -> Iterator[Formula]:
    """Every distinct node below the roots, parts before wholes."""
    seen: set[Formula] = set()
    stack: list[tuple[Formula, bool]] = [(root, False) for root in reversed(roots)]
    while stack:
        node, parts_done = stack.pop()
        if node in seen:
            continue
        if parts_done or not node.args:
            seen.add(node)
            yield node
        else:
            stack.append((node, True))
            stack.extend((part, False) for part in reversed(node.args) if part not in seen)


Step = Callable[[Formula, tuple[R, ...]], R]


def fold(root: Formula, step: Step[R], memo: dict[Formula, R] | None = None) -> R:
    """Value of `root`, computed from the values of its parts, each distinct node once and without recursion.

    `step` gets a node and the values of its parts. Pass the same `memo` again to share work between formulas.
    """
    values: dict[Formula, R] = {} if memo is None else memo
    todo = [root]
    while todo:
        node = todo[-1]
        if node in values:
            todo.pop()
            continue
        waiting = [part for part in node.args if part not in values]
        if waiting:
            todo.extend(reversed(waiting))
        else:
            values[node] = step(node, tuple([values[part] for part in node.args]))
            todo.pop()
    return values[root]


def facts(*roots: Formula) -> tuple[str, ...]:
    """Ids of the facts that the formulas speak of, in document order, each once."""
    return tuple(node.id for node in walk(*roots) if isinstance(node, Fact))


def rebuild(node: Formula, args: Iterable[Formula]) -> Formula:
    """The same kind of node over other parts."""
    match node:
        case Fact():
            return node
        case Not():
            (part,) = args
            return Not(part)
        case All():
            return All(*args)
        case Any():
            return Any(*args)
        case AtLeast():
            return AtLeast(node.count, *args)
        case _:
            raise TypeError(f"not a formula: {type(node).__name__}")


def substitute(root: Formula, replacements: Mapping[str, Formula]) -> Formula:
    """`root` with each fact that has a replacement replaced by it."""

    def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
        if isinstance(node, Fact):
            return replacements.get(node.id, node)
        return rebuild(node, parts)

    return fold(root, step)


def flatten(root: Formula) -> Formula:
    """`root` with an `Any` inside an `Any` (and an `All` inside an `All`) opened out, and repeated parts dropped.

    Kleene values do not change.
    """

    def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
        if isinstance(node, (All, Any)):
            opened: dict[Formula, None] = {}
            for part in parts:
                for inner in part.args if type(part) is type(node) else (part,):
                    opened.setdefault(inner)
            if len(opened) == 1:
                return next(iter(opened))
            return rebuild(node, opened)
        return rebuild(node, parts)

    return fold(root, step)


def to_text(root: Formula) -> str:
    """The formula on one line, for a person: `(act.recruit or act.transport) and not age.under_18`."""

    def group(text: str, part: Formula) -> str:
        return f"({text})" if isinstance(part, (All, Any)) and len(part.args) > 1 else text

    def step(node: Formula, parts: tuple[str, ...]) -> str:
        grouped = [group(text, part) for text, part in zip(parts, node.args, strict=True)]
        match node:
            case Fact():
                return node.id
            case Not():
                return f"not {grouped[0]}"
            case All():
                return " and ".join(grouped) or "true"
            case Any():
                return " or ".join(grouped) or "false"
            case AtLeast():
                return f"at least {node.count} of ({', '.join(parts)})"
            case _:
                raise TypeError(f"not a formula: {type(node).__name__}")

    return fold(root, step)
