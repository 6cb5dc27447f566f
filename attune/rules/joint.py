"""Cue: joint attention, however it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed
from attune.rules.three import any_of
from attune.timeline import Series


@dataclass(frozen=True)
class JointAttention(Knobbed):
    """Both look at the same thing that is no face: OR(hands, rays, following) (science.md 4.3)."""

    name: ClassVar[str] = "joint_attention"

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        return any_of(cues["joint_hands"], cues["joint_rays"], cues["joint_follow"])
