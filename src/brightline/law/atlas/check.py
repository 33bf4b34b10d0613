"""Whether rows of the atlas are right in form: every fault with its line and how to mend it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from unicodedata import category
from urllib.parse import urlsplit

from brightline.errors import nearest, plural
from brightline.law.atlas.places import places
from brightline.law.atlas.rows import HEADER, VERIFIED_WORDS, Row, first_day, from_csv, last_day, penalty
from brightline.law.atlas.topics import topics

EARLIEST = 1700
"""The first year that a row may speak of."""
LONGEST = 1_000
"""Characters that a cell may have."""

_PENALTY_WORDS = ("none", "unknown")
_NOT_THE_LAW = ("legalclarity.org", "wikipedia.org")
"""Sites that explain the law and are neither its text nor an office of the state."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, on which line of the file (from 1), and how to mend it."""

    line: int
    column: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.problem}; {self.remedy}"

    def to_json(self) -> dict[str, object]:
        """The fault as plain data."""
        return {"line": self.line, "column": self.column or None, "problem": self.problem, "remedy": self.remedy}


def check(text: str, others: Sequence[Row] = ()) -> tuple[Fault, ...]:
    """Every fault in a CSV text of rows, in the order of its lines.

    `others` are rows that are there already: a new file may hold one line, and must fit in with them. A text that
    holds at least half of them word for word is taken for a new edition of them all, and tried by itself.
    """
    lines: list[tuple[int, list[str]]] = []
    faults: list[Fault] = []
    number = 1
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        for cells in reader:
            if cells:
                lines.append((number, cells))
            number = reader.line_num + 1
    except csv.Error as failure:
        remedy = "put quotes round the whole cell, write each quote inside it twice, and end lines plainly"
        faults.append(Fault(number, "", f"cannot be read as CSV ({failure}), nor can what follows", remedy))
    if not lines:
        return tuple(faults) or (Fault(1, "", "the file is empty", f"start it with the columns {','.join(HEADER)}"),)
    (_, header), *records = lines
    missing = [name for name in HEADER if name not in header]
    if missing or len(header) != len(HEADER):
        extra = [name for name in header if name not in HEADER]
        doubled = [name for name in dict.fromkeys(header) if header.count(name) > 1]
        problem = "; ".join(
            f"{words}: {', '.join(names)}"
            for words, names in (("missing columns", missing), ("unknown columns", extra), ("columns twice", doubled))
            if names
        )
        return (Fault(1, "", problem or "the columns are not right", f"write {','.join(HEADER)}"),)
    whole: list[tuple[int, Row]] = []
    for number, cells in records:
        if len(cells) != len(header):
            remedy = "put quotes round a cell with a comma, and leave an empty cell where there is nothing to say"
            faults.append(Fault(number, "", f"has {plural(len(cells), 'cell')}, not {len(header)}", remedy))
            continue
        record = dict(zip(header, cells, strict=True))
        found = list(_faults(number, record))
        faults.extend(found)
        if not found:
            whole.append((number, from_csv(_one(record))[0]))
    edition = 2 * len({row for _, row in whole} & set(others)) >= len(others)
    faults.extend(_overlaps(whole, () if edition else others))
    return tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))


def _one(record: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([HEADER, [record[name] for name in HEADER]])
    return text.getvalue()


def _faults(line: int, row: dict[str, str]) -> Iterator[Fault]:
    for name, cell in row.items():
        if any(category(letter) in ("Cc", "Cf") and letter not in "\t\n" for letter in cell):
            yield Fault(line, name, "holds a control character", "take it out")
        elif cell != cell.strip():
            yield Fault(line, name, "begins or ends with a space", "take the space out")
        elif len(cell) > LONGEST:
            yield Fault(line, name, f"has {len(cell):,} characters", f"say it in at most {LONGEST:,}")
        elif cell[:1] in ("=", "+", "@", "-"):
            yield Fault(line, name, f"begins with {cell[:1]!r}, which a spreadsheet would run", "put a word before it")
    yield from _faults_of_subject(line, row)
    yield from _faults_of_dates(line, row)
    yield from _faults_of_source(line, row)


def _faults_of_subject(line: int, row: dict[str, str]) -> Iterator[Fault]:
    code, name, status = row["jurisdiction"], row["topic"], row["status"]
    if code not in places():
        hint = f" (did you mean {code.upper()}?)" if code.upper() in places() else nearest(code, places())
        remedy = (
            "write an ISO 3166 code in capitals, such as NZ or US-NY; a new part of a country goes to places.csv first"
        )
        yield Fault(line, "jurisdiction", f"{code!r} is not a place{hint}", remedy)
    if name not in topics():
        yield Fault(line, "topic", f"{name!r} is not a topic{nearest(name, topics())}", "see `brightline law topics`")
        return
    topic = topics()[name]
    if topic.kind != "penalty":
        if status not in topic.statuses:
            known = ", ".join(topic.statuses)
            yield Fault(line, "status", f"{status!r} is not a word for {name}", f"write one of {known}")
        return
    if status in _PENALTY_WORDS:
        return
    numbers = penalty(status)
    if numbers is None:
        remedy = "write custody_months=6;fine=1000 USD (or fine=day-fines, fine=unstated), none, or unknown"
        yield Fault(line, "status", f"{status!r} is not a penalty", remedy)
    elif numbers.custody_months == 0 and (not numbers.unit or numbers.fine == 0):
        yield Fault(line, "status", "a penalty of nothing", "write none where there is no offence, or give the fine")
    elif numbers.custody_months > 1_200:
        yield Fault(
            line, "status", f"{numbers.custody_months:g} months is over a hundred years", "give months, not days"
        )


def _faults_of_dates(line: int, row: dict[str, str]) -> Iterator[Fault]:
    days: dict[str, date | None] = {}
    for name, reading in (("from", first_day), ("to", last_day), ("as_of", last_day)):
        try:
            days[name] = reading(row[name])
        except ValueError:
            remedy = "write YYYY-MM-DD, YYYY-MM or YYYY, a day that there is"
            yield Fault(line, name, f"{row[name]!r} is not a date", remedy)
    if len(days) < 3:
        return
    start, end, seen = days["from"], days["to"], days["as_of"]
    for name, day in days.items():
        if day and day.year < EARLIEST:
            yield Fault(line, name, f"{row[name]} lies before {EARLIEST}", "check the year")
    if start and end and end < start:
        yield Fault(line, "to", f"ends {row['to']}, before it begins {row['from']}", "swap or mend the dates")
    today = date.today()
    for name in ("from", "as_of"):
        first = first_day(row[name])
        if first and first > today:
            remedy = "write what is in force; put coming law in the note"
            yield Fault(line, name, f"{row[name]} lies in the future", remedy)
    if seen and start and seen < start:
        yield Fault(line, "as_of", f"was seen {row['as_of']}, before it begins {row['from']}", "mend one of them")
    seen_first = first_day(row["as_of"])
    if seen_first and end and seen_first > end:
        yield Fault(line, "as_of", f"was seen {row['as_of']}, after it ended {row['to']}", "mend one of them")


def _faults_of_source(line: int, row: dict[str, str]) -> Iterator[Fault]:
    read, verified, url = row["checked"], row["verified"], row["url"]
    if read not in ("yes", "no"):
        yield Fault(line, "checked", f"{read!r} is neither yes nor no", "write yes only where a passage was read")
    if verified not in VERIFIED_WORDS:
        known = ", ".join(word for word in VERIFIED_WORDS if word)
        yield Fault(line, "verified", f"{verified!r} is not a level", f"write one of {known}, or nothing if unread")
    if row["confidence"] not in ("high", "medium", "low"):
        yield Fault(line, "confidence", f"{row['confidence']!r} is not a level", "write high, medium or low")
    if read == "yes" and not url:
        yield Fault(line, "url", "says it was read, and not where", "give the address, or write checked=no")
    if read == "yes" and verified == "":
        yield Fault(
            line, "verified", "says it was read, and not in what", "write primary, official, court or secondary"
        )
    if read == "no" and verified:
        yield Fault(line, "verified", f"{verified!r} but not read", "write checked=yes, or leave verified empty")
    if read == "no" and url:
        yield Fault(line, "url", "an address that was not read", "read it and write checked=yes, or take it out")
    if url and not (url.startswith(("http://", "https://")) and _host(url) and " " not in url):
        yield Fault(line, "url", f"{url[:80]!r} is not a web address", "write it out with https://")
    if verified in ("primary", "official") and any(f".{_host(url)}".endswith(f".{site}") for site in _NOT_THE_LAW):
        remedy = "write explainer or secondary, or read the law itself"
        yield Fault(line, "verified", f"{verified!r}, from a site that only explains the law ({_host(url)})", remedy)
    if verified == "primary" and not row["source"]:
        yield Fault(line, "source", "the law was read, and is not named", "give act and section")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _overlaps(whole: Iterable[tuple[int, Row]], others: Sequence[Row]) -> Iterator[Fault]:
    """Rows of one place and topic that say the same, or whose days overlap with no note on either that says so."""
    same: dict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
    for line, row in [*((0, row) for row in others), *whole]:
        same[row.jurisdiction, row.topic].append((line, row))
    for found in same.values():
        for pair in combinations(found, 2):
            (line_before, before), (line, row) = sorted(pair, key=lambda item: item[0])
            if not line:
                continue
            other = f"line {line_before}" if line_before else "a row of the atlas"
            if (before.status, before.start, before.end) == (row.status, row.start, row.end):
                yield Fault(line, "", f"says the same as {other}", "keep one of them")
            elif before.overlaps or row.overlaps:
                continue
            elif before.status != row.status and not any((before.start, before.end, row.start, row.end)):
                if _seen_after(before, row) or _seen_after(row, before):
                    continue
                remedy = "give each the as_of of its copy, or a day on which it began or ended"
                yield Fault(line, "from", f"has another status than {other}, and neither has a day", remedy)
            elif _share_a_day(before, row) and not (_seen_after(before, row) or _seen_after(row, before)):
                remedy = "end the earlier row the day before, or say in a note that it overlaps, and why"
                yield Fault(line, "from", f"overlaps {other}, from {before.start or 'an unknown day'}", remedy)


def _share_a_day(one: Row, other: Row) -> bool:
    """Whether both certainly cover one day; a month or year in which one ends and the other begins is none."""
    latest_start = max(last_day(one.start) or date.min, last_day(other.start) or date.min)
    return latest_start <= min(first_day(one.end) or date.max, first_day(other.end) or date.max)


def _seen_after(earlier: Row, later: Row) -> bool:
    """Whether one ended or was last seen before the other, with another status, began or was seen."""
    ended = earlier.last_day or last_day(earlier.as_of)
    begun = later.first_day or last_day(later.as_of)
    return bool(earlier.status != later.status and ended and begun and ended < begun)
