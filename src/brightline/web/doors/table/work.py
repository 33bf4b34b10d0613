"""What the table door keeps in a session: the table, what its columns mean, and the findings."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request

from brightline.web.checks import RefusedError, session_of
from brightline.web.doors.table.job import Job
from brightline.web.languages import marked
from brightline.web.laws import Terms

if TYPE_CHECKING:
    import polars as pl

    from brightline.cases.format import Format
    from brightline.cases.opening import Table
    from brightline.web.doors.table.judging import Judged
    from brightline.web.doors.table.meaning import Meaning
    from brightline.web.doors.table.preview import Understood

NAME = "table"


@dataclass(frozen=True)
class Counted:
    """The different values of one column as it stands, each with its rows; `filled` of them are not blank."""

    frame: pl.DataFrame
    filled: int


@dataclass(frozen=True)
class Held:
    """A table in memory, checked, with every row there."""

    name: str
    table: Table
    rows: int
    counted: dict[str, Counted] = field(default_factory=dict[str, Counted], repr=False, compare=False)
    """What was counted of its columns so far."""


@dataclass
class Work:
    """One table. `draft` is there where a mapping is being made here, column by column."""

    held: Held | None = None
    format: Format | None = None
    mapping: str = ""
    """The mapping as a YAML text: the file that was opened, or what the draft comes to."""
    draft: dict[str, Meaning] | None = None
    proposed: Mapping[str, Meaning] = field(default_factory=dict[str, "Meaning"])
    missing: tuple[str, ...] = ()
    """Values that say nothing in any column, in a mapping that is being made here."""
    understood: Understood | None = None
    terms: Terms = field(default_factory=Terms)
    judged: Judged | None = None
    example: bool = False
    problem: str = ""
    """What went wrong last, for the page that is shown next."""
    job: Job | None = None
    _watch: weakref.finalize[..., Work] | None = None

    def begin(self, job: Job, patience: float = 1.0) -> bool:
        """Start a job, in place of the one before; whether it was finished within `patience` seconds.

        When the session ends, nobody holds this work any more, and the job is stopped.
        """
        self.end()
        self.job = job
        self._watch = weakref.finalize(self, job.stop)
        return job.start(patience)

    def end(self) -> None:
        """Stop what is going on."""
        if self.job:
            self.job.stop()
        if self._watch:
            self._watch.detach()
        self.job = self._watch = None

    def close(self) -> None:
        """Stop what is going on, from whatever thread the session ends on."""
        if job := self.job:
            job.stop()

    def read_by(self, chosen: Format, mapping: str = "") -> None:
        """Read the columns by a format; findings by another one are let go."""
        self.format, self.mapping, self.understood, self.judged = chosen, mapping, None, None


def found(request: Request) -> Work | None:
    """The work of a request's session, if there is any."""
    return session_of(request).work(NAME, Work)


def work_of(request: Request) -> Work:
    """The work of a request's session."""
    work = found(request)
    if work is None:
        raise RefusedError(409, marked("There is no table here: it was deleted, or none was opened yet."))
    return work


def table_of(request: Request) -> tuple[Work, Held]:
    """The work of a request's session, and its table."""
    work = work_of(request)
    if work.held is None:
        raise RefusedError(409, marked("There is no table here: it was deleted, or none was opened yet."))
    return work, work.held
