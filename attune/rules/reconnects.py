"""Events: coming back together after a quiet spell, a strength (science.md 3.4, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event
from attune.rules.onsets import BLINK
from attune.rules.three import EVEN, bouts, marked, within
from attune.timeline import Series, Span


@dataclass(frozen=True)
class Reconnects(Knobbed):
    """A "reconnect": after at least `lull` with joint attention and mutual gaze known and under `low` and nothing
    taken up by either, one of them holds for `lasting`, within `soon`. Led by either."""

    name: ClassVar[str] = "reconnects"
    lull: float = knob(5.0, low=1, high=30, unit="s", why="a quiet spell, not a pause between two turns (4.3)")
    low: float = knob(0.2, low=0, high=0.5, unit="", why="under this nothing is shared (4.3)")
    lasting: float = knob(2.0, low=0.5, high=10, unit="s", why="together again, not passing by (4.3)")
    soon: float = knob(10.0, low=1, high=30, unit="s", why="how long after the spell it is still its end (4.3)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        shared = np.stack([cues["joint_attention"].values, cues["mutual_gaze"].values])
        sure = np.minimum(cues["joint_attention"].confidence, cues["mutual_gaze"].confidence)
        taken = marked(dyad.clock, (e.span for e in events if e.kind == "reception"))
        nothing = (shared[0] < self.low) & (shared[1] < self.low) & ~taken
        quiet = bouts(dyad.clock, nothing, self.lull, 0.0, dyad.cuts)
        again = bouts(dyad.clock, (shared[0] >= EVEN) | (shared[1] >= EVEN), self.lasting, BLINK, dyad.cuts)
        out = []
        for span in again:
            before = [q for q in quiet if 0 <= span.start - q.end <= self.soon and self.one_shot(q, span, dyad.cuts)]
            if before and not any(before[-1].end < a.start < span.start for a in again):
                known = sure[within(dyad.clock, before[-1])]
                out.append(Event(span, "reconnect", "both", "", float(known.mean())))
        return out

    def one_shot(self, one: Span, other: Span, cuts: Sequence[float]) -> bool:
        """No cut from the start of the spell to being together."""
        return not any(one.start < cut <= other.start for cut in cuts)
