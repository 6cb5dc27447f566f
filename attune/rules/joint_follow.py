"""Cue: joint attention by following: one turns to look at something and the other turns there too (science.md 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad, Track
from attune.knobs import Knobbed, knob
from attune.rules.geometry import angle, sight
from attune.rules.sharing import ANYWHERE, Onlooker, sights
from attune.rules.three import bouts, earlier, shots, ticks_in, within
from attune.timeline import Bools, Floats, Series, Span

FARTHER = (2.0, 3.0, 4.5, 6.5, 10.0)
"""Adult head heights along a sight at which the other may meet it: from an arm's length to across a room."""


@dataclass(frozen=True)
class JointFollow(Knobbed):
    """The chance that both look at one place anywhere, for one that is aside: both sights meet there.

    That is seldom so, unless one has turned and within `window` the other has turned too; until either turns again.
    """

    name: ClassVar[str] = "joint_follow"
    share: float = knob(0.01, low=0.001, high=0.5, unit="", why="of the time, before any look: most is shared between")
    followed: float = knob(0.2, low=0.01, high=0.9, unit="", why="likewise, after a turn that followed another's")
    turn: float = knob(20.0, low=5, high=90, unit="deg", why="a turn of the head well above its error of 4 degrees")
    over: float = knob(0.6, low=0.1, high=2, unit="s", why="how long a turn of the head takes")
    window: float = knob(5.0, low=1, high=10, unit="s", why="how long after it a turn may be followed (3.2)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        of, head = sights(dyad), dyad.adult.person.head_height
        meet = (_along(of.adult, of.child, head) + _along(of.child, of.adult, head)) / 2
        share = np.where(self.followed_by(dyad), self.followed, self.share)
        each = np.where(np.isnan(of.apart), np.nan, ANYWHERE)
        return of.shared(share, ANYWHERE * meet, each)

    def followed_by(self, dyad: Dyad) -> Bools:
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


def _along(one: Onlooker, other: Onlooker, head: float) -> Floats:
    """(n,) mean density of the other's sight if it is for a place along the one's."""
    fits: Floats = np.mean([other.fit(one.place + far * head * one.way) for far in FARTHER], axis=0)
    return fits
