"""Cue: joint attention by following: one turns to look at something and the other turns there too (science.md 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad, Track
from attune.knobs import Knobbed, knob
from attune.rules.geometry import PARTNER, SHOULDERS, SOFT, angle, meeting, sight, sight_sure, under
from attune.rules.three import all_of, bouts, earlier, shots, ticks_in, within
from attune.timeline import Bools, Floats, Series, Span, series

CAMERA = 2
"""Column of a looks cue: the probability that the camera is looked at."""


@dataclass(frozen=True)
class JointFollow(Knobbed):
    """One turned, within `window` the other turned too, and since then their sights meet:
    AND(followed, sights meet, neither looks at the partner or the camera).

    Having followed lets the sights meet more loosely than JointRays does. It ends when either turns again.
    """

    name: ClassVar[str] = "joint_follow"
    turn: float = knob(20.0, low=5, high=90, unit="deg", why="a turn of the head well above its error of 4 degrees")
    over: float = knob(0.6, low=0.1, high=2, unit="s", why="how long a turn of the head takes")
    window: float = knob(5.0, low=1, high=10, unit="s", why="how long after it a turn may be followed (3.2)")
    near: float = knob(1.0, low=0.1, high=3, unit="adult shoulder widths", why="twice that of rays: a turn is evidence")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        miss, _ = meeting(dyad)
        width = SHOULDERS * dyad.adult.person.head_height
        sure = np.minimum(sight_sure(dyad.adult), sight_sure(dyad.child))
        meet = series(dyad.clock, under(miss / width, self.near, self.near * SOFT), sure)
        followed = series(dyad.clock, np.where(np.isnan(miss), np.nan, self.followed(dyad)), sure)
        away = (self.away(cues[name]) for name in ("adult_looks", "child_looks"))
        return all_of(followed, meet, *away)

    def away(self, looks: Series) -> Series:
        """Neither at the partner nor at the camera."""
        return series(looks.clock, 1 - looks.values[:, PARTNER] - looks.values[:, CAMERA], looks.confidence)

    def followed(self, dyad: Dyad) -> Bools:
        """(n,) from a turn that follows the other's turn to the next turn of either, within the shot."""
        turns = sorted([(s, 0) for s in self.turns(dyad, dyad.adult)] + [(s, 1) for s in self.turns(dyad, dyad.child)])
        shot = shots(dyad.clock, dyad.cuts)
        out = np.zeros(dyad.clock.count, bool)
        for (first, a), (second, b), after in zip(turns, turns[1:], [*turns[2:], None], strict=False):
            if a != b and 0 < second.start - first.start <= self.window:
                ticks = within(dyad.clock, Span(second.end, after[0].start if after else dyad.clock.span.end))
                out[ticks] |= shot[ticks] == shot[dyad.clock.index(first.start)]
        return out

    def turns(self, dyad: Dyad, person: Track) -> list[Span]:
        """When a person's sight turns by at least `turn`."""
        ticks, looking = ticks_in(dyad.clock, self.over), sight(person)
        turned: Floats = angle(looking, earlier(looking, ticks, shots(dyad.clock, dyad.cuts)))
        return bouts(dyad.clock, turned >= self.turn, bridge=self.over, cuts=dyad.cuts)
