"""A picture at its own size and halved again and again: what looks at little of it, or coarsely, touches few pixels."""

from __future__ import annotations

import cv2

from attune.media.upright import Pixels


class Pyramid:
    """The picture, and half of it, a quarter, ..., each made when it is first asked for.

    Halving takes the mean of four pixels, so nothing finer than what is left shows up as a false pattern; it is ten
    times as fast as going to the asked size at once.
    """

    def __init__(self, picture: Pixels) -> None:
        self._levels = [picture]

    @property
    def pixels(self) -> Pixels:
        """(h, w, 3) the picture itself."""
        return self._levels[0]

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the picture itself, pixels."""
        high, wide = self._levels[0].shape[:2]
        return high, wide

    def at(self, scale: float) -> tuple[Pixels, float]:
        """The coarsest level with at least `scale` pixels along a side for one of the picture, and how many it has."""
        level = 0
        while 0.5 ** (level + 1) >= scale and min(self._levels[level].shape[:2]) > 1:
            level += 1
            if level == len(self._levels):
                self._levels.append(_halved(self._levels[-1]))
        return self._levels[level], 0.5**level


def _halved(picture: Pixels) -> Pixels:
    """Means of two by two pixels; an odd last row or column is left out, so that all places just halve."""
    high, wide = picture.shape[0] // 2, picture.shape[1] // 2
    return cv2.resize(picture[: 2 * high, : 2 * wide], (wide, high), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]
