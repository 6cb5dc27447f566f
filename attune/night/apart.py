"""Films in processes of their own, from outside: started fresh, heard, kept within limits, ended with all below them.

A decoder that takes its process down takes nothing else down. Memory is what a film's processes really hold, looked
at from here: a limit on address space would stop libraries that reserve much more than they use.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic
from typing import Any, Protocol, cast

import psutil

from attune.night.one import serve
from attune.workers import how

LAST = ("done", "own", "refused", "broke")
"""Words after which nothing more comes."""

CHECK = 2.0
"""Seconds between two looks at a film's memory."""

STILL = 900.0
"""Seconds without a word after which a film is taken to hang: the longest silent step of an hour of film, scoring,
takes two minutes on a busy machine."""

SLEPT = 60.0
"""Seconds between two rounds that mean that the machine slept, and that nobody could have said a word."""

PATIENCE = 5.0
"""Seconds to end after the last word."""

Word = tuple[Any, ...]


class Crew(Protocol):
    """Whoever does the films of a night: processes of this machine, or a cluster's."""

    def __len__(self) -> int:
        """How many films are under way."""

    @property
    def names(self) -> list[str]:
        """Films under way."""

    def start(self, name: str, path: Path) -> None:
        """Begins a film."""

    def hear(self, seconds: float) -> Iterator[tuple[str, Word]]:
        """What is said within so many seconds, as (film, word); a film that ends says one of LAST."""

    def stop(self, name: str) -> None:
        """Ends a film; what it kept stays."""

    def close(self) -> None:
        """Ends all films."""


@dataclass(frozen=True)
class Limits:
    """memory  bytes that one film's processes may hold together
    still   seconds without a word"""

    memory: float
    still: float = STILL


@dataclass
class _One:
    process: SpawnProcess
    line: Connection
    spoke: float
    looked: float


class Apart:
    """The films under way. `work` is what each process does (see one.serve), `place` where things are kept."""

    def __init__(self, work: str, place: Path | None, limits: Limits) -> None:
        self._work, self._place, self._limits = work, place, limits
        self._films: dict[str, _One] = {}
        self._round = monotonic()

    def __len__(self) -> int:
        return len(self._films)

    @property
    def names(self) -> list[str]:
        """Films under way, the longest first."""
        return list(self._films)

    def start(self, name: str, path: Path) -> None:
        """Begins a film."""
        spawn = get_context("spawn")
        ours, theirs = spawn.Pipe()
        # Not a daemon: those may have no processes of their own, and the watch has one.
        process = spawn.Process(target=serve, args=(self._work, path, self._place, theirs))
        process.start()
        theirs.close()
        self._films[name] = _One(process, ours, monotonic(), monotonic())

    def hear(self, seconds: float) -> Iterator[tuple[str, Word]]:
        """What is said within so many seconds, as (film, word); a film that ends says one of LAST, by itself or not."""
        names = {one.line: name for name, one in self._films.items()}
        for line in cast("list[Connection]", connection.wait(list(names), seconds)):
            yield from self._words(names[line])
        yield from self._limited()

    def stop(self, name: str) -> None:
        """Ends a film, whatever it does. What it kept stays."""
        self._end(self._films.pop(name))

    def close(self) -> None:
        """Ends all films."""
        for name in self.names:
            self.stop(name)

    def _words(self, name: str) -> Iterator[tuple[str, Word]]:
        """Everything that lies waiting."""
        one = self._films[name]
        one.spoke = monotonic()
        while name in self._films:
            try:
                if not one.line.poll():
                    return
                word = one.line.recv()
            except (EOFError, OSError):
                one.process.join(PATIENCE)
                word = ("broke", f"Its process ended in the middle ({how(one.process.exitcode)}).")
            if word[0] in LAST:
                one.process.join(PATIENCE)
                self.stop(name)
            yield name, word

    def _limited(self) -> Iterator[tuple[str, Word]]:
        """Ends films that hold too much or hang; tells what the others hold."""
        now, before = monotonic(), self._round
        self._round = now
        for name, one in list(self._films.items()):
            if now - before > SLEPT:
                one.spoke = now
            if now - one.looked < CHECK:
                continue
            one.looked, held = now, _held(one.process)
            yield name, ("held", held)
            if held > self._limits.memory:
                over = f"It took more memory than the {self._limits.memory / 1e6:.0f} MB that it may hold."
            elif now - one.spoke > self._limits.still:
                over = f"It hung: nothing was heard of it for {self._limits.still / 60:.0f} minutes."
            else:
                continue
            self.stop(name)
            yield name, ("broke", over)

    def _end(self, one: _One) -> None:
        family = _family(one.process)
        one.line.close()
        for member in family:
            with contextlib.suppress(psutil.Error):
                member.kill()
        one.process.join()


def _family(process: SpawnProcess) -> list[psutil.Process]:
    """The process and all below it; none where it is gone."""
    try:
        first = psutil.Process(process.pid)
        return [first, *first.children(recursive=True)]
    except psutil.Error:
        return []


def _held(process: SpawnProcess) -> float:
    """Bytes of memory that they hold now."""
    held = 0.0
    for member in _family(process):
        with contextlib.suppress(psutil.Error):
            held += member.memory_info().rss
    return held
