"""Rankings that anybody could build: chance, the loudest, the most motion, both faces. What is better must beat them.

From what is kept of the watch alone. Of sound, how much voice there is in a second is kept and how loud it is is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from attune.dyad import Dyad
from attune.suggest.film import shots
from attune.timeline import Floats, Span
from attune.watch.looks import Looks

NAMES = ("voice", "motion", "both_faces")
"""What seconds are ranked by, beside chance."""


def lines(dyad: Dyad, looks: Looks, seconds: int) -> Mapping[str, Floats]:
    """A line (n,) by each of NAMES: voice and motion, 0 and more, and both faces, 0..1. NaN = not known."""
    faces = (dyad.adult.found & dyad.child.found).astype(float)
    return {
        "voice": by_second(dyad.voice, dyad.clock.rate, seconds),
        "motion": by_second(looks.change, looks.clock.rate, seconds),
        "both_faces": by_second(faces, dyad.clock.rate, seconds),
    }


def by_second(values: Floats, rate: int, seconds: int) -> Floats:
    """(seconds,) the mean of the known ticks (n,) of each second; NaN where none is known."""
    second = np.arange(len(values)) // rate
    known = ~np.isnan(values) & (second < seconds)
    total = np.bincount(second[known], values[known], minlength=seconds)
    count = np.bincount(second[known], minlength=seconds)
    return np.asarray(np.divide(total, count, out=np.full(seconds, np.nan), where=count > 0))


def windows(line: Floats, dyad: Dyad, count: int, length: float) -> list[Span]:
    """The `count` best stretches of `length` seconds by the mean of the line over them, apart and across no cut.

    As attune's own moments are apart from each other. Fewer where the film holds no more; ties go to the earlier one.
    """
    length = max(1, round(length))
    starts = [k for shot in shots(dyad) for k in _starts(shot, length)]
    filled = np.nan_to_num(line)
    worth = {k: float(filled[k : k + length].mean()) for k in starts if k < len(line)}
    best: list[Span] = []
    for k in sorted(worth, key=lambda k: (-worth[k], k)):
        span = Span(float(k), float(k + length))
        if len(best) < count and not any(span & other for other in best):
            best.append(span)
    return best


def at_random(dyad: Dyad, count: int, length: float, rng: np.random.Generator) -> list[Span]:
    """So many stretches anywhere, apart and across no cut, in any order."""
    return windows(rng.random(int(np.ceil(dyad.seconds))), dyad, count, length)


def _starts(shot: Span, length: int) -> Sequence[int]:
    """Whole seconds at which a stretch may begin; the shot's own start where it is too short for one."""
    first = int(np.ceil(shot.start - 1e-6))
    return range(first, int(np.floor(shot.end - length + 1e-6)) + 1) or [first]
