"""The night itself: takes films from the ledger, gives each a process, writes down what is heard of it.

Everything that people or programs are told is an event, a dictionary with "event" in it (docs/formats.md):
begun, found, film, progress, estimate, ended.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from attune.errors import StoreError
from attune.night import considerate, report
from attune.night.apart import Apart, Crew, Limits, Word
from attune.night.films import Settling, films_in, place_of
from attune.night.ledger import Ledger
from attune.night.owner import BEAT, owned
from attune.night.pace import Pace
from attune.store import made

WORK = "attune.night.job:suggest"
"""What a film's process does; named, so that the libraries load there alone."""

TICK = 0.5
"""Seconds to wait for a word at a time."""

SCAN = 10.0
"""Seconds between two looks for new films."""

TELL = 2.0
"""Seconds between two notes in the ledger, and two events, about how far one film is."""

REPORT = 120.0
"""Seconds between two reports while films end: after a power cut the last one is there to read."""

MODEST = 0.01
"""Share of the time that may go into each of looking for films, telling of the night and reporting: with 100,000 films
on a slow disk a look takes seconds, and comes less often."""

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    store    folder to keep things in, instead of beside the films
    at_once  films at once
    until    when to stop; what is under way is kept, part by part
    again    films that ended badly too often are tried again
    work     what a film's process does
    limits   None leaves them to the machine's memory
    """

    folder: Path
    store: Path | None = None
    at_once: int = 1
    until: datetime.datetime | None = None
    again: bool = False
    work: str = WORK
    limits: Limits | None = None

    @property
    def place(self) -> Path:
        """Where the night's own files lie."""
        return place_of(self.folder, self.store)


def night(wish: Wish, tell: Tell, crew: Crew | None = None) -> dict[str, int]:
    """Does every film of the folder that is not done, and gives the number of films in each state.

    Goes on where an earlier night was stopped. `crew` does the films where it is not processes of this machine. Raises
    FilmError where there is no folder, StoreError where another night is under way in it, or the disk has no room.
    """
    settled, _ = Settling().split(films_in(wish.folder), time.time())
    with Ledger(made(wish.place, "--store")) as ledger, owned(wish.place, ledger):
        ledger.begin(wish.again)
        ledger.found(settled)
        considerate.check_room(wish.place, ledger.bytes_left())
        if crew is None:  # one without films is false as well
            crew = Apart(wish.work, wish.store, wish.limits or Limits(considerate.memory_for(wish.at_once)))
        with considerate.awake() as held, contextlib.closing(_Night(wish, ledger, tell, crew)) as under_way:
            tell({"event": "begun", "at": time.time(), "at_once": wish.at_once, "awake": held,
                  "ends": _forecast(wish, ledger), **ledger.counts()})  # fmt: skip
            why = under_way.run()
        counts = ledger.counts()
        tell({"event": "ended", "at": time.time(), "why": why, "report": str(wish.place / report.PAGE), **counts})
        return counts


def _forecast(wish: Wish, ledger: Ledger) -> float | None:
    """When all will be done if it goes as in earlier nights of this folder; None where there was none."""
    cost, left, films = ledger.cost(), ledger.seconds_left(), ledger.counts()["queued"]
    if cost is None or left is None or not films:
        return None
    return time.time() + left * cost / min(films, wish.at_once)


@dataclass
class _Night:
    wish: Wish
    ledger: Ledger
    tell: Tell
    crew: Crew
    settling: Settling = field(default_factory=Settling)
    pace: Pace = field(default_factory=Pace)

    def __post_init__(self) -> None:
        self.began = time.time()
        self.ends: float | None = None
        self.due = {"scan": 0.0, "beat": 0.0, "report": monotonic() + REPORT}
        self.told: dict[str, tuple[str, float]] = {}
        self.waiting = 0

    def run(self) -> str:
        """Works until nothing is left, and says why it ended: "done", "until" or "full"."""
        while True:
            if self.wish.until and datetime.datetime.now(self.wish.until.tzinfo) >= self.wish.until:
                return "until"
            if considerate.is_full(self.wish.place):
                return "full"
            self._now_and_then("scan", SCAN, self._scan)
            self._now_and_then("beat", BEAT, self._beat)
            self._start()
            if not self.crew and not self.waiting:
                return "done"
            for name, word in self._words():
                self._note(name, word)

    def close(self) -> None:
        """Ends what is under way, which is queued again, and writes the report."""
        names = self.crew.names
        self.crew.close()
        for name in names:
            self.ledger.release(name)
        self._report()

    def _words(self) -> Iterator[tuple[str, Word]]:
        if self.crew:
            yield from self.crew.hear(TICK)
        else:
            time.sleep(TICK)

    def _scan(self) -> None:
        """Takes up new films."""
        settled, self.waiting = self.settling.split(films_in(self.wish.folder), time.time())
        before = self.ledger.counts()
        self.ledger.found(settled)
        if (now := self.ledger.counts()) != before:
            self.tell({"event": "found", "at": time.time(), "still_growing": self.waiting, **now})

    def _beat(self) -> None:
        """Says that this night is alive, and when it will be done."""
        left = self.pace.left(self.ledger.watched_since(self.began), self.ledger.seconds_left())
        if left is not None:
            self.ends = time.time() + left
            self.tell({"event": "estimate", "at": time.time(), "ends": self.ends})
        self.ledger.beat(platform.node(), os.getpid(), self.began, self.ends)

    def _start(self) -> None:
        while len(self.crew) < self.wish.at_once and (name := self.ledger.take()) is not None:
            self.crew.start(name, self.wish.folder / name)
            self._say(name, "running")

    def _note(self, name: str, word: Word) -> None:
        """Writes down what was heard of a film."""
        kind, *what = word
        if kind == "opened":
            self.ledger.opened(name, *what)
        elif kind == "told":
            self._progress(name, *what)
        elif kind == "parted":
            self.ledger.parted(name, *what)
        elif kind == "held":
            self.ledger.held(name, *what)
        else:
            self._over(name, kind, *what)

    def _progress(self, name: str, step: str, done: float, total: float) -> None:
        """Notes it where it is a new step, or some time after the last note."""
        last, due = self.told.get(name, ("", 0.0))
        if step == last and monotonic() < due and done < total:
            return
        self.ledger.told(name, step, done, total, first=step != last)
        self.told[name] = (step, monotonic() + TELL)
        self.tell({"event": "progress", "film": name, "step": step, "done": round(done, 1), "total": round(total, 1)})

    def _over(self, name: str, kind: str, *what: Any) -> None:
        """A film has ended, well or badly."""
        self.told.pop(name, None)
        if kind == "done":
            self.ledger.finish(name, what[0])
            self._say(name, "done", **what[0])
        elif kind == "own":
            self.ledger.leave(name)
            self._say(name, "own")
        elif considerate.is_full(self.wish.place):
            self.ledger.release(name)
        elif kind == "refused":
            self.ledger.refuse(name, what[1])
            self._say(name, "failed", why=what[1])
        else:
            again = self.ledger.lost(name, what[0])
            self._say(name, "queued" if again else "quarantined", why=what[0])
        self._now_and_then("report", REPORT, self._report)

    def _report(self) -> None:
        report.write(self.wish.folder, self.wish.store, self.wish.place, self.ledger)

    def _say(self, name: str, state: str, **more: Any) -> None:
        self.tell({"event": "film", "at": time.time(), "film": name, "state": state, **more})

    def _now_and_then(self, what: str, every: float, work: Callable[[], None]) -> None:
        """Does the work when so many seconds have passed since it was last done, or more where it takes long."""
        if (begun := monotonic()) >= self.due[what]:
            work()
            self.due[what] = begun + max(every, (monotonic() - begun) / MODEST)


def state_of(wish: Wish) -> Ledger:
    """The ledger of a folder, to be asked. Raises StoreError where no night has begun in it."""
    if not wish.place.is_dir():
        raise StoreError(f"No night has begun in {wish.folder} yet. `attune night {wish.folder}` begins one.")
    return Ledger(wish.place)
