"""What bouts are worth each second: credit that grows with their length and then levels off (science.md 3.4, 4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event
from attune.rules.three import within
from attune.timeline import Series, series


def credit(cue: Series, events: Sequence[Event], kind: str, full: float) -> Series:
    """min(length, full) / full inside each event of a kind, 0 elsewhere; NaN where the cue is and no event lies."""
    known, sure = cue.known, np.array(cue.confidence)
    values = np.where(known, 0.0, np.nan)
    for event in (e for e in events if e.kind == kind):
        ticks = within(cue.clock, event.span)
        values[ticks] = min(event.span.seconds, full) / full
        sure[ticks] = np.where(known[ticks], sure[ticks], event.sure)  # a blink that the bout bridges
    return series(cue.clock, values, sure)


@dataclass(frozen=True)
class MutualCredit(Knobbed):
    """Looking at each other, full from `full` on: no bonus for staring (science.md 3.2)."""

    name: ClassVar[str] = "mutual_credit"
    full: float = knob(3.0, low=0.5, high=10, unit="s", why="comfortable direct gaze lasts 3.3 s in adults (3.2)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        return credit(cues["mutual_gaze"], events, "mutual_gaze", self.full)


@dataclass(frozen=True)
class JointCredit(Knobbed):
    """Looking at the same thing, full from `full` on (science.md 4.4)."""

    name: ClassVar[str] = "joint_credit"
    full: float = knob(3.0, low=0.5, high=10, unit="s", why="a state of engagement lasts at least 3 s (3.1)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        return credit(cues["joint_attention"], events, "joint_attention", self.full)


@dataclass(frozen=True)
class HelpCredit(Knobbed):
    """1 within a "help" event, 0 elsewhere; NaN where hands cannot be told (science.md 4.4, gui.*)."""

    name: ClassVar[str] = "helping"

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        return credit(cues["hands_meet"], events, "help", dyad.clock.step)
