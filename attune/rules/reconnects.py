"""Events: coming back together after a quiet spell, a strength (science.md 3.4, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event
from attune.rules.cycles import answered
from attune.rules.floor import SIDES
from attune.rules.onsets import BLINK
from attune.rules.three import EVEN, bouts, marked, within
from attune.rules.voices import VOICE
from attune.timeline import Series, Span, merge


def talks(events: Sequence[Event]) -> list[Span]:
    """Stretches in which both answer by voice what the other said, sorted."""
    said = {who: [Span(b.span.start, a.span.end) for b, a in answered(events, who) if spoken(b, a)] for who in SIDES}
    whole = merge(said["adult"] + said["child"])
    return [span for span in whole if all(any(part & span for part in said[who]) for who in SIDES)]


def spoken(begun: Event, answer: Event) -> bool:
    """Whether both were heard."""
    return begun.how == answer.how == VOICE


@dataclass(frozen=True)
class Reconnects(Knobbed):
    """A "reconnect": after at least `lull` with joint attention and mutual gaze known and under `low`, nothing taken up
    by either and nothing said, one of them holds for `lasting`, or voices go to and fro for as long, within `soon`. Led
    by either."""

    name: ClassVar[str] = "reconnects"
    lull: float = knob(5.0, low=1, high=30, unit="s", why="a quiet spell, not a pause between two turns (4.3)")
    low: float = knob(0.2, low=0, high=0.5, unit="", why="under this nothing is shared (4.3)")
    lasting: float = knob(2.0, low=0.5, high=10, unit="s", why="together again, not passing by (4.3)")
    soon: float = knob(10.0, low=1, high=30, unit="s", why="how long after the spell it is still its end (4.3)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        shared = np.stack([cues["joint_attention"].values, cues["mutual_gaze"].values])
        sure = np.minimum(cues["joint_attention"].confidence, cues["mutual_gaze"].confidence)
        taken = marked(dyad.clock, (e.span for e in events if e.kind in ("reception", "turn")))
        nothing = (shared[0] < self.low) & (shared[1] < self.low) & ~taken
        quiet = bouts(dyad.clock, nothing, self.lull, 0.0, dyad.cuts)
        again = bouts(dyad.clock, (shared[0] >= EVEN) | (shared[1] >= EVEN), self.lasting, BLINK, dyad.cuts)
        again += [t for t in talks(events) if t.seconds >= self.lasting and t.start not in {a.start for a in again}]
        out = []
        for span in sorted(again):
            before = [q for q in quiet if 0 <= span.start - q.end <= self.soon and self.one_shot(q, span, dyad.cuts)]
            if before and not any(before[-1].end < a.start < span.start for a in again):
                known = sure[within(dyad.clock, before[-1])]
                out.append(Event(span, "reconnect", "both", "", float(known.mean())))
        return out

    def one_shot(self, one: Span, other: Span, cuts: Sequence[float]) -> bool:
        """No cut from the start of the spell to being together."""
        return not any(one.start < cut <= other.start for cut in cuts)
