"""Where a moment begins and ends: a chain with its beginning and its end in view, inside one shot."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from attune.knobs import Knobbed, knob
from attune.moment import Event
from attune.timeline import Span

ANSWERS = ("reception", "return")
"""Kinds of events that close a chain."""

WHOLE = ("yes_cycle", "wait")
"""Kinds of events that begin where their chain begins."""

ROUNDING = 0.002
"""Seconds that two ends lose to whole milliseconds."""

SLIVER = 0.2
"""Seconds: less than two looks of an event at the edge of a chain is no part of it."""


@dataclass(frozen=True)
class Boundaries(Knobbed):
    """A moment starts before an initiative and ends after its reception and return (science.md 4.7)."""

    back: float = knob(6.0, low=0, high=15, unit="s", why="how far before a find its first initiative may lie")
    into: float = knob(1.0, low=0, high=5, unit="s", why="how far into a find its first initiative may lie")
    answer: float = knob(3.0, low=0, high=8, unit="s", why="an answer that comes later than this starts another chain")
    pre_roll: float = knob(1.5, low=0, high=5, unit="s", why="the beginning of an initiative has to be seen coming")
    post_roll: float = knob(1.5, low=0, high=5, unit="s", why="time to see what the answer did")
    shortest: float = knob(4.0, low=1, high=20, unit="s", why="nobody can take in less at first sight")
    silence: float = knob(0.25, low=0.1, high=2, unit="s", why="a cut in less would be heard as cut off (4.7)")
    nudge: float = knob(1.0, low=0, high=3, unit="s", why="how far an end moves for a silence (4.7)")
    longest: float = knob(8.0, low=4, high=60, unit="s", why="guiders show some 10 s; of more, the best inner part")


@dataclass(frozen=True)
class Named(Knobbed):
    """What counts as an event that a moment may rest on (science.md 4.6)."""

    episode: float = knob(3.0, low=0.5, high=10, unit="s", why="a state of joint attention is one from 3 s on")

    def __call__(self, event: Event) -> bool:
        """Whether `event` is one. A wait is one if it paid off: its `how` is what the other then began."""
        if event.kind == "joint_attention":
            return event.span.seconds >= self.episode
        if event.kind == "wait":
            return event.how != ""
        return event.kind in ("yes_cycle", "mutual_gaze", "both_smile", "reconnect")


def inside(events: Iterable[Event], span: Span) -> tuple[Event, ...]:
    """The events that lie in `span`, cut to it, sorted. Slivers at its edges are left out, and so is a chain of
    which a part lies outside: half a chain is none."""
    kept = []
    for event in (e for e in events if e.span.start < span.end and e.span.end > span.start):
        part = event.span & span
        least = event.span.seconds - SLIVER if event.kind == "yes_cycle" else SLIVER
        if part and part.seconds >= min(least, event.span.seconds):
            kept.append(event if part == event.span else replace(event, span=part))
    return tuple(sorted(kept))


def chain(find: Span | Event, shot: Span, events: Sequence[Event], named: Named, knobs: Boundaries) -> Span:
    """From the earliest initiative around the start of `find` to the last answer, inside the shot.

    Where there is no initiative it starts where the find starts, and so it does where the find is a cycle or a wait,
    which has its beginning in itself. It ends with the last answer, named event or initiative that somebody waited
    for; where there is none of them, where the find ends.
    """
    whole = isinstance(find, Event) and find.kind in WHOLE
    find = find.span if isinstance(find, Event) else find
    begun = (e.span.start for e in events if e.kind == "initiative")
    near = [s for s in begun if find.start - knobs.back <= s <= find.start + knobs.into]
    start = find.start if whole else min(near, default=find.start)
    until = Span(start, min(shot.end, find.end + knobs.answer))
    waited_for = {e.span.end for e in events if e.kind == "wait" and named(e)}
    closing = [e for e in events if e.span.start in until and (e.kind in ANSWERS or named(e) or begins(e, waited_for))]
    end = max((e.span.end for e in closing), default=find.end)
    return Span(max(shot.start, start), min(shot.end, end))


def begins(event: Event, seconds: Iterable[float]) -> bool:
    """Whether it is an initiative that starts at one of these seconds."""
    return event.kind == "initiative" and any(abs(event.span.start - second) < SLIVER for second in seconds)


def parts(core: Span, events: Sequence[Event], knobs: Boundaries) -> list[Span]:
    """The chain itself, or of one that is too long its inner chains, and a plain window every second."""
    if core.seconds <= knobs.longest:
        return [core]
    starts = {e.span.start for e in events if e.span.start in core and e.kind not in ANSWERS}
    ends = {e.span.end for e in events if core.start < e.span.end <= core.end and e.kind != "initiative"}
    least = knobs.shortest - knobs.pre_roll - knobs.post_roll
    inner = [Span(a, b) for a in sorted(starts) for b in sorted(ends) if max(least, 0) < b - a <= knobs.longest]
    last = core.end - knobs.longest
    windows = [Span(min(core.start + k, last), 0) for k in range(ceil(core.seconds - knobs.longest) + 1)]
    return inner + [replace(w, end=w.start + knobs.longest) for w in windows]


def rolled(core: Span, shot: Span, knobs: Boundaries) -> Span | None:
    """The core with pre-roll and post-roll, at least `shortest` long, whole milliseconds inside the shot.

    None where the shot itself is too short.
    """
    span = core.grown(knobs.pre_roll, knobs.post_roll) & shot
    missing = knobs.shortest - span.seconds
    if missing > 0:
        start = max(shot.start, min(span.start - missing / 2, shot.end - knobs.shortest))
        span = Span(start, start + knobs.shortest) & shot
    span = Span(ceil(span.start * 1000 - 1e-6) / 1000, floor(span.end * 1000 + 1e-6) / 1000) & span
    return span if span.seconds >= knobs.shortest - ROUNDING else None


def hushed(span: Span, core: Span, shot: Span, quiet: Sequence[Span], knobs: Boundaries) -> Span:
    """The span with both ends in silence where there is some near, never inside the core, at least as long as it has
    to be. `quiet`: where it is known that nobody is heard. Without sound it stays as it is."""
    least = min(knobs.shortest, span.seconds)
    start = _moved(span.start, Span(shot.start, min(core.start, span.end - least)), shot, quiet, knobs)
    return Span(start, _moved(span.end, Span(max(core.end, start + least), shot.end), shot, quiet, knobs))


def _moved(end: float, room: Span, shot: Span, quiet: Sequence[Span], knobs: Boundaries) -> float:
    """One end, moved to the nearest silence; where there is none, to the nearest pause, however short: between two
    words rather than in one."""
    reach = room & Span(end - knobs.nudge, end + knobs.nudge)
    first = bisect_left(quiet, reach.start, key=lambda pause: pause.end)
    beside = quiet[first : bisect_right(quiet, reach.end, key=lambda pause: pause.start)]
    for shortest in (knobs.silence, 0.0):
        spots = [_spot(end, p & reach, shot, knobs) for p in beside if p.seconds >= shortest - ROUNDING and p & reach]
        if spots:
            return min(spots, key=lambda s: abs(s - end))
    return end


def _spot(end: float, pause: Span, shot: Span, knobs: Boundaries) -> float:
    """The place in a pause that is nearest to an end, half a silence away from what is beside it; a shot's edge is as
    silent as it is."""
    inset = min(knobs.silence, pause.seconds) / 2
    first = pause.start + inset * (pause.start > shot.start)
    last = pause.end - inset * (pause.end < shot.end)
    return round(min(max(end, first), last), 3)
