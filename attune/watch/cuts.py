"""Cuts: where the picture jumps to another shot, be it of the same people in the same room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.knobs import Knobbed, knob
from attune.watch.looks import Looks


@dataclass(frozen=True)
class Cutting(Knobbed):
    """A cut is a change between two neighbouring frames that is beyond anybody, or stands out from all around it."""

    whole: float = knob(45.0, low=5, high=128, unit="grey levels", why="a child at a slow camera changes 42 in a frame")
    least: float = knob(6.0, low=0.5, high=64, unit="grey levels", why="two shots of one room differ by 9 and more")
    stands_out: float = knob(2.4, low=1, high=20, unit="times", why="over every change around it: people move steadily")
    around: float = knob(0.5, low=0.2, high=5, unit="s", why="what counts as around: shorter than any shot of interest")


def cuts(looks: Looks, knobs: Cutting) -> tuple[float, ...]:
    """Seconds at which a new shot begins, sorted. Looks without a picture change nothing."""
    change = np.where(looks.picture, looks.change, 0.0)
    reach = max(1, round(knobs.around * looks.clock.rate))
    found = []
    for i in np.flatnonzero(change >= knobs.least):
        near = np.concatenate([change[max(0, i - reach) : i], change[i + 1 : i + 1 + reach]])
        if change[i] >= min(knobs.whole, knobs.stands_out * float(near.max(initial=0.0))):
            found.append(float(looks.changed[i]))
    return tuple(found)
