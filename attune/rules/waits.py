"""Events: the adult waits, silent, hands still, attending, and what the child then begins (science.md 1 enc.wait)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, in_time
from attune.rules.onsets import BLINK, sureness
from attune.rules.three import EVEN, INSTANT, bouts, holds, within
from attune.timeline import Series, Span


@dataclass(frozen=True)
class Waits(Knobbed):
    """A "wait" of the adult: hands known to be still, not heard to speak, attending for `share` of it, the child active
    in it.

    An initiative of the child ends it: then the wait paid off and `how` is what the child began ("look", "reach",
    "voice", "move"); "" while it is open. One that is longer than `longest` counts for its last seconds if it paid off,
    else for its first.
    """

    name: ClassVar[str] = "waits"
    shortest: float = knob(2.0, low=0.5, high=10, unit="s", why="shorter is a pause; 3 s with infants (4.8)")
    longest: float = knob(10.0, low=2, high=60, unit="s", why="parents are coached to wait up to 10 s (1 enc.wait)")
    share: float = knob(0.7, low=0.1, high=1, unit="", why="of the wait the adult attends to the child (1 enc.wait)")
    active: float = knob(0.2, low=0, high=1, unit="", why="of the wait the child is busy: nobody waits for a sleeper")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        hands = cues["adult_moves"]
        begun = in_time(e for e in events if e.kind == "initiative" and e.who == "child")
        starts, out = [e.span.start for e in begun], []
        quiet = ~holds(cues["adult_speaks"])  # where nothing is heard, hands alone have to tell
        for still in bouts(dyad.clock, (hands.values < EVEN) & quiet, self.shortest, BLINK, dyad.cuts):
            start = still.start
            inside = begun[bisect_right(starts, start) : bisect_right(starts, still.end + BLINK)]
            for event in [*inside, None]:
                span = Span(start, event.span.start if event else still.end)
                if self.is_wait(span, cues):
                    how = event.how if event else ""
                    out.append(Event(self.capped(span, bool(event)), "wait", "adult", how, sureness(hands, span)))
                start = span.end
        return out

    def is_wait(self, span: Span, cues: Mapping[str, Series]) -> bool:
        """Long enough, with the adult attending and the child active."""
        ticks = within(cues["adult_moves"].clock, span)
        attends, moves = cues["adult_attends"].values[ticks], cues["child_moves"].values[ticks]
        if span.seconds < self.shortest - INSTANT or np.isnan(attends).all() or np.isnan(moves).all():
            return False
        return bool(np.nanmean(attends) >= self.share and np.nanmean(moves) >= self.active)

    def capped(self, span: Span, paid: bool) -> Span:
        """At most `longest` seconds of it."""
        if paid:
            return Span(max(span.start, span.end - self.longest), span.end)
        return Span(span.start, min(span.end, span.start + self.longest))
