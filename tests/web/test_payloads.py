"""Whatever is typed into any field of any form is shown as text, and stands in no address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest

from brightline.web.doors import doors
from brightline.web.settings import Settings
from webpages import PORT, Browser

MARK = "zqx7"
"""Stands in every payload, and in no page by itself."""
PAYLOADS = (
    f"\"'><script>{MARK}()</script><img src={MARK} onerror={MARK}()><svg onload={MARK}()></textarea></title>{{{{7*7}}}}",
    f"javascript:{MARK}()//' onfocus={MARK}() autofocus x='\" onfocus={MARK}() y=\"",
)
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "hx-get",
    "hx-post",
    "hx-push-url",
    "hx-replace-url",
    "content",
    "srcset",
)
QUERIES = ("day", "law", "a", "b", "reading", "topic", "activity", "on", "place", "page", "q")
DEEP = {
    "/situation": ("/situation/question", "/situation/answers/1", "/situation/who"),
    "/table": ("/table/columns", "/table/column/1"),
    "/text": ("/text/evidence", "/text/findings"),
}
"""Pages that are looked at first, for they lie where few links lead to."""
MOST_PAGES = 10
"""Pages that are looked at behind each door."""
ABOUT = re.compile(r"(?<=/)[^/]*[\d-][^/]*|(?<=^/place/)[a-z]{2}(?=/|$)")
"""A part of an address that says what a page is about, and not which page it is."""
QUOTED = PAYLOADS[0].replace('"', '""')
FILES = {
    ".csv": f'id,age,"{QUOTED}",means\n1,16,{MARK},"{QUOTED}"\n2,30,<b>{MARK}</b>,x\n',
    ".txt": f"Police said <img src={MARK} onerror={MARK}()> was trafficked, and {PAYLOADS[0]} kept her passport.",
    ".yaml": f"title: '{PAYLOADS[0].replace(chr(39), chr(39) * 2)}'\nactors: [{{id: 'x{MARK}', label: '<b>{MARK}</b>'}}]\n",
    ".html": f"<p>She was sold by <img src={MARK} onerror={MARK}()> &lt;img src={MARK}&gt;.</p>",
}
"""A file of each kind that a page takes, with payloads in it."""


@dataclass
class Form:
    """A form as it was served: its fields with the values that they would be sent with, file fields apart."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    files: dict[str, None] = field(default_factory=dict)

    @property
    def kind(self) -> tuple[str, ...]:
        """Forms of one kind differ in what they are about only, which stands at the end of their addresses."""
        return "/".join(self.action.split("/")[:3]), self.method, *self.names, *self.files

    @property
    def own(self) -> list[str]:
        """The fields that are more than the token."""
        return [name for name in self.names if name != "csrf"] + list(self.files)


class Page(HTMLParser):
    """The forms and links of a page, and every tag of it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: dict[str, None] = {}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.title = ""
        self._in: list[str] = []
        self._select = ""
        self._chosen: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        has = set(at)
        self.tags.append((tag, at))
        self._in.append(tag)
        form = self.forms[-1] if self.forms else None
        if tag == "a" and "href" in at:
            self.links[at["href"]] = None
        elif tag == "form":
            self.forms.append(Form(at.get("action", ""), at.get("method", "get").lower()))
        elif form and at.get("name") and tag in ("input", "textarea", "select", "button"):
            name, kind = at["name"], at.get("type", "text")
            if kind == "file":
                form.files[name] = None
                return
            form.names[name] = None
            if tag == "select":
                self._select = name
            elif tag == "input" and (kind not in ("checkbox", "radio") or "checked" in has):
                form.values.setdefault(name, []).append(at.get("value", "on" if kind in ("checkbox", "radio") else ""))
        elif tag == "option" and form and self._select and "selected" in has:
            form.values[self._select] = [at.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._in:
            del self._in[len(self._in) - 1 - self._in[::-1].index(tag) :]
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._in and self._in[-1] == "title":
            self.title += data


def shown_as_text(answer: Any) -> None:
    """No tag, no handler, no address and no title of the page comes from a payload."""
    where = str(answer.url)[:80]
    assert answer.status_code < 500, where
    assert MARK not in str(answer.headers), where
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return
    text = answer.text
    assert f"<img src={MARK}" not in text, where
    assert f"<script>{MARK}" not in text, where
    assert f"<b>{MARK}" not in text, where
    assert "49" not in re.findall(r"(?:textarea|title)&gt;(\d+)", text), f"{where}: a payload was worked out"
    page = Page(text)
    assert MARK not in page.title, where
    for tag, at in page.tags:
        assert MARK not in tag, (where, tag)
        assert tag not in ("iframe", "object", "embed", "base"), (where, tag)
        assert tag != "script" or at.get("src", "").startswith("/static/"), (where, at)
        for name, value in at.items():
            assert not name.startswith("on"), (where, tag, name)
            assert MARK not in name, (where, tag, name)
            if name in ADDRESSES:
                assert MARK not in value, (where, tag, name, value)
                assert not value.strip().lower().startswith("javascript:"), (where, value)


def followed(browser: Browser, answer: Any) -> Any:
    """Where an answer leads, its address looked at on the way."""
    for _ in range(5):
        shown_as_text(answer)
        if answer.status_code not in (301, 302, 303, 307, 308):
            break
        answer = browser.client.get(urljoin(str(answer.url), answer.headers["location"]), follow_redirects=False)
    shown_as_text(answer)
    return answer


def send(browser: Browser, form: Form, change: dict[str, list[str]], files: dict[str, tuple[str, str]]) -> Any:
    data = {name: value for name, value in (form.values | change).items() if value}
    sent = {"csrf": [browser.csrf], **{name: value for name, value in data.items() if name != "csrf"}}
    if form.files:
        return browser.client.post(form.action, data=sent, files=files or {"none": ("", "")}, follow_redirects=False)
    return browser.client.post(form.action, data=sent, follow_redirects=False)


def attacks(form: Form) -> Iterator[tuple[dict[str, list[str]], dict[str, tuple[str, str]]]]:
    """The form with a payload in one field after the other, in all at once, and in a file and its name."""
    open_names = [name for name in form.names if name != "csrf"]
    for payload in PAYLOADS:
        yield from (({name: [payload]}, {}) for name in open_names)
    yield {name: [PAYLOADS[0]] for name in open_names}, {}
    for name in form.files:
        for ending, content in FILES.items():
            yield {}, {name: (f"{PAYLOADS[0]}{ending}".replace("/", ""), content)}


def begin(browser: Browser, door: str) -> None:
    """Give a door something to work on: its example."""
    example = next((one.example for one in doors() if one.path == door), "")
    if example:
        browser.get("/").post(example)


def opened(browser: Browser, path: str, door: str) -> Any:
    """A page, where it is one; begun anew where an attack has changed what was kept."""
    if browser.get(path).page.status_code != 200:
        begin(browser, door)
        browser.get(path)
    found = browser.page
    return found if found.status_code == 200 and found.headers["content-type"].startswith("text/html") else None


def pages(browser: Browser, door: str) -> Iterator[tuple[str, Page]]:
    """The pages behind a door, each as it is when its turn comes."""
    browser.get("/")
    begin(browser, door)
    todo = list(dict.fromkeys((*DEEP.get(door, ()), browser.path, door)))
    kinds = {ABOUT.sub("1", one) for one in todo}
    for _ in range(MOST_PAGES):
        if not todo:
            return
        path = todo.pop(0)
        answer = opened(browser, path, door)
        if answer is None:
            continue
        page = Page(answer.text)
        yield path, page
        for link in page.links:
            inside = urlsplit(urljoin(path, link)).path
            if inside.startswith(door) and door != "/" and ABOUT.sub("1", inside) not in kinds:
                kinds.add(ABOUT.sub("1", inside))
                todo.append(inside)


def everywhere() -> list[str]:
    return [door.path for door in doors()]


@pytest.mark.parametrize("door", [*everywhere(), "/"])
def test_what_is_typed_is_shown_as_text_and_in_no_address(door: str) -> None:
    browser = Browser(Settings(port=PORT, rate=1e6, burst=10**6)).get("/")
    done: set[tuple[str, ...]] = set()
    sent = 0
    for path, page in pages(browser, door):
        for form in page.forms:
            if form.kind in done or not form.own or not form.action.startswith(door if door != "/" else "/settings"):
                continue
            done.add(form.kind)
            for change, files in attacks(form):
                if opened(browser, path, door) is None:
                    break
                followed(browser, send(browser, form, change, files))
                sent += 1
        for payload in PAYLOADS:
            query = "&".join(f"{quote(name)}={quote(payload)}" for name in (*QUERIES, payload))
            shown_as_text(browser.client.get(f"{path}?{query}", follow_redirects=False))
    assert sent > 3 or door == "/api", (door, sent)
    followed(browser, browser.client.get(door, follow_redirects=False))


def test_names_and_cells_of_a_table_are_shown_as_text() -> None:
    browser = Browser(Settings(port=PORT, rate=1e6, burst=10**6)).get("/table")
    browser.post("/table/file", files={"file": ("a.csv", FILES[".csv"])})
    shown_as_text(browser.page)
    assert f"&lt;img src={MARK}" in browser.page.text
    browser.post("/table/draft")
    done: set[tuple[str, ...]] = set()
    for path in ("/table/columns", "/table/column/0", "/table/column/2", "/table/column/3"):
        shown_as_text(browser.get(path).page)
        for form in Page(browser.page.text).forms:
            if form.kind in done or not form.own or not form.action.startswith(("/table/column", "/table/missing")):
                continue
            done.add(form.kind)
            for change, files in attacks(form):
                followed(browser, send(browser.get(path), form, change, files))
    assert len(done) >= 2, done


def test_a_payload_in_a_path_is_shown_as_text() -> None:
    browser = Browser(Settings(port=PORT, rate=1e6, burst=10**6))
    for door in everywhere():
        for payload in (*PAYLOADS, "<b>x</b>"):
            for path in (
                f"{door}/{quote(payload, safe='')}",
                f"{door}/in/{quote(payload, safe='')}",
                f"{door}/{quote(payload)}",
            ):
                answer = browser.client.get(path, follow_redirects=False)
                assert answer.status_code < 500
                if answer.status_code not in (301, 302, 303, 307, 308):  # a slash too many leads to where it was meant
                    shown_as_text(answer)


def test_what_was_told_is_there_as_text() -> None:
    """The payload reaches the page at all: it is shown, escaped."""
    browser = Browser().get("/situation")
    browser.post("/situation/begin", {"under": "un-palermo", "about": PAYLOADS[0][:100]}).post("/situation/agree")
    assert "&lt;script&gt;" in browser.page.text
    assert f"<script>{MARK}()" in browser.text
    browser.get("/text").post(
        "/text/read", {"text": f"Police said <img src={MARK}> was trafficked.", "under": "un-palermo"}
    )
    assert f"&lt;img src={MARK}&gt;" in browser.page.text
    shown_as_text(browser.page)
