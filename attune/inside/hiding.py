"""Faces that nobody can recognise, so that what attune drew may be shown where the film itself may not.

It errs on the side of hiding: where one of the two people was not found, the whole picture is made coarse, because a
face may be anywhere in it.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from attune.dyad import Dyad, Track
from attune.inside.pen import Pixels
from attune.timeline import Floats

Conceal = Callable[[Pixels, float], None]
"""Hides, in a picture, the faces that are in it at a second of the film."""

AROUND = 1.7
"""Side of the hidden square in head heights: hair and ears too, and a head that moves between two looks."""

CELLS = 5
"""Squares across a hidden head: fewer than it takes to know somebody."""

COARSE = 14
"""Lines that a picture is brought down to where somebody was not found: a head in it is a spot or two."""

BETWEEN = 1.0
"""Seconds: in gaps up to this long a head is taken to be on the straight way from its last place to its next."""


def hider(dyad: Dyad) -> Conceal:
    """A function that hides, in the picture of a second, every head that was found in the film then."""
    pair = [_filled(track) for track in (dyad.adult, dyad.child)]
    others = [_filled(track) for track in dyad.others]

    def hide(picture: Pixels, second: float) -> None:
        tick = dyad.clock.index(second)
        if any(np.isnan(heads[tick]).any() for heads in pair):
            coarse(picture, COARSE * picture.shape[1] / len(picture), COARSE)
            return
        near = slice(max(0, tick - 1), tick + 2)
        for x, y, size in np.concatenate([heads[near] for heads in (*pair, *others)]) * len(picture):
            if not np.isnan(size):
                _square(picture, x, y, AROUND * size)

    return hide


def coarse(part: Pixels, across: float, down: float) -> None:
    """A part of a picture in so many cells of one colour each, across and down."""
    if part.size:
        small = cv2.resize(part, (max(1, round(across)), max(1, round(down))), interpolation=cv2.INTER_AREA)
        part[:] = cv2.resize(small, part.shape[1::-1], interpolation=cv2.INTER_NEAREST)


def _square(picture: Pixels, x: float, y: float, side: float) -> None:
    left, top = max(0, round(x - side / 2)), max(0, round(y - side / 2))
    part = picture[top : max(0, round(y + side / 2)), left : max(0, round(x + side / 2))]
    cell = side / (CELLS * AROUND)
    coarse(part, part.shape[1] / cell, part.shape[0] / cell)


def _filled(track: Track) -> Floats:
    """(n, 3) x, y and size of a head, with straight lines over short gaps; NaN where nobody knows."""
    heads = np.column_stack([track.head, track.size])
    known = np.flatnonzero(~np.isnan(heads).any(axis=1))
    if not len(known):
        return heads
    ticks = np.arange(len(heads))
    after = known[np.minimum(np.searchsorted(known, ticks), len(known) - 1)]
    before = known[np.maximum(np.searchsorted(known, ticks, "right") - 1, 0)]
    bridged = (before <= ticks) & (ticks <= after) & (after - before <= BETWEEN * track.clock.rate)
    line = np.column_stack([np.interp(ticks, known, heads[known, k]) for k in range(3)])
    return np.where(bridged[:, None], line, np.nan)
