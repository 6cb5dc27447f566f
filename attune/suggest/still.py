"""The second of a moment that a still shows: where the two met, and of the looks around it the sharpest of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from attune.dyad import Dyad, Track
from attune.knobs import Knobbed, knob
from attune.moment import Scores
from attune.suggest.film import overlap
from attune.timeline import Floats, Span


@dataclass(frozen=True)
class Still(Knobbed):
    """Which look near the meeting makes the picture that stands for a moment."""

    around: float = knob(1.0, low=0, high=5, unit="s", why="heads turn and blur; a sharp look lies within a second")
    hidden: float = knob(0.5, low=0, high=1, unit="", why="of a face more covered than this too little is seen")


def still_of(core: Span, dyad: Dyad, scores: Scores, knobs: Still) -> float:
    """The second of the core that shows the meeting best.

    Of the looks near it in which both faces were found and uncovered, the one whose less sharp face is the sharpest,
    each against that person's own median in this film. The meeting itself where there is no such look.
    """
    met = meeting(core, scores)
    times = dyad.clock.times
    near = dyad.clock.mask([Span(met - knobs.around, met + knobs.around) & core])
    sharp = np.minimum(_sharp(dyad.adult, knobs), _sharp(dyad.child, knobs))
    sharp = np.where(near & ~np.isnan(sharp), sharp, -np.inf)
    best = np.flatnonzero(sharp == np.max(sharp, initial=-np.inf))
    if not len(best) or np.isneginf(sharp[best[0]]):
        return met
    return float(min(times[best], key=lambda second: abs(second - met)))


def meeting(core: Span, scores: Scores) -> float:
    """The second of the core in which looking at each other, or at one thing, is clearest."""
    clock = scores.clock
    cues = [scores.cues[name].values for name in ("mutual_gaze", "joint_attention") if name in scores.cues]
    if not cues:
        return core.middle
    met = np.max(np.nan_to_num(np.array(cues), nan=-1.0), axis=0)
    met = np.where(overlap(clock, core) > 0, met, -np.inf)
    best = (clock.first + int(np.argmax(met)) + 0.5) / clock.rate
    return min(max(best, core.start), core.end) if np.max(met) >= 0 else core.middle


def _sharp(track: Track, knobs: Still) -> Floats:
    """(n,) how sharp the face is against its own median, NaN where it was not found, or is covered."""
    detail = np.where(track.found & ~(track.covered > knobs.hidden), track.detail, np.nan)
    known = detail[~np.isnan(detail)]
    sharp: Floats = detail / max(float(np.median(known)), 1e-9) if len(known) else detail
    return sharp
