"""The database of verdicts, for one piece of work at a time: on the disk, or of a sealed case in memory alone.

In memory SQLite writes no journal and no temporary file. What was changed is sealed in one go before the work counts
as done, so what attune answers to a decision is what is on the disk, sealed or not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attune import files
from attune.files import Kept

WAIT = 5.0
"""Seconds to wait for another program that is writing: each write takes a hundredth of one."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, locked for one piece of work that is kept when the block ends, or not done at all. Raises
    sqlite3.Error, and StoreError where it cannot be sealed."""
    sealed = files.kept(path)
    with _in_memory(sealed) if sealed else _on_disk(path) as base:
        yield base


@contextmanager
def _on_disk(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as base:
        base.execute("PRAGMA synchronous = FULL")
        with _whole(base):
            yield base


@contextmanager
def _in_memory(sealed: Kept) -> Iterator[sqlite3.Connection]:
    keeper, name = sealed
    with keeper.alone(), closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.execute("PRAGMA temp_store = MEMORY")
        before = _bytes(sealed)
        if before:
            base.deserialize(before)
        with _whole(base):
            yield base
        after = base.serialize()
        if after != before:
            keeper.put(name, after)


@contextmanager
def _whole(base: sqlite3.Connection) -> Iterator[None]:
    """All that is done in the block, or nothing."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
        base.execute("COMMIT")
    except BaseException:
        if base.in_transaction:
            base.execute("ROLLBACK")
        raise


def _bytes(sealed: Kept) -> bytes:
    """What is kept; nothing where nothing is."""
    try:
        with sealed.keeper.open(sealed.name) as file:
            return file.read()
    except FileNotFoundError:
        return b""
