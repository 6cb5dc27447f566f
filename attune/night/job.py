"""What a film's own process does: the main job on one film, and a word now and then on how far it is."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

from attune import pipeline
from attune.case import consent, use
from attune.media.mp4 import made_by_attune
from attune.night.one import Say
from attune.store import Store

PAUSE = 0.5
"""Seconds between two words about one step."""


def suggest(path: Path, place: Path | None, say: Say) -> dict[str, Any] | None:
    """The main job on one film, in one process below this one; None for a film that attune made.

    Tells seconds, kept (the folder's name), moments (their number) and notes.
    """
    if made_by_attune(path):
        return None
    consent.require(path, "review")
    use.scorable(path)
    progress = Steps(say)
    film, store = pipeline.opened(path, place, progress)
    progress.begin(film.seconds, store)
    done = pipeline.suggested(path, place=place, processes=1, progress=progress)
    progress.end()
    return {
        "seconds": film.seconds, "kept": store.folder.name, "moments": len(done.moments),
        "notes": list(done.notes),
    }  # fmt: skip


class Steps:
    """A progress(step, done, total) that is told to the owner now and then, with the parts kept since."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._store: Store | None = None
        self._kept: set[str] = set()
        self._step, self._due = "", 0.0

    def begin(self, seconds: float, store: Store) -> None:
        """The film is open, and this is its store."""
        self._store, self._kept = store, set(store.names("looks/"))
        self._say("opened", seconds, sorted(self._kept))

    def __call__(self, step: str, done: float, total: float) -> None:
        if step != self._step or monotonic() >= self._due or done >= total:
            self._step, self._due = step, monotonic() + PAUSE
            self._say("told", step, done, total)
            self._parts()

    def end(self) -> None:
        """The film is done."""
        self._parts()
        self._say("parted", "listen", ["all"])
        self._say("parted", "moments", ["all"])

    def _parts(self) -> None:
        now = set(self._store.names("looks/")) if self._store else set[str]()
        if now - self._kept:
            self._say("parted", "watch", sorted(now - self._kept))
            self._kept = now
