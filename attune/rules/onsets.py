"""When something was seen to begin: bouts that follow a time in which it was known not to hold.

What comes out of the unseen was not seen to begin, so it begins nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from attune.moment import Event, Who
from attune.rules.three import EVEN, INSTANT, bouts, holds, within
from attune.timeline import Series, Span

BLINK = 0.3
"""Seconds of gap inside a bout that do not end it, and of the unseen before one that do not hide its beginning: a
value is held for at most this long (science.md 4.2)."""


def onsets(cue: Series, shortest: float, cuts: Sequence[float], quiet: float = 0.0) -> list[Span]:
    """Bouts of a cue (n,) of at least `shortest` seconds that were seen to begin, sorted.

    Before each the cue was known and under 0.5: at the last known tick within a blink, or with `quiet` for all of
    that many seconds. None begins at a cut or at the film's start.
    """
    return begun(cue, bouts(cue.clock, holds(cue), shortest, BLINK, cuts), cuts, quiet)


def begun(cue: Series, spans: Sequence[Span], cuts: Sequence[float], quiet: float = 0.0) -> list[Span]:
    """Those of some bouts of a cue (n,) that were seen, or heard, to begin; see `onsets`."""
    return [s for s in spans if _seen_before(cue, s.start, max([0.0, *[c for c in cuts if c <= s.start]]), quiet)]


def _seen_before(cue: Series, start: float, shot: float, quiet: float) -> bool:
    rate, first = cue.clock.rate, cue.clock.first
    at = round(start * rate) - first
    if quiet:
        before = cue.values[max(0, at - round(quiet * rate)) : at]
        return start - quiet >= shot - INSTANT and len(before) > 0 and bool((before < EVEN).all())
    oldest = max(0, at - max(1, round(BLINK * rate)), round(shot * rate) - first)
    before = cue.values[oldest:at]
    known = before[~np.isnan(before)]
    return len(known) > 0 and bool(known[-1] < EVEN)


def sureness(cue: Series, span: Span) -> float:
    """Mean confidence of a cue over the known ticks of a span, 0..1; 0 where none is."""
    sure = cue.confidence[within(cue.clock, span)]
    sure = sure[sure > 0]
    return float(np.add.reduce(sure)) / sure.size if sure.size else 0.0


def events_of(cue: Series, spans: Sequence[Span], kind: str, who: Who, how: str = "") -> list[Event]:
    """One event a span, as sure as the cue is there."""
    return [Event(s, kind, who, how, sureness(cue, s)) for s in spans]


def openings(spans: Sequence[Span], seconds: float) -> list[Span]:
    """The first `seconds` of each span: that something began is an act, that it goes on is a state."""
    return [Span(s.start, min(s.end, s.start + seconds)) for s in spans]
