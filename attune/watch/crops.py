"""Square cut-outs around a head, and what can be told from their colours and sharpness."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from attune.timeline import Floats
from attune.watch.faces import Pixels
from attune.watch.pyramid import Pyramid

PATCH = 24
"""Pixels along a side of a patch whose colours are counted: stripes and buttons still differ, noise is gone."""


@dataclass(frozen=True)
class Crop:
    """A square of a picture, `side` pixels wide there, centred on (x, y) there; black where the picture ends.

    turn  by how much it is turned in the picture, radians, clockwise: its upper edge is up at 0, to the right at pi/2
    """

    pixels: Pixels
    x: float
    y: float
    side: float
    turn: float

    def outside(self, spots: Floats) -> Floats:
        """(k, 2) spots given as fractions of the crop, in pixels of the picture."""
        return np.asarray((spots - 0.5) * self.side @ _turned(self.turn) + np.array([self.x, self.y]))


def cut(picture: Pixels, x: float, y: float, side: float, size: int, turn: float = 0.0) -> Crop:
    """The square around (x, y), resampled to `size` x `size` pixels."""
    onto = _turned(turn) * size / side
    move = np.column_stack([onto, size / 2 - onto @ [x, y]])
    return Crop(cv2.warpAffine(picture, move, (size, size), flags=cv2.INTER_LINEAR), x, y, side, turn)  # type: ignore[arg-type]


def _turned(turn: float) -> Floats:
    """(2, 2) a turned square's own axes, to its right and down, in the picture."""
    return np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def detail(picture: Pixels, box: Floats) -> float:
    """Variance of the Laplacian of the face (left, top, width, height) at 64 x 64: low in blur and in the dark."""
    x, y, wide, tall = box
    grey = cv2.cvtColor(cut(picture, x + wide / 2, y + tall / 2, max(wide, tall), 64).pixels, cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())


def colours(picture: Pyramid, box: Floats) -> Floats:
    """(48,) histogram of hair and face (24) and of the clothes below (24); each half sums to 1.

    Hue in 8 bins for coloured pixels at 2 brightnesses, 8 greys for the rest: enough to tell a striped
    jumper from a grey one in the same film, and of no use to know anyone elsewhere.
    """
    x, y, wide, tall = box
    head = _cut_box(picture, x - 0.25 * wide, y - 0.35 * tall, 1.5 * wide, 1.4 * tall)
    clothes = _cut_box(picture, x - 0.4 * wide, y + 1.25 * tall, 1.8 * wide, 1.2 * tall)
    return np.concatenate([_histogram(head), _histogram(clothes)])


def _cut_box(picture: Pyramid, x: float, y: float, wide: float, tall: float) -> Pixels:
    """A box of the picture at PATCH x PATCH pixels, or what of it lies inside; no pixels where none does."""
    level, scale = picture.at(PATCH / min(wide, tall))
    high, broad = level.shape[:2]
    x0, x1 = (int(np.clip(v * scale, 0, broad)) for v in (x, x + wide))
    y0, y1 = (int(np.clip(v * scale, 0, high)) for v in (y, y + tall))
    inside = level[y0:y1, x0:x1]
    return cv2.resize(inside, (PATCH, PATCH), interpolation=cv2.INTER_AREA) if inside.size else inside  # type: ignore[return-value]


def _histogram(pixels: Pixels) -> Floats:
    """(24,) sums to 1; NaN where there are no pixels."""
    if not pixels.size:
        return np.full(24, np.nan)
    hue, saturation, value = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV).reshape(-1, 3).T.astype(int)
    coloured = 8 * (value > 110) + hue * 8 // 180
    bins = np.where(saturation > 60, coloured, 16 + value // 32)
    return np.bincount(bins, minlength=24) / len(bins)
