"""A corpus run: documents in, one JSON line each out, in order, over several processes, and on again after a kill."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import brightline
from brightline.errors import BrightlineError
from brightline.findings.assess import choose
from brightline.law import reading as reading_named
from brightline.texts.corpus.documents import DamagedError, Row, chunks, corpus_files, kind_of, rows
from brightline.texts.corpus.journal import Journal
from brightline.texts.corpus.pieces import Piece, Reading, work
from brightline.texts.corpus.tally import Tally
from brightline.texts.reader import reader

OUTPUTS = (".jsonl", ".jsonl.gz", ".parquet")
ENGINES = ("processes", "spark")
HEAD = 65_536

Told: TypeAlias = Callable[[int, Tally], None]
"""Told after each piece: rows done so far, and the counts."""


@dataclass(frozen=True)
class Result:
    """A finished run: the counts, the rows that held no text, and how many rows an earlier run had done."""

    tally: Tally
    bad: tuple[str, ...]
    resumed: int


def run_corpus(
    source: Path,
    out: Path,
    how: Reading,
    *,
    jobs: int = 1,
    engine: str = "processes",
    strict: bool = False,
    afresh: bool = False,
    tell: Told | None = None,
) -> Result:
    """Read every document of `source` into `out`, which is put in its place when all is done.

    Killed at any moment, the same call goes on where it ended, and the output has the same bytes. Raises
    `BrightlineError` for other input, rules or options than the run before had, and with `strict` at the first row
    that holds no text.
    """
    _check(source, out, how, engine, jobs)
    how = replace(how, whole_characters=out.suffix.lower() == ".parquet")
    journal = Journal(out, about(source, out, how), afresh=afresh)
    resumed = journal.rows
    try:
        if not journal.done:
            packed = out.name.lower().endswith(".gz")
            if tell:
                tell(journal.rows, journal.tally)
            with _pieces(source, how, journal.rows, jobs, engine, packed) as pieces:
                for piece in pieces:
                    if strict and piece.bad:
                        raise DamagedError(f"{source.name}, {piece.bad[0]} (--strict)")
                    journal.write(piece.data, piece.rows, piece.tally, piece.bad)
                    if tell:
                        tell(journal.rows, journal.tally)
            journal.finish()
        if not journal.tally.documents:
            told = f" ({journal.told[0]})" if journal.told else ""
            journal.forget()
            raise BrightlineError(f"{source.name}: there is no text in it to read{told}")
        _place(journal, how)
        journal.forget()
    except DamagedError:
        journal.forget()  # what mends it makes it another corpus
        raise
    except (BrightlineError, KeyboardInterrupt):
        journal.save()
        raise
    except OSError as failure:
        raise BrightlineError(f"{out.name} cannot be written on ({failure.strerror}); what is done is kept") from None
    finally:
        if not journal.rows and not journal.done:
            journal.forget()
        journal.close()
    return Result(journal.tally, tuple(journal.told), resumed)


def _check(source: Path, out: Path, how: Reading, engine: str, jobs: int) -> None:
    """What can be said before any work is done."""
    if engine not in ENGINES:
        raise BrightlineError(f"no engine is called {engine!r}; there are {' and '.join(ENGINES)}")
    if jobs < 1:
        raise BrightlineError("at least one process is needed: --jobs 1")
    if not out.name.lower().endswith(OUTPUTS):
        raise BrightlineError(f"{out.name}: write to a name that ends in one of {', '.join(OUTPUTS)}")
    if not source.exists():
        raise BrightlineError(f"{source}: there is no such file or folder")
    if out.exists() and (out.samefile(source) or (source.is_dir() and source.resolve() in out.resolve().parents)):
        raise BrightlineError(f"{out}: this is what is read; write to another name")
    if source.is_dir() and source.resolve() in out.resolve().parents:
        raise BrightlineError(f"{out}: stands in the folder that is read; write elsewhere")
    if out.name.lower().endswith(".parquet") and find_spec("polars") is None:
        raise BrightlineError("Parquet needs one more part: pip install 'brightline[tables]'")
    choose(how.under)
    reading_named(how.reading)
    reader()
    corpus_files(source)


def _place(journal: Journal, how: Reading) -> None:
    """The part file, in its last form, where the output belongs."""
    if not journal.part.exists():
        return  # killed after this was done
    if journal.out.suffix.lower() == ".parquet":
        from brightline.texts.corpus.parquet import write_parquet

        write_parquet(journal.part, journal.out, [definition.id for definition in choose(how.under)], how.columns)
    else:
        try:
            journal.part.replace(journal.out)
        except OSError as failure:
            raise BrightlineError(f"{journal.out}: cannot be written ({failure.strerror})") from None


# --- what a run is of ---------------------------------------------------------------------------------------------


def about(source: Path, out: Path, how: Reading) -> dict[str, object]:
    """Input, rules and options of a run, to tell whether another goes on with the same."""
    return {
        "input": _input(source),
        "rules": fingerprint(),
        "options": {
            "columns": [how.columns.text, how.columns.id, how.columns.date, how.columns.outlet],
            "under": [_named(name) for name in how.under],
            "reading": _named(how.reading),
            "anyway": how.anyway,
            "form": out.name.lower().removeprefix(out.name.lower().split(".", 1)[0]),
        },
    }


@cache
def fingerprint() -> str:
    """A hash of the rules and the code that reads by them."""
    found = hashlib.sha256(brightline.__version__.encode())
    home = Path(brightline.__file__).parent
    for room in ("logic", "law", "cases", "findings", "texts"):
        for path in sorted((home / room).rglob("*")):
            if path.suffix in {".py", ".yaml", ".csv", ".json"}:
                found.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _input(source: Path) -> list[object]:
    found: list[object] = []
    for path in corpus_files(source):
        told = path.stat()
        entry: list[object] = [path.relative_to(source).as_posix(), told.st_size, told.st_mtime_ns]
        if kind_of(path) != "text":
            with path.open("rb") as start:
                entry.append(hashlib.sha256(start.read(HEAD)).hexdigest())
        found.append(entry)
    return found if len(found) < 20 else [len(found), hashlib.sha256(repr(found).encode()).hexdigest()]


def _named(name: str) -> str:
    path = Path(name)
    if name.endswith((".yaml", ".yml")) and path.is_file():
        return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return name


# --- who does the work --------------------------------------------------------------------------------------------


@contextmanager
def _pieces(source: Path, how: Reading, done: int, jobs: int, engine: str, packed: bool) -> Generator[Iterator[Piece]]:
    if engine == "spark":
        from brightline.texts.corpus.on_spark import spark_pieces

        yield spark_pieces(source, how, done, packed)
        return
    todo = chunks(rows(source, how.columns, done))
    if jobs == 1:
        yield (work(piece, how, packed) for piece in todo)
        return
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_ready, initargs=(how,)
    )
    try:
        yield _in_order(pool, todo, how, packed, most=2 * jobs + 1)
    except BrokenProcessPool:
        raise BrightlineError(
            "one of the processes was ended, perhaps for want of memory; what is done is kept: run it again, "
            "with fewer --jobs"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, todo: Iterable[list[Row]], how: Reading, packed: bool, most: int
) -> Iterator[Piece]:
    """Pieces in the order of the corpus. No more than `most` are held, however much faster reading a file goes."""
    waiting: deque[Future[Piece]] = deque()
    for piece in todo:
        waiting.append(pool.submit(work, piece, how, packed))
        if len(waiting) == most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _ready(how: Reading) -> None:
    """A process begins: it leaves Ctrl-C to its parent, ends when its parent does, and loads the rules once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    how.account("")


def _end_with_parent() -> None:
    parent: Any = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


__all__ = ["ENGINES", "OUTPUTS", "Result", "about", "fingerprint", "run_corpus"]
