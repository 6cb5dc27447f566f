"""Cue: both look at each other's face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.rules.geometry import PARTNER, column
from attune.rules.three import all_of, hold
from attune.timeline import Series


@dataclass(frozen=True)
class MutualGaze(Knobbed):
    """adult looks at child AND child looks at adult, each held over a blink (science.md 4.2, 4.3).

    0 as soon as one of them is known to look elsewhere; NaN where one cannot be told and the other may be looking.
    """

    name: ClassVar[str] = "mutual_gaze"
    held: float = knob(0.3, low=0, high=1, unit="s", why="a value is held at most 0.3 s: a blink, a lost look (4.2)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        looks = (column(cues[name], PARTNER) for name in ("adult_looks", "child_looks"))
        return all_of(*(hold(look, self.held, dyad.cuts) for look in looks))
