"""The lines of time below a picture: what each is called, what it says of a second, how a stretch of it is painted.

Where nothing can be told a tier is hatched, which is another thing than nothing there, its bare ground.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attune.cast import timestamp
from attune.inside import pen
from attune.inside.colours import EDGE, FAINT, GROUND, INK, JOINT, MOMENT, MUTUAL, OF, OTHER, Colour, mixed
from attune.inside.pen import Pixels
from attune.inside.saying import bare, decided, share, target
from attune.inside.view import SIDES, Side, View, at
from attune.moment import Event
from attune.rules.looks import TARGETS
from attune.timeline import Clock, Floats, Series, Span
from attune.words import DEEDS


@dataclass(frozen=True)
class Window:
    """A stretch of time laid on `wide` pixels."""

    span: Span
    wide: int

    def x(self, second: float) -> float:
        """Where a second lies, in pixels."""
        return (second - self.span.start) / self.span.seconds * self.wide

    def ticks(self, clock: Clock, seconds: float) -> NDArray[np.intp]:
        """(wide,) the tick that each column of pixels shows; -1 where it lies outside the film."""
        times = self.span.start + (np.arange(self.wide) + 0.5) / self.wide * self.span.seconds
        tick = np.floor(times * clock.rate).astype(int) - clock.first
        outside = (tick < 0) | (tick >= clock.count) | (times >= seconds)
        return np.where(outside, -1, tick)


@dataclass(frozen=True)
class Tier:
    """One line of time.

    title   its name
    colour  of its name
    tall    its height in heights of letters
    paint   paints a window of it into a part of a picture; letters are `one` pixels high
    told    what it says of a second, in a few letters, and how sure that is, 0..1; "" where it says nothing
    """

    title: str
    colour: Colour
    tall: float
    paint: Callable[[Pixels, Window, float], None]
    told: Callable[[float], tuple[str, float]]


def tiers(view: View) -> tuple[Tier, ...]:
    """All of a film's tiers, from the top."""
    adult, child = (bare(view, side) for side in SIDES)
    return (
        _looks(view, "adult"),
        _looks(view, "child"),
        _cue(view, "look at each other", "mutual_gaze", MUTUAL),
        _cue(view, "look at one thing", "joint_attention", JOINT),
        _cue(view, f"{adult} smiles", "adult_smiles", OF["adult"]),
        _cue(view, f"{child} smiles", "child_smiles", OF["child"]),
        *_voices(view),
        _events(view, f"{adult} does", "adult"),
        _events(view, f"{child} does", "child"),
        _events(view, "to and fro", "both"),
        _moments(view),
        _seen(view),
    )


def _voices(view: View) -> tuple[Tier, ...]:
    """Whose voice is heard; no tiers of a film without sound."""
    if np.isnan(view.dyad.voice).all():
        return ()
    titles = [(f"{bare(view, side)} heard", f"{side}_speaks", OF[side]) for side in SIDES]
    return tuple(_cue(view, *title) for title in (*titles, ("another heard", "other_speaks", OTHER)))


def _looks(view: View, side: Side) -> Tier:
    """How likely each target is, look by look, as heights on top of each other; written in it what seconds came to."""
    own = OF[side]
    shades = (own, mixed(own, GROUND, 0.5), OTHER, mixed(OTHER, GROUND, 0.25))

    def paint(part: Pixels, window: Window, one: float) -> None:
        _stack(part, view.cues[f"{side}_looks"], shades, window, view.dyad.seconds, one)
        for name, span in _runs(view, side):
            _label(part, window, span, target(view, side, name), one * 0.8)

    return Tier(f"{bare(view, side)} looks at", own, 1.5, paint, lambda second: decided(view, side, second))


def _cue(view: View, title: str, name: str, colour: Colour) -> Tier:
    """How clearly something holds, look by look, as a height; the bright line is what each second came to."""
    slow = view.scores.cues[name]

    def told(second: float) -> tuple[str, float]:
        value, sure = at(slow, second)
        return share(value), sure

    def paint(part: Pixels, window: Window, one: float) -> None:
        _stack(part, view.cues[name], (colour,), window, view.dyad.seconds, one)
        _steps(part, slow, window, view.dyad.seconds)

    return Tier(title, colour, 1.1, paint, told)


def _events(view: View, title: str, who: str) -> Tier:
    """What somebody was seen to do, from when to when, in as many lanes as it takes for two at a time."""
    events = [e for e in view.scores.events if e.who == who and e.kind in DEEDS]

    def told(second: float) -> tuple[str, float]:
        now = [e for e in events if second in e.span]
        return (_deed(now[0]), now[0].sure) if now else ("", 0.0)

    def paint(part: Pixels, window: Window, one: float) -> None:
        tall = len(part) // LANES
        for event, lane, free in _lanes(events):
            _block(part[lane * tall : (lane + 1) * tall - 1], window, event.span, _deed(event), OF[who], one, free)

    return Tier(title, OF[who], 0.85 * LANES, paint, told)


LANES = 2
"""Events beside each other in one tier: something begun, and what is still going on from before."""


def _lanes(events: Sequence[Event]) -> list[tuple[Event, int, float]]:
    """Each of the sorted events with its lane, and the second at which the next one in that lane begins."""
    busy = [float("-inf")] * LANES
    lanes: list[int] = []
    for event in events:
        lane = next((k for k in range(LANES) if busy[k] <= event.span.start), int(np.argmin(busy)))
        lanes.append(lane)
        busy[lane] = event.span.end
    free, after = [float("inf")] * LANES, []
    for event, lane in zip(reversed(events), reversed(lanes), strict=True):
        after.append((event, lane, free[lane]))
        free[lane] = event.span.start
    return after[::-1]


def _moments(view: View) -> Tier:
    """The moments that are proposed, by their numbers."""

    def named(second: float) -> list[str]:
        return [f"no. {moment.rank}" for moment in view.moments if second in moment.span]

    def told(second: float) -> tuple[str, float]:
        return (named(second) or [""])[0], 0.0

    def paint(part: Pixels, window: Window, one: float) -> None:
        for moment in view.moments:
            _block(part, window, moment.span, f"no. {moment.rank}", MOMENT, one)

    return Tier("moments", MOMENT, 1.0, paint, told)


def _seen(view: View) -> Tier:
    """In how many of a second's looks both could be told."""
    cover = view.scores.coverage

    def told(second: float) -> tuple[str, float]:
        return share(at(cover, second)[0]), 0.0

    def paint(part: Pixels, window: Window, one: float) -> None:
        _stack(part, cover, (OTHER,), window, view.dyad.seconds, one)

    return Tier("both told", OTHER, 0.9, paint, told)


def _deed(event: Event) -> str:
    """ "begins: reach", "answers: smile", "waits": what an event is called where there is little room."""
    return f"{DEEDS[event.kind]}: {event.how}" if event.how and event.who != "both" else DEEDS[event.kind]


def _runs(view: View, side: Side) -> list[tuple[str, Span]]:
    """Stretches of seconds in which the same target was decided, with its name; unknown ones are left out."""
    looks = view.scores.cues[f"{side}_looks"]
    best = np.where(looks.known, np.nan_to_num(looks.values).argmax(axis=1), -1)
    return [(name, span) for k, name in enumerate(TARGETS) for span in looks.clock.spans(best == k)]


def _stack(part: Pixels, cue: Series, colours: Sequence[Colour], window: Window, seconds: float, one: float) -> None:
    """Values (n,) or (n, k) as heights from the bottom, in the colours of their columns; hatched where unknown."""
    tick = window.ticks(cue.clock, seconds)
    values = cue.values.reshape(cue.clock.count, -1)[tick, : len(colours)]
    known, inside = ~np.isnan(values).any(axis=1), tick >= 0
    high = len(part)
    rise = (high - np.arange(high) - 0.5)[:, None, None] / high
    level = (rise >= np.cumsum(np.nan_to_num(values), axis=1)).sum(axis=2)
    painted = (known & inside) & (level < len(colours))
    part[painted] = np.array(colours, np.uint8)[np.minimum(level, len(colours) - 1)][painted]
    pen.hatch(part, np.broadcast_to(inside & ~known, level.shape), one / 2, -window.x(0.0))


def _steps(part: Pixels, slow: Series, window: Window, seconds: float) -> None:
    """A bright line at what each second came to; none where that cannot be told."""
    tick = window.ticks(slow.clock, seconds)
    value: Floats = slow.values[tick]
    there = np.flatnonzero((tick >= 0) & ~np.isnan(value))
    high = len(part)
    part[np.clip(np.round((1 - value[there]) * (high - 1)).astype(int), 0, high - 1), there] = INK


def _block(
    part: Pixels, window: Window, span: Span, text: str, colour: Colour, one: float, free: float = float("inf")
) -> None:
    """A span as a bar with its name in it, which ends before `free`: there another bar begins."""
    inside = span & window.span
    if inside:
        first, last = round(window.x(inside.start)), round(window.x(inside.end))
        part[:, first : max(first + 1, last)] = mixed(colour, GROUND, 0.4)
        part[:, first : first + 1] = colour
        _label(part, window, span & Span(-np.inf, free), text, min(one * 0.8, 0.9 * len(part)))


def _label(part: Pixels, window: Window, span: Span, text: str, size: float) -> None:
    """Text at the beginning of a span, as far as it is in the window; none where there is no room for it."""
    x0, x1 = max(0.0, window.x(span.start)), min(float(window.wide), window.x(span.end))
    if x1 > x0 and x1 - x0 >= pen.width_of(text, size, pen.BOLD) + size / 2:
        base = len(part) / 2 + 0.36 * size
        for shade, shift in ((GROUND, 1), (INK, 0)):
            pen.write(part, text, (x0 + size / 3 + shift, base + shift), size, shade, weight=pen.BOLD)


def axis(part: Pixels, window: Window, seconds: float, one: float) -> None:
    """Seconds along the top, with their times where there is room, and where the film ends."""
    apart = window.x(window.span.start + 1)
    every = next((n for n in STEPS if n * apart >= 4 * one), STEPS[-1])
    for second in range(int(np.ceil(max(0.0, window.span.start))), int(min(window.span.end, seconds)) + 1):
        x = round(window.x(second))
        if 0 <= x < window.wide:
            part[-round(one * (0.6 if second % every == 0 else 0.3)) :, x] = FAINT
            if second % every == 0:
                pen.write(part, timestamp(second), (x + one / 4, len(part) - one / 3), one * 0.8, FAINT)
    part[-1:, : max(0, round(window.x(min(window.span.end, seconds))))] = EDGE


STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds between two times on the axis: the smallest that leaves room for the digits."""
