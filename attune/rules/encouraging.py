"""What waiting, room and looking up are worth each second (science.md 4.4 P2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event
from attune.rules.three import all_of, any_of, within
from attune.timeline import Series, series


@dataclass(frozen=True)
class Encouraging(Knobbed):
    """The largest of: a wait that paid off, an open wait, room for the child's hands, looking up while both are
    busy; each times how far the adult attends. NaN where these cannot be told."""

    name: ClassVar[str] = "encouraging"
    paid: float = knob(1.0, low=0, high=1, unit="", why="the child took the time given (4.4)")
    open: float = knob(0.6, low=0, high=1, unit="", why="time given, not taken yet (4.4)")
    space: float = knob(0.6, low=0, high=1, unit="", why="room for the child's hands (4.4)")
    glances: float = knob(0.5, low=0, high=1, unit="", why="looking out for initiatives (4.4)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        attends = cues["adult_attends"]
        room = self.weighed(all_of(cues["space"], attends), self.space)
        looks = self.weighed(all_of(cues["glances"], attends), self.glances)
        return any_of(self.waits(cues, events), room, looks)

    def weighed(self, cue: Series, weight: float) -> Series:
        """A cue times a number."""
        return series(cue.clock, weight * cue.values, cue.confidence)

    def waits(self, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        """Each wait times the mean attending over it; 0 where it is known that nobody waits."""
        hands, attends = cues["adult_moves"], cues["adult_attends"]
        values = np.where(hands.known & attends.known, 0.0, np.nan)
        sure = np.minimum(hands.confidence, attends.confidence)
        for wait in (e for e in events if e.kind == "wait"):
            ticks = within(hands.clock, wait.span)
            values[ticks] = (self.paid if wait.how else self.open) * np.nanmean(attends.values[ticks])
            sure[ticks] = np.maximum(sure[ticks], wait.sure / 2)
        return series(hands.clock, values, sure)
