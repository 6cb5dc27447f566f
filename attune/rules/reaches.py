"""Cues: a hand held out towards the other person: a reach, a point or something shown (science.md 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Who
from attune.rules.geometry import distance, pair, shoulder_width, under, wrists
from attune.rules.three import any_of
from attune.timeline import Floats, Series, series

SLOPE = 0.1
"""Shoulder widths: how softly a hand passes from near the body to held out; about the error of a wrist."""


@dataclass(frozen=True)
class Reaches(Knobbed):
    """One person's hand is held out towards the other: OR of both wrists, each 0.5 where the wrist lies `out` of the
    way from the own head towards the other's. NaN where the heads overlap, because no way can be told there."""

    name: ClassVar[str]
    who: ClassVar[Who]
    out: float = knob(1.1, low=0.3, high=3, unit="shoulder widths", why="an arm held out; a bent one stays under 1")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        person, partner = pair(dyad, self.who)
        apart = distance(partner.head, person.head)
        with np.errstate(invalid="ignore", divide="ignore"):
            way = (partner.head - person.head) / np.where(apart > person.size, apart, np.nan)[:, None]

        def held_out(wrist: Floats) -> Series:
            along = ((wrist - person.head) * way).sum(axis=1) / shoulder_width(person)
            return series(dyad.clock, 1 - under(along, self.out, SLOPE), np.minimum(person.sure, partner.sure))

        return any_of(*(held_out(w) for w in wrists(person)))


@dataclass(frozen=True)
class AdultReaches(Reaches):
    """The adult holds a hand out towards the child."""

    name: ClassVar[str] = "adult_reaches"
    who: ClassVar[Who] = "adult"


@dataclass(frozen=True)
class ChildReaches(Reaches):
    """The child holds a hand out towards the adult."""

    name: ClassVar[str] = "child_reaches"
    who: ClassVar[Who] = "child"
