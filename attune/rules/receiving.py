"""What the adult's receptions are worth each second; "nothing to receive" is NaN, not 0 (science.md 4.4 P3)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event, in_time
from attune.rules.three import EVEN, INSTANT, shot_spans, within
from attune.timeline import Series, Span, series


@dataclass(frozen=True)
class Receiving(Knobbed):
    """The value of a reception, spread from just before the child's initiative to just after the answer.

    Value = sure of the first reception (confidence x K) x `one`, `two` or 1 for one, two or more channels. NaN where
    the child began nothing. Where no answer was seen: 0 for `window` after the initiative if the adult is known to
    attend elsewhere for all of it, else NaN, because an answer may have been unseen, or spoken.
    """

    name: ClassVar[str] = "receiving"
    one: float = knob(0.7, low=0, high=1, unit="", why="one channel (4.3)")
    two: float = knob(0.85, low=0, high=1, unit="", why="two channels (4.3)")
    before: float = knob(0.5, low=0, high=3, unit="s", why="the beginning of the initiative belongs to it (4.4)")
    after: float = knob(1.5, low=0, high=5, unit="s", why="what the answer did belongs to it (4.4)")
    window: float = knob(5.0, low=1, high=10, unit="s", why="how long an initiative is there to be received (4.4)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> Series:
        clock, elsewhere = dyad.clock, cues["adult_attends"].values < EVEN
        values, sure = np.full(clock.count, np.nan), np.zeros(clock.count)
        for begun, answers in self.met(events, dyad):
            if answers:
                span = Span(begun.span.start - self.before, answers[0].span.start + self.after)
            else:
                span = Span(begun.span.start, begun.span.start + self.window)
            value = self.value(answers)
            ticks = within(clock, span & self.shot(dyad, begun))
            if answers or elsewhere[ticks].all():
                sure[ticks] = np.where(values[ticks] >= value, sure[ticks], begun.sure)
                values[ticks] = np.fmax(values[ticks], value)
        return series(clock, values, sure)

    def met(self, events: Sequence[Event], dyad: Dyad) -> Iterator[tuple[Event, list[Event]]]:
        """Each initiative of the child with the adult's receptions of it, the first one first."""
        receptions = in_time(e for e in events if e.kind == "reception" and e.who == "adult")
        starts = [r.span.start for r in receptions]
        for begun in (e for e in events if e.kind == "initiative" and e.who == "child"):
            soon = Span(begun.span.start - INSTANT, begun.span.start + self.window) & self.shot(dyad, begun)
            at = bisect_left(starts, soon.start)
            if at == len(starts) or starts[at] not in soon:
                yield begun, []
            else:
                yield begun, receptions[at : bisect_right(starts, starts[at] + self.after)]

    def value(self, answers: Sequence[Event]) -> float:
        """Value of one reception, 0..1; 0 for none."""
        if not answers:
            return 0.0
        channels = len({a.how for a in answers})
        return answers[0].sure * {1: self.one, 2: self.two}.get(channels, 1.0)

    def shot(self, dyad: Dyad, begun: Event) -> Span:
        """From cut to cut around the beginning of an event."""
        return next(s for s in shot_spans(dyad.cuts) if begun.span.start in s)
