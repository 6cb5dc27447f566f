"""Writing a film from pictures and sound that were made, not filmed."""

from __future__ import annotations

from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from attune.media.mp4 import TICKS, PictureTrack, SoundTrack, written
from attune.media.upright import Upright


class FilmWriter:
    """An mp4 of BGR pictures at a constant rate, with mono sound if a rate for it is given.

        with FilmWriter(path, 1280, 720, rate=30, sound_rate=16000) as film:
            film.picture(pixels)
            film.sound(samples)

    The film appears at `path` when the block ends well, and not at all otherwise. Picture and sound both begin at
    second 0 and may come in any order, best in small pieces in turn. Both sides are even numbers of pixels. Raises
    StoreError where it cannot be written, FilmError where it cannot be encoded.
    """

    def __init__(self, path: Path, width: int, height: int, rate: float, sound_rate: int | None = None) -> None:
        self._path, self._width, self._height, self._rate, self._sound_rate = path, width, height, rate, sound_rate
        self._count = 0
        self._stack = ExitStack()
        self._upright = Upright(width, height, "yuv420p")

    def __enter__(self) -> Self:
        container = self._stack.enter_context(written(self._path))
        self._shown = PictureTrack(container, self._width, self._height, self._rate)
        self._heard = SoundTrack(container, self._sound_rate, 1) if self._sound_rate else None
        self._stack.push(self._finish)
        return self

    def picture(self, pixels: NDArray[np.uint8]) -> None:
        """The next picture: (h, w, 3) BGR; one of another size is scaled."""
        frame = VideoFrame.from_ndarray(np.ascontiguousarray(pixels), "bgr24")
        frame.pts, frame.time_base = self._count, Fraction(1, TICKS)
        start, end = self._count / self._rate, (self._count + 1) / self._rate
        self._shown.add(self._upright(frame), start, end)
        self._count += 1

    def sound(self, samples: NDArray[np.floating[Any]]) -> None:
        """The next samples: (n,) in -1..1. Raises ValueError for a film without a sound rate."""
        if self._heard is None:
            raise ValueError("a film without a sound rate has no sound")
        self._heard.add(np.asarray(samples, np.float32)[None])

    def _finish(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None:
            self._shown.finish()
            if self._heard is not None:
                self._heard.finish()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
