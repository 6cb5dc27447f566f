"""One night at a time in a folder: whoever runs it holds a lock that the system takes back when it dies.

The lock is an open SQLite transaction, because that is the same on every system, survives a laptop's sleep, and is
gone with its process however that went. Over a network a lock may mean little, so an owner on another machine is also
known by its heartbeat in the ledger.
"""

from __future__ import annotations

import contextlib
import os
import platform
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attune.errors import StoreError
from attune.night.ledger import Ledger

FILE = "owner.sqlite"

PRIMARY = 0xFF
"""Bits of SQLite's codes that say what went wrong; the others say where."""

BEAT = 10.0
"""Seconds between two heartbeats."""

DEAD = 180.0
"""Seconds without one after which an owner on another machine is taken to be gone: clocks differ, disks stall."""


@contextlib.contextmanager
def owned(place: Path, ledger: Ledger) -> Iterator[None]:
    """The night in this folder is this process's own while the block lasts. Raises StoreError where it is another's."""
    lock = sqlite3.connect(place / FILE, timeout=1.0, isolation_level=None)
    try:
        if not _taken_up(lock) or _elsewhere(ledger.owner()):
            raise _taken(ledger.owner())
        yield
        ledger.rest()
    finally:
        lock.close()


def is_owned(place: Path, ledger: Ledger) -> bool:
    """Whether somebody runs the night now, here or on another machine."""
    with contextlib.closing(sqlite3.connect(place / FILE, timeout=0.0, isolation_level=None)) as lock:
        if not _taken_up(lock):
            return True
    return _elsewhere(ledger.owner())


def _taken_up(lock: sqlite3.Connection) -> bool:
    """Takes the lock, unless somebody holds it. Raises StoreError where it cannot be told."""
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as why:
        if why.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_BUSY:
            return False
        raise StoreError(f"The night's lock, {FILE}, cannot be used ({why}). Make room, or remove it.") from why
    return True


def _elsewhere(owner: dict[str, Any] | None) -> bool:
    return owner is not None and owner["machine"] != platform.node() and time.time() - owner["beat"] < DEAD


def _taken(owner: dict[str, Any] | None) -> StoreError:
    whose = f"process {owner['pid']} on {owner['machine']}" if owner else f"not process {os.getpid()}"
    return StoreError(
        f"A night is under way in this folder already ({whose}). `attune night FOLDER --status` shows it."
    )
