"""What is known of each film of a night, in one SQLite file that survives a kill and that several may read at once.

    queued ──take──▶ running ──finish──▶ done
       ▲                │ ├────refuse──▶ failed        a reason in words; asked again in the next night
       │                │ └────leave───▶ own           a film that attune itself made
       ├────release─────┤
       └──────lost──────┴─ TRIES times ▶ quarantined   ended badly, no part further each time

A film that changed is queued again from any state but running. What was seen of a film lies in its store, never here:
a ledger that is lost costs no work.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from attune.errors import StoreError
from attune.night.films import Stamp

FILE = "ledger.sqlite"

VERSION = 1
"""Of the tables below. A ledger with another one is left alone."""

STATES = ("queued", "running", "done", "failed", "quarantined", "own")

TRIES = 3
"""Bad ends of a film, without a part more each time, until it is left alone: once may be the machine, thrice is it."""

BUSY = 30.0
"""Seconds to wait for somebody else who writes: each write takes a few milliseconds."""

TABLES = """
CREATE TABLE films (
  name TEXT PRIMARY KEY,               -- way from the folder
  size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued',
  tries INTEGER NOT NULL DEFAULT 0,    -- bad ends since the last part that was new; they come last
  why TEXT NOT NULL DEFAULT '',        -- the reason in words
  seconds REAL,                        -- its length, once it was opened
  step TEXT NOT NULL DEFAULT '', share REAL NOT NULL DEFAULT 0,
  attempt INTEGER,                     -- the last one
  about TEXT NOT NULL DEFAULT '{}'     -- what was told of it when it was done
) WITHOUT ROWID;
CREATE INDEX by_state ON films (state, tries, name);
CREATE TABLE parts (
  film TEXT NOT NULL, step TEXT NOT NULL, part TEXT NOT NULL,
  attempt INTEGER NOT NULL,            -- in which it was done; 0 = before the first
  PRIMARY KEY (film, step, part)
) WITHOUT ROWID;
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  film TEXT NOT NULL, began REAL NOT NULL, ended REAL,  -- time of day
  how TEXT NOT NULL DEFAULT 'running',
  first REAL NOT NULL DEFAULT 0, last REAL NOT NULL DEFAULT 0,  -- seconds of film watched, when it began and ended
  memory REAL NOT NULL DEFAULT 0       -- most bytes held
);
CREATE INDEX by_film ON attempts (film);
CREATE TABLE owner (machine TEXT, pid INTEGER, beat REAL, began REAL, ends REAL);
"""


@dataclass(frozen=True)
class Row:
    """One film: its name, its state and the reason, its length (None until opened), and how far it is.

    share   0..1 of `step`
    about   what was told of it when it was done
    """

    name: str
    state: str
    tries: int
    why: str
    seconds: float | None
    step: str
    share: float
    about: Mapping[str, Any]


class Ledger:
    """The ledger in a folder that is there. Raises StoreError where it is damaged, newer, or cannot be written."""

    def __init__(self, place: Path) -> None:
        self.path = place / FILE
        with self._plain():
            self._base = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            self._base.execute("PRAGMA secure_delete = ON")  # a name may be a person's
            self._prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _prepare(self) -> None:
        with self._whole():
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in TABLES.split(";\n"):
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA user_version = {VERSION}")
        if version not in (0, VERSION):
            raise StoreError(f"{self.path} is of another attune (version {version}). It was left as it is.")

    # What is in the folder

    def found(self, films: Mapping[str, Stamp]) -> None:
        """Takes up new films, queues changed ones again, and forgets those that are gone, whatever was done of them."""
        with self._whole():
            known = {name: (tuple(stamp), state) for name, *stamp, state in self._base.execute(
                "SELECT name, size, mtime_ns, state FROM films")}  # fmt: skip
            for name, stamp in films.items():
                if name not in known:
                    self._base.execute("INSERT INTO films (name, size, mtime_ns) VALUES (?, ?, ?)", (name, *stamp))
                elif known[name][0] != stamp and known[name][1] != "running":
                    self._afresh(name, stamp)
            for name, (_, state) in known.items():
                if name not in films and state != "running":
                    self._remove(name)

    def forget(self, name: str) -> None:
        """Takes a film out, and its name out of SQLite's own log."""
        with self._whole():
            self._remove(name)
        with self._plain():
            (busy, *_) = self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(f"{self.path} is being read by somebody. Give the same command again in a moment.")

    def _remove(self, name: str) -> None:
        self._base.execute("DELETE FROM films WHERE name = ?", (name,))
        self._base.execute("DELETE FROM parts WHERE film = ?", (name,))
        self._base.execute("DELETE FROM attempts WHERE film = ?", (name,))

    def _afresh(self, name: str, stamp: Stamp) -> None:
        self._base.execute("DELETE FROM parts WHERE film = ?", (name,))
        self._base.execute(
            "UPDATE films SET size = ?, mtime_ns = ?, state = 'queued', tries = 0, why = '', seconds = NULL, "
            "step = '', share = 0, about = '{}' WHERE name = ?", (*stamp, name),
        )  # fmt: skip

    def begin(self, again: bool = False) -> None:
        """A new night: what was running goes on, what failed is asked again, after the others; `again` asks quarantined
        films as well."""
        with self._whole():
            self._base.execute("UPDATE attempts SET how = 'stopped', ended = ? WHERE ended IS NULL", (time.time(),))
            self._base.execute("UPDATE films SET state = 'queued' WHERE state = 'running'")
            self._base.execute("UPDATE films SET state = 'queued', tries = max(tries, 1) WHERE state = 'failed'")
            if again:
                self._base.execute("UPDATE films SET state = 'queued', tries = 0 WHERE state = 'quarantined'")

    # The life of a film

    def take(self) -> str | None:
        """The next film, running from now on; None where none is queued. Films that ended badly come last."""
        with self._whole():
            row = self._base.execute(
                "SELECT name FROM films WHERE state = 'queued' ORDER BY tries, name LIMIT 1"
            ).fetchone()
            if row is None:
                return None
            done = self._base.execute("INSERT INTO attempts (film, began) VALUES (?, ?)", (row[0], time.time()))
            self._base.execute(
                "UPDATE films SET state = 'running', why = '', step = '', share = 0, attempt = ? WHERE name = ?",
                (done.lastrowid, row[0]),
            )
            return str(row[0])

    def opened(self, name: str, seconds: float, parts: Sequence[str]) -> None:
        """How long the film is, and which parts of it were seen before."""
        with self._whole():
            self._base.execute("UPDATE films SET seconds = ? WHERE name = ?", (seconds, name))
            self._note(name, "watch", parts, "0")

    def told(self, name: str, step: str, done: float, total: float, first: bool = False) -> None:
        """How far the film is. Seconds of the step "watch" are its pace; `first` says that this is where it starts."""
        share = min(1.0, done / total) if total else 1.0
        with self._whole():
            self._base.execute("UPDATE films SET step = ?, share = ? WHERE name = ?", (step, share, name))
            if step == "watch":
                columns = "first = ?1, last = ?1" if first else "last = ?1"
                self._base.execute(
                    f"UPDATE attempts SET {columns} WHERE id = (SELECT attempt FROM films WHERE name = ?2)",
                    (done, name),
                )

    def parted(self, name: str, step: str, parts: Sequence[str]) -> None:
        """These parts of a step are done, and kept."""
        with self._whole():
            self._note(name, step, parts, "(SELECT attempt FROM films WHERE name = ?1)")

    def _note(self, name: str, step: str, parts: Sequence[str], attempt: str) -> None:
        self._base.executemany(
            f"INSERT OR IGNORE INTO parts (film, step, part, attempt) VALUES (?1, ?2, ?3, {attempt})",
            [(name, step, part) for part in parts],
        )

    def held(self, name: str, memory: float) -> None:
        """Bytes that the film's processes hold now."""
        with self._whole():
            self._base.execute(
                "UPDATE attempts SET memory = max(memory, ?) WHERE id = (SELECT attempt FROM films WHERE name = ?)",
                (memory, name),
            )

    def finish(self, name: str, about: Mapping[str, Any]) -> None:
        """The film is done."""
        self._end(name, "done", "", json.dumps(about, ensure_ascii=False))

    def refuse(self, name: str, why: str) -> None:
        """The film cannot be done, for a reason in words."""
        self._end(name, "failed", why)

    def leave(self, name: str) -> None:
        """The film is one that attune made."""
        self._end(name, "own", "")

    def release(self, name: str) -> None:
        """The film was stopped for reasons that are not its own."""
        self._end(name, "queued", "")

    def lost(self, name: str, why: str) -> bool:
        """The film's process ended badly; true where it is tried again. A part more than last time forgives it all."""
        with self._whole():
            tries, further = self._base.execute(
                "SELECT tries, EXISTS (SELECT 1 FROM parts WHERE parts.film = films.name "
                "AND parts.attempt = films.attempt) FROM films WHERE name = ?", (name,),
            ).fetchone()  # fmt: skip
            tries = 1 if further else tries + 1
            self._base.execute("UPDATE films SET tries = ? WHERE name = ?", (tries, name))
            self._ended(name, "queued" if tries < TRIES else "quarantined", why, None)
        return bool(tries < TRIES)

    def _end(self, name: str, state: str, why: str, about: str | None = None) -> None:
        with self._whole():
            self._ended(name, state, why, about)

    def _ended(self, name: str, state: str, why: str, about: str | None) -> None:
        changed = self._base.execute(
            "UPDATE films SET state = ?, why = ?, about = coalesce(?, about) WHERE name = ? AND state = 'running'",
            (state, why, about, name),
        )
        if changed.rowcount != 1:
            raise ValueError(f"{name} is not running")
        self._base.execute(
            "UPDATE attempts SET how = ?, ended = ? WHERE id = (SELECT attempt FROM films WHERE name = ?)",
            (why or state, time.time(), name),
        )

    # Who is at work

    def beat(self, machine: str, pid: int, began: float, ends: float | None) -> None:
        """Whoever runs the night is alive; `ends` is when it will be done, as far as is known."""
        with self._whole():
            self._base.execute("DELETE FROM owner")
            self._base.execute("INSERT INTO owner VALUES (?, ?, ?, ?, ?)", (machine, pid, time.time(), began, ends))

    def rest(self) -> None:
        """Nobody runs the night."""
        with self._whole():
            self._base.execute("DELETE FROM owner")

    def owner(self) -> dict[str, Any] | None:
        """machine, pid, beat, began, ends of whoever ran the night last, unless it ended in peace."""
        with self._plain():
            row = self._base.execute("SELECT machine, pid, beat, began, ends FROM owner").fetchone()
        return dict(zip(("machine", "pid", "beat", "began", "ends"), row, strict=True)) if row else None

    # Questions

    def rows(self, *states: str) -> list[Row]:
        """The films in any of these states (in any at all), by name."""
        asked = states or STATES
        with self._plain():
            rows = self._base.execute(
                "SELECT name, state, tries, why, seconds, step, share, about FROM films "
                f"WHERE state IN ({', '.join('?' * len(asked))}) ORDER BY name", asked,
            ).fetchall()  # fmt: skip
        return [
            Row(name, state, tries, why, seconds, step, share, json.loads(about))
            for name, state, tries, why, seconds, step, share, about in rows
        ]

    def counts(self) -> dict[str, int]:
        """How many films are in each state."""
        with self._plain():
            counted = dict(self._base.execute("SELECT state, count(*) FROM films GROUP BY state").fetchall())
        return {state: counted.get(state, 0) for state in STATES}

    def bytes_left(self) -> int:
        """Sizes of the films that are not done yet, together."""
        with self._plain():
            (left,) = self._base.execute(
                "SELECT coalesce(sum(size), 0) FROM films WHERE state IN ('queued', 'running')"
            ).fetchone()
        return int(left)

    def seconds_left(self) -> float | None:
        """Seconds of film still to be watched; films not opened yet are taken to be as long for their size as the
        others. None where none was opened."""
        with self._plain():
            known, of, left, sizes = self._base.execute(
                "SELECT sum(seconds), sum(CASE WHEN seconds IS NOT NULL THEN size END), "
                "coalesce(sum(CASE WHEN state = 'running' AND step = 'watch' THEN seconds * (1 - share) "
                "WHEN state = 'queued' THEN seconds END), 0), "
                "coalesce(sum(CASE WHEN state IN ('queued', 'running') AND seconds IS NULL THEN size END), 0) "
                "FROM films"
            ).fetchone()
        if not sizes:
            return float(left)
        return float(left + sizes * known / of) if of else None

    def watched_since(self, moment: float) -> float:
        """Seconds of film watched by attempts that began after this time of day."""
        with self._plain():
            (seconds,) = self._base.execute(
                "SELECT coalesce(sum(last - first), 0) FROM attempts WHERE began >= ?", (moment,)
            ).fetchone()
        return float(seconds)

    def cost(self) -> float | None:
        """Seconds that a second of film took, by the attempts that ended well; None where there is none yet."""
        with self._plain():
            worked, watched = self._base.execute(
                "SELECT sum(ended - began), sum(last - first) FROM attempts WHERE how = 'done' AND last > first"
            ).fetchone()
        return float(worked / watched) if watched else None

    def attempts(self, film: str | None = None) -> list[dict[str, Any]]:
        """Every attempt (at one film), in order: film, began, ended, how, first, last, memory."""
        names = ("film", "began", "ended", "how", "first", "last", "memory")
        with self._plain():
            rows = self._base.execute(
                f"SELECT {', '.join(names)} FROM attempts WHERE ?1 IS NULL OR film = ?1 ORDER BY id", (film,)
            ).fetchall()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def parts(self, film: str) -> list[tuple[str, str]]:
        """(step, part) that are done."""
        with self._plain():
            return self._base.execute(
                "SELECT step, part FROM parts WHERE film = ? ORDER BY step, part", (film,)
            ).fetchall()

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """What is done inside is done whole or not at all."""
        with self._plain():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._base.in_transaction:  # a full disk has rolled it back already
                    self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    @contextlib.contextmanager
    def _plain(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as why:
            raise StoreError(
                f"{self.path} cannot be used ({why}). Make room or wait if that is why; if it is damaged, remove it: "
                "films that were watched are not watched again."
            ) from why
