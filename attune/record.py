"""The record of use: who opened, handed out, added or erased what on this machine, who sealed it, what was agreed to,
and when. Added to, never changed.

A film is called by chance: a number that is drawn when it is first noted and lies in its own FILM.attune. When that
folder is erased, nothing leads from the record to the film any more, so the record itself is never rewritten; nor
does a name or a sha256 ever stand in it. Cases have a number of the same kind in case.json.
"""

from __future__ import annotations

import getpass
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path

from attune.errors import StoreError
from attune.store import MARK, Store

NAME = "record.jsonl"
"""The file, in $ATTUNE_RECORD or the user's data folder: an entry a line."""

KEPT = "record.json"
"""What a film's own folder has of it: the number that it is called by."""

Deed = Literal["added", "opened", "exported", "erased", "sealed", "unsealed", "rekeyed", "agreed", "withdrew", "ended"]
"""What is done. A passphrase that was changed is "rekeyed"; "ended" is the involvement with a family."""


@dataclass(frozen=True)
class Entry:
    """One use.

    at          UTC, to the second
    who         who was logged in
    film, case  numbers drawn by chance; "" for none
    what        the kind of an export, how much was erased or sealed, which scopes: nothing that tells of whom
    """

    at: str
    who: str
    deed: Deed | Literal["unreadable"]
    film: str = ""
    case: str = ""
    what: str = ""


def place() -> Path:
    """Where the record lies."""
    named = os.environ.get("ATTUNE_RECORD")
    return (Path(named) if named else user_data_path("attune", appauthor=False)) / NAME


def film_id(store: Store) -> str:
    """What a film is called in the record, drawn and kept now where it was not yet."""
    known = known_id(store) or secrets.token_hex(6)
    if store.read(MARK) is not None:
        store.write_json(KEPT, {"id": known})
    return known


def known_id(store: Store) -> str:
    """What a film is called in the record, "" where it was never noted."""
    known = store.read_json(KEPT).get("id")
    return known if isinstance(known, str) else ""


def note(deed: Deed, film: str = "", case: str = "", what: str = "") -> None:
    """Adds an entry, and returns when it is on the disk. Raises StoreError where it cannot be kept."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps(asdict(Entry(now, _who(), deed, film, case, what)), ensure_ascii=False)
    path = place()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
            torn = file.read(1) not in (b"", b"\n")
            file.write(b"\n" * torn + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as why:
        raise StoreError(
            f"The record of use {path} cannot be kept: {why.strerror}. Name a folder: ATTUNE_RECORD."
        ) from why


def read() -> Iterator[Entry]:
    """Every entry, as they were added. A line that a crash tore is told as unreadable. Raises StoreError."""
    try:
        lines = place().read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return
    except OSError as why:
        raise StoreError(f"The record of use {place()} cannot be read: {why.strerror}.") from why
    for line in filter(None, lines):
        try:
            yield Entry(**json.loads(line))
        except (TypeError, ValueError):
            yield Entry("", "", "unreadable")


def _who() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no such variable, and no such user
        return ""
