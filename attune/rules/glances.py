"""Cue: while both are busy the adult keeps looking up at the child (science.md 1 enc.look)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.rules.geometry import PARTNER, column
from attune.rules.three import all_of, bouts, holds, lately, marked
from attune.timeline import Series, series


@dataclass(frozen=True)
class Glances(Knobbed):
    """Both one's hands were busy in the last second AND the adult has looked at the child in the last `every`."""

    name: ClassVar[str] = "glances"
    shortest: float = knob(0.3, low=0.1, high=2, unit="s", why="the shortest look that counts (enc.look)")
    every: float = knob(5.0, low=1, high=20, unit="s", why="looking up at least this often (enc.look)")
    busy: float = knob(1.0, low=0, high=5, unit="s", why="hands pause between two movements of one activity")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        looks = column(cues["adult_looks"], PARTNER)
        long = marked(dyad.clock, bouts(dyad.clock, holds(looks), self.shortest, cuts=dyad.cuts))
        glance = series(dyad.clock, np.where(looks.known, long, np.nan), looks.confidence)
        busy = (lately(cues[n], self.busy, 0, dyad.cuts) for n in ("adult_moves", "child_moves"))
        return all_of(*busy, lately(glance, self.every, 0, dyad.cuts))
