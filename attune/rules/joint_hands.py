"""Cue: joint attention through hands, the way toddlers share most of it (science.md 3.1, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad, Track
from attune.knobs import Knobbed, knob
from attune.rules.geometry import OBJECT, column, distance, looks_near, under, wrists
from attune.rules.three import all_of, any_of, lately
from attune.timeline import Floats, Series, series

SLOPE = 0.1
"""Head heights: how softly a hand passes from "at a face" to "clear of it"; about the error of a wrist."""


@dataclass(frozen=True)
class JointHands(Knobbed):
    """One person's hand is active and both look at it: OR over the four hands of
    AND(adult looks at an object, adult's sight on the hand, the same of the child, hand active, hand clear of faces).

    A hand at a face says nothing: a look there may be for the face.
    """

    name: ClassVar[str] = "joint_hands"
    cone: float = knob(25.0, low=5, high=60, unit="deg", why="head turns tell gaze to 20-30 degrees (science.md 3.2)")
    active: float = knob(2.0, low=0, high=10, unit="s", why="a hand that moved so lately holds what is looked at")
    clear: float = knob(1.2, low=0.5, high=4, unit="head heights", why="a wrist nearer to a head may lie at the face")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        return any_of(
            *(self.shared(dyad, cues, dyad.adult, w, "adult_moves") for w in wrists(dyad.adult)),
            *(self.shared(dyad, cues, dyad.child, w, "child_moves") for w in wrists(dyad.child)),
        )

    def shared(self, dyad: Dyad, cues: Mapping[str, Series], owner: Track, wrist: Floats, moves: str) -> Series:
        """Both look at this one hand of `owner`."""
        gaps = [distance(wrist, t.head) / t.size for t in (dyad.adult, dyad.child)]
        clear = series(dyad.clock, 1 - under(np.min(gaps, axis=0), self.clear, SLOPE), owner.sure)
        return all_of(
            column(cues["adult_looks"], OBJECT),
            column(cues["child_looks"], OBJECT),
            looks_near(dyad, dyad.adult, owner, wrist, self.cone),
            looks_near(dyad, dyad.child, owner, wrist, self.cone),
            lately(cues[moves], self.active, 0, dyad.cuts),
            clear,
        )
