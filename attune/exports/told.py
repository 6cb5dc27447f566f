"""How far a covered hand-out is: faces are covered, then what was written is looked at again, file by file."""

from __future__ import annotations

from collections.abc import Callable

from attune.hide.cover import Cover
from attune.media.finish import Inspect
from attune.media.upright import Pixels

Progress = Callable[[str, float, float], None]

COVERING, INSPECTING = "covering", "inspecting"
"""The two steps, by the names that progress gives them."""


class Told:
    """Tells of both as shares of one bar: half of it is writing, half is looking. It goes back for no second try.

    Both read each picture; which of the two takes longer depends on how many faces a film has.
    """

    def __init__(self, cover: Cover, check: Inspect, progress: Progress) -> None:
        self._cover, self._check, self._progress = cover, check, progress
        self._written, self._total, self._looked, self._furthest = 0.0, 0.0, 0, 0.0

    def wrote(self, _: str, done: float, total: float) -> None:
        """So much of the total is written: seconds or pictures."""
        self._written, self._total = done, total
        self._tell(COVERING)

    def __call__(self, pixels: Pixels, second: float) -> bool:
        """The check's own answer."""
        self._looked += 1
        self._tell(INSPECTING)
        return self._check(pixels, second)

    def _tell(self, step: str) -> None:
        looked = self._written * self._looked / max(1, self._cover.pictures)
        self._furthest = max(self._furthest, (self._written + looked) / 2)
        self._progress(step, self._furthest, self._total)
