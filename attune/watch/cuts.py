"""Cuts: where the picture jumps to another shot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.knobs import Knobbed, knob
from attune.watch.looks import Looks


@dataclass(frozen=True)
class Cutting(Knobbed):
    """A cut is a jump of the whole thumbnail that stands out from what came just before and after."""

    jump: float = knob(18.0, low=2, high=128, unit="grey levels", why="mean change; a person walking by gives 5 to 12")
    stands_out: float = knob(2.5, low=1, high=20, unit="times", why="over the changes around it: pans are steady")
    around: float = knob(0.5, low=0.2, high=5, unit="s", why="what counts as around: shorter than any shot of interest")


def cuts(looks: Looks, knobs: Cutting) -> tuple[float, ...]:
    """Seconds at which a new shot begins (the boundary between two looks), sorted.

    Change is the mean absolute difference of two neighbouring thumbnails after their mean brightness is made equal per
    channel, so that a lamp or the camera's gain makes no cut. Looks without a picture change nothing.
    """
    thumb = looks.thumb.astype(np.float32)
    step = np.diff(thumb, axis=0)
    step -= step.mean((1, 2), keepdims=True)
    change = np.abs(step).mean((1, 2, 3)) * (looks.picture[1:] & looks.picture[:-1])
    reach = max(1, round(knobs.around * looks.clock.rate))
    found = []
    for i in np.flatnonzero(change >= knobs.jump):
        near = np.concatenate([change[max(0, i - reach) : i], change[i + 1 : i + 1 + reach]])
        if not near.size or change[i] >= knobs.stands_out * max(1.0, float(near.max())):
            found.append((looks.clock.first + int(i) + 1) / looks.clock.rate)
    return tuple(found)
