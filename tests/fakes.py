"""Stands in for the slow half of watching: the same looks for the same film and part, in no more time than is asked.

Workers are other processes, so a fake cannot be a closure: it is found by name, and told what to do by the name of
the film ("slow.mp4", "dies.mp4", "refuses.mp4", "breaks.mp4"; any other is seen at once).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from attune.errors import FilmError
from attune.knobs import Knobs
from attune.media.film import Film
from attune.timeline import Clock
from attune.watch.looks import Looks
from tests.watch import made

SEE = "tests.fakes:seeing"


def film_at(path: Path, seconds: float = 40.0) -> Film:
    """A film of which there is no more than its name and its length."""
    path.write_text(f"{path.stem} {seconds}")
    return Film(path, seconds, 640, 480, 30.0, 0.0, False)


def see(film: Film, clock: Clock, knobs: Knobs, progress: Callable[[str, float, float], None]) -> Looks:
    """The looks of this part, after what the name of the film asks for."""
    if clock.first > 0:
        misbehave(film)
    for look in range(clock.count):
        if film.path.stem == "slow":
            time.sleep(0.004)
        progress("watch", look + 1, clock.count)
    note(film, clock)
    return looks(clock)


@contextmanager
def seeing() -> Iterator[Callable[..., Looks]]:
    """Nothing to open."""
    yield see


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
    """The adult left and larger, the child right, facing each other for some seconds of each quarter of a minute."""
    pair = (
        made.Somebody(made.still(0.4, 0.4), size=0.24, hue=3, young=1.4),
        made.Somebody(made.still(0.9, 0.5), size=0.16, hue=13, young=1.0),
    )
    facing = [replace(one, yaw=yaw) for one, yaw in zip(pair, (70, -70), strict=True)]
    second = (clock.first + np.arange(clock.count)) / clock.rate % 15
    together = (second > 4) & (second < 9)
    apart, across = (made.looks(clock.count / made.RATE, people) for people in (pair, facing))
    points = np.where(np.repeat(together, 2)[:, None, None], across.points, apart.points)
    return replace(apart, clock=clock, points=points)
