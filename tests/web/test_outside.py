"""Nobody outside this machine is asked for anything; and whoever did ask would be noticed."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from web.contacts import ALONE, CONTACTS, ELSEWHERE, is_own, reach_out, refuse_others, ways_sought
from web.visits import Served, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(chromium: Any, served: Served) -> Iterator[Visitor]:
    with Visitor(chromium, served) as made:
        yield made


@pytest.mark.parametrize(
    "mark", ["<img src='{}/a.png'>", "<link rel=stylesheet href='{}/a.css'>", "<script src='{}/a.js'></script>"]
)
def test_a_page_that_asks_for_something_outside_is_noticed(visitor: Visitor, mark: str) -> None:
    visitor.page.goto("about:blank")
    with visitor.page.expect_request(f"http://{ELSEWHERE}/*"):
        visitor.page.set_content(mark.format(f"http://{ELSEWHERE}"), wait_until="commit")
    assert visitor.outside[0].startswith(f"http://{ELSEWHERE}/")
    with pytest.raises(AssertionError):
        visitor.go("/").examine("start")


def test_our_own_pages_may_not_even_ask(visitor: Visitor) -> None:
    visitor.page.evaluate("url => fetch(url).catch(() => 0)", f"http://{ELSEWHERE}/")
    assert any("Content Security Policy" in words for words in visitor.wrong)
    with pytest.raises(AssertionError):
        visitor.examine("start")


def test_a_server_that_speaks_to_somebody_outside_is_noticed() -> None:
    known, before = len(CONTACTS.outside), ways_sought()
    reach_out()
    assert not ALONE or ways_sought() == before + 1
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nowhere.invalid", 80)
    assert CONTACTS.outside[known:] == [f"socket.connect '{ELSEWHERE}'", "socket.getaddrinfo 'nowhere.invalid'"]
    del CONTACTS.outside[known:]
    assert [is_own(host) for host in ("127.0.0.1", "::1", "localhost", "192.168.0.2", "example.org")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_another_interface_stops_the_run_that_is_said_to_be_alone() -> None:
    refuse_others(["lo"])
    for there in (["lo", "eth0"], ["eth0"], []):
        with pytest.raises(SystemExit):
            refuse_others(there)
