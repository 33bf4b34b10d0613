"""One person at the pages in a browser's stead, from the first page of a situation to "Leave now"."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

from brightline.cases.casefile import cases_in
from brightline.findings import assess
from brightline.findings.ask import Interview
from brightline.law import vocabulary

LAWS = ("un-palermo", "us-18usc1591", "uk-ew-msa")
"""Those of the example on the start page."""
WORDS = ("yes", "yes", "no", "no", "no", "don't know", "don't know", "rather not say", "skip", "none of the rest")
"""What users answer, each as likely as the other; the last only where it is offered."""
SHOWN = {"yes": "Yes", "no": "No", "don't know": "Not known", "rather not say": "Rather not say",
         "skip": "Skip for now", "none of the rest": "None of the rest"}  # fmt: skip
SIGNS = {"met": "Met", "not met": "Not met", "undetermined": "Undetermined", "established": "Established",
         "not established": "Not established", "contradicted": "Contradicted", "not known": "Not known"}  # fmt: skip
SPARE = {word: f"{SIGNS[word]}, and not needed here" for word in ("not established", "not known")}
"""What an element says without which a law is met all the same."""
PAUSE = (1.0, 3.0)
"""Seconds between the page and the next click, evenly spread, where users think."""


class WrongError(Exception):
    """A page that is not the one to come."""


class Connection:
    """One user's connection: kept open, one request at a time, cookies kept."""

    def __init__(self, port: int, noted: dict[str, list[float]]) -> None:
        self.port, self.noted = port, noted
        self.cookies: dict[str, str] = {}
        self.status, self.path, self.body = 0, "", ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> None:
        await self._follow("GET", path, b"")

    async def post(self, path: str, fields: Mapping[str, object]) -> None:
        await self._follow("POST", path, urlencode({"csrf": self.found("csrf"), **fields}, doseq=True).encode())

    def found(self, name: str) -> str:
        """The value of a hidden field of the page; empty where there is none."""
        at = re.search(f'name="{name}" value="([^"]*)"', self.body)
        return unescape(at[1]) if at else ""

    async def _follow(self, method: str, path: str, body: bytes) -> None:
        while True:
            there = await self._send(method, path, body)
            if self.status != 303:
                return
            method, path, body = "GET", there, b""

    async def _send(self, method: str, path: str, body: bytes) -> str:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        reader, writer = self._streams
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Language: en\r\n"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if method == "POST":
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        begun = time.perf_counter()
        writer.write(head.encode() + b"\r\n" + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = re.search(r"(?i)\r\ncontent-length: (\d+)", answer)
        content = await reader.readexactly(int(length[1])) if length else b""
        name = f"{method} {re.sub(r'[0-9]+', 'N', path)}"
        self.noted.setdefault(name, []).append(time.perf_counter() - begun)
        for key, value in re.findall(r"(?i)\r\nset-cookie: ([^=;\s]+)=([^;\r]*)", answer):
            self.cookies[key] = value
        self.status, self.path, self.body = int(answer[9:12]), path, content.decode()
        there = re.search(r"(?i)\r\nlocation: (\S+)", answer)
        return there[1] if there else ""

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()


@dataclass
class Told:
    """What one user was asked and said, and what the pages then showed."""

    about: str
    given: list[tuple[str, str]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    review: str = ""
    finding: str = ""
    file: str = ""


async def interview(to: Connection, told: Told, chance: random.Random, pause: float) -> None:
    """One person from the start page to the finding, and out by "Leave now"."""

    async def page(step: Coroutine[Any, Any, None], wanted: str = "") -> None:
        await step
        told.labels.update(re.findall(r"boss of [\d-]+", to.body))
        if to.status != 200 or (wanted and to.path != wanted):
            raise WrongError(f"{to.status} at {to.path}")
        if pause:
            await asyncio.sleep(pause * chance.uniform(*PAUSE))

    await page(to.get("/situation"), "/situation")
    await page(to.post("/situation/begin", {"under": LAWS, "about": told.about}), "/situation/before")
    await page(to.post("/situation/agree", {}))
    while fact := to.found("fact"):
        words = WORDS if 'value="none of the rest"' in to.body else WORDS[:-1]
        told.given.append((fact, chance.choice(words)))
        await page(to.post("/situation/answer", {"fact": fact, "answer": told.given[-1][1]}))
    if to.path != "/situation/finding":
        raise WrongError(f"the questions end at {to.path}")
    told.finding = to.body
    await page(to.get("/situation/review"))
    told.review = to.body
    await page(to.get("/situation/file"))
    told.file = to.body
    await to.get("/situation/review")
    await page(to.post("/leave", {}), "/away")


def mixed_up(told: Told) -> list[str]:
    """Where what was shown to a user is not what that user told; nothing where all is right."""
    wrong: list[str] = []
    mine = Interview(LAWS, about=told.about)
    for fact, word in told.given:
        if mine.question is None or mine.question.fact != fact:
            wrong.append("another question came")
            break
        mine.answer(word)
    findings = assess(mine.case, LAWS)
    (kept,) = cases_in(told.file, "answers.yaml")
    if [one.to_json() for one in assess(kept, LAWS)] != [one.to_json() for one in findings]:
        wrong.append("the file comes to another finding")
    rows = re.findall(r"<dt>(.*?)</dt><dd><strong>(.*?)</strong>", told.review)
    if [(unescape(question), word) for question, word in rows] != [
        (vocabulary()[fact].question, SHOWN[word]) for fact, word in told.given
    ]:
        wrong.append("the review page has other answers")
    shown = re.findall(r'<details class="card finding" id="law-(.*?)".*?</summary>.*?<ul class="elements">(.*?)</ul>'
                       r"(?=\s*<(?:p|details|h3|/details))", told.finding, re.DOTALL)  # fmt: skip
    outcomes = re.findall(r"</h2>\s*<span class=\"sign[^>]*><span[^>]*>.</span> ([^<]+)</span>", told.finding)
    signs = [re.findall(r'element-head">\s*<span[^>]*><span[^>]*>.</span> ([^<]+)</span>', part) for _, part in shown]
    if outcomes != [SIGNS[one.outcome] for one in findings] or signs != [
        [(SPARE if one.outcome == "met" and element.word in SPARE else SIGNS)[element.word] for element in one.elements]
        for one in findings
    ]:
        wrong.append("the finding shown is another")
    if told.labels - {told.about} or told.about not in told.file:
        wrong.append("words of another user are shown")
    return wrong
