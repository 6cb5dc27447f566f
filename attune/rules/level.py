"""Cue: both heads at one height (science.md 1 att.level)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad, place
from attune.knobs import Knobbed, knob
from attune.rules.geometry import SOFT, under
from attune.timeline import Series, series


@dataclass(frozen=True)
class Level(Knobbed):
    """The adult is down at the child's height: 0.5 where the heads differ by `most`, measured upright in the room.

    Takes the camera to be held level. NaN where a head is unseen.
    """

    name: ClassVar[str] = "level"
    most: float = knob(
        1.2, low=0.2, high=5, unit="adult head heights", why="half a torso of about 2.4 heads (att.level)"
    )

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        heights = [place(t, dyad.aspect)[:, 1] for t in (dyad.adult, dyad.child)]
        gap = np.abs(heights[0] - heights[1]) / dyad.adult.person.head_height
        return series(dyad.clock, under(gap, self.most, self.most * SOFT), np.minimum(dyad.adult.sure, dyad.child.sure))
