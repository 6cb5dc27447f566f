"""Cue: joint attention, however it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.rules.three import any_of
from attune.timeline import Series, series


@dataclass(frozen=True)
class JointAttention(Knobbed):
    """Both look at the same thing that is no face: OR(hands, rays, following) (science.md 4.3).

    Hands out of sight leave nothing open: rays ask about every place where they can be. NaN where neither yes nor no is
    likely.
    """

    name: ClassVar[str] = "joint_attention"
    tell: float = knob(0.7, low=0.5, high=0.99, unit="", why="least likelihood of a yes or of a no")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        hands, rays, follow = (cues[name] for name in ("joint_hands", "joint_rays", "joint_follow"))
        seen = np.where(hands.known, hands.values, np.where(rays.known, 0.0, np.nan))
        sure = np.where(hands.known, hands.confidence, rays.confidence)
        shared = any_of(series(dyad.clock, seen, sure), rays, follow)
        told = np.maximum(shared.values, 1 - shared.values) >= self.tell
        return series(dyad.clock, np.where(told, shared.values, np.nan), shared.confidence)
