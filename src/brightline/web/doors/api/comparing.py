"""`POST /api/compare`, `/api/compare/matrix` and `/api/line`: laws side by side, and where each draws the line."""

from __future__ import annotations

from brightline.cases.case import to_date
from brightline.errors import BrightlineError
from brightline.findings.compare import compare as compare_two
from brightline.findings.line import line as try_claims
from brightline.findings.matrix import compare_all
from brightline.law import definitions
from brightline.law.claims import claim, claims
from brightline.web.doors.api.answers import CompareAnswered, LineFound, MatrixAnswered
from brightline.web.doors.api.asked import CompareAsked, LineAsked, MatrixAsked
from brightline.web.doors.api.operation import Operation, new_router
from brightline.web.languages import marked

router = new_router()

COMPARE = Operation(
    name="compare",
    method="POST",
    path="/compare",
    title=marked("Two laws side by side"),
    words=marked(
        "Proves whether one law lies inside the other, and lists every pattern of facts that meets one of them and "
        "not the other."
    ),
    limits=marked("Two laws, each in one version."),
    asked=CompareAsked,
    answer=CompareAnswered,
    example={"a": "us-18usc1591@2008", "b": "us-18usc1591@2016"},
)

MATRIX = Operation(
    name="compare_matrix",
    method="POST",
    path="/compare/matrix",
    title=marked("Many laws, each with each"),
    words=marked("Says of every pair how the two lie to each other; those that reach furthest come first."),
    limits=marked("At most 120 names or patterns."),
    asked=MatrixAsked,
    answer=MatrixAnswered,
    example={"names": ["un-palermo", "coe", "us-18usc1591"]},
)

LINE = Operation(
    name="line",
    method="POST",
    path="/line",
    title=marked("Where laws draw the line"),
    words=marked(
        "Tries claims such as “an adult who sells sex alone is not reached” against laws: each is proved, refuted by a "
        "case, or open because it turns on how the wording is read."
    ),
    limits=marked("At most 120 names or patterns; without them, every law whose wording was read."),
    asked=LineAsked,
    answer=list[LineFound],
    example={"under": ["us-la-46-2"], "claims": ["client"]},
)


def compare(asked: CompareAsked) -> object:
    """Two laws."""
    return compare_two(asked.a, asked.b, asked.as_of, asked.reading).to_json()


def matrix(asked: MatrixAsked) -> object:
    """Many laws."""
    found = compare_all(asked.names, asked.as_of, asked.reading)
    if len(found.sides) < 2:
        raise BrightlineError("names: a grid needs two laws or more, and one was named; name another")
    return found.to_json()


def line(asked: LineAsked) -> object:
    """Claims tried."""
    listed = definitions(*asked.under)
    if not listed:
        raise BrightlineError("under: these are known from memory only; name such a law by its whole id")
    chosen = tuple(dict.fromkeys(claim(id) for id in asked.claims)) or claims()
    day = to_date(asked.as_of) if asked.as_of else None
    return [finding.to_json() for finding in try_claims(listed, chosen, day, asked.reading)]


COMPARE.on(router, compare)
MATRIX.on(router, matrix)
LINE.on(router, line)
