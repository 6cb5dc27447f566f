"""Events of both together: looking at each other, at one thing, and smiling together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from attune.dyad import Dyad
from attune.knobs import Knobbed, knob
from attune.moment import Event
from attune.rules.geometry import PARTNER, column
from attune.rules.onsets import events_of
from attune.rules.three import bouts, holds, within
from attune.timeline import Series


@dataclass(frozen=True)
class MutualGazeBouts(Knobbed):
    """Bouts "mutual_gaze": both look at each other's face, above 0.5 for at least `shortest` (science.md 4.3)."""

    name: ClassVar[str] = "mutual_gaze"
    shortest: float = knob(0.5, low=0.1, high=5, unit="s", why="shorter ones are not told from crossing looks (3.2)")
    bridge: float = knob(0.3, low=0, high=2, unit="s", why="looks away shorter than this do not end it (3.1)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        cue = cues["mutual_gaze"]
        return events_of(
            cue, bouts(cue.clock, holds(cue), self.shortest, self.bridge, dyad.cuts), "mutual_gaze", "both"
        )


@dataclass(frozen=True)
class JointBouts(Knobbed):
    """Bouts "joint_attention": both look at one thing (science.md 3.1, 4.3).

    From `episode` on it is a state, and `how` is "coordinated" where the child also looked at the adult in it, or
    within `around` of it.
    """

    name: ClassVar[str] = "joint_attention"
    shortest: float = knob(0.5, low=0.1, high=5, unit="s", why="brief bouts predict vocabulary too: keep them (3.1)")
    bridge: float = knob(0.3, low=0, high=2, unit="s", why="looks away shorter than this do not end it (3.1)")
    episode: float = knob(3.0, low=0.5, high=10, unit="s", why="a state of engagement lasts at least 3 s (3.1)")
    around: float = knob(1.0, low=0, high=5, unit="s", why="the child's look up belongs to the episode (4.3)")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        cue, looks = cues["joint_attention"], holds(column(cues["child_looks"], PARTNER))
        spans = bouts(cue.clock, holds(cue), self.shortest, self.bridge, dyad.cuts)
        out = []
        for event in events_of(cue, spans, "joint_attention", "both"):
            near = within(cue.clock, event.span.grown(self.around, self.around))
            checked = event.span.seconds >= self.episode and bool(looks[near].any())
            out.append(replace(event, how="coordinated") if checked else event)
        return out


@dataclass(frozen=True)
class SmilesTogether(Knobbed):
    """Bouts "both_smile": both smile within a moment of each other (science.md 1 dev.fun)."""

    name: ClassVar[str] = "both_smile"
    shortest: float = knob(0.5, low=0.1, high=5, unit="s", why="one look with a smile may be a grimace or an error")

    def __call__(self, dyad: Dyad, cues: Mapping[str, Series], events: Sequence[Event]) -> list[Event]:
        cue = cues["both_smile"]
        return events_of(cue, bouts(cue.clock, holds(cue), self.shortest, 0.0, dyad.cuts), "both_smile", "both")
