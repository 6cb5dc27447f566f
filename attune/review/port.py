"""The port at which the page of a path is served: the same each time, so that a page that is open still goes on."""

from __future__ import annotations

import hashlib
import socket
from contextlib import suppress
from pathlib import Path

from attune.review.door import HOST

FIRST, LAST = 61000, 65535
"""Ports that are nobody's own, and that Linux does not give to those who call out: a page that asks whether anybody is
there would else, now and then, be given this very port to call from, and keep it taken."""


def usual(path: Path) -> int:
    """The port of a film, a case or a folder. It comes from the path, so nothing need be kept; the path cannot be read
    from it."""
    told = hashlib.sha256(f"attune review 1 {path.resolve()}".encode()).digest()
    return FIRST + int.from_bytes(told[:4], "big") % (LAST - FIRST + 1)


def listening(port: int) -> socket.socket:
    """A socket at this port where it is free, at another that is free where it is not."""
    with suppress(OSError):
        return socket.create_server((HOST, port))
    return socket.create_server((HOST, 0))
