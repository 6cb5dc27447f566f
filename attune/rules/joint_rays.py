"""Cue: joint attention by sight alone: both sights meet at one place between both people (science.md 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.rules.sharing import sights
from attune.timeline import Series


@dataclass(frozen=True)
class JointRays(Knobbed):
    """The chance that both look at one thing in the space between them, below their faces: on a table, a lap, a floor,
    or held there. It needs no hand to be seen, and no thing."""

    name: ClassVar[str] = "joint_rays"
    share: float = knob(0.25, low=0.01, high=0.9, unit="", why="how much of the time is shared so, before any look")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        of = sights(dyad)
        return of.shared(self.share, of.both, of.each)
