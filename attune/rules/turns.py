"""Cue: visible turn-taking, from answers that go to and fro (science.md 4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, Who
from attune.rules.cycles import answered
from attune.rules.three import INSTANT, any_of, holds, lately, shots
from attune.timeline import Bools, Floats, Series, series


@dataclass(frozen=True)
class TurnTaking(Knobbed):
    """turns(t) = (1 - exp(-n / many)) x sqrt(balance), with n = sum of K over counted exchanges within `around` of t
    in the same shot, and balance = 1 - |nA - nC| / (nA + nC) of the adult's and the child's answers.

    An exchange is an initiative that the other takes up; it counts where one of both attends to the other, or joint
    attention holds, within `attending` of the answer. NaN where both people's looks are known in less than `seen` of
    the time around.
    """

    name: ClassVar[str] = "turn_taking"
    many: float = knob(4.0, low=0.5, high=20, unit="", why="more than a few exchanges add little: it saturates (3.4)")
    around: float = knob(10.0, low=2, high=60, unit="s", why="the to and fro of 20 s (1 dev.equal, 4.4)")
    attending: float = knob(2.0, low=0, high=10, unit="s", why="guards against accidental contiguity (4.3)")
    seen: float = knob(0.3, low=0, high=1, unit="", why="a share as for one second (4.2)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        adult, child = (self.answers(dyad, cues, events, who) for who in self.sides())
        total = adult + child
        with np.errstate(invalid="ignore", divide="ignore"):
            balance = np.where(total > 0, 1 - np.abs(adult - child) / total, 0.0)
        known = np.minimum(*(cues[f"{who}_looks"].confidence for who in self.sides()))
        both = cues["adult_looks"].known & cues["child_looks"].known
        share = self.windowed(dyad, dyad.clock.times, both.astype(float)) / self.ticks(dyad)
        sure = self.windowed(dyad, dyad.clock.times, known) / self.ticks(dyad)
        value = (1 - np.exp(-total / self.many)) * np.sqrt(balance)
        return series(dyad.clock, np.where(share >= self.seen, value, np.nan), sure)

    def sides(self) -> tuple[Who, Who]:
        """Both people."""
        return "adult", "child"

    def answers(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event], who: Who) -> Floats:
        """(n,) sum of K over this person's counted answers around each tick."""
        near = self.near(dyad, cues)
        pairs = [a for _, a in answered(events, who)]
        counted = sorted((a.span.start, a.sure) for a in pairs if near[dyad.clock.index(a.span.start)])
        times, sure = np.array([t for t, _ in counted]), np.array([s for _, s in counted])
        return self.windowed(dyad, times, sure)

    def near(self, dyad: Dyad, cues: Mapping[str, Series]) -> Bools:
        """(n,) where somebody attends, or both to one thing, within `attending`."""
        attends = any_of(cues["adult_attends"], cues["child_attends"], cues["joint_attention"])
        return holds(lately(attends, self.attending, self.attending, dyad.cuts))

    def ticks(self, dyad: Dyad) -> Floats:
        """(n,) how many looks there are around each tick."""
        return self.windowed(dyad, dyad.clock.times, np.ones(dyad.clock.count))

    def windowed(self, dyad: Dyad, times: Floats, weights: Floats) -> Floats:
        """(n,) sum of the weights whose sorted times (m,) lie around each tick, in its shot."""
        now, edges = dyad.clock.times, np.array([-np.inf, *dyad.cuts, np.inf])
        shot = shots(dyad.clock, dyad.cuts)
        low = np.maximum(now - self.around - INSTANT, edges[shot])
        high = np.minimum(now + self.around + INSTANT, edges[shot + 1])
        sums = np.concatenate([[0.0], np.cumsum(weights)])
        inside: Floats = sums[np.searchsorted(times, high)] - sums[np.searchsorted(times, low)]
        return inside
