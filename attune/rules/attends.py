"""Cues: each one attends to the other: to the face, to the hands, or to what both look at (science.md 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Who
from attune.rules.geometry import OBJECT, PARTNER, column, looks_near, pair, wrists
from attune.rules.three import all_of, any_of
from attune.timeline import Series


@dataclass(frozen=True)
class Attends(Knobbed):
    """OR(looks at the other's face, looks at the other's hands, joint attention).

    The part of the hands is "looks at an object" AND "sight falls on a hand": known to be 0 where the look is known
    to be for no object, even with the hands out of sight.
    """

    name: ClassVar[str]
    who: ClassVar[Who]
    cone: float = knob(25.0, low=5, high=60, unit="deg", why="head turns tell gaze to 20-30 degrees (science.md 3.2)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        person, partner = pair(dyad, self.who)
        looks = cues[f"{self.who}_looks"]
        on_hands = any_of(*(looks_near(dyad, person, partner, w, self.cone) for w in wrists(partner)))
        return any_of(column(looks, PARTNER), all_of(column(looks, OBJECT), on_hands), cues["joint_attention"])


@dataclass(frozen=True)
class AdultAttends(Attends):
    """The adult attends to the child."""

    name: ClassVar[str] = "adult_attends"
    who: ClassVar[Who] = "adult"


@dataclass(frozen=True)
class ChildAttends(Attends):
    """The child attends to the adult."""

    name: ClassVar[str] = "child_attends"
    who: ClassVar[Who] = "child"
