"""How often one answers the other by voice beyond chance: a talkative person is not a responsive one (science.md 3.3).

For researchers, and for the charts of a case: no number of it is shown beside a moment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.rules.onsets import BLINK
from attune.rules.three import hold, ticks_in
from attune.timeline import Bools, Floats, Series, Span

TAIL = 0.025
"""Share of the shifts that lie outside the interval on each side: an interval of 95 %."""

FEWEST = 3
"""Times the least shift that a film has to last, so that there is room for shifts."""


@dataclass(frozen=True)
class Answering:
    """How one person answers the other's turns.

    asked          turns of the other after which it is known whether an answer began
    rate           share of them that one began after, 0..1
    chance         the same with one's voice shifted in time: its mean over the shifts
    index          rate - chance, -1..1
    low, high      interval of the index
    All but `asked` are NaN where nothing was asked, or the film is too short to be shifted.
    """

    asked: int
    rate: float = np.nan
    chance: float = np.nan
    index: float = np.nan
    low: float = np.nan
    high: float = np.nan


@dataclass(frozen=True)
class Contingency(Knobbed):
    """index = P(a turn begins within `window` of the end of the other's) - the mean of that over `shifts` of the
    answering voice round the film, in even steps from `least` on. Only beginnings count: who goes on speaking
    answers nothing.

    The interval is the index +- how far the shifts scatter about their mean (central 95 %). It is exact for people who
    speak independently of each other whatever their rhythm, which a bootstrap over blocks is not in a short film.
    A window in which it is not known whether the one spoke, or which holds a cut, counts nowhere, and moves with the
    voice.
    """

    window: float = knob(3.0, low=0.5, high=10, unit="s", why="answered or not is told at 3 s (1 rec.notice)")
    shifts: int = knob(199, low=99, high=9999, unit="", why="at least 99; a chance of 1 in 200 can be told (3.3)")
    least: float = knob(20.0, low=5, high=120, unit="s", why="nearer, what belongs together would still meet (3.3)")

    def __call__(self, dyad: Dyad, turns: list[Span], answers: list[Span], speaks: Series) -> Answering:
        """How the person whose turns are `answers`, and whose voice is `speaks`, answers the other's `turns`."""
        clock, wide = dyad.clock, ticks_in(dyad.clock, self.window)
        ends = np.array([round(t.end * clock.rate) - clock.first for t in turns], int)
        begins = np.zeros(clock.count, bool)
        begins[[clock.index(a.start) for a in answers]] = True
        told = hold(speaks, BLINK, dyad.cuts).known
        told[[clock.index(cut) for cut in dyad.cuts]] = False
        begun, known = ahead(begins, wide) > 0, ahead(told, wide) == wide
        ends = ends[ends + wide <= clock.count]
        asked = int(known[ends].sum())
        least = ticks_in(clock, self.least)
        if not asked or clock.count < FEWEST * least:
            return Answering(asked)
        rate = float(begun[ends][known[ends]].mean())
        by_chance = self.shifted(begun, known, ends, least)
        chance = float(by_chance.mean())
        below, above = np.quantile(by_chance, [TAIL, 1 - TAIL]) - chance
        return Answering(asked, rate, chance, rate - chance, rate - chance - float(above), rate - chance - float(below))

    def shifted(self, begun: Bools, known: Bools, ends: NDArray[np.intp], least: int) -> Floats:
        """(shifts,) the rate with the answering voice moved round the film, where anything is known there."""
        moves = np.linspace(least, len(begun) - least, self.shifts).round().astype(int)
        there = (ends[None, :] - moves[:, None]) % len(begun)
        asked, met = known[there].sum(axis=1), (begun & known)[there].sum(axis=1)
        rates: Floats = met[asked > 0] / asked[asked > 0]
        return rates


def ahead(mask: Bools, wide: int) -> NDArray[np.intp]:
    """(n,) how many of the `wide` ticks from each one on are true; behind the end the film begins again."""
    sums = np.concatenate([[0], np.cumsum(np.concatenate([mask, mask[:wide]]))])
    counted: NDArray[np.intp] = sums[wide:][: len(mask)] - sums[: len(mask)]
    return counted
