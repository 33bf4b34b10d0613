"""Other ways to the same answers: truth tables, a SAT solver (python-sat) and another library's diagrams (oxidd)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from oxidd.bdd import BDDFunction, BDDManager
from pysat.card import CardEnc
from pysat.formula import IDPool
from pysat.solvers import Solver

from brightline.logic import All, Any, AtLeast, Fact, Formula, Not, fold

Term = frozenset[tuple[str, bool]]
"""Facts that hold and facts that do not."""


class Table:
    """Truth tables over a few facts, each table one whole number with a bit for every way of settling the facts."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.rows = 1 << len(names)
        self.full = (1 << self.rows) - 1
        self.columns = {name: self._column(number) for number, name in enumerate(names)}

    def _column(self, number: int) -> int:
        half = 1 << number
        column, width = ((1 << half) - 1) << half, 2 * half
        while width < self.rows:
            column |= column << width
            width *= 2
        return column

    def of(self, formula: Formula) -> int:
        """The table of a formula."""

        def step(node: Formula, parts: tuple[int, ...]) -> int:
            match node:
                case Fact():
                    return self.columns[node.id]
                case Not():
                    return self.full ^ parts[0]
                case All():
                    return self.every(parts)
                case Any():
                    return self.some(parts)
                case AtLeast():
                    if node.count <= 0:
                        return self.full
                    return self.some(self.every(chosen) for chosen in combinations(parts, node.count))
                case _:
                    raise AssertionError(node)

        return fold(formula, step)

    def every(self, tables: Iterable[int]) -> int:
        found = self.full
        for table in tables:
            found &= table
        return found

    def some(self, tables: Iterable[int]) -> int:
        found = 0
        for table in tables:
            found |= table
        return found

    def literal(self, name: str, holds: bool) -> int:
        return self.columns[name] if holds else self.full ^ self.columns[name]

    def of_term(self, term: Iterable[tuple[str, bool]]) -> int:
        return self.every(self.literal(*literal) for literal in term)

    def fixed(self, table: int, name: str, holds: bool) -> int:
        """What is left once a fact is settled; the fact no longer matters."""
        step = 1 << self.names.index(name)
        kept = table & self.literal(name, holds)
        return kept | (kept >> step if holds else kept << step)

    def true_rows(self, table: int) -> Iterator[frozenset[str]]:
        """The facts that hold, for each way of settling them in which the table is true."""
        for row in self.rows_where(table):
            yield frozenset(name for number, name in enumerate(self.names) if row >> number & 1)

    def rows_where(self, table: int) -> Iterator[int]:
        """The numbers of those ways, whose bits say which facts hold."""
        return (row for row, bit in enumerate(reversed(f"{table:b}")) if bit == "1")

    def chance(self, table: int, chances: Mapping[str, float]) -> float:
        total = 0.0
        for row in self.true_rows(table):
            one = 1.0
            for name in self.names:
                one *= chances[name] if name in row else 1 - chances[name]
            total += one
        return total

    def terms(self) -> Iterator[Term]:
        """Every choice of some facts that hold and some that do not."""
        for signs in product((None, True, False), repeat=len(self.names)):
            yield frozenset((name, sign) for name, sign in zip(self.names, signs, strict=True) if sign is not None)

    def primes(self, table: int) -> set[Term]:
        """Every term that is enough, and of which nothing can be left out."""
        enough = {term for term in self.terms() if self.of_term(term) & ~table == 0}
        return {term for term in enough if not any(term - {literal} in enough for literal in term)}


class SatSolver:
    """Formulas as clauses in one SAT solver: each node has a variable that is true exactly where the node holds."""

    def __init__(self) -> None:
        self.pool = IDPool()
        self.solver = Solver(name="glucose4")
        self.nodes: dict[Formula, int] = {}

    def of(self, formula: Formula) -> int:
        return fold(formula, self._step, self.nodes)

    def _step(self, formula: Formula, parts: tuple[int, ...]) -> int:
        match formula:
            case Fact():
                return self.pool.id(formula.id)
            case Not():
                return -parts[0]
            case All():
                return -self._either([-part for part in parts])
            case Any():
                return self._either(parts)
            case AtLeast():
                return self._at_least(formula.count, list(parts))
            case _:
                raise AssertionError(formula)

    def _either(self, parts: Sequence[int]) -> int:
        found = self.pool.id()
        self.solver.add_clause([-found, *parts])
        for part in parts:
            self.solver.add_clause([found, -part])
        return found

    def _at_least(self, count: int, parts: list[int]) -> int:
        found = self.pool.id()
        if count <= 0 or count > len(parts):
            self.solver.add_clause([found if count <= 0 else -found])
            return found
        for clause in CardEnc.atleast(parts, bound=count, vpool=self.pool).clauses:
            self.solver.add_clause([-found, *clause])
        for clause in CardEnc.atmost(parts, bound=count - 1, vpool=self.pool).clauses:
            self.solver.add_clause([found, *clause])
        return found

    def always(self, formula: Formula) -> None:
        """From now on the formula holds."""
        self.solver.add_clause([self.of(formula)])

    def possible(self, *formulas: Formula) -> bool:
        """Whether all the formulas can hold together."""
        return bool(self.solver.solve(assumptions=[self.of(formula) for formula in formulas]))

    def implies(self, first: Formula, second: Formula) -> bool:
        return not self.possible(first, Not(second))


class OtherDiagrams:
    """Formulas as oxidd's decision diagrams over the named facts."""

    def __init__(self, names: Sequence[str]) -> None:
        self.manager = BDDManager(1 << 22, 1 << 18, 1)
        self.manager.add_vars(len(names))
        self.variables = {name: self.manager.var(number) for number, name in enumerate(names)}
        self.nodes: dict[Formula, BDDFunction] = {}

    def of(self, formula: Formula) -> BDDFunction:
        return fold(formula, self._step, self.nodes)

    def _step(self, formula: Formula, parts: tuple[BDDFunction, ...]) -> BDDFunction:
        match formula:
            case Fact():
                return self.variables[formula.id]
            case Not():
                return ~parts[0]
            case All():
                return self._at_least(len(parts), parts)
            case Any():
                return self._at_least(1, parts)
            case AtLeast():
                return self._at_least(formula.count, parts)
            case _:
                raise AssertionError(formula)

    def _at_least(self, count: int, parts: Sequence[BDDFunction]) -> BDDFunction:
        if count <= 0:
            return self.manager.true()
        if count > len(parts):
            return self.manager.false()
        with_first, without = self._at_least(count - 1, parts[1:]), self._at_least(count, parts[1:])
        return parts[0].ite(with_first, without)

    def count(self, formula: Formula) -> int:
        return self.of(formula).sat_count(len(self.variables))

    def possible(self, formula: Formula) -> bool:
        return self.of(formula).satisfiable()

    def implies(self, first: Formula, second: Formula) -> bool:
        return self.of(first).imp(self.of(second)).valid()


def random_formula(draw: random.Random, names: Sequence[str], parts: int) -> Formula:
    """A formula of every kind of node over some of the names, with about so many parts."""
    if parts <= 1:
        fact = Fact(draw.choice(names))
        return Not(fact) if draw.random() < 0.15 else fact
    width = draw.randint(2, min(parts, 5))
    args = [random_formula(draw, names, max(1, parts // width - draw.randint(0, 1))) for _ in range(width)]
    kind = draw.random()
    if kind < 0.35:
        found: Formula = All(*args)
    elif kind < 0.75:
        found = Any(*args)
    else:
        found = AtLeast(draw.randint(0 if kind > 0.98 else 1, width), *args)
    return Not(found) if draw.random() < 0.1 else found


def reshaped(formula: Formula) -> Formula:
    """The same meaning in another shape: by De Morgan, back to front, alternatives as thresholds."""

    def step(node: Formula, parts: tuple[Formula, ...]) -> Formula:
        back = tuple(reversed(parts))
        match node:
            case Fact():
                return node
            case Not():
                return Any(Not(All(*parts)), Any())
            case All():
                return Not(Any(*map(Not, back)))
            case Any():
                return AtLeast(1, *back)
            case AtLeast():
                return Not(AtLeast(len(parts) - node.count + 1, *map(Not, back)))
            case _:
                raise AssertionError(node)

    return fold(formula, step)
