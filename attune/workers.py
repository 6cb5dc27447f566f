"""Slow work spread over processes of its own: started fresh (never forked), replaced by nobody, mourned in one line.

A worker knows one function by its name, so the perception libraries are loaded where they are used and not in the
process that talks to people. It ends by itself when that process is gone, however it went.
"""

from __future__ import annotations

import contextlib
import os
import pkgutil
import signal
import traceback
from collections.abc import Callable, Generator, Sequence
from itertools import groupby
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any, cast

from attune.errors import AttuneError

MOST = 4
"""Processes started unless told otherwise, on a machine with as many cores: each holds about half a gigabyte."""

PAUSE = 0.1
"""Seconds between two reports of one worker: often enough for a bar that moves."""

Line = Connection  # of this process to one worker
Tell = Callable[[int, float], None]
"""tell(job, done): which job, and the share of it that is done, 0..1."""


def cores() -> int:
    """How many processes to start unless told otherwise: one for each core that this process may use."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(ours, MOST)


def spread(opened: str, jobs: Sequence[tuple[Any, ...]], processes: int, tell: Tell) -> Generator[tuple[int, Any]]:
    """Yields (job, result) as they are done: each job's arguments given to the function that `opened` gives.

    A worker goes on with the job after its last one wherever it can, so jobs that follow each other may share work.

    `opened` ("package.module:name") is called once in each worker and gives a context whose value is that function, so
    that what takes long to open is opened once. The function takes a keyword `progress(step, done, total)` besides.
    What opening or the function raises is raised here, and AttuneError when a worker dies. Closing the iterator ends
    all workers.
    """
    waiting = set(range(len(jobs)))
    crew: dict[Line, tuple[SpawnProcess, int]] = {}
    try:
        while waiting and len(crew) < processes:
            line, process = _hire(opened)
            crew[line] = (process, _hand(line, waiting, jobs, -1))
        while crew:
            for line in cast(list[Line], connection.wait(list(crew))):
                process, job = crew[line]
                kind, what = _hear(line, process)
                if kind == "done":
                    yield job, what
                    if waiting:
                        crew[line] = (process, _hand(line, waiting, jobs, job))
                    else:
                        _dismiss(line, crew.pop(line)[0])
                elif kind == "progress":
                    tell(job, what)
                else:
                    raise what
    finally:
        for line, (process, _) in crew.items():
            _dismiss(line, process)


def _hire(opened: str) -> tuple[Line, SpawnProcess]:
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(opened, theirs), daemon=True)
    with _uninterrupted():
        process.start()
    theirs.close()
    return ours, process


@contextlib.contextmanager
def _uninterrupted() -> Generator[None]:
    """Ctrl-C waits: a process that is started meanwhile never hears of it, not even before it can say so itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _hand(line: Line, waiting: set[int], jobs: Sequence[tuple[Any, ...]], last: int) -> int:
    """Gives a job to a worker that did `last`. One that is gone already is noticed when it is listened to."""
    job = _next(waiting, last)
    waiting.remove(job)
    with contextlib.suppress(OSError):
        line.send(jobs[job])
    return job


def _next(waiting: set[int], last: int) -> int:
    """The job after `last`, or the middle of the longest run of waiting jobs: whoever is on the way to that run has it
    before them for as long as can be."""
    if last + 1 in waiting:
        return last + 1
    runs = [[job for _, job in run] for _, run in groupby(enumerate(sorted(waiting)), lambda pair: pair[1] - pair[0])]
    longest = max(runs, key=len)
    return longest[len(longest) // 2]


def _hear(line: Line, process: SpawnProcess) -> tuple[str, Any]:
    try:
        kind, what = line.recv()
    except (EOFError, OSError) as why:
        process.join()
        raise AttuneError(
            f"A process that was watching ended too soon ({how(process.exitcode)}). What was seen before is kept: run "
            "the same command again, with --processes 1 if memory is short."
        ) from why
    return kind, what


def how(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None or code >= 0:
        return f"exit status {code}"
    return f"signal {signal.Signals(-code).name}" if -code in list(signal.Signals) else f"signal {-code}"


def _dismiss(line: Line, process: SpawnProcess) -> None:
    line.close()
    process.terminate()
    process.join(5)
    if process.is_alive():
        process.kill()
        process.join()


def _serve(opened: str, line: Line) -> None:
    """A worker's life: a job, its progress and its result, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other end's to answer
    hush()
    with contextlib.suppress(EOFError, OSError):
        try:
            with pkgutil.resolve_name(opened)() as work:
                while True:
                    job = line.recv()
                    line.send(("done", work(*job, progress=_reporter(line))))
        except (EOFError, OSError):
            raise
        except Exception as why:
            why.add_note(traceback.format_exc())
            line.send(("raised", why))


def hush() -> None:
    """The libraries' own chatter goes nowhere, unless somebody looks for a fault: it would break the progress bar."""
    if os.environ.get("ATTUNE_DEBUG") != "1":
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _reporter(line: Line) -> Callable[[str, float, float], None]:
    told = -PAUSE

    def progress(step: str, done: float, total: float) -> None:
        nonlocal told
        if monotonic() - told >= PAUSE:
            told = monotonic()
            line.send(("progress", done / total if total else 1.0))

    return progress
