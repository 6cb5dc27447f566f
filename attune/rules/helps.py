"""Events: the adult's hand comes in, leaves, and the child goes on (science.md 1 gui.amount)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event
from attune.rules.onsets import events_of, onsets
from attune.rules.three import EVEN, within
from attune.timeline import Series, Span


@dataclass(frozen=True)
class Helps(Knobbed):
    """A "help" of the adult: both one's hands at one place for at most `longest`, then the child's hands busy on
    their own for `goes_on`. Its span holds both parts."""

    name: ClassVar[str] = "helps"
    longest: float = knob(3.0, low=0.5, high=10, unit="s", why="longer is doing it for the child (gui.amount)")
    shortest: float = knob(0.3, low=0.1, high=2, unit="s", why="hands that pass each other help nobody")
    goes_on: float = knob(3.0, low=0.5, high=10, unit="s", why="the child carries on alone so long (gui.amount)")
    busy: float = knob(0.5, low=0.1, high=1, unit="", why="of that time the child's hands move")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        meets, moves = cues["hands_meet"], cues["child_moves"]
        spans = []
        for hand in onsets(meets, self.shortest, dyad.cuts):
            after = Span(hand.end, hand.end + self.goes_on)
            ticks = within(dyad.clock, after)
            alone = bool((meets.values[ticks] < EVEN).all()) and after.end <= dyad.clock.span.end
            cut = any(hand.start < c < after.end for c in dyad.cuts)
            busy = moves.values[ticks]
            known = busy[~np.isnan(busy)]
            if hand.seconds <= self.longest and alone and not cut and known.size and np.mean(known) >= self.busy:
                spans.append(hand | after)
        return events_of(meets, spans, "help", "adult", "hand")
