"""Lines, hatching and letters on a picture, smooth, and with a dark rim that keeps them legible on any ground.

Pictures are (h, w, 3) BGR and written into; places are (x, y) in their pixels, with fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from attune.inside.colours import GROUND, HATCH, Colour
from attune.timeline import Floats

Pixels = NDArray[np.uint8]
Spot = Sequence[float] | Floats

FRACTION = 4
"""Binary digits of the fractions of a pixel that OpenCV takes."""

SMALLEST = 8
"""Height of letters in pixels below which they are no longer made smaller to fit."""

BOLD = 600

PAD = 0.4
"""Space around the text of a plate, as a share of its letters' height."""

RIM = 1.6
"""Pixels of the dark rim of a line, both sides together."""

FAR = 1e5
"""Pixels from the corner beyond which a place is taken to lie no farther: lines still lead out of any picture."""


@cache
def _font() -> cv2.FontFace:
    """OpenCV's own sans, which comes with it: the same letters on every system, in all scripts."""
    return cv2.FontFace("sans")


def width_of(text: str, size: float, weight: int = 400) -> int:
    """How wide a text is in letters of this size."""
    return int(cv2.getTextSize((1, 1), text, (0, 0), _font(), round(size), weight)[2])


def write(
    picture: Pixels,
    text: str,
    at: Spot,
    size: float,
    colour: Colour,
    most: float = np.inf,
    weight: int = 400,
) -> None:
    """A line of text whose base line begins at `at`; smaller letters where it would be wider than `most` pixels."""
    while size > SMALLEST and width_of(text, size, weight) > most:
        size -= 1
    cv2.putText(picture, text, (round(at[0]), round(at[1])), colour, _font(), round(size), weight)


def plate(picture: Pixels, text: str, at: Spot, size: float, colour: Colour) -> None:
    """Text on a dark plate whose upper left corner is at `at`; `plate_size` tells how large it is."""
    wide, tall = plate_size(text, size)
    x, y = round(at[0]), round(at[1])
    darken(picture[max(0, y) : max(0, y + tall), max(0, x) : max(0, x + wide)])
    write(picture, text, (x + size * PAD, y + size * (PAD / 2 + 1)), size, colour, weight=BOLD)


def plate_size(text: str, size: float) -> tuple[int, int]:
    """Width and height of a plate with this text."""
    return width_of(text, size, BOLD) + round(2 * PAD * size), round(size * (1 + 2 * PAD))


def darken(part: Pixels, share: float = 0.65) -> None:
    """A part of a picture brought nearer to the ground's colour."""
    part[:] = (part * (1 - share) + np.array(GROUND) * share).astype(np.uint8)


def line(picture: Pixels, points: Floats, colour: Colour, wide: float, dash: float = 0.0, closed: bool = False) -> None:
    """A line through points (n, 2), in dashes of that many pixels if asked. Nothing is drawn where one is NaN."""
    if np.isnan(points).any():
        return
    if closed:
        points = np.concatenate([points, points[:1]])
    pieces = list(_fixed(_dashes(points, dash) if dash else points[None]))
    for shade, width in ((GROUND, wide + RIM * max(1.0, wide / 2)), (colour, wide)):
        cv2.polylines(picture, pieces, False, shade, max(1, round(width)), cv2.LINE_AA, FRACTION)


def fill(picture: Pixels, points: Floats, colour: Colour, share: float = 1.0) -> None:
    """An area with corners (n, 2), filled with `share` of a colour. Nothing is drawn where a corner is NaN."""
    if np.isnan(points).any():
        return
    if share >= 1:
        cv2.fillPoly(picture, [_fixed(points)], colour, cv2.LINE_AA, FRACTION)
        return
    low = np.maximum(0, np.floor(points.min(0)).astype(int) - 1)
    high = np.maximum(low, np.minimum(np.ceil(points.max(0)).astype(int) + 2, picture.shape[1::-1]))
    part = picture[low[1] : high[1], low[0] : high[0]]
    if part.size:
        over = part.copy()
        cv2.fillPoly(over, [_fixed(points - low)], colour, cv2.LINE_AA, FRACTION)
        part[:] = cv2.addWeighted(over, share, part, 1 - share, 0)


def hatch(picture: Pixels, where: NDArray[np.bool_], gap: float, shift: float = 0.0) -> None:
    """Slanting lines, `gap` pixels apart, where the mask (h, w) is true: what nobody can tell."""
    rows, columns = np.ogrid[: picture.shape[0], : picture.shape[1]]
    strokes = (rows + columns + round(shift)) % max(3, round(gap)) < max(1, round(gap / 4))
    picture[where & strokes] = HATCH


def ring(at: Spot, wide: float, tall: float, count: int = 48) -> Floats:
    """(count, 2) corners of an ellipse around `at`, of that width and height."""
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.asarray(at) + np.column_stack([wide / 2 * np.cos(turn), tall / 2 * np.sin(turn)])


def box(at: Spot, wide: float, tall: float) -> Floats:
    """(4, 2) corners of an upright rectangle around `at`."""
    return np.asarray(at) + np.array([[-wide, -tall], [wide, -tall], [wide, tall], [-wide, tall]]) / 2


def hull(points: Floats) -> Floats:
    """(m, 2) the corners of the outline around points (n, 2), in order. None of them is NaN."""
    return np.asarray(cv2.convexHull(points.astype(np.float32)), float)[:, 0]


def _fixed(points: Floats) -> NDArray[np.int32]:
    return np.ascontiguousarray(np.round(np.clip(points, -FAR, FAR) * (1 << FRACTION)), np.int32)


def _dashes(points: Floats, dash: float) -> Floats:
    """(k, 2, 2) every second stretch of `dash` pixels along the line, each of them straight."""
    points = np.clip(points, -FAR, FAR)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    starts = np.arange(0.0, along[-1], 2 * dash)
    ends = np.minimum(starts + dash, along[-1])
    x, y = (np.interp([starts, ends], along, points[:, k]) for k in range(2))
    return np.stack([x.T, y.T], -1)
