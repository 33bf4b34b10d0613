"""One piece of work of a corpus run: some rows in, the bytes of their JSON lines and their counts out."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import msgspec

from brightline.findings.assess import choose
from brightline.law import Definition
from brightline.texts.account import Account
from brightline.texts.corpus.documents import BadRowError, Columns, Document, Row, document
from brightline.texts.corpus.tally import Tally
from brightline.texts.reader import read


@dataclass(frozen=True)
class Reading:
    """How the documents are read: the columns, the definitions, the reading of the law."""

    columns: Columns = field(default_factory=Columns)
    under: tuple[str, ...] = ("un-palermo",)
    reading: str = "strict"
    anyway: bool = False
    """Whether texts without a word of the subject are looked into too."""
    whole_characters: bool = False
    """Whether half a character becomes a question mark, for outputs that cannot hold one."""

    def account(self, text: str) -> Account:
        """What a text reports."""
        return read(text, _chosen(self.under), self.reading, anyway=self.anyway)


@cache
def _chosen(under: tuple[str, ...]) -> Sequence[Definition]:
    return choose(under)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of output: whole JSON lines, the number of the last row in it, counts, and the rows that held no text."""

    data: bytes
    rows: int
    tally: Tally
    bad: list[str]


def work(rows: Sequence[Row], how: Reading, packed: bool) -> Piece:
    """Read the rows; `packed` for lines that go to a .gz file."""
    tally = Tally()
    lines: list[bytes] = []
    bad: list[str] = []
    for row in rows:
        line, problem = line_of(row, how, tally)
        if line is None:
            bad.append(f"{row.place}: {problem}")
        else:
            lines.append(line)
    return Piece(ready(lines, packed), rows[-1].number, tally, bad)


def line_of(row: Row, how: Reading, tally: Tally) -> tuple[bytes | None, str]:
    """The JSON line of one row, counted in `tally`; or `None` and what is wrong with the row."""
    try:
        found = document(row, how.columns)
        account = how.account(found.text)
        line = json_line(found, account, how)
    except BadRowError as failure:
        tally.bad_rows += 1
        return None, str(failure)
    except Exception as failure:
        # One text that the reader trips over must not cost the other million.
        tally.bad_rows += 1
        return None, f"could not be read: a fault in Brightline ({type(failure).__name__}), please report it"
    tally.add(account, found.date, found.outlet)
    return line, ""


def json_line(found: Document, account: Account, how: Reading) -> bytes:
    """One text as a line: its id, date and outlet where there are columns for them, and the account."""
    record: dict[str, object] = {"id": found.id}
    if how.columns.date:
        record["date"] = found.date
    if how.columns.outlet:
        record["outlet"] = found.outlet
    record |= account.to_json()
    try:
        return msgspec.json.encode(record) + b"\n"
    except UnicodeEncodeError:  # half of a character, which JSON can spell and UTF-8 cannot hold
        if how.whole_characters:
            return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        return json.dumps(record, separators=(",", ":")).encode() + b"\n"


def ready(lines: Sequence[bytes], packed: bool) -> bytes:
    """Lines as bytes to append; packed pieces make one packed file when they stand one after the other."""
    data = b"".join(lines)
    return gzip.compress(data, 6, mtime=0) if packed and data else data
