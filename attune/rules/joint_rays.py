"""Cue: joint attention by sight alone: both lines of sight meet at a place that is no face (science.md 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad, place
from attune.knobs import Knobbed, knob
from attune.rules.geometry import OBJECT, SHOULDERS, SOFT, column, meeting, sight_sure, under
from attune.rules.three import all_of
from attune.timeline import Series, series


@dataclass(frozen=True)
class JointRays(Knobbed):
    """AND(adult looks at an object, child looks at an object, both sights meet clear of faces).

    0.5 where the sights pass each other at `near`, or where they meet `clear` from a head. The looks keep out the
    camera, and screens behind it, which both may face without sharing anything.
    """

    name: ClassVar[str] = "joint_rays"
    near: float = knob(0.5, low=0.1, high=2, unit="adult shoulder widths", why="how far apart sights may pass (4.3)")
    clear: float = knob(1.2, low=0.5, high=4, unit="adult head heights", why="nearer to a head it may be the face")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        head = dyad.adult.person.head_height
        miss, spot = meeting(dyad)
        away = [np.linalg.norm(spot - place(t, dyad.aspect), axis=1) / head for t in (dyad.adult, dyad.child)]
        value = under(miss / (SHOULDERS * head), self.near, self.near * SOFT)
        clear = 1 - under(np.min(away, axis=0), self.clear, self.clear * SOFT)
        # where the sights part there is no spot, and no need of one
        meet = np.where(value < 1e-6, 0.0, value * clear)
        sure = np.minimum(sight_sure(dyad.adult), sight_sure(dyad.child))
        objects = (column(cues[name], OBJECT) for name in ("adult_looks", "child_looks"))
        return all_of(*objects, series(dyad.clock, meet, sure))
