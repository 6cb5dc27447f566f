"""The leak check: the finder looks at what was written, and no face that it sees there may be uncovered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from attune.hide.cover import Cover
from attune.knobs import Knobbed, Knobs, knob
from attune.media.upright import Pixels
from attune.timeline import Floats
from attune.watch.people import HEAD_OVER_FACE

GRID = np.linspace(0.05, 0.95, 10)
"""Shares of a face's width and height at which it is asked whether it is covered."""

GROWTH = 1.6
"""How many times as tall as it was placed a head is that is still the same (Following.growth)."""


@dataclass(frozen=True)
class Checking(Knobbed):
    """What counts as an uncovered face."""

    least: float = knob(0.3, low=0.05, high=0.9, unit="", why="score; fainter ones are hands and lamps, nine in ten")
    rate: float = knob(10.0, low=1, high=100, unit="looks/s", why="as often as heads were looked for (Watching.rate)")
    under: float = knob(0.8, low=0.5, high=1, unit="", why="share of a face under the cover: less shows half a face")
    same: float = knob(
        6.0, low=1, high=50, unit="grey levels", why="a cover that is there changes less when put on again"
    )


class Check:
    """Looks at pictures of a result: a `media.finish.Inspect`. What it finds uncovered, the cover learns."""

    def __init__(self, cover: Cover, find: Callable[[Pixels, float], Floats], knobs: Knobs) -> None:
        """`find` gives the faces in a picture, (k, 4) left, top, width and height in its pixels, of a least score."""
        self._cover, self._find, self._knobs = cover, find, knobs[Checking]
        self._last = -np.inf

    def __call__(self, pixels: Pixels, second: float) -> bool:
        """Whether the picture may leave. Those soon after one that may are let through; the same one again is not."""
        if self._last < second and second * self._knobs.rate < np.floor(self._last * self._knobs.rate) + 1:
            return True
        self._last = -np.inf
        faces = self._find(pixels, self._knobs.least)
        bare = self._bare(pixels, second, faces / len(pixels)) if len(faces) else []
        for left, top, wide, tall in bare:
            self._cover.learn(second, np.array([left + wide / 2, top + tall / 2, tall * HEAD_OVER_FACE]))
        if not bare:
            self._last = second
        return not bare

    def _bare(self, pixels: Pixels, second: float, faces: Floats) -> list[Floats]:
        """Those of the faces, in picture heights, that are neither under the cover nor somebody's who stays."""
        change = np.abs(self._cover.covered(pixels, second).astype(np.int16) - pixels)
        boxes = self._cover.boxes(second)
        left = [face for face in faces if not (self._under(face, boxes) and self._is_coarse(face, change))]
        for home in self._cover.shown(second):
            theirs = [k for k, face in enumerate(left) if _fits(face, home)]
            if theirs:
                left.pop(min(theirs, key=lambda k: float(np.linalg.norm(_middle(left[k]) - _middle_of(home)))))
        return left

    def _under(self, face: Floats, boxes: Floats) -> bool:
        """Whether the face lies where it was to be covered."""
        x, y = np.meshgrid(face[0] + GRID * face[2], face[1] + GRID * face[3])
        spots = np.stack([x, y], axis=-1)[:, :, None]
        inside = (spots >= boxes[:, :2]) & (spots < boxes[:, 2:4])
        return float(inside.all(axis=-1).any(axis=-1).mean()) >= self._knobs.under

    def _is_coarse(self, face: Floats, change: Floats) -> bool:
        """Whether the cover lies there in truth: another one on top of it changes next to nothing."""
        high, wide = change.shape[:2]
        left, top = (int(max(0, v * high)) for v in face[:2])
        right, bottom = (int(np.ceil(v * high)) for v in face[:2] + face[2:])
        return float(change[top:bottom, left : min(wide, right)].mean()) <= self._knobs.same


def _fits(face: Floats, home: Floats) -> bool:
    """Whether a face may be the one of the head that was placed here."""
    middle, tall = _middle(face), face[3] * HEAD_OVER_FACE
    inside = (middle >= home[:2]) & (middle <= home[2:4])
    return bool(inside.all() and 1 / GROWTH <= tall / home[4] <= GROWTH)


def _middle(face: Floats) -> Floats:
    return face[:2] + face[2:] / 2


def _middle_of(home: Floats) -> Floats:
    return (home[:2] + home[2:4]) / 2
