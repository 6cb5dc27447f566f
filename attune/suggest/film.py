"""What suggest needs to know of a film beside its scores: its shots, and who was in view when."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from attune.dyad import Dyad, Track
from attune.timeline import Bools, Clock, Floats, Span

VALID = 0.3
"""A second counts as seen from this mean confidence on (science.md 4.2: valid from 30 % of its looks on)."""


def shots(dyad: Dyad) -> list[Span]:
    """The film in the pieces between its cuts, sorted."""
    edges = [0.0, *sorted(float(c) for c in dyad.cuts if 0 < c < dyad.seconds), dyad.seconds]
    return [Span(a, b) for a, b in pairwise(edges) if b > a]


def in_view(track: Track, clock: Clock) -> Bools:
    """(n,) for each tick of a slower clock: the person's head was seen there (mean confidence >= 0.3)."""
    tick = np.floor(track.clock.times * clock.rate).astype(int) - clock.first
    inside = (tick >= 0) & (tick < clock.count)
    total = np.bincount(tick[inside], np.nan_to_num(track.sure[inside]), clock.count)
    looks = np.bincount(tick[inside], minlength=clock.count)
    return total >= VALID * np.maximum(looks, 1)


def coverage(dyad: Dyad) -> dict[str, float]:
    """Share of the film's seconds in which each person was seen, 0..1: {"adult": .93, "child": .81}."""
    seconds = max(1, int(np.ceil(dyad.seconds - 1e-6)))
    clock = Clock(1, seconds)
    people = (("adult", dyad.adult), ("child", dyad.child))
    return {name: float(in_view(track, clock).mean()) for name, track in people}


def quiet(dyad: Dyad) -> list[Span]:
    """Where it is known that nobody is heard, sorted. A tick with any voice in it is no silence; none without sound."""
    return dyad.clock.spans(dyad.voice == 0)


def overlap(clock: Clock, span: Span) -> Floats:
    """(n,) how many seconds of each tick lie inside `span`."""
    starts = (clock.first + np.arange(clock.count)) / clock.rate
    inside: Floats = np.minimum(starts + clock.step, span.end) - np.maximum(starts, span.start)
    return np.maximum(inside, 0.0)


def mean_over(clock: Clock, values: Floats, span: Span) -> float:
    """Mean of `values` (n,) over `span`, each tick by how much of it lies inside; NaN where none is known.

    Rounded to a millionth, so that a share of 1 is no more than 1 and equal stretches compare as equal.
    """
    first, last = clock.index(span.start), clock.index(span.end) + 1
    there = values[first:last]
    weight = overlap(Clock(clock.rate, len(there), clock.first + first), span) * ~np.isnan(there)
    return round(float(np.nan_to_num(there) @ weight / weight.sum()), 6) if weight.sum() > 0 else float("nan")
