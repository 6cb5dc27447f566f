"""Cues: one person's head comes nearer to the other (science.md 1 rec.body)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Who
from attune.rules.geometry import SOFT, distance, pair, shoulder_width, under
from attune.rules.three import earlier, shots, ticks_in
from attune.timeline import Series, series


@dataclass(frozen=True)
class Leans(Knobbed):
    """One person leans towards the other: 0.5 where the head has come nearer by `nearer`.

    What counts is the least of the way gone towards the other and of how much the gap has shrunk, so that neither a
    panning camera nor the other's own lean is taken for it.
    """

    name: ClassVar[str]
    who: ClassVar[Who]
    nearer: float = knob(0.2, low=0.05, high=2, unit="shoulder widths", why="10 % (rec.body) plus the jitter of a head")
    over: float = knob(1.0, low=0.3, high=3, unit="s", why="how long a lean takes")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        person, partner = pair(dyad, self.who)
        ticks, shot = ticks_in(dyad.clock, self.over), shots(dyad.clock, dyad.cuts)
        before, towards = earlier(person.head, ticks, shot), earlier(partner.head, ticks, shot)
        gap = distance(towards, before)
        with np.errstate(invalid="ignore", divide="ignore"):
            gone = ((person.head - before) * (towards - before)).sum(axis=1) / gap
        shrunk = gap - distance(partner.head, person.head)
        lean = np.minimum(gone, shrunk) / shoulder_width(person)
        return series(
            dyad.clock, 1 - under(lean, self.nearer, self.nearer * SOFT), np.minimum(person.sure, partner.sure)
        )


@dataclass(frozen=True)
class AdultLeans(Leans):
    """The adult leans towards the child."""

    name: ClassVar[str] = "adult_leans"
    who: ClassVar[Who] = "adult"


@dataclass(frozen=True)
class ChildLeans(Leans):
    """The child leans towards the adult."""

    name: ClassVar[str] = "child_leans"
    who: ClassVar[Who] = "child"
