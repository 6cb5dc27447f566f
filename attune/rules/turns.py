"""Cue: turn-taking, from answers that go to and fro by sight and by voice (science.md 4.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, Who
from attune.rules.cycles import answered
from attune.rules.floor import SIDES
from attune.rules.three import EVEN, INSTANT, any_of, lately, shots, within
from attune.rules.voices import VOICE
from attune.timeline import Bools, Floats, Series, Span, series

Answers = tuple[Floats, Floats]
"""(m,) seconds at which somebody answered, sorted, and (m,) what each answer is worth."""


@dataclass(frozen=True)
class TurnTaking(Knobbed):
    """turns(t) = (1 - exp(-n / many)) x (1 - even + even x sqrt(balance)): how much goes to and fro in this second.

    n = sum of K over counted exchanges of the same shot, each worth less with its distance from t: all of it up to
    `full`, nothing from `fades` on. balance = 1 - |nA - nC| / (nA + nC) of the adult's and the child's answers within
    `around` of t.

    An exchange is an initiative that the other takes up in any channel. It counts where one of both attends to the
    other, or joint attention holds, within `attending` of the answer; where that cannot be told, only if both were
    heard. Known where both people's looks are, in `seen` of the time around, or both voices, which alone are believed
    `by_ear`; else NaN.
    """

    name: ClassVar[str] = "turn_taking"
    many: float = knob(2.0, low=0.5, high=20, unit="", why="more than a few exchanges add little: it saturates (3.4)")
    full: float = knob(2.0, low=0, high=10, unit="s", why="an exchange is of the seconds beside it, as K has it (3.3)")
    fades: float = knob(5.0, low=0.5, high=30, unit="s", why="conversation has ended after 5 s (3.3)")
    even: float = knob(0.5, low=0, high=1, unit="", why="one answer is half of taking turns: the other has to come too")
    around: float = knob(10.0, low=2, high=60, unit="s", why="the to and fro of 20 s (1 dev.equal, 4.4)")
    attending: float = knob(2.0, low=0, high=10, unit="s", why="guards against accidental contiguity (4.3)")
    seen: float = knob(0.3, low=0, high=1, unit="", why="a share as for one second (4.2)")
    by_ear: float = knob(0.5, low=0, high=1, unit="", why="voices of two people may be meant for others (4.3)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        near = self.near(dyad, cues)
        adult, child = (self.answers(near, events, who) for who in SIDES)
        told = 1 - np.exp(-(self.now(dyad, adult) + self.now(dyad, child)) / self.many)
        value = told * (1 - self.even + self.even * np.sqrt(self.balance(dyad, adult, child)))
        known, sure = self.known(dyad, cues)
        return series(dyad.clock, np.where(known, value, np.nan), sure)

    def near(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        """Whether somebody attends, or both to one thing, within `attending`."""
        attends = any_of(cues["adult_attends"], cues["child_attends"], cues["joint_attention"])
        return lately(attends, self.attending, self.attending, dyad.cuts)

    def answers(self, near: Series, events: Sequence[Event], who: Who) -> Answers:
        """This person's counted answers."""

        def counted() -> Iterator[tuple[float, float]]:
            for begun, answer in answered(events, who):
                attended = near.values[near.clock.index(answer.span.start)]
                if attended >= EVEN or (np.isnan(attended) and begun.how == answer.how == VOICE):
                    yield answer.span.start, answer.sure

        found = np.array(sorted(counted())).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def now(self, dyad: Dyad, answers: Answers) -> Floats:
        """(n,) sum of what answers are worth, each fading with its distance from the tick."""
        out, shot, times = np.zeros(dyad.clock.count), shots(dyad.clock, dyad.cuts), dyad.clock.times
        for second, worth in zip(*answers, strict=True):
            ticks = within(dyad.clock, Span(second - self.fades, second + self.fades))
            here = shot[ticks] == shot[dyad.clock.index(second)]
            away = np.abs(times[ticks] - second)
            out[ticks] += here * worth * np.interp(away, [self.full, max(self.full, self.fades)], [1.0, 0.0])
        return out

    def balance(self, dyad: Dyad, adult: Answers, child: Answers) -> Floats:
        """(n,) 1 where both answer alike around the tick, 0 where one alone does, or nobody."""
        one, other = self.windowed(dyad, *adult), self.windowed(dyad, *child)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(one + other > 0, 1 - np.abs(one - other) / (one + other), 0.0)

    def known(self, dyad: Dyad, cues: Mapping[str, Series]) -> tuple[Bools, Floats]:
        """(n,) where turns can be told by sight or by ear, and (n,) how surely."""

        def around(kind: str) -> tuple[Bools, Floats]:
            one, other = (cues[f"{who}_{kind}"] for who in SIDES)
            both = self.windowed(dyad, dyad.clock.times, (one.known & other.known).astype(float)) / ticks
            sure = self.windowed(dyad, dyad.clock.times, np.minimum(one.confidence, other.confidence)) / ticks
            return both >= self.seen, sure

        ticks = self.windowed(dyad, dyad.clock.times, np.ones(dyad.clock.count))
        (seen, sight), (heard, ear) = around("looks"), around("speaks")
        return seen | heard, np.maximum(seen * sight, heard * ear * self.by_ear)

    def windowed(self, dyad: Dyad, times: Floats, weights: Floats) -> Floats:
        """(n,) sum of the weights whose sorted times (m,) lie around each tick, in its shot."""
        now, edges = dyad.clock.times, np.array([-np.inf, *dyad.cuts, np.inf])
        shot = shots(dyad.clock, dyad.cuts)
        low = np.maximum(now - self.around - INSTANT, edges[shot])
        high = np.minimum(now + self.around + INSTANT, edges[shot + 1])
        sums = np.concatenate([[0.0], np.cumsum(weights)])
        inside: Floats = sums[np.searchsorted(times, high)] - sums[np.searchsorted(times, low)]
        return inside
