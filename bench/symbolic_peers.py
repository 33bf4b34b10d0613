"""The contenders of `symbolic.py`: Brightline's own diagrams and five libraries, each behind the same few verbs.

`of` takes a formula in, `both` joins it with what always holds, `implies` and `same` give verdicts, and `least`
gives the minimal patterns one by one.
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any as Anything

from brightline.logic import All, Any, AtLeast, Diagrams, Fact, Families, Formula, Not, facts, fold

NEEDS = {"oxidd": "oxidd.bdd", "dd": "dd.autoref", "python-sat": "pysat.solvers", "z3": "z3", "clingo": "clingo"}


def reshaped(formula: Formula) -> Formula:
    """The same meaning in another shape: by De Morgan, back to front, alternatives as thresholds."""

    def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
        back = tuple(reversed(parts))
        match node:
            case All():
                return Not(Any(*map(Not, back)))
            case Any():
                return AtLeast(1, *back)
            case AtLeast():
                return Not(AtLeast(len(parts) - node.count + 1, *map(Not, back)))
            case Not():
                return Not(*parts)
            case _:
                return node

    return fold(formula, step)


def rails(formula: Formula) -> Formula:
    """Where what is known already settles that the formula holds, over `+fact` (known to hold) and `-fact` (not to).

    Exact for two definitions that part, each of which uses its facts with one sign; its smallest models are the
    minimal patterns.
    """

    def step(node: Formula, parts: tuple[tuple[Formula, Formula], ...]) -> tuple[Formula, Formula]:
        held, failed = [yes for yes, _ in parts], [no for _, no in parts]
        match node:
            case Fact():
                return Fact(f"+{node.id}"), Fact(f"-{node.id}")
            case Not():
                return failed[0], held[0]
            case All():
                return All(*held), Any(*failed)
            case Any():
                return Any(*held), All(*failed)
            case AtLeast():
                return AtLeast(node.count, *held), AtLeast(len(parts) - node.count + 1, *failed)
            case _:
                raise TypeError(node)

    return fold(formula, step)[0]


class OwnDiagrams:
    def __init__(self, names: Sequence[str]) -> None:
        self.diagrams = Diagrams(names)

    def of(self, formula: Formula) -> Anything:
        return self.diagrams.of(formula)

    def both(self, a: Anything, b: Anything) -> Anything:
        return self.diagrams.both(a, b)

    def implies(self, a: Anything, b: Anything) -> bool:
        return self.diagrams.implies(a, b)

    def same(self, a: Anything, b: Anything) -> bool:
        return a == b

    def least(self, formula: Formula) -> Iterable[object]:
        families = Families(Diagrams(facts(formula)))
        return families.sets(families.minimal(families.diagrams.of(formula)))


class OtherDiagrams:
    """oxidd's or dd's: both join their functions with `&`, `|` and `~`."""

    def __init__(self, names: Sequence[str], library: str) -> None:
        if library == "oxidd":
            manager = importlib.import_module("oxidd.bdd").BDDManager(1 << 20, 1 << 18, 1)
            manager.add_vars(len(names))
            self.variables = {name: manager.var(number) for number, name in enumerate(names)}
            self.true, self.false = manager.true(), manager.false()
        else:
            try:
                manager = importlib.import_module("dd.cudd").BDD()
            except ImportError:
                manager = importlib.import_module("dd.autoref").BDD()
            manager.declare(*names)
            self.variables = {name: manager.var(name) for name in names}
            self.true, self.false = manager.true, manager.false
        self.manager = manager
        self.memo: dict[Formula, Anything] = {}

    def of(self, formula: Formula) -> Anything:
        def step(node: Formula, parts: tuple[Anything, ...]) -> Anything:
            match node:
                case Fact():
                    return self.variables[node.id]
                case Not():
                    return ~parts[0]
                case _:
                    count = node.count if isinstance(node, AtLeast) else 1 if isinstance(node, Any) else len(parts)
                    held = [self.true] + [self.false] * max(count, 0)
                    for part in reversed(parts):
                        held = [self.true] + [held[k] | (part & held[k - 1]) for k in range(1, len(held))]
                    return held[-1]

        return fold(formula, step, self.memo)

    def both(self, a: Anything, b: Anything) -> Anything:
        return a & b

    def implies(self, a: Anything, b: Anything) -> bool:
        return (a & ~b) == self.false

    def same(self, a: Anything, b: Anything) -> bool:
        return a == b


class Solvers(ABC):
    """A number for each formula, and one solver that is asked whether some can hold and others fail together."""

    @abstractmethod
    def of(self, formula: Formula) -> Anything: ...

    @abstractmethod
    def possible(self, holding: Sequence[Anything], failing: Sequence[Anything]) -> bool: ...

    def both(self, a: Anything, b: Anything) -> Anything:
        return (*(a if isinstance(a, tuple) else (a,)), b)

    def implies(self, a: Anything, b: Anything) -> bool:
        return not self.possible(a if isinstance(a, tuple) else (a,), (b,))

    def same(self, a: Anything, b: Anything) -> bool:
        return self.implies(a, b) and self.implies(b, a)


class PythonSat(Solvers):
    def __init__(self) -> None:
        self.solver = importlib.import_module("pysat.solvers").Solver(name="glucose4")
        self.card = importlib.import_module("pysat.card").CardEnc
        self.pool = importlib.import_module("pysat.formula").IDPool()
        self.memo: dict[Formula, int] = {}

    def of(self, formula: Formula) -> Anything:
        return fold(formula, self._step, self.memo)

    def _step(self, node: Formula, parts: tuple[int, ...]) -> int:
        match node:
            case Fact():
                return self.pool.id(node.id)
            case Not():
                return -parts[0]
            case All():
                return -self._either([-part for part in parts])
            case Any():
                return self._either(parts)
            case AtLeast() if 1 < node.count <= len(parts):
                found = self.pool.id()
                for clause in self.card.atleast(list(parts), bound=node.count, vpool=self.pool).clauses:
                    self.solver.add_clause([-found, *clause])
                for clause in self.card.atmost(list(parts), bound=node.count - 1, vpool=self.pool).clauses:
                    self.solver.add_clause([found, *clause])
                return found
            case AtLeast():
                found = self._either(parts if node.count == 1 else ())
                return -found if node.count < 1 else found
            case _:
                raise TypeError(node)

    def _either(self, parts: Sequence[int]) -> int:
        found = self.pool.id()
        self.solver.add_clause([-found, *parts])
        for part in parts:
            self.solver.add_clause([found, -part])
        return found

    def possible(self, holding: Sequence[Anything], failing: Sequence[Anything]) -> bool:
        return bool(self.solver.solve(assumptions=[*holding, *(-part for part in failing)]))

    def least(self, formula: Formula) -> Iterable[object]:
        """Finds a model, takes out of it what can be left out, and forbids it and all that holds it."""
        goal, names = rails(formula), facts(formula)
        blocking = PythonSat()
        root, ours = self.of(goal), blocking.of(goal)
        marks = [(self.of(Fact(sign + name)), blocking.of(Fact(sign + name))) for name in names for sign in "+-"]
        for first, second in zip(marks[::2], marks[1::2], strict=True):
            blocking.solver.add_clause([-first[1], -second[1]])
        blocking.solver.add_clause([ours])
        blocking.solver.set_phases([-mark for _, mark in marks])
        while blocking.solver.solve():
            model = set(blocking.solver.get_model())
            chosen = {number for number, (_, mark) in enumerate(marks) if mark in model}
            for number in sorted(chosen):
                left = chosen - {number}
                absent = [-mark for other, (mark, _) in enumerate(marks) if other not in left]
                if self.solver.solve(assumptions=[root, *absent]):
                    chosen = left
            blocking.solver.add_clause([-marks[number][1] for number in chosen])
            yield frozenset(chosen)


class Z3(Solvers):
    def __init__(self) -> None:
        self.z3 = importlib.import_module("z3")
        self.solver = self.z3.Solver()
        self.memo: dict[Formula, Anything] = {}
        self.marks: dict[Formula, Anything] = {}

    def of(self, formula: Formula) -> Anything:
        if formula not in self.marks:
            mark = self.marks[formula] = self.z3.Bool(f"whole {len(self.marks)}")
            self.solver.add(mark == fold(formula, self._step, self.memo))
        return self.marks[formula]

    def _step(self, node: Formula, parts: tuple[Anything, ...]) -> Anything:
        match node:
            case Fact():
                return self.z3.Bool(node.id)
            case Not():
                return self.z3.Not(parts[0])
            case All():
                return self.z3.And(*parts)
            case Any():
                return self.z3.Or(*parts)
            case AtLeast():
                return self.z3.AtLeast(*parts, node.count)
            case _:
                raise TypeError(node)

    def possible(self, holding: Sequence[Anything], failing: Sequence[Anything]) -> bool:
        return self.solver.check(*holding, *map(self.z3.Not, failing)) == self.z3.sat


class Clingo(Solvers):
    def __init__(self, *options: str) -> None:
        self.clingo = importlib.import_module("clingo")
        self.control = self.clingo.Control(["--warn=none", *options])
        self.memo: dict[Formula, int] = {}
        self.lines: list[str] = []

    def of(self, formula: Formula) -> Anything:
        found = fold(formula, self._step, self.memo)
        if self.lines:
            part = f"part{len(self.memo)}"
            self.control.add(part, [], "\n".join(self.lines))
            self.control.ground([(part, [])])
            self.lines.clear()
        return self.clingo.Function("n", [self.clingo.Number(found)])

    def _step(self, node: Formula, parts: tuple[int, ...]) -> int:
        own = len(self.memo)
        match node:
            case Fact():
                self.lines.append(f"{{n({own})}}. fact({own}).")
            case Not():
                self.lines.append(f"n({own}) :- not n({parts[0]}).")
            case Any():
                self.lines += [f"n({own}) :- n({part})." for part in parts]
            case All():
                self.lines.append(f"n({own}) :- {', '.join(f'n({part})' for part in parts) or '0 = 0'}.")
            case AtLeast():
                each = "; ".join(f"{number} : n({part})" for number, part in enumerate(parts))
                self.lines.append(f"n({own}) :- #count {{ {each} }} >= {node.count}.")
            case _:
                raise TypeError(node)
        return own

    def possible(self, holding: Sequence[Anything], failing: Sequence[Anything]) -> bool:
        told = [*((atom, True) for atom in holding), *((atom, False) for atom in failing)]
        return bool(self.control.solve(assumptions=told).satisfiable)

    def least(self, formula: Formula) -> Iterable[object]:
        """Models with as few facts as can be, by clingo's own search for them (`domRec`)."""
        other = Clingo("--heuristic=Domain", "--enum-mode=domRec", "--dom-mod=5,16", "--models=0")
        root = other.of(rails(formula)).arguments[0].number
        pairs = [tuple(other.memo.get(Fact(sign + name)) for sign in "+-") for name in facts(formula)]
        both = [f":- n({plus}), n({minus})." for plus, minus in pairs if None not in (plus, minus)]
        shown = "#show. #show n(X) : n(X), fact(X)."
        other.control.add("goal", [], f":- not n({root}). {' '.join(both)} {shown}")
        other.control.ground([("goal", [])])
        with other.control.solve(yield_=True) as handle:
            for model in handle:
                yield frozenset(atom.arguments[0].number for atom in model.symbols(shown=True))


def contender(name: str, order: Sequence[str]) -> Anything:
    match name:
        case "brightline":
            return OwnDiagrams(order)
        case "oxidd" | "dd":
            return OtherDiagrams(order, name)
        case "python-sat":
            return PythonSat()
        case "z3":
            return Z3()
        case _:
            return Clingo()
