"""Whom the processes of a test speak to: whatever is not this machine's own address is written down."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Any

ALONE = bool(os.environ.get("BRIGHTLINE_ALONE"))
"""Whether the tests are said to run where there is no interface but loopback (`.ci/loopback` does that)."""
ELSEWHERE = "192.0.2.1"
"""An address that belongs to nobody (RFC 5737)."""


class Contacts:
    """Every address that this process connects or sends to and every name it looks up, unless they are its own."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, details: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = details[1]
            host = address[0] if isinstance(address, tuple) else None
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            host = details[0]
        else:
            return
        if host is not None and not is_own(host):
            self.outside.append(f"{event} {host!r}")


def is_own(host: str | bytes) -> bool:
    """Whether this is the machine itself."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return text in ("", "localhost")


CONTACTS = Contacts()


def refuse_others(interfaces: list[str]) -> None:
    """Stop where there is an interface beside loopback, or none."""
    others = sorted({*interfaces} - {"lo"})
    if others or not interfaces:
        raise SystemExit(f"this was to run with loopback alone; there is {', '.join(others) or 'no interface'}")


def raise_loopback() -> None:
    """Set up a network namespace that was just made: loopback of IPv4, and nothing else.

    Without IPv6 a browser has no reason to try, for each of its sessions, whether IPv6 leads anywhere.
    """
    import fcntl
    import struct

    refuse_others([name for _, name in socket.if_nameindex()])
    sixth = Path("/proc/sys/net/ipv6/conf/all/disable_ipv6")
    if sixth.exists():
        sixth.write_text("1", "ascii")
    set_flags, up, running = 0x8914, 0x1, 0x40
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", up | running))


def ways_sought() -> int:
    """How often anything in this network namespace asked for a way to an IPv4 address that there is no way to."""
    lines = Path("/proc/net/snmp").read_text("ascii").splitlines()
    names, numbers = (line.split() for line in lines if line.startswith("Ip:"))
    return int(dict(zip(names, numbers, strict=True))["OutNoRoutes"])


def reach_out() -> int:
    """Try to connect to an address outside; the number of the error."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        return tried.connect_ex((ELSEWHERE, 9))


if __name__ == "__main__":
    if sys.argv[1] == "raise-loopback":
        raise_loopback()
    else:
        sys.stdout.write(f"{ways_sought()}\n")
