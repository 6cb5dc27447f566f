"""How much the whole picture changes from one frame to the next: what a cut shows in, between two neighbours only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from attune.media.frames import Shown

SIZE = (48, 36)
"""Width and height at which frames are compared: a cut changes all of it, a hand a corner of it."""


@dataclass(frozen=True)
class Change:
    """The largest change between two neighbouring frames in some stretch of a film.

    amount  mean absolute difference of both in grey levels, their mean brightness made equal; 0 where nothing moved
    at      presentation time of the second of the two
    """

    amount: float
    at: float


class Changes:
    """Frames passed on as they come, the change before each of them noted."""

    def __init__(self, frames: Iterable[Shown]) -> None:
        self._frames = frames
        self._noted: list[Change] = []
        self._small = VideoReformatter()

    def __iter__(self) -> Iterator[Shown]:
        before: NDArray[np.float32] | None = None
        for shown in self._frames:
            grey = self._small.reformat(shown.frame, *SIZE, format="gray", interpolation="AREA").to_ndarray()
            now = grey.astype(np.float32) - grey.mean(dtype=np.float32)
            self._noted.append(Change(0.0 if before is None else float(np.abs(now - before).mean()), shown.time))
            before = now
            yield shown

    def between(self, after: float, until: float) -> Change:
        """The largest change to a frame shown in (after, until]; amount 0 at `until` where no frame lies in it.

        To be asked for rising stretches: what lies before is forgotten.
        """
        inside = [change for change in self._noted if after < change.at <= until]
        self._noted = [change for change in self._noted if change.at > until]
        return max(inside, key=lambda change: change.amount, default=Change(0.0, until))
