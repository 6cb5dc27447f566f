"""What the guider said of a film, in SQLite: every step on the disk before anybody is told, and none ever taken out.

Steps are added and never changed. An undo is a step too: it sets a piece back to what it was, and says which step it
undid. What holds now is what the last step of each piece left.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from attune import files
from attune.errors import AttuneError, StoreError
from attune.review.base import WAIT, opened

KEPT = "review.sqlite"

FORMAT = 2
"""Version of the tables below, kept as SQLite's user_version."""

TABLES = """
CREATE TABLE IF NOT EXISTS shown (
    id INTEGER PRIMARY KEY, film TEXT NOT NULL, at TEXT NOT NULL, made_by TEXT NOT NULL, moments TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS step (
    id INTEGER PRIMARY KEY, film TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
    deed TEXT NOT NULL CHECK (deed IN ('set', 'undo', 'redo')), of INTEGER,
    piece TEXT NOT NULL, before TEXT, after TEXT, shown INTEGER, place INTEGER);
CREATE TABLE IF NOT EXISTS measured (step INTEGER PRIMARY KEY REFERENCES step, features TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS step_by_piece ON step (film, piece, id);
"""

Deed = Literal["set", "undo", "redo"]
Kept = Mapping[str, Any]
Features = Mapping[str, float | None]


class StaleError(AttuneError):
    """The piece was changed since it was read, as by another tab."""


@dataclass(frozen=True)
class State:
    """What holds now.

    version   the last step, 0 before the first
    pieces    what was said of each piece, as JSON has it; a piece that is as it was before anything was said is not in
              it
    versions  the last step of each piece
    undo      the piece that an undo sets back, "" where there is nothing to undo; `redo` likewise
    """

    version: int
    pieces: Mapping[str, Kept]
    versions: Mapping[str, int]
    undo: str
    redo: str


@dataclass(frozen=True)
class Verdicts:
    """The verdicts on one film. Every call opens the file anew, so threads and programs may share it.

    path  the file, made when something is first kept
    film  sha256 of the film: what was said of another film that lay there before is left alone and not read
    who   who decides
    """

    path: Path
    film: str
    who: str

    def state(self) -> State:
        """What holds now. Raises StoreError."""
        if not files.exists(self.path):
            return State(0, {}, {}, "", "")
        with self._open() as base:
            return self._state(base)

    def say(
        self, piece: str, after: Kept, since: int, shown: int | None = None, place: int | None = None,
        features: Features | None = None,
    ) -> State:  # fmt: skip
        """Keeps what was said of a piece, and gives what holds then.

        since  the last step of this piece that the guider saw; raises StaleError where there is a later one
        shown  what list of moments the guider had seen by then, None if none: the judgement was made before
        place  at which place of the list the guider saw it, from 1
        features  what is known of the piece as it is now, for those who learn from verdicts
        """
        with self._open() as base:
            state = self._state(base)
            if state.versions.get(piece, 0) != since:
                raise StaleError("This was changed in another window meanwhile. Here is how it is now.")
            before = state.pieces.get(piece)
            if before != after:
                step = self._add(base, "set", None, piece, before, after, shown, place)
                if features is not None:
                    base.execute("INSERT INTO measured (step, features) VALUES (?, ?)", (step, json.dumps(features)))
            return self._state(base)

    def undo(self) -> State:
        """Sets the last step that holds back. Nothing to undo changes nothing."""
        return self._back("undo")

    def redo(self) -> State:
        """Does again what was undone last, unless something was said since."""
        return self._back("redo")

    def show(self, made_by: Mapping[str, Any], moments: Sequence[Mapping[str, Any]]) -> int:
        """Keeps what was shown in which order, with what it rests on; the same list is kept once. Gives its number."""
        row = json.dumps(made_by, sort_keys=True), json.dumps(list(moments))
        with self._open() as base:
            last = base.execute(
                "SELECT id, made_by, moments FROM shown WHERE film = ? ORDER BY id DESC LIMIT 1", (self.film,)
            ).fetchone()
            if last and last[1:] == row:
                return int(last[0])
            added = base.execute(
                "INSERT INTO shown (film, at, made_by, moments) VALUES (?, ?, ?, ?)", (self.film, now(), *row)
            )
            return int(added.lastrowid or 0)

    def last_shown(self) -> int | None:
        """The number of the last list that was shown; None if none ever was."""
        if not files.exists(self.path):
            return None
        with self._open() as base:
            last = base.execute("SELECT max(id) FROM shown WHERE film = ?", (self.film,)).fetchone()[0]
            return None if last is None else int(last)

    def lists(self) -> dict[int, list[dict[str, Any]]]:
        """Every list that was shown, by its number, the oldest first: its moments as `show` was given them."""
        return {number: json.loads(moments) for number, moments in self._rows("shown", ("id", "moments"))}

    def history(self) -> list[dict[str, Any]]:
        """Every step in order: id, at, who, deed, of, piece, before, after, shown, place, features."""
        names = ("id", "at", "who", "deed", "of", "piece", "before", "after", "shown", "place", "features")
        rows = self._rows("step LEFT JOIN measured ON step = id", names)
        steps = [dict(zip(names, row, strict=True)) for row in rows]
        return [step | {name: _read(step[name]) for name in ("before", "after", "features")} for step in steps]

    def _rows(self, table: str, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """All rows on this film, in the order in which they were added."""
        if not files.exists(self.path):
            return []
        with self._open() as base:
            return base.execute(
                f"SELECT {', '.join(names)} FROM {table} WHERE film = ? ORDER BY id", (self.film,)
            ).fetchall()

    def _back(self, deed: Literal["undo", "redo"]) -> State:
        with self._open() as base:
            steps = dict(zip(("undo", "redo"), self._stacks(base), strict=True))[deed]
            if steps:
                step, piece, before, after = steps[-1]
                row = (after, before) if deed == "undo" else (before, after)
                self._add(base, deed, step, piece, _read(row[0]), _read(row[1]))
            return self._state(base)

    def _add(
        self, base: sqlite3.Connection, deed: Deed, of: int | None, piece: str, before: Kept | None,
        after: Kept | None, shown: int | None = None, place: int | None = None,
    ) -> int:  # fmt: skip
        row = (self.film, now(), self.who, deed, of, piece, _text(before), _text(after), shown, place)
        added = base.execute(
            "INSERT INTO step (film, at, who, deed, of, piece, before, after, shown, place) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        return int(added.lastrowid or 0)

    def _state(self, base: sqlite3.Connection) -> State:
        last = base.execute(
            "SELECT id, piece, after FROM step WHERE id IN (SELECT max(id) FROM step WHERE film = ? GROUP BY piece)",
            (self.film,),
        ).fetchall()
        undo, redo = self._stacks(base)
        return State(
            version=max((row[0] for row in last), default=0),
            pieces={piece: kept for _, piece, after in last if (kept := _read(after)) is not None},
            versions={piece: number for number, piece, _ in last},
            undo=undo[-1][1] if undo else "",
            redo=redo[-1][1] if redo else "",
        )

    def _stacks(self, base: sqlite3.Connection) -> tuple[list[_Step], list[_Step]]:
        """The steps that can be undone and those that can be done again, the next one last."""
        done: list[_Step] = []
        undone: list[_Step] = []
        for deed, *step in base.execute(
            "SELECT deed, id, piece, before, after FROM step WHERE film = ? ORDER BY id", (self.film,)
        ):
            if deed == "set":
                done.append((step[0], step[1], step[2], step[3]))
                undone.clear()
            elif deed == "undo":
                undone.append(done.pop())
            else:
                done.append(undone.pop())
        return done, undone

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file, locked for one piece of work that is on the disk when the block ends, or not done at all."""
        try:
            with opened(self.path) as base:
                _prepare(base, self.path)
                yield base
        except sqlite3.Error as why:
            raise StoreError(_why_not(self.path, why)) from why


def rewrite(path: Path, change: Callable[[Any], Any]) -> None:
    """Puts `change` of every text into the place of the text, and leaves no trace of the old ones in the file.

    For names that are to be forgotten, and for nothing else: all that was decided stays as it was. Raises StoreError.
    """
    try:
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as base:
            base.execute("BEGIN IMMEDIATE")
            for number, who, *kept in base.execute("SELECT id, who, before, after FROM step").fetchall():
                texts = [_text(change(_read(text))) for text in kept]
                row = (change(who), *texts, number)
                base.execute("UPDATE step SET who = ?, before = ?, after = ? WHERE id = ?", row)
            base.execute("COMMIT")
            base.execute("VACUUM")
    except sqlite3.Error as why:
        raise StoreError(_why_not(path, why)) from why


_Step = tuple[int, str, str | None, str | None]


def now() -> str:
    """The time of day in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _prepare(base: sqlite3.Connection, path: Path) -> None:
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version > FORMAT:
        raise StoreError(f"{path} was made by a newer attune. It was left as it is: use the newer attune.")
    if version < FORMAT:
        for table in TABLES.split(";"):
            base.execute(table)
        base.execute(f"PRAGMA user_version = {FORMAT}")


def _text(kept: Kept | None) -> str | None:
    return None if kept is None else json.dumps(kept, sort_keys=True, ensure_ascii=False)


def _read(text: str | None) -> dict[str, Any] | None:
    return None if text is None else dict(json.loads(text))


def _why_not(path: Path, why: sqlite3.Error) -> str:
    name = getattr(why, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return "The disk is full: this was not kept. All that was kept before is there. Make room, then try again."
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return "Another program is writing to what is kept of this film: this was not kept. Try again."
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return f"{path} is not what attune keeps there. Move it away to start afresh; nothing was changed."
    return f"This was not kept in {path}: {why}. All that was kept before is there."
