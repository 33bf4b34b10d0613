"""Fifty people at once through the interview in a browser's stead: how long pages take, and whether answers stay apart.

Run: python bench/web.py [--smoke] [--users N] [--requests N] [--minutes M]

The server is a process of its own, as `brightline serve` starts it, save that it lets everybody in, and as often as
they come. Each user has one connection and sends plain forms: question, answer with its token, the redirect followed,
from the first page of a situation to the review, the file and "Leave now"; then somebody else comes in that place.
Answers are drawn at random, each user's own. Afterwards every user's review page, file and finding are compared with
those answers taken through an `Interview` and `assess` here. The bare page is a FastAPI app with one page of the size
of a question, one form and one redirect, under the same load in the same run. Processor time is the server's, of all
its threads.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from web_user import PAUSE, Connection, Told, WrongError, interview, mixed_up

MOST_ERRORS = 200


@dataclass
class Load:
    """What all users together met with."""

    noted: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    told: list[Told] = field(default_factory=list)
    seconds: float = 0
    processor: float = 0


async def person(port: int, number: int, until: Callable[[Load], bool], pause: float, load: Load) -> None:
    """One user after the other on one connection, until it is enough."""
    turn = 0
    to = Connection(port, load.noted)
    chance = random.Random(number)
    await asyncio.sleep(pause * chance.uniform(*PAUSE))
    while not until(load):
        to.cookies.clear()
        turn += 1
        told = Told(f"boss of {number}-{turn}")
        try:
            await interview(to, told, chance, pause)
        except (WrongError, OSError, EOFError, asyncio.IncompleteReadError) as failure:
            load.errors[f"{type(failure).__name__}: {failure}"] += 1
            if load.errors.total() > MOST_ERRORS:
                raise
            to.close()
            to = Connection(port, load.noted)
        else:
            load.told.append(told)
    to.close()


async def bare_user(port: int, number: int, until: Callable[[Load], bool], pause: float, load: Load) -> None:
    """The same clicks on the bare page."""
    to, chance = Connection(port, load.noted), random.Random(number)
    await to.get("/page")
    while not until(load):
        await to.post("/page", {"fact": "purpose.sexual", "answer": "yes"})
        if pause:
            await asyncio.sleep(pause * chance.uniform(*PAUSE))
    to.close()


def under_load(
    served: Served,
    user: Callable[..., Coroutine[Any, Any, None]],
    users: int,
    pause: float,
    until: Callable[[Load], bool],
) -> Load:
    """What so many users at once meet with, until it is enough."""
    load = Load()

    async def all_of_them() -> None:
        await asyncio.gather(*(user(served.port, number, until, pause, load) for number in range(users)))

    processor, begun = served.processor(), time.perf_counter()
    asyncio.run(all_of_them())
    load.seconds, load.processor = time.perf_counter() - begun, served.processor() - processor
    return load


@dataclass(frozen=True)
class Served:
    """A server in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]

    def processor(self) -> float:
        """Seconds of processor time so far, of all threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory that it holds now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0


@contextmanager
def serving(kind: str) -> Iterator[Served]:
    """A server for as long as the block lasts."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        port, number = listening.getsockname()[1], listening.fileno()
        command = [sys.executable, __file__, "--serve", kind, "--socket", str(number)]
        process = subprocess.Popen(command, pass_fds=[number])
    try:
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait(10)


def serve(kind: str, number: int) -> None:
    """Be the server: the settings of uvicorn are those of `brightline serve`."""
    import uvicorn

    listening = socket.socket(fileno=number)
    port = listening.getsockname()[1]
    if kind == "bare":
        app = bare_app()
    else:
        from brightline.web.app import make_app
        from brightline.web.settings import Settings

        app = make_app(Settings(port=port, open_entrance=True, rate=1_000, burst=1_000))
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, proxy_headers=False, ws="none", lifespan="off",
        limit_concurrency=400, timeout_keep_alive=75,
    )  # fmt: skip
    uvicorn.Server(config).run([listening])


def bare_app() -> FastAPI:
    """One page of the size of a question, without any work behind it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    text = "<!doctype html><title>A page</title><p>" + "A question. " * 620

    @app.get("/page")
    def page() -> HTMLResponse:
        return HTMLResponse(text)

    @app.post("/page")
    async def answer(request: Request) -> RedirectResponse:
        await request.form()
        return RedirectResponse("/page", 303)

    return app


def percentiles(times: Sequence[float]) -> str:
    """The 50th, 95th and 99th, in milliseconds."""
    ordered = sorted(times)
    return " ".join(
        f"{1000 * ordered[min(len(ordered) - 1, len(ordered) * part // 100)]:8.1f}" for part in (50, 95, 99)
    )


def every(load: Load) -> list[float]:
    return [one for times in load.noted.values() for one in times]


def show(head: str, load: Load, pages: bool = True) -> None:
    count = len(every(load))
    print(f"\n{head}\n{'':34}{'times':>8}{'p50 ms':>9}{'p95':>9}{'p99':>9}")
    for name, times in sorted(load.noted.items()) if pages else ():
        print(f"{name:34}{len(times):8,} {percentiles(times)}")
    print(f"{'all':34}{count:8,} {percentiles(every(load))}")
    print(f"{count / load.seconds:.0f} requests a second; {1000 * load.processor / count:.2f} ms of the server's "
          f"processor time each; {sum(load.errors.values())} errors {dict(load.errors) or ''}")  # fmt: skip


def compare(load: Load) -> bool:
    """Say whether all that was shown is what was told, and whether there was no error."""
    wrong = Counter(each for told in load.told for each in mixed_up(told))
    given = sum(len(told.given) for told in load.told)
    print(
        f"{len(load.told):,} interviews with {given:,} answers compared: {wrong.total()} mixed up {dict(wrong) or ''}"
    )
    return bool(load.told) and not wrong and not load.errors


def enough(requests: int) -> Callable[[Load], bool]:
    return lambda load: sum(map(len, load.noted.values())) >= requests


def after(seconds: float) -> Callable[[Load], bool]:
    end = time.monotonic() + seconds
    return lambda _: time.monotonic() > end


def watched(served: Served, requests: int, held: dict[int, float]) -> Callable[[Load], bool]:
    """Until so many requests, noting on the way how many megabytes the server holds."""
    marks = [requests * part // 10 for part in range(1, 11)]

    def until(load: Load) -> bool:
        count = sum(map(len, load.noted.values()))
        while marks and count >= marks[0]:
            held[marks.pop(0)] = served.megabytes()
        return not marks

    return until


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--smoke", action="store_true", help="few users and requests, for CI")
    given.add_argument("--users", type=int, default=50)
    given.add_argument("--requests", type=int, default=10_000, help="without a pause; memory is watched over these")
    given.add_argument("--minutes", type=float, default=2, help="of users who think between clicks")
    given.add_argument("--serve", choices=("app", "bare"), help=argparse.SUPPRESS)
    given.add_argument("--socket", type=int, help=argparse.SUPPRESS)
    options = given.parse_args()
    if options.serve:
        serve(options.serve, options.socket)
        return
    users, requests, minutes = (8, 600, 0.1) if options.smoke else (options.users, options.requests, options.minutes)
    print(f"{users} users; load of the machine before: {' '.join(f'{one:.1f}' for one in os.getloadavg())}, "
          f"{os.cpu_count()} cores")  # fmt: skip
    held: dict[int, float] = {}
    with serving("app") as served:
        under_load(served, person, 2, 0, enough(100))
        held[0] = served.megabytes()
        harsh = under_load(served, person, users, 0, watched(served, requests, held))
        show("Interview, no pause between clicks", harsh)
        right = compare(harsh)
        print("megabytes held after so many requests: " + ", ".join(f"{at:,}: {mb:.1f}" for at, mb in held.items()))
        scale = 0.1 if options.smoke else 1
        calm = under_load(served, person, users, scale, after(60 * minutes))
        show(f"Interview, {scale * PAUSE[0]:g} to {scale * PAUSE[1]:g} s between clicks", calm)
        right = compare(calm) and right
    with serving("bare") as served:
        under_load(served, bare_user, 2, 0, enough(100))
        bare = under_load(served, bare_user, users, 0, enough(requests))
        show("Bare FastAPI page, no pause", bare)
    ours, theirs = every(harsh), every(bare)
    print(f"\nInterview to bare page: {harsh.processor / len(ours) / (bare.processor / len(theirs)):.1f} of processor "
          f"time, {p95(ours) / p95(theirs):.1f} of the 95th percentile")  # fmt: skip
    print(f"load of the machine after: {' '.join(f'{one:.1f}' for one in os.getloadavg())}")
    if not right:
        sys.exit(1)


def p95(times: Sequence[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]


if __name__ == "__main__":
    main()
