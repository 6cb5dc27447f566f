"""Cue: both look at each other's face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.rules.geometry import PARTNER, column
from attune.rules.three import all_of, hold
from attune.timeline import Series, series


@dataclass(frozen=True)
class MutualGaze(Knobbed):
    """adult looks at child AND child looks at adult, each held over a blink (science.md 4.2, 4.3).

    0 as soon as one of them is known to look elsewhere; NaN where one cannot be told and the other may be looking, and
    where neither yes nor no is likely.
    """

    name: ClassVar[str] = "mutual_gaze"
    held: float = knob(0.3, low=0, high=1, unit="s", why="a value is held at most 0.3 s: a blink, a lost look (4.2)")

    tell: float = knob(
        0.7, low=0.5, high=0.99, unit="", why="least likelihood of a yes or a no: two looks have to be right"
    )

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        looks = (column(cues[name], PARTNER) for name in ("adult_looks", "child_looks"))
        both = all_of(*(hold(look, self.held, dyad.cuts) for look in looks))
        told = np.maximum(both.values, 1 - both.values) >= self.tell
        return series(dyad.clock, np.where(told, both.values, np.nan), both.confidence)
