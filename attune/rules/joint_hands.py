"""Cue: joint attention through hands, the way toddlers share most of it (science.md 3.1, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad, Track, depth, place_at
from attune.knobs import Knobbed, knob
from attune.rules.geometry import REACH, distance, under, wrists
from attune.rules.sharing import Sights, sights
from attune.rules.three import all_of, any_of, lately
from attune.timeline import Floats, Series, series

SLOPE = 0.1
"""Head heights: how softly a hand passes from "at a face" to "clear of it"; about the error of a wrist."""


@dataclass(frozen=True)
class JointHands(Knobbed):
    """One person's hand is active and both look at it: OR over the four hands of
    AND(both sights are for the hand, hand active, hand clear of faces).

    A hand at a face says nothing: a look there may be for the face. How far a hand is from the camera is not seen; it
    is taken to be where both sights suit it best.
    """

    name: ClassVar[str] = "joint_hands"
    share: float = knob(0.05, low=0.01, high=0.9, unit="", why="of the time, for each hand: a third of what all share")
    active: float = knob(2.0, low=0, high=10, unit="s", why="a hand that moved so lately holds what is looked at")
    clear: float = knob(1.2, low=0.5, high=4, unit="head heights", why="a wrist nearer to a head may lie at the face")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        of = sights(dyad)
        return any_of(
            *(self.shared(dyad, of, dyad.adult, w, cues["adult_moves"]) for w in wrists(dyad.adult)),
            *(self.shared(dyad, of, dyad.child, w, cues["child_moves"]) for w in wrists(dyad.child)),
        )

    def shared(self, dyad: Dyad, of: Sights, owner: Track, wrist: Floats, moves: Series) -> Series:
        """Both look at this one hand (n, 2) of `owner`."""
        z, height = depth(owner), owner.person.head_height
        spots = [place_at(wrist, z + step * height, dyad.aspect) for step in REACH]
        fits = np.array([[of.adult.fit(spot), of.child.fit(spot)] for spot in spots])
        seen = of.shared(self.share, fits.prod(axis=1).max(axis=0), fits.max(axis=0))
        gaps = [distance(wrist, t.head) / t.size for t in (dyad.adult, dyad.child)]
        clear = series(dyad.clock, 1 - under(np.min(gaps, axis=0), self.clear, SLOPE), owner.sure)
        return all_of(seen, lately(moves, self.active, 0, dyad.cuts), clear)
