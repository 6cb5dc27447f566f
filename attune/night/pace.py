"""When a night will be done: films still to be watched, at the speed of this night so far."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

FIRST = 60.0
"""Seconds of work before the first word on it: a minute shows how fast this machine is with these films."""

EVERY = 60.0
"""Seconds between two corrections."""


@dataclass
class Pace:
    """Counts from when it is made."""

    due: float = FIRST

    def __post_init__(self) -> None:
        self._began = monotonic()

    def left(self, watched: float, to_watch: float | None) -> float | None:
        """Seconds until all is done, when it is time to say so; else None.

        watched   seconds of film watched since the beginning
        to_watch  seconds of film still to be watched; None where that is not known yet
        """
        worked = monotonic() - self._began
        if worked < self.due or not watched or to_watch is None:
            return None
        self.due = worked + EVERY
        return to_watch * worked / watched
