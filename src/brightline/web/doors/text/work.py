"""What the text door keeps in a session: one text with what it reports, and what a person decided on each piece."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fastapi import Request

from brightline.cases import Case
from brightline.errors import BrightlineError
from brightline.findings import Finding, assess
from brightline.texts.account import Evidence, Status
from brightline.texts.documents import Document
from brightline.texts.proposal import proposed_case
from brightline.texts.report import Report, report_on
from brightline.web.checks import RefusedError, session_of
from brightline.web.languages import marked

NAME = "text"
ON_A_PAGE = 20
"""Pieces of evidence on one page."""
OF_A_CASE: tuple[Status, ...] = ("asserted", "alleged", "negated")
"""How words must be said for a case to hold what they say: what is only possible or general tells of no event."""


@dataclass(slots=True)
class Work:
    """One text that was read. `decided` holds by number, from 1, whether a piece was confirmed or rejected."""

    report: Report
    under: tuple[str, ...]
    example: bool = False
    anyway: bool = False
    """Whether it was to be looked into even without a word of the subject."""
    decided: dict[int, bool] = field(default_factory=dict[int, bool])

    @property
    def evidence(self) -> list[tuple[int, Evidence]]:
        """Every piece with its number."""
        return list(enumerate(self.report.account.elements, start=1))

    @property
    def pages(self) -> int:
        """Pages of pieces; one at least."""
        return max(1, page_of_piece(len(self.report.account.elements)))

    @property
    def confirmed(self) -> list[int]:
        """Numbers of what was confirmed."""
        return sorted(number for number, yes in self.decided.items() if yes)

    @property
    def carried(self) -> list[int]:
        """Numbers of what was confirmed and can stand in a case."""
        pieces = self.report.account.elements
        return [number for number in self.confirmed if fits_a_case(pieces[number - 1])]

    def next_open(self, after: int) -> int | None:
        """The next piece without a decision; from the start again where none follows."""
        left = [number for number, _ in self.evidence if number not in self.decided]
        return next((number for number in left if number > after), left[0] if left else None)

    def findings(self) -> tuple[Finding, ...]:
        """What the laws make of the facts that the text reports, without the pieces that were rejected."""
        kept = [number for number, _ in self.evidence if self.decided.get(number, True)]
        try:
            case = self._case(kept)
        except BrightlineError:
            return ()
        return tuple(assess(case, self.under, reading=self.report.reading))

    def case(self) -> Case:
        """The case that the confirmed pieces make. Raises `BrightlineError` where none of them can stand in one."""
        return replace(self._case(self.confirmed), id="text", title="From a text, each piece confirmed by a person")

    def _case(self, numbers: list[int]) -> Case:
        account = self.report.account
        kept = tuple(account.elements[number - 1] for number in numbers)
        document = replace(self.report.document, name="-")  # the name of a file may tell more than the case should
        return proposed_case(replace(self.report, document=document, account=replace(account, elements=kept)))

    def under_laws(self, under: tuple[str, ...], reading: str) -> None:
        """The same text held against other laws; what was decided stands."""
        self.report = report_on(self.report.document, under, reading, anyway=self.anyway)
        self.under = under


def fits_a_case(piece: Evidence) -> bool:
    """Whether a case can hold what a piece says: a fact of the questions, said of something that happened."""
    return piece.fact is not None and piece.status in OF_A_CASE


def page_of_piece(number: int) -> int:
    """The page, from 1, on which a piece stands."""
    return (max(number, 1) - 1) // ON_A_PAGE + 1


def read_text(
    document: Document, under: tuple[str, ...], reading: str, *, anyway: bool = False, example: bool = False
) -> Work:
    """A document read, ready to be kept."""
    return Work(report_on(document, under, reading, anyway=anyway), under, example, anyway)


def work_of(request: Request) -> Work:
    """The text of a request's session."""
    found = session_of(request).work(NAME, Work)
    if found is None:
        raise RefusedError(409, marked("There is no text here: it was deleted, or none was given yet."))
    return found
