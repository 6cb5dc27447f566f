"""Files of moments, with covered faces where that is asked for: the one way, of the command and of the page. Apart,
because it loads the finder of faces."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from attune.exports import kinds
from attune.exports.kinds import Progress, Wish
from attune.exports.told import Told
from attune.hide.guard import guarded
from attune.pipeline import Suggested, looks_of
from attune.words import covered


class Handed(NamedTuple):
    """What was written, and what is to be said of its cover, "" where faces stay as they are."""

    files: list[Path]
    covered: str = ""


def hand_out(done: Suggested, wish: Wish, progress: Progress | None = None) -> Handed:
    """Writes what is asked for. Raises as `kinds.write`, and HideError where it is not sure whom to hide."""
    if not wish.hidden:
        return Handed(kinds.write(done, wish, progress))
    cover, check = guarded(done.dyad, looks_of(done), wish.hidden, done.knobs)
    told = Told(cover, check, progress or _nobody)
    files = kinds.write(done, wish, told.wrote, cover, told)
    return Handed(files, covered(cover.whole, cover.pictures))


def _nobody(step: str, done: float, total: float) -> None:
    """Told, and says nothing."""
