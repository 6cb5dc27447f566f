"""Stands in for the slow half of watching: the same looks for the same film and part, in no more time than is asked.

Workers are other processes, so a fake cannot be a closure: it is found by name, and told what to do by the name of
the film ("slow.mp4", "dies.mp4", "refuses.mp4", "breaks.mp4"; any other is seen at once).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from attune.errors import FilmError
from attune.knobs import Knobs
from attune.media.film import Film
from attune.timeline import Clock
from attune.watch.looks import ARRAYS, BODY_POINTS, COLOURS, THUMB, Looks

SEE = "tests.fakes:see"


def film_at(path: Path, seconds: float = 40.0) -> Film:
    """A film of which there is no more than its name and its length."""
    path.write_text(f"{path.stem} {seconds}")
    return Film(path, seconds, 640, 480, 30.0, 0.0, False)


def see(film: Film, clock: Clock, knobs: Knobs, progress: Callable[[str, float, float], None]) -> Looks:
    """Two heads in every look, the adult left and larger, who face each other now and then."""
    if clock.first > 0:
        misbehave(film)
    for look in range(clock.count):
        if film.path.stem == "slow":
            time.sleep(0.004)
        progress("watch", look + 1, clock.count)
    note(film, clock)
    return looks(clock)


def misbehave(film: Film) -> None:
    """Does what the film is called after."""
    if film.path.stem == "dies":
        os._exit(9)
    if film.path.stem == "refuses":
        raise FilmError(f"{film.path.name} cannot be read from here on.")
    if film.path.stem == "breaks":
        raise ZeroDivisionError("a fault")


def note(film: Film, clock: Clock) -> None:
    """Leaves word of which part was seen, for tests that count."""
    with film.path.with_suffix(".seen").open("a") as log:
        log.write(f"{clock.first}\n")


def seen(film: Film) -> list[int]:
    """First ticks of the parts that were seen, sorted, and forgets them."""
    log = film.path.with_suffix(".seen")
    ticks = sorted(int(line) for line in log.read_text().split()) if log.exists() else []
    log.unlink(missing_ok=True)
    return ticks


def looks(clock: Clock) -> Looks:
    """Raw measures of two people who are told apart by place, size, colour and the length of the nose."""
    n, m = clock.count, 2 * clock.count
    wobble = np.repeat(np.sin(clock.first + np.arange(n)), 2)
    child = np.tile([0.0, 1.0], n)
    second = (clock.first + np.arange(n)) / clock.rate % 15
    together = np.repeat((second > 4) & (second < 9), 2)
    across = np.tile([[0.93, 0, 0.37], [-0.93, 0, -0.37]], (n, 1))
    empty = {name: np.full(m, np.nan, np.float32) for name in ARRAYS}
    box = np.stack([0.4 + 0.5 * child + 0.005 * wobble, 0.4 + 0.1 * child, 0.2 - 0.05 * child, 0.24 - 0.08 * child], 1)
    colour = np.zeros((m, COLOURS), np.float32)
    colour[np.arange(m), (3 + 10 * child).astype(int)] = colour[np.arange(m), (27 + 10 * child).astype(int)] = 1
    five = np.array([[-0.3, -0.2], [0.3, -0.2], [0.0, 0.05], [-0.2, 0.3], [0.2, 0.3]])
    known = {
        "picture": np.ones(n, bool),
        "thumb": np.zeros((n, *THUMB, 3), np.uint8),
        "look": np.repeat(np.arange(n, dtype=np.int32), 2),
        "box": box.astype(np.float32),
        "score": np.full(m, 0.9, np.float32),
        "points": (box[:, None, :2] + five * box[:, None, 2:]).astype(np.float32),
        "facing": np.where(together[:, None], across, [0.0, 0.0, -1.0]).astype(np.float32),
        "eyes": np.zeros((m, 2), np.float32),
        "young": (1.4 - 0.4 * child).astype(np.float32),
        "body": np.full((m, len(BODY_POINTS), 3), np.nan, np.float32),
        "colour": colour,
        "pixels": (480 * box[:, 3]).astype(np.float32),
        "shut": np.zeros(m, np.float32),
        "mouth": np.zeros(m, np.float32),
        "smile": (child * (wobble > 0.5)).astype(np.float32),
        "detail": np.full(m, 100.0, np.float32),
    }
    return Looks(clock=clock, **(empty | known))
