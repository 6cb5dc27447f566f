"""Cues: whose voice is heard. What was heard is taken as it comes; silence is 0, and no sound is NaN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed
from attune.timeline import Floats, Series, series

VOICE = "voice"
"""The `how` of what was begun or answered by voice."""


@dataclass(frozen=True)
class Voice(Knobbed):
    """Share of the time in which somebody's voice is heard. NaN where it cannot be told whose voice it is."""

    name: ClassVar[str]

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        return series(dyad.clock, self.heard(dyad))

    def heard(self, dyad: Dyad) -> Floats:
        """(n,) 0..1 share of each tick."""
        raise NotImplementedError


@dataclass(frozen=True)
class AdultSpeaks(Voice):
    """The adult's voice."""

    name: ClassVar[str] = "adult_speaks"

    def heard(self, dyad: Dyad) -> Floats:
        return dyad.adult.speaks


@dataclass(frozen=True)
class ChildSpeaks(Voice):
    """The child's voice: words, babble, crying, laughing, singing."""

    name: ClassVar[str] = "child_speaks"

    def heard(self, dyad: Dyad) -> Floats:
        return dyad.child.speaks


@dataclass(frozen=True)
class OtherSpeaks(Voice):
    """The voice of neither: a guider behind the camera, a sibling, a television."""

    name: ClassVar[str] = "other_speaks"

    def heard(self, dyad: Dyad) -> Floats:
        return dyad.other_voice
