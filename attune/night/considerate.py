"""What the owner of a machine may expect of a night: low priority, a machine kept awake, room on the disk, an end."""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

from attune.errors import KnobError, StoreError

PRIORITY = 10
"""Added to a process's niceness: whoever works on the machine meanwhile comes first."""

KEPT = 0.05
"""Room for what is kept of a film, as a share of its size: measured are 4 kB a second of film, of 100 kB and more."""

SPARE = 100e6
"""Bytes that stay free on the disk besides."""

MEMORY = 0.8
"""Share of the machine's memory that all films together may hold. A film needs about half a gigabyte."""

AWAKE, NO_SLEEP = 0x80000000, 0x80000001
"""Windows: back to normal; and: this thread keeps the system from sleeping (ES_CONTINUOUS, ES_SYSTEM_REQUIRED)."""

WHY = "watching films overnight"


def step_back() -> None:
    """Gives this process, and those it starts, a low priority."""
    low = psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else PRIORITY
    with contextlib.suppress(psutil.Error, OSError):
        this = psutil.Process()
        if sys.platform == "win32" or this.nice() < low:  # who asked for a lower one keeps it
            this.nice(low)


@contextlib.contextmanager
def awake() -> Iterator[bool]:
    """Keeps the machine from sleeping while the block lasts, where the system allows; says whether it does.

    The screen may go dark and a closed lid may still mean sleep: that is the owner's setting.
    """
    if sys.platform == "win32":
        held = bool(ctypes.windll.kernel32.SetThreadExecutionState(NO_SLEEP))
        try:
            yield held
        finally:
            ctypes.windll.kernel32.SetThreadExecutionState(AWAKE)
        return
    holder = _holder()
    try:
        yield holder is not None
    finally:
        if holder is not None:
            holder.communicate()


def _holder() -> subprocess.Popen[bytes] | None:
    """A process that holds the machine awake until its input is closed, by us or by our death."""
    if sys.platform == "darwin":
        call = ["caffeinate", "-i", "cat"]
    else:
        call = ["systemd-inhibit", "--what=idle:sleep", "--who=attune", f"--why={WHY}", "--mode=block", "cat"]
    try:
        holder = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        holder.wait(0.5)
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        return holder
    holder.communicate()
    return None  # it refused


def check_room(place: Path, films: int) -> None:
    """Refuses to begin where the disk has no room for what is kept of films of so many bytes. Raises StoreError."""
    need, free = SPARE + KEPT * films, shutil.disk_usage(place).free
    if free < need:
        raise StoreError(
            f"There is too little room for this night in {place}: about {need / 1e6:.0f} MB are needed, "
            f"{free / 1e6:.0f} MB are free. Make room, or keep elsewhere with --store."
        )


def is_full(place: Path) -> bool:
    """Whether the disk is as good as full: there is room for the ledger yet, and what a film then says of its store is
    not the film's fault."""
    return shutil.disk_usage(place).free < SPARE / 10


def end_of(clock: str, now: datetime.datetime) -> datetime.datetime:
    """The next time after `now` at which a clock on the wall shows this: "07:00". Raises KnobError."""
    try:
        time = datetime.datetime.strptime(clock, "%H:%M").time()
    except ValueError as why:
        raise KnobError(f"--until takes a time of day such as 07:00. Got {clock}.") from why
    end = datetime.datetime.combine(now.date(), time, now.tzinfo)
    return end if end > now else datetime.datetime.combine(now.date() + datetime.timedelta(1), time, now.tzinfo)


def memory_for(films: int) -> float:
    """Bytes that each of so many films at once may hold."""
    return float(psutil.virtual_memory().total) * MEMORY / films
