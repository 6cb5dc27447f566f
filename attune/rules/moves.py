"""Cues: whether each one's hands are busy, from how fast the wrists move against the head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Who
from attune.rules.geometry import SOFT, distance, pair, shoulder_width, under, wrists
from attune.rules.three import any_of, earlier, shots, ticks_in
from attune.timeline import Floats, Series, series


@dataclass(frozen=True)
class Moves(Knobbed):
    """One person's hands are moving: OR of both wrists, each 0.5 at speed `fast` (science.md 4.1).

    Speed is measured against the own head, so that a moving camera moves no hand. One hand that rests while the
    other is out of sight is "cannot tell".
    """

    name: ClassVar[str]
    who: ClassVar[Who]
    fast: float = knob(0.6, low=0.1, high=5, unit="shoulder widths/s", why="above the jitter of a resting wrist")
    over: float = knob(0.3, low=0.1, high=1, unit="s", why="long enough to even out one bad look, shorter than a reach")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series]) -> Series:
        person, _ = pair(dyad, self.who)
        ticks, shot = ticks_in(dyad.clock, self.over), shots(dyad.clock, dyad.cuts)

        def moving(wrist: Floats) -> Series:
            place = wrist - person.head
            step = distance(place, earlier(place, ticks, shot)) / shoulder_width(person)
            speed = step / (ticks * dyad.clock.step)
            return series(dyad.clock, 1 - under(speed, self.fast, self.fast * SOFT), person.sure)

        return any_of(*(moving(w) for w in wrists(person)))


@dataclass(frozen=True)
class AdultMoves(Moves):
    """The adult's hands are moving."""

    name: ClassVar[str] = "adult_moves"
    who: ClassVar[Who] = "adult"


@dataclass(frozen=True)
class ChildMoves(Moves):
    """The child's hands are moving."""

    name: ClassVar[str] = "child_moves"
    who: ClassVar[Who] = "child"
